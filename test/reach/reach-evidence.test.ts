import { readPolicyDocument } from '../../src/policy/policy-document';
import { Claim, InvariantVerdict } from '../../src/reach/invariant';
import { judgeInvariants } from '../../src/reach/judge-invariants';
import { joinedEvidence, reachEvidence } from '../../src/reach/reach-evidence';
import { Template, TemplateResource } from '../../src/template/template';

const ref = (id: string) => ({ Ref: id });
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const allow = (action: string | string[], resource: unknown) => ({ Effect: 'Allow', Action: action, Resource: resource });
const policies = (...statements: object[]) => [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statements } }];

/** A function in a subnet with a gateway endpoint and in one with a NAT gateway, and a role that reads. */
function office(changes: Record<string, TemplateResource | undefined> = {}, id = 'Office'): Template {
  const all: Record<string, TemplateResource | undefined> = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Igw: { Type: 'AWS::EC2::InternetGateway' },
    Attached: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') } },
    ...subnet('Public', '10.0.0.0/24', { GatewayId: ref('Igw') }),
    ...subnet('Private', '10.0.1.0/24'),
    ...subnet('Outward', '10.0.2.0/24', { NatGatewayId: ref('Nat') }),
    Eip: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
    Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref('Public'), AllocationId: att('Eip', 'AllocationId') } },
    Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: ref('Vpc'), ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, VpcEndpointType: 'Gateway', RouteTableIds: [ref('PrivateTable')] } },
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'g', VpcId: ref('Vpc') } },
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, Policies: policies(allow('s3:GetObject', { 'Fn::Sub': '${Data.Arn}/*' })) } },
    Worker: functionIn('Private', 'Outward'),
    Data: { Type: 'AWS::S3::Bucket' },
    ...changes,
  };
  const resources = Object.fromEntries(Object.entries(all).filter((entry): entry is [string, TemplateResource] => entry[1] !== undefined));
  return { id, resources, outputs: {}, fromCdk: false };
}

function subnet(name: string, cidr: string, route?: object): Record<string, TemplateResource> {
  return {
    [name]: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: cidr } },
    [`${name}Table`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    [`${name}Association`]: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: ref(name), RouteTableId: ref(`${name}Table`) } },
    ...route ? { [`${name}Route`]: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref(`${name}Table`), DestinationCidrBlock: '0.0.0.0/0', ...route } } } : {},
  };
}

function functionIn(...subnets: string[]): TemplateResource {
  return { Type: 'AWS::Lambda::Function', Properties: { Role: att('Role', 'Arn'), VpcConfig: { SubnetIds: subnets.map(ref), SecurityGroupIds: [ref('Group')] } } };
}

function verdictOf(claim: Claim, templates: readonly Template[], actions: readonly string[] = [], bucket = 'Data'): InvariantVerdict {
  const { reports, evidence } = reachEvidence(templates);
  return judgeInvariants([{ bucket, actions, allowUnknown: false, claim }], reports, evidence)[0].verdict;
}

const THROUGH: Claim = { kind: 'onlyThrough', hops: ['Endpoint'] };
const by = (...principals: string[]): Claim => ({ kind: 'onlyBy', principals });
const cut = (place: string): Claim => ({ kind: 'from', place, expect: 'cut' });
const policyOf = (...statements: object[]) => ({ DataPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: ref('Data'), PolicyDocument: { Version: '2012-10-17', Statement: statements } } } });
const ENDPOINT_ONLY = policyOf({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [att('Data', 'Arn'), { 'Fn::Sub': '${Data.Arn}/*' }], Condition: { StringNotEquals: { 'aws:SourceVpce': ref('Endpoint') } } });

test('a report has the best path of a place, and the evidence all of them', () => {
  const { reports, evidence } = reachEvidence([office()]);
  expect(reports[0].places.map(({ id, via }) => [id, via])).toEqual([['Worker', 'gatewayEndpoint']]);
  expect(evidence.pathsTo('Data')!.map(({ id, via, actions }) => [id, via, actions])).toEqual([['Worker', 'gatewayEndpoint', ['s3:GetObject']], ['Worker', 'natGateway', ['s3:GetObject']]]);
});

test.each<{ name: string; verdict: InvariantVerdict; claim: Claim; changes?: Record<string, TemplateResource | undefined>; actions?: string[] }>([
  { name: 'a function with a second path, by a NAT gateway', verdict: 'broken', claim: THROUGH },
  { name: 'a function with a second path, which the bucket policy cuts', verdict: 'holds', claim: THROUGH, changes: ENDPOINT_ONLY },
  { name: 'a function in one subnet', verdict: 'holds', claim: THROUGH, changes: { Worker: functionIn('Private') } },
  { name: 'a function that only reads, for writing', verdict: 'holds', claim: THROUGH, actions: ['s3:PutObject'] },
  { name: 'a function that only reads must not write', verdict: 'holds', claim: cut('Worker'), actions: ['s3:PutObject'] },
  { name: 'a function that reads must not', verdict: 'broken', claim: cut('Worker') },
  { name: 'only its role gets in', verdict: 'holds', claim: by('Role') },
  { name: 'its role, named by its ARN', verdict: 'holds', claim: by('arn:aws:iam::111122223333:role/worker'), changes: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'worker', AssumeRolePolicyDocument: {}, Policies: policies(allow('s3:GetObject', '*')) } } } },
  { name: 'its role, which has a name, by its logical id', verdict: 'holds', claim: by('Role'), changes: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'worker', AssumeRolePolicyDocument: {}, Policies: policies(allow('s3:GetObject', '*')) } } } },
  { name: 'its role, and not another one', verdict: 'broken', claim: by('Reader') },
  { name: 'another account by the bucket policy', verdict: 'broken', claim: by('Role'), changes: policyOf({ ...allow('s3:GetObject', { 'Fn::Sub': '${Data.Arn}/*' }), Principal: { AWS: '999988887777' } }) },
  { name: 'another account that lists, for reading', verdict: 'holds', claim: by('Role'), actions: ['s3:GetObject'], changes: policyOf({ ...allow('s3:ListBucket', att('Data', 'Arn')), Principal: { AWS: '999988887777' } }) },
])('$name: $verdict', ({ verdict, claim, changes, actions }) => {
  expect(verdictOf(claim, [{ ...office(changes), account: '111122223333' }], actions)).toBe(verdict);
});

describe('a role of the same logical id in another template', () => {
  const withRole = (...statements: object[]): Template => ({ id: 'Other', outputs: {}, fromCdk: false, resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, Policies: policies(...statements) } } } });
  const reads = allow('s3:GetObject', '*');

  test.each<{ name: string; verdict: InvariantVerdict; claim: Claim; other: Template; changes?: Record<string, TemplateResource | undefined> }>([
    { name: 'does not get in: the other does', verdict: 'holds', claim: by('Office/Role'), other: withRole(allow('sqs:SendMessage', '*')) },
    { name: 'gets in besides the other', verdict: 'broken', claim: by('Office/Role'), other: withRole(reads) },
    { name: 'gets in, and both are named', verdict: 'holds', claim: by('Office/Role', 'Other/Role'), other: withRole(reads) },
    { name: 'gets in alone, and the other is named', verdict: 'broken', claim: by('Office/Role'), other: withRole(reads), changes: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } } } },
  ])('$name: $verdict', ({ verdict, claim, other, changes }) => {
    expect(verdictOf(claim, [office(changes), other])).toBe(verdict);
  });
});

test('what a service control policy denies, nobody does', () => {
  const scp = { name: 'SCP', document: readPolicyDocument({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }] }) };
  const verdicts = [undefined, { serviceControlPolicies: [scp], resourceControlPolicies: [] }].map((organization) => {
    const { reports, evidence } = joinedEvidence([[office()]], organization);
    return judgeInvariants([{ bucket: 'Data', actions: [], allowUnknown: false, claim: by('Reader') }], reports, evidence)[0].verdict;
  });
  expect(verdicts).toEqual(['broken', 'holds']);
});

test('groups that are deployed by themselves are asked each about its own', () => {
  const { reports, evidence } = joinedEvidence([[office({}, 'A')], [office(ENDPOINT_ONLY, 'B')]]);
  const answers = judgeInvariants(['A', 'B'].map((id) => ({ bucket: `${id}/Data`, actions: [], allowUnknown: false, claim: { kind: 'onlyThrough', hops: [`${id}/Endpoint`] } })), reports, evidence);
  expect(answers.map(({ verdict }) => verdict)).toEqual(['broken', 'holds']);
});
