import { App, aws_ec2 as ec2, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ACCOUNT, BUCKET, ENV, request, role, ROUTES, STRANGER } from './decisions';
import { AwsOwnedBuckets, EndpointAccess, EndpointAccessOptions } from '../../src';
import { evaluate } from '../../src/policy/evaluate';
import { readPolicyDocument } from '../../src/policy/policy-document';

function statementsWith(options: Partial<EndpointAccessOptions>, env: { account: string; region: string } | undefined = ENV): object[] {
  const stack = new Stack(new App(), 'Stack', { env });
  const buckets = [s3.Bucket.fromBucketName(stack, 'Bucket', 'records')];
  return JSON.parse(JSON.stringify(stack.resolve(EndpointAccess.statements(stack, { buckets, ...options }).map((statement) => statement.toStatementJson()))).replace(
    /\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g, '"arn:aws$1"')) as object[];
}

const get = (who: ReturnType<typeof role>, resource = `${BUCKET}/key`) => ({ ...request(who, 's3:GetObject', ROUTES.endpoint), resource });
const all: Partial<EndpointAccessOptions> = { awsOwnedBuckets: Object.values(AwsOwnedBuckets) };

test.each<[string, Partial<EndpointAccessOptions>, ReturnType<typeof get>, string]>([
  ['an own role and an own bucket', {}, get(role('Reader')), 'Allow'],
  ['fails: a role of a stranger and an own bucket', {}, get(role('Reader', STRANGER)), 'ImplicitDeny'],
  ['fails: an own role takes data to the bucket of a stranger', {}, { ...get(role('Reader'), 'arn:aws:s3:::exfiltration/key'), action: 's3:PutObject' }, 'ImplicitDeny'],
  ['a role of an account that is listed', { accountIds: [STRANGER] }, get(role('Reader', STRANGER)), 'Allow'],
  ['a role of the organization', { organizationIds: ['o-a1b2c3d4e5'] }, { ...get(role('Reader', STRANGER)), context: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, 'Allow'],
  ['a layer of an image', all, get(role('Node'), 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/layer'), 'Allow'],
  ['fails: a layer of an image, where that is not listed', {}, get(role('Node'), 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/layer'), 'ImplicitDeny'],
  ['a package, without credentials', all, { ...request({ principal: 'anonymous' }, 's3:GetObject', ROUTES.endpoint), resource: 'arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/core' }, 'Allow'],
  ['fails: writing to a bucket of AWS', all, { ...get(role('Reader'), 'arn:aws:s3:::aws-ssm-eu-west-1/x'), action: 's3:PutObject' }, 'ImplicitDeny'],
  ['the answer of a custom resource', {}, { ...get(role('Handler'), 'arn:aws:s3:::cloudformation-custom-resource-response-euwest1/answer'), action: 's3:PutObject' }, 'Allow'],
  ['the end of a wait condition', {}, { ...get(role('Handler'), 'arn:aws:s3:::cloudformation-waitcondition-eu-west-1/answer'), action: 's3:PutObject' }, 'Allow'],
  ['fails: an answer, where that is off', { cloudFormationResponses: false }, { ...get(role('Handler'), 'arn:aws:s3:::cloudformation-waitcondition-eu-west-1/answer'), action: 's3:PutObject' }, 'ImplicitDeny'],
])('%s', (_, options, asked, expected) => {
  expect(evaluate(readPolicyDocument({ Version: '2012-10-17', Statement: statementsWith(options) }), asked).decision).toBe(expected);
});

test.each([['gateway', (vpc: ec2.Vpc) => vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })], ['interface', (vpc: ec2.Vpc) => vpc.addInterfaceEndpoint('S3', { service: ec2.InterfaceVpcEndpointAwsService.S3 })]] as const)(
  'the statements are merged into the policy of a %s endpoint, in a Region that is not known yet too', (_, add) => {
    const stack = new Stack(new App(), 'Stack');
    const endpoint = add(new ec2.Vpc(stack, 'Vpc'));
    EndpointAccess.statements(stack, { buckets: [new s3.Bucket(stack, 'Bucket')], ...all }).forEach((statement) => endpoint.addToPolicy(statement));
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'));
    expect(Properties.PolicyDocument.Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['AllowOwnAccountsOwnBuckets', 'AllowAwsOwnedBuckets', 'AllowCloudFormationResponses']);
    expect(JSON.stringify(Properties.PolicyDocument)).toContain('{"Fn::Join":["",{"Fn::Split":["-",{"Ref":"AWS::Region"}]}]}');
  });

test.each<[Partial<EndpointAccessOptions>, string]>([
  [{ buckets: [] }, '[Stack/EndpointAccess] buckets is an empty list'],
  [{ accountIds: ['me'] }, "accountIds[0] is 'me'"],
  [{ organizationIds: ['o-1'] }, "organizationIds[0] is 'o-1'"],
])('fails: %j', (options, message) => {
  expect(() => statementsWith(options)).toThrow(message);
});

test('the own account is the one of the stack', () => {
  expect(statementsWith({})[0]).toMatchObject({ Condition: { StringEquals: { 'aws:PrincipalAccount': [ACCOUNT] } } });
});
