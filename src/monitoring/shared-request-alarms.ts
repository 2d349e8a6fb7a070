import { Aspects, AspectPriority, aws_cloudwatch as cloudwatch, aws_s3 as s3, IAspect, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { actionsOf, AlarmTargets } from './alarm-actions';
import { alarmOptions, REQUEST_ALARM_DEFAULTS, RequestAlarmOptions } from './request-alarm-options';
import { metricsOfAlarm, RequestAlarm, requestAlarms, watchMany } from './request-alarms';
import { requestMetric } from './request-metrics';
import { describeAlarm } from './runbook';

/** A hard limit of alarms on an expression. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const MOST_METRICS = 10;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const LONGEST_DESCRIPTION = 1024;

/** Buckets that have the same thresholds, and whose alarms tell the same. */
interface Group {
  readonly options: RequestAlarmOptions | undefined;
  readonly targets: AlarmTargets;
  readonly buckets: s3.IBucket[];
}

/**
 * The alarms on the requests to many buckets of a stack: each looks at the worst of as many buckets as it may.
 *
 * They are made when the app is complete, so that the last bucket counts as well.
 */
export class SharedRequestAlarms extends Construct implements IAspect {
  /** Adds a bucket to the alarms of its stack, which are made on first use. */
  static add(bucket: s3.IBucket, filterId: string, options: RequestAlarmOptions | undefined, targets: AlarmTargets): void {
    const stack = Stack.of(bucket);
    const shared = (stack.node.tryFindChild(ID) as SharedRequestAlarms | undefined) ?? new SharedRequestAlarms(stack, filterId);
    const group = shared.groups.find((each) => isSame(each, options, targets));
    if (group) {
      group.buckets.push(bucket);
    } else {
      shared.groups.push({ options, targets, buckets: [bucket] });
    }
  }

  private readonly groups: Group[] = [];

  private constructor(stack: Stack, private readonly filterId: string) {
    super(stack, ID);
    Aspects.of(this).add(this, { priority: AspectPriority.MUTATING });
  }

  visit(node: IConstruct): void {
    if (node === this && this.node.children.length === 0) {
      this.groups.forEach((group, index) => requestAlarms(group.options).forEach((alarm) => this.makeAlarms(alarm, group, index === 0 ? '' : `Group${index + 1}`)));
    }
  }

  private makeAlarms(alarm: RequestAlarm, { options, targets, buckets }: Group, prefix: string): void {
    const size = Math.floor(MOST_METRICS / metricsOfAlarm(alarm));
    const { evaluationPeriods, datapointsToAlarm } = alarmOptions(REQUEST_ALARM_DEFAULTS, options);
    for (let first = 0; first < buckets.length; first += size) {
      const watched = buckets.slice(first, first + size);
      new cloudwatch.Alarm(this, `${prefix}${alarm.id}${first / size + 1}`, {
        ...watchMany(alarm, watched.map((bucket) => (name, metricOptions) => requestMetric(bucket, this.filterId, name, { ...metricOptions, label: `${name} of ${bucket.node.path}` })), options),
        alarmDescription: describeAlarm(alarm.id, alarm.meaning, subject(alarm, watched)),
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods,
        datapointsToAlarm,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(...actionsOf(targets));
    }
  }
}

const ID = 'HardenedBucketRequestAlarms';

function isSame(group: Group, options: RequestAlarmOptions | undefined, { alarmTopic, alarmActions = [] }: AlarmTargets): boolean {
  const actions = group.targets.alarmActions ?? [];
  const text = (of: RequestAlarmOptions | undefined) => JSON.stringify(alarmOptions(REQUEST_ALARM_DEFAULTS, of));
  return group.targets.alarmTopic === alarmTopic && actions.length === alarmActions.length && actions.every((action, i) => action === alarmActions[i])
    && text(group.options) === text(options);
}

/** The buckets that an alarm is on, as far as there is room for them in its description. */
function subject({ id, meaning }: RequestAlarm, buckets: readonly s3.IBucket[]): string {
  const room = LONGEST_DESCRIPTION - describeAlarm(id, meaning, '').length;
  const of = (count: number) => `the worst of buckets ${buckets.slice(0, count).map(({ node }) => node.path).join(', ')}${count < buckets.length ? ` and ${buckets.length - count} others` : ''}`;
  const counts = Array.from(buckets, (_, i) => buckets.length - i);
  return of(counts.find((count) => of(count).length <= room) ?? 0).slice(0, room);
}
