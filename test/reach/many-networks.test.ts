import { BASE, ec2, inRegion, networkOf, placeIn, ref, REGION, Resources } from './networks';
import { s3In } from '../../src/reach/destination';
import { networkPaths } from '../../src/reach/network-paths';
import { known } from '../../src/template/known';
import { Template } from '../../src/template/template';
import { symbol } from '../template/templates';

const SUBNETS = 40;

/** A stack with a VPC, a NAT gateway, endpoints of both kinds, and as many subnets, tables, groups and network ACL entries. */
function stack(id: string): Template {
  const numbers = [...Array(SUBNETS).keys()];
  const resources: Resources = {
    ...BASE,
    Nat: ec2('NatGateway', { SubnetId: ref('Public'), AllocationId: 'eipalloc-1' }),
    Acl: ec2('NetworkAcl', { VpcId: ref('Vpc') }),
    S3: ec2('VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: `com.amazonaws.${REGION}.s3`, RouteTableIds: numbers.filter((n) => n % 2 === 0).map((n) => ref(`Table${n}`)) }),
    Interface: ec2('VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: `com.amazonaws.${REGION}.s3`, VpcEndpointType: 'Interface', SubnetIds: numbers.map((n) => ref(`Subnet${n}`)), PrivateDnsEnabled: true }),
    ...Object.fromEntries(numbers.flatMap((n) => [
      [`Subnet${n}`, ec2('Subnet', { VpcId: ref('Vpc'), CidrBlock: `10.0.${n}.0/24` })],
      [`Table${n}`, ec2('RouteTable', { VpcId: ref('Vpc') })],
      [`Route${n}`, ec2('Route', { RouteTableId: ref(`Table${n}`), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') })],
      [`Association${n}`, ec2('SubnetRouteTableAssociation', { SubnetId: ref(`Subnet${n}`), RouteTableId: ref(`Table${n}`) })],
      [`AclAssociation${n}`, ec2('SubnetNetworkAclAssociation', { SubnetId: ref(`Subnet${n}`), NetworkAclId: ref('Acl') })],
      [`Entry${n}`, ec2('NetworkAclEntry', { NetworkAclId: ref('Acl'), RuleNumber: n + 1, Egress: n % 2 === 0, RuleAction: 'allow', Protocol: 6, PortRange: { From: n, To: 65535 }, CidrBlock: '0.0.0.0/0' })],
      [`Group${n}`, ec2('SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] })],
      [`Rule${n}`, ec2('SecurityGroupIngress', { GroupId: ref(`Group${n}`), IpProtocol: '-1', SourceSecurityGroupId: ref(`Group${n}`) })],
    ])),
  };
  return inRegion(resources, { id });
}

/** Seconds of processor time that it takes to read the networks of stacks, and to find the paths of a place in every subnet. */
function secondsFor(stacks: number): number {
  const templates = [...Array(stacks).keys()].map((n) => stack(`Stack${n}`));
  const start = process.cpuUsage();
  const network = networkOf(...templates);
  const paths = templates.flatMap(({ id }) => [...Array(SUBNETS).keys()].flatMap((n) => networkPaths(placeIn('', {
    subnet: known(symbol(id, `Subnet${n}`)), securityGroups: known([known(symbol(id, `Group${n}`))]),
  }), network, s3In(REGION))));
  const { user, system } = process.cpuUsage(start);
  expect(paths.filter(({ cuts, unknowns }) => cuts.length + unknowns.length === 0)).toHaveLength(stacks * SUBNETS);
  return (user + system) / 1e6;
}

test('2,000 subnets in 50 stacks take less than 2 seconds, and twice as many not much more than twice as long', () => {
  secondsFor(10);
  const [half, whole] = [secondsFor(50), secondsFor(100)];
  expect(half).toBeLessThan(2);
  expect(whole / half).toBeLessThan(4);
  if (process.env.SHOW_SECONDS) {
    process.stderr.write(`50 stacks ${half.toFixed(2)} s, 100 stacks ${whole.toFixed(2)} s\n`);
  }
});
