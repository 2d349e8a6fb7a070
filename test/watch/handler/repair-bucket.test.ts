import { MemoryState } from './memory-state';
import { LiveBucket } from '../../../src/facts/live-bucket';
import { RepairCall, RepairStep } from '../../../src/repair/repair';
import { BucketChange, ReportedRepair } from '../../../src/watch/handler/bucket-change';
import { Watch } from '../../../src/watch/handler/judge-bucket';
import { judgeBuckets } from '../../../src/watch/handler/judge-buckets';
import { PlannedRepair, Repairs } from '../../../src/watch/handler/repair-bucket';
import { RuleVerdict } from '../../../src/watch/handler/rule-verdicts';

const RULE = 'HardenedBucket-TlsOnly';

function step(setting: string): RepairStep {
  const input = { Bucket: 'records', Setting: setting };
  return { service: 's3', call: `Put${setting}`, input, undo: { service: 's3', call: `Delete${setting}`, input }, permissions: [], before: 'off', after: 'on', lost: [] };
}

/** A bucket with settings that are on or off, and a watch that repairs them: each setting has one rule and one repair of the same name. */
class Repaired {
  readonly on = new Set<string>();
  readonly calls: { readonly repair: string; readonly call: string; readonly recorded: number }[] = [];
  readonly delivered: BucketChange[] = [];
  readonly state = new MemoryState();
  /** What goes wrong with a call: it fails, changes nothing, or shows after some reads only. */
  trouble: Record<string, 'denied' | 'ignored' | 'late'> = {};
  plans = 0;
  private reads = 0;
  refused: string[] = [];
  now = Date.parse('2026-11-26T00:00:00Z');

  constructor(private readonly settings: readonly string[], private readonly over: Partial<Repairs> & { readonly excluded?: readonly string[] } = {}) {}

  async look(): Promise<string[]> {
    const from = this.delivered.length;
    const outcomes = await judgeBuckets(new Map([['records', undefined]]), this.watch());
    const outcome = outcomes.get('records')!;
    if (outcome.kind === 'failed') {
      throw outcome.error;
    }
    this.now += 60_000;
    return this.delivered.slice(from).map(({ rule, status, repairs }) => `${rule} ${status}${repairs.map(({ id, outcome: result }: ReportedRepair) => ` ${id}:${result}`).join('')}`);
  }

  private watch(): Watch {
    return {
      store: this.state,
      channels: { topic: async (changes) => { this.delivered.push(...changes); return { failed: new Set<string>() }; } },
      now: () => new Date(this.now),
      log: () => undefined,
      reader: {
        readBucket: async (name) => {
          const shown = [...this.on].filter((setting) => this.trouble[setting] !== 'late' || ++this.reads > 3);
          return { name, account: '111122223333', region: 'eu-west-1', partition: 'aws', answers: { on: { kind: 'value', value: shown } } };
        },
        readAccount: async (region) => ({ account: '111122223333', region, partition: 'aws', publicAccessBlock: { kind: 'absent' }, keys: {}, alarms: { kind: 'absent' } }),
      },
      judge: (_, bucket) => ({
        verdicts: this.settings.map((rule): RuleVerdict => ({ rule, title: `${rule} is on`, severity: 'error', kind: isOn(bucket, rule) ? 'compliant' : 'violation', findings: [] })),
        undecided: [],
      }),
      repairs: {
        dryRun: false,
        perDay: 3,
        idsFor: (rules) => rules.filter((rule) => this.settings.includes(rule)),
        plan: async (bucket, __, ids) => {
          this.plans++;
          return ids.map((id): PlannedRepair => ({
            id,
            rules: [id],
            plan: this.refused.includes(id) ? { kind: 'refused', reason: 'it would lock out the owner' } : isOn(bucket, id) ? { kind: 'nothing' } : { kind: 'steps', steps: [step(id)] },
          }));
        },
        apply: async (repair, ___, { call }: RepairCall) => {
          this.calls.push({ repair, call, recorded: this.state.records.length });
          if (this.trouble[repair] === 'denied') {
            throw new Error('not authorized');
          }
          if (this.trouble[repair] !== 'ignored') {
            this.on.add(repair);
          }
        },
        ...this.over,
      },
      settleSeconds: 0,
      excludedBuckets: this.over.excluded ?? [],
      holder: `handler-${this.now}`,
      deadline: this.now + 300_000,
      wait: async () => undefined,
      random: () => 0.5,
    };
  }
}

function isOn({ answers }: LiveBucket, setting: string): boolean {
  return (answers.on as { value: string[] }).value.includes(setting);
}

test('a repair is said, recorded, made, and the bucket reported compliant', async () => {
  const bucket = new Repaired([RULE]);
  expect(await bucket.look()).toEqual([`${RULE} NONCOMPLIANT ${RULE}:applying`, `${RULE} COMPLIANT ${RULE}:applied`]);
  // The record was there before the call.
  expect(bucket.calls).toEqual([{ repair: RULE, call: `Put${RULE}`, recorded: 1 }]);
  expect(bucket.state.records[0]).toMatchObject({ repair: RULE, steps: [{ before: 'off', undo: { call: `Delete${RULE}` } }] });
  // Its own event changes nothing more.
  expect(await bucket.look()).toEqual([]);
  expect(bucket.calls).toHaveLength(1);
});

test('without leave to change anything, the plan is said and nothing is sent', async () => {
  const bucket = new Repaired([RULE], { dryRun: true });
  expect([await bucket.look(), await bucket.look()]).toEqual([[`${RULE} NONCOMPLIANT ${RULE}:planned`], []]);
  expect([bucket.calls, bucket.state.records]).toEqual([[], []]);
});

test('a repair that is refused is said, and not made', async () => {
  const bucket = new Repaired([RULE]);
  bucket.refused = [RULE];
  expect(await bucket.look()).toEqual([`${RULE} NONCOMPLIANT ${RULE}:refused`]);
  expect(bucket.calls).toEqual([]);
});

test('what something changes back is repaired three times a day, and then said to be changed back', async () => {
  const bucket = new Repaired([RULE]);
  for (let i = 0; i < 3; i++) {
    expect(await bucket.look()).toEqual([`${RULE} NONCOMPLIANT ${RULE}:applying`, `${RULE} COMPLIANT ${RULE}:applied`]);
    bucket.on.clear();
  }
  expect(await bucket.look()).toEqual([`${RULE} NONCOMPLIANT ${RULE}:limit`, `HardenedBucketWatch-RepairKept/${RULE} NONCOMPLIANT`]);
  expect(await bucket.look()).toEqual([]);
  expect(bucket.calls).toHaveLength(3);
  // The next day it tries again, and what was said is taken back.
  bucket.now += 24 * 60 * 60 * 1000;
  expect(await bucket.look()).toEqual([`${RULE} COMPLIANT ${RULE}:applied`, `HardenedBucketWatch-RepairKept/${RULE} COMPLIANT`]);
});

test.each<'denied' | 'ignored'>(['denied', 'ignored'])('a repair that is %s is said once, and no more than three times a day tried', async (trouble) => {
  const bucket = new Repaired([RULE]);
  bucket.trouble = { [RULE]: trouble };
  expect(await bucket.look()).toEqual([`${RULE} NONCOMPLIANT ${RULE}:applying`, `HardenedBucketWatch-Repair/${RULE} NONCOMPLIANT`]);
  expect([await bucket.look(), await bucket.look()]).toEqual([[], []]);
  expect(await bucket.look()).toEqual([`HardenedBucketWatch-RepairKept/${RULE} NONCOMPLIANT`]);
  await bucket.look();
  expect(bucket.calls).toHaveLength(3);
  bucket.on.add(RULE);
  expect((await bucket.look()).sort()).toEqual([`${RULE} COMPLIANT ${RULE}:applied`, `HardenedBucketWatch-Repair/${RULE} COMPLIANT`, `HardenedBucketWatch-RepairKept/${RULE} COMPLIANT`].sort());
});

test('a repair that shows a little later is not said to have no effect', async () => {
  const bucket = new Repaired([RULE]);
  bucket.trouble = { [RULE]: 'late' };
  expect(await bucket.look()).toEqual([`${RULE} NONCOMPLIANT ${RULE}:applying`, `${RULE} COMPLIANT ${RULE}:applied`]);
  expect(bucket.calls).toHaveLength(1);
});

test('what would only be said is not planned where there is nothing to say', async () => {
  const bucket = new Repaired([RULE], { dryRun: true });
  await bucket.look();
  await bucket.look();
  expect(bucket.plans).toBe(1);
});

test('a repair that fails does not keep the others from being made', async () => {
  const bucket = new Repaired(['A', 'B', 'C']);
  bucket.trouble = { A: 'denied' };
  await bucket.look();
  expect([[...bucket.on], bucket.calls.map(({ repair }) => repair)]).toEqual([['B', 'C'], ['A', 'B', 'C']]);
});

test('a bucket that is excluded is neither judged nor repaired, and what was said of it is closed', async () => {
  const bucket = new Repaired([RULE], { dryRun: true });
  await bucket.look();
  Object.assign(bucket, { over: { excluded: ['records'] } });
  await bucket.look();
  expect(bucket.calls).toEqual([]);
  expect([...bucket.state.rules.values()].map(({ state }) => state.status)).toEqual(['COMPLIANT']);
});
