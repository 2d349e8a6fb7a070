import { NOT_OF_NETWORKS } from './not-of-networks';
import { NETWORK_RESOURCE_TYPES } from '../../../src/facts/network/network-types';
import { ROUTE_TARGETS } from '../../../src/facts/network/read-routes';
import { cdkModuleOf, cdkResources } from '../cdk-resources';

const RESOURCES = cdkResources();
const EC2 = [...RESOURCES.keys()].filter((type) => type.startsWith('AWS::EC2::')).sort();

test('every EC2 resource type is read, or there is a reason why it is not', () => {
  expect(EC2.filter((type) => !NETWORK_RESOURCE_TYPES.has(type) && !Object.hasOwn(NOT_OF_NETWORKS, type))).toEqual([]);
});

test('no reason is left for a type that is read, or that CDK does not know', () => {
  expect(Object.keys(NOT_OF_NETWORKS).filter((type) => NETWORK_RESOURCE_TYPES.has(type) || !RESOURCES.has(type))).toEqual([]);
});

test('every type that is read is one that CDK knows', () => {
  expect([...NETWORK_RESOURCE_TYPES].filter((type) => type.startsWith('AWS::') && !RESOURCES.has(type))).toEqual([]);
});

test('every property of a route is its table, its destination or a target that is followed', () => {
  const properties = RESOURCES.get('AWS::EC2::Route')!.map(({ name }) => name[0].toUpperCase() + name.slice(1));
  expect(properties.filter((name) => !/^(?:RouteTableId|Destination.*)$/.test(name)).sort()).toEqual([...ROUTE_TARGETS].sort());
});

/** What is read of each type, in the spelling of CloudFormation. */
const READ: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::VPC': ['CidrBlock', 'EnableDnsSupport', 'EnableDnsHostnames'],
  'AWS::EC2::VPCCidrBlock': ['AmazonProvidedIpv6CidrBlock', 'CidrBlock', 'Ipv6CidrBlock', 'Ipv6Pool', 'Ipv6IpamPoolId', 'VpcId'],
  'AWS::EC2::Subnet': ['VpcId', 'CidrBlock', 'Ipv6CidrBlock', 'MapPublicIpOnLaunch', 'AssignIpv6AddressOnCreation', 'Ipv6Native'],
  'AWS::EC2::SubnetCidrBlock': ['SubnetId', 'Ipv6CidrBlock'],
  'AWS::EC2::SubnetRouteTableAssociation': ['SubnetId', 'RouteTableId'],
  'AWS::EC2::SubnetNetworkAclAssociation': ['SubnetId', 'NetworkAclId'],
  'AWS::EC2::VPNGatewayRoutePropagation': ['RouteTableIds'],
  'AWS::EC2::RouteServerPropagation': ['RouteTableId'],
  'AWS::EC2::GatewayRouteTableAssociation': ['GatewayId'],
  'AWS::EC2::NetworkAclEntry': ['NetworkAclId', 'RuleNumber', 'Protocol', 'RuleAction', 'CidrBlock', 'Ipv6CidrBlock', 'Egress', 'PortRange'],
  'AWS::EC2::SecurityGroup': ['VpcId', 'SecurityGroupIngress', 'SecurityGroupEgress'],
  'AWS::EC2::SecurityGroupIngress': ['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'CidrIpv6', 'SourcePrefixListId', 'SourceSecurityGroupId', 'SourceSecurityGroupName'],
  'AWS::EC2::SecurityGroupEgress': ['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'CidrIpv6', 'DestinationPrefixListId', 'DestinationSecurityGroupId'],
  'AWS::EC2::PrefixList': ['AddressFamily', 'Entries'],
  'AWS::EC2::VPCEndpoint': ['VpcEndpointType', 'ServiceName', 'VpcId', 'PolicyDocument', 'RouteTableIds', 'SubnetIds', 'SecurityGroupIds', 'PrivateDnsEnabled', 'DnsOptions', 'IpAddressType'],
  'AWS::EC2::VPCGatewayAttachment': ['VpcId', 'InternetGatewayId', 'VpnGatewayId'],
  'AWS::EC2::TransitGatewayAttachment': ['VpcId', 'TransitGatewayId'],
  'AWS::EC2::TransitGatewayVpcAttachment': ['VpcId', 'TransitGatewayId'],
  'AWS::EC2::NatGateway': ['SubnetId', 'VpcId', 'ConnectivityType', 'AvailabilityMode', 'AllocationId', 'SecondaryAllocationIds'],
  'AWS::EC2::EgressOnlyInternetGateway': ['VpcId'],
  'AWS::EC2::VPCPeeringConnection': ['VpcId', 'PeerVpcId'],
  'AWS::EC2::VPCBlockPublicAccessOptions': ['InternetGatewayBlockMode'],
  'AWS::EC2::VPCBlockPublicAccessExclusion': ['SubnetId', 'VpcId', 'InternetGatewayExclusionMode'],
};

test.each(Object.entries(READ).flatMap(([type, names]) => names.map((name) => [type, name] as const)))('%s has a property %s', (type, name) => {
  expect(cdkModuleOf(type)).toMatch(new RegExp(`[{,]"?${name}"?:`));
});
