import { aws_s3 as s3 } from 'aws-cdk-lib';
import { HardenedBucketProps } from './hardened-bucket-props';
import { isInAnotherRegion } from './replication-destination';
import { MonitoringEstimate } from '../monitoring/monitoring-estimate';

/** What the monitoring of a bucket comes to. Replication time control brings its metrics even where nothing is watched. */
export function estimateMonitoring(bucket: s3.Bucket, { requestMetrics = true, requestAlarms, replicationRules = [] }: HardenedBucketProps): MonitoringEstimate {
  if (!requestMetrics) {
    return MonitoringEstimate._NOTHING._withReplication(replicationRules.filter(({ replicationTimeControl }) => replicationTimeControl).length, 0);
  }
  const withLatency = replicationRules.filter(({ destination }) => !isInAnotherRegion(bucket, destination));
  return MonitoringEstimate.ofRequests(requestAlarms)._withReplication(replicationRules.length, replicationRules.length + withLatency.length);
}
