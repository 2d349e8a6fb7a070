import * as fc from 'fast-check';
import { BASE, ec2, inRegion, ref, REGION, Resources } from './networks';
import { disagreements } from './paths-agree';
import { policy } from '../policy/random-policies';

const RUNS = { numRuns: Number(process.env.REACH_RUNS ?? 25) };
const get = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
const inVpc = (subnet: string) => ({ SubnetIds: [ref(subnet)], SecurityGroupIds: [ref('Group')] });
const worker = (role: string, more: object = {}) => ({ Type: 'AWS::Lambda::Function', Properties: { Role: get(role, 'Arn'), Code: { ZipFile: 'x' }, Handler: 'index.handler', Runtime: 'nodejs22.x', ...more } });

type Statement = Readonly<Record<string, unknown>>;

/** Functions of one role outside VPCs, behind a gateway endpoint and behind a NAT gateway. */
const NETWORK: Resources = {
  ...BASE,
  S3: ec2('VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: `com.amazonaws.${REGION}.s3`, RouteTableIds: [ref('Table')] }),
  Outward: ec2('Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.2.0/24' }),
  OutwardTable: ec2('RouteTable', { VpcId: ref('Vpc') }),
  OutwardAssociation: ec2('SubnetRouteTableAssociation', { SubnetId: ref('Outward'), RouteTableId: ref('OutwardTable') }),
  OutwardRoute: ec2('Route', { RouteTableId: ref('OutwardTable'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }),
  Eip: ec2('EIP', { Domain: 'vpc' }),
  Nat: ec2('NatGateway', { SubnetId: ref('Public'), AllocationId: get('Eip', 'AllocationId') }),
  Outside: worker('Role'),
  Inside: worker('Role', { VpcConfig: inVpc('Subnet') }),
  Behind: worker('Role', { VpcConfig: inVpc('Outward') }),
  Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } },
};

const withoutPrincipals = (all: readonly Statement[]) => all.map(({ Principal, NotPrincipal, ...statement }) => statement);
const documentOf = (Statement: readonly Statement[]) => ({ Version: '2012-10-17', Statement });

function world({ bucket, identity, endpoint }: { readonly bucket: readonly Statement[]; readonly identity: readonly Statement[]; readonly endpoint?: readonly Statement[] }) {
  return inRegion({
    ...NETWORK,
    ...endpoint ? { S3: ec2('VPCEndpoint', { ...NETWORK.S3!.Properties, PolicyDocument: documentOf(endpoint) }) } : {},
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'admin', AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'p', PolicyDocument: documentOf(withoutPrincipals(identity)) }] } },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: ref('Data'), PolicyDocument: documentOf(bucket) } },
  });
}

const statements = policy.map(({ Statement }) => Statement as readonly Statement[]);

test('of any policies, rows name exactly the paths that reach finds', () => {
  fc.assert(fc.property(fc.record({ bucket: statements, identity: statements, endpoint: fc.option(statements, { nil: undefined }) }), (given) => {
    // Of policies with conditions of all kinds, a list of all who get in is not as sure as an answer on one of them.
    expect(disagreements([world(given)], { isAsSure: false })).toEqual([]);
  }), RUNS);
});
