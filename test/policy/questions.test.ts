import { evaluate } from '../../src/policy/evaluate';
import { PolicyDocument, readPolicyDocument } from '../../src/policy/policy-document';
import { allowsOutside, TrustZone } from '../../src/policy/questions/allows-outside';
import { anyoneAllowed } from '../../src/policy/questions/anyone-allowed';
import { compare } from '../../src/policy/questions/compare';
import { requires } from '../../src/policy/questions/requires';
import { s3Public } from '../../src/policy/s3-public';
import { SearchResult } from '../../src/policy/search/goal';
import { UnknownValue } from '../../src/policy/unknown-value';

/** The questions on bucket policies that people write. `administrators.test.ts` has lockout, dead grants and dead statements. */
const OWN = '111122223333';
const PARTNER = '444455556666';
const ORG = 'o-aaaaaaaaaa';
const BUCKET = 'arn:aws:s3:::b';
const BOTH = [BUCKET, `${BUCKET}/*`];

type Conditions = Readonly<Record<string, object>>;

function allow(Principal: unknown, Condition?: Conditions, more: object = {}) {
  return { Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: `${BUCKET}/*`, ...Condition ? { Condition } : {}, ...more };
}

function deny(Condition?: Conditions, more: object = {}) {
  return { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: BOTH, ...Condition ? { Condition } : {}, ...more };
}

const service = (name: string) => ({ Service: `${name}.amazonaws.com` });
const when = (operator: string, key: string, ...values: unknown[]): Conditions => ({ [operator]: { [key]: values } });

const TLS_ONLY = deny(when('Bool', 'aws:SecureTransport', 'false'));
const ORG_PERIMETER = deny({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORG }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } });
const STRICT_ORG_PERIMETER = deny({ StringNotEquals: { 'aws:PrincipalOrgID': ORG }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } });
const ENDPOINT_PERIMETER = deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1a' } });
const ENDPOINT_WITH_EXEMPTIONS = deny({
  StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-1a' },
  BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
  ArnNotLikeIfExists: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/admin` },
});
const LOGS = allow(service('logging.s3'), { StringEquals: { 'aws:SourceAccount': OWN }, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::source' } }, { Action: 's3:PutObject' });
const OAC = allow(service('cloudfront'), when('StringEquals', 'aws:SourceArn', `arn:aws:cloudfront::${OWN}:distribution/E1`));
const TRAIL = allow(service('cloudtrail'), undefined, { Action: 's3:PutObject' });
const PRESIGNED = deny(when('NumericGreaterThan', 's3:signatureAge', '600000'));
const MFA_DELETE = deny(when('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false'), { Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'] });

function read(statements: readonly unknown[], Version = '2012-10-17'): PolicyDocument {
  return readPolicyDocument({ Version, Statement: statements });
}

/** The verdict of a search; a request that it found is replayed first. */
function verdict(document: PolicyDocument, result: SearchResult, whenFound: string, whenNone: string): string {
  if (result.kind === 'found') {
    expect(evaluate(document, result.request).decision).toBe('Allow');
  }
  return { found: whenFound, none: whenNone, unknown: 'unknown' }[result.kind];
}

type Row = readonly [name: string, statements: readonly unknown[], anyone: string, s3: string];

/** Semantically, Deny honoured, and as S3 reads it, statement by statement: they often differ, and so both are given. */
describe('anyone | S3 says public', () => {
  const rows: readonly Row[] = [
    ['nothing is allowed', [], 'private', 'private'],
    ['everybody', [allow('*')], 'public', 'public'],
    ['everybody over TLS: still everybody', [allow('*'), TLS_ONLY], 'public', 'public'],
    ['everybody but nobody: S3 ignores the Deny', [allow('*'), deny()], 'private', 'public'],
    ['one account', [allow({ AWS: OWN }), TLS_ONLY], 'private', 'private'],
    ['cross-account read by a role', [allow({ AWS: `arn:aws:iam::${PARTNER}:role/reader` })], 'private', 'private'],
    ['an organization, by the Allow', [allow('*', when('StringEquals', 'aws:PrincipalOrgID', ORG))], 'private', 'private'],
    ['an organization by IfExists: who is in none comes in', [allow('*', when('StringEqualsIfExists', 'aws:PrincipalOrgID', ORG))], 'public', 'public'],
    ['an organization by ForAllValues: who is in none comes in', [allow('*', when('ForAllValues:StringEquals', 'aws:PrincipalOrgID', ORG))], 'public', 'public'],
    ['an organization, by a Deny that S3 ignores', [allow('*'), STRICT_ORG_PERIMETER], 'private', 'public'],
    ['an organization by a Deny with IfExists: it catches the anonymous as well', [allow('*'), ORG_PERIMETER], 'private', 'public'],
    ['an endpoint, by the Allow: anyone behind it', [allow('*', when('StringEquals', 'aws:SourceVpce', 'vpce-1a'))], 'public', 'private'],
    ['an endpoint, by a Deny that S3 ignores: anyone behind it', [allow('*'), ENDPOINT_PERIMETER], 'public', 'public'],
    ['an endpoint and an organization', [allow('*', when('StringEquals', 'aws:PrincipalOrgID', ORG)), ENDPOINT_PERIMETER], 'private', 'private'],
    ['CloudFront by origin access control', [OAC], 'private', 'private'],
    ['log delivery', [LOGS], 'private', 'private'],
    ['a confused deputy: a service is no stranger, although it may act for one', [TRAIL], 'private', 'private'],
    ['presigned URLs of an age: an unsigned request has none', [allow('*'), PRESIGNED], 'public', 'public'],
    ['deletion without MFA denied: strangers have MFA as well', [allow('*', undefined, { Action: 's3:DeleteObject' }), MFA_DELETE], 'public', 'public'],
    ['a referer: anyone can write one', [allow('*', when('StringLike', 'aws:Referer', 'https://example.com/*'))], 'public', 'public'],
    ['a user agent: anyone can write one', [allow('*', when('StringEquals', 'aws:UserAgent', 'secret'))], 'public', 'public'],
    ['an IP allow list: anyone in that network', [allow('*', when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))], 'public', 'private'],
    ['an IP allow list as wide as the internet', [allow('*', when('IpAddress', 'aws:SourceIp', '0.0.0.0/0'))], 'public', 'public'],
    ['an IP block list', [allow('*', when('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'))], 'public', 'public'],
    ['a tag: strangers tag themselves', [allow('*', when('StringEquals', 'aws:PrincipalTag/team', 'x'))], 'public', 'public'],
    ['a tag within an organization', [allow('*', { StringEquals: { 'aws:PrincipalTag/team': 'x', 'aws:PrincipalOrgID': ORG } })], 'private', 'private'],
    ['a tag of the object', [allow('*', when('StringEquals', 's3:ExistingObjectTag/public', 'yes'))], 'public', 'public'],
    ['a user name: there is a user of that name elsewhere', [allow('*', when('StringEquals', 'aws:username', 'ann'))], 'public', 'public'],
    ['a folder for each user, for anyone', [allow('*', undefined, { Resource: `${BUCKET}/\${aws:username}/*` })], 'public', 'public'],
    ['a folder for each user of an account', [allow({ AWS: OWN }, undefined, { Resource: `${BUCKET}/\${aws:username}/*` })], 'private', 'private'],
    ['a role of that name in any account', [allow('*', when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/app'))], 'public', 'public'],
    ['any role of an account', [allow('*', when('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/*`))], 'private', 'private'],
    ['a web identity provider: anyone has an account there', [allow({ Federated: 'accounts.google.com' })], 'public', 'public'],
    ['a SAML provider: it belongs to an account', [allow({ Federated: `arn:aws:iam::${OWN}:saml-provider/corp` })], 'private', 'private'],
    ['everybody but an account, by NotPrincipal', [allow(undefined, undefined, { Principal: undefined, NotPrincipal: { AWS: OWN } })], 'public', 'public'],
    ['signed requests: anyone can sign', [allow('*', when('StringNotEquals', 'aws:PrincipalType', 'Anonymous'))], 'public', 'public'],
    ['an object action on the bucket alone allows nothing, but S3 does not look', [allow('*', undefined, { Resource: BUCKET })], 'private', 'public'],
    ['a contradiction allows nothing, but S3 does not look', [allow('*', { StringEquals: { 'aws:UserAgent': 'a' }, StringNotEquals: { 'aws:UserAgent': 'a' } })], 'private', 'public'],
    ['dates in the past: the past may be now', [allow('*', when('DateLessThan', 'aws:CurrentTime', '2020-01-01T00:00:00Z'))], 'public', 'public'],
    ['an account that is not known yet: it may be everybody', [allow({ AWS: new UnknownValue('a parameter') })], 'unknown', 'unknown'],
    ['a Deny that is not known yet', [allow('*'), deny(undefined, { Action: new UnknownValue('a parameter') })], 'unknown', 'public'],
    ['an operator that IAM does not have', [allow('*', when('StringMatches', 'aws:UserAgent', 'x'))], 'unknown', 'public'],
    ['part of a name and a wildcard as a principal', [allow({ AWS: `arn:aws:iam::${OWN}:role/*` })], 'unknown', 'public'],
    ['what cannot be read is not private', [{ ...allow({ AWS: OWN }), Effect: 'allow' }], 'unknown', 'unknown'],
  ];

  test.each<Row>(rows)('%s', (_, statements, anyone, s3) => {
    const document = read(statements);
    expect(verdict(document, anyoneAllowed(document), 'public', 'private')).toBe(anyone);
    expect(s3Public(document).verdict.replace('notPublic', 'private')).toBe(s3);
  });

  test('accounts and organizations that are known are not strangers', () => {
    const document = read([allow('*', when('StringLike', 'aws:PrincipalAccount', '*'))]);
    const result = anyoneAllowed(document, ['999988887777']);
    expect(JSON.stringify(result)).not.toContain('999988887777');
  });
});

describe('fails to be private: a stranger whose account, organization or kind only a pattern tells', () => {
  // None of these is found: the stranger is tried with one fixed account, organization and user id, and two kinds.
  test.each<[string, readonly unknown[]]>([
    ['accounts that begin alike', [allow('*', when('StringLike', 'aws:PrincipalAccount', '1*'))]],
    ['roles in accounts that begin alike', [allow('*', when('StringLike', 'aws:PrincipalArn', 'arn:aws:iam::1*:role/app'))]],
    ['organizations that begin alike', [allow('*', when('StringLike', 'aws:PrincipalOrgID', 'o-a*'))]],
    ['units of organizations that begin alike', [allow('*', when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a*/r-ab12/*'))]],
    ['user ids that begin alike', [allow('*', when('StringLike', 'aws:userid', 'AROAB*'))]],
    ['accounts that do not begin with 9, the anonymous denied', [allow('*', when('StringNotLike', 'aws:PrincipalAccount', '9*')), deny(when('StringEquals', 'aws:PrincipalType', 'Anonymous'))]],
    ['federated users, by their type', [allow('*', when('StringEquals', 'aws:PrincipalType', 'FederatedUser'))]],
    ['federated users, by their ARN', [allow('*', when('ArnLike', 'aws:PrincipalArn', 'arn:aws:sts::*:federated-user/*'))]],
    ['root users, whose user id is their account', [allow('*', when('StringNotLike', 'aws:userid', 'AROA*', 'AIDA*', 'anonymous'))]],
    ['every web identity provider', [allow({ Federated: '*' })]],
    ['a tag that is no boolean escapes both Denies', [allow('*', when('Null', 'aws:PrincipalTag/t', 'false')), deny(when('Bool', 'aws:PrincipalTag/t', 'true', 'false'))]],
    ['a tag that is not a number escapes both Denies', [allow('*', when('Null', 'aws:PrincipalTag/t', 'false')), deny(when('NumericLessThan', 'aws:PrincipalTag/t', '5')), deny(when('NumericGreaterThanEquals', 'aws:PrincipalTag/t', '5'))]],
    ['a number between two that are close', [allow('*', { NumericGreaterThan: { 'aws:PrincipalTag/t': '0' }, NumericLessThan: { 'aws:PrincipalTag/t': '1e-10' } })]],
    ['a time between two seconds', [allow('*', { DateGreaterThan: { 'aws:PrincipalTag/t': '2026-01-01T00:00:00Z' }, DateLessThan: { 'aws:PrincipalTag/t': '2026-01-01T00:00:01Z' } })]],
    ['base64 with its padding', [allow('*', { StringEquals: { 'aws:PrincipalTag/t': 'QQ==' }, BinaryEquals: { 'aws:PrincipalTag/t': 'QQ==' } })]],
    ['a letter whose capital is two', [allow('*', { StringEquals: { 'aws:PrincipalTag/t': 'S' }, StringNotEqualsIgnoreCase: { 'aws:PrincipalTag/t': 'ß' } })]],
  ])('%s', (_, statements) => {
    expect(anyoneAllowed(read(statements)).kind).not.toBe('none');
  });
});

describe('anyone who a pattern, a variable or a format leaves', () => {
  const variable = (key: string, text: string) => allow('*', when('StringEquals', key, text));
  test.each<[string, readonly unknown[], string]>([
    ['accounts that begin alike', [allow('*', when('StringLike', 'aws:PrincipalAccount', '1111*'))], 'public'],
    ['accounts that begin alike, beside a named one', [allow('*', when('StringLike', 'aws:PrincipalAccount', OWN, '1111*'))], 'public'],
    ['all but accounts that are alike', [allow('*'), deny(when('StringNotLike', 'aws:PrincipalAccount', '11112222333?'))], 'public'],
    ['a tag that names the organization of anyone who has it', [variable('aws:PrincipalOrgID', '${aws:PrincipalTag/x}')], 'public'],
    ['a tag that names the VPC of anyone who has it', [variable('aws:SourceVpc', '${aws:PrincipalTag/x}')], 'public'],
    ['a tag that names the account of anyone who has it', [variable('aws:PrincipalAccount', '${aws:PrincipalTag/x}')], 'public'],
    ['a tag behind a fixed account', [allow('*', when('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/\${aws:PrincipalTag/x}`))], 'private'],
    ['a CIDR block as a text, which no address is', [allow('*', when('StringEquals', 'aws:SourceIp', '203.0.113.0/24'))], 'private'],
    ['an address as a text', [allow('*', when('StringEquals', 'aws:SourceIp', '203.0.113.7'))], 'public'],
    ['addresses that begin alike', [allow('*', when('StringLike', 'aws:SourceIp', '203.0.113.*'))], 'public'],
    ['addresses of IPv6 that begin alike, without a letter', [allow('*', when('StringLike', 'aws:SourceIp', '2001:*'))], 'public'],
    ['addresses of IPv6 that begin alike, with letters in some case', [allow('*', when('StringLike', 'aws:SourceIp', '2001:db8:*'))], 'unknown'],
    ['a Deny on a list that is not a number, and may hold for none', [allow('*', undefined, { Action: 's3:ListBucket', Resource: BUCKET }), deny(when('NumericLessThanIfExists', 's3:max-keys', 'none'))], 'unknown'],
    ['a Deny on a date that there is not', [allow('*'), deny(when('DateLessThanIfExists', 'aws:CurrentTime', 'none'))], 'unknown'],
    ['a number, taken for a time', [allow('*', when('DateGreaterThan', 's3:max-keys', '10'), { Action: 's3:ListBucket', Resource: BUCKET })], 'public'],
    ['a number, which is no address', [allow('*', when('NotIpAddress', 's3:max-keys', '10.0.0.0/8'), { Action: 's3:ListBucket', Resource: BUCKET }), deny(when('Null', 's3:max-keys', 'true'))], 'public'],
    ['an address, which is not a number', [allow('*', when('NumericNotEquals', 'aws:SourceIp', '5')), deny(when('Null', 'aws:SourceIp', 'true'))], 'public'],
    ['a date that there is not', [allow('*', when('DateLessThan', 'aws:CurrentTime', '2025-02-30T00:00:00Z'))], 'unknown'],
    ['canonical users by a pattern, which S3 does not take', [allow({ CanonicalUser: '*' })], 'unknown'],
    ['services by a pattern, which S3 does not take', [allow({ Service: '*.amazonaws.com' })], 'private'],
    ['a principal that names nobody', [allow({})], 'unknown'],
    ['nobody lacks a user id', [allow('*', when('Null', 'aws:userid', 'true'))], 'private'],
  ])('%s', (_, statements, expected) => {
    const document = read(statements);
    expect(verdict(document, anyoneAllowed(document), 'public', 'private')).toBe(expected);
  });
});

describe('the same, or less, in other words', () => {
  const PATH = `${ORG}/r-ab12/*`;
  test.each<[string, readonly unknown[], readonly unknown[], string]>([
    ['the spelling of a variable', [allow('*', undefined, { Resource: `${BUCKET}/\${aws:username}/*` })], [allow('*', undefined, { Resource: `${BUCKET}/\${AWS:username}/*` })], 'equivalent'],
    ['a value that is there twice', [allow('*', when('StringNotEquals', 'aws:PrincipalTag/t', '${aws:username}'))], [allow('*', when('StringNotEquals', 'aws:PrincipalTag/t', '${aws:username}', '${aws:username}'))], 'equivalent'],
    ['accounts that a Deny excepts, in another order and by their ARNs', [allow('*'), { ...deny(), Principal: undefined, NotPrincipal: { AWS: [OWN, PARTNER] } }],
      [allow('*'), { ...deny(), Principal: undefined, NotPrincipal: { AWS: [`arn:aws:iam::${PARTNER}:root`, `arn:aws:iam::${OWN}:root`] } }], 'equivalent'],
    ['an organization that begins alike, beside its paths', [allow('*', { StringLike: { 'aws:PrincipalOrgID': 'o-aaaaaaaaa?' }, Null: { 'aws:PrincipalOrgPaths': 'false' } })], [allow('*', when('StringEquals', 'aws:PrincipalOrgID', ORG))], 'more'],
    ['a unit of an organization is part of it', [allow('*', when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', PATH))], [allow('*', when('StringEquals', 'aws:PrincipalOrgID', ORG))], 'less'],
    ['nobody is in one organization by id and in another by path', [allow('*', { 'StringEquals': { 'aws:PrincipalOrgID': ORG }, 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-bbbbbbbbbb/*' } })], [], 'equivalent'],
    ['a key is what its own variable stands for', [allow('*', when('StringEquals', 'aws:username', '${aws:username}'))], [allow('*', when('Null', 'aws:username', 'false'))], 'equivalent'],
    ['and never is not', [allow('*', when('StringNotEquals', 'aws:PrincipalTag/t', '${aws:PrincipalTag/t}'))], [allow('*', when('Null', 'aws:PrincipalTag/t', 'true'))], 'equivalent'],
    ['nobody lacks a type', [allow('*', when('Null', 'aws:PrincipalType', 'true'))], [], 'equivalent'],
    ['the anonymous, by their type and by their account', [allow('*', when('StringEquals', 'aws:PrincipalType', 'Anonymous'))],
      [allow('*', { Null: { 'aws:PrincipalArn': 'true' }, StringEquals: { 'aws:PrincipalAccount': 'anonymous' } })], 'equivalent'],
    ['services by a pattern, which S3 does not take', [allow({ Service: 'cloud*.amazonaws.com' })], [allow({ Service: 'cloudtrail.amazonaws.com' })], 'unknown'],
  ])('%s', (_, first, second, expected) => {
    expect(compare(read(first), read(second)).relation).toBe(expected);
  });
});

describe('within a trust zone', () => {
  const own: TrustZone = { accounts: [OWN] };
  const organization: TrustZone = { organizations: [ORG] };
  test.each<[string, readonly unknown[], TrustZone, string]>([
    ['the same account', [allow({ AWS: OWN })], own, 'within'],
    ['the same account by a role', [allow({ AWS: `arn:aws:iam::${OWN}:role/app` })], own, 'within'],
    ['a partner is outside', [allow({ AWS: [OWN, PARTNER] })], own, 'outside'],
    ['a partner is inside where it is named', [allow({ AWS: [OWN, PARTNER] })], { accounts: [OWN, PARTNER] }, 'within'],
    ['a partner whom a Deny catches', [allow({ AWS: [OWN, PARTNER] }), deny(when('StringEquals', 'aws:PrincipalAccount', PARTNER))], own, 'within'],
    ['everybody', [allow('*')], own, 'outside'],
    ['an organization is more than an account', [allow('*', when('StringEquals', 'aws:PrincipalOrgID', ORG))], own, 'outside'],
    ['an organization', [allow('*', when('StringEquals', 'aws:PrincipalOrgID', ORG))], organization, 'within'],
    ['another organization', [allow('*', when('StringEquals', 'aws:PrincipalOrgID', 'o-bbbbbbbbbb'))], organization, 'outside'],
    ['a strict organization perimeter', [allow('*'), STRICT_ORG_PERIMETER], organization, 'outside'],
    ['a strict organization perimeter around people', [allow({ AWS: [OWN, PARTNER] }), STRICT_ORG_PERIMETER], organization, 'within'],
    ['an organization perimeter with IfExists, which catches who is in none', [allow({ AWS: [OWN, PARTNER] }), ORG_PERIMETER], organization, 'within'],
    ['organizations that begin alike', [allow('*', when('StringLike', 'aws:PrincipalOrgID', 'o-aaaaaaaaa?'))], organization, 'outside'],
    ['organizations whose paths begin alike', [allow('*', when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', `${ORG}*`))], organization, 'outside'],
    ['an account may leave its organization', [allow({ AWS: OWN })], organization, 'outside'],
    ['log delivery for the same account', [LOGS], own, 'within'],
    ['CloudFront for the own distribution', [OAC], own, 'within'],
    ['a confused deputy: a service without a source acts for anybody', [TRAIL], own, 'outside'],
    ['a confused deputy with IfExists: a call may have no source', [allow(service('sns'), when('StringEqualsIfExists', 'aws:SourceAccount', OWN))], own, 'outside'],
    ['a source organization', [allow(service('sns'), when('StringEquals', 'aws:SourceOrgID', ORG))], organization, 'within'],
    ['the bucket that logs come from tells no account', [allow(service('logging.s3'), when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::source'))], own, 'outside'],
    ['an IP allow list', [allow('*', when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))], { cidrs: ['203.0.113.0/24'] }, 'within'],
    ['half of it', [allow('*', when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))], { cidrs: ['203.0.113.0/25'] }, 'outside'],
    ['two halves make a whole', [allow('*', when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))], { cidrs: ['203.0.113.0/25', '203.0.113.128/25'] }, 'within'],
    ['NotIpAddress in a Deny catches what has no address', [allow('*'), deny(when('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'))], { cidrs: ['203.0.113.0/24'] }, 'within'],
    ['so does NotIpAddressIfExists', [allow('*'), deny(when('NotIpAddressIfExists', 'aws:SourceIp', '203.0.113.0/24'))], { cidrs: ['203.0.113.0/24'] }, 'within'],
    ['a Deny of addresses that only asks where there is one', [allow('*'), deny({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' }, Null: { 'aws:SourceIp': 'false' } })], { cidrs: ['203.0.113.0/24'] }, 'outside'],
    ['a VPC', [allow('*', when('StringEquals', 'aws:SourceVpc', 'vpc-0a'))], { vpcs: ['vpc-0a'] }, 'within'],
    ['a VPC or an address', [allow('*', when('StringEquals', 'aws:SourceVpc', 'vpc-0a')), allow('*', when('IpAddress', 'aws:SourceIp', '203.0.113.7'))], { vpcs: ['vpc-0a'], cidrs: ['203.0.113.0/24'] }, 'within'],
    ['the account from elsewhere', [allow({ AWS: OWN })], { accounts: [OWN], vpcs: ['vpc-0a'] }, 'outside'],
    ['a VPC by its ARN', [allow('*', when('ArnLike', 'aws:SourceVpcArn', 'arn:aws:ec2:eu-west-1:*:vpc/vpc-0a'))], { vpcs: ['vpc-0a'] }, 'within'],
    ['everything but a VPC by its ARN is denied', [allow('*'), deny(when('ArnNotLikeIfExists', 'aws:SourceVpcArn', 'arn:aws:ec2:eu-west-1:*:vpc/vpc-0a'))], { vpcs: ['vpc-0a'] }, 'within'],
    ['two VPCs by their ARNs', [allow('*', when('ArnLike', 'aws:SourceVpcArn', 'arn:aws:ec2:eu-west-1:*:vpc/vpc-0a', 'arn:aws:ec2:eu-west-1:*:vpc/vpc-0b'))], { vpcs: ['vpc-0a'] }, 'outside'],
    ['any VPC of a Region', [allow('*', when('ArnLike', 'aws:SourceVpcArn', 'arn:aws:ec2:eu-west-1:*:vpc/*'))], { vpcs: ['vpc-0a'] }, 'outside'],
    ['the endpoint, which tells no VPC', [allow({ AWS: OWN }), ENDPOINT_PERIMETER], { accounts: [OWN], vpcs: ['vpc-0a'] }, 'outside'],
    ['an endpoint with exemptions: administrators come from anywhere', [allow({ AWS: OWN }), ENDPOINT_WITH_EXEMPTIONS], { vpcs: ['vpc-0a'] }, 'outside'],
    ['what cannot be read', [{ ...allow({ AWS: OWN }), Effect: 'allow' }], own, 'unknown'],
  ])('%s', (_, statements, zone, expected) => {
    const document = read(statements);
    expect(verdict(document, allowsOutside(document, zone), 'outside', 'within')).toBe(expected);
  });

  // The counterexamples to these are requests that nobody can send.
  test.each<[string, readonly unknown[], TrustZone]>([
    ['an account by aws:PrincipalAccount: no service has it', [allow('*', when('StringEquals', 'aws:PrincipalAccount', OWN))], own],
    ['a SAML provider of the same account', [allow({ Federated: `arn:aws:iam::${OWN}:saml-provider/corp` })], own],
    ['units of the own organization', [allow('*', when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', `${ORG}/*`))], organization],
  ])('%s is within', (_, statements, zone) => {
    expect(allowsOutside(read(statements), zone).kind).toBe('none');
  });

  // The stranger has one fixed account, and the unnamed service one fixed name.
  test.each<[string, readonly unknown[], TrustZone]>([
    ['services acting for accounts that begin alike', [allow(service('sns'), when('StringLike', 'aws:SourceAccount', '1111*'))], own],
    ['services whose names end alike', [allow('*', when('StringLike', 'aws:PrincipalServiceName', 'log*.amazonaws.com'))], own],
  ])('fails to be within: %s', (_, statements, zone) => {
    expect(allowsOutside(read(statements), zone).kind).not.toBe('none');
  });

  test.each<[string, TrustZone]>([
    ['an account', { accounts: ['me'] }], ['an organization', { organizations: ['aaaaaaaaaa'] }], ['a VPC', { vpcs: ['subnet-1'] }], ['a block', { cidrs: ['203.0.113.0/33'] }],
  ])('fails for what is no %s', (_, zone) => {
    expect(() => allowsOutside(read([]), zone)).toThrow(Object.values(zone)[0][0]);
  });
});

describe('requires', () => {
  const tls = when('Bool', 'aws:SecureTransport', 'true');
  const encryption = when('StringEquals', 's3:x-amz-server-side-encryption', 'aws:kms');
  const put = { Action: 's3:PutObject' };
  test.each<[string, readonly unknown[], Conditions, string]>([
    ['TLS, by a Deny', [allow('*'), TLS_ONLY], tls, 'holds'],
    ['TLS, by each Allow', [allow('*', tls)], tls, 'holds'],
    ['TLS, by one Allow of two', [allow('*', tls), allow({ AWS: OWN })], tls, 'fails'],
    ['TLS, by nothing', [allow({ AWS: OWN })], tls, 'fails'],
    ['TLS, by a Deny for one principal', [allow({ AWS: OWN }), deny(when('Bool', 'aws:SecureTransport', 'false'), { Principal: { AWS: PARTNER } })], tls, 'fails'],
    ['TLS, by a Deny that has the objects only', [allow('*', undefined, { Action: 's3:ListBucket', Resource: BUCKET }), deny(when('Bool', 'aws:SecureTransport', 'false'), { Resource: `${BUCKET}/*` })], tls, 'fails'],
    ['TLS 1.2, by a Deny: without TLS there is no version', [allow('*'), deny(when('NumericLessThan', 's3:TlsVersion', '1.2'))], tls, 'fails'],
    ['TLS 1.2, by two Denies', [allow('*'), TLS_ONLY, deny(when('NumericLessThan', 's3:TlsVersion', '1.2'))], when('NumericGreaterThanEqualsIfExists', 's3:TlsVersion', '1.2'), 'holds'],
    ['the organization, by its perimeter: services are exempt', [allow('*'), STRICT_ORG_PERIMETER], when('StringEquals', 'aws:PrincipalOrgID', ORG), 'fails'],
    ['the organization, for people', [allow({ AWS: OWN }), STRICT_ORG_PERIMETER], when('StringEquals', 'aws:PrincipalOrgID', ORG), 'holds'],
    ['the endpoint', [allow('*'), ENDPOINT_PERIMETER], when('StringEquals', 'aws:SourceVpce', 'vpce-1a'), 'holds'],
    ['the endpoint, with exemptions', [allow({ AWS: OWN }), ENDPOINT_WITH_EXEMPTIONS], when('StringEquals', 'aws:SourceVpce', 'vpce-1a'), 'fails'],
    ['encryption, by a Deny of other algorithms', [allow('*', undefined, put), deny(when('StringNotEquals', 's3:x-amz-server-side-encryption', 'aws:kms'), put)], encryption, 'holds'],
    ['encryption, by a Deny that only asks where there is a header', [allow('*', undefined, put), deny({ StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' }, Null: { 's3:x-amz-server-side-encryption': 'false' } }, put)], encryption, 'fails'],
    ['a young signature', [allow('*'), PRESIGNED], when('NumericLessThanEqualsIfExists', 's3:signatureAge', '600000'), 'holds'],
    ['a young signature, of every request: some have none', [allow('*'), PRESIGNED], when('NumericLessThanEquals', 's3:signatureAge', '600000'), 'fails'],
    ['MFA to delete, by a Deny with BoolIfExists, which catches long-term keys', [allow({ AWS: OWN }, undefined, { Action: 's3:DeleteObject' }), MFA_DELETE], when('Bool', 'aws:MultiFactorAuthPresent', 'true'), 'holds'],
    ['MFA to delete, by a Deny with Bool, which does not', [allow({ AWS: OWN }, undefined, { Action: 's3:DeleteObject' }), deny(when('Bool', 'aws:MultiFactorAuthPresent', 'false'))], when('Bool', 'aws:MultiFactorAuthPresent', 'true'), 'fails'],
    ['anything, where nothing is allowed', [allow('*'), deny()], tls, 'holds'],
    ['what IAM does not define', [allow('*')], when('StringMatches', 'aws:UserAgent', 'x'), 'unknown'],
  ])('%s', (_, statements, condition, expected) => {
    const document = read(statements);
    expect(verdict(document, requires(document, condition), 'fails', 'holds')).toBe(expected);
  });

  // A list that holds a policy variable is left aside as a whole, and its other values with it.
  test('a Deny covers by one resource although another has a policy variable', () => {
    const document = read([allow('*', undefined, { Resource: `${BUCKET}/a` }), deny(undefined, { Resource: [`${BUCKET}/\${aws:username}/*`, `${BUCKET}/*`] })]);
    expect(anyoneAllowed(document).kind).toBe('none');
  });

  // The witness says 0.2, which is no version of TLS.
  test('a witness names a version of TLS that there is', () => {
    const result = anyoneAllowed(read([allow('*', when('NumericLessThan', 's3:TlsVersion', '1.2'))]));
    expect(['1.0', '1.1']).toContain(result.kind === 'found' ? result.request.context['s3:TlsVersion'] : undefined);
  });

  // Found by z3: a caller can send any number as a parameter.
  test('a number that callers send may be negative, one that S3 counts may not', () => {
    const list = { Action: 's3:ListBucket', Resource: BUCKET };
    expect(anyoneAllowed(read([allow('*', when('NumericLessThan', 's3:max-keys', '0'), list)])).kind).toBe('found');
    expect(anyoneAllowed(read([allow('*', when('NumericLessThan', 's3:signatureAge', '0'), list)])).kind).toBe('none');
  });

  // Found by fuzzing: an escaped star is a star and no wildcard.
  test.each(['Resource', 'NotResource'])('a lone escaped star in %s is no wildcard', (element) => {
    const { decision } = evaluate(read([allow('*'), { ...deny(), Resource: undefined, [element]: '${*}' }]), { principal: 'anonymous', action: 's3:GetObject', resource: `${BUCKET}/x`, context: {} });
    expect(anyoneAllowed(read([allow('*'), { ...deny(), Resource: undefined, [element]: '${*}' }])).kind).toBe(decision === 'Allow' ? 'found' : 'none');
  });
});
