import { statementsOf, unreadIn } from './compare';
import { denies, evaluate } from '../evaluate';
import { PolicyDocument, readPolicyDocument } from '../policy-document';
import { findRequest } from '../search/find-request';
import { Goal, SearchResult } from '../search/goal';

/**
 * Finds a request that the grant allows and the policy does not deny explicitly; none iff the policy denies all of them.
 *
 * An explicit deny overrides every allow, so what is denied here no identity policy can bring back.
 */
export function undenied(document: PolicyDocument, grant: PolicyDocument, restrictions: Partial<Goal> = {}): SearchResult {
  const unread = unreadIn([document, grant]);
  if (unread) {
    return { kind: 'unknown', reason: unread };
  }
  const miss = statementsOf(document, 'Deny');
  return findRequest({
    documents: [grant, document],
    branches: statementsOf(grant, 'Allow').map((allow) => ({ match: [allow], miss })),
    confirm: (request) => evaluate(grant, request).decision === 'Allow' && denies(document, request) === 'no',
    ...restrictions,
  });
}

/** A policy of one Allow, as identity policies could give it to someone. */
export function grantOf(statement: object): PolicyDocument {
  return readPolicyDocument({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } });
}
