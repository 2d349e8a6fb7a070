import { App, aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_sns as sns, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BucketPurpose, BucketRequestAlarms, BucketRequestAlarmsProps, HardenedBucket, HardenedBucketProps, RequestAlarmOptions } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function makeStack(): Stack {
  return new Stack(new App(), 'Stack', { env: ENV });
}

function hardened(props: (stack: Stack) => HardenedBucketProps): Template {
  const stack = makeStack();
  new HardenedBucket(stack, 'Bucket', props(stack));
  return Template.fromStack(stack);
}

function imported(props: Partial<BucketRequestAlarmsProps> = {}): Template {
  const stack = makeStack();
  new BucketRequestAlarms(stack, 'Alarms', { bucket: s3.Bucket.fromBucketName(stack, 'Legacy', 'legacy'), ...props });
  return Template.fromStack(stack);
}

function alarmsOf(template: Template): Record<string, any>[] {
  return Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
}

function metricsOf({ Metrics, ...alarm }: Record<string, any>): Record<string, any>[] {
  return Metrics?.flatMap(({ MetricStat }: any) => MetricStat ? [MetricStat.Metric] : []) ?? [alarm];
}

const EVERY_OPTION: RequestAlarmOptions = {
  clientErrorRateThreshold: 20,
  serverErrorRateThreshold: 2,
  minimumRequests: 10,
  headRequestsAnomalyBand: 2,
  listRequestsAnomalyBand: 3,
  firstByteLatencyThreshold: Duration.millis(200),
  totalRequestLatencyThreshold: Duration.seconds(2),
  latencyPercentile: 99.9,
  period: Duration.minutes(1),
  evaluationPeriods: 5,
  datapointsToAlarm: 4,
};

const dimensions = (bucket: unknown, filterId: string) => [{ Name: 'BucketName', Value: bucket }, { Name: 'FilterId', Value: filterId }];

describe('each option makes its alarm', () => {
  const template = imported({ requestAlarms: EVERY_OPTION });
  const metric = (Id: string, MetricName: string, Stat: string, ReturnData: boolean) =>
    ({ Id, MetricStat: { Metric: { Namespace: 'AWS/S3', MetricName, Dimensions: dimensions('legacy', 'EntireBucket') }, Period: 60, Stat }, ReturnData });

  const slow = (name: string) => [
    Match.objectLike({ Expression: 'IF(all >= 10, latency, 0)', Label: `${name} (p99.9, ms)`, ReturnData: true }), metric('latency', name, 'p99.9', false), metric('all', 'AllRequests', 'Sum', false),
  ];
  const unusual = (name: string, deviations: number) => [Match.objectLike({ Id: 'expr_1', Expression: `ANOMALY_DETECTION_BAND(m0, ${deviations})` }), metric('m0', name, 'Sum', true)];

  test.each<[string, object]>([
    ['the latency of the first byte, at the percentile, once there are enough requests', { Metrics: slow('FirstByteLatency'), Threshold: 200, ComparisonOperator: 'GreaterThanThreshold' }],
    ['the latency of the whole request', { Metrics: slow('TotalRequestLatency'), Threshold: 2000, ComparisonOperator: 'GreaterThanThreshold' }],
    ['more HEAD requests than usual, not fewer', { Metrics: unusual('HeadRequests', 2), ThresholdMetricId: 'expr_1', Threshold: Match.absent(), ComparisonOperator: 'GreaterThanUpperThreshold' }],
    ['more LIST requests than usual, not fewer', { Metrics: unusual('ListRequests', 3), ThresholdMetricId: 'expr_1', Threshold: Match.absent(), ComparisonOperator: 'GreaterThanUpperThreshold' }],
  ])('%s', (_, expected) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { ...expected, EvaluationPeriods: 5, DatapointsToAlarm: 4, TreatMissingData: 'notBreaching' });
  });
});

test.each<[string, Template, unknown, string]>([
  ['a hardened bucket', hardened(() => ({ requestAlarms: EVERY_OPTION })), { Ref: 'Bucket83908E77' }, 'EntireBucket'],
  ['an imported bucket', imported({ requestAlarms: EVERY_OPTION }), 'legacy', 'EntireBucket'],
  ['another metrics configuration', imported({ requestAlarms: EVERY_OPTION, filterId: 'everything' }), 'legacy', 'everything'],
])('every alarm reaches an action, and every metric is one of the configuration: %s', (_, template, bucket, filterId) => {
  const alarms = alarmsOf(template);
  expect(alarms).toHaveLength(6);
  for (const alarm of alarms) {
    expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^HardenedBucketAlarmsTopic/) }]);
    expect(alarm.TreatMissingData).toBe('notBreaching');
    for (const metric of metricsOf(alarm)) {
      expect(metric).toMatchObject({ Namespace: 'AWS/S3', Dimensions: dimensions(bucket, filterId) });
    }
  }
});

test('an imported bucket has by default the alarms of a hardened one', () => {
  const withoutPlace = (template: Template) => JSON.parse(JSON.stringify(alarmsOf(template)).replaceAll('{"Ref":"Bucket83908E77"}', '"legacy"').replaceAll('Stack/Bucket', 'Stack/Legacy'));
  expect(withoutPlace(imported())).toEqual(withoutPlace(hardened(() => ({}))));
});

test('a token is a number in the expression', () => {
  const stack = makeStack();
  const minimumRequests = new CfnParameter(stack, 'Minimum', { type: 'Number' }).valueAsNumber;
  new BucketRequestAlarms(stack, 'Alarms', { bucket: s3.Bucket.fromBucketName(stack, 'Legacy', 'legacy'), requestAlarms: { minimumRequests } });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { Metrics: Match.arrayWith([Match.objectLike({ Expression: { 'Fn::Join': ['', ['IF(all >= ', { Ref: 'Minimum' }, ', errors / all * 100, 0)']] } })]) });
});

describe('a purpose', () => {
  test.each<[string, BucketPurpose, RequestAlarmOptions, object]>([
    ['with a threshold of its own gives way to a band', BucketPurpose.webOrigin(), { listRequestsAnomalyBand: 3 }, { ThresholdMetricId: 'expr_1', Metrics: Match.arrayWith([Match.objectLike({ Expression: 'ANOMALY_DETECTION_BAND(m0, 3)' })]) }],
    ['without options leaves those that are given', BucketPurpose.privateData(), { listRequestsThreshold: 7 }, { MetricName: 'ListRequests', Threshold: 7 }],
  ])('%s', (_, purpose, requestAlarms, expected) => {
    hardened(() => ({ purpose, requestAlarms })).hasResourceProperties('AWS::CloudWatch::Alarm', expected);
  });
});

describe('alarmActions', () => {
  const topicOf = (stack: Stack, id: string) => new sns.Topic(stack, id, { masterKey: new kms.Key(stack, `${id}Key`, { enableKeyRotation: true }) });

  test.each<[string, (stack: Stack) => HardenedBucketProps, unknown[]]>([
    ['are in place of the topic of the stack', (stack) => ({ alarmActions: [new actions.SnsAction(topicOf(stack, 'Ours'))] }), [{ Ref: Match.stringLikeRegexp('^Ours') }]],
    ['are besides the topic that is given', (stack) => ({ alarmTopic: topicOf(stack, 'Ours'), alarmActions: [new actions.SnsAction(topicOf(stack, 'Theirs'))] }),
      [{ Ref: Match.stringLikeRegexp('^Ours') }, { Ref: Match.stringLikeRegexp('^Theirs') }]],
    ['may be something else than a topic', () => ({ alarmActions: [new actions.SsmIncidentAction('plan')] }), [{ 'Fn::Join': ['', Match.arrayWith([':ssm-incidents::111122223333:response-plan/plan'])] }]],
    ['may be a function, which all alarms may call', (stack) => ({ alarmActions: [new actions.LambdaAction(lambda.Function.fromFunctionAttributes(stack, 'Function', { functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:ours', sameEnvironment: true }), { useUniquePermissionId: true })] }),
      ['arn:aws:lambda:eu-west-1:111122223333:function:ours']],
  ])('%s', (_, props, expected) => {
    hardened(props).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: expected });
  });

  test('take the place of the topic for replication as well, so that no topic is made', () => {
    const stack = makeStack();
    const alarmActions = [new actions.SsmIncidentAction('plan')];
    const bucket = new HardenedBucket(stack, 'Bucket', { alarmActions, replicationRules: [{ destination: new HardenedBucket(stack, 'Replica', { alarmActions }) }] });
    expect(bucket.alarmTopic).toBeUndefined();
    Template.fromStack(stack).resourceCountIs('AWS::SNS::Topic', 0);
    Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [Match.anyValue()] });
  });

  test.each<[string, (stack: Stack) => cloudwatch.IAlarmAction, string]>([
    ['a topic by its ARN', (stack) => new actions.SnsAction(sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:111122223333:ours')),
      "alarmActions[0] acts on 'arn:aws:sns:us-east-1:111122223333:ours' in Region us-east-1, and the alarms are in eu-west-1"],
    ['a topic of another stack', (stack) => new actions.SnsAction(new sns.Topic(new Stack(stack.node.scope!, 'Other', { env: { ...ENV, region: 'us-east-1' } }), 'Topic')), "alarmActions[0] acts on 'Other/Topic"],
  ])('fails: %s, in another Region', (_, action, message) => {
    expect(() => hardened((stack) => ({ alarmActions: [action(stack)] }))).toThrow(message);
  });

  test('fails synth: a topic that CloudWatch cannot write to, and nothing else', () => {
    const masterKey = (stack: Stack) => kms.Alias.fromAliasName(stack, 'SnsKey', 'alias/aws/sns') as unknown as kms.IKey;
    expect(() => hardened((stack) => ({ alarmActions: [new actions.SnsAction(new sns.Topic(stack, 'Closed', { masterKey: masterKey(stack) }))] })))
      .toThrow('a topic encrypted with alias/aws/sns');
  });

  test('a topic without encryption is a warning, since its alarms arrive', () => {
    expect(() => hardened((stack) => ({ alarmActions: [new actions.SnsAction(new sns.Topic(stack, 'Open'))] }))).not.toThrow();
  });
});

const BAD_INPUT: readonly [string, (stack: Stack) => Partial<BucketRequestAlarmsProps>, string][] = [
  ['an id that no configuration has', () => ({ filterId: 'a b' }), "filterId is 'a b'. Use the id of a metrics configuration"],
  ['an empty id', () => ({ filterId: '' }), "filterId is ''"],
  ['a bucket in another Region', (stack) => ({ bucket: s3.Bucket.fromBucketAttributes(stack, 'There', { bucketName: 'there', region: 'us-east-1' }) }), "bucket 'Stack/There' is in Region us-east-1, and the alarms in eu-west-1"],
  ['a bucket of another account', (stack) => ({ bucket: s3.Bucket.fromBucketAttributes(stack, 'There', { bucketName: 'there', account: '444455556666' }) }), "bucket 'Stack/There' is in account 444455556666"],
  ['a bad option', () => ({ requestAlarms: { headRequestsThreshold: -1 } }), '[Stack/Alarms] requestAlarms.headRequestsThreshold is -1'],
  ['no action', () => ({ alarmActions: [] }), 'alarmActions is empty'],
  ['a topic in another Region', (stack) => ({ alarmTopic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:111122223333:alarms') }), "alarmTopic 'Stack/Topic' is in Region us-east-1"],
];

test.each(BAD_INPUT)('fails BucketRequestAlarms: %s', (_, props, message) => {
  const stack = makeStack();
  expect(() => new BucketRequestAlarms(stack, 'Alarms', { bucket: s3.Bucket.fromBucketName(stack, 'Legacy', 'legacy'), ...props(stack) })).toThrow(message);
});
