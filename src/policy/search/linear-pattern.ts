/** One step of a pattern: a set of characters, once or any number of times. */
interface Step {
  readonly chars: CharSet;
  readonly repeated: boolean;
}

/** A set of characters: those listed, or all but those listed. */
export interface CharSet {
  readonly listed: string;
  readonly complement: boolean;
}

/** A text language without alternatives: what globs, ARN patterns and the formats of ids have in common. */
export type LinearPattern = readonly Step[];

const ANY: CharSet = { listed: '', complement: true };
const NO_COLON: CharSet = { listed: ':', complement: true };

export function contains({ listed, complement }: CharSet, char: string): boolean {
  return (listed.length === 1 ? listed === char : listed.includes(char)) !== complement;
}

/** Single characters, made once: patterns are mostly made of them. */
const CHARACTERS = new Map<string, Step>();

function character(char: string): Step {
  let step = CHARACTERS.get(char);
  if (!step) {
    step = once({ listed: char, complement: false });
    CHARACTERS.set(char, step);
  }
  return step;
}

/** A text as itself. */
export function literal(text: string): LinearPattern {
  const steps: Step[] = [];
  for (const char of text) {
    steps.push(character(char));
  }
  return steps;
}

/** A text in any mixture of cases. */
export function ignoringCase(text: string): LinearPattern {
  return Array.from(text, (char) => {
    const foldings = [char.toLowerCase(), char.toUpperCase()].filter((folding) => folding.toLowerCase() === char.toLowerCase() && [...folding].length === 1);
    return once({ listed: [...new Set([char, ...foldings])].join(''), complement: false });
  });
}

/** An IAM glob. `escaped` marks the characters that are no wildcards although they look like one. */
export function glob(text: string, escaped: (index: number) => boolean = () => false): LinearPattern {
  return globSteps([...text], 0, escaped, ANY);
}

/** An ARN pattern: a glob in each of six parts; undefined if it does not have six. */
export function arnGlob(text: string, escaped: (index: number) => boolean = () => false): LinearPattern | undefined {
  if (text === '*' && !escaped(0)) {
    return glob(text);
  }
  const chars = [...text];
  const colons = chars.flatMap((char, i) => char === ':' ? [i] : []);
  if (colons.length < 5) {
    return undefined;
  }
  const tail = colons[4] + 1;
  return [...globSteps(chars.slice(0, tail), 0, escaped, NO_COLON), ...globSteps(chars.slice(tail), tail, escaped, ANY)];
}

/** A sequence of patterns, of texts and of `charset+` for one or more. */
export function sequence(...parts: readonly (string | LinearPattern)[]): LinearPattern {
  return parts.flatMap((part) => typeof part === 'string' ? literal(part) : part);
}

/** Between `minimum` and any number of the characters in a bracket expression such as `a-z0-9`. */
export function atLeast(minimum: number, ranges: string): LinearPattern {
  const chars = charSet(ranges);
  return [...Array<Step>(minimum).fill(once(chars)), { chars, repeated: true }];
}

/** Exactly so many of the characters. */
export function exactly(count: number, ranges: string): LinearPattern {
  return Array<Step>(count).fill(once(charSet(ranges)));
}

/** Any text of at least so many characters. */
export function anyText(minimum: number): LinearPattern {
  return [...Array<Step>(minimum).fill(once(ANY)), { chars: ANY, repeated: true }];
}

const CHAR_SETS = new Map<string, CharSet>();

function charSet(ranges: string): CharSet {
  const known = CHAR_SETS.get(ranges);
  if (known) {
    return known;
  }
  const listed = ranges.replace(/(.)-(.)/g, (_, from: string, to: string) => {
    const [a, b] = [from.charCodeAt(0), to.charCodeAt(0)];
    return String.fromCharCode(...Array.from({ length: b - a + 1 }, (_unused, i) => a + i));
  });
  const made = { listed, complement: false };
  CHAR_SETS.set(ranges, made);
  return made;
}

function once(chars: CharSet): Step {
  return { chars, repeated: false };
}

function globSteps(chars: readonly string[], offset: number, escaped: (index: number) => boolean, any: CharSet): Step[] {
  const steps: Step[] = [];
  chars.forEach((char, i) => {
    const wildcard = (char === '*' || char === '?') && !escaped(offset + i);
    const isStar = wildcard && char === '*';
    // Two stars behind each other say no more than one.
    if (!isStar || !steps[steps.length - 1]?.repeated) {
      steps.push(wildcard ? { chars: any, repeated: isStar } : character(char));
    }
  });
  return steps;
}

/** Says whether the pattern matches the whole text. */
export function matches(pattern: LinearPattern, text: string): boolean {
  // Up to the first repeated step there is one state, and most texts differ there already.
  let only = 0;
  let states: readonly number[] | undefined;
  for (const char of text) {
    if (!states) {
      if (only < pattern.length && !pattern[only].repeated) {
        if (!contains(pattern[only++].chars, char)) {
          return false;
        }
        continue;
      }
      states = close(pattern, [only]);
    }
    states = advance(pattern, states, char);
    if (states.length === 0) {
      return false;
    }
  }
  return (states ?? close(pattern, [only])).includes(pattern.length);
}

/** The states that a repeated step lets through without a character; states go up. */
export function close(pattern: LinearPattern, states: readonly number[]): number[] {
  const closed: number[] = [];
  let last = -1;
  for (const state of states) {
    // What is behind a state that is in already came in with it.
    if (state > last) {
      closed.push(last = state);
      while (last < pattern.length && pattern[last].repeated) {
        closed.push(++last);
      }
    }
  }
  return closed;
}

/** The states after one more character. */
export function advance(pattern: LinearPattern, states: readonly number[], char: string): number[] {
  const next: number[] = [];
  for (const state of states) {
    if (state < pattern.length && contains(pattern[state].chars, char)) {
      next.push(pattern[state].repeated ? state : state + 1);
    }
  }
  return close(pattern, next);
}

/** A constant: it matches exactly one text. */
export function constantOf(pattern: LinearPattern): string | undefined {
  return pattern.every(({ chars, repeated }) => !repeated && !chars.complement && chars.listed.length === 1)
    ? pattern.map(({ chars }) => chars.listed).join('') : undefined;
}

/** A short text that the pattern matches, with `filler` where any text would do. */
export function sample(pattern: LinearPattern, filler: string): string {
  return pattern.map(({ chars, repeated }) => repeated
    ? (chars.complement && [...filler].every((char) => contains(chars, char)) ? filler : '')
    : pick(chars)).join('');
}

function pick(chars: CharSet): string {
  return chars.complement ? [...'x0-a/'].find((char) => contains(chars, char)) ?? '~' : chars.listed[0];
}

/** Holds only if every text of `narrow` is one of `wide`; may miss it. */
export function covers(wide: LinearPattern, narrow: LinearPattern): boolean {
  // Runs `wide` over the steps of `narrow`; a repeated step has to be swallowed by a repeated step of `wide`.
  let states = close(wide, [0]);
  for (const { chars, repeated } of narrow) {
    const next: number[] = [];
    for (const state of states) {
      const step = wide[state];
      if (step && subset(chars, step.chars)) {
        if (step.repeated) {
          next.push(state);
        } else if (!repeated) {
          next.push(state + 1);
        }
      }
    }
    states = close(wide, next);
    if (states.length === 0) {
      return false;
    }
  }
  return states.includes(wide.length);
}

function subset(narrow: CharSet, wide: CharSet): boolean {
  if (wide.complement) {
    return narrow.complement ? [...wide.listed].every((char) => narrow.listed.includes(char)) : [...wide.listed].every((char) => !narrow.listed.includes(char));
  }
  return !narrow.complement && [...narrow.listed].every((char) => wide.listed.includes(char));
}
