import { AWS_MANAGED_POLICIES, awsManagedPolicy, pageOfManagedPolicy } from '../../../src/facts/identities/aws-managed-policies';
import { Identities, IDENTITY_RESOURCE_TYPES } from '../../../src/facts/identities/identities';
import { IdentityFacts } from '../../../src/facts/identities/identity-facts';
import { FACT_GROUPS } from '../../../src/facts/resource-types';
import { TemplateEvaluator } from '../../../src/template/evaluate-template';
import { evaluatedResources } from '../../../src/template/evaluated-resource';
import { known } from '../../../src/template/known';
import { Template } from '../../../src/template/template';
import { symbol, template } from '../../template/templates';

const UNKNOWN: unknown = expect.objectContaining({ known: false });
const PARAMETER = { Ref: 'Parameter' };

function identitiesOf(...templates: readonly Template[]): Identities {
  const evaluator = new TemplateEvaluator(templates);
  return new Identities(evaluatedResources(templates, evaluator, [...FACT_GROUPS, (type) => IDENTITY_RESOURCE_TYPES.has(type)]), evaluator);
}

function arnOf(name: string, kind = 'role', account = symbol('AWS', 'AccountId')): string {
  return `arn:${symbol('AWS', 'Partition')}:iam::${account}:${kind}/${name}`;
}

const R = arnOf(symbol('App', 'R'));

/** The role `R` of a template. */
function roleOf(resources: object, more: Partial<Template> = {}): IdentityFacts {
  return identitiesOf(template(resources, more)).of(R)!;
}

const TRUST = { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } };
const role = (more: object = {}, attributes: object = {}) => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ...more }, ...attributes });
const document = (Sid: string) => ({ Version: '2012-10-17', Statement: [{ Sid, Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] });
const policy = (Type: string, more: object, attributes: object = {}) => ({ Type, Properties: { PolicyDocument: document('Here'), ...more }, ...attributes });

/** The statements of the policies of an identity by their ids; `unknown` for a policy that is not known. */
function sids({ policies }: IdentityFacts): string[] {
  return policies.flatMap(({ statements, unknowns }) => [...statements.map(({ sid }) => sid ?? ''), ...unknowns.map(() => 'unknown')]);
}

describe('the policies of a role', () => {
  test.each([
    ['inline ones', { R: role({ Policies: [{ PolicyName: 'One', PolicyDocument: document('Here') }] }) }, ['Here']],
    ['a policy that names it', { R: role(), P: policy('AWS::IAM::Policy', { Roles: [{ Ref: 'R' }] }) }, ['Here']],
    ['a managed policy that names it', { R: role(), P: policy('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: 'R' }] }) }, ['Here']],
    ['a managed policy that it names', { R: role({ ManagedPolicyArns: [{ Ref: 'P' }] }), P: policy('AWS::IAM::ManagedPolicy', {}) }, ['Here']],
    ['a policy of a role', { R: role(), P: policy('AWS::IAM::RolePolicy', { RoleName: { Ref: 'R' } }) }, ['Here']],
    ['all of these', {
      R: role({ Policies: [{ PolicyDocument: document('Inline') }] }), P: policy('AWS::IAM::Policy', { Roles: [{ Ref: 'R' }], PolicyDocument: document('Attached') }),
    }, ['Inline', 'Attached']],
    ['none', { R: role() }, []],
    ['not those of another role', { R: role(), Other: role(), P: policy('AWS::IAM::Policy', { Roles: [{ Ref: 'Other' }] }) }, []],
    ['not those of a user', { R: role(), U: { Type: 'AWS::IAM::User' }, P: policy('AWS::IAM::Policy', { Users: [{ Ref: 'U' }] }) }, []],
    ['unknown, where a condition decides whether it is there', { R: role(), P: policy('AWS::IAM::Policy', { Roles: [{ Ref: 'R' }] }, { Condition: 'C' }) }, ['unknown']],
    ['known, where the same condition decides on both', { R: role({}, { Condition: 'C' }), P: policy('AWS::IAM::Policy', { Roles: [{ Ref: 'R' }] }, { Condition: 'C' }) }, ['Here']],
    ['unknown, where a condition decides to which role it is attached', {
      R: role(), Other: role(), P: policy('AWS::IAM::Policy', { Roles: [{ 'Fn::If': ['C', { Ref: 'R' }, { Ref: 'Other' }] }] }),
    }, ['unknown']],
    ['unknown, where a condition decides between lists', {
      R: role(), Other: role(), P: policy('AWS::IAM::Policy', { Roles: { 'Fn::If': ['C', [{ Ref: 'R' }], [{ Ref: 'Other' }]] } }),
    }, ['unknown']],
    ['not one whose role a parameter names: nobody knows the name that CloudFormation chooses', { R: role(), P: policy('AWS::IAM::Policy', { Roles: [PARAMETER] }) }, []],
    ['those in a text that is not JSON yet', { R: role(), P: policy('AWS::IAM::Policy', { Roles: [{ Ref: 'R' }], PolicyDocument: PARAMETER }) }, ['unknown']],
  ])('are %s', (_, resources, expected) => {
    expect(sids(roleOf(resources))).toEqual(expected);
  });

  test('are not one that is never there with it', () => {
    const conditions = { C: { 'Fn::Equals': [PARAMETER, 'a'] }, D: { 'Fn::Not': [{ Condition: 'C' }] } };
    const resources = { R: role({}, { Condition: 'C' }), P: policy('AWS::IAM::Policy', { Roles: [{ Ref: 'R' }] }, { Condition: 'D' }) };
    expect(sids(roleOf(resources, { conditions, parameters: { Parameter: { Type: 'String' } } }))).toEqual([]);
  });

  test('are unknown, where a parameter may name a role whose name is written', () => {
    const identities = identitiesOf(template({ R: role({ RoleName: 'reader' }), P: policy('AWS::IAM::Policy', { Roles: [PARAMETER] }) }));
    expect(sids(identities.of(arnOf('reader'))!)).toEqual(['unknown']);
  });

  test('are those of another template too', () => {
    const outputs = { Name: { Value: { Ref: 'R' }, Export: { Name: 'role' } } };
    expect(sids(identitiesOf(template({ R: role() }, { outputs }), template({ P: policy('AWS::IAM::Policy', { Roles: [{ 'Fn::ImportValue': 'role' }] }) }, { id: 'Other' })).of(R)!))
      .toEqual(['Here']);
  });

  test('say where they stand', () => {
    expect(roleOf({ R: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] }), P: policy('AWS::IAM::Policy', { Roles: [{ Ref: 'R' }] }) }).policies).toMatchObject([
      { address: { template: 'App', logicalId: 'P' }, path: 'PolicyDocument' }, { address: undefined, path: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' },
    ]);
  });
});

describe('policies of AWS', () => {
  const aws = (name: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${name}`]] });

  test.each([
    ['a known one counts with what it says of S3', [aws('AmazonS3ReadOnlyAccess')], [['s3:Get*', 's3:List*', 's3:Describe*']], known([])],
    ['one that says nothing of S3 counts with nothing', [aws('service-role/AWSLambdaBasicExecutionRole')], [], known([])],
    ['any other is unknown by name', [aws('AmazonDynamoDBFullAccess')], [], known([`arn:${symbol('AWS', 'Partition')}:iam::aws:policy/AmazonDynamoDBFullAccess`])],
    ['one of the same name that is no policy of AWS is unknown', ['arn:aws:iam::111122223333:policy/AmazonS3FullAccess'], [], known(['arn:aws:iam::111122223333:policy/AmazonS3FullAccess'])],
    ['what a parameter names is unknown', [PARAMETER], [], UNKNOWN],
  ])('%s', (_, ManagedPolicyArns, actions, otherPolicies) => {
    const facts = roleOf({ R: role({ ManagedPolicyArns }) });
    expect(facts.policies.flatMap(({ statements }) => statements.map((statement) => statement.actions))).toEqual(actions);
    expect(facts.otherPolicies).toEqual(otherPolicies);
  });

  test.each(AWS_MANAGED_POLICIES.map(({ name }) => [name]))('%s is read without a problem, in every partition', (name) => {
    for (const partition of ['aws', 'aws-cn', 'aws-us-gov', symbol('AWS', 'Partition')]) {
      expect(awsManagedPolicy(`arn:${partition}:iam::aws:policy/${name}`)).toMatchObject({ problems: [], unknowns: [] });
    }
    expect(pageOfManagedPolicy(name)).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/aws-managed-policy\/latest\/reference\/[A-Za-z0-9_-]+\.html$/);
  });
});

describe('the permissions boundary', () => {
  const boundaryOf = (PermissionsBoundary: unknown, more: object = {}) => roleOf({ R: role({ PermissionsBoundary }), ...more }).boundary;
  const bounds = (sid: string) => known(expect.objectContaining({ statements: [expect.objectContaining({ sid })] }));

  test.each([
    ['is absent', undefined, {}, known(undefined)],
    ['is a managed policy of the template', { Ref: 'P' }, { P: policy('AWS::IAM::ManagedPolicy', {}) }, bounds('Here')],
    ['is unknown, where it is elsewhere', 'arn:aws:iam::111122223333:policy/boundary', {}, UNKNOWN],
    ['is unknown, where a parameter says it', PARAMETER, {}, UNKNOWN],
    ['is unknown, where a condition decides whether it is there', { 'Fn::If': ['C', { Ref: 'P' }, { Ref: 'AWS::NoValue' }] }, { P: policy('AWS::IAM::ManagedPolicy', {}) }, UNKNOWN],
    ['is unknown, where a condition decides whether its policy is there', { Ref: 'P' }, { P: policy('AWS::IAM::ManagedPolicy', {}, { Condition: 'C' }) }, UNKNOWN],
  ])('%s', (_, value, more, expected) => {
    expect(boundaryOf(value, more)).toEqual(expected);
  });

  test('may be a policy of AWS', () => {
    expect(boundaryOf('arn:aws:iam::aws:policy/ReadOnlyAccess')).toMatchObject({ known: true, value: { statements: [{ actions: ['s3:DescribeJob', 's3:Get*', 's3:List*'] }] } });
  });
});

describe('an identity is found', () => {
  const named = (more: Partial<Template> = {}) => identitiesOf(template({ R: role({ RoleName: 'reader', Path: '/team/' }) }, more));

  test.each([
    ['by the ARN that a reference comes to', arnOf('team/reader'), {}, true],
    ['by an ARN that is written out', 'arn:aws:iam::111122223333:role/team/reader', { account: '111122223333' }, true],
    ['in another partition', 'arn:aws-cn:iam::111122223333:role/team/reader', { account: '111122223333' }, true],
    ['not in another account', 'arn:aws:iam::444455556666:role/team/reader', { account: '111122223333' }, false],
    ['not by another path', 'arn:aws:iam::111122223333:role/reader', { account: '111122223333' }, false],
    ['not where nobody knows the account', 'arn:aws:iam::111122223333:role/team/reader', {}, false],
  ])('%s', (_, arn, more, expected) => {
    expect(named(more).of(arn)?.address).toEqual(expected ? { template: 'App', logicalId: 'R' } : undefined);
  });

  test('the same each time', () => {
    const identities = named();
    expect(identities.of(arnOf('team/reader'))).toBe(identities.all()[0]);
  });

  test('with what nobody knows, where two have the same ARN', () => {
    const identities = identitiesOf(template({ R: role({ RoleName: 'reader' }, { Condition: 'C' }), S: role({ RoleName: 'reader' }) }));
    expect(identities.all().map(sids)).toEqual([['unknown']]);
  });
});

test('a user has the policies of its groups', () => {
  const identities = identitiesOf(template({
    U: { Type: 'AWS::IAM::User', Properties: { Groups: [{ Ref: 'G' }] } },
    G: { Type: 'AWS::IAM::Group', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] } },
    H: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'staff', Policies: [{ PolicyDocument: document('Staff') }] } },
    Addition: { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: 'staff', Users: [{ Ref: 'U' }] } },
    P: policy('AWS::IAM::GroupPolicy', { GroupName: { Ref: 'G' } }),
  }));
  const user = identities.of(arnOf(symbol('App', 'U'), 'user'))!;
  expect(user).toMatchObject({ kind: 'user', trust: { statements: [] }, otherPolicies: known([]) });
  expect(sids(user).sort()).toEqual(['', 'Here', 'Staff']);
});

test('a user in a group that is elsewhere may do what nobody knows', () => {
  const user = identitiesOf(template({ U: { Type: 'AWS::IAM::User', Properties: { Groups: ['admins'] } } })).all()[0];
  expect(sids(user)).toEqual(['unknown']);
});

test('the role that SAM makes has the policies of its function', () => {
  const identities = identitiesOf(template({ F: { Type: 'AWS::Serverless::Function', Properties: { Policies: [document('Here'), 'AmazonS3ReadOnlyAccess'] } } }));
  const facts = identities.of(symbol('App', 'FRole.Arn'))!;
  expect(facts).toMatchObject({ kind: 'role', address: { logicalId: 'F' }, otherPolicies: known([]) });
  expect(sids(facts)).toEqual(['Here', '']);
  expect(facts.trust.statements[0].principals).toEqual([{ type: 'Service', value: 'lambda.amazonaws.com' }]);
});

test('roles that may assume it are noted', () => {
  const trust = { Statement: [{ Effect: 'Allow', Principal: { AWS: [{ 'Fn::GetAtt': ['Other', 'Arn'] }, { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' }] }, Action: 'sts:AssumeRole' }] };
  expect(roleOf({ R: role({ AssumeRolePolicyDocument: trust }), Other: role() }).assumedBy).toEqual([arnOf(symbol('App', 'Other'))]);
});

test.each([
  ['no properties', {}], ['properties that are a list', { Properties: [] }], ['policies that are a text', { Properties: { Policies: 'all', ManagedPolicyArns: 7, PermissionsBoundary: {} } }],
  ['a document that is a number', { Properties: { Policies: [{ PolicyDocument: 7 }], AssumeRolePolicyDocument: 'x' } }],
])('a role with %s is read', (_, more) => {
  expect(identitiesOf(template({ R: { Type: 'AWS::IAM::Role', ...more } })).all()).toHaveLength(1);
});

test('1,000 roles are read in less than a second of a processor', () => {
  const resources = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [
    [`R${i}`, role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] })], [`P${i}`, policy('AWS::IAM::Policy', { Roles: [{ Ref: `R${i}` }] })],
  ]).flat());
  const start = process.cpuUsage();
  const all = identitiesOf(template(resources)).all();
  expect(all.filter((one) => sids(one).length === 2)).toHaveLength(1000);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000);
});
