import { App, aws_iam as iam, aws_s3 as s3, CfnResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BucketPerimeter, BucketPerimeterProps, TlsVersion } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const ENDPOINT: Partial<BucketPerimeterProps> = { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } };

function around(make: (stack: Stack) => s3.IBucket, props: Partial<BucketPerimeterProps> = ENDPOINT): { app: App; stack: Stack; bucket: s3.IBucket } {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const bucket = make(stack);
  new BucketPerimeter(stack, 'Perimeter', { bucket, ...props });
  return { app, stack, bucket };
}

const sidsOf = (stack: Stack): string[] => Object.values(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy')).flatMap(({ Properties }) =>
  Properties.PolicyDocument.Statement.map(({ Sid }: { Sid?: string }) => Sid));
const l2 = (stack: Stack) => new s3.Bucket(stack, 'Bucket', { enforceSSL: true });

test.each<[string, (stack: Stack) => s3.IBucket]>([
  ['an L2 bucket', l2],
  ['a bucket made of an L1', (stack) => s3.Bucket.fromCfnBucket(new s3.CfnBucket(stack, 'Bucket'))],
])('%s gets the guards', (_, make) => {
  expect(sidsOf(around(make).stack)).toContain('DenyOtherNetworks');
});

test('TLS and services are options of it', () => {
  const { stack } = around((scope) => new s3.Bucket(scope, 'Bucket'), { minimumTlsVersion: TlsVersion.TLS_1_3, services: [{ service: 'cloudtrail.amazonaws.com' }] });
  expect(sidsOf(stack)).toEqual(['DenyRequestsWithoutTls', 'DenyRequestsBelowMinimumTls', 'AllowCloudtrailObjects']);
});

test('a service may use the key of the bucket as well', () => {
  const { stack } = around((scope) => new s3.Bucket(scope, 'Bucket', { encryption: s3.BucketEncryption.KMS }), { services: [{ service: 'cloudtrail.amazonaws.com' }] });
  Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'cloudtrail.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ENV.account } } })]) },
  });
});

test('an imported bucket is refused, and its owner is given the statements', () => {
  const imported = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'records');
  expect(() => around(imported)).toThrow("[Stack/Perimeter] bucket 'Stack/Bucket' is imported, so its policy is not part of this app. If this app may set it, use ImportedBucketPolicy, which keeps the statements that it has. If not, put the statements of BucketPerimeter.statementsFor");
  expect(BucketPerimeter.statementsFor(imported(new Stack(new App(), 'Stack', { env: ENV })), ENDPOINT).map(({ sid }) => sid)).toEqual(['DenyOtherNetworks']);
});

test('fails: the same guard a second time, which S3 would not take', () => {
  const { stack, bucket } = around(l2);
  expect(() => new BucketPerimeter(stack, 'Second', { bucket, ...ENDPOINT })).toThrow("[Stack/Second] bucket 'Stack/Bucket' has a statement DenyOtherNetworks in its policy already, and S3 accepts an id once");
  expect(() => new BucketPerimeter(stack, 'Third', { bucket, identity: { crossAccount: false } })).not.toThrow();
});

test('fails: a perimeter without a guard', () => {
  expect(() => around(l2, {})).toThrow('[Stack/Perimeter] the perimeter has no guard');
});

const denies = (index: number) => `PolicyDocument.Statement.${index}`;

test.each<[string, (bucket: s3.Bucket) => void, RegExp]>([
  ['an override takes its statement away', (bucket) => (bucket.policy!.node.defaultChild as CfnResource).addPropertyOverride(denies(1), { Sid: 'None', Effect: 'Deny', Principal: '*', Action: 's3:GetBucketTagging', Resource: bucket.bucketArn }),
    /this BucketPerimeter has a bucket policy \(\w+\) that does not deny data from other networks[^]*request: /],
  ['a statement is added that matches nothing', (bucket) => bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.arnForObjects('*')], principals: [new iam.AccountPrincipal(ENV.account)] })),
    /HardenedBucket-NoDeadStatement: [^]*statement 2 matches no request/],
  ['a public statement that the perimeter does not narrow is none of its business, but locking everybody out is', (bucket) => bucket.addToResourcePolicy(
    new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:*'], resources: [bucket.bucketArn], principals: [new iam.AnyPrincipal()] })), /HardenedBucket-NobodyLockedOut/],
])('fails synth: %s', (_, change, message) => {
  const { app, bucket } = around(l2);
  change(bucket as s3.Bucket);
  expect(() => app.synth()).toThrow(message);
});

test('fails synth: a policy of more than 20 KB, with its size and what to shorten', () => {
  const accountIds = Array.from({ length: 1_000 }, (_, i) => String(100_000_000_000 + i));
  const { app } = around(l2, { identity: { accountIds } });
  expect(() => app.synth()).toThrow(/HardenedBucket-PolicySize: [^]*20,?480[^]*DenyOtherAccounts/);
});
