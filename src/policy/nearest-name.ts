/**
 * The candidate that someone who wrote this name most likely meant: the nearest one, if a slip or two of the keyboard, the
 * letter case or punctuation are all that lies between them.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const written = plain(name);
  let nearest: string | undefined;
  let least = slipsAllowed(written) + 1;
  let longestStart = -1;
  for (const candidate of candidates) {
    const other = plain(candidate);
    const slips = Math.abs(written.length - other.length) > least ? Infinity : editsBetween(written, other);
    const start = commonStart(written, other);
    if (slips < least || (slips === least && nearest !== undefined && start > longestStart)) {
      [nearest, least, longestStart] = [candidate, slips, start];
    }
  }
  return nearest;
}

function commonStart(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) {
    i++;
  }
  return i;
}

/** What letter case and punctuation do not change. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}

function slipsAllowed(name: string): number {
  return name.length < 5 ? 1 : name.length < 16 ? 2 : 3;
}

/**
 * How many letters have to be added, left out, replaced or swapped with their neighbour between two names.
 *
 * @see https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance
 */
export function editsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2] + 1 : Infinity;
      row.push(Math.min(above[j] + 1, row[j - 1] + 1, replaced, swapped));
    }
    [before, above] = [above, row];
  }
  return above[b.length];
}
