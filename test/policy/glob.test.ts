import * as fc from 'fast-check';
import { matchesGlob } from './concrete-evaluator';
import { globCovers, hasVariable, hasWildcard } from '../../src/policy/glob';

describe('globCovers', () => {
  test.each([
    ['*', ''],
    ['*', '*'],
    ['*', '?'],
    ['*', 'anything/at:all'],
    ['?', '?'],
    ['?', 'a'],
    ['a*', 'a'],
    ['a*', 'a*'],
    ['a*', 'ab?c*'],
    ['*b', '*ab'],
    ['*?', 'a'],
    ['?*', 'a*'],
    ['**', '*'],
    ['s3:*', 's3:Get*'],
    ['a*b*c', 'aXbXbXc'],
    ['arn:aws:s3:::b*', 'arn:aws:s3:::b/*'],
  ])('%j covers %j', (wide, narrow) => {
    expect(globCovers(wide, narrow)).toBe(true);
  });

  test.each([
    ['', 'a'],
    ['a', ''],
    ['a', '?'],
    ['a', 'A'],
    ['?', ''],
    ['?', '*'],
    ['?', 'ab'],
    ['??', '?'],
    ['?*', '*'],
    ['a*', '*'],
    ['*a', '*'],
    ['a*c', 'a*'],
    ['s3:*', '*'],
    ['s3:*', 'nots3:*'],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::bb/*'],
  ])('%j does not cover %j', (wide, narrow) => {
    expect(globCovers(wide, narrow)).toBe(false);
  });

  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', ':'), maxLength: 6 });
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 8 });

  /** A glob, and another that its stars and question marks were narrowed to. */
  const nested = fc.tuple(glob, fc.array(glob, { minLength: 8, maxLength: 8 })).map(([wide, fillings]) =>
    [wide, [...wide].map((c, index) => c === '*' ? fillings[index] : c === '?' ? 'a' : c).join('')] as const);

  /** A text that the glob matches. */
  function matching(of: string): fc.Arbitrary<string> {
    return fc.tuple(...[...of].map((c) => c === '*' ? text : c === '?' ? fc.constantFrom('a', 'b', '/', '*', '?') : fc.constant(c)))
      .map((parts) => parts.join(''));
  }

  test('a cover that it claims holds for every text', () => {
    const pairs = fc.oneof(fc.tuple(glob, glob), nested);
    fc.assert(fc.property(pairs.chain(([wide, narrow]) => fc.tuple(fc.constant(wide), fc.constant(narrow), matching(narrow))), ([wide, narrow, sample]) => {
      expect(matchesGlob(narrow, sample)).toBe(true);
      fc.pre(globCovers(wide, narrow));
      expect(matchesGlob(wide, sample)).toBe(true);
    }), { numRuns: 3000 });
  });

  test('of a text without wildcards it decides exactly', () => {
    fc.assert(fc.property(glob.chain((wide) => fc.tuple(fc.constant(wide), fc.oneof(text, matching(wide)))), ([wide, sample]) => {
      fc.pre(!hasWildcard(sample));
      expect(globCovers(wide, sample)).toBe(matchesGlob(wide, sample));
    }), { numRuns: 2000 });
  });

  test('every glob covers itself, and * covers every glob', () => {
    fc.assert(fc.property(glob, (of) => {
      expect(globCovers(of, of)).toBe(true);
      expect(globCovers('*', of)).toBe(true);
    }));
  });

  test('stars at odds with each other cost no exponential time', () => {
    const start = performance.now();
    expect(globCovers(`${'*a'.repeat(200)}b`, 'a'.repeat(4000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

test.each([
  ['*', true], ['a?', true], ['arn:aws:s3:::b/*', true], ['', false], ['arn:aws:s3:::b', false], ['${aws:username}', false],
])('hasWildcard(%j) is %s', (text, expected) => {
  expect(hasWildcard(text)).toBe(expected);
});

test.each([
  ['${aws:username}', true], ['home/${aws:userid}/*', true], ['$', false], ['{aws:username}', false], ['*', false],
])('hasVariable(%j) is %s', (text, expected) => {
  expect(hasVariable(text)).toBe(expected);
});
