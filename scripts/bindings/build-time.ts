import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './places';

/** The first second that a zip file can say, for a copy that has no history. */
const FIRST_OF_ZIP = 315_532_800;

/**
 * The time that the packages carry, in seconds: SOURCE_DATE_EPOCH if it is set, or that of the last commit. The same commit gives the same
 * packages, whenever it is built.
 */
export function buildTime(env: NodeJS.ProcessEnv = process.env): number {
  const given = env.SOURCE_DATE_EPOCH;
  if (given !== undefined) {
    if (!/^\d{1,11}$/.test(given) || Number(given) < FIRST_OF_ZIP) {
      throw new Error(`SOURCE_DATE_EPOCH is '${given}'. Set it to a number of seconds since 1970, at least ${FIRST_OF_ZIP}: zip files begin in 1980`);
    }
    return Number(given);
  }
  const { stdout, status } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, encoding: 'utf8' });
  return status === 0 && stdout.trim() ? Number(stdout) : FIRST_OF_ZIP;
}

/** The environment in which the packages of all languages are made with that time, instead of the clock's. */
export function environmentOfBuild(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const seconds = buildTime(env);
  const date = new Date(seconds * 1000).toISOString().replace('.000', '');
  return {
    // Wheels, and fixed-date.cjs.
    SOURCE_DATE_EPOCH: `${seconds}`,
    // The entries of jars, and the pages of Javadoc.
    MAVEN_OPTS: [env.MAVEN_OPTS, `-Dproject.build.outputTimestamp=${date}`, '-Dnotimestamp=true'].filter(Boolean).join(' '),
    // jsii-pacmak writes the time into the sources for Java.
    NODE_OPTIONS: [env.NODE_OPTIONS, `--require=${JSON.stringify(join(__dirname, 'fixed-date.cjs'))}`].filter(Boolean).join(' '),
  };
}
