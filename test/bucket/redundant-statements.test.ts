import { App, aws_cloudtrail as cloudtrail, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2, aws_iam as iam, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { BucketPerimeter, BucketPurpose, HardenedBucket, LogSource } from '../../src';

/** CDK, and users, say again what the bucket already says: that is no reason to refuse it. */
const FLAGS = { '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true, '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true };

function stackOf(flags: object = {}): { app: App; stack: Stack } {
  const app = new App({ context: { ...flags } });
  return { app, stack: new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } }) };
}

describe.each([['without flags', {}], ['with the recommended flags', FLAGS]])('%s', (_, flags) => {
  test.each<[string, (stack: Stack) => void]>([
    ['a trail into the archive', (stack) => {
      const archive = new HardenedBucket(stack, 'Archive', { purpose: BucketPurpose.logArchive({ sources: [LogSource.CLOUDTRAIL] }) });
      new cloudtrail.Trail(stack, 'Trail', { bucket: archive, encryptionKey: archive.encryptionKey });
    }],
    ['flow logs into the archive', (stack) => {
      const archive = new HardenedBucket(stack, 'Archive', { purpose: BucketPurpose.logArchive({ sources: [LogSource.VENDED_LOGS] }) });
      new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 }).addFlowLog('Logs', { destination: ec2.FlowLogDestination.toS3(archive) });
    }],
    ['a Network Load Balancer into the archive, with a statement for the account of others', (stack) => {
      const archive = new HardenedBucket(stack, 'Archive', { purpose: BucketPurpose.logArchive({ sources: [LogSource.VENDED_LOGS] }) });
      new elbv2.NetworkLoadBalancer(stack, 'Balancer', { vpc: new ec2.Vpc(stack, 'Vpc') }).logAccessLogs(archive);
    }],
    ['one partner who reads and writes', (stack) => {
      const bucket = new HardenedBucket(stack, 'Bucket', { perimeter: { identity: { accountIds: ['444455556666'] } } });
      bucket.grantRead(new iam.AccountPrincipal('444455556666'));
      bucket.grantReadWrite(new iam.AccountPrincipal('444455556666'));
    }],
    ['a second guard on TLS', (stack) => {
      const bucket = new HardenedBucket(stack, 'Bucket', { perimeter: { identity: { crossAccount: false } } });
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        actions: ['s3:*'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        principals: [new iam.AnyPrincipal()],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }));
    }],
  ])('synthesizes: %s', (__, build) => {
    const { app, stack } = stackOf(flags);
    build(stack);
    expect(() => app.synth()).not.toThrow();
  });
});

test('fails for a statement that can match nothing', () => {
  const { app, stack } = stackOf();
  const bucket = new HardenedBucket(stack, 'Bucket', { perimeter: { identity: { crossAccount: false } } });
  bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.bucketArn], principals: [new iam.AccountRootPrincipal()] }));
  expect(() => app.synth()).toThrow(/HardenedBucket-NoDeadStatement: [^]*matches no request/);
});

test.each<[string, (bucket: s3.Bucket, stack: Stack) => void]>([
  ['an Application Load Balancer', (bucket, stack) => new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc: new ec2.Vpc(stack, 'Vpc') }).logAccessLogs(bucket)],
  ['one beside a Network Load Balancer', (bucket, stack) => {
    const vpc = new ec2.Vpc(stack, 'Vpc');
    new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc }).logAccessLogs(bucket);
    new elbv2.NetworkLoadBalancer(stack, 'Network', { vpc }).logAccessLogs(bucket);
  }],
])('fails where a guard cancels what delivers: the access logs of %s', (_, produce) => {
  const { app, stack } = stackOf();
  const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.S3_MANAGED });
  produce(bucket, stack);
  new BucketPerimeter(stack, 'Perimeter', { bucket, identity: { crossAccount: false } });
  expect(() => app.synth()).toThrow(/HardenedBucket-GrantsEffective: [^]*iam::156460612806:root is granted s3:PutObject[^]*DenyOtherAccounts/);
});
