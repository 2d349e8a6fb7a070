import { Token } from 'aws-cdk-lib';
import { checkAlarmPeriods } from './check-alarm-periods';
import { REQUEST_ALARM_DEFAULTS, RequestAlarmOptions } from './request-alarm-options';
import { InputChecks } from '../input/input-checks';

/**
 * Refuses options that CloudWatch would refuse, or with which an alarm could never go off, or never be quiet.
 *
 * @param prop what the options are called where the user gave them
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function checkRequestAlarms(checks: InputChecks, alarms: RequestAlarmOptions, prop: string): void {
  checks.number(`${prop}.clientErrorRateThreshold`, alarms.clientErrorRateThreshold, { above: 0, to: 100 });
  checks.number(`${prop}.serverErrorRateThreshold`, alarms.serverErrorRateThreshold, { above: 0, to: 100 });
  checks.number(`${prop}.minimumRequests`, alarms.minimumRequests, { from: 1, whole: true });
  checks.number(`${prop}.latencyPercentile`, alarms.latencyPercentile, { from: 0, to: 100 });
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
  checkAlarmPeriods(checks, alarms, REQUEST_ALARM_DEFAULTS, prop);
}
