import { KeysRow } from '../template/written-keys';

/**
 * A resource with which CloudFormation makes a service principal read or write a bucket: the bucket policy has to allow it.
 *
 * Paths are as in the table of producers.
 */
export interface ServiceRow extends KeysRow {
  readonly type: string;
  /** What the service does, in words. */
  readonly does: string;
  readonly part?: string;
  readonly bucket: string;
  readonly when?: Readonly<Record<string, readonly (string | undefined)[]>>;
  /** Counts only where this is there. */
  readonly has?: string;
  /** Counts only where a resource of this type has such a value there: what decides as whom the service acts stands elsewhere. */
  readonly beside?: readonly [type: string, path: string, value: RegExp];
  readonly service: string;
  /** What it does with objects. */
  readonly action: 's3:PutObject' | 's3:GetObject';
  /** What it asks of the bucket before. */
  readonly bucketActions: readonly string[];
  /** The page of AWS that says so. */
  readonly see: string;
}

const AWS = 'https://docs.aws.amazon.com/';

/** What CloudWatch Logs delivers for other services. */
const VENDED = {
  does: 'delivers logs', service: 'delivery.logs.amazonaws.com', action: 's3:PutObject', bucketActions: ['s3:GetBucketAcl'], see: `${AWS}AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html`,
} as const;
/** Where they are delivered to, unless a service says otherwise. */
const LOGS = 'AWSLogs/{account}/';
const REPORTS = { service: 's3.amazonaws.com', action: 's3:PutObject', bucketActions: [] } as const;

/** The services that CloudFormation shows to use a bucket by a principal of their own. */
export const SERVICES: readonly ServiceRow[] = [
  {
    ...VENDED,
    type: 'AWS::EC2::FlowLog',
    does: 'delivers flow logs',
    bucket: 'LogDestination',
    when: { LogDestinationType: ['s3'] },
    path: {
      properties: ['DestinationOptions.HiveCompatiblePartitions', 'DestinationOptions.hiveCompatiblePartitions'], is: 'true', then: 'AWSLogs/aws-account-id={account}/', otherwise: LOGS,
    },
    see: `${AWS}vpc/latest/userguide/flow-logs-s3-permissions.html`,
  },
  {
    ...VENDED,
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    does: 'delivers access logs',
    part: 'LoadBalancerAttributes.*',
    bucket: 'Value',
    when: { 'Key': ['access_logs.s3.bucket'], '/Type': ['network'] },
    prefix: { list: '/LoadBalancerAttributes', key: 'access_logs.s3.prefix' },
    path: LOGS,
    see: `${AWS}elasticloadbalancing/latest/network/enable-access-logs.html`,
  },
  { ...VENDED, type: 'AWS::Logs::DeliveryDestination', bucket: 'DestinationResourceArn' },
  {
    ...VENDED,
    type: 'AWS::Logs::LogGroup',
    does: 'delivers findings of sensitive data',
    part: 'DataProtectionPolicy.Statement.*.Operation.Audit.FindingsDestination.S3',
    bucket: 'Bucket',
    see: `${AWS}AmazonCloudWatch/latest/logs/mask-sensitive-log-data-audit-findings.html`,
  },
  { ...VENDED, type: 'AWS::WAFv2::LoggingConfiguration', part: 'LogDestinationConfigs', bucket: '0', path: LOGS, see: `${AWS}waf/latest/developerguide/logging-s3.html` },
  { ...VENDED, type: 'AWS::Route53Resolver::ResolverQueryLoggingConfig', bucket: 'DestinationArn', path: LOGS },
  {
    ...VENDED,
    type: 'AWS::NetworkFirewall::LoggingConfiguration',
    part: 'LoggingConfiguration.LogDestinationConfigs.*',
    bucket: 'LogDestination.bucketName',
    when: { LogDestinationType: ['S3'] },
    prefix: 'LogDestination.prefix',
    path: LOGS,
    see: `${AWS}network-firewall/latest/developerguide/logging-s3.html`,
  },
  { ...VENDED, type: 'AWS::VpcLattice::AccessLogSubscription', bucket: 'DestinationArn' },
  { ...VENDED, type: 'AWS::MSK::Cluster', part: 'LoggingInfo.BrokerLogs.S3', bucket: 'Bucket', when: { Enabled: ['true'] }, prefix: 'Prefix' },
  { ...VENDED, type: 'AWS::Pipes::Pipe', part: 'LogConfiguration.S3LogDestination', bucket: 'BucketName', prefix: 'Prefix' },
  {
    ...REPORTS,
    type: 'AWS::S3::Bucket',
    does: 'delivers inventories',
    part: 'InventoryConfigurations.*',
    bucket: 'Destination.BucketArn',
    prefix: 'Destination.Prefix',
    // The name of the bucket that is listed.
    path: '',
    see: `${AWS}AmazonS3/latest/userguide/configure-inventory.html#configure-inventory-destination-bucket-policy`,
  },
  {
    ...REPORTS,
    type: 'AWS::S3::Bucket',
    does: 'delivers analyses',
    part: 'AnalyticsConfigurations.*',
    bucket: 'StorageClassAnalysis.DataExport.Destination.BucketArn',
    prefix: 'StorageClassAnalysis.DataExport.Destination.Prefix',
    see: `${AWS}AmazonS3/latest/userguide/analytics-storage-class.html`,
  },
  {
    type: 'AWS::CloudTrail::Trail',
    does: 'delivers trail logs',
    bucket: 'S3BucketName',
    prefix: 'S3KeyPrefix',
    path: { properties: ['IsOrganizationTrail'], is: 'true', then: 'AWSLogs/o-', otherwise: LOGS },
    service: 'cloudtrail.amazonaws.com',
    action: 's3:PutObject',
    bucketActions: ['s3:GetBucketAcl'],
    see: `${AWS}awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html`,
  },
  {
    // With a role of the account it writes as that role.
    type: 'AWS::Config::DeliveryChannel',
    does: 'delivers configuration history',
    bucket: 'S3BucketName',
    beside: ['AWS::Config::ConfigurationRecorder', 'RoleARN', /:role\/aws-service-role\/config\.amazonaws\.com\//],
    service: 'config.amazonaws.com',
    action: 's3:PutObject',
    bucketActions: ['s3:GetBucketAcl', 's3:ListBucket'],
    see: `${AWS}config/latest/developerguide/s3-bucket-policy.html`,
  },
  {
    type: 'AWS::SES::ReceiptRule',
    does: 'delivers mail',
    part: 'Rule.Actions.*.S3Action',
    bucket: 'BucketName',
    when: { IamRoleArn: [undefined] },
    prefix: 'ObjectKeyPrefix',
    service: 'ses.amazonaws.com',
    action: 's3:PutObject',
    bucketActions: [],
    see: `${AWS}ses/latest/dg/receiving-email-permissions.html`,
  },
  {
    type: 'AWS::GuardDuty::PublishingDestination',
    does: 'exports findings',
    part: 'DestinationProperties',
    bucket: 'DestinationArn',
    path: 'AWSLogs/',
    service: 'guardduty.amazonaws.com',
    action: 's3:PutObject',
    bucketActions: ['s3:GetBucketLocation'],
    see: `${AWS}guardduty/latest/ug/guardduty_exportfindings.html`,
  },
  {
    type: 'AWS::SSM::ResourceDataSync',
    does: 'synchronizes inventory',
    part: 'S3Destination',
    bucket: 'BucketName',
    prefix: 'BucketPrefix',
    service: 'ssm.amazonaws.com',
    action: 's3:PutObject',
    bucketActions: ['s3:GetBucketAcl'],
    see: `${AWS}systems-manager/latest/userguide/inventory-create-resource-data-sync.html`,
  },
  {
    type: 'AWS::Redshift::Cluster',
    does: 'delivers audit logs',
    part: 'LoggingProperties',
    bucket: 'BucketName',
    prefix: 'S3KeyPrefix',
    service: 'redshift.amazonaws.com',
    action: 's3:PutObject',
    bucketActions: ['s3:GetBucketAcl'],
    see: `${AWS}redshift/latest/mgmt/db-auditing.html`,
  },
  {
    type: 'AWS::CloudFront::Distribution',
    does: 'reads objects',
    part: 'DistributionConfig.Origins.*',
    bucket: 'DomainName',
    has: 'OriginAccessControlId',
    service: 'cloudfront.amazonaws.com',
    action: 's3:GetObject',
    bucketActions: [],
    see: `${AWS}AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html`,
  },
];
