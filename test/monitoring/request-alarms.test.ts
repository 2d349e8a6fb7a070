import { App, aws_events as events, aws_events_targets as targets, aws_kms as kms, aws_sns as sns, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HardenedBucket, HardenedBucketProps } from '../../src';

function templateOf(props?: (stack: Stack) => HardenedBucketProps): Template {
  const stack = new Stack(new App(), 'Stack');
  new HardenedBucket(stack, 'Bucket', props?.(stack));
  return Template.fromStack(stack);
}

const DIMENSIONS = [{ Name: 'BucketName', Value: { Ref: 'Bucket83908E77' } }, { Name: 'FilterId', Value: 'EntireBucket' }];

function rateOf(metricName: string, minimum: number): object {
  const metric = (name: string) => ({ MetricStat: { Metric: { Namespace: 'AWS/S3', MetricName: name, Dimensions: DIMENSIONS }, Period: 300, Stat: 'Sum' }, ReturnData: false });
  return {
    Metrics: [
      Match.objectLike({ Expression: `IF(all >= ${minimum}, errors / all * 100, 0)` }),
      Match.objectLike(metric(metricName)),
      Match.objectLike(metric('AllRequests')),
    ],
  };
}

function countOf(metricName: string): object {
  return { Namespace: 'AWS/S3', MetricName: metricName, Dimensions: DIMENSIONS, Statistic: 'Sum', Period: 300 };
}

describe('by default', () => {
  const template = templateOf();

  test.each<[string, object, number]>([
    ['the rate of 4xx, in percent, once there are 100 requests', rateOf('4xxErrors', 100), 10],
    ['the rate of 5xx, in percent, once there are 100 requests', rateOf('5xxErrors', 100), 1],
    ['the number of HEAD requests', countOf('HeadRequests'), 1000],
    ['the number of LIST requests', countOf('ListRequests'), 1000],
  ])('an alarm watches %s', (_, metric, threshold) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...metric,
      Threshold: threshold,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^HardenedBucketAlarmsTopic') }],
    });
  });

  test('the topic is encrypted with a rotated key that CloudWatch may use, for this account', () => {
    const thisAccount = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^HardenedBucketAlarmsKey'), 'Arn'] } });
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Condition: thisAccount,
        })]),
      },
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Condition: thisAccount }),
        ]),
      },
    });
  });
});

test('a rule of EventBridge that targets the topic may publish to it and use its key, and none may before', () => {
  const statements = (template: Template) => [['AWS::SNS::TopicPolicy', 'PolicyDocument'], ['AWS::KMS::Key', 'KeyPolicy']].map(([type, document]) => Object.values(template.findResources(type))
    .flatMap(({ Properties }) => Properties[document].Statement).filter(({ Principal }) => Principal.Service === 'events.amazonaws.com').flatMap(({ Action }) => Action));
  expect(statements(templateOf())).toEqual([[], []]);
  const stack = new Stack(new App(), 'Stack');
  const bucket = new HardenedBucket(stack, 'Bucket');
  new events.Rule(stack, 'Deletions', { eventPattern: { source: ['aws.s3'], detailType: ['Object Deleted'] }, targets: [new targets.SnsTopic(bucket.alarmTopic!)] });
  expect(statements(Template.fromStack(stack))).toEqual([['sns:Publish'], ['kms:Decrypt', 'kms:GenerateDataKey*']]);
});

test('one topic for all buckets of a stack', () => {
  const stack = new Stack(new App(), 'Stack');
  const [a, b] = ['A', 'B'].map((id) => new HardenedBucket(stack, id));
  expect(a.alarmTopic).toBe(b.alarmTopic);
  Template.fromStack(stack).resourceCountIs('AWS::SNS::Topic', 1);
});

test("the caller's topic gets the alarms, and none is made", () => {
  const template = templateOf((stack) => ({
    alarmTopic: new sns.Topic(stack, 'Ours', { masterKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }) }),
  }));
  template.resourceCountIs('AWS::SNS::Topic', 1);
  template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.stringLikeRegexp('^Ours') }] });
});

test.each([[1, 1], [2, 2], [5, 2]])('of %d periods, %d are to exceed the threshold', (evaluationPeriods, expected) => {
  templateOf(() => ({ requestAlarms: { evaluationPeriods } })).allResourcesProperties('AWS::CloudWatch::Alarm', { EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: expected });
});

test('every option', () => {
  const template = templateOf(() => ({
    requestAlarms: {
      clientErrorRateThreshold: 20,
      serverErrorRateThreshold: 2,
      minimumRequests: 10,
      headRequestsThreshold: 30,
      listRequestsThreshold: 40,
      period: Duration.minutes(1),
      evaluationPeriods: 5,
      datapointsToAlarm: 4,
    },
  }));
  template.allResourcesProperties('AWS::CloudWatch::Alarm', { EvaluationPeriods: 5, DatapointsToAlarm: 4 });
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  expect(alarms.map(({ Properties }) => Properties.Threshold).sort()).toEqual([2, 20, 30, 40]);
  expect(alarms.flatMap(({ Properties }) => Properties.Metrics?.[0].Expression ?? [])).toEqual(Array(2).fill('IF(all >= 10, errors / all * 100, 0)'));
  expect(alarms.map(({ Properties }) => Properties.Period ?? Properties.Metrics[1].MetricStat.Period)).toEqual([60, 60, 60, 60]);
});
