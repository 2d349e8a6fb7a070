import { App, aws_cloudwatch as cloudwatch, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HardenedBucket, HardenedBucketProps } from '../../src';
import { REQUEST_METRICS } from '../../src/monitoring/request-metrics';

function makeBucket(props?: HardenedBucketProps): HardenedBucket {
  return new HardenedBucket(new Stack(new App(), 'Stack'), 'Bucket', props);
}

const METRICS = Object.entries(REQUEST_METRICS);

function helper(bucket: HardenedBucket, name: string): (options?: cloudwatch.MetricOptions) => cloudwatch.Metric {
  return (options) => (bucket as any)[`metric${name}`](options);
}

test.each(METRICS)('metric%s is the metric of the whole bucket, with a statistic that S3 publishes', (name, { statistic }) => {
  const bucket = makeBucket();
  new cloudwatch.Alarm(bucket, 'Ours', { metric: helper(bucket, name)(), threshold: 1, evaluationPeriods: 1 });
  Template.fromStack(Stack.of(bucket)).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/S3',
    MetricName: name,
    Dimensions: [{ Name: 'BucketName', Value: { Ref: 'Bucket83908E77' } }, { Name: 'FilterId', Value: 'EntireBucket' }],
    ...(statistic === 'Sum' ? { Statistic: 'Sum' } : { ExtendedStatistic: 'p99' }),
    Unit: Match.absent(),
    EvaluationPeriods: 1,
  });
});

test.each(METRICS)('metric%s takes options, but stays the same metric', (name) => {
  const bucket = makeBucket();
  const metric = helper(bucket, name)({
    statistic: 'Maximum', period: Duration.minutes(1), label: 'ours', dimensionsMap: { BucketName: 'another', Further: 'x' }, ...{ namespace: 'Another', metricName: 'Another' },
  });
  expect(metric).toMatchObject({ namespace: 'AWS/S3', metricName: name, statistic: 'Maximum', label: 'ours', dimensions: { BucketName: bucket.bucketName, FilterId: 'EntireBucket' } });
  expect(Object.keys(metric.dimensions!)).toHaveLength(2);
  expect(metric.period.toSeconds()).toBe(60);
});

test.each(METRICS)('fails metric%s: requestMetrics is false', (name) => {
  expect(() => helper(makeBucket({ requestMetrics: false }), name)()).toThrow(`[Stack/Bucket] there is no metric ${name}, because requestMetrics is false`);
});

test('fails: an alarm in another Region, where the metric is not', () => {
  const app = new App();
  const [here, there] = ['eu-west-1', 'us-east-1'].map((region) => new Stack(app, region, { env: { account: '111122223333', region } }));
  const metric = new HardenedBucket(here, 'Bucket', { bucketName: 'the-bucket' }).metricListRequests();
  expect(() => new cloudwatch.Alarm(there, 'Ours', { metric, threshold: 1, evaluationPeriods: 1 })).toThrow('us-east-1');
});
