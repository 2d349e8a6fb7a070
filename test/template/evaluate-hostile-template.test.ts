import * as fc from 'fast-check';
import { symbol, template, withinSeconds } from './templates';
import { FACT_GROUPS } from '../../src/facts/resource-types';
import { UnknownValue } from '../../src/policy/unknown-value';
import { TemplateEvaluator } from '../../src/template/evaluate-template';
import { evaluatedResources } from '../../src/template/evaluated-resource';
import { Template } from '../../src/template/template';

const UNKNOWN: unknown = expect.any(UnknownValue);
const APP = template({ Bucket: { Type: 'AWS::S3::Bucket' }, Named: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'named' } }, Typeless: {} });

function evaluate(value: unknown, ...templates: Template[]): unknown {
  const all = templates.length ? templates : [APP];
  return withinSeconds(1, () => new TemplateEvaluator(all).evaluate(value, all[0]));
}

/** A template whose one export, `own`, has this value. */
function exporting(Value: unknown): Template {
  return template({}, { outputs: { Own: { Value, Export: { Name: 'own' } } } });
}

describe('fails to be known, without an error: a function with arguments that it does not take', () => {
  test.each<[value: unknown]>([
    [{ Ref: 7 }],
    [{ Ref: ['Bucket'] }],
    [{ Ref: null }],
    [{ 'Fn::GetAtt': 7 }],
    [{ 'Fn::GetAtt': ['Bucket'] }],
    [{ 'Fn::GetAtt': ['Bucket', { Ref: 'Bucket' }] }],
    [{ 'Fn::GetAtt': { Bucket: 'Arn' } }],
    [{ 'Fn::Join': 'a' }],
    [{ 'Fn::Join': [] }],
    [{ 'Fn::Join': [',', 'a'] }],
    [{ 'Fn::Join': [7, ['a']] }],
    [{ 'Fn::Sub': 7 }],
    [{ 'Fn::Sub': [] }],
    [{ 'Fn::Sub': { text: '' } }],
    [{ 'Fn::Sub': '${}' }],
    [{ 'Fn::Select': 'a' }],
    [{ 'Fn::Select': [0] }],
    [{ 'Fn::Select': [-1, ['a']] }],
    [{ 'Fn::Split': 'a' }],
    [{ 'Fn::Split': [','] }],
    [{ 'Fn::Split': [7, 'a'] }],
    [{ 'Fn::Split': [',', ['a']] }],
    [{ 'Fn::If': ['C', 'a'] }],
    [{ 'Fn::ImportValue': null }],
    [{ 'Fn::ImportValue': ['a'] }],
    [{ 'Fn::GetStackOutput': null }],
    [{ 'Fn::GetStackOutput': 'App.Output' }],
    [{ 'Fn::GetStackOutput': {} }],
    [{ 'Fn::FindInMap': 'a' }],
    [{ 'Fn::FindInMap': [] }],
    [{ 'Fn::FindInMap': [{ a: 1 }, 'a', 'b'] }],
    [{ 'Fn::FindInMap': ['a', 'b', 'c', 'd'] }],
    [{ 'Fn::FindInMap': ['a', 'b', 'c', {}, {}] }],
    [{ 'Fn::Length': null }],
    [{ 'Fn::Length': { a: 1 } }],
    [{ 'Fn::ToJsonString': null }],
    [{ 'Fn::ToJsonString': [{ Ref: 7 }] }],
    [{ 'Fn::Base64': [] }],
    [{ 'Fn::Join': ['⟦App#Bucket⟧', ['', '']] }],
    [{ 'Fn::ForEach::X': 'a' }],
    [{ 'Fn::If': 'C' }],
    [{ 'Fn::If': [] }],
    [{ 'Fn::If': ['C'] }],
    [{ 'Fn::If': [{ Ref: 'Bucket' }, 'a', 'a'] }],
    [{ 'Fn::Select': [0, 'abc'] }],
    [{ 'Fn::Select': [0, { a: 'b' }] }],
    [{ 'Fn::Select': [true, ['a', 'b']] }],
    [{ 'Fn::GetAtt': 'Bucket' }],
    [{ 'Fn::GetAtt': ['Typeless', 'Name'] }],
    [{ 'Fn::Join': ['', [{ a: 1 }]] }],
    [{ 'Fn::Join': ['', [['a', 'b']]] }],
    [{ 'Fn::Sub': '${AWS::NoValue}' }],
    [{ 'Fn::Sub': ['${A}', { A: { a: 1 } }] }],
    [{ Ref: 'constructor' }],
    [{ Ref: 'AWS::NotificationARNs' }],
    [{ 'Fn::GetStackOutput': { StackName: 's', OutputName: 'constructor' } }],
    ...['0', '', 'k', '-', '⟦'].map((delimiter): [unknown] => [{ 'Fn::Split': [delimiter, { Ref: 'Bucket' }] }]),
    ['⟦App#Bucket⟧'],
    [{ 'Fn::Sub': '⟦App#Bucket⟧' }],
  ])('%j', (value) => {
    expect([evaluate(value, { ...APP, stackName: 's' })]).toEqual([UNKNOWN]);
  });
});

describe('ends without an error', () => {
  test.each([
    ['an attribute of a name that every JavaScript object has', { 'Fn::GetAtt': ['constructor', 'Arn'] }],
    ['an object that cannot be a text', { 'Fn::Join': ['', [{ toString: 1 }]] }],
    ['a variable that cannot be a text', { 'Fn::Sub': ['${A}', { A: { toString: 1 } }] }],
    ['an index that cannot be a number', { 'Fn::Select': [{ valueOf: 1, toString: 1 }, ['a']] }],
    ['a text of lone surrogates in base64', { 'Fn::Base64': '\ud800' }],
    ['a default that is not an object', { 'Fn::FindInMap': ['a', 'b', 'c', null] }],
    ['an argument nested deeper than any template', { 'Fn::Join': Array.from({ length: 10_000 }).reduce<unknown>((inner) => ({ a: inner }), 'x') }],
  ])('%s', (_, value) => {
    expect(() => evaluate(value)).not.toThrow();
  });
});

describe('fails to be known, and ends: values that refer to themselves', () => {
  test.each([
    ['an export that imports itself', [exporting({ 'Fn::ImportValue': 'own' })], { 'Fn::ImportValue': 'own' }],
    ['an export that imports itself inside a text', [exporting({ 'Fn::Sub': ['${O}', { O: { 'Fn::ImportValue': 'own' } }] })], { 'Fn::ImportValue': 'own' }],
    ['exports of two templates that import each other', [
      template({}, { outputs: { A: { Value: { 'Fn::ImportValue': 'b' }, Export: { Name: 'a' } } } }),
      template({}, { id: 'Other', outputs: { B: { Value: { 'Fn::ImportValue': 'a' }, Export: { Name: 'b' } } } }),
    ], { 'Fn::ImportValue': 'a' }],
    ['an output that asks for itself', [template({}, { stackName: 's', outputs: { O: { Value: { 'Fn::GetStackOutput': { StackName: 's', OutputName: 'O' } } } } })],
      { 'Fn::GetStackOutput': { StackName: 's', OutputName: 'O' } }],
    ['a nested stack that is given its own output', [
      template({ N: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { P: { 'Fn::GetAtt': ['N', 'Outputs.O'] } } } } }),
      template({}, { id: 'Nested', parent: { template: 'App', logicalId: 'N' }, outputs: { O: { Value: { Ref: 'P' } } } }),
    ], { 'Fn::GetAtt': ['N', 'Outputs.O'] }],
    ['an export that imports itself twice', [exporting({ 'Fn::Join': ['', [{ 'Fn::ImportValue': 'own' }, { 'Fn::ImportValue': 'own' }]] })], { 'Fn::ImportValue': 'own' }],
    ['an export that is a condition over itself', [exporting({ 'Fn::If': ['C', { 'Fn::ImportValue': 'own' }, { 'Fn::ImportValue': 'own' }] })], { 'Fn::ImportValue': 'own' }],
    ['exports that double each other', [template({}, {
      outputs: Object.fromEntries(Array.from({ length: 60 }, (__, i) => [`O${i}`, { Value: { 'Fn::Sub': ['${A}${A}', { A: i ? { 'Fn::ImportValue': `o${i - 1}` } : 'x' }] }, Export: { Name: `o${i}` } }])),
    })], { 'Fn::ImportValue': 'o59' }],
  ])('%s', (_, templates, value) => {
    expect(evaluate(value, ...templates)).toEqual(UNKNOWN);
  });

  test.each([[{ Ref: 'Bucket' }], [{ 'Fn::Sub': '${Bucket}${Bucket}' }]])('a bucket named after itself is named by its own symbol: %j', (BucketName) => {
    const own = template({ Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName } } });
    expect(evaluate({ Ref: 'Bucket' }, own)).toContain(symbol('App', 'Bucket'));
  });

  test('an export whose name depends on itself is never found', () => {
    const own = template({}, { outputs: { O: { Value: 'x', Export: { Name: { 'Fn::ImportValue': { 'Fn::ImportValue': 'o' } } } } } });
    expect(evaluate({ 'Fn::ImportValue': 'o' }, own)).toEqual(UNKNOWN);
  });

  test('a value nested deeper than any template comes to an end', () => {
    const deep = Array.from({ length: 10_000 }).reduce<unknown>((inner) => ({ a: inner }), 'x');
    expect(() => evaluate(deep)).not.toThrow();
  });
});

describe('ends, within the memory that there is', () => {
  const long = 'x'.repeat(40_000);
  const app = template({}, { stackName: 's', parameterValues: { P: long }, outputs: { O: { Value: long } } });
  const many = (value: unknown) => Array.from({ length: 100_000 }, () => value);

  test.each([
    ['a long text joined many times', { 'Fn::Join': ['', many({ Ref: 'P' })] }],
    ['a long text joined by a long text', { 'Fn::Join': [long, many('')] }],
    ['a long text mentioned many times', { 'Fn::Sub': '${P}'.repeat(12_000) }],
    ['many texts made of a long one', many({ 'Fn::Sub': '${P}x' })],
    ['many texts made of a long one as JSON', { 'Fn::ToJsonString': many({ Ref: 'P' }) }],
    ['many long lists to choose from', { 'Fn::If': ['C', many({ Ref: 'P' }), many({ Ref: 'P' })] }],
    ['many quotes as JSON', { 'Fn::ToJsonString': many({ 'Fn::ToJsonString': ['"'.repeat(10_000)] }) }],
  ])('%s', (_, value) => {
    expect(() => withinSeconds(5, () => new TemplateEvaluator([app]).evaluate(value, app))).not.toThrow();
  });
});

describe('laws', () => {
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof({ depthSize: 'medium', withCrossShrink: true },
      fc.constantFrom<unknown>('Bucket', 'Named', 'Nested', 'P', 'own', 'a,b', ',', '', 0, 1, true, null, '${Bucket}-${Nested.Outputs.O}', '${!x}'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'StackName', 'OutputName', 'Ref'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
      fc.constantFrom('Bucket', 'Named', 'Typeless', 'P', 'AWS::NoValue', 'AWS::Region', 'AWS::AccountId').map((Ref) => ({ Ref })),
      fc.constantFrom('Bucket.Arn', 'Named.Arn', 'Nested.Outputs.O', 'Nested.Outputs.X').map((attribute) => ({ 'Fn::GetAtt': attribute })),
      fc.tuple(
        fc.constantFrom('Ref', 'Fn::Join', 'Fn::Sub', 'Fn::Select', 'Fn::Split', 'Fn::If', 'Fn::ImportValue', 'Fn::GetStackOutput', 'Fn::FindInMap', 'Fn::Length',
          'Fn::ToJsonString', 'Fn::Base64', 'Fn::Equals', 'Fn::And', 'Fn::Or', 'Fn::Not', 'Condition', 'Fn::ForEach::P'),
        fc.oneof(tie('value'), fc.array(tie('value'), { minLength: 2, maxLength: 3 }), fc.tuple(fc.constantFrom('P', 'Bucket'), fc.array(tie('value'), { maxLength: 3 }), tie('value'))),
      ).map(([name, argument]) => ({ [name]: argument })),
    ),
  }));
  const literal = fc.constantFrom<unknown>('text', 'a,b', 7, null, ['a'], { a: 'b' }, { Ref: 'Bucket' }, { 'Fn::GetAtt': ['Bucket', 'Arn'] });

  /** An app and a stack nested in it, of which five values are left to choose. */
  function worlds(chosen: fc.Arbitrary<unknown>) {
    return fc.record({ own: chosen, output: chosen, parameter: chosen, name: chosen, condition: chosen }).map(({ own, output, parameter, name, condition }) => [
      template({
        'Bucket': { Type: 'AWS::S3::Bucket' },
        'Named': { Type: 'AWS::S3::Bucket', Condition: 'Bucket', Properties: { BucketName: name } },
        'Nested': { Type: 'AWS::CloudFormation::Stack', Condition: 'P', Properties: { Parameters: { P: parameter } } },
        'Fn::ForEach::Loop': ['P', own, { 'Loop${P}': { Type: 'AWS::S3::Bucket', Properties: name } }],
      }, { stackName: 's', outputs: { Own: { Value: own, Export: { Name: 'own' } } }, conditions: { Bucket: condition, P: { 'Fn::Not': [condition] } }, mappings: { Bucket: { P: { own } } } }),
      template({}, { id: 'Inner', parent: { template: 'App', logicalId: 'Nested' }, outputs: { O: { Value: output } }, conditions: { Bucket: condition }, parameters: { P: parameter } }),
    ]);
  }

  /** Evaluates it wherever it could stand, which must neither throw nor take long. */
  function ends([app, inner]: Template[], asked: unknown): void {
    withinSeconds(1, () => {
      const evaluator = new TemplateEvaluator([app, inner]);
      evaluator.evaluate(asked, app);
      evaluator.evaluate(asked, inner);
      evaluatedResources([app, inner], evaluator, FACT_GROUPS)('AWS::S3::Bucket');
    });
  }

  test('no value makes it throw, or run on', () => {
    fc.assert(fc.property(worlds(literal), value, ends), { numRuns: 1000 });
  });

  test('no template makes it throw, or run on', () => {
    fc.assert(fc.property(worlds(value), value, ends), { numRuns: 1000 });
  });

  test('a value is the same however often it is asked for', () => {
    fc.assert(fc.property(worlds(literal), value, ([app, inner], asked) => {
      const evaluator = new TemplateEvaluator([app, inner]);
      expect(evaluator.evaluate(asked, app)).toEqual(evaluator.evaluate(asked, app));
    }));
  });
});
