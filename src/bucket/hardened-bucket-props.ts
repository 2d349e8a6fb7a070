import { aws_cloudwatch as cloudwatch, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sns as sns, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BucketPurpose } from './bucket-purpose';
import { ReplicationRuleOptions } from './replication-rule-options';
import { ServerSideEncryption } from './server-side-encryption';
import { TlsVersion } from './tls-version';
import { RequestAlarmOptions } from '../monitoring/request-alarm-options';
import { RequestAlarmScope } from '../monitoring/request-alarm-scope';
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
   * A fixed name keeps CloudFormation from replacing the bucket, and is known to anyone who guesses it. Once the bucket is deleted,
   * any account can take the name, and receives what is still sent to it: prefer `bucketNamePrefix`.
   *
   * @default - CloudFormation chooses a name
   */
  readonly bucketName?: string;

  /**
   * The beginning of the name of the bucket, in the account regional namespace: S3 appends the account, the Region and `-an`, as in
   * `records-111122223333-eu-west-1-an`.
   *
   * It is the recommended way to a fixed name: no other account can ever make a bucket with it. The whole name has 63 characters
   * at most, so that 37 are left for the prefix in us-east-1 and fewer in a Region with a longer name. A fixed name keeps
   * CloudFormation from replacing the bucket. Middle East (Bahrain) and Middle East (UAE) have no such namespaces.
   *
   * @default - CloudFormation chooses a name
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
   */
  readonly bucketNamePrefix?: string;

  /**
   * Whether permissions may depend on the tags of the bucket (attribute-based access control, ABAC).
   *
   * With it tags are permissions: a principal that may call `s3:TagResource` or `s3:UntagResource` changes what conditions on
   * `aws:ResourceTag` and `s3:BucketTag` allow, and such conditions in existing policies take effect at once. `PutBucketTagging`
   * and `DeleteBucketTagging` no longer work. Without it S3 compares no tag of the bucket.
   *
   * @default - not set, which leaves it off in a new bucket
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html
   */
  readonly abacEnabled?: boolean;

  /**
   * What kind of bucket it is: sets perimeter, lifecycle and alarms accordingly. A property that is given itself wins.
   *
   * @default - none: anyone who a grant or statement of the account allows reaches the bucket
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
   * One key for several buckets saves money, and lets anyone who may use the key for one bucket use it for all of them. An
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
   * @default - anyone who a grant or statement of the account allows
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
   * Whether the access points of the account decide who gets in through them, each by its own policy.
   *
   * It adds the statements that AWS recommends: whom the policy of an access point allows to read, write, delete, tag or list, the
   * bucket allows as well, for requests through that access point. S3 does not call them public, since they fix the account of
   * the access points, and access points block public access unless anyone who makes one turns that off. Nobody can administer the
   * bucket through an access point, and the guards of `perimeter` deny what they deny, through access points too.
   *
   * Anyone who may call `s3:CreateAccessPoint` and `s3:PutAccessPointPolicy` in the account lets others in, from other accounts
   * as well unless `perimeter.identity` denies those. `hardened-bucket check` warns of that. `VpcAccessPoint` needs no such property.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
   */
  readonly delegateToAccessPoints?: boolean;

  /**
   * The ids of other accounts whose access points decide, besides those of the same account: only with `delegateToAccessPoints`.
   *
   * Their administrators then decide who reads and writes here, without asking you.
   *
   * @default - the same account only
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/creating-access-points.html#access-points-cross-account
   */
  readonly accessPointAccountIds?: string[];

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
   * Lifecycle rules besides the two above, for example to expire objects or to move them to another storage class.
   *
   * One that expires the noncurrent versions of all objects takes the place of `noncurrentVersionExpiration`. Of two that overlap S3
   * applies the shorter, so one that could never take effect is refused.
   *
   * @default - no further rules
   */
  readonly lifecycleRules?: s3.LifecycleRule[];

  /**
   * The storage classes that the lifecycle rules move small objects to.
   *
   * @default - S3's own: objects below 128 KB are not moved
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
   */
  readonly transitionDefaultMinimumObjectSize?: s3.TransitionDefaultMinimumObjectSize;

  /**
   * When objects in the storage class S3 Intelligent-Tiering are moved to its archive tiers, from which reading takes minutes to
   * hours.
   *
   * @default - none is archived
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html
   */
  readonly intelligentTieringConfigurations?: s3.IntelligentTieringConfiguration[];

  /**
   * Lists of the objects, which S3 delivers to another bucket of the same Region daily or weekly.
   *
   * A destination that is made in this app gets the permission for the delivery, and so does its key. Lists show the keys of all
   * objects to anyone who reads the destination.
   *
   * @default - no lists
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
   */
  readonly inventories?: s3.Inventory[];

  /**
   * Which websites may use the bucket from a browser, and how: the rules of cross-origin resource sharing.
   *
   * They allow nobody anything: each request needs credentials or a presigned URL all the same. An origin that strangers may have,
   * such as `*` or `https://*.com`, is refused.
   *
   * @default - no website may
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
   */
  readonly cors?: s3.CorsRule[];

  /**
   * Whether `cors` may have origins that anyone may have, such as `*`.
   *
   * Scripts of any website then read what a browser may read of the bucket, for example with a presigned URL that leaked.
   *
   * @default false
   */
  readonly corsAnyOrigin?: boolean;

  /**
   * Whether S3 Transfer Acceleration is on, which takes requests at the edge locations of CloudFront, at a price for each gigabyte.
   *
   * Its requests come through no VPC endpoint, so a network perimeter has to list addresses.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html
   */
  readonly transferAcceleration?: boolean;

  /**
   * Whether object lock is on, so that versions can be locked against deletion and overwriting.
   *
   * It cannot be turned off again, and versioning cannot be suspended any more. The bucket can never receive access logs.
   * Without a default retention only the versions are locked that someone locks.
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
   * With `RemovalPolicy.DESTROY` a renamed construct or a deleted stack deletes the bucket. What it made besides stays: its key, the
   * access logs and the key of the alarm topic. With `autoDeleteObjects` as well, that goes, too.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether a deleted bucket is emptied first, all versions included.
   *
   * Only with `RemovalPolicy.DESTROY`; it deploys a Lambda function that may delete every object.
   *
   * It is for buckets that are to leave nothing behind: the key of the bucket is deleted as well, and so are the access logs and the
   * key of the alarms that the stack keeps for its buckets, if all buckets that share them are deleted and emptied. A key, topic or
   * log bucket that you pass in keeps its own removal policy.
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
  readonly serverAccessLogsBucket?: s3.IBucket;

  /**
   * What the keys of the access logs begin with. Account, Region, bucket and date follow by themselves.
   *
   * @default - no prefix
   */
  readonly serverAccessLogsPrefix?: string;

  /**
   * States that the policy of an imported `serverAccessLogsBucket` allows the delivery, which cannot be seen or changed from here.
   *
   * The policy has to allow `s3:PutObject` to `logging.s3.amazonaws.com` with your account as `aws:SourceAccount`.
   *
   * @default false
   */
  readonly serverAccessLogsGrantExists?: boolean;

  /**
   * Whether S3 counts the requests to the bucket, so that alarms can watch them.
   *
   * Without it there are no alarms, on replication neither. CloudWatch charges for up to 16 metrics a bucket. `requestAlarmScope`
   * keeps the metrics and leaves out the alarms.
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
   * Whether the bucket has alarms on requests of its own, shares those of its stack, or has none.
   *
   * Shared alarms keep a stack of many buckets below the 500 resources that CloudFormation accepts. Anomaly bands need alarms of
   * the bucket's own. Alarms on replication are there in any case.
   *
   * @default RequestAlarmScope.BUCKET
   */
  readonly requestAlarmScope?: RequestAlarmScope;

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
