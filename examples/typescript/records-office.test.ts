import { App, aws_s3 as s3, Mixins, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  HardenedBucket, HardenedBucketChecks, HardenedBucketInjector, HardenedBucketMixin, HardenedBucketRules, HardenedSetting, PolicyAnalyzer, PolicyExposure, Reachability,
} from 'cdk-hardened-bucket';
import { RecordsOffice } from './records-office';

// What cdk.json says, too.
const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
HardenedBucketChecks.addTo(app);
// Synthesizes, and with it every check has its say.
const template = Template.fromStack(new RecordsOffice(app, 'RecordsOffice'));
const [recordsPolicy] = Object.values(template.findResources('AWS::S3::BucketPolicy', {
  Properties: { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'DenyOtherNetworks' })]) } },
}));

test('only the network of the office reaches the records', () => {
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([Match.objectLike({
        Sid: 'DenyOtherNetworks',
        Effect: 'Deny',
        Condition: Match.objectLike({ StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }),
      })]),
    },
  });
});

test('someone is told of an alarm', () => {
  template.resourceCountIs('AWS::CloudWatch::Alarm', 8);
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'security@example.com' });
});

test('a bucket that someone makes by hand is checked two minutes later', () => {
  template.hasResourceProperties('AWS::SQS::Queue', { DelaySeconds: 120 });
});

test('the policy of the records lets no stranger in', () => {
  const analyzer = PolicyAnalyzer.fromJson(JSON.stringify(recordsPolicy.Properties.PolicyDocument));
  expect(analyzer.publicAccess().anyoneAllowed).toBe(PolicyExposure.PRIVATE);
});

test('a policy that lets everybody read is told from it', () => {
  const analyzer = PolicyAnalyzer.fromJson(JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::records/*' }],
  }));
  expect(analyzer.publicAccess().anyoneAllowed).toBe(PolicyExposure.PUBLIC);
});

test('no request over the internet reaches a hardened bucket, and one that is public is reached', () => {
  const stack = new Stack(new App(), 'Office');
  const records = new HardenedBucket(stack, 'Records');
  const site = new s3.Bucket(stack, 'Site', { publicReadAccess: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY });
  Reachability.of(records).notFromInternet();
  expect(() => Reachability.of(site).notFromInternet()).toThrow('anonymous requests over the internet reach');
});

test('a bucket that nobody hardened is refused', () => {
  // With this the exception has the text of the refusal. So it does with CDK_APP_MODE=inmemory in the environment.
  const refused = new App({ context: { '@aws-cdk/core:appMode': 'inmemory' } });
  HardenedBucketChecks.addTo(refused);
  new s3.Bucket(new Stack(refused, 'Reporting'), 'Exports');
  expect(() => refused.synth()).toThrow('HardenedBucket-TlsOnly');
});

test('buckets that others wrote are hardened by the mixin', () => {
  const reporting = new App({ context: { '@aws-cdk/core:appMode': 'inmemory' } });
  HardenedBucketChecks.addTo(reporting, { excludedRules: [HardenedBucketRules.VERSIONING] });
  const stack = new Stack(reporting, 'Reporting');
  const exported = new s3.CfnBucket(stack, 'Exports', { versioningConfiguration: { status: 'Suspended' } });
  new s3.Bucket(stack, 'Imports');
  exported.with(new HardenedBucketMixin({ excludedSettings: [HardenedSetting.VERSIONING] }));
  Mixins.of(reporting).apply(new HardenedBucketMixin());
  reporting.synth();
});

test('buckets that others write get closed defaults', () => {
  const reporting = new App({ context: { '@aws-cdk/core:appMode': 'inmemory' } });
  HardenedBucketInjector.addTo(reporting);
  const stack = new Stack(reporting, 'Reporting');
  new s3.Bucket(stack, 'Exports');
  Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', { VersioningConfiguration: { Status: 'Enabled' } });
});

test('what is found in buckets that are there is a warning at first', () => {
  const reporting = new App({ context: { '@aws-cdk/core:appMode': 'inmemory' } });
  HardenedBucketChecks.addTo(reporting, { reportOnly: true });
  new s3.Bucket(new Stack(reporting, 'Reporting'), 'Exports');
  reporting.synth();
});
