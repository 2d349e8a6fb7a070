import { aws_s3 as s3 } from 'aws-cdk-lib';
import { HardenedBucketProps } from './hardened-bucket-props';
import { isInAnotherRegion } from './replication-destination';
import { MonitoringEstimate } from '../monitoring/monitoring-estimate';
import { RequestAlarmScope } from '../monitoring/request-alarm-scope';

/** What the monitoring of a bucket comes to. Replication time control brings its metrics even where nothing is watched. */
export function estimateMonitoring(bucket: s3.Bucket, { requestMetrics = true, requestAlarmScope, requestAlarms, replicationRules = [] }: HardenedBucketProps): MonitoringEstimate {
  if (!requestMetrics) {
    return MonitoringEstimate._NOTHING._withReplication(replicationRules.filter(({ replicationTimeControl }) => replicationTimeControl).length, 0);
  }
  const withLatency = replicationRules.filter(({ destination }) => !isInAnotherRegion(bucket, destination));
  const ofRequests = requestAlarmScope === RequestAlarmScope.NONE ? MonitoringEstimate._METRICS : MonitoringEstimate.ofRequests(requestAlarms);
  return ofRequests._withReplication(replicationRules.length, replicationRules.length + withLatency.length);
}
