import { NetworkFacts } from './network-facts';
import { NETWORK_RESOURCE_TYPES, RESTRICTS_DEFAULT_GROUP } from './network-types';
import { Placement } from './placement';
import { readEndpoint } from './read-endpoints';
import { GATEWAY_TYPES, readAttachment, readGateway, readPrefixList } from './read-gateways';
import { defaultNetworkAcl, readNetworkAcl, readNetworkAclEntry } from './read-network-acls';
import { readPublicAccess } from './read-public-access';
import { readRoute, readRouteTable } from './read-routes';
import { defaultSecurityGroup, GroupAdditions, readRule, readSecurityGroup } from './read-security-groups';
import { Association, readIpv6Block, readMoreBlocks, readSubnet, readVpc } from './read-vpcs';
import { ResourceReader } from './resource-reader';
import { TemplateEvaluator } from '../../template/evaluate-template';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { Known } from '../../template/known';
import { whyMoreResources } from '../../template/macros';
import { symbol } from '../../template/symbol';

/** Reads the networks of templates that are deployed together, so that a route or a rule in another of these templates counts. */
export function readNetwork(ofType: (type: string) => readonly EvaluatedResource[], evaluator: TemplateEvaluator): NetworkFacts {
  const blocks = new Map<string, string>();
  const typeById = new Map([...NETWORK_RESOURCE_TYPES].flatMap(ofType).map(({ address, resource }) => [symbol(address.template, address.logicalId), resource.Type]));
  const others = { blockOf: (id: string) => blocks.get(id), typeOf: (id: string) => typeById.get(id) };
  const readers = (...types: readonly string[]) => types.flatMap((type) => ofType(type)).map((resource) => new ResourceReader(resource, evaluator, others));
  const vpcs = readers('AWS::EC2::VPC');
  const subnets = readers('AWS::EC2::Subnet');
  for (const reader of [...vpcs, ...subnets]) {
    const block = reader.block(4, 'CidrBlock');
    if (block.known && block.value !== undefined) {
      blocks.set(reader.id, block.value);
    }
  }
  const associationsOf = (type: string, property: string) => new Placement(readers(type), 'SubnetId', (reader, deployed): Association => ({ to: reader.neededReference(property), deployed }));
  const groups: GroupAdditions = {
    ingress: new Placement(readers('AWS::EC2::SecurityGroupIngress'), 'GroupId', (reader, deployed) => readRule(reader, deployed, 'Source')),
    egress: new Placement(readers('AWS::EC2::SecurityGroupEgress'), 'GroupId', (reader, deployed) => readRule(reader, deployed, 'Destination')),
  };
  const entries = new Placement(readers('AWS::EC2::NetworkAclEntry'), 'NetworkAclId', readNetworkAclEntry);
  const emptied = new Placement(readers(RESTRICTS_DEFAULT_GROUP), 'DefaultSecurityGroupId', (_, deployed) => deployed);
  const additions = {
    routeTables: associationsOf('AWS::EC2::SubnetRouteTableAssociation', 'RouteTableId'),
    networkAcls: associationsOf('AWS::EC2::SubnetNetworkAclAssociation', 'NetworkAclId'),
    ipv6Blocks: new Placement(readers('AWS::EC2::SubnetCidrBlock'), 'SubnetId', readIpv6Block),
  };
  const moreBlocks = new Placement(readers('AWS::EC2::VPCCidrBlock'), 'VpcId', readMoreBlocks);
  return {
    vpcs: byId(vpcs.map((vpc) => readVpc(vpc, moreBlocks))),
    subnets: byId(subnets.map((subnet) => readSubnet(subnet, additions))),
    routeTables: byId(readRouteTables(readers)),
    securityGroups: byId([
      ...vpcs.map((vpc) => defaultSecurityGroup(vpc, groups, emptied.named(vpc.attribute('DefaultSecurityGroup'), vpc.address.template))),
      ...readers('AWS::EC2::SecurityGroup').map((group) => readSecurityGroup(group, groups)),
    ]),
    networkAcls: byId([...vpcs.map((vpc) => defaultNetworkAcl(vpc, entries)), ...readers('AWS::EC2::NetworkAcl').map((acl) => readNetworkAcl(acl, entries))]),
    prefixLists: byId(readers('AWS::EC2::PrefixList').map(readPrefixList)),
    gateways: byId(readGateways(readers)),
    endpoints: readers('AWS::EC2::VPCEndpoint').map(readEndpoint),
    publicAccess: readPublicAccess(readers),
    incomplete: whereIncomplete([...vpcs, ...subnets]),
  };
}

function whereIncomplete(readers: readonly ResourceReader[]): ReadonlyMap<string, string> {
  const templates = new Map(readers.map(({ resource: { template } }) => [template.id, template]));
  return new Map([...templates].flatMap(([id, template]) => {
    const reason = whyMoreResources(template);
    return reason === undefined ? [] : [[id, reason]];
  }));
}

type Readers = (...types: readonly string[]) => readonly ResourceReader[];

function readRouteTables(readers: Readers) {
  const routes = new Placement(readers('AWS::EC2::Route'), 'RouteTableId', readRoute);
  const propagations = new Placement(readers('AWS::EC2::RouteServerPropagation'), 'RouteTableId', () => true);
  const lists = readers('AWS::EC2::VPNGatewayRoutePropagation').map((propagation) => propagation.references('RouteTableIds'));
  const propagated = new Set(lists.flatMap((list) => list.known ? list.value.flatMap((table) => table.known ? [table.value] : []) : []));
  return readers('AWS::EC2::RouteTable').map((table) => readRouteTable(table, routes, propagations, (id) => propagated.has(id)));
}

function readGateways(readers: Readers) {
  const attached = readers('AWS::EC2::VPCGatewayAttachment');
  const attachments = new Map(Object.entries({
    'AWS::EC2::InternetGateway': new Placement(attached.filter((one) => one.has('InternetGatewayId')), 'InternetGatewayId', readAttachment),
    'AWS::EC2::VPNGateway': new Placement(attached.filter((one) => one.has('VpnGatewayId')), 'VpnGatewayId', readAttachment),
    'AWS::EC2::TransitGateway': new Placement(readers('AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayVpcAttachment'), 'TransitGatewayId', readAttachment),
  }));
  const none: Placement<Known<string>> = new Placement([], '', readAttachment);
  const edges = new Placement(readers('AWS::EC2::GatewayRouteTableAssociation'), 'GatewayId', ({ address }) => address);
  return Object.keys(GATEWAY_TYPES).flatMap((type) => readers(type).map((gateway) => readGateway(gateway, attachments.get(type) ?? none, edges)));
}

function byId<T extends { readonly id: string }>(facts: readonly T[]): ReadonlyMap<string, T> {
  return new Map(facts.map((one) => [one.id, one]));
}
