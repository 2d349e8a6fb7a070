import * as fc from 'fast-check';
import { policiesAndRequests } from './arbitrary-decisions';
import { decide, decider, Decision, Request } from './decide';
import { shrink } from './shrink';
import { evaluate } from '../../../src/policy/evaluate';
import { readPolicyDocument } from '../../../src/policy/policy-document';
import { readRequest } from '../../../src/policy/policy-request';

/** A request of which the reasoner's evaluator and this one do not decide the same. */
export interface Disagreement {
  /** What the evaluator of `src/policy` decides. */
  readonly first: string;
  /** What the evaluator here decides. */
  readonly second: Decision;
  readonly policy: unknown;
  readonly request: Request;
}

/** What a comparison came to. */
export interface Comparison {
  /** How often each decision was made here. */
  readonly decisions: Readonly<Record<Decision, number>>;
  readonly disagreements: number;
  /** Different ones, each as small as it gets. */
  readonly minimal: readonly Disagreement[];
}

const REQUESTS_PER_POLICY = 10;
const POLICIES_AT_ONCE = 500;

/** How far a comparison goes. */
export interface Effort {
  readonly decisions: number;
  readonly seed: number;
  /** How many disagreements to make small, for each pair of decisions: it takes many more of them. */
  readonly shrunk: number;
  readonly onProgress?: (done: number, disagreements: number) => void;
}

/** Decides about random requests twice, and compares. */
export function compareDecisions({ decisions: count, seed, shrunk: most, onProgress }: Effort): Comparison {
  const decisions: Record<Decision, number> = { Allow: 0, ExplicitDeny: 0, ImplicitDeny: 0, unknown: 0 };
  const minimal = new Map<string, Disagreement>();
  const pairs = new Map<string, number>();
  let disagreements = 0;
  for (let done = 0; done < count; done += REQUESTS_PER_POLICY * POLICIES_AT_ONCE) {
    const numRuns = Math.min(POLICIES_AT_ONCE, Math.ceil((count - done) / REQUESTS_PER_POLICY));
    for (const { policy, requests } of fc.sample(policiesAndRequests(REQUESTS_PER_POLICY), { seed: seed + done, numRuns })) {
      const [first, second] = [firstDecider(policy), decider(policy)];
      for (const request of requests) {
        const [there, here] = [first(request), second(request)];
        decisions[here]++;
        if (there === here) {
          continue;
        }
        disagreements++;
        const pair = `${there}, ${here}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
        if (pairs.get(pair)! <= most) {
          const found = shrunk(policy, request);
          minimal.set(JSON.stringify(found), found);
        }
      }
    }
    onProgress?.(Math.min(count, done + REQUESTS_PER_POLICY * numRuns), disagreements);
  }
  return { decisions, disagreements, minimal: [...minimal.values()] };
}

/** The smallest policy and request of which the two still say what they said. */
function shrunk(policy: unknown, request: Request): Disagreement {
  const both = (one: unknown, other: Request) => ({ first: firstDecider(one)(other), second: decide(one, other) });
  const said = both(policy, request);
  const small = shrink({ policy, request }, (candidate) => {
    const now = both(candidate.policy, candidate.request);
    return now.first === said.first && now.second === said.second;
  });
  return { ...said, ...small };
}

function firstDecider(policy: unknown): (request: Request) => string {
  const document = readPolicyDocument(policy);
  return (request) => {
    try {
      return evaluate(document, readRequest(request)).decision;
    } catch (error) {
      return String(error);
    }
  };
}
