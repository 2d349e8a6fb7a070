import { policySize, statementSizes } from '../../src/facts/policy-size';
import { UnknownValue } from '../../src/policy/unknown-value';

const bytesOf = (json: unknown) => {
  const { shortest, longest } = policySize(json);
  return [shortest, longest];
};

test.each([
  ['compact JSON', { Version: '2012-10-17', Statement: [] }],
  ['letters of two and three bytes', { Statement: { Sid: 'Grüße, 世界' } }],
  ['characters of four bytes', { Statement: { Resource: 'arn:aws:s3:::data/🪣/*' } }],
  ['quotation marks, which JSON escapes', { Statement: { Resource: 'arn:aws:s3:::data/"*"' } }],
])('a policy of which all is known has one size: that of %s', (_, json) => {
  const bytes = Buffer.byteLength(JSON.stringify(json));
  expect(bytesOf(json)).toEqual([bytes, bytes]);
});

const EMPTY = Buffer.byteLength('{"Statement":{"Resource":""}}');

test.each([
  ['an account has twelve digits', '⟦AWS#AccountId⟧', 12, 12],
  ['a partition, three letters to ten', '⟦AWS#Partition⟧', 3, 10],
  ['a name, one letter to 64', '⟦Stage/App#Bucket⟧', 1, 64],
  ['an ARN is no longer than 128', '⟦App#Role.Arn⟧', 16, 128],
  ['what a parameter gives, no longer than an ARN', new UnknownValue('parameter'), 0, 128],
  ['several have as much together', '⟦AWS#AccountId⟧/⟦App#Bucket⟧', 14, 77],
])('%s', (_, Resource, shortest, longest) => {
  expect(bytesOf({ Statement: { Resource } })).toEqual([EMPTY + shortest, EMPTY + longest]);
});

test.each([
  ['the policy', new UnknownValue('parameter')],
  ['all its statements', { Statement: new UnknownValue('parameter') }],
  ['one of them', { Statement: [{}, new UnknownValue('condition')] }],
])('has no longest size where a parameter gives %s', (_, json) => {
  expect(bytesOf(json)[1]).toBe(Infinity);
});

test('tells the size of each statement, and its name', () => {
  expect(statementSizes({ Statement: [{ Sid: 'A' }, {}] })).toEqual([
    { index: 0, sid: 'A', shortest: 11, longest: 11 },
    { index: 1, sid: undefined, shortest: 2, longest: 2 },
  ]);
});
