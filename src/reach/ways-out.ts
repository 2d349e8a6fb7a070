import { AddressSpace, intersect, withoutAll } from './address-space';
import { NetworkIndex } from './network-index';
import { Peer, prefixListSpace } from './peers';
import { s3Service } from './regions';
import { S3_PREFIX_LENGTH } from './s3-addresses';
import { readAddressBlock } from '../facts/network/address-block';
import { EndpointFacts, RouteFacts, RouteTableFacts, SubnetFacts } from '../facts/network/network-facts';
import { Known, known, mapKnown, unknown } from '../template/known';
import { withoutSymbols } from '../template/symbol';

/** Where the route table of a subnet sends requests to S3's public addresses, or may send them. */
export interface WayOut {
  readonly to: { readonly route: RouteFacts } | { readonly endpoint: EndpointFacts } | 'nowhere' | 'notKnown';
  readonly table: RouteTableFacts | undefined;
  /** Why requests may not go this way. */
  readonly unknowns: readonly string[];
  readonly assumptions: readonly string[];
}

/**
 * The ways out of a subnet: the most specific route for each of S3's addresses. There is one where all is known.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function waysOut(subnet: SubnetFacts, vpc: string, peer: Peer, inRegion: (region: string) => boolean, network: NetworkIndex): readonly WayOut[] {
  const { routeTable, address } = subnet;
  const way = (to: WayOut['to'], unknowns: readonly string[], assumptions: readonly string[] = []): WayOut => ({ to, table: undefined, unknowns, assumptions });
  if (!routeTable.known) {
    return [way('notKnown', [`The route table of subnet ${address.logicalId} is not known: ${routeTable.reason}.`])];
  }
  if (routeTable.value === undefined) {
    return network.vpcs.has(vpc)
      ? [way('nowhere', [], [`The main route table of VPC ${withoutSymbols(vpc)} has its local route only.`])]
      : [way('notKnown', [`Subnet ${address.logicalId} has the main route table of VPC ${withoutSymbols(vpc)}, which is not in these templates.`])];
  }
  const table = network.routeTables.get(routeTable.value);
  return table ? waysOfTable(table, candidatesOf(table, vpc, peer, inRegion, network), peer)
    : [way('notKnown', [`Route table ${withoutSymbols(routeTable.value)} of subnet ${address.logicalId} is not in these templates.`])];
}

/** A route that may carry some of the requests. */
interface Candidate {
  readonly to: Exclude<WayOut['to'], string>;
  readonly name: string;
  /** The more specific, the longer. */
  readonly length: number;
  /** Among those that are as specific: static routes come before prefix lists. */
  readonly rank: number;
  readonly space: AddressSpace;
  /** Why it may not be there, or not for these addresses. */
  readonly open: string | undefined;
  readonly assumptions: readonly string[];
}

function candidatesOf(table: RouteTableFacts, vpc: string, peer: Peer, inRegion: (region: string) => boolean, network: NetworkIndex): readonly Candidate[] {
  const endpoints = network.endpointsOf(vpc).flatMap((endpoint) => endpointCandidate(endpoint, table, vpc, peer, inRegion));
  return [...endpoints, ...table.routes.flatMap((route) => routeCandidates(route, peer, network))].sort((one, other) => other.length - one.length || one.rank - other.rank);
}

function routeCandidates(route: RouteFacts, peer: Peer, network: NetworkIndex): Candidate[] {
  const name = `route ${route.address.logicalId}`;
  const undecided = route.deployed.known ? undefined : route.deployed.reason;
  const candidate = (space: AddressSpace, length: number, rank: number, open: string | undefined = undecided, assumptions: readonly string[] = []): Candidate[] =>
    intersect(peer.space, space) ? [{ to: { route }, name, length, rank, space, open, assumptions }] : [];
  const { destination } = route;
  if (!destination.known) {
    return candidate(peer.space, 128, 0, destination.reason);
  }
  if ('cidr' in destination.value) {
    const block = readAddressBlock(destination.value.cidr);
    return block?.family === peer.family ? candidate([block], block.length, 0) : [];
  }
  const list = network.prefixLists.get(destination.value.prefixList);
  const found = prefixListSpace(destination.value.prefixList, peer, network);
  return !found.known ? candidate(peer.space, 128, 1, found.reason)
    : list?.entries.known ? list.entries.value.flatMap((cidr) => {
      const block = readAddressBlock(cidr);
      return block?.family === peer.family ? candidate([block], block.length, 1) : [];
    })
      : candidate(found.value.space, S3_PREFIX_LENGTH, 1, undecided, found.value.assumption === undefined ? [] : [found.value.assumption]);
}

/** The route that a gateway endpoint puts into the tables that it names. @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-routing */
function endpointCandidate(endpoint: EndpointFacts, table: RouteTableFacts, vpc: string, peer: Peer, inRegion: (region: string) => boolean): Candidate[] {
  const carries = endpoint.kind === 'gateway' ? carriesTo(endpoint, peer, inRegion) : known(false);
  const named = namesTable(endpoint, table);
  if ((carries.known && !carries.value) || (named.known && !named.value)) {
    return [];
  }
  const inVpc: Known<boolean> = endpoint.vpc.known ? endpoint.vpc.value === vpc ? known(true) : unknown(`${endpoint.address.logicalId} is in another VPC`) : endpoint.vpc;
  const open = [endpoint.deployed, carries, named, inVpc].find((fact) => !fact.known);
  return [{
    to: { endpoint }, name: `gateway endpoint ${endpoint.address.logicalId}`, length: S3_PREFIX_LENGTH, rank: -1, space: peer.space, open: open && !open.known ? open.reason : undefined, assumptions: [],
  }];
}

/** Gateway endpoints are for IPv4 unless they say otherwise. @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-ip-address-type */
function carriesTo({ serviceName, ipAddressType }: EndpointFacts, peer: Peer, inRegion: (region: string) => boolean): Known<boolean> {
  const service = mapKnown(serviceName, s3Service);
  return service.known && (!service.value || !inRegion(service.value.region)) ? known(false)
    : ipAddressType.known && !carriesFamily(ipAddressType.value, peer.family) ? known(false)
      : !service.known ? service : !ipAddressType.known ? ipAddressType : known(true);
}

export function carriesFamily(ipAddressType: string | undefined, family: 4 | 6): boolean {
  return (ipAddressType ?? 'ipv4') === 'dualstack' || (ipAddressType ?? 'ipv4') === `ipv${family}`;
}

function namesTable({ routeTables }: EndpointFacts, table: RouteTableFacts): Known<boolean> {
  const open = routeTables.known ? routeTables.value.find((one) => !one.known) : routeTables;
  return routeTables.known && routeTables.value.some((one) => one.known && one.value === table.id) ? known(true) : open && !open.known ? open : known(false);
}

/** The most specific first; each takes the addresses that are left. */
function waysOfTable(table: RouteTableFacts, candidates: readonly Candidate[], peer: Peer): readonly WayOut[] {
  const ways: WayOut[] = [];
  let remaining = peer.space;
  const unknowns: string[] = [];
  for (const { to, name, space, open, assumptions } of candidates) {
    if (!intersect(remaining, space)) {
      continue;
    }
    const rest = withoutAll(remaining, space);
    if (open !== undefined) {
      unknowns.push(`Whether ${name} carries the requests is not known: ${open}.`);
      ways.push({ to, table, unknowns: [...unknowns], assumptions });
      continue;
    }
    if (rest.length > 0) {
      unknowns.push(`The destination of ${name} has only a part of ${peer.name}.`);
    }
    ways.push({ to, table, unknowns: [...unknowns], assumptions });
    remaining = rest;
  }
  const { logicalId } = table.address;
  const last: WayOut = table.propagates
    ? { to: 'notKnown', table, unknowns: [...unknowns, `Which routes are propagated to route table ${logicalId} is not known before deployment.`], assumptions: [] }
    : { to: 'nowhere', table, unknowns, assumptions: [] };
  const propagated = table.propagates ? [`No route that is propagated to route table ${logicalId} is more specific for ${peer.name} than its own routes.`] : [];
  const all = remaining.length === 0 ? ways.map((way) => ({ ...way, assumptions: [...way.assumptions, ...propagated] })) : [...ways, last];
  return mergeWays(all);
}

/** Those that lead to the same target, into one: a table may have many routes to one gateway. */
function mergeWays(ways: readonly WayOut[]): readonly WayOut[] {
  const merged = new Map<string, WayOut>();
  for (const way of ways) {
    const key = targetKey(way);
    const before = merged.get(key);
    merged.set(key, before ? { ...before, unknowns: shorter(before.unknowns, way.unknowns), assumptions: [...new Set([...before.assumptions, ...way.assumptions])] } : way);
  }
  return merged.size === 1 && ways.length > 1 ? [...merged.values()].map((way) => ({ ...way, unknowns: covering(way, ways) })) : [...merged.values()];
}

function shorter(one: readonly string[], other: readonly string[]): readonly string[] {
  return other.length < one.length ? other : one;
}

/** All of the addresses go the same way, by whichever route. */
function covering(way: WayOut, ways: readonly WayOut[]): readonly string[] {
  return ways.every(({ to }) => typeof to === 'object' && 'route' in to && to.route.deployed.known && to.route.destination.known) ? [] : way.unknowns;
}

function targetKey({ to }: WayOut): string {
  return typeof to === 'string' ? to
    : 'endpoint' in to ? `endpoint ${to.endpoint.id}`
      : to.route.target.known && to.route.target.value ? `${to.route.target.value.kind} ${to.route.target.value.id}` : `route ${to.route.address.template} ${to.route.address.logicalId}`;
}
