import { Budget } from './budget';
import { advance, close, CharSet, constantOf, contains, covers, LinearPattern, matches, sample } from './linear-pattern';

/** That a text matches one of some patterns, or none of them. */
export interface TextLiteral {
  readonly patterns: readonly LinearPattern[];
  readonly positive: boolean;
}

/**
 * Finds a text of the domain that satisfies every literal; undefined iff there is none.
 *
 * First a handful of likely texts, which also read better; then, unless a cover shows at once that there is none, all
 * patterns are run side by side over all texts, shortest first.
 */
export function solveText(domain: readonly LinearPattern[], literals: readonly TextLiteral[], budget: Budget): string | undefined {
  const all: TextLiteral[] = [{ patterns: domain, positive: true }, ...literals];
  const satisfies = (text: string) => all.every(({ patterns, positive }) => patterns.some((pattern) => matches(pattern, text)) === positive);

  for (const candidate of candidates(all)) {
    budget.spend(1);
    if (satisfies(candidate)) {
      return candidate;
    }
  }
  return isCovered(all) ? undefined : searchText(all, budget);
}

/** Samples of what is asked for, shortest fillers first. */
function* candidates(literals: readonly TextLiteral[]): Iterable<string> {
  const positive = literals.filter((literal) => literal.positive);
  for (const filler of ['x', '', 'other', 'x/x']) {
    for (const { patterns } of [...positive].reverse()) {
      for (const pattern of patterns.slice(0, 8)) {
        yield sample(pattern, filler);
      }
    }
    if (filler === 'x' && positive.length > 2) {
      // Often all that is asked for fits behind each other.
      yield positive.map(({ patterns }) => patterns[0] ? sample(patterns[0], '') : '').join('');
      yield positive.slice(1).map(({ patterns }) => patterns[0] ? sample(patterns[0], '') : '').join('');
    }
  }
}

/** Holds only if some positive literal has nothing left that the negative ones do not exclude. */
function isCovered(literals: readonly TextLiteral[]): boolean {
  const excluded = literals.filter(({ positive }) => !positive).flatMap(({ patterns }) => patterns);
  const constants = new Set(excluded.flatMap((pattern) => constantOf(pattern) ?? []));
  const required = literals.filter(({ positive }) => positive);
  return required.some(({ patterns }) => patterns.every((pattern) => {
    const constant = constantOf(pattern);
    return constant !== undefined
      ? constants.has(constant) || excluded.some((other) => matches(other, constant)) || !required.every((other) => other.patterns.some((p) => matches(p, constant)))
      : excluded.some((other) => covers(other, pattern));
  }));
}

/** The states of every pattern of every literal, pattern by pattern. */
type Configuration = readonly (readonly number[])[];

/** Tries texts in the order of the least length that they can come to, so that the first that is found is a shortest. */
function searchText(literals: readonly TextLiteral[], budget: Budget): string | undefined {
  const patterns = literals.flatMap((literal) => literal.patterns);
  const distances = patterns.map(distancesOf);
  const alphabet = alphabetOf(patterns);
  const start: Configuration = patterns.map((pattern) => close(pattern, [0]));
  const queue: { text: string; at: Configuration }[][] = [];
  const enqueue = (text: string, at: Configuration) => (queue[text.length + missing(literals, distances, at)] ??= []).push({ text, at });
  const seen = new Set([keyOf(start)]);
  enqueue('', start);
  for (let length = 0; length < queue.length; length++) {
    // The last in is the longest of its estimate, and so the closest to the end.
    for (let next = queue[length]?.pop(); next; next = queue[length].pop()) {
      const { text, at } = next;
      budget.spend(1 + (patterns.length >> 2));
      if (isAccepted(literals, at)) {
        return text;
      }
      for (const char of alphabet) {
        const to = at.map((states, i) => states.length === 0 ? states : advance(patterns[i], states, char));
        if (!isAlive(literals, to)) {
          continue;
        }
        const key = keyOf(to);
        if (!seen.has(key)) {
          seen.add(key);
          enqueue(text + char, to);
        }
      }
    }
  }
  return undefined;
}

/** For each state of a pattern, how many characters the rest needs at least. */
function distancesOf(pattern: LinearPattern): number[] {
  const distances = [0];
  for (let i = pattern.length - 1; i >= 0; i--) {
    distances.unshift(distances[0] + (pattern[i].repeated ? 0 : 1));
  }
  return distances;
}

/** How many characters are needed at least before every positive literal can be satisfied. */
function missing(literals: readonly TextLiteral[], distances: readonly number[][], at: Configuration): number {
  let offset = 0;
  let most = 0;
  for (const { patterns, positive } of literals) {
    if (positive) {
      let least = Infinity;
      for (let i = 0; i < patterns.length; i++) {
        for (const state of at[offset + i]) {
          least = Math.min(least, distances[offset + i][state]);
        }
      }
      most = Math.max(most, least);
    }
    offset += patterns.length;
  }
  return most;
}

/** Whether the text read so far satisfies every literal. */
function isAccepted(literals: readonly TextLiteral[], at: Configuration): boolean {
  let offset = 0;
  return literals.every(({ patterns, positive }) => {
    const accepted = patterns.some((pattern, i) => at[offset + i].includes(pattern.length));
    offset += patterns.length;
    return accepted === positive;
  });
}

/** Whether some text from here on could still satisfy every literal. */
function isAlive(literals: readonly TextLiteral[], at: Configuration): boolean {
  let offset = 0;
  return literals.every(({ patterns, positive }) => {
    const alive = positive
      ? patterns.some((_, i) => at[offset + i].length > 0)
      : !patterns.some((pattern, i) => takesAnything(pattern) && at[offset + i].includes(pattern.length));
    offset += patterns.length;
    return alive;
  });
}

/** A pattern whose last step takes anything accepts whatever follows. */
function takesAnything(pattern: LinearPattern): boolean {
  const last = pattern[pattern.length - 1];
  return last !== undefined && last.repeated && last.chars.complement && last.chars.listed === '';
}

function keyOf(at: Configuration): string {
  return at.map((states) => states.join(',')).join(';');
}

/** One character for each way in which the patterns can tell characters apart. */
function alphabetOf(patterns: readonly LinearPattern[]): string[] {
  const sets = new Map<string, CharSet>();
  for (const pattern of patterns) {
    for (const { chars } of pattern) {
      sets.set(`${chars.complement}${chars.listed}`, chars);
    }
  }
  const distinct = [...sets.values()];
  const representatives = new Map<string, string>();
  for (const char of new Set(`abcdefghijklmnopqrstuvwxyz0123456789-/x.:_ABCDEFGHIJKLMNOPQRSTUVWXYZ~${distinct.map(({ listed }) => listed).join('')}\u2603`)) {
    const signature = distinct.map((set) => contains(set, char) ? '1' : '0').join('');
    if (!representatives.has(signature)) {
      representatives.set(signature, char);
    }
  }
  return [...representatives.values()];
}
