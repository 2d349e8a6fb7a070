import { Check } from './check';
import { checkReport } from './check-report';
import { BucketComparison, BucketPolicyComparison, compareBuckets, DecidingStatements, PropertyComparison } from './compare-buckets';
import { Finding, joined, Note, partsOf } from './finding';
import { hasSameContent } from './same-content';
import { BucketFacts } from '../facts/bucket-facts';
import { PolicyRequest } from '../policy/policy-request';
import { InputError, TemplateGroup } from '../template/template-group';

/** The templates of one side, and what a template is called on both sides. */
export interface DiffSide {
  readonly groups: readonly TemplateGroup[];
  readonly errors: readonly InputError[];
  /** What was not judged, or not as it will be deployed, as far as reading the templates shows it. */
  readonly notes: readonly Note[];
  /** Empty for the folder or file itself. */
  nameOf(template: string): string;
}

/** What becomes of one bucket, or of what is about no bucket of its template. */
export interface BucketDifference {
  readonly template: string;
  /** Null for what was found on no bucket of the template. */
  readonly logicalId: string | null;
  readonly constructPath: string | null;
  readonly status: 'added' | 'removed' | 'changed';
  readonly gained: readonly Finding[];
  readonly lost: readonly Finding[];
  readonly properties: readonly PropertyComparison[];
  readonly requests: readonly DifferingRequest[];
  /** Why the policies could not be compared. */
  readonly unknown: readonly string[];
}

/** A request that only one of the two policies lets through. */
export interface DifferingRequest {
  readonly only: 'before' | 'after';
  /** By the bucket policy itself, or with the help of an identity policy, which every Deny of the bucket policy stops. */
  readonly letThrough: 'byBucketPolicy' | 'byIdentityPolicy';
  readonly request: PolicyRequest;
  readonly statements: DecidingStatements;
}

export interface BucketDiff {
  readonly differences: readonly BucketDifference[];
  /** How many buckets are the same on both sides. */
  readonly unchanged: number;
  readonly errors: readonly InputError[];
  /** What was not judged on one side or both, or not as it will be deployed: nothing of it is in the differences. */
  readonly notes: readonly Pick<Note, 'template' | 'message'>[];
}

/** Says for each bucket what a change of its templates does to it: findings, settings, and requests that are let through. */
export function diffBuckets(before: DiffSide, after: DiffSide, check: Check): BucketDiff {
  const [{ subjects: old, errors: oldErrors, notes: oldNotes }, { subjects: now, errors: newErrors, notes: newNotes }] = [read(before, check), read(after, check)];
  const unjudged = [...oldErrors, ...newErrors];
  const unread = new Set([before, after].flatMap(({ errors, nameOf }) => errors.map(({ template }) => nameOf(template))));
  // What one side could not read or judge is no difference.
  const keys = unread.has('') || unjudged.length > 0 ? [] : [...new Set([...old.keys(), ...now.keys()])].filter((key) => !unread.has((old.get(key) ?? now.get(key))!.template)).sort();
  const differences = keys.flatMap((key) => differenceOf(old.get(key), now.get(key)) ?? []);
  return {
    differences,
    unchanged: keys.filter((key) => old.get(key)?.facts && now.get(key)?.facts).length - differences.filter(({ status, logicalId }) => status === 'changed' && logicalId !== null).length,
    errors: [...before.errors, ...after.errors, ...unjudged],
    notes: [...oldNotes, ...newNotes.filter(({ template, message }) => !oldNotes.some((note) => note.template === template && note.message === message))],
  };
}

interface Subject {
  readonly template: string;
  readonly logicalId: string | null;
  readonly facts?: BucketFacts;
  readonly findings: readonly Finding[];
}

/** Buckets by template and logical id, by which CloudFormation knows what to update. */
function read({ groups, notes: fromReading, nameOf }: DiffSide, check: Check): { readonly subjects: ReadonlyMap<string, Subject> } & Pick<BucketDiff, 'errors' | 'notes'> {
  const subjects = new Map<string, Subject & { findings: Finding[] }>();
  const subject = (template: string, logicalId: string | null, facts?: BucketFacts) => {
    const key = JSON.stringify([nameOf(template), logicalId ?? '']);
    const found = subjects.get(key) ?? { template: nameOf(template), logicalId, facts, findings: [] };
    subjects.set(key, found);
    return found;
  };
  const { findings, errors, notes = [] } = checkReport(groups, [], check, undefined, ({ buckets }) =>
    buckets.forEach((facts) => subject(facts.address.template, facts.address.logicalId, facts)));
  findings.forEach((finding) => subject(finding.template, finding.logicalId).findings.push(finding));
  return { subjects, errors, notes: [...fromReading, ...notes].map(({ template, message }) => ({ template: nameOf(template), message })) };
}

function differenceOf(old: Subject | undefined, now: Subject | undefined): BucketDifference | undefined {
  const { template, logicalId } = (now ?? old)!;
  const gained = onlyIn(now, old);
  const lost = onlyIn(old, now);
  const comparison = old?.facts && now?.facts && !looksTheSame(old.facts, now.facts) ? compareBuckets(old.facts, now.facts) : undefined;
  const status = logicalId === null || (old && now) ? 'changed' : now ? 'added' : 'removed';
  const compared = { properties: comparison?.properties.filter(({ relation }) => relation !== 'equivalent') ?? [], ...policiesOf(comparison) };
  const isSame = status === 'changed' && [gained, lost, compared.properties, compared.requests, compared.unknown].every((list) => list.length === 0);
  return isSame ? undefined : { template, logicalId, constructPath: (now?.facts ?? old?.facts)?.constructPath ?? null, status, gained, lost, ...compared };
}

/** A finding is the same one if rule and evidence are, as for acknowledgements. */
function onlyIn(one: Subject | undefined, other: Subject | undefined): readonly Finding[] {
  const idOf = ({ rule, verdict, evidence }: Finding) => `${rule}[${evidence.id}] ${verdict}`;
  const ids = new Set(other?.findings.flatMap(partsOf).map(idOf));
  return joined(one?.findings.flatMap(partsOf).filter((finding) => !ids.has(idOf(finding))) ?? []);
}

/** A bucket of which nothing changed needs no proof that it did not, even where parts are not known. */
function looksTheSame(old: BucketFacts, now: BucketFacts): boolean {
  return hasSameContent(old, now, [old.address.template, now.address.template]);
}

function policiesOf(comparison: BucketComparison | undefined): Pick<BucketDifference, 'requests' | 'unknown'> {
  if (!comparison) {
    return { requests: [], unknown: [] };
  }
  const { allowed, notDenied } = comparison;
  const requests = [...requestsOf(allowed, 'byBucketPolicy'), ...requestsOf(notDenied, 'byIdentityPolicy')];
  return { requests, unknown: [...new Set([allowed, notDenied].flatMap(({ relation, reason }) => relation === 'unknown' ? reason ?? [] : []))] };
}

function requestsOf({ onlyFirst, onlySecond, deciding }: BucketPolicyComparison, letThrough: DifferingRequest['letThrough']): DifferingRequest[] {
  return [
    ...onlySecond ? [{ only: 'after' as const, letThrough, request: onlySecond, statements: deciding.onlySecond! }] : [],
    ...onlyFirst ? [{ only: 'before' as const, letThrough, request: onlyFirst, statements: deciding.onlyFirst! }] : [],
  ];
}
