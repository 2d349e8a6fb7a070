import { comparisonOf, Guide, idsOf, notInPlace, rulesBrokenBy } from './guide';
import { decisionOn, WRITES } from './requests';
import { INSTEAD_ON_HARDENED_BUCKETS } from '../../src/bucket/instead-of-bucket-props';

const guide = new Guide('guides/from-s3-bucket.md');
const before = guide.synthesized('Before');
const after = guide.synthesized('After');
const [bucket] = idsOf(before, 'AWS::S3::Bucket');

const actionsOf = (app: typeof before, policy = idsOf(app, 'AWS::IAM::Policy')[0]): string[] => app.resources[policy].Properties!.PolicyDocument.Statement.flatMap(({ Action }: { Action: string[] }) => Action);

test('the bucket and its policy keep their logical ids, and nothing is replaced or deleted', () => {
  expect(Object.keys(after.resources)).toEqual(expect.arrayContaining(Object.keys(before.resources)));
  expect(after.resources[bucket].Type).toBe('AWS::S3::Bucket');
  expect(comparisonOf(before, after).destroyed).toEqual([]);
  expect(notInPlace(before, after)).toEqual([]);
});

test('what changes in the template is what the page shows', () => {
  expect(guide.block('What changes in the template', 'text')).toBe(comparisonOf(before, after).text);
});

test('the rules find something before, and nothing after', () => {
  expect(rulesBrokenBy(before)).toEqual(['AccessLogging', 'AclsDisabled', 'BlockPublicAccess', 'KmsEncryption', 'RawBucket']);
  expect(rulesBrokenBy(after)).toEqual([]);
});

test('the table of properties says what synth says', () => {
  const rows = [...guide.text.matchAll(/^\| (`\w+`(?:, `\w+`)*) \| (.*) \|$/gm)].flatMap(([, names, text]) => names.split(', ').map((name) => [name.slice(1, -1), text]));
  expect(Object.fromEntries(rows)).toEqual(INSTEAD_ON_HARDENED_BUCKETS);
});

test('the grant gets the half of the key, which s3.Bucket does not have', () => {
  expect(actionsOf(before)).not.toContain('kms:Decrypt');
  expect(actionsOf(after)).toContain('kms:Decrypt');
});

test.each<[string, object, 'allowed' | 'denied', 'allowed' | 'denied']>([
  ['a PUT without encryption headers', {}, 'allowed', 'allowed'],
  ['a PUT with AES256', WRITES.withSseS3, 'allowed', 'denied'],
  ['a PUT with another KMS key', WRITES.withAnotherKey, 'allowed', 'denied'],
  ['a PUT with a key of the caller', WRITES.withSseC, 'allowed', 'denied'],
  ['a PUT without TLS', WRITES.withoutTls, 'denied', 'denied'],
  ['a PUT with TLS 1.1', WRITES.withOldTls, 'allowed', 'denied'],
])('%s', (_, context, earlier, now) => {
  expect([decisionOn(before, bucket, context), decisionOn(after, bucket, context)]).toEqual([earlier, now]);
});

test('ACLs count before, and not after', () => {
  expect(before.resources[bucket].Properties).not.toHaveProperty('OwnershipControls');
  expect(after.resources[bucket].Properties).toMatchObject({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } });
});

test('the way back deletes alarms and their topic, and leaves keys, log bucket and its policy', () => {
  expect(notInPlace(after, before)).toEqual([
    'left AWS::KMS::Key', 'left AWS::S3::Bucket', 'left AWS::S3::BucketPolicy', 'removed AWS::CloudWatch::Alarm', 'removed AWS::SNS::Topic', 'removed AWS::SNS::TopicPolicy',
  ]);
  expect(Object.keys(before.resources).filter((id) => after.resources[id] === undefined)).toEqual([]);
});
