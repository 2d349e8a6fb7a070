import { RouteFacts, RouteTableFacts } from './network-facts';
import { Placement } from './placement';
import { ResourceReader } from './resource-reader';
import { Known, known, unknown } from '../../template/known';

/** The properties of a route of which one names where it leads. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html */
export const ROUTE_TARGETS = [
  'GatewayId', 'NatGatewayId', 'EgressOnlyInternetGatewayId', 'TransitGatewayId', 'VpcPeeringConnectionId', 'NetworkInterfaceId', 'InstanceId', 'VpcEndpointId', 'CarrierGatewayId',
  'LocalGatewayId', 'CoreNetworkArn', 'OdbNetworkArn',
] as const;

export function readRouteTable(table: ResourceReader, routes: Placement<RouteFacts>, propagations: Placement<unknown>, propagatedTo: (id: string) => boolean): RouteTableFacts {
  return {
    ...table.facts,
    vpc: table.neededReference('VpcId'),
    routes: routes.of(table),
    propagates: propagatedTo(table.id) || propagations.of(table).length > 0,
  };
}

export function readRoute(route: ResourceReader, deployed: Known<boolean>): RouteFacts {
  return { address: route.address, deployed, destination: readDestination(route), target: readTarget(route) };
}

function readDestination(route: ResourceReader): RouteFacts['destination'] {
  const read = [
    ...([[4, 'DestinationCidrBlock'], [6, 'DestinationIpv6CidrBlock']] as const).map(([family, property]) => ({ property, value: route.block(family, property), of: (cidr: string) => ({ cidr }) })),
    { property: 'DestinationPrefixListId', value: route.reference('DestinationPrefixListId'), of: (prefixList: string) => ({ prefixList }) },
  ].filter(({ property }) => route.has(property));
  if (read.length !== 1) {
    return unknown(`${route.address.logicalId} names ${read.length === 0 ? 'no destination' : 'several destinations'}`);
  }
  const [{ value, of }] = read;
  return !value.known ? value : value.value === undefined ? unknown(`${route.address.logicalId} names no destination`) : known(of(value.value));
}

function readTarget(route: ResourceReader): RouteFacts['target'] {
  const named = ROUTE_TARGETS.filter((property) => route.has(property));
  if (named.length !== 1) {
    return named.length === 0 ? known(undefined) : unknown(`${route.address.logicalId} names several targets`);
  }
  const id = route.neededReference(named[0]);
  return id.known ? known({ kind: named[0], id: id.value }) : id;
}
