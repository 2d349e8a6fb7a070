import { Departure } from './departure';
import { Followed, Target, throughUnknown } from './followed';
import { edgeRoutes, isAttached } from './gateway-attachments';
import { cutBy, join, Leg, notKnown, PASSES } from './leg';
import { throughNat } from './nat-gateways';
import { publicAccessBlock } from './public-access';
import { Via } from './reach-report';
import { GatewayFacts } from '../facts/network/network-facts';
import { resourceId } from '../facts/network/resource-id';
import { known, Known, mapKnown, unknown } from '../template/known';
import { symbol } from '../template/symbol';

/** What is known of each thing that a route leads to: by its kind, else by the property that names it. */
export const FOLLOWED: Readonly<Record<string, (target: Target, departure: Departure) => Followed>> = {
  internetGateway: throughInternetGateway,
  egressOnlyInternetGateway: throughEgressOnlyGateway,
  natGateway: (target, departure) => throughNat(target, departure),
  peering: throughPeering,
  VpcPeeringConnectionId: throughPeering,
  transitGateway: (target) => farSide('transitGateway', target, 'transit gateway'),
  TransitGatewayId: (target) => farSide('transitGateway', target, 'transit gateway'),
  virtualPrivateGateway: (target) => farSide(null, target, 'virtual private gateway'),
  GatewayId: (target, departure) => target.id === 'local' ? local(target, departure) : farSide(null, target, 'gateway'),
  NatGatewayId: (target) => farSide('natGateway', target, 'NAT gateway'),
  EgressOnlyInternetGatewayId: (target) => farSide('egressOnlyInternetGateway', target, 'egress-only internet gateway'),
  NetworkInterfaceId: (target) => farSide(null, target, 'network interface'),
  InstanceId: (target) => farSide(null, target, 'instance'),
  VpcEndpointId: (target) => farSide(null, target, 'Gateway Load Balancer endpoint'),
  CarrierGatewayId: (target) => farSide(null, target, 'carrier gateway'),
  LocalGatewayId: (target) => farSide(null, target, 'local gateway'),
  CoreNetworkArn: (target) => farSide(null, target, 'core network'),
  OdbNetworkArn: (target) => farSide(null, target, 'ODB network'),
};

/** Nobody knows from a template where it goes on. */
function farSide(via: Via | null, { route, gateway, name }: Target, what: string): Followed {
  return throughUnknown(via, gateway ? [gateway.address] : [], [`Route ${route.address.logicalId} leads to ${what} ${name}, and what is behind it is not in these templates.`]);
}

function local({ route }: Target, { s3 }: Departure): Followed {
  return { via: null, hops: [], leg: cutBy(route.address, 'route', `Route ${route.address.logicalId} keeps requests to ${s3.name} within the VPC.`), arrives: { kind: 'aws' } };
}

/** @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations */
function throughPeering({ route, gateway, name }: Target): Followed {
  const reason = `Peering connection ${name} carries no requests to S3: the other VPC shares neither its gateway endpoints nor its way to the internet.`;
  return { via: 'peering', hops: gateway ? [gateway.address] : [], leg: cutBy(gateway?.address ?? route.address, 'route', reason), arrives: { kind: 'aws' } };
}

/**
 * It takes requests of interfaces that have a public address, and S3 sees that address.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
function throughInternetGateway({ gateway }: Target, departure: Departure): Followed {
  const { subnet, vpc, family } = departure;
  return {
    via: 'internetGateway',
    hops: [gateway!.address],
    leg: join(isAttached(gateway!, vpc), edgeRoutes(gateway!), publicAccessBlock('internetGateway', vpc, subnet, departure.network), family === 4 ? hasPublicAddress(gateway!, departure) : hasIpv6(gateway!, departure)),
    arrives: { kind: 'internet', sourceIp: family === 4 ? publicAddressOf(departure) : ipv6AddressOf(departure) },
  };
}

/** An Elastic IP address is named by its resource, so that it is the same text as in a policy. */
function publicAddressOf({ place: { address }, from: { elasticIp } }: Departure): Known<string> {
  return elasticIp === undefined ? unknown(`the public address of ${address.logicalId} is chosen at deployment`)
    : mapKnown(elasticIp, (text) => /^[A-Za-z][A-Za-z0-9]*$/.test(text) ? symbol(address.template, text) : resourceId(text));
}

function ipv6AddressOf({ place: { address } }: Departure): Known<string> {
  return unknown(`the IPv6 address of ${address.logicalId} is chosen at deployment`);
}

/** Functions have none, whatever their subnet gives. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html */
const NEVER_PUBLIC: ReadonlySet<string> = new Set(['AWS::Lambda::Function', 'AWS::Serverless::Function']);

function hasPublicAddress(gateway: GatewayFacts, { place, from, subnet }: Departure): Leg {
  const isFunction = NEVER_PUBLIC.has(place.type);
  const has: Known<boolean> = isFunction ? known(false) : from.elasticIp ? known(true) : from.publicAddress ?? subnet.mapsPublicAddress;
  return !has.known ? notKnown(`Whether ${place.address.logicalId} has a public IPv4 address is not known: ${has.reason}.`)
    : has.value ? PASSES : cutBy(gateway.address, 'route', `${place.address.logicalId} has no public IPv4 address, so internet gateway ${gateway.address.logicalId} does not carry its requests.`);
}

function hasIpv6({ address }: GatewayFacts, { place, from }: Departure): Leg {
  return from.ipv6 === undefined ? PASSES
    : !from.ipv6.known ? notKnown(`Whether ${place.address.logicalId} has an IPv6 address is not known: ${from.ipv6.reason}.`)
      : from.ipv6.value ? PASSES : cutBy(address, 'route', `${place.address.logicalId} has no IPv6 address, so gateway ${address.logicalId} does not carry its requests.`);
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html */
function throughEgressOnlyGateway({ gateway }: Target, departure: Departure): Followed {
  const { address } = gateway!;
  return {
    via: 'egressOnlyInternetGateway',
    hops: [address],
    leg: departure.family === 4 ? cutBy(address, 'route', `Egress-only internet gateway ${address.logicalId} carries IPv6 only.`)
      : join(isAttached(gateway!, departure.vpc), publicAccessBlock('egressOnlyInternetGateway', departure.vpc, departure.subnet, departure.network), hasIpv6(gateway!, departure)),
    arrives: { kind: 'internet', sourceIp: ipv6AddressOf(departure) },
  };
}
