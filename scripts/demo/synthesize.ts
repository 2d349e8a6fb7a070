import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from './template';

/** An app of the examples. */
export interface ExampleApp {
  readonly file: string;
  /** The name of its one stack. */
  readonly stack: string;
}

export const apps: readonly ExampleApp[] = [
  { file: 'app.ts', stack: 'RecordsOffice' },
  { file: 'refused-by-construct.ts', stack: 'RecordsOffice' },
  { file: 'refused-by-checks.ts', stack: 'Reporting' },
];

/** What came of synthesizing an app. */
export interface Synthesis {
  readonly app: ExampleApp;
  /** The command as a user types it in `examples/typescript`. */
  readonly command: string;
  readonly exitCode: number;
  /** All that the CLI printed. */
  readonly text: string;
  /** Absent where synth failed before it was written. */
  readonly template?: Template;
  /** What the app acknowledged of our rules. */
  readonly acknowledged: readonly Acknowledgement[];
}

export interface Acknowledgement {
  /** The path of the construct, below its stack. */
  readonly path: string;
  readonly rule: string;
  readonly reason: string;
}

const EXAMPLES = join(__dirname, '..', '..', 'examples', 'typescript');
const CLI = require.resolve('aws-cdk/bin/cdk');

/** Runs `cdk synth` on an app, with its output in a directory outside of the examples. */
export async function synthesize(app: ExampleApp, outputDirectory: string): Promise<Synthesis> {
  const args = ['synth', '--quiet', ...app.file === 'app.ts' ? [] : ['--app', `node --import tsx ${app.file}`]];
  const { exitCode, text } = await run([...args, '--output', outputDirectory, ...OFFLINE_OPTIONS], outputDirectory);
  return {
    app,
    command: `cdk ${args.map((arg) => arg.includes(' ') ? `"${arg}"` : arg).join(' ')}`,
    exitCode,
    text,
    template: readJson(join(outputDirectory, `${app.stack}.template.json`)),
    acknowledged: readAcknowledgements(readJson(join(outputDirectory, `${app.stack}.metadata.json`)) ?? {}),
  };
}

/** The versions of the CLI and of the CDK library that the demo runs with. */
export function versions(): { cli: string; library: string } {
  const [cli, library] = ['aws-cdk', 'aws-cdk-lib'].map((name) => readJson<{ version: string }>(require.resolve(`${name}/package.json`))!.version);
  return { cli, library };
}

function readJson<T>(file: string): T | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as T : undefined;
}

/** Only those of this library's rules: what the constructs acknowledge to other packs is their own affair. */
function readAcknowledgements(metadata: Record<string, { type: string; data?: Record<string, string> }[]>): Acknowledgement[] {
  return Object.entries(metadata).flatMap(([path, entries]) => entries
    .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
    .flatMap(({ data = {} }) => Object.entries(data).map(([id, reason]) => ({ path: path.split('/').slice(2).join('/'), rule: id.replace(/^.*::/, ''), reason })))
    .filter(({ rule }) => rule.startsWith('HardenedBucket-')));
}

/** The CLI asks for news, newer versions and the default account unless told not to. */
const OFFLINE_OPTIONS = ['--no-notices', '--no-version-reporting', '--no-lookups', '--no-color'];

function offlineEnvironment(directory: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && name !== 'FORCE_COLOR');
  return {
    ...Object.fromEntries(inherited),
    AWS_CONFIG_FILE: join(directory, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
    CI: 'true',
    NO_COLOR: '1',
  };
}

async function run(args: readonly string[], directory: string): Promise<{ exitCode: number; text: string }> {
  return new Promise((resolve, reject) => {
    const cli = spawn(process.execPath, [CLI, ...args], { cwd: EXAMPLES, env: offlineEnvironment(directory), stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    cli.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    cli.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    cli.on('error', reject);
    cli.on('close', (code, signal) => resolve({ exitCode: code ?? -1, text: Buffer.concat(chunks).toString() + (signal ? `\nended by ${signal}` : '') }));
  });
}
