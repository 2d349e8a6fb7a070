import { Departure } from './departure';
import { Destination } from './destination';
import { followWay } from './follow-way';
import { Followed } from './followed';
import { namedEndpoints, throughInterfaceEndpoint } from './interface-endpoints';
import { assuming, join, Leg, notKnown, PASSES } from './leg';
import { outOfSubnet } from './network-acls';
import { indexOf, NetworkIndex } from './network-index';
import { NetworkPath } from './network-path';
import { throughGroups } from './security-groups';
import { waysOut } from './ways-out';
import { NetworkFacts, SubnetFacts } from '../facts/network/network-facts';
import { InterfaceFacts, PlaceFacts } from '../facts/places/place-facts';
import { Known, known } from '../template/known';
import { symbol, withoutSymbols } from '../template/symbol';

/**
 * The paths that requests of a place take to S3 in a Region, or to multi-Region access points, on TCP port 443 and back: one for each
 * network interface and each way out of its subnet. Where all is known, an interface has one.
 */
export function networkPaths(place: PlaceFacts, network: NetworkFacts, to: Destination): readonly NetworkPath[] {
  const index = indexOf(network);
  const { interfaces, outsideVpc } = place;
  const outside = !outsideVpc.known || outsideVpc.value
    ? [path(place, [], { via: 'service', hops: [], leg: outsideVpc.known ? PASSES : notKnown(`Whether the requests of ${place.address.logicalId} leave from no VPC is not known: ${outsideVpc.reason}.`), arrives: { kind: 'aws' } })] : [];
  if (!interfaces.known) {
    return [...outside, unknownPath(place, [`Where the requests of ${place.address.logicalId} leave from is not known: ${interfaces.reason}.`])];
  }
  const open = outsideVpc.known ? PASSES : notKnown(`Whether the requests of ${place.address.logicalId} leave from a VPC is not known: ${outsideVpc.reason}.`);
  const inside = interfaces.value.flatMap((from) => pathsFrom(place, from, index, to)).map((one) => ({ ...one, unknowns: [...open.unknowns, ...one.unknowns] }));
  return outside.length + inside.length > 0 ? [...outside, ...inside]
    : [unknownPath(place, [`${place.address.logicalId} has no network interface in these templates.`])];
}

function path(place: PlaceFacts, hops: NetworkPath['hops'], { via, leg, hops: further, arrives }: Followed): NetworkPath {
  return { via, hops: [place.address, ...hops, ...further], ...leg, arrives };
}

function unknownPath(place: PlaceFacts, unknowns: readonly string[], hops: NetworkPath['hops'] = []): NetworkPath {
  return path(place, hops, { via: null, hops: [], leg: notKnown(...unknowns), arrives: { kind: 'aws' } });
}

function pathsFrom(place: PlaceFacts, from: InterfaceFacts, network: NetworkIndex, to: Destination): readonly NetworkPath[] {
  const { logicalId } = place.address;
  if (!from.subnet.known) {
    return [unknownPath(place, [`The subnet of ${logicalId} is not known: ${from.subnet.reason}.`])];
  }
  const subnet = network.subnet(from.subnet.value);
  if (!subnet) {
    return [unknownPath(place, [`Subnet ${withoutSymbols(from.subnet.value)} of ${logicalId} is not in these templates.`])];
  }
  if (!subnet.vpc.known) {
    return [unknownPath(place, [`The VPC of subnet ${subnet.address.logicalId} is not known: ${subnet.vpc.reason}.`], [subnet.address])];
  }
  const { family, leg } = familyOf(subnet, to);
  const vpc = subnet.vpc.value;
  const groups = groupsOf(from, vpc, network);
  const departure: Departure = { place, from, subnet, vpc, groups: groups.groups, family, s3: to.peer(family, subnet.region), to, network };
  return waysToListed(departure).map((followed) => path(place, [subnet.address], { ...followed, leg: unlessIncomplete(join(leg, groups.leg, followed.leg), subnet, network) }));
}

/** What a macro may add could open what is cut. */
function unlessIncomplete(leg: Leg, { address }: SubnetFacts, { incomplete }: NetworkIndex): Leg {
  const reason = incomplete.get(address.template);
  return reason === undefined || leg.cuts.length === 0 ? leg
    : { ...leg, cuts: [], unknowns: [...leg.unknowns, ...leg.cuts.map((cut) => `${cut.reason} But ${reason}.`)] };
}

/** Requests leave with IPv4, unless the subnet has none: S3's regional name has IPv4 addresses only. */
function familyOf({ ipv6Only, address }: SubnetFacts, to: Destination): { readonly family: 4 | 6; readonly leg: Leg } {
  const { logicalId } = address;
  return !ipv6Only.known ? { family: 4, leg: notKnown(`Whether subnet ${logicalId} has IPv4 addresses is not known: ${ipv6Only.reason}.`) }
    : ipv6Only.value ? { family: 6, leg: to.fromIpv6(logicalId) } : { family: 4, leg: PASSES };
}

function groupsOf({ securityGroups }: InterfaceFacts, vpc: string, network: NetworkIndex): { readonly groups: readonly Known<string>[]; readonly leg: Leg } {
  if (!securityGroups.known) {
    return { groups: [securityGroups], leg: PASSES };
  }
  const fallback = network.vpcs.get(vpc)?.defaultSecurityGroup ?? symbol('default', vpc.replace(/[⟦⟧#]/g, ''));
  return securityGroups.value.length > 0 ? { groups: securityGroups.value, leg: PASSES }
    : { groups: [known(fallback)], leg: assuming(`Where a template names no security group, the default group of VPC ${withoutSymbols(vpc)} applies.`) };
}

/**
 * The ways to S3, wherever its addresses are. Where it is not known what happens to some address, but all that AWS lists pass by one way, that
 * is the way, with an assumption: AWS adds addresses. Nothing is cut because of the list.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html
 */
function waysToListed(departure: Departure): readonly Followed[] {
  const all = ways(departure);
  const listed = all.some(({ leg }) => leg.unknowns.length > 0) ? departure.to.listed(departure.s3) : undefined;
  const [found, ...more] = listed ? ways({ ...departure, s3: listed.peer }) : [];
  return listed && found && more.length === 0 && found.leg.cuts.length + found.leg.unknowns.length === 0
    ? [{ ...found, leg: join(found.leg, assuming(listed.assumption)) }] : all;
}

function ways(departure: Departure): readonly Followed[] {
  const { subnet, vpc, s3, network, groups, place, to } = departure;
  const leg = to.near(subnet.region);
  const named = namedEndpoints(departure).map((one) => ({ one, followed: throughInterfaceEndpoint(one, departure) }));
  const found = named.map(({ followed }) => ({ ...followed, leg: join(leg, followed.leg) }));
  if (named.some(({ one }) => one.unknowns.length === 0)) {
    return found;
  }
  const unless = notKnown(...named.flatMap(({ one }) => one.unknowns));
  const filters = join(unless, ownResolver(vpc, to, network), throughGroups(groups, 'egress', s3, place.address, network), outOfSubnet(subnet, s3, network));
  return [...found, ...waysOut(subnet, vpc, s3, (service) => to.isByGateway(service, subnet.region), network).map((way) => {
    const followed = followWay(way, departure);
    return { ...followed, leg: join(followed.via === 'gatewayEndpoint' ? leg : PASSES, filters, followed.leg) };
  })];
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
function ownResolver(vpc: string, { host }: Destination, { vpcs }: NetworkIndex): Leg {
  const support = vpcs.get(vpc)?.dnsSupport;
  return support?.known && !support.value ? assuming(`DNS support of VPC ${withoutSymbols(vpc)} is off, and its own DNS servers know ${host}.`) : PASSES;
}
