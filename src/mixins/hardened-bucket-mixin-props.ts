import { aws_cloudwatch as cloudwatch, aws_kms as kms, aws_s3 as s3, aws_sns as sns, Duration } from 'aws-cdk-lib';
import { HardenedSetting } from './hardened-setting';
import { TlsVersion } from '../bucket/tls-version';
import { RequestAlarmOptions } from '../monitoring/request-alarm-options';
import { PerimeterOptions } from '../perimeter/perimeter';

/**
 * Properties of `HardenedBucketMixin`.
 */
export interface HardenedBucketMixinProps {
  /**
   * The settings that are not added.
   *
   * @default - all are added
   */
  readonly excludedSettings?: HardenedSetting[];

  /**
   * The key that buckets without default encryption are encrypted with.
   *
   * An alias is refused: it may come to mean another key.
   *
   * @default - one rotated key for each stack, which is retained
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether any identity of the account that S3 lets in may use `encryptionKey` through S3, as with the AWS managed key `aws/s3`.
   *
   * Policies of identities that were written for a bucket without a KMS key allow nothing on a key: without this, new objects
   * cannot be read by those who read the bucket today. A key that the mixin makes is always usable so.
   *
   * @default true
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
   */
  readonly keyUsableThroughS3?: boolean;

  /**
   * Whether SSE-S3 that a bucket states is replaced with SSE-KMS. Objects that are there stay as they are encrypted.
   *
   * @default false: such a bucket is refused, unless `HardenedSetting.ENCRYPTION` is excluded
   */
  readonly replaceS3ManagedEncryption?: boolean;

  /**
   * The bucket that server access logs are delivered to, for buckets that deliver none yet.
   *
   * @default - the `AccessLogsBucket` of the stack
   */
  readonly accessLogsBucket?: s3.IBucket;

  /**
   * States that the policy of an imported `accessLogsBucket` allows the delivery, which cannot be seen or changed from here.
   *
   * @default false
   */
  readonly accessLogsGrantExists?: boolean;

  /**
   * After how long incomplete uploads are aborted: whole days.
   *
   * @default Duration.days(7)
   */
  readonly abortIncompleteMultipartUploadAfter?: Duration;

  /**
   * After how long noncurrent versions expire, in a bucket that had no versions before: whole days.
   *
   * @default Duration.days(90)
   */
  readonly noncurrentVersionExpiration?: Duration;

  /**
   * The oldest version of TLS that the bucket answers to.
   *
   * @default TlsVersion.TLS_1_2
   */
  readonly minimumTlsVersion?: TlsVersion;

  /**
   * Who may reach the bucket, from where and how: added to the bucket policy.
   *
   * @default - no perimeter
   */
  readonly perimeter?: PerimeterOptions;

  /**
   * When the alarms go off.
   *
   * @default - see RequestAlarmOptions
   */
  readonly requestAlarms?: RequestAlarmOptions;

  /**
   * The topic that the alarms go to. It has to be encrypted with a customer managed key that CloudWatch may use.
   *
   * @default - with alarmActions none, else an encrypted topic for the stack
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * What the alarms do besides telling the topic. All act in the Region of the alarms.
   *
   * @default - they tell the topic only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}
