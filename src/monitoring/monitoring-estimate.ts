import { RequestAlarmOptions } from './request-alarm-options';
import { billedMetrics, requestAlarms } from './request-alarms';
import { REQUEST_METRICS } from './request-metrics';
import { InputChecks } from '../input/input-checks';

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

  /**
   * The price of a composite alarm for a month.
   *
   * @default - none is known: an estimate with a composite alarm cannot be multiplied
   */
  readonly compositeAlarm?: number;

  /**
   * The price of a Contributor Insights rule for a month.
   *
   * @default - none is known: an estimate with such rules cannot be multiplied
   */
  readonly contributorRule?: number;
}

/**
 * How many metrics and alarms are billed each month for the monitoring of one bucket, at most.
 *
 * A metric exists, and costs, only in the hours in which there was such a request: the truth is less. What is billed by the
 * event is not in it: notifications, the data events of CloudTrail, their ingestion and storage, and their matching by rules.
 */
export class MonitoringEstimate {
  /**
   * A bucket that is not monitored.
   *
   * @internal
   */
  public static readonly _NOTHING = new MonitoringEstimate(0, 0, 0, 0, 0);

  /**
   * A bucket whose requests are counted, without alarms.
   *
   * @internal
   */
  public static readonly _METRICS = new MonitoringEstimate(Object.keys(REQUEST_METRICS).length, 0, 0, 0, 0);

  /**
   * What the request metrics of a bucket, and the alarms on them, come to.
   *
   * @throws if an option is none of `RequestAlarmOptions`
   */
  public static ofRequests(options?: RequestAlarmOptions): MonitoringEstimate {
    const checks = new InputChecks();
    checks.struct('RequestAlarmOptions', options ?? {}, { place: 'MonitoringEstimate.ofRequests' });
    checks.throwIfAny();
    const alarms = requestAlarms(options);
    return new MonitoringEstimate(Object.keys(REQUEST_METRICS).length, alarms.length, alarms.reduce((sum, alarm) => sum + billedMetrics(alarm), 0), 0, 0);
  }

  /**
   * What insights into the access to a bucket come to: each alarm is on one metric, and one alarm is composite.
   *
   * @internal
   */
  public static _ofInsights(counts: number, contributorRules: number, alarms: number): MonitoringEstimate {
    return new MonitoringEstimate(counts, alarms, alarms, 1, contributorRules);
  }

  private constructor(
    /** Metrics at the price of custom metrics. */
    public readonly metrics: number,
    /** Alarms. */
    public readonly alarms: number,
    /** Metrics in alarms, which is what CloudWatch bills alarms by. */
    public readonly alarmMetrics: number,
    /** Composite alarms, which are billed by themselves. */
    public readonly compositeAlarms: number,
    /** Contributor Insights rules. */
    public readonly contributorRules: number,
  ) {}

  /**
   * What it costs in a month, in the currency of the prices.
   *
   * @throws if a price is negative or no number, or one is missing that is needed
   */
  public monthlyCost(prices: MonitoringPrices): number {
    const checks = new InputChecks();
    checks.struct('MonitoringPrices', prices, { place: 'MonitoringEstimate.monthlyCost' });
    checks.throwIfAny();
    const { metric, alarmMetric, compositeAlarm, contributorRule } = prices;
    const items: readonly [string, number, number | undefined][] = [
      ['metric', this.metrics, metric],
      ['alarmMetric', this.alarmMetrics, alarmMetric],
      ['compositeAlarm', this.compositeAlarms, compositeAlarm],
      ['contributorRule', this.contributorRules, contributorRule],
    ];
    return items.filter(([, count, price]) => count > 0 || price !== undefined).reduce((sum, [name, count, price]) => {
      if (price === undefined || !(price >= 0 && price < Infinity)) {
        throw new Error(`MonitoringEstimate.monthlyCost: the price ${name} is ${price ?? 'missing'}. Use a number from 0: what CloudWatch charges for a month`);
      }
      return sum + count * price;
    }, 0);
  }

  /**
   * With the replication rules of the bucket: each has metrics, and alarms on one metric each.
   *
   * @internal
   */
  public _withReplication(rules: number, alarms: number): MonitoringEstimate {
    const { metrics, alarmMetrics, compositeAlarms, contributorRules } = this;
    return new MonitoringEstimate(metrics + rules * METRICS_OF_A_REPLICATION_RULE, this.alarms + alarms, alarmMetrics + alarms, compositeAlarms, contributorRules);
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html#s3-cloudwatch-replication-metrics */
const METRICS_OF_A_REPLICATION_RULE = 4;
