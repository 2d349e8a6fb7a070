import { aws_s3 as s3 } from 'aws-cdk-lib';
import { AccessLogsBucketProps } from './access-logs-bucket-props';
import { HardenedBucketProps } from './hardened-bucket-props';

/** What to do about each property of `s3.Bucket` that neither of our buckets takes. */
const ON_BOTH = {
  accessControl: 'ACLs are disabled: leave it out, and allow access with a grant or addToResourcePolicy',
  blockedEncryptionTypes: 'SSE-C is always blocked: leave it out',
  blockPublicAccess: 'all four Block Public Access settings are always on: leave it out',
  enforceSSL: 'requests without TLS are always denied: leave it out',
  metrics: 'S3 counts the requests to the whole bucket: leave it out, or count those to a part of it with bucket.addMetric',
  minimumTLSVersion: 'use minimumTlsVersion: TlsVersion.TLS_1_2 or TLS_1_3',
  notificationsSkipDestinationValidation: 'destinations are always validated: leave it out',
  objectOwnership: 'the bucket owner always owns the objects: leave it out',
  publicReadAccess: 'the bucket is never public: serve it through CloudFront, with purpose: BucketPurpose.webOrigin() on a HardenedBucket',
  targetObjectKeyFormat: 'the keys of access logs always have account, Region, bucket and date: leave it out',
  versioned: 'the bucket is always versioned: leave it out',
  websiteErrorDocument: 'S3 websites are public and have no TLS: serve the bucket through CloudFront, with defaultRootObject and errorResponses',
  websiteIndexDocument: 'S3 websites are public and have no TLS: serve the bucket through CloudFront, with defaultRootObject and purpose: BucketPurpose.webOrigin() on a HardenedBucket',
  websiteRedirect: 'S3 websites are public and have no TLS: redirect with a CloudFront function',
  websiteRoutingRules: 'S3 websites are public and have no TLS: redirect with a CloudFront function',
} as const;

const BY_OVERRIDE = (path: string) => `set it on the L1: (bucket.node.defaultChild as s3.CfnBucket).${path}`;

/** What a `HardenedBucket` has in place of each property of `s3.Bucket` that it does not take. */
export const INSTEAD_ON_HARDENED_BUCKETS: Readonly<Record<Exclude<keyof s3.BucketProps, keyof HardenedBucketProps>, string>> = {
  ...ON_BOTH,
  abacStatus: 'use abacEnabled',
  bucketNamespace: 'use bucketNamePrefix, which names the bucket in the account regional namespace',
  replicationRole: 'the bucket makes a role of its own, with the permissions that its rules need: leave it out, and find the role in bucket.replicationRole',
};

const NO_DATA = 'a log bucket holds access logs and nothing else: leave it out, or use a HardenedBucket';

/** What an `AccessLogsBucket` has in place of each property of `s3.Bucket` that it does not take. */
export const INSTEAD_ON_LOG_BUCKETS: Readonly<Record<Exclude<keyof s3.BucketProps, keyof AccessLogsBucketProps>, string>> = {
  ...ON_BOTH,
  abacStatus: BY_OVERRIDE('abacStatus'),
  autoDeleteObjects: 'only the log bucket that a stack makes by itself is emptied, with its buckets: leave serverAccessLogsBucket out on them',
  bucketKeyEnabled: 'SSE-S3 has no Bucket Key: leave it out',
  bucketNamespace: 'use bucketNamePrefix, which names the bucket in the account regional namespace',
  cors: NO_DATA,
  encryption: 'S3 delivers access logs to buckets with SSE-S3 only, which is always on: leave it out',
  encryptionKey: 'S3 delivers access logs to buckets with SSE-S3 only, which has no customer managed key: leave it out',
  eventBridgeEnabled: 'use bucket.enableEventBridgeNotification()',
  intelligentTieringConfigurations: 'access logs expire: use retention',
  inventories: 'use bucket.addInventory',
  lifecycleRules: 'use retention, or add a rule with bucket.addLifecycleRule',
  notificationsHandlerRole: NO_DATA,
  objectLockDefaultRetention: 'S3 delivers no access logs to a bucket with object lock: leave it out',
  objectLockEnabled: 'S3 delivers no access logs to a bucket with object lock: leave it out',
  replicationRole: NO_DATA,
  replicationRules: NO_DATA,
  serverAccessLogsBucket: 'a log bucket that logs its own deliveries fills without end: leave it out',
  serverAccessLogsPrefix: 'each bucket that logs here says its own prefix, serverAccessLogsPrefix: leave it out',
  transferAcceleration: NO_DATA,
  transitionDefaultMinimumObjectSize: NO_DATA,
};
