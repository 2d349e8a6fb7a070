import { changed, factsOf, PARAMETER, Row, specify } from './hardened-template';
import { POLICY_ACCEPTED, POLICY_NAMES_EXIST } from '../../src/rules/policy-accepted';
import { TLS_ONLY } from '../../src/rules/transport';

const STATEMENT = 'Policy.Properties.PolicyDocument.Statement.5';
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
const READ = { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: OBJECTS };

/** A row whose change is one more statement. */
function row(law: string, change: object, verdict: Row[2]): Row {
  return [law, { [STATEMENT]: { ...READ, ...change } }, verdict];
}

const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });

specify(POLICY_ACCEPTED, [
  ['the usual guards are accepted', {}, 'compliant'],
  ['no policy is accepted', { Policy: undefined }, 'compliant'],
  row('a grant is accepted', {}, 'compliant'),
  row('what a parameter gives is some text', { Principal: { AWS: PARAMETER }, Action: PARAMETER }, 'compliant'),
  row('what may be left out is unknown', { Action: { 'Fn::If': ['Condition', 's3:GetObject', { Ref: 'AWS::NoValue' }] } }, 'unknown'),
  row('names that AWS chooses are not refused', { Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } } }, 'compliant'),
  row('a misspelled condition key is for another rule', when('StringEquals', 'aws:PrincipleOrgID', 'o-aaaaaaaaaa'), 'compliant'),
  row('fails without an action', { Action: undefined }, ['Policy.Statement.<digest>.Action']),
  row('fails without a resource', { Resource: undefined }, ['Policy.Statement.<digest>.Resource']),
  row('fails for a resource that is not text', { Resource: { a: 1 } }, ['Policy.Statement.<digest>.Resource']),
  row('fails for an operator that does not exist', when('StringMatches', 'aws:UserAgent', 'x'), ['Policy.Statement.<digest>.Condition.StringMatches']),
  row('fails for an element that does not exist', { Conditions: {} }, ['Policy.Statement.<digest>.Conditions']),
  row('fails for a group', { Principal: { AWS: 'arn:aws:iam::111122223333:group/g' } }, ['Policy.Statement.<digest>.Principal.AWS']),
  row('fails without a principal', { Principal: undefined }, ['Policy.Statement.<digest>.Principal']),
  ['fails for a version that does not exist', { 'Policy.Properties.PolicyDocument.Version': '2012-10-18' }, ['Policy.Version']],
]);

specify(POLICY_NAMES_EXIST, [
  ['the usual guards have known names', {}, 'compliant'],
  row('a grant has', {}, 'compliant'),
  row('tags have any name', when('StringEquals', 'aws:PrincipalTag/team', 'a'), 'compliant'),
  row('a key that may be newer than the table is unknown', when('StringEquals', 'aws:QuantumState', 'up'), 'unknown'),
  row('what a parameter gives is not known, and no finding', { ...when('StringEquals', 's3:x-amz-server-side-encryption', PARAMETER), Action: 's3:PutObject' }, 'compliant'),
  row('public addresses are addresses', when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'), 'compliant'),
  row('private addresses behind an endpoint are', when('IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8'), 'compliant'),
  row('fails for an action that does not exist', { Action: ['s3:GetObject', 's3:GetObjekt'] }, ['Policy.Statement.<digest>.Action']),
  row('fails for an action of another service', { Action: 'sns:Publish' }, ['Policy.Statement.<digest>.Action']),
  row('fails for a misspelled key', when('StringEquals', 'aws:PrincipleOrgID', 'o-aaaaaaaaaa'), ['Policy.Statement.<digest>.Condition.StringEquals.aws.principleorgid']),
  row('fails for a key of another service', when('StringEquals', 'kms:CallerAccount', '111122223333'), ['Policy.Statement.<digest>.Condition.StringEquals.kms.calleraccount']),
  row('fails for a private network', when('NotIpAddress', 'aws:SourceIp', ['10.0.0.0/8', '203.0.113.0/24']), ['Policy.Statement.<digest>.Condition.NotIpAddress.aws.SourceIp']),
  row('fails for an algorithm that does not exist', { Action: 's3:PutObject', ...when('StringNotEquals', 's3:x-amz-server-side-encryption', 'AWS:KMS') }, ['Policy.Statement.<digest>.Condition.StringNotEquals.s3.x.amz.server.side.encryption']),
]);

test.each<[string, object, string]>([
  ['an action', { Action: 's3:GetObjekt' }, 'did you mean s3:GetObject?'],
  ['a key', when('StringEquals', 'aws:PrincipleOrgID', 'o-aaaaaaaaaa'), 'did you mean aws:PrincipalOrgID?'],
  ['a value', { Action: 's3:PutObject', ...when('StringNotEquals', 's3:x-amz-server-side-encryption', 'AWS:KMS') }, "did you mean 'aws:kms'?"],
])('fails with the nearest real name of %s', (_, change, message) => {
  expect(POLICY_NAMES_EXIST.check(factsOf(changed({ [STATEMENT]: { ...READ, ...change } })))).toMatchObject({ violations: [{ message: expect.stringContaining(message) }] });
});

test('what is certainly violated is no doubt, although an Allow is not known', () => {
  const allows = { Effect: 'Allow', Principal: { AWS: PARAMETER }, Action: 's3:*', Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, OBJECTS] };
  expect(TLS_ONLY.check(factsOf(changed({ 'Policy.Properties.PolicyDocument.Statement': [allows] }))).kind).toBe('violations');
});
