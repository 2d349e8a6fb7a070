import assert from 'node:assert';
import { auditLocal } from './audit-local';
import { harden, makeBucket, makeLogsBucket } from './buckets';
import { Checks } from './checks';
import { AccountKind, LocalAccount } from './local-account';
import { Check } from '../../src/rules/check';

/** What was measured of one sweep. */
interface Sweep {
  readonly buckets: number;
  /** Calls of S3, with those that list. */
  readonly reads: number;
  /** Calls of other services, which are for all buckets together. */
  readonly others: number;
  readonly readMs: number;
  readonly judgeMs: number;
  readonly peakMb: number;
}

const LOGS = 'sweep-logs';
/** What a sweep may cost. */
const MOST_READS = 12;
/** One bucket of so many is hardened; all others are as S3 makes them. */
const HARDENED_ONE_OF = 10;
const MEGABYTE = 1024 * 1024;

/** All buckets of an account are read and judged, at a tenth of their number and at all of them: each costs the same. */
export async function sweep(account: (kind: AccountKind) => Promise<LocalAccount>, checks: Checks, buckets: number): Promise<void> {
  checks.section('A sweep over many buckets on moto');
  const local = await account('moto');
  const sweeps: Sweep[] = [];
  await makeLogsBucket(LOGS, local.clients);
  for (const count of [buckets / 10, buckets]) {
    await checks.check(`${count} buckets are read and judged with fewer than ${MOST_READS} reads each`, async () => {
      const start = Date.now();
      await makeBuckets(local, sweeps[0]?.buckets ?? 1, count);
      const seconds = ((Date.now() - start) / 1000).toFixed(0);
      const measured = await measure(local);
      sweeps.push(measured);
      assert.strictEqual(measured.buckets, count);
      assert.ok(measured.reads / count < MOST_READS, `${measured.reads} reads`);
      return `${text(measured)}; made in ${seconds} s`;
    });
  }
  await checks.check('the cost of a bucket does not grow with their number', async () => {
    const [tenth, all] = sweeps;
    // Listing, and what is read of the account once, weigh less among more buckets.
    assert.ok(all.reads / all.buckets <= tenth.reads / tenth.buckets + 0.1, 'more reads for each bucket');
    assert.strictEqual(all.others, tenth.others);
    const ratio = (of: (measured: Sweep) => number) => (of(all) / all.buckets / (of(tenth) / tenth.buckets)).toFixed(2);
    return `${all.buckets} against ${tenth.buckets} buckets, of each: ${ratio(({ reads }) => reads)} times the reads, ${ratio(({ readMs }) => readMs)} times the time to read (moto's with it), ${ratio(({ judgeMs }) => judgeMs)} times the time to judge`;
  });
}

async function measure(local: LocalAccount): Promise<Sweep> {
  local.proxy.clear();
  let peak = process.memoryUsage().rss;
  const look = () => { peak = Math.max(peak, process.memoryUsage().rss); };
  const timer = setInterval(look, 50);
  const start = Date.now();
  let isRead = start;
  // Judging does not wait for anything, so that no timer comes between.
  const { summary, errors } = await auditLocal(local, new Check(), 16, { onRead: () => { isRead = Date.now(); }, onProgress: look });
  const end = Date.now();
  clearInterval(timer);
  assert.deepStrictEqual(errors, []);
  assert.strictEqual(summary.unknown, 0, 'something was not read');
  const reads = local.proxy.count('s3:');
  return { buckets: summary.buckets, reads, others: local.proxy.count('') - reads, readMs: isRead - start, judgeMs: end - isRead, peakMb: Math.round(peak / MEGABYTE) };
}

async function makeBuckets({ clients }: LocalAccount, from: number, to: number): Promise<void> {
  let next = from;
  await Promise.all(Array.from({ length: 16 }, async () => {
    while (next < to) {
      const i = next;
      next += 1;
      const bucket = `sweep-${String(i).padStart(5, '0')}`;
      await makeBucket(bucket, clients);
      if (i % HARDENED_ONE_OF === 0) {
        await harden(bucket, clients, LOGS);
      }
    }
  }));
}

function text({ buckets, reads, others, readMs, judgeMs, peakMb }: Sweep): string {
  return `${(reads / buckets).toFixed(2)} calls of S3 for each, ${others} of other services, read in ${(readMs / 1000).toFixed(1)} s, judged in ${(judgeMs / 1000).toFixed(1)} s, `
    + `at most ${peakMb} MB with the clients and the proxy of the test`;
}
