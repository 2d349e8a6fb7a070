import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

const SIZES = [1_000, 10_000];
const BUCKETS_PER_STACK = 50;
const PACKS = ['ours BASELINE', 'ours STRICT', 'AwsSolutions'];

interface Run {
  readonly buckets: number;
  readonly synth: number;
  readonly judge: number;
  readonly findings: number;
  readonly megabytes: number;
}

/**
 * How long the rules take on apps of many ordinary buckets, beside cdk-nag's AwsSolutionsChecks on the same app, with CDK's own
 * validation off, and once on, where it dominates both. Each run has a process of its own.
 */
export function benchRules(): void {
  for (const [validation, sizes] of [['false', SIZES], ['true', SIZES.slice(0, 1)]] as const) {
    console.log(`\nordinary buckets, ${BUCKETS_PER_STACK} in a stack, CDK's own validation ${validation === 'true' ? 'on' : 'off'}`);
    console.log(['pack', 'buckets', 'synth ms', 'judge ms', 'ms/bucket', 'growth', 'of AwsSolutions', 'total ratio', 'findings', 'MB', 'MB growth'].map(cell).join(''));
    const before = new Map<string, Run>();
    for (const buckets of sizes) {
      const runs = new Map(PACKS.map((pack) => [pack, run(pack, buckets, validation)]));
      const yardstick = runs.get('AwsSolutions')!;
      for (const [pack, of] of runs) {
        const smaller = before.get(pack);
        // 1.0 is linear: ten times the buckets take ten times as long, and as much.
        const growth = (value: (one: Run) => number) => smaller ? (value(of) / value(smaller) / (of.buckets / smaller.buckets)).toFixed(2) : '';
        console.log([
          pack, buckets, of.synth, of.judge, (of.judge / buckets).toFixed(2), growth(({ judge }) => judge), (of.judge / yardstick.judge).toFixed(2),
          ((of.synth + of.judge) / (yardstick.synth + yardstick.judge)).toFixed(2), of.findings, of.megabytes, growth(({ megabytes }) => megabytes),
        ].map(cell).join(''));
        before.set(pack, of);
      }
    }
  }
}

function run(pack: string, buckets: number, validation: string): Run {
  const args = ['--max-old-space-size=12000', '--require', 'ts-node/register/transpile-only', path.join(__dirname, 'rules-app.ts'), pack, String(buckets), String(BUCKETS_PER_STACK)];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    env: { ...process.env, TS_NODE_PROJECT: 'tsconfig.dev.json', CDK_VALIDATION: validation, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' }, encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`${pack} on ${buckets} buckets failed: ${stderr}`);
  }
  return JSON.parse(stdout.trim().split('\n').pop()!);
}

function cell(value: unknown): string {
  return String(value).padStart(16);
}
