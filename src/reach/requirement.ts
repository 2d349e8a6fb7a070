import { denies, evaluate } from '../policy/evaluate';
import { PolicyDocument } from '../policy/policy-document';
import { PolicyRequest } from '../policy/policy-request';
import { statementsOf, unreadIn } from '../policy/questions/compare';
import { S3Action } from '../policy/s3-actions';
import { Caller } from '../policy/search/caller';
import { findRequest } from '../policy/search/find-request';
import { Branch, SearchResult } from '../policy/search/goal';
import { Route } from '../policy/search/routes';

/** What has to be so of a request for it to pass: one of the branches, which say it of statements. */
export interface Requirement {
  readonly documents: readonly PolicyDocument[];
  readonly branches: readonly Branch[];
  /** Says the same of one request, by the evaluator. */
  readonly holds: (request: PolicyRequest) => boolean;
}

/** The policy allows it, and does not deny it. */
export function allowedBy(document: PolicyDocument): Requirement {
  const miss = statementsOf(document, 'Deny');
  return {
    documents: [document],
    branches: statementsOf(document, 'Allow').map((allow) => ({ match: [allow], miss })),
    holds: (request) => evaluate(document, request).decision === 'Allow',
  };
}

/** The policy does not deny it, whether it allows it or not. */
export function notDeniedBy(document: PolicyDocument): Requirement {
  return {
    documents: [document],
    branches: [{ match: [], miss: statementsOf(document, 'Deny') }],
    holds: (request) => denies(document, request) === 'no',
  };
}

/** One of these is so. */
export function oneOf(requirements: readonly Requirement[]): Requirement {
  return {
    documents: requirements.flatMap(({ documents }) => documents),
    branches: requirements.flatMap(({ branches }) => branches),
    holds: (request) => requirements.some(({ holds }) => holds(request)),
  };
}

/** All of these are so. */
export function allOf(requirements: readonly Requirement[]): Requirement {
  return {
    documents: [...new Set(requirements.flatMap(({ documents }) => documents))],
    branches: requirements.reduce<readonly Branch[]>((joined, { branches }) => joined.flatMap(({ match, miss }) =>
      branches.map((branch): Branch => ({ match: [...match, ...branch.match], miss: [...new Set([...miss, ...branch.miss])] }))), [{ match: [], miss: [] }]),
    holds: (request) => requirements.every(({ holds }) => holds(request)),
  };
}

/** Nothing is. */
export const NEVER_SO: Requirement = { documents: [], branches: [], holds: () => false };

/** Whose requests are asked about. */
export interface Asked {
  readonly callers: (caller: Caller) => boolean;
  readonly routes?: (route: Route, caller: Caller) => boolean;
  readonly actions: (action: S3Action) => boolean;
  /** Names beside those of the policies. */
  readonly vocabulary?: readonly string[];
}

/** Ways through several policies, each of many statements, multiply. */
const MOST_BRANCHES = 5_000;

/** Finds a request of which the requirement comes true; none iff there is none. */
export function findSuch({ documents, branches, holds }: Requirement, asked: Asked): SearchResult {
  const unread = unreadIn(documents);
  if (unread) {
    return { kind: 'unknown', reason: unread };
  }
  return branches.length > MOST_BRANCHES
    ? { kind: 'unknown', reason: { code: 'budget', message: `there are ${branches.length} ways through the statements of the policies`, where: undefined } }
    : branches.length === 0 ? { kind: 'none' } : findRequest({ documents, branches, confirm: holds, ...asked });
}
