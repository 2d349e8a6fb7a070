import { BucketGroup, groupBy, TemplateGroup, weightOf } from './report-groups';
import { Finding } from '../rules/finding';

/** One rule on one bucket. What claims other controls is apart. */
export interface Card {
  /** The id of its element: what links to it. */
  readonly id: string;
  readonly rule: string;
  readonly bucket: BucketGroup;
  readonly template: string;
  readonly findings: readonly Finding[];
}

export interface CardGroup {
  readonly template: string;
  readonly buckets: readonly { readonly bucket: BucketGroup; readonly cards: readonly Card[] }[];
}

/** The findings as the report shows them: what explains a rule is said once for each bucket, however often it is broken. */
export function cardGroups(groups: readonly TemplateGroup[]): CardGroup[] {
  return groups.map(({ template, buckets }, t) => ({
    template,
    buckets: buckets.map((bucket, b) => ({
      bucket,
      cards: groupBy(bucket.findings, (finding) => `${weightOf(finding)} ${finding.rule} ${JSON.stringify(finding.controls)}`)
        .map(([, findings], c) => ({ id: `card-${t}-${b}-${c}`, rule: findings[0].rule, bucket, template, findings })),
    })),
  }));
}
