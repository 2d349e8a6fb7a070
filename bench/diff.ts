import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { buildCommand } from './check';
import { Measured, measured } from './measured-process';

const ROOT = path.join(__dirname, '..');
const STACKS = 50;
const RUNS = 5;
/** What a pull request may wait for. */
const LIMIT_SECONDS = 3;

/** What `hardened-bucket diff` costs as a whole process, for the `cdk.out` of an app before and after a pull request. */
export function benchDiff(): void {
  buildCommand();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-diff-'));
  try {
    const [before, after] = ['before', 'after'].map((side) => synthesized(path.join(folder, side), side));
    console.log(`\nhardened-bucket diff of ${STACKS} stacks with 3 buckets each, every tenth changed; ${RUNS} processes, limit ${LIMIT_SECONDS} s`);
    const command = [process.execPath, path.join(ROOT, 'assets', 'cli', 'main', 'index.js'), 'diff', before, after, '--format', 'json'];
    const runs: Measured[] = Array.from({ length: RUNS }, () => measured(command, { exitCodes: [0, 1], outFile: path.join(folder, 'diff.json') }));
    const seconds = runs.map((run) => run.seconds).sort((a, b) => a - b);
    const cpuSeconds = runs.map((run) => run.cpuSeconds).sort((a, b) => a - b);
    const { differences } = JSON.parse(runs[0].stdout) as { differences: unknown[] };
    console.log(['fastest s', 'median s', 'slowest s', 'median CPU s', 'MB', 'changed buckets'].map(cell).join(''));
    console.log([seconds[0].toFixed(2), seconds[Math.floor(RUNS / 2)].toFixed(2), seconds[RUNS - 1].toFixed(2), cpuSeconds[Math.floor(RUNS / 2)].toFixed(2), runs[0].megabytes.toFixed(0), differences.length].map(cell).join(''));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function synthesized(outdir: string, side: string): string {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', path.join(__dirname, 'diff-app.ts'), outdir, String(STACKS), side], {
    env: { ...process.env, CDK_VALIDATION: 'false', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' }, encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`the app could not be synthesized: ${stderr}`);
  }
  return outdir;
}

function cell(value: unknown): string {
  return String(value).padStart(16);
}
