import { aws_cloudwatch as cloudwatch, aws_s3 as s3, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { actionsOf, AlarmTargets } from './alarm-actions';
import { describeAlarm } from './runbook';

/** A replication rule, as its metrics tell it from others. */
export interface WatchedReplicationRule {
  readonly ruleId: string;
  readonly destination: s3.IBucket;
  /** How far the destination may be behind; absent where this Region has no metric of it. */
  readonly latencyThreshold: Duration | undefined;
}

/**
 * The alarms on the replication of one bucket: for each rule, on operations that failed and on a destination that is behind.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html#s3-cloudwatch-replication-metrics
 */
export class ReplicationAlarms extends Construct {
  constructor(scope: Construct, id: string, bucket: s3.IBucket, rules: readonly WatchedReplicationRule[], targets: AlarmTargets) {
    super(scope, id);
    const actions = actionsOf(targets);
    for (const rule of rules) {
      for (const { id: alarmId, metricName, statistic, description, ...limits } of alarmsOn(rule)) {
        new cloudwatch.Alarm(this, `${rule.ruleId}${alarmId}`, {
          metric: new cloudwatch.Metric({
            namespace: 'AWS/S3',
            metricName,
            statistic,
            period: Duration.minutes(5),
            dimensionsMap: { SourceBucket: bucket.bucketName, DestinationBucket: rule.destination.bucketName, RuleId: rule.ruleId },
          }),
          ...limits,
          alarmDescription: describeAlarm(`Replication${alarmId}`, description, `bucket ${bucket.node.path}, rule ${rule.ruleId} to ${rule.destination.node.path}`),
          comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
          // As AWS asks for: a failure is not repaired because there is nothing to replicate, and no metric, after it.
          treatMissingData: cloudwatch.TreatMissingData.IGNORE,
        }).addAlarmAction(...actions);
      }
    }
  }
}

interface ReplicationAlarm {
  readonly id: 'Failed' | 'Latency';
  readonly metricName: string;
  readonly statistic: string;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly description: string;
}

function alarmsOn({ latencyThreshold }: WatchedReplicationRule): ReplicationAlarm[] {
  return [
    {
      id: 'Failed',
      metricName: 'OperationsFailedReplication',
      statistic: cloudwatch.Stats.SUM,
      threshold: 0,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      description: 'Objects were not replicated: look at the replication role, and at the policy, the versioning, the object lock and the key of the destination. Then replicate them with S3 Batch Replication',
    },
    ...(latencyThreshold ? [{
      id: 'Latency' as const,
      metricName: 'ReplicationLatency',
      statistic: cloudwatch.Stats.MAXIMUM,
      threshold: latencyThreshold.toSeconds(),
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      description: `Replicas are more than ${latencyThreshold.toHumanString()} behind: look for operations that fail, for throttling by KMS, and at the AWS Health Dashboard`,
    }] : []),
  ];
}
