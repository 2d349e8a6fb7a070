import { changed, factsOf, PARAMETER, specify, summary } from './hardened-template';
import { LiveBucket } from '../../src/facts/live-bucket';
import { ACL_GRANTEES_TRUSTED } from '../../src/rules/acl-grants';
import { Check } from '../../src/rules/check';
import { checkLive } from '../../src/rules/check-live';
import { ABSENT, denied, liveAccount, liveBucket, value } from '../facts/live-answers';

const ACL = 'Bucket.Properties.AccessControl';
const OWNERSHIP = 'Bucket.Properties.OwnershipControls';
const EC2 = '6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c';

specify(ACL_GRANTEES_TRUSTED, [
  ['no ACL is right', {}, 'compliant'],
  ['a canned ACL counts for nothing where ownership is enforced', { [ACL]: 'PublicRead' }, 'compliant'],
  ['a private ACL is right', { [OWNERSHIP]: undefined, [ACL]: 'Private' }, 'compliant'],
  ['an ACL for log delivery is right', { [OWNERSHIP]: undefined, [ACL]: 'LogDeliveryWrite' }, 'compliant'],
  ['fails for everyone', { [OWNERSHIP]: undefined, [ACL]: 'PublicRead' }, ['Read.AllUsers']],
  ['fails twice for everyone who may write', { [OWNERSHIP]: undefined, [ACL]: 'PublicReadWrite' }, ['Read.AllUsers', 'Write.AllUsers']],
  ['fails for everyone with an account', { [OWNERSHIP]: undefined, [ACL]: 'AuthenticatedRead' }, ['Read.AuthenticatedUsers']],
  ['fails for EC2, which is an account of AWS', { [OWNERSHIP]: undefined, [ACL]: 'AwsExecRead' }, [`Read.${EC2}`]],
  ['a canned ACL that a parameter names is unknown', { [OWNERSHIP]: undefined, [ACL]: PARAMETER }, 'unknown'],
  ['an ACL whose ownership a parameter decides is unknown', { [OWNERSHIP]: { Rules: [{ ObjectOwnership: PARAMETER }] }, [ACL]: 'PublicRead' }, 'unknown'],
]);

test('an account that is trusted by its canonical id may be granted something', () => {
  const facts = factsOf(changed({ [OWNERSHIP]: undefined, [ACL]: 'AwsExecRead' }));
  expect(summary(ACL_GRANTEES_TRUSTED.check(facts, { canonicalUsers: [EC2] }))).toBe('compliant');
});

const OWNER = { Grantee: { Type: 'CanonicalUser', ID: 'me' }, Permission: 'FULL_CONTROL' };
const user = (ID: string, more: object = {}) => ({ Type: 'CanonicalUser', ID, ...more });
const group = (name: string) => ({ Type: 'Group', URI: `http://acs.amazonaws.com/groups/${name}` });
const acl = (...Grants: object[]): LiveBucket['answers'] => ({ GetBucketOwnershipControls: ABSENT, GetBucketAcl: value({ Owner: { ID: 'me' }, Grants: [OWNER, ...Grants] }) });

/** What is said of an ACL, without the name of the bucket. */
function found(answers: LiveBucket['answers'], rule: string = 'HardenedBucket-AclGranteesTrusted', publicAccessBlock: LiveBucket['answers'][string] = ABSENT): string[] {
  return checkLive(liveAccount({ publicAccessBlock }), [liveBucket(answers)], new Check({ only: [rule] })).findings
    .map(({ verdict, evidence: { id }, message }) => `${verdict} ${id}: ${message.replace('Bucket data in eu-west-1 ', '')}`);
}

test.each<[string, LiveBucket['answers'], string[]]>([
  ['the owner alone', acl(), []],
  ['the owner, by whatever permissions', acl({ Grantee: user('me'), Permission: 'READ' }), []],
  ['log delivery', acl({ Grantee: group('s3/LogDelivery'), Permission: 'WRITE' }, { Grantee: group('s3/LogDelivery'), Permission: 'READ_ACP' }), []],
  ['fails: log delivery with more than it needs', acl({ Grantee: group('s3/LogDelivery'), Permission: 'FULL_CONTROL' }), [
    'violation FullControl.LogDelivery: has an ACL that grants FULL_CONTROL to the log delivery group of S3 (LogDelivery), which needs only WRITE and READ_ACP',
  ]],
  ['fails: a foreign account', acl({ Grantee: user('c0ffee', { DisplayName: 'old-partner' }), Permission: 'READ' }), [
    'violation Read.c0ffee: has an ACL that grants READ to the account with the canonical id c0ffee (old-partner)',
  ]],
  ['fails: an e-mail address', acl({ Grantee: { Type: 'AmazonCustomerByEmail', EmailAddress: 'me@example.com' }, Permission: 'WRITE_ACP' }), [
    'violation WriteAcp.me.example.com: has an ACL that grants WRITE_ACP to the account of me@example.com',
  ]],
  ['fails: a group that S3 does not have', acl({ Grantee: group('other'), Permission: 'READ' }), [
    'violation Read.http.acs.amazonaws.com.groups.other: has an ACL that grants READ to the group http://acs.amazonaws.com/groups/other',
  ]],
  ['fails: each grant by itself', acl({ Grantee: user('a'), Permission: 'READ' }, { Grantee: user('b'), Permission: 'READ' }), [
    'violation Read.a: has an ACL that grants READ to the account with the canonical id a', 'violation Read.b: has an ACL that grants READ to the account with the canonical id b',
  ]],
  ['fails: everyone', { ...acl({ Grantee: group('global/AllUsers'), Permission: 'READ' }), GetPublicAccessBlock: ABSENT }, [
    'violation Read.AllUsers: has an ACL that grants READ to everyone (AllUsers). Neither the bucket nor its account blocks it: IgnorePublicAcls is off in both',
  ]],
  ['a grant counts for nothing where ownership is enforced', { GetBucketAcl: value({ Owner: { ID: 'me' }, Grants: [{ Grantee: group('global/AllUsers'), Permission: 'READ' }] }) }, []],
])('the grants of a live ACL: %s', (_, answers, expected) => {
  expect(found(answers)).toEqual(expected);
});

test('an ACL that is denied is unknown', () => {
  expect(found({ GetBucketOwnershipControls: ABSENT, GetBucketAcl: denied('s3:GetBucketAcl') })).toEqual([expect.stringContaining('s3:GetBucketAcl was denied')]);
});

test('fails: a public ACL that is no canned one is public all the same', () => {
  const grants = acl({ Grantee: group('global/AllUsers'), Permission: 'WRITE_ACP' });
  expect(found(grants, 'HardenedBucket-NoPublicAcl')).toEqual([expect.stringContaining('violation PublicGrants: has a public ACL, which grants WRITE_ACP to everyone')]);
});

const ON = value({ PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true } });
const PUBLIC = value({ Policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' }] }) });

/** The rule, what S3 answers of the bucket and of the account, and what is said of the account. */
test.each<[string, LiveBucket['answers'], LiveBucket['answers'][string], string]>([
  ['PolicyNotPublic', { GetBucketPolicy: PUBLIC, GetPublicAccessBlock: ABSENT }, ABSENT, 'Neither the bucket nor its account blocks it: RestrictPublicBuckets is off in both'],
  ['PolicyNotPublic', { GetBucketPolicy: PUBLIC, GetPublicAccessBlock: ABSENT }, ON, 'RestrictPublicBuckets of the account still keeps everyone except AWS services and the account of the bucket out'],
  ['PolicyNotPublic', { GetBucketPolicy: PUBLIC }, ABSENT, 'RestrictPublicBuckets of the bucket still keeps everyone'],
  ['PolicyNotPublic', { GetBucketPolicy: PUBLIC, GetPublicAccessBlock: ABSENT }, denied('s3:GetAccountPublicAccessBlock'), 's3:GetAccountPublicAccessBlock was denied'],
  ['PolicyNotPublic', { GetBucketPolicy: PUBLIC, GetPublicAccessBlock: denied('s3:GetBucketPublicAccessBlock') }, ABSENT, 's3:GetBucketPublicAccessBlock was denied'],
  ['BlockPublicAccess', { GetPublicAccessBlock: ABSENT }, ON, 'IgnorePublicAcls and RestrictPublicBuckets off, which the account has on for all of its buckets'],
  ['BlockPublicAccess', { GetPublicAccessBlock: ABSENT }, ABSENT, 'IgnorePublicAcls and RestrictPublicBuckets off, and so has its account'],
  ['NoPublicAcl', { ...acl({ Grantee: group('global/AllUsers'), Permission: 'READ' }), GetPublicAccessBlock: ABSENT }, ON, 'IgnorePublicAcls of the account still makes S3 ignore it'],
])('%s says whether the account still blocks the public (%#)', (rule, answers, account, words) => {
  const said = found(answers, `HardenedBucket-${rule}`, account);
  expect(said[0]).toContain(words);
  expect(said.every((text) => text.startsWith('violation '))).toBe(true);
});
