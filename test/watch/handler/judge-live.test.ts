import { LiveAnswer } from '../../../src/facts/live-bucket';
import { LIVE_SETTINGS } from '../../../src/facts/live-settings';
import { judgedDepth, liveJudge } from '../../../src/watch/handler/judge-live';
import { Judgement } from '../../../src/watch/handler/rule-verdicts';
import { WatchSettings } from '../../../src/watch/watch-environment';
import { ABSENT, denied, liveAccount, liveBucket, PERMISSIONS, value } from '../../facts/live-answers';

type Settings = Pick<WatchSettings, 'level' | 'excludedRules' | 'reportFrom' | 'model'>;

function judge(answers: Readonly<Record<string, LiveAnswer>> = {}, settings: Partial<Settings> = {}, account = liveAccount()): Judgement {
  return liveJudge({ level: 'STRICT', excludedRules: [], reportFrom: 'warning', model: {}, ...settings })(account, liveBucket(answers));
}

function open({ verdicts }: Judgement): string[] {
  return verdicts.filter(({ kind }) => kind !== 'compliant').map(({ rule, kind }) => `${rule.replace(/^HardenedBucket-?/, '')} ${kind}`);
}

const PUBLIC = value({ Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' }] }) });

test('of a hardened bucket there is nothing to say but what one bucket alone cannot show', () => {
  expect(open(judge()).filter((line) => /violation|Watch/.test(line))).toEqual([]);
});

test('a public policy is a violation', () => {
  expect(open(judge({ GetBucketPolicy: PUBLIC }, { level: 'BASELINE', reportFrom: 'error' }))).toEqual(expect.arrayContaining(['PolicyNotPublic violation', 'TlsOnly violation']));
});

test('only what weighs enough is reported', () => {
  const rules = judge({}, { reportFrom: 'error' }).verdicts.map(({ severity }) => severity);
  expect(new Set(rules)).toEqual(new Set(['error']));
  expect(judge({}, { level: 'BASELINE' }).verdicts.length).toBeLessThan(judge().verdicts.length);
});

test('an excluded rule is not applied', () => {
  const answers = { GetBucketVersioning: value({}) };
  expect([open(judge(answers)).includes('Versioning violation'), open(judge(answers, { excludedRules: ['HardenedBucket-Versioning'] })).includes('Versioning violation')]).toEqual([true, false]);
});

/** Rules that may hold or fail by the answer alone, whatever it is. */
const KINDS = ['compliant', 'violation'] as const;

test.each(LIVE_SETTINGS.map(({ call }) => call))('a denied %s changes no verdict to compliant or to a violation', (call) => {
  for (const answers of [{}, { GetBucketPolicy: PUBLIC }] as Readonly<Record<string, LiveAnswer>>[]) {
    const before = new Map(judge(answers).verdicts.map(({ rule, kind }) => [rule, kind]));
    const after = judge({ ...answers, [call]: denied(PERMISSIONS[call]) });
    for (const { rule, kind } of after.verdicts) {
      if ((KINDS as readonly string[]).includes(kind)) {
        expect({ rule, kind }).toEqual({ rule, kind: before.get(rule) });
      }
    }
    // Whatever is not said is undecided, by the permission that is missing.
    if (after.undecided.length > 0) {
      expect(after.verdicts.filter(({ kind }) => kind === 'unknown').map(({ rule }) => rule)).toContain(`HardenedBucketWatch-Readable/${PERMISSIONS[call]}`);
    }
    expect(after.failure).toBeUndefined();
  }
});

test('a policy that may not be read is one message, and not one for each rule that it concerns', () => {
  const before = open(judge());
  expect(open(judge({ GetBucketPolicy: denied('s3:GetBucketPolicy') })).filter((line) => !before.includes(line))).toEqual(['Watch-Readable/s3:GetBucketPolicy unknown']);
});

test('only what the reported rules ask for is read, and all of it for a model', () => {
  const depth = (settings: Partial<Settings>) => judgedDepth({ level: 'STRICT', excludedRules: [], reportFrom: 'error', model: {}, ...settings });
  expect(depth({})).toMatchObject({ unasked: expect.arrayContaining(['GetBucketReplication', 'DescribeAlarms']) });
  expect(depth({ excludedRules: ['HardenedBucket-CorsNotOpen'] }).unasked).toContain('GetBucketCors');
  expect(depth({ reportFrom: 'warning' }).unasked).toEqual([]);
  expect(depth({ level: 'BASELINE', model: { byDefault: 'data' } })).toEqual({ level: 'STRICT', tags: false });
});

test.each(LIVE_SETTINGS.map(({ call }) => call))('%s that fails on its way is tried again, and says nothing', (call) => {
  const after = judge({ [call]: { kind: 'unknown', reason: `${call} failed 5 times (SlowDown: Please reduce your request rate.)` } });
  expect(after.verdicts.filter(({ rule, kind }) => kind === 'unknown' && rule.includes('Readable'))).toEqual([]);
  expect(after.undecided.length > 0).toBe(after.failure !== undefined);
});

test.each<[string, Readonly<Record<string, LiveAnswer>>, Settings['model'], string[]]>([
  ['none', {}, {}, []],
  ['the default, and complies', {}, { byDefault: 'hardened' }, []],
  ['the default, and does not', { GetBucketPolicy: PUBLIC }, { byDefault: 'hardened' }, ['Watch-Model violation']],
  ['that of its tag', { GetBucketPolicy: PUBLIC, GetBucketTagging: value({ TagSet: [{ Key: 'model', Value: 'hardened' }] }) }, { tag: 'model' }, ['Watch-Model violation']],
  ['no model, by its tag', { GetBucketTagging: value({ TagSet: [{ Key: 'model', Value: 'none-such' }] }) }, { tag: 'model' }, ['Watch-Model violation']],
  ['no tag', { GetBucketTagging: ABSENT }, { tag: 'model' }, []],
])('a bucket whose model is %s', (_, answers, model, expected) => {
  expect(open(judge(answers, { model })).filter((line) => line.startsWith('Watch-Model') && !line.endsWith('unknown'))).toEqual(expected);
});
