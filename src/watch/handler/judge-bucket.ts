import { ReportedRepair } from './bucket-change';
import { ChangeContext, closeRows, decideChanges } from './decide-changes';
import { deliverLeftovers, deliverReports, Delivery } from './deliver-reports';
import { keyNames } from './key-names';
import { changesOf, decideRepairs, makeRepairs, NO_REPAIRS, Repairs, withRepairs } from './repair-bucket';
import { Judgement } from './rule-verdicts';
import { BucketHead, Busy, Channel, RepairRecord, StateRow } from './state';
import { VerdictKind } from './transition';
import { LiveAccount, LiveBucket } from '../../facts/live-bucket';
import { ChangeCause } from '../watch-environment';

/** What the handler works with. */
export interface Watch extends Delivery {
  readonly reader: {
    readBucket(name: string): Promise<LiveBucket | undefined>;
    readAccount(region: string, buckets: readonly LiveBucket[]): Promise<LiveAccount>;
  };
  readonly judge: (account: LiveAccount, bucket: LiveBucket) => Judgement;
  readonly repairs?: Repairs;
  readonly settleSeconds: number;
  readonly excludedBuckets: readonly string[];
  /** Set if buckets of other Regions are left to the watches there. */
  readonly onlyRegion?: string;
  /** Tells this handler from all others, and this invocation from all before it. */
  readonly holder: string;
  /** When this invocation is over, come what may: milliseconds since 1970. */
  readonly deadline: number;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
}

/** What came of a bucket. */
export type Outcome =
  | { readonly kind: 'judged'; readonly verdict: VerdictKind; readonly rules: readonly string[] }
  | { readonly kind: 'deleted' | 'excluded' | 'elsewhere' }
  /** It is new, and may not be complete: to be judged again. */
  | { readonly kind: 'later'; readonly seconds: number; readonly verdict: VerdictKind; readonly rules: readonly string[] }
  | { readonly kind: 'failed'; readonly error: Error };

/** A judgement that has begun. */
export interface Begun {
  readonly name: string;
  readonly head: BucketHead;
  readonly rows: readonly StateRow[];
  readonly records: readonly RepairRecord[];
  readonly bucket?: LiveBucket;
}

/** What is known of the attempt to judge a bucket. */
export interface Attempt {
  readonly cause: ChangeCause | undefined;
  /** The repairs that were made already, and how each went. */
  readonly made: ReadonlyMap<string, ReportedRepair>;
  /** Whether there is another attempt if this one comes too early. */
  readonly isPatient: boolean;
}

/** What one bucket may need: none is begun later than this before the end. */
const SPARE_MILLISECONDS = 20_000;

/** Begins a judgement: delivers what was left behind, and reads the bucket. @throws Busy if another handler has it */
export async function begin(name: string, watch: Watch): Promise<Begun> {
  const { store, reader } = watch;
  if (watch.now().getTime() > watch.deadline - SPARE_MILLISECONDS) {
    throw new Error(`no time is left for ${name}`);
  }
  const head = await store.claim(name, watch.now());
  let known = await store.rows(name);
  if (await deliverLeftovers(known.rules, watch, watch.holder, watch.deadline)) {
    known = await store.rows(name);
  }
  const bucket = watch.excludedBuckets.includes(name) ? undefined : await reader.readBucket(name);
  return { name, head, rows: known.rules, records: known.repairs, bucket };
}

/** Judges what was read. What it made of repairs, if it made any: then the bucket is judged once more. */
export async function finish(
  { name, head, rows, records, bucket }: Begun, account: LiveAccount | Error | undefined, { cause, made, isPatient }: Attempt, watch: Watch,
): Promise<Outcome | ReadonlyMap<string, ReportedRepair>> {
  const { store, repairs, holder, deadline } = watch;
  const now = watch.now();
  const context = (place: StateRow['place'], repairsOf: ChangeContext['repairs'] = () => []): ChangeContext => (
    { bucket: name, place, cause, repairs: repairsOf, channels: Object.keys(watch.channels) as Channel[], holder, until: deadline, now });
  const close = async (reason: string) => report(rows.length === 0 ? [] : closeRows(rows, reason, context(rows[0].place)), head, watch, now);
  if (watch.excludedBuckets.includes(name)) {
    await close('The watch does not check this bucket any more.');
    return { kind: 'excluded' };
  }
  if (!bucket) {
    await close('The bucket was deleted.');
    await store.noteDeleted(name);
    return { kind: 'deleted' };
  }
  if (watch.onlyRegion !== undefined && bucket.region !== watch.onlyRegion) {
    await close('This bucket is left to the watch of its Region.');
    return { kind: 'elsewhere' };
  }
  if (account === undefined || account instanceof Error) {
    throw account ?? new Error(`nothing was read of the account in ${bucket.region}`);
  }
  const judgement = watch.judge(account, bucket);
  const violated = judgement.verdicts.filter(({ kind }) => kind === 'violation').map(({ rule }) => rule);
  const wanted = repairs && (!repairs.dryRun || decideChanges(rows, judgement, context(bucket)).some((row) => row.report?.change.status === 'NONCOMPLIANT'));
  const decision = repairs && wanted ? await decideRepairs(repairs, bucket, account, violated, records, made, now) : NO_REPAIRS;
  if (isPatient && decision.reported.some(({ outcome }) => outcome === 'applied')) {
    // S3 may show a change of a bucket's settings a little later.
    throw new Busy(`the repair of ${name} does not show yet`);
  }
  const changed = decideChanges(rows, withRepairs(judgement, decision), context(bucket, (rule, since) => [
    ...decision.reported.filter(({ rules }) => rules.includes(rule)).map(({ rules: _, ...reported }) => reported),
    ...violated.includes(rule) || since === undefined ? [] : madeSince(records, rule, since),
  ]));
  const overall = overallOf(judgement);
  const age = now.getTime() - Date.parse(head.firstSeen);
  if (age < watch.settleSeconds * 1000 && changed.some((row) => row.report)) {
    return { kind: 'later', seconds: Math.ceil(watch.settleSeconds - age / 1000), ...overall };
  }
  await noteKeys(head, bucket, account, watch);
  await report(changed, head, watch, now);
  if (repairs && decision.due.length > 0) {
    const results = await makeRepairs(bucket, decision, head.generation, store, repairs, now);
    if (!results) {
      throw new Busy(`another judgement of ${name} has begun`);
    }
    return results;
  }
  if (judgement.failure !== undefined) {
    throw new Error(judgement.failure);
  }
  return { kind: 'judged', ...overall };
}

/** The repairs of a rule since a time, each as it was made last. */
function madeSince(records: readonly RepairRecord[], rule: string, since: string): readonly ReportedRepair[] {
  const last = new Map(records.filter(({ rules, at }) => rules.includes(rule) && at >= since).map((record) => [record.repair, record]));
  return [...last.values()].map(({ repair, steps }) => ({ id: repair, outcome: 'applied', changes: changesOf(steps) }));
}

/** Writes what has changed, unless another judgement has begun since this one, and then tells. */
async function report(changed: readonly StateRow[], head: BucketHead, watch: Watch, now: Date): Promise<void> {
  if (changed.length === 0) {
    return;
  }
  if (!await watch.store.write(head.bucket, changed, now, head.generation)) {
    throw new Busy(`another judgement of ${head.bucket} has begun`);
  }
  await deliverReports(changed, watch);
}

function overallOf({ verdicts }: Judgement): { readonly verdict: VerdictKind; readonly rules: readonly string[] } {
  for (const verdict of ['violation', 'unknown'] as const) {
    const rules = verdicts.filter(({ kind }) => kind === verdict).map(({ rule }) => rule);
    if (rules.length > 0) {
      return { verdict, rules };
    }
  }
  return { verdict: 'compliant', rules: [] };
}

/** Remembers the key of a bucket, by each name that an event may have for it. */
async function noteKeys({ keys }: BucketHead, bucket: LiveBucket, account: LiveAccount, { store }: Watch): Promise<void> {
  const names = keyNames(bucket, account);
  if (names.length !== keys.length || names.some((name) => !keys.includes(name))) {
    await store.noteKeys(bucket.name, names);
  }
}
