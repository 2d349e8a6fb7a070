import { RequestAlarmOptions } from './request-alarm-options';
import { billedMetrics, requestAlarms } from './request-alarms';
import { REQUEST_METRICS } from './request-metrics';

/**
 * What CloudWatch charges in a Region. Prices change, so this library knows none.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/
 */
export interface MonitoringPrices {
  /** The price of a custom metric for a month. It falls with their number in the account: the price of the first is the safe one. */
  readonly metric: number;

  /** The price of a metric in an alarm of standard resolution for a month. */
  readonly alarmMetric: number;
}

/**
 * How many metrics and alarms are billed each month for the monitoring of one bucket, at most.
 *
 * A metric exists, and costs, only in the hours in which there was such a request: the truth is less. Notifications are not
 * in it.
 */
export class MonitoringEstimate {
  /**
   * A bucket that is not monitored.
   *
   * @internal
   */
  public static readonly _NOTHING = new MonitoringEstimate(0, 0, 0);

  /** What the request metrics of a bucket, and the alarms on them, come to. */
  public static ofRequests(options?: RequestAlarmOptions): MonitoringEstimate {
    const alarms = requestAlarms(options);
    return new MonitoringEstimate(Object.keys(REQUEST_METRICS).length, alarms.length, alarms.reduce((sum, alarm) => sum + billedMetrics(alarm), 0));
  }

  private constructor(
    /** Metrics at the price of custom metrics. */
    public readonly metrics: number,
    /** Alarms. */
    public readonly alarms: number,
    /** Metrics in alarms, which is what CloudWatch bills alarms by. */
    public readonly alarmMetrics: number,
  ) {}

  /**
   * What it costs in a month, in the currency of the prices.
   *
   * @throws if a price is negative or no number
   */
  public monthlyCost(prices: MonitoringPrices): number {
    for (const [name, price] of Object.entries(prices)) {
      if (!(price >= 0 && price < Infinity)) {
        throw new Error(`MonitoringEstimate.monthlyCost: the price ${name} is ${price}. Use a number from 0: what CloudWatch charges for a month`);
      }
    }
    return this.metrics * prices.metric + this.alarmMetrics * prices.alarmMetric;
  }

  /**
   * With the replication rules of the bucket: each has metrics, and alarms on one metric each.
   *
   * @internal
   */
  public _withReplication(rules: number, alarms: number): MonitoringEstimate {
    return new MonitoringEstimate(this.metrics + rules * METRICS_OF_A_REPLICATION_RULE, this.alarms + alarms, this.alarmMetrics + alarms);
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html#s3-cloudwatch-replication-metrics */
const METRICS_OF_A_REPLICATION_RULE = 4;
