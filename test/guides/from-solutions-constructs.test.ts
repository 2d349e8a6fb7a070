import { comparisonOf, Guide, idsOf, notInPlace, rulesBrokenBy, synthesized } from './guide';
import { decisionOn, WRITES } from './requests';
import { refusalOf } from '../samples';

const guide = new Guide('guides/from-solutions-constructs.md');
const before = guide.synthesized('Before');
const byProperties = guide.synthesized('By its properties');
const byBucket = guide.synthesized('By a bucket of yours');
const CONTENT = 'PortalS3Bucket9459171C';

test('the table names the buckets and what check finds on each', () => {
  const rows = [...guide.text.matchAll(/^\| `(Portal\w+)`, [^|]* \| (.*) \|$/gm)].map(([, id, rules]) => [id, [...rules.matchAll(/`(\w+)`/g)].map(([, rule]) => rule)]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(idsOf(before, 'AWS::S3::Bucket').map((id) => [id, rulesBrokenBy(before, [id])])));
});

test('the version is the one that is shown', () => {
  expect(guide.text).toContain(`\`@aws-solutions-constructs/aws-cloudfront-s3\` ${jest.requireActual('@aws-solutions-constructs/aws-cloudfront-s3/package.json').version}`);
});

test.each([['By its properties', byProperties], ['By a bucket of yours', byBucket]])('%s: what changes in the template is what the page shows', (heading, after) => {
  expect(guide.block(heading, 'text')).toBe(comparisonOf(before, after).text);
});

test('by its properties: nothing is replaced or removed, and ACLs are off on all but the bucket for the logs of CloudFront', () => {
  expect(notInPlace(before, byProperties)).toEqual([]);
  const withAcls = idsOf(byProperties, 'AWS::S3::Bucket').filter((id) => rulesBrokenBy(byProperties, [id]).includes('AclsDisabled'));
  expect(withAcls).toEqual(['PortalCloudfrontLoggingBucketD202654C']);
});

test('by a bucket of yours: the content bucket and its policy stay, and only the old log bucket leaves the stack, and stays in the account', () => {
  expect(Object.keys(byBucket.resources)).toEqual(expect.arrayContaining([CONTENT, 'PortalS3BucketPolicy868F23AB']));
  expect(notInPlace(before, byBucket)).toEqual(['left AWS::S3::Bucket', 'removed AWS::S3::BucketPolicy']);
  expect(comparisonOf(before, byBucket).destroyed).toEqual([
    'AWS::S3::Bucket PortalS3LoggingBucket0812DB08 will be orphaned', 'AWS::S3::BucketPolicy PortalS3LoggingBucketPolicy50096AE0 will be destroyed',
  ]);
  expect(rulesBrokenBy(byBucket, [CONTENT])).toEqual([]);
});

test('without the logical ids there would be a new bucket', () => {
  const code = guide.block('By a bucket of yours', 'ts').split('\n').filter((line) => !line.includes('overrideLogicalId')).join('\n');
  const without = synthesized(code);
  expect(without.resources[CONTENT]).toBeUndefined();
  expect(notInPlace(before, without)).toContain('left AWS::S3::Bucket');
});

test('without the statement of the key, synth fails', () => {
  const code = guide.block('By a bucket of yours', 'ts');
  expect(refusalOf(code)).toBe('');
  expect(refusalOf(code.replace(/^content\.encryptionKey[^]*?^}\)\);\n/m, ''))).toMatch(/HardenedBucket-GrantsReachKey: .*cloudfront\.amazonaws\.com/);
});

test('uploads with AES256 are denied by a bucket of yours only', () => {
  expect([before, byProperties, byBucket].map((app) => decisionOn(app, CONTENT, WRITES.withSseS3))).toEqual(['allowed', 'allowed', 'denied']);
});

test('with a key, the construct adds what changes the key policy past CloudFormation', () => {
  expect([before, byBucket].map((app) => idsOf(app, 'Custom::KmsKeyPolicyUpdater').length)).toEqual([0, 1]);
});

test('the distribution and its origin access control stay', () => {
  const ids = ['AWS::CloudFront::Distribution', 'AWS::CloudFront::OriginAccessControl'].flatMap((type) => idsOf(before, type));
  expect(ids).toHaveLength(2);
  expect(Object.keys(byBucket.resources)).toEqual(expect.arrayContaining(ids));
});

test('the way back updates bucket and policy in place, and leaves the key', () => {
  const [there, back] = [notInPlace(byBucket, before), notInPlace(byProperties, before)];
  expect(back).toEqual([]);
  expect(there).toContain('left AWS::KMS::Key');
  expect(there.filter((line) => line.startsWith('replacement'))).toEqual([]);
});
