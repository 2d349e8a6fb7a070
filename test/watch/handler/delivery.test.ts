import * as fc from 'fast-check';
import { figuresOf } from './delivery-laws';
import { Fault, RULES, SimulatedAccount, Truth } from './simulated-account';

const KEPT = { lost: 0, doubled: 0, wrong: 0, deadLetters: 0 };

function truth(violated: readonly number[], unknown: readonly number[] = []): Truth {
  return { violated: new Set(violated.map((i) => RULES[i])), unknown: new Set(unknown.map((i) => RULES[i])) };
}

/** A generator of numbers below 1 that gives the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The life of one bucket: broken, broken otherwise, not readable, repaired, broken again, deleted. */
const LIFE = [truth([0]), truth([0, 1]), truth([1], [0]), truth([]), truth([1]), undefined];

async function live(account: SimulatedAccount, handlers: number, copies: number): Promise<void> {
  for (const state of LIFE) {
    account.change('records', state, copies);
    await account.drain(handlers);
  }
}

test('each state change is reported once, whatever comes twice, late or in another order', async () => {
  const account = new SimulatedAccount(seeded(1));
  await live(account, 2, 3);
  expect(figuresOf(account)).toEqual({ ...KEPT, reports: 6, redelivered: 0 });
  expect(account.delivered.bus.map(({ rule, status }) => `${rule.at(-1)} ${status}`)).toEqual([
    'A NONCOMPLIANT', 'B NONCOMPLIANT', 'A UNKNOWN', 'A COMPLIANT', 'B COMPLIANT', 'B NONCOMPLIANT', 'B CLOSED',
  ]);
});

/** How many steps the life of a bucket takes: a fault is tried at each of them. */
async function stepsOf(handlers: number): Promise<number> {
  const account = new SimulatedAccount(seeded(2));
  await live(account, handlers, 2);
  return account.steps;
}

test.each<[Fault, number]>([['before', 1], ['after', 1], ['fail', 1], ['lost', 1], ['before', 2], ['after', 2], ['fail', 2], ['lost', 2]])(
  'nothing is lost or doubled with the fault %s at any one step, with %i handlers', async (fault, handlers) => {
    const steps = await stepsOf(handlers);
    expect(steps).toBeGreaterThan(60);
    for (let at = 0; at < steps; at++) {
      const account = new SimulatedAccount(seeded(2), (step) => step === at ? fault : undefined);
      await live(account, handlers, 2);
      expect({ at, ...figuresOf(account) }).toMatchObject({ at, ...KEPT });
      // A report comes twice, by the same id, only if what had arrived could not be noted: at most those of one judgement.
      expect(figuresOf(account).redelivered).toBeLessThanOrEqual(2);
    }
  });

test.each(['topic', 'bus', 'write', 'claim', 'rows', 'read', 'account'])('nothing is lost or doubled while %s is down', async (down) => {
  const account: SimulatedAccount = new SimulatedAccount(seeded(3), (_, call) => call === down && account.clock < Date.parse('2026-11-26T06:00:00Z') ? 'fail' : undefined);
  await live(account, 2, 3);
  expect(figuresOf(account)).toMatchObject(KEPT);
});

test('nothing is lost or doubled in random histories, with random handlers killed', async () => {
  const state = fc.option(fc.record({ violated: fc.subarray([0, 1]), unknown: fc.subarray([0, 1]) }).map((found) => truth(found.violated, found.unknown)), { nil: undefined });
  const changeOf = fc.record({ bucket: fc.constantFrom('first', 'second'), state, copies: fc.integer({ min: 1, max: 3 }) });
  const history = fc.array(changeOf, { minLength: 1, maxLength: 20 });
  const killed = fc.array(fc.nat({ max: 150 }), { maxLength: 4 });
  await fc.assert(fc.asyncProperty(history, fc.integer(), fc.integer({ min: 1, max: 4 }), killed, async (changes, seed, handlers, kills) => {
    const account = new SimulatedAccount(seeded(seed), (step) => kills.includes(step) ? (step % 2 === 0 ? 'after' : 'before') : undefined);
    const left = [...changes];
    await account.drain(handlers, () => {
      const next = left.length > 0 && account.random() < 0.1 ? left.shift() : undefined;
      if (next) {
        account.change(next.bucket, next.state, next.copies);
      }
      return left.length > 0;
    });
    expect(figuresOf(account)).toMatchObject(KEPT);
  }), { numRuns: 200, seed: 18 });
});

test.each([['', 0], [', with a topic that fails at first', 1]])('what a slow handler has read does not undo what another has written since%s', async (_, failures) => {
  for (let seed = 0; seed < 600; seed++) {
    let left = failures;
    const account = new SimulatedAccount(seeded(seed), (__, call) => call === 'topic' && left-- > 0 ? 'fail' : undefined);
    const changes = [truth([0]), truth([]), truth([1])].slice(0, 2 + seed % 2);
    await account.drain(3, () => {
      if (changes.length > 0 && account.random() < 0.15) {
        account.change('records', changes.shift(), 1 + seed % 3);
      }
      return changes.length > 0;
    });
    // Nobody was killed, so nothing comes twice.
    expect({ seed, ...figuresOf(account) }).toMatchObject({ seed, ...KEPT, redelivered: 0 });
  }
});

test('10,000 events: none lost, none doubled within a state', async () => {
  const random = seeded(18);
  const rare = seeded(19);
  // One step in 500 goes wrong, in one of four ways.
  const account = new SimulatedAccount(random, () => rare() < 0.002 ? (['before', 'after', 'fail', 'lost'] as const)[Math.floor(rare() * 4)] : undefined);
  let events = 0;
  await account.drain(4, () => {
    // Buckets change while handlers look at them.
    if (events < 10_000 && random() < 0.15) {
      const copies = 1 + Math.floor(random() * 3);
      const state = random() < 0.05 ? undefined : truth([0, 1].filter(() => random() < 0.4), [0, 1].filter(() => random() < 0.1));
      account.change(`bucket-${Math.floor(random() * 30)}`, state, copies);
      events += copies;
    }
    return events < 10_000;
  });
  const figures = figuresOf(account);
  process.stdout.write(`${events} events, ${account.steps} steps, ${account.kills} handlers killed: ${JSON.stringify(figures)}\n`);
  expect(figures).toMatchObject(KEPT);
  expect(account.kills).toBeGreaterThan(20);
});

test('a bucket that is not complete yet is not reported, and judged again when it is', async () => {
  const account = new SimulatedAccount(seeded(5), undefined, 120);
  account.change('new', truth([0, 1]), 1);
  // CloudFormation sets the policy seconds after it creates the bucket.
  const drained = account.drain(1);
  await new Promise(setImmediate);
  account.clock += 60_000;
  account.buckets.set('new', truth([]));
  await drained;
  expect(account.delivered.topic).toEqual([]);
  account.change('new', truth([1]), 2);
  await account.drain(1);
  expect(account.delivered.topic.map(({ status }) => status)).toEqual(['NONCOMPLIANT']);
});

test('a sweep finds what no event said: changes, and buckets that are gone', async () => {
  const account = new SimulatedAccount(seeded(6));
  account.change('gone', truth([0]), 1);
  await account.drain(1);
  account.buckets.delete('gone');
  account.buckets.set('missed', truth([1]));
  account.enqueue('{"kind":"sweep"}');
  await account.drain(2);
  expect(account.delivered.bus.map(({ bucket, status }) => `${bucket} ${status}`)).toEqual(expect.arrayContaining(['gone NONCOMPLIANT', 'gone CLOSED', 'missed NONCOMPLIANT']));
  expect(figuresOf(account)).toMatchObject(KEPT);
});
