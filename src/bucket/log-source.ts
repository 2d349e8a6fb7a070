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

/** What a source needs, and where it delivers. */
interface SourceOfLogs {
  readonly access: ServiceAccess;
  /** What the keys of its logs begin with where it is given no prefix. */
  readonly path: string;
}

/**
 * What each source needs. None of the statements asks for a canned ACL, because ACLs are off.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 * @see https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-s3-inventory
 */
export const LOG_SOURCES: Readonly<Record<LogSource, SourceOfLogs>> = {
  [LogSource.CLOUDTRAIL]: { access: { service: 'cloudtrail.amazonaws.com', bucketActions: ['s3:GetBucketAcl'] }, path: 'AWSLogs/' },
  [LogSource.VENDED_LOGS]: { access: { service: 'delivery.logs.amazonaws.com', bucketActions: ['s3:GetBucketAcl'] }, path: 'AWSLogs/' },
  [LogSource.CONFIG]: { access: { service: 'config.amazonaws.com', bucketActions: ['s3:GetBucketAcl', 's3:ListBucket'] }, path: 'AWSLogs/' },
  [LogSource.S3_INVENTORY]: { access: { service: 's3.amazonaws.com' }, path: '' },
};

/** The access of a source that delivers under these prefixes. */
export function accessOf(source: LogSource, prefixes: readonly string[] | undefined, sources: Pick<ServiceAccess, 'sourceAccounts' | 'sourceOrganizationIds' | 'sourceOrganizationPaths'>): ServiceAccess {
  const { access, path } = LOG_SOURCES[source];
  const starts = [...new Set((prefixes ?? ['']).map((prefix) => prefix === '' ? path : asFolder(prefix)))];
  return { ...access, ...sources, ...starts.length > 1 ? { prefixes: starts } : starts[0] === '' ? {} : { prefix: starts[0] } };
}

/** A prefix as services put it in front of a key: with a slash at the end. */
export function asFolder(prefix: string): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}
