import { Fragment } from './fragment';
import { bucket, RuleFixes } from './rule-fixes';

const RETAINED = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

function lifecycle(rule: { readonly [key: string]: string | { readonly [key: string]: number } | number }): Fragment {
  return bucket({ LifecycleConfiguration: { Rules: [{ ...rule, Status: 'Enabled' }] } });
}

/** How the rules on durability and construction are complied with. */
export const FIXES_OF_DURABILITY: Readonly<Record<string, RuleFixes>> = {
  'HardenedBucket-Versioning': {
    cloudFormation: 'set Status in VersioningConfiguration to Enabled, and let noncurrent versions expire to bound the cost',
    construct: 'remove what overrides VersioningConfiguration: HardenedBucket is versioned',
    fragment: bucket({ VersioningConfiguration: { Status: 'Enabled' } }),
  },
  'HardenedBucket-Lifecycle': {
    cloudFormation: 'add a rule to LifecycleConfiguration that expires or moves objects, or that at least ends incomplete uploads',
    construct: 'remove what overrides LifecycleConfiguration: HardenedBucket has rules, and lifecycleRules adds more',
    fragment: lifecycle({ Id: 'ExpireObjects', ExpirationInDays: 365 }),
  },
  'HardenedBucket-IncompleteUploadsAborted': {
    cloudFormation: 'add a rule without a filter to LifecycleConfiguration with AbortIncompleteMultipartUpload',
    construct: 'remove what overrides LifecycleConfiguration: HardenedBucket aborts uploads after abortIncompleteMultipartUploadAfter',
    fragment: lifecycle({ Id: 'AbortUploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }),
  },
  'HardenedBucket-NoncurrentVersionsExpire': {
    cloudFormation: 'add a rule without a filter to LifecycleConfiguration with NoncurrentVersionExpiration',
    construct: 'remove what overrides LifecycleConfiguration: noncurrent versions of HardenedBucket expire after noncurrentVersionExpiration',
    fragment: lifecycle({ Id: 'ExpireNoncurrentVersions', NoncurrentVersionExpiration: { NoncurrentDays: 90 } }),
  },
  'HardenedBucket-ObjectLock': {
    cloudFormation: 'set ObjectLockEnabled to true, and ObjectLockConfiguration with a DefaultRetention (or a DefaultEventHold) where every object needs it',
    construct: 'set objectLockEnabled: true, and objectLockDefaultRetention where every object needs it',
    fragment: bucket({
      VersioningConfiguration: { Status: 'Enabled' },
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } } },
    }),
  },
  'HardenedBucket-Replication': {
    cloudFormation: 'add an enabled rule to ReplicationConfiguration with a bucket in another Region as its Destination, best in another account',
    construct: 'add a rule to replicationRules with a bucket in another Region, best in another account',
    fragment: bucket({
      VersioningConfiguration: { Status: 'Enabled' },
      ReplicationConfiguration: {
        Role: 'arn:aws:iam::111122223333:role/Replication',
        Rules: [{
          Id: 'Everything',
          Status: 'Enabled',
          Priority: 1,
          Filter: { Prefix: '' },
          DeleteMarkerReplication: { Status: 'Disabled' },
          SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
          Destination: { Bucket: 'arn:aws:s3:::replica', EncryptionConfiguration: { ReplicaKmsKeyID: 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555' } },
        }],
      },
    }),
  },
  'HardenedBucket-EventNotifications': {
    cloudFormation: 'set EventBridgeEnabled in NotificationConfiguration to true, or add a notification',
    construct: 'leave eventBridgeEnabled out: HardenedBucket sends its events to EventBridge',
    fragment: bucket({ NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } }),
  },
  'HardenedBucket-RetainedOnDelete': {
    cloudFormation: 'set DeletionPolicy and UpdateReplacePolicy of the bucket, its policy and its key to Retain',
    construct: 'leave removalPolicy out: HardenedBucket is retained with its policy and its key',
    fragment: {
      Bucket: { Type: 'AWS::S3::Bucket', ...RETAINED },
      BucketPolicy: { Type: 'AWS::S3::BucketPolicy', ...RETAINED },
      Key: { Type: 'AWS::KMS::Key', ...RETAINED },
    },
  },
  // Asked of templates that CDK made, and of no other.
  'HardenedBucket-RawBucket': {
    cloudFormation: 'make the bucket with HardenedBucket (or AccessLogsBucket for access logs) in the CDK app, or acknowledge this rule on the bucket with the reason',
    construct: 'make the bucket with HardenedBucket, or with AccessLogsBucket for access logs',
    fragment: {},
  },
  'HardenedBucket-UniqueKeys': {
    cloudFormation: 'remove one of the two keys, or merge what stands under them',
    construct: 'leave the template to CDK, which writes each key once',
    fragment: {},
  },
  'HardenedBucket-AcknowledgementsUsed': {
    cloudFormation: 'correct or remove the acknowledgment in the CDK app: templates have none',
    construct: 'correct the id or the reason in Validations.of(…).acknowledge, or remove the acknowledgment',
    fragment: {},
  },
};
