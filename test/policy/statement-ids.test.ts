import * as fc from 'fast-check';
import { statementIds } from '../../src/policy/statement-ids';
import { UnknownValue } from '../../src/policy/unknown-value';

const ALLOW = { Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
const [ID] = statementIds([ALLOW]);

test('the id is the Sid, or a digest of the content', () => {
  expect(statementIds([{ ...ALLOW, Sid: 'Read' }])).toEqual(['Read']);
  expect(ID).toMatch(/^[0-9a-f]{8}$/);
});

test.each<[string, object]>([
  ['the order of elements', { Condition: ALLOW.Condition, Resource: '*', Action: ALLOW.Action, Principal: '*', Effect: 'Allow' }],
  ['the order of values', { ...ALLOW, Action: [...ALLOW.Action].reverse() }],
  ['a list of one', { ...ALLOW, Resource: ['*'], Condition: { Bool: { 'aws:SecureTransport': ['true'] } } }],
  ['an element that is left out', { ...ALLOW, NotAction: undefined }],
])('the same id whatever %s', (_, statement) => {
  expect(statementIds([statement])).toEqual([ID]);
});

test('the same id whatever the template of a symbol is called', () => {
  const of = (template: string) => statementIds([{ ...ALLOW, Resource: `arn:⟦AWS#Partition⟧:s3:::⟦${template}#Data⟧/*` }, { Sid: 'In⟦AWS#Region⟧' }]);
  expect(of('cdk.out/App.template.json')).toEqual(of('App'));
});

test.each<[string, unknown]>([
  ['of another effect', { ...ALLOW, Effect: 'Deny' }],
  ['of other values', { ...ALLOW, Action: 's3:GetObject' }],
  ['of another operator', { ...ALLOW, Condition: { BoolIfExists: { 'aws:SecureTransport': 'true' } } }],
  ['with what is not known', { ...ALLOW, Resource: new UnknownValue('parameter Arn is decided at deployment') }],
  ['that is none', 'x'],
])('fails: a statement %s has another id', (_, statement) => {
  expect(statementIds([statement])).not.toEqual([ID]);
});

test.each<[string, unknown[], (string | RegExp)[]]>([
  ['one Sid and other content', [{ ...ALLOW, Sid: 'A' }, { ...ALLOW, Sid: 'A', Effect: 'Deny' }], [/^A-[0-9a-f]{8}$/, /^A-[0-9a-f]{8}$/]],
  ['one Sid and one content', [{ ...ALLOW, Sid: 'A' }, { ...ALLOW, Sid: 'A' }], ['A', 'A-2']],
  ['one content and no Sid', [ALLOW, ALLOW, ALLOW], [ID, `${ID}-2`, `${ID}-3`]],
  ['the digest of another for a Sid', [ALLOW, { Sid: ID }], [/^[0-9a-f]{8}-[0-9a-f]{8}$/, /^[0-9a-f]{8}-[0-9a-f]{8}$/]],
  ['Sids that differ in other characters only', [{ Sid: 'a b' }, { Sid: 'a-b' }], [/^a\.b-[0-9a-f]{8}$/, /^a\.b-[0-9a-f]{8}$/]],
])('statements of %s have ids of their own', (_, statements, expected) => {
  const ids = statementIds(statements);
  expect(new Set(ids).size).toBe(ids.length);
  ids.forEach((id, i) => expect(id).toMatch(expected[i] instanceof RegExp ? expected[i] : new RegExp(`^${expected[i]}$`)));
});

test('a hostile policy, deep or long, is named in time', () => {
  const deep = Array.from({ length: 5_000 }).reduce<unknown>((inner) => ({ a: inner }), 'x');
  const started = Date.now();
  expect(new Set(statementIds([deep, ...Array.from({ length: 50_000 }, () => ({ Sid: 'Same' }))])).size).toBe(50_001);
  expect(Date.now() - started).toBeLessThan(5_000);
});

test('the content of a statement is read only where its Sid is not enough', () => {
  const read = (statements: object[]) => {
    let reads = 0;
    statementIds(statements.map((statement) => ({ ...statement, get Action() { reads++; return 's3:GetObject'; } })));
    return reads > 0;
  };
  expect(read([{ Sid: 'A' }, { Sid: 'B' }])).toBe(false);
  expect(read([{ Sid: 'A' }, { Sid: 'A' }])).toBe(true);
  expect(read([{ Sid: 'A' }, {}])).toBe(true);
});

const STATEMENT = fc.record({
  Sid: fc.constantFrom('A', 'B', 'C', undefined, undefined),
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.constantFrom('s3:GetObject', ['s3:GetObject', 's3:PutObject'], 's3:*'),
  Resource: fc.constantFrom('*', ['arn:aws:s3:::a', 'arn:aws:s3:::a/*']),
});

describe('laws', () => {
  test('statements in another order have the same ids, each its own unless another says the same', () => {
    const moves = fc.array(STATEMENT, { maxLength: 6 })
      .chain((written) => fc.tuple(fc.constant(written), fc.shuffledSubarray(written.map((_, i) => i), { minLength: written.length })));
    fc.assert(fc.property(moves, ([written, order]) => {
      const ids = statementIds(written);
      const moved = statementIds(order.map((i) => written[i]));
      const isAlone = (i: number) => written.filter((other) => JSON.stringify(other) === JSON.stringify(written[i])).length === 1;
      return JSON.stringify([...moved].sort()) === JSON.stringify([...ids].sort()) && order.every((i, to) => !isAlone(i) || moved[to] === ids[i]);
    }));
  });

  test('a statement that is inserted anywhere changes no id of the others', () => {
    fc.assert(fc.property(fc.array(STATEMENT, { maxLength: 6 }), fc.nat(6), fc.constantFrom({ Sid: 'New' }, {}), (written, at, sid) => {
      const place = Math.min(at, written.length);
      const innocent = { ...sid, Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' };
      const ids = statementIds([...written.slice(0, place), innocent, ...written.slice(place)]);
      return JSON.stringify(ids.filter((_, i) => i !== place)) === JSON.stringify(statementIds(written));
    }));
  });
});
