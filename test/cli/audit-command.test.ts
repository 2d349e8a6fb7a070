import * as fs from 'node:fs';
import { hardenedBucket, workInTemporaryFolders } from './command-line';
import { audit, AuditArguments } from '../../src/cli/audit-command';
import { awsError, fail, FakeAccount, fakeAccount } from '../account/fake-account';
import { LOG_BUCKET } from '../facts/live-answers';

workInTemporaryFolders();

const NOTHING: AuditArguments = {
  format: 'json',
  output: undefined,
  level: 'baseline',
  rules: [],
  failOn: 'error',
  baseline: undefined,
  writeBaseline: false,
  trustZone: {},
  canonicalUsers: [],
  model: undefined,
  modelTag: undefined,
  resume: undefined,
  concurrency: '4',
};

const LISTED = { Buckets: [{ Name: 'data', BucketRegion: 'eu-west-1' }, { Name: 'logs', BucketRegion: 'eu-west-1' }, { Name: 'open', BucketRegion: 'us-west-2' }] };
type Answers = NonNullable<Parameters<typeof fakeAccount>[0]>;

/** An account with a hardened bucket, its log bucket, and one elsewhere without Block Public Access. */
function account(more: Answers = {}): FakeAccount {
  const logs: Answers = Object.fromEntries(Object.entries(LOG_BUCKET.answers).map(([call, answer]) => [
    `s3 ${call}`, ({ Bucket }) => Bucket === 'logs' ? answer.kind === 'value' ? answer.value : fail(awsError(codeOf(call), 404)) : undefined,
  ]));
  const plain = fakeAccount();
  const own = fakeAccount({
    'ListBuckets': () => LISTED,
    ...Object.fromEntries(Object.entries(logs).map(([key, of]) => [key, async (input, region) => of(input, region) ?? await plain.send('s3', key.slice(3), input, region)])) as Answers,
    's3control GetPublicAccessBlock': () => fail(awsError('NoSuchPublicAccessBlockConfiguration', 404)),
    'DescribeKey': ({ KeyId }) => ({ KeyMetadata: { Arn: KeyId, KeyManager: 'CUSTOMER' } }),
    'GetKeyPolicy': () => ({ Policy: '{"Statement":[]}' }),
    'GetBucketWebsite': () => fail(awsError('NoSuchWebsiteConfiguration', 404)),
    's3 GetPublicAccessBlock': ({ Bucket }) => Bucket === 'open' ? fail(awsError('NoSuchPublicAccessBlockConfiguration', 404)) : { PublicAccessBlockConfiguration: SWITCHES },
    ...more,
  });
  return own;
}

const SWITCHES = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };

function codeOf(call: string): string {
  return { GetBucketWebsite: 'NoSuchWebsiteConfiguration', GetBucketCors: 'NoSuchCORSConfiguration', GetObjectLockConfiguration: 'ObjectLockConfigurationNotFoundError' }[call] ?? 'ReplicationConfigurationNotFoundError';
}

/** Runs the command on an account. */
async function run(args: Partial<AuditArguments> = {}, on: FakeAccount = account(), interruptAfter: number = Infinity) {
  const progress: string[] = [];
  let stop = () => undefined as void;
  let isReleased = false;
  const answer = await audit({ ...NOTHING, rules: ['BlockPublicAccess'], ...args }, {
    out: () => undefined,
    err: () => undefined,
    progress: (text) => {
      progress.push(text);
      if (progress.length === interruptAfter) {
        stop();
      }
    },
    onInterrupt: (given) => {
      stop = given;
      return () => { isReleased = true; };
    },
  }, async () => ({ ...on, destroy: () => undefined }));
  return { ...answer, progress, isReleased, made: on.made };
}

const BLOCK_FINDINGS = ['BlockPublicAcls.BlockPublicPolicy.IgnorePublicAcls.RestrictPublicBuckets'];

test('the buckets of all Regions are judged, and findings name them with their Region', async () => {
  const { out, exitCode, isReleased } = await run();
  const report = JSON.parse(out!);
  expect([exitCode, isReleased]).toEqual([1, true]);
  expect(report.summary).toMatchObject({ templates: 2, buckets: 3, violations: 1, unknown: 0, errors: 0 });
  expect(report.findings.map(({ template, logicalId, evidence }: { template: string; logicalId: string; evidence: { id: string } }) => [template, logicalId, evidence.id])).toEqual(
    BLOCK_FINDINGS.map((id) => ['111122223333/us-west-2', 'open', id]));
  expect(report.findings[0].message).toBe('Bucket open in us-west-2 has BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls and RestrictPublicBuckets off, and so has its account');
});

test('only the buckets of a Region are read where one is named', async () => {
  const { out, exitCode, made } = await run({ region: 'eu-west-1' });
  expect([exitCode, JSON.parse(out!).summary.buckets]).toEqual([0, 2]);
  expect(made.filter((call) => call.includes(' open '))).toEqual([]);
});

test.each<[string, RegExp]>([
  ['text', /1 error, 0 warnings, 0 unknown, 0 suppressed in 3 buckets of 2 Regions$/],
  ['sarif', /"ruleId": "HardenedBucket-BlockPublicAccess"/],
  ['html', /<html[^]*Regions/],
])('reports as %s', async (format, expected) => {
  expect((await run({ format })).out).toMatch(expected);
});

test.each<[string, Partial<AuditArguments>, string | undefined]>([
  ['a bucket that a repair helps', { format: 'text' }, 'hardened-bucket repair open shows what it would change in that bucket, and changes nothing'],
  ['no finding', { format: 'text', region: 'eu-west-1' }, undefined],
  ['a report for programs', { format: 'json' }, undefined],
])('says what helps, of %s', async (_, args, err) => {
  expect((await run(args)).err).toBe(err);
});

test('findings of a baseline fail no more', async () => {
  await run({ baseline: 'known.json', writeBaseline: true });
  expect(await run({ baseline: 'known.json' })).toMatchObject({ exitCode: 0 });
});

test('a model that a bucket is more permissive than fails', async () => {
  const { out, exitCode } = await run({ model: 'hardened', rules: ['NoWebsite'], region: 'us-west-2' });
  expect(exitCode).toBe(1);
  expect(JSON.parse(out!).comparisons).toEqual([expect.objectContaining({ bucket: 'open', region: 'us-west-2', model: 'hardened', text: expect.stringContaining('public access block: BlockPublicAcls (off, against on)') })]);
});

test('what has been read is not read again', async () => {
  await run({ resume: 'audit.jsonl' });
  const { out, made } = await run({ resume: 'audit.jsonl' });
  expect(JSON.parse(out!).summary.buckets).toBe(3);
  expect(made.filter((call) => call.startsWith('GetBucketPolicy'))).toEqual([]);
  expect(fs.statSync('audit.jsonl').mode & 0o077).toBe(0);
});

test('what was denied, or not asked for, is read again', async () => {
  await run({ resume: 'audit.jsonl' }, account({ 's3 GetBucketVersioning': ({ Bucket }) => Bucket === 'open' ? fail(awsError('AccessDenied', 403)) : { Status: 'Enabled' } }));
  expect((await run({ resume: 'audit.jsonl' })).made.filter((call) => call.startsWith('GetBucketPolicy'))).toEqual(['GetBucketPolicy open us-west-2']);
});

test('an audit that is stopped judges what it has, says so, and goes on from there', async () => {
  const first = await run({ resume: 'audit.jsonl', concurrency: '1' }, account(), 1);
  expect(first.exitCode).toBe(2);
  expect(JSON.parse(first.out!)).toMatchObject({ summary: { buckets: 1 }, errors: [{ message: 'the audit was stopped before all buckets were read; run it again with the same --resume to go on' }] });
  const second = await run({ resume: 'audit.jsonl' });
  expect(JSON.parse(second.out!).summary.buckets).toBe(3);
  expect(second.made.filter((call) => call.startsWith('GetBucketPolicy'))).toHaveLength(2);
});

test('a line that was not finished is read again', async () => {
  await run({ resume: 'audit.jsonl' });
  fs.writeFileSync('audit.jsonl', fs.readFileSync('audit.jsonl', 'utf8').slice(0, -20));
  const { made, out } = await run({ resume: 'audit.jsonl' });
  expect(made.filter((call) => call.startsWith('GetBucketPolicy'))).toHaveLength(1);
  expect(JSON.parse(out!).summary.buckets).toBe(3);
  expect((await run({ resume: 'audit.jsonl' })).made.filter((call) => call.startsWith('GetBucketPolicy'))).toEqual([]);
});

test('credentials that end in the middle leave what was read', async () => {
  const { out, exitCode } = await run({ concurrency: '1' }, account({ 's3 GetBucketVersioning': ({ Bucket }) => Bucket === 'open' ? fail(awsError('ExpiredToken', 400)) : { Status: 'Enabled' }, 's3control GetPublicAccessBlock': () => fail(awsError('ExpiredToken', 400)) }));
  expect(exitCode).toBe(2);
  expect(JSON.parse(out!)).toMatchObject({ summary: { buckets: 2 }, errors: [{ message: expect.stringContaining('the credentials ended before all buckets were read') }] });
});

test.each<[string, Partial<AuditArguments>, Answers, string]>([
  ['a list that is denied', {}, { ListBuckets: () => fail(awsError('AccessDenied', 403)) }, 'the buckets cannot be listed: s3:ListAllMyBuckets was denied'],
  ['credentials that are none', {}, { GetCallerIdentity: () => fail(awsError('InvalidClientTokenId', 403)) }, 'the account cannot be read: GetCallerIdentity failed (InvalidClientTokenId: InvalidClientTokenId happened)'],
  ['a model that there is not', { model: 'none' }, {}, '--model "none" is not a model'],
  ['a number that is none', { concurrency: '0' }, {}, '--concurrency "0" is not a number from 1 to 999'],
  ['a baseline to write without a file', { writeBaseline: true }, {}, '--write-baseline needs --baseline FILE'],
  ['a format that there is not', { format: 'xml' }, {}, '--format "xml" is not text, json, sarif or html'],
])('fails: %s', async (_, args, answers, message) => {
  await expect(run(args, account(answers))).rejects.toThrow(message);
});

test.each<[string, string, string]>([
  ['of another account', '{"version":1,"account":"999999999999"}\n', 'it is of account 999999999999, and the credentials are of 111122223333'],
  ['that is none of ours', 'Resources:\n', 'not an audit file'],
])('fails: a file to resume %s', async (_, text, message) => {
  fs.writeFileSync('audit.jsonl', text);
  await expect(run({ resume: 'audit.jsonl' })).rejects.toThrow(message);
});

test('help needs no account', () => {
  const { out, exitCode } = hardenedBucket('audit', '--help');
  expect([exitCode, out]).toEqual([0, expect.stringContaining('--resume <file>')]);
});

test('fails: an option that there is not', () => {
  expect(hardenedBucket('audit', '--bucket', 'x')).toMatchObject({ exitCode: 2, err: expect.stringContaining('see hardened-bucket audit --help') });
});
