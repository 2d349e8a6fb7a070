import assert from 'node:assert';
import { harden, makeBucket, makeLogsBucket, MISUSES } from './buckets';
import { Checks } from './checks';
import { FaultRule } from './fault-proxy';
import { ACCESS_DENIED, HANG, INTERNAL_ERROR, RESET, SLOW_DOWN } from './faults';
import { LocalAccount } from './local-account';
import { LocalWatch, Report } from './local-watch';
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

/** What goes wrong on the way neither loses a report nor doubles it, and never makes a verdict of what could not be read. */
export async function faults(account: LocalAccount, checks: Checks): Promise<void> {
  checks.section('Faults on moto, through the proxy');
  const { proxy, clients } = account;
  await makeLogsBucket(LOGS, clients);
  const watch = await LocalWatch.start(account, {}, 2);
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
      await watch.drain();
      proxy.clear();
      await watch.happened({ eventName: 'PutBucketVersioning', bucket });
      await watch.drain();
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
    await watch.drain();
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

  await checks.check('a handler that is killed between report and state loses nothing', async () => {
    const bucket = 'killed';
    let written = 0;
    proxy.inject({ call: 'sns:PublishBatch', times: 1, when: () => { proxy.inject({ call: 'dynamodb:TransactWriteItems', times: 1, fault: HANG, when: () => { written += 1; watch.handlers.forEach((handler) => void handler.kill()); } }); } });
    await newBucket(bucket);
    await watch.drain({ idleMs: 500, limitMs: 8_000 });
    proxy.clear();
    await Promise.all(watch.handlers.map(async (_handler, i) => watch.restart(i)));
    await watch.happened({ eventName: 'PutBucketVersioning', bucket });
    await watch.drain();
    const reports = (await watch.reports()).filter(({ attributes }) => attributes.bucket === bucket);
    const ids = new Set(reports.map(({ attributes }) => attributes.id));
    assert.strictEqual((await watch.state(bucket))[versioning], 'NONCOMPLIANT');
    assert.ok(reports.some(({ attributes }) => attributes.rule === versioning), 'the report is lost');
    // A topic cannot be asked whether it has a message: the report comes again, with the same id.
    assert.strictEqual(ids.size, new Set(reports.map(({ attributes }) => attributes.rule)).size, 'one state change has two ids');
    return `killed ${written} times; ${reports.length} messages for ${ids.size} state changes`;
  });
  await watch.stop();
}

function exactlyOnce(reports: readonly Report[], bucket: string, rules: readonly string[]): void {
  for (const rule of rules) {
    const found = reports.filter(({ attributes }) => attributes.bucket === bucket && attributes.rule === rule);
    assert.deepStrictEqual(found.map(({ attributes }) => attributes.status), ['NONCOMPLIANT'], `reports of ${rule}`);
  }
}
