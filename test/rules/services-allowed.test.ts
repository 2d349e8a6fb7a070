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
const resource = (Type: string, Properties: object): Change => ({ Resource: { Type, Properties } });

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
  ['what a parameter allows is unknown', { ...FLOW_LOG, [STATEMENT]: PARAMETER }, 'unknown'],
  ['flow logs that may not be there are unknown', { FlowLog: { ...FLOW_LOG.FlowLog, Condition: 'IsProduction' } }, 'unknown'],

  ['fails for an inventory of another bucket', resource('AWS::S3::Bucket', { InventoryConfigurations: [{ Destination: { BucketArn: ARN } }] }), ['Resource.InventoryConfigurations.0.Destination.BucketArn']],
  ['fails for a trail', resource('AWS::CloudTrail::Trail', { S3BucketName: { Ref: 'Bucket' }, IsLogging: false }), ['Resource.S3BucketName']],
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
] satisfies Row[]);

test('a finding names the service, what it is for, and how to allow it on the bucket and the key', () => {
  expect(SERVICES_ALLOWED.check(factsOf(changed(FLOW_LOG)))).toMatchObject({
    violations: [{
      message: 'does not allow delivery.logs.amazonaws.com to call s3:PutObject, by which FlowLog (AWS::EC2::FlowLog) delivers flow logs',
      fix: expect.stringContaining("name it in services of the HardenedBucket or BucketPerimeter, which allow it on the bucket and its key: { service: 'delivery.logs.amazonaws.com', bucketActions: ['s3:GetBucketAcl'] }"),
    }],
  });
});
