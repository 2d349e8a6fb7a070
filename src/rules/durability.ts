import { all, COMPLIANT, judge, requireFact, Rule, Verdict, violated } from './rule';
import { LifecycleRuleFacts } from '../facts/bucket-facts';
import { everyHolds, Known, someHolds } from '../facts/known';

export const VERSIONING: Rule = {
  id: 'HardenedBucket-Versioning',
  title: 'versioning is on',
  why: 'Without versions an overwrite or a delete, by mistake or by malice, is final.',
  fix: 'set versioned: true, and let noncurrent versions expire to bound the cost',
  level: 'BASELINE',
  controls: ['S3.14'],
  check: ({ versioning }) => requireFact(versioning, 'Status', 'is not versioned', 'VersioningConfiguration.Status'),
};

export const INCOMPLETE_UPLOADS_ABORTED: Rule = {
  id: 'HardenedBucket-IncompleteUploadsAborted',
  title: 'incomplete multipart uploads are aborted',
  why: 'Their parts are stored and paid for, and no listing shows them.',
  fix: 'add a lifecycle rule without a filter with abortIncompleteMultipartUploadAfter',
  level: 'STRICT',
  controls: ['S3.13'],
  check: ({ lifecycleRules }) => judge(lifecycleRules, (rules) => requireFact(
    oneDoes(rules, 'abortsIncompleteUploads'), 'NoRule', 'has no lifecycle rule that aborts incomplete multipart uploads of the whole bucket', 'LifecycleConfiguration.Rules')),
};

export const NONCURRENT_VERSIONS_EXPIRE: Rule = {
  id: 'HardenedBucket-NoncurrentVersionsExpire',
  title: 'noncurrent versions expire',
  why: 'Versions that never expire make the bill grow until somebody turns versioning off, and keep what was meant to be deleted.',
  fix: 'add a lifecycle rule without a filter with noncurrentVersionExpiration',
  level: 'STRICT',
  controls: ['S3.10', 'S3.13'],
  check: ({ lifecycleRules }) => judge(lifecycleRules, (rules) => requireFact(
    oneDoes(rules, 'expiresNoncurrentVersions'), 'NoRule', 'has no lifecycle rule that expires the noncurrent versions of the whole bucket', 'LifecycleConfiguration.Rules')),
};

export const RETAINED_ON_DELETE: Rule = {
  id: 'HardenedBucket-RetainedOnDelete',
  title: 'the bucket is retained when it leaves its stack, with its policy and its key',
  why: 'A deleted stack, a renamed construct or a replacement would take the data with it. A bucket that outlives its policy has lost its guards, and one that outlives its key its contents.',
  fix: 'leave removalPolicy at RETAIN, or relax it on the bucket itself rather than from outside',
  level: 'STRICT',
  controls: [],
  check: ({ deletionPolicy, updateReplacePolicy, policies, encryption }) => all([
    retained(deletionPolicy, 'DeletionPolicy', (policy) => `has the deletion policy ${policy}`, 'DeletionPolicy'),
    retained(updateReplacePolicy, 'UpdateReplacePolicy', (policy) => `has the update replace policy ${policy}`, 'UpdateReplacePolicy'),
    ...policies.map(({ address, deployed, deletionPolicy: ofPolicy }) => retained(
      deployed.known ? ofPolicy : deployed, 'BucketPolicy', () => `has a bucket policy (${address.logicalId}) that is deleted while the bucket stays`, 'BucketPolicy.DeletionPolicy')),
    // A key that is elsewhere is not this stack's to delete.
    encryption.keyDeletionPolicy === undefined ? COMPLIANT
      : retained(encryption.keyDeletionPolicy, 'Key', () => 'is encrypted with a key that is deleted while the bucket stays', 'Key.DeletionPolicy'),
  ]),
};

export const EVENT_NOTIFICATIONS: Rule = {
  id: 'HardenedBucket-EventNotifications',
  title: 'events are sent to EventBridge',
  why: 'Whatever has to react to a new or deleted object can then subscribe without touching the bucket again.',
  fix: 'set eventBridgeEnabled: true',
  level: 'STRICT',
  controls: ['S3.11'],
  check: ({ eventBridge }) => requireFact(eventBridge, 'EventBridge', 'does not send its events to EventBridge', 'NotificationConfiguration.EventBridgeConfiguration'),
};

function retained(policy: Known<string>, finding: string, message: (policy: string) => string, path: string): Verdict {
  return judge(policy, (value) => value.startsWith('Retain') ? COMPLIANT : violated(finding, message(value), path));
}

function oneDoes(rules: readonly LifecycleRuleFacts[], what: 'abortsIncompleteUploads' | 'expiresNoncurrentVersions'): Known<boolean> {
  return someHolds(rules.map((rule) => everyHolds([rule.enabled, rule.wholeBucket, rule[what]])));
}
