import { editsBetween } from '../policy/nearest-name';

/**
 * The known name that was most likely meant by another, if one is like it.
 *
 * Like it is a name with few edits between them, whatever the case; failing that, one that contains the other.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const given = name.toLowerCase();
  const byEdits = known
    .map((candidate) => ({ candidate, edits: editsBetween(given, candidate.toLowerCase()), length: Math.max(name.length, candidate.length) }))
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
