import * as fs from 'node:fs';
import * as path from 'node:path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import * as fc from 'fast-check';
import { createOnlyProperties } from './create-only-properties.json';
import { generateUpdateBehavior } from '../../scripts/generate-update-behavior';
import { DISPUTED, ResourceJson, updateBehaviorOf } from '../../src/adopt/update-behavior';
import { UPDATE_BEHAVIOR_ROWS } from '../../src/adopt/update-behavior.generated';
import { UnknownValue } from '../../src/policy/unknown-value';

const bucket = (properties: object, attributes: object = {}): ResourceJson => ({ Type: 'AWS::S3::Bucket', ...attributes, Properties: properties });
const choice = (then: unknown, otherwise: unknown) => ({ 'Fn::If': ['Prod', then, otherwise] });
const NOTHING = { Ref: 'AWS::NoValue' };
const verdict = (before: ResourceJson | undefined, after: ResourceJson | undefined) => {
  const { kind, properties } = updateBehaviorOf(before, after);
  return [kind, ...properties].join(' ');
};

describe('the table', () => {
  test('is what its script makes of the schema', () => {
    expect(fs.readFileSync(path.join(__dirname, '../../src/adopt/update-behavior.generated.ts'), 'utf8')).toBe(generateUpdateBehavior());
  });

  test('has all types that a hardened bucket comes with', () => {
    expect(UPDATE_BEHAVIOR_ROWS.map(([type]) => type)).toEqual(expect.arrayContaining([
      'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key', 'AWS::KMS::Alias', 'AWS::CloudWatch::Alarm', 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy',
      'AWS::S3::AccessPoint', 'AWS::S3::MultiRegionAccessPoint', 'AWS::S3::MultiRegionAccessPointPolicy',
    ]));
  });

  /** Where the two sources differ. That of a bucket is in `DISPUTED`; a rule's event bus is create-only under conditions. */
  const ONLY_IN_TABLE: Record<string, string[]> = { 'AWS::S3::Bucket': ['ObjectLockEnabled'], 'AWS::Events::Rule': ['EventBusName'] };

  test.each(UPDATE_BEHAVIOR_ROWS.map(([type, replaces]) => [type, replaces] as const))('%s replaces for what the schema in the registry calls create-only', (type, replaces) => {
    const known: Record<string, string[]> = createOnlyProperties;
    expect(replaces.split(' ').filter((name) => name !== '')).toEqual([...known[type], ...ONLY_IN_TABLE[type] ?? []].sort());
  });

  test('the properties of a key whose update fails are those that AWS says it of', () => {
    const [key] = [...loadAwsServiceSpecSync().lookup('resource', 'cloudFormationType', 'equals', 'AWS::KMS::Key')];
    const immutable = Object.entries(key.properties).filter(([, { documentation = '' }]) => /update request fails|can't change the `/.test(documentation)).map(([name]) => name);
    const disputed = DISPUTED.filter(({ type }) => type === 'AWS::KMS::Key').map(({ property }) => property);
    expect(disputed).toEqual(expect.arrayContaining(immutable));
    expect(immutable.length).toBeGreaterThanOrEqual(3);
  });
});

test.each<[string, ResourceJson | undefined, ResourceJson | undefined, string]>([
  ['a new resource', undefined, bucket({}), 'created'],
  ['one that goes', bucket({}), undefined, 'removed'],
  ['the same', bucket({ BucketName: 'a', Tags: [{ Key: 'k', Value: 'v' }] }), bucket({ Tags: [{ Value: 'v', Key: 'k' }], BucketName: 'a' }), 'unchanged'],
  ['no properties at all', { Type: 'AWS::S3::Bucket' }, bucket({}), 'unchanged'],
  ['a name', bucket({ BucketName: 'a' }), bucket({ BucketName: 'b' }), 'replacement BucketName'],
  ['a name that was generated', bucket({}), bucket({ BucketName: 'b' }), 'replacement BucketName'],
  ['a name that will be generated', bucket({ BucketName: 'a' }), bucket({}), 'replacement BucketName'],
  ['a name, among others', bucket({ BucketName: 'a' }), bucket({ BucketName: 'b', Tags: [] }, { DeletionPolicy: 'Retain' }), 'replacement BucketName Tags DeletionPolicy'],
  ['a namespace', bucket({ BucketName: 'a' }), bucket({ BucketName: 'a', BucketNamespace: 'account-regional' }), 'replacement BucketNamespace'],
  ['settings', bucket({}), bucket({ PublicAccessBlockConfiguration: { BlockPublicAcls: true }, VersioningConfiguration: { Status: 'Enabled' } }), 'inPlace PublicAccessBlockConfiguration VersioningConfiguration'],
  ['the order of a list', bucket({ Tags: [{ Key: 'a' }, { Key: 'b' }] }), bucket({ Tags: [{ Key: 'b' }, { Key: 'a' }] }), 'inPlace Tags'],
  ['attributes', bucket({}), bucket({}, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Metadata: { a: 1 }, DependsOn: 'Key' }), 'inPlace DeletionPolicy UpdateReplacePolicy Metadata DependsOn'],
  ['another type', bucket({}), { Type: 'AWS::S3Express::DirectoryBucket', Properties: {} }, 'replacement Type'],
  ['a condition', bucket({}), bucket({}, { Condition: 'Prod' }), 'unknown Condition'],
  ['Object Lock, of which AWS says two things', bucket({}), bucket({ ObjectLockEnabled: true }), 'unknown ObjectLockEnabled'],
  ['what the schema does not have', bucket({}), bucket({ Future: true }), 'unknown Future'],
  ['a type that is not in the table', { Type: 'Custom::Thing', Properties: { a: 1 } }, { Type: 'Custom::Thing', Properties: { a: 2 } }, 'unknown a'],
  ['an attribute of a type that is not in the table', { Type: 'Custom::Thing' }, { Type: 'Custom::Thing', DeletionPolicy: 'Retain' } as ResourceJson, 'inPlace DeletionPolicy'],
  ['the bucket of a policy', { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'A' } } }, { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'B' } } }, 'unknown Bucket'],
  ['the document of a policy', { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'a', PolicyDocument: {} } }, { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'a', PolicyDocument: { Statement: [] } } }, 'inPlace PolicyDocument'],
  ['the spec of a key', { Type: 'AWS::KMS::Key', Properties: {} }, { Type: 'AWS::KMS::Key', Properties: { KeySpec: 'RSA_2048' } }, 'unknown KeySpec'],
  ['what is nested, and replaces', { Type: 'AWS::S3::StorageLens', Properties: { StorageLensConfiguration: { Id: 'a', IsEnabled: true } } }, { Type: 'AWS::S3::StorageLens', Properties: { StorageLensConfiguration: { Id: 'b', IsEnabled: true } } }, 'replacement StorageLensConfiguration.Id'],
  ['what is nested, and does not', { Type: 'AWS::S3::StorageLens', Properties: { StorageLensConfiguration: { Id: 'a', IsEnabled: true } } }, { Type: 'AWS::S3::StorageLens', Properties: { StorageLensConfiguration: { Id: 'a', IsEnabled: false } } }, 'inPlace StorageLensConfiguration'],
  ['a name and a choice that gives it always', bucket({ BucketName: 'a' }), bucket({ BucketName: choice('a', 'a') }), 'unchanged'],
  ['a name and a choice that gives it sometimes', bucket({ BucketName: 'a' }), bucket({ BucketName: choice('a', 'b') }), 'unknown BucketName'],
  ['a name and a choice that never gives it', bucket({ BucketName: 'a' }), bucket({ BucketName: choice('b', 'c') }), 'replacement BucketName'],
  ['a branch of a name', bucket({ BucketName: choice('a', 'b') }), bucket({ BucketName: choice('a', 'c') }), 'unknown BucketName'],
  ['both branches of a name', bucket({ BucketName: choice('a', 'b') }), bucket({ BucketName: choice('c', 'd') }), 'replacement BucketName'],
  ['a choice that may leave the name out', bucket({}), bucket({ BucketName: choice(NOTHING, 'b') }), 'unknown BucketName'],
  ['a choice that always leaves the name out', bucket({}), bucket({ BucketName: choice(NOTHING, NOTHING) }), 'unchanged'],
  ['nothing, written out', bucket({}), bucket({ BucketName: NOTHING }), 'unchanged'],
  ['a name from a parameter', bucket({ BucketName: { Ref: 'Name' } }), bucket({ BucketName: { 'Fn::Sub': '${Name}' } }), 'unknown BucketName'],
  ['the same function', bucket({ BucketName: { 'Fn::Sub': '${Name}-x' } }), bucket({ BucketName: { 'Fn::Sub': '${Name}-x' } }), 'unchanged'],
  ['a branch of what is updated in place', bucket({ Tags: choice([], [{ Key: 'a' }]) }), bucket({ Tags: choice([], [{ Key: 'b' }]) }), 'inPlace Tags'],
  ['properties that a macro writes', bucket({ 'Fn::Transform': { Name: 'M' }, 'Tags': [] }), bucket({ 'Fn::Transform': { Name: 'M' }, 'Tags': [{ Key: 'a' }] }), 'unknown Properties'],
  ['a name as a number', bucket({ BucketName: 123 }), bucket({ BucketName: '123' }), 'unknown BucketName'],
  ['a value that is not known on either side', bucket({ BucketName: new UnknownValue('a parameter') }), bucket({ BucketName: new UnknownValue('a parameter') }), 'unknown BucketName'],
])('%s', (_, before, after, expected) => expect(verdict(before, after)).toBe(expected));

test('it says what differs', () => {
  expect(updateBehaviorOf(bucket({ BucketName: 'a' }), bucket({ BucketName: 'b' })).because).toBe('BucketName differs');
  expect(updateBehaviorOf(bucket({}), bucket({ Tags: [], VersioningConfiguration: { Status: 'Enabled' } })).because).toBe('Tags, VersioningConfiguration differ');
});

const json = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.string(), fc.boolean(), fc.integer(), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
    fc.tuple(fc.constantFrom('A', 'B'), tie('value'), tie('value')).map((branches) => ({ 'Fn::If': branches })), fc.constantFrom(NOTHING, { Ref: 'P' })),
})).value;
const properties = fc.dictionary(fc.constantFrom('BucketName', 'Tags', 'BucketEncryption', 'AccessControl'), json);

/** What a value comes to, where it is known which conditions hold. */
const deployed = (value: unknown, holds: Record<string, boolean>): unknown => {
  if (Array.isArray(value)) {
    return value.map((item) => deployed(item, holds)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) {
    return value ?? undefined;
  }
  const [key, ...others] = Object.keys(value);
  if (key === 'Fn::If' && others.length === 0) {
    const [condition, then, otherwise] = (value as { 'Fn::If': [string, unknown, unknown] })['Fn::If'];
    return deployed(holds[condition] ? then : otherwise, holds);
  }
  return key === 'Ref' && others.length === 0 && (value as { Ref: unknown }).Ref === 'AWS::NoValue' ? undefined
    : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, deployed(item, holds)]).filter(([, item]) => item !== undefined));
};

test('whatever conditions hold: what is unchanged comes to the same, what is replaced has another name, what is updated in place the same name', () => {
  fc.assert(fc.property(properties, fc.option(properties), (before, other) => {
    const after = other ?? before;
    const { kind } = updateBehaviorOf(bucket(before), bucket(after));
    const worlds = [true, false].flatMap((A) => [true, false].map((B) => ({ A, B })));
    const [one, two] = [before, after].map((side) => worlds.map((holds) => deployed(side, holds) as { BucketName?: unknown }));
    expect(['unchanged', 'inPlace', 'replacement', 'unknown']).toContain(kind);
    worlds.forEach((_, i) => {
      if (kind === 'unchanged') {
        expect(one[i]).toEqual(two[i]);
      } else if (kind === 'inPlace') {
        expect(one[i].BucketName).toEqual(two[i].BucketName);
      } else if (kind === 'replacement') {
        expect(one[i].BucketName).not.toEqual(two[i].BucketName);
      }
    });
  }), { numRuns: 3000 });
});

test('a change that goes back and forth is of the same kind both ways, and no change is none', () => {
  const back: Record<string, string> = { created: 'removed', removed: 'created' };
  fc.assert(fc.property(fc.option(properties, { nil: undefined }), fc.option(properties, { nil: undefined }), (before, after) => {
    const [one, other] = [before && bucket(before), after && bucket(after)];
    const { kind } = updateBehaviorOf(one, other);
    expect(updateBehaviorOf(other, one).kind).toBe(back[kind] ?? kind);
    expect(updateBehaviorOf(one, structuredClone(one)).kind).toBe('unchanged');
  }));
});

test('choices within choices end', () => {
  const nested = (depth: number, leaf: string): unknown => depth === 0 ? leaf : { 'Fn::If': [`C${depth}`, nested(depth - 1, leaf), nested(depth - 1, `${leaf}${depth}`)] };
  expect(verdict(bucket({ BucketName: nested(12, 'a') }), bucket({ BucketName: { 'Fn::If': ['D', nested(12, 'b'), nested(12, 'c')] } }))).toBe('unknown BucketName');
});
