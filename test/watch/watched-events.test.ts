import { S3_ACTIONS } from '../../src/policy/s3-actions';
import { NOT_WATCHED, WATCHED_CALLS, watchedEventPatterns } from '../../src/watch/watched-events';

/** What changes a bucket, or what stands between it and its callers; no objects, and nothing of S3 Access Grants, whose resources are their own. */
const CONFIGURATION = S3_ACTIONS.filter(({ accessLevel, resourceTypes }) => /Write|Permissions management|Tagging/.test(accessLevel)
  && (resourceTypes.length === 0 || resourceTypes.some((type) => ['bucket', 'accesspoint', 'multiregionaccesspoint'].includes(type)))).map(({ name }) => name);

const WATCHED = WATCHED_CALLS.flatMap(({ calls }) => Object.entries(calls));

test('there is something to look at', () => {
  expect(CONFIGURATION.length).toBeGreaterThan(40);
});

test('each call that changes a bucket is watched, or excused with a reason', () => {
  expect(CONFIGURATION.filter((action) => !WATCHED.some(([name]) => name === action) && !NOT_WATCHED[action])).toEqual([]);
});

test('what is excused is a call that S3 has, and is not watched', () => {
  expect(Object.keys(NOT_WATCHED).filter((action) => !CONFIGURATION.includes(action) || WATCHED.some(([name]) => name === action))).toEqual([]);
});

test('what is watched of S3 is allowed by an action that S3 has', () => {
  expect(WATCHED.map(([action]) => action).filter((action) => action.startsWith('s3:') && !CONFIGURATION.includes(action))).toEqual([]);
});

test.each([
  'CreateBucket', 'DeleteBucket', 'PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketAcl', 'PutBucketPublicAccessBlock', 'PutPublicAccessBlock', 'DeletePublicAccessBlock',
  'DeleteBucketPublicAccessBlock', 'PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock', 'DeleteBucketEncryption', 'PutBucketOwnershipControls',
  'DeleteBucketOwnershipControls', 'PutBucketLifecycle', 'PutBucketLifecycleConfiguration', 'PutKeyPolicy', 'ScheduleKeyDeletion', 'DisableKeyRotation',
])('a rule matches %s', (eventName) => {
  expect(watchedEventPatterns().filter(({ detail }) => detail.eventName.includes(eventName))).toHaveLength(1);
});

test.each(watchedEventPatterns().map((pattern) => [pattern.id, pattern] as const))('the pattern of %s fits into the quota of EventBridge, and leaves out calls that failed', (_, { id, detailType, ...pattern }) => {
  expect(JSON.stringify({ ...pattern, 'detail-type': detailType }).length).toBeLessThanOrEqual(2048);
  expect(pattern.detail.errorCode).toEqual([{ exists: false }]);
  expect(new Set(pattern.detail.eventName).size).toBe(pattern.detail.eventName.length);
});
