import { BucketFacts } from '../facts/bucket-facts';
import { known, Known, someHolds } from '../facts/known';

/** What a rule says of a bucket. */
export type Verdict =
  | { readonly kind: 'compliant' }
  | { readonly kind: 'notApplicable' }
  /** It depends on something that nobody knows before deployment. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'violations'; readonly violations: readonly Violation[] };

export interface Violation {
  /** Tells this violation from the rule's others on the same bucket; without spaces, so that it can be acknowledged. */
  readonly finding: string;
  /** What was found, as the end of a sentence about the bucket. */
  readonly message: string;
  /** Where it stands in the template. */
  readonly path: string;
}

/** How a rule weighs: `BASELINE` for every bucket of an app, `STRICT` for what a team has to opt into. */
export type RuleLevel = 'BASELINE' | 'STRICT';

/** One row of the catalog. Its id is public API: it never changes and is never reused. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly level: RuleLevel;
  /** The controls of AWS Security Hub that ask for the same. */
  readonly controls: readonly string[];
  check(facts: BucketFacts): Verdict;
}

export const COMPLIANT: Verdict = { kind: 'compliant' };
export const NOT_APPLICABLE: Verdict = { kind: 'notApplicable' };

export function unknownVerdict(reason: string): Verdict {
  return { kind: 'unknown', reason };
}

export function violated(finding: string, message: string, path: string): Verdict {
  return { kind: 'violations', violations: [{ finding, message, path }] };
}

/** One verdict out of several on the same bucket: violations first, then what is unknown. */
export function all(verdicts: readonly Verdict[]): Verdict {
  const found = verdicts.flatMap((verdict) => verdict.kind === 'violations' ? verdict.violations : []);
  const violations = found.filter((violation, i) => found.findIndex(({ finding, message }) => finding === violation.finding && message === violation.message) === i);
  if (violations.length > 0) {
    return { kind: 'violations', violations };
  }
  return verdicts.find(({ kind }) => kind === 'unknown') ?? COMPLIANT;
}

/** Judges a fact by a function, if the fact is known. */
export function judge<T>(fact: Known<T>, verdict: (value: T) => Verdict): Verdict {
  return fact.known ? verdict(fact.value) : unknownVerdict(fact.reason);
}

/** Compliant iff the fact holds. */
export function requireFact(fact: Known<boolean>, finding: string, message: string, path: string): Verdict {
  return judge(fact, (holds) => holds ? COMPLIANT : violated(finding, message, path));
}

/** Whether the bucket receives server access logs, by use or by construction. S3 forbids some guards on such a bucket. */
export function isLogBucket(facts: BucketFacts): Known<boolean> {
  return someHolds([facts.isAccessLogTarget, known(facts.construct.known && facts.construct.value === 'AccessLogsBucket')]);
}

/** What is asked of every bucket that receives no access logs. */
export function unlessLogBucket(facts: BucketFacts, verdict: () => Verdict): Verdict {
  return judge(isLogBucket(facts), (receives) => receives ? NOT_APPLICABLE : verdict());
}

/** What is asked of buckets that receive access logs, and of no other. */
export function forLogBuckets(facts: BucketFacts, verdict: () => Verdict): Verdict {
  return judge(isLogBucket(facts), (receives) => receives ? verdict() : NOT_APPLICABLE);
}
