import { aws_cloudwatch as cloudwatch, Duration, Tokenization } from 'aws-cdk-lib';
import { alarmOptions, REQUEST_ALARM_DEFAULTS, RequestAlarmOptions } from './request-alarm-options';
import { RequestMetricName } from './request-metrics';
import { RunbookArticle } from './runbook';

/** An alarm on the requests of a bucket, before there is any construct of it. */
export interface RequestAlarm {
  readonly id: RunbookArticle;
  readonly metricName: RequestMetricName;
  /** What goes off: a share of the requests in percent, their number, a rise above the usual number, or how long they take. */
  readonly goesOff: { readonly percent: number } | { readonly count: number } | { readonly deviations: number } | { readonly latency: Duration };
  readonly meaning: string;
}

/** The alarms that options ask for. A latency has none unless it has a threshold. */
export function requestAlarms(options?: RequestAlarmOptions): RequestAlarm[] {
  const { clientErrorRateThreshold, serverErrorRateThreshold, headRequestsThreshold, headRequestsAnomalyBand, listRequestsThreshold, listRequestsAnomalyBand, ...settings } =
    alarmOptions(REQUEST_ALARM_DEFAULTS, options);
  const often = (threshold: number, deviations: number | undefined) => deviations === undefined ? { count: threshold } : { deviations };
  const slow = (id: RunbookArticle & RequestMetricName, latency: Duration | undefined, meaning: string): RequestAlarm[] =>
    latency ? [{ id, metricName: id, goesOff: { latency }, meaning: `One request in many takes longer than ${latency.isUnresolved() ? 'it may' : latency.toHumanString()}: ${meaning}` }] : [];
  return [
    {
      id: 'ClientErrors',
      metricName: '4xxErrors',
      goesOff: { percent: clientErrorRateThreshold },
      meaning: 'Many requests fail with 4xx: someone may be probing for objects or permissions, or a client is misconfigured',
    },
    {
      id: 'ServerErrors',
      metricName: '5xxErrors',
      goesOff: { percent: serverErrorRateThreshold },
      meaning: 'S3 answers many requests with 5xx: slow down or retry, and look at the AWS Health Dashboard',
    },
    {
      id: 'HeadRequests',
      metricName: 'HeadRequests',
      goesOff: often(headRequestsThreshold, headRequestsAnomalyBand),
      meaning: 'Unusually many HEAD requests: someone may be finding out which objects exist',
    },
    {
      id: 'ListRequests',
      metricName: 'ListRequests',
      goesOff: often(listRequestsThreshold, listRequestsAnomalyBand),
      meaning: 'Unusually many LIST requests: someone may be enumerating the bucket',
    },
    ...slow('FirstByteLatency', settings.firstByteLatencyThreshold, 'S3 or KMS is slow, or objects have grown'),
    ...slow('TotalRequestLatency', settings.totalRequestLatencyThreshold, 'S3, the network or a client is slow, or objects have grown'),
  ];
}

/**
 * How many metrics CloudWatch bills for an alarm: each that it reads, and for a band the two edges as well.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/
 */
export function billedMetrics({ goesOff }: RequestAlarm): number {
  return 'count' in goesOff ? 1 : 'deviations' in goesOff ? 3 : 2;
}

/** How many metrics of a bucket an alarm reads. */
export function metricsOfAlarm({ goesOff }: RequestAlarm): number {
  return 'percent' in goesOff || 'latency' in goesOff ? 2 : 1;
}

/**
 * What one alarm on several buckets watches, and when it goes off: on the worst of them.
 *
 * A bucket without such requests has no metric, and is taken for 0: else a quiet bucket could silence the others.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax
 */
export function watchMany(
  { metricName, goesOff }: RequestAlarm,
  buckets: readonly ((name: RequestMetricName, options: cloudwatch.MetricOptions) => cloudwatch.Metric)[],
  options?: RequestAlarmOptions,
): { readonly metric: cloudwatch.IMetric; readonly threshold: number } {
  const { period, minimumRequests, latencyPercentile } = alarmOptions(REQUEST_ALARM_DEFAULTS, options);
  const statistic = cloudwatch.Stats.p(latencyPercentile);
  const guarded = (value: string, i: number) => `IF(FILL(all${i}, 0) >= ${Tokenization.stringifyNumber(minimumRequests)}, ${value}, 0)`;
  type MetricsOf = (metric: typeof buckets[number], i: number) => Record<string, cloudwatch.IMetric>;
  const worst = (label: string, value: (i: number) => string, metricsOf: MetricsOf) => new cloudwatch.MathExpression({
    expression: `MAX([${buckets.map((_, i) => value(i)).join(', ')}])`,
    usingMetrics: Object.assign({}, ...buckets.map(metricsOf)),
    period,
    label,
  });
  if ('percent' in goesOff) {
    return {
      metric: worst(`${metricName} (% of requests)`, (i) => guarded(`FILL(errors${i}, 0) / FILL(all${i}, 1) * 100`, i),
        (metric, i) => ({ [`errors${i}`]: metric(metricName, { period }), [`all${i}`]: metric('AllRequests', { period }) })),
      threshold: goesOff.percent,
    };
  }
  if ('latency' in goesOff) {
    return {
      metric: worst(`${metricName} (${statistic}, ms)`, (i) => guarded(`FILL(latency${i}, 0)`, i),
        (metric, i) => ({ [`latency${i}`]: metric(metricName, { period, statistic }), [`all${i}`]: metric('AllRequests', { period }) })),
      threshold: goesOff.latency.toMilliseconds({ integral: false }),
    };
  }
  return {
    metric: worst(metricName, (i) => `FILL(requests${i}, 0)`, (metric, i) => ({ [`requests${i}`]: metric(metricName, { period }) })),
    // A band is of one metric, and is refused for buckets that share their alarms.
    threshold: 'count' in goesOff ? goesOff.count : Infinity,
  };
}

/** What an alarm watches, and when it goes off. */
export function watch(
  { metricName, goesOff }: RequestAlarm,
  metric: (name: RequestMetricName, options: cloudwatch.MetricOptions) => cloudwatch.Metric,
  options?: RequestAlarmOptions,
): { readonly metric: cloudwatch.IMetric; readonly threshold: number } | { readonly metric: cloudwatch.IMetric; readonly stdDevs: number } {
  const { period, minimumRequests, latencyPercentile } = alarmOptions(REQUEST_ALARM_DEFAULTS, options);
  const guarded = (usingMetrics: Record<string, cloudwatch.IMetric>, expression: string, label: string) => new cloudwatch.MathExpression({
    expression: `IF(all >= ${Tokenization.stringifyNumber(minimumRequests)}, ${expression}, 0)`,
    usingMetrics: { ...usingMetrics, all: metric('AllRequests', { period }) },
    period,
    label,
  });
  if ('percent' in goesOff) {
    return { metric: guarded({ errors: metric(metricName, { period }) }, 'errors / all * 100', `${metricName} (% of requests)`), threshold: goesOff.percent };
  }
  if ('latency' in goesOff) {
    const statistic = cloudwatch.Stats.p(latencyPercentile);
    return { metric: guarded({ latency: metric(metricName, { period, statistic }) }, 'latency', `${metricName} (${statistic}, ms)`), threshold: goesOff.latency.toMilliseconds({ integral: false }) };
  }
  return 'count' in goesOff ? { metric: metric(metricName, { period }), threshold: goesOff.count } : { metric: metric(metricName, { period }), stdDevs: goesOff.deviations };
}
