import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../../src/cli/run';
import { Finding } from '../../src/rules/finding';

/** What `check --format json` prints. */
export interface CheckJson {
  readonly findings: readonly Finding[];
  readonly summary: Readonly<Record<'templates' | 'buckets' | 'violations' | 'unknown' | 'suppressed' | 'errors', number>>;
  readonly errors: readonly { readonly template: string; readonly message: string }[];
}

/** Runs a command line, and gives what it printed where. */
export function hardenedBucket(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}

/** Runs `check` for its JSON. */
export function check(...args: string[]): CheckJson & { readonly exitCode: number } {
  const { exitCode, out, err } = hardenedBucket('check', ...args, '--format', 'json');
  if (err !== '') {
    throw new Error(err);
  }
  return { ...JSON.parse(out) as CheckJson, exitCode };
}

/** The findings as they are acknowledged: `RULE[evidence]`, without the prefix that all of them have. */
export function ids(findings: readonly Finding[]): string[] {
  return findings.map(({ rule, evidence }) => `${rule.replace(/^HardenedBucket-/, '')}[${evidence.id}]`);
}

/** Makes a new folder the working directory of each test, so that paths are what a user would type. */
export function workInTemporaryFolders(): void {
  let before: string;
  let root: string;
  beforeEach(() => {
    before = process.cwd();
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'command-line-')));
    process.chdir(root);
  });
  afterEach(() => {
    process.chdir(before);
    fs.rmSync(root, { recursive: true });
  });
}

/** Writes files below the working directory: a text as it is, and anything else as JSON. */
export function write(files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(name), { recursive: true });
    fs.writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content));
  }
}
