import assert from 'node:assert';
import { makeBucket } from './buckets';
import { Checks } from './checks';
import { LocalAccount } from './local-account';
import { LocalWatch } from './local-watch';
import { shuffled } from './shuffled';

/** Many events for few buckets, with two handlers at once: nothing is lost, doubled or made up. Then a sweep, which has nothing to say. */
export async function volume(account: LocalAccount, checks: Checks, events: number): Promise<void> {
  checks.section('Many events, and a sweep, on moto');
  const { proxy, clients } = account;
  const watch = await LocalWatch.start(account, {}, 2);
  const versioning = 'HardenedBucket-Versioning';
  const count = Math.max(20, Math.ceil(events / 50));
  await checks.check(`${events} events, most of them duplicates, shuffled, with two handlers at once`, async () => {
    const names = Array.from({ length: count }, (_, i) => `volume-${String(i).padStart(4, '0')}`);
    for (const bucket of names) {
      await makeBucket(bucket, clients);
    }
    const happened = shuffled(Array.from({ length: events }, (_, i) => ({ eventName: ['CreateBucket', 'PutBucketPolicy', 'PutBucketAcl'][i % 3], bucket: names[i % count] })));
    const start = Date.now();
    await watch.happened(...happened);
    // As in SQS, what fails for the last time fails after the hold of a handler that reports has ended.
    await watch.drain({ idleMs: 3000, shuffle: shuffled, limitMs: 600_000, retrySeconds: 20 });
    const reports = (await watch.reports()).filter(({ attributes }) => attributes.bucket.startsWith('volume-'));
    const keys = reports.map(({ attributes: { bucket, rule, status } }) => `${bucket} ${rule} ${status}`);
    const lost = names.filter((bucket) => !keys.includes(`${bucket} ${versioning} NONCOMPLIANT`)).length;
    const doubled = keys.length - new Set(keys).size;
    const wrong = reports.filter(({ attributes: { rule, status } }) => status === 'COMPLIANT' && rule === versioning).length;
    const dead = await watch.deadLetters();
    assert.deepStrictEqual({ lost, doubled, wrong, dead }, { lost: 0, doubled: 0, wrong: 0, dead: 0 });
    return `${count} buckets, ${reports.length} reports in ${((Date.now() - start) / 1000).toFixed(0)} s: ${lost} lost, ${doubled} doubled, ${wrong} wrong, ${dead} dead letters`;
  });

  await checks.check('a sweep reads each bucket once, and reports nothing that was reported', async () => {
    proxy.clear();
    const start = Date.now();
    await watch.sweep();
    await watch.drain({ idleMs: 3000, limitMs: 600_000 });
    const reads = proxy.count('s3:') / count;
    assert.deepStrictEqual(await watch.reports(), []);
    assert.ok(reads < MOST_READS, `${reads.toFixed(1)} reads per bucket`);
    return `${count} buckets, ${reads.toFixed(1)} calls of S3 per bucket, ${((Date.now() - start) / count).toFixed(0)} ms per bucket`;
  });
  await watch.stop();
}

/** What a sweep may cost. */
const MOST_READS = 12;
