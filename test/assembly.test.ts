import * as fs from 'node:fs';
import * as path from 'node:path';

/** The assembly that jsii wrote: what users of every language see. `npm test` compiles it first. */
const ASSEMBLY_FILE = path.join(__dirname, '..', '.jsii');
const assembly = JSON.parse(fs.readFileSync(ASSEMBLY_FILE, 'utf8'));

interface Member {
  readonly type: string;
  readonly path: string;
  readonly member: any;
}

const types: any[] = Object.values(assembly.types);
const properties = members('properties');
const methods = members('methods');
const parameters = [...methods, ...members('initializer')].flatMap(({ type, path: at, member }): Member[] =>
  (member.parameters ?? []).map((parameter: any) => ({ type, path: `${at}(${parameter.name})`, member: parameter })));

function members(kind: 'properties' | 'methods' | 'initializer'): Member[] {
  return types.flatMap((type) => [type[kind] ?? []].flat().map((member: any) => ({ type: type.fqn, path: `${type.name}.${member.name ?? 'constructor'}`, member })));
}

function paths(found: readonly Member[]): string[] {
  return found.map(({ path: at }) => at).sort();
}

test('there is something to look at', () => {
  expect(types.length).toBeGreaterThan(5);
  expect(properties.length).toBeGreaterThan(30);
});

test('every public name is documented', () => {
  expect(types.filter(({ docs }) => !docs?.summary).map(({ name }) => name)).toEqual([]);
  // A method that overrides one of CDK's has its own text too.
  expect(paths([...properties, ...methods].filter(({ member }) => !member.docs?.summary))).toEqual([]);
  expect(types.flatMap(({ name, members: values = [] }) => values.filter((value: any) => !value.docs?.summary).map((value: any) => `${name}.${value.name}`))).toEqual([]);
});

test('every sentence of a summary ends', () => {
  expect(paths([...properties, ...methods].filter(({ member }) => !/[.?:]$/.test(member.docs?.summary ?? '.')))).toEqual([]);
});

test('every optional property of a struct names its default', () => {
  const structs = new Set(types.filter(({ datatype }) => datatype).map(({ fqn }) => fqn));
  expect(paths(properties.filter(({ type, member }) => structs.has(type) && member.optional && !member.docs?.default))).toEqual([]);
});

/** Where a value of any kind is meant: CDK's interface for property injectors has it so, and a policy document is JSON. */
const ANY = ['ExistingBucketPolicy.fromObject(document)', 'HardenedBucketInjector.inject(originalProps)', 'HardenedBucketInjector.inject'];

test('there is no union and no any, but where a value of any kind is meant', () => {
  const kindOf = (reference: any): string[] => !reference ? [] : [
    ...(reference.union ? ['union'] : []),
    ...(reference.primitive === 'any' || reference.primitive === 'json' ? ['any'] : []),
    ...kindOf(reference.collection?.elementtype),
  ];
  const typed = [
    ...properties.map((p) => ({ ...p, reference: p.member.type })),
    ...parameters.map((p) => ({ ...p, reference: p.member.type })),
    ...methods.map((m) => ({ ...m, reference: m.member.returns?.type })),
  ];
  expect(typed.filter(({ reference }) => kindOf(reference).length > 0).map(({ path: at }) => at).sort()).toEqual([...ANY].sort());
});

test('no public property can be changed', () => {
  expect(paths(properties.filter(({ member }) => !member.immutable))).toEqual([]);
});

test('there is nothing to depend on at runtime, and the peers are the three', () => {
  expect(Object.keys(assembly.dependencies ?? {}).sort()).toEqual(['aws-cdk-lib', 'cdk-nag', 'constructs']);
  const manifest = JSON.parse(fs.readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8'));
  expect(manifest.dependencies).toBeUndefined();
  expect(Object.keys(manifest.peerDependencies).sort()).toEqual(['aws-cdk-lib', 'cdk-nag', 'constructs']);
});

test('all four languages are configured', () => {
  expect(Object.keys(assembly.targets).sort()).toEqual(['dotnet', 'go', 'java', 'js', 'python']);
});
