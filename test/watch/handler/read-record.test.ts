import { laterCause, Work } from '../../../src/watch/handler/affected-buckets';
import { readRecord } from '../../../src/watch/handler/read-record';
import { WATCHED_CALLS } from '../../../src/watch/watched-events';

const CALLER = { userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/admin/eve' }, eventTime: '2026-11-26T10:00:00Z', sourceIPAddress: '192.0.2.1' };

function event(detail: object): string {
  return JSON.stringify({ 'source': 'aws.s3', 'detail-type': 'AWS API Call via CloudTrail', 'detail': { eventSource: 's3.amazonaws.com', ...CALLER, ...detail } });
}

/** What is asked for, in one word for each bucket. */
function summary(work: Work): string {
  switch (work.kind) {
    case 'buckets': return [...work.causes.keys()].join(' ');
    case 'key': return work.key;
    case 'sweep': return 'sweep';
    case 'nothing': return work.odd ? 'odd' : 'nothing';
  }
}

test.each([
  ['a call on a bucket', event({ eventName: 'PutBucketPolicy', requestParameters: { bucketName: 'records' } }), 'records'],
  ['a bucket that was created', event({ eventName: 'CreateBucket', requestParameters: { bucketName: 'records' } }), 'records'],
  ['a bucket that was deleted', event({ eventName: 'DeleteBucket', requestParameters: { bucketName: 'records' } }), 'records'],
  ['a call that the list does not have', event({ eventName: 'PutBucketSomethingNew', requestParameters: { bucketName: 'records' } }), 'records'],
  ['a bucket that is named by its ARN only', event({ eventName: 'PutBucketAcl', resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::records' }] }), 'records'],
  ['tags of a bucket by its ARN', event({ eventName: 'TagResource', requestParameters: { resourceArn: 'arn:aws:s3:::records', tags: [] } }), 'records'],
  ['tags of an access point', event({ eventName: 'TagResource', requestParameters: { resourceArn: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap' } }), 'nothing'],
  ['a bucket of this account', event({
    eventName: 'PutBucketAcl', recipientAccountId: '111122223333', requestParameters: { bucketName: 'records' }, resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::records', accountId: '111122223333' }],
  }), 'records'],
  ['a bucket of another account', event({
    eventName: 'PutBucketAcl', recipientAccountId: '111122223333', requestParameters: { bucketName: 'theirs' }, resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::theirs', accountId: '444455556666' }],
  }), 'nothing'],
  ['a directory bucket', event({ eventName: 'CreateBucket', eventSource: 's3express.amazonaws.com', requestParameters: { bucketName: 'fast--euw1-az1--x-s3' } }), 'odd'],
  ['an access point', event({ eventName: 'CreateAccessPoint', requestParameters: { name: 'ap', CreateAccessPointRequest: { Bucket: 'records' } } }), 'records'],
  ['an access point whose bucket is not named', event({ eventName: 'PutAccessPointPolicy', requestParameters: { name: 'ap' } }), 'sweep'],
  ['block public access of a bucket', event({ eventName: 'PutBucketPublicAccessBlock', requestParameters: { bucketName: 'records' } }), 'records'],
  ['block public access of the account', event({ eventName: 'PutAccountPublicAccessBlock', eventSource: 's3control.amazonaws.com', requestParameters: { accountId: '1' } }), 'sweep'],
  ['block public access of the account, deleted', event({ eventName: 'DeletePublicAccessBlock', requestParameters: {} }), 'sweep'],
  ['a key policy', event({
    eventName: 'PutKeyPolicy', eventSource: 'kms.amazonaws.com', requestParameters: { keyId: '1234' }, resources: [{ type: 'AWS::KMS::Key', ARN: 'arn:aws:kms:eu-west-1:111122223333:key/1234' }],
  }), 'key/1234'],
  ['a key by its id', event({ eventName: 'ScheduleKeyDeletion', eventSource: 'kms.amazonaws.com', requestParameters: { keyId: '1234' } }), 'key/1234'],
  ['an alias', event({ eventName: 'UpdateAlias', eventSource: 'kms.amazonaws.com', requestParameters: { aliasName: 'alias/data', targetKeyId: '1234' } }), 'alias/data'],
  ['a key that is used', event({ eventName: 'GenerateDataKey', eventSource: 'kms.amazonaws.com', requestParameters: { keyId: '1234' } }), 'nothing'],
  ['a call that failed', event({ eventName: 'PutBucketPolicy', errorCode: 'AccessDenied', requestParameters: { bucketName: 'records' } }), 'nothing'],
  ['a call that reads', event({ eventName: 'GetBucketPolicy', readOnly: true, requestParameters: { bucketName: 'records' } }), 'nothing'],
  ['a call without parameters', event({ eventName: 'PutBucketPolicy', requestParameters: null }), 'odd'],
  ['a bucket name that is none', event({ eventName: 'PutBucketPolicy', requestParameters: { bucketName: 'a/../b' } }), 'odd'],
  ['a call of another service', event({ eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com', requestParameters: {} }), 'odd'],
  ['a sweep', '{"kind":"sweep"}', 'sweep'],
  ['a sweep by a schedule', '{"detail-type":"Scheduled Event","detail":{}}', 'sweep'],
  ['some buckets', '{"kind":"buckets","names":["one","two"]}', 'one two'],
  ['a message of another kind', '{"kind":"dance"}', 'odd'],
  ['buckets without names', '{"kind":"buckets"}', 'odd'],
  ['an event of another kind', '{"detail-type":"EC2 Instance State-change Notification"}', 'odd'],
  ['an event without detail', '{"detail-type":"AWS API Call via CloudTrail"}', 'odd'],
  ['what is not JSON', '{', 'odd'],
  ['what is not an object', '[1]', 'odd'],
  ['null', 'null', 'odd'],
])('%s', (_, body, expected) => {
  expect(summary(readRecord(body))).toBe(expected);
});

/** What the rules of EventBridge let through, of S3. */
const WATCHED = WATCHED_CALLS.filter(({ id }) => id !== 'Keys').flatMap(({ calls }) => Object.values(calls).flat());
const WATCHED_OF_KEYS = WATCHED_CALLS.filter(({ id }) => id === 'Keys').flatMap(({ calls }) => Object.values(calls).flat());

test.each(WATCHED_OF_KEYS)('%s is about the buckets of the key', (eventName) => {
  const parameters = eventName.endsWith('Alias') ? { aliasName: 'alias/data' } : { keyId: '1234' };
  expect(summary(readRecord(event({ eventName, eventSource: 'kms.amazonaws.com', requestParameters: parameters })))).toMatch(/^(?:key\/1234|alias\/data)$/);
});

test.each(WATCHED)('%s, which names a bucket, is about that bucket', (eventName) => {
  expect(summary(readRecord(event({ eventName, requestParameters: { bucketName: 'records' } })))).toBe('records');
});

test('who made the call, from where and when', () => {
  const work = readRecord(event({ eventName: 'PutBucketAcl', requestParameters: { bucketName: 'records' } }));
  expect(work.kind === 'buckets' && work.causes.get('records')).toEqual({ event: 'PutBucketAcl', by: CALLER.userIdentity.arn, at: CALLER.eventTime, from: '192.0.2.1' });
});

test.each([
  ['a service', { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' }, 'cloudformation.amazonaws.com'],
  ['another account', { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '444455556666' }, 'AIDAEXAMPLE'],
  ['nobody', {}, 'an unknown caller'],
])('the caller is %s', (_, userIdentity, by) => {
  const work = readRecord(event({ eventName: 'PutBucketAcl', userIdentity, requestParameters: { bucketName: 'records' } }));
  expect(work.kind === 'buckets' && work.causes.get('records')?.by).toBe(by);
});

test('a message of the watch to itself keeps who made the call', () => {
  const cause = { event: 'CreateBucket', by: 'eve', at: '2026-11-26T10:00:00Z' };
  const work = readRecord(JSON.stringify({ kind: 'buckets', names: ['records'], causes: { records: cause } }));
  expect(work.kind === 'buckets' && work.causes.get('records')).toEqual(cause);
});

test('of two causes the later one is told', () => {
  const [early, late] = ['2026-11-26T10:00:00Z', '2026-11-26T10:00:01Z'].map((at) => ({ event: 'PutBucketAcl', by: 'eve', at }));
  expect([laterCause(early, late), laterCause(late, early), laterCause(undefined, early), laterCause(early, undefined)]).toEqual([late, late, early, early]);
});
