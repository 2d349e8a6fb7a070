import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** What users of every language see, held against the design guidelines of CDK: https://github.com/aws/aws-cdk/blob/main/docs/DESIGN_GUIDELINES.md */
const assembly: any = JSON.parse(fs.readFileSync(path.join(__dirname, '..', '.jsii'), 'utf8'));
const types: any[] = Object.values(assembly.types);
const named = new Map<string, any>(types.map((type) => [type.name, type]));
const isConstruct = (type: any): boolean => type.kind === 'class' && [...ancestors(type)].some((base) => /^constructs\.Construct$|\.(Resource|Bucket|Construct)$/.test(base));

function* ancestors(type: any): Generator<string> {
  if (type?.base) {
    yield type.base;
    yield* ancestors(assembly.types[type.base]);
  }
}

test('the properties of a construct are a struct of its name, and its first parameters are scope and id', () => {
  const wrong = types.filter(isConstruct).filter(({ name, initializer }) => {
    const [scope, id, props, ...rest] = (initializer?.parameters ?? []) as any[];
    return scope?.name !== 'scope' || id?.name !== 'id' || rest.length > 0 || (props !== undefined && (props.name !== 'props' || !String(props.type.fqn).endsWith(`.${name}Props`)));
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test('a struct is called after what it is for: Props of a construct, Options of a method or a part', () => {
  const structs = types.filter(({ datatype }) => datatype).map(({ name }) => name as string);
  const parts = ['KnownSources', 'IdentityPerimeter', 'NetworkPerimeter', 'RequestPerimeter', 'PerimeterExemptions', 'PrefixRule', 'ServiceAccess', 'MonitoringPrices', 'WatchPrices', 'PublicAccess'];
  // Answers of the reasoner, which are given back and never passed.
  const answers = structs.filter((name) => /^Policy[A-Z]/.test(name));
  expect(structs.filter((name) => !/(Props|Options)$/.test(name) && !parts.includes(name) && !answers.includes(name))).toEqual([]);
  const classes = structs.filter((name) => name.endsWith('Props')).map((name) => name.slice(0, -'Props'.length));
  expect(classes.filter((name) => !named.has(name))).toEqual([]);
});

test('enum members are in capitals', () => {
  expect(types.flatMap(({ kind, name, members = [] }) => kind === 'enum' ? members.map((member: any) => `${name}.${member.name}`) : []).filter((member) => !/\.[A-Z][A-Z0-9_]*$/.test(member))).toEqual([]);
});

test('times are Durations: no number is in seconds, minutes or days', () => {
  const numbers = types.flatMap(({ name, properties = [] }) => properties.filter((property: any) => property.type.primitive === 'number').map((property: any) => `${name}.${property.name}`));
  expect(numbers.filter((property) => /(seconds|minutes|hours|days|millis|timeout|delay|interval|age)$/i.test(property))).toEqual([]);
});

test('a property that turns something on is a noun or an adjective, not a command', () => {
  const booleans = types.filter(({ datatype }) => datatype).flatMap(({ name, properties = [] }) => properties.filter((property: any) => property.type.primitive === 'boolean').map((property: any) => `${name}.${property.name}`));
  expect(booleans.filter((property) => /\.(enable|disable|use|is|has|should|no|dont)[A-Z]/.test(property))).toEqual([]);
});

/** Where the ids of something are given, its constructs may be: whatever CDK has a construct for. */
const OBJECTS: readonly [ids: RegExp, objects: (name: string) => string][] = [
  [/^(.*)roleArns$/i, (name) => name.replace(/oleArns$/, 'oles')],
  [/^vpcIds$/, () => 'vpcs'],
  [/^vpcEndpointIds$/, () => 'vpcEndpoints'],
  [/^(.*[a-z])(KeyArn|KeyId)$/, (name) => name.replace(/(Arn|Id)$/, '')],
  [/^(.*[a-z])BucketName$/, (name) => name.replace(/Name$/, '')],
];

test('constructs stand beside ids and ARNs', () => {
  const lacking = types.filter(({ datatype }) => datatype).flatMap(({ name, properties = [] }) => {
    const names: string[] = properties.map((property: any) => property.name);
    return names.flatMap((property) => OBJECTS.filter(([ids, objects]) => ids.test(property) && !names.includes(objects(property))).map(() => `${name}.${property}`));
  });
  expect(lacking).toEqual([]);
});

describe('what CDK has in BucketProps', () => {
  const cdk: any = JSON.parse(gunzipSync(fs.readFileSync(path.join(path.dirname(require.resolve('aws-cdk-lib/package.json')), '.jsii.gz'))).toString());
  const typeOf = (property: any) => JSON.stringify(property.type);
  const theirs = new Map<string, any>(cdk.types['aws-cdk-lib.aws_s3.BucketProps'].properties.map((property: any) => [property.name, property]));
  const ours = (struct: string) => (named.get(struct).properties as any[]).filter(({ name }) => theirs.has(name));

  /** Of another type, and why. */
  const OTHER_TYPE: Readonly<Record<string, string>> = {
    'HardenedBucketProps.encryption': 'without KMS there is no hardened bucket: an enum that has nothing else',
    'HardenedBucketProps.replicationRules': 'without what only a key makes sense of: a struct of this library',
  };

  test.each(['HardenedBucketProps', 'AccessLogsBucketProps'])('has its type in %s too', (struct) => {
    const different = ours(struct).filter((property) => typeOf(property) !== typeOf(theirs.get(property.name))).map(({ name }) => `${struct}.${name as string}`);
    expect(different).toEqual(Object.keys(OTHER_TYPE).filter((name) => name.startsWith(`${struct}.`)).sort());
    expect(ours(struct).length).toBeGreaterThan(1);
  });

  test('is called the same for logs', () => {
    expect(ours('HardenedBucketProps').map(({ name }) => name)).toEqual(expect.arrayContaining(['serverAccessLogsBucket', 'serverAccessLogsPrefix']));
  });
});
