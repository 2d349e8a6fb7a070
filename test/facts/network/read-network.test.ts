import { NetworkFacts } from '../../../src/facts/network/network-facts';
import { Template } from '../../../src/template/template';
import { BASE, ec2, inRegion, networkOf, ref, Resources } from '../../reach/networks';
import { symbol } from '../../template/templates';

const of = (resources: Resources, more: Partial<Template> = {}) => networkOf(inRegion({ ...BASE, ...resources }, more));
const id = (name: string) => symbol('App', name);
const unknown = (reason: unknown) => ({ known: false, reason });
const known = (value: unknown) => ({ known: true, value });
const GROUP_ID = { 'Fn::GetAtt': ['Group', 'GroupId'] };

interface Row {
  readonly that: string;
  readonly with: Resources;
  readonly more?: Partial<Template>;
  readonly read: (network: NetworkFacts) => unknown;
  readonly is: unknown;
}

const ROWS: readonly Row[] = [
  { that: 'a group is the same by Ref and by GroupId', with: { Rule: ec2('SecurityGroupIngress', { GroupId: GROUP_ID, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: ref('Group') }) }, read: ({ securityGroups }) => securityGroups.get(id('Group'))!.ingress[0].peer, is: known({ securityGroup: id('Group') }) },
  { that: 'a block may be taken from the VPC', with: { Rule: ec2('SecurityGroupIngress', { GroupId: GROUP_ID, IpProtocol: '-1', CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }) }, read: ({ securityGroups }) => securityGroups.get(id('Group'))!.ingress[0].peer, is: known({ cidr: '10.0.0.0/16' }) },
  { that: 'a VPC may have more blocks', with: { More: ec2('VPCCidrBlock', { VpcId: ref('Vpc'), CidrBlock: '100.64.0.0/16' }) }, read: ({ vpcs }) => vpcs.get(id('Vpc'))!.cidrs, is: known(['10.0.0.0/16', '100.64.0.0/16']) },
  { that: 'a block that AWS chooses is unknown', with: { More: ec2('VPCCidrBlock', { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true }) }, read: ({ vpcs }) => vpcs.get(id('Vpc'))!.ipv6Cidrs, is: unknown('the address block of More is chosen at deployment') },
  { that: 'DNS hostnames are off unless a template says otherwise, DNS support is on', with: { Vpc: ec2('VPC', { CidrBlock: '10.0.0.0/16' }) }, read: ({ vpcs }) => [vpcs.get(id('Vpc'))!.dnsHostnames, vpcs.get(id('Vpc'))!.dnsSupport], is: [known(false), known(true)] },
  { that: 'a resource under a condition may not be there', with: { PublicRoute: { ...BASE.PublicRoute!, Condition: 'Open' } }, more: { parameters: { P: { Type: 'String' } }, conditions: { Open: { 'Fn::Equals': [ref('P'), 'yes'] } } }, read: ({ routeTables }) => routeTables.get(id('PublicTable'))!.routes[0].deployed, is: unknown('condition Open decides at deployment whether PublicRoute is there') },
  { that: 'a route in one of two tables may be in each', with: { Route: ec2('Route', { RouteTableId: { 'Fn::If': ['Open', ref('Table'), ref('PublicTable')] }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }) }, more: { parameters: { P: { Type: 'String' } }, conditions: { Open: { 'Fn::Equals': [ref('P'), 'yes'] } } }, read: ({ routeTables }) => ['Table', 'PublicTable'].map((table) => routeTables.get(id(table))!.routes.map(({ address, deployed }) => [address.logicalId, deployed.known])), is: [[['Route', false]], [['PublicRoute', true], ['Route', false]]] },
  { that: 'a route in a table that a parameter names is in no table of the template', with: { Route: ec2('Route', { RouteTableId: ref('P'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }) }, more: { parameters: { P: { Type: 'String' } } }, read: ({ routeTables }) => routeTables.get(id('Table'))!.routes, is: [] },
  { that: 'a route in a table that does not exist may be meant for any', with: { Route: ec2('Route', { RouteTableId: ref('Missing'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }) }, read: ({ routeTables }) => routeTables.get(id('Table'))!.routes.map(({ deployed }) => deployed), is: [unknown(expect.stringContaining('RouteTableId of Route'))] },
  { that: 'a text is no id', with: { Route: ec2('Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'Igw' }) }, read: ({ routeTables }) => routeTables.get(id('Table'))!.routes[0].target, is: unknown('GatewayId of Route is not an id: "Igw"') },
  { that: 'a reference names a resource of its type', with: { Route: ec2('Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Igw') }) }, read: ({ routeTables }) => routeTables.get(id('Table'))!.routes[0].target, is: unknown('NatGatewayId of Route names <Igw> of type AWS::EC2::InternetGateway') },
  { that: 'a /33 is no block', with: { Route: ec2('Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '0.0.0.0/33', GatewayId: ref('Igw') }) }, read: ({ routeTables }) => routeTables.get(id('Table'))!.routes[0].destination, is: unknown('DestinationCidrBlock of Route is not an IPv4 CIDR block: "0.0.0.0/33"') },
  { that: 'a block of IPv6 is none of IPv4', with: { Route: ec2('Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '::/0', GatewayId: ref('Igw') }) }, read: ({ routeTables }) => routeTables.get(id('Table'))!.routes[0].destination, is: unknown('DestinationCidrBlock of Route is not an IPv4 CIDR block: "::/0"') },
  { that: 'blocks that take from each other are unknown', with: { Vpc: ec2('VPC', { CidrBlock: { 'Fn::GetAtt': ['Subnet', 'CidrBlock'] } }), Subnet: ec2('Subnet', { VpcId: ref('Vpc'), CidrBlock: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }) }, read: ({ subnets }) => subnets.get(id('Subnet'))!.cidr, is: unknown('CidrBlock of Subnet is decided at deployment') },
  { that: 'two associations of a subnet leave its route table open', with: { Second: ec2('SubnetRouteTableAssociation', { SubnetId: ref('Subnet'), RouteTableId: ref('PublicTable') }) }, read: ({ subnets }) => subnets.get(id('Subnet'))!.routeTable, is: unknown('several resources associate the subnet, and it has one association') },
  { that: 'a group without egress rules keeps the rule that allows all', with: {}, read: ({ securityGroups }) => securityGroups.get(id('Group'))!.egress, is: undefined },
  { that: 'AWS does not say whether it keeps it beside a rule of its own', with: { Rule: ec2('SecurityGroupEgress', { GroupId: GROUP_ID, IpProtocol: '-1', CidrIp: '10.0.0.0/8' }) }, read: ({ securityGroups }) => securityGroups.get(id('Group'))!.egress!.map(({ deployed }) => deployed.known), is: [true, false, false] },
  { that: 'a list of rules that is not known is a rule of which nothing is known', with: { Group: ec2('SecurityGroup', { SecurityGroupEgress: ref('P') }) }, more: { parameters: { P: { Type: 'String' } } }, read: ({ securityGroups }) => securityGroups.get(id('Group'))!.egress!.map(({ peer }) => peer.known), is: [false] },
  { that: 'a VPC has a default group, and a default network ACL that allows all', with: {}, read: ({ vpcs, securityGroups, networkAcls }) => [securityGroups.get(vpcs.get(id('Vpc'))!.defaultSecurityGroup)!.egress!.length, networkAcls.get(vpcs.get(id('Vpc'))!.defaultNetworkAcl)!.entries.length], is: [2, 4] },
  { that: 'a NAT gateway has its Elastic IP address by reference', with: { Nat: ec2('NatGateway', { SubnetId: ref('Public'), AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] } }), Eip: ec2('EIP') }, read: ({ gateways }) => gateways.get(id('Nat'))!.nat, is: { subnet: known(id('Public')), isPublic: known(true), elasticIp: known(id('Eip')) } },
  { that: 'an endpoint without a type is a gateway endpoint', with: { S3: ec2('VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-west-1.s3' }) }, read: ({ endpoints }) => endpoints[0].kind, is: 'gateway' },
  { that: 'an endpoint has its policy, if it names one', with: { S3: ec2('VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-west-1.s3', PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }] } }) }, read: ({ endpoints }) => endpoints[0].policy?.statements.length, is: 1 },
  { that: 'a route table may get routes that nobody sees', with: { Propagation: ec2('VPNGatewayRoutePropagation', { RouteTableIds: [ref('Table')], VpnGatewayId: ref('Vpn') }), Vpn: ec2('VPNGateway') }, read: ({ routeTables }) => ['Table', 'PublicTable'].map((table) => routeTables.get(id(table))!.propagates), is: [true, false] },
];

test.each(ROWS.map((row) => [row.that, row] as const))('%s', (_, row) => {
  expect(row.read(of(row.with, row.more))).toEqual(row.is);
});

test('what another stack adds counts', () => {
  const outputs = { Table: { Value: ref('Table'), Export: { Name: 'table' } } };
  const other = inRegion({ Route: ec2('Route', { RouteTableId: { 'Fn::ImportValue': 'table' }, DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' }) }, { id: 'Other' });
  expect(networkOf(inRegion(BASE, { outputs }), other).routeTables.get(id('Table'))!.routes.map(({ address }) => address)).toEqual([{ template: 'Other', logicalId: 'Route' }]);
});
