/**
 * A change that the watch makes to a bucket so that it complies, each with an IAM role of its own.
 */
export enum BucketRepair {
  /** Turns on all four Block Public Access settings of the bucket. */
  BLOCK_PUBLIC_ACCESS = 'block-public-access',
  /** Removes the grants of the ACL that make the bucket public. */
  PUBLIC_ACL = 'public-acl',
  /** Disables ACLs, where the ACL grants nothing that would be lost. */
  ACLS_DISABLED = 'acls-disabled',
  /** Narrows or removes the policy statements that make the bucket public. */
  PUBLIC_STATEMENTS = 'public-statements',
  /** Removes the website configuration. */
  WEBSITE = 'website',
  /** Removes policy statements by which another account administers the bucket. */
  FOREIGN_ADMINISTRATION = 'foreign-administration',
  /** Adds the statement that denies requests without TLS. */
  TLS_ONLY = 'tls-only',
  /** Adds the statement that denies old versions of TLS. */
  MINIMUM_TLS = 'minimum-tls',
  /** Turns on default encryption with a KMS key. */
  DEFAULT_ENCRYPTION = 'default-encryption',
  /** Blocks keys that customers provide with each request (SSE-C). */
  SSE_C_BLOCK = 'sse-c-block',
  /** Turns on the S3 Bucket Key, which saves requests to KMS. */
  BUCKET_KEY = 'bucket-key',
  /** Turns on versioning. */
  VERSIONING = 'versioning',
  /** Adds a lifecycle rule that aborts incomplete multipart uploads. */
  INCOMPLETE_UPLOADS = 'incomplete-uploads',
  /** Adds a lifecycle rule that expires noncurrent versions. */
  NONCURRENT_VERSIONS = 'noncurrent-versions',
  /** Turns on server access logging, into `serverAccessLogsBucket`. */
  LOG_DELIVERY = 'log-delivery',
  /** Turns on request metrics. */
  REQUEST_METRICS = 'request-metrics',
  /** Turns on events of the bucket for EventBridge. */
  EVENT_BRIDGE = 'event-bridge',
}

const POLICY = ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'] as const;

/**
 * The IAM actions that each repair needs, beyond those of reading. They stand here as well as beside each repair, because the
 * published library has no code of the handler in it; a test compares the two.
 */
export const REPAIR_PERMISSIONS: Readonly<Record<BucketRepair, readonly string[]>> = {
  [BucketRepair.BLOCK_PUBLIC_ACCESS]: ['s3:PutBucketPublicAccessBlock'],
  [BucketRepair.PUBLIC_ACL]: ['s3:PutBucketAcl'],
  [BucketRepair.ACLS_DISABLED]: ['s3:PutBucketOwnershipControls', 's3:PutBucketAcl'],
  [BucketRepair.PUBLIC_STATEMENTS]: POLICY,
  [BucketRepair.WEBSITE]: ['s3:DeleteBucketWebsite', 's3:PutBucketWebsite'],
  [BucketRepair.FOREIGN_ADMINISTRATION]: POLICY,
  [BucketRepair.TLS_ONLY]: POLICY,
  [BucketRepair.MINIMUM_TLS]: POLICY,
  [BucketRepair.DEFAULT_ENCRYPTION]: ['s3:PutEncryptionConfiguration'],
  [BucketRepair.SSE_C_BLOCK]: ['s3:PutEncryptionConfiguration', ...POLICY],
  [BucketRepair.BUCKET_KEY]: ['s3:PutEncryptionConfiguration'],
  [BucketRepair.VERSIONING]: ['s3:PutBucketVersioning'],
  [BucketRepair.INCOMPLETE_UPLOADS]: ['s3:PutLifecycleConfiguration'],
  [BucketRepair.NONCURRENT_VERSIONS]: ['s3:PutLifecycleConfiguration'],
  [BucketRepair.LOG_DELIVERY]: ['s3:PutBucketLogging'],
  [BucketRepair.REQUEST_METRICS]: ['s3:PutMetricsConfiguration'],
  [BucketRepair.EVENT_BRIDGE]: ['s3:PutBucketNotification'],
};
