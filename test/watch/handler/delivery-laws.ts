import { RULES, SimulatedAccount } from './simulated-account';
import { BucketChange } from '../../../src/watch/handler/bucket-change';

/** What went wrong with the reports of a simulated account, once all messages have been handled: all zero if the handler keeps its promises. */
export interface Faults {
  /** Reports that were decided and have not arrived at a channel. */
  readonly lost: number;
  /** Reports with the status of the one before, on the same bucket and rule. */
  readonly doubled: number;
  /** Buckets and rules whose last report is not what is true. */
  readonly wrong: number;
  readonly deadLetters: number;
}

export interface Figures extends Faults {
  readonly reports: number;
  /** Deliveries of a report that had arrived before: each has the id of the first. */
  readonly redelivered: number;
}

export function figuresOf(account: SimulatedAccount): Figures {
  const { decided, delivered, deadLetters } = account;
  const topic = new Map(delivered.topic.map((change) => [change.id, change]));
  const bus = new Map(delivered.bus.map((change) => [change.id, change]));
  const expected = [...decided.values()];
  const lost = expected.filter(({ id, status }) => !bus.has(id) || (status !== 'CLOSED' && !topic.has(id))).length;
  const histories = new Map<string, BucketChange[]>();
  for (const change of bus.values()) {
    const key = `${change.bucket} ${change.rule}`;
    histories.set(key, [...histories.get(key) ?? [], change].sort((a, b) => a.time.localeCompare(b.time)));
  }
  const doubled = [...histories.values()].reduce((sum, history) => sum + history.filter(({ status }, i) => i > 0 && status === history[i - 1].status).length, 0);
  const names = new Set([...account.buckets.keys(), ...[...bus.values()].map(({ bucket }) => bucket)]);
  const wrong = [...names].flatMap((name) => RULES.map((rule) => {
    const truth = account.buckets.get(name);
    const last = histories.get(`${name} ${rule}`)?.at(-1)?.status ?? 'COMPLIANT';
    const isOpen = last === 'NONCOMPLIANT' || last === 'UNKNOWN';
    return truth === undefined ? isOpen : truth.unknown.has(rule) ? last !== 'UNKNOWN' : truth.violated.has(rule) ? last !== 'NONCOMPLIANT' : isOpen;
  })).filter(Boolean).length;
  return { lost, doubled, wrong, deadLetters: deadLetters.length, reports: topic.size, redelivered: delivered.topic.length - topic.size };
}
