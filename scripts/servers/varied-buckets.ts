import * as fc from 'fast-check';
import type { DeployableTemplate, Properties } from './deploy';
import { ACCOUNT, REGION } from './places';

/** What a setting of a bucket is: properties, or what stands beside the bucket. */
interface Choice {
  readonly properties?: Properties;
  readonly statements?: (arn: object, objects: object) => object[];
  readonly alarms?: readonly string[];
}

const all = (on: boolean) => ({ BlockPublicAcls: on, BlockPublicPolicy: on, IgnorePublicAcls: on, RestrictPublicBuckets: on });
const access = (block: object | undefined, ObjectOwnership?: string, AccessControl?: string): Choice => ({
  properties: {
    ...block && { PublicAccessBlockConfiguration: block },
    ...ObjectOwnership && { OwnershipControls: { Rules: [{ ObjectOwnership }] } },
    ...AccessControl && { AccessControl },
  },
});
const encryption = (ServerSideEncryptionByDefault: object, more: object = {}): Choice => (
  { properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault, ...more }] } } });
const versioning = (Status?: string, isLocked?: boolean): Choice => (
  { properties: { ...Status && { VersioningConfiguration: { Status } }, ...isLocked && { ObjectLockEnabled: true } } });
const lifecycle = (rule: object): Choice => ({ properties: { LifecycleConfiguration: { Rules: [{ Id: 'rule', Status: 'Enabled', ...rule }] } } });

const KEY = { 'Fn::GetAtt': ['Key', 'Arn'] };
const SSE_C_BLOCKED = { BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } };
const ABORT = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } };
const FOREIGN = { AWS: 'arn:aws:iam::444455556666:root' };

const deny = (Action: string, Resource: unknown, Condition: object) => ({ Effect: 'Deny', Principal: { AWS: '*' }, Action, Resource, Condition });
const allow = (Principal: unknown, Action: string, Resource: unknown, Condition?: object) => ({ Effect: 'Allow', Principal, Action, Resource, ...Condition && { Condition } });
const withoutTls = (arn: object, objects: object, Action = 's3:*') => deny(Action, [arn, objects], { Bool: { 'aws:SecureTransport': 'false' } });
const oldTls = (arn: object, objects: object) => deny('s3:*', [arn, objects], { NumericLessThan: { 's3:TlsVersion': '1.2' } });
const sseC = (objects: object) => deny('s3:PutObject', objects, { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } });

/** What each setting may be, as S3 accepts it. */
const SETTINGS: readonly (readonly Choice[])[] = [
  [
    access(all(true), 'BucketOwnerEnforced'), access(all(true), 'ObjectWriter'), access({ ...all(true), IgnorePublicAcls: false }, 'BucketOwnerEnforced'),
    access(all(false), 'BucketOwnerEnforced'), access(all(false), 'BucketOwnerPreferred', 'PublicRead'), access(all(false), 'ObjectWriter', 'PublicReadWrite'),
    access(all(false), 'ObjectWriter', 'AuthenticatedRead'), access(all(true), 'ObjectWriter', 'LogDeliveryWrite'), access(all(true), 'BucketOwnerPreferred', 'Private'), access(undefined),
  ],
  [
    encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY }, { BucketKeyEnabled: true, ...SSE_C_BLOCKED }), encryption({ SSEAlgorithm: 'AES256' }),
    encryption({ SSEAlgorithm: 'AES256' }, SSE_C_BLOCKED), encryption({ SSEAlgorithm: 'aws:kms' }, { BucketKeyEnabled: false }),
    encryption({ SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: KEY }), encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { Ref: 'Key' } }, { BucketKeyEnabled: true }), {},
  ],
  [versioning('Enabled'), versioning(), versioning('Suspended'), versioning('Enabled', true)],
  [
    lifecycle({ ...ABORT, NoncurrentVersionExpiration: { NoncurrentDays: 90 } }), {}, lifecycle({ ...ABORT, Prefix: 'in/' }), lifecycle({ ...ABORT, Status: 'Disabled' }),
    lifecycle({ ExpirationInDays: 30 }),
  ],
  [{ properties: { LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' }, LogFilePrefix: 'data/' } } }, {}],
  [{}, {}, { properties: { WebsiteConfiguration: { IndexDocument: 'index.html' } } }],
  [{}, {}, { properties: { CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] } } }],
  [{ properties: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } } }, {}],
  [
    { properties: { MetricsConfigurations: [{ Id: 'EntireBucket' }] }, alarms: ['4xxErrors', '5xxErrors', 'HeadRequests', 'ListRequests'] }, { properties: { MetricsConfigurations: [{ Id: 'EntireBucket' }] } },
    { properties: { MetricsConfigurations: [{ Id: 'Incoming', Prefix: 'in/' }] } }, {}, { alarms: ['4xxErrors'] },
  ],
  [
    { statements: (arn, objects) => [withoutTls(arn, objects), oldTls(arn, objects), sseC(objects)] },
    {},
    { statements: (arn, objects) => [withoutTls(arn, objects)] },
    { statements: (arn, objects) => [withoutTls(arn, objects, 's3:GetObject')] },
    { statements: (_arn, objects) => [allow('*', 's3:GetObject', objects)] },
    { statements: (arn, objects) => [allow({ AWS: '*' }, 's3:*', [arn, objects])] },
    { statements: (arn, objects) => [withoutTls(arn, objects), allow(FOREIGN, 's3:PutBucketPolicy', arn)] },
    { statements: (arn, objects) => [withoutTls(arn, objects), oldTls(arn, objects), allow(FOREIGN, 's3:GetObject', objects)] },
    { statements: (_arn, objects) => [allow('*', 's3:GetObject', objects, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })] },
    { statements: (arn, objects) => [allow('*', 's3:ListBucket', arn, { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }), sseC(objects)] },
    { statements: (_arn, objects) => [allow({ Service: 'config.amazonaws.com' }, 's3:PutObject', objects)] },
    { statements: (arn, objects) => [withoutTls(arn, objects), allow({ Service: 'config.amazonaws.com' }, 's3:PutObject', objects, { StringEquals: { 'aws:SourceAccount': ACCOUNT } })] },
    { statements: (_arn, objects) => [{ Effect: 'Allow', NotPrincipal: FOREIGN, Action: 's3:GetObject', Resource: objects }] },
    { statements: (arn, objects) => [{ Effect: 'Deny', Principal: '*', NotAction: 's3:ListBucket', Resource: [arn, objects], Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } } }] },
  ],
];

/** A stack with so many buckets stays below CloudFormation's 500 resources. */
export const BUCKETS_PER_STACK = 50;

/** Templates of buckets with any settings, the same ones every time, each template with a key and a bucket for logs. The names of buckets begin with `varied-`. */
export function variedStacks(count: number): DeployableTemplate[] {
  const indexes = fc.sample(fc.tuple(...SETTINGS.map((setting) => fc.nat(setting.length - 1))), { numRuns: count * BUCKETS_PER_STACK, seed: 18 });
  return Array.from({ length: count }, (_, stack) => ({
    Resources: Object.assign(common(stack), ...indexes.slice(stack * BUCKETS_PER_STACK, (stack + 1) * BUCKETS_PER_STACK)
      .map((chosen, i) => bucketResources(chosen.map((index, setting) => SETTINGS[setting][index]), stack * BUCKETS_PER_STACK + i))),
  }));
}

function bucketResources(chosen: readonly Choice[], i: number): DeployableTemplate['Resources'] {
  const id = `Varied${i}`;
  const Properties: Properties = Object.assign({ BucketName: nameOf(String(i)) }, ...chosen.map(({ properties }) => properties));
  const statements = chosen.flatMap((choice) => choice.statements?.({ 'Fn::GetAtt': [id, 'Arn'] }, { 'Fn::Join': ['', [{ 'Fn::GetAtt': [id, 'Arn'] }, '/*']] }) ?? []);
  return {
    // S3 tries whether logs may be delivered.
    [id]: { Type: 'AWS::S3::Bucket', Properties, ...Properties.LoggingConfiguration && { DependsOn: 'LogsPolicy' } },
    ...statements.length > 0 && { [`${id}Policy`]: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: id }, PolicyDocument: { Version: '2012-10-17', Statement: statements } } } },
    ...Object.fromEntries(chosen.flatMap(({ alarms = [] }) => alarms).map((metric) => [`${id}${metric}`, alarm(id, metric)])),
  };
}

function common(stack: number): DeployableTemplate['Resources'] {
  const arn = { 'Fn::GetAtt': ['Logs', 'Arn'] };
  const objects = { 'Fn::Join': ['', [arn, '/*']] };
  return {
    Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, KeyPolicy: { Version: '2012-10-17', Statement: [allow({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, 'kms:*', '*')] } } },
    Logs: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: nameOf(`logs-${stack}`), ...access(all(true), 'BucketOwnerEnforced').properties, ...encryption({ SSEAlgorithm: 'AES256' }).properties },
    },
    LogsPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Logs' },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [withoutTls(arn, objects), allow({ Service: 'logging.s3.amazonaws.com' }, 's3:PutObject', objects, { StringEquals: { 'aws:SourceAccount': ACCOUNT } })],
        },
      },
    },
  };
}

function nameOf(suffix: string): string {
  return `varied-${suffix.padStart(4, '0')}`;
}

function alarm(bucket: string, MetricName: string): DeployableTemplate['Resources'][string] {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'AWS/S3',
      MetricName,
      Dimensions: [{ Name: 'BucketName', Value: { Ref: bucket } }, { Name: 'FilterId', Value: 'EntireBucket' }],
      AlarmActions: [`arn:aws:sns:${REGION}:${ACCOUNT}:ops`],
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Period: 300,
      Statistic: 'Sum',
      Threshold: 10,
    },
  };
}
