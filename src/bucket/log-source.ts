import { ServiceAccess } from '../perimeter/services';

/**
 * A service that delivers logs to a bucket, as a service principal of its own.
 *
 * Server access logs are not among them: S3 delivers them to no bucket with a KMS key. They go to an `AccessLogsBucket`. Nor
 * are the access logs of Application Load Balancers, for the same reason.
 */
export enum LogSource {
  /** AWS CloudTrail. */
  CLOUDTRAIL = 'cloudtrail',

  /** What CloudWatch Logs delivers for other services: VPC flow logs, Route 53 Resolver queries, Network Load Balancers, WAF. */
  VENDED_LOGS = 'vended-logs',

  /** AWS Config. */
  CONFIG = 'config',

  /** S3 Inventory and S3 Storage Class Analysis, of other buckets. */
  S3_INVENTORY = 's3-inventory',
}

/**
 * What each source needs. None of the statements asks for a canned ACL, because ACLs are off.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 * @see https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-s3-inventory
 */
export const LOG_SOURCES: Readonly<Record<LogSource, ServiceAccess>> = {
  [LogSource.CLOUDTRAIL]: { service: 'cloudtrail.amazonaws.com', bucketActions: ['s3:GetBucketAcl'], prefix: 'AWSLogs/' },
  [LogSource.VENDED_LOGS]: { service: 'delivery.logs.amazonaws.com', bucketActions: ['s3:GetBucketAcl'], prefix: 'AWSLogs/' },
  [LogSource.CONFIG]: { service: 'config.amazonaws.com', bucketActions: ['s3:GetBucketAcl', 's3:ListBucket'], prefix: 'AWSLogs/' },
  [LogSource.S3_INVENTORY]: { service: 's3.amazonaws.com' },
};
