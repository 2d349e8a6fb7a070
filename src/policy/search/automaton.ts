import { advance, close, LinearPattern } from './linear-pattern';

/**
 * A pattern as a machine that reads a text character by character. Its states are sets of places in the pattern, numbered and
 * made as they are reached, and kept with the pattern: the same globs are asked about again and again.
 */
export class Automaton {
  static of(pattern: LinearPattern): Automaton {
    let known = automata.get(pattern);
    if (!known) {
      known = new Automaton(pattern);
      automata.set(pattern, known);
    }
    return known;
  }

  readonly start: number;
  private readonly places: (readonly number[])[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly moves: Map<string, number>[] = [];
  private readonly distances: readonly number[];
  /** How much room there is behind each place: how many characters before whatever follows is matched. */
  private readonly room: readonly number[];
  private readonly needed: (ReadonlyMap<string, number>)[] = [];
  private readonly straws: (string | undefined)[] = [];
  private readonly least: number[] = [];
  private readonly most: number[] = [];

  private constructor(private readonly pattern: LinearPattern) {
    this.distances = distancesOf(pattern);
    this.room = roomBehind(pattern);
    this.start = this.numberOf(close(pattern, [0]));
  }

  /** The state after one more character. */
  next(state: number, char: string): number {
    let to = this.moves[state].get(char);
    if (to === undefined) {
      to = this.numberOf(advance(this.pattern, this.places[state], char));
      this.moves[state].set(char, to);
    }
    return to;
  }

  accepts(state: number): boolean {
    return this.least[state] === 0;
  }

  /** How many characters are needed at least until it accepts; infinite if it no longer can. */
  distance(state: number): number {
    return this.least[state];
  }

  /** How many characters may follow at most before everything is accepted, whatever they are. */
  roomLeft(state: number): number {
    return this.most[state];
  }

  /** The character with which everything is accepted from then on, whatever follows, if there is one. */
  lastStraw(state: number): string | undefined {
    return this.straws[state];
  }

  /** How often each character has to come at least until it accepts. */
  needs(state: number): ReadonlyMap<string, number> {
    return this.needed[state] ??= this.countNeeds(this.places[state]);
  }

  /** What is needed from a later place is needed from an earlier one as well. */
  private countNeeds(places: readonly number[]): ReadonlyMap<string, number> {
    const needs = new Map<string, number>();
    for (const { chars, repeated } of this.pattern.slice(places[places.length - 1] ?? this.pattern.length)) {
      if (!repeated && !chars.complement && chars.listed.length === 1) {
        needs.set(chars.listed, (needs.get(chars.listed) ?? 0) + 1);
      }
    }
    return needs;
  }

  private numberOf(places: readonly number[]): number {
    const key = places.join();
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.places.push(places) - 1;
      this.moves.push(new Map());
      this.straws.push(this.pattern.length > 2 && places.includes(this.pattern.length - 3) ? strawOf(this.pattern) : undefined);
      this.least.push(places.reduce((least, place) => Math.min(least, this.distances[place]), Infinity));
      this.most.push(places.reduce((least, place) => Math.min(least, this.room[place]), Infinity));
      this.numbers.set(key, number);
    }
    return number;
  }
}

const automata = new WeakMap<LinearPattern, Automaton>();

/** For each place in a pattern, how many characters the rest needs at least. */
function distancesOf(pattern: LinearPattern): number[] {
  const distances = [0];
  for (let i = pattern.length - 1; i >= 0; i--) {
    distances.unshift(distances[0] + (pattern[i].repeated ? 0 : 1));
  }
  return distances;
}

/** For each place that is followed by so many of any character and then by anything, one less than so many. */
function roomBehind(pattern: LinearPattern): number[] {
  const isAny = (i: number) => pattern[i].chars.complement && pattern[i].chars.listed === '';
  const room = [Infinity];
  for (let i = pattern.length - 1; i >= 0; i--) {
    const last = i === pattern.length - 1;
    room.unshift(!isAny(i) ? Infinity : last ? pattern[i].repeated ? -1 : Infinity : pattern[i].repeated ? room[0] : room[0] + 1);
  }
  return room;
}

/** The character between two wildcards at the end: until it comes, the pattern waits for it. */
function strawOf(pattern: LinearPattern): string | undefined {
  const [before, straw, last] = pattern.slice(-3);
  return isAnything(before) && isAnything(last) && !straw.repeated && !straw.chars.complement && straw.chars.listed.length === 1 ? straw.chars.listed : undefined;
}

function isAnything({ chars, repeated }: LinearPattern[number]): boolean {
  return repeated && chars.complement && chars.listed === '';
}
