import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HardenedBucket, HardenedBucketProps, ReplicationRuleOptions } from '../../src';

const HOME = { account: '111122223333', region: 'eu-west-1' };

function templateOf(rule: Partial<ReplicationRuleOptions> = {}, props: HardenedBucketProps = {}, region = HOME.region): Template {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: HOME });
  const destination = new HardenedBucket(region === HOME.region ? stack : new Stack(app, 'Elsewhere', { env: { ...HOME, region } }), 'Replica', { bucketName: 'the-replica' });
  new HardenedBucket(stack, 'Bucket', { ...props, replicationRules: [{ destination, ...rule }] });
  return Template.fromStack(stack);
}

/** The alarms on one metric of the replication. */
function alarmsOn(template: Template, metricName: string): Record<string, any>[] {
  return Object.values(template.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName: metricName } })).map(({ Properties }) => Properties);
}

test.each<[string, object]>([
  ['OperationsFailedReplication', {
    Statistic: 'Sum',
    Threshold: 0,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    AlarmDescription: Match.stringLikeRegexp('S3 Batch Replication \\(bucket Stack/Bucket, rule Replicate1 to Stack/Replica\\). Runbook: .*#replication-failed$'),
  }],
  ['ReplicationLatency', {
    Statistic: 'Maximum', Threshold: 6 * 3600, EvaluationPeriods: 3, DatapointsToAlarm: 2, AlarmDescription: Match.stringLikeRegexp('^Replicas are more than 6 hours behind'),
  }],
])('an alarm watches %s, and goes to the topic of the bucket', (MetricName, expected) => {
  templateOf().hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/S3',
    MetricName,
    Period: 300,
    Dimensions: [
      { Name: 'DestinationBucket', Value: { Ref: Match.stringLikeRegexp('^Replica') } },
      { Name: 'RuleId', Value: 'Replicate1' },
      { Name: 'SourceBucket', Value: { Ref: Match.stringLikeRegexp('^Bucket') } },
    ],
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'ignore',
    AlarmActions: [{ Ref: Match.stringLikeRegexp('^HardenedBucketAlarmsTopic') }],
    ...expected,
  });
});

test.each<[string, Partial<ReplicationRuleOptions>, number]>([
  ['15 minutes with replication time control', { replicationTimeControl: true }, 900],
  ['what the rule says', { latencyThreshold: Duration.minutes(90) }, 5400],
  ['what the rule says, also with replication time control', { replicationTimeControl: true, latencyThreshold: Duration.hours(1) }, 3600],
])('the latency may be %s', (_, rule, seconds) => {
  expect(alarmsOn(templateOf(rule), 'ReplicationLatency').map(({ Threshold }) => Threshold)).toEqual([seconds]);
});

test('the latency of a destination in another Region is not in this one, the failures are', () => {
  const template = templateOf({}, {}, 'us-east-1');
  expect(alarmsOn(template, 'ReplicationLatency')).toEqual([]);
  expect(alarmsOn(template, 'OperationsFailedReplication')).toHaveLength(1);
});

test('each rule has its alarms', () => {
  const stack = new Stack(new App(), 'Stack');
  const destination = new HardenedBucket(stack, 'Replica');
  new HardenedBucket(stack, 'Bucket', { replicationRules: [{ destination, prefix: 'a/' }, { destination, prefix: 'b/' }] });
  const ruleIds = alarmsOn(Template.fromStack(stack), 'OperationsFailedReplication').flatMap(({ Dimensions }) => Dimensions).filter(({ Name }) => Name === 'RuleId').map(({ Value }) => Value);
  expect(ruleIds).toEqual(['Replicate1', 'Replicate2']);
});

test('requestMetrics: false leaves them out', () => {
  const template = templateOf({}, { requestMetrics: false });
  expect([...alarmsOn(template, 'OperationsFailedReplication'), ...alarmsOn(template, 'ReplicationLatency')]).toEqual([]);
});
