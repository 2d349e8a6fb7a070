import { indexOf, NetworkIndex } from './network-index';
import { NetworkPath } from './network-path';
import { s3Peer } from './peers';
import { ReachAnswers } from './reach-answers';
import { Via } from './reach-report';
import { s3Service, sameRegion } from './regions';
import { waysOut } from './ways-out';
import { BucketFacts } from '../facts/bucket-facts';
import { EndpointFacts, SubnetFacts } from '../facts/network/network-facts';
import { PlaceFacts } from '../facts/places/place-facts';
import { ResourceAddress } from '../template/template';

/** A path over the internet, out of a VPC that has a gateway endpoint for the bucket. */
export interface Bypass {
  readonly endpoint: ResourceAddress;
  readonly subnet: ResourceAddress;
  /** The gateway that requests leave through. */
  readonly through: ResourceAddress;
}

const OVER_INTERNET: readonly (Via | null)[] = ['internetGateway', 'natGateway', 'egressOnlyInternetGateway'];
const BY_ENDPOINT: readonly (Via | null)[] = ['gatewayEndpoint', 'interfaceEndpoint'];

/** The paths of a place that requests surely take over the internet, although an endpoint in the same VPC leads to the bucket. */
export function bypassesOf(place: PlaceFacts, bucket: BucketFacts): readonly Bypass[] {
  const network = indexOf(bucket.surroundings.network);
  const paths = ReachAnswers.of(bucket.surroundings).pathsOf(place, bucket.region);
  return paths.filter(({ cuts, via }) => cuts.length === 0 && OVER_INTERNET.includes(via)).flatMap(({ hops }): Bypass[] => {
    const subnet = [...network.subnets.values()].find(({ address }) => isSame(address, hops[1]));
    const endpoint = subnet?.vpc.known
      && isSureOf(subnet, subnet.vpc.value, bucket, network) ? network.endpointsOf(subnet.vpc.value).find((one) => leadsTo(one, subnet, bucket)) : undefined;
    return subnet && endpoint ? [{ endpoint: endpoint.address, subnet: subnet.address, through: hops[2] }] : [];
  });
}

/** Whether all requests of a place surely take such a path, where nothing cuts it. */
export function goesOnly(by: 'internet' | 'endpoint', place: PlaceFacts, bucket: BucketFacts): boolean {
  const paths = ReachAnswers.of(bucket.surroundings).pathsOf(place, bucket.region);
  return paths.length > 0 && paths.every((path) => passes(path) && (by === 'internet' ? OVER_INTERNET : BY_ENDPOINT).includes(path.via));
}

/** Whether its route table surely has one way to S3: where a gateway sends requests on to makes no difference. */
function isSureOf(subnet: SubnetFacts, vpc: string, { region }: BucketFacts, network: NetworkIndex): boolean {
  const ways = waysOut(subnet, vpc, s3Peer(subnet.ipv6Only.known && subnet.ipv6Only.value ? 6 : 4, region, subnet.region), () => true, network);
  return ways.length === 1 && ways[0].unknowns.length === 0;
}

function passes({ cuts, unknowns }: NetworkPath): boolean {
  return cuts.length === 0 && unknowns.length === 0;
}

function leadsTo({ kind, serviceName, deployed, vpc, ipAddressType }: EndpointFacts, subnet: SubnetFacts, bucket: BucketFacts): boolean {
  const service = serviceName.known ? s3Service(serviceName.value) : undefined;
  const { same, leg } = sameRegion(subnet.region, bucket.region);
  return kind === 'gateway' && deployed.known && vpc.known && service !== undefined && same && leg.unknowns.length === 0
    && (service.region.includes('⟦') || bucket.region === undefined || service.region === bucket.region)
    && subnet.ipv6Only.known && (!subnet.ipv6Only.value || (ipAddressType.known && /ipv6|dualstack/.test(ipAddressType.value ?? '')));
}

function isSame(one: ResourceAddress, other: ResourceAddress | undefined): boolean {
  return one.template === other?.template && one.logicalId === other.logicalId;
}
