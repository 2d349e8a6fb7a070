import { ABSENT, HARDENED_POLICY, KEY_ARN, value } from './live-answers';
import { LiveBucket } from '../../src/facts/live-bucket';

/** A setting as a template has it, and as S3 answers once it is deployed. */
export interface Choice {
  readonly properties: object;
  readonly answers: LiveBucket['answers'];
}

const user = (ID: string) => ({ Type: 'CanonicalUser', ID });
const group = (name: string) => ({ Type: 'Group', URI: `http://acs.amazonaws.com/groups/${name}` });
export const ON = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };

export const block = (configuration?: object): Choice => configuration === undefined ? { properties: {}, answers: { GetPublicAccessBlock: ABSENT } }
  : { properties: { PublicAccessBlockConfiguration: configuration }, answers: { GetPublicAccessBlock: value({ PublicAccessBlockConfiguration: configuration }) } };
const ownership = (ObjectOwnership: string, AccessControl?: string, ...grants: object[]): Choice => ({
  properties: { OwnershipControls: { Rules: [{ ObjectOwnership }] }, ...AccessControl === undefined ? {} : { AccessControl } },
  answers: {
    GetBucketOwnershipControls: value({ OwnershipControls: { Rules: [{ ObjectOwnership }] } }),
    GetBucketAcl: value({ Owner: { ID: 'me' }, Grants: [{ Grantee: user('me'), Permission: 'FULL_CONTROL' }, ...grants] }),
  },
});
export const encryption = (byDefault: object, more: object = {}): Choice => ({
  properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: byDefault, ...more }] } },
  answers: { GetBucketEncryption: value({ ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: byDefault, ...more }] } }) },
});
export const logging = (target?: string): Choice => target === undefined ? { properties: {}, answers: { GetBucketLogging: value({}) } }
  : { properties: { LoggingConfiguration: { DestinationBucketName: target } }, answers: { GetBucketLogging: value({ LoggingEnabled: { TargetBucket: target, TargetPrefix: '' } }) } };
const lifecycle = (live?: object, written?: object): Choice => live === undefined ? { properties: {}, answers: { GetBucketLifecycleConfiguration: ABSENT } }
  : { properties: { LifecycleConfiguration: { Rules: [written] } }, answers: { GetBucketLifecycleConfiguration: value({ Rules: [live] }) } };
const policy = (...statements: object[]): Choice => ({ properties: { policy: statements }, answers: { GetBucketPolicy: statements.length === 0 ? ABSENT : value({ Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }) } });
const setting = (call: string, output: object | undefined, properties: object = {}): Choice => ({ properties, answers: { [call]: output === undefined ? ABSENT : value(output) } });

const ABORT = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } };
const allow = (more: object) => ({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*', ...more });
const FOREIGN = { Principal: { AWS: 'arn:aws:iam::444455556666:root' } };

/** Every setting with what it may be; the first is what a hardened bucket has. */
export const SETTINGS: readonly (readonly Choice[])[] = [
  [block(ON), block(), block({ ...ON, IgnorePublicAcls: false })],
  [
    ownership('BucketOwnerEnforced'), ownership('ObjectWriter'), ownership('BucketOwnerPreferred', 'PublicRead', { Grantee: group('global/AllUsers'), Permission: 'READ' }),
    ownership('ObjectWriter', 'AwsExecRead', { Grantee: user('6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c'), Permission: 'READ' }),
    ownership('ObjectWriter', 'LogDeliveryWrite', { Grantee: group('s3/LogDelivery'), Permission: 'WRITE' }, { Grantee: group('s3/LogDelivery'), Permission: 'READ_ACP' }),
    ownership('ObjectWriter', 'PublicReadWrite', { Grantee: group('global/AllUsers'), Permission: 'READ' }, { Grantee: group('global/AllUsers'), Permission: 'WRITE' }),
  ],
  [
    encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN }, { BucketKeyEnabled: true, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }),
    encryption({ SSEAlgorithm: 'AES256' }), encryption({ SSEAlgorithm: 'aws:kms' }, { BucketKeyEnabled: false }), encryption({ SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: KEY_ARN }),
    encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/ours' }, { BlockedEncryptionTypes: { EncryptionType: ['NONE'] } }),
  ],
  [setting('GetBucketVersioning', { Status: 'Enabled' }, { VersioningConfiguration: { Status: 'Enabled' } }), setting('GetBucketVersioning', {}), setting('GetBucketVersioning', { Status: 'Suspended' }, { VersioningConfiguration: { Status: 'Suspended' } })],
  [logging('logs'), logging(), logging('data')],
  [
    lifecycle({ ID: 'a', Status: 'Enabled', Filter: { Prefix: '' }, ...ABORT, NoncurrentVersionExpiration: { NoncurrentDays: 9 } }, { Status: 'Enabled', ...ABORT, NoncurrentVersionExpiration: { NoncurrentDays: 9 } }),
    lifecycle(), lifecycle({ ID: 'a', Status: 'Enabled', Filter: { Prefix: 'x/' }, ...ABORT }, { Status: 'Enabled', Prefix: 'x/', ...ABORT }),
    lifecycle({ ID: 'a', Status: 'Disabled', Filter: { Prefix: '' }, ...ABORT }, { Status: 'Disabled', ...ABORT }),
  ],
  [setting('GetBucketWebsite', undefined), setting('GetBucketWebsite', { IndexDocument: { Suffix: 'i.html' } }, { WebsiteConfiguration: { IndexDocument: 'i.html' } })],
  [setting('GetBucketCors', undefined), setting('GetBucketCors', { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] }, { CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] } })],
  [setting('GetBucketNotificationConfiguration', { EventBridgeConfiguration: {} }, { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } }), setting('GetBucketNotificationConfiguration', {})],
  [setting('ListBucketMetricsConfigurations', { MetricsConfigurationList: [{ Id: 'EntireBucket' }] }, { MetricsConfigurations: [{ Id: 'EntireBucket' }] }), setting('ListBucketMetricsConfigurations', {})],
  [setting('GetObjectLockConfiguration', { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }, { ObjectLockEnabled: true }), setting('GetObjectLockConfiguration', undefined)],
  [
    setting('GetBucketReplication', { ReplicationConfiguration: { Role: 'r', Rules: [{ ID: 'a', Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::b' } }] } }, { ReplicationConfiguration: { Role: 'r', Rules: [{ Id: 'a', Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::b' } }] } }),
    setting('GetBucketReplication', undefined),
  ],
  [
    policy(...HARDENED_POLICY.Statement), policy(), policy(allow({})), policy(...HARDENED_POLICY.Statement, allow({ ...FOREIGN, Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::data' })),
    policy(allow({ Principal: '*', Action: 's3:*' })), policy({ ...allow({ Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'], Action: 's3:*' }), Effect: 'Deny' }),
    policy(allow({ Principal: { Service: 'config.amazonaws.com' }, Action: 's3:PutObject' })), policy(allow({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })),
  ],
];
