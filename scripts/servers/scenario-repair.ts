import assert from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeBucket, makeLogsBucket, MISUSES } from './buckets';
import { Checks } from './checks';
import { LocalAccount } from './local-account';
import { CREDENTIALS, REGION, SERVERS } from './places';
import { AccountReader } from '../../src/account/account-reader';
import { createClients } from '../../src/account/aws-clients';
import { repair, RepairArguments } from '../../src/cli/repair-command';
import { LiveBucket } from '../../src/facts/live-bucket';
import { plainSetting } from '../../src/repair/same-setting';

const LOGS = 'repaired-logs';
const BUCKET = 'repaired';

/** The command `repair` makes its changes, undoes them, and does not undo what others have changed since. */
export async function repairs(account: LocalAccount, checks: Checks): Promise<void> {
  checks.section(`hardened-bucket repair, and its undoing, on ${account.kind}`);
  process.env.AWS_ACCESS_KEY_ID = CREDENTIALS.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = CREDENTIALS.secretAccessKey;
  mkdirSync(SERVERS, { recursive: true });
  const folder = mkdtempSync(join(SERVERS, 'repair-'));
  const file = join(folder, 'before.json');
  await makeLogsBucket(LOGS, account.clients);
  await makeBucket(BUCKET, account.clients);
  await MISUSES.find(({ rule }) => rule === 'BlockPublicAccess')!.make(BUCKET, account.clients);
  const before = await read(account);
  let repaired = before;

  await checks.check('all repairs are made, and nothing is left to do', async () => {
    const { exitCode, out } = await run(account, { bucket: BUCKET, apply: true, yes: true, save: file, accessLogsBucket: LOGS });
    assert.strictEqual(exitCode, 0, out);
    repaired = await read(account);
    const again = await run(account, { bucket: BUCKET, accessLogsBucket: LOGS });
    assert.strictEqual(again.exitCode, 0, again.out);
    return changesBetween(before, repaired).join(', ');
  });

  await checks.check('a policy that someone changed since is shown, and not overwritten', async () => {
    const { make } = MISUSES.find(({ rule }) => rule === 'PolicyNotPublic')!;
    await make(BUCKET, account.clients);
    const changed = await read(account);
    await assert.rejects(run(account, { undo: file, yes: true }), /GetBucketPolicy changed since the repair:[^]*Nothing was changed\. Add --overwrite/);
    assert.deepStrictEqual(changesBetween(changed, await read(account)), []);
  });

  await checks.check('what is as the repair left it is put back as it was, but for versioning, which can only be suspended', async () => {
    const { exitCode, out } = await run(account, { undo: file, yes: true, overwrite: true });
    assert.strictEqual(exitCode, 0, out);
    assert.deepStrictEqual(changesBetween(before, await read(account)), ['GetBucketVersioning']);
    const again = await run(account, { undo: file, yes: true });
    assert.match(again.out!, /nothing to do/);
    return `${changesBetween(before, repaired).length} settings`;
  });
  rmSync(folder, { recursive: true });
}

async function run({ proxy }: LocalAccount, args: Partial<RepairArguments>): Promise<{ readonly exitCode: number; readonly out?: string }> {
  return repair({
    bucket: undefined,
    repairs: undefined,
    accessLogsBucket: undefined,
    keepAccess: [],
    format: 'text',
    apply: false,
    yes: false,
    save: undefined,
    undo: undefined,
    overwrite: false,
    region: REGION,
    endpointUrl: proxy.url,
    ...args,
  }, { out: () => undefined, err: () => undefined }, async () => createClients({ region: REGION, endpointUrl: proxy.url }));
}

async function read({ proxy }: LocalAccount): Promise<LiveBucket> {
  const clients = createClients({ region: REGION, endpointUrl: proxy.url });
  try {
    return (await new AccountReader(clients, { concurrency: 8, level: 'STRICT' }).readBucket(BUCKET, REGION))!;
  } finally {
    clients.destroy();
  }
}

/** The settings that both have otherwise. A lock and replication are read of versioned buckets only. */
function changesBetween(one: LiveBucket, other: LiveBucket): string[] {
  const text = ({ answers }: LiveBucket, call: string) => JSON.stringify(plainSetting(answers[call]));
  return Object.keys(one.answers).filter((call) => call in other.answers && text(one, call) !== text(other, call));
}
