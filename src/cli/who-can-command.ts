import { readInputs } from './read-inputs';
import { readOrganization } from './read-organization';
import { WHO_CAN_REPORTS, WhoCanBucket } from './report-who-can-formats';
import { PLAIN, TextMarks } from './terminal-colors';
import { oneOf, UsageError } from './usage';
import { TemplateFacts } from '../facts/template-facts';
import { S3_ACTIONS } from '../policy/s3-actions';
import { askWhoCan, Organization } from '../reach/access/ask-who-can';
import { PlaceNames } from '../reach/place-names';
import { WhoCan } from '../reach/who-can';
import { ResourceAddress, Template } from '../template/template';

export interface WhoCanArguments {
  readonly paths: readonly string[];
  /** A logical id, with its stack and `/` before it or without. */
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
  const organization = readOrganization(scps, rcps);
  const { groups, errors } = readInputs(paths, parameters);
  if (errors.length > 0) {
    throw new UsageError(`${errors[0].template}: ${errors[0].message}`);
  }
  const names = new PlaceNames(groups.flatMap(({ templates }) => templates));
  const all = groups.flatMap(({ templates }) => bucketsOf(templates, names, organization, action));
  const meant = bucket === undefined ? undefined : names.meantBy(bucket);
  const found = meant === undefined ? all : all.filter(({ address }) => meant.some(({ template, logicalId }) => address.template === template && address.logicalId === logicalId));
  if (bucket !== undefined && found.length !== 1) {
    throw new UsageError(found.length > 1 ? `--bucket ${JSON.stringify(bucket)} is more than one bucket: ${found.map(({ id }) => id).join(', ')}`
      : `there is no bucket ${JSON.stringify(bucket)}${all.length === 0 ? '' : `; there is ${all.map(({ id }) => id).join(', ')}`}`);
  }
  return report(found.map(({ id, answer }) => ({ id, ...answer() })), { marks, date });
}

/** The buckets of templates that are deployed together, by the ids that people give. */
function bucketsOf(
  templates: readonly Template[], names: PlaceNames, organization: Organization, action: string | undefined,
): (WhoCanBucket & { readonly address: ResourceAddress })[] {
  const facts = new TemplateFacts(templates, []);
  let whoCan: WhoCan | undefined;
  return facts.buckets.map((bucket) => ({
    id: names.of(bucket.address),
    address: bucket.address,
    answer: () => (whoCan ??= askWhoCan(facts, templates, organization, names).whoCan).of(bucket, { action }),
  }));
}
