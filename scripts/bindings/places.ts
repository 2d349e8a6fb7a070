import { homedir } from 'node:os';
import { join } from 'node:path';

/** The root of the repository. */
export const ROOT = join(__dirname, '..', '..');

/** What jsii-pacmak makes, a directory for each language. */
export const PACKAGES = join(ROOT, 'dist');

/** Where environments are made anew in every run. */
export const WORK = join(ROOT, '.bindings');

/** What is worth keeping between runs, and is not kept by npm, pip or Go themselves. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk-hardened-bucket');
