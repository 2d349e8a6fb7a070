/** Stand-ins for characters that came out of a variable and are no wildcards; what is read has none of them. */
const ESCAPES: Readonly<Record<string, string>> = { '*': '\uE000', '?': '\uE001', '$': '\uE002' };

/** What the stand-ins stand for. */
const LITERALS: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(ESCAPES).map(([char, standIn]) => [standIn, char]));

export function escape(text: string): string {
  return text.replace(/[*?$]/g, (c) => ESCAPES[c]);
}

/** The text with its stars and question marks as characters like others; policy variables stay. */
export function withoutWildcards(text: string): string {
  return text.replace(/(?<!\$\{)[*?]/g, escape);
}

export function unescape(text: string): string {
  return text.replace(/[\uE000-\uE002]/g, (c) => LITERALS[c]);
}

/** `*` is any run of characters, `?` exactly one. */
export function matchesGlob(patternText: string, subject: string): boolean {
  // A character outside the basic plane is one character, not two.
  const [pattern, text]: ArrayLike<string>[] = /[\uD800-\uDFFF]/.test(patternText + subject) ? [[...patternText], [...subject]] : [patternText, subject];
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let t = 0; t < text.length;) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t] || LITERALS[pattern[p]] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') {
    p++;
  }
  return p === pattern.length;
}

/** Six parts, a glob each: a wildcard does not cross the first five colons. */
export function matchesArn(pattern: string, actual: string): boolean {
  if (pattern === '*') {
    return true;
  }
  const wanted = sixParts(pattern);
  const found = sixParts(actual);
  return wanted !== undefined && found !== undefined && wanted.every((part, i) => matchesGlob(part, found[i]));
}

export function sixParts(arn: string): string[] | undefined {
  const parts = arn.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
