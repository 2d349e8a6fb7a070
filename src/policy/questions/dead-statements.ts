import { allowedBeyond, statementsOf, unreadIn } from './compare';
import { Certainty } from '../certainty';
import { denies, evaluate, matchesStatement } from '../evaluate';
import { PolicyDocument, PolicyStatement } from '../policy-document';
import { findRequest } from '../search/find-request';
import { Branch, SearchResult } from '../search/goal';
import { RequestSpace } from '../search/request-space';

/** A statement, and whether removing it would change what the policy decides. */
export interface StatementEffect {
  readonly statement: PolicyStatement;
  /** Absent where it could not be decided. */
  readonly dead?: boolean;
  /** Why a dead one has no effect. */
  readonly because?: DeadBecause;
}

/**
 * Why a statement has no effect: no request can match it, the Denies deny all that it allows, or the others say the same. The
 * first two are mistakes; to say a thing twice is harmless.
 */
export type DeadBecause = 'matchesNothing' | 'denied' | 'implied';

/** All statements together may take so long. */
const MILLISECONDS = 3_000;

/**
 * Says of every statement whether it is dead: iff without it the policy allows, and explicitly denies, the same requests.
 *
 * A Deny of what the policy allows to nobody is alive: an identity policy may allow it.
 */
export function deadStatements(document: PolicyDocument): StatementEffect[] {
  const deadline = Date.now() + MILLISECONDS;
  const space = new RequestSpace({ documents: [document] });
  return document.statements.map((statement) => {
    const milliseconds = Math.min(500, deadline - Date.now());
    if (milliseconds <= 0) {
      return { statement };
    }
    const without: PolicyDocument = { ...document, statements: document.statements.filter((other) => other !== statement) };
    const { kind } = statement.effect === 'Allow' ? allowedBeyond(document, without, { milliseconds }, space) : deniedBeyond(document, without, statement, milliseconds, space);
    return kind === 'none' ? { statement, dead: true, because: whyDead(document, statement, milliseconds, space) } : { statement, dead: kind === 'unknown' ? undefined : false };
  });
}

function whyDead(document: PolicyDocument, statement: PolicyStatement, milliseconds: number, space: RequestSpace): DeadBecause {
  const of = { document, statement };
  const finds = (branch: Branch, denied: Certainty | undefined) => findRequest({
    documents: [document],
    branches: [branch],
    confirm: (request) => matchesStatement(document, statement, request) === 'yes' && (denied === undefined || denies(document, request) === denied),
    milliseconds,
  }, space).kind !== 'none';
  return !finds({ match: [of], miss: [] }, undefined) ? 'matchesNothing'
    : statement.effect === 'Allow' && !finds({ match: [of], miss: statementsOf(document, 'Deny') }, 'no') ? 'denied' : 'implied';
}

/** Finds a request that this Deny denies, and none of the others. */
function deniedBeyond(document: PolicyDocument, without: PolicyDocument, statement: PolicyStatement, milliseconds: number, space: RequestSpace): SearchResult {
  const unread = unreadIn([document]);
  if (unread) {
    return { kind: 'unknown', reason: unread };
  }
  return findRequest({
    documents: [document],
    branches: [{ match: [{ document, statement }], miss: statementsOf(without, 'Deny') }],
    confirm: (request) => evaluate(document, request).decision === 'ExplicitDeny' && ['Allow', 'ImplicitDeny'].includes(evaluate(without, request).decision),
    milliseconds,
  }, space);
}
