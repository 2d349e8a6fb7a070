import { BucketChange } from './bucket-change';
import { Busy, Channel, PendingReport, StateRow, StateStore } from './state';

/** Where reports go: takes reports, and says which of them did not arrive. */
export type Deliver = (changes: readonly BucketChange[]) => Promise<{ readonly failed: ReadonlySet<string>; readonly why?: string }>;

export interface Delivery {
  readonly store: StateStore;
  readonly channels: Readonly<Partial<Record<Channel, Deliver>>>;
  readonly now: () => Date;
  readonly log: (entry: Readonly<Record<string, unknown>>) => void;
}

type Pending = StateRow & { readonly report: PendingReport };

/**
 * Delivers the reports of rows, which the caller holds, and notes what has arrived.
 *
 * A report leaves its row only when all channels have it. If the handler is killed before that, anyone who comes after the end of its
 * life delivers what is left, with the same id.
 *
 * @throws Error when a channel did not take all
 */
export async function deliverReports(rows: readonly StateRow[], { store, channels, now, log }: Delivery): Promise<void> {
  const pending = rows.filter((row): row is Pending => row.report !== undefined);
  if (pending.length === 0) {
    return;
  }
  const left = new Map(pending.map(({ report }) => [report.change.id, new Set(report.left)]));
  const problems: string[] = [];
  for (const channel of ['topic', 'bus', 'hub'] as const) {
    const due = pending.filter(({ report }) => report.left.includes(channel)).map(({ report }) => report.change);
    const { failed, why } = due.length === 0 ? { failed: new Set(), why: undefined } : await attempt(channels[channel], due);
    due.filter(({ id }) => !failed.has(id)).forEach(({ id }) => left.get(id)!.delete(channel));
    if (failed.size > 0) {
      problems.push(`${failed.size} of ${due.length} reports did not reach the ${channel}${why ? `: ${why}` : ''}`);
    }
  }
  const next = pending.map(({ report, ...row }): StateRow => {
    const rest = [...left.get(report.change.id)!];
    return { ...row, version: row.version + 1, ...rest.length === 0 ? {} : { report: { ...report, left: rest, until: 0 } } };
  });
  const noted = await store.write(pending[0].bucket, next, now());
  pending.forEach(({ bucket, rule, report: { change } }, i) => log({
    decision: !noted ? 'taken over' : next[i].report ? 'not reported' : 'reported', bucket, rule, status: change.status, id: change.id,
  }));
  if (problems.length > 0) {
    throw new Error(problems.join('; '));
  }
}

async function attempt(deliver: Deliver | undefined, changes: readonly BucketChange[]): ReturnType<Deliver> {
  try {
    // A channel that has been switched off since then wants nothing.
    return deliver ? await deliver(changes) : { failed: new Set() };
  } catch (error) {
    return { failed: new Set(changes.map(({ id }) => id)), why: (error as Error).message };
  }
}

/**
 * Delivers what handlers before this one left behind, and returns the rows as they are then.
 *
 * @throws Busy while the handler that holds a report may still be alive
 */
export async function deliverLeftovers(rows: readonly StateRow[], delivery: Delivery, holder: string, until: number): Promise<boolean> {
  const leftovers = rows.filter((row): row is Pending => row.report !== undefined);
  if (leftovers.length === 0) {
    return false;
  }
  const now = delivery.now();
  const held = leftovers.find(({ report }) => report.holder !== holder && report.until > now.getTime());
  if (held) {
    throw new Busy(`another handler is reporting ${held.rule} of ${held.bucket} until ${new Date(held.report.until).toISOString()}`);
  }
  const claimed = leftovers.map((row): StateRow => ({ ...row, version: row.version + 1, report: { ...row.report, holder, until } }));
  if (!await delivery.store.write(claimed[0].bucket, claimed, now)) {
    throw new Busy(`another handler took over a report of ${claimed[0].bucket}`);
  }
  await deliverReports(claimed, delivery);
  return true;
}
