import { App, aws_cloudwatch_actions as actions, aws_s3 as s3, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HardenedBucket, HardenedBucketProps, RequestAlarmScope } from '../../src';
import { PLACES, synthError } from '../bucket/apps';

const SHARED = { requestAlarmScope: RequestAlarmScope.STACK };

/** A stack with so many buckets, and its template as it is written. */
function stackOf(count: number, props: (i: number) => HardenedBucketProps = () => SHARED): { stack: Stack; template: Template } {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  Array.from({ length: count }, (_, i) => new HardenedBucket(stack, `Bucket${i}`, props(i)));
  expect(synthError(app)).toBe('');
  return { stack, template: Template.fromStack(stack) };
}

function alarmsIn(template: Template): [string, Record<string, any>][] {
  return Object.entries(template.findResources('AWS::CloudWatch::Alarm')).map(([id, { Properties }]) => [id, Properties]);
}

/** The metrics that an alarm reads, as `name of bucket`. */
function metricsOf(alarm: Record<string, any>): string[] {
  return alarm.Metrics.flatMap(({ MetricStat }: any) => MetricStat ? [`${MetricStat.Metric.MetricName} of ${MetricStat.Metric.Dimensions[0].Value.Ref}`] : []);
}

test('100 buckets that share their alarms are below the 500 resources of a stack, and all promises hold', () => {
  const { template } = stackOf(100);
  const count = Object.keys(template.toJSON().Resources).length;
  // Bucket, policy and key of each; 20 alarms on each rate and 10 on each count; the log bucket and the topic, each with what belongs to it.
  expect(count).toBe(3 * 100 + 2 * 20 + 2 * 10 + 2 + 3);
  expect(count).toBeLessThan(500);
});

test('fails: 100 buckets with alarms of their own', () => {
  const stack = new Stack(new App(), 'Stack');
  Array.from({ length: 100 }, (_, i) => new HardenedBucket(stack, `Bucket${i}`));
  expect(() => (stack.node.root as App).synth()).toThrow(/Number of resources in stack 'Stack': \d+ is greater than allowed maximum of 500/);
});

describe('23 buckets', () => {
  const { stack, template } = stackOf(23);
  const alarms = alarmsIn(template);

  test('no alarm reads more metrics than CloudWatch takes, nor has a longer expression or description', () => {
    for (const [, alarm] of alarms) {
      expect(metricsOf(alarm).length).toBeLessThanOrEqual(10);
      expect(alarm.Metrics[0].Expression.length).toBeLessThanOrEqual(2048);
      expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1024);
      expect(alarm).toMatchObject({ TreatMissingData: 'notBreaching', ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 3, DatapointsToAlarm: 2 });
      expect(alarm.AlarmActions).toHaveLength(1);
    }
  });

  test.each([['4xxErrors', 5], ['5xxErrors', 5], ['HeadRequests', 3], ['ListRequests', 3]])('each bucket is in one alarm on %s, of %i', (name, count) => {
    const buckets = Object.keys(template.findResources('AWS::S3::Bucket', { Metadata: { 'cdk-hardened-bucket': 'HardenedBucket' } }));
    const on = alarms.map(([, alarm]) => metricsOf(alarm).filter((metric) => metric.startsWith(name))).filter((metrics) => metrics.length > 0);
    expect(on).toHaveLength(count);
    expect(on.flat().sort()).toEqual(buckets.map((bucket) => `${name} of ${bucket}`).sort());
  });

  test('the description names the buckets, and ends in the runbook', () => {
    const [, first] = alarms.find(([id]) => id.includes('ClientErrors1'))!;
    expect(first.AlarmDescription).toMatch(/\(the worst of buckets Stack\/Bucket0, Stack\/Bucket1, Stack\/Bucket2, Stack\/Bucket3, Stack\/Bucket4\)\. Runbook: .*#client-errors$/);
  });

  test('a bucket has no alarms of its own, and its metrics all the same', () => {
    const bucket = stack.node.findChild('Bucket0') as HardenedBucket;
    expect(bucket.bucketRequestAlarms).toBeUndefined();
    expect(bucket.metricListRequests().metricName).toBe('ListRequests');
  });
});

/** Evaluates an expression of ours at one moment; what is missing then is undefined. */
function valueOf(expression: string, metrics: Record<string, number | undefined>): number {
  const functions = {
    FILL: (value: number | undefined, otherwise: number) => value ?? otherwise,
    IF: (condition: boolean, then: number, otherwise: number) => condition ? then : otherwise,
    MAX: (values: number[]) => Math.max(...values),
  };
  return new Function(...Object.keys(functions), ...Object.keys(metrics), `return ${expression}`)(...Object.values(functions), ...Object.values(metrics));
}

describe('an alarm goes off on the worst bucket, and a quiet one silences nobody', () => {
  const expressions = Object.fromEntries(alarmsIn(stackOf(2).template).map(([id, alarm]) => [/(Client|Server|Head|List)/.exec(id)![1], alarm.Metrics[0].Expression]));

  test.each<[string, Record<string, number | undefined>, number]>([
    ['nothing happens', { errors0: undefined, all0: undefined, errors1: undefined, all1: undefined }, 0],
    ['one fails, the other is quiet', { errors0: 30, all0: 200, errors1: undefined, all1: undefined }, 15],
    ['the other fails, with no error at the first', { errors0: undefined, all0: 1000, errors1: 200, all1: 400 }, 50],
    ['few requests', { errors0: 50, all0: 99, errors1: 1, all1: 100 }, 1],
  ])('rates: %s', (_, metrics, expected) => {
    expect(valueOf(expressions.Client, metrics)).toBe(expected);
    expect(valueOf(expressions.Server, metrics)).toBe(expected);
  });

  test.each<[string, Record<string, number | undefined>, number]>([
    ['one', { requests0: 2000, requests1: undefined }, 2000],
    ['the other', { requests0: 5, requests1: 7 }, 7],
  ])('counts: %s', (_, metrics, expected) => {
    expect(valueOf(expressions.Head, metrics)).toBe(expected);
    expect(valueOf(expressions.List, metrics)).toBe(expected);
  });
});

test('buckets with other thresholds, or that tell others, have other alarms', () => {
  const action = new actions.SsmIncidentAction('plan');
  const { template } = stackOf(6, (i) => ({
    ...SHARED,
    requestAlarms: i < 2 ? undefined : { clientErrorRateThreshold: i < 4 ? 5 : 10, firstByteLatencyThreshold: i < 4 ? Duration.seconds(1) : undefined },
    alarmActions: i === 5 ? [action] : undefined,
  }));
  const rates = alarmsIn(template).filter(([id]) => id.includes('ClientErrors')).map(([, alarm]) => ({ threshold: alarm.Threshold, buckets: metricsOf(alarm).length / 2 }));
  expect(rates).toEqual([{ threshold: 10, buckets: 3 }, { threshold: 5, buckets: 2 }, { threshold: 10, buckets: 1 }]);
  expect(alarmsIn(template).filter(([id]) => id.includes('FirstByteLatency'))).toHaveLength(1);
});

test('buckets with alarms of their own stand beside them', () => {
  const { template } = stackOf(3, (i) => i === 2 ? {} : SHARED);
  expect(alarmsIn(template)).toHaveLength(8);
});

test.each(PLACES)('in %s', (_, place) => {
  const { app, stack } = place();
  new HardenedBucket(stack, 'A', SHARED);
  new HardenedBucket(stack, 'B', SHARED);
  expect(synthError(app)).toBe('');
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 4);
});

test.each([true, false])('a second synth changes nothing, with the flag that lets aspects run until nothing changes: %s', (flag) => {
  const app = new App({ context: { '@aws-cdk/core:aspectStabilization': flag } });
  const stack = new Stack(app, 'Stack');
  ['A', 'B'].forEach((id) => new HardenedBucket(stack, id, SHARED));
  const first = app.synth().getStackByName('Stack').template;
  expect(app.synth({ force: true }).getStackByName('Stack').template).toEqual(first);
});

describe('without alarms', () => {
  test('the metrics are there, and there is no topic', () => {
    const { stack, template } = stackOf(1, () => ({ requestAlarmScope: RequestAlarmScope.NONE }));
    const bucket = stack.node.findChild('Bucket0') as HardenedBucket;
    template.hasResourceProperties('AWS::S3::Bucket', { MetricsConfigurations: [{ Id: 'EntireBucket' }] });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    template.resourceCountIs('AWS::SNS::Topic', 0);
    expect(bucket.alarmTopic).toBeUndefined();
    expect(bucket.metricAllRequests().metricName).toBe('AllRequests');
    expect(bucket.monitoringEstimate).toMatchObject({ metrics: 16, alarms: 0, alarmMetrics: 0 });
  });

  test('replication has its alarms all the same', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const destination = new HardenedBucket(stack, 'Replica', { requestAlarmScope: RequestAlarmScope.NONE });
    new HardenedBucket(stack, 'Bucket', { requestAlarmScope: RequestAlarmScope.NONE, replicationRules: [{ destination }] });
    expect(synthError(app)).toBe('');
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'OperationsFailedReplication', AlarmActions: Match.anyValue() });
  });
});

test('what an override takes from the shared alarms breaks the promise of a bucket', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const bucket = new HardenedBucket(stack, 'Bucket', SHARED);
  (bucket.node.defaultChild as s3.CfnBucket).addPropertyOverride('MetricsConfigurations', [{ Id: 'Other' }]);
  expect(synthError(app)).toContain('HardenedBucket-RequestAlarms');
});
