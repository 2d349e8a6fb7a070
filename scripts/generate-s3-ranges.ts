import * as fs from 'node:fs';
import * as path from 'node:path';
import { AddressBlock, readAddressBlock } from '../src/facts/network/address-block';

/** AWS's list of its addresses. @see https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-syntax.html */
interface IpRanges {
  /** Its date: `2026-10-26-01-11-04`. */
  readonly createDate: string;
  readonly prefixes: readonly { readonly ip_prefix: string; readonly region: string; readonly service: string }[];
  readonly ipv6_prefixes: readonly { readonly ipv6_prefix: string; readonly region: string; readonly service: string }[];
}

/** The module with S3's addresses in each Region, out of AWS's list: blocks that touch are joined. */
export function s3RangesModule({ createDate, prefixes, ipv6_prefixes }: IpRanges): string {
  const ofS3 = [
    ...prefixes.map(({ ip_prefix, ...rest }) => ({ cidr: ip_prefix, ...rest })),
    ...ipv6_prefixes.map(({ ipv6_prefix, ...rest }) => ({ cidr: ipv6_prefix, ...rest })),
  ].filter(({ service, region }) => service === 'S3' && region !== 'GLOBAL');
  const regions = [...new Set(ofS3.map(({ region }) => region))].sort();
  const blocksOf = (region: string) => joined([...new Set(ofS3.filter((one) => one.region === region).map(({ cidr }) => cidr))]);
  return [
    '/* eslint-disable */',
    '// Made by `npx projen s3-ranges` from AWS\'s list of its addresses. Do not edit.',
    '',
    '/** The date of the list. */',
    `export const S3_RANGES_DATE = '${createDate.slice(0, 10)}';`,
    '',
    '/** The blocks of addresses of the service `S3`, by Region. */',
    'export const S3_RANGES: Readonly<Record<string, string>> = {',
    ...regions.map((region) => `  '${region}': '${blocksOf(region).join(' ')}',`),
    '};',
    '',
  ].join('\n');
}

/** As few blocks as have the same addresses, in order. */
function joined(cidrs: readonly string[]): readonly string[] {
  const sorted = cidrs.map((cidr) => readAddressBlock(cidr)!)
    .sort((one, other) => one.family - other.family || (one.low < other.low ? -1 : one.low > other.low ? 1 : one.length - other.length));
  const found: AddressBlock[] = [];
  for (const block of sorted) {
    if (!found.some((other) => other.family === block.family && other.low <= block.low && block.high <= other.high)) {
      found.push(block);
    }
    for (let pair = halves(found); pair; pair = halves(found)) {
      found.splice(-2, 2, pair);
    }
  }
  return found.map(textOf);
}

/** The block of which the last two are the halves. */
function halves(blocks: readonly AddressBlock[]): AddressBlock | undefined {
  const [one, other] = blocks.slice(-2);
  const areBeside = one && other && one.family === other.family && one.length === other.length && one.high + 1n === other.low;
  const whole = areBeside ? readAddressBlock(textOf({ ...one, length: one.length - 1 })) : undefined;
  return whole && whole.low === one.low ? whole : undefined;
}

function textOf({ family, low, length }: AddressBlock): string {
  const parts = family === 4 ? [24n, 16n, 8n, 0n].map((shift) => String((low >> shift) & 255n))
    : [...Array(8).keys()].map((i) => ((low >> BigInt(112 - 16 * i)) & 65535n).toString(16));
  return `${family === 4 ? parts.join('.') : parts.join(':').replace(/(?::0)+$/, '::')}/${length}`;
}

async function main([file]: readonly string[]): Promise<void> {
  const text = file === undefined ? await (await fetch('https://ip-ranges.amazonaws.com/ip-ranges.json')).text() : fs.readFileSync(file, 'utf8');
  fs.writeFileSync(path.join(__dirname, '..', 'src', 'reach', 's3-ranges.generated.ts'), s3RangesModule(JSON.parse(text) as IpRanges));
}

if (require.main === module) {
  void main(process.argv.slice(2));
}
