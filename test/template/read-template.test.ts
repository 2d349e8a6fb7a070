import { withinSeconds } from './templates';
import { TemplateFacts } from '../../src/facts/template-facts';
import { TemplateError, templateOf } from '../../src/template/read-template';

const BUCKET = { Type: 'AWS::S3::Bucket' };

test('a template keeps its sections, and what is known of its place', () => {
  const Conditions = { C: { 'Fn::Equals': ['a', 'b'] } };
  const Mappings = { M: { a: { b: 'c' } } };
  const Parameters = { P: { Type: 'String' } };
  const context = { id: 'a.json', stackName: 's', account: '111122223333', region: 'eu-west-1', parent: { template: 'b.json', logicalId: 'Nested' } };
  expect(templateOf({ Resources: { B: BUCKET }, Outputs: { O: { Value: 'v' } }, Conditions, Mappings, Parameters }, context)).toEqual({
    ...context, resources: { B: BUCKET }, outputs: { O: { Value: 'v' } }, conditions: Conditions, mappings: Mappings, parameters: Parameters, hasGlobals: true, fromCdk: false,
  });
});

describe('fails: not a CloudFormation template', () => {
  test.each<[json: unknown, message: string]>([
    [null, 'not null'],
    [undefined, 'not nothing'],
    ['Resources', 'not "Resources"'],
    [7, 'not 7'],
    [[{ Resources: {} }], 'not a list'],
    [{}, 'no Resources'],
    [{ resources: {} }, 'no Resources'],
    [Object.create({ Resources: {} }), 'no Resources'],
    [{ Resources: null }, 'Resources has to be an object, not null'],
    [{ Resources: [] }, 'Resources has to be an object, not a list'],
    [{ Resources: 'x'.repeat(1000) }, 'Resources has to be an object, not "xxx'],
    ...['Parameters', 'Mappings', 'Conditions', 'Outputs'].flatMap((section): [object, string][] => [
      [{ Resources: {}, [section]: ['a'] }, `${section} has to be an object, not a list`],
      [{ Resources: {}, [section]: 'a' }, `${section} has to be an object, not "a"`],
    ]),
  ])('%j', (json, message) => {
    expect(() => templateOf(json, { id: 'a' })).toThrow(TemplateError);
    expect(() => templateOf(json, { id: 'a' })).toThrow(message);
  });
});

test.each<[law: string, more: object]>([
  ['a serverless template', { Transform: 'AWS::Serverless-2016-10-31', Globals: { Function: { Timeout: 3 } } }],
  ['transforms', { Transform: ['AWS::LanguageExtensions', { Name: 'AWS::Include' }] }],
  ['sections that nothing is read from', { Metadata: [], Rules: 7, Hooks: null, Description: {}, AWSTemplateFormatVersion: 1 }],
  ['sections in which nothing is left', { Parameters: null, Mappings: null, Conditions: null, Outputs: null }],
  ['sections that there are not', { Bucket: {} }],
])('%s is a template', (_, more) => {
  expect(templateOf({ Resources: { B: BUCKET }, ...more }, { id: 'a' }).resources).toEqual({ B: BUCKET });
});

test('malformed resources and outputs are passed over by the facts, and the others are still read', () => {
  const broken = { 'Null': null, 'Text': 'AWS::S3::Bucket', 'List': [BUCKET], 'Empty': {}, 'TypeList': { Type: ['AWS::S3::Bucket'] }, 'TypeObject': { Type: { toString: 1 } }, 'Fn::ForEach::B': ['X', [], {}] };
  const odd = { Properties: { ...BUCKET, Properties: 7 }, Metadata: { ...BUCKET, Metadata: 'm' }, Parent: { Type: 'AWS::CloudFormation::Stack', Properties: [] } };
  const template = templateOf({ Resources: { ...broken, ...odd, B: BUCKET }, Outputs: { Null: null, Text: 'o', Export: { Export: 7 } } }, { id: 'a' });
  const facts = withinSeconds(1, () => new TemplateFacts([template]));
  expect(facts.buckets.map(({ address }) => address.logicalId)).toEqual(['Properties', 'Metadata', 'B']);
});

describe('made by CDK', () => {
  test.each<[law: string, resources: object, fromCdk: boolean]>([
    ['no mark', { B: BUCKET }, false],
    ['nothing', {}, false],
    ['a resource with the path of its construct', { A: {}, B: { ...BUCKET, Metadata: { 'aws:cdk:path': 'Stack/Bucket/Resource' } } }, true],
    ['the metadata resource', { CDKMetadata: { Type: 'AWS::CDK::Metadata' } }, true],
    ['other metadata', { B: { ...BUCKET, Metadata: { path: 'x' } } }, false],
    ['metadata that is not an object', { B: { ...BUCKET, Metadata: 'aws:cdk:path' }, N: null }, false],
  ])('%s', (_, resources, fromCdk) => {
    expect(templateOf({ Resources: resources }, { id: 'a' }).fromCdk).toBe(fromCdk);
  });

  test('what is known from outside counts', () => {
    expect(templateOf({ Resources: {} }, { id: 'a', fromCdk: true }).fromCdk).toBe(true);
  });
});

test.each<[law: string, parameters: object | undefined, values: Record<string, string> | undefined, expected: object | undefined]>([
  ['declared', { A: {}, B: null }, { A: '1', B: '2' }, { A: '1', B: '2' }],
  ['not declared', { A: {} }, { A: '1', B: '2', constructor: '3' }, { A: '1' }],
  ['no parameters', undefined, { A: '1' }, {}],
  ['no values', { A: {} }, undefined, undefined],
])('values are those of declared parameters: %s', (_, Parameters, parameterValues, expected) => {
  expect(templateOf({ Resources: {}, Parameters }, { id: 'a', parameterValues }).parameterValues).toEqual(expected);
});
