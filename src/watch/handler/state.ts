import { BucketChange } from './bucket-change';
import { RuleState, Status } from './transition';
import { RepairStep } from '../../repair/repair';
import { Severity } from '../../rules/finding';

/** Where reports go. */
export type Channel = 'topic' | 'bus' | 'hub';

/** A report that has been decided and not yet been delivered everywhere. */
export interface PendingReport {
  readonly change: BucketChange;
  readonly left: readonly Channel[];
  /** Who delivers it, and until when nobody else may: the end of the life of that handler. */
  readonly holder: string;
  readonly until: number;
}

/** Where a bucket is. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** What is known of a bucket and a rule. */
export interface StateRow {
  readonly bucket: string;
  readonly rule: string;
  /** Counts the writes: a write says which it replaces, so that two handlers at once cannot both succeed. */
  readonly version: number;
  readonly state: RuleState;
  readonly title: string;
  readonly severity: Severity;
  /** Where the bucket is, or was. */
  readonly place: Place;
  readonly report?: PendingReport;
}

/** A repair, written before its first call. The steps have what was there before, and the calls that put it back. */
export interface RepairRecord {
  readonly repair: string;
  readonly rules: readonly string[];
  readonly at: string;
  readonly steps: readonly RepairStep[];
}

/** What is known of a bucket as a whole. */
export interface BucketHead {
  readonly bucket: string;
  /** Counts the judgements that have begun. */
  readonly generation: number;
  readonly firstSeen: string;
  /** The names of the keys that it is encrypted with: `key/ID` or `alias/NAME`. */
  readonly keys: readonly string[];
}

/** Another handler has this bucket now. */
export class Busy extends Error {}

/** The worst status of a bucket, and the rules that have it. */
export interface BucketStatus {
  readonly status: Status;
  readonly rules: readonly string[];
}

/** Where the state lives. Each method is one atomic operation. */
export interface StateStore {
  /** Begins a judgement: what a judgement that began earlier has read can no longer be written. */
  claim(bucket: string, now: Date): Promise<BucketHead>;
  /** All that is known of the rules and repairs of a bucket, consistently. */
  rows(bucket: string): Promise<{ readonly rules: readonly StateRow[]; readonly repairs: readonly RepairRecord[] }>;
  /**
   * Writes rows whose version is one above what is there, all or none. False if a row has another version, or if a judgement of the
   * bucket has begun since `generation`.
   */
  write(bucket: string, rows: readonly StateRow[], now: Date, generation?: number): Promise<boolean>;
  /** Records a repair before it is made. False if a judgement has begun since. */
  recordRepair(bucket: string, record: RepairRecord, generation: number): Promise<boolean>;
  noteKeys(bucket: string, keys: readonly string[]): Promise<void>;
  /** Notes that the bucket is gone: one of the same name is a new one. */
  noteDeleted(bucket: string): Promise<void>;
  bucketsWithKey(key: string): Promise<readonly string[]>;
  /** What is known of all buckets that have been judged: the worst status of each. */
  statuses(): Promise<ReadonlyMap<string, BucketStatus>>;
}

/** Whether a row says that something is wrong or not known. */
export function isOpen({ state }: StateRow): boolean {
  return state.status !== 'COMPLIANT';
}

/** The worst of what rows say of a bucket, and of which rules they say it. */
export function worstStatus(known: readonly { readonly rule: string; readonly status: Status }[]): BucketStatus {
  for (const status of ['NONCOMPLIANT', 'UNKNOWN'] as const) {
    const rules = known.filter((row) => row.status === status).map(({ rule }) => rule);
    if (rules.length > 0) {
      return { status, rules };
    }
  }
  return { status: 'COMPLIANT', rules: [] };
}
