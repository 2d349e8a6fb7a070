import { App, aws_kms as kms, aws_s3 as s3, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { PLACES, synthError } from './apps';
import { AccessLogsBucket, BucketRequestAlarms, HardenedBucket } from '../../src';

const SHORT = { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true };

/** What of a stack stays when it is deleted. */
function retained(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string; DeletionPolicy?: string; Metadata?: Record<string, string> }>)
    .filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')
    .map(({ Type, Metadata }) => Metadata?.['cdk-hardened-bucket'] ?? Type.split('::')[2]).sort();
}

/** How many buckets the function empties. */
function emptied(stack: Stack): number {
  return Object.keys(Template.fromStack(stack).findResources('Custom::S3AutoDeleteObjects')).length;
}

describe.each(PLACES)('in %s', (_, place) => {
  test('a bucket that is deleted and emptied leaves nothing behind', () => {
    const { app, stack } = place();
    new HardenedBucket(stack, 'Bucket', SHORT);
    expect(synthError(app)).toBe('');
    expect(retained(stack)).toEqual([]);
    expect(emptied(stack)).toBe(2);
  });
});

/** Who shares the log bucket, and what stays. */
test.each<[string, (stack: Stack) => void, string[], number]>([
  ['two that go', (stack) => ['A', 'B'].forEach((id) => new HardenedBucket(stack, id, SHORT)), [], 3],
  ['one that goes, then one that stays', (stack) => {
    new HardenedBucket(stack, 'A', SHORT);
    new HardenedBucket(stack, 'B');
  }, ['AccessLogsBucket', 'BucketPolicy', 'BucketPolicy', 'HardenedBucket', 'Key', 'Key'], 1],
  ['one that stays, then one that goes', (stack) => {
    new HardenedBucket(stack, 'A');
    new HardenedBucket(stack, 'B', SHORT);
  }, ['AccessLogsBucket', 'BucketPolicy', 'BucketPolicy', 'HardenedBucket', 'Key', 'Key'], 1],
  ['one that is deleted and not emptied', (stack) => new HardenedBucket(stack, 'A', { removalPolicy: RemovalPolicy.DESTROY }), ['AccessLogsBucket', 'BucketPolicy', 'Key', 'Key'], 0],
  ['a plain bucket that stays', (stack) => new s3.Bucket(stack, 'Plain', { serverAccessLogsBucket: new HardenedBucket(stack, 'A', SHORT).serverAccessLogsBucket }),
    ['AccessLogsBucket', 'Bucket', 'BucketPolicy'], 1],
  ['a plain bucket that goes', (stack) => new s3.Bucket(stack, 'Plain', { serverAccessLogsBucket: new HardenedBucket(stack, 'A', SHORT).serverAccessLogsBucket, ...SHORT }), [], 3],
  ['a bucket of another stack that stays', (stack) => {
    const { serverAccessLogsBucket } = new HardenedBucket(stack, 'A', SHORT);
    new HardenedBucket(new Stack(stack.node.root as App, 'Other'), 'B', { serverAccessLogsBucket });
  }, ['AccessLogsBucket', 'BucketPolicy'], 1],
  ['a bucket of another stack that goes', (stack) => {
    const { serverAccessLogsBucket } = new HardenedBucket(stack, 'A', SHORT);
    new HardenedBucket(new Stack(stack.node.root as App, 'Other'), 'B', { serverAccessLogsBucket, ...SHORT });
  }, [], 2],
  ['a log bucket of its own, which has its own policy', (stack) => new HardenedBucket(stack, 'A', { serverAccessLogsBucket: new AccessLogsBucket(stack, 'Logs'), ...SHORT }), ['AccessLogsBucket', 'BucketPolicy'], 1],
  ['a key of its own, which has its own policy', (stack) => new HardenedBucket(stack, 'A', { encryptionKey: new kms.Key(stack, 'Own', { enableKeyRotation: true }), ...SHORT }), ['Key'], 2],
  ['alarms on a bucket that stays', (stack) => {
    new HardenedBucket(stack, 'A', SHORT);
    new BucketRequestAlarms(stack, 'Alarms', { bucket: s3.Bucket.fromBucketName(stack, 'Legacy', 'our-legacy-bucket') });
  }, ['Key'], 2],
  ['no alarms', (stack) => new HardenedBucket(stack, 'A', { requestMetrics: false, ...SHORT }), [], 2],
])('%s', (_, make, stays, functions) => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  make(stack);
  expect(synthError(app)).toBe('');
  expect(retained(stack)).toEqual(stays);
  expect(emptied(stack)).toBe(functions);
});

test('the log bucket is emptied by a function that its policy allows to, and that knows it by its tag', () => {
  const stack = new Stack(new App(), 'Stack');
  new HardenedBucket(stack, 'Bucket', SHORT);
  const template = Template.fromStack(stack);
  const [logs] = Object.keys(template.findResources('AWS::S3::Bucket', { Metadata: { 'cdk-hardened-bucket': 'AccessLogsBucket' } }));
  const [policy] = Object.keys(template.findResources('AWS::S3::BucketPolicy', { Properties: { Bucket: { Ref: logs } } }));
  template.hasResourceProperties('AWS::S3::Bucket', { Tags: [{ Key: 'aws-cdk:auto-delete-objects', Value: 'true' }], LoggingConfiguration: Match.absent() });
  template.hasResource('Custom::S3AutoDeleteObjects', { Properties: { BucketName: { Ref: logs } }, DependsOn: [policy] });
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    Bucket: { Ref: logs },
    PolicyDocument: {
      Statement: Match.arrayWith([Match.objectLike({
        Effect: 'Allow',
        Action: ['s3:PutBucketPolicy', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*'],
        Principal: { AWS: { 'Fn::GetAtt': [Match.stringLikeRegexp('^CustomS3AutoDeleteObjects'), 'Arn'] } },
      })]),
    },
  });
  // Deleted in the other order, the bucket's own deliveries would fill it again.
  template.hasResource('AWS::S3::Bucket', { Metadata: { 'cdk-hardened-bucket': 'HardenedBucket' }, DependsOn: [policy] });
});

test.each([true, false])('a second synth changes nothing, with the flag that lets aspects run until nothing changes: %s', (flag) => {
  const app = new App({ context: { '@aws-cdk/core:aspectStabilization': flag } });
  const stack = new Stack(app, 'Stack');
  new HardenedBucket(stack, 'Bucket', SHORT);
  const first = app.synth().getStackByName('Stack').template;
  expect(app.synth({ force: true }).getStackByName('Stack').template).toEqual(first);
  expect(stack.node.metadata.concat(stack.node.findAll().flatMap(({ node }) => node.metadata)).filter(({ type }) => type === 'aws:cdk:warning')).toEqual([]);
});
