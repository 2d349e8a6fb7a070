import {
  App, aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_cloudtrail as cloudtrail, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elb, aws_iam as iam,
  aws_kinesisfirehose as firehose, aws_lambda as lambda, aws_s3 as s3, aws_s3_deployment as deployment, aws_s3_notifications as notifications, aws_sns as sns, Stack,
} from 'aws-cdk-lib';
import { BucketPerimeter, HardenedBucketMixin, HardenedSetting } from '../../src';
import { synthError } from '../bucket/apps';

const ENV = { account: '111122223333', region: 'eu-west-1' };

/** Makes what uses a bucket before or after this is hardened. */
function used(use: (bucket: s3.Bucket, stack: Stack) => void, isHardenedFirst: boolean, excludedSettings: HardenedSetting[] = []): string {
  const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
  const stack = new Stack(app, 'Stack', { env: ENV });
  const bucket = new s3.Bucket(stack, 'Bucket');
  const steps = [() => use(bucket, stack), () => bucket.with(new HardenedBucketMixin({ excludedSettings }))];
  (isHardenedFirst ? steps.reverse() : steps).forEach((step) => step());
  return synthError(app);
}

type Use = (bucket: s3.Bucket, stack: Stack) => void;

const FLOW_LOGS: Use = (bucket, stack) => new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 }).addFlowLog('Flow', { destination: ec2.FlowLogDestination.toS3(bucket) });
const BALANCER: Use = (bucket, stack) => new elb.ApplicationLoadBalancer(stack, 'Balancer', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }).logAccessLogs(bucket);
const OTHER_ACCOUNT: Use = (bucket) => bucket.grantRead(new iam.ArnPrincipal('arn:aws:iam::444455556666:role/Reader'));

const SITE: Use = (bucket, stack) => new cloudfront.Distribution(stack, 'Site', { defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) } });
const INVENTORY: Use = (bucket, stack) => new s3.Bucket(stack, 'Listed').addInventory({ destination: { bucket } });

test.each<[string, Use]>([
  ['Firehose', (bucket, stack) => new firehose.DeliveryStream(stack, 'Stream', { destination: new firehose.S3Bucket(bucket) })],
  ['a deployment of files', (bucket, stack) => new deployment.BucketDeployment(stack, 'Deployment', { sources: [deployment.Source.data('a.txt', 'a')], destinationBucket: bucket })],
  ['a notification', (bucket, stack) => bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SnsDestination(new sns.Topic(stack, 'Topic')))],
  ['a function', (bucket, stack) => bucket.grantReadWrite(new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromInline('0') }))],
])('%s works with the bucket, before it is hardened and after', (_, use) => {
  expect([used(use, true), used(use, false)]).toEqual(['', '']);
});

describe('what can no longer work is refused, and works once the error is followed', () => {
  test.each<[string, Use, boolean, HardenedSetting, string]>([
    ['CloudTrail, made after, asks for SSE-S3', (bucket, stack) => new cloudtrail.Trail(stack, 'Trail', { bucket }), true, HardenedSetting.ENCRYPTION, 'HardenedBucket-ProducerEncryption'],
    ['CloudTrail, made before, asks for SSE-S3', (bucket, stack) => new cloudtrail.Trail(stack, 'Trail', { bucket }), false, HardenedSetting.ENCRYPTION, 'HardenedBucket-ProducerEncryption'],
    ['a load balancer writes to no bucket with KMS', BALANCER, false, HardenedSetting.ENCRYPTION, 'HardenedBucket-DeliveriesPossible'],
    ['a grant for another account was made without the key', OTHER_ACCOUNT, false, HardenedSetting.ENCRYPTION, 'HardenedBucket-GrantsReachKey'],
  ])('%s', (_, use, first, setting, rule) => {
    const error = used(use, first);
    expect(error).toContain(rule);
    expect([...error.matchAll(/HardenedSetting\.([A-Z_]+)/g)].map(([, name]) => HardenedSetting[name as keyof typeof HardenedSetting])).toContain(setting);
    expect(used(use, first, [setting])).toBe('');
  });

  test.each([[true], [false]])('flow logs are delivered by a statement that their service added, which a policy replaces (hardened first: %s)', (first) => {
    expect(used(FLOW_LOGS, first)).toContain("name it in services of the HardenedBucket or BucketPerimeter, which allow it on the bucket and its key: { service: 'delivery.logs.amazonaws.com', bucketActions: ['s3:GetBucketAcl'] }");
    const followed: Use = (bucket, stack) => {
      FLOW_LOGS(bucket, stack);
      bucket.with(new HardenedBucketMixin());
      new BucketPerimeter(stack, 'Perimeter', { bucket, services: [{ service: 'delivery.logs.amazonaws.com', bucketActions: ['s3:GetBucketAcl'] }] });
    };
    expect(used(followed, first)).toBe('');
  });

  test('CDK itself refuses a load balancer that is told to log to a bucket with KMS', () => {
    expect(() => used(BALANCER, true)).toThrow('KMS');
    expect(used(BALANCER, true, [HardenedSetting.ENCRYPTION])).toBe('');
  });

  test('CloudFront that is made after gets its permission on the key from CDK', () => {
    expect(used(SITE, true)).toBe('');
  });

  test.each<[string, Use, boolean]>([
    ['CloudFront, made before, has no permission on the key', SITE, false],
    ['an inventory, made before, has none', INVENTORY, false],
    ['an inventory, made after, has none', INVENTORY, true],
  ])('%s, and the error says which', (_, use, first) => {
    const error = used(use, first);
    expect(error).toContain('HardenedBucket-GrantsReachKey');
    const [statement] = /\{"Effect".*?\}(?=;|$)/m.exec(error)!;
    const followed: Use = (bucket, stack) => {
      use(bucket, stack);
      bucket.with(new HardenedBucketMixin());
      bucket.encryptionKey!.addToResourcePolicy(iam.PolicyStatement.fromJson(JSON.parse(statement)));
    };
    expect(used(followed, first)).toBe('');
    expect(used(use, first, [HardenedSetting.ENCRYPTION])).toBe('');
  });

  test('CloudTrail keeps its own encryption, once it may use the key', () => {
    const followed: Use = (bucket, stack) => {
      new cloudtrail.Trail(stack, 'Trail', { bucket });
      bucket.with(new HardenedBucketMixin({ excludedSettings: [HardenedSetting.ENCRYPTION_ENFORCED] }));
      bucket.encryptionKey!.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudtrail.amazonaws.com')], actions: ['kms:GenerateDataKey*'], resources: ['*'], conditions: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      }));
    };
    expect(used(followed, false)).toBe('');
  });

  test('a grant for another account that is made after has its half on the key', () => {
    expect(used(OTHER_ACCOUNT, true)).toBe('');
  });
});
