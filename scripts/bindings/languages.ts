import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeGoWorkspace } from './go-modules';
import { COORDINATES, DEPENDENCY_PLUGIN, forgetLibrary, installFloor, writeSettings } from './maven';
import { Target } from './pacmak';
import { PACKAGES } from './places';
import { run } from './run';
import { FLOOR, PEERS, Versions, Wanted } from './versions';

/** An environment in which an example can be tested and synthesized. */
export interface Environment {
  readonly versions: Versions;
  /** What a person should know of how the versions were found. */
  readonly notes?: readonly string[];
  /** What its commands need in theirs. */
  readonly env: NodeJS.ProcessEnv;
}

/** The apps of an example, and how the CLI runs them. The one of `cdk.json` needs no command. */
export interface ExampleApps {
  readonly refusedByChecks: string;
  readonly refusedByConstruct: string;
}

/** A language of the bindings that are tested. */
export interface Language {
  readonly target: Target;
  /** What tests the example. */
  readonly test: string;
  readonly apps: ExampleApps;
  /**
   * Installs the packed library into an environment that has nothing yet, with the real peers of the registry.
   *
   * @param folder a new folder, with a copy of the example in `app`
   * @param env the environment of the toolchain
   */
  readonly install: (folder: string, wanted: Wanted | Versions, env: NodeJS.ProcessEnv) => Environment;
}

/** By the names of their folders in `examples`. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  typescript: {
    target: 'js',
    test: 'npm test',
    apps: { refusedByChecks: 'node --import tsx refused-by-checks.ts', refusedByConstruct: 'node --import tsx refused-by-construct.ts' },
    install: installTypeScript,
  },
  python: {
    target: 'python',
    test: 'python3 -m pytest',
    apps: { refusedByChecks: 'python3 refused_by_checks.py', refusedByConstruct: 'python3 refused_by_construct.py' },
    install: installPython,
  },
  java: {
    target: 'java',
    test: 'mvn test',
    apps: {
      refusedByChecks: 'mvn --quiet compile exec:java -Dapp.main=com.example.office.RefusedByChecks',
      refusedByConstruct: 'mvn --quiet compile exec:java -Dapp.main=com.example.office.RefusedByConstruct',
    },
    install: installJava,
  },
  go: {
    target: 'go',
    test: 'go test ./...',
    apps: { refusedByChecks: 'go run ./refused-by-checks', refusedByConstruct: 'go run ./refused-by-construct' },
    install: (folder, wanted, env) => ({ ...makeGoWorkspace(folder, 'app', pinned(wanted) ? 'floor' : 'latest', env), env }),
  },
};

function installTypeScript(folder: string, wanted: Wanted | Versions, env: NodeJS.ProcessEnv): Environment {
  const cwd = join(folder, 'app');
  const peers = Object.entries(pinned(wanted) ?? {}).map(([peer, version]) => `${peer}@${version}`);
  run('install typescript', { command: ['npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', '--save-exact', packed('js', '.tgz'), ...peers], cwd, env });
  return { versions: versionsBy((peer) => JSON.parse(readFileSync(join(cwd, 'node_modules', peer, 'package.json'), 'utf8')).version), env };
}

function installPython(folder: string, wanted: Wanted | Versions, env: NodeJS.ProcessEnv): Environment {
  const bin = join(folder, 'venv', 'bin');
  const peers = Object.entries(pinned(wanted) ?? {}).map(([peer, version]) => `${peer}==${version}`);
  const development = readFileSync(join(folder, 'app', 'requirements-dev.txt'), 'utf8').split('\n').filter((line) => /^\w/.test(line));
  run('make venv', { command: ['python3', '-m', 'venv', join(folder, 'venv')], env });
  run('install python', { command: [join(bin, 'python3'), '-m', 'pip', 'install', '--quiet', packed('python', '.whl'), ...peers, ...development], env });
  const installed = JSON.parse(run('list python', { command: [join(bin, 'python3'), '-m', 'pip', 'list', '--format', 'json', '--disable-pip-version-check'], env }));
  return {
    versions: versionsBy((peer) => installed.find(({ name }: { name: string }) => name === peer).version),
    env: { ...env, PATH: `${bin}:${env.PATH ?? process.env.PATH}`, VIRTUAL_ENV: join(folder, 'venv') },
  };
}

function installJava(folder: string, wanted: Wanted | Versions, env: NodeJS.ProcessEnv): Environment {
  const cwd = join(folder, 'app');
  const floor = pinned(wanted);
  // A range: Maven takes its newest.
  const versions = versionsBy((peer) => floor?.[peer] ?? `[${FLOOR[peer]},${Number(FLOOR[peer].split('.')[0]) + 1})`);
  forgetLibrary();
  installFloor(env);
  writeSettings(join(folder, 'settings.xml'));
  mkdirSync(join(cwd, '.mvn'));
  writeFileSync(join(cwd, '.mvn', 'maven.config'), [
    '--batch-mode', '--no-transfer-progress', '--settings', '../settings.xml',
    `-Dcdk.version=${versions['aws-cdk-lib']}`, `-Dcdk-nag.version=${versions['cdk-nag']}`, `-Dconstructs.version=${versions.constructs}`, '',
  ].join('\n'));
  const list = run('list java', { command: ['mvn', `${DEPENDENCY_PLUGIN}:list`], cwd, env });
  return {
    versions: versionsBy((peer) => list.match(new RegExp(`${COORDINATES[peer].group}:${COORDINATES[peer].artifact}:jar:([^:]+):`))?.[1]
      ?? failed(`Maven does not list ${COORDINATES[peer].artifact}`)),
    env,
  };
}

/** The versions to pin, or nothing for the newest. */
function pinned(wanted: Wanted | Versions): Versions | undefined {
  return wanted === 'floor' ? FLOOR : wanted === 'latest' ? undefined : wanted;
}

function versionsBy(version: (peer: keyof Versions) => string): Versions {
  return Object.fromEntries(PEERS.map((peer) => [peer, version(peer)])) as unknown as Versions;
}

/** The file with this ending that jsii-pacmak made for a language. */
function packed(target: Target, ending: string): string {
  const folder = join(PACKAGES, target);
  const file = readdirSync(folder).find((name) => name.endsWith(ending)) ?? failed(`${folder} has no ${ending}: run \`npm run package\``);
  return join(folder, file);
}

function failed(message: string): never {
  throw new Error(message);
}
