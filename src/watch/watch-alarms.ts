import { aws_cloudwatch as cloudwatch, aws_lambda as lambda, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { WatchQueues } from './watch-queues';
import { actionsOf, AlarmTargets } from '../monitoring/alarm-actions';
import { describeAlarm, RunbookArticle } from '../monitoring/runbook';

/** An alarm on the watch itself. */
interface WatchAlarm {
  readonly id: RunbookArticle;
  readonly meaning: string;
  readonly metric: cloudwatch.IMetric;
  /** It goes off above this. */
  readonly threshold: number;
  readonly evaluationPeriods: number;
}

const PERIOD = Duration.minutes(5);

function watchAlarms(handler: lambda.IFunction, { queue, deadLetters }: WatchQueues, delay: Duration): WatchAlarm[] {
  return [
    {
      id: 'WatchErrors',
      meaning: 'The bucket watch fails: buckets are not checked until it succeeds',
      metric: handler.metricErrors({ period: PERIOD }),
      threshold: 0,
      // One failure is tried again.
      evaluationPeriods: 3,
    },
    {
      id: 'WatchThrottles',
      meaning: 'The bucket watch is throttled: the account has no concurrency left for it',
      metric: handler.metricThrottles({ period: PERIOD }),
      threshold: 0,
      evaluationPeriods: 3,
    },
    {
      id: 'WatchDeadLetters',
      meaning: 'The bucket watch could not handle an event: a bucket may be open and not reported',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: cloudwatch.Stats.MAXIMUM }),
      threshold: 0,
      evaluationPeriods: 1,
    },
    {
      id: 'WatchBacklog',
      meaning: 'The bucket watch is behind: changes of buckets are reported late',
      metric: queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: cloudwatch.Stats.MAXIMUM }),
      // A message that failed is invisible for half an hour before it is tried again.
      threshold: delay.isUnresolved() ? 3600 : 3600 + delay.toSeconds(),
      evaluationPeriods: 3,
    },
  ];
}

/** Makes the alarms on the watch itself: on what keeps it from seeing a bucket. */
export function makeWatchAlarms(scope: Construct, handler: lambda.IFunction, queues: WatchQueues, delay: Duration, targets: AlarmTargets): cloudwatch.Alarm[] {
  const actions = actionsOf(targets);
  return watchAlarms(handler, queues, delay).map(({ id, meaning, ...rest }) => {
    const alarm = new cloudwatch.Alarm(scope, `${id}Alarm`, {
      ...rest,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      // Without messages there is nothing to fail.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: describeAlarm(id, meaning, `watch ${scope.node.path}`),
    });
    alarm.addAlarmAction(...actions);
    return alarm;
  });
}
