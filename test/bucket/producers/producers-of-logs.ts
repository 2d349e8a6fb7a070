import {
  aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_cloudtrail as cloudtrail, aws_config as config, aws_ec2 as ec2,
  aws_elasticloadbalancing as elb, aws_elasticloadbalancingv2 as elbv2, aws_guardduty as guardduty, aws_logs as logs, aws_networkfirewall as networkfirewall,
  aws_redshift as redshift, aws_route53resolver as route53resolver, aws_s3 as s3, aws_ses as ses, aws_ses_actions as actions, aws_ssm as ssm,
  aws_wafv2 as wafv2, Stack,
} from 'aws-cdk-lib';
import { DocumentedRequest, FULL_CONTROL, Producer, Purpose, WRITES, WRITES_IN_PARTS } from './producer';

const AWS = 'https://docs.aws.amazon.com/';
const vpcOf = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { natGateways: 1 });
const VENDED = 'AWSLogs/{account}/a.log.gz';

const vended = (object = VENDED, sourceArn = 'arn:aws:logs:{region}:{account}:*'): readonly DocumentedRequest[] => [
  { by: { service: 'delivery.logs.amazonaws.com', sourceArn }, action: 's3:GetBucketAcl' },
  { by: { service: 'delivery.logs.amazonaws.com', sourceArn }, action: 's3:PutObject', object, context: FULL_CONTROL, onKey: WRITES_IN_PARTS },
];

/** Neither half is there where CDK leaves both to the service: the archive has them. */
const namedInServices = (on: Purpose) => on === 'logArchive' ? [] : ['services'];
/** CDK writes the half on the bucket: the archive has that on the key. */
const keyHalf = (on: Purpose) => on === 'logArchive' ? [] : ['statement on the key'];

/** Deliveries of logs, by service principals. */
export const LOGS: readonly Producer[] = [
  {
    name: 'a trail',
    covers: ['aws_cloudtrail.TrailProps.bucket'],
    see: `${AWS}awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html`,
    build: (stack, bucket, followed) => { new cloudtrail.Trail(stack, 'Trail', { bucket, encryptionKey: followed.has('encryptionKey') ? bucket.encryptionKey : undefined }); },
    requests: (followed) => [
      { by: { service: 'cloudtrail.amazonaws.com', sourceArn: 'arn:aws:cloudtrail:{region}:{account}:trail/trail' }, action: 's3:GetBucketAcl' },
      {
        by: { service: 'cloudtrail.amazonaws.com', sourceArn: 'arn:aws:cloudtrail:{region}:{account}:trail/trail' },
        action: 's3:PutObject',
        object: 'AWSLogs/{account}/CloudTrail/a.json.gz',
        context: FULL_CONTROL,
        encryption: followed.has('encryptionKey') ? 'key' : 'AES256',
        onKey: WRITES,
      },
      // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html: digests are encrypted with SSE-S3.
      {
        by: { service: 'cloudtrail.amazonaws.com', sourceArn: 'arn:aws:cloudtrail:{region}:{account}:trail/trail' },
        action: 's3:PutObject',
        object: 'AWSLogs/{account}/CloudTrail-Digest/a.json.gz',
        context: FULL_CONTROL,
        encryption: 'AES256',
      },
    ],
    fixes: (on) => on === 'logArchive' ? [] : ['statement on the key', 'encryptionKey', 'services'],
  },
  {
    name: 'flow logs of a VPC',
    covers: ['aws_ec2.FlowLogDestination.toS3(bucket)', 'aws_ec2.FlowLogDestinationConfig.s3Bucket'],
    see: `${AWS}vpc/latest/userguide/flow-logs-s3-permissions.html`,
    build: (stack, bucket) => { vpcOf(stack).addFlowLog('Logs', { destination: ec2.FlowLogDestination.toS3(bucket) }); },
    requests: () => vended(),
    // Without the flag CDK leaves the bucket policy to AWS.
    fixes: (on, flags) => flags ? keyHalf(on) : namedInServices(on),
  },
  {
    name: 'access logs of a Network Load Balancer',
    covers: ['aws_elasticloadbalancingv2.BaseLoadBalancer.logAccessLogs(bucket)'],
    see: `${AWS}elasticloadbalancing/latest/network/enable-access-logs.html`,
    build: (stack, bucket) => { new elbv2.NetworkLoadBalancer(stack, 'Balancer', { vpc: vpcOf(stack) }).logAccessLogs(bucket, 'nlb'); },
    requests: () => vended('nlb/AWSLogs/{account}/a.log.gz'),
    fixes: keyHalf,
  },
  ...(['logAccessLogs', 'logConnectionLogs'] as const).map((method): Producer => ({
    name: `an Application Load Balancer with ${method}`,
    covers: [`aws_elasticloadbalancingv2.ApplicationLoadBalancer.${method}(bucket)`],
    see: `${AWS}elasticloadbalancing/latest/application/enable-access-logging.html`,
    build: (stack, bucket) => { new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc: vpcOf(stack) })[method](bucket); },
    requests: () => [{ by: { account: '156460612806' }, action: 's3:PutObject', object: VENDED }],
    fixes: () => ['AccessLogsBucket'],
  })),
  {
    name: 'access logs of a Classic Load Balancer',
    see: `${AWS}elasticloadbalancing/latest/classic/enable-access-logs.html`,
    build: (stack, bucket) => { new elb.LoadBalancer(stack, 'Balancer', { vpc: vpcOf(stack), accessLoggingPolicy: { enabled: true, s3BucketName: bucket.bucketName } }); },
    requests: () => [{ by: { account: '156460612806' }, action: 's3:PutObject', object: VENDED }],
    fixes: () => ['AccessLogsBucket'],
  },
  {
    name: 'audit logs of Redshift',
    see: `${AWS}redshift/latest/mgmt/db-auditing.html`,
    build: (stack, bucket) => {
      new redshift.CfnCluster(stack, 'Cluster', { clusterType: 'single-node', dbName: 'db', masterUsername: 'admin', manageMasterPassword: true, nodeType: 'ra3.large', loggingProperties: { bucketName: bucket.bucketName } });
    },
    requests: () => ['s3:GetBucketAcl', 's3:PutObject'].map((action) => ({
      by: { service: 'redshift.amazonaws.com', sourceArn: 'arn:aws:redshift:{region}:{account}:cluster:cluster' }, action, ...action === 's3:PutObject' ? { object: 'AWSLogs/{account}/redshift/a.gz' } : {},
    })),
    fixes: () => ['AccessLogsBucket'],
  },
  {
    name: 'standard logs (legacy) of CloudFront',
    covers: ['aws_cloudfront.DistributionProps.logBucket', 'aws_cloudfront.LoggingConfiguration.bucket'],
    see: `${AWS}AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html`,
    build: (stack, bucket, followed) => {
      const isV2 = followed.has('standard logging v2');
      const { distributionArn } = new cloudfront.Distribution(stack, 'Site', { defaultBehavior: { origin: new origins.HttpOrigin('example.com') }, ...isV2 ? {} : { logBucket: bucket } });
      if (isV2) {
        const { name } = new logs.CfnDeliverySource(stack, 'From', { name: 'site', logType: 'ACCESS_LOGS', resourceArn: distributionArn });
        const { attrArn } = new logs.CfnDeliveryDestination(stack, 'To', { name: 'bucket', destinationResourceArn: bucket.bucketArn });
        new logs.CfnDelivery(stack, 'Delivery', { deliverySourceName: name, deliveryDestinationArn: attrArn });
      }
    },
    requests: () => vended(VENDED, 'arn:aws:logs:{region}:{account}:delivery-source:site'),
    fixes: (on) => ['standard logging v2', ...namedInServices(on)],
  },
  {
    name: 'server access logs of another bucket',
    covers: ['aws_s3.BucketProps.serverAccessLogsBucket'],
    see: `${AWS}AmazonS3/latest/userguide/enable-server-access-logging.html`,
    build: (stack, bucket) => { new s3.Bucket(stack, 'Logged', { serverAccessLogsBucket: bucket, serverAccessLogsPrefix: 'logged/' }); },
    requests: () => [{ by: { service: 'logging.s3.amazonaws.com', sourceArn: 'arn:aws:s3:::logged' }, action: 's3:PutObject', object: 'logged/2026-11-26' }],
    fixes: () => ['AccessLogsBucket'],
  },
  {
    name: 'an inventory of another bucket',
    covers: ['aws_s3.InventoryDestination.bucket'],
    see: `${AWS}AmazonS3/latest/userguide/configure-inventory.html#configure-inventory-destination-bucket-policy`,
    build: (stack, bucket) => { new s3.Bucket(stack, 'Inventoried', { bucketName: 'inventoried', inventories: [{ destination: { bucket, prefix: 'inventory' } }] }); },
    requests: () => [{ by: { service: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::inventoried' }, action: 's3:PutObject', object: 'inventory/manifest.json', context: FULL_CONTROL, onKey: WRITES }],
    fixes: keyHalf,
  },
  {
    name: 'an analysis of another bucket',
    see: `${AWS}AmazonS3/latest/userguide/analytics-storage-class.html`,
    build: (stack, bucket) => {
      new s3.CfnBucket(stack, 'Analyzed', {
        analyticsConfigurations: [{ id: 'all', storageClassAnalysis: { dataExport: { outputSchemaVersion: 'V_1', destination: { bucketArn: bucket.bucketArn, format: 'CSV' } } } }],
      });
    },
    requests: () => [{ by: { service: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::analyzed' }, action: 's3:PutObject', object: 'analysis.csv', context: FULL_CONTROL, onKey: WRITES }],
    fixes: namedInServices,
  },
  {
    name: 'a delivery of vended logs',
    see: `${AWS}AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html`,
    build: (stack, bucket) => { new logs.CfnDeliveryDestination(stack, 'Destination', { name: 'destination', destinationResourceArn: bucket.bucketArn }); },
    requests: () => vended(VENDED, 'arn:aws:logs:{region}:{account}:delivery-source:source'),
    fixes: namedInServices,
  },
  {
    name: 'logs of a web ACL',
    see: `${AWS}waf/latest/developerguide/logging-s3.html`,
    build: (stack, bucket) => {
      new wafv2.CfnLoggingConfiguration(stack, 'Logs', { resourceArn: `arn:aws:wafv2:${stack.region}:${stack.account}:regional/webacl/acl/1`, logDestinationConfigs: [bucket.bucketArn] });
    },
    requests: () => vended('AWSLogs/{account}/WAFLogs/a.log.gz'),
    fixes: namedInServices,
  },
  {
    name: 'query logs of Route 53 Resolver',
    see: `${AWS}Route53/latest/DeveloperGuide/resolver-query-logs-choosing-target-resource.html`,
    build: (stack, bucket) => { new route53resolver.CfnResolverQueryLoggingConfig(stack, 'Logs', { destinationArn: bucket.bucketArn }); },
    requests: () => vended(),
    fixes: namedInServices,
  },
  {
    name: 'logs of Network Firewall',
    see: `${AWS}network-firewall/latest/developerguide/logging-s3.html`,
    build: (stack, bucket) => {
      new networkfirewall.CfnLoggingConfiguration(stack, 'Logs', {
        firewallArn: `arn:aws:network-firewall:${stack.region}:${stack.account}:firewall/wall`,
        loggingConfiguration: { logDestinationConfigs: [{ logType: 'FLOW', logDestinationType: 'S3', logDestination: { bucketName: bucket.bucketName } }] },
      });
    },
    requests: () => vended(),
    fixes: namedInServices,
  },
  {
    name: 'the delivery channel of AWS Config',
    see: `${AWS}config/latest/developerguide/s3-bucket-policy.html`,
    build: (stack, bucket, followed) => {
      new config.CfnConfigurationRecorder(stack, 'Recorder', { roleArn: `arn:aws:iam::${stack.account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig` });
      new config.CfnDeliveryChannel(stack, 'Channel', { s3BucketName: bucket.bucketName, s3KmsKeyArn: followed.has('properties') ? bucket.encryptionKey!.keyArn : undefined });
    },
    requests: () => [
      ...['s3:GetBucketAcl', 's3:ListBucket'].map((action): DocumentedRequest => ({ by: { service: 'config.amazonaws.com' }, action })),
      { by: { service: 'config.amazonaws.com' }, action: 's3:PutObject', object: 'AWSLogs/{account}/Config/a.json.gz', context: FULL_CONTROL, encryption: 'key', onKey: WRITES_IN_PARTS },
    ],
    fixes: (on) => on === 'logArchive' ? ['properties'] : on === 'backupVault' ? ['services', 'properties', 'no default lock'] : ['services', 'properties'],
  },
  {
    name: 'received mail',
    covers: ['aws_ses_actions.S3Props.bucket'],
    see: `${AWS}ses/latest/dg/receiving-email-permissions.html`,
    build: (stack, bucket) => { new ses.ReceiptRuleSet(stack, 'Rules', { rules: [{ actions: [new actions.S3({ bucket, objectKeyPrefix: 'mail/' })] }] }); },
    // Mail is written in one piece.
    requests: () => [{ by: { service: 'ses.amazonaws.com', sourceArn: 'arn:aws:ses:{region}:{account}:receipt-rule-set/set:receipt-rule/rule' }, action: 's3:PutObject', object: 'mail/1', onKey: WRITES }],
    fixes: (on) => on === 'backupVault' ? ['statement on the key', 'no default lock'] : ['statement on the key'],
  },
  {
    name: 'findings of GuardDuty',
    see: `${AWS}guardduty/latest/ug/guardduty_exportfindings.html`,
    build: (stack, bucket) => {
      new guardduty.CfnPublishingDestination(stack, 'Destination', { detectorId: '1', destinationType: 'S3', destinationProperties: { destinationArn: bucket.bucketArn, kmsKeyArn: bucket.encryptionKey!.keyArn } });
    },
    requests: () => [
      { by: { service: 'guardduty.amazonaws.com', sourceArn: 'arn:aws:guardduty:{region}:{account}:detector/1' }, action: 's3:GetBucketLocation' },
      { by: { service: 'guardduty.amazonaws.com', sourceArn: 'arn:aws:guardduty:{region}:{account}:detector/1' }, action: 's3:PutObject', object: VENDED, encryption: 'key', onKey: WRITES },
    ],
    fixes: () => ['services'],
  },
  {
    name: 'an inventory of Systems Manager',
    see: `${AWS}systems-manager/latest/userguide/inventory-create-resource-data-sync.html`,
    build: (stack, bucket) => {
      new ssm.CfnResourceDataSync(stack, 'Sync', { syncName: 'sync', s3Destination: { bucketName: bucket.bucketName, bucketRegion: stack.region, syncFormat: 'JsonSerDe', kmsKeyArn: bucket.encryptionKey!.keyArn } });
    },
    requests: () => [
      { by: { service: 'ssm.amazonaws.com', sourceArn: 'arn:aws:ssm:{region}:{account}:resource-data-sync/sync' }, action: 's3:GetBucketAcl' },
      {
        by: { service: 'ssm.amazonaws.com', sourceArn: 'arn:aws:ssm:{region}:{account}:resource-data-sync/sync' },
        action: 's3:PutObject',
        object: 'AWS:Application/accountid={account}/a.json',
        context: FULL_CONTROL,
        encryption: 'key',
        onKey: WRITES,
      },
    ],
    fixes: () => ['services'],
  },
];
