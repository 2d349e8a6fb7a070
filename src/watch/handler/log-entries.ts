/** Metrics that are made of log entries, by what was decided. */
const NAMESPACE = 'HardenedBucketWatch';

const COUNTED: Readonly<Record<string, string>> = {
  'judged': 'BucketsChecked', 'reported': 'Reports', 'failed': 'Failures', 'not understood': 'UnknownMessages',
};

/**
 * One entry as a line of JSON. What counts is a metric, too, in the embedded metric format.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function logLine(entry: Readonly<Record<string, unknown>>, now: Date): string {
  const { decision } = entry;
  const metric = typeof decision === 'string' && Object.hasOwn(COUNTED, decision) ? COUNTED[decision] : undefined;
  return `${JSON.stringify({
    timestamp: now.toISOString(),
    level: decision === 'failed' ? 'ERROR' : decision === 'not understood' || decision === 'not reported' ? 'WARN' : 'INFO',
    ...entry,
    ...metric === undefined ? {} : {
      [metric]: 1,
      _aws: { Timestamp: now.getTime(), CloudWatchMetrics: [{ Namespace: NAMESPACE, Dimensions: [[]], Metrics: [{ Name: metric, Unit: 'Count' }] }] },
    },
  })}\n`;
}
