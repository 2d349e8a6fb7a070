import * as fc from 'fast-check';
import { placesIn, withValueAt } from './json-places';
import { policy } from './random-policies';

/** Values that have no business where they are put. */
const STRANGE_VALUES: readonly unknown[] = [
  null, true, false, 0, -1, 1e308, 12345678901234567890, '', '*', '?', '${', '${}', '${aws:username}', '${aws:username, \'*\'}', '${*}', [], {}, [[]], [null], ['*', 7], { AWS: '*' }, { '*': '*' },
  'arn:aws:s3:::*', 'arn:aws:iam::*:root', 'arn:aws:iam::111122223333:role/*', '111122223333', 'Allow', 'Deny', 'ALLOW', '2012-10-17', '2026-01-01', '::', '0.0.0.0/33', '1e999',
  '\uE000', 'b/\uE001*', '\uD800', '*\uDC00?', '\u0000', '\uFEFF', 'constructor', '__proto__', 'İ', '😀', 'a'.repeat(5000), '*a'.repeat(40), '?'.repeat(200),
];

const STRANGE_KEYS = [
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '', ' ', '*', 'aws:', 'AWS:SECURETRANSPORT', 'aws:SecureTransport', 'StringEquals', 'StringLike', 'stringequals', 'ForAnyValue:StringLike',
  'ForAllValues:Null', 'NullIfExists', 'BoolIfExists', 'NumericLessThan', 'DateGreaterThan', 'IpAddress', 'ArnLike', 'BinaryEquals', 'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource',
  'NotResource', 'Condition', 'Statement', 'Version', 'Id', '\uE000', '\uD800', 'aws:PrincipalTag/__proto__', 's3:prefix', 'aws:TagKeys', 'Service', 'Federated', 'CanonicalUser', 'AWS',
];

const HUGE_NUMBERS = ['1e400', '-1e400', '9'.repeat(400), `0.${'0'.repeat(400)}1`, '1e-400'];

/** A change of a text, made with two random numbers. */
type Mutation = (text: string, where: number, what: number) => string;

const inText = (text: string, where: number, put: string, drop = 0) => text.slice(0, where % (text.length + 1)) + put + text.slice(where % (text.length + 1) + drop);

function onJson(change: (json: unknown, where: number, what: number) => unknown): Mutation {
  return (text, where, what) => {
    try {
      return JSON.stringify(change(JSON.parse(text), where, what)) ?? '';
    } catch {
      return text;
    }
  };
}

/** Puts a key into the text of some object, whether it is there already or not. */
function withKey(text: string, where: number, key: string, value: unknown): string {
  const braces = [...text.matchAll(/\{/g)].map(({ index }) => index);
  const brace = braces[where % Math.max(1, braces.length)];
  return brace === undefined ? text : `${text.slice(0, brace + 1)}${JSON.stringify(key)}:${JSON.stringify(value)}${/^\s*\}/.test(text.slice(brace + 1)) ? '' : ','}${text.slice(brace + 1)}`;
}

const replaceValue = onJson((json, where, what) => {
  const places = placesIn(json);
  return places.length === 0 ? json : withValueAt(json, places[where % places.length], STRANGE_VALUES[what % STRANGE_VALUES.length]);
});

/** What may become of a document, by name. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'truncated': (text, where) => text.slice(0, where % (text.length + 1)),
  'a character more': (text, where, what) => inText(text, where, [...'{}[]",:\\* \n\u0000\uFEFF\uD800\uE0000e-'][what % 20] ?? '"'),
  'characters fewer': (text, where, what) => inText(text, where, '', 1 + what % 9),
  'wrong type': replaceValue,
  'two wrong types': (text, where, what) => replaceValue(replaceValue(text, where, what), what, where),
  'value gone': onJson((json, where) => {
    const places = placesIn(json);
    return places.length === 0 ? json : withValueAt(json, places[where % places.length], undefined);
  }),
  'strange key': (text, where, what) => withKey(text, where, STRANGE_KEYS[what % STRANGE_KEYS.length], STRANGE_VALUES[where % STRANGE_VALUES.length]),
  'strange key of an object': (text, where, what) => withKey(text, where, STRANGE_KEYS[what % STRANGE_KEYS.length], { [STRANGE_KEYS[where % STRANGE_KEYS.length]]: STRANGE_VALUES[what % STRANGE_VALUES.length] }),
  'key twice': (text, where) => text.replace(/"(\w+)":/, (found) => where % 2 ? `${found}"*",${found}` : `${found}null,${found}`),
  'key twice, escaped': (text) => text.replace('"Effect":', '"Effect":"Deny","\\u0045ffect":'),
  'huge number': (text, where, what) => text.replace(/"(\w+)":\s*"[^"]*"/g, (found, key: string, at: number) => at % 3 === where % 3 ? `"${key}":${HUGE_NUMBERS[what % HUGE_NUMBERS.length]}` : found),
  'deep nesting': (text, where, what) => {
    const depth = [5, 63, 64, 65, 1000, 20_000][what % 6];
    const open = what % 2 ? '[' : '{"a":';
    return text.replace(/"(Resource|Action|Condition|Principal)":/, (found) => `${found}${open.repeat(depth)}${where % 3 ? '"x"' : ''}${(what % 2 ? ']' : '}').repeat(where % 5 === 0 ? 0 : depth)},"Sid":`);
  },
  'other operator': (text, where, what) => text.replace(/"(String|Bool|Null|Ip|Not|Numeric|Arn|For)[A-Za-z:]*":\{/, `"${STRANGE_KEYS[where % STRANGE_KEYS.length].replace(/"/g, '')}${what % 3 ? '' : 'IfExists'}":{`),
  'other case': (text, where) => text.replace(/"(Effect|Action|Statement|Principal|Allow|Deny)"/g, (found, _word, at: number) => at % 2 === where % 2 ? found.toLowerCase() : found),
  'wrapped': (text, where) => where % 3 === 0 ? JSON.stringify({ Policy: text }) : where % 3 === 1 ? `{"Policy":${text}}` : JSON.stringify({ Policy: JSON.stringify({ Policy: text }) }),
  'white space': (text, where) => text.replace(/,/g, (comma, at: number) => at % 2 === where % 2 ? ' ,\r\n\t' : comma),
  'byte order mark': (text) => `\uFEFF${text}`,
};

/** Costs much more than the others, so it is rarer. */
const MEGABYTE: Mutation = (text, where, what) => text.replace(/"(arn:aws:s3:::[^"]*|s3:[^"]*)"/, () => JSON.stringify(['*', '?', '*a', '${', '*?'][what % 5].repeat(where % 2 ? 500_000 : 200_000).slice(0, 1_000_000)));

const oneName = fc.constantFrom(...Object.keys(MUTATIONS));

/** A document, what happened to it, and what it was. */
export const mutated: fc.Arbitrary<{ readonly original: string; readonly how: string; readonly text: string }> = fc.record({
  json: policy,
  names: fc.oneof({ weight: 4, arbitrary: fc.tuple(oneName) }, { weight: 2, arbitrary: fc.array(oneName, { minLength: 2, maxLength: 3 }) }),
  numbers: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
  megabyte: fc.integer({ min: 0, max: 299 }),
}).map(({ json, names, numbers, megabyte }) => {
  const original = JSON.stringify({ ...json, Statement: json.Statement.slice(0, 2) });
  const text = names.reduce((before, name, i) => MUTATIONS[name](before, numbers[2 * i], numbers[2 * i + 1]), original);
  return megabyte === 0 ? { original, how: 'a megabyte of wildcards', text: MEGABYTE(original, numbers[0], numbers[1]) } : { original, how: names.join(', '), text };
});
