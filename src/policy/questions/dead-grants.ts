import { statementsOf } from './compare';
import { undenied } from './undenied';
import { evaluate } from '../evaluate';
import { PolicyDocument, PolicyStatement } from '../policy-document';
import { PolicyRequest } from '../policy-request';
import { findRequest } from '../search/find-request';
import { Branch, Goal, StatementOf, UnknownReason } from '../search/goal';

/** What a bucket policy leaves of a grant. */
export type GrantEffect =
  /** It does not deny all that the grant allows, or the grant allows nothing on a bucket in the first place. */
  | { readonly kind: 'alive' }
  /** It denies every request that the grant allows: for example this one, by this statement. Absent where it is not known that the grant allows any. */
  | { readonly kind: 'dead'; readonly example?: { readonly request: PolicyRequest; readonly statement: PolicyStatement } }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** Says whether the bucket policy denies every request that the grant allows, among those that are asked about. */
export function effectOf(grant: PolicyDocument, bucketPolicy: PolicyDocument, restrictions: Partial<Goal> = {}): GrantEffect {
  const left = undenied(bucketPolicy, grant, restrictions);
  if (left.kind !== 'none') {
    return left.kind === 'unknown' ? left : { kind: 'alive' };
  }
  // A grant that speaks of nothing in a bucket is not cancelled by its policy.
  const allows = statementsOf(grant, 'Allow');
  const denies = statementsOf(bucketPolicy, 'Deny');
  const deniedBy = (others: (deny: StatementOf) => readonly StatementOf[]) =>
    denies.flatMap((deny) => allows.map((allow): Branch => ({ match: [allow, deny], miss: others(deny) })));
  const denied = findRequest({
    documents: [grant, bucketPolicy],
    // What one statement alone denies shows why better than what the usual guards deny as well.
    branches: [...deniedBy((deny) => denies.filter((other) => other !== deny)), ...deniedBy(() => [])],
    confirm: (request) => evaluate(grant, request).decision === 'Allow' && evaluate(bucketPolicy, request).decision === 'ExplicitDeny',
    ...restrictions,
  });
  switch (denied.kind) {
    case 'none': return { kind: 'alive' };
    case 'unknown': return { kind: 'dead' };
    case 'found': return { kind: 'dead', example: { request: denied.request, statement: evaluate(bucketPolicy, denied.request).statements[0] } };
  }
}

/** A grant of an identity policy that the bucket policy cancels for every request. */
export interface DeadGrant {
  readonly statement: PolicyStatement;
  /** Absent where it could not be decided. */
  readonly dead?: boolean;
}

/** Says of each Allow of an identity's policy whether the bucket policy denies every request that it allows. */
export function deadGrants(identity: PolicyDocument, principalArn: string, bucketPolicy: PolicyDocument): DeadGrant[] {
  return statementsOf(identity, 'Allow').map(({ statement }) => {
    const { kind } = effectOf(grantTo([{ type: 'AWS', value: principalArn }], statement, identity), bucketPolicy);
    return { statement, dead: kind === 'unknown' ? undefined : kind === 'dead' };
  });
}

/** One statement of an identity's policy as a grant to these principals. */
export function grantTo(principals: PolicyStatement['principals'], statement: PolicyStatement, { version }: Pick<PolicyDocument, 'version'>): PolicyDocument {
  return { version, isIdentityPolicy: false, statements: [{ ...statement, principals, notPrincipals: [] }], problems: [], unknowns: [] };
}
