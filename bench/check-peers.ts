import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Another tool that judges templates. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** It finds something, or does not. */
  readonly exitCodes: readonly number[];
  /** The command that judges all templates of a folder, offline. */
  command(folder: string): string[];
  /** The templates in which it found something, from what it printed: a tool that read nothing is quick, too. */
  templates(stdout: string): ReadonlySet<string>;
}

/** Where the peers are kept from one run to the next: `.gitignore` has it. */
const FOLDER = path.join(__dirname, '..', '.bench');
const BIN = path.join(FOLDER, 'venv', process.platform === 'win32' ? 'Scripts' : 'bin');
const PACKAGES = ['checkov', 'cfn-lint'];

/** Installs the newest Checkov and cfn-lint from PyPI, unless they are there. Remove `.bench` for newer ones. */
export function installPeers(): Peer[] {
  if (PACKAGES.some((name) => !fs.existsSync(path.join(BIN, name)))) {
    console.log(`installing ${PACKAGES.join(' and ')} into .bench …`);
    execFileSync('python3', ['-m', 'venv', path.join(FOLDER, 'venv')], { stdio: 'inherit' });
    execFileSync(path.join(BIN, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES], { stdio: 'inherit' });
  }
  const tool = (name: string) => path.join(BIN, name);
  const version = (name: string) => execFileSync(tool(name), ['--version'], { encoding: 'utf8' }).trim().split(/\s+/).pop()!;
  return [
    {
      name: 'Checkov',
      version: version('checkov'),
      command: (folder) => [tool('checkov'), '--directory', folder, '--framework', 'cloudformation', '--compact', '--quiet', '--skip-download', '--output', 'json'],
      exitCodes: [0, 1],
      templates: (stdout) => new Set((JSON.parse(stdout).results.failed_checks as { file_path: string }[]).map(({ file_path: file }) => file)),
    },
    {
      name: 'cfn-lint',
      version: version('cfn-lint'),
      command: (folder) => [tool('cfn-lint'), '--format', 'json', `${folder}/**/*.*`],
      // A bit for errors, one for warnings, one for information.
      exitCodes: [0, 2, 4, 6, 8, 10, 12, 14],
      templates: (stdout) => new Set((JSON.parse(stdout) as { Filename: string }[]).map(({ Filename: file }) => file)),
    },
  ];
}
