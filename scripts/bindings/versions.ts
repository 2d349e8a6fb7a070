import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './places';

/** Which versions of the peers an app has. */
export interface Versions {
  readonly 'aws-cdk-lib': string;
  readonly 'cdk-nag': string;
  readonly 'constructs': string;
}

export type Peer = keyof Versions;

/** The oldest that a user may have, or the newest that the registry of the language has. */
export type Wanted = 'floor' | 'latest';

export const PEERS: readonly Peer[] = ['aws-cdk-lib', 'cdk-nag', 'constructs'];

/** The floor: `devDependencies` pins it, and `.projenrc.ts` says why. */
export const FLOOR: Versions = readFloor();

function readFloor(): Versions {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return Object.fromEntries(PEERS.map((peer) => [peer, devDependencies[peer]])) as unknown as Versions;
}

/** Orders versions such as `2.271.0`, oldest first. */
export function byVersion(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.replace(/^v/, '').split('.').map(Number));
  const differing = left.findIndex((part, i) => part !== right[i]);
  return differing === -1 ? 0 : left[differing] - right[differing];
}
