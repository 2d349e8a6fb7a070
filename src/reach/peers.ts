import { AddressSpace, spaceOf } from './address-space';
import { NetworkIndex } from './network-index';
import { listedSpace, S3_PREFIX_LISTS, S3_SPACE } from './s3-addresses';
import { S3_RANGES_DATE } from './s3-ranges.generated';
import { readAddressBlock } from '../facts/network/address-block';
import { SubnetFacts } from '../facts/network/network-facts';
import { Known, known, mapKnown, unknown } from '../template/known';

/** Who is at the other end: S3's public addresses, or network interfaces of the same VPC. */
export interface Peer {
  /** What messages call it. */
  readonly name: string;
  /** Tells it from others whose addresses are not the same. */
  readonly key: string;
  readonly family: 4 | 6;
  /** The addresses that it has, or may have. */
  readonly space: AddressSpace;
  /** Its security groups, as references are evaluated. */
  readonly groups: readonly Known<string>[];
  /** The Region of the VPC, whose prefix lists count. */
  readonly region: string | undefined;
  /** The addresses in the prefix list that AWS keeps for S3 in that Region. */
  readonly inS3List: AddressSpace;
}

export function s3Peer(family: 4 | 6, bucket: string | undefined, vpc: string | undefined): Peer {
  return { name: "S3's addresses", key: `s3 ${family}`, family, space: S3_SPACE[family], groups: [], region: bucket === undefined ? undefined : vpc, inS3List: vpc === bucket ? S3_SPACE[family] : [] };
}

/** The same with the addresses alone that AWS listed, where the Region of the bucket is decided. */
export function listedPeer(peer: Peer, bucket: string | undefined): ListedPeer | undefined {
  const space = bucket === undefined ? [] : listedSpace(bucket, peer.family);
  return space.length === 0 ? undefined : {
    peer: { ...peer, key: `${peer.key} listed in ${bucket}`, space, inS3List: peer.inS3List.length > 0 ? space : [] },
    assumption: `In ${bucket}, S3 has the addresses that AWS listed on ${S3_RANGES_DATE}, and no others.`,
  };
}

export interface ListedPeer {
  readonly peer: Peer;
  /** What answers rest on that are about these addresses. */
  readonly assumption: string;
}

/** The addresses of multi-Region access points are in no prefix list that AWS keeps for S3 in a Region, as far as it says. */
export function multiRegionPeer(family: 4 | 6): Peer {
  return { name: 'the addresses of multi-Region access points', key: `multi-Region ${family}`, family, space: S3_SPACE[family], groups: [], region: undefined, inS3List: [] };
}

/** The interfaces in a subnet. Where its block is not known, they have an address of its VPC; else it is unknown. */
export function subnetPeer(subnet: SubnetFacts, family: 4 | 6, groups: readonly Known<string>[], network: NetworkIndex): Known<Peer> {
  const own = family === 4 ? subnet.cidr : subnet.ipv6Cidr;
  const vpc = subnet.vpc.known ? network.vpcs.get(subnet.vpc.value) : undefined;
  const around = family === 4 ? vpc?.cidrs : vpc?.ipv6Cidrs;
  const blocks = own.known && own.value !== undefined ? known([own.value]) : around?.known && around.value.length > 0 ? around : undefined;
  const space = blocks?.known ? spaceIn(blocks.value, family) : [];
  return space.length > 0 ? known({ name: `subnet ${subnet.address.logicalId}`, key: `${subnet.id} ${family}`, family, space, groups, region: subnet.region, inS3List: [] })
    : unknown(`the addresses of subnet ${subnet.address.logicalId} are not known before deployment${own.known ? '' : ` (${own.reason})`}`);
}

/** Addresses, and what it rests on that they are these. */
export interface ListedSpace {
  readonly space: AddressSpace;
  readonly assumption?: string;
}

/** The addresses of a prefix list, by its id. */
export function prefixListSpace(id: string, peer: Peer, network: NetworkIndex): Known<ListedSpace> {
  const list = network.prefixLists.get(id);
  if (list) {
    return mapKnown(list.entries, (entries) => ({ space: spaceIn(entries, peer.family) }));
  }
  return peer.region !== undefined && S3_PREFIX_LISTS[peer.region] === id
    ? known({ space: peer.inS3List, assumption: `Prefix list ${id} is the one that AWS keeps of S3's addresses in ${peer.region}.` })
    : unknown(`the addresses of prefix list ${id} are not in these templates`);
}

function spaceIn(cidrs: readonly string[], family: 4 | 6): AddressSpace {
  return spaceOf(cidrs.map(readAddressBlock).filter((block) => block?.family === family).filter((block) => block !== undefined));
}
