import { allowedRepairs } from '../../../src/watch/handler/allowed-repairs';
import { WatchSettings } from '../../../src/watch/watch-environment';
import { liveAccount, liveBucket, LOG_BUCKET, value } from '../../facts/live-answers';

const SETTINGS = { dryRun: false, repairOptions: {}, repairs: [] } as unknown as WatchSettings;

function repairs(ids: readonly string[], over: Partial<WatchSettings> = {}) {
  const read: string[] = [];
  const settings = { ...SETTINGS, repairs: ids.map((id) => ({ id, roleArn: `arn:aws:iam::111122223333:role/${id}` })), ...over };
  return { read, allowed: allowedRepairs(settings, { readBucket: async (name) => { read.push(name); return LOG_BUCKET; } }, undefined) };
}

test('where no repair is allowed, none is planned', () => {
  expect(repairs([]).allowed).toBeUndefined();
});

test('only repairs that are allowed are chosen, by the rules that they repair', () => {
  const { allowed } = repairs(['tls-only', 'versioning', 'none-such']);
  expect(allowed!.idsFor(['HardenedBucket-TlsOnly', 'HardenedBucket-BlockPublicAccess'])).toEqual(['tls-only']);
  expect(allowed!.idsFor(['HardenedBucket-Versioning', 'HardenedBucket-TlsOnly'])).toEqual(['tls-only', 'versioning']);
  expect([allowed!.dryRun, allowed!.perDay]).toEqual([false, 3]);
});

test('a plan has the changes of each repair apart, since each has its role', async () => {
  const { allowed } = repairs(['tls-only', 'versioning']);
  const planned = await allowed!.plan(liveBucket({ GetBucketVersioning: value({}), GetBucketPolicy: { kind: 'absent' } }), liveAccount(), ['tls-only', 'versioning']);
  expect(planned.map(({ id, plan }) => [id, plan.kind === 'steps' && plan.steps.map(({ call }) => call)])).toEqual([['tls-only', ['PutBucketPolicy']], ['versioning', ['PutBucketVersioning']]]);
});

test('the log bucket is read when logs would be sent there, and not otherwise', async () => {
  const { allowed, read } = repairs(['log-delivery', 'versioning'], { repairOptions: { accessLogsBucket: 'logs' } });
  await allowed!.plan(liveBucket(), liveAccount(), ['versioning']);
  expect(read).toEqual([]);
  await allowed!.plan(liveBucket({ GetBucketLogging: value({}) }), liveAccount(), ['log-delivery']);
  expect(read).toEqual(['logs']);
});
