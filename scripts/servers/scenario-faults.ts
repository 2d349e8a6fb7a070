import assert from 'node:assert';
import { harden, makeBucket, makeLogsBucket, MISUSES } from './buckets';
import { Checks } from './checks';
import { FaultRule } from './fault-proxy';
import { ACCESS_DENIED, HANG, INTERNAL_ERROR, RESET, SLOW_DOWN } from './faults';
import { LocalAccount } from './local-account';
import { LocalWatch, Report } from './local-watch';
import { shuffled } from './shuffled';
import { endHolds, rowsOf } from './state-rows';
import { LIVE_SETTINGS } from '../../src/facts/live-settings';

const LOGS = 'records-logs';

/** Faults that pass: the report comes once all the same. */
const PASSING: readonly (readonly [title: string, rules: readonly Omit<FaultRule, 'bucket'>[]])[] = [
  ['S3 throttles twice', [{ call: 's3:GetBucketPolicy', times: 2, fault: SLOW_DOWN }]],
  ['S3 fails with 500', [{ call: 's3:GetBucketEncryption', times: 2, fault: INTERNAL_ERROR }]],
  ['a connection is reset', [{ call: 's3:GetBucketVersioning', times: 1, fault: RESET }]],
  ['a read hangs once', [{ call: 's3:GetBucketPolicy', times: 1, fault: HANG }]],
  ['SNS is down for a while', [{ call: 'sns:PublishBatch', times: 4, fault: INTERNAL_ERROR }]],
  ['DynamoDB is down for a while', [{ call: 'dynamodb:TransactWriteItems', times: 4, fault: INTERNAL_ERROR }]],
];

/** The call without which a misuse cannot be seen, by the rule that it breaks. */
const NEEDED: Readonly<Record<string, string>> = {
  PolicyNotPublic: 'GetBucketPolicy',
  TlsOnly: 'GetBucketPolicy',
  NoPublicAcl: 'GetBucketAcl',
  AclGranteesTrusted: 'GetBucketAcl',
  KmsEncryption: 'GetBucketEncryption',
  BlockPublicAccess: 'GetPublicAccessBlock',
};

/** Faults that stay until the queue gives up: which calls fail. */
const LASTING: readonly (readonly [title: string, call: string])[] = [
  ['SNS is down for all receives', 'sns:PublishBatch'],
  ['S3 fails at all receives', 's3:GetBucketVersioning'],
];

/** moto delivers at once, and what comes later is counted as delayed. */
const SOON = { idleMs: 300 };

/** So that a call that hangs does not take 10 seconds. */
const SETTINGS = { requestSeconds: 4 };

/** What goes wrong on the way neither loses a report nor doubles it, and never makes a verdict of what could not be read. */
export async function faults(account: LocalAccount, checks: Checks): Promise<void> {
  checks.section('Faults on moto, through the proxy');
  const { proxy, clients } = account;
  await makeLogsBucket(LOGS, clients);
  const watch = await LocalWatch.start(account, {}, 2, SETTINGS);
  const versioning = 'HardenedBucket-Versioning';
  const newBucket = async (bucket: string): Promise<void> => {
    await makeBucket(bucket, clients);
    await watch.happened({ eventName: 'CreateBucket', bucket });
  };

  for (const [i, [title, rules]] of PASSING.entries()) {
    await checks.check(`${title}: reported once`, async () => {
      const bucket = `faulty-${i}`;
      proxy.inject(...rules);
      await newBucket(bucket);
      await watch.drain(SOON);
      proxy.clear();
      await watch.happened({ eventName: 'PutBucketVersioning', bucket });
      await watch.drain(SOON);
      exactlyOnce(await watch.reports(), bucket, [versioning, 'HardenedBucket-TlsOnly']);
    });
  }

  await checks.check('a denied read is unknown, of a good bucket and of a bad one: no verdict', async () => {
    const calls = LIVE_SETTINGS.map(({ call }) => call);
    for (const [i, call] of calls.entries()) {
      for (const bucket of [`good-denied-${i}`, `bad-denied-${i}`]) {
        await makeBucket(bucket, clients);
        await harden(bucket, clients, LOGS);
        proxy.inject({ call: `s3:${call}`, bucket, fault: ACCESS_DENIED });
      }
      for (const misuse of MISUSES.filter(({ rule }) => ['TlsOnly', 'KmsEncryption', 'BlockPublicAccess'].includes(rule))) {
        await misuse.make(`bad-denied-${i}`, clients);
      }
      await watch.happened(...['good', 'bad'].map((kind) => ({ eventName: 'CreateBucket', bucket: `${kind}-denied-${i}` })));
    }
    await watch.drain(SOON);
    const reports = await watch.reports();
    const states = await watch.states();
    const wrong = [
      ...[...states].filter(([key, status]) => key.startsWith('good-denied') && status === 'NONCOMPLIANT'),
      ...[...states].filter(([key, status]) => /^bad-denied-\d+ HardenedBucket-(TlsOnly|KmsEncryption|BlockPublicAccess)$/.test(key) && status === 'COMPLIANT'),
      ...reports.filter(({ attributes: { bucket, status } }) => bucket.startsWith('good-denied') && status === 'NONCOMPLIANT').map(({ subject }) => subject),
    ];
    proxy.clear();
    assert.deepStrictEqual(wrong, []);
    const unknown = [...states.values()].filter((status) => status === 'UNKNOWN').length;
    assert.ok(unknown > 0, 'nothing was unknown');
    return `${calls.length} reads, each denied on two buckets; ${unknown} states unknown, 0 of them reported as a verdict`;
  });

  await checks.check('a misuse whose read is denied is unknown, never a verdict: when it is new, and after it was reported', async () => {
    const nameOf = (rule: string): string => `unseen-${rule.toLowerCase()}`;
    const deny = (): void => proxy.inject(...MISUSES.map(({ rule }) => ({ call: `s3:${NEEDED[rule]}`, bucket: nameOf(rule), fault: ACCESS_DENIED })));
    /** What is reported of the rule that each misuse breaks, and whether it is reported what could not be read. */
    const reported = async (eventName: string): Promise<string[]> => {
      await watch.happened(...MISUSES.map(({ rule }) => ({ eventName, bucket: nameOf(rule) })));
      await watch.drain(SOON);
      proxy.clear();
      const reports = await watch.reports();
      return MISUSES.map(({ rule }) => {
        const own = reports.filter(({ attributes }) => attributes.bucket === nameOf(rule));
        const about = own.filter(({ attributes }) => attributes.rule === `HardenedBucket-${rule}`).map(({ attributes }) => attributes.status);
        const unread = own.some(({ attributes }) => attributes.rule.startsWith('HardenedBucketWatch-Readable/') && attributes.status === 'UNKNOWN');
        return `${rule}: ${[...about, ...unread ? ['not readable'] : []].filter((status) => status !== 'UNKNOWN').join(', ')}`;
      });
    };
    for (const { rule, make } of MISUSES) {
      await makeBucket(nameOf(rule), clients);
      await harden(nameOf(rule), clients, LOGS);
      await make(nameOf(rule), clients);
    }
    deny();
    const unread = MISUSES.map(({ rule }) => `${rule}: not readable`);
    assert.deepStrictEqual(await reported('CreateBucket'), unread);
    const state = await watch.state(nameOf('PolicyNotPublic'));
    assert.deepStrictEqual([state['HardenedBucket-PolicyNotPublic'], state['HardenedBucketWatch-Readable/s3:GetBucketPolicy']], [undefined, 'UNKNOWN']);
    assert.deepStrictEqual(await reported('PutBucketPolicy'), MISUSES.map(({ rule }) => `${rule}: NONCOMPLIANT`));
    deny();
    assert.deepStrictEqual(await reported('PutBucketPolicy'), unread);
    return MISUSES.map(({ rule }) => `${rule} without ${NEEDED[rule]}`).join(', ');
  });

  await checks.check('each event three times, in any order: each change is reported once, in its order', async () => {
    const buckets = Array.from({ length: 4 }, (_, i) => `tripled-${i}`);
    const triple = async (): Promise<void> => {
      const events = buckets.flatMap((bucket) => ['CreateBucket', 'PutBucketPolicy', 'PutBucketVersioning'].map((eventName) => ({ eventName, bucket })));
      await watch.happened(...shuffled([...events, ...events, ...events]));
      await watch.drain({ ...SOON, shuffle: shuffled });
    };
    for (const bucket of buckets) {
      await makeBucket(bucket, clients);
    }
    await triple();
    const opened = await watch.reports();
    for (const bucket of buckets) {
      await harden(bucket, clients, LOGS);
    }
    await triple();
    const closed = await watch.reports();
    const keys = (reports: readonly Report[], status: string) => {
      assert.deepStrictEqual(reports.filter(({ attributes }) => attributes.status !== status).map(({ subject }) => subject), []);
      return reports.map(({ attributes: { bucket, rule } }) => `${bucket} ${rule}`).sort();
    };
    buckets.forEach((bucket) => exactlyOnce(opened, bucket, [versioning, 'HardenedBucket-TlsOnly']));
    const noncompliant = keys(opened, 'NONCOMPLIANT');
    assert.strictEqual(new Set(noncompliant).size, noncompliant.length, 'a change is reported twice');
    assert.deepStrictEqual(keys(closed, 'COMPLIANT'), noncompliant);
    return `2 × ${buckets.length * 9} events, ${opened.length} + ${closed.length} reports`;
  });

  for (const [i, [title, call]] of LASTING.entries()) {
    await checks.check(`${title}: one dead letter, and the report comes once after it is over`, async () => {
      const bucket = `dead-${i}`;
      const before = await watch.deadLetters();
      await makeBucket(bucket, clients);
      proxy.inject({ call, ...call.startsWith('s3:') ? { bucket } : {}, fault: INTERNAL_ERROR });
      await watch.send({ kind: 'buckets', names: [bucket] });
      await watch.drain(SOON);
      const dead = await watch.deadLetters() - before;
      const early = (await watch.reports()).filter(({ attributes }) => attributes.rule === versioning);
      proxy.clear();
      await watch.send({ kind: 'buckets', names: [bucket] });
      await watch.drain(SOON);
      assert.strictEqual(dead, 1, `${dead} dead letters`);
      assert.deepStrictEqual(early.map(({ subject, attributes }) => `${attributes.status} ${subject}`), [], 'reported although it failed');
      exactlyOnce(await watch.reports(), bucket, [versioning]);
      return `${dead} dead letter`;
    });
  }

  await checks.check('a handler that is killed after it published: the same report comes again with the same id, once its hold is over', async () => {
    const bucket = 'killed';
    let killed = 0;
    const published = async () => (await watch.reports()).filter(({ attributes }) => attributes.bucket === bucket);
    const kill = (): void => {
      killed += 1;
      watch.handlers.forEach((handler) => void handler.kill());
    };
    proxy.inject({ call: 'sns:PublishBatch', times: 1, when: () => proxy.inject({ call: 'dynamodb:TransactWriteItems', times: 1, fault: HANG, when: kill }) });
    await newBucket(bucket);
    await watch.drain({ ...SOON, until: () => killed > 0 });
    proxy.clear();
    await Promise.all(watch.handlers.map(async (_handler, i) => watch.restart(i)));
    const first = await published();
    const attempts = watch.durations.length;
    await watch.drain({ ...SOON, until: () => watch.durations.length > attempts });
    assert.deepStrictEqual((await published()).map(({ subject }) => subject), [], 'reported although the handler that was killed might be alive');
    const held = await endHolds(watch, bucket);
    await watch.drain(SOON);
    const again = await published();
    const rows = await rowsOf(watch, bucket);
    const changes = rows.reduce((sum, { state }) => sum + state.changes, 0);
    const idsOf = (reports: readonly Report[]) => [...new Set(reports.map(({ attributes }) => attributes.id))].sort();
    assert.strictEqual(killed, 1);
    assert.ok(held > 0 && first.length > 0, `${held} reports are held, ${first.length} were published before`);
    assert.deepStrictEqual(rows.filter(({ report }) => report !== undefined).map(({ rule }) => rule), [], 'reports are left behind');
    assert.ok(rows.some(({ rule, state }) => rule === versioning && state.status === 'NONCOMPLIANT'));
    // A topic cannot be asked whether it has a message: receivers tell by the id.
    assert.strictEqual(idsOf([...first, ...again]).length, changes, 'the distinct ids are not the changes of the state');
    assert.deepStrictEqual(idsOf(again), idsOf(first));
    return `${first.length + again.length} messages, ${changes} distinct ids for ${changes} state changes`;
  });
  await watch.stop();
}

function exactlyOnce(reports: readonly Report[], bucket: string, rules: readonly string[]): void {
  for (const rule of rules) {
    const found = reports.filter(({ attributes }) => attributes.bucket === bucket && attributes.rule === rule);
    assert.deepStrictEqual(found.map(({ attributes }) => attributes.status), ['NONCOMPLIANT'], `reports of ${rule}`);
  }
}
