import { aws_cloudwatch as cloudwatch, aws_events as events, aws_logs as logs, aws_sns as sns, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ManagementEvents } from './management-events';
import { RemediationOptions } from './remediation-options';
import { WatchModel } from './watch-model';
import { CheckLevel, FindingSeverity } from '../checks/check-props';

/**
 * Properties of a `BucketWatch`.
 */
export interface BucketWatchProps {
  /** Where the events come from. Without a trail for them, a watch sees nothing but what its sweep finds. */
  readonly managementEvents: ManagementEvents;

  /**
   * Which rules are applied. RULES.md says the level of each.
   *
   * @default CheckLevel.BASELINE
   */
  readonly level?: CheckLevel;

  /**
   * The ids of rules that are not applied, such as `HardenedBucket-Versioning`.
   *
   * @default - all rules of the level are applied
   */
  readonly excludedRules?: string[];

  /**
   * Findings of this severity and above are reported.
   *
   * @default FindingSeverity.ERROR
   */
  readonly reportFrom?: FindingSeverity;

  /**
   * The names of buckets that are neither checked nor repaired. No report says what happens to them.
   *
   * @default - all buckets of the account and Region are checked
   */
  readonly excludedBuckets?: string[];

  /**
   * The key of a bucket tag whose value is the `WatchModel` that the bucket is compared with.
   *
   * A principal that may tag a bucket chooses its model.
   *
   * @default - no tag is read
   */
  readonly modelTag?: string;

  /**
   * The model that buckets without the tag are compared with.
   *
   * @default - they are compared with none
   */
  readonly model?: WatchModel;

  /**
   * The topic that reports go to, in the Region of the watch.
   *
   * @default - a new topic, encrypted with the key of the watch
   */
  readonly topic?: sns.ITopic;

  /**
   * The event bus that receives the reports as events, such as `Bucket Noncompliant`: in the account and Region of the watch.
   *
   * @default - the default event bus of the account
   */
  readonly eventBus?: events.IEventBus;

  /**
   * An event bus that receives the same events from all Regions and accounts: the one place of report. It has to let this account
   * send events, by its policy.
   *
   * @default - events stay in the Region
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
   */
  readonly reportTo?: events.IEventBus;

  /**
   * Whether findings go to Security Hub, too, which has to be enabled in the Region.
   *
   * @default false
   */
  readonly securityHub?: boolean;

  /**
   * What the watch may repair.
   *
   * @default - nothing
   */
  readonly remediation?: RemediationOptions;

  /**
   * How long the watch waits after an event, in whole seconds up to 15 minutes.
   *
   * CloudFormation and Terraform set the policy of a bucket seconds after they create it. A shorter delay reports buckets that are
   * not finished, a longer one leaves an open bucket open for longer.
   *
   * @default Duration.minutes(2)
   */
  readonly delay?: Duration;

  /**
   * How often all buckets are checked, whatever events there were: whole hours. It finds what events missed.
   *
   * @default Duration.hours(24)
   */
  readonly sweepInterval?: Duration;

  /**
   * How many batches of messages are handled at the same time, from 2. Each handler reads buckets on its own, and S3 throttles reads of
   * settings.
   *
   * @default 5
   */
  readonly maxConcurrency?: number;

  /**
   * Whether concurrency is reserved for the function, so that no other function takes it away. Turn it off in a new account, whose
   * quota of 10 leaves nothing to reserve.
   *
   * @default true
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   */
  readonly reserveConcurrency?: boolean;

  /**
   * The topic that the alarms of the watch itself go to. It has to be encrypted with a customer managed key that CloudWatch may use.
   *
   * @default - with alarmActions none, else an encrypted topic for the stack
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * What the alarms do besides notifying the topic. All act in the Region of the alarms.
   *
   * @default - they notify the topic only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];

  /**
   * How long the log of the function is kept.
   *
   * @default logs.RetentionDays.ONE_YEAR
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * What happens to the state table, the log group and their key when they leave the stack.
   *
   * Without the table, a new watch reports every finding again.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
