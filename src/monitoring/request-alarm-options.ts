import { Duration } from 'aws-cdk-lib';
import { givenIn } from '../input/given';

/**
 * When the alarms on a bucket's requests go off.
 */
export interface RequestAlarmOptions {
  /**
   * The share of requests that may fail with a 4xx status, in percent, greater than 0 and at most 100.
   *
   * A low value notices a probe early, and also clients that ask for objects that are not there.
   *
   * @default 10
   */
  readonly clientErrorRateThreshold?: number;

  /**
   * The share of requests that may fail with a 5xx status, in percent, greater than 0 and at most 100.
   *
   * @default 1
   */
  readonly serverErrorRateThreshold?: number;

  /**
   * How many requests a period needs before its error rates and latencies are looked at, so that one mistyped key, or one
   * slow request, is no alarm.
   *
   * @default 100
   */
  readonly minimumRequests?: number;

  /**
   * How many HEAD requests a period may have. HEAD tells whether an object exists without reading it.
   *
   * @default 1000
   */
  readonly headRequestsThreshold?: number;

  /**
   * How far the number of HEAD requests may rise above what is usual at that time, in standard deviations, in place of
   * `headRequestsThreshold`.
   *
   * CloudWatch learns from the last two weeks what is usual. A bucket that has its busy hours needs no threshold above the
   * busiest of them; a new one alarms on nothing until there is something to learn from. Such an alarm is billed as three.
   *
   * @default - none: the alarm has a threshold
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
   */
  readonly headRequestsAnomalyBand?: number;

  /**
   * How many LIST requests a period may have. LIST is how someone without a list of keys gets one.
   *
   * @default 1000
   */
  readonly listRequestsThreshold?: number;

  /**
   * How far the number of LIST requests may rise above what is usual at that time, in standard deviations, in place of
   * `listRequestsThreshold`.
   *
   * See `headRequestsAnomalyBand`.
   *
   * @default - none: the alarm has a threshold
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
   */
  readonly listRequestsAnomalyBand?: number;

  /**
   * How long the first byte of an answer may take, once the whole request is there.
   *
   * It is the time that S3 itself takes. It also rises with the size of objects and with KMS.
   *
   * @default - no alarm
   */
  readonly firstByteLatencyThreshold?: Duration;

  /**
   * How long a request may take, from its first byte to the last byte of the answer.
   *
   * It includes the network, and how fast the client sends and reads: large objects take long.
   *
   * @default - no alarm
   */
  readonly totalRequestLatencyThreshold?: Duration;

  /**
   * Which of the requests the latency thresholds are for: a percentile, from 0 to 100. The slower rest is let be.
   *
   * @default 99
   */
  readonly latencyPercentile?: number;

  /**
   * The length of a period: a multiple of one minute.
   *
   * @default Duration.minutes(5)
   */
  readonly period?: Duration;

  /**
   * How many periods are looked at.
   *
   * @default 3
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of these periods have to exceed the threshold. S3 delivers its metrics on a best-effort basis and sometimes late,
   * so asking for all of them would miss alarms.
   *
   * @default 2
   */
  readonly datapointsToAlarm?: number;
}

export const REQUEST_ALARM_DEFAULTS = {
  clientErrorRateThreshold: 10,
  serverErrorRateThreshold: 1,
  minimumRequests: 100,
  headRequestsThreshold: 1000,
  listRequestsThreshold: 1000,
  latencyPercentile: 99,
  period: Duration.minutes(5),
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
} satisfies RequestAlarmOptions;

/** Options with their defaults. */
export type RequestAlarmSettings = RequestAlarmOptions & typeof REQUEST_ALARM_DEFAULTS;

/** Options, and what holds where they say nothing. A band takes the place of a threshold that was not chosen together with it. */
export function alarmOptions<T extends RequestAlarmOptions>(base: T, given: RequestAlarmOptions = {}): T & RequestAlarmOptions {
  const { headRequestsAnomalyBand, listRequestsAnomalyBand, evaluationPeriods } = given;
  return {
    ...base,
    // With fewer periods than the default asks for, all of them.
    ...evaluationPeriods !== undefined && base.datapointsToAlarm !== undefined ? { datapointsToAlarm: Math.min(base.datapointsToAlarm, evaluationPeriods) } : {},
    ...headRequestsAnomalyBand !== undefined ? { headRequestsThreshold: undefined } : {},
    ...listRequestsAnomalyBand !== undefined ? { listRequestsThreshold: undefined } : {},
    ...givenIn(given),
  };
}
