import { Departure } from './departure';
import { Destination } from './destination';
import { arrivalAt, Followed } from './followed';
import { assuming, best, join, Leg, notKnown } from './leg';
import { intoSubnet, outOfSubnet } from './network-acls';
import { subnetPeer } from './peers';
import { throughGroups } from './security-groups';
import { carriesFamily } from './ways-out';
import { EndpointFacts, SubnetFacts, VpcFacts } from '../facts/network/network-facts';
import { everyHolds, Known, known, mapKnown } from '../template/known';
import { withoutSymbols } from '../template/symbol';

/** An interface endpoint that DNS answers with in a VPC, or may answer with. */
export interface NamedEndpoint {
  readonly endpoint: EndpointFacts;
  /** Why it may not. */
  readonly unknowns: readonly string[];
  readonly assumptions: readonly string[];
}

/**
 * The interface endpoints to which the host name leads in a VPC, in the order in which they are asked. Nothing is asked after
 * one that is certain.
 */
export function namedEndpoints({ vpc, family, network, to, subnet }: Pick<Departure, 'vpc' | 'family' | 'network' | 'to' | 'subnet'>): readonly NamedEndpoint[] {
  const found: NamedEndpoint[] = [];
  for (const endpoint of network.endpointsOf(vpc)) {
    const named = endpoint.kind === 'interface' ? isNamed(endpoint, vpc, network.vpcs.get(vpc), family, to, subnet.region) : known(false);
    if (named.known && !named.value) {
      continue;
    }
    found.push({
      endpoint,
      unknowns: named.known ? [] : [`Whether ${to.host} leads to interface endpoint ${endpoint.address.logicalId} is not known: ${named.reason}.`],
      assumptions: network.vpcs.has(vpc) ? [`What is in VPC ${withoutSymbols(vpc)} asks the Route 53 Resolver of the VPC for ${to.host}.`] : [`VPC ${withoutSymbols(vpc)} has DNS support and DNS hostnames on, which private DNS needs.`],
    });
    if (named.known) {
      break;
    }
  }
  return found;
}

/**
 * Private DNS gives S3's regional name the addresses of the endpoint, unless it is for the inbound endpoint of Route 53 Resolver
 * only: that is the default, and the requests of the VPC itself then go to the gateway endpoint.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html#private-dns
 */
function isNamed(endpoint: EndpointFacts, vpc: string, facts: VpcFacts | undefined, family: 4 | 6, to: Destination, region: string | undefined): Known<boolean> {
  return everyHolds([
    mapKnown(endpoint.serviceName, (name) => to.isByInterface(name, region)),
    endpoint.privateDns,
    ...to.hasInboundDns ? [mapKnown(endpoint.privateDnsOnlyForInbound, (only) => only === false)] : [],
    ...facts ? [facts.dnsSupport, facts.dnsHostnames] : [],
    mapKnown(endpoint.ipAddressType, (type) => carriesFamily(type, family)),
    mapKnown(endpoint.vpc, (one) => one === vpc),
    endpoint.deployed,
  ]);
}

/** Follows requests to the interfaces of an endpoint in the same VPC. One of its subnets is enough. */
export function throughInterfaceEndpoint({ endpoint, unknowns, assumptions }: NamedEndpoint, departure: Departure): Followed {
  const { address } = endpoint;
  const arrives = arrivalAt(endpoint, departure);
  const base = join(notKnown(...unknowns), assuming(...assumptions));
  const via = 'interfaceEndpoint' as const;
  if (!endpoint.subnets.known || endpoint.subnets.value.length === 0) {
    const reason = endpoint.subnets.known ? 'it names none' : endpoint.subnets.reason;
    return { via, hops: [address], leg: join(base, notKnown(`The subnets of endpoint ${address.logicalId} are not known: ${reason}.`)), arrives };
  }
  const groups = groupsOf(endpoint, departure);
  const legs = endpoint.subnets.value.map((one) => {
    const subnet = one.known ? departure.network.subnet(one.value) : undefined;
    return subnet ? throughSubnet(subnet, groups, endpoint, departure)
      : notKnown(one.known ? `Subnet ${withoutSymbols(one.value)} of endpoint ${address.logicalId} is not in these templates.` : `A subnet of endpoint ${address.logicalId} is not known: ${one.reason}.`);
  });
  return { via, hops: [address], leg: join(base, best(legs)!), arrives };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html#cfn-ec2-vpcendpoint-securitygroupids */
function groupsOf({ securityGroups, vpc }: EndpointFacts, { network }: Departure): readonly Known<string>[] {
  const fallback = vpc.known ? network.vpcs.get(vpc.value)?.defaultSecurityGroup : undefined;
  return !securityGroups.known ? [securityGroups]
    : securityGroups.value.length > 0 ? securityGroups.value
      : [fallback === undefined ? { known: false, reason: 'it has the default security group of its VPC, which is not in these templates' } : known(fallback)];
}

/** Within a VPC there is always a route. Network ACLs see only what crosses subnets. */
function throughSubnet(far: SubnetFacts, groups: readonly Known<string>[], endpoint: EndpointFacts, departure: Departure): Leg {
  const { subnet, family, network, place } = departure;
  const [to, from] = [subnetPeer(far, family, groups, network), subnetPeer(subnet, family, departure.groups, network)];
  if (!to.known || !from.known) {
    return notKnown(`Whether requests get to endpoint ${endpoint.address.logicalId} is not known: ${!to.known ? to.reason : from.known ? '' : from.reason}.`);
  }
  return join(
    throughGroups(departure.groups, 'egress', { ...to.value, name: `interface endpoint ${endpoint.address.logicalId}` }, place.address, network),
    throughGroups(groups, 'ingress', from.value, endpoint.address, network),
    ...far === subnet ? [] : [outOfSubnet(subnet, to.value, network), intoSubnet(far, from.value, network)],
  );
}
