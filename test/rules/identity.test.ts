import { factsOf, changed, HARDENED, PARAMETER, Row, specify, summary } from './hardened-template';
import { TemplateFacts } from '../../src/facts/template-facts';
import {
  NO_ALLOW_WITH_NOT_PRINCIPAL, NO_DEAD_STATEMENT, NO_FOREIGN_ADMINISTRATION, NO_MISTAKEN_STATEMENT, NO_WILDCARD_ACTION_FOR_EVERYONE, NOBODY_LOCKED_OUT,
  SERVICES_BOUND_TO_SOURCE, WITHIN_TRUST_ZONE,
} from '../../src/rules/identity';
import { NETWORK_RESTRICTED } from '../../src/rules/network';
import { Rule, RuleContext } from '../../src/rules/rule';
import { template } from '../template/templates';

const STATEMENTS = 'Policy.Properties.PolicyDocument.Statement';
const BUCKET = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
const OWN = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } };
const PARTNER = { AWS: '444455556666' };
const ADMINISTRATION = ['s3:DeleteBucketPolicy', 's3:PutBucketAcl', 's3:PutBucketPolicy', 's3:PutEncryptionConfiguration', 's3:PutObjectAcl'];

/** A row whose change is one more statement. */
function row(law: string, statement: object, verdict: Row[2]): Row {
  return [law, { [`${STATEMENTS}.5`]: { Effect: 'Allow', Resource: [BUCKET, OBJECTS], ...statement } }, verdict];
}

/** What a rule says of the bucket of an account that is decided, with one more statement. */
function inAccount(rule: Rule, account: string, statement: object, context?: RuleContext) {
  const resources = changed({ [`${STATEMENTS}.5`]: { Effect: 'Allow', Resource: [BUCKET, OBJECTS], ...statement } });
  return summary(rule.check(new TemplateFacts([template(resources, { account })]).at({ template: 'App', logicalId: 'Bucket' })!, context));
}

specify(NO_FOREIGN_ADMINISTRATION, [
  ['a policy that only denies is right', {}, 'compliant'],
  ['no policy is right', { Policy: undefined }, 'compliant'],
  row('the same account may administer', { Principal: OWN, Action: 's3:*' }, 'compliant'),
  row('a role of the app may administer', { Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }, Action: 's3:PutBucketPolicy' }, 'compliant'),
  row('another account may read and write', { Principal: PARTNER, Action: ['s3:GetObject', 's3:PutObject'] }, 'compliant'),
  row('an account that may turn out to be the own one is unknown', { Principal: PARTNER, Action: 's3:PutBucketPolicy' }, 'unknown'),
  row('fails for everybody', { Principal: '*', Action: 's3:*' }, ['Administration']),
  row('fails for an organization', { Principal: '*', Action: 's3:PutBucketAcl', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } }, ['Administration']),
  row('an action that a parameter names is unknown', { Principal: '*', Action: PARAMETER }, 'unknown'),
  ['what a Deny takes back is not allowed', {
    [`${STATEMENTS}.5`]: { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' },
    [`${STATEMENTS}.6`]: { Effect: 'Deny', Principal: '*', Action: ADMINISTRATION, Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } } },
  }, 'compliant'],
]);

describe('where the account is decided', () => {
  test.each(ADMINISTRATION)('fails for another account that may do %s', (Action) => {
    expect(inAccount(NO_FOREIGN_ADMINISTRATION, '111122223333', { Principal: PARTNER, Action })).toEqual(['Administration']);
  });

  test('its own id in the policy is no other account', () => {
    expect(inAccount(NO_FOREIGN_ADMINISTRATION, '444455556666', { Principal: PARTNER, Action: 's3:*' })).toBe('compliant');
  });

  test('fails for a principal of another account outside the trust zone', () => {
    const partnerMayRead = { Principal: PARTNER, Action: 's3:GetObject' };
    expect(inAccount(WITHIN_TRUST_ZONE, '111122223333', partnerMayRead, { trustZone: { accounts: ['777788889999'] } })).toEqual(['Outside']);
    expect(inAccount(WITHIN_TRUST_ZONE, '111122223333', partnerMayRead, { trustZone: { accounts: ['444455556666'] } })).toBe('compliant');
    expect(inAccount(WITHIN_TRUST_ZONE, '111122223333', partnerMayRead)).toBe('compliant');
  });
});

specify(SERVICES_BOUND_TO_SOURCE, [
  ['a policy without services is right', {}, 'compliant'],
  row('a source account is right', { Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }, 'compliant'),
  row('a source ARN of the app is right', { Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject', Condition: { StringEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Distribution', 'Arn'] } } } }, 'compliant'),
  row('a source ARN that names an account is right', { Principal: { Service: 'sns.amazonaws.com' }, Action: 's3:GetObject', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:444455556666:*' } } }, 'compliant'),
  row('the ARN of a bucket, which names no account, is right', { Principal: { Service: 's3.amazonaws.com' }, Action: 's3:PutObject', Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::inventory-source' } } }, 'compliant'),
  row('a source organization is right', { Principal: { Service: 'config.amazonaws.com' }, Action: 's3:PutObject', Condition: { StringEquals: { 'aws:SourceOrgID': 'o-aaaaaaaaaa' } } }, 'compliant'),
  row('fails without a condition', { Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject' }, ['Policy.Statement.<digest>']),
  row('fails for IfExists, which a request without a source passes', { Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '444455556666' } } }, ['Policy.Statement.<digest>']),
  row('fails for a source ARN of any account', { Principal: { Service: 'sns.amazonaws.com' }, Action: 's3:GetObject', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } } }, ['Policy.Statement.<digest>']),
  row('fails for a condition on something else', { Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } } }, ['Policy.Statement.<digest>']),
  row('a source that a parameter names is unknown', { Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Condition: { StringEquals: { 'aws:SourceAccount': PARAMETER } } }, 'unknown'),
]);

specify(NO_ALLOW_WITH_NOT_PRINCIPAL, [
  ['a policy that only denies is right', {}, 'compliant'],
  row('a Deny may have it', { Effect: 'Deny', NotPrincipal: PARTNER, Action: 's3:*' }, 'compliant'),
  row('fails for an Allow', { NotPrincipal: PARTNER, Action: 's3:GetObject' }, ['Policy.Statement.<digest>']),
  ['a policy that a parameter gives is unknown', { 'Policy.Properties.PolicyDocument': PARAMETER }, 'unknown'],
]);

specify(NO_WILDCARD_ACTION_FOR_EVERYONE, [
  ['a Deny may have both wildcards', {}, 'compliant'],
  row('a wildcard of actions for one account is right', { Principal: PARTNER, Action: 's3:Get*' }, 'compliant'),
  row('single actions for everyone are for another rule', { Principal: '*', Action: 's3:GetObject' }, 'compliant'),
  row('fails for every action', { Principal: '*', Action: 's3:*' }, ['Policy.Statement.<digest>']),
  row('fails for some', { Principal: { AWS: ['*'] }, Action: ['s3:GetObject', 's3:List*'] }, ['Policy.Statement.<digest>']),
  row('fails for all but some', { Principal: '*', NotAction: 's3:DeleteBucket' }, ['Policy.Statement.<digest>']),
  row('an action that a parameter names is unknown', { Principal: '*', Action: PARAMETER }, 'unknown'),
  row('a principal that a parameter names is unknown', { Principal: { AWS: PARAMETER }, Action: 's3:*' }, 'unknown'),
  row('fails whatever the condition', { Principal: '*', Action: 's3:Get*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } }, ['Policy.Statement.<digest>']),
  ['a policy that a parameter gives is unknown', { 'Policy.Properties.PolicyDocument': PARAMETER }, 'unknown'],
]);

const OTHER_ENDPOINT = { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } };

specify(NOBODY_LOCKED_OUT, [
  ['the usual guards lock nobody out', {}, 'compliant'],
  ['no policy locks nobody out', { Policy: undefined }, 'compliant'],
  row('a Deny on data locks nobody out', { Effect: 'Deny', Principal: '*', Action: ['s3:GetObject*', 's3:PutObject*'], Condition: OTHER_ENDPOINT }, 'compliant'),
  row('a Deny that spares a role of the account locks nobody out', {
    Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { ArnNotLike: { 'aws:PrincipalArn': { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/admin' } } },
  }, 'compliant'),
  row('fails for a Deny of everything', { Effect: 'Deny', Principal: '*', Action: 's3:*' }, ['Everyone']),
  row('fails for a Deny of both repairs', { Effect: 'Deny', Principal: '*', Action: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'] }, ['Everyone']),
  row('a Deny of one repair leaves the other', { Effect: 'Deny', Principal: '*', Action: 's3:PutBucketPolicy' }, 'compliant'),
  row('fails for a Deny of everything from other endpoints: CloudFormation comes through none', { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: OTHER_ENDPOINT }, ['Deployment']),
  row('fails for a Deny of everything from other addresses', { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }, ['Deployment']),
  row('an exempt role may come from anywhere', {
    Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { ...OTHER_ENDPOINT, ArnNotLikeIfExists: { 'aws:PrincipalArn': { 'Fn::GetAtt': ['DeployRole', 'Arn'] } } },
  }, 'compliant'),
  row('fails for a TLS version that there is not', { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': '1.4' } } }, ['Everyone']),
  row('an exempt role whose account may be the own one is unknown', { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/admin' } } }, 'unknown'),
  row('an action that a parameter names is unknown', { Effect: 'Deny', Principal: '*', Action: PARAMETER }, 'unknown'),
]);

specify(NO_DEAD_STATEMENT, [
  ['each of the usual guards has its effect', {}, 'compliant'],
  ['no policy has no statement', { Policy: undefined }, 'compliant'],
  row('fails for an object action on the bucket', { Principal: PARTNER, Action: 's3:GetObject', Resource: BUCKET }, ['Policy.Statement.<digest>']),
  row('fails for an Allow that a guard denies altogether', { Principal: PARTNER, Action: 's3:GetObject', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, ['Policy.Statement.<digest>']),
  row('fails for a guard that is there twice', { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, ['Policy.Statement.Tls', 'Policy.Statement.<digest>']),
  row('a resource that a parameter names is unknown', { Principal: PARTNER, Action: 's3:GetObject', Resource: PARAMETER }, 'unknown'),
]);

describe('what is said a second time is harmless, and no mistake', () => {
  test.each<[string, object, unknown]>([
    ['a guard that is there twice', { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, 'compliant'],
    ['an object action on the bucket is a mistake', { Principal: PARTNER, Action: 's3:GetObject', Resource: BUCKET }, ['Policy.Statement.<digest>']],
    ['an Allow that a guard denies altogether is a mistake', { Principal: PARTNER, Action: 's3:GetObject', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, ['Policy.Statement.<digest>']],
  ])('%s', (_, statement, expected) => {
    const resources = changed({ [`${STATEMENTS}.5`]: { Effect: 'Allow', Resource: [BUCKET, OBJECTS], ...statement } });
    expect(summary(NO_MISTAKEN_STATEMENT.check(factsOf(resources)))).toEqual(expected);
  });
});

describe(NETWORK_RESTRICTED.id, () => {
  const zone: RuleContext = { trustZone: { vpcs: ['vpc-0a1b2c3d'] } };
  const USUAL = ['s3:GetObject*', 's3:PutObject*', 's3:DeleteObject*', 's3:ListBucket*'];
  const DATA = [...USUAL, 's3:ListObject*', 's3:UpdateObject*', 's3:RestoreObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
  const deny = (Condition: object, Action: unknown = DATA) =>
    ({ [`${STATEMENTS}.5`]: { Effect: 'Deny', Principal: '*', Action, Resource: [BUCKET, OBJECTS], Condition } });
  test.each<[string, object, unknown]>([
    ['a Deny of the data from other VPCs is right', deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } }), 'compliant'],
    ['services may be exempt', deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' }, BoolIfExists: { 'aws:ViaAWSService': 'false', 'aws:PrincipalIsAWSService': 'false' } }), 'compliant'],
    ['fails without one', {}, ['AnyNetwork']],
    ['fails without a policy', { Policy: undefined }, ['AnyNetwork']],
    ['fails for another VPC', deny({ StringNotEquals: { 'aws:SourceVpc': ['vpc-0a1b2c3d', 'vpc-99999999'] } }), ['AnyNetwork']],
    ['fails for reads alone', deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } }, 's3:GetObject*'), ['AnyNetwork']],
    ['fails for the usual four patterns, which annotations and new keys get past', deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } }, USUAL), ['AnyNetwork']],
    ...DATA.map((action): [string, object, unknown] => [
      `fails without ${action}`, deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } }, DATA.filter((other) => other !== action)), ['AnyNetwork'],
    ]),
    ['everything may be denied but the configuration', deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } }, ['s3:*Object*', 's3:ListBucket*', 's3:*MultipartUpload*']), 'compliant'],
    ['replication may come from other networks, where S3 does it', deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } }, [...DATA, 's3:Replicate*']), 'compliant'],
    ['a VPC that a parameter names is unknown', deny({ StringNotEquals: { 'aws:SourceVpc': PARAMETER } }), 'unknown'],
  ])('%s', (_, change, verdict) => {
    expect(summary(NETWORK_RESTRICTED.check(factsOf(changed(change as never)), zone))).toEqual(verdict);
  });

  test('where no network is declared there is nothing to ask', () => {
    expect(summary(NETWORK_RESTRICTED.check(factsOf(HARDENED)))).toBe('notApplicable');
    expect(summary(NETWORK_RESTRICTED.check(factsOf(HARDENED), { trustZone: { accounts: ['111122223333'] } }))).toBe('notApplicable');
  });
});
