import { readInputs } from './read-inputs';
import { reading } from './reading-file';
import { WHO_CAN_REPORTS, WhoCanBucket } from './report-who-can-formats';
import { PLAIN, TextMarks } from './terminal-colors';
import { oneOf, UsageError } from './usage';
import { TemplateFacts } from '../facts/template-facts';
import { PolicyDocument } from '../policy/policy-document';
import { readPolicyText } from '../policy/read-policy-text';
import { S3_ACTIONS } from '../policy/s3-actions';
import { askWhoCan, Organization } from '../reach/access/ask-who-can';
import { NamedPolicy } from '../reach/access/chain-facts';
import { WhoCan } from '../reach/who-can';
import { Template } from '../template/template';

export interface WhoCanArguments {
  readonly paths: readonly string[];
  /** A logical id, with `stack/` before it where needed. */
  readonly bucket: string | undefined;
  readonly action: string | undefined;
  readonly scps: readonly string[];
  readonly rcps: readonly string[];
  readonly parameters: readonly string[];
  readonly format: string;
  readonly marks?: TextMarks;
  readonly date?: Date;
}

/** Lists who can use the buckets of templates. @throws UsageError for wrong usage, and for input that cannot be read */
export function whoCanUse({ paths, bucket, action, scps, rcps, parameters, format, marks = PLAIN, date = new Date() }: WhoCanArguments): string {
  const report = oneOf('--format', format, WHO_CAN_REPORTS);
  if (paths.length === 0) {
    throw new UsageError('who-can needs a template, a folder or a cdk.out folder');
  }
  if (action !== undefined && !S3_ACTIONS.some(({ name }) => name.toLowerCase() === action.toLowerCase())) {
    throw new UsageError(`--action ${JSON.stringify(action)} is not an action of S3, such as s3:GetObject`);
  }
  const policies = (files: readonly string[], kind: string) => files.map((file): NamedPolicy => ({ name: `${kind} ${file}`, document: readPolicyFile(file) }));
  const organization = { serviceControlPolicies: policies(scps, 'SCP'), resourceControlPolicies: policies(rcps, 'RCP') };
  const { groups, errors } = readInputs(paths, parameters);
  if (errors.length > 0) {
    throw new UsageError(`${errors[0].template}: ${errors[0].message}`);
  }
  const several = new Set(groups.flatMap(({ templates }) => templates.map(({ id }) => id))).size > 1;
  const found = groups.flatMap(({ templates }): WhoCanBucket[] => bucketsOf(templates).flatMap(({ ids, ask }) =>
    bucket === undefined || ids.includes(bucket) ? [{ id: several ? ids[1] : ids[0], answer: () => ask(organization, action) }] : []));
  if (bucket !== undefined && found.length !== 1) {
    const ids = groups.flatMap(({ templates }) => bucketsOf(templates).map((one) => several ? one.ids[1] : one.ids[0]));
    throw new UsageError(found.length > 1 ? `--bucket ${JSON.stringify(bucket)} is more than one bucket: ${ids.join(', ')}`
      : `there is no bucket ${JSON.stringify(bucket)}${ids.length === 0 ? '' : `; there is ${ids.join(', ')}`}`);
  }
  return report(found.map(({ id, answer }) => ({ id, ...answer() })), { marks, date });
}

/** The buckets of templates that are deployed together, by the ids that people give. */
function bucketsOf(templates: readonly Template[]) {
  const facts = new TemplateFacts(templates, []);
  const asking = new Map<Organization, WhoCan>();
  return facts.buckets.map((bucket) => ({
    ids: [bucket.address.logicalId, `${bucket.address.template}/${bucket.address.logicalId}`],
    ask: (organization: Organization, action: string | undefined) => {
      const whoCan = asking.get(organization) ?? askWhoCan(facts, templates, organization).whoCan;
      asking.set(organization, whoCan);
      return whoCan.of(bucket, { action });
    },
  }));
}

function readPolicyFile(file: string): PolicyDocument {
  return reading(file, readPolicyText);
}
