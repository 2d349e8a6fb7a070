import { GATEWAY_TYPES } from './read-gateways';

/** The custom resource by which CDK takes the rules of the default security group of a VPC away. */
export const RESTRICTS_DEFAULT_GROUP = 'Custom::VpcRestrictDefaultSG';

/** The resource types that a network is read from. */
export const NETWORK_RESOURCE_TYPES: ReadonlySet<string> = new Set([
  'AWS::EC2::VPC',
  'AWS::EC2::VPCCidrBlock',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetCidrBlock',
  'AWS::EC2::RouteTable',
  'AWS::EC2::Route',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPNGatewayRoutePropagation',
  'AWS::EC2::RouteServerPropagation',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::NetworkAclEntry',
  'AWS::EC2::SubnetNetworkAclAssociation',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::PrefixList',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EC2::GatewayRouteTableAssociation',
  'AWS::EC2::TransitGatewayAttachment',
  'AWS::EC2::TransitGatewayVpcAttachment',
  'AWS::EC2::VPCBlockPublicAccessOptions',
  'AWS::EC2::VPCBlockPublicAccessExclusion',
  ...Object.keys(GATEWAY_TYPES),
  RESTRICTS_DEFAULT_GROUP,
]);
