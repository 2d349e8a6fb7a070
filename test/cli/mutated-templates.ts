import * as fc from 'fast-check';
import { readTemplateText } from '../../src/cli/read-template-text';
import { placesIn, withValueAt } from '../policy/json-places';
import { HARDENED } from '../rules/hardened-template';

/** Templates of all kinds, by name and by the ending of their file. */
export const SEEDS: Readonly<Record<string, { readonly ending: 'json' | 'yaml'; readonly text: string }>> = {
  hardened: { ending: 'json', text: JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: HARDENED }) },
  raw: {
    ending: 'json',
    text: JSON.stringify({
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'raw', AccessControl: 'PublicRead', CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] } } },
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: { Ref: 'Bucket' },
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Sid: 'Read', Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:List*'], Resource: ['arn:aws:s3:::raw', 'arn:aws:s3:::raw/*'] },
                { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::raw', Condition: { StringLike: { 'aws:PrincipalTag/team': 'a*' } } },
                { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' }, NotAction: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' }, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } },
              ],
            },
          },
        },
        Loose: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'elsewhere', PolicyDocument: { Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } } } },
        Point: { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: { Ref: 'Bucket' }, PublicAccessBlockConfiguration: { BlockPublicAcls: false } } },
        Points: { Type: 'AWS::S3::MultiRegionAccessPoint', Properties: { Regions: [{ Bucket: { Ref: 'Bucket' } }] } },
        Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { EventSelectors: [{ ReadWriteType: 'All', DataResources: [{ Type: 'AWS::S3::Object', Values: [{ 'Fn::Sub': '${Bucket.Arn}/' }] }] }] } },
      },
      Outputs: { Name: { Value: { Ref: 'Bucket' }, Export: { Name: 'raw-name' } } },
    }),
  },
  SAM: {
    ending: 'yaml',
    text: [
      'AWSTemplateFormatVersion: 2010-09-09',
      'Transform: [AWS::Serverless-2016-10-31, AWS::LanguageExtensions]',
      'Globals: {Function: {Timeout: 10}}',
      'Parameters:',
      '  Names: {Type: CommaDelimitedList, Default: "a,b"}',
      'Resources:',
      '  Function:',
      '    Type: AWS::Serverless::Function',
      '    Properties:',
      '      Runtime: nodejs22.x',
      '      Events: {Upload: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: s3:ObjectCreated:*}}}',
      '      Policies: [S3ReadPolicy: {BucketName: !Ref Bucket}]',
      '  Bucket: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: Enabled}}}',
      '  Fn::ForEach::Buckets:',
      '    - Name',
      '    - !Ref Names',
      '    - Bucket${Name}: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "of-${Name}"}}',
      '      Policy${Name}:',
      '        Type: AWS::S3::BucketPolicy',
      '        Properties:',
      '          Bucket: !Ref Bucket${Name}',
      '          PolicyDocument: {Statement: [{Effect: Deny, Principal: "*", Action: "s3:*", Resource: !Sub "arn:aws:s3:::of-${Name}/*", Condition: {Bool: {aws:SecureTransport: false}}}]}',
    ].join('\n'),
  },
  YAML: {
    ending: 'yaml',
    text: [
      'Description: all short forms',
      'Parameters:',
      '  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}',
      '  Names: {Type: CommaDelimitedList, Default: "one,two"}',
      '  Version: {Type: Number, Default: 1.2}',
      'Mappings:',
      '  Settings: {dev: {Status: Suspended, Blocks: [10.0.0.0/8]}, prod: {Status: Enabled, Blocks: [10.1.0.0/16, 10.2.0.0/16]}}',
      'Conditions:',
      '  IsProd: !Equals [!Ref Stage, prod]',
      '  IsHere: !And [!Condition IsProd, !Not [!Equals [!Ref AWS::Region, us-east-1]]]',
      '  IsAny: !Or [!Condition IsHere, !Condition IsProd]',
      'Rules: {Must: {Assertions: [{Assert: !Contains [[dev], !Ref Stage]}]}}',
      'Resources:',
      '  Bucket: &bucket',
      '    Type: AWS::S3::Bucket',
      '    DeletionPolicy: !If [IsProd, Retain, Delete]',
      '    Properties: &properties',
      '      BucketName: !Join ["-", [!Ref AWS::AccountId, !Select [1, !Ref Names], !Sub "${Stage}-${AWS::Region}"]]',
      '      VersioningConfiguration: {Status: !FindInMap [Settings, !Ref Stage, Status]}',
      '      ObjectLockEnabled: !If [IsProd, yes, !Ref AWS::NoValue]',
      '      LoggingConfiguration: {DestinationBucketName: !ImportValue logs-name, LogFilePrefix: !Base64 text}',
      '      Tags: !Transform {Name: AWS::Include, Parameters: {Location: !Sub "s3://${Stage}/tags.yaml"}}',
      '  Copy:',
      '    <<: *bucket',
      '    Condition: IsAny',
      '    Properties: {<<: *properties, BucketName: !Select [0, !Split [".", !GetAtt Bucket.DomainName]]}',
      '  Policy:',
      '    Type: AWS::S3::BucketPolicy',
      '    Properties:',
      '      Bucket: !Ref Bucket',
      '      PolicyDocument:',
      '        Version: 2012-10-17',
      '        Statement:',
      '          - Effect: Deny',
      '            Principal: "*"',
      '            Action: s3:*',
      '            Resource: [!GetAtt Bucket.Arn, !Sub ["${Arn}/*", {Arn: !GetAtt [Bucket, Arn]}]]',
      '            Condition: {Bool: {aws:SecureTransport: false}, NumericLessThan: {s3:TlsVersion: !Ref Version}}',
      '          - !If',
      '            - IsHere',
      '            - {Effect: Allow, Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}, Action: s3:GetObject, Resource: !Sub "${Bucket.Arn}/*",',
      '               Condition: {IpAddress: {aws:SourceIp: !FindInMap [Settings, !Ref Stage, Blocks]}}}',
      '            - !Ref AWS::NoValue',
      '  Subnet: {Type: AWS::EC2::Subnet, Properties: {CidrBlock: !Select [0, !Cidr [10.0.0.0/8, 1, 8]], AvailabilityZone: !Select [0, !GetAZs ""]}}',
      'Outputs:',
      '  Arn: {Value: !GetAtt Bucket.Arn, Export: {Name: !Sub "${AWS::StackName}-arn"}}',
      '  Text: {Value: !ToJsonString {a: !Length [1, 2]}}',
    ].join('\n'),
  },
};

/** Values that have no business where they are put. */
const STRANGE_VALUES: readonly unknown[] = [
  null, true, false, 0, -1, 1e308, 12345678901234567890, '', ' ', '*', '?', '${', '${}', '${Bucket', '${!}', '${Bucket.Arn.Arn}', '${AWS::NoValue}', [], {}, [[]], [null], [{}], ['*', 7], { '': '' }, { Ref: 'Bucket' },
  '2012-10-17', 'constructor', '__proto__', 'toString', 'Enabled', 'arn:aws:s3:::*', 'arn:aws:s3:::', 'arn:', '::', '⟦', '⟦⟧', '⟦App#Bucket⟧', '⟦AWS#AccountId⟧', '\u0000', '\uFEFF', '\uD800', '\u202E', '😀', 'İ', '\uE000',
  'a'.repeat(5000), '*a'.repeat(40), '/'.repeat(300), '9'.repeat(400), { length: 7 }, { toString: 1 }, { then: 1 }, { toJSON: 1 }, { unknown: 'x' }, { known: false },
];

const STRANGE_KEYS = [
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length', 'then', '', ' ', '*', '0', '-1', '<<', 'Ref', 'Condition', 'Fn::If', 'Fn::Transform', 'Fn::Nope', 'Fn::', 'Fn::ForEach', 'Fn::ForEach::', 'Fn::ForEach::X',
  'Type', 'Properties', 'Metadata', 'DeletionPolicy', 'Resources', 'Parameters', 'Conditions', 'Mappings', 'Outputs', 'Transform', 'aws:cdk:path', 'cdk-hardened-bucket', '\uD800', '\u202E', '⟦App#Bucket⟧', '${Name}',
];

/** Every function, with an argument that some of them take and others do not. */
const FUNCTIONS = [
  'Ref', 'Condition', 'Fn::GetAtt', 'Fn::Sub', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::If', 'Fn::ImportValue', 'Fn::FindInMap', 'Fn::Length', 'Fn::ToJsonString', 'Fn::Base64', 'Fn::Cidr', 'Fn::GetAZs', 'Fn::Equals', 'Fn::And',
  'Fn::Or', 'Fn::Not', 'Fn::Transform', 'Fn::GetStackOutput', 'Fn::ForEach::Loop', 'Fn::Nope', 'Fn::', 'Fn::Contains', 'Fn::ValueOf', 'Fn::RefAll',
];

const HUGE_NUMBERS = ['1e400', '-1e400', '9'.repeat(400), `0.${'0'.repeat(400)}1`, '1e-400', '-0', '1E+2'];

/** A change of a text, made with two random numbers. */
type Mutation = (text: string, where: number, what: number) => string;

function pick<T>(from: readonly T[], which: number): T {
  return from[which % from.length];
}

const inText = (text: string, where: number, put: string, drop = 0) => text.slice(0, where % (text.length + 1)) + put + text.slice(where % (text.length + 1) + drop);

/** Changes what the text says, and writes it as JSON: which YAML is, too. */
function onJson(change: (json: unknown, where: number, what: number) => unknown): Mutation {
  return (text, where, what) => {
    try {
      return JSON.stringify(change(readTemplateText(text), where, what)) ?? '';
    } catch {
      return text;
    }
  };
}

/** Changes the value at some place. */
function onValue(change: (value: unknown, what: number, json: unknown) => unknown): Mutation {
  return onJson((json, where, what) => {
    const places = placesIn(json);
    if (places.length === 0) {
      return json;
    }
    const place = pick(places, where);
    return withValueAt(json, place, change(valueAt(json, place), what, json));
  });
}

function valueAt(json: unknown, place: readonly (string | number)[]): unknown {
  return place.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], json);
}

/** Changes one of the objects that stand on the first level of a section, such as a resource. */
function onEntry(section: string, change: (entry: unknown, what: number, name: string) => object): Mutation {
  return onJson((json, where, what) => {
    const before = (json as Record<string, Record<string, unknown> | undefined>)[section];
    const name = pick(Object.keys(before ?? {}), where) ?? 'New';
    return withValueAt(json, [section], { ...before, ...change(before?.[name], what, name) });
  });
}

const SECTIONS = ['Resources', 'Parameters', 'Conditions', 'Mappings', 'Outputs', 'Transform', 'Metadata', 'AWSTemplateFormatVersion'];
const NAMES = ['Bucket', 'Policy', 'Loose', 'Logs', 'Stage', 'Names', 'IsProd', 'IsHere', 'Settings', 'AWS::NoValue', 'AWS::AccountId', 'AWS::Nope', 'Nobody', 'constructor'];
const TYPES = [
  'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::S3::AccessPoint', 'AWS::S3::MultiRegionAccessPoint', 'AWS::KMS::Key', 'AWS::SNS::Topic', 'AWS::CloudWatch::Alarm', 'AWS::CloudTrail::Trail', 'AWS::CloudFormation::Stack',
  'Custom::S3BucketNotifications', 'AWS::CDK::Metadata', 'aws::s3::bucket', '', 'constructor',
];

/** A key behind some brace: in the text, so that it may stand there twice. */
function withKey(text: string, where: number, key: string, value: unknown): string {
  const braces = [...text.matchAll(/\{/g)].map(({ index }) => index);
  const brace = pick(braces, where);
  return brace === undefined ? text : `${text.slice(0, brace + 1)}${JSON.stringify(key)}: ${JSON.stringify(value)}${/^\s*\}/.test(text.slice(brace + 1)) ? '' : ', '}${text.slice(brace + 1)}`;
}

const wrongType = onValue((_, what) => pick(STRANGE_VALUES, what));

/** What may become of a template, by name. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'truncated': (text, where) => text.slice(0, where % (text.length + 1)),
  'a character more': (text, where, what) => inText(text, where, pick([...'{}[]",:\\* \n\t#&!|>-%@`\'', '\u0000', '\uFEFF', '\uD800', '\u2028', 'e'], what)),
  'characters fewer': (text, where, what) => inText(text, where, '', 1 + what % 9),
  'a line twice': (text, where) => {
    const lines = text.split('\n');
    return lines.flatMap((line, i) => i === where % lines.length ? [line, line] : [line]).join('\n');
  },
  'a line shifted': (text, where, what) => {
    const lines = text.split('\n');
    return lines.map((line, i) => i === where % lines.length ? pick([` ${line}`, `\t${line}`, line.trimStart(), `- ${line}`, `--- ${line}`, `#${line}`], what) : line).join('\n');
  },
  'another tag': (text, where, what) => {
    const tags = [...text.matchAll(/!\w+/g)];
    const tag = pick(tags, where);
    return tag === undefined ? wrongType(text, where, what)
      : inText(text, tag.index, pick(['!Nope', '!If', '!GetAtt', '!Sub', '!ForEach', '!!binary', '!!set', '!', '!Ref !Ref', '*bucket', '&bucket', '!Condition', '!<x>', '!Fn::Sub'], what), tag[0].length);
  },
  'another alias': (text, where, what) => text.replace(/[*&](bucket|properties)/g, (found, _name, at: number) => at % 2 === where % 2 ? pick(['*bucket', '&bucket', '*properties', '&properties', '*nobody', '<<'], what) : found),
  'wrong type': wrongType,
  'two wrong types': (text, where, what) => wrongType(wrongType(text, where, what), what, where),
  'value gone': onValue(() => undefined),
  'section gone': onJson((json, where) => withValueAt(json, [pick(SECTIONS, where)], undefined)),
  'section of a wrong type': onJson((json, where, what) => withValueAt(json, [pick(SECTIONS, where)], pick(STRANGE_VALUES, what))),
  'list where an object belongs, and the other way round': onValue((value) => Array.isArray(value) ? { ...value } : typeof value === 'object' && value !== null ? Object.values(value) : [value]),
  'one level more': onValue((value, what) => pick<unknown>([[value], [[value]], { Value: value }, { [pick(STRANGE_KEYS, what)]: value }, [value, value]], what)),
  'two values exchanged': onJson((json, where, what) => {
    const places = placesIn(json);
    return places.length === 0 ? json : withValueAt(json, pick(places, where), valueAt(json, pick(places, what)));
  }),
  'strange key': (text, where, what) => withKey(text, where, pick(STRANGE_KEYS, what), pick(STRANGE_VALUES, where)),
  'strange name of a resource': onEntry('Resources', (resource, what) => ({ [pick(STRANGE_KEYS, what)]: resource })),
  'key twice': (text, where, what) => {
    const keys = [...text.matchAll(/"?(\b[A-Z]\w+)"?: ?/g)];
    const key = pick(keys, where);
    return key === undefined ? text : inText(text, key.index, `${pick(['"', '"', ''], what)}${key[1]}${pick(['"', '"', ''], what)}: ${pick(['null', '"x"', '{}', '[]'], where)}, `);
  },
  'another function': onValue((value, what, json) => ({ [pick(FUNCTIONS, what)]: pick<unknown>([value, [value], [pick(NAMES, what), value, value], pick(NAMES, what), [value, [value]], { StackName: value, OutputName: 'x' }, json], Math.floor(what / 7)) })),
  'function with another key': onValue((value, what) => ({ [pick(FUNCTIONS, what)]: value, [pick(STRANGE_KEYS, what)]: value })),
  'reference': onValue((_, what) => pick<unknown>([
    { Ref: pick(NAMES, what) }, { 'Fn::GetAtt': [pick(NAMES, what), 'Arn'] }, { 'Fn::GetAtt': `${pick(NAMES, what)}.Arn` }, { 'Fn::Sub': `\${${pick(NAMES, what)}}` }, { 'Fn::ImportValue': 'raw-name' }, { Condition: pick(NAMES, what) },
  ], Math.floor(what / 13))),
  'a circle of conditions': onJson((json, where) => withValueAt(json, ['Conditions'], {
    IsProd: { 'Fn::And': [{ Condition: 'IsHere' }, { Condition: 'IsProd' }] }, IsHere: { 'Fn::Not': [{ Condition: 'IsProd' }] }, ...where % 2 ? { IsAny: { 'Fn::Or': Array.from({ length: 500 }, () => ({ Condition: 'IsHere' })) } } : {},
  })),
  'a circle of parameters and mappings': onJson((json) => withValueAt(withValueAt(json, ['Parameters'], { Stage: { Type: 'String', Default: { Ref: 'Stage' } } }), ['Mappings', 'Settings'], { dev: { Status: { 'Fn::FindInMap': ['Settings', 'dev', 'Status'] } } })),
  'a bucket that depends on itself': onEntry('Resources', (resource, what, name) => ({
    [name]: { Type: 'AWS::S3::Bucket', ...resource as object, Properties: { BucketName: pick<unknown>([{ Ref: name }, { 'Fn::Sub': `\${${name}}\${${name}}` }, { 'Fn::GetAtt': [name, 'Arn'] }], what), LoggingConfiguration: { DestinationBucketName: { Ref: name } } } },
  })),
  'an export that imports itself': onJson((json, where) => withValueAt(json, ['Outputs'], {
    Own: { Value: { 'Fn::ImportValue': 'raw-name' }, Export: { Name: where % 2 ? 'raw-name' : { 'Fn::ImportValue': 'raw-name' } } },
  })),
  'loops': onEntry('Resources', (resource, what) => ({
    'Fn::ForEach::Loop': ['I', pick<unknown>([['a', 'b'], [], { Ref: 'Names' }, Array.from({ length: 3000 }, (_, i) => `n${i}`), ['a', 'a'], [{ Ref: 'Bucket' }], 'abc', { Ref: 'Nobody' }], what), pick<unknown>([
      { 'Bucket${I}': resource }, { Bucket: resource }, { '${I}': resource, 'Fn::ForEach::Inner': ['J', ['x', 'y'], { '${I}${J}': resource }] }, { 'Fn::ForEach::Inner': ['I', ['x'], { 'B${I}': resource }] }, [resource], resource,
    ], Math.floor(what / 8))],
  })),
  'another type of resource': onEntry('Resources', (resource, what, name) => ({ [name]: { ...resource as object, Type: pick(TYPES, what) } })),
  'many policies on one bucket': onEntry('Resources', (_, what) => Object.fromEntries(Array.from({ length: 1 + what % 40 }, (__, i) => [`Another${i}`, {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: { Effect: i % 2 ? 'Allow' : 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/a': String(i) } } } } },
  }]))),
  'many of one': onValue((value, what) => Array.isArray(value) ? Array.from({ length: pick([2, 10, 60], what) }, () => value).flat() : Array.from({ length: pick([2, 10, 60], what) }, () => value)),
  'huge number': (text, where, what) => {
    const values = [...text.matchAll(/(?<=: ?)(?:"[^"]*"|\w+)(?=[,}\n])/g)];
    const value = pick(values, where);
    return value === undefined ? text : inText(text, value.index, pick(HUGE_NUMBERS, what), value[0].length);
  },
  'deep nesting': (text, where, what) => {
    const depth = pick([5, 100, 180, 199, 200, 201, 1000, 20_000], what);
    const [open, close] = pick([['[', ']'], ['{"a": ', '}'], ['{"Fn::Not": [', ']}'], ['{"Fn::Join": ["", [', ']]}'], ['[{"Fn::If": ["IsProd", "x", ', ']}]']], where);
    return withKey(text, where, pick(['Metadata', 'Properties', 'Deep', 'Condition'], what), '⁂').replace('"⁂"', `${open.repeat(depth)}"x"${close.repeat(where % 7 === 0 ? 0 : depth)}`);
  },
  'a text of a megabyte': onValue((_, what) => pick(['x', '*', '?', '${', '${Bucket}', '⟦', 'a,', '*a', '\\', '😀', '/', '\u202E', '"'], what).repeat(1_000_000).slice(0, 1_000_000)),
  'a key of a megabyte': onValue((value, what) => ({ [pick(['x', '*', '${Bucket}', '⟦', '😀'], what).repeat(1_000_000).slice(0, 1_000_000)]: value })),
  'white space and byte order mark': (text, where) => `${where % 2 ? '\uFEFF' : '\n\n'}${text.replace(/,/g, (comma, at: number) => at % 2 === where % 2 ? ' ,\r\n' : comma)}`,
  'another document behind it': (text, where) => `${text}\n${pick(['---\n', '...\n', '{}', 'null', '---\n---\n'], where)}${where % 2 ? text : ''}`,
};

const RARE = ['a text of a megabyte', 'a key of a megabyte', 'many policies on one bucket'];

const oneName = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...Object.keys(MUTATIONS).filter((name) => !RARE.includes(name))) },
  { weight: 1, arbitrary: fc.constantFrom(...RARE) },
);

/** What happens to a text, by names and numbers: short enough to be printed and run again. */
export interface Damage {
  readonly names: readonly string[];
  readonly numbers: readonly number[];
}

export const damage: fc.Arbitrary<Damage> = fc.record({
  names: fc.oneof({ weight: 4, arbitrary: fc.tuple(oneName) }, { weight: 2, arbitrary: fc.array(oneName, { minLength: 2, maxLength: 3 }) }),
  numbers: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
});

export function damaged(text: string, { names, numbers }: Damage): string {
  return names.reduce((before, name, i) => MUTATIONS[name](before, numbers[2 * i], numbers[2 * i + 1]), text);
}

/** The template as JSON, once for every place in it and every type that does not stand there. */
export function withEveryValueReplaced(text: string): string[] {
  const json = readTemplateText(text);
  return placesIn(json).flatMap((place) => [null, 7, 'text', [], {}, [{}], { Ref: 'Nobody' }]
    .filter((value) => JSON.stringify(value) !== JSON.stringify(valueAt(json, place))).map((value) => JSON.stringify(withValueAt(json, place, value))));
}
