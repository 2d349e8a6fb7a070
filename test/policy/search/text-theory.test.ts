import * as fc from 'fast-check';
import { Budget, OutOfBudget } from '../../../src/policy/search/budget';
import { anyText, glob, matches } from '../../../src/policy/search/linear-pattern';
import { solveText, TextLiteral } from '../../../src/policy/search/text-theory';

/** The search for a text: right for small patterns, where all texts can be tried, and quick for large ones, counted in steps. */
const RUNS = 300;

/** Every text of up to so many letters of a small alphabet, one of which no pattern has. */
function textsOf(alphabet: string, length: number): string[] {
  const texts = [''];
  for (let from = 0; texts[from].length < length; from++) {
    texts.push(...Array.from(alphabet, (char) => texts[from] + char));
  }
  return texts;
}

const TEXTS = textsOf('abx', 6);
const globText = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '*'), maxLength: 5 });
const literals = fc.array(fc.record({ globs: fc.array(globText, { minLength: 1, maxLength: 3 }), positive: fc.boolean() }), { minLength: 1, maxLength: 6 });

function literalOf({ globs, positive }: { readonly globs: readonly string[]; readonly positive: boolean }): TextLiteral {
  return { patterns: globs.map((text) => glob(text)), positive };
}

function satisfies(text: string, all: readonly TextLiteral[]): boolean {
  return all.every(({ patterns, positive }) => patterns.some((pattern) => matches(pattern, text)) === positive);
}

test('a text that is found satisfies every literal, and where none is found none of some thousand does', () => {
  fc.assert(fc.property(literals, fc.nat(2), (rows, minimum) => {
    const all = rows.map(literalOf);
    const found = solveText([anyText(minimum)], all, new Budget());
    if (found !== undefined) {
      expect(satisfies(found, all)).toBe(true);
      expect([...found].length).toBeGreaterThanOrEqual(minimum);
    } else {
      expect(TEXTS.find((text) => text.length >= minimum && satisfies(text, all))).toBeUndefined();
    }
  }), { numRuns: RUNS });
});

test('a hint changes what is found, and not whether', () => {
  fc.assert(fc.property(literals, fc.string({ unit: fc.constantFrom('a', 'b', 'x'), maxLength: 8 }), (rows, hint) => {
    const all = rows.map(literalOf);
    const [plain, hinted] = [undefined, hint].map((text) => solveText([anyText(0)], all, new Budget(), text));
    expect(hinted === undefined).toBe(plain === undefined);
    expect(hinted === undefined || satisfies(hinted, all)).toBe(true);
  }), { numRuns: RUNS });
});

/** Counts steps instead of stopping at them. */
class Counter extends Budget {
  steps = 0;


  override spend(nodes: number): void {
    this.steps += nodes;
    super.spend(nodes);
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const letter = (count: number) => fc.constantFrom(...LETTERS.slice(0, count));
const lettersOf = (count: number) => fc.tuple(letter(count), letter(count), letter(count)).map((three) => `*${three.join('*')}*`);
const threeLetters = fc.oneof(...[6, 10, 26, 36].map(lettersOf));

describe('work', () => {
  const STEPS = 40_000;
  const within = (all: readonly TextLiteral[]): boolean => {
    const counter = new Counter(STEPS, 60_000);
    const found = solveText([anyText(1)], all, counter);
    expect(counter.steps).toBeLessThan(STEPS);
    return found !== undefined;
  };

  test('fifty globs of three letters: one that none of the others matches', () => {
    fc.assert(fc.property(fc.array(threeLetters, { minLength: 50, maxLength: 50 }), ([first, ...others]) => {
      within([literalOf({ globs: [first], positive: true }), literalOf({ globs: others, positive: false })]);
    }), { numRuns: 15, seed: 1 });
  });

  test('fifty globs of three letters: all but one', () => {
    const samples = fc.sample(fc.uniqueArray(lettersOf(26), { minLength: 50, maxLength: 50 }), { numRuns: 10, seed: 1 });
    const decided = samples.filter(([first, ...others]) => {
      const counter = new Counter(STEPS / 8, 60_000);
      try {
        solveText([anyText(1)], [...others.map((text) => literalOf({ globs: [text], positive: true })), literalOf({ globs: [first], positive: false })], counter);
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(OutOfBudget);
        return false;
      }
    });
    // Which letter comes first is a hard question in general: most are answered, and none goes on for ever.
    expect(decided.length).toBeGreaterThanOrEqual(8);
  });

  test('a hundred globs against a hundred others', () => {
    fc.assert(fc.property(fc.array(threeLetters, { minLength: 100, maxLength: 100 }), fc.array(threeLetters, { minLength: 100, maxLength: 100 }), (some, others) => {
      within([literalOf({ globs: some, positive: true }), literalOf({ globs: others, positive: false })]);
    }), { numRuns: 8, seed: 1 });
  });

  test('twenty letters that are all required', () => {
    const required = Array.from(LETTERS.slice(0, 20), (char) => literalOf({ globs: [`*${char}*`], positive: true }));
    expect(within(required)).toBe(true);
    expect(within([...required, literalOf({ globs: ['*z*', '*9*'], positive: false })])).toBe(true);
    // Each of them, and no room for all.
    expect(within([...required, literalOf({ globs: [`${'?'.repeat(20)}*`], positive: false })])).toBe(false);
    expect(within([...required, literalOf({ globs: [`${'?'.repeat(21)}*`], positive: false })])).toBe(true);
  });
});
