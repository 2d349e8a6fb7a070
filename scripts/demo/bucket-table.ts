import { Json, pathOf, referredId, Resource, Template } from './template';
import { bold, dim, WIDTH, wrap } from './terminal';

/** A bucket with what the template says of it. */
interface BucketInTemplate {
  readonly resource: Resource;
  readonly properties: Json;
  /** The conditions under which its policy denies requests: every `{ operator: { key: value } }`. */
  readonly denied: readonly Record<string, Record<string, unknown>>[];
  readonly alarms: readonly Resource[];
  /** The path, below its stack, of the construct behind a Ref or GetAtt. */
  readonly pathOf: (reference: unknown) => string | undefined;
  readonly keyOf: (reference: unknown) => Resource | undefined;
}

const NOTHING = '-';
const SSE = 's3:x-amz-server-side-encryption';

const ALGORITHMS: Readonly<Record<string, string>> = { 'aws:kms': 'SSE-KMS', 'aws:kms:dsse': 'DSSE-KMS', 'AES256': 'SSE-S3' };

type Row = readonly [label: string, read: (bucket: BucketInTemplate) => string | undefined];

/** What the table says of each bucket: a label, and how its cell is read from the template. Related rows stand together. */
const GROUPS: readonly (readonly Row[])[] = [
  [
    ['made with', ({ resource }) => resource.Metadata?.['cdk-hardened-bucket'] ?? 's3.Bucket'],
    ['on stack deletion', ({ resource }) => resource.DeletionPolicy?.startsWith('Retain') ? 'kept' : 'deleted'],
  ],
  [
    ['public access', ({ properties }) => {
      const switches = Object.values(properties.PublicAccessBlockConfiguration ?? {}).filter((on) => on === true).length;
      return switches > 0 ? `blocked, ${switches}/4` : undefined;
    }],
    ['ACLs', ({ properties }) => properties.OwnershipControls?.Rules[0].ObjectOwnership === 'BucketOwnerEnforced' ? 'disabled' : undefined],
    ['plain HTTP', (bucket) => denies(bucket, 'Bool', 'aws:SecureTransport') ? 'denied' : undefined],
    ['oldest TLS', (bucket) => denies(bucket, 'NumericLessThan', 's3:TlsVersion')],
  ],
  [
    ['encryption', (bucket) => ALGORITHMS[byDefault(bucket)?.SSEAlgorithm]],
    ['key', (bucket) => bucket.pathOf(byDefault(bucket)?.KMSMasterKeyID)],
    ['key rotation', (bucket) => bucket.keyOf(byDefault(bucket)?.KMSMasterKeyID)?.Properties.EnableKeyRotation ? 'on' : undefined],
    ['S3 Bucket Key', (bucket) => encryptionRule(bucket)?.BucketKeyEnabled ? 'on' : undefined],
    ['other algorithms', (bucket) => denies(bucket, 'StringNotEquals', SSE) ? 'denied' : undefined],
    ['other keys', (bucket) => denies(bucket, 'ArnNotEquals', `${SSE}-aws-kms-key-id`) ? 'denied' : undefined],
    ['SSE-C', (bucket) => [
      ...encryptionRule(bucket)?.BlockedEncryptionTypes?.EncryptionType.includes('SSE-C') ? ['blocked'] : [],
      ...denies(bucket, 'Null', `${SSE}-customer-algorithm`) ? ['denied'] : [],
    ].join(', ')],
  ],
  [
    ['versioning', ({ properties }) => properties.VersioningConfiguration?.Status === 'Enabled' ? 'on' : undefined],
    ['old versions', (bucket) => days(bucket, ({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration?.NoncurrentDays, 'expire in')],
    ['unfinished uploads', (bucket) => days(bucket, ({ AbortIncompleteMultipartUpload }) => AbortIncompleteMultipartUpload?.DaysAfterInitiation, 'aborted in')],
    ['objects', (bucket) => days(bucket, ({ ExpirationInDays }) => ExpirationInDays, 'expire in')],
  ],
  [
    ['access logs to', ({ properties, pathOf: path }) => path(properties.LoggingConfiguration?.DestinationBucketName)],
    ['alarms on', ({ alarms }) => [...new Set(alarms.flatMap(metricNames))].join(' ')],
    ['alarms go to', ({ alarms, pathOf: path }) => [...new Set(alarms.flatMap(({ Properties }) => Properties.AlarmActions?.map(path)))].join(', ')],
    ['events to', ({ properties }) => properties.NotificationConfiguration?.EventBridgeConfiguration ? 'EventBridge' : undefined],
  ],
];

/** The buckets of a template side by side, a column for each: hardened ones, their log buckets, others. */
export function bucketTable(template: Template): string {
  const rank = ({ resource }: BucketInTemplate) => ['HardenedBucket', 'AccessLogsBucket', undefined].indexOf(resource.Metadata?.['cdk-hardened-bucket']);
  const buckets = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::S3::Bucket')
    .map(([id]) => readBucket(template, id)).sort((a, b) => rank(a) - rank(b));
  const labelWidth = Math.max(...GROUPS.flat().map(([label]) => label.length)) + 2;
  const width = Math.floor((WIDTH - labelWidth) / buckets.length) - 2;

  const row = (label: string, cells: readonly string[], style = (text: string) => text) => {
    const wrapped = cells.map((cell) => wrap(cell, width));
    return Array.from({ length: Math.max(...wrapped.map(({ length }) => length)) }, (_, line) => [
      dim((line === 0 ? label : '').padEnd(labelWidth)),
      ...wrapped.map((lines) => (lines[line] === NOTHING ? dim : style)((lines[line] ?? '').padEnd(width + 2))),
    ].join('').trimEnd()).join('\n');
  };
  return [
    row('', buckets.map(({ path }) => path), bold),
    ...GROUPS.map((rows) => rows.map(([label, read]) => row(label, buckets.map((bucket) => read(bucket) || NOTHING))).join('\n')),
  ].join('\n\n');
}

function readBucket(template: Template, id: string): BucketInTemplate & { path: string } {
  const resources = Object.values(template.Resources);
  const policies = resources.filter(({ Type, Properties }) => Type === 'AWS::S3::BucketPolicy' && referredId(Properties.Bucket) === id);
  const resource = template.Resources[id];
  return {
    resource,
    path: pathOf(template, { Ref: id })!,
    properties: resource.Properties ?? {},
    denied: policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement).filter(({ Effect }) => Effect === 'Deny').map(({ Condition }) => Condition ?? {}),
    alarms: resources.filter((alarm) => alarm.Type === 'AWS::CloudWatch::Alarm' && metrics(alarm).some(({ Dimensions }) =>
      Dimensions.some(({ Name, Value }: Json) => Name === 'BucketName' && referredId(Value) === id))),
    pathOf: (reference) => pathOf(template, reference),
    keyOf: (reference) => template.Resources[referredId(reference) ?? ''],
  };
}

function denies({ denied }: BucketInTemplate, operator: string, key: string): string | undefined {
  return denied.map((condition) => condition[operator]?.[key]).filter((value) => value !== undefined).map(String)[0];
}

function encryptionRule({ properties }: BucketInTemplate): Json {
  return properties.BucketEncryption?.ServerSideEncryptionConfiguration[0];
}

function byDefault(bucket: BucketInTemplate): Json {
  return encryptionRule(bucket)?.ServerSideEncryptionByDefault;
}

function days({ properties }: BucketInTemplate, read: (rule: Json) => number | undefined, what: string): string | undefined {
  const found = properties.LifecycleConfiguration?.Rules.map(read).find((value?: number) => value !== undefined);
  return found === undefined ? undefined : `${what} ${found} ${found === 1 ? 'day' : 'days'}`;
}

/** The metrics of an alarm on one metric, or on an expression over several. */
function metrics({ Properties }: Resource): Json[] {
  return Properties.Metrics ? Properties.Metrics.flatMap(({ MetricStat }: Json) => MetricStat?.Metric ?? []) : [Properties];
}

function metricNames(alarm: Resource): string[] {
  return metrics(alarm).map(({ MetricName }) => MetricName as string).filter((name) => name !== 'AllRequests')
    .map((name) => name.replace('Errors', '').replace(/(Head|List)Requests/, (_, verb: string) => verb.toUpperCase()));
}
