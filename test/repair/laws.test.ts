import * as fc from 'fast-check';
import { ACCOUNT, acl, allow, group, liveBucket, OTHER, OWN, policy, value } from './live-buckets';
import { LiveBucket } from '../../src/facts/live-bucket';
import { evaluate } from '../../src/policy/evaluate';
import { readPolicyDocument } from '../../src/policy/policy-document';
import { PolicyRequest } from '../../src/policy/policy-request';
import { receivesAccessLogs } from '../../src/repair/log-target';
import { CombinedPlan, planRepairs, undoing } from '../../src/repair/plan-repairs';
import { applied } from '../../src/repair/repair-calls';
import { REPAIRS } from '../../src/repair/repairs';
import { Check } from '../../src/rules/check';
import { checkLive } from '../../src/rules/check-live';
import * as randomPolicies from '../policy/random-policies';
import { GRID } from '../policy/request-grid';

const OF_POLICIES = ['public-statements', 'foreign-administration', 'tls-only', 'minimum-tls', 'sse-c-block'];
const ALL = REPAIRS.map(({ id }) => id);
const OPTIONS = { accessLogsBucket: 'logs', noncurrentVersionsDays: 90 };

/** Bucket policies as someone could have written them, with and without halves of what is repaired. */
const written = fc.tuple(randomPolicies.policy, fc.constantFrom<readonly object[]>(
  [], [],
  [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::b/*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  [{ Sid: 'DenyRequestsWithoutTls', Effect: 'Deny', Principal: { AWS: OTHER }, Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
), fc.constantFrom('2012-10-17', '2008-10-17')).map(([{ Statement }, more, Version]) => ({ Version, Statement: [...Statement, ...more] }));

function bucketWith(document: unknown): LiveBucket {
  return { ...liveBucket(policy(document)), name: 'b' };
}

function documentIn({ answers: { GetBucketPolicy: answer } }: LiveBucket) {
  return answer.kind === 'value' ? readPolicyDocument(JSON.parse((answer.value as { Policy: string }).Policy)) : undefined;
}

function after(bucket: LiveBucket, { steps }: CombinedPlan): LiveBucket {
  return steps.reduce(applied, bucket);
}

/** What a repair of policies may take away, as someone reads it who knows nothing of how it is decided. */
function isBad(document: object, { principal, action, context }: PolicyRequest): boolean {
  const text = JSON.stringify(document);
  const [account] = typeof principal === 'object' && 'AWS' in principal ? /\d{12}/.exec(principal.AWS)! : [undefined];
  const organization = context['aws:PrincipalOrgID'];
  const isNamed = account !== undefined ? account === OWN || text.includes(account) || (typeof organization === 'string' && text.includes(organization))
    : typeof principal === 'object' && text.includes(Object.values(principal)[0]);
  return context['aws:SecureTransport'] === 'false' || !isNamed || (account !== OWN && action === 's3:PutBucketPolicy');
}

test('no repair of a policy lets in what was not, and none takes away what is not bad', () => {
  let changed = 0;
  fc.assert(fc.property(written, fc.subarray(OF_POLICIES, { minLength: 1 }), (document, ids) => {
    const bucket = bucketWith(document);
    const planned = planRepairs(bucket, ACCOUNT, ids, OPTIONS);
    const [before, now] = [documentIn(bucket)!, documentIn(after(bucket, planned))];
    changed += planned.steps.length > 0 ? 1 : 0;
    for (const { request } of planned.steps.length > 0 ? GRID : []) {
      const [was, is] = [evaluate(before, request).decision, now === undefined ? 'ImplicitDeny' : evaluate(now, request).decision];
      if (is === 'Allow') {
        expect([request, was]).toEqual([request, 'Allow']);
      }
      if (is !== was && was !== 'unknown') {
        expect([request, is, isBad(document, request)]).toEqual([request, is, true]);
      }
    }
  }), { numRuns: 60, seed: 20261126 });
  expect(changed).toBeGreaterThan(40);
});

/** Buckets in any state, read well or not. */
const buckets = fc.record({
  GetBucketPolicy: fc.oneof(fc.constant({ kind: 'absent' as const }), written.map((document) => policy(document).GetBucketPolicy), fc.constant(policy([allow({ AWS: OTHER }, 's3:GetObject', { Resource: 'arn:aws:s3:::b/*' })]).GetBucketPolicy)),
  GetPublicAccessBlock: fc.constantFrom({ kind: 'absent' as const }, value({ PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: false } })),
  GetBucketOwnershipControls: fc.constantFrom({ kind: 'absent' as const }, ...['ObjectWriter', 'BucketOwnerPreferred', 'BucketOwnerEnforced'].map((ObjectOwnership) => value({ OwnershipControls: { Rules: [{ ObjectOwnership }] } }))),
  GetBucketAcl: fc.constantFrom(acl(), acl(group('global/AllUsers', 'READ')), acl(group('s3/LogDelivery', 'WRITE'))),
  GetBucketEncryption: fc.constantFrom({ kind: 'absent' as const }, ...['AES256', 'aws:kms', 'aws:kms:dsse'].map((SSEAlgorithm) => value({ ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm } }] } }))),
  GetBucketVersioning: fc.constantFrom(value({ Status: 'Suspended' }), value({ Status: 'Enabled' })),
  GetBucketLifecycleConfiguration: fc.constantFrom({ kind: 'absent' as const }, value({ Rules: [{ ID: 'a', Status: 'Enabled', Prefix: 'a/', Expiration: { Days: 1 } }] })),
  GetBucketLogging: fc.constantFrom(value({}), value({ LoggingEnabled: { TargetBucket: 'b', TargetPrefix: '' } })),
  ListBucketMetricsConfigurations: fc.constantFrom(value({}), value({ MetricsConfigurationList: [{ Id: 'EntireBucket', Filter: { Prefix: 'a/' } }] })),
  GetBucketWebsite: fc.constantFrom({ kind: 'absent' as const }, value({ IndexDocument: { Suffix: 'index.html' } })),
}).map((answers): LiveBucket => ({
  ...liveBucket({
    ...answers,
    // Where ACLs are disabled S3 shows the owner's full control, and nothing else.
    ...JSON.stringify(answers.GetBucketOwnershipControls).includes('BucketOwnerEnforced') ? { GetBucketAcl: acl() } : {},
  }),
  name: 'b',
}));

test('a second run finds nothing to do, and undoing restores every answer', () => {
  fc.assert(fc.property(buckets, fc.subarray(ALL, { minLength: 1 }), (bucket, ids) => {
    const planned = planRepairs(bucket, ACCOUNT, ids, OPTIONS);
    const repaired = after(bucket, planned);
    expect(planRepairs(repaired, ACCOUNT, ids, OPTIONS).steps).toEqual([]);
    expect(undoing(planned.steps).reduce(applied, repaired).answers).toEqual(bucket.answers);
  }), { numRuns: 300, seed: 20261126 });
});

test('each setting is changed by one call, and the policy before Block Public Access', () => {
  fc.assert(fc.property(buckets, (bucket) => {
    const calls = planRepairs(bucket, ACCOUNT, ALL, OPTIONS).steps.map(({ call }) => call);
    expect(new Set(calls.map((call) => call.replace(/^(Put|Delete)/, ''))).size).toBe(calls.length);
    const [policyAt, blockAt] = ['BucketPolicy', 'PublicAccessBlock'].map((setting) => calls.findIndex((call) => call.endsWith(setting)));
    expect(blockAt === -1 || policyAt < blockAt).toBe(true);
  }), { numRuns: 15, seed: 20261126 });
});

test('what was not read is not written', () => {
  fc.assert(fc.property(buckets, fc.subarray(Object.keys(liveBucket().answers), { minLength: 1 }), (bucket, unread) => {
    const answers = { ...bucket.answers, ...Object.fromEntries(unread.map((call) => [call, { kind: 'unknown' as const, reason: 'AccessDenied' }])) };
    const { steps } = planRepairs({ ...bucket, answers }, ACCOUNT, ALL, OPTIONS);
    const changed = steps.map((step) => Object.entries(answers).find(([call, answer]) => applied({ ...bucket, answers }, step).answers[call] !== answer)?.[0]);
    expect(changed.filter((call) => unread.includes(call!))).toEqual([]);
  }), { numRuns: 20, seed: 20261126 });
});

const RULES = [...new Set(REPAIRS.flatMap(({ rules }) => rules))];
const CHECK = new Check({ level: 'STRICT', only: RULES });
/** Buckets that access logs are delivered to are repaired as such, and judged as such only together with their sources. */
const NOT_OF_LOG_BUCKETS = ['KmsEncryption', 'AccessLogging', 'RequestMetrics', 'EventNotifications'].map((name) => `HardenedBucket-${name}`);

function violated(bucket: LiveBucket): Set<string> {
  const { findings, errors } = checkLive(ACCOUNT, [bucket], CHECK);
  expect(errors).toEqual([]);
  const isLogBucket = receivesAccessLogs(bucket);
  const exempt = isLogBucket.known && isLogBucket.value ? NOT_OF_LOG_BUCKETS : [];
  return new Set(findings.filter(({ verdict, rule }) => verdict === 'violation' && !exempt.includes(rule)).map(({ rule }) => rule));
}

test('what is repaired the rules find no more, and what they find is repaired or refused', () => {
  let repaired = 0;
  fc.assert(fc.property(buckets, (bucket) => {
    const planned = planRepairs(bucket, ACCOUNT, ALL, OPTIONS);
    const found = violated(bucket);
    const left = violated(after(bucket, planned));
    for (const { repair: { id, rules }, plan } of planned.plans) {
      const broken = rules.filter((rule) => left.has(rule));
      expect([id, plan.kind === 'refused' ? [] : broken]).toEqual([id, []]);
      repaired += plan.kind === 'steps' && rules.some((rule) => found.has(rule)) ? 1 : 0;
    }
    // No repair breaks another rule.
    expect([...left].filter((rule) => !found.has(rule))).toEqual([]);
  }), { numRuns: 60, seed: 20261126 });
  expect(repaired).toBeGreaterThan(300);
});

test('identities that must keep their access keep it over TLS, whatever is repaired', () => {
  const kept = `arn:aws:iam::${OTHER}:role/admin`;
  const requests = GRID.filter(({ request: { principal, context } }) => typeof principal === 'object' && 'AWS' in principal && principal.AWS === kept && context['aws:SecureTransport'] === 'true');
  expect(requests.length).toBeGreaterThan(100);
  let allowed = 0;
  fc.assert(fc.property(written, (document) => {
    const bucket = bucketWith(document);
    const planned = planRepairs(bucket, ACCOUNT, OF_POLICIES, { keepAccess: [kept] });
    const [before, now] = [documentIn(bucket)!, documentIn(after(bucket, planned))];
    const had = requests.filter(({ request }) => evaluate(before, request).decision === 'Allow');
    allowed += planned.steps.length > 0 ? had.length : 0;
    expect(had.filter(({ request }) => now === undefined || evaluate(now, request).decision !== 'Allow')).toEqual([]);
  }), { numRuns: 40, seed: 20261126 });
  expect(allowed).toBeGreaterThan(100);
});
