import { BucketHead, BucketStatus, RepairRecord, StateRow, StateStore, worstStatus } from '../../../src/watch/handler/state';

/** The state in memory, for one bucket after the other. */
export class MemoryState implements StateStore {
  readonly rules = new Map<string, StateRow>();
  readonly records: RepairRecord[] = [];
  readonly heads = new Map<string, BucketHead>();

  async claim(bucket: string, now: Date): Promise<BucketHead> {
    const { generation = 0, firstSeen = now.toISOString(), keys = [] } = this.heads.get(bucket) ?? {};
    const head = { bucket, generation: generation + 1, firstSeen, keys };
    this.heads.set(bucket, head);
    return head;
  }

  async rows(bucket: string): Promise<{ readonly rules: readonly StateRow[]; readonly repairs: readonly RepairRecord[] }> {
    return { rules: [...this.rules.values()].filter((row) => row.bucket === bucket), repairs: [...this.records] };
  }

  async write(bucket: string, rows: readonly StateRow[]): Promise<boolean> {
    rows.forEach((row) => this.rules.set(`${bucket} ${row.rule}`, row));
    return true;
  }

  async recordRepair(_: string, record: RepairRecord): Promise<boolean> {
    this.records.push(record);
    return true;
  }

  async noteKeys(bucket: string, keys: readonly string[]): Promise<void> {
    this.heads.set(bucket, { ...this.heads.get(bucket)!, keys });
  }

  async noteDeleted(bucket: string): Promise<void> {
    this.heads.delete(bucket);
  }

  async bucketsWithKey(key: string): Promise<readonly string[]> {
    return [...this.heads.values()].filter(({ keys }) => keys.includes(key)).map(({ bucket }) => bucket);
  }

  async statuses(): Promise<ReadonlyMap<string, BucketStatus>> {
    const of = (bucket: string) => [...this.rules.values()].filter((row) => row.bucket === bucket);
    return new Map([...this.heads.keys()].map((bucket) => [bucket, worstStatus(of(bucket).map(({ rule, state }) => ({ rule, status: state.status })))]));
  }
}
