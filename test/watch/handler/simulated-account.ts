import { BucketChange } from '../../../src/watch/handler/bucket-change';
import { Deliver } from '../../../src/watch/handler/deliver-reports';
import { handleBatch, SweepPorts } from '../../../src/watch/handler/handle-batch';
import { Watch } from '../../../src/watch/handler/judge-bucket';
import { RuleVerdict } from '../../../src/watch/handler/rule-verdicts';
import { BucketHead, RepairRecord, StateRow, StateStore, worstStatus } from '../../../src/watch/handler/state';
import { WatchMessage } from '../../../src/watch/watch-environment';

/** What is true of a bucket: which rules it violates, and of which it is not known. */
export interface Truth {
  readonly violated: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}

export const RULES = ['HardenedBucket-A', 'HardenedBucket-B'];


/** What happens around a step. `before` and `after` kill the handler on that side of its effect; `fail` makes the call fail, `lost` makes it fail although it had its effect. */
export type Fault = 'before' | 'after' | 'fail' | 'lost' | undefined;

interface Message { readonly id: string; readonly body: string; visibleAt: number; receives: number }

const LIFE = 300_000;
const VISIBILITY = 1_800_000;

/**
 * An account with a queue, a table and a topic, in memory: with conditional writes as DynamoDB has them, messages that come twice and in
 * any order, and handlers whose steps interleave as `random` wants.
 */
export class SimulatedAccount {
  clock = Date.parse('2026-11-26T00:00:00Z');
  steps = 0;
  readonly buckets = new Map<string, Truth>();
  readonly delivered: Record<'topic' | 'bus', BucketChange[]> = { topic: [], bus: [] };
  /** The reports that were decided, which is when their state was written. */
  readonly decided = new Map<string, BucketChange>();
  readonly deadLetters: Message[] = [];
  readonly log: Readonly<Record<string, unknown>>[] = [];
  kills = 0;
  private readonly heads = new Map<string, { generation: number; firstSeen?: string }>();
  private readonly rows = new Map<string, StateRow>();
  private readonly queue: Message[] = [];
  private readonly waiting: (() => void)[] = [];
  private handlers = 0;
  private messages = 0;

  constructor(readonly random: () => number, private readonly fault: (step: number, call: string) => Fault = () => undefined, private readonly settleSeconds = 0) {}

  /** Changes a bucket, and has the events come as often as this. Undefined deletes it. */
  change(bucket: string, truth: Truth | undefined, copies: number): void {
    if (truth) {
      this.buckets.set(bucket, truth);
    } else {
      this.buckets.delete(bucket);
    }
    const detail = { eventName: truth ? 'PutBucketPolicy' : 'DeleteBucket', eventTime: new Date(this.clock).toISOString(), requestParameters: { bucketName: bucket } };
    for (let i = 0; i < copies; i++) {
      this.enqueue(JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail }), i === 0 ? 0 : Math.floor(this.random() * 1_000));
    }
  }

  enqueue(body: string, delay = 0): void {
    this.queue.push({ id: `m${this.messages++}`, body, visibleAt: this.clock + delay, receives: 0 });
  }

  /** Handles all messages, with so many handlers at once. `meanwhile` is called between the steps, and says whether more comes. */
  async drain(handlersAtOnce: number, meanwhile: () => boolean = () => false): Promise<void> {
    const running = new Set<Promise<void>>();
    while (meanwhile() || this.queue.length > 0 || running.size > 0) {
      while (running.size < handlersAtOnce) {
        const batch = this.receive();
        if (batch.length === 0) {
          break;
        }
        const run = this.invoke(batch).finally(() => running.delete(run));
        running.add(run);
      }
      if (running.size === 0) {
        // All that is left comes later.
        this.clock = this.queue.reduce((first, { visibleAt }) => Math.min(first, visibleAt), this.queue[0]?.visibleAt ?? this.clock);
        continue;
      }
      await new Promise(setImmediate);
      const next = this.waiting.splice(Math.floor(this.random() * this.waiting.length), 1)[0];
      next?.();
    }
  }

  private receive(): Message[] {
    const visible = this.queue.filter(({ visibleAt }) => visibleAt <= this.clock);
    const batch = Array.from({ length: Math.min(visible.length, 1 + Math.floor(this.random() * 10)) }, () => visible.splice(Math.floor(this.random() * visible.length), 1)[0]);
    batch.forEach((message) => {
      message.visibleAt = this.clock + VISIBILITY;
      message.receives++;
    });
    return batch;
  }

  private async invoke(batch: readonly Message[]): Promise<void> {
    const { watch, ports, killed } = this.handler();
    const answer = await Promise.race([handleBatch(batch.map(({ id, body }) => ({ messageId: id, body })), watch, ports), killed]);
    const failed = answer === undefined ? undefined : new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of batch) {
      const isOver = failed !== undefined && !failed.has(message.id);
      if (isOver || message.receives >= 50) {
        this.queue.splice(this.queue.indexOf(message), 1);
        if (!isOver) {
          this.deadLetters.push(message);
        }
      }
    }
  }

  /** One invocation: its ports die with it. */
  private handler(): { readonly watch: Watch; readonly ports: SweepPorts; readonly killed: Promise<undefined> } {
    let die: () => void = () => undefined;
    let isDead = false;
    const killed = new Promise<undefined>((resolve) => {
      die = () => {
        isDead = true;
        this.kills++;
        resolve(undefined);
      };
    });
    const never = new Promise<never>(() => undefined);
    const call = async <T>(name: string, effect: () => T): Promise<T> => {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
      this.clock += 5;
      const fault = isDead ? 'before' : this.fault(this.steps++, name);
      if (isDead) {
        return never;
      }
      if (fault === 'before') {
        die();
        return never;
      }
      if (fault === 'fail' && name !== 'wait') {
        throw new Error(`${name} is down`);
      }
      const result = effect();
      if (fault === 'after') {
        die();
        return never;
      }
      if (fault === 'lost' && name !== 'wait') {
        throw new Error(`${name} timed out`);
      }
      return result;
    };
    const deliver = (channel: 'topic' | 'bus'): Deliver => (changes) => call(channel, () => {
      this.delivered[channel].push(...changes);
      return { failed: new Set<string>() };
    });
    const send: SweepPorts['send'] = (messages: readonly WatchMessage[], delay = 0) => call('send', () => messages.forEach((message) => this.enqueue(JSON.stringify(message), delay * 1000)));
    return {
      killed,
      ports: { send, listBuckets: async function* (this: SimulatedAccount) { yield* [...this.buckets.keys()].map((name) => ({ name })); }.bind(this) },
      watch: {
        store: this.store(call),
        channels: { topic: deliver('topic'), bus: deliver('bus') },
        now: () => new Date(this.clock),
        log: (entry) => this.log.push(entry),
        reader: {
          readBucket: (name) => call('read', () => {
            const truth = this.buckets.get(name);
            return truth && { name, account: '111122223333', region: 'eu-west-1', partition: 'aws', answers: { truth: { kind: 'value', value: truth } } };
          }),
          readAccount: (region) => call('account', () => ({
            account: '111122223333', region, partition: 'aws', publicAccessBlock: { kind: 'absent' }, keys: {}, alarms: { kind: 'absent' },
          })),
        },
        judge: (_, { answers: { truth } }) => ({
          verdicts: RULES.map((rule): RuleVerdict => {
            const { violated, unknown } = (truth as { value: Truth }).value;
            return { rule, title: `${rule} holds`, severity: 'error', kind: unknown.has(rule) ? 'unknown' : violated.has(rule) ? 'violation' : 'compliant', findings: [] };
          }),
          undecided: [],
        }),
        settleSeconds: this.settleSeconds,
        excludedBuckets: [],
        holder: `handler-${this.handlers++}`,
        deadline: this.clock + LIFE,
        wait: async (milliseconds) => {
          this.clock += Math.floor(milliseconds / 10);
          await call('wait', () => undefined);
        },
        random: this.random,
      },
    };
  }

  private store(call: <T>(name: string, effect: () => T) => Promise<T>): StateStore {
    const isCurrent = (bucket: string, generation: number | undefined) => generation === undefined || this.heads.get(bucket)?.generation === generation;
    return {
      claim: (bucket, now) => call('claim', (): BucketHead => {
        const head = this.heads.get(bucket) ?? { generation: 0 };
        const next = { generation: head.generation + 1, firstSeen: head.firstSeen ?? now.toISOString() };
        this.heads.set(bucket, next);
        return { bucket, ...next, keys: [] };
      }),
      rows: (bucket) => call('rows', () => ({ rules: [...this.rows.values()].filter((row) => row.bucket === bucket), repairs: [] as RepairRecord[] })),
      write: (bucket, rows, _, generation) => call('write', () => {
        if (!isCurrent(bucket, generation) || rows.some(({ rule, version }) => (this.rows.get(`${bucket} ${rule}`)?.version ?? 0) !== version - 1)) {
          return false;
        }
        rows.forEach((row) => {
          this.rows.set(`${bucket} ${row.rule}`, row);
          if (row.report) {
            this.decided.set(row.report.change.id, row.report.change);
          }
        });
        return true;
      }),
      recordRepair: (bucket, _, generation) => call('record', () => isCurrent(bucket, generation)),
      noteKeys: () => call('keys', () => undefined),
      noteDeleted: (bucket) => call('deleted', () => {
        delete this.heads.get(bucket)?.firstSeen;
      }),
      bucketsWithKey: () => call('key', () => []),
      statuses: () => call('statuses', () => new Map([...this.heads].filter(([, { firstSeen }]) => firstSeen).map(([bucket]) => [
        bucket, worstStatus([...this.rows.values()].filter((row) => row.bucket === bucket).map(({ rule, state }) => ({ rule, status: state.status }))),
      ]))),
    };
  }
}

