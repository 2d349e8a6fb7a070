import { Duration, Token } from 'aws-cdk-lib';
import { InputChecks } from '../input/input-checks';

/** How long an alarm may look back: a day, or a week where each period is an hour or longer. */
const LONGEST_LOOK = { ofShortPeriods: Duration.days(1), ofLongPeriods: Duration.days(7), longPeriod: Duration.hours(1) };

/** Which periods an alarm looks at, and how many have to exceed the threshold. */
export interface AlarmPeriods {
  readonly period: Duration;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
}

/**
 * Refuses periods that CloudWatch would refuse.
 *
 * @param given the options as the user gave them, called `prop`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function checkAlarmPeriods(checks: InputChecks, given: Partial<AlarmPeriods>, defaults: AlarmPeriods, prop: string): void {
  const { period = defaults.period, evaluationPeriods = defaults.evaluationPeriods } = given;
  const isCounted = !Token.isUnresolved(evaluationPeriods) && evaluationPeriods >= 1;
  checks.number(`${prop}.evaluationPeriods`, given.evaluationPeriods, { from: 1, whole: true });
  checks.number(`${prop}.datapointsToAlarm`, given.datapointsToAlarm, { from: 1, to: isCounted ? evaluationPeriods : undefined, whole: true });
  checks.wholeMinutes(`${prop}.period`, given.period);
  if (period.isUnresolved() || !isCounted) {
    return;
  }
  const seconds = period.toSeconds({ integral: false });
  const longest = seconds < LONGEST_LOOK.longPeriod.toSeconds() ? LONGEST_LOOK.ofShortPeriods : LONGEST_LOOK.ofLongPeriods;
  if (seconds * evaluationPeriods > longest.toSeconds()) {
    checks.refuse(`${prop}.evaluationPeriods is ${evaluationPeriods}, each of ${period.toHumanString()}: CloudWatch looks back ${longest.toHumanString()} at most. Use fewer or shorter periods`);
  }
}
