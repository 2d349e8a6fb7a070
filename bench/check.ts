import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { installPeers, Peer } from './check-peers';
import { writeTemplates } from './check-templates';
import { Measured, measured } from './measured-process';
import { VERSION } from '../src/cli/package-version';

const ROOT = path.join(__dirname, '..');
const COMMAND = [process.execPath, path.join(ROOT, 'assets', 'cli', 'main', 'index.js')];
const COMPARED = 300;
const SIZES = [30, 300, 3_000];
const RUNS = 3;

const OURS: Peer = {
  name: 'hardened-bucket',
  version: VERSION,
  command: (folder) => [...COMMAND, 'check', folder, '--format', 'json'],
  exitCodes: [0, 1],
  templates: (stdout) => new Set((JSON.parse(stdout).findings as { template: string }[]).map(({ template }) => template)),
};

/**
 * What `hardened-bucket check` costs as a whole process, beside Checkov and cfn-lint on the same folder, and how it grows with the
 * number of templates. The tools run by turns, so that what else the machine does hits all of them; ratios are of medians.
 */
export function benchCheck(): void {
  buildCommand();
  const peers = [OURS, ...installPeers()];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-check-'));
  try {
    compare(peers, folder);
    grow(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The command as users have it, in one file. */
export function buildCommand(): void {
  execFileSync('npx', ['projen', 'bundle:cli/main'], { cwd: ROOT, stdio: 'ignore' });
}

function compare(peers: readonly Peer[], folder: string): void {
  console.log(`\n${COMPARED} templates, half of them YAML; median of ${RUNS} processes of each, by turns, and in how many templates each found something`);
  console.log(['tool', 'version', 's', 'of ours', 'CPU s', 'of ours', 'MB', 'of ours', 'found in'].map(cell).join(''));
  const templates = templatesIn(folder, COMPARED);
  const runs = new Map(peers.map((peer) => [peer, [] as Measured[]]));
  for (let i = 0; i < RUNS; i++) {
    runs.forEach((of, peer) => of.push(run(peer, templates)));
  }
  const ours = medians(runs.get(OURS)!);
  for (const [peer, of] of runs) {
    const { seconds, cpuSeconds, megabytes } = medians(of);
    console.log([peer.name, peer.version, seconds.toFixed(2), (seconds / ours.seconds).toFixed(1), cpuSeconds.toFixed(2), (cpuSeconds / ours.cpuSeconds).toFixed(1), megabytes.toFixed(0), (megabytes / ours.megabytes).toFixed(1), peer.templates(of[0].stdout).size].map(cell).join(''));
  }
}

/** 1.0 is linear: ten times the templates take ten times as long, and as much. Below 1.0 fixed costs still show. */
function grow(folder: string): void {
  console.log('\nhardened-bucket check on more and more templates');
  console.log(['templates', 's', 'CPU s', 'CPU ms/template', 'growth', 'MB', 'MB growth'].map(cell).join(''));
  let before: { readonly count: number; readonly cpuSeconds: number; readonly megabytes: number } | undefined;
  for (const count of SIZES) {
    const templates = templatesIn(folder, count);
    const { seconds, cpuSeconds, megabytes } = medians(Array.from({ length: RUNS }, () => run(OURS, templates)));
    const growth = (now: number, then: number | undefined) => before && then ? (now / then / (count / before.count)).toFixed(2) : '';
    console.log([count, seconds.toFixed(2), cpuSeconds.toFixed(2), (cpuSeconds * 1000 / count).toFixed(1), growth(cpuSeconds, before?.cpuSeconds), megabytes.toFixed(0), growth(megabytes, before?.megabytes)].map(cell).join(''));
    before = { count, cpuSeconds, megabytes };
  }
}

function templatesIn(folder: string, count: number): string {
  const templates = path.join(folder, String(count));
  writeTemplates(templates, count);
  return templates;
}

function run(peer: Peer, templates: string): Measured {
  const result = measured(peer.command(templates), { exitCodes: peer.exitCodes, outFile: `${templates}.out` });
  if (peer.templates(result.stdout).size === 0) {
    throw new Error(`${peer.name} found nothing, so that it cannot be compared`);
  }
  return result;
}

function medians(runs: readonly Measured[]): Pick<Measured, 'seconds' | 'cpuSeconds' | 'megabytes'> {
  const median = (valueOf: (run: Measured) => number) => runs.map(valueOf).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
  return { seconds: median(({ seconds }) => seconds), cpuSeconds: median(({ cpuSeconds }) => cpuSeconds), megabytes: median(({ megabytes }) => megabytes) };
}

function cell(value: unknown): string {
  return String(value).padStart(17);
}
