import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOfBuild } from './build-time';
import { PACKAGES } from './places';
import { run } from './run';
import { TOOLCHAINS } from './toolchains';

export type Target = keyof typeof TOOLCHAINS;

/** What jsii-pacmak is told. */
export interface PacmakOptions {
  /** Whose packages. The library's, by default. */
  readonly project?: string;
  /** Where they go, into a folder named as the target. */
  readonly output?: string;
  /** Whether sources are enough. */
  readonly codeOnly?: boolean;
  readonly arguments?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Makes the package of a library for a language, in place of what was there. */
export function pacmak(target: Target, { project = '.', output = PACKAGES, codeOnly = false, arguments: more = [], env }: PacmakOptions = {}): void {
  rmSync(join(output, target), { recursive: true, force: true });
  run(`pack ${target} ${project}`, {
    command: [
      'npx', '--no-install', 'jsii-pacmak', '--verbose', '--target', target, '--outdir', output, '--no-npmignore',
      ...codeOnly ? ['--code-only'] : [], ...more, project,
    ],
    env: { ...env, ...environmentOfBuild({ ...process.env, ...env }) },
  });
}
