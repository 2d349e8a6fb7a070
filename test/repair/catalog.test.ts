import { ACCOUNT, liveBucket, value } from './live-buckets';
import { S3_ACTIONS } from '../../src/policy/s3-actions';
import { planRepairs } from '../../src/repair/plan-repairs';
import { SETTING_CALLS } from '../../src/repair/repair-calls';
import { REPAIRS } from '../../src/repair/repairs';
import { CATALOG } from '../../src/rules/catalog';

/** Public API: an id is never changed, and never used for something else. */
test('the repairs and their order', () => {
  expect(REPAIRS.map(({ id }) => id)).toEqual([
    'public-statements', 'foreign-administration', 'tls-only', 'minimum-tls', 'sse-c-block', 'website', 'public-acl', 'block-public-access', 'acls-disabled',
    'default-encryption', 'bucket-key', 'versioning', 'incomplete-uploads', 'noncurrent-versions', 'log-delivery', 'request-metrics', 'event-bridge',
  ]);
});

test.each(REPAIRS.map((repair) => [repair.id, repair] as const))('%s repairs what rules of the catalog ask for', (_, { rules }) => {
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.filter((rule) => !CATALOG.some(({ id }) => id === rule))).toEqual([]);
});

test('every permission is an action that S3 has', () => {
  const actions = new Set(S3_ACTIONS.map(({ name }) => name));
  const named = [...REPAIRS.flatMap(({ permissions }) => permissions), ...Object.values(SETTING_CALLS).flatMap(({ permissions }) => permissions)];
  expect(named.filter((action) => !actions.has(action))).toEqual([]);
});

/** A bucket on which every repair has something to do. */
const NEGLECTED = {
  ...liveBucket({
    GetBucketPolicy: value({
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::records/*' },
          { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::records' },
        ],
      }),
    }),
    GetBucketWebsite: value({ IndexDocument: { Suffix: 'index.html' } }),
    GetBucketAcl: value({ Owner: { ID: 'o' }, Grants: [{ Grantee: { Type: 'CanonicalUser', ID: 'o' }, Permission: 'FULL_CONTROL' }, { Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' }] }),
  }),
};
const OPTIONS = { accessLogsBucket: 'logs', noncurrentVersionsDays: 90 };

test('a repair asks for the permissions that its steps and their undoing need, and for no others', () => {
  const { plans } = planRepairs(NEGLECTED, ACCOUNT, REPAIRS.map(({ id }) => id), OPTIONS);
  for (const { repair: { id, permissions }, plan } of plans) {
    const needed = plan.kind === 'steps' ? plan.steps.flatMap((step) => [...step.permissions]) : [];
    expect([id, needed.filter((action) => !permissions.includes(action))]).toEqual([id, []]);
  }
  expect(plans.flatMap(({ repair: { id }, plan }) => plan.kind === 'steps' ? [] : [id])).toEqual(['default-encryption', 'bucket-key']);
});

test('steps are plain JSON, each for the bucket of the account, with words for both sides', () => {
  const { steps } = planRepairs(NEGLECTED, ACCOUNT, REPAIRS.map(({ id }) => id), OPTIONS);
  expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
  for (const { input, undo, before, after } of steps) {
    expect([input, undo.input]).toEqual([expect.objectContaining({ Bucket: 'records', ExpectedBucketOwner: '111122223333' }), expect.objectContaining({ Bucket: 'records', ExpectedBucketOwner: '111122223333' })]);
    expect([before, after].every((words) => words.length > 0)).toBe(true);
  }
});

test('the changes of one setting by several repairs are one call, whose undoing brings back the first state', () => {
  const { steps } = planRepairs(NEGLECTED, ACCOUNT, ['tls-only', 'public-statements', 'minimum-tls'], OPTIONS);
  expect(steps.map(({ call }) => call)).toEqual(['PutBucketPolicy']);
  expect(JSON.parse(steps[0].input.Policy as string).Statement).toHaveLength(4);
  expect(steps[0].undo.input.Policy).toBe((NEGLECTED.answers.GetBucketPolicy as { value: { Policy: string } }).value.Policy);
  expect(steps[0].lost).toHaveLength(3);
});
