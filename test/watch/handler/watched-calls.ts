/** The calls that change what rules judge, as CloudTrail names them. */
export const WATCHED: readonly string[] = [
  'CreateBucket', 'DeleteBucket', 'PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketAcl', 'PutBucketOwnershipControls', 'DeleteBucketOwnershipControls',
  'PutBucketPublicAccessBlock', 'PutPublicAccessBlock', 'DeleteBucketPublicAccessBlock', 'DeletePublicAccessBlock', 'PutBucketWebsite', 'DeleteBucketWebsite',
  'PutBucketCors', 'DeleteBucketCors', 'PutBucketAbac', 'PutBucketEncryption', 'DeleteBucketEncryption', 'PutBucketVersioning', 'PutBucketLifecycle',
  'PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle', 'PutObjectLockConfiguration', 'PutBucketObjectLockConfiguration', 'PutBucketReplication',
  'DeleteBucketReplication', 'PutBucketLogging', 'PutBucketNotification', 'PutBucketNotificationConfiguration', 'PutBucketMetricsConfiguration',
  'DeleteBucketMetricsConfiguration', 'PutBucketTagging', 'DeleteBucketTagging', 'TagResource', 'UntagResource',
];
