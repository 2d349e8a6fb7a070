import { Duration } from 'aws-cdk-lib';

/**
 * When the alarms of `AccessInsights` go off. Each threshold may be reached, and is exceeded to alarm.
 */
export interface AccessAlarmOptions {
  /**
   * How many GET requests of one address may fail with 403 or 404 in a period.
   *
   * @default 100
   */
  readonly failedGetsPerAddressThreshold?: number;

  /**
   * How many GET requests of one identity may fail with 403 or 404 in a period, from whatever addresses: of a user, of one
   * session of a role, and of a role of this account over all of its sessions.
   *
   * @default 100
   */
  readonly failedGetsPerIdentityThreshold?: number;

  /**
   * How many addresses may have failing GET requests in a period. What comes through VPC endpoints does not count.
   *
   * @default 25
   */
  readonly failingAddressesThreshold?: number;

  /**
   * How many different keys may be denied in a period, anyone who asks for them.
   *
   * A misconfigured client asks for one key again and again, someone who guesses asks for many.
   *
   * @default 50
   */
  readonly deniedKeysThreshold?: number;

  /**
   * How many different keys may be denied in a `slowPeriod`: for anyone who guesses slowly.
   *
   * @default 100
   */
  readonly slowDeniedKeysThreshold?: number;

  /**
   * The length of the period for slow guesses: whole hours, a day at most.
   *
   * @default Duration.hours(6)
   */
  readonly slowPeriod?: Duration;

  /**
   * How many requests may be denied in a period, in all. HEAD does not count.
   *
   * @default 200
   */
  readonly accessDeniedThreshold?: number;

  /**
   * How many requests of a period may be unsigned. Preflight requests of browsers do not count.
   *
   * @default 100
   */
  readonly anonymousRequestsThreshold?: number;

  /**
   * How many HEAD and LIST requests a period may have from sources that are not among `knownSources`.
   *
   * @default 0
   */
  readonly unknownSourcesThreshold?: number;

  /**
   * The length of a period: a multiple of one minute.
   *
   * @default Duration.minutes(5)
   */
  readonly period?: Duration;

  /**
   * How many periods are looked at: 15 minutes in all, at least. CloudTrail delivers events about five minutes late, so the
   * last period alone is often empty.
   *
   * @default 3
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of these periods have to exceed the threshold. A probe may be over after one.
   *
   * @default 1
   */
  readonly datapointsToAlarm?: number;
}

export const ACCESS_ALARM_DEFAULTS = {
  failedGetsPerAddressThreshold: 100,
  failedGetsPerIdentityThreshold: 100,
  failingAddressesThreshold: 25,
  deniedKeysThreshold: 50,
  slowDeniedKeysThreshold: 100,
  slowPeriod: Duration.hours(6),
  accessDeniedThreshold: 200,
  anonymousRequestsThreshold: 100,
  unknownSourcesThreshold: 0,
  period: Duration.minutes(5),
  evaluationPeriods: 3,
  datapointsToAlarm: 1,
} satisfies Required<AccessAlarmOptions>;
