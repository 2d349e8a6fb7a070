import { join } from 'node:path';
import { SERVERS } from './places';

/** A program that the tests run, and how it is installed. */
export interface Program {
  /** What is installed: other contents install it anew. */
  readonly version: string;
  /** What has to be there to install it, for people. */
  readonly needed: string;
  /** The commands that may be what is needed, the first that succeeds is used. */
  readonly tools: readonly Tool[];
  /** Installs it into a new folder. */
  readonly commands: (folder: string, tool: Tool) => readonly InstallCommand[];
}

/** A command with its environment. `probe` are arguments with which it succeeds only if it will do. */
export interface Tool {
  readonly command: string;
  readonly probe: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export interface InstallCommand {
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const MOTO = '5.2.5';
/** The last line of versions that runs without a token. */
const LOCALSTACK = '4.14.0';
/** Its tags are not those of a Go module: the commit. */
const RIE = 'v0.0.0-20261030222936-bef5c4ba774d';
const RIC = '4.0.2';

/** Newer versions of these break LocalStack 4.14. */
const LOCALSTACK_PINS = ['cbor2==5.8.0', 'plux==1.14.0', 'pyopenssl==25.3.0', 'cryptography==46.0.7', 'service-identity==24.2.0'];

export type ProgramName = 'moto' | 'localstack' | 'lambda-rie' | 'lambda-ric';

export const PROGRAMS: Record<ProgramName, Program> = {
  'moto': inPython(['3.11', '3.12', '3.13'], [`moto[server,all]==${MOTO}`]),
  'localstack': inPython(['3.13'], [`localstack-core[base-runtime,runtime]==${LOCALSTACK}`, ...LOCALSTACK_PINS]),
  'lambda-rie': {
    version: RIE,
    needed: 'Go 1.25 or later',
    tools: [{ command: 'go', probe: ['version'] }],
    commands: (folder) => [{
      command: ['go', 'install', `github.com/aws/aws-lambda-runtime-interface-emulator/cmd/aws-lambda-rie@${RIE}`],
      env: { GOBIN: folder },
    }],
  },
  'lambda-ric': {
    version: RIC,
    needed: 'npm, cmake and a compiler of C++, since it is built here',
    tools: [{ command: 'cmake', probe: ['--version'] }],
    commands: (folder) => [{ command: ['npm', 'install', '--no-fund', '--no-audit', '--no-save', '--prefix', folder, `aws-lambda-ric@${RIC}`] }],
  },
};

/** Where a program lives. */
export function folderOf(name: ProgramName): string {
  return join(SERVERS, name);
}

/** A virtual environment of the first of these versions of Python that is there: by its name, or as one of pyenv's. */
function inPython(versions: readonly string[], packages: readonly string[]): Program {
  return {
    version: packages.join(' '),
    needed: `Python ${versions.join(' or ')}, with venv`,
    tools: versions.flatMap((version) => [undefined, version].map((pyenv) => ({
      command: `python${version}`,
      probe: ['-c', 'import ensurepip, venv'],
      env: pyenv === undefined ? {} : { PYENV_VERSION: pyenv },
    }))),
    commands: (folder, { command, env }) => [
      { command: [command, '-m', 'venv', folder], env },
      { command: [join(folder, 'bin', 'pip'), 'install', '--quiet', '--disable-pip-version-check', ...packages] },
    ],
  };
}
