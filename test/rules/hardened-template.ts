import { TemplateFacts } from '../../src/facts/template-facts';
import { Rule, Verdict } from '../../src/rules/rule';
import { Place, withValueAt } from '../policy/json-places';
import { template } from '../template/templates';

/** A value that is decided at deployment. */
export const PARAMETER = { Ref: 'Parameter' };

const ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
const SSE = 's3:x-amz-server-side-encryption';
const RETAINED = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

/** A template in which no rule has anything to say of `Bucket`, nor those for log buckets of `Logs`. */
export const HARDENED = {
  Bucket: {
    Type: 'AWS::S3::Bucket',
    ...RETAINED,
    Metadata: { 'cdk-hardened-bucket': 'HardenedBucket' },
    Properties: {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] } },
          BucketKeyEnabled: true,
          BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
        }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [{ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, NoncurrentVersionExpiration: { NoncurrentDays: 90 } }],
      },
      LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' } },
      ObjectLockEnabled: true,
      ReplicationConfiguration: { Role: 'arn:aws:iam::111122223333:role/replication', Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::replica' } }] },
      MetricsConfigurations: [{ Id: 'EntireBucket' }],
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    },
  },
  Policy: {
    Type: 'AWS::S3::BucketPolicy',
    ...RETAINED,
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'Tls', ...deny('s3:*', [ARN, OBJECTS], { Bool: { 'aws:SecureTransport': 'false' } }) },
          { Sid: 'MinimumTls', ...deny('s3:*', [ARN, OBJECTS], { NumericLessThan: { 's3:TlsVersion': '1.2' } }) },
          { Sid: 'SseC', ...deny('s3:PutObject', OBJECTS, { Null: { [`${SSE}-customer-algorithm`]: 'false' } }) },
          { Sid: 'Algorithm', ...deny('s3:PutObject', OBJECTS, { Null: { [SSE]: 'false' }, StringNotEquals: { [SSE]: ['aws:kms', 'aws:kms:dsse'] } }) },
          { Sid: 'Key', ...deny('s3:PutObject', OBJECTS, { Null: { [SSE]: 'false' }, ArnNotEquals: { [`${SSE}-aws-kms-key-id`]: { 'Fn::GetAtt': ['Key', 'Arn'] } } }) },
          // The last one: rows that need one more statement of any kind put it in its place.
          { Sid: 'Reencryption', ...deny('s3:UpdateObjectEncryption', OBJECTS, { ArnNotEquals: { [`${SSE}-aws-kms-key-id`]: { 'Fn::GetAtt': ['Key', 'Arn'] } } }) },
        ],
      },
    },
  },
  Key: { Type: 'AWS::KMS::Key', ...RETAINED, Properties: { EnableKeyRotation: true } },
  Logs: {
    Type: 'AWS::S3::Bucket',
    Metadata: { 'cdk-hardened-bucket': 'AccessLogsBucket' },
    Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] } },
  },
  LogsPolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Logs' },
      PolicyDocument: {
        Statement: [{
          Sid: 'Delivery',
          Effect: 'Allow',
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: { 'Fn::Sub': '${Logs.Arn}/*' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }],
      },
    },
  },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
  Alarm4xx: alarm('4xxErrors'),
  Alarm5xx: alarm('5xxErrors'),
  AlarmHead: alarm('HeadRequests'),
  AlarmList: alarm('ListRequests'),
};

/** Places of the template above, and what stands there instead: `undefined` for nothing. A list is stepped into by index or by `Sid`. */
export type Change = Readonly<Record<string, unknown>>;

/** The hardened template with this change, judged by a rule: by the kind of verdict, or by its findings. */
export function verdictOf(rule: Rule, change: Change, bucket: string = 'Bucket'): Summary {
  return summary(rule.check(factsOf(changed(change), bucket)));
}

export function factsOf(resources: object, bucket: string = 'Bucket') {
  return new TemplateFacts([template(resources)]).at({ template: 'App', logicalId: bucket })!;
}

export function changed(change: Change): object {
  return Object.entries(change).reduce<object>((resources, [path, value]) =>
    withValueAt(resources, placeOf(path.split('.'), resources), value) as object, HARDENED);
}

/** A verdict without its prose. */
type Summary = Exclude<Verdict['kind'], 'violations'> | readonly string[];

export function summary(verdict: Verdict): Summary {
  return verdict.kind === 'violations' ? verdict.violations.map(({ finding }) => withoutDigest(finding)) : verdict.kind;
}

/** The id of a statement without a Sid is a digest of its content, which rows do not repeat. */
export function withoutDigest(finding: string): string {
  return finding.replace(/(?<=\.Statement\.)[0-9a-f]{8}(?=\.|$)/, '<digest>');
}

/** One row of a rule's table: what holds, the change that shows it, and what the rule says. */
export type Row = readonly [law: string, change: Change, verdict: Summary];

/** Specifies a rule by its verdicts on changes to the hardened template. */
export function specify(rule: Rule, rows: readonly Row[], bucket?: string): void {
  describe(bucket ? `${rule.id}, of ${bucket}` : rule.id, () => {
    test.each(rows)('%s', (_, change, verdict) => {
      expect(verdictOf(rule, change, bucket)).toEqual(verdict);
    });
  });
}

function placeOf([step, ...below]: string[], json: unknown): Place {
  if (step === undefined) {
    return [];
  }
  const index = Array.isArray(json) ? (/^\d+$/.test(step) ? Number(step) : json.findIndex(({ Sid }) => Sid === step)) : step;
  return [index, ...placeOf(below, (json as Record<string, unknown> | undefined)?.[index])];
}

function deny(Action: string, Resource: unknown, Condition: object) {
  return { Effect: 'Deny', Principal: '*', Action, Resource, Condition };
}

function alarm(MetricName: string) {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'AWS/S3',
      MetricName,
      Dimensions: [{ Name: 'BucketName', Value: { Ref: 'Bucket' } }, { Name: 'FilterId', Value: 'EntireBucket' }],
      AlarmActions: [{ Ref: 'Topic' }],
    },
  };
}
