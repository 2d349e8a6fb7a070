import { App, aws_cloudwatch_actions as actions, aws_kms as kms, aws_s3 as s3, aws_sns as sns, Stack } from 'aws-cdk-lib';
import { AccessInsights, BucketRequestAlarms, HardenedBucket, RequestAlarmScope } from '../../src';

/** Each way to tell a topic. */
const TELLERS: readonly [string, (stack: Stack, alarmTopic: sns.ITopic) => unknown][] = [
  ['a hardened bucket', (stack, alarmTopic) => new HardenedBucket(stack, 'Bucket', { alarmTopic })],
  ['a hardened bucket that shares its alarms', (stack, alarmTopic) => new HardenedBucket(stack, 'Bucket', { alarmTopic, requestAlarmScope: RequestAlarmScope.STACK })],
  ['an action of a hardened bucket', (stack, topic) => new HardenedBucket(stack, 'Bucket', { alarmActions: [new actions.SnsAction(topic)] })],
  ['alarms on another bucket', (stack, alarmTopic) => new BucketRequestAlarms(stack, 'Alarms', { bucket: s3.Bucket.fromBucketName(stack, 'Legacy', 'legacy'), alarmTopic })],
  ['insights', (stack, alarmTopic) => new AccessInsights(stack, 'Insights', { bucket: s3.Bucket.fromBucketName(stack, 'Legacy', 'legacy'), alarmTopic })],
];

function warningsOf(app: App): string[] {
  return app.node.findAll().flatMap(({ node }) => node.metadata).filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data)).filter((text) => /topic/i.test(text));
}

describe.each(TELLERS)('%s', (_, tell) => {
  const made = (topic: (stack: Stack) => sns.ITopic) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    tell(stack, topic(stack));
    return app;
  };

  test('a topic without encryption is a warning, with its fix, once', () => {
    const app = made((stack) => new sns.Topic(stack, 'Topic'));
    app.synth();
    app.synth({ force: true });
    expect(warningsOf(app).length).toBeGreaterThan(0);
    expect(new Set(warningsOf(app)).size).toBe(warningsOf(app).length);
    expect(warningsOf(app)[0]).toMatch(/without encryption|not encrypted/);
    expect(warningsOf(app)[0]).toMatch(/Give (it|the topic) a masterKey that CloudWatch may use/i);
  });

  test('fails for alias/aws/sns', () => {
    const app = made((stack) => new sns.Topic(stack, 'Topic', { masterKey: kms.Alias.fromAliasName(stack, 'SnsKey', 'alias/aws/sns') as unknown as kms.IKey }));
    expect(() => app.synth()).toThrow('encrypted with alias/aws/sns');
  });

  test.each<[string, (stack: Stack) => sns.ITopic]>([
    ['with a key', (stack) => new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }) })],
    ['that is imported', (stack) => sns.Topic.fromTopicArn(stack, 'Topic', `arn:aws:sns:${stack.region}:${stack.account}:ours`)],
  ])('a topic %s has no warning', (__, topic) => {
    const app = made(topic);
    app.synth();
    expect(warningsOf(app)).toEqual([]);
  });
});
