import { PolicyOwner } from './asked-policy';
import { Fixes } from './fixes';
import { AccessPointFacts, BucketFacts, PolicyFacts } from '../facts/bucket-facts';
import { PolicyRequest } from '../policy/policy-request';
import { TrustZone } from '../policy/questions/allows-outside';
import { known, Known, someHolds } from '../template/known';
import { ResourceAddress, Template, TemplatePath } from '../template/template';

/** What a rule says of a bucket. */
export type Verdict =
  | { readonly kind: 'compliant' }
  | { readonly kind: 'notApplicable' }
  /** It depends on something that is not known before deployment. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'violations'; readonly violations: readonly Violation[] };

export interface Violation {
  /** Tells this violation from the rule's others on the same bucket; without spaces, so that it can be acknowledged. */
  readonly finding: string;
  /** What was found, as the end of a sentence about the bucket. */
  readonly message: string;
  /** Where it stands in the template: below the properties of the bucket, or of the resource `at`. */
  readonly path: string;
  /** The resource that it stands in, where that is not the bucket. The path may begin with a word for it, such as `BucketPolicy`. */
  readonly at?: ResourceAddress;
  /** For what is about no resource: where it stands, from the top of the template. */
  readonly written?: TemplatePath;
  /** What to do about this one, where the fix of the rule is not enough. */
  readonly fix?: string;
  /** The same for each reader, where it is not the same for all. */
  readonly fixes?: Fixes;
  /** A request that gets through and should not, or that does not and should. */
  readonly request?: PolicyRequest;
  /** The statement of the bucket policy that it is about. */
  readonly statement?: { readonly index: number; readonly sid?: string };
  /** The controls that ask for the same as this finding, where those of the rule do not: a verdict may be stricter than AWS's. */
  readonly controls?: Controls;
  /** The rule whose finding on the same bucket has the same cause, and says it better: where that one stands, this one is left out. */
  readonly coveredBy?: string;
  /** What is said of one of several things of which the same may be said: `message` is the item between these. */
  readonly inList?: { readonly before: string; readonly item: string; readonly after: string };
}

/** What a team declares beside the templates. */
export interface RuleContext {
  /** Whom and what the buckets' owner trusts, the same account aside; absent where nothing is declared. */
  readonly trustZone?: TrustZone;
  /** The canonical ids of trusted accounts, by which ACLs name them. Which account such an id is of does not show in it. */
  readonly canonicalUsers?: readonly string[];
}

/** Which buckets a rule is for: `BASELINE` for every bucket of an app, `STRICT` for those of a team that opts into more. */
export type RuleLevel = 'BASELINE' | 'STRICT';

/** The controls elsewhere that ask for the same as a rule, by their ids. */
export interface Controls {
  /** @see https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html */
  readonly securityHub?: readonly string[];
  /** CIS AWS Foundations Benchmark v5.0.0, as Security Hub maps it. @see https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html */
  readonly cis?: readonly string[];
  /** The same benchmark, v6.0.0, which numbers its sections anew. @see https://www.cisecurity.org/benchmark/amazon_web_services */
  readonly cisV6?: readonly string[];
  /** The same benchmark, v7.0.0. */
  readonly cisV7?: readonly string[];
  /** Managed rules of AWS Config. @see https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html */
  readonly config?: readonly string[];
}

/** One row of the catalog. Its id is public API: it never changes and is never reused. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** What to do about it, in CDK code. For the other readers it stands in the tables of `fixes-by-rule.ts`. */
  readonly fix: string;
  readonly level: RuleLevel;
  readonly severity: 'error' | 'warning';
  /** What a team could write to comply. */
  readonly example: string;
  readonly controls: Controls;
  /** Why it says nothing of a bucket that is there already. Without it such a bucket is judged, too. */
  readonly notLive?: string;
  check(facts: BucketFacts, context?: RuleContext): Verdict;
  /** The same for a policy on a bucket that is in none of the templates. */
  checkLoosePolicy?(policy: PolicyFacts, owner: PolicyOwner, context?: RuleContext): Verdict;
  /** The same for an access point of a bucket that is in none of the templates. */
  checkLooseAccessPoint?(accessPoint: AccessPointFacts): Verdict;
  /** Judges a template as a whole, whatever buckets it has. */
  checkTemplate?(template: Template): Verdict;
}

export const COMPLIANT: Verdict = { kind: 'compliant' };
export const NOT_APPLICABLE: Verdict = { kind: 'notApplicable' };

export function unknownVerdict(reason: string): Verdict {
  return { kind: 'unknown', reason };
}

export function violated(
  finding: string, message: string, path: string, evidence: Pick<Violation, 'request' | 'statement' | 'fix' | 'fixes' | 'controls' | 'at' | 'written' | 'coveredBy'> = {},
): Verdict {
  return { kind: 'violations', violations: [{ finding, message, path, ...evidence }] };
}

/** A violation of one of several things that are listed in one finding where several lack the same. */
export function lacking(item: string, before: string, after: string, path: string, { finding = item, at }: Partial<Pick<Violation, 'finding' | 'at'>> = {}): Verdict {
  return { kind: 'violations', violations: [{ finding, message: `${before}${item}${after}`, path, inList: { before, item, after }, ...at ? { at } : {} }] };
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

/** What verdicts on all outcomes of one thing agree on; undefined if they do not. */
export function agreed(verdicts: readonly Verdict[]): Verdict | undefined {
  const kinds = new Set(verdicts.map(({ kind }) => kind));
  return kinds.size === 1 || (kinds.size === 2 && kinds.has('compliant') && kinds.has('notApplicable'))
    ? verdicts.find(({ kind }) => kind !== 'notApplicable') ?? NOT_APPLICABLE : undefined;
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
