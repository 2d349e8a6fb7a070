import { Answer, when } from './three-valued';
import { ONE, STAR, Token } from './tokens';

/** Where the patterns have got to: `pattern:position` for each place. */
type Places = ReadonlySet<string>;

/**
 * Whether one of some patterns fits `before` + path + `after` for every path of a role, for none, or for some.
 *
 * A path is empty, or one or more printable characters and a `/`: `(\u002F)|(\u002F[\u0021-\u007E]+\u002F)`, whose first `/` is the end of `before`. The patterns
 * are read all at once, character by character, so that two of them may cover together what neither covers alone.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function amongRolePaths(patterns: ReadonlyArray<readonly Token[]>, before: readonly string[], after: readonly string[]): Answer {
  const read = (places: Places, text: readonly string[]) => text.reduce((now, char) => step(patterns, now, char), places);
  const accepts = (places: Places) => patterns.some((pattern, i) => places.has(`${i}:${pattern.length}`));
  const start = read(closure(patterns, patterns.map((_, i) => [i, 0])), before);
  const letters = alphabet(patterns);
  const outcomes = new Set([accepts(read(start, after))]);
  const first = letters.map((letter) => step(patterns, start, letter));
  const seen = new Map<string, Places>(first.map((places) => [keyOf(places), places]));
  // A map goes on over what is added to it meanwhile: these are all the places that any beginning of a path leads to.
  for (const places of seen.values()) {
    outcomes.add(accepts(read(step(patterns, places, '/'), after)));
    for (const letter of letters) {
      const next = step(patterns, places, letter);
      if (!seen.has(keyOf(next))) {
        seen.set(keyOf(next), next);
      }
    }
  }
  return outcomes.size === 2 ? 'maybe' : when(outcomes.has(true));
}

const keyOf = (places: Places) => [...places].sort().join();

/** `/`, the printable characters that the patterns name, and one that they do not name for all the others. */
function alphabet(patterns: ReadonlyArray<readonly Token[]>): string[] {
  const printable = Array.from({ length: 0x7e - 0x21 + 1 }, (_, i) => String.fromCharCode(0x21 + i));
  const named = new Set<Token>(['/', ...patterns.flat()]);
  const other = printable.find((char) => !named.has(char));
  return [...printable.filter((char) => named.has(char)), ...(other === undefined ? [] : [other])];
}

function step(patterns: ReadonlyArray<readonly Token[]>, places: Places, char: string): Places {
  const next: Array<[number, number]> = [];
  for (const place of places) {
    const [i, position] = place.split(':').map(Number);
    const token = patterns[i][position];
    if (token === STAR) {
      next.push([i, position]);
    } else if (token === ONE || token === char) {
      next.push([i, position + 1]);
    }
  }
  return closure(patterns, next);
}

/** A `*` may also stand for nothing. */
function closure(patterns: ReadonlyArray<readonly Token[]>, places: Array<[number, number]>): Places {
  const all = new Set<string>();
  for (const [i, first] of places) {
    let position = first;
    while (!all.has(`${i}:${position}`)) {
      all.add(`${i}:${position}`);
      if (patterns[i][position] === STAR) {
        position++;
      }
    }
  }
  return all;
}
