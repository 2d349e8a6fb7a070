import { assuming, Leg, notKnown, PASSES } from './leg';
import { ListedPeer, listedPeer, multiRegionPeer, Peer, s3Peer } from './peers';
import { s3Service, sameRegion } from './regions';
import { symbol } from '../template/symbol';

/** Where requests are sent: it decides which endpoints carry them. */
export interface Destination {
  /** What messages call its host name. */
  readonly host: string;
  /** @param vpc the Region of the VPC that requests leave from */
  readonly peer: (family: 4 | 6, vpc: string | undefined) => Peer;
  /** The peer with the addresses alone that AWS lists, where it does. */
  readonly listed: (peer: Peer) => ListedPeer | undefined;
  /** What has to be so for an endpoint in a VPC of that Region to carry requests. */
  readonly near: (vpc: string | undefined) => Leg;
  /** Whether gateway endpoints for S3 in a Region carry requests. */
  readonly isByGateway: (service: string, vpc: string | undefined) => boolean;
  /** Whether interface endpoints of this service carry requests. */
  readonly isByInterface: (serviceName: string, vpc: string | undefined) => boolean;
  /** Private DNS of its interface endpoints may be for inbound endpoints of Route 53 Resolver alone. */
  readonly hasInboundDns: boolean;
  /** What follows for what has IPv6 addresses only. */
  readonly fromIpv6: (subnet: string) => Leg;
}

/** S3's regional name. A gateway endpoint is for buckets of its own Region. */
export function s3In(bucket: string | undefined): Destination {
  const isOfBucket = (region: string, vpc: string | undefined) => isRegion(region, vpc, bucket);
  return {
    host: "S3's name",
    peer: (family, vpc) => s3Peer(family, bucket, vpc),
    listed: (peer) => listedPeer(peer, bucket),
    near: (vpc) => sameRegion(vpc, bucket).leg,
    isByGateway: (service, vpc) => sameRegion(vpc, bucket).same && isOfBucket(service, vpc),
    isByInterface: (serviceName, vpc) => isOfBucket(s3Service(serviceName)?.region ?? '', vpc),
    hasInboundDns: true,
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/ipv6-access.html
    fromIpv6: (subnet) => assuming(`What is in subnet ${subnet}, which has IPv6 addresses only, uses S3's dual-stack name.`),
  };
}

/**
 * The global name of multi-Region access points, `ALIAS.accesspoint.s3-global.amazonaws.com`. Endpoints of one service carry requests to
 * it, and no gateway endpoint does. It has no IPv6 addresses.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRestrictions.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointsPrivateLink.html
 */
export const MULTI_REGION_ACCESS_POINTS: Destination = {
  host: 'the name of multi-Region access points',
  peer: multiRegionPeer,
  listed: () => undefined,
  near: () => PASSES,
  isByGateway: () => false,
  isByInterface: (serviceName) => serviceName === 'com.amazonaws.s3-global.accesspoint',
  hasInboundDns: false,
  fromIpv6: (subnet) => notKnown(`Subnet ${subnet} has IPv6 addresses only, and multi-Region access points have IPv4 addresses only: whether DNS64 and NAT64 lead there is not known.`),
};

/** Whether the Region in the name of a service is that of the bucket. Where it is not decided, it is that of the template. */
function isRegion(region: string, vpc: string | undefined, bucket: string | undefined): boolean {
  return region === symbol('AWS', 'Region') || bucket === undefined ? vpc === undefined || bucket === undefined || vpc === bucket : region === bucket;
}
