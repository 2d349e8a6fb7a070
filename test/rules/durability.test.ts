import { PARAMETER, specify } from './hardened-template';
import {
  DEFAULT_RETENTION, EVENT_NOTIFICATIONS, EVENTS_TO_EVENT_BRIDGE, INCOMPLETE_UPLOADS_ABORTED, LIFECYCLE as LIFECYCLE_RULE, NONCURRENT_VERSIONS_EXPIRE, OBJECT_LOCK, REPLICATION,
  RETAINED_ON_DELETE, VERSIONING,
} from '../../src/rules/durability';

const STATUS = 'Bucket.Properties.VersioningConfiguration.Status';

specify(VERSIONING, [
  ['versioning on is right', {}, 'compliant'],
  ['fails with versioning suspended', { [STATUS]: 'Suspended' }, ['Status']],
  ['fails without versioning', { 'Bucket.Properties.VersioningConfiguration': undefined }, ['Status']],
  ['versioning that a parameter turns on is unknown', { [STATUS]: PARAMETER }, 'unknown'],
]);

const LIFECYCLE = 'Bucket.Properties.LifecycleConfiguration';
const RULE = `${LIFECYCLE}.Rules.0`;

for (const [rule, element] of [[INCOMPLETE_UPLOADS_ABORTED, 'AbortIncompleteMultipartUpload'], [NONCURRENT_VERSIONS_EXPIRE, 'NoncurrentVersionExpiration']] as const) {
  specify(rule, [
    ['a rule for the whole bucket is right', {}, 'compliant'],
    ['a rule with an empty prefix is for the whole bucket', { [`${RULE}.Prefix`]: '' }, 'compliant'],
    ['one such rule among others is enough', { [`${LIFECYCLE}.Rules.1`]: { Status: 'Disabled' } }, 'compliant'],
    ['fails without lifecycle rules', { [LIFECYCLE]: undefined }, ['NoRule']],
    ['fails for a rule that does something else', { [`${RULE}.${element}`]: undefined }, ['NoRule']],
    ['fails for a rule that is off', { [`${RULE}.Status`]: 'Disabled' }, ['NoRule']],
    ['fails for a rule on a prefix', { [`${RULE}.Prefix`]: 'tmp/' }, ['NoRule']],
    ['fails for a rule on tags', { [`${RULE}.TagFilters`]: [{ Key: 'a', Value: 'b' }] }, ['NoRule']],
    ['fails for a rule on large objects', { [`${RULE}.ObjectSizeGreaterThan`]: '1000' }, ['NoRule']],
    ['lifecycle rules that a parameter gives are unknown', { [LIFECYCLE]: PARAMETER }, 'unknown'],
  ]);
}

specify(RETAINED_ON_DELETE, [
  ['Retain is right, for the bucket, its policy and its key', {}, 'compliant'],
  ['RetainExceptOnCreate is right', { 'Bucket.DeletionPolicy': 'RetainExceptOnCreate' }, 'compliant'],
  ['a bucket without a policy and with a key elsewhere is right', { Policy: undefined, Key: undefined }, 'compliant'],
  ['fails for Delete', { 'Bucket.DeletionPolicy': 'Delete' }, ['DeletionPolicy']],
  ['fails without a policy, which means Delete', { 'Bucket.DeletionPolicy': undefined }, ['DeletionPolicy']],
  ['fails for a bucket that is deleted when it is replaced', { 'Bucket.UpdateReplacePolicy': undefined }, ['UpdateReplacePolicy']],
  ['fails for a bucket policy that is deleted', { 'Policy.DeletionPolicy': undefined }, ['BucketPolicy']],
  ['fails for a key that is deleted', { 'Key.DeletionPolicy': 'Delete' }, ['Key']],
  ['a policy that a condition decides is unknown', { 'Bucket.DeletionPolicy': { 'Fn::If': ['IsProduction', 'Retain', 'Delete'] } }, 'unknown'],
]);

const EVENTS = 'Bucket.Properties.NotificationConfiguration';

specify(EVENT_NOTIFICATIONS, [
  ['EventBridge on is right', {}, 'compliant'],
  ['a function, a queue or a topic is right', { [EVENTS]: { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: 'arn:aws:sqs:eu-west-1:111122223333:q' }] } }, 'compliant'],
  ["CDK's own custom resource is right", { [EVENTS]: undefined, Custom: { Type: 'Custom::S3BucketNotifications', Properties: { BucketName: { Ref: 'Bucket' } } } }, 'compliant'],
  ['an S3 event of a SAM function is right', {
    [EVENTS]: undefined, Fn: { Type: 'AWS::Serverless::Function', Properties: { Events: { Upload: { Type: 'S3', Properties: { Bucket: { Ref: 'Bucket' }, Events: 's3:ObjectCreated:*' } } } } },
  }, 'compliant'],
  ['fails with EventBridge off', { [`${EVENTS}.EventBridgeConfiguration.EventBridgeEnabled`]: false }, ['NoTarget']],
  ['fails without notifications', { [EVENTS]: undefined }, ['NoTarget']],
  ['notifications that a parameter gives are unknown', { [EVENTS]: PARAMETER }, 'unknown'],
]);

specify(EVENTS_TO_EVENT_BRIDGE, [
  ['EventBridge on is right', {}, 'compliant'],
  ['fails for a queue alone', { [EVENTS]: { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: 'arn:aws:sqs:eu-west-1:111122223333:q' }] } }, ['EventBridge']],
]);

specify(NONCURRENT_VERSIONS_EXPIRE, [
  ['a bucket without versions has none that could expire', { 'Bucket.Properties.VersioningConfiguration': undefined, [LIFECYCLE]: undefined }, 'notApplicable'],
]);

specify(LIFECYCLE_RULE, [
  ['any enabled rule is right', { [RULE]: { Status: 'Enabled', ExpirationInDays: 1, Prefix: 'tmp/' } }, 'compliant'],
  ['fails without rules', { [LIFECYCLE]: undefined }, ['NoRule']],
  ['fails for a rule that is off', { [`${RULE}.Status`]: 'Disabled' }, ['NoRule']],
  ['rules that a parameter gives are unknown', { [LIFECYCLE]: PARAMETER }, 'unknown'],
]);

specify(OBJECT_LOCK, [
  ['object lock on is right', {}, 'compliant'],
  ['fails with object lock off', { 'Bucket.Properties.ObjectLockEnabled': false }, ['ObjectLock']],
  ['fails without object lock', { 'Bucket.Properties.ObjectLockEnabled': undefined }, ['ObjectLock']],
  ['object lock that a parameter turns on is unknown', { 'Bucket.Properties.ObjectLockEnabled': PARAMETER }, 'unknown'],
]);
const locked = (retention: unknown) => ({ 'Bucket.Properties.ObjectLockConfiguration': { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: retention } } });
specify(DEFAULT_RETENTION, [
  ['a period is right', locked({ Mode: 'GOVERNANCE', Days: 30 }), 'compliant'],
  ['an event hold is right', locked({ Mode: 'COMPLIANCE', DefaultEventHold: { Years: 1 } }), 'compliant'],
  ['both are right', locked({ Mode: 'GOVERNANCE', Years: 1, DefaultEventHold: { Days: 30 } }), 'compliant'],
  ['a period that a parameter gives is right', locked({ Mode: 'GOVERNANCE', Days: PARAMETER }), 'compliant'],
  ['fails without either', { 'Bucket.Properties.ObjectLockConfiguration': { ObjectLockEnabled: 'Enabled' } }, ['DefaultRetention']],
  ['fails without a configuration', {}, ['DefaultRetention']],
  ['an event hold under a condition is unknown', locked({ Mode: 'GOVERNANCE', DefaultEventHold: { 'Fn::If': ['IsProduction', { Days: 30 }, { Ref: 'AWS::NoValue' }] } }), 'unknown'],
  ['a retention that a parameter gives is unknown', locked(PARAMETER), 'unknown'],
]);

specify(OBJECT_LOCK, [['a bucket that receives logs cannot have it', {}, 'notApplicable']], 'Logs');

const REPLICATION_RULES = 'Bucket.Properties.ReplicationConfiguration.Rules';
specify(REPLICATION, [
  ['an enabled rule is right', {}, 'compliant'],
  ['fails for a rule that is off', { [`${REPLICATION_RULES}.0.Status`]: 'Disabled' }, ['NoRule']],
  ['fails without replication', { 'Bucket.Properties.ReplicationConfiguration': undefined }, ['NoRule']],
  ['a rule that a parameter turns on is unknown', { [`${REPLICATION_RULES}.0.Status`]: PARAMETER }, 'unknown'],
]);
specify(REPLICATION, [['a bucket that receives logs needs none', {}, 'notApplicable']], 'Logs');
