import { aws_kms as kms, aws_s3 as s3, Duration } from 'aws-cdk-lib';

/**
 * Which objects of a `HardenedBucket` are replicated, and where to.
 *
 * S3 replicates what is written after the rule is there. For what was there before, use S3 Batch Replication.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
 */
export interface ReplicationRuleOptions {
  /**
   * The bucket that receives the replicas: versioned, best in another Region and in another account.
   *
   * For a bucket of this app that is checked at synth, and one in another account gets the statements that let the
   * replicas in. An imported one has to be ready. Import it with `s3.Bucket.fromBucketAttributes`, with its account and
   * Region. In another account, its policy has to allow the role `s3:ReplicateObject`, `s3:ReplicateDelete`,
   * `s3:ReplicateTags`, `s3:ReplicateObjectAnnotation` and, with `accessControlTransition`,
   * `s3:ObjectOwnerOverrideToBucketOwner`. The replicas are stored and paid for a second time, and so is the transfer to
   * another Region.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html
   */
  readonly destination: s3.IBucket;

  /**
   * The customer managed key that encrypts the replicas, in the Region of the destination.
   *
   * In another account, its key policy has to allow the role `kms:Encrypt`, `kms:GenerateDataKey` and `kms:Decrypt`. A
   * replica has the same type of encryption as its source, SSE-KMS or DSSE-KMS, whatever the default of the destination.
   *
   * @default - the key of the destination, which has to be known
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
   */
  readonly destinationEncryptionKey?: kms.IKey;

  /**
   * What the keys of the replicated objects begin with. All others have no replica.
   *
   * @default - all objects are replicated
   */
  readonly prefix?: string;

  /**
   * The storage class of the replicas. A colder one costs less to keep, and more to read in an emergency.
   *
   * @default - the storage class of the source object
   */
  readonly storageClass?: s3.StorageClass;

  /**
   * Whether delete markers are replicated.
   *
   * With them, what is deleted by mistake or by malice looks deleted in the destination, too. Deletions of versions are
   * never replicated.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
   */
  readonly deleteMarkerReplication?: boolean;

  /**
   * Whether S3 commits itself to replicate within 15 minutes (S3 RTC). It charges for each gigabyte, and for the metrics.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
   */
  readonly replicationTimeControl?: boolean;

  /**
   * Whether the account of the destination owns the replicas, so that nobody in the account of the source has a say in them.
   *
   * A destination with disabled ACLs owns them in any case.
   *
   * @default - true for a destination in another account, which is the only place for it
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html
   */
  readonly accessControlTransition?: boolean;

  /**
   * How far the destination may be behind before an alarm goes off: whole seconds.
   *
   * Only for a destination in the same Region: S3 publishes this metric in the Region of the destination, and CloudWatch
   * alarms on metrics of its own Region only. The alarm on failed replication is there in any case.
   *
   * @default - Duration.minutes(15) with replicationTimeControl; else Duration.hours(6), as large objects may take hours
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
   */
  readonly latencyThreshold?: Duration;
}
