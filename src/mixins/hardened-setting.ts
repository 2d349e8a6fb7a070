/**
 * A setting that `HardenedBucketMixin` adds to a bucket that lacks it. `hardened-bucket adopt` calls them by the same ids.
 */
export enum HardenedSetting {
  /** All four settings of Block Public Access. */
  BLOCK_PUBLIC_ACCESS = 'block-public-access',

  /** Object ownership is enforced for the bucket owner, so that ACLs no longer count. */
  ACLS_DISABLED = 'acls-disabled',

  /** Default encryption with a KMS key. */
  ENCRYPTION = 'encryption',

  /** The S3 Bucket Key, which saves requests to KMS. */
  BUCKET_KEY = 'bucket-key',

  /** Encryption with keys of the caller (SSE-C) is blocked. */
  SSE_C_BLOCKED = 'sse-c-blocked',

  /** Versions are kept. */
  VERSIONING = 'versioning',

  /** Incomplete uploads are aborted. */
  INCOMPLETE_UPLOADS = 'incomplete-uploads',

  /** Noncurrent versions expire, in a bucket that had no versions before. */
  NONCURRENT_VERSIONS = 'noncurrent-versions',

  /** Server access logs are delivered. */
  ACCESS_LOGGING = 'access-logging',

  /** CloudWatch counts the requests. */
  REQUEST_METRICS = 'request-metrics',

  /** Requests without TLS are denied. */
  TLS_ONLY = 'tls-only',

  /** Requests over an old version of TLS are denied. */
  MINIMUM_TLS = 'minimum-tls',

  /** Requests for another encryption, or another key, are denied. */
  ENCRYPTION_ENFORCED = 'encryption-enforced',

  /** Requests with a key of the caller (SSE-C) are denied. */
  SSE_C_DENIED = 'sse-c-denied',

  /** Alarms on 4xx errors, 5xx errors, HEAD and LIST requests. */
  REQUEST_ALARMS = 'request-alarms',

  /** A bucket that says nothing about it is retained when it leaves the stack or is replaced. */
  RETAINED = 'retained',
}
