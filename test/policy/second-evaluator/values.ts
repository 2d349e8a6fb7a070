import { isIP, isIPv4, isIPv6 } from 'node:net';

/**
 * "An integer or decimal value."
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric
 */
export function readNumber(text: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

const W3C_DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-])(\d\d):(\d\d)))?)?)?$/;

/** A moment in milliseconds, in both readings of four digits alone: as seconds since 1970, and as a year. */
export type Moment = readonly [epoch: number, year: number];

/**
 * "You must specify date/time values with one of the W3C implementations of the ISO 8601 date formats or in epoch (UNIX) time."
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 * @see https://www.w3.org/TR/NOTE-datetime
 */
export function readMoment(text: string): Moment | undefined {
  const epoch = /^\d+$/.test(text) ? Number(text) * 1000 : undefined;
  const date = readW3cDate(text);
  const [first, second] = [epoch ?? date, date ?? epoch];
  return first === undefined || second === undefined ? undefined : [first, second];
}

function readW3cDate(text: string): number | undefined {
  const parts = W3C_DATE.exec(text);
  if (!parts) {
    return undefined;
  }
  const [year, month, day, hour, minute, second] = [parts[1], ...[2, 3, 4, 5, 6].map((i) => parts[i] ?? (i < 4 ? '1' : '0'))].map(Number);
  const [zoneHour, zoneMinute] = [parts[9] ?? '0', parts[10] ?? '0'].map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!real || hour > 23 || minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59) {
    return undefined;
  }
  const zone = (parts[8] === '-' ? -1 : 1) * (zoneHour * 60 + zoneMinute);
  return date.getTime() + ((hour * 60 + minute - zone) * 60 + second + Number(`0.${parts[7] ?? 0}`)) * 1000;
}

/** Addresses that begin with the same bits. */
export interface AddressRange {
  readonly size: 32 | 128;
  readonly bits: bigint;
  readonly prefix: number;
}

/**
 * "The value must be in the standard CIDR format (for example, 203.0.113.0/24 or 2001:DB8:1234:5678::/64)." Without a prefix it is one
 * address. "The non-zero bits in the IP address after the masked bits are ignored."
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-improve-ip-range
 */
export function readRange(text: string): AddressRange | undefined {
  const [address, prefix, ...more] = text.split('/');
  const size = isIPv4(address) ? 32 : 128;
  if (!isIP(address) || address.includes('%') || more.length > 0 || (prefix !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefix)) || Number(prefix ?? 0) > size) {
    return undefined;
  }
  return { size, bits: size === 32 ? bitsOf4(address) : bitsOf6(address), prefix: prefix === undefined ? size : Number(prefix) };
}

/** The value of a request: one address. */
export function readAddress(text: string): AddressRange | undefined {
  return isIPv4(text) || isIPv6(text) ? readRange(text) : undefined;
}

/** IPv4 and IPv6 have nothing in common. */
export function inRange(address: AddressRange, range: AddressRange): boolean {
  const rest = BigInt(range.size - range.prefix);
  return address.size === range.size && address.bits >> rest === range.bits >> rest;
}

const bitsOf4 = (address: string) => address.split('.').reduce((bits, octet) => (bits << 8n) + BigInt(octet), 0n);

function bitsOf6(address: string): bigint {
  const hexadecimal = address.replace(/\d+\.\d+\.\d+\.\d+$/, (last) => `${(bitsOf4(last) >> 16n).toString(16)}:${(bitsOf4(last) & 0xffffn).toString(16)}`);
  const [head, tail] = hexadecimal.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const groups = tail === undefined ? head : [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail];
  return groups.reduce((bits, group) => (bits << 16n) + BigInt(`0x${group}`), 0n);
}

/**
 * Base64, as the bytes that it stands for.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_BinaryEquals
 */
export function readBinary(text: string): string | undefined {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) ? Buffer.from(text, 'base64').toString('hex') : undefined;
}

/** "Comparing a key to `true` or `false`." */
export function readBoolean(text: string): boolean | undefined {
  return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : undefined;
}
