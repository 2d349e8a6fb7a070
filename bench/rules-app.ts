import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, aws_iam as iam, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NagPack } from 'cdk-nag';
import { CheckLevel, HardenedBucketChecks } from '../src';

/**
 * Makes an app of so many ordinary buckets over several stacks, each with TLS only, versions, access logs and a partner who
 * may read, synthesizes it, has it judged by one pack, and prints how long each took, as JSON.
 */
const [pack, buckets, perStack] = process.argv.slice(2);
const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-rules-'));

const PACKS: Readonly<Record<string, (app: App) => NagPack>> = {
  'ours BASELINE': (app) => new HardenedBucketChecks(app),
  'ours STRICT': (app) => new HardenedBucketChecks(app, { level: CheckLevel.STRICT }),
  'AwsSolutions': (app) => new AwsSolutionsChecks(app),
};

const start = performance.now();
const app = new App({ outdir, analyticsReporting: false, context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
let stack: Stack;
let logs: s3.Bucket;
for (let i = 0; i < Number(buckets); i++) {
  if (i % Number(perStack) === 0) {
    stack = new Stack(app, `Stack${i}`);
    logs = new s3.Bucket(stack, 'Logs', { enforceSSL: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
  }
  const bucket = new s3.Bucket(stack!, `Bucket${i}`, { enforceSSL: true, versioned: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, serverAccessLogsBucket: logs! });
  bucket.grantRead(new iam.AccountPrincipal('444455556666'));
}
app.synth();
const made = performance.now();
const { violations } = PACKS[pack](app).validateScope(app);
const judged = performance.now();

fs.rmSync(outdir, { recursive: true });
console.log(JSON.stringify({
  buckets: Number(buckets),
  synth: Math.round(made - start),
  judge: Math.round(judged - made),
  findings: violations.length,
  megabytes: Math.round(process.memoryUsage().rss / 1e6),
}));
