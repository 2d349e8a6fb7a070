import { NetworkCut } from './network-path';
import { CUT_KINDS } from './reach-report';

/** What a part of a path does to requests: where nothing cuts them and nothing is unknown, it lets them pass. */
export interface Leg {
  readonly cuts: readonly NetworkCut[];
  readonly unknowns: readonly string[];
  readonly assumptions: readonly string[];
}

export const PASSES: Leg = { cuts: [], unknowns: [], assumptions: [] };

export function cutBy(at: NetworkCut['at'], kind: NetworkCut['kind'], reason: string): Leg {
  return { ...PASSES, cuts: [{ at, kind, reason }] };
}

export function notKnown(...unknowns: readonly string[]): Leg {
  return { ...PASSES, unknowns };
}

export function assuming(...assumptions: readonly string[]): Leg {
  return { ...PASSES, assumptions };
}

/** One after the other. */
export function join(...legs: readonly Leg[]): Leg {
  return {
    cuts: legs.flatMap(({ cuts }) => cuts).sort((one, other) => CUT_KINDS.indexOf(one.kind) - CUT_KINDS.indexOf(other.kind)),
    unknowns: [...new Set(legs.flatMap(({ unknowns }) => unknowns))],
    assumptions: [...new Set(legs.flatMap(({ assumptions }) => assumptions))],
  };
}

/** The best of several: one that passes, else one that may pass, else the one with the fewest cuts. */
export function best<T extends Leg>(legs: readonly T[]): T | undefined {
  const rank = ({ cuts, unknowns }: Leg) => cuts.length * 1000 + (unknowns.length > 0 ? 1 : 0);
  return legs.reduce<T | undefined>((found, leg) => found === undefined || rank(leg) < rank(found) ? leg : found, undefined);
}
