import { readPolicyDocument } from '../../src/policy/policy-document';
import { allowsOutside } from '../../src/policy/questions/allows-outside';
import { anyoneAllowed } from '../../src/policy/questions/anyone-allowed';
import { compare } from '../../src/policy/questions/compare';
import { deadStatements } from '../../src/policy/questions/dead-statements';
import { lockout } from '../../src/policy/questions/lockout';
import { grantOf, undenied } from '../../src/policy/questions/undenied';
import { SearchResult } from '../../src/policy/search/goal';
import { UnknownValue } from '../../src/policy/unknown-value';

/** Which values the keys of a request can have, and so what a statement can match at all. */
const OWN = '111122223333';
const BUCKET = 'arn:aws:s3:::b';
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
const UNKNOWN = new UnknownValue('parameter Account is given at deployment');

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${BUCKET}/*` };
const PUT = { ...ALLOW, Action: 's3:PutObject' };
const DENY = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`] };
const when = (operator: string, key: string, ...values: unknown[]) => ({ Condition: { [operator]: { [key]: values } } });

function read(...Statement: unknown[]) {
  return readPolicyDocument({ Version: '2012-10-17', Statement });
}

const WITNESS = (result: SearchResult) => result.kind === 'found' ? result.request : undefined;

describe('a statement that can match, and one that cannot', () => {
  test.each<[string, object, boolean | undefined]>([
    ['a name of a service in a single Region', { ...ALLOW, Principal: { Service: 'logs.amazonaws.com' }, ...when('ForAnyValue:StringEquals', 'aws:PrincipalServiceNamesList', 'logs.us-west-1.amazonaws.com') }, false],
    ['all names of a service: its own is one of them', { ...ALLOW, Principal: { Service: 'logs.amazonaws.com' }, ...when('ForAllValues:StringEquals', 'aws:PrincipalServiceNamesList', 'logs.us-west-1.amazonaws.com') }, true],
    ['the name of another service', { ...ALLOW, Principal: { Service: 'logs.amazonaws.com' }, ...when('ForAnyValue:StringEquals', 'aws:PrincipalServiceNamesList', 'sns.amazonaws.com') }, true],
    ['another name of the same service', { ...ALLOW, Principal: { Service: 'logs.amazonaws.com' }, ...when('ForAnyValue:StringEquals', 'aws:PrincipalServiceNamesList', 'delivery.logs.amazonaws.com') }, false],
    ['a name that begins with the Region', { ...ALLOW, Principal: { Service: 's3.amazonaws.com' }, ...when('ForAnyValue:StringLike', 'aws:PrincipalServiceNamesList', 'us-east-1.s3.*') }, false],
    ['a session of single sign-on', { ...ALLOW, Principal: { AWS: `arn:aws:sts::${OWN}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann` }, ...when('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/aws-reserved/sso.amazonaws.com/*`) }, false],
    ['a session of a role of a service', { ...ALLOW, Principal: { AWS: `arn:aws:sts::${OWN}:assumed-role/app/s` }, ...when('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/service-role/*`) }, false],
    ['a session of a role of another name', { ...ALLOW, Principal: { AWS: `arn:aws:sts::${OWN}:assumed-role/app/s` }, ...when('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/*/other`) }, true],
    ['a canonical user with a tag', { ...ALLOW, Principal: { CanonicalUser: CANONICAL }, ...when('StringEquals', 'aws:PrincipalTag/team', 'a') }, false],
    ['a canonical user through a service', { ...ALLOW, Principal: { CanonicalUser: CANONICAL }, ...when('Bool', 'aws:ViaAWSService', 'true') }, false],
    ['a SAML user with a tag', { ...ALLOW, Principal: { Federated: `arn:aws:iam::${OWN}:saml-provider/corp` }, ...when('StringEquals', 'aws:PrincipalTag/team', 'a') }, false],
    ['a SAML user through a named service', { ...ALLOW, Principal: { Federated: `arn:aws:iam::${OWN}:saml-provider/corp` }, ...when('ForAnyValue:StringEquals', 'aws:CalledVia', 'athena.amazonaws.com') }, false],
    ['a service with a tag', { ...ALLOW, Principal: { Service: 'logs.amazonaws.com' }, ...when('StringEquals', 'aws:PrincipalTag/team', 'a') }, true],
    ['nobody with a tag', { ...ALLOW, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a', 'aws:PrincipalType': 'Anonymous' } } }, true],
    ['a service of another partition', { ...ALLOW, ...when('StringLike', 'aws:PrincipalServiceName', '*.amazonaws.com.cn') }, false],
    ['the ARN of a source without its account', { ...ALLOW, Principal: { Service: 's3.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${OWN}:*` }, Null: { 'aws:SourceAccount': 'true' } } }, false],
    ['a user with a source', { ...ALLOW, Principal: { AWS: OWN }, ...when('ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:*:*') }, true],
    // Addresses
    ['a private block', { ...ALLOW, ...when('IpAddress', 'aws:SourceIp', '10.0.0.0/8') }, true],
    ['every private block', { ...ALLOW, ...when('IpAddress', 'aws:SourceIp', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '169.254.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fe80::/10', '::1/128') }, true],
    ['part of a private block', { ...ALLOW, ...when('IpAddress', 'aws:SourceIp', '172.20.1.0/24') }, true],
    ['a block that is wider than the private one', { ...ALLOW, ...when('IpAddress', 'aws:SourceIp', '10.0.0.0/7') }, false],
    ['a private address as a text', { ...ALLOW, ...when('StringEquals', 'aws:SourceIp', '10.0.0.5') }, true],
    ['private addresses as a text', { ...ALLOW, ...when('StringLike', 'aws:SourceIp', '192.168.*') }, true],
    ['addresses of documentation', { ...ALLOW, ...when('IpAddress', 'aws:SourceIp', '203.0.113.0/24', '2001:db8::/32') }, false],
    ['a private block behind an endpoint', { ...ALLOW, ...when('IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8') }, false],
    // Names that no request has
    ['a key of another service', { ...ALLOW, ...when('StringEquals', 'kms:CallerAccount', OWN) }, true],
    ['the absence of a key of another service', { ...ALLOW, ...when('StringNotEquals', 'kms:CallerAccount', OWN) }, false],
    ['a misspelled key', { ...ALLOW, ...when('StringEquals', 'aws:PrincipleOrgID', 'o-aaaaaaaaaa') }, true],
    ['a Deny on a misspelled key', { ...DENY, ...when('StringEquals', 'aws:SourceVpcID', 'vpc-1a') }, true],
    ['a misspelled key of S3', { ...ALLOW, Action: 's3:ListBucket', Resource: BUCKET, ...when('StringEquals', 's3:prefixes', 'a/') }, true],
    ['a key that may be newer than the table', { ...ALLOW, ...when('StringEquals', 'aws:QuantumState', 'up') }, undefined],
    ['a tag key', { ...ALLOW, ...when('StringEquals', 's3:ExistingObjectTag/team', 'a') }, false],
    ['an action that there is not', { ...ALLOW, Action: 's3:GetObjekt' }, true],
    ['an action of another service', { ...ALLOW, Action: 'sns:Publish' }, true],
    ['a key of an identity provider', { ...ALLOW, ...when('StringEquals', 'cognito-identity.amazonaws.com:sub', 'x') }, false],
    ['a key that comes with every service', { ...ALLOW, ...when('ArnLike', 'lambda:SourceFunctionArn', 'arn:aws:lambda:*:*:function:f') }, false],
    ['a tag that a read does not bring', { ...ALLOW, ...when('StringEquals', 'aws:RequestTag/team', 'a') }, true],
    // Values
    ['an algorithm that there is not', { ...PUT, ...when('StringEquals', 's3:x-amz-server-side-encryption', 'aws:kmsx') }, true],
    ['an algorithm in another case', { ...PUT, ...when('StringEquals', 's3:x-amz-server-side-encryption', 'aes256') }, true],
    ['the algorithm of FSx', { ...PUT, ...when('StringEquals', 's3:x-amz-server-side-encryption', 'aws:fsx') }, false],
    ['none of the four algorithms', { ...PUT, Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': ['AES256', 'aws:kms', 'aws:kms:dsse', 'aws:fsx'] }, Null: { 's3:x-amz-server-side-encryption': 'false' } } }, true],
    ['a canned ACL that there is not', { ...PUT, ...when('StringEquals', 's3:x-amz-acl', 'public') }, true],
    ['a mode of retention that there is not', { ...PUT, ...when('StringEquals', 's3:object-lock-mode', 'LEGAL') }, true],
    // Resources
    ['a colon behind the name of the bucket', { ...ALLOW, Resource: `${BUCKET}:*` }, true],
    ['a name with a space', { ...ALLOW, Resource: 'arn:aws:s3:::b c/*' }, true],
    ['a wildcard inside the name', { ...ALLOW, Resource: 'arn:aws:s3:::*/secret' }, false],
    ['an object action on the bucket', { ...ALLOW, Resource: BUCKET }, true],
  ])('%s', (_, statement, dead) => {
    expect(deadStatements(read(statement))[0].dead).toBe(dead);
  });
});

describe('more than the empty policy, and outside a foreign zone', () => {
  test.each<[string, object]>([
    ['a name of a service in a single Region', { ...ALLOW, Principal: { Service: 'logs.amazonaws.com' }, ...when('ForAnyValue:StringEquals', 'aws:PrincipalServiceNamesList', 'logs.us-west-1.amazonaws.com') }],
    ['a session of single sign-on', { ...ALLOW, Principal: { AWS: `arn:aws:sts::${OWN}:assumed-role/r/ann` }, ...when('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/aws-reserved/*`) }],
  ])('%s', (_, statement) => {
    expect(compare(read(statement), read()).relation).toBe('more');
    expect(allowsOutside(read(statement), { accounts: ['444455556666'] }).kind).toBe('found');
  });
});

describe('who is meant', () => {
  test.each<[string, object[], string]>([
    ['a web identity with a tag is anyone', [{ ...ALLOW, Principal: { Federated: 'graph.facebook.com' }, ...when('StringEquals', 'aws:PrincipalTag/team', 'a') }], 'found'],
    ['a canonical user is someone', [{ ...ALLOW, Principal: { CanonicalUser: CANONICAL } }], 'none'],
    ['a canonical user with a tag is someone', [{ ...ALLOW, Principal: { CanonicalUser: CANONICAL }, ...when('StringEquals', 'aws:PrincipalTag/team', 'a') }], 'none'],
    ['misspelled elements are nobody\'s proof', [{ ...ALLOW, Condition: undefined, Conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } }], 'unknown'],
    ['a Deny with a misspelled element', [ALLOW, { ...DENY, condition: {} }], 'unknown'],
    ['an account id of 11 digits', [{ ...ALLOW, Principal: { AWS: '11112222333' } }], 'unknown'],
    ['an action without a prefix', [{ ...ALLOW, Action: 'GetObject' }], 'unknown'],
    ['an empty resource', [{ ...ALLOW, Resource: '' }], 'unknown'],
    ['a group', [{ ...ALLOW, Principal: { AWS: `arn:aws:iam::${OWN}:group/Admins` } }], 'unknown'],
    ['a private network lets nobody in', [{ ...ALLOW, ...when('IpAddress', 'aws:SourceIp', '10.0.0.0/8') }], 'none'],
    ['an Allow with a misspelled key is nobody\'s', [{ ...ALLOW, ...when('StringLike', 'aws:SourceIpp', '*') }], 'none'],
    ['a Deny with a misspelled key catches nobody', [ALLOW, { ...DENY, ...when('StringLike', 'aws:UserAgentt', '*') }], 'found'],
    ['a key that may be newer than the table', [{ ...ALLOW, ...when('StringEquals', 'aws:QuantumState', 'up') }], 'unknown'],
  ])('anyone: %s', (_, statements, expected) => {
    expect(anyoneAllowed(read(...statements)).kind).toBe(expected);
  });

  test('a misspelled element of the document', () => {
    const { kind } = anyoneAllowed(readPolicyDocument({ version: '2012-10-17', Statement: [{ ...ALLOW, Principal: { AWS: OWN } }] }));
    expect(kind).toBe('unknown');
  });

  test.each<[string, object, string]>([
    ['which account a canonical user is, its id does not show', { ...ALLOW, Principal: { CanonicalUser: CANONICAL } }, 'unknown'],
    ['an account beside it is outside all the same', { ...ALLOW, Principal: { CanonicalUser: CANONICAL, AWS: '444455556666' } }, 'found'],
    ['a session of the same account', { ...ALLOW, Principal: { AWS: `arn:aws:sts::${OWN}:assumed-role/r/s` } }, 'none'],
  ])('the zone of an account: %s', (_, statement, expected) => {
    expect(allowsOutside(read(statement), { accounts: [OWN] }).kind).toBe(expected);
  });

  test('{"AWS": "*"} alone does not deny services', () => {
    const allowed = { ...ALLOW, Principal: { Service: 'logs.amazonaws.com' } };
    expect(compare(read(allowed, { ...DENY, Principal: { AWS: '*' } }), read()).relation).toBe('unknown');
    expect(compare(read(allowed, DENY), read()).relation).toBe('equivalent');
  });
});

describe('what a Deny leaves', () => {
  const everything = grantOf({ Principal: '*', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });

  test.each<[string, unknown[], string]>([
    ['an Allow to whom is decided at deployment denies nothing', [{ ...ALLOW, Principal: { AWS: UNKNOWN } }], 'found'],
    ['an Allow that cannot be read denies nothing', [{ ...ALLOW, Action: undefined }], 'found'],
    ['an Allow with an operator that does not exist denies nothing', [{ ...ALLOW, ...when('StringMatches', 'aws:UserAgent', 'x') }], 'found'],
    ['a Deny of which it is not known', [{ ...DENY, Action: UNKNOWN, Resource: '*' }], 'unknown'],
    ['a statement of which not even the effect is known', [{ ...DENY, Effect: UNKNOWN }], 'unknown'],
    ['an Allow that cannot be read beside a Deny', [{ ...ALLOW, Action: undefined }, { ...DENY, Resource: '*' }], 'none'],
  ])('%s', (_, statements, expected) => {
    expect(undenied(read(...statements), everything).kind).toBe(expected);
  });

  test('a Deny outside private addresses locks everybody out but who comes through an endpoint or a service', () => {
    const document = read({ ...DENY, Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' }, Bool: { 'aws:ViaAWSService': 'false' } } }, { ...DENY, Condition: { Bool: { 'aws:ViaAWSService': 'true' } } });
    expect(lockout(document, [`arn:aws:iam::${OWN}:role/admin`])[0].verdict).toBe('lockedOut');
  });

  test('a witness has an address of the internet', () => {
    const { context } = WITNESS(anyoneAllowed(read({ ...ALLOW, ...when('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24') })))!;
    expect(context['aws:SourceIp']).not.toMatch(/^(10|127|192\.168)\./);
  });

  test('a witness has an algorithm that there is', () => {
    const { context } = WITNESS(undenied(read(), grantOf({ Principal: '*', Action: 's3:PutObject', Resource: '*', Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': ['aws:kms', 'aws:kms:dsse'] }, Null: { 's3:x-amz-server-side-encryption': 'false' } } })))!;
    expect(context['s3:x-amz-server-side-encryption']).toBe('AES256');
  });
});
