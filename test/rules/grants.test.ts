import { aws_ec2 as ec2, aws_iam as iam, aws_lambda as lambda, App, CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Change, changed, factsOf, PARAMETER, Row, specify, summary } from './hardened-template';
import { HardenedBucket } from '../../src';
import { GRANTS_EFFECTIVE } from '../../src/rules/grants';
import { BucketIndex } from '../../src/synth/bucket-index';

const STATEMENT = 'Policy.Properties.PolicyDocument.Statement.5';
const BUCKET = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
const ROLE = { 'Fn::GetAtt': ['Role', 'Arn'] };
const ENDPOINTS = ['vpce-0123456789abcdef0', 'vpce-0fedcba9876543210'];
const DATA = ['s3:GetObject*', 's3:ListBucket*', 's3:PutObject*', 's3:DeleteObject*'];
const IN_VPC = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] };

/** Denies data to anyone who does not come through one of the endpoints, AWS services and the exempt aside. */
function perimeter(exempt: unknown = 'arn:aws:iam::111122223333:role/admin', Action: unknown = DATA): object {
  return {
    Sid: 'Perimeter',
    Effect: 'Deny',
    Principal: '*',
    Action,
    Resource: [BUCKET, OBJECTS],
    Condition: {
      StringNotEqualsIfExists: { 'aws:SourceVpce': ENDPOINTS },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
      ArnNotLikeIfExists: { 'aws:PrincipalArn': exempt },
    },
  };
}

function roleFor(Service: string | string[], Properties: object = {}) {
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' } }, ...Properties } };
}

function grant(Action: unknown = ['s3:GetObject*', 's3:GetBucket*', 's3:List*'], more: object = {}): object {
  return { Effect: 'Allow', Action, Resource: [BUCKET, OBJECTS], ...more };
}

function policy(Statement: unknown, Roles: unknown[] = [{ Ref: 'Role' }]) {
  return { Type: 'AWS::IAM::Policy', Properties: { Roles, PolicyDocument: { Version: '2012-10-17', Statement } } };
}

function functionOf(Role: unknown, VpcConfig?: unknown) {
  return { Type: 'AWS::Lambda::Function', Properties: { Role, VpcConfig } };
}

const DENY_OTHER_SOURCES = { Sid: 'OtherSources', Effect: 'Deny', Principal: '*', Action: DATA, Resource: [BUCKET, OBJECTS], Condition: { StringNotEqualsIfExists: { 'aws:SourceAccount': '111122223333' }, Bool: { 'aws:PrincipalIsAWSService': 'true' } } };

const OWN = { Ref: 'AWS::AccountId' };
const denyOtherSources = (sources: object): object => ({ ...DENY_OTHER_SOURCES, Condition: { ...DENY_OTHER_SOURCES.Condition, StringNotEqualsIfExists: sources } });

function deliveryFor(Condition: object): object {
  return { Effect: 'Allow', Principal: { Service: 'delivery.logs.amazonaws.com' }, Action: ['s3:PutObject', 's3:GetObject'], Resource: OBJECTS, Condition };
}

/** A function outside of any VPC with a role of its own that may read, behind a perimeter. */
const OUTSIDE: Change = { [STATEMENT]: perimeter(), Role: roleFor('lambda.amazonaws.com'), Function: functionOf(ROLE), Grant: policy([grant()]) };

function row(law: string, change: Change, verdict: Row[2]): Row {
  return [law, { ...OUTSIDE, ...change }, verdict];
}

const CANCELLED = ['Grant.Statement.<digest>'];

specify(GRANTS_EFFECTIVE, [
  ['a bucket without grants has none that is cancelled', {}, 'compliant'],
  ['a bucket without a policy cancels none', { ...OUTSIDE, Policy: undefined }, 'compliant'],
  ['the usual guards cancel none', { ...OUTSIDE, [STATEMENT]: undefined }, 'compliant'],

  row('fails for the role of a function outside of any VPC', {}, CANCELLED),
  row('a function inside the VPC comes through the endpoint', { Function: functionOf(ROLE, IN_VPC) }, 'compliant'),
  row('fails for a VpcConfig without subnets, which is none', { Function: functionOf(ROLE, { SubnetIds: [] }) }, CANCELLED),
  row('a VpcConfig that a parameter gives is unknown', { Function: functionOf(ROLE, PARAMETER) }, 'unknown'),
  row('a role that is exempt is not denied', { [STATEMENT]: perimeter(ROLE) }, 'compliant'),
  row('a role that is exempt by its name is not denied', {
    [STATEMENT]: perimeter({ 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/service/reader' }),
    Role: roleFor('lambda.amazonaws.com', { RoleName: 'reader', Path: '/service/' }),
  }, 'compliant'),
  row('a role that is exempt by a wildcard is not denied', { [STATEMENT]: perimeter({ 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*' }) }, 'compliant'),
  row('an exemption that a parameter gives is unknown', { [STATEMENT]: perimeter(PARAMETER) }, 'unknown'),
  row('actions that a parameter denies are unknown', { [STATEMENT]: perimeter(undefined, PARAMETER) }, 'unknown'),
  row('the function may come from an address that the policy lists, but none is its own', {
    [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: DATA, Resource: [BUCKET, OBJECTS], Condition: { NotIpAddressIfExists: { 'aws:SourceIp': ['203.0.113.0/24'] } } },
  }, CANCELLED),
  row('addresses of half the world may be its own', {
    [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: DATA, Resource: [BUCKET, OBJECTS], Condition: { NotIpAddressIfExists: { 'aws:SourceIp': ['0.0.0.0/1'] } } },
  }, 'compliant'),

  row('a role that a function inside the VPC uses as well may come from there', { Inside: functionOf(ROLE, IN_VPC) }, 'compliant'),
  row('whether a function inside the VPC is there as well is unknown', { Inside: { ...functionOf(ROLE, IN_VPC), Condition: 'IsProduction' } }, 'unknown'),
  row('whether the only function is there is unknown', { Function: { ...functionOf(ROLE), Condition: 'IsProduction' } }, 'unknown'),
  row('a function that may have the role of another is unknown', { Inside: functionOf({ 'Fn::If': ['C', ROLE, 'arn:aws:iam::111122223333:role/other'] }, IN_VPC) }, 'unknown'),
  row('a role that no function here uses may come from anywhere', { Function: undefined }, 'compliant'),
  row('a role that others may assume as well may come from anywhere', { Role: roleFor(['lambda.amazonaws.com', 'ec2.amazonaws.com']) }, 'compliant'),
  row('a role of which nobody knows who may assume it may come from anywhere', { Role: roleFor(PARAMETER as never) }, 'compliant'),
  row('a function of SAM may be in a VPC by its Globals', { Function: { ...functionOf(ROLE), Type: 'AWS::Serverless::Function' } }, 'unknown'),

  row('fails from anywhere for a Deny without conditions', { Function: undefined, [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: DATA, Resource: [BUCKET, OBJECTS] } }, CANCELLED),
  row('fails for writes to a role that may only read', {
    Function: undefined,
    Grant: policy([grant('s3:GetObject'), grant(['s3:PutObject', 's3:AbortMultipartUpload'])]),
    [STATEMENT]: { Effect: 'Deny', Principal: { AWS: ROLE }, Action: 's3:PutObject*', Resource: OBJECTS },
  }, ['Grant.Statement.<digest>']),
  row('what another role is denied is not cancelled', {
    Function: undefined, [STATEMENT]: { Effect: 'Deny', Principal: { AWS: { 'Fn::GetAtt': ['Other', 'Arn'] } }, Action: 's3:*', Resource: [BUCKET, OBJECTS] },
  }, 'compliant'),
  row('what is denied in part is left in part', { Function: undefined, [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: 's3:GetObject*', Resource: { 'Fn::Sub': '${Bucket.Arn}/secret/*' } } }, 'compliant'),
  row('an action that nothing on the bucket has is no grant', { Grant: policy([grant('s3:ListAllMyBuckets')]) }, 'compliant'),
  row('a grant on another bucket is none on this one', { Grant: policy([grant('s3:GetObject', { Resource: { 'Fn::Sub': '${Logs.Arn}/*' } })]) }, 'compliant'),
  row('nothing is granted on a bucket by a wildcard', { Grant: policy([grant('s3:GetObject', { Resource: '*' })]) }, 'compliant'),
  row('a grant that only the endpoint could use is not cancelled by the policy', { Grant: policy([grant('s3:GetObject', { Condition: { StringEquals: { 'aws:SourceVpce': ENDPOINTS[0] } } })]) }, 'compliant'),
  row('a grant that may not be deployed is unknown', { Grant: { ...policy([grant()]), Condition: 'IsProduction' } }, 'unknown'),
  row('an action that a parameter grants is unknown', { Grant: policy([grant(PARAMETER)]) }, 'unknown'),
  row('a bucket policy that may not be deployed is unknown', { 'Policy.Condition': 'IsProduction' }, 'unknown'),

  row('fails for a role by its name alone, whatever its path', {
    Grant: policy([grant()], ['reader']), [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: DATA, Resource: [BUCKET, OBJECTS], Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' } } },
  }, CANCELLED),
  row('a role by its name alone may have the path that is exempt', {
    Grant: policy([grant()], ['reader']), [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: DATA, Resource: [BUCKET, OBJECTS], Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/service/*' } } },
  }, 'compliant'),
  row('fails for a role by its name alone where service-linked roles are exempt, because none of those has a policy', {
    Grant: policy([grant()], ['reader']), [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: DATA, Resource: [BUCKET, OBJECTS], Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws-service-role/*' } } },
  }, CANCELLED),
  row('fails for a service that is allowed for an organization, of which only the same account gets past', {
    [STATEMENT]: denyOtherSources({ 'aws:SourceAccount': OWN }),
    'Policy.Properties.PolicyDocument.Statement.6': deliveryFor({ StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }),
  }, ['Policy.Statement.<digest>']),
  row('fails for a service that is allowed for organizational units, of which only the same account gets past', {
    [STATEMENT]: denyOtherSources({ 'aws:SourceAccount': OWN }),
    'Policy.Properties.PolicyDocument.Statement.6': deliveryFor({ 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } }),
  }, ['Policy.Statement.<digest>']),
  row('a service that is allowed for an organization, for resources of the same account', {
    [STATEMENT]: denyOtherSources({ 'aws:SourceAccount': OWN }),
    'Policy.Properties.PolicyDocument.Statement.6': deliveryFor({ StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5', 'aws:SourceAccount': OWN } }),
  }, 'compliant'),
  row('a service that is allowed for the organization that gets past', {
    [STATEMENT]: denyOtherSources({ 'aws:SourceAccount': OWN, 'aws:SourceOrgID': 'o-a1b2c3d4e5' }),
    'Policy.Properties.PolicyDocument.Statement.6': deliveryFor({ StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }),
  }, 'compliant'),
  row('fails for an organization, of which only the same account gets past', {
    [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: DATA, Resource: [BUCKET, OBJECTS], Condition: { StringNotEqualsIfExists: { 'aws:PrincipalAccount': OWN } } },
    'Policy.Properties.PolicyDocument.Statement.6': { Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:GetObject', Resource: OBJECTS, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
    'Grant': undefined,
  }, ['Policy.Statement.<digest>']),
  row('a role of the same account, as one of its organization', {
    [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: DATA, Resource: [BUCKET, OBJECTS], Condition: { StringNotEqualsIfExists: { 'aws:PrincipalAccount': OWN } } },
    'Policy.Properties.PolicyDocument.Statement.6': {
      Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/Reader' } }, Action: 's3:GetObject', Resource: OBJECTS, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    },
    'Grant': undefined,
  }, 'compliant'),
  row('fails for a group whose users are all denied', {
    Grant: { Type: 'AWS::IAM::Policy', Properties: { Groups: ['readers'], PolicyDocument: { Statement: grant() } } },
    [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: DATA, Resource: [BUCKET, OBJECTS], Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } } },
  }, CANCELLED),

  ['fails for an Allow of the bucket policy itself', {
    [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: OBJECTS },
    'Policy.Properties.PolicyDocument.Statement.6': { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: ['s3:GetObject', 's3:PutObject'], Resource: [BUCKET, OBJECTS] },
  }, ['Policy.Statement.<digest>']],
  ['fails for one of two accounts that a service may act for', {
    [STATEMENT]: DENY_OTHER_SOURCES,
    'Policy.Properties.PolicyDocument.Statement.6': deliveryFor({ StringEquals: { 'aws:SourceAccount': ['111122223333', '444455556666'] } }),
  }, ['Policy.Statement.<digest>']],
  ['fails for one of two resources that a service may act for', {
    [STATEMENT]: DENY_OTHER_SOURCES,
    'Policy.Properties.PolicyDocument.Statement.6': deliveryFor({ ArnLike: { 'aws:SourceArn': ['arn:aws:logs:*:111122223333:*', 'arn:aws:logs:*:444455556666:*'] } }),
  }, ['Policy.Statement.<digest>']],
  ['fails for one of two organizations that a service may act for', {
    [STATEMENT]: { ...DENY_OTHER_SOURCES, Condition: { StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } } },
    'Policy.Properties.PolicyDocument.Statement.6': deliveryFor({ StringEquals: { 'aws:SourceOrgID': ['o-a1b2c3d4e5', 'o-zzzzzzzzzz'] } }),
  }, ['Policy.Statement.<digest>']],
  ['fails for one of two endpoints', {
    [STATEMENT]: perimeter(),
    'Policy.Properties.PolicyDocument.Statement.6': { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: OBJECTS, Condition: { StringEquals: { 'aws:SourceVpce': [ENDPOINTS[0], 'vpce-0000000000000000f'] } } },
  }, ['Policy.Statement.<digest>']],
  ['both accounts that a service may act for are let in', {
    [STATEMENT]: { ...DENY_OTHER_SOURCES, Condition: { StringNotEqualsIfExists: { 'aws:SourceAccount': ['111122223333', '444455556666'] } } },
    'Policy.Properties.PolicyDocument.Statement.6': deliveryFor({ StringEquals: { 'aws:SourceAccount': ['111122223333', '444455556666'] } }),
  }, 'compliant'],
  ['an Allow of the bucket policy itself may come from anywhere', {
    [STATEMENT]: perimeter(),
    'Policy.Properties.PolicyDocument.Statement.6': { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: OBJECTS },
  }, 'compliant'],
]);

describe('a finding', () => {
  test('is one for all cancelled actions of a statement, and shows a request with the statement that denies it alone', () => {
    const verdict = GRANTS_EFFECTIVE.check(factsOf(changed({ ...OUTSIDE, Grant: policy([grant(['s3:GetObject*', 's3:PutObject', 's3:GetBucket*'])]) })));
    expect(verdict).toMatchObject({
      violations: [{
        finding: expect.stringMatching(/^Grant\.Statement\.[0-9a-f]{8}$/),
        message: 'has a bucket policy (Policy) that cancels a grant: Role, used by functions outside of any VPC only, is granted s3:GetObject*, s3:PutObject by Grant.PolicyDocument.Statement.0, and no such request gets past statement 5 (Perimeter)',
        path: 'BucketPolicy.PolicyDocument.Statement.5',
        statement: { index: 5, sid: 'Perimeter' },
        request: { principal: { AWS: expect.stringMatching(/^arn:aws:iam::\d{12}:role\/role$/) }, action: 's3:GetObject' },
      }],
    });
  });

  test('names the value of a condition that alone is cancelled', () => {
    const verdict = GRANTS_EFFECTIVE.check(factsOf(changed({
      [STATEMENT]: DENY_OTHER_SOURCES, 'Policy.Properties.PolicyDocument.Statement.6': deliveryFor({ StringEquals: { 'aws:SourceAccount': ['111122223333', '444455556666'] } }),
    })));
    expect(verdict).toMatchObject({
      violations: [{
        message: expect.stringContaining('is granted s3:PutObject for aws:SourceAccount 444455556666, s3:GetObject for aws:SourceAccount 444455556666 by statement 6 of its own, and no such request gets past statement 5 (OtherSources)'),
        request: { context: { 'aws:SourceAccount': '444455556666' } },
      }],
    });
  });

  test('is one for each of several grantees', () => {
    const verdict = GRANTS_EFFECTIVE.check(factsOf(changed({
      ...OUTSIDE, Second: roleFor('lambda.amazonaws.com'), SecondFunction: functionOf({ 'Fn::GetAtt': ['Second', 'Arn'] }), Grant: policy([grant()], [{ Ref: 'Role' }, { Ref: 'Second' }]),
    })));
    expect(summary(verdict)).toEqual(['Grant.Statement.<digest>', 'Grant.Statement.<digest>']);
    expect(verdict).toMatchObject({ violations: [{ message: expect.stringContaining('Role') }, { message: expect.stringContaining('Second') }] });
  });

  test('fails on a policy whose bucket is elsewhere, for what that allows itself', () => {
    const { policies: [found] } = factsOf(changed({
      [STATEMENT]: { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: OBJECTS },
      'Policy.Properties.PolicyDocument.Statement.6': { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:PutObject', Resource: OBJECTS },
    }));
    expect(summary(GRANTS_EFFECTIVE.checkLoosePolicy!(found, { account: undefined, arn: 'arn:aws:s3:::data' }))).toEqual(['Policy.Statement.<digest>']);
  });
});

describe('grants of CDK', () => {
  const perimeterOf = (bucket: HardenedBucket, exempt: string) => new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: DATA,
    resources: [bucket.bucketArn, bucket.arnForObjects('*')],
    principals: [new iam.AnyPrincipal()],
    conditions: {
      StringNotEqualsIfExists: { 'aws:SourceVpce': ENDPOINTS },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
      ArnNotLikeIfExists: { 'aws:PrincipalArn': [exempt] },
    },
  });

  function functionIn(scope: IConstruct, vpc?: ec2.IVpc): lambda.Function {
    return new lambda.Function(scope as Stack, 'Function', { runtime: lambda.Runtime.NODEJS_LATEST, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {}'), vpc });
  }

  function verdictOn(bucket: HardenedBucket) {
    const root = bucket.node.root as App;
    root.synth();
    return summary(GRANTS_EFFECTIVE.check(BucketIndex.of(root).of(bucket.node.defaultChild as never).bucket!));
  }

  test('a hardened bucket leaves a function all that it is granted', () => {
    const stack = new Stack(new App(), 'Stack');
    const bucket = new HardenedBucket(stack, 'Bucket');
    bucket.grants.readWrite(functionIn(stack));
    expect(verdictOn(bucket)).toBe('compliant');
  });

  test.each([
    ['fails outside of any VPC', false, [expect.stringMatching(/^FunctionServiceRoleDefaultPolicy[A-F0-9]+\.Statement\.<digest>$/)]],
    ['is effective inside one', true, 'compliant'],
  ])('a grant to a function of another stack %s', (_, inside, expected) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const other = new Stack(app, 'Other');
    const bucket = new HardenedBucket(stack, 'Bucket', { bucketName: 'data' });
    bucket.grants.read(functionIn(other, inside ? new ec2.Vpc(other, 'Vpc') : undefined));
    bucket.addToResourcePolicy(perimeterOf(bucket, 'arn:aws:iam::111122223333:role/admin'));
    expect(verdictOn(bucket)).toEqual(expected);
  });

  test('a grant to the role that is exempt is effective', () => {
    const stack = new Stack(new App(), 'Stack');
    const bucket = new HardenedBucket(stack, 'Bucket');
    const reader = functionIn(stack);
    bucket.grants.read(reader);
    bucket.addToResourcePolicy(perimeterOf(bucket, reader.role!.roleArn));
    expect(verdictOn(bucket)).toEqual('compliant');
  });

  test('fails for a role that is imported from another stack of the app', () => {
    const app = new App();
    const other = new Stack(app, 'Other');
    const role = functionIn(other).role!;
    new CfnOutput(other, 'RoleName', { value: role.roleName, exportName: 'role-name' });
    const stack = new Stack(app, 'Stack');
    const bucket = new HardenedBucket(stack, 'Bucket');
    bucket.grants.read(iam.Role.fromRoleName(stack, 'Role', Fn.importValue('role-name')));
    bucket.addToResourcePolicy(perimeterOf(bucket, 'arn:aws:iam::111122223333:role/admin'));
    expect(verdictOn(bucket)).toEqual([expect.stringMatching(/\.Statement\.<digest>$/)]);
  });
});

const throughPoint = (properties: object = {}): Change => ({
  [STATEMENT]: perimeter(),
  Point: {
    Type: 'AWS::S3::AccessPoint',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      ...properties,
      Policy: { Statement: { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:us-east-1:111122223333:accesspoint/reports/object/*' } },
    },
  },
});
const onlyFrom = (Condition: object) => ({ [STATEMENT]: { Sid: 'Others', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET, OBJECTS], Condition } });

specify(GRANTS_EFFECTIVE, [
  ['what an access point grants gets past a Deny that lets in some networks', throughPoint(), 'compliant'],
  ['what an access point of a VPC grants gets past a Deny that lets in VPC access points', {
    ...throughPoint({ VpcConfiguration: { VpcId: 'vpc-0a1b2c3d' } }), ...onlyFrom({ StringNotEqualsIfExists: { 's3:AccessPointNetworkOrigin': 'VPC' } }),
  }, 'compliant'],
  ['fails for what an access point of the internet grants behind a Deny that lets in VPC access points only', {
    ...throughPoint(), ...onlyFrom({ StringNotEqualsIfExists: { 's3:AccessPointNetworkOrigin': 'VPC' } }),
  }, ['Point.Statement.<digest>']],
  ['fails for what an access point of a VPC grants behind a Deny of all other VPCs', {
    ...throughPoint({ VpcConfiguration: { VpcId: 'vpc-0a1b2c3d' } }), ...onlyFrom({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0f0f0f0f' } }),
  }, ['Point.Statement.<digest>']],
  ['fails for what an access point grants to whom a Deny keeps out', {
    ...throughPoint(), ...onlyFrom({ StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } }),
  }, ['Point.Statement.<digest>']],
]);
