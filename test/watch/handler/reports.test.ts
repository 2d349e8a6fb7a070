import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv from 'ajv';
import * as fc from 'fast-check';
import { change } from './changes';
import { BucketChange, changeId, reportedFindings, ReportedRepair, shortened } from '../../../src/watch/handler/bucket-change';
import { bucketEvent } from '../../../src/watch/handler/bucket-event';
import { inBatches } from '../../../src/watch/handler/in-batches';
import { consoleLink, messageAttributes, messageSubject, messageText } from '../../../src/watch/handler/message-text';
import { securityFinding } from '../../../src/watch/handler/security-finding';
import { ReportedStatus } from '../../../src/watch/handler/transition';

const STATUSES: readonly ReportedStatus[] = ['NONCOMPLIANT', 'COMPLIANT', 'UNKNOWN', 'CLOSED'];

test('a message says what, where, by which request, how to fix it, who changed it and what would repair it', () => {
  expect(messageSubject(change())).toBe('S3 bucket records (eu-west-1) noncompliant: PolicyNotPublic');
  expect(messageText(change())).toBe(`Bucket records in eu-west-1, account 111122223333, does not comply with a rule. The rule requires that the bucket policy is not public.

Finding Anyone: Bucket records allows anyone to call s3:GetObject
Statement: Open
Evidence, a request: {"principal":"anonymous","action":"s3:GetObject","resource":"arn:aws:s3:::records/x","context":{}}
Fix: name the principals

Last change seen: PutBucketPolicy by arn:aws:iam::111122223333:user/eve from 192.0.2.1 at 2026-11-26T09:59:00Z. It is not necessarily what changed this.

Repair public-statements would make these changes. Nothing was changed, because repairs are only planned.
  - PutBucketPolicy: anyone becomes nobody

Bucket: records
Account: 111122223333
Region: eu-west-1
Rule: HardenedBucket-PolicyNotPublic (error)
Time: 2026-11-26T10:00:00.000Z
Console: https://console.aws.amazon.com/s3/buckets/records?region=eu-west-1&tab=permissions
Message id: 0123456789abcdef0123456789abcdef`);
});

test.each<[ReportedStatus, string, string]>([
  ['COMPLIANT', 'S3 bucket records (eu-west-1) compliant again: PolicyNotPublic', 'Bucket records in eu-west-1, account 111122223333, complies again: the bucket policy is not public.'],
  ['UNKNOWN', 'S3 bucket records (eu-west-1) not known: PolicyNotPublic', 'It is not known whether bucket records in eu-west-1, account 111122223333, complies with a rule.'],
  ['CLOSED', 'S3 bucket records (eu-west-1) no longer checked: PolicyNotPublic', 'Bucket records in eu-west-1, account 111122223333, is no longer checked.'],
])('a message of status %s', (status, subject, text) => {
  expect(messageSubject(change({ status }))).toBe(subject);
  expect(messageText(change({ status })).startsWith(text)).toBe(true);
});

test.each<[ReportedRepair['outcome'], string]>([
  ['applying', 'Repair r is being made. Another message follows.'],
  ['applied', 'Repair r was made.'],
  ['refused', 'Repair r is not made, because it could do harm or cannot be proved harmless.'],
  ['failed', 'Repair r failed.'],
  ['limit', 'Repair r is not made again today, because something changes the bucket back each time.'],
])('a repair with outcome %s', (outcome, text) => {
  expect(messageText(change({ repairs: [{ id: 'r', outcome, changes: ['x'] }] }))).toContain(`${text}\n  - x\n`);
});

test.each([
  ['aws', 'https://console.aws.amazon.com/s3/buckets/records?region=r&tab=permissions'],
  ['aws-cn', 'https://console.amazonaws.cn/s3/buckets/records?region=r&tab=permissions'],
  ['aws-us-gov', 'https://console.amazonaws-us-gov.com/s3/buckets/records?region=r&tab=permissions'],
])('the console of partition %s', (partition, link) => {
  expect(consoleLink({ partition, region: 'r', bucket: 'records' })).toBe(link);
});

/** Changes with texts of any length and of any characters. */
const CHANGES = fc.record({
  status: fc.constantFrom(...STATUSES),
  bucket: fc.stringMatching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  rule: fc.constantFrom('HardenedBucket-PolicyNotPublic', 'HardenedBucketWatch-Readable/s3:GetBucketPublicAccessBlock', 'HardenedBucketWatch-RepairKept/foreign-administration'),
  title: fc.string({ unit: 'grapheme', maxLength: 400 }),
  reason: fc.option(fc.string({ unit: 'binary', maxLength: 3000 }), { nil: undefined }),
  findings: fc.array(fc.record({ id: fc.string({ minLength: 1 }), message: fc.string({ unit: 'grapheme', maxLength: 4000 }), fix: fc.string({ maxLength: 3000 }) }), { maxLength: 30 })
    .map(reportedFindings),
}).map((over): BucketChange => {
  const { reason, ...rest } = over;
  return change({ ...rest, ...reason === undefined ? {} : { reason } });
});

test('each report keeps to the limits of the services', () => {
  const validate = new Ajv({ allErrors: true }).compile(JSON.parse(fs.readFileSync(path.join(__dirname, '../../../docs/bucket-events.schema.json'), 'utf8')));
  fc.assert(fc.property(CHANGES, (one) => {
    const subject = messageSubject(one);
    expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
    expect(Buffer.byteLength(messageText(one))).toBeLessThan(250_000);
    expect(Object.keys(messageAttributes(one))).toHaveLength(7);
    const event = bucketEvent(one, 'default');
    expect(Buffer.byteLength(event.Detail)).toBeLessThan(250_000);
    expect([validate(JSON.parse(event.Detail)), validate.errors]).toEqual([true, null]);
    const { Title, Description, Remediation, Id, Resources } = securityFinding(one, 'eu-west-1');
    expect(Title!.length).toBeLessThanOrEqual(256);
    expect(Description!.length).toBeLessThanOrEqual(1024);
    expect(Description!.length).toBeGreaterThan(0);
    expect(Remediation?.Recommendation?.Text?.length ?? 0).toBeLessThanOrEqual(512);
    expect(Id!.length).toBeLessThanOrEqual(512);
    expect(Resources).toHaveLength(1);
  }), { seed: 18 });
});

test.each<[string, object]>([
  ['no id', { id: undefined }],
  ['a status that there is not', { status: 'PUBLIC' }],
  ['an account that is none', { account: 'mine' }],
  ['more than there is', { more: true }],
])('fails: an event with %s does not follow its schema', (_, over) => {
  const validate = new Ajv().compile(JSON.parse(fs.readFileSync(path.join(__dirname, '../../../docs/bucket-events.schema.json'), 'utf8')));
  expect(validate(JSON.parse(JSON.stringify({ ...change(), ...over })))).toBe(false);
});

test.each<[ReportedStatus, string, string, string]>([
  ['NONCOMPLIANT', 'ACTIVE', 'FAILED', 'HIGH'],
  ['UNKNOWN', 'ACTIVE', 'WARNING', 'INFORMATIONAL'],
  ['COMPLIANT', 'ARCHIVED', 'PASSED', 'INFORMATIONAL'],
  ['CLOSED', 'ARCHIVED', 'NOT_AVAILABLE', 'INFORMATIONAL'],
])('the finding of status %s is %s', (status, record, compliance, severity) => {
  const found = securityFinding(change({ status }), 'eu-central-1');
  expect([found.RecordState, found.Compliance?.Status, found.FindingProviderFields?.Severity?.Label]).toEqual([record, compliance, severity]);
  // The finding that it updates, in the Region of the hub.
  expect([found.Id, found.ProductArn]).toEqual([
    'cdk-hardened-bucket/111122223333/eu-west-1/records/HardenedBucket-PolicyNotPublic', 'arn:aws:securityhub:eu-central-1:111122223333:product/111122223333/default',
  ]);
});

test('events are told apart by their types', () => {
  expect(STATUSES.map((status) => bucketEvent(change({ status }), 'bus').DetailType)).toEqual(['Bucket Noncompliant', 'Bucket Compliant', 'Bucket Unknown', 'Bucket Closed']);
});

test('an id depends on all that makes a change', () => {
  const ids = [changeId('a', 'r', 1, 't'), changeId('b', 'r', 1, 't'), changeId('a', 's', 1, 't'), changeId('a', 'r', 2, 't'), changeId('a', 'r', 1, 'u'), changeId('a', 'r', 1, 't')];
  expect([new Set(ids).size, ids[0] === ids[5]]).toEqual([5, true]);
});

test.each([['short', 10, 'short'], ['0123456789', 10, '0123456789'], ['0123456789a', 10, '0123456...']])('%s in %i characters', (text, length, expected) => {
  expect(shortened(text, length)).toBe(expected);
});

test('batches keep to both limits, lose nothing and keep the order', () => {
  fc.assert(fc.property(fc.array(fc.nat({ max: 50 })), fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 100 }), (sizes, items, bytes) => {
    const batches = inBatches(sizes, { items, bytes }, (size) => size);
    expect(batches.flat()).toEqual(sizes);
    expect(batches.every((batch) => batch.length <= items && (batch.length === 1 || batch.reduce((sum, size) => sum + size, 0) <= bytes))).toBe(true);
  }), { seed: 18 });
});
