import { Finding, Severity } from '../rules/finding';
import { constructNameOf } from '../template/construct-name';

/** How much a finding asks for: what is unknown asks for a look, whatever the severity of its rule. */
export type Weight = Severity | 'unknown';

/** The weights, heaviest first. */
export const WEIGHTS: readonly Weight[] = ['error', 'warning', 'unknown'];

export interface TemplateGroup {
  readonly template: string;
  readonly buckets: readonly BucketGroup[];
}

export interface BucketGroup {
  /** Null for what was found on no bucket of the template. */
  readonly logicalId: string | null;
  /** What readers know the bucket by: its construct, or its logical id where no construct is known. */
  readonly name: string | null;
  readonly findings: readonly Finding[];
}

export function weightOf({ severity, verdict }: Finding): Weight {
  return verdict === 'unknown' ? 'unknown' : severity;
}

export function countOf(findings: readonly Finding[], weight: Weight): number {
  return findings.filter((finding) => weightOf(finding) === weight).length;
}

/** The findings by template and bucket, both as they first appear, what is about no bucket last; the heaviest findings first. */
export function groupFindings(findings: readonly Finding[]): TemplateGroup[] {
  return groupBy(findings, ({ template }) => template).map(([template, ofTemplate]) => ({
    template,
    buckets: groupBy(ofTemplate, ({ logicalId }) => logicalId)
      .map(([logicalId, ofBucket]) => ({ logicalId, name: constructNameOf(ofBucket[0].constructPath) ?? logicalId, findings: heaviestFirst(ofBucket) }))
      .sort((a, b) => Number(a.logicalId === null) - Number(b.logicalId === null)),
  }));
}

/** Items with the same key, in the order in which the keys first appear. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): [K, T[]][] {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) {
      group.push(item);
    } else {
      groups.set(key, [item]);
    }
  }
  return [...groups];
}

function heaviestFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => WEIGHTS.indexOf(weightOf(a)) - WEIGHTS.indexOf(weightOf(b)));
}
