import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { readYamlText } from '../src/cli/read-yaml-text';

/** What runs the command for its users: their steps are run as they are written, with the package as it is packed. */
const ROOT = path.join(__dirname, '..');

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly { readonly shell: string; readonly env: Readonly<Record<string, string>>; readonly run: string }[] };
}

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly args: readonly string[];
  readonly files: string;
  readonly pass_filenames: boolean;
}

const read = (file: string): any => readYamlText(fs.readFileSync(path.join(ROOT, file), 'utf8'));
const ACTION: Action = read('action.yml');
const [HOOK]: readonly Hook[] = read('.pre-commit-hooks.yaml');

const TEMPLATE = (properties: object) => JSON.stringify({ Resources: { Data: { Type: 'AWS::S3::Bucket', Properties: properties } } });
const ONE_RULE = '--rule=HardenedBucket-Versioning';

let folder: string;
let tarball: string;

beforeAll(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'integrations-')));
  const { stdout, status } = spawnSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8 });
  expect(status).toBe(0);
  const answer = JSON.parse(stdout);
  const [{ filename }] = Array.isArray(answer) ? answer : Object.values(answer) as { filename: string }[];
  tarball = path.join(folder, filename);
  fs.mkdirSync(path.join(folder, 'cdk.out'));
  fs.writeFileSync(path.join(folder, 'cdk.out', 'good.json'), TEMPLATE({ VersioningConfiguration: { Status: 'Enabled' } }));
  fs.writeFileSync(path.join(folder, 'bad one.json'), TEMPLATE({}));
});

afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('the GitHub Action', () => {
  /** Runs its steps as a runner does: an input that is not given has its default, and expressions are replaced in `env`. */
  function act(inputs: Readonly<Record<string, string>>) {
    const valueOf = (name: string) => inputs[name] ?? ACTION.inputs[name].default;
    const [{ env, run, shell }] = ACTION.runs.steps;
    expect(shell).toBe('bash');
    const given = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, value.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/g, (_, name) => valueOf(name))]));
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', run], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...given } });
    return { status, stdout, stderr };
  }

  const input = (more: object = {}) => ({ version: `file:${tarball}`, arguments: ONE_RULE, ...more });

  test('each input is explained, and is used', () => {
    const used = Object.values(ACTION.runs.steps[0].env).join(' ');
    expect(Object.entries(ACTION.inputs).filter(([name, { description }]) => !description || !used.includes(`inputs.${name} `))).toEqual([]);
    expect(ACTION.runs.steps[0].run).not.toContain('${{');
  });

  test.each<[law: string, inputs: Readonly<Record<string, string>>, status: number, out: RegExp]>([
    ['judges cdk.out', {}, 0, /0 errors/],
    ['fails on a finding', { paths: 'bad one.json' }, 1, /HardenedBucket-Versioning\[Status\]/],
    ['takes several paths, one in a line', { 'paths': 'cdk.out\nbad one.json\n', 'fail-on': 'never' }, 0, /1 error, .* in 2 buckets/],
    ['hands inputs over as they are', { paths: 'bad one.json; touch hacked\n$(touch hacked)' }, 2, /could not be read/],
    ['hands further options over', { arguments: `${ONE_RULE}\n--format=json`, paths: 'bad one.json' }, 1, /"findings"/],
    ['takes a path that looks like an option for a path', { paths: '--help' }, 2, /--help: there is no such file/],
  ])('%s', (_, inputs, status, out) => {
    const found = act(input(inputs));
    expect(found).toMatchObject({ status, stdout: expect.stringMatching(out) });
    expect(fs.existsSync(path.join(folder, 'hacked'))).toBe(false);
  });

  test('writes a report for code scanning', () => {
    expect(act(input({ 'paths': 'bad one.json', 'format': 'sarif', 'output': 'report.sarif', 'fail-on': 'never' }))).toMatchObject({ status: 0 });
    expect(JSON.parse(fs.readFileSync(path.join(folder, 'report.sarif'), 'utf8')).runs[0].results).toHaveLength(1);
  });
});

describe('the hook of pre-commit', () => {
  beforeAll(() => {
    fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, devDependencies: { 'cdk-hardened-bucket': `file:${tarball}` } }));
    const { status, stderr } = spawnSync('npm', ['install', '--legacy-peer-deps', '--no-audit', '--no-fund', '--offline'], { cwd: folder, encoding: 'utf8' });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  });

  const hook = (...args: string[]) => spawnSync('bash', ['-c', `${HOOK.entry} "$@"`, 'hook', ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, npm_config_offline: 'true' } });

  test('judges the folder by the version of the project', () => {
    expect(hook(ONE_RULE, ...HOOK.args)).toMatchObject({ status: 1, stdout: expect.stringContaining('HardenedBucket-Versioning[Status]') });
    expect(hook(ONE_RULE, 'cdk.out')).toMatchObject({ status: 0, stdout: expect.stringContaining('0 errors') });
  });

  test.each([['cdk.out/Stack.template.json', true], ['template.yaml', true], ['template.yml', true], ['a.template', true], ['bucket.ts', false]])('is run for %s: %s', (file, isRun) => {
    expect(new RegExp(HOOK.files).test(file)).toBe(isRun);
    expect(HOOK.pass_filenames).toBe(false);
  });
});
