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
  const peers = `${partsOfPeers()}.forEach((part) => require(part));`;
  const rows: readonly [string, string, string][] = [
    ['aws-cdk-lib, and an app with a bucket', '', APP],
    ['all of cdk-nag, after that', APP, 'require("cdk-nag");'],
    ['the parts of its peers that the library loads, after the app', APP, peers],
    ['the library itself, after those', `${APP} ${peers}`, 'require(".");'],
    ['the library with those parts, after the app', APP, 'require(".");'],
  ];
  const times = rows.map(([, before, measured]) => median(before, measured));
  console.log(`${''.padEnd(62)}${'ms'.padStart(8)}${'of the app'.padStart(14)}`);
  rows.forEach(([what], i) => console.log(`${what.padEnd(62)}${times[i].toFixed(0).padStart(8)}${(times[i] / times[0]).toFixed(2).padStart(14)}`));
}

/** The files of aws-cdk-lib and cdk-nag that the library loads after those of an app, as a list in JavaScript. */
function partsOfPeers(): string {
  return node(`${APP} const had = Object.keys(require.cache); require(".");
    console.log(JSON.stringify(Object.keys(require.cache).filter((file) => !had.includes(file) && file.includes('node_modules'))));`);
}

function median(before: string, measured: string): number {
  const script = `${before}; const before = performance.now(); { ${measured} } console.log(performance.now() - before);`;
  return Array.from({ length: RUNS }, () => Number(node(script))).sort((a, b) => a - b)[Math.floor(RUNS / 2)];
}

/** What a script prints in a process of its own. */
function node(script: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', script], {
    cwd: path.join(__dirname, '..'), encoding: 'utf8', env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
  });
  if (status !== 0) {
    throw new Error(`the import failed: ${stderr}`);
  }
  return stdout;
}
