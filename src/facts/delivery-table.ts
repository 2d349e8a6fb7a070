import { KeysRow } from '../template/written-keys';

/** What a bucket has to be for a service to write to it, where a hardened bucket is not. */
export type Requirement =
  /** Its default encryption is SSE-S3. */
  | 'SSE-S3'
  /** ACLs are enabled. */
  | 'ACLs'
  /** New objects are not locked by default. */
  | 'no default retention';

/**
 * A service that cannot write to every bucket, and how CloudFormation shows that it is to write to one.
 *
 * Paths are as in the table of producers.
 */
export interface DeliveryRow extends KeysRow {
  /** What is delivered, in words. */
  readonly delivers: string;
  readonly type: string;
  readonly part?: string;
  readonly bucket: string;
  readonly when?: Readonly<Record<string, readonly (string | undefined)[]>>;
  /** Counts only where these are there and have none of these values. */
  readonly unless?: Readonly<Record<string, readonly string[]>>;
  readonly needs: readonly Requirement[];
  /** The service principal that writes; absent where one that also does other things does, or an account. */
  readonly service?: string;
  /** The way that works. */
  readonly instead: string;
  /** The page of AWS that says so. */
  readonly see: string;
}

const AWS = 'https://docs.aws.amazon.com/';
const LOG_BUCKET = 'Send them to an AccessLogsBucket';
const WITHOUT_LOCK = 'Leave objectLockDefaultRetention out, and BucketPurpose.backupVault, which sets it; lock objects one by one (objectLockEnabled: true)';
const APPLICATION = [undefined, 'application'];

/**
 * What AWS documents as impossible for buckets with SSE-KMS, without ACLs, or with a default lock.
 *
 * Every row is refused in `services` of a hardened bucket by its principal, and found where a template shows it.
 */
export const DELIVERIES: readonly DeliveryRow[] = [
  {
    delivers: 'server access logs',
    type: 'AWS::S3::Bucket',
    bucket: 'LoggingConfiguration.DestinationBucketName',
    needs: ['SSE-S3', 'no default retention'],
    service: 'logging.s3.amazonaws.com',
    instead: `${LOG_BUCKET}: every HardenedBucket does by itself`,
    see: `${AWS}AmazonS3/latest/userguide/ServerLogs.html`,
  },
  ...['access', 'connection', 'health_check'].map((logs): DeliveryRow => ({
    delivers: `${logs.replace('_', ' ')} logs of an Application Load Balancer`,
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    part: 'LoadBalancerAttributes.*',
    bucket: 'Value',
    when: { 'Key': [`${logs}_logs.s3.bucket`], '/Type': APPLICATION },
    needs: ['SSE-S3'],
    service: 'logdelivery.elasticloadbalancing.amazonaws.com',
    instead: `${LOG_BUCKET}: alb.log${logs === 'access' ? 'Access' : logs === 'connection' ? 'Connection' : 'HealthCheck'}Logs(accessLogsBucket)`,
    see: `${AWS}elasticloadbalancing/latest/application/enable-access-logging.html`,
  })),
  {
    delivers: 'access logs of a Classic Load Balancer',
    type: 'AWS::ElasticLoadBalancing::LoadBalancer',
    part: 'AccessLoggingPolicy',
    bucket: 'S3BucketName',
    when: { Enabled: ['true'] },
    needs: ['SSE-S3'],
    service: 'logdelivery.elasticloadbalancing.amazonaws.com',
    instead: `${LOG_BUCKET} with logSources: [AccessLogSource.CLASSIC_LOAD_BALANCERS]`,
    see: `${AWS}elasticloadbalancing/latest/classic/enable-access-logs.html`,
  },
  {
    delivers: 'audit logs of Redshift',
    type: 'AWS::Redshift::Cluster',
    part: 'LoggingProperties',
    bucket: 'BucketName',
    needs: ['SSE-S3'],
    service: 'redshift.amazonaws.com',
    instead: `${LOG_BUCKET} with logSources: [AccessLogSource.REDSHIFT], or to CloudWatch Logs`,
    see: `${AWS}redshift/latest/mgmt/db-auditing.html`,
  },
  ...['AWS::CloudFront::Distribution', 'AWS::CloudFront::StreamingDistribution'].map((type): DeliveryRow => ({
    delivers: 'standard logs (legacy) of CloudFront',
    type,
    part: `${type.slice('AWS::CloudFront::'.length)}Config.Logging`,
    bucket: 'Bucket',
    needs: ['ACLs'],
    instead: 'Use standard logging v2, which delivery.logs.amazonaws.com delivers without ACLs: AWS::Logs::DeliverySource, DeliveryDestination and Delivery, and LogSource.VENDED_LOGS here',
    see: `${AWS}AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html`,
  })),
  {
    delivers: 'a deployment with an ACL',
    type: 'Custom::CDKBucketDeployment',
    bucket: 'DestinationBucketName',
    unless: { 'SystemMetadata.acl': ['bucket-owner-full-control'] },
    needs: ['ACLs'],
    instead: 'Leave accessControl out of the BucketDeployment',
    see: `${AWS}AmazonS3/latest/userguide/about-object-ownership.html`,
  },
  {
    delivers: 'received mail',
    type: 'AWS::SES::ReceiptRule',
    part: 'Rule.Actions.*.S3Action',
    bucket: 'BucketName',
    needs: ['no default retention'],
    service: 'ses.amazonaws.com',
    instead: WITHOUT_LOCK,
    see: `${AWS}ses/latest/dg/receiving-email-action-s3.html`,
  },
  {
    delivers: 'configuration history',
    type: 'AWS::Config::DeliveryChannel',
    bucket: 'S3BucketName',
    needs: ['no default retention'],
    service: 'config.amazonaws.com',
    instead: WITHOUT_LOCK,
    see: `${AWS}config/latest/developerguide/manage-delivery-channel.html`,
  },
];
