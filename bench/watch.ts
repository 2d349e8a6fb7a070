import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeBucket } from '../scripts/servers/buckets';
import { install, ProgramsMissing } from '../scripts/servers/install';
import { startAccount } from '../scripts/servers/local-account';
import { LocalWatch } from '../scripts/servers/local-watch';

const ROOT = path.join(__dirname, '..');
const BUNDLE = path.join(ROOT, 'assets', 'watch', 'handler', 'watch.lambda', 'index.js');
const BUCKET = 'benched';
const STARTS = 5;
const EVENTS = 50;

/** What the handler of the watch costs: its size, a cold start, and one bucket, in the emulator of Lambda's runtime before moto. */
export async function benchWatch(): Promise<void> {
  execFileSync('npx', ['projen', 'bundle:watch/handler/watch.lambda'], { cwd: ROOT, stdio: 'ignore' });
  const bundle = fs.readFileSync(BUNDLE);
  console.log('\nthe bundled handler of the watch');
  console.log(['bytes', 'gzipped'].map(cell).join(''));
  console.log([bundle.length, gzipSync(bundle).length].map(cell).join(''));
  console.log('programs that are not in .servers are installed there first');
  try {
    await install(['moto', 'lambda-rie', 'lambda-ric']);
  } catch (error) {
    if (!(error instanceof ProgramsMissing)) {
      throw error;
    }
    console.log(`${error.message}\nthe handler is not run`);
    return;
  }
  const account = await startAccount('moto');
  try {
    await measure(await LocalWatch.start(account));
  } finally {
    await account.stop();
  }
}

async function measure(watch: LocalWatch): Promise<void> {
  await makeBucket(BUCKET, watch.account.clients);
  await oneBucket(watch, 'CreateBucket');
  try {
    console.log(`\nthe first invocation of a fresh runtime, its start included; median of ${STARTS}`);
    console.log(['empty batch ms', 'one bucket ms'].map(cell).join(''));
    const empty: number[] = [];
    const bucket: number[] = [];
    for (let i = 0; i < STARTS; i += 1) {
      await watch.restart(0);
      const { error, milliseconds } = await watch.handlers[0].invoke({ Records: [] });
      if (error) {
        throw new Error(`the handler failed: ${error.errorMessage}`);
      }
      empty.push(milliseconds);
      await watch.restart(0);
      bucket.push(await oneBucket(watch));
    }
    console.log([percentile(empty, 50), percentile(bucket, 50)].map(cell).join(''));

    console.log(`\none bucket an invocation, in a warm runtime; ${EVENTS} events that change no state`);
    console.log(['p50 ms', 'p95 ms', 'calls of S3'].map(cell).join(''));
    const warm: number[] = [];
    watch.account.proxy.clear();
    for (let i = 0; i < EVENTS; i += 1) {
      warm.push(await oneBucket(watch));
    }
    console.log([percentile(warm, 50), percentile(warm, 95), (watch.account.proxy.count('s3:') / EVENTS).toFixed(1)].map(cell).join(''));
  } finally {
    await watch.stop();
  }
}

/** Sends an event of a bucket through EventBridge and the queue, and returns how long its invocation took. */
async function oneBucket(watch: LocalWatch, eventName = 'PutBucketPolicy'): Promise<number> {
  const before = watch.durations.length;
  await watch.happened({ eventName, bucket: BUCKET });
  // What a new bucket may lack comes again, as an event of its own.
  await watch.drain({ idleMs: 100 });
  const took = watch.durations.slice(before);
  if (watch.failures.length > 0 || took.length === 0) {
    throw new Error(`the handler failed: ${watch.failures[0]?.error?.errorMessage ?? 'it was not invoked'}`);
  }
  return took[0];
}

/** The smallest value that so many percent do not exceed. */
function percentile(values: readonly number[], percent: number): string {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * percent / 100) - 1].toFixed(0);
}

function cell(value: unknown): string {
  return String(value).padStart(16);
}
