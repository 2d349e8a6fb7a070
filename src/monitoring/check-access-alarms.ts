import { AccessAlarmOptions, ACCESS_ALARM_DEFAULTS } from './access-alarm-options';
import { checkAlarmPeriods } from './check-alarm-periods';
import { InputChecks } from '../input/input-checks';

/**
 * Throws for options that CloudWatch would refuse, or that contradict each other.
 *
 * @param prop what the options are called where the user gave them
 */
export function checkAccessAlarms(checks: InputChecks, alarms: AccessAlarmOptions, prop: string, knowsSources: boolean): void {
  const { period, evaluationPeriods, datapointsToAlarm, slowPeriod, ...thresholds } = alarms;
  for (const [name, threshold] of Object.entries(thresholds)) {
    checks.number(`${prop}.${name}`, threshold, { from: 0 });
  }
  if (thresholds.unknownSourcesThreshold !== undefined && !knowsSources) {
    checks.refuse(`${prop}.unknownSourcesThreshold is ${thresholds.unknownSourcesThreshold}, but there are no knownSources, without which none is unknown. Give knownSources, or leave unknownSourcesThreshold out`);
  }
  checkAlarmPeriods(checks, { period, evaluationPeriods, datapointsToAlarm }, ACCESS_ALARM_DEFAULTS, prop);
  if (slowPeriod && !slowPeriod.isUnresolved()) {
    const hours = slowPeriod.toHours({ integral: false });
    if (hours < 1 || hours > 24 || !Number.isInteger(hours)) {
      checks.refuse(`${prop}.slowPeriod is ${hours === 0 ? 'zero' : slowPeriod.toHumanString()}. Use whole hours, from Duration.hours(1) to Duration.hours(24)`);
    }
  }
}
