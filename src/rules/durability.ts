import { all, COMPLIANT, judge, NOT_APPLICABLE, requireFact, Rule, unlessLogBucket, Verdict, violated } from './rule';
import { LifecycleRuleFacts } from '../facts/bucket-facts';
import { everyHolds, Known, someHolds } from '../template/known';
import { ResourceAddress } from '../template/template';

export const VERSIONING: Rule = {
  id: 'HardenedBucket-Versioning',
  title: 'versioning is on',
  why: 'Without versioning, an overwrite or a delete, accidental or malicious, is permanent.',
  fix: 'set versioned: true, and let noncurrent versions expire to limit the cost',
  example: "new s3.Bucket(this, 'Data', { versioned: true });",
  level: 'BASELINE',
  severity: 'error',
  controls: { securityHub: ['S3.14'], config: ['s3-bucket-versioning-enabled'] },
  check: ({ versioning }) => requireFact(versioning, 'Status', 'is not versioned', 'VersioningConfiguration.Status'),
};

export const INCOMPLETE_UPLOADS_ABORTED: Rule = {
  id: 'HardenedBucket-IncompleteUploadsAborted',
  title: 'incomplete multipart uploads are aborted',
  why: 'You pay for the parts of incomplete uploads, and object listings do not show them.',
  fix: 'add a lifecycle rule without a filter with abortIncompleteMultipartUploadAfter',
  example: "new s3.Bucket(this, 'Data', {\n  lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }],\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: {},
  check: ({ lifecycleRules }) => judge(lifecycleRules, (rules) => requireFact(
    oneDoes(rules, 'abortsIncompleteUploads'), 'NoRule', 'has no lifecycle rule that aborts incomplete multipart uploads of the whole bucket', 'LifecycleConfiguration.Rules')),
};

export const NONCURRENT_VERSIONS_EXPIRE: Rule = {
  id: 'HardenedBucket-NoncurrentVersionsExpire',
  title: 'noncurrent versions of a versioned bucket expire',
  why: 'Noncurrent versions that never expire increase the cost, and keep data that was meant to be deleted.',
  fix: 'add a lifecycle rule without a filter with noncurrentVersionExpiration',
  example: "new s3.Bucket(this, 'Data', {\n  versioned: true,\n  lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(90) }],\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: { securityHub: ['S3.10'], config: ['s3-version-lifecycle-policy-check'] },
  check: ({ versioning, lifecycleRules }) => judge(versioning, (versioned) => !versioned ? NOT_APPLICABLE : judge(lifecycleRules, (rules) => requireFact(
    oneDoes(rules, 'expiresNoncurrentVersions'), 'NoRule', 'has no lifecycle rule that expires the noncurrent versions of the whole bucket', 'LifecycleConfiguration.Rules'))),
};

export const RETAINED_ON_DELETE: Rule = {
  id: 'HardenedBucket-RetainedOnDelete',
  title: 'the bucket, its policy and its key are retained when they are removed from the stack',
  why: 'Otherwise the data is lost when the stack is deleted, the construct is renamed or the resource is replaced. A retained bucket without its policy loses its guards, and without its key, its objects cannot be decrypted.',
  fix: 'keep removalPolicy: RemovalPolicy.RETAIN, or change it with the removalPolicy property of the bucket, not with an override',
  example: "new s3.Bucket(this, 'Data', { removalPolicy: RemovalPolicy.RETAIN });",
  level: 'STRICT',
  severity: 'error',
  controls: {},
  notLive: 'whether a bucket belongs to a stack is not read from the account',
  check: ({ deletionPolicy, updateReplacePolicy, policies, encryption }) => all([
    retained(deletionPolicy, 'DeletionPolicy', (policy) => `has the deletion policy ${policy}`, 'DeletionPolicy'),
    retained(updateReplacePolicy, 'UpdateReplacePolicy', (policy) => `has the update replace policy ${policy}`, 'UpdateReplacePolicy'),
    ...policies.map(({ address, deployed, deletionPolicy: ofPolicy }) => retained(
      deployed.known ? ofPolicy : deployed, 'BucketPolicy', () => `has a bucket policy (${address.logicalId}) that is deleted while the bucket stays`, 'BucketPolicy.DeletionPolicy', address)),
    // A key that is elsewhere is not this stack's to delete.
    encryption.keyDeletionPolicy === undefined ? COMPLIANT
      : retained(encryption.keyDeletionPolicy, 'Key', () => 'is encrypted with a key that is deleted while the bucket stays', 'Key.DeletionPolicy'),
  ]),
};

export const LIFECYCLE: Rule = {
  id: 'HardenedBucket-Lifecycle',
  title: 'the bucket has a lifecycle configuration',
  why: 'Data that never expires costs money, and can be exposed, long after it is needed.',
  fix: 'add a lifecycle rule that expires or transitions objects, or that at least aborts incomplete multipart uploads',
  example: "new s3.Bucket(this, 'Data', {\n  lifecycleRules: [{ expiration: Duration.days(365) }],\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: { securityHub: ['S3.13'], config: ['s3-lifecycle-policy-check'] },
  check: ({ lifecycleRules }) => judge(lifecycleRules, (rules) => requireFact(
    someHolds(rules.map(({ enabled }) => enabled)), 'NoRule', 'has no enabled lifecycle rule', 'LifecycleConfiguration.Rules')),
};

export const OBJECT_LOCK: Rule = {
  id: 'HardenedBucket-ObjectLock',
  title: 'S3 Object Lock is enabled',
  why: 'A principal that can delete versions can delete every backup, unless Object Lock protects each version for its retention period.',
  fix: 'set objectLockEnabled: true, and objectLockDefaultRetention (or a DefaultEventHold) where every object needs it',
  example: "new s3.Bucket(this, 'Data', {\n  objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(30)),\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: { securityHub: ['S3.15'], config: ['s3-bucket-default-lock-enabled'] },
  // S3 does not deliver access logs to a bucket with a default retention.
  check: (facts) => unlessLogBucket(facts, () => requireFact(facts.objectLock, 'ObjectLock', 'does not enable S3 Object Lock', 'ObjectLockEnabled')),
};

/** The same rule for a bucket that promises to lock every new object. */
export const DEFAULT_RETENTION: Rule = {
  ...OBJECT_LOCK,
  title: 'every new object is locked by default',
  fix: 'set objectLockDefaultRetention, or a DefaultEventHold',
  // An event hold locks a new object, too: until it is released, and for a period from then on.
  check: ({ defaultRetention, defaultEventHold }) => requireFact(someHolds([defaultRetention, defaultEventHold]), 'DefaultRetention', 'has no default retention', 'ObjectLockConfiguration.Rule.DefaultRetention'),
};

export const REPLICATION: Rule = {
  id: 'HardenedBucket-Replication',
  title: 'objects are replicated to another bucket',
  why: 'A single bucket depends on one Region and one account, and both can be lost or compromised.',
  fix: 'add an enabled replication rule to a bucket in another Region, preferably in another account',
  example: "new s3.Bucket(this, 'Data', {\n  versioned: true,\n  replicationRules: [{ destination: replica }],\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: { securityHub: ['S3.7'], config: ['s3-bucket-cross-region-replication-enabled'] },
  check: (facts) => unlessLogBucket(facts, () => requireFact(facts.replication, 'NoRule', 'has no enabled replication rule', 'ReplicationConfiguration.Rules')),
};

export const EVENT_NOTIFICATIONS: Rule = {
  id: 'HardenedBucket-EventNotifications',
  title: 'S3 sends events of the bucket to a destination',
  why: 'A consumer, such as a malware scanner, can react to new or deleted objects only if S3 notifies it.',
  fix: 'set eventBridgeEnabled: true, or add a notification',
  example: "new HardenedBucket(this, 'Data'); // sends its events to EventBridge",
  level: 'STRICT',
  severity: 'warning',
  controls: { securityHub: ['S3.11'], config: ['s3-event-notifications-enabled'] },
  check: (facts) => unlessLogBucket(facts, () => requireFact(facts.notifications, 'NoTarget', 'does not send its events to any destination', 'NotificationConfiguration')),
};

/** The same rule for a bucket that promises EventBridge. */
export const EVENTS_TO_EVENT_BRIDGE: Rule = {
  ...EVENT_NOTIFICATIONS,
  title: 'events are sent to EventBridge',
  fix: 'set eventBridgeEnabled: true',
  check: ({ eventBridge }) => requireFact(eventBridge, 'EventBridge', 'does not send its events to EventBridge', 'NotificationConfiguration.EventBridgeConfiguration'),
};

function retained(policy: Known<string>, finding: string, message: (policy: string) => string, path: string, at?: ResourceAddress): Verdict {
  return judge(policy, (value) => value.startsWith('Retain') ? COMPLIANT : violated(finding, message(value), path, { at }));
}

function oneDoes(rules: readonly LifecycleRuleFacts[], what: 'abortsIncompleteUploads' | 'expiresNoncurrentVersions'): Known<boolean> {
  return someHolds(rules.map((rule) => everyHolds([rule.enabled, rule.wholeBucket, rule[what]])));
}
