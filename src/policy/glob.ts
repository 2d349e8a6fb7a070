/**
 * Holds only if every text that `narrow` matches is matched by `wide`, both being IAM globs (`*` any run, `?` one character).
 *
 * It may miss a cover (`a?*` covers `a*x`), and never claims one that is not there: a star of `narrow` has to be
 * swallowed whole by a star of `wide`, and a question mark by either wildcard.
 */
export function globCovers(wideText: string, narrowText: string): boolean {
  const [wide, narrow] = [atomsOf(wideText), atomsOf(narrowText)];
  // The classic two-pointer match: on a mismatch, let the last star of `wide` swallow one character more.
  let w = 0;
  let star = -1;
  let swallowed = 0;
  for (let n = 0; n < narrow.length;) {
    if (w < wide.length && wide[w] === '*') {
      star = w++;
      swallowed = n;
    } else if (w < wide.length && narrow[n] !== '*' && (wide[w] === narrow[n] || (wide[w] === '?' && narrow[n].length === 1))) {
      w++;
      n++;
    } else if (star >= 0) {
      w = star + 1;
      n = ++swallowed;
    } else {
      return false;
    }
  }
  while (wide[w] === '*') {
    w++;
  }
  return w === wide.length;
}

/**
 * The characters of a text, but `⟦…⟧` as one: it stands for a text that AWS chooses at deployment, so nothing but a star
 * or itself covers it, least of all the characters of its own name.
 */
function atomsOf(text: string): ArrayLike<string> {
  return text.includes('⟦') ? text.match(/⟦[^⟧]*⟧|[^]/g) ?? [] : text;
}

/** Holds iff the text contains an IAM wildcard. */
export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/** Holds iff the text contains an IAM policy variable (`${aws:username}`). */
export function hasVariable(text: string): boolean {
  return text.includes('${');
}
