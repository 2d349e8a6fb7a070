import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { HardenedBucket } from '../src';

/** Makes an app of so many buckets, synthesizes it and prints how long that took, as JSON. */
const [kind, buckets, perStack] = process.argv.slice(2);
const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-synth-'));

const start = performance.now();
const app = new App({ outdir, analyticsReporting: false });
let stack = new Stack(app, 'Stack0');
for (let i = 0; i < Number(buckets); i++) {
  if (i > 0 && i % Number(perStack) === 0) {
    stack = new Stack(app, `Stack${i}`);
  }
  if (kind === 'hardened') {
    new HardenedBucket(stack, `Bucket${i}`);
  } else {
    new s3.Bucket(stack, `Bucket${i}`);
  }
}
const made = performance.now();
app.synth();
const done = performance.now();

fs.rmSync(outdir, { recursive: true });
console.log(JSON.stringify({
  buckets: Number(buckets),
  construct: Math.round(made - start),
  synth: Math.round(done - made),
  megabytes: Math.round(process.memoryUsage().rss / 1e6),
}));
