/** Texts, globs and addresses as SMT-LIB writes them. */

export function textOf(text: string): string {
  return `"${[...text].map((c) => c === '"' ? '""' : c === '\\' || c < ' ' || c > '~' ? `\\u{${c.codePointAt(0)!.toString(16)}}` : c).join('')}"`;
}

function sequenceOf(parts: readonly string[]): string {
  return parts.length === 0 ? '(str.to_re "")' : parts.length === 1 ? parts[0] : `(re.++ ${parts.join(' ')})`;
}

/** `*` is any run of characters, `?` exactly one. */
export function patternOf(glob: string, oneOf = 're.allchar', anyOf = 're.all'): string {
  const parts = glob.split(/([*?])/).filter((part) => part !== '');
  return sequenceOf(parts.map((part) => part === '*' ? anyOf : part === '?' ? oneOf : `(str.to_re ${textOf(part)})`));
}

const NO_COLON = '(re.union (re.range "\\u{0}" "9") (re.range ";" "\\u{2ffff}"))';

/** A glob in each of six parts: in the first five a wildcard matches no colon. */
export function arnParts(arn: string): string {
  const parts = arn.split(':');
  const head = `${parts.slice(0, 5).join(':')}:`;
  return sequenceOf([patternOf(head, NO_COLON, `(re.* ${NO_COLON})`), patternOf(parts.slice(5).join(':'))]);
}

export function inAnyCase(text: string): string {
  return sequenceOf([...text].map((c) => c.toLowerCase() === c.toUpperCase() ? `(str.to_re ${textOf(c)})`
    : `(re.union (str.to_re ${textOf(c.toLowerCase())}) (str.to_re ${textOf(c.toUpperCase())}))`));
}

export function pow(bits: number): bigint {
  return 1n << BigInt(bits);
}

/** The 4 or 16 bytes of an address. */
export function bytesOfAddress(address: string): number[] {
  if (!address.includes(':')) {
    return address.split('.').map(Number);
  }
  const [head, tail] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const groups = tail ? [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail] : head;
  return groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
}

type Expression = string | readonly Expression[];

/** Reads what `get-value` prints: name → value. */
export function readModel(output: string): ReadonlyMap<string, Expression> {
  const tokens = output.match(/"(?:[^"]|"")*"|\|[^|]*\||[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const read = (): Expression => {
    const token = tokens[at++];
    if (token !== '(') {
      return token;
    }
    const items: Expression[] = [];
    while (tokens[at] !== ')') {
      items.push(read());
    }
    at++;
    return items;
  };
  const pairs = read() as readonly (readonly [string, Expression])[];
  // Names that need no bars are printed without them.
  return new Map(pairs.map(([name, value]) => [name.replace(/\|/g, ''), value]));
}

export function numberOf(value: Expression): number {
  if (typeof value === 'string') {
    return Number(value.replace(/^#/, '0'));
  }
  const [operator, a, b] = value;
  return operator === '-' ? -numberOf(a) : operator === '/' ? numberOf(a) / numberOf(b) : NaN;
}

export function unescapeText(value: Expression): string {
  return String(value).slice(1, -1).replaceAll('""', '"').replace(/\\u\{([0-9a-fA-F]+)\}/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)));
}

/** `#x…` or `#b…`, as an address of its family. */
export function addressOf(value: Expression, isV4: boolean): string {
  const text = String(value);
  const number = BigInt(`0${text.slice(1)}`);
  const part = (index: number, width: number) => (number >> BigInt(index * width)) & (pow(width) - 1n);
  return isV4 ? [3, 2, 1, 0].map((i) => String(part(i, 8))).join('.') : [7, 6, 5, 4, 3, 2, 1, 0].map((i) => part(i, 16).toString(16)).join(':');
}
