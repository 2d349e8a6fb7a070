/**
 * What `HardenedBucketMixin` adds to a bucket, each of which can be left out.
 */
export enum HardenedSetting {
  /** The four switches that block public access, and no statement that lets everybody in. */
  BLOCK_PUBLIC_ACCESS = 'block-public-access',
  /** ACLs no longer count: the bucket owner owns every object. */
  ACLS_DISABLED = 'acls-disabled',
  /** Encryption with a KMS key, where the bucket says nothing of encryption. */
  ENCRYPTION = 'encryption',
  /** The S3 Bucket Key, where the bucket is encrypted with a KMS key. */
  BUCKET_KEY = 'bucket-key',
  /** No object is encrypted with a key of the caller. */
  SSE_C_BLOCKED = 'sse-c-blocked',
  /** Versions are kept. */
  VERSIONING = 'versioning',
  /** Incomplete uploads are aborted. */
  INCOMPLETE_UPLOADS = 'incomplete-uploads',
  /** Noncurrent versions expire, where there were no versions before. */
  NONCURRENT_VERSIONS = 'noncurrent-versions',
  /** Server access logs are delivered. */
  ACCESS_LOGGING = 'access-logging',
  /** Requests are counted. */
  REQUEST_METRICS = 'request-metrics',
  /** Alarms on 4xx, 5xx, HEAD and LIST requests. */
  REQUEST_ALARMS = 'request-alarms',
  /** Requests without TLS are denied. */
  TLS_ONLY = 'tls-only',
  /** Requests over an old TLS are denied. */
  MINIMUM_TLS = 'minimum-tls',
  /** CloudTrail, AWS Config and the services that deliver logs are denied when they act for another account. */
  SERVICES_BOUND = 'services-bound',
  /** Requests for another encryption, or for another key, are denied. */
  ENCRYPTION_ENFORCED = 'encryption-enforced',
}
