import { Departure } from './departure';
import { MULTI_REGION_ACCESS_POINTS } from './destination';
import { Followed, Target, throughUnknown } from './followed';
import { edgeRoutes, isAttached } from './gateway-attachments';
import { best, cutBy, join, Leg, notKnown, PASSES } from './leg';
import { intoSubnet, outOfSubnet } from './network-acls';
import { subnetPeer } from './peers';
import { publicAccessBlock } from './public-access';
import { waysOut, WayOut } from './ways-out';
import { GatewayFacts, SubnetFacts } from '../facts/network/network-facts';
import { Known, unknown } from '../template/known';
import { hasSymbol, withoutSymbols } from '../template/symbol';
import { ResourceAddress } from '../template/template';

/**
 * A NAT gateway sends on by the route table of its own subnet. S3 sees its Elastic IP address.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export function throughNat({ gateway }: Target, departure: Departure): Followed {
  const nat = gateway!.nat!;
  const { address } = gateway!;
  if (departure.family === 6) {
    return { ...throughUnknown('natGateway', [address], []), leg: cutBy(address, 'route', `NAT gateway ${address.logicalId} carries IPv4 only.`) };
  }
  if (!nat.subnet.known) {
    return throughUnknown('natGateway', [address], [`The subnet of NAT gateway ${address.logicalId} is not known: ${nat.subnet.reason}.`]);
  }
  if (!nat.isPublic.known) {
    return throughUnknown('natGateway', [address], [`Whether NAT gateway ${address.logicalId} is public is not known: ${nat.isPublic.reason}.`]);
  }
  const arrives: Followed['arrives'] = { kind: 'internet', sourceIp: addressOf(nat.elasticIp, address) };
  if (nat.subnet.value === undefined) {
    const leg = join(throughAnyGateway(gateway!, departure), publicAccessBlock('natGateway', departure.vpc, departure.subnet, departure.network));
    return { via: 'natGateway', hops: [address, ...attachedGateways(departure)], leg, arrives };
  }
  const subnet = departure.network.subnet(nat.subnet.value);
  if (!subnet) {
    return throughUnknown('natGateway', [address], [`Subnet ${withoutSymbols(nat.subnet.value)} of NAT gateway ${address.logicalId} is not in these templates.`]);
  }
  if (subnet.vpc.known && subnet.vpc.value !== departure.vpc) {
    return throughUnknown('natGateway', [address], [`NAT gateway ${address.logicalId} is in another VPC than the route to it.`]);
  }
  const ways = waysOut(subnet, departure.vpc, departure.s3, departure.to === MULTI_REGION_ACCESS_POINTS ? () => false : () => true, departure.network);
  const { hops, ...onward } = oneOf(ways.map((way) => throughWay(way, gateway!, subnet, departure)), address);
  return {
    via: 'natGateway',
    hops: [address, subnet.address, ...hops],
    leg: join(throughAcls(subnet, departure), publicAccessBlock('natGateway', departure.vpc, subnet, departure.network), onward),
    arrives,
  };
}

interface Onward extends Leg {
  readonly hops: readonly ResourceAddress[];
}

/** Where it is not known which way is taken, requests are cut only if every way is. */
function oneOf(ways: readonly Onward[], { logicalId }: ResourceAddress): Onward {
  const found = best(ways)!;
  return ways.length === 1 || ways.every(({ cuts }) => cuts.length > 0) ? found
    : { ...found, cuts: [], unknowns: [...found.unknowns, `Which way NAT gateway ${logicalId} sends requests is not known before deployment.`] };
}

/** By reference to the Elastic IP address: what a policy compares with is the same symbol. */
function addressOf(elasticIp: Known<string | undefined>, { logicalId }: ResourceAddress): Known<string> {
  return !elasticIp.known ? elasticIp
    : elasticIp.value === undefined || !hasSymbol(elasticIp.value) ? unknown(`the public address of NAT gateway ${logicalId} is not in these templates`) : { known: true, value: elasticIp.value };
}

/** The network ACL of its subnet sees both sides, but not what stays in the subnet. */
function throughAcls(subnet: SubnetFacts, { subnet: own, s3, groups, family, network }: Departure): Leg {
  const inside = subnetPeer(own, family, groups, network);
  const arriving = subnet === own ? PASSES : inside.known ? intoSubnet(subnet, inside.value, network) : notKnown(`Whether the network ACL of subnet ${subnet.address.logicalId} allows the requests is not known: ${inside.reason}.`);
  return join(arriving, outOfSubnet(subnet, s3, network));
}

function throughWay({ to, unknowns, assumptions, table }: WayOut, nat: GatewayFacts, subnet: SubnetFacts, departure: Departure): Onward {
  const isPublic = nat.nat!.isPublic.known && nat.nat!.isPublic.value;
  const name = `NAT gateway ${nat.address.logicalId}`;
  const base: Leg = { cuts: [], unknowns, assumptions };
  const lacksRoute = (at: ResourceAddress) => cutBy(at, 'route', `The subnet of ${name} has no route to an internet gateway.`);
  if (to === 'notKnown') {
    return { ...base, hops: [] };
  }
  if (to === 'nowhere') {
    return { ...join(base, lacksRoute(table?.address ?? subnet.address)), hops: [] };
  }
  if ('endpoint' in to) {
    const endpoint = to.endpoint.address.logicalId;
    return { ...join(base, notKnown(`AWS does not say whether ${name} sends requests to gateway endpoint ${endpoint}, which is in the route table of its subnet.`)), hops: [] };
  }
  const { target, address } = to.route;
  if (!target.known) {
    return { ...join(base, notKnown(`Where route ${address.logicalId} leads is not known: ${target.reason}.`)), hops: [] };
  }
  const gateway = target.value && departure.network.gateways.get(target.value.id);
  if (gateway?.kind === 'internetGateway') {
    const leg = isPublic ? join(isAttached(gateway, departure.vpc), edgeRoutes(gateway))
      : cutBy(gateway.address, 'route', `${name} is private, so internet gateway ${gateway.address.logicalId} drops its requests.`);
    return { ...join(base, leg), hops: [gateway.address] };
  }
  return gateway?.kind === 'natGateway' || gateway?.kind === 'peering' || target.value === undefined ? { ...join(base, lacksRoute(address)), hops: [] }
    : { ...join(base, notKnown(`Route ${address.logicalId} leads requests of ${name} to ${withoutSymbols(target.value.id)}, and what is behind it is not in these templates.`)), hops: gateway ? [gateway.address] : [] };
}

/** A regional NAT gateway has a route table of its own, with a route to the internet gateway of its VPC. @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html */
function throughAnyGateway(nat: GatewayFacts, { vpc, network }: Departure): Leg {
  const gateways = [...network.gateways.values()].filter(({ kind }) => kind === 'internetGateway');
  return best(gateways.map((gateway) => isAttached(gateway, vpc))) ?? (network.vpcs.has(vpc)
    ? cutBy(nat.address, 'route', `No internet gateway is attached to the VPC of NAT gateway ${nat.address.logicalId}.`)
    : notKnown(`Whether an internet gateway is attached to the VPC of NAT gateway ${nat.address.logicalId} is not in these templates.`));
}

function attachedGateways({ vpc, network }: Departure): readonly ResourceAddress[] {
  return [...network.gateways.values()].filter(({ kind, vpcs }) => kind === 'internetGateway' && vpcs.some((one) => one.known && one.value === vpc)).map(({ address }) => address);
}
