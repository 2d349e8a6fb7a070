import { AddressSpace, spaceOf, withoutAll } from './address-space';
import { S3_RANGES } from './s3-ranges.generated';
import { AddressBlock, readAddressBlock } from '../facts/network/address-block';

/** The blocks that are no public addresses, so that S3 has none of them. @see https://www.iana.org/assignments/iana-ipv4-special-registry */
const SPECIAL_IPV4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15',
  '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3',
];
/** @see https://www.iana.org/assignments/iana-ipv6-special-registry */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** Wherever S3's addresses are: they are public, and AWS adds ranges. @see https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html */
export const S3_SPACE: Readonly<Record<4 | 6, AddressSpace>> = {
  4: withoutAll(spaceOf([block('0.0.0.0/0')]), spaceOf(SPECIAL_IPV4.map(block))),
  6: withoutAll(spaceOf([block('2000::/3')]), spaceOf(SPECIAL_IPV6.map(block))),
};

/** The addresses that AWS listed for S3 in a Region; none, where the list is older than the Region. */
export function listedSpace(region: string, family: 4 | 6): AddressSpace {
  const blocks = LISTED.get(region) ?? (S3_RANGES[region] ?? '').split(' ').filter(Boolean).map(block);
  LISTED.set(region, blocks);
  return spaceOf(blocks.filter((one) => one.family === family));
}

const LISTED = new Map<string, readonly AddressBlock[]>();

/** A route that is as specific as those of S3's prefix list, or more so, may win over one: no block of S3's addresses is wider. */
export const S3_PREFIX_LENGTH = 9;

/**
 * The prefix list of S3's addresses that AWS keeps in each Region, for Regions of which its id is known.
 *
 * AWS documents names only, `com.amazonaws.REGION.s3`: an id is read with `aws ec2 describe-managed-prefix-lists`. The same id is
 * another list in another Region.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
export const S3_PREFIX_LISTS: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'pl-61a54008',
  'ap-northeast-2': 'pl-78a54011',
  'ap-northeast-3': 'pl-a4a540cd',
  'ap-south-1': 'pl-78a54011',
  'ap-southeast-1': 'pl-6fa54006',
  'ap-southeast-2': 'pl-6ca54005',
  'ca-central-1': 'pl-7da54014',
  'eu-central-1': 'pl-6ea54007',
  'eu-north-1': 'pl-c3aa4faa',
  'eu-west-1': 'pl-6da54004',
  'eu-west-2': 'pl-7ca54015',
  'eu-west-3': 'pl-23ad484a',
  'sa-east-1': 'pl-6aa54003',
  'us-east-1': 'pl-63a5400a',
  'us-east-2': 'pl-7ba54012',
  'us-west-1': 'pl-6ba54002',
  'us-west-2': 'pl-68a54001',
};

function block(text: string): AddressBlock {
  return readAddressBlock(text)!;
}
