import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { readInputs } from '../../src/cli/read-inputs';
import { UsageError } from '../../src/cli/usage';

const TEMPLATE = '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}, "Parameters": {"A": {"Type": "String"}, "Z": {"Type": "String"}}}';
const YAML = 'Resources:\n  B:\n    Type: AWS::S3::Bucket\n';

let root: string;
let before: string;

beforeEach(() => {
  before = process.cwd();
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'read-inputs-')));
  process.chdir(root);
});

afterEach(() => {
  process.chdir(before);
  fs.rmSync(root, { recursive: true });
});

function write(files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), content);
  }
}

function read(...paths: string[]) {
  const { groups, errors } = readInputs(paths, []);
  return { templates: groups.map(({ templates }) => templates.map(({ id }) => id).join(' + ')), errors: errors.map(({ template, message }) => `${template}: ${message}`) };
}

describe('a folder', () => {
  test('gives every template below it, sorted, each a group of its own', () => {
    write({
      'in/z.json': TEMPLATE,
      'in/b/c.yaml': YAML,
      'in/b/A.YML': YAML,
      'in/a.template': YAML,
      'in/a.template.json': TEMPLATE,
      'in/.hidden.yaml': YAML,
      'in/node_modules/x.json': TEMPLATE,
      'in/.git/x.json': TEMPLATE,
      'in/b/node_modules/x.yaml': YAML,
      'in/x.txt': YAML,
      'in/x.json.bak': TEMPLATE,
    });
    expect(read('in')).toEqual({ templates: ['in/.hidden.yaml', 'in/a.template', 'in/a.template.json', 'in/b/A.YML', 'in/b/c.yaml', 'in/z.json'], errors: [] });
  });

  test.each([
    ['in', 'in/a.json'],
    ['in/', 'in/a.json'],
    ['.', 'in/a.json'],
    ['./in', './in/a.json'],
    ['./', './in/a.json'],
    ['in/../in', 'in/../in/a.json'],
  ])('%s gives the path %s', (given, id) => {
    write({ 'in/a.json': TEMPLATE });
    expect(read(given)).toEqual({ templates: [id], errors: [] });
  });

  test('an absolute path stays absolute', () => {
    write({ 'in/a.json': TEMPLATE });
    expect(read(path.join(root, 'in')).templates).toEqual([`${root}/in/a.json`]);
  });

  test.each<[law: string, content: string | Buffer]>([
    ['JSON without resources', '{"name": "x", "resources": {}}'],
    ['JSON that only mentions resources', '{"description": "Resources"}'],
    ['a list', '["Resources"]'],
    ['YAML without resources', 'kind: Deployment\nspec: {}\n'],
    ['broken JSON', '{"name":'],
    ['YAML that is a template of something else', '{{- if .Values.x }}\na: 1\n{{- end }}'],
    ['several documents', 'a: 1\n---\nb: 2\n'],
    ['an empty file', ''],
    ['something binary', Buffer.from([0, 255, 254, 1])],
    ['something large', Buffer.alloc(11_000_000, '{"a": ')],
    ['resources that are a list', 'Resources: []'],
    ['an AppSpec of CodeDeploy', 'version: 0.0\nResources:\n  - Target:\n      Type: AWS::Lambda::Function\n'],
    ['resources that are a text', '{"Resources": "x"}'],
    ['a format version without resources', '{"AWSTemplateFormatVersion": "2010-09-09"}'],
  ])('passes over %s', (_, content) => {
    write({ 'in/a.json': content, 'in/a.yaml': content, 'in/b.json': TEMPLATE });
    expect(read('in')).toEqual({ templates: ['in/b.json'], errors: [] });
  });

  test.each<[law: string, content: string | Buffer, message: string]>([
    ['broken JSON', '{"Resources":\n{', 'in/a.yaml: line 2: not valid JSON'],
    ['broken YAML', 'AWSTemplateFormatVersion: "2010-09-09\n', 'in/a.yaml: line 1: not valid YAML: a text in quotes does not end'],
    ['several documents', `${YAML}---\n${YAML}`, 'in/a.yaml: line 4: the file holds more than one document'],
    ['no UTF-8', Buffer.concat([Buffer.from(YAML), Buffer.from([0xff])]), 'in/a.yaml: not UTF-8 text'],
    ['something large', Buffer.concat([Buffer.from(YAML), Buffer.alloc(10_000_000, '#')]), 'in/a.yaml: larger than 10 MB'],
    ['parameters that are not an object', `${YAML}Parameters: []\n`, 'in/a.yaml: Parameters has to be an object, not a list'],
  ])('fails for what looks like a template and is none, and reads the rest: %s', (_, content, message) => {
    write({ 'in/a.yaml': content, 'in/b.json': TEMPLATE });
    expect(read('in')).toEqual({ templates: ['in/b.json'], errors: [expect.stringContaining(message)] });
  });

  test('links to files and folders are followed, and none leads around in a circle or out of it', () => {
    write({ 'in/a/a.json': TEMPLATE, 'other/b.json': TEMPLATE, 'up.json': TEMPLATE });
    const links = { 'in/self': 'in', 'in/a/up': '.', 'in/a/all': '/', 'in/a/twice': 'in/a', 'in/other': 'other', 'in/link.json': 'in/a/a.json', 'in/file.json': 'up.json', 'in/nothing.json': 'missing.json' };
    for (const [link, target] of Object.entries(links)) {
      fs.symlinkSync(path.resolve(root, target), path.join(root, link));
    }
    fs.symlinkSync('loop.json', path.join(root, 'in/loop.json'));
    expect(read('in')).toEqual({ templates: ['in/a/a.json', 'in/file.json', 'in/other/b.json'], errors: [] });
  });

  test('that holds nothing is read', () => {
    write({ 'in/x.txt': '' });
    expect(read('in')).toEqual({ templates: [], errors: [] });
  });

  test('a manifest of another program is no assembly', () => {
    write({ 'in/manifest.json': '{"name": "app", "version": "1", "icons": []}', 'in/a.json': TEMPLATE });
    expect(read('in')).toEqual({ templates: ['in/a.json'], errors: [] });
  });
});

describe('a file that is named', () => {
  test.each(['a.json', './a.json', 'a.txt', 'in/../a.json'])('%s is read under that path, whatever its ending', (given) => {
    write({ 'a.json': TEMPLATE, 'a.txt': YAML, 'in/x': '' });
    expect(read(given)).toEqual({ templates: [given], errors: [] });
  });

  test.each<[law: string, content: string | Buffer, message: string]>([
    ['other JSON', '{"name": "x"}', 'a.json: not a CloudFormation template: it has no Resources'],
    ['resources that are not an object', '{"Resources": []}', 'a.json: Resources has to be an object, not a list'],
    ['a list', '[]', 'a.json: not a CloudFormation template: an object is expected, not a list'],
    ['null', 'null', 'a.json: not a CloudFormation template: an object is expected, not null'],
    ['nothing', '', 'a.json: the file is empty'],
    ['comments alone', '# a\n', 'a.json: not a CloudFormation template: an object is expected, not null'],
    ['something binary', Buffer.from([0, 255, 254, 1]), 'a.json: not UTF-8 text'],
    ['UTF-16', Buffer.from(`\uFEFF${YAML}`, 'utf16le'), 'a.json: not UTF-8 text'],
    ['zeros', Buffer.alloc(100), 'a.json: not a text file: it is binary'],
    ['something large', Buffer.alloc(11_000_000, ' '), 'a.json: larger than 10 MB'],
  ])('fails if it is no template: %s', (_, content, message) => {
    write({ 'a.json': content, 'b.json': TEMPLATE });
    expect(read('a.json', 'b.json')).toEqual({ templates: ['b.json'], errors: [message] });
  });

  test.each(['missing.json', 'missing/', '', 'b.json/x'])('fails if there is none: %j', (given) => {
    write({ 'b.json': TEMPLATE });
    expect(read(given, 'b.json')).toEqual({ templates: ['b.json'], errors: [expect.stringMatching(/there is no such file or folder|cannot be read \(ENOTDIR\)/)] });
  });

  test('fails without waiting for a pipe or a device', () => {
    spawnSync('mkfifo', [path.join(root, 'pipe.json')]);
    expect(read('/dev/zero', 'pipe.json').errors).toEqual(['/dev/zero: neither a file nor a folder', 'pipe.json: neither a file nor a folder']);
  });
});

describe('once', () => {
  test.each<[law: string, paths: string[], templates: string[]]>([
    ['a file twice', ['in/a.json', 'in/a.json'], ['in/a.json']],
    ['a file by two paths', ['in/a.json', './in/a.json'], ['in/a.json']],
    ['a file and its folder', ['in/a.json', 'in'], ['in/a.json', 'in/b.json']],
    ['a folder and its file', ['in', './in/b.json'], ['in/a.json', 'in/b.json']],
    ['a folder and what is around it', ['in', '.'], ['in/a.json', 'in/b.json']],
    ['a link and its file', ['link.json', 'in/a.json'], ['link.json']],
  ])('%s', (_, paths, templates) => {
    write({ 'in/a.json': TEMPLATE, 'in/b.json': TEMPLATE });
    fs.symlinkSync('in/a.json', 'link.json');
    expect(read(...paths)).toEqual({ templates, errors: [] });
  });

  test('fails for a file that is named and also found, if it is no template', () => {
    write({ 'in/a.json': '{}' });
    expect(read('in', 'in/a.json').errors).toEqual(['in/a.json: not a CloudFormation template: it has no Resources']);
    expect(read('in/a.json', 'in').errors).toHaveLength(1);
  });
});

describe('parameters', () => {
  function values(...parameters: string[]) {
    write({ 'a.json': TEMPLATE });
    return readInputs(['a.json'], parameters).groups[0].templates[0].parameterValues;
  }

  test.each<[law: string, given: string, expected: object]>([
    ['of the AWS CLI', '[{"ParameterKey": "A", "ParameterValue": "1"}, {"ParameterKey": "Z", "UsePreviousValue": true}]', { A: '1' }],
    ['of CodePipeline', '{"Parameters": {"A": "1"}, "Tags": {"Z": "2"}}', { A: '1' }],
    ['as a map', '{"A": "1", "Z": true, "Other": 7}', { A: '1', Z: 'true' }],
    ['a map with a parameter of that name', '{"Parameters": "x", "A": 1}', { A: '1' }],
    ['behind a byte order mark', '\uFEFF{"A": "1"}', { A: '1' }],
    ['none', '{}', {}],
  ])('from a file: %s', (_, content, expected) => {
    write({ 'parameters.json': content });
    expect(values('parameters.json')).toEqual(expected);
  });

  test.each<[parameters: string[], expected: object]>([
    [['A=1'], { A: '1' }],
    [['A='], { A: '' }],
    [['A=b=c d,e\nf'], { A: 'b=c d,e\nf' }],
    [['A=1', 'Z=2', 'A=3'], { A: '3', Z: '2' }],
    [['Undeclared=1'], {}],
    [[], {}],
  ])('%j', (parameters, expected) => {
    expect(values(...parameters)).toEqual(expected);
  });

  test.each<[law: string, content: string, message: string]>([
    ['no JSON', 'A: 1', 'line 1: not valid JSON'],
    ['broken JSON', '{"A":\n', 'line 2: not valid JSON'],
    ['a key that stands twice', '{"A": "1", "A": "2"}', 'the key "A" stands twice'],
    ['null', 'null', 'not null'],
    ['a text', '"A=1"', 'not "A=1"'],
    ['a list of texts', '["A=1"]', 'not "A=1"'],
    ['an entry without a key', '[{"Key": "A", "Value": "1"}]', 'a ParameterKey is expected, not {"Key":"A"'],
    ['an entry without a value', '[{"ParameterKey": "A"}]', 'the value of "A" has to be a text'],
    ['a list as a value', '{"A": ["1"]}', 'the value of "A" has to be a text, not ["1"]'],
    ['null as a value', '{"Parameters": {"A": null}}', 'the value of "A" has to be a text, not null'],
  ])('fails for a file with %s', (_, content, message) => {
    write({ 'parameters.json': content });
    expect(() => values('parameters.json')).toThrow(UsageError);
    expect(() => values('parameters.json')).toThrow('"parameters.json" is neither KEY=VALUE nor a file of parameters');
    expect(() => values('parameters.json')).toThrow(message);
  });

  test.each(['missing.json', 'A', '=1', 'A B=1', 'a-b=1', '', '.', '/dev/zero'])('fails for %j, and quotes it', (given) => {
    expect(() => values(given)).toThrow(UsageError);
    expect(() => values(given)).toThrow(JSON.stringify(given));
  });
});
