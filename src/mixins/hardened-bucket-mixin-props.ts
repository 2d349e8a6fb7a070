import { aws_cloudwatch as cloudwatch, aws_kms as kms, aws_s3 as s3, aws_sns as sns, Duration } from 'aws-cdk-lib';
import { HardenedSetting } from './hardened-setting';
import { TlsVersion } from '../bucket/tls-version';
import { RequestAlarmOptions } from '../monitoring/request-alarm-options';
import { PerimeterOptions } from '../perimeter/perimeter';

/**
 * Properties of a `HardenedBucketMixin`.
 */
export interface HardenedBucketMixinProps {
  /**
   * What is not added. Whatever the bucket has of it stays, and nothing is promised of it.
   *
   * @default - nothing is left out
   */
  readonly excludedSettings?: HardenedSetting[];

  /**
   * The key that buckets are encrypted with which say nothing of encryption.
   *
   * @default - one key for the stack, rotated and retained
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether the policy of `encryptionKey` lets anyone who S3 lets read or write, within the account, use the key through S3: what AWS
   * gives its own key `aws/s3`.
   *
   * Without it anyone who reads or writes needs a permission on the key as well, which policies written for the bucket of today lack. The
   * key of the stack always has it.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
   */
  readonly keyUsableThroughS3?: boolean;

  /**
   * Whether SSE-S3 gives way to a KMS key where a bucket asks for it in writing, as by `encryption: s3.BucketEncryption.S3_MANAGED`.
   *
   * Objects that are there keep their encryption.
   *
   * @default false
   */
  readonly replaceS3ManagedEncryption?: boolean;

  /**
   * The bucket that receives the server access logs of buckets that deliver none.
   *
   * @default - the AccessLogsBucket of the stack
   */
  readonly serverAccessLogsBucket?: s3.IBucket;

  /**
   * That the policy of an imported `serverAccessLogsBucket` lets S3 deliver, which cannot be seen from here.
   *
   * @default false
   */
  readonly serverAccessLogsGrantExists?: boolean;

  /**
   * The oldest version of TLS that the bucket answers to.
   *
   * @default TlsVersion.TLS_1_2
   */
  readonly minimumTlsVersion?: TlsVersion;

  /**
   * After how long incomplete uploads are aborted, where no rule of the bucket says that: whole days.
   *
   * @default Duration.days(7)
   */
  readonly abortIncompleteMultipartUploadAfter?: Duration;

  /**
   * After how long noncurrent versions expire of a bucket that had no versions before: whole days.
   *
   * @default Duration.days(90)
   */
  readonly noncurrentVersionExpiration?: Duration;

  /**
   * The topic that the alarms go to. It has to be encrypted with a customer managed key that CloudWatch may use.
   *
   * @default - with alarmActions none, else an encrypted topic for the stack
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * What the alarms do besides telling the topic.
   *
   * @default - they tell the topic only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];

  /**
   * When the alarms go off.
   *
   * @default - see RequestAlarmOptions
   */
  readonly requestAlarms?: RequestAlarmOptions;

  /**
   * Who may reach the bucket, from where, and with which requests, proved at synth.
   *
   * @default - anyone who a policy allows, from everywhere
   */
  readonly perimeter?: PerimeterOptions;
}
