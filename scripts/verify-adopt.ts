import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../src/cli/run';
import { mutants } from '../test/adopt/mutated-templates';

/** Exact: each version has other rules. */
const CFN_LINT = 'cfn-lint==1.58.0';
const ROOT = path.join(__dirname, '..');

/** Some messages end with the names of all resources, of which there are more now. */
const NAMES_OF_ALL = / (is not one of \[|across the resources \{)[^]*$/;

/** What cfn-lint says of one template. */
interface Problem {
  readonly Filename: string;
  readonly Level: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

/** The linter, installed into `.venv` unless CFN_LINT names one. */
function linter(): string {
  const venv = path.join(ROOT, '.venv');
  const installed = process.env.CFN_LINT ?? path.join(venv, 'bin', 'cfn-lint');
  if (!fs.existsSync(installed)) {
    done('python3', '-m', 'venv', venv);
    done(path.join(venv, 'bin', 'pip'), 'install', '--quiet', CFN_LINT);
  }
  return installed;
}

function done(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
  }
}

/** The errors in a folder, each as what it says of which resource: where it stands in a list may change. */
function errorsIn(folder: string): ReadonlyMap<string, number> {
  // Of several resources with the same problem it names the first of a set, whose order Python draws by chance.
  const env = { ...process.env, PYTHONHASHSEED: '0' };
  const { stdout, stderr } = spawnSync(linter(), ['--format', 'json', '--non-zero-exit-code', 'none', path.join(folder, '*')], { encoding: 'utf8', maxBuffer: 1e9, env });
  if (!stdout.trim().startsWith('[')) {
    throw new Error(`cfn-lint failed: ${stderr}`);
  }
  const counts = new Map<string, number>();
  for (const { Filename, Level, Message, Rule, Location } of JSON.parse(stdout) as Problem[]) {
    if (Level === 'Error') {
      const key = `${path.basename(Filename)} ${Rule.Id} ${(Location.Path ?? []).filter((step) => typeof step === 'string').join('.')}: ${Message.replace(NAMES_OF_ALL, '')}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/** Adopts mutated templates, and says whether cfn-lint finds an error in one that was not there. */
function verify(count: number): number {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'verify-adopt-'));
  const [before, after] = ['before', 'after'].map((name) => path.join(root, name));
  [before, after].forEach((folder) => fs.mkdirSync(folder));
  const all = mutants(count);
  let changed = 0;
  for (const { file, text } of all) {
    [before, after].forEach((folder) => fs.writeFileSync(path.join(folder, file), text));
    const said: string[] = [];
    run(['adopt', path.join(after, file), '--write'], { out: () => undefined, err: (line) => said.push(line) });
    if (said.length > 0) {
      throw new Error(`${file}: ${said.join('\n')}`);
    }
    changed += fs.readFileSync(path.join(after, file), 'utf8') === text ? 0 : 1;
  }
  const [old, now] = [before, after].map(errorsIn);
  const fresh = [...now].filter(([key, times]) => times > (old.get(key) ?? 0)).map(([key]) => key);
  console.log(`${count} templates, ${changed} changed: ${old.size} errors before, ${now.size} after, ${fresh.length} new`);
  fresh.forEach((key) => console.log(key));
  if (fresh.length === 0) {
    fs.rmSync(root, { recursive: true });
  } else {
    console.log(`the templates are in ${root}`);
  }
  return fresh.length === 0 ? 0 : 1;
}

process.exitCode = verify(Number(process.argv[2] ?? 300));
