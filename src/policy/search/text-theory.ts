import { Automaton } from './automaton';
import { Budget } from './budget';
import { CharSet, constantOf, contains, covers, LinearPattern, matches, sample } from './linear-pattern';

/** That a text matches one of some patterns, or none of them. */
export interface TextLiteral {
  readonly patterns: readonly LinearPattern[];
  readonly positive: boolean;
}

/**
 * Finds a text of the domain that satisfies every literal; undefined iff there is none.
 *
 * First a handful of likely texts, which also read better; then, unless a cover shows at once that there is none, all
 * patterns are run side by side over all texts, shortest first. A hint is a text that satisfies most of the literals.
 */
export function solveText(domain: readonly LinearPattern[], literals: readonly TextLiteral[], budget: Budget, hint?: string): string | undefined {
  const all: TextLiteral[] = [{ patterns: domain, positive: true }, ...literals];
  const satisfies = (text: string) => all.every(({ patterns, positive }) => patterns.some((pattern) => matches(pattern, text)) === positive);

  for (const candidate of hint === undefined ? candidates(all) : [...candidates(all), hint]) {
    budget.spend(1);
    if (satisfies(candidate)) {
      return candidate;
    }
  }
  return isCovered(all) ? undefined : searchText(all, budget, hint);
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

/** A literal as machines, one for each of its patterns. */
interface Reader {
  readonly machines: readonly Automaton[];
  readonly positive: boolean;
  /** Where the states of its machines begin in a configuration. */
  readonly offset: number;
}

/** The state of every machine of every literal. */
type Configuration = readonly number[];

/** How many texts are tried in each way before the search goes on shortest first until its budget ends. */
const PATIENCE = { shortest: 100, bold: 400, cautious: 800 };

/** How much a step towards what must not match outweighs one towards what must. */
const CAUTION = { bold: 0, cautious: 20 };

/**
 * Tries texts in the order of the least length that they can come to, so that the first that is found is a shortest.
 *
 * Where a shortest one is hard to find, the next best is a text that brings all literals nearer to what they need, whatever
 * its length. Only the first way can show that there is none.
 */
function searchText(literals: readonly TextLiteral[], budget: Budget, hint?: string): string | undefined {
  const readers = readersOf(literals);
  const alphabet = alphabetOf(literals.flatMap(({ patterns }) => patterns));
  const shortest = new Exploration(readers, alphabet, budget, (text, at) => [...text].length + missingFrom(readers, at));
  const greedy = (caution: number) => new Exploration(readers, alphabet, budget, (_, at) => distanceOf(readers, at, caution), hint);
  const ways: readonly (() => string | undefined | 'open')[] = [
    () => shortest.go(PATIENCE.shortest), () => greedy(CAUTION.bold).go(PATIENCE.bold), () => greedy(CAUTION.cautious).go(PATIENCE.cautious), () => shortest.go(Infinity),
  ];
  for (const way of ways) {
    const found = way();
    if (found !== 'open') {
      return found;
    }
  }
  return undefined;
}

/** Texts that are tried one after the other, those of the least cost first. */
class Exploration {
  private readonly machines: readonly Automaton[];
  private readonly queue: { text: string; at: Configuration }[][] = [];
  private readonly seen = new Set<string>();

  constructor(
    private readonly readers: readonly Reader[], private readonly alphabet: readonly string[], private readonly budget: Budget,
    private readonly cost: (text: string, at: Configuration) => number, from = '',
  ) {
    this.machines = readers.flatMap((reader) => reader.machines);
    // From every beginning of the text: what was right so far may end in what is not.
    let at: Configuration = this.machines.map(({ start }) => start);
    this.enqueue('', at);
    let text = '';
    for (const char of from) {
      text += char;
      at = at.map((state, i) => this.machines[i].next(state, char));
      this.enqueue(text, at);
    }
  }

  /** The text that was found, undefined if there is none, and 'open' if so many texts did not tell. */
  go(most: number): string | undefined | 'open' {
    let tried = 0;
    for (let cost = 0; cost < this.queue.length; cost++) {
      // The last in is the longest of its estimate, and so the closest to the end.
      while (this.queue[cost]?.length) {
        if (++tried > most) {
          return 'open';
        }
        const { text, at } = this.queue[cost].pop()!;
        this.budget.spend(1 + (this.machines.length >> 4));
        if (isAccepted(this.readers, at)) {
          return text;
        }
        for (const char of this.alphabet) {
          const least = this.enqueue(text + char, at.map((state, i) => this.machines[i].next(state, char)));
          cost = Math.min(cost, least);
        }
      }
    }
    return undefined;
  }

  /** Queues a text that may become one that is looked for, and says at which cost. */
  private enqueue(text: string, at: Configuration): number {
    const room = roomLeft(this.readers, at);
    const key = room < 0 ? '' : String.fromCharCode(...at);
    // A text that has to become longer than it may is none.
    if (room < 0 || this.seen.has(key) || (room < Infinity && missingFrom(this.readers, at) > room) || needsForbidden(this.readers, at)) {
      return Infinity;
    }
    this.seen.add(key);
    const cost = this.cost(text, at);
    if (cost < Infinity) {
      (this.queue[cost] ??= []).push({ text, at });
    }
    return cost;
  }
}

function readersOf(literals: readonly TextLiteral[]): Reader[] {
  let offset = 0;
  return literals.map(({ patterns, positive }) => {
    const reader = { machines: patterns.map((pattern) => Automaton.of(pattern)), positive, offset };
    offset += patterns.length;
    return reader;
  });
}

/**
 * How many characters are needed at least before every positive literal can be satisfied; infinite if one no longer can be.
 *
 * It is what the neediest one needs, or what all together need of each character, if that is more.
 */
function missingFrom(readers: readonly Reader[], at: Configuration): number {
  let most = 0;
  const needs = new Map<string, number>();
  for (const { machines, positive, offset } of readers) {
    if (positive) {
      let least = Infinity;
      let alive = -1;
      for (let i = 0; i < machines.length; i++) {
        const distance = machines[i].distance(at[offset + i]);
        alive = distance === Infinity ? alive : alive < 0 ? i : machines.length;
        least = Math.min(least, distance);
      }
      most = Math.max(most, least);
      if (least > 0 && alive >= 0 && alive < machines.length) {
        for (const [char, count] of machines[alive].needs(at[offset + alive])) {
          needs.set(char, Math.max(needs.get(char) ?? 0, count));
        }
      }
    }
  }
  let together = 0;
  for (const count of needs.values()) {
    together += count;
  }
  return Math.max(most, together);
}

/** How far a text is from what is asked: what each literal needs for itself, and how near it is to what must not match. */
function distanceOf(readers: readonly Reader[], at: Configuration, caution: number): number {
  let sum = 0;
  for (const { machines, positive, offset } of readers) {
    let least = Infinity;
    for (let i = 0; i < machines.length; i++) {
      const distance = machines[i].distance(at[offset + i]);
      if (positive) {
        least = Math.min(least, distance);
      } else if (distance < Infinity) {
        sum += caution * (machines[i].distance(machines[i].start) - distance);
      }
    }
    sum += positive ? least : 0;
  }
  return sum;
}

/** How many characters may follow before a literal that must not match surely does; less than none if one does already. */
function roomLeft(readers: readonly Reader[], at: Configuration): number {
  let least = Infinity;
  for (const { machines, positive, offset } of readers) {
    for (let i = 0; !positive && i < machines.length; i++) {
      least = Math.min(least, machines[i].roomLeft(at[offset + i]));
    }
  }
  return least;
}

/** Whether a literal needs a character with which another that must not match surely would. */
function needsForbidden(readers: readonly Reader[], at: Configuration): boolean {
  const forbidden: string[] = [];
  for (const { machines, positive, offset } of readers) {
    for (let i = 0; !positive && i < machines.length; i++) {
      const straw = machines[i].lastStraw(at[offset + i]);
      if (straw !== undefined) {
        forbidden.push(straw);
      }
    }
  }
  return forbidden.length > 0 && readers.some(({ machines, positive, offset }) => positive && machines.length === 1
    && forbidden.some((char) => machines[0].needs(at[offset]).has(char)));
}

/** Whether the text read so far satisfies every literal. */
function isAccepted(readers: readonly Reader[], at: Configuration): boolean {
  return readers.every(({ machines, positive, offset }) => machines.some((machine, i) => machine.accepts(at[offset + i])) === positive);
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
