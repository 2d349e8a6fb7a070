import * as fs from 'node:fs';
import {
  App, aws_cloudfront as cloudfront, aws_dms as dms, aws_ec2 as ec2, aws_elasticloadbalancing as elb, aws_elasticloadbalancingv2 as elbv2,
  aws_redshift as redshift, aws_s3 as s3, Duration, Stack, Token,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { synthError } from './apps';
import { AccessLogsBucket, AccessLogSource, BucketPerimeter, BucketPurpose, HardenedBucket, HardenedBucketProps, LogSource, ServiceAccess } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const RECOMMENDED: Record<string, unknown> = JSON.parse(fs.readFileSync(require.resolve('aws-cdk-lib/recommended-feature-flags.json'), 'utf8'));

function stackOf(context: Record<string, unknown> = {}, env: typeof ENV | undefined = ENV): Stack {
  return new Stack(new App({ context }), 'Stack', { env });
}

function errorIn(stack: Stack): string {
  return synthError(stack.node.root as App);
}

function statementsIn(stack: Stack): { Sid?: string; Principal: unknown; Action: unknown; Condition?: unknown }[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

const locked = { objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(30)) };
const writer = (service: string): HardenedBucketProps => ({ services: [{ service }] });

/** What AWS documents as impossible, with the way that works. */
test.each<[string, HardenedBucketProps, string]>([
  ['server access logs', writer('logging.s3.amazonaws.com'), "services[0].service 'logging.s3.amazonaws.com' cannot deliver server access logs to a bucket with a KMS key. Send them to an AccessLogsBucket"],
  ['logs of load balancers', writer('logdelivery.elasticloadbalancing.amazonaws.com'), 'cannot deliver access logs of an Application Load Balancer to a bucket with a KMS key. Send them to an AccessLogsBucket: alb.logAccessLogs(accessLogsBucket)'],
  ['audit logs of Redshift', writer('redshift.amazonaws.com'), 'cannot deliver audit logs of Redshift to a bucket with a KMS key. Send them to an AccessLogsBucket with logSources: [AccessLogSource.REDSHIFT]'],
  ['mail into a vault', { ...writer('ses.amazonaws.com'), ...locked }, 'cannot deliver received mail to a bucket with objectLockDefaultRetention. Leave objectLockDefaultRetention out'],
  ['a configuration history into a vault', { ...writer('config.amazonaws.com'), ...locked }, 'cannot deliver configuration history to a bucket with objectLockDefaultRetention'],
  ['a configuration history into an archive that locks', { purpose: BucketPurpose.logArchive({ sources: [LogSource.CONFIG] }), ...locked }, 'cannot deliver configuration history'],
  ['a service after others', { services: [{ service: 'ses.amazonaws.com' }, { service: 'redshift.amazonaws.com' }] }, "services[1].service 'redshift.amazonaws.com'"],
])('fails: services with %s, and says what works', (_, props, message) => {
  expect(() => new HardenedBucket(stackOf(), 'Bucket', props)).toThrow(message);
});

test.each<[string, ServiceAccess]>([
  ['reads', { service: 'redshift.amazonaws.com', objectActions: ['s3:GetObject'] }],
  ['writes mail that is not locked', { service: 'ses.amazonaws.com' }],
  ['is known at deployment only', { service: Token.asString({ Ref: 'Service' }) }],
])('a service passes that %s', (_, service) => {
  expect(() => new HardenedBucket(stackOf(), 'Bucket', { services: [service] })).not.toThrow();
});

test('a perimeter refuses them for a bucket with a key, and not for one without', () => {
  const put = (encryption: s3.BucketEncryption) => {
    const stack = stackOf();
    return new BucketPerimeter(stack, 'Perimeter', { bucket: new s3.Bucket(stack, 'Bucket', { encryption }), services: [{ service: 'redshift.amazonaws.com' }] });
  };
  expect(() => put(s3.BucketEncryption.KMS)).toThrow('cannot deliver audit logs of Redshift');
  expect(() => put(s3.BucketEncryption.S3_MANAGED)).not.toThrow();
});

const vpcOf = (stack: Stack) => new ec2.Vpc(stack, 'Vpc');

/** What delivers access logs in CDK. */
const PRODUCERS: readonly [string, (stack: Stack, bucket: s3.Bucket) => void][] = [
  ['access logs of an Application Load Balancer', (stack, bucket) => new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc: vpcOf(stack) }).logAccessLogs(bucket, 'alb')],
  ['connection logs of an Application Load Balancer', (stack, bucket) => new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc: vpcOf(stack) }).logConnectionLogs(bucket)],
  ['access logs of a Network Load Balancer', (stack, bucket) => new elbv2.NetworkLoadBalancer(stack, 'Balancer', { vpc: vpcOf(stack) }).logAccessLogs(bucket, 'nlb')],
  ['access logs of a Classic Load Balancer', (stack, bucket) => new elb.LoadBalancer(stack, 'Balancer', { vpc: vpcOf(stack), accessLoggingPolicy: { enabled: true, s3BucketName: bucket.bucketName } })],
  ['audit logs of Redshift', (stack, bucket) => new redshift.CfnCluster(stack, 'Cluster', {
    clusterType: 'single-node', dbName: 'db', masterUsername: 'admin', manageMasterPassword: true, nodeType: 'ra3.large', loggingProperties: { bucketName: bucket.bucketName },
  })],
];

describe.each([['with', RECOMMENDED], ['without', {}]])('%s the recommended feature flags', (_, flags) => {
  test.each(PRODUCERS)('an AccessLogsBucket is the home of %s', (_name, produce) => {
    const stack = stackOf(flags);
    produce(stack, new AccessLogsBucket(stack, 'Logs', { logSources: Object.values(AccessLogSource) }));
    expect(errorIn(stack)).toBe('');
  });

  // CDK refuses those of an Application Load Balancer itself.
  test.each(PRODUCERS.slice(3))('fails: a HardenedBucket is none of %s, and says what is', (_name, produce) => {
    const stack = stackOf(flags);
    produce(stack, new HardenedBucket(stack, 'Bucket'));
    expect(errorIn(stack)).toMatch(/HardenedBucket-DeliveriesPossible: [^]*fix: send them to an AccessLogsBucket/);
  });
});

describe('logSources', () => {
  test('allow each source to deliver for the account of the bucket', () => {
    const stack = stackOf();
    new AccessLogsBucket(stack, 'Logs', { logSources: Object.values(AccessLogSource) });
    const ofAccount = { StringEquals: { 'aws:SourceAccount': ENV.account } };
    expect(statementsIn(stack).filter(({ Sid = '' }) => /^Allow/.test(Sid) && Sid !== 'AllowS3AccessLogDelivery')).toMatchObject([
      { Sid: 'AllowLoadBalancerLogs', Action: 's3:PutObject', Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::156460612806:root']] } } },
      { Sid: 'AllowDeliveryLogsBucket', Action: 's3:GetBucketAcl', Principal: { Service: 'delivery.logs.amazonaws.com' }, Condition: ofAccount },
      { Sid: 'AllowDeliveryLogsObjects', Action: 's3:PutObject', Principal: { Service: 'delivery.logs.amazonaws.com' }, Condition: ofAccount },
      { Sid: 'AllowRedshiftLogs', Action: ['s3:PutObject', 's3:GetBucketAcl'], Principal: { Service: 'redshift.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': expect.anything() } } },
    ]);
  });

  test('allow the service of load balancers in a Region without an account for it', () => {
    const stack = stackOf({}, { ...ENV, region: 'eu-central-2' });
    new AccessLogsBucket(stack, 'Logs', { logSources: [AccessLogSource.APPLICATION_LOAD_BALANCERS] });
    expect(errorIn(stack)).toBe('');
    expect(statementsIn(stack)).toContainEqual(expect.objectContaining({ Sid: 'AllowLoadBalancerLogs', Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' } }));
  });

  test('allow Redshift and Network Load Balancers in any Region', () => {
    const stack = new Stack(new App(), 'Stack');
    new AccessLogsBucket(stack, 'Logs', { logSources: [AccessLogSource.REDSHIFT, AccessLogSource.NETWORK_LOAD_BALANCERS] });
    expect(errorIn(stack)).toBe('');
  });

  test.each<[string, Stack, AccessLogSource, string]>([
    ['load balancers of a Region that is not known', new Stack(new App(), 'Stack'), AccessLogSource.CLASSIC_LOAD_BALANCERS, "logSources[0] is 'classic-load-balancers', and who delivers logs of load balancers depends on the Region"],
    ['a source that is none', stackOf(), 'cloudfront' as AccessLogSource, 'logSources[0] is "cloudfront". Use one of AccessLogSource.APPLICATION_LOAD_BALANCERS'],
  ])('fails for %s', (_, stack, source, message) => {
    expect(() => new AccessLogsBucket(stack, 'Logs', { logSources: [source] })).toThrow(message);
  });

  test('fails synth for legacy logs of CloudFront, which need ACLs', () => {
    const stack = stackOf();
    const logs = new AccessLogsBucket(stack, 'Logs');
    new cloudfront.CfnDistribution(stack, 'Distribution', {
      distributionConfig: {
        enabled: true, defaultCacheBehavior: { targetOriginId: 'origin', viewerProtocolPolicy: 'https-only' }, logging: { bucket: logs.bucketRegionalDomainName },
      },
    });
    expect(errorIn(stack)).toMatch(/HardenedBucket-DeliveriesPossible: [^]*standard logs \(legacy\) of CloudFront[^]*with ACLs off[^]*fix: use standard logging v2/);
  });
});

test('a producer that asks for another encryption fails synth, and the line that repairs it makes it pass', () => {
  const make = (s3Settings: Partial<dms.CfnEndpoint.S3SettingsProperty>) => {
    const stack = stackOf();
    const bucket = new HardenedBucket(stack, 'Bucket');
    const { bucketName, encryptionKey } = bucket;
    new dms.CfnEndpoint(stack, 'Endpoint', { endpointType: 'target', engineName: 's3', s3Settings: { bucketName, serverSideEncryptionKmsKeyId: encryptionKey!.keyArn, ...s3Settings } });
    return errorIn(stack);
  };
  const error = make({});
  expect(error).toMatch(/HardenedBucket-ProducerEncryption: [^]*which requests SSE-S3/);
  expect(error).toMatch(/fix: set S3Settings\.EncryptionMode to SSE-KMS .* and S3Settings\.ServerSideEncryptionKmsKeyId to the ARN of key/);
  expect(make({ encryptionMode: 'sse-kms' })).toBe('');
});
