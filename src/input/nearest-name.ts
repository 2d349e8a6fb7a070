/**
 * The known name that was most likely meant by another, if one is like it.
 *
 * Like it is a name with few edits between them, whatever the case; failing that, one that contains the other.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const given = name.toLowerCase();
  const byEdits = known
    .map((candidate) => ({ candidate, edits: edits(given, candidate.toLowerCase()), length: Math.max(name.length, candidate.length) }))
    .filter(({ edits: count, length }) => count <= Math.floor(length * MOST_EDITS))
    .sort((a, b) => a.edits - b.edits)[0];
  const containing = known
    .filter((candidate) => Math.min(name.length, candidate.length) >= SHORTEST_PART && isPart(given, candidate.toLowerCase()))
    .sort((a, b) => Math.abs(a.length - name.length) - Math.abs(b.length - name.length))[0];
  return byEdits?.candidate ?? containing;
}

/** The share of a name that may be mistyped. */
const MOST_EDITS = 0.35;

/** A shorter part, such as `ip` or `id`, is in too many names. */
const SHORTEST_PART = 3;

function isPart(a: string, b: string): boolean {
  return a.includes(b) || b.includes(a);
}

/** How many letters are inserted, left out, replaced or swapped with their neighbor between two names (optimal string alignment). */
function edits(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? beforeLast[j - 2] + 1 : Infinity;
      row.push(Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1), swapped));
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length];
}
