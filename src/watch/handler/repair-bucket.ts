import { reportedChanges, ReportedRepair } from './bucket-change';
import { Judgement, RuleVerdict, WATCH_RULE } from './rule-verdicts';
import { RepairRecord, StateStore } from './state';
import { LiveAccount, LiveBucket } from '../../facts/live-bucket';
import { RepairCall, RepairPlan, RepairStep } from '../../repair/repair';

/** What an allowed repair would do to a bucket. */
export interface PlannedRepair {
  readonly id: string;
  readonly rules: readonly string[];
  readonly plan: RepairPlan;
}

/** The repairs that are allowed. */
export interface Repairs {
  readonly dryRun: boolean;
  /** How often the same repair is made on a bucket within 24 hours. */
  readonly perDay: number;
  /** The allowed repairs of these rules. */
  idsFor(rules: readonly string[]): readonly string[];
  /** What these repairs would do, one after the other: each sees the bucket as those before it leave it. */
  plan(bucket: LiveBucket, account: LiveAccount, ids: readonly string[]): Promise<readonly PlannedRepair[]>;
  /** Makes a call by the role of the repair. */
  apply(repair: string, region: string, call: RepairCall): Promise<void>;
}

/** What is to be done about a bucket: said in its reports, and then made. */
export interface RepairDecision {
  readonly reported: readonly (ReportedRepair & { readonly rules: readonly string[] })[];
  readonly due: readonly (PlannedRepair & { readonly steps: readonly RepairStep[] })[];
  /** What is to be said of repairs that do not work. */
  readonly verdicts: readonly RuleVerdict[];
  readonly undecided: readonly string[];
}

const DAY = 24 * 60 * 60 * 1000;

export const NO_REPAIRS: RepairDecision = { reported: [], due: [], verdicts: [], undecided: [] };

/**
 * Decides what to repair. The state of the bucket decides, so that the watch's own changes ask for nothing more; and if something
 * undoes a repair again and again, the watch stops and says so.
 *
 * @param made what was made in this judgement already, and how it went
 */
export async function decideRepairs(
  repairs: Repairs, bucket: LiveBucket, account: LiveAccount, rules: readonly string[], records: readonly RepairRecord[], made: ReadonlyMap<string, ReportedRepair>, now: Date,
): Promise<RepairDecision> {
  const lately = (id: string) => records.filter(({ repair, at }) => repair === id && now.getTime() - Date.parse(at) < DAY).length;
  const ids = repairs.idsFor(rules);
  const stopped = repairs.dryRun ? [] : ids.filter((id) => made.has(id) || lately(id) >= repairs.perDay);
  // What is not made may not be part of what another repair sends.
  const planned = [
    ...await repairs.plan(bucket, account, ids.filter((id) => !stopped.includes(id))),
    ...(await Promise.all(stopped.map((id) => repairs.plan(bucket, account, [id])))).flat(),
  ];
  const decided = planned.filter(({ plan }) => plan.kind !== 'nothing')
    .map((one) => ({ ...one, lately: lately(one.id), reported: made.get(one.id) ?? decisionOn(one, repairs, lately(one.id)) }));
  return {
    reported: decided.map(({ reported, rules: repaired }) => ({ ...reported, rules: repaired })),
    due: decided.flatMap(({ reported, plan, ...one }) => reported.outcome === 'applying' && plan.kind === 'steps' ? [{ ...one, plan, steps: plan.steps }] : []),
    verdicts: decided.flatMap(({ id, reported, lately: times }) => verdictOn(id, reported, times)),
    // Until it has been made, or while it is not made again, nobody knows whether it works now.
    undecided: decided.filter(({ reported }) => reported.outcome === 'applying' || reported.outcome === 'limit')
      .flatMap(({ id }) => [`${WATCH_RULE}Repair/${id}`, `${WATCH_RULE}RepairKept/${id}`]),
  };
}

function decisionOn({ id, plan }: PlannedRepair, { dryRun, perDay }: Repairs, lately: number): ReportedRepair {
  if (plan.kind !== 'steps') {
    return { id, outcome: 'refused', changes: reportedChanges(plan.kind === 'refused' ? [plan.reason] : []) };
  }
  return { id, outcome: dryRun ? 'planned' : lately >= perDay ? 'limit' : 'applying', changes: changesOf(plan.steps) };
}

/** The changes of a repair, each as a sentence. */
export function changesOf(steps: readonly RepairStep[]): readonly string[] {
  return reportedChanges(steps.map(({ call, before, after }) => `${call}: ${before} becomes ${after}`));
}

/** A repair that is still needed after it was made, or that fails, is a finding of its own. */
function verdictOn(id: string, { outcome, changes }: ReportedRepair, lately: number): RuleVerdict[] {
  const verdict = (rule: string, title: string, finding: string, message: string, fix: string): RuleVerdict[] => [{
    rule: `${WATCH_RULE}${rule}/${id}`, title, severity: 'error', kind: 'violation', findings: [{ id: finding, message, fix }],
  }];
  switch (outcome) {
    case 'failed': return verdict('Repair', `the repair ${id} works on the bucket`, 'Failed', `The repair ${id} failed: ${changes.join('; ')}.`, 'Allow the role of the repair what it needs, or repair the bucket by hand.');
    case 'applied': return verdict('Repair', `the repair ${id} works on the bucket`, 'NoEffect', `The repair ${id} was made, and the bucket does not comply yet.`, 'Repair the bucket by hand.');
    case 'limit': return verdict('RepairKept', `what the repair ${id} changes stays as it is`, 'ChangedBack', `The repair ${id} was made ${lately} times within 24 hours, and something changes it back each time.`,
      'Find out what changes it back, such as a deployment, and repair the bucket there.');
    default: return [];
  }
}

/** Adds what is said of repairs to what is said of the bucket. */
export function withRepairs(judgement: Judgement, { verdicts, undecided }: RepairDecision): Judgement {
  return { ...judgement, verdicts: [...judgement.verdicts, ...verdicts], undecided: [...judgement.undecided, ...undecided] };
}

/**
 * Makes the repairs that are due. What was there before is recorded before the first call.
 *
 * @returns how each went; undefined if another judgement of the bucket has begun, whose turn it is then
 */
export async function makeRepairs(
  { name, region }: LiveBucket, { due }: RepairDecision, generation: number, store: StateStore, repairs: Repairs, now: Date,
): Promise<ReadonlyMap<string, ReportedRepair> | undefined> {
  const made = new Map<string, ReportedRepair>();
  for (const { id, rules, steps } of due) {
    if (!await store.recordRepair(name, { repair: id, rules, at: now.toISOString(), steps }, generation)) {
      return undefined;
    }
    const result = await makeRepair(id, region, steps, repairs);
    made.set(id, result);
    if (result.outcome === 'failed') {
      // What follows was planned for the bucket as this one would have left it.
      break;
    }
  }
  return made;
}

async function makeRepair(id: string, region: string, steps: readonly RepairStep[], repairs: Repairs): Promise<ReportedRepair> {
  for (const { service, call, input } of steps) {
    try {
      await repairs.apply(id, region, { service, call, input });
    } catch (error) {
      return { id, outcome: 'failed', changes: reportedChanges([`${call}: ${(error as Error).message}`]) };
    }
  }
  return { id, outcome: 'applied', changes: changesOf(steps) };
}
