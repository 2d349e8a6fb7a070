import { matchesAccountsOnly, readAllowedPattern } from '../../src/template/allowed-pattern';

describe('a pattern that matches account ids only', () => {
  test.each([
    '\\d{12}', '[0-9]{12}', '^\\d{12}$', '^[0-9]{12}$', '(\\d{12})', '^(\\d{12})$', '(^\\d{12}$)'.slice(1, -1), '[\\d]{12}', '(?:[0-9]{12})', '\\d{6}\\d{6}', '(\\d{4}){3}', '\\d{12,12}',
    '[0123456789]{12}', '[1-9][0-9]{11}', '111122223333|444455556666', '(111122223333|444455556666)', '\\d\\d\\d\\d\\d\\d\\d\\d\\d\\d\\d\\d', '^\\d{12}',
  ])('%s', (pattern) => {
    expect(matchesAccountsOnly(pattern)).toBe(true);
  });

  test.each([
    '\\d{11}', '\\d{12,}', '\\d{1,12}', '(\\d{12})?', '\\d+', '\\d*', '.{12}', '.*', '', '[0-9*]{12}', '\\w{12}', '[^*]{12}', '\\d{12}|\\*', '\\d{12}|', '^$|\\d{12}', '\\D{12}', '[0-9]{12}x', '(?=\\d{12}).*',
    '(?!a)\\d{12}', '\\d{12}\\b', '[0-9[a]]{12}', '[0-9&&[^1]]{12}', '\\p{Digit}{12}', '(\\d{12}', '\\d{12})', '[0-9', '\\d{12', '*', '\\', '[z-a]{12}', '(a)\\1', '[\\D]{12}',
  ])('fails for %s', (pattern) => {
    expect(matchesAccountsOnly(pattern)).toBe(false);
  });
});

describe('of a pattern that is too much', () => {
  test.each([['nested deeply', `${'('.repeat(400)}a${')'.repeat(400)}`], ['long', 'a'.repeat(2_000)]])('%s nothing is read', (_, pattern) => {
    expect(readAllowedPattern(pattern)).toBeUndefined();
  });
});

test('lengths and characters are those of everything that it matches', () => {
  expect(readAllowedPattern('^[a-c]{2,3}(-\\d+)?$')).toEqual({ minimum: 2, maximum: Infinity, characters: new Set('abc-0123456789') });
});
