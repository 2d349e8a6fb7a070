import { App, aws_ec2 as ec2, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ACCOUNT, ENV, request, role, ROUTES, STRANGER } from './decisions';
import { AwsOwnedBuckets, EndpointAccess, EndpointAccessOptions } from '../../src';
import { evaluate } from '../../src/policy/evaluate';
import { readPolicyDocument } from '../../src/policy/policy-document';

function statementsWith(options: Partial<EndpointAccessOptions>, env: { account: string; region: string } | undefined = ENV): object[] {
  const stack = new Stack(new App(), 'Stack', { env });
  const buckets = [s3.Bucket.fromBucketName(stack, 'Bucket', 'records')];
  return JSON.parse(JSON.stringify(stack.resolve(EndpointAccess.statements(stack, { buckets, ...options }).map((statement) => statement.toStatementJson()))).replace(
    /\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g, '"arn:aws$1"')) as object[];
}

const RECORDS = 'records';
const ours = { 'aws:ResourceAccount': ACCOUNT };
const theirs = { 'aws:ResourceAccount': STRANGER };
const signedByAws = { 'aws:PrincipalIsAWSService': 'true', 'aws:ResourceAccount': '000000000000' };
const member = { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' };
const own = role('Worker');
const stranger = role('Worker', STRANGER);
const partner = role('Worker', '444455556666');
const cloudFormation = { principal: { Service: 'cloudformation.amazonaws.com' } };
const anonymous = { principal: 'anonymous' } as const;
const RESPONSES = 'cloudformation-custom-resource-response-euwest1/answer';
const LAYER = 'prod-eu-west-1-starport-layer-bucket/layer';
const all: Partial<EndpointAccessOptions> = {
  accountIds: ['444455556666'], organizationIds: ['o-a1b2c3d4e5'], awsOwnedBuckets: Object.values(AwsOwnedBuckets), cloudFormationResponses: true,
};

/** Requests through the endpoint: who does what with which object, whose bucket that is, and under which options. */
test.each<[string, Partial<EndpointAccessOptions>, ReturnType<typeof role> | typeof anonymous | typeof cloudFormation, string, string, Record<string, string>, 'Allow' | 'ImplicitDeny']>([
  ['we read our bucket', {}, own, 's3:GetObject', `${RECORDS}/x`, ours, 'Allow'],
  ['we list our bucket', {}, own, 's3:ListBucket', RECORDS, ours, 'Allow'],
  ['fails: we write to the bucket of a stranger', all, own, 's3:PutObject', 'loot/x', theirs, 'ImplicitDeny'],
  ['fails: we write to a bucket of ours that is not listed', all, own, 's3:PutObject', 'other/x', ours, 'ImplicitDeny'],
  ['fails: we write to a bucket whose name begins with ours', all, own, 's3:PutObject', `${RECORDS}-loot/x`, ours, 'ImplicitDeny'],
  ['fails: we write to our bucket, whose name a stranger has taken over', all, own, 's3:PutObject', `${RECORDS}/x`, theirs, 'ImplicitDeny'],
  ['fails: a stranger writes to his bucket', all, stranger, 's3:PutObject', 'loot/x', theirs, 'ImplicitDeny'],
  ['fails: a stranger reads our bucket', all, stranger, 's3:GetObject', `${RECORDS}/x`, ours, 'ImplicitDeny'],
  ['fails: a member of another organization reads our bucket', all, stranger, 's3:GetObject', `${RECORDS}/x`, { ...ours, 'aws:PrincipalOrgID': 'o-z9y8x7w6v5' }, 'ImplicitDeny'],
  ['fails: an anonymous caller reads our bucket', all, anonymous, 's3:GetObject', `${RECORDS}/x`, ours, 'ImplicitDeny'],
  ['a partner reads our bucket', all, partner, 's3:GetObject', `${RECORDS}/x`, ours, 'Allow'],
  ['fails: a partner who is not listed reads our bucket', {}, partner, 's3:GetObject', `${RECORDS}/x`, ours, 'ImplicitDeny'],
  ['a member of the organization reads our bucket', all, stranger, 's3:GetObject', `${RECORDS}/x`, { ...ours, ...member }, 'Allow'],
  ['we read our bucket where an organization is listed that we are not in', { organizationIds: ['o-a1b2c3d4e5'] }, own, 's3:GetObject', `${RECORDS}/x`, ours, 'Allow'],
  ['fails: a member of the organization writes to his own bucket', all, stranger, 's3:PutObject', 'loot/x', { ...theirs, ...member }, 'ImplicitDeny'],
  ['a layer of an image, signed by an account of AWS', all, stranger, 's3:GetObject', LAYER, {}, 'Allow'],
  ['fails: a layer of an image, where that is not listed', {}, own, 's3:GetObject', LAYER, {}, 'ImplicitDeny'],
  ['fails: the layer of another Region', all, own, 's3:GetObject', 'prod-us-east-1-starport-layer-bucket/x', {}, 'ImplicitDeny'],
  ['fails: writing to the layers', all, own, 's3:PutObject', LAYER, {}, 'ImplicitDeny'],
  ['a package, without credentials', all, anonymous, 's3:GetObject', 'al2023-repos-eu-west-1-de612dc2/core', {}, 'Allow'],
  ['a package of EMR', all, anonymous, 's3:GetObject', 'repo.eu-west-1.emr.amazonaws.com/x', {}, 'Allow'],
  ['fails: writing to a bucket of AWS', all, own, 's3:PutObject', 'aws-ssm-eu-west-1/x', {}, 'ImplicitDeny'],
  ['the answer of a custom resource', all, cloudFormation, 's3:PutObject', RESPONSES, signedByAws, 'Allow'],
  ['the end of a wait condition', all, cloudFormation, 's3:PutObject', 'cloudformation-waitcondition-eu-west-1/x', signedByAws, 'Allow'],
  ['fails: an answer that CloudFormation did not sign', all, own, 's3:PutObject', RESPONSES, { 'aws:PrincipalIsAWSService': 'false' }, 'ImplicitDeny'],
  ['fails: an answer by default', {}, cloudFormation, 's3:PutObject', RESPONSES, signedByAws, 'ImplicitDeny'],
  ['fails: reading answers', all, cloudFormation, 's3:GetObject', RESPONSES, signedByAws, 'ImplicitDeny'],
])('%s', (_, options, who, action, resource, context, expected) => {
  const asked = request(who as ReturnType<typeof role>, action, ROUTES.endpoint);
  expect(evaluate(readPolicyDocument({ Version: '2012-10-17', Statement: statementsWith(options) }), { ...asked, resource: `arn:aws:s3:::${resource}`, context: { ...asked.context, ...context } }).decision).toBe(expected);
});

test('a bucket of another account is reached where that account owns it', () => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const shared = s3.Bucket.fromBucketAttributes(stack, 'Shared', { bucketName: 'shared', account: '444455556666' });
  expect(statementsWith({ buckets: [shared, s3.Bucket.fromBucketName(stack, 'Ours', 'ours')] })[0]).toMatchObject({
    Condition: { StringEquals: { 'aws:ResourceAccount': ['444455556666', ACCOUNT] } },
  });
});

test.each([['gateway', (vpc: ec2.Vpc) => vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })], ['interface', (vpc: ec2.Vpc) => vpc.addInterfaceEndpoint('S3', { service: ec2.InterfaceVpcEndpointAwsService.S3 })]] as const)(
  'the statements are merged into the policy of a %s endpoint, in a Region that is not known yet too', (_, add) => {
    const stack = new Stack(new App(), 'Stack');
    const endpoint = add(new ec2.Vpc(stack, 'Vpc'));
    // Two teams, one endpoint.
    for (const options of [{ buckets: [new s3.Bucket(stack, 'Bucket')], cloudFormationResponses: true }, { buckets: [new s3.Bucket(stack, 'Other')] }]) {
      EndpointAccess.statements(stack, options).forEach((statement) => endpoint.addToPolicy(statement));
    }
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'));
    expect(Properties.PolicyDocument.Statement.map(({ Action, Sid }: { Action: string; Sid?: string }) => [Action, Sid])).toEqual([['s3:*', undefined], ['s3:PutObject', undefined], ['s3:*', undefined]]);
    expect(JSON.stringify(Properties.PolicyDocument)).toContain('{"Fn::Join":["",{"Fn::Split":["-",{"Ref":"AWS::Region"}]}]}');
  });

test.each<[Partial<EndpointAccessOptions>, string]>([
  [{ buckets: [] }, '[Stack/EndpointAccess] buckets is an empty list'],
  [{ accountIds: ['me'] }, "accountIds[0] is 'me'"],
  [{ organizationIds: ['o-1'] }, "organizationIds[0] is 'o-1'"],
])('fails: %j', (options, message) => {
  expect(() => statementsWith(options)).toThrow(message);
});

test('the same account is the one of the stack', () => {
  expect(statementsWith({})[0]).toMatchObject({ Condition: { StringEquals: { 'aws:PrincipalAccount': [ACCOUNT] } } });
});
