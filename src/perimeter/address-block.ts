import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * What is wrong with a block of addresses in CIDR notation; nothing, if it is fit.
 *
 * S3 accepts a policy for public whose blocks are wider than /8 in IPv4 or /32 in IPv6.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function addressBlock(text: string, isPrivate: boolean): string | undefined {
  const [address, length, ...rest] = text.split('/');
  const bits = isIPv6(address) ? 128 : 32;
  if (isIP(address) === 0 || rest.length > 0 || (length !== undefined && !(/^\d{1,3}$/.test(length) && Number(length) <= bits))) {
    return 'which is not a CIDR block. Use one such as 203.0.113.0/24 or 2001:db8::/32';
  }
  const family = bits === 128 ? 'ipv6' : 'ipv4';
  const widest = bits === 128 ? 32 : 8;
  const prefix = length === undefined ? bits : Number(length);
  if (prefix < widest) {
    return `which is wider than any network is. Use blocks of /${widest} or longer`;
  }
  if (!isPrivate && PRIVATE.check(address, family)) {
    return 'which is private, and no request has such an aws:SourceIp. Use endpointIpAllowList or endpointIpDenyList for addresses behind a VPC endpoint, or the public address that your network has outside';
  }
  return undefined;
}

/** @see https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry */
const PRIVATE = new BlockList();
for (const [network, prefix, family] of [
  ['10.0.0.0', 8, 'ipv4'], ['172.16.0.0', 12, 'ipv4'], ['192.168.0.0', 16, 'ipv4'], ['100.64.0.0', 10, 'ipv4'], ['127.0.0.0', 8, 'ipv4'], ['169.254.0.0', 16, 'ipv4'],
  ['fc00::', 7, 'ipv6'], ['fe80::', 10, 'ipv6'], ['::1', 128, 'ipv6'],
] as const) {
  PRIVATE.addSubnet(network, prefix, family);
}
