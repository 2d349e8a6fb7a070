import { LiveAccount, LiveAnswer, LiveBucket } from '../../src/facts/live-bucket';
import { LIVE_SETTINGS } from '../../src/facts/live-settings';

export function value<T>(of: T): LiveAnswer<T> {
  return { kind: 'value', value: of };
}

export const ABSENT: LiveAnswer<never> = { kind: 'absent' };

export function denied(permission: string): LiveAnswer<never> {
  return { kind: 'unknown', reason: `${permission} was denied` };
}

export const KEY_ID = '0c5fbb5b-6f5c-4d0e-9a1e-2f6b6a7f0d01';
export const KEY_ARN = `arn:aws:kms:eu-west-1:111122223333:key/${KEY_ID}`;

const ARN = 'arn:aws:s3:::data';
const SSE = 's3:x-amz-server-side-encryption';
const deny = (Sid: string, Action: string, Resource: unknown, Condition: object) => ({ Sid, Effect: 'Deny', Principal: '*', Action, Resource, Condition });

/** The policy of the hardened bucket. */
export const HARDENED_POLICY = {
  Version: '2012-10-17',
  Statement: [
    deny('Tls', 's3:*', [ARN, `${ARN}/*`], { Bool: { 'aws:SecureTransport': 'false' } }),
    deny('MinimumTls', 's3:*', [ARN, `${ARN}/*`], { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
    deny('SseC', 's3:PutObject', `${ARN}/*`, { Null: { [`${SSE}-customer-algorithm`]: 'false' } }),
    deny('Algorithm', 's3:PutObject', `${ARN}/*`, { Null: { [SSE]: 'false' }, StringNotEquals: { [SSE]: ['aws:kms', 'aws:kms:dsse'] } }),
    deny('Key', 's3:PutObject', `${ARN}/*`, { Null: { [SSE]: 'false' }, ArnNotEquals: { [`${SSE}-aws-kms-key-id`]: KEY_ARN } }),
    deny('Reencryption', 's3:UpdateObjectEncryption', `${ARN}/*`, { ArnNotEquals: { [`${SSE}-aws-kms-key-id`]: KEY_ARN } }),
  ],
};

/** What S3 answers of a bucket of which no rule has anything to say. */
export const HARDENED_ANSWERS: LiveBucket['answers'] = {
  GetPublicAccessBlock: value({ PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true } }),
  GetBucketOwnershipControls: value({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }),
  GetBucketPolicy: value({ Policy: JSON.stringify(HARDENED_POLICY) }),
  GetBucketWebsite: ABSENT,
  GetBucketCors: ABSENT,
  GetBucketEncryption: value({
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN }, BucketKeyEnabled: true, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }],
    },
  }),
  GetBucketVersioning: value({ Status: 'Enabled' }),
  GetBucketLogging: value({ LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: 'data/' } }),
  GetBucketLifecycleConfiguration: value({
    Rules: [{ ID: 'all', Status: 'Enabled', Filter: {}, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, NoncurrentVersionExpiration: { NoncurrentDays: 90 } }],
  }),
  GetBucketNotificationConfiguration: value({ EventBridgeConfiguration: {} }),
  ListBucketMetricsConfigurations: value({ MetricsConfigurationList: [{ Id: 'EntireBucket' }] }),
  GetObjectLockConfiguration: value({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }),
  GetBucketReplication: value({ ReplicationConfiguration: { Role: 'arn:aws:iam::111122223333:role/r', Rules: [{ ID: 'r', Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::replica' } }] } }),
};

/** A live bucket with other answers than the hardened one's. */
export function liveBucket(answers: LiveBucket['answers'] = {}, name: string = 'data'): LiveBucket {
  return { name, account: '111122223333', region: 'eu-west-1', partition: 'aws', answers: { ...HARDENED_ANSWERS, ...answers } };
}

/** The log bucket that the hardened one delivers to. */
export const LOG_BUCKET: LiveBucket = liveBucket({
  GetBucketEncryption: value({ ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }] } }),
  GetBucketLogging: value({}),
  GetBucketPolicy: value({
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        ...HARDENED_POLICY.Statement.slice(0, 3).map((statement) => ({ ...statement, Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'] })),
        {
          Effect: 'Allow',
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: 'arn:aws:s3:::logs/*',
          Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        },
      ],
    }),
  }),
  GetObjectLockConfiguration: ABSENT,
  GetBucketReplication: ABSENT,
}, 'logs');

const metric = (MetricName: string) => ({
  AlarmName: MetricName,
  Namespace: 'AWS/S3',
  MetricName,
  Dimensions: [{ Name: 'BucketName', Value: 'data' }, { Name: 'FilterId', Value: 'EntireBucket' }],
  ActionsEnabled: true,
  AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:alarms'],
});

export function liveAccount(more: Partial<LiveAccount> = {}): LiveAccount {
  return {
    account: '111122223333',
    region: 'eu-west-1',
    partition: 'aws',
    publicAccessBlock: ABSENT,
    keys: {
      [KEY_ARN]: {
        arn: value(KEY_ARN),
        manager: value('CUSTOMER'),
        rotation: value(true),
        policy: value({ Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' }] }) }),
      },
    },
    alarms: value(['4xxErrors', '5xxErrors', 'HeadRequests', 'ListRequests'].map(metric)),
    ...more,
  };
}

/** The permissions of the calls, by their names. */
export const PERMISSIONS: Readonly<Record<string, string>> = Object.fromEntries(LIVE_SETTINGS.map(({ call, permission }) => [call, permission]));
