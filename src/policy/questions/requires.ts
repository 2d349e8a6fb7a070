import { allowedBeyond } from './compare';
import { PolicyDocument, readPolicyDocument } from '../policy-document';
import { SearchResult } from '../search/goal';

/**
 * Finds an allowed request for which this condition does not hold; none iff the policy requires the condition.
 *
 * The condition is written as in a statement: `{ Bool: { 'aws:SecureTransport': 'true' } }`.
 */
export function requires(document: PolicyDocument, condition: Readonly<Record<string, object>>): SearchResult {
  return allowedBeyond(document, readPolicyDocument({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*', Condition: condition },
  }));
}
