/** What the watch last said of a bucket and a rule. A row that is not there means `COMPLIANT`. */
export type Status = 'COMPLIANT' | 'NONCOMPLIANT' | 'UNKNOWN';

/** What a message says: the new status, or that nothing is judged here any more. */
export type ReportedStatus = Status | 'CLOSED';

export interface RuleState {
  readonly status: Status;
  /** Noncompliant when it was last read, and now it is not known whether it still is. */
  readonly doubted: boolean;
  /** When the status began. */
  readonly since: string;
  /** How many messages there have been, so that each has its own id. */
  readonly changes: number;
}

export interface Transition {
  /** The state to write; absent where nothing has to be written. */
  readonly state?: RuleState;
  /** The message to send; absent where nobody has to be told. */
  readonly report?: ReportedStatus;
}

/** What a judgement says of a rule; `gone` where neither the bucket nor the rule is judged any more. */
export type VerdictKind = 'compliant' | 'violation' | 'unknown' | 'gone';

/** What a verdict does to a status: the next one, and what is reported. `doubted` counts as its own column. */
const TABLE: Readonly<Record<Status | 'DOUBTED', Readonly<Record<VerdictKind, readonly [Status | 'DOUBTED', ReportedStatus?]>>>> = {
  COMPLIANT: { compliant: ['COMPLIANT'], violation: ['NONCOMPLIANT', 'NONCOMPLIANT'], unknown: ['UNKNOWN', 'UNKNOWN'], gone: ['COMPLIANT'] },
  UNKNOWN: { compliant: ['COMPLIANT', 'COMPLIANT'], violation: ['NONCOMPLIANT', 'NONCOMPLIANT'], unknown: ['UNKNOWN'], gone: ['COMPLIANT', 'CLOSED'] },
  // A read that is denied does not clear a violation.
  NONCOMPLIANT: { compliant: ['COMPLIANT', 'COMPLIANT'], violation: ['NONCOMPLIANT'], unknown: ['DOUBTED', 'UNKNOWN'], gone: ['COMPLIANT', 'CLOSED'] },
  DOUBTED: { compliant: ['COMPLIANT', 'COMPLIANT'], violation: ['NONCOMPLIANT', 'NONCOMPLIANT'], unknown: ['DOUBTED'], gone: ['COMPLIANT', 'CLOSED'] },
};

/** Says what a verdict changes: one message for each change of the status, and none while it stays. */
export function transition(previous: RuleState | undefined, verdict: VerdictKind, now: string): Transition {
  const from = previous === undefined ? 'COMPLIANT' : previous.doubted ? 'DOUBTED' : previous.status;
  const [to, report] = TABLE[from][verdict];
  if (to === from) {
    return {};
  }
  const status = to === 'DOUBTED' ? 'NONCOMPLIANT' : to;
  return {
    state: {
      status,
      doubted: to === 'DOUBTED',
      since: previous?.status === status ? previous.since : now,
      changes: (previous?.changes ?? 0) + (report ? 1 : 0),
    },
    ...report ? { report } : {},
  };
}
