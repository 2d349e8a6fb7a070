import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import Ajv from 'ajv';
import { hardenedBucket } from './command-line';
import { place, reachOf } from './reach-reports';
import { readInvariants } from '../../src/cli/invariants-file';
import { invariantsExitCode, jsonInvariants, textInvariants } from '../../src/cli/invariants-report';
import { readYamlText } from '../../src/cli/read-yaml-text';
import { judgeInvariants } from '../../src/reach/judge-invariants';

const SCHEMA = JSON.parse(fs.readFileSync(path.join(__dirname, '../../docs/invariants.schema.json'), 'utf8'));
const fits = new Ajv().compile(SCHEMA);
const one = (...lines: string[]) => ['invariants:', ...lines.map((line, i) => `${i === 0 ? '  - ' : '    '}${line}`)].join('\n');

const GOOD = `# who reaches what
invariants:
  - name: only the data team reads prod-data
    bucket: ProdData
    actions: [s3:GetObject, s3:GetObjectVersion]
    onlyBy:
      - DataTeamRole
      - arn:aws:iam::111122223333:role/ops
  - bucket: Shared/ProdData
    onlyThrough: [S3Endpoint]
    allowUnknown: true
  - bucket: ProdData
    notFromInternet: true
  - bucket: ProdData
    from: AppInstance
    expect: reaches
    actions: [s3:PutObject]
`;

test('a file is read with all its keys', () => {
  expect(readInvariants(GOOD, 'i.yaml')).toEqual([
    {
      name: 'only the data team reads prod-data',
      bucket: 'ProdData',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      allowUnknown: false,
      claim: { kind: 'onlyBy', principals: ['DataTeamRole', 'arn:aws:iam::111122223333:role/ops'] },
    },
    { bucket: 'Shared/ProdData', actions: [], allowUnknown: true, claim: { kind: 'onlyThrough', hops: ['S3Endpoint'] } },
    { bucket: 'ProdData', actions: [], allowUnknown: false, claim: { kind: 'notFromInternet' } },
    { bucket: 'ProdData', actions: ['s3:PutObject'], allowUnknown: false, claim: { kind: 'from', place: 'AppInstance', expect: 'reaches' } },
  ]);
  expect(fits(readYamlText(GOOD))).toBe(true);
});

test('JSON is read, too, and what is repeated by an alias', () => {
  expect(readInvariants('\uFEFF{"invariants": [{"bucket": "A", "notFromInternet": true}]}', 'i.json')).toHaveLength(1);
  expect(readInvariants(one('bucket: &b ProdData', 'onlyBy: &who [A, B]', '') + '\n  - {bucket: *b, onlyBy: *who}', 'i.yaml')[1].claim).toEqual({ kind: 'onlyBy', principals: ['A', 'B'] });
});

test.each<[string, string, string]>([
  ['an unknown key', one('bucket: A', 'onlyTrough: [B]'), 'line 3: an invariant has no key "onlyTrough"; did you mean onlyThrough?'],
  ['an unknown key at the top', 'invariant: []', 'line 1: the file has no key "invariant"; did you mean invariants?'],
  ['a key like no other', one('bucket: A', 'quarterly: 1'), 'line 3: an invariant has no key "quarterly"; its keys are name, bucket, actions, onlyBy, onlyThrough, notFromInternet, from, expect, allowUnknown'],
  ['a key twice', one('bucket: A', 'notFromInternet: true', 'bucket: B'), 'line 4: bucket is given twice'],
  ['no bucket', one('notFromInternet: true'), 'line 2: an invariant needs a bucket'],
  ['no claim', one('bucket: A'), 'line 2: an invariant needs one of onlyBy, onlyThrough, notFromInternet, from'],
  ['two claims', one('bucket: A', 'onlyBy: [B]', 'notFromInternet: true'), 'line 2: an invariant has one of onlyBy, onlyThrough, notFromInternet, from, and this one has onlyBy and notFromInternet'],
  ['an empty list', one('bucket: A', 'onlyBy: []'), 'line 3: onlyBy is empty: list at least a logical id or an ARN'],
  ['no list', one('bucket: A', 'onlyBy: B'), 'line 3: onlyBy is a list'],
  ['an empty file', '', 'the file is a map of invariants'],
  ['no invariants', 'invariants: []', 'line 1: invariants is empty: list at least an invariant'],
  ['an invariant that is a text', 'invariants: [a]', 'line 1: an invariant is a map of name, bucket, actions, onlyBy, onlyThrough, notFromInternet, from, expect, allowUnknown'],
  ['an empty name', one('bucket: ""', 'notFromInternet: true'), 'line 2: bucket needs a text'],
  ['notFromInternet: false', one('bucket: A', 'notFromInternet: false'), 'line 3: notFromInternet is true, or is not there'],
  ['a flag that is none', one('bucket: A', 'notFromInternet: true', 'allowUnknown: perhaps'), 'line 4: allowUnknown is true or false'],
  ['from without expect', one('bucket: A', 'from: B'), 'line 2: from needs expect: cut or expect: reaches'],
  ['another expectation', one('bucket: A', 'from: B', 'expect: reach'), 'line 4: from needs expect: cut or expect: reaches, and not reach'],
  ['expect without from', one('bucket: A', 'onlyBy: [B]', 'expect: cut'), 'line 4: expect belongs to from'],
  ['actions of the internet', one('bucket: A', 'notFromInternet: true', 'actions: [s3:GetObject]'), 'line 4: notFromInternet is about all actions: remove actions'],
  ['an action that reach does not know', one('bucket: A', 'onlyThrough: [B]', 'actions: [s3:DeleteObject]'), 'line 4: s3:DeleteObject is not one of s3:GetObject, s3:PutObject, s3:ListBucket'],
  ['a misspelled action', one('bucket: A', 'onlyThrough: [B]', 'actions: [s3:GetObjct]'), 'line 4: s3:GetObjct is not one of s3:GetObject, s3:PutObject, s3:ListBucket; did you mean s3:GetObject?'],
])('refuses %s, as the schema does', (_, text, message) => {
  expect(() => readInvariants(text, 'i.yaml')).toThrow(`i.yaml: ${message}`);
  expect(text === '' || /given twice/.test(message) || fits(readYamlText(text))).toBe(text === '' || /given twice/.test(message));
});

test('refuses what is no YAML, with the line', () => {
  expect(() => readInvariants('invariants: [', 'i.yaml')).toThrow(/^i\.yaml: line \d+: not valid YAML/);
});

describe('the report', () => {
  const REPORT = reachOf([place('AppInstance', { type: 'AWS::EC2::Instance', path: ['AppInstance', 'Nat', 'ProdData'], actions: ['s3:PutObject'] })], { bucket: 'ProdData' });
  const answersTo = (text: string) => judgeInvariants(readInvariants(text, 'i.yaml'), [REPORT], { whoCan: () => [{ principal: 'Other', actions: ['s3:*'], certainty: 'yes' }] });

  test('says what fails first, with its path and request, and the summary last', () => {
    expect(textInvariants(answersTo(GOOD.replace('Shared/', '')))).toBe(`invariants
  broken   only the data team reads prod-data
           Other is not DataTeamRole or arn:aws:iam::111122223333:role/ops, and gets into ProdData
             request: s3:* on ProdData by Other
  broken   ProdData is reached only through S3Endpoint
           AppInstance reaches ProdData on a path without S3Endpoint
             path:    AppInstance → Nat → ProdData
             request: s3:PutObject on ProdData from AppInstance
  holds    ProdData is not reached from the internet
  holds    AppInstance reaches ProdData (s3:PutObject)
4 invariants: 2 broken, 2 holds`);
  });

  test.each<[string, string, number]>([
    ['all holds', one('bucket: ProdData', 'notFromInternet: true'), 0],
    ['one is broken', one('bucket: ProdData', 'onlyBy: [A]'), 1],
    ['one is unknown', one('bucket: ProdData', 'from: AppInstance', 'expect: cut', 'actions: [s3:GetObject]'), 1],
    ['one is unknown, and may be', one('bucket: ProdData', 'from: AppInstance', 'expect: cut', 'actions: [s3:GetObject]', 'allowUnknown: true'), 0],
    ['a bucket is not there', one('bucket: Prodata', 'notFromInternet: true', 'allowUnknown: true'), 2],
  ])('the exit code where %s', (_, text, code) => {
    expect(invariantsExitCode(answersTo(text))).toBe(code);
  });

  test('tools get the same', () => {
    expect(jsonInvariants(answersTo(one('bucket: ProdData', 'onlyThrough: [S3Endpoint]')))).toEqual([{
      name: 'ProdData is reached only through S3Endpoint',
      bucket: 'ProdData',
      verdict: 'broken',
      passes: false,
      problems: [{ verdict: 'broken', message: 'AppInstance reaches ProdData on a path without S3Endpoint', path: ['AppInstance', 'Nat', 'ProdData'], request: 's3:PutObject on ProdData from AppInstance' }],
    }]);
  });
});

describe('check --invariants', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'invariants-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const written = (name: string, text: string) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text);
    return file;
  };
  const template = written('template.yaml', `Resources:
  Records:
    Type: AWS::S3::Bucket
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: reads
          PolicyDocument: {Statement: [{Effect: Allow, Action: s3:GetObject, Resource: !Sub '\${Records.Arn}/*'}]}
`);
  const check = (text: string, ...options: string[]) => hardenedBucket('check', template, '--fail-on', 'never', '--invariants', written('invariants.yaml', text), ...options);

  test.each<[string, string, number, RegExp]>([
    ['what holds', one('bucket: Records', 'onlyBy: [Reader]'), 0, /\n {2}holds {4}Records is reached only by Reader\n1 invariant: 1 holds$/],
    ['what is broken', one('bucket: Records', 'onlyBy: [Writer]'), 1, /Reader is not Writer, and gets into Records\n.*request: .*s3:GetObject on/],
    ['who only writes', one('bucket: Records', 'actions: [s3:PutObject]', 'onlyBy: [Writer]'), 0, /1 invariant: 1 holds$/],
    ['a bucket that is not there', one('bucket: Record', 'notFromInternet: true'), 2, /no template has the bucket Record; did you mean Records\?/],
  ])('reports %s behind the findings', (_, text, exitCode, expected) => {
    const result = check(text);
    expect({ exitCode: result.exitCode, out: result.out }).toEqual({ exitCode, out: expect.stringMatching(expected) });
  });

  test('JSON has them beside the findings, and the other formats leave them to standard error', () => {
    const text = one('bucket: Records', 'onlyBy: [Reader]');
    expect(JSON.parse(check(text, '--format', 'json').out).invariants).toEqual([{ name: 'Records is reached only by Reader', bucket: 'Records', verdict: 'holds', passes: true, problems: [] }]);
    expect(check(text, '--format', 'sarif').err).toContain('1 invariant: 1 holds');
  });

  test('a file that cannot be read is wrong usage', () => {
    expect(check('invariants: [')).toMatchObject({ exitCode: 2, err: expect.stringContaining('invariants.yaml: line') });
  });
});
