import { Change, changed, factsOf, PARAMETER, Row, specify } from './hardened-template';
import { DELIVERIES_POSSIBLE } from '../../src/rules/deliveries';
import { KMS_ENCRYPTION } from '../../src/rules/encryption';

const BUCKET = { Ref: 'Bucket' };
const DOMAIN = { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] };
const LOCKED = { 'Bucket.Properties.ObjectLockConfiguration': { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } } } };

function balancer(Key: string, Value: unknown, more: object = {}): Change {
  return { Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { LoadBalancerAttributes: [{ Key: 'access_logs.s3.enabled', Value: 'true' }, { Key, Value }], ...more } } };
}
function resource(Type: string, Properties: object, more: object = {}): Change {
  return { Writer: { Type, Properties }, ...more };
}
const redshift = (more: object = {}) => resource('AWS::Redshift::Cluster', { LoggingProperties: { BucketName: BUCKET } }, more);
const distribution = (Bucket: unknown, more: object = {}) => resource('AWS::CloudFront::Distribution', { DistributionConfig: { Logging: { Bucket } } }, more);
const SSE_S3 = { 'Bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault': { SSEAlgorithm: 'AES256' } };
const WITH_ACLS = { 'Bucket.Properties.OwnershipControls.Rules.0.ObjectOwnership': 'BucketOwnerPreferred' };

// One bucket can comply with both rules.
specify(KMS_ENCRYPTION, [
  ['access logs of an Application Load Balancer are delivered with SSE-S3 only', { ...balancer('access_logs.s3.bucket', BUCKET), ...SSE_S3 }, 'notApplicable'],
  ['connection logs of an Application Load Balancer too', { ...balancer('connection_logs.s3.bucket', BUCKET), ...SSE_S3 }, 'notApplicable'],
  ['audit logs of Redshift too', redshift(SSE_S3), 'notApplicable'],
  ['fails for access logs of a Network Load Balancer, which are delivered with a key', { ...balancer('access_logs.s3.bucket', BUCKET, { Type: 'network' }), ...SSE_S3 }, ['Algorithm']],
  ['fails for standard logs of CloudFront, which are delivered with a key', distribution(DOMAIN, { ...SSE_S3, ...WITH_ACLS }), ['Algorithm']],
  ['fails for a bucket that delivers its access logs to itself', { 'Bucket.Properties.LoggingConfiguration': { LogFilePrefix: 'logs/' }, ...SSE_S3 }, ['Algorithm']],
  ['logs that are delivered under a condition only make it unknown', { ...balancer('access_logs.s3.bucket', BUCKET), 'Balancer.Condition': 'IsProduction', ...SSE_S3 }, 'unknown'],
  ['a key is right where logs that cannot be delivered may never be', { ...balancer('access_logs.s3.bucket', BUCKET), 'Balancer.Condition': 'IsProduction' }, 'compliant'],
]);

specify(DELIVERIES_POSSIBLE, [
  ['a bucket to which nothing is delivered', {}, 'compliant'],
  ['fails for access logs of an Application Load Balancer', balancer('access_logs.s3.bucket', BUCKET), ['Balancer.LoadBalancerAttributes.1.Value']],
  ['fails for connection logs of an Application Load Balancer', balancer('connection_logs.s3.bucket', BUCKET, { Type: 'application' }), ['Balancer.LoadBalancerAttributes.1.Value']],
  ['fails for health check logs of an Application Load Balancer', balancer('health_check_logs.s3.bucket', BUCKET), ['Balancer.LoadBalancerAttributes.1.Value']],
  ['access logs of a Network Load Balancer are delivered to a bucket with a key', balancer('access_logs.s3.bucket', BUCKET, { Type: 'network' }), 'compliant'],
  ['another attribute is not a bucket', balancer('access_logs.s3.prefix', BUCKET), 'compliant'],
  ['access logs of an Application Load Balancer are delivered with SSE-S3', { ...balancer('access_logs.s3.bucket', BUCKET), ...SSE_S3 }, 'compliant'],
  ['fails for access logs of a Classic Load Balancer', resource('AWS::ElasticLoadBalancing::LoadBalancer', { AccessLoggingPolicy: { Enabled: true, S3BucketName: BUCKET } }), ['Writer.AccessLoggingPolicy.S3BucketName']],
  ['access logs that are off are not delivered', resource('AWS::ElasticLoadBalancing::LoadBalancer', { AccessLoggingPolicy: { Enabled: false, S3BucketName: BUCKET } }), 'compliant'],
  ['fails for audit logs of Redshift', redshift(), ['Writer.LoggingProperties.BucketName']],
  ['audit logs of Redshift are delivered with SSE-S3', redshift(SSE_S3), 'compliant'],
  ['fails for access logs of another bucket', resource('AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: BUCKET } }), ['Writer.LoggingConfiguration.DestinationBucketName']],
  ['fails for legacy logs of CloudFront to the domain of the bucket', distribution(DOMAIN), ['Writer.DistributionConfig.Logging.Bucket']],
  ['fails for legacy logs of CloudFront to a domain that is put together', distribution({ 'Fn::Sub': '${Bucket}.s3.amazonaws.com' }), ['Writer.DistributionConfig.Logging.Bucket']],
  ['fails for legacy logs of CloudFront without object ownership, because ACLs are off by default', distribution(DOMAIN, { 'Bucket.Properties.OwnershipControls': undefined }), ['Writer.DistributionConfig.Logging.Bucket']],
  ['legacy logs of CloudFront are delivered with ACLs', distribution(DOMAIN, WITH_ACLS), 'compliant'],
  ['fails for legacy logs of a streaming distribution', resource('AWS::CloudFront::StreamingDistribution', { StreamingDistributionConfig: { Logging: { Bucket: DOMAIN } } }), ['Writer.StreamingDistributionConfig.Logging.Bucket']],
  ['fails for a deployment with an ACL', resource('Custom::CDKBucketDeployment', { DestinationBucketName: BUCKET, SystemMetadata: { acl: 'public-read' } }), ['Writer.DestinationBucketName']],
  ['a deployment for the owner of the bucket', resource('Custom::CDKBucketDeployment', { DestinationBucketName: BUCKET, SystemMetadata: { acl: 'bucket-owner-full-control' } }), 'compliant'],
  ['fails for mail that would be locked', resource('AWS::SES::ReceiptRule', { Rule: { Actions: [{ S3Action: { BucketName: BUCKET } }] } }, LOCKED), ['Writer.Rule.Actions.0.S3Action.BucketName']],
  ['mail that would not be locked', resource('AWS::SES::ReceiptRule', { Rule: { Actions: [{ S3Action: { BucketName: BUCKET } }] } }), 'compliant'],
  ['fails for a configuration history that would be locked', resource('AWS::Config::DeliveryChannel', { S3BucketName: BUCKET }, LOCKED), ['Writer.S3BucketName']],
  ['an encryption that a parameter gives is unknown', redshift({ 'Bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm': PARAMETER }), 'unknown'],
  ['a service that may not be deployed is unknown', { Writer: { ...(redshift().Writer as object), Condition: 'IsProduction' } }, 'unknown'],
] satisfies Row[]);

test('a finding says what is not delivered, why, and the way that works with the page of AWS', () => {
  expect(DELIVERIES_POSSIBLE.check(factsOf(changed(redshift())))).toMatchObject({
    violations: [{
      message: 'is to receive audit logs of Redshift from Writer (AWS::Redshift::Cluster), which AWS does not deliver to a bucket with SSE-KMS',
      fix: 'send them to an AccessLogsBucket with logSources: [AccessLogSource.REDSHIFT], or to CloudWatch Logs (https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html)',
    }],
  });
});
