import { Duration } from 'aws-cdk-lib';
import { LIST_PRICES, WatchPrices } from './watch-prices';
import { CheckLevel, FindingSeverity } from '../checks/check-props';
import { InputChecks } from '../input/input-checks';

/**
 * What a watch has to do.
 */
export interface WatchEstimateOptions {
  /** How many buckets there are in the account and Region. */
  readonly buckets: number;

  /**
   * How many calls change the settings of buckets in a day, all buckets together.
   *
   * @default - one for every ten buckets
   */
  readonly changesPerDay?: number;

  /**
   * Which rules are applied. More of them read more settings.
   *
   * @default CheckLevel.BASELINE
   */
  readonly level?: CheckLevel;

  /**
   * Findings of this severity and above are reported. What only the others ask for is not read.
   *
   * @default FindingSeverity.ERROR
   */
  readonly reportFrom?: FindingSeverity;

  /**
   * How often all buckets are checked: whole hours.
   *
   * @default Duration.hours(24)
   */
  readonly sweepInterval?: Duration;

  /**
   * What AWS charges.
   *
   * @default - the list prices in us-east-1, as docs/watch.md dates them
   */
  readonly prices?: WatchPrices;
}

/** The read calls that a check makes of a versioned bucket whose ACLs are disabled, which they are on each bucket since 2023. */
export const READS_PER_BUCKET: Readonly<Record<CheckLevel, Readonly<Record<FindingSeverity, number>>>> = {
  [CheckLevel.BASELINE]: { [FindingSeverity.ERROR]: 7, [FindingSeverity.WARNING]: 7 },
  [CheckLevel.STRICT]: { [FindingSeverity.ERROR]: 9, [FindingSeverity.WARNING]: 13 },
};

/** What else a check costs: assumed, and more than the handler takes for a bucket that has not changed. */
const SECONDS_PER_CHECK = 0.5;
const MEMORY_GB = 0.5;
const WRITES_PER_CHECK = 2;
const READ_UNITS_PER_CHECK = 2;
const LOG_BYTES_PER_CHECK = 500;
const BUCKETS_PER_MESSAGE = 25;
/** To send, to receive and to delete. */
const REQUESTS_PER_MESSAGE = 3;
/** A message is decrypted once; SQS and SNS keep data keys for five minutes. */
const KMS_REQUESTS_PER_MESSAGE = 2;
const ALARMS = 4;
/** A long poll of 20 seconds for each of five pollers. */
const IDLE_POLLS_PER_DAY = 5 * 24 * 3600 / 20;
const DAYS = 30;

/**
 * How many requests a watch makes in a month, and what it costs, at most.
 *
 * Not in it: the trail, whose first copy of management events is free, and its archive; email and other deliveries of reports; AWS
 * Config and Security Hub, which charge for each evaluation.
 */
export class WatchEstimate {
  /** @internal */
  public static _of(options: WatchEstimateOptions): WatchEstimate {
    const place = 'BucketWatch.estimate';
    const checks = new InputChecks();
    checks.struct('WatchEstimateOptions', options, { place });
    const { buckets, changesPerDay = buckets / 10, sweepInterval = Duration.hours(24), prices = LIST_PRICES } = options;
    const { level = CheckLevel.BASELINE, reportFrom = FindingSeverity.ERROR } = options;
    checks.number(`${place}.buckets`, buckets, { from: 0, whole: true });
    checks.number(`${place}.changesPerDay`, changesPerDay, { from: 0 });
    checks.oneOf(`${place}.level`, level, CheckLevel, 'CheckLevel');
    checks.oneOf(`${place}.reportFrom`, reportFrom, FindingSeverity, 'FindingSeverity');
    if (sweepInterval.toHours({ integral: false }) < 1) {
      checks.refuse(`${place}.sweepInterval is ${sweepInterval.toMilliseconds() === 0 ? 'zero' : sweepInterval.toHumanString()}. Use whole hours, one at least`);
    }
    Object.entries(prices).forEach(([name, price]) => checks.number(`${place}.prices.${name}`, price as number, { from: 0 }));
    checks.throwIfAny();
    const sweeps = DAYS * 24 / sweepInterval.toHours({ integral: false });
    const changes = changesPerDay * DAYS;
    const messages = changes + sweeps * (1 + Math.ceil(buckets / BUCKETS_PER_MESSAGE));
    return new WatchEstimate(READS_PER_BUCKET[level][reportFrom], buckets * sweeps + changes, messages, prices);
  }

  /** How many checks of a bucket there are in a month. */
  public readonly checksPerMonth: number;

  /** How many read requests S3 gets in a month. */
  public readonly s3ReadsPerMonth: number;

  /** What it costs in a month, in the currency of the prices. */
  public readonly monthlyCost: number;

  private constructor(
    /** The read requests that a check makes of a versioned bucket whose ACLs are disabled. */
    public readonly readsPerBucket: number,
    checks: number,
    /** How many messages go through the queue in a month. */
    public readonly messagesPerMonth: number,
    prices: WatchPrices,
  ) {
    this.checksPerMonth = checks;
    this.s3ReadsPerMonth = checks * readsPerBucket;
    const perMillion = (count: number, price: number) => count / 1e6 * price;
    this.monthlyCost = perMillion(this.s3ReadsPerMonth, prices.s3Reads)
      + perMillion(messagesPerMonth * REQUESTS_PER_MESSAGE + IDLE_POLLS_PER_DAY * DAYS, prices.sqsRequests)
      + perMillion(messagesPerMonth, prices.lambdaInvocations)
      + checks * SECONDS_PER_CHECK * MEMORY_GB * prices.lambdaGbSecond
      + perMillion(checks * WRITES_PER_CHECK, prices.dynamoDbWrites)
      + perMillion(checks * READ_UNITS_PER_CHECK, prices.dynamoDbReads)
      + perMillion(messagesPerMonth * KMS_REQUESTS_PER_MESSAGE, prices.kmsRequests)
      + checks * LOG_BYTES_PER_CHECK / 1e9 * prices.logGb
      // The key of the watch, and that of the topic of its alarms.
      + 2 * prices.key + ALARMS * prices.alarm;
  }
}
