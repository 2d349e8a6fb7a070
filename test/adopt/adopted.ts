import * as fs from 'node:fs';
import * as path from 'node:path';
import { adoptBuckets } from '../../src/adopt/adopt-buckets';
import { Adoption, AdoptOptions } from '../../src/adopt/adoption';
import { Json } from '../../src/adopt/json';
import { applied } from '../../src/adopt/template-operation';
import { updateBehaviorsOf } from '../../src/adopt/update-behaviors';
import { readInputs } from '../../src/cli/read-inputs';
import { readTemplateText } from '../../src/cli/read-template-text';
import { PolicyRequest } from '../../src/policy/policy-request';
import { Check } from '../../src/rules/check';
import { checkReport } from '../../src/rules/check-report';
import { diffBuckets, DiffSide } from '../../src/rules/diff-buckets';
import { Finding, partsOf } from '../../src/rules/finding';
import { templateOf } from '../../src/template/read-template';

/** The templates in a folder, at whatever depth, by their path below it. */
export function templatesIn(folder: string): ReadonlyMap<string, any> {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(json|ya?ml)$/.test(file) && !file.endsWith('.assets.json'));
  const templates = files.map((file): [string, any] => [file, readTemplateText(fs.readFileSync(path.join(folder, file), 'utf8'))]);
  return new Map(templates.filter(([, json]) => json.Resources !== undefined).sort(([one], [other]) => one < other ? -1 : 1));
}

/** What the rules of BASELINE find in a folder, part by part. */
export function findingsIn(folder: string): readonly Finding[] {
  const { groups, errors } = readInputs([folder], []);
  const report = checkReport(groups, errors, new Check({}));
  if (report.errors.length > 0) {
    throw new Error(JSON.stringify(report.errors));
  }
  return report.findings.flatMap(partsOf);
}

/** A finding by the bucket that it is on: what is known of it before and after a change of the templates. */
export function keyOf({ template, logicalId, rule, evidence }: Finding, folder: string): string {
  return `${path.relative(folder, template)} ${logicalId} ${rule.replace('HardenedBucket-', '')}[${evidence.id}]`;
}

/** Resources that an update would not leave, make or update in place. */
export function notInPlace(before: ReadonlyMap<string, any>, after: ReadonlyMap<string, any>): readonly string[] {
  return [...before].flatMap(([file, json]) => {
    const [one, other] = [json, after.get(file)].map((template) => templateOf(template, { id: file }));
    return [...updateBehaviorsOf(one, other).values()].filter(({ kind }) => !['unchanged', 'inPlace', 'created'].includes(kind)).map(({ logicalId, kind, because }) => `${file} ${logicalId}: ${kind}, ${because}`);
  });
}

/** The statements of bucket policies that are there before and are not, value for value, in the same policy after. */
export function lostStatements(before: ReadonlyMap<string, any>, after: ReadonlyMap<string, any>): readonly string[] {
  return [...before].flatMap(([file, { Resources }]) => Object.entries<any>(Resources).filter(([, { Type }]) => Type === 'AWS::S3::BucketPolicy').flatMap(([id, { Properties }]) => {
    const now = statementsOf(after.get(file)?.Resources[id]?.Properties).map(inOrder);
    return statementsOf(Properties).map(inOrder).filter((statement) => !now.includes(statement)).map((statement) => `${file} ${id}: ${statement}`);
  }));
}

/** As JSON with its keys in order: what renders a policy may write them in another. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, item) => typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => one < other ? -1 : 1)) : item);
}

function statementsOf(properties: any): readonly unknown[] {
  const statements = properties?.PolicyDocument?.Statement;
  return Array.isArray(statements) ? statements : statements === undefined ? [] : [statements];
}

/** What becomes of the requests to each bucket, proved. */
export function requestsBetween(before: string, after: string) {
  const side = (folder: string): DiffSide => {
    const { groups, errors, notes } = readInputs([folder], []);
    return { groups, errors, notes, nameOf: (template) => path.relative(folder, template) };
  };
  const { differences, errors } = diffBuckets(side(before), side(after), new Check({}));
  const requests = differences.flatMap(({ template, logicalId, requests: ones }) => ones.map((one) => ({ bucket: `${template} ${logicalId}`, ...one })));
  return {
    errors,
    gained: requests.filter(({ only }) => only === 'after'),
    lost: requests.filter(({ only }) => only === 'before'),
    unproved: differences.flatMap(({ template, logicalId, unknown }) => unknown.map((reason) => `${template} ${logicalId}: ${reason}`)),
  };
}

/** Whether a request is one that a hardened bucket is to refuse: without TLS or with an old one, encrypted by other means, or by a service for another account. */
export function isUnwanted({ action, context }: PolicyRequest): boolean {
  const tls = context['s3:TlsVersion'];
  return context['aws:SecureTransport'] === 'false'
    || (typeof tls === 'string' && Number(tls) < 1.2)
    || 's3:x-amz-server-side-encryption-customer-algorithm' in context
    || (action === 's3:PutObject' && 's3:x-amz-server-side-encryption' in context)
    || action === 's3:UpdateObjectEncryption'
    || ((context['aws:PrincipalIsAWSService'] === 'true' || 'aws:PrincipalServiceName' in context) && context['aws:SourceAccount'] !== undefined && context['aws:SourceAccount'] !== '111122223333');
}

/** Makes in the templates of a folder what `adopt` proposes, be they written by people or by CDK. */
export function adoptFolder(folder: string, options: Partial<AdoptOptions> = {}): Adoption {
  const { groups } = readInputs([folder], []);
  const adoption = adoptBuckets(groups, { rules: {}, only: [], without: [], incompleteUploadsDays: 7, noncurrentVersionsDays: 90, ...options });
  for (const [id, operations] of adoption.operations) {
    // A template that a stack nests has the stack behind its file.
    const file = id.replace(/ \(\S+ of .*\)$/s, '');
    fs.writeFileSync(file, JSON.stringify(applied(readTemplateText(fs.readFileSync(file, 'utf8')) as Json, operations), null, 1));
  }
  return adoption;
}
