import { BucketChange, changeId, ReportedRepair, shortened } from './bucket-change';
import { Judgement, RuleVerdict, WATCH_RULE } from './rule-verdicts';
import { Channel, isOpen, Place, StateRow } from './state';
import { transition } from './transition';
import { ChangeCause } from '../watch-environment';

/** What a report says besides the verdict, and who sends it. */
export interface ChangeContext {
  readonly bucket: string;
  readonly place: Place;
  readonly cause?: ChangeCause;
  /** What is done about a rule, or was done since a time. */
  readonly repairs: (rule: string, since: string | undefined) => readonly ReportedRepair[];
  readonly channels: readonly Channel[];
  readonly holder: string;
  /** Until when the one who writes it may deliver it. */
  readonly until: number;
  readonly now: Date;
}

/** The rows that a judgement changes, each with its report. */
export function decideChanges(rows: readonly StateRow[], judgement: Judgement, context: ChangeContext): StateRow[] {
  const known = new Map(rows.map((row) => [row.rule, row]));
  const judged = new Set([...judgement.verdicts.map(({ rule }) => rule), ...judgement.undecided]);
  const left = rows.filter((row) => isOpen(row) && !judged.has(row.rule)).flatMap((row) => verdictOnLeft(row, judgement));
  return [...judgement.verdicts, ...left].flatMap((verdict) => changedRow(known.get(verdict.rule), verdict, context));
}

/** What is said of an open row that the judgement has no verdict for. */
function verdictOnLeft({ rule, title, severity }: StateRow, { failure }: Judgement): RuleVerdict[] {
  const common = { rule, title, severity, findings: [] };
  if (rule.startsWith(WATCH_RULE)) {
    // A problem of the watch that is not there any more; but what failed this time may hide it.
    return failure !== undefined ? [] : [{ ...common, kind: 'compliant' }];
  }
  return [{ ...common, kind: 'gone', reason: 'The watch does not check this rule any more.' }];
}

/** Closes what is open of a bucket that is gone, or that is not judged any more. */
export function closeRows(rows: readonly StateRow[], reason: string, context: ChangeContext): StateRow[] {
  return rows.filter(isOpen).flatMap((row) => changedRow(row, { rule: row.rule, title: row.title, severity: row.severity, kind: 'gone', findings: [], reason }, context));
}

function changedRow(previous: StateRow | undefined, verdict: RuleVerdict, context: ChangeContext): StateRow[] {
  const { bucket, place, cause, repairs, channels, holder, until } = context;
  const now = context.now.toISOString();
  const { state, report: status } = transition(previous?.state, verdict.kind, now);
  if (state === undefined) {
    return [];
  }
  const { rule, title, severity, findings, reason } = verdict;
  const change: BucketChange | undefined = status && {
    version: '1',
    id: changeId(bucket, rule, state.changes, now),
    status,
    bucket,
    account: place.account,
    region: place.region,
    partition: place.partition,
    rule,
    title,
    severity,
    time: now,
    ...previous ? { previousSince: previous.state.since } : {},
    findings,
    ...reason === undefined ? {} : { reason: shortened(reason, 4000) },
    repairs: repairs(rule, previous?.state.since),
    ...cause ? { cause } : {},
  };
  return [{
    bucket,
    rule,
    place,
    version: (previous?.version ?? 0) + 1,
    state,
    title,
    severity,
    ...change ? { report: { change, left: channels.filter((channel) => channel !== 'topic' || status !== 'CLOSED'), holder, until } } : {},
  }];
}
