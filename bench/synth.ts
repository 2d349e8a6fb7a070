import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

const SIZES = [10, 100, 1000];
const BUCKETS_PER_STACK = 50;

/** One run of `synth-app.ts`, in a process of its own so that nothing is warm that a user's synth finds cold. */
interface Run {
  readonly buckets: number;
  readonly construct: number;
  readonly synth: number;
  readonly megabytes: number;
}

/**
 * How synth time grows with the number of default buckets, over several stacks: with CDK's own validation of templates
 * switched off, which shows ours, and on, which is what a user waits for. Raw `s3.Bucket`s in the same run are the
 * yardstick.
 */
export function benchSynth(): void {
  for (const validation of ['false', 'true']) {
    console.log(`\nsynth of default buckets, ${BUCKETS_PER_STACK} in a stack, CDK's own validation ${validation === 'true' ? 'on' : 'off'}`);
    const rows = SIZES.map((buckets) => ({ hardened: run('hardened', buckets, validation), raw: run('raw', buckets, validation) }));
    console.log(['buckets', 'make ms', 'synth ms', 'ms/bucket', 'growth', 'raw ms', 'ratio', 'MB'].map(cell).join(''));
    rows.forEach(({ hardened, raw }, i) => {
      const total = hardened.construct + hardened.synth;
      const before = rows[i - 1]?.hardened;
      // 1.0 is linear: ten times the buckets take ten times as long. Below 1.0 fixed costs still show.
      const growth = before ? total / (before.construct + before.synth) / (hardened.buckets / before.buckets) : undefined;
      console.log([
        hardened.buckets, hardened.construct, hardened.synth, (total / hardened.buckets).toFixed(2), growth?.toFixed(2) ?? '', raw.construct + raw.synth,
        (total / (raw.construct + raw.synth)).toFixed(1), hardened.megabytes,
      ].map(cell).join(''));
    });
  }
}

function run(kind: 'hardened' | 'raw', buckets: number, validation: string): Run {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', path.join(__dirname, 'synth-app.ts'), kind, String(buckets), String(BUCKETS_PER_STACK)], {
    env: { ...process.env, CDK_VALIDATION: validation, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' }, encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`synth of ${buckets} ${kind} buckets failed: ${stderr}`);
  }
  return JSON.parse(stdout.trim().split('\n').pop()!);
}

function cell(value: unknown): string {
  return String(value).padStart(11);
}
