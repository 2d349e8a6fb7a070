import { statementsOf, unreadIn } from './compare';
import { Certainty } from '../certainty';
import { denies as deniesRequest, evaluate, matchesStatement } from '../evaluate';
import { PolicyDocument, PolicyStatement } from '../policy-document';
import { PolicyRequest } from '../policy-request';
import { findRequest } from '../search/find-request';
import { Branch, Goal, SearchResult, UnknownReason } from '../search/goal';
import { RequestSpace } from '../search/request-space';
import { StatementOf } from '../search/statement-of';

/** What a bucket policy leaves of a grant. */
export type GrantEffect =
  /** It does not deny all that the grant allows, or the grant allows nothing on a bucket in the first place. */
  | { readonly kind: 'alive' }
  /** It denies every request that the grant allows: for example this one, by this statement. Absent where it is not known that the grant allows any. */
  | { readonly kind: 'dead'; readonly example?: { readonly request: PolicyRequest; readonly statement: PolicyStatement } }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** All statements together may take so long, if no more is said. */
const MILLISECONDS = 3_000;

/**
 * Says of each Allow of the grant whether the bucket policy denies every request that it allows, among those that are asked
 * about.
 *
 * An explicit deny overrides every allow, so what is denied here no identity policy can bring back.
 */
export function effectsOf(grant: PolicyDocument, bucketPolicy: PolicyDocument, { milliseconds = MILLISECONDS, ...restrictions }: Partial<Goal> = {}): GrantEffect[] {
  const deadline = Date.now() + milliseconds;
  const documents = [grant, bucketPolicy];
  const allows = statementsOf(grant, 'Allow');
  const denies = statementsOf(bucketPolicy, 'Deny');
  const unread = unreadIn(documents);
  if (unread) {
    return allows.map(() => ({ kind: 'unknown', reason: unread }));
  }
  const space = new RequestSpace({ documents, ...restrictions });
  const others = new Map(denies.map((deny) => [deny, denies.filter((other) => other !== deny)]));
  const find = (allow: StatementOf, branches: readonly Branch[], denied: Certainty): SearchResult => findRequest({
    documents,
    branches,
    confirm: (request) => matchesStatement(grant, allow.statement, request) === 'yes' && deniesRequest(bucketPolicy, request) === denied,
    milliseconds: Math.max(0, Math.min(500, deadline - Date.now())),
    ...restrictions,
  }, space);
  return allows.map((allow): GrantEffect => {
    const left = find(allow, [{ match: [allow], miss: denies }], 'no');
    if (left.kind !== 'none') {
      return left.kind === 'unknown' ? left : { kind: 'alive' };
    }
    // A grant that speaks of nothing in a bucket is not cancelled by its policy. What one statement alone denies shows why it
    // is, better than what the usual guards deny as well.
    const denied = find(allow, [
      ...denies.map((deny): Branch => ({ match: [allow, deny], miss: others.get(deny)! })),
      ...denies.map((deny): Branch => ({ match: [allow, deny], miss: [] })),
    ], 'yes');
    switch (denied.kind) {
      case 'none': return { kind: 'alive' };
      case 'unknown': return { kind: 'dead' };
      case 'found': return { kind: 'dead', example: { request: denied.request, statement: evaluate(bucketPolicy, denied.request).statements[0] } };
    }
  });
}

/** A grant of an identity policy that the bucket policy cancels for every request. */
export interface DeadGrant {
  readonly statement: PolicyStatement;
  /** Absent where it could not be decided. */
  readonly dead?: boolean;
}

/** Says of each Allow of an identity's policy whether the bucket policy denies every request that it allows. */
export function deadGrants(identity: PolicyDocument, principalArn: string, bucketPolicy: PolicyDocument): DeadGrant[] {
  const statements = identity.statements.filter(({ effect }) => effect === 'Allow');
  const grant = grantOfStatements(statements.map((statement) => ({ ...statement, principals: [{ type: 'AWS', value: principalArn }], notPrincipals: [] })), identity.version);
  return effectsOf(grant, bucketPolicy).map(({ kind }, i) => ({ statement: statements[i], dead: kind === 'unknown' ? undefined : kind === 'dead' }));
}

/** These statements as one grant. */
export function grantOfStatements(statements: readonly PolicyStatement[], version: string): PolicyDocument {
  return { version, isIdentityPolicy: false, statements, problems: [], unknowns: [] };
}
