import { aws_cloudwatch as cloudwatch, aws_logs as logs, aws_sns as sns, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkTrailKeeping, encryptedTrail } from '../bucket/encrypted-trail';
import { HardenedBucket } from '../bucket/hardened-bucket';
import { InputChecks } from '../input/input-checks';

/**
 * Properties of a `ManagementEventsTrail`.
 */
export interface ManagementEventsTrailProps {
  /**
   * Whether the trail records the events of all Regions, not only those of its own. Watches in other Regions then need no trail.
   *
   * @default false
   */
  readonly allRegions?: boolean;

  /**
   * How long CloudWatch keeps the events.
   *
   * @default logs.RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * How long the archive bucket keeps the events: whole days.
   *
   * @default Duration.days(400)
   */
  readonly retention?: Duration;

  /**
   * What happens to the archive and the log group when they leave the stack. Their key stays.
   *
   * With `RemovalPolicy.DESTROY` CloudFormation deletes the archive, and fails to while there are events in it.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The topic that the alarms of the archive go to.
   *
   * @default - with alarmActions none, else an encrypted topic for all hardened buckets of the stack
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * What the alarms of the archive do besides notifying the topic.
   *
   * @default - they notify the topic only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}

/**
 * Records each call that changes something in the account: a CloudTrail trail of write management events, with an encrypted log
 * group and a hardened archive bucket.
 *
 * It is what sends such events to EventBridge. Read events, most of all events, are left out.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export class ManagementEventsTrail extends Construct {
  /** The bucket that keeps the events. Its key encrypts the log group as well. */
  public readonly archive: HardenedBucket;

  /** The log group that the events arrive in, minutes after they happened. */
  public readonly logGroup: logs.LogGroup;

  /**
   * Makes a trail.
   *
   * @throws if the retention is not whole days, or the removal policy is not one that buckets have
   */
  constructor(scope: Construct, id: string, props: ManagementEventsTrailProps = {}) {
    const checks = new InputChecks(scope, id);
    checks.struct('ManagementEventsTrailProps', props);
    checkTrailKeeping(checks, props);
    checks.throwIfAny();
    super(scope, id);
    const { archive, logGroup } = encryptedTrail(this, props, {
      isMultiRegionTrail: props.allRegions ?? false,
      includeGlobalServiceEvents: props.allRegions ?? false,
      advancedEventSelectors: [{
        name: 'Calls that change something',
        fieldSelectors: [
          { field: 'eventCategory', equalTo: ['Management'] },
          { field: 'readOnly', equalTo: ['false'] },
        ],
      }],
    });
    this.archive = archive;
    this.logGroup = logGroup;
  }
}
