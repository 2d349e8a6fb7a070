import { aws_cloudwatch as cloudwatch, aws_s3 as s3 } from 'aws-cdk-lib';

/** How S3 publishes a request metric. */
interface RequestMetric {
  /** The statistic that says something: counts are sums only, and the average of a latency hides the slow requests. */
  readonly statistic: string;
  readonly unit: cloudwatch.Unit;
}

const COUNT: RequestMetric = { statistic: cloudwatch.Stats.SUM, unit: cloudwatch.Unit.COUNT };
const BYTES: RequestMetric = { statistic: cloudwatch.Stats.SUM, unit: cloudwatch.Unit.BYTES };
const LATENCY: RequestMetric = { statistic: cloudwatch.Stats.p(99), unit: cloudwatch.Unit.MILLISECONDS };

/**
 * Every request metric of S3, by its name in CloudWatch. S3 publishes each once a minute, and only once there was such a request.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html#s3-request-cloudwatch-metrics
 */
export const REQUEST_METRICS = {
  'AllRequests': COUNT,
  'GetRequests': COUNT,
  'PutRequests': COUNT,
  'DeleteRequests': COUNT,
  'HeadRequests': COUNT,
  'PostRequests': COUNT,
  'SelectRequests': COUNT,
  'SelectBytesScanned': BYTES,
  'SelectBytesReturned': BYTES,
  'ListRequests': COUNT,
  'BytesDownloaded': BYTES,
  'BytesUploaded': BYTES,
  '4xxErrors': COUNT,
  '5xxErrors': COUNT,
  'FirstByteLatency': LATENCY,
  'TotalRequestLatency': LATENCY,
} as const satisfies Readonly<Record<string, RequestMetric>>;

/** The name of a request metric in CloudWatch. */
export type RequestMetricName = keyof typeof REQUEST_METRICS;

/** The id of the metrics configuration without a filter; the same as the console's. */
export const WHOLE_BUCKET_FILTER_ID = 'EntireBucket';

/**
 * A request metric of one metrics configuration of a bucket.
 *
 * Whatever the options say, it is this metric of this bucket: with one dimension more or less it would be another, which
 * does not exist. The unit is left out, because CloudWatch then takes it as it comes.
 */
export function requestMetric(bucket: s3.IBucket, filterId: string, metricName: RequestMetricName, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
  return new cloudwatch.Metric({
    ...options,
    statistic: options.statistic ?? REQUEST_METRICS[metricName].statistic,
    namespace: 'AWS/S3',
    metricName,
    dimensionsMap: { BucketName: bucket.bucketName, FilterId: filterId },
  });
}

/**
 * A request metric of a hardened bucket, whose only metrics configuration is that of the whole bucket.
 *
 * @throws if the bucket has no request metrics
 */
export function requestMetricOf(bucket: s3.IBucket, isMeasured: boolean, metricName: RequestMetricName, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
  if (!isMeasured) {
    throw new Error(`[${bucket.node.path}] there is no metric ${metricName}, because requestMetrics is false and S3 counts no requests. Leave requestMetrics out`);
  }
  // So that CDK refuses an alarm in another Region, where the metric is not.
  return requestMetric(bucket, WHOLE_BUCKET_FILTER_ID, metricName, options).attachTo(bucket);
}
