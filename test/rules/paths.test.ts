import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import { specify } from './hardened-template';
import { ENDPOINT, ENDPOINT_ELSEWHERE, FUNCTION, NETWORK, SERVER, TRUSTS_ENDPOINT } from './workloads';
import { ENDPOINT_NOT_BYPASSED } from '../../src/rules/bypassed-endpoints';
import { PATHS_DECLARED } from '../../src/rules/declared-paths';
import { ENDPOINT_POLICY_RESTRICTED } from '../../src/rules/endpoint-policies';
import { GRANTED_PATHS_OPEN } from '../../src/rules/granted-paths';
import { BucketIndex } from '../../src/synth/bucket-index';

const RESOURCE = 'RolePolicy.Properties.PolicyDocument.Statement.0.Resource';
const CONDITION = 'RolePolicy.Properties.PolicyDocument.Statement.0.Condition';
const ACTION = 'RolePolicy.Properties.PolicyDocument.Statement.0.Action';
const STATEMENT = 'Policy.Properties.PolicyDocument.Statement.6';
const ENDPOINT_POLICY = 'Endpoint.Properties.PolicyDocument';
const EGRESS = 'Group.Properties.SecurityGroupEgress';
const allow = (more: object) => ({ Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...more }] });
const NO_NAT = { Nat: undefined, NatRoute: undefined };
const NAMED_TO = { Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }, Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } };

/** A second VPC, without an endpoint, in which another instance has the role. */
const SECOND_VPC = {
  Vpc2: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } },
  Igw2: { Type: 'AWS::EC2::InternetGateway' },
  Attachment2: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: { Ref: 'Vpc2' }, InternetGatewayId: { Ref: 'Igw2' } } },
  Subnet2: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc2' }, CidrBlock: '10.1.0.0/24', MapPublicIpOnLaunch: true } },
  Table2: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc2' } } },
  Association2: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { Ref: 'Subnet2' }, RouteTableId: { Ref: 'Table2' } } },
  Route2: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'Table2' }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Igw2' } } },
  Group2: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc2' }, GroupDescription: 'of the other' } },
  Other: { Type: 'AWS::EC2::Instance', Properties: { SubnetId: { Ref: 'Subnet2' }, SecurityGroupIds: [{ 'Fn::GetAtt': ['Group2', 'GroupId'] }], IamInstanceProfile: { Ref: 'Profile' } } },
};

specify(PATHS_DECLARED, [
  ['a grant by name', { ...FUNCTION }, 'compliant'],
  ['fails: the role of a function may read all buckets', { ...FUNCTION, [RESOURCE]: '*' }, ['Function.Wildcard']],
  ['fails: all of S3, by ARN', { ...FUNCTION, [RESOURCE]: ['arn:aws:s3:::*', 'arn:aws:s3:::*/*'] }, ['Function.Wildcard']],
  ['fails: the same from a VPC', { ...NETWORK, ...SERVER, [RESOURCE]: '*' }, ['Server.Wildcard']],
  ['all buckets, and no path', { ...NETWORK, ...SERVER, ...NO_NAT, [RESOURCE]: '*' }, 'compliant'],
  ['all buckets with a tag', { ...FUNCTION, [RESOURCE]: '*', [CONDITION]: { StringEquals: { 'aws:ResourceTag/team': 'data' } } }, 'compliant'],
  ['listing all buckets', { ...FUNCTION, [RESOURCE]: '*', [ACTION]: ['s3:ListBucket', 's3:ListAllMyBuckets', 's3:PutBucketNotification'] }, 'compliant'],
  ['a pattern of names', { ...FUNCTION, [RESOURCE]: 'arn:aws:s3:::data-*' }, 'compliant'],
  ['all buckets, and a bucket policy that names the role', { ...FUNCTION, [RESOURCE]: '*', [STATEMENT]: NAMED_TO }, 'compliant'],
  ['all buckets, and a bucket policy that denies it', { ...FUNCTION, [RESOURCE]: '*', [STATEMENT]: { ...NAMED_TO, Effect: 'Deny' }, [ACTION]: 's3:GetObject' }, 'compliant'],
  ['fails: one VPC with an endpoint, one without', { ...NETWORK, ...SERVER, ...ENDPOINT, ...SECOND_VPC }, ['Other.Internet']],
  ['one VPC with an endpoint, and a bucket policy that asks for it', { ...NETWORK, ...SERVER, ...ENDPOINT, ...SECOND_VPC, [STATEMENT]: TRUSTS_ENDPOINT }, 'compliant'],
  ['two VPCs without an endpoint', { ...NETWORK, ...SERVER, ...SECOND_VPC }, 'compliant'],
  ['nothing in a VPC', {}, 'compliant'],
]);

specify(ENDPOINT_POLICY_RESTRICTED, [
  ['no network', {}, 'notApplicable'],
  ['an endpoint that no bucket policy speaks of', { ...NETWORK, ...ENDPOINT }, 'notApplicable'],
  ['fails: a trusted endpoint without a policy', { ...NETWORK, ...ENDPOINT, [STATEMENT]: TRUSTS_ENDPOINT }, ['Endpoint']],
  ['fails: a trusted VPC', { ...NETWORK, ...ENDPOINT, [STATEMENT]: { ...TRUSTS_ENDPOINT, Condition: { StringNotEquals: { 'aws:SourceVpc': { Ref: 'Vpc' } } } } }, ['Endpoint']],
  ['fails: a policy that allows all', { ...NETWORK, ...ENDPOINT, [STATEMENT]: TRUSTS_ENDPOINT, [ENDPOINT_POLICY]: allow({}) }, ['Endpoint']],
  ['a policy for some buckets', { ...NETWORK, ...ENDPOINT, [STATEMENT]: TRUSTS_ENDPOINT, [ENDPOINT_POLICY]: allow({ Resource: 'arn:aws:s3:::data-*' }) }, 'compliant'],
  ['a policy for the same account', { ...NETWORK, ...ENDPOINT, [STATEMENT]: TRUSTS_ENDPOINT, [ENDPOINT_POLICY]: allow({ Condition: { StringEquals: { 'aws:ResourceAccount': '111122223333' } } }) }, 'compliant'],
  ['another endpoint is trusted', { ...NETWORK, ...ENDPOINT, [STATEMENT]: { ...TRUSTS_ENDPOINT, Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } } } }, 'notApplicable'],
  ['an endpoint that is denied', { ...NETWORK, ...ENDPOINT, [STATEMENT]: { ...TRUSTS_ENDPOINT, Condition: { StringEquals: { 'aws:SourceVpce': { Ref: 'Endpoint' } } } } }, 'notApplicable'],
  ['an endpoint of another service', { ...NETWORK, ...ENDPOINT, 'Endpoint.Properties.ServiceName': 'com.amazonaws.eu-west-1.dynamodb', [STATEMENT]: TRUSTS_ENDPOINT }, 'notApplicable'],
]);

specify(ENDPOINT_NOT_BYPASSED, [
  ['no network', {}, 'notApplicable'],
  ['no endpoint', { ...NETWORK, ...SERVER }, 'notApplicable'],
  ['an endpoint that serves the subnet', { ...NETWORK, ...SERVER, ...ENDPOINT }, 'compliant'],
  ['fails: an endpoint that serves another subnet', { ...NETWORK, ...SERVER, ...ENDPOINT_ELSEWHERE }, ['Server.Subnet']],
  ['an endpoint of another Region', { ...NETWORK, ...SERVER, ...ENDPOINT_ELSEWHERE, 'Endpoint.Properties.ServiceName': 'com.amazonaws.eu-west-1.dynamodb' }, 'compliant'],
  ['a workload that is granted nothing by name', { ...NETWORK, ...SERVER, ...ENDPOINT_ELSEWHERE, [RESOURCE]: 'arn:aws:s3:::other/*' }, 'notApplicable'],
  ['a function outside of VPCs', { ...NETWORK, ...FUNCTION, ...ENDPOINT_ELSEWHERE }, 'compliant'],
  ['no way out at all', { ...NETWORK, ...SERVER, ...ENDPOINT_ELSEWHERE, ...NO_NAT }, 'compliant'],
]);

specify(GRANTED_PATHS_OPEN, [
  ['no network', { ...FUNCTION }, 'notApplicable'],
  ['a NAT gateway', { ...NETWORK, ...SERVER }, 'compliant'],
  ['fails: no route', { ...NETWORK, ...SERVER, ...NO_NAT }, ['Server.route']],
  ['an endpoint in place of the NAT gateway', { ...NETWORK, ...SERVER, ...NO_NAT, ...ENDPOINT }, 'compliant'],
  ['fails: a security group that lets nothing out', { ...NETWORK, ...SERVER, [EGRESS]: [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }] }, ['Server.securityGroup']],
  ['fails: an endpoint policy without the bucket', { ...NETWORK, ...SERVER, ...ENDPOINT, [ENDPOINT_POLICY]: allow({ Resource: 'arn:aws:s3:::other/*' }) }, ['Server.endpointPolicy']],
  ['an endpoint policy with the bucket', { ...NETWORK, ...SERVER, ...ENDPOINT, [ENDPOINT_POLICY]: allow({ Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }] }) }, 'compliant'],
  ['fails: a bucket policy that asks for an endpoint', { ...NETWORK, ...SERVER, [ACTION]: 's3:GetObject', [STATEMENT]: { ...TRUSTS_ENDPOINT, Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } } } }, ['Server.bucketPolicy']],
  ['a grant of what no place is asked for', { ...NETWORK, ...SERVER, [ACTION]: 's3:DeleteObject' }, 'compliant'],
  ['fails: the same without a route', { ...NETWORK, ...SERVER, ...NO_NAT, [ACTION]: 's3:DeleteObject' }, ['Server.route']],
  ['a role that something else has, which gets there', { ...NETWORK, ...SERVER, ...NO_NAT, Function: FUNCTION.Function }, 'compliant'],
  ['nothing is granted', { ...NETWORK, ...SERVER, ...NO_NAT, [RESOURCE]: 'arn:aws:s3:::other/*' }, 'notApplicable'],
]);

/** An app as users write it, judged through the index of synth. */
function judged(build: (stack: Stack, bucket: s3.Bucket) => void): Record<string, readonly string[] | string> {
  const app = new App();
  const stack = new Stack(app, 'App', { env: { account: '111122223333', region: 'eu-west-1' } });
  const bucket = new s3.Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY, eventBridgeEnabled: true });
  build(stack, bucket);
  app.synth();
  const { bucket: facts } = BucketIndex.of(app).of(bucket.node.defaultChild as s3.CfnBucket);
  const rules = [PATHS_DECLARED, ENDPOINT_POLICY_RESTRICTED, ENDPOINT_NOT_BYPASSED, GRANTED_PATHS_OPEN];
  return Object.fromEntries(rules.flatMap((rule): (readonly [string, string | readonly string[]])[] => {
    const verdict = rule.check(facts!);
    const id = rule.id.replace('HardenedBucket-', '');
    // Without the hashes of logical ids.
    return verdict.kind === 'violations' ? [[id, verdict.violations.map(({ finding }) => finding.replace(/[0-9A-F]{8}(?=\.|$)/g, ''))]]
      : verdict.kind === 'unknown' ? [[id, verdict.reason]] : [];
  }));
}

function worker(stack: Stack, props: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(stack, 'Worker', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {}'), ...props });
}

const VPC = (stack: Stack, more: ec2.VpcProps = {}) => new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, ...more });
const ISOLATED: ec2.VpcProps = { natGateways: 0, subnetConfiguration: [{ name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] };
const S3 = { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } };

describe('apps of CDK', () => {
  test.each<[string, (stack: Stack, bucket: s3.Bucket) => void, Record<string, unknown>]>([
    ['a function outside of VPCs that is granted the bucket, handlers of CDK and a deployment', (stack, bucket) => {
      bucket.grantReadWrite(worker(stack));
      new s3deploy.BucketDeployment(stack, 'Deployment', { destinationBucket: bucket, sources: [s3deploy.Source.data('a.txt', 'a')] });
    }, {}],
    ['fails: a function that may use all of S3', (stack) => {
      worker(stack).role!.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3FullAccess'));
    }, { PathsDeclared: ['Worker.Wildcard'] }],
    ['a function behind a NAT gateway', (stack, bucket) => bucket.grantRead(worker(stack, { vpc: VPC(stack) })), {}],
    ['a function with an endpoint in every subnet', (stack, bucket) => bucket.grantRead(worker(stack, { vpc: VPC(stack, { gatewayEndpoints: S3 }) })), {}],
    ['fails: a function in an isolated subnet', (stack, bucket) => {
      const vpc = VPC(stack, ISOLATED);
      bucket.grantRead(worker(stack, { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } }));
    }, { GrantedPathsOpen: ['Worker.route'] }],
    ['the same with an endpoint', (stack, bucket) => {
      const vpc = VPC(stack, { ...ISOLATED, gatewayEndpoints: S3 });
      bucket.grantRead(worker(stack, { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } }));
    }, {}],
    ['fails: an endpoint for the public subnets only', (stack, bucket) => {
      const vpc = VPC(stack);
      vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3, subnets: [{ subnetType: ec2.SubnetType.PUBLIC }] });
      bucket.grantRead(worker(stack, { vpc }));
    }, { EndpointNotBypassed: ['Worker.VpcPrivateSubnet1Subnet', 'Worker.VpcPrivateSubnet2Subnet'] }],
  ])('%s', (_, build, expected) => {
    expect(judged(build)).toEqual(expected);
  });
});
