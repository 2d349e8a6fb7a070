import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from './template';
import { runCdk } from '../cdk-cli';

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
  { file: 'refused-by-perimeter.ts', stack: 'RecordsOffice' },
  { file: 'three-tier.ts', stack: 'Leaking' },
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
  /** The template of any stack of the app. */
  readonly templateOf: (stack: string) => Template;
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

/** Runs `cdk synth` on an app, with its output in a directory outside of the examples. */
export async function synthesize(app: ExampleApp, outputDirectory: string): Promise<Synthesis> {
  const args = ['synth', '--quiet', ...app.file === 'app.ts' ? [] : ['--app', `node --import tsx ${app.file}`]];
  const { exitCode, text } = await runCdk(args, EXAMPLES, outputDirectory);
  return {
    app,
    command: `cdk ${args.map((arg) => arg.includes(' ') ? `"${arg}"` : arg).join(' ')}`,
    exitCode,
    text,
    template: readJson(join(outputDirectory, `${app.stack}.template.json`)),
    templateOf: (stack) => readJson(join(outputDirectory, `${stack}.template.json`))!,
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
