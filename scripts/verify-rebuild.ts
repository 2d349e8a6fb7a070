import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..');

/** What differs between two builds of the same commit, and why that is all right. Empty: nothing may. */
const EXPLAINED: readonly (readonly [file: RegExp, why: string])[] = [];

/** Builds the packages of the commit that is checked out, in a new folder, and gives a digest of each file. */
function build(folder: string, languages: readonly string[]): ReadonlyMap<string, string> {
  run(ROOT, 'git', 'clone', '--quiet', ROOT, folder);
  run(folder, 'npm', 'ci', '--no-audit', '--no-fund');
  run(folder, 'npx', 'projen', 'compile');
  run(folder, 'npx', 'projen', 'bundle');
  run(folder, 'npm', 'run', 'package', '--', ...languages);
  const dist = path.join(folder, 'dist');
  const files = fs.readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => fs.statSync(path.join(dist, file)).isFile());
  return new Map(files.sort().map((file) => [file, createHash('sha256').update(fs.readFileSync(path.join(dist, file))).digest('hex')]));
}

function run(cwd: string, command: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
}

/** Builds twice, at different times in different folders, and ends with status 1 if a file differs and no row explains it. */
function main(languages: readonly string[]): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rebuild-'));
  try {
    const [one, other] = ['first', 'second-folder'].map((name) => build(path.join(folder, name), languages));
    const differing = [...new Set([...one.keys(), ...other.keys()])].filter((file) => one.get(file) !== other.get(file));
    const unexplained = differing.filter((file) => !EXPLAINED.some(([name]) => name.test(file)));
    differing.forEach((file) => console.log(`differs: ${file}${EXPLAINED.find(([name]) => name.test(file))?.[1] ?? ''}`));
    console.log(`${one.size} files, ${differing.length} differ, ${unexplained.length} of them without an explanation`);
    process.exitCode = unexplained.length > 0 ? 1 : 0;
  } finally {
    if (process.env.KEEP === undefined) {
      fs.rmSync(folder, { recursive: true });
    } else {
      console.log(`the builds are in ${folder}`);
    }
  }
}

main(process.argv.length > 2 ? process.argv.slice(2) : ['js', 'python', 'java', 'go']);
