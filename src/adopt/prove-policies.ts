import { BucketFacts } from '../facts/bucket-facts';
import { PolicyRequest } from '../policy/policy-request';
import { requestLine } from '../policy/request-text';
import { BucketPolicyComparison, COMPARED_BUCKET, compareBuckets } from '../rules/compare-buckets';

/** What statements that were added to the policy of a bucket come to. */
export interface PolicyProof {
  /** Requests that no longer get through. */
  readonly lost: readonly string[];
  /** Why the statements may not be added after all. */
  readonly problem?: string;
}

/** Compares the policy of a bucket before and after: Deny statements must let nothing more through. */
export function lostRequests(before: BucketFacts, after: BucketFacts | undefined): PolicyProof {
  if (!after) {
    return { lost: [], problem: 'the bucket is not there any more with these statements' };
  }
  const { allowed, notDenied } = compareBuckets(before, after);
  // With the names that the templates have, not with those of the comparison.
  const line = (request: PolicyRequest) => requestLine(request).replaceAll(COMPARED_BUCKET, before.address.logicalId);
  const both: readonly BucketPolicyComparison[] = [allowed, notDenied];
  const opened = both.flatMap(({ onlySecond }) => onlySecond ? [line(onlySecond)] : []);
  return {
    lost: [...new Set(both.flatMap(({ onlyFirst }) => onlyFirst ? [line(onlyFirst)] : []))],
    ...opened.length > 0 ? { problem: `a request would get through that does not today: ${opened[0]}` } : {},
  };
}
