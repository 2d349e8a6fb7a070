import { arnGlob, glob, ignoringCase, LinearPattern, literal, matches } from './linear-pattern';
import { OperatorFamily } from '../operators';

/** The values that an operator accepts for a key, by what they are. */
export type ValueSet =
  | { readonly kind: 'text'; readonly patterns: readonly LinearPattern[] }
  | { readonly kind: 'number' | 'date' | 'ip4and6'; readonly ranges: readonly Range[] }
  | { readonly kind: 'bool'; readonly values: readonly boolean[] };

/** From `low` to `high`, both included; open ends are infinite. Addresses are offset by family, see `addressOf`. */
export interface Range {
  readonly low: bigint | number;
  readonly high: bigint | number;
  /** `low` or `high` itself is not part of it. */
  readonly open?: 'low' | 'high';
}

export const EVERYTHING: ValueSet = { kind: 'text', patterns: [glob('*')] };
export const NOTHING: ValueSet = { kind: 'text', patterns: [] };

/** A text whose wildcards are real, but for the characters at the escaped places. */
export interface ExpandedText {
  readonly text: string;
  readonly escaped: ReadonlySet<number>;
}

/** The set that these values of a policy describe; undefined where a value is not one of its family. */
export function valueSet(family: OperatorFamily, compare: string, values: readonly ExpandedText[]): ValueSet | undefined {
  switch (family) {
    case 'text': return { kind: 'text', patterns: values.map(({ text }) => literal(text)) };
    // The same bytes, with their padding or without.
    case 'binary': return values.some(({ text }) => !isBase64(text)) ? undefined : { kind: 'text', patterns: values.flatMap(({ text }) => ['', '=', '=='].map((padding) => literal(normalizeBase64(text) + padding))) };
    case 'textIgnoreCase': return { kind: 'text', patterns: values.map(({ text }) => ignoringCase(text)) };
    case 'glob': return { kind: 'text', patterns: values.map(({ text, escaped }) => glob(text, (i) => escaped.has(i))) };
    case 'arn': return { kind: 'text', patterns: values.map(({ text, escaped }) => arnGlob(text, (i) => escaped.has(i))).filter((pattern) => pattern !== undefined) };
    case 'number': return ranges('number', values.map(({ text }) => decimal(text)), compare);
    case 'date': return ranges('date', values.map(({ text }) => instant(text)), compare);
    case 'bool': {
      const bools = values.map(({ text }) => text.toLowerCase());
      return bools.every((text) => text === 'true' || text === 'false') ? { kind: 'bool', values: bools.map((text) => text === 'true') } : undefined;
    }
    case 'ip': {
      const blocks = values.map(({ text }) => cidr(text));
      return blocks.includes(undefined) ? undefined : { kind: 'ip4and6', ranges: blocks as Range[] };
    }
    case 'null': return undefined;
  }
}

/** Says whether a value of a request is in the set. */
export function isIn(set: ValueSet, value: string): boolean {
  switch (set.kind) {
    case 'text': return set.patterns.some((pattern) => matches(pattern, value));
    case 'bool': return set.values.some((wanted) => String(wanted) === value.toLowerCase());
    default: {
      const point = set.kind === 'number' ? decimal(value) : set.kind === 'date' ? instant(value) : addressOf(value);
      return point !== undefined && set.ranges.some((range) => inRange(range, point));
    }
  }
}

/** Says whether every range of addresses of the first set is within one of the second. */
export function isWithin(narrow: ValueSet, wide: ValueSet): boolean {
  return narrow.kind === 'ip4and6' && wide.kind === 'ip4and6' && narrow.ranges.every(({ low, high }) => wide.ranges.some((range) => low >= range.low && high <= range.high));
}

function inRange({ low, high, open }: Range, point: bigint | number): boolean {
  return point >= low && point <= high && !(open === 'low' && point === low) && !(open === 'high' && point === high);
}

function ranges(kind: 'number' | 'date', points: readonly (number | undefined)[], compare: string): ValueSet | undefined {
  if (points.includes(undefined)) {
    return undefined;
  }
  return {
    kind,
    ranges: (points as number[]).map((point): Range => {
      switch (compare) {
        case '<': return { low: -Infinity, high: point, open: 'high' };
        case '<=': return { low: -Infinity, high: point };
        case '>': return { low: point, high: Infinity, open: 'low' };
        case '>=': return { low: point, high: Infinity };
        default: return { low: point, high: point };
      }
    }),
  };
}

/** Values on both sides of, between and on every boundary: if none of them will do, none will. */
export function boundaryValues(sets: readonly ValueSet[], wholeNumbers: boolean): string[] {
  const kinds = new Set(sets.map(({ kind }) => kind));
  const values: string[] = [];
  if (kinds.has('bool')) {
    values.push('true', 'false');
  }
  for (const kind of ['number', 'date'] as const) {
    if (kinds.has(kind)) {
      values.push(...aroundNumbers(endsOf(sets, kind) as number[], wholeNumbers).flatMap((n) => kind === 'date' ? [isoOf(n), decimalText(n)] : decimalText(n)));
    }
  }
  if (kinds.has('ip4and6')) {
    values.push(...aroundAddresses(sets));
  }
  return values;
}

function endsOf(sets: readonly ValueSet[], kind: ValueSet['kind']): (bigint | number)[] {
  return sets.flatMap((set) => set.kind === kind && 'ranges' in set ? set.ranges.flatMap(({ low, high }) => [low, high]) : []);
}

/** As a time it is the first of January 2026. */
const SOME_NUMBER = 1767225600;

function aroundNumbers(ends: readonly number[], wholeNumbers: boolean): number[] {
  const finite = ends.filter(Number.isFinite);
  // Without a boundary one number is like any other, and a key that is there has one.
  const points = [...new Set(finite.length > 0 ? finite : [SOME_NUMBER])].sort((a, b) => a - b);
  const between = points.slice(1).map((point, i) => (point + points[i]) / 2);
  const beside = points.flatMap((point) => wholeNumbers ? [Math.floor(point) - 1, Math.floor(point), Math.ceil(point), Math.ceil(point) + 1] : [point - 1, point + 1]);
  return [...points, ...beside, ...(wholeNumbers ? between.map(Math.floor) : between)];
}

/** IPv4 addresses stand from 0, IPv6 addresses behind them, so that no range spans both. */
const IPV6_OFFSET = 1n << 32n;
const END = IPV6_OFFSET + (1n << 128n);

function aroundAddresses(sets: readonly ValueSet[]): string[] {
  const starts = sets.flatMap((set) => set.kind === 'ip4and6' ? set.ranges.flatMap(({ low, high }) => [low as bigint, (high as bigint) + 1n]) : []);
  const documented = ['203.0.113.7', '2001:db8::7'];
  const points = [...new Set([0n, IPV6_OFFSET, ...starts])].filter((start) => start < END).flatMap((start) => [start, start > 0n ? start - 1n : start]);
  return [...documented, ...points.map(addressText)];
}

function decimal(text: string): number | undefined {
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text.trim()) ? parseFloat(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}

function decimalText(value: number): string {
  return String(value);
}

/** Seconds since 1970. */
function instant(text: string): number | undefined {
  if (/^(\d{5,}|\d{1,3})$/.test(text)) {
    return parseFloat(text);
  }
  const iso = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T([01]\d|2[0-3]):(\d\d)(?::(\d\d(?:\.\d+)?))?(Z|[-+]\d\d:?\d\d))?)?)?$/i.exec(text);
  if (!iso) {
    return undefined;
  }
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', zone = 'Z'] = iso;
  if (Number(day) < 1 || Number(day) > daysOf(Number(year), Number(month))) {
    return undefined;
  }
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second.padStart(2, '0')}${/^z$/i.test(zone) ? 'Z' : zone.replace(/^([-+]\d\d)(\d\d)$/, '$1:$2')}`);
  return Number.isNaN(time) ? undefined : time / 1000;
}

function daysOf(year: number, month: number): number {
  return month === 2 ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28 : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isoOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace('.000Z', 'Z');
}

function cidr(text: string): Range | undefined {
  const [, base, length] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const start = base === undefined ? undefined : addressOf(base);
  if (start === undefined) {
    return undefined;
  }
  const width = start < IPV6_OFFSET ? 32 : 128;
  const prefix = length === undefined ? width : Number(length);
  if (prefix > width) {
    return undefined;
  }
  const size = 1n << BigInt(width - prefix);
  const offset = width === 32 ? 0n : IPV6_OFFSET;
  const low = (start - offset) / size * size + offset;
  return { low, high: low + size - 1n };
}

function addressOf(text: string): bigint | undefined {
  const v4 = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/.exec(text);
  if (v4) {
    const bytes = v4.slice(1).map(Number);
    return bytes.some((byte) => byte > 255) ? undefined : bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  }
  const mapped = /^(.*:)(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.exec(text);
  if (mapped) {
    const low = addressOf(mapped[2]);
    return low === undefined ? undefined : addressOf(`${mapped[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`);
  }
  const [head, tail, extra] = text.split('::');
  if (!text.includes(':') || extra !== undefined) {
    return undefined;
  }
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...back];
  if (groups.length !== 8 || groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) {
    return undefined;
  }
  return IPV6_OFFSET + groups.reduce((sum, group) => (sum << 16n) + BigInt(parseInt(group, 16)), 0n);
}

function addressText(address: bigint): string {
  if (address < IPV6_OFFSET) {
    return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, i) => ((address - IPV6_OFFSET) >> BigInt(112 - 16 * i)) & 0xffffn);
  return groups.map((group) => group.toString(16)).join(':').replace(/(^|:)0(:0)+(:|$)/, '::');
}

function isBase64(text: string): boolean {
  return /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/\s/g, ''));
}

function normalizeBase64(text: string): string {
  return text.replace(/\s|=+$/g, '');
}
