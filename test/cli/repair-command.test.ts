import * as fs from 'node:fs';
import { hardenedBucket, workInTemporaryFolders } from './command-line';
import { neglected, OneBucket, READ, runRepair as run } from './one-bucket';
import { RepairArguments } from '../../src/cli/repair-command';
import { awsError, fail } from '../account/fake-account';
import { acl, liveBucket, OTHER, OWN, policy, value } from '../repair/live-buckets';

workInTemporaryFolders();

test('a plan shows what was, what will be, and what is lost, and changes nothing', async () => {
  const on = neglected();
  const { out, exitCode } = await run({ repairs: ['tls-only', 'versioning', 'default-encryption', 'website'] }, on);
  expect(exitCode).toBe(1);
  expect(on.changes).toEqual([]);
  expect(out.split('\n')).toEqual([
    `Bucket records of account ${OWN} in eu-west-1`,
    '',
    'tls-only  Deny requests without TLS',
    '  before  the bucket policy does not deny requests without TLS',
    '  after   statement DenyRequestsWithoutTls denies requests without TLS to everyone',
    expect.stringMatching(/^  lost {4}arn:aws:iam::444455556666:role\/\S+ does s3:GetObject on arn:aws:s3:::records.* with .*aws:SecureTransport false/),
    '',
    'default-encryption  Encrypt new objects with a KMS key',
    expect.stringMatching(/^  refused {2}the bucket policy allows others to use objects, and they could not use the key/),
    '',
    'versioning  Turn versioning on',
    '  before  versioning never on',
    expect.stringMatching(/^  after {3}versioning on/),
    '',
    'nothing to do  website',
    'calls  PutBucketPolicy (s3:PutBucketPolicy), PutBucketVersioning (s3:PutBucketVersioning)',
    '',
    'nothing was changed: add --apply to do this',
  ]);
});

test('as JSON a plan has the calls', async () => {
  const { out } = await run({ repairs: ['versioning'], format: 'json' }, neglected());
  expect(JSON.parse(out)).toMatchObject({
    bucket: 'records', account: OWN, applied: false, saved: null, repairs: [{ id: 'versioning', kind: 'steps', reason: null }], steps: [{ call: 'PutBucketVersioning', undo: { call: 'PutBucketVersioning' } }],
  });
});

test('changes are made after someone said yes to account and bucket, and can be undone', async () => {
  const on = neglected();
  const before = on.bucket;
  const { out, exitCode, asked, shown } = await run({ repairs: ['tls-only', 'incomplete-uploads'], apply: true, save: 'before.json' }, on, 'yes\n');
  expect([exitCode, on.changes]).toEqual([0, ['PutBucketPolicy', 'PutBucketLifecycleConfiguration']]);
  expect(asked).toEqual([`\nMake these 2 changes to bucket records of account ${OWN}? Type yes: `]);
  expect(shown).toContain('statement DenyRequestsWithoutTls');
  expect(out).toMatch(/done {2}undo it with: hardened-bucket repair --undo before\.json$/);
  expect(await run({ repairs: ['tls-only', 'incomplete-uploads'], apply: true, yes: true }, on)).toMatchObject({ exitCode: 0 });
  expect(on.changes).toHaveLength(2);

  const undone = await run({ bucket: undefined, undo: 'before.json' }, on, 'yes');
  expect([undone.exitCode, undone.asked]).toEqual([0, [`\nPut this back on bucket records of account ${OWN}? Type yes: `]]);
  expect(undone.shown).toMatch(/DeleteBucketLifecycle\n {2}PutBucketPolicy {2}\{"Policy":/);
  expect(on.bucket.answers).toEqual(before.answers);
});

test('what was there is written before anything is changed, for the user alone', async () => {
  const on = neglected();
  on.answers['s3 PutBucketPolicy'] = () => {
    expect(JSON.parse(fs.readFileSync('before.json', 'utf8'))).toMatchObject({ version: 1, bucket: 'records', account: OWN, before: policy([READ]), undo: [{ call: 'PutBucketPolicy' }] });
    expect(fs.statSync('before.json').mode & 0o077).toBe(0);
    return {};
  };
  await run({ repairs: ['tls-only'], apply: true, yes: true, save: 'before.json' }, on);
  expect.assertions(2);
});

test('without --save a new file of this folder is written', async () => {
  await run({ repairs: ['versioning'], apply: true, yes: true }, neglected());
  expect(fs.readdirSync('.')).toEqual([expect.stringMatching(/^records-before-repair-.*Z\.json$/)]);
});

test.each<[string, Partial<RepairArguments>, string | undefined, RegExp]>([
  ['someone says no', { apply: true }, 'no', /^nothing was changed$/],
  ['someone says nothing', { apply: true }, '', /^nothing was changed$/],
  ['nobody can be asked', { apply: true }, undefined, /not a terminal\. Add --yes/],
  ['nobody can be asked about undoing', { undo: 'x.json', repairs: undefined }, undefined, /not a terminal/],
  ['the file is there', { apply: true, yes: true, save: 'taken.json' }, undefined, /^taken\.json: there is a file already, and it is not overwritten/],
  ['the repair is none', { repairs: ['tls'] }, undefined, /unknown repair "tls"/],
  ['the repair is misspelled', { repairs: ['versionning'] }, undefined, /did you mean versioning\?/],
  ['there is no such bucket', { bucket: 'elsewhere' }, undefined, /there is no bucket "elsewhere"/],
  ['there is no such log bucket', { accessLogsBucket: 'elsewhere' }, undefined, /--access-logs-bucket: there is no bucket "elsewhere"/],
  ['no bucket is named', { bucket: undefined }, undefined, /name the bucket/],
  ['--undo goes with --apply', { undo: 'x.json', apply: true }, 'yes', /goes without --apply/],
  ['--yes goes alone', { yes: true }, undefined, /--yes needs --apply/],
  ['--save goes alone', { save: 'x.json' }, undefined, /--save needs --apply/],
  ['the format is none', { format: 'html' }, undefined, /--format/],
])('fails: %s, and nothing is changed', async (_, args, answer, message) => {
  const on = neglected();
  fs.writeFileSync('taken.json', 'mine');
  await expect(run({ repairs: ['versioning'], ...args }, on, answer)).rejects.toThrow(message);
  expect([on.changes, fs.readFileSync('taken.json', 'utf8'), fs.readdirSync('.')]).toEqual([[], 'mine', ['taken.json']]);
});

test('fails: the bucket changed between plan and change, and nothing is changed', async () => {
  const on = neglected();
  let reads = 0;
  on.onRead(() => {
    if (++reads === 2) {
      on.bucket = { ...on.bucket, answers: { ...on.bucket.answers, ...policy([READ, READ]) } };
    }
  });
  await expect(run({ repairs: ['tls-only'], apply: true, yes: true }, on)).rejects.toThrow(/changed since the plan was made \(GetBucketPolicy\)\. Nothing was changed/);
  expect([on.changes, fs.readdirSync('.')]).toEqual([[], []]);
});

test('fails: a change in the middle is denied, and the file undoes what was done before it', async () => {
  const on = neglected();
  on.answers['s3 PutBucketVersioning'] = () => fail(awsError('AccessDenied', 403));
  await expect(run({ repairs: ['tls-only', 'versioning', 'incomplete-uploads'], apply: true, yes: true, save: 'before.json' }, on)).rejects.toThrow(
    's3:PutBucketVersioning was denied. 1 of 3 changes were made; undo them with --undo before.json');
  expect(on.changes).toEqual(['PutBucketPolicy']);
  expect(JSON.parse(fs.readFileSync('before.json', 'utf8')).undo).toEqual([expect.objectContaining({ call: 'PutBucketPolicy' })]);
});

test('what is refused stays 1 after the rest was done', async () => {
  expect(await run({ repairs: ['tls-only', 'default-encryption'], apply: true, yes: true, save: 'before.json' }, neglected())).toMatchObject({ exitCode: 1 });
});

test('a denied read is refused with the permission that is missing', async () => {
  const on = new OneBucket(liveBucket({ GetBucketPolicy: { kind: 'unknown', reason: '' } }));
  const { out, exitCode } = await run({ repairs: ['tls-only'] }, on);
  expect([exitCode, out]).toEqual([1, expect.stringContaining('refused  GetBucketPolicy: s3:GetBucketPolicy was denied')]);
});

const FILE = {
  version: 1,
  bucket: 'records',
  account: OWN,
  region: 'eu-west-1',
  partition: 'aws',
  date: '',
  before: {},
  undo: [{ service: 's3', call: 'DeleteBucketPolicy', input: { Bucket: 'records', ExpectedBucketOwner: OWN } }],
};

test.each<[string, unknown, RegExp, Partial<RepairArguments>?]>([
  ['is of another account', { ...FILE, account: OTHER, undo: [] }, /is of account 444455556666, and the credentials are of account 111122223333/],
  ['is of another bucket', FILE, /is of bucket records, not other/, { bucket: 'other' }],
  ['is not JSON', '{', /not JSON/],
  ['is something else', [], /not a file that repair wrote: not an object/],
  ['has another version', { ...FILE, version: 2 }, /version 2 is not 1/],
  ['lacks its account', { ...FILE, account: undefined }, /'account' is missing/],
  ['has no calls', { ...FILE, undo: undefined }, /'undo' is not a list/],
  ['has a call of another bucket', { ...FILE, undo: [{ ...FILE.undo[0], input: { Bucket: 'other', ExpectedBucketOwner: OWN } }] }, /a call that is not one of a repair of this bucket/],
  ['has a call of something else', { ...FILE, undo: [{ ...FILE.undo[0], call: 'DeleteBucket' }] }, /a call that is not one of a repair/],
  ['has a call of another service', { ...FILE, undo: [{ ...FILE.undo[0], service: 'sts' }] }, /a call that is not one of a repair/],
])('fails: the file to undo %s', async (_, content, message, args = {}) => {
  const on = neglected();
  fs.writeFileSync('x.json', typeof content === 'string' ? content : JSON.stringify(content));
  await expect(run({ bucket: undefined, undo: 'x.json', yes: true, ...args }, on)).rejects.toThrow(message);
  expect(on.changes).toEqual([]);
});

test('dates of lifecycle rules are sent as dates', async () => {
  const rule = { ID: 'old', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Date: '2030-01-01T00:00:00.000Z' } };
  const on = new OneBucket(liveBucket({ GetBucketLifecycleConfiguration: value({ Rules: [rule] }), GetBucketAcl: acl() }));
  await run({ repairs: ['incomplete-uploads'], apply: true, yes: true, save: 'before.json' }, on);
  const sent = (on.bucket.answers.GetBucketLifecycleConfiguration as { value: { Rules: { Expiration?: { Date: unknown } }[] } }).value.Rules[0];
  expect(sent.Expiration!.Date).toEqual(new Date('2030-01-01T00:00:00.000Z'));
});

test('the command has its help, and says what it does not know', () => {
  expect(hardenedBucket('repair', '--help').out).toContain('--undo <file>');
  expect(hardenedBucket('repair', 'b', '--aply').err).toMatch(/did you mean --apply/);
});
