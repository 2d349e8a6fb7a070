import { symbol, template, withinSeconds } from './templates';
import { FACT_GROUPS } from '../../src/facts/resource-types';
import { TemplateFacts } from '../../src/facts/template-facts';
import { UnknownValue } from '../../src/policy/unknown-value';
import { alternativesAt } from '../../src/template/alternatives';
import { TemplateEvaluator } from '../../src/template/evaluate-template';
import { evaluatedResources, isDeployedWith, isNeverDeployedWith } from '../../src/template/evaluated-resource';
import { Template } from '../../src/template/template';

const UNKNOWN: unknown = expect.any(UnknownValue);
const TRUE = { 'Fn::Equals': ['a', 'a'] };
const FALSE = { 'Fn::Equals': ['a', 'b'] };
const OPEN = { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] };
const CONDITIONS = {
  True: TRUE,
  False: FALSE,
  Prod: OPEN,
  AlsoProd: { 'Fn::Equals': ['prod', { Ref: 'Stage' }] },
  Dev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
  NotProd: { 'Fn::Not': [{ Condition: 'Prod' }] },
  Alias: { Condition: 'Prod' },
  Large: { 'Fn::Equals': [{ Ref: 'Size' }, 'large'] },
  LargeProd: { 'Fn::And': [{ Condition: 'Prod' }, { Condition: 'Large' }] },
  LargeOrProd: { 'Fn::Or': [{ Condition: 'Prod' }, { Condition: 'Large' }] },
  Neither: { 'Fn::Not': [{ Condition: 'LargeOrProd' }] },
};

/** What `Fn::If` makes of a condition: its branch, where it is decided. */
function decided(condition: unknown, more: Partial<Template> = {}): unknown {
  const app = template({}, { conditions: { ...CONDITIONS, C: condition }, ...more });
  const value = withinSeconds(1, () => new TemplateEvaluator([app]).evaluate({ 'Fn::If': ['C', 'yes', 'no'] }, app));
  return value instanceof UnknownValue ? undefined : value === 'yes';
}

describe('a condition', () => {
  test.each<[what: string, condition: unknown, expected: boolean | undefined]>([
    ['of equal texts holds', TRUE, true],
    ['of different texts does not', FALSE, false],
    ['of a boolean and its text holds', { 'Fn::Equals': [true, 'true'] }, true],
    ['of a number and its text holds', { 'Fn::Equals': [1, '1'] }, true],
    ['of texts in different case does not', { 'Fn::Equals': ['a', 'A'] }, false],
    ['of a given parameter', { 'Fn::Equals': [{ Ref: 'Given' }, 'given'] }, true],
    ['of a mapping', { 'Fn::Equals': [{ 'Fn::FindInMap': ['M', 'a', 'b'] }, 'c'] }, true],
    ['of the Region, where it is decided', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }, false],
    ['of the partition is open', { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws'] }, undefined],
    ['of the partition and itself holds', { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, { 'Fn::Sub': '${AWS::Partition}' }] }, true],
    ['of a parameter is open', OPEN, undefined],
    ['of a parameter and itself holds', { 'Fn::Equals': [{ Ref: 'Stage' }, { 'Fn::Sub': '${Stage}' }] }, true],
    ['of two parameters is open', { 'Fn::Equals': [{ Ref: 'Stage' }, { Ref: 'Size' }] }, undefined],
    ['of one expression twice holds', { 'Fn::Equals': [{ 'Fn::Select': [0, { Ref: 'List' }] }, { 'Fn::Select': [0, { Ref: 'List' }] }] }, true],
    ['that negates', { 'Fn::Not': [TRUE] }, false],
    ['that negates what is open', { 'Fn::Not': [OPEN] }, undefined],
    ['that joins what holds', { 'Fn::And': [TRUE, { Condition: 'True' }] }, true],
    ['that joins what is open', { 'Fn::And': [TRUE, OPEN] }, undefined],
    ['that joins what does not hold, and is open', { 'Fn::And': [OPEN, FALSE] }, false],
    ['of alternatives, one of which holds', { 'Fn::Or': [OPEN, TRUE] }, true],
    ['of alternatives, one of which is open', { 'Fn::Or': [OPEN, FALSE] }, undefined],
    ['of alternatives, none of which holds', { 'Fn::Or': [FALSE, { Condition: 'False' }] }, false],
    ['by another name', { Condition: 'True' }, true],
  ])('%s', (_, condition, expected) => {
    const more = { region: 'eu-west-1', parameterValues: { Given: 'given' }, mappings: { M: { a: { b: 'c' } } } };
    expect(decided(condition, more)).toBe(expected);
  });

  test.each([
    ['of itself', { Condition: 'C' }],
    ['of its own negation', { 'Fn::Not': [{ Condition: 'C' }] }],
    ['of a value that depends on itself', { 'Fn::Equals': [{ 'Fn::If': ['C', 'a', 'b'] }, 'a'] }],
    ['that is not there', { Condition: 'Missing' }],
    ['that is a literal', true],
    ['that is a text', 'True'],
    ['that is null', null],
    ['of two functions at once', { 'Fn::Not': [TRUE], 'Fn::And': [TRUE] }],
    ['of a function that is none', { 'Fn::Invented': [TRUE] }],
    ['that compares one', { 'Fn::Equals': ['a'] }],
    ['that compares three', { 'Fn::Equals': ['a', 'a', 'a'] }],
    ['that compares lists', { 'Fn::Equals': [['a'], 'a'] }],
    ['that negates two', { 'Fn::Not': [TRUE, TRUE] }],
    ['that joins nothing', { 'Fn::And': [] }],
    ['that joins a text', { 'Fn::Or': ['True', FALSE] }],
    ['by a name that is none', { Condition: ['True'] }],
    ['nested deeper than any template', Array.from({ length: 10_000 }).reduce<unknown>((inner) => ({ 'Fn::Not': [inner] }), TRUE)],
    ['that compares what is nested deeper than any template', { 'Fn::Equals': [1, 2].map(() => Array.from({ length: 10_000 }).reduce<unknown>((inner) => [inner], 'x')) }],
  ])('fails to be decided, and ends: %s', (_, condition) => {
    expect(decided(condition)).toBeUndefined();
  });

  test.each([
    ['a chain of ten thousand', Array.from({ length: 10_000 }, (_, i) => [`C${i}`, { Condition: `C${i + 1}` }])],
    ['a hundred that double each other', Array.from({ length: 100 }, (_, i) => [`C${i}`, { 'Fn::And': [{ Condition: `C${i + 1}` }, { Condition: `C${i + 1}` }] }])],
    ['a hundred that compare each other', Array.from({ length: 100 }, (_, i) => [`C${i}`, { 'Fn::Equals': [{ 'Fn::If': [`C${i + 1}`, 'a', 'b'] }, { Ref: 'P' }] }])],
  ])('ends, assumed or not: %s', (_, conditions) => {
    const app = template({ Bucket: { Type: 'AWS::S3::Bucket', Condition: 'C0', Properties: { AccessControl: { 'Fn::If': ['C0', 'a', 'b'] } } } }, { conditions: Object.fromEntries(conditions) });
    withinSeconds(2, () => new TemplateFacts([app]));
    expect(() => new TemplateEvaluator([app]).evaluate({ 'Fn::If': ['C0', 'yes', 'no'] }, app)).not.toThrow();
  });
});

describe('what a decided condition chooses', () => {
  const app = template({}, { conditions: CONDITIONS });
  const evaluator = new TemplateEvaluator([app]);

  test.each([
    ['is one branch alone', { 'Fn::If': ['True', 'a', { Ref: 'P' }] }, 'a'],
    ['is the other branch', { 'Fn::If': ['False', 'a', 'b'] }, 'b'],
    ['may be nothing', { a: { 'Fn::If': ['False', 'a', { Ref: 'AWS::NoValue' }] } }, {}],
    ['is a known place in a list', { 'Fn::Select': [1, [{ 'Fn::If': ['True', 'a', { Ref: 'AWS::NoValue' }] }, 'b']] }, 'b'],
    ['is open where the condition is', { 'Fn::If': ['Prod', 'a', 'b'] }, UNKNOWN],
  ])('%s', (_, value, expected) => {
    expect(evaluator.evaluate(value, app)).toEqual(expected);
  });

  test('is the only alternative', () => {
    const choice = (condition: string) => alternativesAt({ a: { 'Fn::If': [condition, { b: 'yes' }, { b: 'no' }] } }, ['a', 'b'], app, evaluator);
    expect([choice('True'), choice('False'), choice('Prod')]).toEqual([['yes'], ['no'], ['yes', 'no']]);
  });
});

describe('outputs', () => {
  const exporting = (Condition: string, Value: unknown = 'x') => template({}, {
    conditions: CONDITIONS,
    outputs: { Out: { Condition, Value, Export: { Name: 'out' } }, Other: { Condition: 'False', Value: 'other', Export: { Name: 'out' } } } as Template['outputs'],
  });

  test.each([
    ['that are there are exported', exporting('True'), 'x'],
    ['that may be there are exported', exporting('Prod'), 'x'],
    ['find their own condition to hold', exporting('Prod', { 'Fn::If': ['Prod', 'mine', 'other'] }), 'mine'],
    ['that are not there are not exported', exporting('False'), UNKNOWN],
  ])('%s', (_, app, expected) => {
    expect(new TemplateEvaluator([app]).evaluate({ 'Fn::ImportValue': 'out' }, app)).toEqual(expected);
  });
});

describe('a resource', () => {
  const resource = (Condition: unknown, value: unknown = 'x') => ({ Type: 'AWS::S3::Bucket', Condition, Properties: { Value: value } });
  const read = (...templates: Template[]) => evaluatedResources(templates, new TemplateEvaluator(templates), FACT_GROUPS)('AWS::S3::Bucket');

  test.each([
    ['is there where its condition holds', 'True', ['x']],
    ['is there where its condition is open', 'Prod', ['x']],
    ['is there where its condition is missing', 'Missing', ['x']],
    ['is there where its condition is no name', { a: 1 }, ['x']],
    ['is not there where its condition does not hold', 'False', []],
  ])('%s', (_, condition, expected) => {
    expect(read(template({ Bucket: resource(condition) }, { conditions: CONDITIONS })).map(({ properties }) => (properties as { Value: unknown }).Value)).toEqual(expected);
  });

  test('is not there where the stack around it is not', () => {
    const parent = template({ Nested: { Type: 'AWS::CloudFormation::Stack', Condition: 'False' } }, { conditions: CONDITIONS });
    expect(read(parent, template({ Bucket: resource(undefined) }, { id: 'Nested', parent: { template: 'App', logicalId: 'Nested' } }))).toEqual([]);
  });

  test.each([
    ['its own condition', 'Prod', 'Prod', 'yes'],
    ['an alias of its condition', 'Prod', 'Alias', 'yes'],
    ['what its condition is an alias of', 'Alias', 'Prod', 'yes'],
    ['a part of its condition', 'LargeProd', 'Large', 'yes'],
    ['what its condition negates', 'NotProd', 'Prod', 'no'],
    ['an alternative that its condition rules out', 'Neither', 'Large', 'no'],
    ['what follows from its condition', 'Large', 'LargeOrProd', 'yes'],
    ['what its condition excludes', 'NotProd', 'LargeProd', 'no'],
    ['the same comparison by another name', 'Prod', 'AlsoProd', 'yes'],
    ['a comparison with another text', 'Prod', 'Dev', 'no'],
    ['a part of one that need not hold', 'LargeOrProd', 'Prod', UNKNOWN],
    ['one that has nothing to do with it', 'Prod', 'Large', UNKNOWN],
    ['one without a condition of its own', undefined, 'Prod', UNKNOWN],
  ])('finds decided, or open: %s', (_, own, asked, expected) => {
    const [{ properties }] = read(template({ Bucket: resource(own, { 'Fn::If': [asked, 'yes', 'no'] }) }, { conditions: CONDITIONS }));
    expect(properties).toEqual({ Value: expected });
  });

  test('finds what its own stack is passed where it is deployed', () => {
    const parent = template({ Nested: { Type: 'AWS::CloudFormation::Stack', Condition: 'Prod', Properties: { Parameters: { P: { 'Fn::If': ['Prod', 'yes', 'no'] } } } } }, { conditions: CONDITIONS });
    const nested = template({ Bucket: resource('OnlyYes', { 'Fn::Sub': 'said-${P}' }) },
      { id: 'Nested', conditions: { OnlyYes: { 'Fn::Equals': [{ Ref: 'P' }, 'yes'] } }, parent: { template: 'App', logicalId: 'Nested' } });
    expect(read(parent, nested)).toMatchObject([{ properties: { Value: 'said-yes' }, conditions: [{ template: 'App', name: 'Prod' }] }]);
  });

  test('has one name, anyone who mentions it', () => {
    const named = { Type: 'AWS::S3::Bucket', Condition: 'Prod', Properties: { BucketName: { 'Fn::If': ['Prod', 'prod-data', { Ref: 'Stage' }] } } };
    const app = template({ Bucket: named }, { conditions: CONDITIONS });
    expect(new TemplateEvaluator([app]).evaluate({ Ref: 'Bucket' }, app)).toBe('prod-data');
    const open = template({ Bucket: { ...named, Condition: undefined } }, { conditions: CONDITIONS });
    expect(new TemplateEvaluator([open]).evaluate({ Ref: 'Bucket' }, open)).toBe(symbol('App', 'Bucket'));
  });
});

describe('of two resources', () => {
  const two = (one: unknown, other: unknown) => {
    const app = template({ One: { Type: 'AWS::S3::Bucket', Condition: one }, Other: { Type: 'AWS::S3::Bucket', Condition: other } }, { conditions: CONDITIONS });
    return evaluatedResources([app], new TemplateEvaluator([app]), FACT_GROUPS)('AWS::S3::Bucket');
  };

  test.each([
    ['neither has a condition', undefined, undefined, true],
    ['the one has a condition that holds', 'True', undefined, true],
    ['both have the same', 'Prod', 'Prod', true],
    ['the one has a part of the other\'s', 'Large', 'LargeProd', true],
    ['the one has an alternative to the other\'s', 'LargeOrProd', 'Large', true],
    ['the one has an alias of the other\'s', 'Alias', 'Prod', true],
    ['the one has the same comparison', 'AlsoProd', 'Prod', true],
    ['the one has a condition of its own', 'Prod', undefined, undefined],
    ['the one has a further condition', 'LargeProd', 'Prod', undefined],
    ['the one has a missing condition, and the other not', 'Missing', undefined, undefined],
    ['both have the same missing condition', 'Missing', 'Missing', true],
    ['both have conditions that are no names', { a: 1 }, { a: 1 }, undefined],
    ['they exclude each other', 'NotProd', 'Prod', undefined],
  ])('one is there with the other, or may not be, where %s', (_, one, other, expected) => {
    const deployed = isDeployedWith(...two(one, other) as [never, never]);
    expect(deployed.known ? deployed.value : undefined).toBe(expected);
  });

  test.each([
    ['one is negated', 'NotProd', 'Prod', true],
    ['the other is negated', 'Prod', 'NotProd', true],
    ['they compare with different texts', 'Prod', 'Dev', true],
    ['one rules out a part of the other', 'Dev', 'LargeProd', true],
    ['they have nothing to do with each other', 'Large', 'Prod', false],
    ['they have no conditions', undefined, undefined, false],
    ['one follows from the other', 'Large', 'LargeProd', false],
  ])('one is never there with the other, or may be, where %s', (_, one, other, expected) => {
    const [left, right] = two(one, other);
    expect([isNeverDeployedWith(left, right), isNeverDeployedWith(right, left)]).toEqual([expected, expected]);
  });
});
