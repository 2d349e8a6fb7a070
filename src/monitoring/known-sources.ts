import { isIPv4, isIPv6 } from 'node:net';
import { aws_ec2 as ec2 } from 'aws-cdk-lib';

/**
 * Where requests are expected to come from.
 */
export interface KnownSources {
  /**
   * Public addresses of your networks, and IPv4 blocks: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::7`.
   *
   * CloudWatch compares them as text, for which a block is cut at its dots: a /24 is one piece, a /22 four of them. There is
   * room for about 12 pieces and endpoints in all. A token has to be a single address.
   *
   * @default - none
   */
  readonly addresses?: string[];

  /**
   * Your VPC endpoints for S3, 10 at most together with `vpcEndpointIds`. A request through one of them is from a known source.
   *
   * @default - none: every request through an endpoint is from an unknown source
   */
  readonly vpcEndpoints?: ec2.IVpcEndpoint[];

  /**
   * The ids of VPC endpoints that are not in this app.
   *
   * @default - none
   */
  readonly vpcEndpointIds?: string[];
}

/** The sources with the ids of endpoints in place of the endpoints. */
export function withEndpointIds({ vpcEndpoints, ...known }: KnownSources): KnownSources {
  return vpcEndpoints === undefined ? known : { ...known, vpcEndpointIds: [...vpcEndpoints.map(({ vpcEndpointId }) => vpcEndpointId), ...known.vpcEndpointIds ?? []] };
}

/** Known sources, as CloudWatch can compare them. */
export interface SourceTexts {
  /** Whole addresses. */
  readonly addresses: readonly string[];
  /** Beginnings of addresses, with the dot. */
  readonly beginnings: readonly string[];
  readonly vpcEndpointIds: readonly string[];
}

/** How many values a filter of a contributor rule takes. */
export const MOST_VALUES = 10;

export function sourceTexts({ addresses = [], vpcEndpointIds = [] }: KnownSources): SourceTexts {
  const pieces = addresses.flatMap((address) => piecesOf(address) ?? [canonical(address)]);
  return {
    addresses: [...new Set(pieces.filter((piece) => !piece.endsWith('.')))],
    beginnings: [...new Set(pieces.filter((piece) => piece.endsWith('.')))],
    vpcEndpointIds: [...new Set(vpcEndpointIds)],
  };
}

/** An IPv4 address or block as whole addresses, or as their beginnings; undefined for what is none. */
export function piecesOf(text: string): string[] | undefined {
  const [address, length = '32', ...rest] = text.split('/');
  const bits = Number(length);
  if (!isIPv4(address) || rest.length > 0 || !/^\d{1,2}$/.test(length) || bits < 8 || bits > 32) {
    return undefined;
  }
  const octets = Math.ceil(bits / 8);
  const parts = address.split('.').map(Number);
  const count = 2 ** (octets * 8 - bits);
  const first = parts[octets - 1] & (256 - count);
  return Array.from({ length: count }, (_, i) => [...parts.slice(0, octets - 1), first + i].join('.') + (octets < 4 ? '.' : ''));
}

/** An address of IPv6 without a zone or an IPv4 address in it. */
export function isPlainIpv6(address: string): boolean {
  return isIPv6(address) && /^[0-9a-f:]+$/i.test(address);
}

/** IPv6 as RFC 5952 writes it, with which log entries are compared; anything else, such as a token, as it is. */
export function canonical(address: string): string {
  return isPlainIpv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}
