import assert from 'node:assert';
import { harden, makeBucket, makeLogsBucket, MISUSES } from './buckets';
import { Checks } from './checks';
import { LocalAccount } from './local-account';
import { LocalWatch, Report } from './local-watch';
import { BucketRepair } from '../../src';

const LOGS = 'records-logs';

/** Each way to misuse a bucket is reported once, and once again when it is repaired: by hand, and by the watch. */
export async function endToEnd(account: LocalAccount, checks: Checks): Promise<void> {
  checks.section(`End to end on ${account.kind}`);
  let watch: LocalWatch | undefined;
  await checks.check('the template of the watch is deployed', async () => {
    watch = await LocalWatch.start(account);
    return `${watch.places.resources} resources`;
  });
  if (watch) {
    await makeLogsBucket(LOGS, account.clients);
    await byHand(account, watch, checks);
    await watch.stop();
  }
  await checks.check('the template of a watch that repairs is deployed', async () => {
    watch = await LocalWatch.start(account, { remediation: { repairs: [BucketRepair.TLS_ONLY, BucketRepair.BLOCK_PUBLIC_ACCESS, BucketRepair.VERSIONING], apply: true } });
    return `${watch.places.resources} resources`;
  });
  if (watch) {
    await byWatch(account, watch, checks);
    await watch.stop();
  }
}

async function byHand(account: LocalAccount, watch: LocalWatch, checks: Checks): Promise<void> {
  for (const [i, { title, eventName, rule, make, undo }] of MISUSES.entries()) {
    const bucket = `records-${i}`;
    await checks.check(`${title} is reported once, and that it is gone once`, async () => {
      await makeBucket(bucket, account.clients);
      await harden(bucket, account.clients, LOGS);
      assert.deepStrictEqual((await after(watch, 'CreateBucket', bucket)).map(({ subject }) => subject), [], 'a good bucket is reported');
      await make(bucket, account.clients);
      const opened = await after(watch, eventName, bucket);
      const report = only(opened, rule);
      assert.match(report.subject, new RegExp(`^S3 bucket ${bucket} \\(eu-west-1\\) noncompliant: ${rule}$`));
      assert.deepStrictEqual({ ...report.attributes, id: undefined }, {
        id: undefined, bucket, rule: `HardenedBucket-${rule}`, severity: 'error', status: 'NONCOMPLIANT', account: '123456789012', region: 'eu-west-1',
      });
      assert.match(report.text, new RegExp(`Last change seen: ${eventName} by arn:aws:iam::123456789012:user/ops`));
      assert.strictEqual((await watch.state(bucket))[`HardenedBucket-${rule}`], 'NONCOMPLIANT');
      assert.deepStrictEqual(await after(watch, eventName, bucket, eventName), [], 'it is reported again without a change');
      await undo(bucket, account.clients);
      const closed = await after(watch, eventName, bucket);
      assert.strictEqual(only(closed, rule).attributes.status, 'COMPLIANT');
      assert.deepStrictEqual(Object.values(await watch.state(bucket)).filter((status) => status === 'NONCOMPLIANT'), []);
      return [report.subject, ...opened.length > 1 ? [`with ${opened.length - 1} more rules`] : []].join(', ');
    });
  }
  await checks.check('a bucket that was created by hand is reported, a message for each rule that it breaks', async () => {
    await makeBucket('by-hand', account.clients);
    const reports = await after(watch, 'CreateBucket', 'by-hand');
    const rules = reports.map(({ attributes }) => attributes.rule);
    assert.ok(rules.includes('HardenedBucket-TlsOnly') && rules.includes('HardenedBucket-Versioning'), rules.join(', '));
    assert.strictEqual(new Set(rules).size, rules.length, 'a rule is reported twice');
    await harden('by-hand', account.clients, LOGS);
    const repaired = await after(watch, 'PutBucketPolicy', 'by-hand');
    assert.deepStrictEqual(repaired.map(({ attributes }) => `${attributes.rule} ${attributes.status}`).sort(), rules.map((rule) => `${rule} COMPLIANT`).sort());
    return rules.map((rule) => rule.replace('HardenedBucket-', '')).join(', ');
  });
  await checks.check('no message was lost, and no invocation failed', async () => {
    assert.strictEqual(await watch.deadLetters(), 0);
    assert.deepStrictEqual(watch.failures, []);
  });
}

async function byWatch(account: LocalAccount, watch: LocalWatch, checks: Checks): Promise<void> {
  await checks.check('a watch that may repairs a bucket, says so, and does not react to itself', async () => {
    const bucket = 'to-repair';
    await makeBucket(bucket, account.clients);
    const reports = await after(watch, 'CreateBucket', bucket);
    await watch.happened({ eventName: 'PutBucketPolicy', bucket }, { eventName: 'PutBucketVersioning', bucket });
    await watch.drain();
    const later = await watch.reports();
    const all = [...reports, ...later].map(({ attributes }) => `${attributes.rule} ${attributes.status}`);
    const state = await watch.state(bucket);
    assert.strictEqual(state['HardenedBucket-TlsOnly'], 'COMPLIANT', JSON.stringify({ state, all }));
    assert.strictEqual(state['HardenedBucket-Versioning'], 'COMPLIANT');
    assert.strictEqual(new Set(all).size, all.length, `a state is reported twice: ${all.join(', ')}`);
    return all.map((line) => line.replace('HardenedBucket-', '')).join(', ');
  });
}

/** What is reported after calls on a bucket. */
async function after(watch: LocalWatch, eventName: string, bucket: string, ...again: readonly string[]): Promise<Report[]> {
  await watch.happened({ eventName, bucket }, ...again.map((name) => ({ eventName: name, bucket })));
  await watch.drain();
  return watch.reports();
}

/** The one report of a rule. */
function only(reports: readonly Report[], rule: string): Report {
  const found = reports.filter(({ attributes }) => attributes.rule === `HardenedBucket-${rule}`);
  assert.strictEqual(found.length, 1, `${found.length} reports of ${rule}; there are: ${reports.map(({ subject }) => subject).join(', ') || 'none'}`);
  return found[0];
}
