import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

const RUNS = 9;

/** An app as one has it without the library: what is loaded for it is loaded anyway. */
const APP = `
  const cdk = require('aws-cdk-lib');
  const stack = new cdk.Stack(new cdk.App(), 'Stack');
  new cdk.aws_s3.Bucket(stack, 'Bucket', { encryption: cdk.aws_s3.BucketEncryption.KMS });
`;

/** How long it takes to import the compiled library, each time in a process of its own: after what an app with a bucket has loaded. */
export function benchImport(): void {
  console.log(`\nimport, median of ${RUNS} processes`);
  const rows: readonly [string, string, string][] = [
    ['aws-cdk-lib, and an app with a bucket', '', APP],
    ['cdk-nag, after that', APP, 'require("cdk-nag");'],
    ['cdk-hardened-bucket, after an app with a bucket', APP, 'require(".");'],
  ];
  rows.forEach(([what, before, measured]) => console.log(`${what.padEnd(50)}${median(before, measured).toFixed(0).padStart(8)} ms`));
}

function median(before: string, measured: string): number {
  const script = `${before}; const before = performance.now(); { ${measured} } console.log(performance.now() - before);`;
  const times = Array.from({ length: RUNS }, () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', script], {
      cwd: path.join(__dirname, '..'), encoding: 'utf8', env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    });
    if (status !== 0) {
      throw new Error(`the import failed: ${stderr}`);
    }
    return Number(stdout);
  });
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)];
}
