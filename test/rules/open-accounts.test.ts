import { Change, changed, HARDENED, summary } from './hardened-template';
import { TemplateFacts } from '../../src/facts/template-facts';
import { CATALOG } from '../../src/rules/catalog';
import { Check } from '../../src/rules/check';
import { RuleContext } from '../../src/rules/rule';
import { template } from '../template/templates';

const STATEMENTS = 'Policy.Properties.PolicyDocument.Statement';
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
const BOTH = [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, OBJECTS];
const ROOT = { AWS: { 'Fn::Sub': 'arn:aws:iam::${X}:root' } };
const ELB = { AWS: { 'Fn::Sub': ['arn:aws:iam::${A}:root', { A: { 'Fn::FindInMap': ['Elb', { Ref: 'AWS::Region' }, 'A'] } }] } };
const parameters = { X: { Type: 'String' }, A: { Type: 'String', AllowedPattern: '[0-9]{12}' }, Y: { Type: 'String' } };
const SECTIONS = { parameters, mappings: { Elb: { 'us-east-1': { A: '127311923021' }, 'eu-west-1': { A: '156460612806' } } }, account: '111122223333' };

function verdict(id: string, change: Change, context?: RuleContext, sections: object = SECTIONS) {
  const rule = CATALOG.find((one) => one.id === `HardenedBucket-${id}`)!;
  return summary(rule.check(new TemplateFacts([template(changed(change), sections)]).at({ template: 'App', logicalId: 'Bucket' })!, context));
}

const allow = (statement: object): Change => ({ [`${STATEMENTS}.5`]: { Effect: 'Allow', Resource: OBJECTS, Action: 's3:GetObject', ...statement } });
const ADMINISTRATION = { Action: 's3:PutBucketPolicy', Resource: BOTH };
const SOURCE = (value: unknown) => ({ Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Condition: { StringEquals: { 'aws:SourceAccount': value } } });
const zone = (...accounts: string[]): RuleContext => ({ trustZone: { accounts } });

test.each<[law: string, rule: string, change: Change, expected: unknown, context?: RuleContext]>([
  ['some account is not the public', 'PolicyNotPublic', allow({ Principal: ROOT }), 'compliant'],
  ['a parameter with the pattern of an account is not the public', 'PolicyNotPublic', allow({ Principal: { AWS: { Ref: 'A' } } }), 'compliant'],
  ['an account by Region is not the public', 'PolicyNotPublic', allow({ Principal: ELB }), 'compliant'],
  ['everyone of some account is not the public', 'PolicyNotPublic', allow({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'A' } } } }), 'compliant'],
  ['a role whose name a parameter gives is not the public', 'PolicyNotPublic', allow({ Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::444455556666:role/${X}' } } }), 'compliant'],
  ['a parameter that may be * is unknown', 'PolicyNotPublic', allow({ Principal: { AWS: { Ref: 'X' } } }), 'unknown'],
  ['an account is accepted', 'PolicyAccepted', allow({ Principal: ROOT }), 'compliant'],
  ['an account by Region is accepted', 'PolicyAccepted', allow({ Principal: ELB }), 'compliant'],
  ['an account takes nothing from the guards', 'TlsOnly', allow({ Principal: ROOT }), 'compliant'],
  ['fails for an account that is exempt from a guard', 'TlsOnly', { [`${STATEMENTS}.Tls.Condition.StringNotEquals`]: { 'aws:PrincipalAccount': { Ref: 'A' } } }, ['PlainHttp']],
  ['an account that completes a guard if it is the one is unknown', 'TlsOnly', {
    [`${STATEMENTS}.Tls.Condition.StringNotEquals`]: { 'aws:PrincipalAccount': '444455556666' },
    [`${STATEMENTS}.5`]: { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: BOTH, Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { 'aws:PrincipalAccount': { Ref: 'A' } } } },
  }, 'unknown'],
  ['some account may read', 'NoForeignAdministration', allow({ Principal: ROOT }), 'compliant'],
  ['an account that administers and may be the own one is unknown', 'NoForeignAdministration', allow({ Principal: ROOT, ...ADMINISTRATION }), 'unknown'],
  ['fails for an account by Region that administers and is none of the own', 'NoForeignAdministration', allow({ Principal: ELB, ...ADMINISTRATION }), ['Administration']],
  ['fails for a role by its name of another account that administers', 'NoForeignAdministration', allow({ Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::444455556666:role/${X}' } }, ...ADMINISTRATION }), ['Administration']],
  ['an account that may be in the trust zone is unknown', 'WithinTrustZone', allow({ Principal: ROOT }), 'unknown', zone('777788889999')],
  ['fails for an account by Region that is not in the trust zone', 'WithinTrustZone', allow({ Principal: ELB }), ['Outside'], zone('777788889999')],
  ['an account by Region is in the trust zone in some', 'WithinTrustZone', allow({ Principal: ELB }), 'unknown', zone('127311923021')],
  ['some source is a source', 'ServicesBoundToSource', allow(SOURCE({ Ref: 'A' })), 'compliant'],
  ['an account is no service', 'ServicesBoundToSource', allow({ Principal: ROOT }), 'compliant'],
  ['some account locks nobody out', 'NobodyLockedOut', allow({ Principal: ROOT }), 'compliant'],
  ['a Deny for all but some account may lock the own out', 'NobodyLockedOut', {
    [`${STATEMENTS}.5`]: { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: BOTH, Condition: { StringNotEquals: { 'aws:PrincipalAccount': { Ref: 'A' } } } },
  }, 'unknown'],
  ['a grant to some account has an effect', 'NoDeadStatement', allow({ Principal: ROOT }), 'compliant'],
  ['fails for an object action on the bucket, whichever the account', 'NoDeadStatement', allow({ Principal: ROOT, Resource: BOTH[0] }), ['Policy.Statement.<digest>']],
  ['a grant under a Deny of all accounts but the own is unknown', 'NoDeadStatement', {
    ...allow({ Principal: ROOT }),
    [`${STATEMENTS}.6`]: { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: BOTH, Condition: { StringNotEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } } },
  }, 'unknown'],
  ['a load balancer by Region needs nothing of the key', 'GrantsReachKey', allow({ Principal: ELB, Action: 's3:PutObject' }), 'compliant'],
  ['whether some account reaches the key depends on which it is', 'GrantsReachKey', allow({ Principal: ROOT }), 'unknown'],
  ['an account that the key policy names as well reaches it', 'GrantsReachKey', {
    ...allow({ Principal: ROOT }),
    'Key.Properties.KeyPolicy': { Statement: [{ Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }, Action: 'kms:*', Resource: '*' }, { Effect: 'Allow', Principal: ROOT, Action: 'kms:Decrypt', Resource: '*' }] },
  }, 'compliant'],
])('%s', (...[, rule, change, expected, context]) => {
  expect(verdict(rule, change, context)).toEqual(expected);
});

describe('where the same account is not decided either', () => {
  test.each<[law: string, rule: string, change: Change, expected: unknown]>([
    ['some account is not the public', 'PolicyNotPublic', allow({ Principal: ROOT }), 'compliant'],
    ['an account that administers is unknown', 'NoForeignAdministration', allow({ Principal: ROOT, ...ADMINISTRATION }), 'unknown'],
    ['an account by Region that administers is unknown', 'NoForeignAdministration', allow({ Principal: ELB, ...ADMINISTRATION }), 'unknown'],
  ])('%s', (_, rule, change, expected) => {
    expect(verdict(rule, change, undefined, { ...SECTIONS, account: undefined })).toEqual(expected);
  });
});

test('a log bucket that lets some account deliver may let the own', () => {
  const grant: Change = { 'LogsPolicy.Properties.PolicyDocument.Statement.Delivery.Condition.StringEquals': { 'aws:SourceAccount': { Ref: 'A' } } };
  const rule = CATALOG.find(({ id }) => id === 'HardenedBucket-LogDeliveryGrant')!;
  expect(summary(rule.check(new TemplateFacts([template(changed(grant), SECTIONS)]).at({ template: 'App', logicalId: 'Logs' })!))).toBe('unknown');
});

test('the reason names the parameter', () => {
  const facts = new TemplateFacts([template(changed(allow({ Principal: ROOT, ...ADMINISTRATION })), SECTIONS)]).at({ template: 'App', logicalId: 'Bucket' })!;
  expect(new Check({ only: ['HardenedBucket-NoForeignAdministration'] }).bucket(facts).map(({ message }) => message)).toEqual([
    'It is not known before deployment whether no other account may administer the bucket: it depends on which account <X> is, and that is decided at deployment',
  ]);
});

test('the hardened template has no open account', () => {
  expect(JSON.stringify(new TemplateFacts([template(HARDENED, SECTIONS)]).at({ template: 'App', logicalId: 'Bucket' })!.policies)).not.toContain('⟦account ');
});
