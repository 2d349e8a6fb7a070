/** A rule of EventBridge: calls of one service, as CloudTrail names them, by the IAM action that allows each. */
interface WatchedCalls {
  /** The id of the rule, which is part of a logical id. */
  readonly id: string;
  /** The `source` of such events. */
  readonly sources: readonly string[];
  /** The names of the calls, by the IAM action that allows them. */
  readonly calls: Readonly<Record<string, readonly string[]>>;
}

const S3 = ['aws.s3', 'aws.s3control'] as const;

/**
 * The calls that create a bucket, or change what a rule checks.
 *
 * CloudTrail names some by the action of S3 and some by the operation of its API: the newer name of a Block Public Access call is
 * `PutBucketPublicAccessBlock`, and that of SDKs `PutPublicAccessBlock`. Both are here, because a name that never comes costs nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html
 */
export const WATCHED_CALLS: readonly WatchedCalls[] = [
  {
    id: 'BucketAccess',
    sources: S3,
    calls: {
      's3:CreateBucket': ['CreateBucket'],
      // What is open about it is closed.
      's3:DeleteBucket': ['DeleteBucket'],
      's3:PutBucketPolicy': ['PutBucketPolicy'],
      's3:DeleteBucketPolicy': ['DeleteBucketPolicy'],
      's3:PutBucketAcl': ['PutBucketAcl'],
      's3:PutBucketOwnershipControls': ['PutBucketOwnershipControls', 'DeleteBucketOwnershipControls'],
      's3:PutBucketPublicAccessBlock': ['PutBucketPublicAccessBlock', 'PutPublicAccessBlock', 'DeleteBucketPublicAccessBlock', 'DeletePublicAccessBlock'],
      's3:PutAccountPublicAccessBlock': ['PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock'],
      's3:PutBucketWebsite': ['PutBucketWebsite'],
      's3:DeleteBucketWebsite': ['DeleteBucketWebsite'],
      's3:PutBucketCORS': ['PutBucketCors', 'DeleteBucketCors'],
      's3:PutBucketAbac': ['PutBucketAbac'],
    },
  },
  {
    id: 'BucketSettings',
    sources: S3,
    calls: {
      's3:PutEncryptionConfiguration': ['PutBucketEncryption', 'DeleteBucketEncryption'],
      's3:PutBucketVersioning': ['PutBucketVersioning'],
      's3:PutLifecycleConfiguration': ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle'],
      's3:PutBucketObjectLockConfiguration': ['PutObjectLockConfiguration', 'PutBucketObjectLockConfiguration'],
      's3:PutReplicationConfiguration': ['PutBucketReplication', 'DeleteBucketReplication'],
      's3:PutBucketLogging': ['PutBucketLogging'],
      's3:PutBucketNotification': ['PutBucketNotification', 'PutBucketNotificationConfiguration'],
      's3:PutMetricsConfiguration': ['PutBucketMetricsConfiguration', 'DeleteBucketMetricsConfiguration'],
      // The tag that names the model of a bucket.
      's3:PutBucketTagging': ['PutBucketTagging', 'DeleteBucketTagging'],
      's3:TagResource': ['TagResource'],
      's3:UntagResource': ['UntagResource'],
    },
  },
  {
    id: 'Keys',
    sources: ['aws.kms'],
    calls: {
      'kms:PutKeyPolicy': ['PutKeyPolicy'],
      'kms:EnableKeyRotation': ['EnableKeyRotation'],
      'kms:DisableKeyRotation': ['DisableKeyRotation'],
      'kms:EnableKey': ['EnableKey'],
      'kms:DisableKey': ['DisableKey'],
      'kms:ScheduleKeyDeletion': ['ScheduleKeyDeletion'],
      'kms:CancelKeyDeletion': ['CancelKeyDeletion'],
    },
  },
];

/** S3 actions that change a bucket, an access point or an account and that the watch does not follow, and why. */
export const NOT_WATCHED: Readonly<Record<string, string>> = {
  's3:CreateAccessPoint': 'AWS Config checks access points (s3-access-point-public-access-blocks): the watch reads buckets',
  's3:DeleteAccessPoint': 'it takes access away',
  's3:PutAccessPointPolicy': 'AWS Config checks access points, and the bucket policy that delegates to them is watched',
  's3:DeleteAccessPointPolicy': 'it takes access away',
  's3:PutAccessPointPublicAccessBlock': 'S3 has no call that changes the settings of an access point',
  's3:CreateMultiRegionAccessPoint': 'AWS Config checks them (s3-mrap-public-access-blocked)',
  's3:DeleteMultiRegionAccessPoint': 'it takes access away',
  's3:PutMultiRegionAccessPointPolicy': 'AWS Config checks them, and the bucket policy that delegates to them is watched',
  's3:SubmitMultiRegionAccessPointRoutes': 'it moves requests, and allows none',
  's3:PauseReplication': 'it is a permission of AWS Fault Injection Service, which resumes the replication',
  's3:PutAccelerateConfiguration': 'no rule is about Transfer Acceleration, which has the same permissions and TLS',
  's3:PutBucketRequestPayment': 'no rule is about who pays',
  's3:PutAnalyticsConfiguration': 'what it exports is delivered by S3, which the policy of the destination allows',
  's3:PutInventoryConfiguration': 'what it exports is delivered by S3, which the policy of the destination allows',
  's3:PutIntelligentTieringConfiguration': 'no rule is about storage classes',
  's3:CreateBucketMetadataTableConfiguration': 'no rule is about metadata tables, which are not in the bucket',
  's3:DeleteBucketMetadataTableConfiguration': 'no rule is about metadata tables',
  's3:UpdateBucketMetadataAnnotationTableConfiguration': 'no rule is about metadata tables',
  's3:UpdateBucketMetadataInventoryTableConfiguration': 'no rule is about metadata tables',
  's3:UpdateBucketMetadataJournalTableConfiguration': 'no rule is about metadata tables',
  's3:CreateJob': 'a job of S3 Batch Operations acts on objects, with the permissions of its role',
  's3:CreateStorageLensGroup': 'S3 Storage Lens reads metrics',
  's3:PutStorageLensConfiguration': 'S3 Storage Lens reads metrics',
};

/** What an event of a watched call looks like: the call succeeded, since one that failed changed nothing. */
export interface WatchedEventPattern {
  readonly id: string;
  readonly source: string[];
  readonly detailType: string[];
  readonly detail: { readonly eventName: string[]; readonly errorCode: { readonly exists: boolean }[] };
}

/** A pattern for each rule of EventBridge: each is below the 2,048 characters of the quota. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export function watchedEventPatterns(): WatchedEventPattern[] {
  return WATCHED_CALLS.map(({ id, sources, calls }) => ({
    id,
    source: [...sources],
    detailType: ['AWS API Call via CloudTrail'],
    detail: { eventName: Object.values(calls).flat(), errorCode: [{ exists: false }] },
  }));
}
