import { all, COMPLIANT, judge, NOT_APPLICABLE, requireFact, Rule, unlessLogBucket, Verdict, violated } from './rule';
import { LifecycleRuleFacts } from '../facts/bucket-facts';
import { everyHolds, Known, someHolds } from '../template/known';
import { ResourceAddress } from '../template/template';

export const VERSIONING: Rule = {
  id: 'HardenedBucket-Versioning',
  title: 'versioning is on',
  why: 'Without versions an overwrite or a delete, by mistake or by malice, is final.',
  fix: 'set versioned: true, and let noncurrent versions expire to bound the cost',
  example: "new s3.Bucket(this, 'Data', { versioned: true });",
  level: 'BASELINE',
  severity: 'error',
  controls: { securityHub: ['S3.14'], config: ['s3-bucket-versioning-enabled'] },
  check: ({ versioning }) => requireFact(versioning, 'Status', 'is not versioned', 'VersioningConfiguration.Status'),
};

export const INCOMPLETE_UPLOADS_ABORTED: Rule = {
  id: 'HardenedBucket-IncompleteUploadsAborted',
  title: 'incomplete multipart uploads are aborted',
  why: 'Their parts are stored and paid for, and no listing shows them.',
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
  why: 'Versions that never expire make the bill grow until someone turns versioning off, and keep what was meant to be deleted.',
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
  title: 'the bucket is retained when it leaves its stack, with its policy and its key',
  why: 'A deleted stack, a renamed construct or a replacement would take the data with it. A bucket that outlives its policy has lost its guards, and one that outlives its key its contents.',
  fix: 'leave removalPolicy at RETAIN, or relax it on the bucket itself rather than from outside',
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
  title: 'the bucket has a lifecycle',
  why: 'Data that has no expiration is kept, paid for, and exposed long after its purpose has ended.',
  fix: 'add a lifecycle rule that expires or moves objects, or that at least ends incomplete uploads',
  example: "new s3.Bucket(this, 'Data', {\n  lifecycleRules: [{ expiration: Duration.days(365) }],\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: { securityHub: ['S3.13'], config: ['s3-lifecycle-policy-check'] },
  check: ({ lifecycleRules }) => judge(lifecycleRules, (rules) => requireFact(
    someHolds(rules.map(({ enabled }) => enabled)), 'NoRule', 'has no enabled lifecycle rule', 'LifecycleConfiguration.Rules')),
};

export const OBJECT_LOCK: Rule = {
  id: 'HardenedBucket-ObjectLock',
  title: 'object lock is on',
  why: 'A principal that may delete versions may delete every backup, unless a lock keeps each version for its retention period.',
  fix: 'set objectLockEnabled: true, and objectLockDefaultRetention (or a DefaultEventHold) where every object needs it',
  example: "new s3.Bucket(this, 'Data', {\n  objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(30)),\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: { securityHub: ['S3.15'], config: ['s3-bucket-default-lock-enabled'] },
  // S3 does not deliver access logs to a bucket with a default retention.
  check: (facts) => unlessLogBucket(facts, () => requireFact(facts.objectLock, 'ObjectLock', 'does not turn on object lock', 'ObjectLockEnabled')),
};

/** The same rule for a bucket that promises to lock every new object. */
export const DEFAULT_RETENTION: Rule = {
  ...OBJECT_LOCK,
  title: 'every new object is locked for some time',
  fix: 'set objectLockDefaultRetention, or a DefaultEventHold',
  // An event hold locks a new object, too: until it is released, and for a period from then on.
  check: ({ defaultRetention, defaultEventHold }) => requireFact(someHolds([defaultRetention, defaultEventHold]), 'DefaultRetention', 'has no default retention', 'ObjectLockConfiguration.Rule.DefaultRetention'),
};

export const REPLICATION: Rule = {
  id: 'HardenedBucket-Replication',
  title: 'objects are replicated to another bucket',
  why: 'One bucket is one Region and one account: both can be lost, or taken over.',
  fix: 'add an enabled replication rule to a bucket in another Region, best in another account',
  example: "new s3.Bucket(this, 'Data', {\n  versioned: true,\n  replicationRules: [{ destination: replica }],\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: { securityHub: ['S3.7'], config: ['s3-bucket-cross-region-replication-enabled'] },
  check: (facts) => unlessLogBucket(facts, () => requireFact(facts.replication, 'NoRule', 'has no enabled replication rule', 'ReplicationConfiguration.Rules')),
};

export const EVENT_NOTIFICATIONS: Rule = {
  id: 'HardenedBucket-EventNotifications',
  title: 'events of the bucket have a destination',
  why: 'Whatever has to react to a new or deleted object, such as a scanner, can only do so if it is told.',
  fix: 'set eventBridgeEnabled: true, or add a notification',
  example: "new HardenedBucket(this, 'Data'); // sends its events to EventBridge",
  level: 'STRICT',
  severity: 'warning',
  controls: { securityHub: ['S3.11'], config: ['s3-event-notifications-enabled'] },
  check: (facts) => unlessLogBucket(facts, () => requireFact(facts.notifications, 'NoTarget', 'sends its events nowhere', 'NotificationConfiguration')),
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
