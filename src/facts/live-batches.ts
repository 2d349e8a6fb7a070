import type { LiveBucket } from './live-bucket';
import { dig, textOf } from '../template/read-json';

/** Buckets that are judged together, and those beside them without which nobody could tell who receives whose logs. */
export interface LiveBatch {
  readonly judged: readonly LiveBucket[];
  readonly beside: readonly LiveBucket[];
}

/**
 * Batches of buckets, so that what is known of a fleet need not all be in memory at once. A batch has the buckets that its own
 * deliver their logs to, and theirs, and for each log bucket one that delivers to it: more would say nothing else.
 */
export function liveBatches(buckets: readonly LiveBucket[], size: number): LiveBatch[] {
  if (buckets.length <= size) {
    return [{ judged: buckets, beside: [] }];
  }
  const byName = new Map(buckets.map((bucket) => [bucket.name, bucket]));
  const sources = new Map<string, LiveBucket>();
  for (const bucket of buckets) {
    const target = byName.get(targetOf(bucket));
    // One that gets its own logs back from there makes no log bucket of it.
    if (target && !sources.has(target.name) && !targetsFrom(target, byName).has(bucket) && target !== bucket) {
      sources.set(target.name, bucket);
    }
  }
  return Array.from({ length: Math.ceil(buckets.length / size) }, (_, i) => {
    const judged = buckets.slice(i * size, (i + 1) * size);
    const own = new Set(judged);
    const near = judged.flatMap((bucket) => [...targetsFrom(bucket, byName)]);
    const delivering = judged.flatMap(({ name }) => sources.get(name) ?? []);
    return { judged, beside: [...new Set([...near, ...delivering])].filter((bucket) => !own.has(bucket)) };
  });
}

/** The buckets that the logs of one end in: its target, that one's, and so on. */
function targetsFrom(bucket: LiveBucket, byName: ReadonlyMap<string, LiveBucket>): Set<LiveBucket> {
  const found = new Set<LiveBucket>();
  for (let next = byName.get(targetOf(bucket)); next && !found.has(next); next = byName.get(targetOf(next))) {
    found.add(next);
  }
  return found;
}

function targetOf({ answers: { GetBucketLogging: answer } }: LiveBucket): string {
  return answer?.kind === 'value' ? textOf(dig(answer.value, 'LoggingEnabled', 'TargetBucket')) : '';
}
