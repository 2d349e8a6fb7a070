import { hasSameContent } from '../../src/rules/same-content';

const shared = { deep: ['before/a.json'] };

test.each<[what: string, one: unknown, other: unknown, isSame: boolean]>([
  ['values', 1, 1, true],
  ['other values fail', 1, 2, false],
  ['a value and its text fail', 1, '1', false],
  ['null and an object fail', null, {}, false],
  ['null and nothing fail', { a: null }, {}, false],
  ['nothing and what is not there', { a: undefined, b: 1 }, { b: 1 }, true],
  ['functions', { a: () => 1 }, { a: () => 2 }, true],
  ['lists', [1, [2]], [1, [2]], true],
  ['lists in another order fail', [1, 2], [2, 1], false],
  ['a longer list fails', [1], [1, 1], false],
  ['other keys fail', { a: 1 }, { b: 1 }, false],
  ['maps', new Map([['a', { b: 1 }]]), new Map([['a', { b: 1 }]]), true],
  ['maps of other values fail', new Map([['a', 1]]), new Map([['a', 2]]), false],
  ['sets', new Set(['a']), new Set(['a']), true],
  ['other sets fail', new Set(['a']), new Set(['b']), false],
  ['what is worked out only when asked for', { get a() { return [1]; } }, { a: [1] }, true],
  ['names of the sides', { id: 'x before/a.json y' }, { id: 'x after/b.json y' }, true],
  ['names of the sides in keys', { 'before/a.json#B': 1 }, { 'after/b.json#B': 1 }, true],
  ['other texts around the names fail', { id: 'x before/a.json' }, { id: 'y after/b.json' }, false],
  ['what is shared on one side alone', [shared, shared], [{ deep: ['after/b.json'] }, { deep: ['after/b.json'] }], true],
  ['what is shared on one side and differs on the other fails', [shared, shared], [{ deep: ['after/b.json'] }, { deep: ['else'] }], false],
])('%s', (_, one, other, isSame) => {
  expect(hasSameContent(one, other, ['before/a.json', 'after/b.json'])).toBe(isSame);
});
