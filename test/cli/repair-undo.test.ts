import * as fs from 'node:fs';
import { workInTemporaryFolders } from './command-line';
import { neglected, OneBucket, READ, runRepair as run } from './one-bucket';
import { linesOfDifference } from '../../src/cli/difference-lines';
import type { RepairFile } from '../../src/cli/repair-file';
import { LiveAnswer } from '../../src/facts/live-bucket';
import { isSameSetting } from '../../src/repair/same-setting';
import { awsError, fail } from '../account/fake-account';
import { allow, OTHER, OWN, policy, value } from '../repair/live-buckets';

workInTemporaryFolders();

const UNDO = { bucket: undefined, undo: 'before.json' };

/** A bucket that was repaired, and the file that undoes it. */
async function repaired(...repairs: readonly string[]): Promise<OneBucket> {
  const on = neglected();
  await run({ repairs, apply: true, yes: true, save: 'before.json' }, on);
  on.changes.length = 0;
  return on;
}

function file(): RepairFile {
  return JSON.parse(fs.readFileSync('before.json', 'utf8')) as RepairFile;
}

function set(on: OneBucket, answers: Record<string, LiveAnswer>): void {
  on.bucket = { ...on.bucket, answers: { ...on.bucket.answers, ...answers } };
}

const FOREIGN = policy([READ, allow({ AWS: OTHER }, 's3:ListBucket')]);

test('the file says what the repair left, in the words of S3', async () => {
  const on = neglected();
  // S3 writes some settings in its own way.
  on.answers['s3 PutBucketLifecycleConfiguration'] = () => {
    set(on, { GetBucketLifecycleConfiguration: value({ Rules: [{ Status: 'Enabled', ID: 'a', Filter: {}, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }] }) });
    return {};
  };
  await run({ repairs: ['incomplete-uploads', 'versioning'], apply: true, yes: true, save: 'before.json' }, on);
  expect(file().after).toEqual({ GetBucketVersioning: value({ Status: 'Enabled' }), GetBucketLifecycleConfiguration: on.bucket.answers.GetBucketLifecycleConfiguration });
  expect(await run({ ...UNDO, yes: true }, on)).toMatchObject({ exitCode: 0 });
});

test('what S3 does not show yet is kept as it was planned', async () => {
  const on = neglected();
  on.answers['s3 PutBucketVersioning'] = () => ({});
  await run({ repairs: ['versioning'], apply: true, yes: true, save: 'before.json' }, on);
  expect(file().after).toEqual({ GetBucketVersioning: value({ Status: 'Enabled' }) });
});

test('fails: a setting that was changed since the repair is not overwritten by --yes, and the difference is shown', async () => {
  const on = await repaired('tls-only');
  set(on, FOREIGN);
  const refused = await run({ ...UNDO, yes: true }, on).catch(({ message }: Error) => message);
  expect(refused).toMatch(/^settings of bucket records are not as the repair left them:\n {2}GetBucketPolicy changed since the repair:\n/);
  expect(refused).toMatch(/\n {4}- .*"DenyRequestsWithoutTls"/);
  expect(refused).toMatch(/\n {4}\+ .*"s3:ListBucket"/);
  expect(refused).toMatch(/\nNothing was changed\. Add --overwrite/);
  expect(on.changes).toEqual([]);
});

test.each(['yes', 'no', ''])("fails: at a terminal '%s' does not overwrite what was changed", async (answer) => {
  const on = await repaired('tls-only');
  set(on, FOREIGN);
  await expect(run(UNDO, on, answer)).rejects.toThrow('nothing was changed');
  expect(on.changes).toEqual([]);
});

test("'overwrite' does, after the difference was shown", async () => {
  const on = await repaired('tls-only', 'versioning');
  set(on, FOREIGN);
  const { out, asked, shown } = await run({ ...UNDO, format: 'json' }, on, 'overwrite');
  expect(asked).toEqual([`\nOverwrite what was changed since the repair of bucket records of account ${OWN}? Type overwrite: `]);
  expect(shown).toContain('GetBucketPolicy changed since the repair:');
  expect(shown).toMatch(/\+ .*"s3:ListBucket"/);
  expect(shown).not.toContain('GetBucketVersioning');
  expect(on.changes).toEqual(['PutBucketVersioning', 'PutBucketPolicy']);
  expect(on.bucket.answers.GetBucketPolicy).toEqual(policy([READ]).GetBucketPolicy);
  expect(JSON.parse(out)).toMatchObject({ overwritten: ['GetBucketPolicy'], undone: [{ call: 'PutBucketVersioning' }, { call: 'PutBucketPolicy' }] });
});

test('--overwrite with --yes puts it back without asking', async () => {
  const on = await repaired('tls-only');
  set(on, FOREIGN);
  expect(await run({ ...UNDO, yes: true, overwrite: true }, on)).toMatchObject({ exitCode: 0, asked: [] });
  expect(on.bucket.answers.GetBucketPolicy).toEqual(policy([READ]).GetBucketPolicy);
});

test('fails: --overwrite goes with --undo', async () => {
  await expect(run({ overwrite: true }, neglected())).rejects.toThrow('--overwrite needs --undo');
});

test('a change of other settings is nothing to it', async () => {
  const on = await repaired('versioning');
  set(on, { ...FOREIGN, GetBucketCors: value({ CORSRules: [] }) });
  expect(await run({ ...UNDO, yes: true }, on)).toMatchObject({ exitCode: 0 });
  expect(on.changes).toEqual(['PutBucketVersioning']);
});

test('what is as it was before already is left alone, so that undoing twice does it once', async () => {
  const on = await repaired('tls-only', 'incomplete-uploads');
  set(on, policy([READ]));
  await run({ ...UNDO, yes: true }, on);
  expect(on.changes).toEqual(['DeleteBucketLifecycle']);
  expect(await run({ ...UNDO, yes: true }, on)).toMatchObject({ exitCode: 0, out: expect.stringContaining('nothing to do: it is as it was before') });
  expect(on.changes).toHaveLength(1);
});

test('a list that is empty by now is as empty as before', async () => {
  const on = await repaired('request-metrics');
  set(on, { ListBucketMetricsConfigurations: value({ MetricsConfigurationList: [] }) });
  expect(await run({ ...UNDO, yes: true }, on)).toMatchObject({ exitCode: 0, out: expect.stringContaining('nothing to do') });
});

test('a policy that is spaced and ordered otherwise is the same', async () => {
  const on = await repaired('tls-only');
  const { Policy } = (on.bucket.answers.GetBucketPolicy as { value: { Policy: string } }).value;
  const { Statement, Version } = JSON.parse(Policy) as { Statement: object[]; Version: string };
  set(on, { GetBucketPolicy: value({ Policy: JSON.stringify({ Statement, Version }, null, 4) }) });
  expect(await run({ ...UNDO, yes: true }, on)).toMatchObject({ exitCode: 0 });
});

test('fails: what cannot be read may have changed', async () => {
  const on = await repaired('tls-only');
  on.answers['s3 GetBucketPolicy'] = () => fail(awsError('AccessDenied', 403));
  await expect(run({ ...UNDO, yes: true }, on)).rejects.toThrow(/GetBucketPolicy cannot be read, so it may have changed since the repair: s3:GetBucketPolicy was denied/);
  expect(on.changes).toEqual([]);
});

test('fails: a file that does not say what the repair left, which older versions wrote', async () => {
  const on = await repaired('tls-only');
  const { after, ...older } = file();
  fs.writeFileSync('before.json', JSON.stringify(older));
  await expect(run({ ...UNDO, yes: true }, on)).rejects.toThrow(/GetBucketPolicy may have changed since the repair: the file does not say how the repair left it/);
  expect(await run({ ...UNDO, yes: true, overwrite: true }, on)).toMatchObject({ exitCode: 0 });
});

test('fails: a setting that changes while someone reads the question', async () => {
  const on = await repaired('tls-only');
  let reads = 0;
  on.answers['s3 GetBucketPolicy'] = () => {
    reads += 1;
    const answer = reads > 1 ? FOREIGN.GetBucketPolicy : on.bucket.answers.GetBucketPolicy;
    return (answer as { value: unknown }).value;
  };
  await expect(run(UNDO, on, 'yes')).rejects.toThrow('bucket records changed in the meantime (GetBucketPolicy). Nothing was changed');
  expect(on.changes).toEqual([]);
});

test.each<[string, LiveAnswer, LiveAnswer, boolean]>([
  ['two of nothing', { kind: 'absent' }, { kind: 'absent' }, true],
  ['nothing and something', { kind: 'absent' }, value({}), false],
  ['properties in another order', value({ a: 1, b: [{ c: 2, d: 3 }] }), value({ b: [{ d: 3, c: 2 }], a: 1 }), true],
  ['a list in another order', value({ a: [1, 2] }), value({ a: [2, 1] }), false],
  ['no list and an empty one', value({}), value({ MetricsConfigurationList: [] }), true],
  ['a policy that is not JSON', value({ Policy: '{' }), value({ Policy: '{' }), true],
  ['what was not read, twice', { kind: 'unknown', reason: 'r' }, { kind: 'unknown', reason: 'r' }, false],
])('%s', (_, one, other, same) => {
  expect(isSameSetting(one, other)).toBe(same);
});

test('the difference of two texts is their other lines, with one line around', () => {
  expect(linesOfDifference('a\nb\nc\nd\ne', 'a\nb\nx\nd\ne\nf')).toEqual(['  b', '- c', '+ x', '  d', '  e', '+ f']);
  expect(linesOfDifference('a', 'a')).toEqual([]);
});
