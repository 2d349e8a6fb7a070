import { Duration, Token } from 'aws-cdk-lib';
import { AccessAlarmOptions, ACCESS_ALARM_DEFAULTS } from './access-alarm-options';
import { checkAlarmPeriods } from './check-alarm-periods';
import { givenIn } from '../input/given';
import { InputChecks } from '../input/input-checks';

/**
 * Refuses options that CloudWatch would refuse, or that contradict each other.
 *
 * @param prop what the options are called where the user gave them
 */
export function checkAccessAlarms(checks: InputChecks, alarms: AccessAlarmOptions, prop: string, knowsSources: boolean): void {
  const { period, evaluationPeriods, datapointsToAlarm, slowPeriod, ...thresholds } = alarms;
  for (const [name, threshold] of Object.entries(thresholds).filter(([known]) => known in ACCESS_ALARM_DEFAULTS)) {
    checks.number(`${prop}.${name}`, threshold, { from: 0 });
  }
  if (thresholds.unknownSourcesThreshold !== undefined && !knowsSources) {
    checks.refuse(`${prop}.unknownSourcesThreshold is ${thresholds.unknownSourcesThreshold}, but there are no knownSources, without which none is unknown. Give knownSources, or leave unknownSourcesThreshold out`);
  }
  checkAlarmPeriods(checks, { period, evaluationPeriods, datapointsToAlarm }, ACCESS_ALARM_DEFAULTS, prop);
  checkLookBack(checks, alarms, prop);
  if (slowPeriod && !slowPeriod.isUnresolved()) {
    const hours = slowPeriod.toHours({ integral: false });
    if (hours < 1 || hours > 24 || !Number.isInteger(hours)) {
      checks.refuse(`${prop}.slowPeriod is ${hours === 0 ? 'zero' : slowPeriod.toHumanString()}. Use whole hours, from Duration.hours(1) to Duration.hours(24)`);
    }
  }
}

/** CloudTrail delivers about five minutes late, at times later, to periods that were judged as empty by then. */
const SHORTEST_LOOK = Duration.minutes(15);

function checkLookBack(checks: InputChecks, given: AccessAlarmOptions, prop: string): void {
  const { period, evaluationPeriods } = { ...ACCESS_ALARM_DEFAULTS, ...givenIn(given) };
  if (!period.isUnresolved() && !Token.isUnresolved(evaluationPeriods) && period.toSeconds({ integral: false }) * evaluationPeriods < SHORTEST_LOOK.toSeconds()) {
    checks.refuse(`${prop}.evaluationPeriods is ${evaluationPeriods}, each of ${period.toHumanString()}: CloudTrail delivers minutes late, and the alarms would never see an event. Look back ${SHORTEST_LOOK.toHumanString()} or longer`);
  }
}
