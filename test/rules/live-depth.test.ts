import * as fc from 'fast-check';
import { LiveBucket } from '../../src/facts/live-bucket';
import { LIVE_SETTINGS, LiveDepth, nextCalls } from '../../src/facts/live-settings';
import { CATALOG } from '../../src/rules/catalog';
import { Check } from '../../src/rules/check';
import { checkLive } from '../../src/rules/check-live';
import { ASKING_RULES, liveDepth } from '../../src/rules/live-depth';
import { ABSENT, HARDENED_ANSWERS, LOG_BUCKET, liveAccount, liveBucket, value } from '../facts/live-answers';
import { SETTINGS } from '../facts/live-choices';

type Answers = LiveBucket['answers'];

const LIVE_RULES = CATALOG.filter(({ notLive }) => notLive === undefined);
const tagCondition = value({
  Policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*', Condition: { StringNotEquals: { 'aws:ResourceTag/team': 'a' } } }],
  }),
});

/** What is asked of a bucket at this depth, with what decides whether more is asked. */
function readAt(depth: LiveDepth, all: Answers): Answers {
  const answers: Record<string, Answers[string]> = {};
  for (let calls = nextCalls(answers, depth); calls.length > 0; calls = nextCalls(answers, depth)) {
    calls.forEach(({ call }) => { answers[call] = all[call] ?? ABSENT; });
  }
  return answers;
}

/** What the rules say of two buckets, of which the second gets the logs of the first. */
function said(buckets: readonly Answers[], rules: readonly { readonly id: string }[], account = liveAccount({ keys: {} })): string[] {
  const [data, logs] = buckets;
  const live = [liveBucket({}, 'data'), LOG_BUCKET].map((bucket, i) => ({ ...bucket, answers: [data, logs][i] }));
  const { findings, errors } = checkLive(account, live, new Check({ level: 'STRICT', only: rules.map(({ id }) => id) }), { isWhole: true });
  expect(errors).toEqual([]);
  return findings.map(({ verdict, rule, logicalId, message }) => `${logicalId} ${verdict} ${rule} ${message}`).sort();
}

/** The rules that say something else. */
function different(one: readonly string[], other: readonly string[]): string[] {
  const changed = [...one.filter((text) => !other.includes(text)), ...other.filter((text) => !one.includes(text))];
  return changed.map((text) => / (HardenedBucket-\w+) /.exec(text)![1]);
}

const LOCKED = { ...LOG_BUCKET.answers, GetObjectLockConfiguration: value({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } } }) };

test.each(Object.entries(ASKING_RULES).filter(([call]) => call !== 'DescribeAlarms'))('%s says something to exactly the rules that are said to ask for it', (call, rules) => {
  const samples: Answers[][] = [
    [HARDENED_ANSWERS, LOG_BUCKET.answers],
    [HARDENED_ANSWERS, LOCKED],
    [{ ...HARDENED_ANSWERS, GetBucketPolicy: tagCondition, GetBucketAbac: value({ AbacStatus: { Status: 'Disabled' } }) }, LOG_BUCKET.answers],
    ...SETTINGS.flatMap((choices) => choices.map(({ answers }) => [{ ...HARDENED_ANSWERS, ...answers }, LOG_BUCKET.answers])),
  ];
  const without = (answers: Answers) => Object.fromEntries(Object.entries(answers).filter(([name]) => name !== call));
  const differing = samples.flatMap((buckets) => different(said(buckets, LIVE_RULES), said(buckets.map(without), LIVE_RULES)));
  expect([...new Set(differing)].sort()).toEqual([...rules].sort());
});

test('alarms are asked for by the rule about alarms only', () => {
  const buckets = [HARDENED_ANSWERS, LOG_BUCKET.answers];
  const unread = liveAccount({ keys: {}, alarms: { kind: 'unknown', reason: 'nobody asked' } });
  expect([...new Set(different(said(buckets, LIVE_RULES), said(buckets, LIVE_RULES, unread)))]).toEqual(ASKING_RULES.DescribeAlarms);
});

test('whichever rules are applied, what is read at their depth decides them as all settings do', () => {
  fc.assert(fc.property(fc.tuple(...SETTINGS.map((choices) => fc.nat(choices.length - 1))), fc.subarray(LIVE_RULES, { minLength: 1 }), (indexes, rules) => {
    const all: Answers = Object.assign({}, HARDENED_ANSWERS, ...indexes.map((index, i) => SETTINGS[i][index].answers));
    const whole = [all, LOG_BUCKET.answers].map((answers) => readAt({ level: 'STRICT' }, answers));
    const read = whole.map((answers) => readAt(liveDepth(rules), answers));
    expect(said(read, rules)).toEqual(said(whole, rules));
  }), { numRuns: 150, seed: 18 });
});

const readsOf = (rules: readonly { readonly id: string }[], answers: Answers) => Object.keys(readAt(liveDepth(rules), answers)).length;
const unversioned = { ...HARDENED_ANSWERS, GetBucketVersioning: value({}) };

test.each([
  ['rules of the baseline', LIVE_RULES.filter(({ level }) => level === 'BASELINE'), 7, 7],
  ['all rules of severity error, as a watch reports them', LIVE_RULES.filter(({ severity }) => severity === 'error'), 9, 8],
  ['all rules', LIVE_RULES, 13, 11],
  ['one rule', LIVE_RULES.filter(({ id }) => id === 'HardenedBucket-CorsNotOpen'), 8, 8],
])('%s read a versioned bucket with few calls', (_, rules, versioned, others) => {
  expect([readsOf(rules, HARDENED_ANSWERS), readsOf(rules, unversioned)]).toEqual([versioned, others]);
});

test('every call of STRICT has its rules, and each of them exists', () => {
  expect(Object.keys(ASKING_RULES).filter((call) => call !== 'DescribeAlarms').sort()).toEqual(LIVE_SETTINGS.filter(({ level }) => level === 'STRICT').map(({ call }) => call).sort());
  expect(Object.values(ASKING_RULES).flat().filter((id) => !LIVE_RULES.some((rule) => rule.id === id))).toEqual([]);
});
