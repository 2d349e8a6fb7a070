import { aws_cloudwatch as cloudwatch, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sns as sns, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BucketPurpose } from './bucket-purpose';
import { ReplicationRuleOptions } from './replication-rule-options';
import { ServerSideEncryption } from './server-side-encryption';
import { TlsVersion } from './tls-version';
import { RequestAlarmOptions } from '../monitoring/request-alarm-options';
import { PerimeterOptions } from '../perimeter/perimeter';
import { ServiceAccess } from '../perimeter/services';

/**
 * Properties of a `HardenedBucket`.
 *
 * All are optional, and without any the bucket is as closed as it gets. There is no property for what must never be off:
 * public access block, disabled ACLs, TLS, KMS encryption, blocked SSE-C, versioning and access logs.
 */
export interface HardenedBucketProps {
  /**
   * The name of the bucket.
   *
   * A fixed name keeps CloudFormation from replacing the bucket, and is known to whoever guesses it.
   *
   * @default - CloudFormation chooses a name
   */
  readonly bucketName?: string;

  /**
   * What kind of bucket it is: sets perimeter, lifecycle and alarms accordingly. A property that is given itself wins.
   *
   * @default - none: whoever a grant or statement of the account allows reaches the bucket
   */
  readonly purpose?: BucketPurpose;

  /**
   * How objects are encrypted.
   *
   * DSSE costs a KMS request for each object.
   *
   * @default ServerSideEncryption.KMS
   */
  readonly encryption?: ServerSideEncryption;

  /**
   * The customer managed key that encrypts the objects.
   *
   * One key for several buckets saves money, and lets whoever may use the key for one bucket use it for all of them. An
   * alias is refused: it may come to mean another key, and S3 resolves it in the requester's account.
   *
   * @default - a key for this bucket alone, rotated every year and retained with the bucket
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether S3 uses a Bucket Key, which cuts KMS requests by up to 99 %.
   *
   * With it, KMS and CloudTrail see the bucket instead of the single object.
   *
   * @default - true with ServerSideEncryption.KMS; DSSE has no bucket key
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   */
  readonly bucketKeyEnabled?: boolean;

  /**
   * The oldest version of TLS that the bucket answers to.
   *
   * @default TlsVersion.TLS_1_2
   */
  readonly minimumTlsVersion?: TlsVersion;

  /**
   * Who may reach the bucket, from where, and with which requests.
   *
   * It is proved at synth, and nobody who is to deploy or repair the bucket can be locked out by it.
   *
   * @default - whoever a grant or statement of the account allows
   */
  readonly perimeter?: PerimeterOptions;

  /**
   * AWS services that may use the bucket, and its key, each for named sources only.
   *
   * A service that AWS documents as unable to write here is refused: to a bucket with a KMS key, without ACLs, or with a
   * default lock. The error names the way that works. To the policy of an imported key nothing can be added: a warning shows the
   * statement that it needs.
   *
   * @default - S3's own log delivery and events, which need no statement
   */
  readonly services?: ServiceAccess[];

  /**
   * How long noncurrent versions are kept: whole days.
   *
   * The shorter, the cheaper, and the less time to notice that something was overwritten or deleted.
   *
   * @default Duration.days(90)
   */
  readonly noncurrentVersionExpiration?: Duration;

  /**
   * When incomplete multipart uploads are aborted: whole days after they began.
   *
   * @default Duration.days(7)
   */
  readonly abortIncompleteMultipartUploadAfter?: Duration;

  /**
   * Lifecycle rules beside the two above, for example to expire objects or to move them to another storage class.
   *
   * @default - no further rules
   */
  readonly lifecycleRules?: s3.LifecycleRule[];

  /**
   * Whether object lock is on, so that versions can be locked against deletion and overwriting.
   *
   * It cannot be turned off again, and versioning cannot be suspended any more. The bucket can never receive access logs.
   * Without a default retention only the versions are locked that somebody locks.
   *
   * @default - true with objectLockDefaultRetention, else false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
   */
  readonly objectLockEnabled?: boolean;

  /**
   * How long every new version is locked: whole days, 100 years at most.
   *
   * Until then it is stored and paid for, whatever the lifecycle rules say. In governance mode, who has
   * `s3:BypassGovernanceRetention` can shorten the time. In compliance mode nobody can, not even root of the account: only
   * closing the account ends it. Therefore `autoDeleteObjects` is refused with either, and `RemovalPolicy.DESTROY` with
   * compliance. Uploads have to carry a checksum, as current AWS SDKs do.
   *
   * @default - no version is locked by itself
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes
   */
  readonly objectLockDefaultRetention?: s3.ObjectLockRetention;

  /**
   * Which objects are replicated, and where to. Where several rules fit an object and a destination, the first wins.
   *
   * Each rule stores its objects a second time. Unless `requestMetrics` is off, CloudWatch charges for four metrics and up
   * to two alarms a rule.
   *
   * @default - no replication: the objects are in one Region and one account
   */
  readonly replicationRules?: ReplicationRuleOptions[];

  /**
   * What happens to the bucket, its policy and its data when it leaves the stack.
   *
   * With `RemovalPolicy.DESTROY` a renamed construct or a deleted stack deletes the bucket.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether a deleted bucket is emptied first, all versions included.
   *
   * Only with `RemovalPolicy.DESTROY`; it deploys a Lambda function that may delete every object.
   *
   * @default false
   */
  readonly autoDeleteObjects?: boolean;

  /**
   * The bucket that receives the server access logs: an `AccessLogsBucket` or another bucket with SSE-S3, in the same
   * account and Region. A bucket made in this app gets the grant for the delivery.
   *
   * @default - an AccessLogsBucket for all hardened buckets of the stack
   */
  readonly accessLogsBucket?: s3.IBucket;

  /**
   * What the keys of the access logs begin with. Account, Region, bucket and date follow by themselves.
   *
   * @default - no prefix
   */
  readonly accessLogsPrefix?: string;

  /**
   * States that the policy of an imported `accessLogsBucket` allows the delivery, which cannot be seen or changed from here.
   *
   * The policy has to allow `s3:PutObject` to `logging.s3.amazonaws.com` with your account as `aws:SourceAccount`.
   *
   * @default false
   */
  readonly accessLogsGrantExists?: boolean;

  /**
   * Whether S3 counts the requests to the bucket, so that alarms can watch them.
   *
   * Without it there are no alarms, on replication neither. CloudWatch charges for up to 16 metrics a bucket.
   *
   * @default true
   * @see https://aws.amazon.com/cloudwatch/pricing/
   */
  readonly requestMetrics?: boolean;

  /**
   * The topic that the alarms go to. It has to be encrypted with a customer managed key that CloudWatch may use.
   *
   * @default - with alarmActions none, else an encrypted topic for all hardened buckets of the stack
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * What the alarms do when they go off, such as a Lambda function or an incident: besides telling `alarmTopic` if that is
   * given, in place of the stack's topic if not.
   *
   * All have to act in the Region of the bucket. A topic among them has to be encrypted as `alarmTopic` is. A function is called
   * by several alarms: give its `LambdaAction` `useUniquePermissionId: true`.
   *
   * @default - they tell the topic only
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];

  /**
   * When the alarms on 4xx, 5xx, HEAD and LIST requests go off, and whether there are any on latency.
   *
   * @default - see RequestAlarmOptions
   */
  readonly requestAlarms?: RequestAlarmOptions;

  /**
   * Whether S3 sends its events to EventBridge.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
   */
  readonly eventBridgeEnabled?: boolean;

  /**
   * The role of the Lambda function that sets up ordinary notifications (`addEventNotification`).
   *
   * @default - a role made by CDK
   */
  readonly notificationsHandlerRole?: iam.IRole;
}
