import { GrantFacts } from '../../src/facts/bucket-facts';
import { TemplateFacts } from '../../src/facts/template-facts';
import { known } from '../../src/template/known';
import { Template } from '../../src/template/template';
import { symbol, template } from '../template/templates';

const BUCKET = { Type: 'AWS::S3::Bucket' };
const ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
const PARAMETER = { Ref: 'Parameter' };
const UNKNOWN: unknown = expect.objectContaining({ known: false });
const PARTITION = symbol('AWS', 'Partition');
const ACCOUNT = symbol('AWS', 'AccountId');

/** The grants on the resource `Bucket` of the first of these templates. */
function grantsIn(...templates: Template[]): readonly GrantFacts[] {
  return new TemplateFacts(templates).at({ template: templates[0].id, logicalId: 'Bucket' })!.grants;
}

function grantsOf(resources: object, more?: Partial<Template>): readonly GrantFacts[] {
  return grantsIn(template({ Bucket: BUCKET, Role: role(), ...resources }, more));
}

function role(Properties: object = {}) {
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } }, ...Properties } };
}

function document(Resource: unknown = [ARN, OBJECTS], more: object = {}) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource, ...more }] };
}

function policy(Properties: object = { Roles: [{ Ref: 'Role' }] }, Type: string = 'AWS::IAM::Policy') {
  return { Type, Properties: { PolicyDocument: document(), ...Properties } };
}

describe('a grant stands in', () => {
  test.each<[string, object, [string, string]]>([
    ['a policy of a role', { Policy: policy() }, ['Role', 'PolicyDocument.Statement.0']],
    ['a policy of a user', { User: { Type: 'AWS::IAM::User' }, Policy: policy({ Users: [{ Ref: 'User' }] }) }, ['User', 'PolicyDocument.Statement.0']],
    ['a policy of a group', { Group: { Type: 'AWS::IAM::Group' }, Policy: policy({ Groups: [{ Ref: 'Group' }] }) }, ['Group', 'PolicyDocument.Statement.0']],
    ['a managed policy that names the role', { Policy: policy(undefined, 'AWS::IAM::ManagedPolicy') }, ['Role', 'PolicyDocument.Statement.0']],
    ['a managed policy that the role names', { Role: role({ ManagedPolicyArns: [{ Ref: 'Policy' }] }), Policy: policy({}, 'AWS::IAM::ManagedPolicy') }, ['Role', 'PolicyDocument.Statement.0']],
    ['the role itself', { Role: role({ Policies: [{ PolicyName: 'a', PolicyDocument: document('*') }, { PolicyName: 'b', PolicyDocument: document() }] }) }, ['Role', 'Policies.1.PolicyDocument.Statement.0']],
    ['a role policy', { Policy: policy({ RoleName: { Ref: 'Role' } }, 'AWS::IAM::RolePolicy') }, ['Role', 'PolicyDocument.Statement.0']],
    ['a policy of a role with a literal name', { Role: role({ RoleName: 'reader' }), Policy: policy({ Roles: ['reader'] }) }, ['Role', 'PolicyDocument.Statement.0']],
    ['a policy of a role that is elsewhere', { Policy: policy({ Roles: ['reader'] }) }, ['reader', 'PolicyDocument.Statement.0']],
  ])('%s', (_, resources, [grantee, path]) => {
    expect(grantsOf(resources)).toMatchObject([{ path, grantee: { name: grantee }, deployed: known(true) }]);
  });

  test('a policy once, although the role and the policy name each other', () => {
    expect(grantsOf({ Role: role({ ManagedPolicyArns: [{ Ref: 'Policy' }] }), Policy: policy(undefined, 'AWS::IAM::ManagedPolicy') })).toHaveLength(1);
  });

  test('a policy in another template, which imports the ARN of the bucket', () => {
    const app = template({ Bucket: BUCKET }, { outputs: { Arn: { Value: ARN, Export: { Name: 'arn' } } } });
    const other = template({ Role: role(), Policy: policy({ Roles: [{ Ref: 'Role' }], PolicyDocument: document({ 'Fn::Join': ['', [{ 'Fn::ImportValue': 'arn' }, '/*']] }) }) }, { id: 'Stage/Other' });
    expect(grantsIn(app, other)).toMatchObject([{ address: { template: 'Stage/Other', logicalId: 'Policy' }, grantee: { arns: [`arn:${PARTITION}:iam::${ACCOUNT}:role/${symbol('Stage/Other', 'Role')}`] } }]);
    expect(grantsIn(template({ Bucket: BUCKET }, { ...app, id: 'Stage/App' }), other)).toHaveLength(1);
  });
});

describe('a statement is a grant on a bucket', () => {
  test.each<[string, unknown, number]>([
    ['that it names', ARN, 1],
    ['whose objects it names', OBJECTS, 1],
    ['of whose objects it names some', { 'Fn::Sub': '${Bucket.Arn}/reports/*' }, 1],
    ['beside others', ['arn:aws:s3:::other/*', OBJECTS], 1],
    ['but not on one whose name only begins alike', { 'Fn::Sub': '${Bucket.Arn}-logs/*' }, 0],
    ['but not by a wildcard', '*', 0],
    ['but not by a wildcard of names', 'arn:aws:s3:::*', 0],
    ['but not by a parameter', PARAMETER, 0],
    ['but not by an ARN of something else', { 'Fn::Sub': 'arn:aws:sqs:::${Bucket}' }, 0],
  ])('%s', (_, Resource, count) => {
    expect(grantsOf({ Policy: policy({ Roles: [{ Ref: 'Role' }], PolicyDocument: document(Resource) }) })).toHaveLength(count);
  });

  test('with those resources only that are of this bucket', () => {
    const [{ statement }] = grantsOf({ Policy: policy({ Roles: [{ Ref: 'Role' }], PolicyDocument: document(['arn:aws:s3:::other/*', OBJECTS]) }) });
    expect(statement.resources).toEqual([`arn:${PARTITION}:s3:::${symbol('App', 'Bucket')}/*`]);
  });

  test('of a literal name, whatever the partition', () => {
    expect(grantsOf({ Bucket: { ...BUCKET, Properties: { BucketName: 'data' } }, Policy: policy({ Roles: [{ Ref: 'Role' }], PolicyDocument: document('arn:aws-cn:s3:::data/*') }) })).toHaveLength(1);
  });

  test.each([
    ['a Deny', { PolicyDocument: document(OBJECTS, { Effect: 'Deny' }), Roles: [{ Ref: 'Role' }] }],
    ['a policy of nobody', {}],
    ['a policy that a parameter gives', { PolicyDocument: PARAMETER, Roles: [{ Ref: 'Role' }] }],
    ['a policy of roles that a parameter names', { Roles: PARAMETER }],
  ])('but not %s', (_, properties) => {
    expect(grantsOf({ Policy: policy(properties) })).toEqual([]);
  });

  test('that may not be there, where its policy has a condition of its own', () => {
    expect(grantsOf({ Policy: { ...policy(), Condition: 'IsProduction' } })).toMatchObject([{ deployed: UNKNOWN }]);
  });

  test('that is never there, where the conditions exclude each other', () => {
    const conditions = { IsTest: { 'Fn::Equals': [PARAMETER, 'a'] }, IsProduction: { 'Fn::Not': [{ Condition: 'IsTest' }] } };
    expect(grantsOf({ Bucket: { ...BUCKET, Condition: 'IsTest' }, Policy: { ...policy(), Condition: 'IsProduction' } }, { conditions, parameters: { Parameter: { Type: 'String' } } })).toEqual([]);
  });
});

describe('a grantee', () => {
  const arnsOf = (resources: object, more?: Partial<Template>) => grantsOf(resources, more)[0].grantee.arns;
  const iam = (identity: string, account = ACCOUNT) => `arn:${PARTITION}:iam::${account}:${identity}`;

  test.each<[string, object, string[]]>([
    ['has the ARN of a role that AWS names', { Policy: policy() }, [iam(`role/${symbol('App', 'Role')}`)]],
    ['has the ARN of a role with a name and a path', { Role: role({ RoleName: 'reader', Path: '/service/' }), Policy: policy() }, [iam('role/service/reader')]],
    ['may have any path, where only its name is known', { Policy: policy({ Roles: ['reader'] }) }, [iam('role/reader'), iam('role/*/reader')]],
    ['is any user, where it is a group', { Policy: policy({ Groups: ['readers'] }) }, [iam('user/*')]],
  ])('%s', (_, resources, arns) => {
    expect(arnsOf(resources)).toEqual(arns);
  });

  test('is in the account of its own template', () => {
    expect(arnsOf({ Policy: policy({ Users: ['bob'] }) }, { account: '111122223333' })).toEqual([iam('user/bob', '111122223333'), iam('user/*/bob', '111122223333')]);
  });

  test('of two in several accounts is the one in the account of the policy', () => {
    const named = role({ RoleName: 'reader' });
    const [app, other] = [template({ Bucket: BUCKET, Role: named }, { account: '111122223333' }), template({ Role: named }, { id: 'Other', account: '444455556666' })];
    const third = template({ Policy: policy({ Roles: ['reader'], PolicyDocument: document('arn:aws:s3:::data/*') }) }, { id: 'Third', account: '444455556666' });
    const [{ grantee }] = grantsIn({ ...app, resources: { ...app.resources, Bucket: { ...BUCKET, Properties: { BucketName: 'data' } } } }, other, third);
    expect(grantee.arns).toEqual([iam('role/reader', '444455556666')]);
  });

  describe('is outside of any VPC', () => {
    const ROLE = { 'Fn::GetAtt': ['Role', 'Arn'] };
    const functionOf = (Role: unknown, VpcConfig?: unknown) => ({ Type: 'AWS::Lambda::Function', Properties: { Role, VpcConfig } });
    test.each<[string, object, unknown]>([
      ['as a role of a function without a VPC', { Function: functionOf(ROLE) }, known(true)],
      ['as a role of several', { Function: functionOf(ROLE), Second: functionOf(ROLE) }, known(true)],
      ['not as a role of one with a VPC', { Function: functionOf(ROLE, { SubnetIds: ['subnet-1'] }) }, known(false)],
      ['not as a role of both', { Function: functionOf(ROLE), Second: functionOf(ROLE, { SubnetIds: ['subnet-1'] }) }, known(false)],
      ['not as a role of no function', {}, known(false)],
      ['not as a role that other services may assume', {
        Function: functionOf(ROLE), Role: role({ AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'] }, Action: 'sts:AssumeRole' } } }),
      }, known(false)],
      ['not as a role that nobody knows who may assume', { Function: functionOf(ROLE), Role: role({ AssumeRolePolicyDocument: PARAMETER }) }, known(false)],
      ['perhaps, where a parameter gives the subnets', { Function: functionOf(ROLE, { SubnetIds: PARAMETER }) }, UNKNOWN],
      ['perhaps, where a parameter gives the role of another function', { Function: functionOf({ 'Fn::If': ['C', ROLE, 'other'] }) }, UNKNOWN],
    ])('%s', (_, resources, expected) => {
      expect(grantsOf({ Policy: policy(), ...resources })[0].grantee.outsideVpc).toEqual(expected);
    });
  });
});

test('grants on ten thousand buckets are found', () => {
  const count = 10_000;
  const resources = Object.fromEntries(Array.from({ length: count }, (_, i) => [
    [`Bucket${i}`, BUCKET],
    [`Policy${i}`, policy({ Roles: [{ Ref: 'Role' }], PolicyDocument: document({ 'Fn::GetAtt': [`Bucket${i}`, 'Arn'] }) })],
  ]).flat());
  const { buckets } = new TemplateFacts([template({ Role: role(), ...resources })]);
  expect(buckets.map(({ grants }) => grants.length).every((length) => length === 1)).toBe(true);
});
