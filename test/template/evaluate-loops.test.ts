import { symbol, template, withinSeconds } from './templates';
import { FACT_GROUPS } from '../../src/facts/resource-types';
import { UnknownValue } from '../../src/policy/unknown-value';
import { TemplateEvaluator } from '../../src/template/evaluate-template';
import { evaluatedResources } from '../../src/template/evaluated-resource';
import { Template } from '../../src/template/template';

const UNKNOWN: unknown = expect.any(UnknownValue);
const BUCKET = { Type: 'AWS::S3::Bucket' };

/** The properties of the buckets of this template, by their logical ids. */
function buckets(resources: object, more: Partial<Template> = {}): Record<string, unknown> {
  const app = template(resources, more);
  const all = evaluatedResources([app], new TemplateEvaluator([app]), FACT_GROUPS)('AWS::S3::Bucket');
  return Object.fromEntries(all.map(({ address, properties }) => [address.logicalId, properties]));
}

function named(BucketName: unknown) {
  return { ...BUCKET, Properties: { BucketName } };
}

describe('a loop over resources makes', () => {
  test.each<[what: string, loop: unknown[], expected: Record<string, unknown>]>([
    ['one for each item', ['X', ['A', 'B'], { 'Bucket${X}': BUCKET }], { BucketA: {}, BucketB: {} }],
    ['none of none', ['X', [], { 'Bucket${X}': BUCKET }], {}],
    ['several for each item', ['X', ['A'], { 'One${X}': BUCKET, '${X}Two': BUCKET }], { OneA: {}, ATwo: {} }],
    ['ids of letters and digits', ['X', ['a.b-1'], { 'Bucket&{X}': named({ Ref: 'X' }) }], { Bucketab1: { BucketName: 'a.b-1' } }],
    ['values with the item', ['X', ['a'], { B: named({ 'Fn::Sub': '${X}-data-${AWS::Region}' }) }], { B: { BucketName: `a-data-${symbol('AWS', 'Region')}` } }],
    ['values with the item outside of functions', ['X', ['a'], { B: named('${X}-data') }], { B: { BucketName: 'a-data' } }],
    ['keys with the item', ['X', ['a'], { B: { ...BUCKET, Properties: { '${X}': 1 } } }], { B: { a: 1 } }],
    ['references to each other', ['X', ['a', 'b'], { 'T${X}': { Type: 'AWS::SNS::Topic' }, 'B${X}': named({ 'Fn::GetAtt': ['T${X}', 'TopicName'] }) }],
      { Ba: { BucketName: symbol('App', 'Ta.TopicName') }, Bb: { BucketName: symbol('App', 'Tb.TopicName') } }],
    ['those of a given list', ['X', { Ref: 'List' }, { 'B${X}': BUCKET }], { Bp: {}, Bq: {} }],
    ['those of a mapped list', ['X', { 'Fn::FindInMap': ['M', 'a', 'list'] }, { 'B${X}': BUCKET }], { Bm: {} }],
    ['those of loops within it', ['X', ['a', 'b'], { 'Fn::ForEach::Inner': ['Y', ['c', '${X}'], { 'B${X}${Y}': named({ Ref: 'Y' }) }] }],
      { Bac: { BucketName: 'c' }, Baa: { BucketName: 'a' }, Bbc: { BucketName: 'c' }, Bbb: { BucketName: 'b' } }],
    ['one for any item of a list that is given later', ['X', { Ref: 'Later' }, { 'B${X}': BUCKET }], { 'B${X}': {} }],
    ['one for any item of a list with an item that AWS chooses', ['X', [{ Ref: 'AWS::AccountId' }], { 'B${X}': BUCKET }], { 'B${X}': {} }],
    ['one of which the item is not known', ['X', { Ref: 'Later' }, { 'B&{X}': named('${X}-data') }], { 'B&{X}': { BucketName: symbol('App', 'B&{X}') } }],
    ['one of which all else is known', ['X', { Ref: 'Later' }, { 'B${X}': { ...BUCKET, Properties: { A: 1, B: { Ref: 'X' }, C: { 'Fn::Sub': 'a${X}' }, D: ['&{X}'] } } }],
      { 'B${X}': { A: 1, B: UNKNOWN, C: UNKNOWN, D: [UNKNOWN] } }],
    ['what refers to each other for any item', ['X', { Ref: 'Later' }, { 'T${X}': { Type: 'AWS::SNS::Topic' }, 'B${X}': { ...BUCKET, Properties: { A: { Ref: 'T${X}' }, B: { 'Fn::Sub': 'a${T${X}}' } } } }],
      { 'B${X}': { A: symbol('App', 'T${X}'), B: `a${symbol('App', 'T${X}')}` } }],
    ['known ones in one for any item', ['X', { Ref: 'Later' }, { 'Fn::ForEach::Inner': ['Y', ['c', 'd'], { 'B${X}${Y}': { ...BUCKET, Properties: { A: { Ref: 'Y' } } } }] }],
      { 'B${X}c': { A: 'c' }, 'B${X}d': { A: 'd' } }],
    ['one for any item in each known one', ['X', ['a', 'b'], { 'Fn::ForEach::Inner': ['Y', { Ref: 'Later' }, { 'B${X}${Y}': { ...BUCKET, Properties: { A: { Ref: 'X' } } } }] }],
      { 'Ba${Y}': { A: 'a' }, 'Bb${Y}': { A: 'b' } }],
    ['nothing that could be told of a text', ['X', 'abc', { 'B${X}': BUCKET }], {}],
    ['nothing without a fragment', ['X', ['a']], {}],
    ['nothing without an identifier', ['', ['a'], { B: BUCKET }], {}],
  ])('%s', (_, loop, expected) => {
    const more = { parameters: { List: { Type: 'CommaDelimitedList' } }, parameterValues: { List: 'p,q' }, mappings: { M: { a: { list: ['m'] } } } };
    expect(buckets({ 'Fn::ForEach::Loop': loop }, more)).toEqual(expected);
  });

  test('nothing that keeps other resources from being read', () => {
    expect(buckets({ 'Fn::ForEach::One': ['X', { Ref: 'Later' }, {}], 'Plain': BUCKET, 'Fn::ForEach::Other': 'a' })).toEqual({ Plain: {} });
  });

  test.each([
    ['its condition', { Properties: { Value: { 'Fn::If': ['IsA', 'yes', 'no'] } } }, { BA: { Value: 'yes' }, BB: { Value: 'no' } }],
    ['whether it is there', { Condition: 'Is${X}' }, { BA: {} }],
  ])('resources that loops over conditions decide: %s', (_, more, expected) => {
    const conditions = { 'Fn::ForEach::Are': ['X', ['A', 'B'], { 'Is${X}': { 'Fn::Equals': [{ Ref: 'X' }, 'A'] } }] };
    const made = { ...BUCKET, ...more, ...(more as { Properties?: object }).Properties && { Properties: { Value: { 'Fn::If': ['Is${X}', 'yes', 'no'] } } } };
    expect(buckets({ 'Fn::ForEach::Loop': ['X', ['A', 'B'], { 'B${X}': made }] }, { conditions })).toEqual(expected);
  });
});

test('a loop over outputs makes exports', () => {
  const outputs = { 'Fn::ForEach::Out': ['X', ['a', 'b'], { 'Out${X}': { Value: 'value-${X}', Export: { Name: 'export-${X}' } } }] } as unknown as Template['outputs'];
  const app = template({}, { outputs });
  expect(new TemplateEvaluator([app]).evaluate({ 'Fn::ImportValue': 'export-b' }, app)).toBe('value-b');
});

test('items of the same name from other lists are others', () => {
  const made = (id: string) => ({ [`${id}\${X}`]: named('${X}-data'), [`${id}Other\${X}`]: { ...BUCKET, Properties: { Name: '${X}-data' } } });
  const all = buckets({ 'Fn::ForEach::One': ['X', { Ref: 'Later' }, made('A')], 'Fn::ForEach::Two': ['X', { Ref: 'Never' }, made('B')] });
  expect(all).toEqual({
    'A${X}': { BucketName: symbol('App', 'A${X}') },
    'AOther${X}': { Name: symbol('App', 'A${X}') },
    "B${X'}": { BucketName: symbol('App', "B${X'}") },
    "BOther${X'}": { Name: symbol('App', "B${X'}") },
  });
});

describe('a loop inside a resource', () => {
  test.each<[what: string, properties: unknown, expected: unknown]>([
    ['makes keys beside others', { 'A': 1, 'Fn::ForEach::X': ['X', ['b', 'c'], { 'Key${X}': { Ref: 'X' } }] }, { A: 1, Keyb: 'b', Keyc: 'c' }],
    ['makes keys deep inside', { List: [{ 'Fn::ForEach::X': ['X', ['b'], { '${X}': 1 }] }] }, { List: [{ b: 1 }] }],
    ['leaves nothing known where the list is not', { A: 1, B: { 'C': 1, 'Fn::ForEach::X': ['X', { Ref: 'Later' }, { '${X}': 1 }] } }, { A: 1, B: UNKNOWN }],
    ['leaves nothing known where it cannot be read', { B: { 'Fn::ForEach::X': {} } }, { B: UNKNOWN }],
  ])('%s', (_, Properties, expected) => {
    expect(buckets({ Bucket: { ...BUCKET, Properties } })).toEqual({ Bucket: expected });
  });
});

describe('fails to be expanded, and ends', () => {
  const list = (length: number) => Array.from({ length }, (_, i) => `I${i}`);
  const deep = Array.from({ length: 10_000 }).reduce<unknown>((inner) => ({ a: inner }), '${X}');

  test.each<[what: string, loop: unknown]>([
    ['a loop over too many items', ['X', list(1001), { 'B${X}': BUCKET }]],
    ['loops within loops over too many items', ['X', list(100), { 'Fn::ForEach::Y': ['Y', list(100), { 'Fn::ForEach::Z': ['Z', list(100), { 'B${X}${Y}${Z}': BUCKET }] }] }]],
    ['a large fragment', ['X', list(1000), { 'B${X}': { ...BUCKET, Properties: list(10_000) } }]],
    ['a text that grows', ['X', ['x'.repeat(40_000)], { 'B${X}': named('${X}'.repeat(12_000)) }]],
    ['a fragment nested deeper than any template', ['X', ['a'], { 'B${X}': { ...BUCKET, Properties: deep } }]],
  ])('%s', (_, loop) => {
    expect(Object.keys(withinSeconds(5, () => buckets({ 'Fn::ForEach::Loop': loop, 'Plain': BUCKET }))).length).toBeLessThanOrEqual(1000);
  });

  test('a value nested deeper than any template that has no loop', () => {
    expect(() => buckets({ Bucket: { ...BUCKET, Properties: deep } })).not.toThrow();
  });
});
