import * as fs from 'node:fs';
import * as path from 'node:path';
import { aws_s3 as s3, App, Stack } from 'aws-cdk-lib';
import { hardenedBucket, workInTemporaryFolders, write } from './command-line';
import { HardenedSetting } from '../../src';
import { ADOPT_SETTINGS } from '../../src/adopt/adopt-settings';
import { writeAll } from '../../src/cli/adopt-files';

workInTemporaryFolders();

const YAML = [
  'AWSTemplateFormatVersion: "2010-09-09"',
  'Resources:',
  '  # Everything that must not be lost.',
  '  Records:',
  '    Type: AWS::S3::Bucket',
  '    Properties:',
  '      BucketName: office-records # named long ago',
  '      Tags:',
  "        - { Key: 'team', Value: office }",
  '',
].join('\n');

const PUBLIC = {
  Resources: {
    Data: { Type: 'AWS::S3::Bucket' },
    DataPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Data.Arn}/*' } }] } } },
  },
};

const ONLY = ['--only', 'versioning', '--only', 'noncurrent-versions'];

test('a plan says what is added and mended, and changes nothing', () => {
  write({ 'office.yaml': YAML });
  const { out, exitCode } = hardenedBucket('adopt', 'office.yaml', ...ONLY);
  expect(out.split('\n')).toEqual([
    'office.yaml',
    '  bucket Records',
    '    add      versioning: Keep versions (mends Versioning; updated in place)',
    '    add      noncurrent-versions: Expire noncurrent versions (updated in place)',
    ...['BlockPublicAccess', 'AclsDisabled', 'TlsOnly', 'KmsEncryption', 'AccessLogging'].flatMap((rule) => [expect.stringMatching(`^    left     HardenedBucket-${rule}\\[`), expect.stringMatching(/^ {13}fix: /)]),
    '',
    '1 bucket: 2 settings to add, 0 refused, 5 findings left',
    'nothing was written: add --write to change the templates, or --plan for the code',
  ]);
  expect([exitCode, fs.readFileSync('office.yaml', 'utf8')]).toEqual([1, YAML]);
});

describe('--write', () => {
  test('changes the text where the settings stand, and nothing else of it; a second run changes nothing, and says so', () => {
    write({ 'office.yaml': YAML });
    expect(hardenedBucket('adopt', 'office.yaml', '--write', ...ONLY)).toMatchObject({ exitCode: 0, out: expect.stringMatching(/written: office\.yaml$/) });
    const once = fs.readFileSync('office.yaml', 'utf8');
    expect(once).toBe([
      ...YAML.trimEnd().split('\n'),
      '      VersioningConfiguration:',
      '        Status: Enabled',
      '      LifecycleConfiguration:',
      '        Rules:',
      '          - Id: ExpireNoncurrentVersions',
      '            NoncurrentVersionExpiration:',
      '              NoncurrentDays: 90',
      '            Status: Enabled',
      '',
    ].join('\n'));
    expect(hardenedBucket('adopt', 'office.yaml', '--write', ...ONLY)).toMatchObject({ exitCode: 0, out: expect.stringMatching(/nothing was written: there is nothing to add$/) });
    expect(fs.readFileSync('office.yaml', 'utf8')).toBe(once);
    expect(fs.readdirSync('.')).toEqual(['office.yaml']);
  });

  test('leaves no finding of BASELINE on a bucket that nothing speaks against', () => {
    write({ 'office.yaml': YAML });
    expect(hardenedBucket('adopt', 'office.yaml', '--write').exitCode).toBe(0);
    expect(hardenedBucket('check', 'office.yaml').exitCode).toBe(0);
    expect(fs.readFileSync('office.yaml', 'utf8')).toContain('office-records # named long ago');
  });

  test('changes JSON in its own style', () => {
    write({ 'data.json': `${JSON.stringify(PUBLIC, null, 4)}\n` });
    expect(hardenedBucket('adopt', 'data.json', '--write', '--only', 'tls-only').exitCode).toBe(0);
    const text = fs.readFileSync('data.json', 'utf8');
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 4)}\n`);
    expect(JSON.parse(text).Resources.DataPolicy.Properties.PolicyDocument.Statement).toEqual([PUBLIC.Resources.DataPolicy.Properties.PolicyDocument.Statement[0], expect.objectContaining({ Sid: 'DenyRequestsWithoutTls' })]);
  });

  test('exits with 1 where something was refused', () => {
    write({ 'data.json': PUBLIC });
    const { exitCode, out } = hardenedBucket('adopt', 'data.json', '--write');
    expect([exitCode, out]).toEqual([1, expect.stringMatching(/refused {2}block-public-access \(BlockPublicAccess\): .*public statement/)]);
  });

  test('writes none of the files where one cannot be read', () => {
    write({ 'office.yaml': YAML, 'other.yaml': 'Resources: [' });
    expect(hardenedBucket('adopt', 'office.yaml', 'other.yaml', '--write')).toMatchObject({ exitCode: 2, err: expect.stringMatching(/other\.yaml: .*Nothing was written/) });
    expect(fs.readFileSync('office.yaml', 'utf8')).toBe(YAML);
  });

  test('leaves what an anchor repeats as it is, and says where', () => {
    write({ 'twice.yaml': 'Resources:\n  One: &bucket\n    Type: AWS::S3::Bucket\n    Properties: &properties\n      Tags: []\n  Two:\n    Type: AWS::S3::Bucket\n    Properties: *properties\n' });
    const { out, exitCode } = hardenedBucket('adopt', 'twice.yaml', '--write', '--only', 'versioning');
    expect([exitCode, out]).toEqual([1, expect.stringMatching(/refused {2}versioning \(Versioning\): line \d+: /)]);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a file that two stacks nest', {
      'main.json': { Resources: Object.fromEntries(['One', 'Two'].map((id) => [id, { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './data.json' } }])) },
      'data.json': { Resources: { Data: { Type: 'AWS::S3::Bucket' } } },
    }, /refused {2}data\.json is deployed more than once/],
    ['a service of the Serverless Framework', {
      'serverless.yml': 'service: office\nprovider: {name: aws}\nresources:\n  Resources:\n    Data: {Type: AWS::S3::Bucket}\n',
    }, /refused {2}serverless\.yml is not a CloudFormation template as it is written/],
  ])('leaves %s as it is', (_, files, reason) => {
    write(files);
    const before = fs.readdirSync('.').map((file) => fs.readFileSync(file, 'utf8'));
    expect(hardenedBucket('adopt', '.', '--write')).toMatchObject({ exitCode: 1, out: expect.stringMatching(reason) });
    expect(fs.readdirSync('.').map((file) => fs.readFileSync(file, 'utf8'))).toEqual(before);
  });

  test('changes no file where one of them cannot be written', () => {
    write({ 'a/one.yaml': YAML, 'b/two.yaml': YAML });
    fs.mkdirSync(`b/.two.yaml.${process.pid}.tmp`);
    expect(hardenedBucket('adopt', 'a', 'b', '--write')).toMatchObject({ exitCode: 2, err: expect.stringMatching(/cannot be written \(EISDIR\)\. Nothing was changed/) });
    expect(['a/one.yaml', 'b/two.yaml'].map((file) => fs.readFileSync(file, 'utf8'))).toEqual([YAML, YAML]);
    expect(fs.readdirSync('a')).toEqual(['one.yaml']);
  });

  test('puts back what was written where it fails on the way', () => {
    write({ 'one.yaml': YAML });
    // The second of two names of one file finds nothing to put in its place.
    expect(() => writeAll(new Map([['one.yaml', 'new'], ['./one.yaml', 'newer']]))).toThrow(/ENOENT\)\. Nothing was changed/);
    expect([fs.readFileSync('one.yaml', 'utf8'), fs.readdirSync('.')]).toEqual([YAML, ['one.yaml']]);
  });

  test('never changes what CDK made', () => {
    const app = new App({ outdir: 'cdk.out' });
    new s3.Bucket(new Stack(app, 'Office'), 'Records');
    app.synth();
    const before = fs.readFileSync('cdk.out/Office.template.json', 'utf8');
    expect(hardenedBucket('adopt', 'cdk.out', '--write')).toMatchObject({ exitCode: 2, err: expect.stringMatching(/Office\.template\.json is made by CDK.*Change the CDK code: see the plan/) });
    expect(fs.readFileSync('cdk.out/Office.template.json', 'utf8')).toBe(before);
  });
});

describe('--plan', () => {
  const plan = (...args: string[]) => hardenedBucket('adopt', ...args, '--plan').out;
  const cdk = (make: (stack: Stack) => void) => {
    const app = new App({ outdir: 'cdk.out' });
    make(new Stack(app, 'Office'));
    app.synth();
  };

  test('is a check list with the code of a template', () => {
    write({ 'office.yaml': YAML });
    expect(plan('office.yaml', ...ONLY)).toContain([
      '#### `Records`', '', '- [ ] Keep versions (`versioning`; mends Versioning; updated in place)', '- [ ] Expire noncurrent versions (`noncurrent-versions`; updated in place)',
    ].join('\n'));
    expect(plan('office.yaml', ...ONLY)).toMatch(/```yaml\nRecords:\n {2}Type: AWS::S3::Bucket\n {2}Properties:\n {4}VersioningConfiguration:\n {6}Status: Enabled\n/);
  });

  test('says first of CDK that HardenedBucket keeps the logical id, and shows the props', () => {
    cdk((stack) => new s3.Bucket(stack, 'Records'));
    const text = plan('cdk.out');
    expect(text.split('\n')[2]).toMatch(/replacing s3\.Bucket by HardenedBucket under the same construct id keeps the logical id/);
    expect(text).toContain("```ts\nconst bucket = new s3.Bucket(this, 'Records', {\n  // … what it has already\n  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,\n");
    expect(text).toContain("const key = new kms.Key(this, 'BucketsKey', { enableKeyRotation: true });");
  });

  test.each<[string, string, RegExp]>([
    ['python', 'Records', /bucket = s3\.Bucket\(self, "Records",\n {4}# … what it has already\n {4}block_public_access=s3\.BlockPublicAccess\.BLOCK_ALL,/],
    ['mixin', 'Records', /bucket\.with\(new HardenedBucketMixin\(\)\);/],
    ['cloudformation', 'Records', /"BlockPublicAcls": true/],
  ])('in %s', (language, id, code) => {
    cdk((stack) => new s3.Bucket(stack, id));
    expect(plan('cdk.out', '--language', language)).toMatch(code);
  });

  test('shows L1 code for an L1', () => {
    cdk((stack) => new s3.CfnBucket(stack, 'Records'));
    expect(plan('cdk.out', '--only', 'versioning')).toContain("new s3.CfnBucket(this, 'Records', { versioningConfiguration: { status: 'Enabled' } });");
  });

  test('the mixin leaves out what is refused', () => {
    write({ 'data.json': PUBLIC });
    expect(plan('data.json', '--language', 'mixin')).toContain(
      'new HardenedBucketMixin({ excludedSettings: [HardenedSetting.BLOCK_PUBLIC_ACCESS, HardenedSetting.ENCRYPTION, HardenedSetting.BUCKET_KEY, HardenedSetting.ENCRYPTION_ENFORCED] })');
    for (const [, id] of plan('data.json', '--language', 'mixin').matchAll(/HardenedSetting\.(\w+)/g)) {
      expect(HardenedSetting).toHaveProperty(id);
    }
  });
});

test('as JSON it has the operations, and what they mend', () => {
  write({ 'office.yaml': YAML });
  expect(JSON.parse(hardenedBucket('adopt', 'office.yaml', '--format', 'json', '--only', 'versioning').out)).toMatchObject({
    buckets: [{
      template: 'office.yaml',
      logicalId: 'Records',
      refusedAsAWhole: null,
      refused: [],
      added: [{ setting: 'versioning', mends: ['HardenedBucket-Versioning'], updates: [{ logicalId: 'Records', kind: 'inPlace' }], operations: [{ path: ['Resources', 'Records', 'Properties', 'VersioningConfiguration'], op: 'insert', value: { Status: 'Enabled' } }] }],
    }],
    written: null,
    summary: { buckets: 1, added: 1, refused: 0, errors: 0 },
  });
});

describe('docs/adopt.md', () => {
  const docs = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'adopt.md'), 'utf8');
  const block = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``).exec(docs)![1];

  test('shows what the command prints', () => {
    write({ 'office.yaml': block('yaml') });
    expect(`$ hardened-bucket adopt office.yaml\n${hardenedBucket('adopt', 'office.yaml').out}`).toBe(block('console'));
  });

  test('has each setting, and each option', () => {
    const settings = docs.split('## Settings')[1].split('## What it makes')[0];
    expect(ADOPT_SETTINGS.map(({ id }) => id).filter((id) => !settings.includes(`\`${id}\``))).toEqual([]);
    const options = [...hardenedBucket('adopt', '--help').out.matchAll(/^ {2}(--[a-z0-9-]+)/gm)].map(([, option]) => option);
    expect(options.length).toBeGreaterThan(15);
    expect(options.filter((option) => !docs.split('## Options')[1].includes(option))).toEqual([]);
  });
});

test('a template on standard input is planned', () => {
  const out: string[] = [];
  const { run } = jest.requireActual<typeof import('../../src/cli/run')>('../../src/cli/run');
  expect(run(['adopt', '-'], { out: (text) => out.push(text), err: () => undefined, in: () => Buffer.from(YAML) })).toBe(1);
  expect(out.join('\n')).toContain('bucket Records');
});

describe('wrong usage', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['no path', [], /adopt accepts templates/],
    ['--write of standard input', ['-', '--write'], /- is none/],
    ['a setting that there is not', ['office.yaml', '--only', 'tls'], /unknown setting "tls"/],
    ['a slip in a setting', ['office.yaml', '--without', 'versionng'], /did you mean versioning\?/],
    ['a key that no template has', ['office.yaml', '--encryption-key', 'Kay'], /no template has a resource or parameter Kay/],
    ['a log bucket that no template has', ['office.yaml', '--access-logs-bucket', 'Logs'], /no template has a resource or parameter Logs/],
    ['a log bucket that has no such name', ['office.yaml', '--access-logs-bucket', 'Our_Logs'], /neither the name of a bucket nor a logical id/],
    ['no days', ['office.yaml', '--noncurrent-versions-days', '0'], /not a number of days/],
    ['a language', ['office.yaml', '--language', 'perl'], /--language "perl" is not/],
    ['no such file', ['nowhere.yaml', '--write'], /there is no such file/],
  ])('%s', (_, args, message) => {
    write({ 'office.yaml': YAML });
    expect(hardenedBucket('adopt', ...args)).toMatchObject({ exitCode: 2, err: expect.stringMatching(message) });
  });
});
