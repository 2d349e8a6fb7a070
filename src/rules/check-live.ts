import { Check } from './check';
import { checkReport, OnProgress } from './check-report';
import { BucketComparison, compareBuckets } from './compare-buckets';
import { CheckReport, Finding } from './finding';
import { MODEL_BUCKETS, modelBucket } from './model-buckets';
import { LiveBatch, liveBatches } from '../facts/live-batches';
import { LiveAccount, LiveBucket } from '../facts/live-bucket';
import { liveTemplate, LiveScope } from '../facts/live-template';
import { listOf, ownValue, textOf } from '../template/read-json';

/** Which model a bucket is compared with. */
export interface ModelChoice {
  /** The key of the tag whose value names the model. */
  readonly tag?: string;
  /** The model of a bucket that has no such tag; without it such a bucket is compared with none. */
  readonly byDefault?: string;
}

export interface LiveCheckOptions extends LiveScope {
  readonly model?: ModelChoice;
  readonly onProgress?: OnProgress;
}

/** How a bucket compares with its model: `more` means that the bucket is more permissive. */
export interface ModelComparison {
  readonly bucket: string;
  readonly region: string;
  readonly model: string;
  /** Absent where the tag names no model that there is. */
  readonly comparison?: BucketComparison;
}

/** What was found on buckets of an account: a report like that on templates, the template being `ACCOUNT/REGION` and the logical id the name of the bucket. */
export interface LiveReport extends CheckReport {
  readonly comparisons: readonly ModelComparison[];
}

/** As many are in memory at a time: of each there is all that was worked out about its policy. */
const BATCH = 250;

/** Judges buckets of an account in one Region by the rules that make sense of buckets that are there already. */
export function checkLive(account: LiveAccount, buckets: readonly LiveBucket[], check: Check, options: LiveCheckOptions = {}): LiveReport {
  const { model, onProgress } = options;
  const reports = liveBatches(buckets, BATCH).map((batch, i) => checkBatch(account, batch, check, {
    ...options, onProgress: (judged) => onProgress?.(i * BATCH + Math.min(judged, batch.judged.length)),
  }));
  const findings = reports.flatMap((report) => report.findings);
  const errors = reports.flatMap((report) => report.errors);
  const count = (verdict: Finding['verdict']) => findings.filter((finding) => finding.verdict === verdict).length;
  return {
    account: account.account,
    findings,
    errors,
    comparisons: model ? reports.flatMap((report) => report.comparisons) : [],
    summary: { templates: 1, buckets: buckets.length, violations: count('violation'), unknown: count('unknown'), suppressed: 0, errors: errors.length },
  };
}

function checkBatch(account: LiveAccount, { judged, beside }: LiveBatch, check: Check, { isWhole, model, onProgress }: LiveCheckOptions): Pick<LiveReport, 'findings' | 'errors' | 'comparisons'> {
  const template = liveTemplate(account, [...judged, ...beside], { isWhole });
  const comparisons: ModelComparison[] = [];
  const models = new Map<string, ReturnType<typeof modelBucket>>();
  const { findings, errors } = checkReport([{ templates: [template], acknowledgements: new Map() }], [], check, onProgress, (facts) => {
    for (const bucket of model ? judged : []) {
      const chosen = modelOf(bucket, model!);
      const own = facts.at({ template: template.id, logicalId: bucket.name });
      if (chosen !== undefined && own) {
        const other = models.get(chosen) ?? modelBucket(chosen);
        models.set(chosen, other);
        comparisons.push({ bucket: bucket.name, region: bucket.region, model: chosen, ...other ? { comparison: compareBuckets(own, other) } : {} });
      }
    }
  });
  const names = new Set(judged.map(({ name }) => name));
  return { findings: findings.filter(({ logicalId }) => logicalId !== null && names.has(logicalId)), errors, comparisons };
}

/** The model that a bucket is to be compared with, if any. Where its tags are not known, that is the default. */
export function modelOf({ answers }: LiveBucket, { tag, byDefault }: ModelChoice): string | undefined {
  const tags = answers.GetBucketTagging;
  const tagged = tag !== undefined && tags?.kind === 'value'
    ? listOf(ownValue(tags.value, 'TagSet')).find((one) => ownValue(one, 'Key') === tag) : undefined;
  return tagged === undefined ? byDefault : textOf(ownValue(tagged, 'Value'));
}

/** What is said of a comparison, as one sentence. */
export function comparisonText({ bucket, region, model, comparison }: ModelComparison): string {
  const subject = `bucket ${bucket} in ${region}`;
  if (!comparison) {
    return `${subject} is tagged with the model ${JSON.stringify(model)}, which there is not: use ${MODEL_BUCKETS.map(({ name }) => name).join(' or ')}`;
  }
  const { relation, properties, allowed, notDenied } = comparison;
  const more = [
    ...properties.filter((property) => property.relation === 'more').map(({ property, first, second }) => `${property} (${first}, against ${second})`),
    ...[['what its policy allows', allowed], ['what its policy does not deny', notDenied]].flatMap(([what, of]) =>
      typeof of === 'object' && (of.relation === 'more' || of.relation === 'incomparable') ? [what as string] : []),
  ];
  return relation === 'equivalent' || relation === 'less' ? `${subject} is nowhere more permissive than the model ${model}`
    : more.length > 0 ? `${subject} is more permissive than the model ${model} in ${more.join(', ')}`
      : `whether ${subject} is more permissive than the model ${model} is not known`;
}
