import { allowed } from './compare';
import { PolicyDocument } from '../policy-document';
import { S3Action } from '../s3-actions';
import { SearchResult } from '../search/goal';

/**
 * Finds a request that anyone could send and the policy allows, Deny honoured; none iff there is none.
 *
 * Anyone is the anonymous caller, a user of a web identity provider, and a principal whose account and organization are
 * none that the policy or `known` names.
 */
export function anyoneAllowed(document: PolicyDocument, known: readonly string[] = [], actions?: (action: S3Action) => boolean): SearchResult {
  return allowed(document, { vocabulary: known, callers: ({ stranger }) => stranger, actions });
}
