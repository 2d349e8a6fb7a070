import { Duration, Token } from 'aws-cdk-lib';
import { alarmOptions, REQUEST_ALARM_DEFAULTS, RequestAlarmOptions } from './request-alarm-options';
import { InputChecks } from '../input/input-checks';

/** How long an alarm may look back: a day, or a week where each period is an hour or longer. */
const LONGEST_LOOK = { ofShortPeriods: Duration.days(1), ofLongPeriods: Duration.days(7), longPeriod: Duration.hours(1) };

/**
 * Throws for options that CloudWatch would refuse, or with which an alarm could never go off, or never be quiet.
 *
 * @param prop what the options are called where the user gave them
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function checkRequestAlarms(checks: InputChecks, alarms: RequestAlarmOptions, prop: string): void {
  checks.number(`${prop}.clientErrorRateThreshold`, alarms.clientErrorRateThreshold, { above: 0, to: 100 });
  checks.number(`${prop}.serverErrorRateThreshold`, alarms.serverErrorRateThreshold, { above: 0, to: 100 });
  checks.number(`${prop}.minimumRequests`, alarms.minimumRequests, { from: 1, whole: true });
  checks.number(`${prop}.latencyPercentile`, alarms.latencyPercentile, { from: 0, to: 100 });
  checks.number(`${prop}.evaluationPeriods`, alarms.evaluationPeriods, { from: 1, whole: true });
  checks.number(`${prop}.datapointsToAlarm`, alarms.datapointsToAlarm, {
    from: 1, to: alarms.evaluationPeriods ?? REQUEST_ALARM_DEFAULTS.evaluationPeriods, whole: true,
  });
  // They become part of a text, which CDK makes at synth.
  for (const known of ['headRequestsAnomalyBand', 'listRequestsAnomalyBand', 'latencyPercentile'] as const) {
    if (Token.isUnresolved(alarms[known])) {
      checks.refuse(`${prop}.${known} is a token, whose value is not known before deployment. Use a number`);
    }
  }
  for (const requests of ['headRequests', 'listRequests'] as const) {
    const { [`${requests}Threshold` as const]: threshold, [`${requests}AnomalyBand` as const]: band } = alarms;
    checks.number(`${prop}.${requests}Threshold`, threshold, { from: 0 });
    checks.number(`${prop}.${requests}AnomalyBand`, band, { above: 0 });
    if (threshold !== undefined && band !== undefined) {
      checks.refuse(`${prop}.${requests}AnomalyBand: ${band} contradicts ${prop}.${requests}Threshold: ${threshold}, which it takes the place of. Leave one of them out`);
    }
  }
  for (const latency of ['firstByteLatencyThreshold', 'totalRequestLatencyThreshold'] as const) {
    const threshold = alarms[latency];
    if (threshold && !threshold.isUnresolved() && threshold.toMilliseconds({ integral: false }) <= 0) {
      checks.refuse(`${prop}.${latency} is zero, and every request takes longer. Use Duration.millis(1) or more, or leave it out for no alarm`);
    }
  }
  if (alarms.latencyPercentile !== undefined && !alarms.firstByteLatencyThreshold && !alarms.totalRequestLatencyThreshold) {
    checks.refuse(`${prop}.latencyPercentile is ${alarms.latencyPercentile}, but there is no alarm on latency. Give firstByteLatencyThreshold or totalRequestLatencyThreshold too, or leave latencyPercentile out`);
  }
  checkPeriods(checks, alarms, prop);
}

function checkPeriods(checks: InputChecks, alarms: RequestAlarmOptions, prop: string): void {
  const { period, evaluationPeriods } = alarmOptions(REQUEST_ALARM_DEFAULTS, alarms);
  if (period.isUnresolved()) {
    return;
  }
  const seconds = period.toSeconds({ integral: false });
  if (seconds < 60 || seconds % 60 !== 0) {
    checks.refuse(`${prop}.period is ${seconds === 0 ? 'zero' : period.toHumanString()}. S3 publishes its metrics once a minute: use a multiple of Duration.minutes(1)`);
  }
  const longest = seconds < LONGEST_LOOK.longPeriod.toSeconds() ? LONGEST_LOOK.ofShortPeriods : LONGEST_LOOK.ofLongPeriods;
  if (seconds * evaluationPeriods > longest.toSeconds()) {
    checks.refuse(`${prop}.evaluationPeriods is ${evaluationPeriods}, each of ${period.toHumanString()}: CloudWatch looks back ${longest.toHumanString()} at most. Use fewer or shorter periods`);
  }
}
