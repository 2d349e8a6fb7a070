import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pacmak } from './pacmak';
import { PACKAGES, ROOT } from './places';
import { attempt, run } from './run';
import { byVersion, FLOOR, Peer, PEERS, Versions, Wanted } from './versions';

/** What the modules of the peers are called. */
const MODULES: Readonly<Record<Peer, string>> = {
  'aws-cdk-lib': 'github.com/aws/aws-cdk-go/awscdk/v2',
  'cdk-nag': 'github.com/cdklabs/cdk-nag-go/cdknag/v3',
  'constructs': 'github.com/aws/constructs-go/constructs/v10',
};

const RUNTIME = 'github.com/aws/jsii-runtime-go';
const LIBRARY = 'github.com/cdk-hardened-bucket/cdk-hardened-bucket-go/hardenedbucket';

/** Modules that a build takes from this machine. */
export interface GoModules {
  readonly versions: Versions;
  /** What a person should know of how the versions were found. */
  readonly notes: readonly string[];
}

/**
 * Puts the packed library into a folder, and beside it a workspace in which a module of that folder can be built: an app, or
 * the library itself.
 *
 * The Go proxy does not serve every release of every module. A version that it does not serve is replaced by the oldest that
 * it does, and a module of which it serves none is made from the npm package of the same version, as its publisher makes it.
 */
export function makeGoWorkspace(folder: string, app: string, wanted: Wanted, env: NodeJS.ProcessEnv): GoModules {
  const notes: string[] = [];
  const replaced: string[] = app === 'hardenedbucket' ? [] : [`${LIBRARY} => ./hardenedbucket`];
  const versions: Record<string, string> = {};
  cpSync(join(PACKAGES, 'go', 'hardenedbucket'), join(folder, 'hardenedbucket'), { recursive: true });

  for (const peer of PEERS) {
    const served = servedVersion(MODULES[peer], `v${FLOOR[peer]}`, wanted, env);
    if (served === undefined) {
      versions[peer] = FLOOR[peer];
      pacmak('go', { project: join('node_modules', peer), output: folder, codeOnly: true });
      const made = packageName(MODULES[peer]);
      cpSync(join(folder, 'go', made), join(folder, made), { recursive: true });
      rmSync(join(folder, 'go'), { recursive: true });
      replaced.push(`${MODULES[peer]} => ./${made}`);
      notes.push(`${peer}: the Go proxy serves no version of ${MODULES[peer]} from ${FLOOR[peer]} on, so it is made from npm's`);
      continue;
    }
    versions[peer] = served.slice(1);
    if (wanted === 'floor' && versions[peer] !== FLOOR[peer]) {
      notes.push(`${peer}: the Go proxy does not serve ${FLOOR[peer]}, so the next that it serves is taken`);
    }
  }

  const runtime = servedVersion(RUNTIME, required(join(folder, 'hardenedbucket', 'go.mod'), RUNTIME), wanted, env)!;
  for (const module of ['hardenedbucket', packageName(MODULES['cdk-nag']), app]) {
    const file = join(folder, module, 'go.mod');
    if (existsSync(file)) {
      // Whatever else the generated files require follows from these.
      const indirect = [...readFileSync(file, 'utf8').matchAll(/^\s*(\S+) \S+ \/\/ indirect$/gm)].map(([, name]) => `-droprequire=${name}`);
      const direct = PEERS.filter((peer) => readFileSync(file, 'utf8').includes(MODULES[peer])).map((peer) => `-require=${MODULES[peer]}@v${versions[peer]}`);
      run('go mod edit', { command: ['go', 'mod', 'edit', `-require=${RUNTIME}@${runtime}`, ...direct, ...indirect, file], env });
    }
  }
  writeFileSync(join(folder, 'go.work'), `go 1.26\n\nuse ./${app}\n\nreplace (\n${replaced.map((line) => `\t${line}\n`).join('')})\n`);
  return { versions: versions as unknown as Versions, notes };
}

/** The version to take of a module: the floor or the oldest after it, or the newest. Nothing if none from the floor on is served. */
function servedVersion(module: string, floor: string, wanted: Wanted, env: NodeJS.ProcessEnv): string | undefined {
  if (wanted === 'floor' && attempt(`find ${module}`, { command: ['go', 'list', '-m', `${module}@${floor}`], cwd: NO_MODULE, env }) !== undefined) {
    return floor;
  }
  const listed = attempt(`list ${module}`, { command: ['go', 'list', '-m', '-versions', module], cwd: NO_MODULE, env })?.trim().split(' ').slice(1) ?? [];
  const later = listed.filter((version) => !version.includes('-') && byVersion(version, floor) >= 0).sort(byVersion);
  return wanted === 'floor' ? later[0] : later.pop();
}

/** A folder without a `go.mod`, so that modules are asked of the proxy and not looked up in one. */
const NO_MODULE = ROOT;

function required(goMod: string, module: string): string {
  const [, version] = readFileSync(goMod, 'utf8').match(new RegExp(`^\\s*${module} (\\S+)$`, 'm')) ?? [];
  if (!version) {
    throw new Error(`${goMod} does not require ${module}`);
  }
  return version;
}

function packageName(module: string): string {
  return module.split('/').find((part) => /^(awscdk|cdknag|constructs)$/.test(part))!;
}
