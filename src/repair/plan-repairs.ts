import { Repair, RepairOptions, RepairPlan, RepairStep } from './repair';
import { applied, SETTING_CALLS } from './repair-calls';
import { REPAIRS } from './repairs';
import { LiveAccount, LiveBucket } from '../facts/live-bucket';

/** What several repairs do to one bucket. */
export interface CombinedPlan {
  /** What each repair does or refuses, as the bucket is after those before it. */
  readonly plans: readonly { readonly repair: Repair; readonly plan: RepairPlan }[];
  /** What is sent: the changes of one setting as one. */
  readonly steps: readonly RepairStep[];
}

/**
 * Plans several repairs of one bucket, in the order of the catalog: each sees the bucket as those before it leave it, and is proved by itself.
 *
 * @param ids which repairs; a name that is none is left out
 */
export function planRepairs(bucket: LiveBucket, account: LiveAccount, ids: readonly string[], options: RepairOptions = {}): CombinedPlan {
  let after = bucket;
  const plans = REPAIRS.filter(({ id }) => ids.includes(id)).map((repair) => {
    const plan = repair.plan(after, account, options);
    after = plan.kind === 'steps' ? plan.steps.reduce(applied, after) : after;
    return { repair, plan };
  });
  return { plans, steps: merged(plans.flatMap(({ plan }) => plan.kind === 'steps' ? plan.steps : [])) };
}

/** What undoes the steps: in the reverse order, since the last may be what S3 refuses the others for. */
export function undoing(steps: readonly RepairStep[]): RepairStep['undo'][] {
  return steps.map(({ undo }) => undo).reverse();
}

/** One step for each setting, where the first change of it stands. */
function merged(steps: readonly RepairStep[]): RepairStep[] {
  const bySetting = new Map<string, RepairStep>();
  for (const step of steps) {
    const setting = SETTING_CALLS[step.call].changes;
    const first = bySetting.get(setting);
    bySetting.set(setting, first === undefined ? step : {
      ...step,
      undo: first.undo,
      permissions: [...new Set([...first.permissions, ...step.permissions])],
      before: `${first.before}\n${step.before}`,
      after: `${first.after}\n${step.after}`,
      lost: [...first.lost, ...step.lost],
    });
  }
  return [...bySetting.values()];
}
