import { Change, changed, factsOf, PARAMETER, Row, specify } from './hardened-template';
import { SERVICES_ALLOWED } from '../../src/rules/services-allowed';

const STATEMENT = 'Policy.Properties.PolicyDocument.Statement.5';
const ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
const ACCOUNT = { Ref: 'AWS::AccountId' };
const FLOW_LOG = { FlowLog: { Type: 'AWS::EC2::FlowLog', Properties: { LogDestinationType: 's3', LogDestination: { 'Fn::Sub': '${Bucket.Arn}/flow-logs/' } } } };

function allow(Service: string, Action: unknown, Condition?: object): Change {
  return { [STATEMENT]: { Effect: 'Allow', Principal: { Service }, Action, Resource: OBJECTS, Condition } };
}
const delivery = (Condition?: object) => allow('delivery.logs.amazonaws.com', 's3:PutObject', Condition);
const on = (keys: string, service = 'delivery.logs.amazonaws.com'): Change => ({
  [STATEMENT]: { Effect: 'Allow', Principal: { Service: service }, Action: 's3:PutObject', Resource: { 'Fn::Sub': `\${Bucket.Arn}/${keys}` }, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } },
});
const HIVE: Change = { 'FlowLog.Properties.DestinationOptions': { FileFormat: 'parquet', HiveCompatiblePartitions: true, PerHourPartition: false } };
const resource = (Type: string, Properties: object): Change => ({ Resource: { Type, Properties } });
const CHANNEL: Change = { Channel: { Type: 'AWS::Config::DeliveryChannel', Properties: { S3BucketName: { Ref: 'Bucket' } } } };
const recorder = (role: string): Change => ({ Recorder: { Type: 'AWS::Config::ConfigurationRecorder', Properties: { RoleARN: { 'Fn::Sub': `arn:aws:iam::\${AWS::AccountId}:role/${role}` } } } });

const behind = (prefix: string | undefined) => prefix === undefined ? ARN : { 'Fn::Sub': `\${Bucket.Arn}/${prefix}` };

/** Where a producer delivers with a prefix and without, and what allows it there and elsewhere. */
function destinations(name: string, service: string, deliver: (prefix?: string) => Change, finding: string): Row[] {
  return [
    [`${name} that it allows under its prefix`, { ...on('mine/AWSLogs/*', service), ...deliver('mine') }, 'compliant'],
    [`${name} without a prefix that it allows on its path`, { ...on('AWSLogs/*', service), ...deliver() }, 'compliant'],
    [`fails for ${name} that it allows under another prefix`, { ...on('other/AWSLogs/*', service), ...deliver('mine') }, [finding]],
    [`fails for ${name} without a prefix that it allows under one`, { ...on('mine/AWSLogs/*', service), ...deliver() }, [finding]],
  ];
}

specify(SERVICES_ALLOWED, [
  ['a bucket that no service uses', {}, 'compliant'],
  ['fails for flow logs that the policy does not allow', FLOW_LOG, ['FlowLog.LogDestination']],
  ['fails for flow logs without a policy', { ...FLOW_LOG, Policy: undefined }, ['FlowLog.LogDestination']],
  ['flow logs that the policy allows', { ...FLOW_LOG, ...delivery() }, 'compliant'],
  ['flow logs that it allows for the account of the bucket', { ...FLOW_LOG, ...delivery({ StringEquals: { 'aws:SourceAccount': ACCOUNT } }) }, 'compliant'],
  ['fails for flow logs that it allows for another account', { ...FLOW_LOG, ...delivery({ StringEquals: { 'aws:SourceAccount': '444455556666' } }) }, ['FlowLog.LogDestination']],
  ['fails for flow logs that it denies', {
    ...FLOW_LOG, ...delivery(), 'Policy.Properties.PolicyDocument.Statement.6': { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: OBJECTS },
  }, ['FlowLog.LogDestination']],
  ['fails for flow logs where another service is allowed', { ...FLOW_LOG, ...allow('logs.amazonaws.com', 's3:PutObject') }, ['FlowLog.LogDestination']],
  ['flow logs to CloudWatch need nothing', { FlowLog: { Type: 'AWS::EC2::FlowLog', Properties: { LogDestinationType: 'cloud-watch-logs', LogDestination: ARN } } }, 'compliant'],
  ['flow logs that it allows on their path', { ...FLOW_LOG, ...on('flow-logs/AWSLogs/${AWS::AccountId}/*') }, 'compliant'],
  ['flow logs with Hive-compatible prefixes that it allows on their path', { ...FLOW_LOG, ...HIVE, ...on('flow-logs/AWSLogs/aws-account-id=${AWS::AccountId}/*') }, 'compliant'],
  ['fails for flow logs without them that it allows on that path', { ...FLOW_LOG, ...on('flow-logs/AWSLogs/aws-account-id=${AWS::AccountId}/*') }, ['FlowLog.LogDestination']],
  ['fails for flow logs that it allows under another prefix', { ...FLOW_LOG, ...on('other/*') }, ['FlowLog.LogDestination']],
  ['fails for flow logs that it allows without their prefix', { ...FLOW_LOG, ...on('AWSLogs/*') }, ['FlowLog.LogDestination']],
  ['fails for flow logs that it allows on the path of another account', { ...FLOW_LOG, ...on('flow-logs/AWSLogs/444455556666/*') }, ['FlowLog.LogDestination']],
  ['fails for flow logs that it denies on their path', {
    ...FLOW_LOG, ...delivery(), 'Policy.Properties.PolicyDocument.Statement.6': { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/flow-logs/*' } },
  }, ['FlowLog.LogDestination']],
  ['flow logs under a prefix that is decided at deployment', {
    ...on('logs/*'), FlowLog: { Type: 'AWS::EC2::FlowLog', Properties: { LogDestinationType: 's3', LogDestination: { 'Fn::Join': ['', [ARN, '/', PARAMETER]] } } },
  }, 'compliant'],
  ['what a parameter allows is unknown', { ...FLOW_LOG, [STATEMENT]: PARAMETER }, 'unknown'],
  ['flow logs that may not be there are unknown', { FlowLog: { ...FLOW_LOG.FlowLog, Condition: 'IsProduction' } }, 'unknown'],

  ['fails for an inventory of another bucket', resource('AWS::S3::Bucket', { InventoryConfigurations: [{ Destination: { BucketArn: ARN } }] }), ['Resource.InventoryConfigurations.0.Destination.BucketArn']],
  ['fails for a trail', resource('AWS::CloudTrail::Trail', { S3BucketName: { Ref: 'Bucket' }, IsLogging: false }), ['Resource.S3BucketName']],
  ['fails for a configuration history that AWS Config delivers as itself', { ...CHANNEL, ...recorder('aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig') }, ['Channel.S3BucketName']],
  ['a configuration history that it delivers as a role of the account', { ...CHANNEL, ...recorder('Recorder') }, 'compliant'],
  ['a configuration history whose recorder is elsewhere', CHANNEL, 'compliant'],
  ['fails for mail', resource('AWS::SES::ReceiptRule', { Rule: { Actions: [{ S3Action: { BucketName: { Ref: 'Bucket' } } }] } }), ['Resource.Rule.Actions.0.S3Action.BucketName']],
  ['mail that a role delivers needs no service', resource('AWS::SES::ReceiptRule', { Rule: { Actions: [{ S3Action: { BucketName: { Ref: 'Bucket' }, IamRoleArn: 'arn:aws:iam::111122223333:role/mail' } }] } }), 'compliant'],
  ['fails for a distribution with origin access control', resource('AWS::CloudFront::Distribution', {
    DistributionConfig: { Origins: [{ DomainName: { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] }, OriginAccessControlId: 'E1' }] },
  }), ['Resource.DistributionConfig.Origins.0.DomainName']],
  ['a distribution without origin access control asks for nothing', resource('AWS::CloudFront::Distribution', {
    DistributionConfig: { Origins: [{ DomainName: { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] } }] },
  }), 'compliant'],
  ['fails for the logs of a web access control list', resource('AWS::WAFv2::LoggingConfiguration', { LogDestinationConfigs: [ARN] }), ['Resource.LogDestinationConfigs.0']],
  ['audit logs of Redshift, which cannot be delivered here at all, are not to be allowed', resource('AWS::Redshift::Cluster', { LoggingProperties: { BucketName: { Ref: 'Bucket' } } }), 'compliant'],
  ...destinations('a trail', 'cloudtrail.amazonaws.com', (prefix) => resource('AWS::CloudTrail::Trail', { S3BucketName: { Ref: 'Bucket' }, S3KeyPrefix: prefix }), 'Resource.S3BucketName'),
  ...destinations('a Network Load Balancer', 'delivery.logs.amazonaws.com', (prefix) => resource('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Type: 'network',
    LoadBalancerAttributes: [{ Key: 'access_logs.s3.enabled', Value: 'true' }, { Key: 'access_logs.s3.bucket', Value: { Ref: 'Bucket' } }, ...prefix === undefined ? [] : [{ Key: 'access_logs.s3.prefix', Value: prefix }]],
  }), 'Resource.LoadBalancerAttributes.1.Value'),
  ...destinations('a resolver', 'delivery.logs.amazonaws.com', (prefix) => resource('AWS::Route53Resolver::ResolverQueryLoggingConfig', { DestinationArn: behind(prefix) }), 'Resource.DestinationArn'),
  ...destinations('a web access control list', 'delivery.logs.amazonaws.com', (prefix) => resource('AWS::WAFv2::LoggingConfiguration', { LogDestinationConfigs: [behind(prefix)] }), 'Resource.LogDestinationConfigs.0'),
  ...destinations('a network firewall', 'delivery.logs.amazonaws.com', (prefix) => resource('AWS::NetworkFirewall::LoggingConfiguration', {
    LoggingConfiguration: { LogDestinationConfigs: [{ LogDestinationType: 'S3', LogDestination: { bucketName: { Ref: 'Bucket' }, prefix } }] },
  }), 'Resource.LoggingConfiguration.LogDestinationConfigs.0.LogDestination.bucketName'),
  ...destinations('an export of findings', 'guardduty.amazonaws.com', (prefix) => resource('AWS::GuardDuty::PublishingDestination', { DestinationProperties: { DestinationArn: behind(prefix) } }), 'Resource.DestinationProperties.DestinationArn'),

  ['an inventory that it allows under its prefix', { ...on('lists/*', 's3.amazonaws.com'), ...resource('AWS::S3::Bucket', { InventoryConfigurations: [{ Destination: { BucketArn: ARN, Prefix: 'lists' } }] }) }, 'compliant'],
  ['fails for an inventory that it allows under another', { ...on('other/*', 's3.amazonaws.com'), ...resource('AWS::S3::Bucket', { InventoryConfigurations: [{ Destination: { BucketArn: ARN, Prefix: 'lists' } }] }) },
    ['Resource.InventoryConfigurations.0.Destination.BucketArn']],
  ['fails for a trail of an organization that it allows on the path of the account', {
    ...on('AWSLogs/${AWS::AccountId}/*', 'cloudtrail.amazonaws.com'), ...resource('AWS::CloudTrail::Trail', { S3BucketName: { Ref: 'Bucket' }, IsOrganizationTrail: true }),
  }, ['Resource.S3BucketName']],
  ['a trail of an organization that it allows on the path of that', {
    ...on('AWSLogs/o-a1b2c3d4e5/*', 'cloudtrail.amazonaws.com'), ...resource('AWS::CloudTrail::Trail', { S3BucketName: { Ref: 'Bucket' }, IsOrganizationTrail: true }),
  }, 'compliant'],
  ['a trail that it allows for the organization', {
    [STATEMENT]: { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Resource: OBJECTS, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } } },
    ...resource('AWS::CloudTrail::Trail', { S3BucketName: { Ref: 'Bucket' } }),
  }, 'compliant'],
] satisfies Row[]);

test('a finding for another prefix says which is allowed, and how to give the producer that one or to allow its own', () => {
  expect(SERVICES_ALLOWED.check(factsOf(changed({ ...FLOW_LOG, ...on('other/*') })))).toMatchObject({
    violations: [{
      message: expect.stringContaining('to call s3:PutObject on flow-logs/AWSLogs/⟦AWS#AccountId⟧/*, only on other/*, by which FlowLog (AWS::EC2::FlowLog) delivers flow logs'),
      fix: expect.stringMatching(/^give the AWS::EC2::FlowLog a prefix that is allowed, behind the bucket in its LogDestination, or name it in .*prefix: 'flow-logs\/AWSLogs\/'/),
    }],
  });
});

test('a finding names the service, what it is for, and how to allow it on the bucket and the key', () => {
  expect(SERVICES_ALLOWED.check(factsOf(changed(FLOW_LOG)))).toMatchObject({
    violations: [{
      message: 'does not allow delivery.logs.amazonaws.com to call s3:PutObject, by which FlowLog (AWS::EC2::FlowLog) delivers flow logs',
      fix: expect.stringContaining("name it in services of the HardenedBucket or BucketPerimeter, which allow it on the bucket and its key: { service: 'delivery.logs.amazonaws.com', bucketActions: ['s3:GetBucketAcl'] }"),
    }],
  });
});
