/** A block of addresses in CIDR notation, from `low` to `high`, both included. */
export interface AddressBlock {
  readonly family: 4 | 6;
  readonly low: bigint;
  readonly high: bigint;
  readonly length: number;
}

/** Reads a CIDR block; undefined for anything else. Bits behind the prefix are cut off, as EC2 does. */
export function readAddressBlock(text: string): AddressBlock | undefined {
  const known = BLOCKS.get(text);
  if (known) {
    return known;
  }
  const match = /^([0-9A-Fa-f:.]{2,45})\/(\d{1,3})$/.exec(text);
  const address = match && (match[1].includes(':') ? readIpv6(match[1]) : readIpv4(match[1]));
  const bits = match?.[1].includes(':') ? 128 : 32;
  const length = Number(match?.[2]);
  if (address === undefined || address === null || length > bits) {
    return undefined;
  }
  const size = 1n << BigInt(bits - length);
  const low = address - address % size;
  const block: AddressBlock = { family: bits === 128 ? 6 : 4, low, high: low + size - 1n, length };
  if (BLOCKS.size < MOST_REMEMBERED) {
    BLOCKS.set(text, block);
  }
  return block;
}

/** Most templates have the same few blocks many times. */
const BLOCKS = new Map<string, AddressBlock>();
const MOST_REMEMBERED = 5000;

function readIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)
    ? parts.reduce((address, part) => address * 256n + BigInt(part), 0n) : undefined;
}

function readIpv6(text: string): bigint | undefined {
  const [before, after, ...more] = text.split('::');
  const [head, tail] = [before, after].map((half) => half ? half.split(':').flatMap(groupsOf) : []);
  const missing = 8 - head.length - tail.length;
  const groups = after === undefined ? head : [...head, ...Array<string>(Math.max(missing, 0)).fill('0'), ...tail];
  return more.length === 0 && groups.length === 8 && (after === undefined || missing > 0) && groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))
    ? groups.reduce((address, group) => address * 65536n + BigInt(`0x${group}`), 0n) : undefined;
}

/** An IPv4 address at the end stands for two groups. */
function groupsOf(group: string): string[] {
  const address = group.includes('.') ? readIpv4(group) : undefined;
  return address === undefined ? [group] : [(address >> 16n).toString(16), (address & 0xffffn).toString(16)];
}
