import assert from 'node:assert';
import { makeBucket, MISUSES } from './buckets';
import { Checks } from './checks';
import { ACCESS_DENIED } from './faults';
import { LocalAccount } from './local-account';
import { LocalWatch, Report } from './local-watch';
import { shuffled } from './shuffled';

/** What a sweep may cost. */
const MOST_READS = 12;

/** So many events are about one bucket. */
const EVENTS_PER_BUCKET = 50;
const FEWEST_BUCKETS = 20;

/** Of so many buckets one has a public policy, and of so many one has a policy that the watch may not read. */
const PUBLIC_ONE_OF = 10;
const UNREADABLE_ONE_OF = 10;

const VERSIONING = 'HardenedBucket-Versioning';
const NOT_PUBLIC = 'HardenedBucket-PolicyNotPublic';
const TLS_ONLY = 'HardenedBucket-TlsOnly';
const READABLE = 'HardenedBucketWatch-Readable/s3:GetBucketPolicy';
/** Rules that say nothing of a bucket whose policy was not read. */
const OF_POLICIES = [NOT_PUBLIC, TLS_ONLY];

interface VolumeBucket {
  readonly name: string;
  readonly isPublic: boolean;
  readonly isReadable: boolean;
}

/** Many events for few buckets, with two handlers at once: nothing is lost, doubled or made up. Then a sweep, which has nothing to say. */
export async function volume(account: LocalAccount, checks: Checks, events: number): Promise<void> {
  checks.section('Many events, and a sweep, on moto');
  const { proxy } = account;
  const watch = await LocalWatch.start(account, {}, 2);
  const buckets = volumeBuckets(Math.max(FEWEST_BUCKETS, Math.ceil(events / EVENTS_PER_BUCKET)));
  // What one event takes on a busy machine, and four times that.
  const patience = { idleMs: 3000, limitMs: 120_000 + events * 400, retrySeconds: 20 };

  await checks.check(`${events} events, most of them duplicates, shuffled, with two handlers at once`, async () => {
    await makeAll(buckets, account);
    const happened = shuffled(Array.from({ length: events }, (_, i) => (
      { eventName: ['CreateBucket', 'PutBucketPolicy', 'PutBucketAcl'][i % 3], bucket: buckets[i % buckets.length].name })));
    const start = Date.now();
    let isFed = false;
    // As in SQS, what fails for the last time fails after the hold of a handler that reports has ended.
    await Promise.all([watch.feed(happened).finally(() => { isFed = true; }), watch.drain({ ...patience, shuffle: shuffled, isFed: () => isFed })]);
    const took = seconds(Date.now() - start);
    const reports = await watch.reports();
    const found = mistakes(buckets, reports, await watch.states());
    const dead = await watch.deadLetters();
    assert.deepStrictEqual({ ...found, dead }, { lost: [], doubled: [], madeUp: [], wrong: [], dead: 0 });
    const unreadable = buckets.filter(({ isReadable }) => !isReadable).length;
    return `${buckets.length} buckets, ${unreadable} of them with a policy that may not be read; ${events} events handled in ${took} s by ${watch.durations.length} invocations (${watch.failures.length} failed); ${reports.length} reports: `
      + `${found.lost.length} lost, ${found.doubled.length} doubled, ${found.madeUp.length} of what was not read, ${found.wrong.length} wrong, ${dead} dead letters`;
  });

  await checks.check('a sweep reads each bucket once, and reports nothing that was reported', async () => {
    proxy.calls.clear();
    const start = Date.now();
    await watch.sweep();
    await watch.drain(patience);
    const reads = proxy.count('s3:') / buckets.length;
    assert.deepStrictEqual(await watch.reports(), []);
    assert.ok(reads < MOST_READS, `${reads.toFixed(1)} reads per bucket`);
    return `${buckets.length} buckets, ${reads.toFixed(1)} calls of S3 per bucket, ${((Date.now() - start) / buckets.length).toFixed(0)} ms per bucket`;
  });

  await checks.check('what could not be read is judged by the first sweep that may read it', async () => {
    proxy.clear();
    await watch.sweep();
    await watch.drain(patience);
    const reports = keysOf(await watch.reports());
    // The public policy denies requests without TLS.
    const expected = buckets.filter(({ isReadable }) => !isReadable)
      .flatMap(({ name, isPublic }) => [`${name} ${READABLE} COMPLIANT`, `${name} ${isPublic ? NOT_PUBLIC : TLS_ONLY} NONCOMPLIANT`]);
    assert.deepStrictEqual(reports.sort(), expected.sort());
    return `${reports.length} reports`;
  });
  await watch.stop();
}

/** Some are public, some unreadable, and some are both. */
function volumeBuckets(count: number): VolumeBucket[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `volume-${String(i).padStart(4, '0')}`,
    isPublic: i % PUBLIC_ONE_OF === 0 || i % (2 * UNREADABLE_ONE_OF) === 1,
    isReadable: i % UNREADABLE_ONE_OF !== 1,
  }));
}

async function makeAll(buckets: readonly VolumeBucket[], { clients, proxy }: LocalAccount): Promise<void> {
  const { make: makePublic } = MISUSES.find(({ rule }) => NOT_PUBLIC.endsWith(rule))!;
  for (const { name, isPublic, isReadable } of buckets) {
    await makeBucket(name, clients);
    if (isPublic) {
      await makePublic(name, clients);
    }
    if (!isReadable) {
      proxy.inject({ call: 's3:GetBucketPolicy', bucket: name, fault: ACCESS_DENIED });
    }
  }
}

/** What is missing, what came twice, what was said of a policy that was not read, and what is not so. */
function mistakes(buckets: readonly VolumeBucket[], reports: readonly Report[], states: ReadonlyMap<string, string>) {
  const keys = keysOf(reports);
  const expected = buckets.flatMap(({ name, isPublic, isReadable }) => [
    `${name} ${VERSIONING} NONCOMPLIANT`,
    ...!isReadable ? [`${name} ${READABLE} UNKNOWN`] : isPublic ? [`${name} ${NOT_PUBLIC} NONCOMPLIANT`] : [],
  ]);
  const known = [...keys, ...[...states].map((row) => row.join(' '))].filter((key) => !key.endsWith(' UNKNOWN'));
  return {
    lost: expected.filter((key) => !keys.includes(key)),
    // The ids tell a second delivery of a report from a second report.
    doubled: reports.flatMap(({ attributes: { id } }, i) => {
      const first = keys.indexOf(keys[i]);
      return first < i ? [`${keys[i]} ${reports[first].attributes.id} ${id}`] : [];
    }),
    madeUp: buckets.filter(({ isReadable }) => !isReadable).flatMap(({ name }) => known.filter((key) => OF_POLICIES.some((rule) => key.startsWith(`${name} ${rule} `)))),
    wrong: [
      ...buckets.filter(({ isPublic, isReadable }) => isReadable && !isPublic).map(({ name }) => `${name} ${NOT_PUBLIC} NONCOMPLIANT`).filter((key) => keys.includes(key)),
      ...keys.filter((key) => key.endsWith(' COMPLIANT')),
    ],
  };
}

function keysOf(reports: readonly Report[]): string[] {
  return reports.map(({ attributes: { bucket, rule, status } }) => `${bucket} ${rule} ${status}`);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(0);
}
