import { check as checkJson, hardenedBucket, workInTemporaryFolders, write } from './command-line';
import { run } from '../../src/cli/run';
import { Note } from '../../src/rules/finding';

workInTemporaryFolders();

const BUCKET = { Type: 'AWS::S3::Bucket' };
const RAW = { Resources: { B: BUCKET } };

interface Told {
  /** The templates in which buckets were found wanting. */
  readonly found: string[];
  readonly notes: string[];
  readonly errors: string[];
  readonly exitCode: number;
}

function check(...args: string[]): Told {
  const { findings, notes = [], errors, exitCode } = checkJson(...args) as ReturnType<typeof checkJson> & { notes?: Note[] };
  return {
    found: [...new Set(findings.map(({ template, logicalId }) => `${template} ${logicalId}`))].sort(),
    notes: notes.map(({ kind, template, message, location }) => `${kind} ${template}${location ? `:${location.line}` : ''}: ${message}`),
    errors: errors.map(({ template, message }) => `${template}: ${message}`),
    exitCode,
  };
}

const containing = (text: string): string => expect.stringContaining(text);

describe('one note for each', () => {
  const url = 'https://bucket.s3.amazonaws.com/a.yaml';
  test.each<[what: string, template: unknown, notes: string[], found: string[]]>([
    ['nothing that is skipped', RAW, [], ['B']],
    ['nested stack that is elsewhere', { Resources: { B: BUCKET, N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } } } },
      [`unread in.json:1: the template of N (AWS::CloudFormation::Stack) is not among those that were read: "${url}"`], ['B']],
    ['nested stack whose file is not there', { Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './no.yaml' } } } },
      ['unread in.json:1: the template of N (AWS::CloudFormation::Stack) is not among those that were read: "./no.yaml"'], []],
    ['application of SAM that is elsewhere', { Resources: { N: { Type: 'AWS::Serverless::Application', Properties: { Location: { ApplicationId: 'arn:x' } } } } },
      [containing('the template of N (AWS::Serverless::Application) is not among those that were read: "arn:x"')], []],
    ['stack set that is elsewhere', { Resources: { S: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateURL: url } } } },
      [`unread in.json:1: the template of stack set S is not among those that were read: "${url}"`], []],
    ['stack set that is given later', { Resources: { S: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody: { Ref: 'Body' } } } } },
      ['unread in.json:1: the template of stack set S is not known before deployment'], []],
    ['module', { Resources: { M: { Type: 'Org::S3::Data::MODULE' } } }, [containing('the resources of module Org::S3::Data::MODULE, which M stands for, are not in the template')], []],
    ['product of Service Catalog', { Resources: { M: { Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct', Properties: { ProductName: 'Bucket' } } } }, [containing('not among those that were read: "Bucket"')], []],
    ['loop over a list that is given later', { Resources: { 'Fn::ForEach::Buckets': ['X', { Ref: 'Names' }, { 'B${X}': BUCKET }] }, Parameters: { Names: { Type: 'CommaDelimitedList' } } },
      ['undecided in.json:1: the list of Fn::ForEach::Buckets is not known before deployment; what it makes is judged once, for any item'], ['B${X}']],
    ['loop within a loop', { Resources: { 'Fn::ForEach::A': ['X', ['a', 'b'], { 'Fn::ForEach::C': ['Y', { Ref: 'Names' }, { 'B${X}${Y}': BUCKET }] }] } },
      [containing('the list of Fn::ForEach::C is not known')], ['Ba${Y}', 'Bb${Y}']],
    ['loop that is none', { Resources: { 'B': BUCKET, 'Fn::ForEach::Buckets': ['X', 'a'] } }, [containing('unread in.json:1: Fn::ForEach::Buckets is not a loop')], ['B']],
    ['include in the resources', { Resources: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://a/b' } }, 'B': BUCKET } },
      ['unread in.json:1: what AWS::Include adds at deployment is not in the template'], ['B']],
    ['include at the top', { ...RAW, Transform: { Name: 'AWS::Include', Parameters: { Location: 's3://a/b' } } }, [containing('unread in.json:1: what AWS::Include adds')], ['B']],
    ['macro at the top', { ...RAW, Transform: ['AWS::Serverless-2016-10-31', 'Ours'] }, [containing('undecided in.json:1: macro Ours may rewrite every resource')], ['B']],
    ['macro inside of a resource', { Resources: { B: { ...BUCKET, 'Fn::Transform': { Name: 'Ours' } } } }, [containing('a macro rewrites B at deployment')], ['B']],
    ['resource that is only included', { Resources: { B: { 'Fn::Transform': { Name: 'AWS::Include' } } } }, [containing('unread in.json:1: a macro says at deployment what B is')], []],
    ['template that is only included', { AWSTemplateFormatVersion: '2010-09-09', Transform: { Name: 'AWS::Include', Parameters: {} } }, [containing('what AWS::Include adds')], []],
    ['no macro of AWS that leaves buckets alone', { ...RAW, Transform: ['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions', 'AWS::SecretsManager-2024-09-16'] }, [], ['B']],
  ])('%s', (_, template, notes, found) => {
    write({ 'in.json': template });
    expect(check('in.json')).toMatchObject({ notes, found: found.map((id) => `in.json ${id}`), errors: [] });
  });
});

describe('what a macro could change is unknown', () => {
  const verdicts = (template: unknown, rule: string) => {
    write({ 'in.json': template });
    return [...new Set(checkJson('in.json', '--rule', rule).findings.map(({ verdict }) => verdict))];
  };
  const INCLUDE = { Name: 'AWS::Include', Parameters: { Location: 's3://a/b' } };
  const POLICY = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'B' }, PolicyDocument: { Statement: [] } } };

  test.each<[what: string, template: unknown, rule: string, verdict: string]>([
    ['a property, without a macro', RAW, 'Versioning', 'violation'],
    ['a property, with a macro at the top', { ...RAW, Transform: 'Ours' }, 'Versioning', 'unknown'],
    ['a property, with a macro of a name nobody sees', { ...RAW, Transform: { Ref: 'Macro' } }, 'Versioning', 'unknown'],
    ['a property, with a macro in the resources', { Resources: { 'B': BUCKET, 'Fn::Transform': { Name: 'Ours' } } }, 'Versioning', 'unknown'],
    ['a property, with a macro in the bucket', { Resources: { B: { ...BUCKET, 'Fn::Transform': { Name: 'Ours' } } } }, 'Versioning', 'unknown'],
    ['a property, with an include beside the bucket', { Resources: { 'B': BUCKET, 'Fn::Transform': INCLUDE } }, 'Versioning', 'violation'],
    ['a property, with an include at the top', { ...RAW, Transform: INCLUDE }, 'Versioning', 'violation'],
    ['a policy that an include may add', { Resources: { 'B': BUCKET, 'Fn::Transform': INCLUDE } }, 'TlsOnly', 'unknown'],
    ['a policy that is there, with an include', { Resources: { 'B': BUCKET, 'P': POLICY, 'Fn::Transform': INCLUDE } }, 'TlsOnly', 'violation'],
    ['log delivery that an include may add', { Resources: { 'B': BUCKET, 'Fn::Transform': INCLUDE } }, 'AccessLogging', 'unknown'],
    ['whether it is kept, with a macro in the bucket', { Resources: { B: { ...BUCKET, 'Fn::Transform': INCLUDE } } }, 'RetainedOnDelete', 'unknown'],
  ])('%s: %s', (_, template, rule, verdict) => {
    expect(verdicts(template, rule)).toEqual([verdict]);
  });
});

describe('the template of a stack set is judged', () => {
  const set = (TemplateBody: unknown, more: object = {}) => ({ Resources: { S: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody, ...more } } }, Parameters: { Env: { Type: 'String' } } });
  const TEXT = 'Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: data\n';

  test.each<[what: string, template: unknown]>([
    ['a text of YAML', set(TEXT)],
    ['a text of JSON', set(JSON.stringify(RAW))],
    ['an object', set(RAW)],
    ['a text in which something is filled', set({ 'Fn::Sub': `${TEXT}      Tags: [{Key: \${Env}, Value: "\${AWS::Region}-\${!AWS::Region}"}]\n` })],
    ['a text with variables', set({ 'Fn::Sub': [`${TEXT}      X: \${V}\n`, { V: { Ref: 'Env' } }] })],
    ['a joined text', set({ 'Fn::Join': ['', [`${TEXT}      X: `, { Ref: 'Env' }, '\n']] })],
    ['in YAML', `Resources:\n  S:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody: !Sub |\n${TEXT.replace(/^/gm, '        ')}`],
  ])('%s', (_, template) => {
    write({ 'in.yaml': typeof template === 'string' ? template : JSON.stringify(template) });
    expect(check('in.yaml')).toEqual({ found: ['in.yaml#S B'], notes: [], errors: [], exitCode: 1 });
  });

  test('with what is filled in where it is known, and unknown where not', () => {
    const status = (Status: string) => set({ 'Fn::Sub': `${TEXT}      VersioningConfiguration: {Status: ${Status}}\n` });
    const verdictOf = (template: unknown, ...args: string[]) => {
      write({ 'in.json': template });
      return checkJson('in.json', '--rule', 'Versioning', ...args).findings.map(({ verdict }) => verdict);
    };
    expect(verdictOf(status('${Env}'))).toEqual(['unknown']);
    expect(verdictOf(status('${Env}'), '--parameters', 'Env=Enabled')).toEqual([]);
    expect(verdictOf(status('${Env}'), '--parameters', 'Env=Suspended')).toEqual(['violation']);
    expect(verdictOf(status('Suspended'))).toEqual(['violation']);
  });

  test('with the parameters of the set', () => {
    const body = { Parameters: { V: { Type: 'String' } }, Resources: { B: { ...BUCKET, Properties: { VersioningConfiguration: { Status: { Ref: 'V' } } } } } };
    write({ 'in.json': set(JSON.stringify(body), { Parameters: [{ ParameterKey: 'V', ParameterValue: 'Enabled' }] }) });
    expect(checkJson('in.json', '--rule', 'Versioning').findings).toEqual([]);
  });

  test.each<[what: string, template: string, line: number]>([
    ['of a block', `Resources:\n  S:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody: |\n${TEXT.replace(/^(?=.)/gm, '        ')}`, 7],
    ['of a block that is filled in', `Resources:\n  S:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody:\n        Fn::Sub: |\n${TEXT.replace('data', '${AWS::Region}').replace(/^(?=.)/gm, '          ')}`, 8],
    ['of the property, for a text on one line', `{"Resources": {"S": {"Type": "AWS::CloudFormation::StackSet", "Properties": {\n"TemplateBody": ${JSON.stringify(JSON.stringify(RAW))}}}}}`, 2],
    ['of an object', '{"Resources": {"S": {"Type": "AWS::CloudFormation::StackSet", "Properties": {"TemplateBody": {"Resources": {\n\n"B": {"Type": "AWS::S3::Bucket"}}}}}}}', 3],
  ])('on the line %s', (_, template, line) => {
    write({ 'in.yaml': template });
    expect(checkJson('in.yaml', '--rule', 'Versioning').findings.map(({ location }) => (location as unknown as { resource: { line: number; file: string } }).resource)).toEqual([expect.objectContaining({ file: 'in.yaml', line })]);
  });

  test('fails if it cannot be read', () => {
    write({ 'in.json': set('Resources: [') });
    expect(check('in.json')).toMatchObject({ errors: [containing('in.json: the template of stack set S: line 1')], exitCode: 2 });
  });
});

describe('a nested stack whose template is a file is read with it', () => {
  const parent = (TemplateURL: string, Parameters: unknown = {}, Type = 'AWS::CloudFormation::Stack') =>
    ({ Resources: { N: { Type, Properties: { [Type.includes('Serverless') ? 'Location' : 'TemplateURL']: TemplateURL, Parameters } } } });
  const CHILD = { Parameters: { V: { Type: 'String' } }, Resources: { B: { ...BUCKET, Properties: { VersioningConfiguration: { Status: { Ref: 'V' } } } } } };

  test.each<[what: string, files: Record<string, unknown>, paths: string[], found: string[]]>([
    ['beside it', { 'in.json': parent('child.json'), 'child.json': RAW }, ['in.json'], ['child.json B']],
    ['below it', { 'a/in.json': parent('./b/child.json'), 'a/b/child.json': RAW }, ['a/in.json'], ['a/b/child.json B']],
    ['elsewhere', { 'a/in.json': parent('../child.json'), 'child.json': RAW }, ['a/in.json'], ['child.json B']],
    ['of SAM', { 'in.json': parent('child.json', {}, 'AWS::Serverless::Application'), 'child.json': RAW }, ['in.json'], ['child.json B']],
    ['in a folder, before it', { 'in/z.json': parent('child.json'), 'in/child.json': RAW }, ['in'], ['in/child.json B']],
    ['that is named, too', { 'in.json': parent('child.json'), 'child.json': RAW }, ['child.json', 'in.json'], ['child.json B']],
    ['in several', { 'in/a.json': parent('c.json'), 'in/b.json': parent('c.json'), 'in/c.json': RAW }, ['in'], ['in/c.json (N of in/b.json) B', 'in/c.json B']],
    ['of a stack set', { 'a/in.json': { Resources: { S: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateURL: './child.json' } } } }, 'a/child.json': RAW }, ['a/in.json'], ['a/child.json B']],
    ['of a stack set, in a folder', { 'a/in.json': { Resources: { S: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateURL: 'child.json' } } } }, 'a/child.json': RAW }, ['a'], ['a/child.json B']],
    ['in one that is nested', { 'in/a.json': parent('b.json'), 'in/b.json': parent('c.json'), 'in/c.json': RAW }, ['in'], ['in/c.json B']],
  ])('%s', (_, files, paths, found) => {
    write(files);
    expect(check(...paths)).toMatchObject({ found, notes: [], errors: [] });
  });

  test.each([['Enabled', []], ['Suspended', ['violation']], [{ Ref: 'P' }, ['unknown']]])('with the parameter %j that it is given', (value, verdicts) => {
    write({ 'in/z.json': { ...parent('child.json', { V: value }), Parameters: { P: { Type: 'String' } } }, 'in/child.json': CHILD });
    expect(checkJson('in', '--rule', 'Versioning').findings.map(({ verdict }) => verdict)).toEqual(verdicts);
  });

  test.each<[what: string, files: Record<string, unknown>]>([
    ['itself', { 'in/a.json': parent('a.json') }],
    ['each other', { 'in/a.json': parent('b.json'), 'in/b.json': parent('a.json') }],
  ])('fails for those that nest %s', (_, files) => {
    write(files);
    expect(check('in')).toMatchObject({ errors: [containing('nests in/a.json in itself')], exitCode: 2 });
  });

  test('fails if it is no template', () => {
    write({ 'in.json': parent('child.json'), 'child.json': '[]' });
    expect(check('in.json').errors).toEqual(['child.json: not a CloudFormation template: an object is expected, not a list']);
  });
});

describe('a hidden folder', () => {
  const SAM = { 'in/a.json': RAW, 'in/.aws-sam/build/template.yaml': 'Resources: {C: {Type: AWS::S3::Bucket}}', 'in/.git/x.json': '{}' };

  test('is counted', () => {
    write(SAM);
    expect(check('in')).toMatchObject({ found: ['in/a.json B'], notes: ['unread in/.aws-sam: 1 file in this hidden folder may be templates; --hidden reads them'] });
  });

  test('is read if that is asked for', () => {
    write(SAM);
    expect(check('in', '--hidden')).toMatchObject({ found: ['in/.aws-sam/build/template.yaml C', 'in/a.json B'], notes: [] });
  });

  test('is read if it is named', () => {
    write(SAM);
    expect(check('in/.aws-sam')).toMatchObject({ found: ['in/.aws-sam/build/template.yaml C'], notes: [] });
  });
});

describe('a folder without any template', () => {
  test.each<[what: string, files: Record<string, unknown>]>([
    ['that is empty', { 'in/x.txt': '' }],
    ['with other files', { 'in/package.json': { name: 'x' }, 'in/deep/values.yaml': 'a: 1' }],
    ['with an AppSpec', { 'in/appspec.yml': 'Resources:\n  - A: 1\n' }],
    ['with hidden ones', { 'in/.serverless/template.json': RAW }],
  ])('fails: %s', (_, files) => {
    write({ ...files, 'other.json': RAW });
    expect(check('in', 'other.json')).toMatchObject({ errors: ['in: this folder contains no template; use --allow-empty to accept that'], exitCode: 2, found: ['other.json B'] });
    expect(check('in', '--allow-empty')).toMatchObject({ errors: [], exitCode: 0 });
  });

  test.each<[paths: string[]]>([[['in']], [['.']], [['./in/']], [['in/deep', 'in']], [['in', 'in/deep']]])('is not one that has one: %j', (paths) => {
    write({ 'in/deep/a.json': RAW });
    expect(check(...paths)).toMatchObject({ errors: [], exitCode: 1 });
  });
});

describe('serverless.yml', () => {
  const service = (more: string) => `service: x\nprovider:\n  name: aws\n${more}`;
  const BESIDE = 'unread serverless.yml:2: the framework makes a bucket for deployments; it is not among the resources and is not judged';

  test.each<[what: string, text: string, notes: string[], found: string[]]>([
    ['resources', 'resources:\n  Resources:\n    B:\n      Type: AWS::S3::Bucket\n', [BESIDE], ['B']],
    ['a list of resources', 'resources:\n  - Resources:\n      A:\n        Type: AWS::S3::Bucket\n  - Resources:\n      B:\n        Type: AWS::S3::Bucket\n', [BESIDE], ['A', 'B']],
    ['resources in files', 'resources:\n  - ${file(s3.yml)}\n  - Resources:\n      B: {Type: AWS::S3::Bucket}\n', [containing('serverless.yml:5: what "${file(s3.yml)}" stands for'), BESIDE], ['B']],
    ['no resources', 'functions:\n  f:\n    events:\n      - s3: photos\n', [containing('unread serverless.yml:7: the framework makes the bucket "photos" for an event of function f'), BESIDE], []],
    ['events', 'functions:\n  f:\n    events:\n      - s3: {bucket: photos}\n      - s3: {bucket: other, existing: true}\n      - http: GET /\n', [containing('the bucket "photos"'), BESIDE], []],
    ['a bucket for deployments', '  deploymentBucket: mine\n', ['unread serverless.yml:4: the deployment bucket "mine" is not among the resources and is not judged'], []],
  ])('%s', (_, text, notes, found) => {
    write({ 'serverless.yml': service(text) });
    for (const path of ['serverless.yml', '.']) {
      expect(check(path)).toMatchObject({ notes, found: found.map((id) => `serverless.yml ${id}`), errors: [] });
    }
  });

  test.each<[status: string, verdicts: string[]]>([['Enabled', []], ['Suspended', ['violation']], ['${self:custom.status}', ['unknown']], ['${opt:s, "Enabled"}', ['unknown']]])('a status %s', (status, verdicts) => {
    write({ 'serverless.yml': service(`resources:\n  Resources:\n    B:\n      Type: AWS::S3::Bucket\n      Properties:\n        BucketName: \${self:service}-\${opt:stage, 'dev'}\n        VersioningConfiguration:\n          Status: ${JSON.stringify(status)}\n`) });
    expect(checkJson('serverless.yml', '--rule', 'Versioning').findings.map(({ verdict }) => verdict)).toEqual(verdicts);
  });

  test('a policy on the bucket of the same name is its own', () => {
    const name = "${self:service}-${opt:stage, 'dev'}";
    const statement = `{Effect: Deny, Principal: '*', Action: 's3:*', Resource: ["arn:aws:s3:::${name}", "arn:aws:s3:::${name}/*"], Condition: {Bool: {'aws:SecureTransport': false}}}`;
    write({ 'serverless.yml': service(`resources:\n  Resources:\n    B: {Type: AWS::S3::Bucket, Properties: {BucketName: "${name}"}}\n    P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: "${name}", PolicyDocument: {Statement: [${statement}]}}}\n`) });
    expect(checkJson('serverless.yml', '--rule', 'TlsOnly').findings).toEqual([]);
  });

  test.each(['${aws:username}', '${s3:prefix}', '${AWS::Region}'])('%s of a policy is no variable of the framework', (variable) => {
    const policy = `{Statement: [{Effect: Deny, Principal: '*', Action: 's3:*', Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"], Condition: {Bool: {'aws:SecureTransport': false}}}, {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:root"}, Action: 's3:GetObject', Resource: "arn:aws:s3:::b/${variable}"}]}`;
    write({ 'serverless.yml': service(`resources:\n  Resources:\n    B: {Type: AWS::S3::Bucket, Properties: {BucketName: b}}\n    P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: b, PolicyDocument: ${policy}}}\n`) });
    expect(checkJson('serverless.yml', '--rule', 'TlsOnly', '--rule', 'PolicyNotPublic').findings).toEqual([]);
  });

  test('of another provider is none', () => {
    write({ 'in/serverless.yml': 'service: x\nprovider: {name: google}\nresources: {Resources: {}}\n', 'in/a.json': RAW });
    expect(check('in')).toMatchObject({ found: ['in/a.json B'], notes: [] });
  });
});

describe('standard input', () => {
  function checkInput(input: string, ...args: string[]) {
    const out: string[] = [];
    const err: string[] = [];
    const exitCode = run(['check', ...args, '--format', 'json'], { out: (text) => out.push(text), err: (text) => err.push(text), in: () => Buffer.from(input) });
    return { exitCode, err: err.join('\n'), found: out.length > 0 ? [...new Set((JSON.parse(out.join('')).findings as { template: string }[]).map(({ template }) => template))] : [], out: out.join('') };
  }

  test.each([['JSON', JSON.stringify(RAW)], ['YAML', 'Resources:\n  B:\n    Type: AWS::S3::Bucket\n'], ['a byte order mark', `\uFEFF${JSON.stringify(RAW)}`]])('is read: %s', (_, input) => {
    expect(checkInput(input, '-')).toMatchObject({ exitCode: 1, found: ['<stdin>'], err: '' });
  });

  test('is read beside files', () => {
    write({ 'a.json': RAW });
    expect(checkInput(JSON.stringify(RAW), 'a.json', '-').found.sort()).toEqual(['<stdin>', 'a.json']);
  });

  test.each([['nothing', '', 'the file is empty'], ['no template', '{}', 'it has no Resources'], ['broken JSON', '{', 'not valid JSON']])('fails for %s', (_, input, message) => {
    expect(checkInput(input, '-')).toMatchObject({ exitCode: 2, out: expect.stringContaining(message) });
  });

  test('fails if it is asked for twice', () => {
    expect(checkInput('{}', '-', '-')).toMatchObject({ exitCode: 2, err: 'hardened-bucket: - is given twice; standard input can be read only once' });
  });
});

describe('every report says it', () => {
  const files = { 'in.json': { Resources: { B: BUCKET, M: { Type: 'A::B::C::MODULE' } }, Transform: 'Ours' } };

  test.each<[format: string, texts: string[]]>([
    ['text', ['not read\n  in.json:1:', 'not as it will be deployed\n  in.json:1:', '; 1 part not read']],
    ['json', ['"unread": 1', '"kind": "undecided"']],
    ['html', ['<h2>Not read</h2>', '<h2>Not as it will be deployed</h2>']],
    ['sarif', ['"level": "note"', 'macro Ours may rewrite', 'module A::B::C::MODULE']],
  ])('%s', (format, texts) => {
    write(files);
    const { out } = hardenedBucket('check', 'in.json', '--format', format);
    texts.forEach((text) => expect(out).toContain(text));
  });
});
