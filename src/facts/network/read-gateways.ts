import { GatewayFacts, PrefixListFacts } from './network-facts';
import { Placement } from './placement';
import { ResourceReader } from './resource-reader';
import { Known, known, unknown } from '../../template/known';
import { ResourceAddress } from '../../template/template';

/** What attaches a gateway to a VPC; a VPC is unknown where it may not be attached at all. */
export type Attachments = Placement<Known<string>>;

/** The gateways that routes lead to, by their type: what they are, and which VPCs they are attached to. */
export const GATEWAY_TYPES: Readonly<Record<string, { readonly kind: GatewayFacts['kind']; readonly vpcs: (gateway: ResourceReader, attachments: Attachments) => readonly Known<string>[] }>> = {
  'AWS::EC2::InternetGateway': { kind: 'internetGateway', vpcs: (gateway, attachments) => attachments.of(gateway) },
  'AWS::EC2::VPNGateway': { kind: 'virtualPrivateGateway', vpcs: (gateway, attachments) => attachments.of(gateway) },
  'AWS::EC2::TransitGateway': { kind: 'transitGateway', vpcs: (gateway, attachments) => attachments.of(gateway) },
  'AWS::EC2::EgressOnlyInternetGateway': { kind: 'egressOnlyInternetGateway', vpcs: (gateway) => [gateway.neededReference('VpcId')] },
  'AWS::EC2::VPCPeeringConnection': { kind: 'peering', vpcs: (gateway) => [gateway.neededReference('VpcId'), gateway.neededReference('PeerVpcId')] },
  'AWS::EC2::CarrierGateway': { kind: 'other', vpcs: (gateway) => [gateway.neededReference('VpcId')] },
  'AWS::EC2::NatGateway': { kind: 'natGateway', vpcs: (gateway) => gateway.has('VpcId') ? [gateway.neededReference('VpcId')] : [] },
};

export function readGateway(gateway: ResourceReader, attachments: Attachments, edges: Placement<ResourceAddress>): GatewayFacts {
  const { kind, vpcs } = GATEWAY_TYPES[gateway.resource.resource.Type];
  return { ...gateway.facts, kind, vpcs: vpcs(gateway, attachments), edgeAssociations: edges.of(gateway), ...kind === 'natGateway' ? { nat: readNat(gateway) } : {} };
}

export function readAttachment(attachment: ResourceReader, deployed: Known<boolean>): Known<string> {
  return deployed.known ? attachment.neededReference('VpcId') : deployed;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html */
function readNat(gateway: ResourceReader): GatewayFacts['nat'] {
  const type = gateway.text('ConnectivityType');
  const regional = gateway.text('AvailabilityMode');
  const subnet = gateway.reference('SubnetId');
  return {
    subnet: !regional.known ? regional
      : regional.value === 'regional' ? known(undefined)
        : subnet.known && subnet.value === undefined ? unknown(`SubnetId of ${gateway.address.logicalId} is missing`) : subnet,
    isPublic: type.known ? known(type.value !== 'private') : type,
    elasticIp: gateway.has('SecondaryAllocationIds') ? unknown(`${gateway.address.logicalId} has several Elastic IP addresses`) : gateway.reference('AllocationId'),
  };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-prefixlist.html */
export function readPrefixList(list: ResourceReader): PrefixListFacts {
  const family = list.text('AddressFamily');
  const entries = list.list(['Entries'], (at) => list.block(family.known && family.value === 'IPv6' ? 6 : 4, ...at, 'Cidr'));
  const open = entries.known ? entries.value.find((entry) => !entry.known || entry.value === undefined) : undefined;
  return {
    ...list.facts,
    entries: !entries.known ? entries
      : open ? open.known ? unknown(`an entry of ${list.address.logicalId} has no Cidr`) : open
        : known(entries.value.flatMap((entry) => entry.known && entry.value !== undefined ? [entry.value] : [])),
  };
}
