import { Certainty, certain } from '../certainty';
import { ConditionOperator } from '../operators';

export function compareNumbers(wanted: number | undefined, actual: number | undefined, compare: ConditionOperator['compare']): Certainty {
  if (wanted === undefined) {
    return 'unknown';
  }
  if (actual === undefined) {
    return 'no';
  }
  switch (compare) {
    case '=': return certain(actual === wanted);
    case '<': return certain(actual < wanted);
    case '<=': return certain(actual <= wanted);
    case '>': return certain(actual > wanted);
    case '>=': return certain(actual >= wanted);
  }
}

export function readNumber(text: string): number | undefined {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text.trim()) && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

/** ISO 8601, or seconds since 1970. */
export function readDate(text: string): number | undefined {
  if (/^\d+$/.test(text) && !/^\d{4}$/.test(text)) {
    return Number(text);
  }
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text)?.map(Number) ?? [];
  // JavaScript takes the thirtieth of February for the second of March.
  if (day !== undefined && (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate())) {
    return undefined;
  }
  const milliseconds = /^\d{4}(-\d{2}(-\d{2}(T([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?)?)?$/i.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

export function readBool(text: string): boolean | undefined {
  return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : undefined;
}

export function isBase64(text: string): boolean {
  return /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/\s/g, ''));
}

export function normalizeBase64(text: string): string {
  return text.replace(/\s|=+$/g, '');
}

export function matchesCidr(cidr: string, actual: string): Certainty {
  const [base, length] = cidr.split('/');
  const range = readAddress(base);
  const bits = length === undefined ? range?.length ?? NaN : /^\d{1,3}$/.test(length) ? Number(length) : NaN;
  if (!range || !(bits <= range.length) || cidr.split('/').length > 2) {
    return 'unknown';
  }
  const address = readAddress(actual);
  return certain(address !== undefined && address.length === range.length && address.slice(0, bits) === range.slice(0, bits));
}

/** An address as a text of its 32 or 128 bits. */
function readAddress(text: string): string | undefined {
  const bits = (groups: readonly number[], width: number) => groups.map((group) => group.toString(2).padStart(width, '0')).join('');
  // Whether a leading zero makes a number octal AWS does not say.
  if (/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text)) {
    const bytes = text.split('.').map(Number);
    return bytes.every((byte) => byte <= 255) ? bits(bytes, 8) : undefined;
  }
  const halves = text.toLowerCase().replace(/:(\d{1,3}(?:\.\d{1,3}){3})$/, (_, v4: string) => {
    const [a, b, c, d] = v4.split('.').map(Number);
    return `:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }).split('::');
  if (!text.includes(':') || halves.length > 2) {
    return undefined;
  }
  const [head, tail] = halves.map((half) => half === '' ? [] : half.split(':'));
  const groups = tail ? [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail] : head;
  return groups.length === 8 && groups.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? bits(groups.map((group) => parseInt(group, 16)), 16) : undefined;
}
