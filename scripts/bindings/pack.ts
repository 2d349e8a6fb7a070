import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOfBuild } from './build-time';
import { missingDotnetNames } from './dotnet-names';
import { makeGoWorkspace } from './go-modules';
import { forgetLibrary, installFloor, MAVEN_REPOSITORY } from './maven';
import { pacmak, Target } from './pacmak';
import { PACKAGES, WORK } from './places';
import { run } from './run';
import { environmentOf, ToolchainMissing, TOOLCHAINS } from './toolchains';

/** How the package of each language is made, with the environment of its toolchain. */
const PACKERS: Readonly<Record<Target, (env: NodeJS.ProcessEnv) => void>> = {
  js: (env) => pacmak('js', { env }),
  python: (env) => {
    pacmak('python', { env });
    run('repack python', { command: ['python3', join(__dirname, 'repack-sdist.py'), join(PACKAGES, 'python')], env: { ...env, ...environmentOfBuild() } });
  },
  java: (env) => {
    forgetLibrary();
    installFloor(env);
    pacmak('java', { env, arguments: [`--maven-local-repository=${MAVEN_REPOSITORY}`] });
  },
  // The sources are the package. They are compiled in a workspace, with versions that the proxy serves.
  go: (env) => {
    pacmak('go', { env, codeOnly: true });
    const folder = join(WORK, 'go-package');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    makeGoWorkspace(folder, 'hardenedbucket', 'floor', env);
    run('build go', { command: ['go', 'build', './...'], cwd: join(folder, 'hardenedbucket'), env });
  },
  dotnet: (env) => pacmak('dotnet', { env }),
};

export const TARGETS = Object.keys(PACKERS) as Target[];

/** What came of packing for a language: made, or skipped with the reason. */
export interface Packed {
  readonly target: Target;
  readonly skipped?: string;
}

/**
 * Makes the package of a language.
 *
 * Without a .NET SDK its sources are generated all the same, and have to have every public name.
 */
export function pack(target: Target): Packed {
  try {
    PACKERS[target](environmentOf(TOOLCHAINS[target]));
    return { target };
  } catch (error) {
    if (!(error instanceof ToolchainMissing)) {
      throw error;
    }
    if (target !== 'dotnet') {
      return { target, skipped: error.message };
    }
    pacmak('dotnet', { codeOnly: true });
    const missing = missingDotnetNames(join(PACKAGES, 'dotnet'));
    if (missing.length > 0) {
      throw new Error(`the sources for .NET lack public names: ${missing.join(', ')}`);
    }
    return { target, skipped: `${error.message}. Its sources were generated, and have every public name` };
  }
}
