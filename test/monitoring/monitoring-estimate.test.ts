import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccessInsights, HardenedBucket, HardenedBucketProps, MonitoringEstimate, RequestAlarmOptions, RequestAlarmScope } from '../../src';

const LATENCIES: RequestAlarmOptions = { firstByteLatencyThreshold: Duration.seconds(1), totalRequestLatencyThreshold: Duration.seconds(5) };
const BANDS: RequestAlarmOptions = { headRequestsAnomalyBand: 2, listRequestsAnomalyBand: 2 };

test.each<[string, RequestAlarmOptions | undefined, number, number]>([
  ['two rates on two metrics each, two counts on one', undefined, 4, 6],
  ['a latency on two metrics each', LATENCIES, 6, 10],
  ['a band on three', BANDS, 4, 10],
  ['all of them', { ...LATENCIES, ...BANDS }, 6, 14],
])('16 metrics, and alarms: %s', (_, options, alarms, alarmMetrics) => {
  expect(MonitoringEstimate.ofRequests(options)).toMatchObject({ metrics: 16, alarms, alarmMetrics });
});

const ENV = { account: '111122223333', region: 'eu-west-1' };

function makeBucket(props: (replicaIn: (region: string) => HardenedBucket) => HardenedBucketProps): HardenedBucket {
  const app = new App();
  const replicaIn = (region: string) => new HardenedBucket(new Stack(app, 'Other', { env: { ...ENV, region } }), 'Replica', { bucketName: 'the-replica' });
  return new HardenedBucket(new Stack(app, 'Stack', { env: ENV }), 'Bucket', props(replicaIn));
}

test.each<[string, (replicaIn: (region: string) => HardenedBucket) => HardenedBucketProps, number]>([
  ['by default', () => ({}), 16],
  ['with every alarm', () => ({ requestAlarms: { ...LATENCIES, ...BANDS } }), 16],
  ['without metrics', () => ({ requestMetrics: false }), 0],
  ['without alarms', () => ({ requestAlarmScope: RequestAlarmScope.NONE }), 16],
  ['with shared alarms', () => ({ requestAlarmScope: RequestAlarmScope.STACK }), 16],
  ['with a replica in the same Region', (replicaIn) => ({ replicationRules: [{ destination: replicaIn('eu-west-1') }] }), 20],
  ['with a replica in another Region', (replicaIn) => ({ replicationRules: [{ destination: replicaIn('us-east-1') }] }), 20],
  ['without metrics, but with replication time control, which brings its own',
    (replicaIn) => ({ requestMetrics: false, replicationRules: [{ destination: replicaIn('eu-west-1'), replicationTimeControl: true }] }), 4],
])('the estimate of a bucket counts what is in the template: %s', (_, props, metrics) => {
  const bucket = makeBucket(props);
  const alarms = Object.values(Template.fromStack(Stack.of(bucket)).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  const billed = alarms.map(({ Metrics, ThresholdMetricId }) => ThresholdMetricId ? 3 : Metrics?.filter(({ MetricStat }: any) => MetricStat).length ?? 1);
  expect(bucket.monitoringEstimate).toMatchObject({ metrics, alarms: alarms.length, alarmMetrics: billed.reduce((sum: number, each: number) => sum + each, 0) });
});

test('the cost is that of the metrics and of the metrics in alarms', () => {
  expect(MonitoringEstimate.ofRequests().monthlyCost({ metric: 10, alarmMetric: 1 })).toBe(166);
});

test.each([[undefined, 7, 2, 8], [{ addresses: ['203.0.113.7'] }, 8, 3, 9]])('insights with known sources %j are billed as they are in the template', (knownSources, rules, counts, alarms) => {
  const stack = new Stack(new App(), 'Stack');
  const { monitoringEstimate } = new AccessInsights(stack, 'Insights', { bucket: new HardenedBucket(stack, 'Bucket'), knownSources });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudWatch::InsightRule', rules);
  template.resourceCountIs('AWS::Logs::MetricFilter', counts);
  template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 1);
  expect(monitoringEstimate).toMatchObject({ metrics: counts, alarms, alarmMetrics: alarms, compositeAlarms: 1, contributorRules: rules });
  expect(monitoringEstimate.monthlyCost({ metric: 1, alarmMetric: 10, compositeAlarm: 100, contributorRule: 1000 })).toBe(counts + alarms * 10 + 100 + rules * 1000);
});

test('fails: the price of a rule is missing', () => {
  const stack = new Stack(new App(), 'Stack');
  const { monitoringEstimate } = new AccessInsights(stack, 'Insights', { bucket: new HardenedBucket(stack, 'Bucket') });
  expect(() => monitoringEstimate.monthlyCost({ metric: 1, alarmMetric: 1, compositeAlarm: 1 })).toThrow('the price contributorRule is missing. Use a number from 0');
});

test.each([-1, NaN, Infinity])('fails: a price of %d', (price) => {
  expect(() => MonitoringEstimate.ofRequests().monthlyCost({ metric: 1, alarmMetric: price })).toThrow(`the price alarmMetric is ${price}. Use a number from 0`);
});

const page = (file: string) => fs.readFileSync(path.join(__dirname, '../..', file), 'utf8').replace(/\s+/g, ' ');

test('the cost table of the properties says what the estimate does', () => {
  const { metrics, alarms, alarmMetrics } = MonitoringEstimate.ofRequests();
  expect(page('docs/properties.md')).toContain(`Up to ${metrics} metrics a bucket`);
  expect(page('docs/properties.md')).toContain(`${alarms} alarms a bucket, on ${alarmMetrics} metrics`);
});

test('README adds up what a bucket costs at most, with a key for 1 US dollar', () => {
  const estimate = MonitoringEstimate.ofRequests();
  const [metrics, alarms] = [estimate.monthlyCost({ metric: 0.3, alarmMetric: 0 }), estimate.monthlyCost({ metric: 0, alarmMetric: 0.1 })];
  expect(page('README.md')).toContain(`At most ${(1 + metrics + alarms).toFixed(2)} US dollars a month for each bucket`);
  expect(page('README.md')).toContain(`1.00 for its key, ${metrics.toFixed(2)} for up to ${estimate.metrics} request metrics, and ${alarms.toFixed(2)} for four alarms`);
  expect(estimate.alarms).toBe(4);
});
