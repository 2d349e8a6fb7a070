import * as fc from 'fast-check';
import { BUCKET, requests, withUnknowns } from './arbitrary-policies';
import { isAllowedBySomeStatement, JsonStatement } from './concrete-evaluator';
import { readPolicyDocument } from '../../src/policy/policy-document';
import { s3Public } from '../../src/policy/s3-public';
import { UnknownValue } from '../../src/policy/unknown-value';

/**
 * What Amazon S3 calls public.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const ALLOW = { Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: '*' };
const ACCOUNT = '111122223333';
const UNKNOWN = new UnknownValue('parameter P is given at deployment');

function read(...statements: unknown[]) {
  return s3Public(readPolicyDocument({ Version: '2012-10-17', Statement: statements }));
}

/** What S3 makes of "Allow everybody" on this condition. */
function onCondition(Condition: unknown) {
  return read({ ...ALLOW, Condition }).verdict;
}

describe("as in AWS's own examples", () => {
  test.each([
    ['everybody is public', ALLOW, 'public'],
    ['a web identity provider is public', { ...ALLOW, Principal: { Federated: 'graph.facebook.com' } }, 'public'],
    ['a condition on a wildcard is public', { ...ALLOW, Condition: { StringLike: { 'aws:SourceVpc': 'vpc-*' } } }, 'public'],
    ['the same condition on a fixed value is not', { ...ALLOW, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-91237329' } } }, 'notPublic'],
    ['CloudTrail, a service principal, is not', { ...ALLOW, Principal: { Service: 'cloudtrail.amazonaws.com' } }, 'notPublic'],
    ['another account is not', { ...ALLOW, Principal: { AWS: ACCOUNT } }, 'notPublic'],
    ['a very broad IP range is public', { ...ALLOW, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } } }, 'public'],
    ['access points of a fixed account are not', { ...ALLOW, Condition: { ArnLike: { 's3:DataAccessPointArn': `arn:aws:s3:us-west-2:${ACCOUNT}:accesspoint/*` } } }, 'notPublic'],
    ['an action that S3 does not have yet is public as well', { ...ALLOW, Action: 's3:NotASupportedAction' }, 'public'],
  ])('%s', (_, statement, expected) => {
    expect(read(statement).verdict).toBe(expected);
  });
});

describe('the principal', () => {
  test.each([
    ['the root of an account', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, 'notPublic'],
    ['a role', { AWS: `arn:aws:iam::${ACCOUNT}:role/app` }, 'notPublic'],
    ['a role, known by a symbol', { AWS: '⟦App#Role.Arn⟧' }, 'notPublic'],
    ['several users', { AWS: [`arn:aws:iam::${ACCOUNT}:user/a`, `arn:aws:iam::${ACCOUNT}:user/b`] }, 'notPublic'],
    ['a canonical user', { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }, 'notPublic'],
    ['a SAML provider, which belongs to one account', { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/corp` }, 'notPublic'],
    ['a web identity provider', { Federated: 'accounts.google.com' }, 'public'],
    ['a cognito identity pool', { Federated: 'cognito-identity.amazonaws.com' }, 'public'],
    ['everybody with an account', { AWS: '*' }, 'public'],
    ['everybody among others', { AWS: [ACCOUNT, '*'] }, 'public'],
    ['a service next to everybody', { Service: 'cloudtrail.amazonaws.com', AWS: '*' }, 'public'],
    ['a wildcard in the account', { AWS: 'arn:aws:iam::*:root' }, 'public'],
    ['a wildcard in the name, which a principal cannot have', { AWS: `arn:aws:iam::${ACCOUNT}:role/*` }, 'public'],
    ['a policy variable', { AWS: 'arn:aws:iam::${aws:PrincipalAccount}:root' }, 'public'],
    ['all services', { Service: '*' }, 'public'],
    ['nobody named, which is no principal', {}, 'unknown'],
  ])('%s', (_, Principal, expected) => {
    expect(read({ ...ALLOW, Principal }).verdict).toBe(expected);
  });

  test('everybody except some is public', () => {
    expect(read({ ...ALLOW, Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }).verdict).toBe('public');
  });
});

describe('a condition on a fixed value pins everybody down', () => {
  test.each([
    ['aws:PrincipalOrgID', 'o-aaaaaaaaaa'],
    ['aws:PrincipalAccount', ACCOUNT],
    ['aws:PrincipalArn', `arn:aws:iam::${ACCOUNT}:role/app`],
    ['aws:SourceArn', 'arn:aws:s3:::source'],
    ['aws:SourceVpc', 'vpc-91237329'],
    ['aws:SourceVpce', 'vpce-1a2b3c4d'],
    ['aws:SourceOwner', ACCOUNT],
    ['aws:SourceAccount', ACCOUNT],
    ['aws:userid', 'AIDAJQABLZS4A3QDU576Q'],
    ['s3:DataAccessPointArn', `arn:aws:s3:us-west-2:${ACCOUNT}:accesspoint/ap`],
    ['s3:DataAccessPointAccount', ACCOUNT],
    ['AWS:sourcevpc', 'vpc-91237329'],
  ])('%s', (key, value) => {
    expect(onCondition({ StringEquals: { [key]: value } })).toBe('notPublic');
    expect(onCondition({ StringEquals: { [key]: [value, value] } })).toBe('notPublic');
    expect(onCondition({ StringEquals: { [key]: [value, '*'] } })).toBe('public');
    expect(onCondition({ StringEquals: { [key]: '${aws:username}' } })).toBe('public');
    expect(onCondition({ StringLike: { [key]: '*' } })).toBe('public');
  });

  test.each([
    ['StringEquals'], ['StringEqualsIgnoreCase'], ['StringLike'], ['ArnEquals'], ['ArnLike'], ['ForAnyValue:StringEquals'],
  ])('by %s', (operator) => {
    expect(onCondition({ [operator]: { 'aws:SourceArn': 'arn:aws:s3:::source' } })).toBe('notPublic');
  });

  test('one such condition among others is enough', () => {
    expect(onCondition({ Bool: { 'aws:SecureTransport': 'true' }, StringLike: { 'aws:UserAgent': '*' }, StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } }))
      .toBe('notPublic');
  });

  test.each([
    ['names under a fixed account', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*` } }],
    ['resources of a fixed account', { ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:*:${ACCOUNT}:trail/*` } }],
    ['units under a fixed organization', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-aaaaaaaaaa/r-ab12/ou-ab12-11111111/*' } }],
  ])('although the value has a wildcard: %s', (_, condition) => {
    expect(onCondition(condition)).toBe('notPublic');
  });
});

describe('fails to pin anybody down', () => {
  test.each([
    ['a bucket as the source, since its ARN has no account', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::source*' } }],
    ['a wildcard as the account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/app' } }],
    ['half an account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::11112222*:role/app' } }],
    ['a wildcard that swallows the account', { StringLike: { 'aws:PrincipalArn': '*:role/app' } }],
    ['any organization', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*/r-ab12/*' } }],
    ['access points of every account', { ArnLike: { 's3:DataAccessPointArn': 'arn:aws:s3:*:*:accesspoint/ap' } }],
    ['the anonymous, by their account', { StringEquals: { 'aws:PrincipalAccount': 'anonymous' } }],
    ['the anonymous, by their user id', { StringEquals: { 'aws:userid': 'anonymous' } }],
    ['users whose id begins anyhow', { StringLike: { 'aws:userid': '*:session' } }],
    ['an address with a wildcard', { StringLike: { 'aws:SourceIp': '203.0.113.*' } }],
    ['a tag of the principal', { StringEquals: { 'aws:PrincipalTag/team': 'data' } }],
    ['the referer', { StringEquals: { 'aws:Referer': 'https://example.com/' } }],
    ['the user agent', { StringEquals: { 'aws:UserAgent': 'secret' } }],
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }],
    ['the user name, which every account has', { StringEquals: { 'aws:username': 'app' } }],
    ['the type of principal', { StringEquals: { 'aws:PrincipalType': 'User' } }],
    ['an address inside some VPC', { IpAddress: { 'aws:VpcSourceIp': '10.0.0.1/32' } }],
    ['the prefix', { StringEquals: { 's3:prefix': 'public/' } }],
    ['no condition', {}],
  ])('%s', (_, condition) => {
    expect(onCondition(condition)).toBe('public');
  });

  test.each([
    ['a negated operator', { StringNotEquals: { 'aws:SourceVpc': 'vpc-91237329' } }],
    ['a negated operator on an ARN', { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/app` } }],
    ['a negated address', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }],
    ['IfExists, which lets in who brings no key', { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-91237329' } }],
    ['ForAllValues, which does too', { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-aaaaaaaaaa/r-ab12/' } }],
    ['ForAnyValue with IfExists', { 'ForAnyValue:StringEqualsIfExists': { 'aws:PrincipalOrgPaths': 'o-aaaaaaaaaa/r-ab12/' } }],
    ['that the key is there', { Null: { 'aws:SourceVpc': 'false' } }],
    ['a comparison of numbers', { NumericLessThan: { 'aws:PrincipalAccount': ACCOUNT } }],
  ])('%s', (_, condition) => {
    expect(onCondition(condition)).toBe('public');
  });
});

describe('an IP range', () => {
  test.each([
    ['203.0.113.7', 'notPublic'],
    ['203.0.113.0/24', 'notPublic'],
    ['54.0.0.0/8', 'notPublic'],
    ['54.0.0.0/7', 'public'],
    ['0.0.0.0/0', 'public'],
    ['10.0.0.0/8', 'notPublic'],
    ['192.168.0.0/16', 'notPublic'],
    ['2001:db8::1', 'notPublic'],
    ['2001:db8::/32', 'notPublic'],
    ['2001:d00::/31', 'public'],
    ['::/0', 'public'],
    ['54.0.0.0/', 'unknown'],
    ['54.0.0.0/x', 'unknown'],
    ['54.0.0', 'unknown'],
    ['256.0.0.0/8', 'unknown'],
    ['203.0.113.0/40', 'unknown'],
    ['*', 'unknown'],
  ])('%s is %s', (cidr, expected) => {
    expect(onCondition({ IpAddress: { 'aws:SourceIp': cidr } })).toBe(expected);
  });

  test('one wide range among narrow ones is public', () => {
    expect(onCondition({ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '0.0.0.0/0'] } })).toBe('public');
  });
});

describe('the policy', () => {
  const DENY_ALL = { ...ALLOW, Effect: 'Deny' };
  const FIXED = { ...ALLOW, Principal: { AWS: ACCOUNT } };

  test('is public because of the statements that are, which it names', () => {
    expect(read(FIXED, ALLOW, DENY_ALL, { ...ALLOW, Sid: 'Again' })).toMatchObject({ verdict: 'public', statements: [{ index: 1 }, { index: 3, sid: 'Again' }] });
  });

  test('stays public under a Deny, which S3 ignores here', () => {
    expect(read(ALLOW, DENY_ALL).verdict).toBe('public');
  });

  test.each([['without statements', []], ['that only denies', [DENY_ALL]]])('%s is not public', (_, statements) => {
    expect(read(...statements)).toEqual({ verdict: 'notPublic', statements: [] });
  });

  test('that cannot be read is unknown, for a reason that names the place', () => {
    expect(read({ ...ALLOW, Principal: 'everybody' })).toMatchObject({ verdict: 'unknown', reason: expect.stringContaining('Statement[0].Principal') });
  });
});

describe('what is decided at deployment', () => {
  test.each([
    ['the document', UNKNOWN],
    ['a statement', { Statement: [UNKNOWN] }],
    ['an effect', { Statement: [{ ...ALLOW, Effect: UNKNOWN }] }],
    ['a principal', { Statement: [{ ...ALLOW, Principal: { AWS: UNKNOWN } }] }],
    ['one of the principals', { Statement: [{ ...ALLOW, Principal: { AWS: [ACCOUNT, UNKNOWN] } }] }],
    ['a condition', { Statement: [{ ...ALLOW, Condition: UNKNOWN }] }],
    ['the value of a condition', { Statement: [{ ...ALLOW, Condition: { StringEquals: { 'aws:SourceVpce': UNKNOWN } } }] }],
  ])('%s makes it unknown', (_, document) => {
    expect(s3Public(readPolicyDocument(document))).toMatchObject({ verdict: 'unknown', reason: expect.any(String) });
  });

  test.each([
    ['the action of a fixed principal', [{ ...ALLOW, Principal: { AWS: ACCOUNT }, Action: UNKNOWN }], 'notPublic'],
    ['the value of a condition on a fixed principal', [{ ...ALLOW, Principal: { AWS: ACCOUNT }, Condition: { Bool: { 'aws:SecureTransport': UNKNOWN } } }], 'notPublic'],
    ['a principal, under a condition that pins it', [{ ...ALLOW, Principal: UNKNOWN, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }], 'notPublic'],
    ['a Deny', [{ ...ALLOW, Effect: 'Deny', Principal: UNKNOWN }], 'notPublic'],
    ['the value of a condition that pins nobody', [{ ...ALLOW, Condition: { StringEquals: { 'aws:Referer': UNKNOWN } } }], 'public'],
    ['another value, next to a wildcard', [{ ...ALLOW, Condition: { StringLike: { 'aws:SourceVpce': ['*', UNKNOWN] } } }], 'public'],
    ['another statement, next to a public one', [UNKNOWN, ALLOW], 'public'],
  ])('%s changes nothing', (_, statements, expected) => {
    expect(read(...statements).verdict).toBe(expected);
  });
});

describe('laws', () => {
  const OWN = { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa', 'aws:SourceVpce': 'vpce-1a2b3c4d', 'aws:SourceIp': '203.0.113.0/24', 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*` };
  const clauses = fc.record({
    operator: fc.constantFrom('StringEquals', 'StringLike', 'StringNotEquals', 'StringEqualsIfExists', 'StringNotLikeIfExists', 'IpAddress', 'ForAnyValue:StringLike', 'ForAllValues:StringEquals'),
    key: fc.constantFrom(...Object.keys(OWN), 'aws:Referer', 'aws:UserAgent'),
    values: fc.subarray([...Object.values(OWN), '*', 'o-*', '0.0.0.0/1', 'vpce-?*', 'https://example.com/'], { minLength: 1 }),
  }).filter(({ operator, key }) => (operator === 'IpAddress') === (key === 'aws:SourceIp'));
  const statements = fc.record({
    Effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Deny'),
    Principal: fc.constantFrom<JsonStatement['Principal']>('*', { AWS: '*' }, { AWS: ACCOUNT }, { AWS: [ACCOUNT, '*'] }, { Service: 'logging.s3.amazonaws.com' }),
    Action: fc.constant('s3:*'),
    Resource: fc.constant([BUCKET, `${BUCKET}/*`]),
    Condition: fc.array(clauses, { maxLength: 2 }).map((list) => Object.fromEntries(list.map(({ operator, key, values }) => [operator, { [key]: values }]))),
  });
  /** Requests of people who belong to nothing of ours, and may send any header. */
  const strangers = requests([['s3:GetObject', 'object'], ['s3:ListBucket', 'bucket']], fc.record({
    'aws:principalorgid': fc.constantFrom('o-bbbbbbbbbb', 'o-cccccccccc'),
    'aws:sourcevpce': fc.constant('vpce-99999999'),
    'aws:sourceip': fc.constantFrom('8.8.8.8', '198.51.100.1'),
    'aws:principalarn': fc.constant('arn:aws:iam::999999999999:role/app'),
    'aws:referer': fc.constant('https://example.com/'),
    'aws:useragent': fc.constantFrom('*', 'anything'),
  }, { requiredKeys: [] })).map((request) => ({ ...request, caller: request.context['aws:principalarn'] }));

  test('a policy that is not public allows no stranger', () => {
    fc.assert(fc.property(fc.array(statements, { maxLength: 2 }), fc.array(strangers, { minLength: 20, maxLength: 20 }), (list, sample) => {
      fc.pre(read(...list).verdict === 'notPublic');
      expect(sample.filter((request) => isAllowedBySomeStatement(list, request))).toEqual([]);
    }), { numRuns: 500 });
  });

  test("what is decided at deployment overturns neither 'public' nor 'notPublic'", () => {
    fc.assert(fc.property(withUnknowns(statements), ({ decided, undecided }) => {
      const early = s3Public(readPolicyDocument(undecided)).verdict;
      fc.pre(early !== 'unknown');
      expect(s3Public(readPolicyDocument(decided)).verdict).toBe(early);
    }), { numRuns: 500 });
  });
});

describe('fails to pin anybody down', () => {
  test.each([
    ['a role whose path holds a second account, under StringLike', { StringLike: { 'aws:PrincipalArn': `arn:*:iam::${ACCOUNT}:role/app` } }],
    ['an operator in another case, which IAM does not have', { stringequals: { 'aws:SourceVpc': 'vpc-91237329' } }],
    ['a key that every JavaScript object has', { StringEquals: { constructor: 'x' } }],
    ['a key that no JavaScript object can hold', { StringEquals: JSON.parse('{"__proto__": "x"}') as object }],
  ])('%s', (_, condition) => {
    expect(onCondition(condition)).toBe('public');
  });
});

test('a document of which nothing is known says why itself', () => {
  expect(s3Public(readPolicyDocument(new UnknownValue('s3:GetBucketPolicy was denied'))))
    .toEqual({ verdict: 'unknown', statements: [], reason: expect.stringContaining('s3:GetBucketPolicy was denied') });
  expect(read(UNKNOWN)).toMatchObject({ verdict: 'unknown', reason: UNKNOWN.reason });
});
