import { LiveAccount, LiveBucket } from '../../src/facts/live-bucket';
import { LIVE_SETTINGS, nextCalls } from '../../src/facts/live-settings';
import { CATALOG } from '../../src/rules/catalog';
import { Check } from '../../src/rules/check';
import { checkLive, comparisonText } from '../../src/rules/check-live';
import { ABSENT, denied, HARDENED_ANSWERS, KEY_ARN, liveAccount, liveBucket, LOG_BUCKET, PERMISSIONS, value } from '../facts/live-answers';

const STRICT = new Check({ level: 'STRICT' });

/** The findings on the bucket `data`, each as its verdict, rule and evidence. */
function found(answers: LiveBucket['answers'] = {}, account: Partial<LiveAccount> = {}): string[] {
  return checkLive(liveAccount(account), [liveBucket(answers), LOG_BUCKET], STRICT, { isWhole: true }).findings
    .filter(({ logicalId }) => logicalId === 'data')
    .map(({ verdict, rule, evidence: { id } }) => `${verdict} ${rule.replace('HardenedBucket-', '')} ${id}`);
}

test('no rule has anything to say of a hardened bucket, nor of its log bucket', () => {
  const { findings, errors } = checkLive(liveAccount(), [liveBucket(), LOG_BUCKET], STRICT, { isWhole: true });
  expect(errors).toEqual([]);
  expect(findings.map(({ rule, logicalId, message }) => `${logicalId} ${rule}: ${message}`).filter((text) => !text.startsWith('logs '))).toEqual([]);
});

const PUBLIC = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' }] };

/** What S3 answers, and what is found. */
test.each<[string, LiveBucket['answers'], string[]]>([
  ['fails: Block Public Access absent is all four off', { GetPublicAccessBlock: ABSENT }, ['violation BlockPublicAccess BlockPublicAcls.BlockPublicPolicy.IgnorePublicAcls.RestrictPublicBuckets']],
  ['fails: ownership controls absent leave ACLs on', { GetBucketOwnershipControls: ABSENT, GetBucketAcl: value({ Owner: { ID: 'me' }, Grants: [] }) }, ['violation AclsDisabled ObjectOwnership']],
  ['fails: encryption absent is SSE-S3', { GetBucketEncryption: ABSENT }, ['violation KmsEncryption Algorithm']],
  ['fails: versioning without a status is off', { GetBucketVersioning: value({}) }, ['violation Versioning Status']],
  ['fails: suspended versioning', { GetBucketVersioning: value({ Status: 'Suspended' }) }, ['violation Versioning Status']],
  ['fails: no logging', { GetBucketLogging: value({}) }, ['violation AccessLogging NoTarget']],
  ['fails: a website', { GetBucketWebsite: value({ IndexDocument: { Suffix: 'index.html' } }) }, ['violation NoWebsite Website']],
  ['fails: CORS for any origin', { GetBucketCors: value({ CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] }) }, ['violation CorsNotOpen Rule0']],
  ['fails: a filter on request metrics', { ListBucketMetricsConfigurations: value({ MetricsConfigurationList: [{ Id: 'EntireBucket', Filter: { Prefix: 'a/' } }] }) }, [
    'violation RequestMetrics NoConfiguration', 'violation RequestAlarms 4xxErrors.5xxErrors.HeadRequests.ListRequests',
  ]],
  ['fails: a lifecycle for a prefix only', { GetBucketLifecycleConfiguration: value({ Rules: [{ Status: 'Enabled', Filter: { And: { Prefix: 'a/', Tags: [] } }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }] }) }, [
    'violation IncompleteUploadsAborted NoRule', 'violation NoncurrentVersionsExpire NoRule',
  ]],
])('%s', (_, answers, expected) => {
  expect(found(answers)).toEqual(expected);
});

test('fails: a public policy is found with its statement', () => {
  expect(found({ GetBucketPolicy: value({ Policy: JSON.stringify(PUBLIC) }) })).toEqual(expect.arrayContaining(['violation PolicyNotPublic data/policy.Statement.a7baf723', 'violation PolicyNotPublic Anyone']));
});

test('a denied call is unknown in every rule that depends on it, and names the permission', () => {
  for (const call of Object.keys(HARDENED_ANSWERS)) {
    const { findings } = checkLive(liveAccount(), [liveBucket({ [call]: denied(PERMISSIONS[call]) }), LOG_BUCKET], STRICT, { isWhole: true });
    const ofBucket = findings.filter(({ logicalId }) => logicalId === 'data');
    expect({ call, verdicts: [...new Set(ofBucket.map(({ verdict }) => verdict))] }).toEqual({ call, verdicts: ['unknown'] });
    expect(ofBucket.map(({ message }) => message).join('\n')).toContain(`${PERMISSIONS[call]} was denied`);
    expect(ofBucket.every(({ message }) => message.startsWith('Bucket data in eu-west-1: it is not known whether '))).toBe(true);
  }
});

test('what nobody asked for is unknown, and no verdict', () => {
  const { findings } = checkLive(liveAccount(), [{ ...liveBucket(), answers: {} }], STRICT);
  expect(findings.filter(({ verdict }) => verdict === 'violation')).toEqual([]);
  expect(findings.length).toBeGreaterThan(20);
});

test.each(['BASELINE', 'STRICT'] as const)('what is asked for level %s is all that its rules need', (level) => {
  const answers: Record<string, LiveBucket['answers'][string]> = {};
  for (let calls = nextCalls(answers, { level }); calls.length > 0; calls = nextCalls(answers, { level })) {
    calls.forEach(({ call }) => { answers[call] = HARDENED_ANSWERS[call] ?? ABSENT; });
  }
  const { findings } = checkLive(liveAccount(), [{ ...liveBucket(), answers }, LOG_BUCKET], new Check({ level }), { isWhole: true });
  expect(findings.filter(({ logicalId }) => logicalId === 'data').map(({ message }) => message)).toEqual([]);
});

/** Every rule that says nothing of live buckets, with a word of the reason. Anyone who adds a rule decides. */
test('these rules are about templates, and say why', () => {
  expect(Object.fromEntries(CATALOG.filter(({ notLive }) => notLive !== undefined).map(({ id, notLive }) => [id.replace('HardenedBucket-', ''), notLive]))).toEqual({
    AcknowledgementsUsed: expect.stringContaining('constructs'),
    AccessPointsBlockPublicAccess: expect.stringContaining('not read'),
    AccountRegionalName: expect.stringContaining('cannot be changed'),
    DataEvents: expect.stringContaining('not read'),
    DeliveriesPossible: expect.stringContaining('not read'),
    EndpointNotBypassed: expect.stringContaining('not read'),
    EndpointPolicyRestricted: expect.stringContaining('not read'),
    GrantedPathsOpen: expect.stringContaining('not read'),
    GrantsEffective: expect.stringContaining('not read'),
    GrantsReachKey: expect.stringContaining('not read'),
    MultiRegionAccessPointsBlockPublicAccess: expect.stringContaining('not read'),
    OnePolicy: expect.stringContaining('one policy'),
    PathsDeclared: expect.stringContaining('not read'),
    PolicyAccepted: expect.stringContaining('has taken'),
    PolicyNamesExist: expect.stringContaining('has taken'),
    PolicySize: expect.stringContaining('has taken'),
    ProducerEncryption: expect.stringContaining('not read'),
    RawBucket: expect.stringContaining('construct'),
    RetainedOnDelete: expect.stringContaining('stack'),
    ServicesAllowed: expect.stringContaining('not read'),
    UniqueKeys: expect.stringContaining('templates'),
  });
});

/** A bucket of which everything is as bad as it can be. */
const WORST: LiveBucket['answers'] = {
  ...Object.fromEntries(LIVE_SETTINGS.map(({ call }) => [call, ABSENT])),
  GetBucketPolicy: value({ Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: ['s3:*', 's3:NoSuchThing'], Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'] }] }) }),
  GetBucketAcl: value({ Owner: { ID: 'me' }, Grants: [{ Grantee: { Type: 'CanonicalUser', ID: 'other' }, Permission: 'FULL_CONTROL' }] }),
};

test.each(CATALOG.filter(({ notLive }) => notLive !== undefined).map(({ id }) => [id]))('%s has no finding on a live bucket, whatever that is like', (id) => {
  const check = new Check({ only: [id] });
  for (const answers of [WORST, {}, { GetBucketPolicy: denied('s3:GetBucketPolicy') }]) {
    expect(checkLive(liveAccount(), [liveBucket(answers)], check).findings).toEqual([]);
  }
});

test.each<[string, Partial<LiveAccount>, string[]]>([
  ['fails: a key that does not rotate', { keys: { [KEY_ARN]: { ...liveAccount().keys[KEY_ARN], rotation: value(false) } } }, ['violation KeyRotation KeyRotation']],
  ['a denied rotation is unknown', { keys: { [KEY_ARN]: { ...liveAccount().keys[KEY_ARN], rotation: denied('kms:GetKeyRotationStatus') } } }, ['unknown KeyRotation Unknown']],
  ['fails: an AWS managed key, though its ARN is named', { keys: { [KEY_ARN]: { ...liveAccount().keys[KEY_ARN], manager: value('AWS') } } }, ['violation CustomerManagedKey Key', 'unknown KeyRotation Unknown']],
  ['fails: no alarm', { alarms: value([]) }, ['violation RequestAlarms 4xxErrors.5xxErrors.HeadRequests.ListRequests']],
  ['denied alarms are unknown', { alarms: denied('cloudwatch:DescribeAlarms') }, ['unknown RequestAlarms Unknown']],
])('%s', (_, account, expected) => {
  expect(found({}, account)).toEqual(expected);
});

test('texts of live policies are literal: nothing in them is a function, a reference or a symbol', () => {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/r' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/{{resolve:ssm:x}}/*', Condition: { StringEquals: { 'aws:PrincipalTag/x': 'y' } } }];
  const { findings } = checkLive(liveAccount(), [liveBucket({ GetBucketPolicy: value({ Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }) })], new Check({ only: ['HardenedBucket-PolicyNotPublic', 'HardenedBucket-TlsOnly'] }));
  expect(findings.map(({ verdict, rule }) => `${verdict} ${rule}`)).toEqual(['violation HardenedBucket-TlsOnly']);
});

test('a bucket that S3 may deliver logs to is judged as a log bucket where the others were not read', () => {
  const { findings } = checkLive(liveAccount(), [LOG_BUCKET], new Check({ only: ['HardenedBucket-KmsEncryption', 'HardenedBucket-AccessLogging'] }));
  expect(findings).toEqual([]);
});

test.each<[string, LiveBucket['answers'], string]>([
  ['a tag without a model', { GetBucketTagging: value({ TagSet: [{ Key: 'model', Value: 'none' }] }) }, 'bucket data in eu-west-1 is tagged with the model "none", which there is not: use hardened or '],
  ['a weaker bucket', { GetBucketVersioning: value({}) }, 'bucket data in eu-west-1 is more permissive than the model hardened in '],
])('a bucket is compared with its model: %s', (_, answers, text) => {
  const { comparisons } = checkLive(liveAccount(), [liveBucket(answers), LOG_BUCKET], STRICT, { isWhole: true, model: { tag: 'model', byDefault: 'hardened' } });
  expect(comparisonText(comparisons[0])).toContain(text);
});

test('a fleet has the same findings as its buckets together, whatever batch they are in', () => {
  const fleet = [LOG_BUCKET, ...Array.from({ length: 600 }, (_, i) => liveBucket({ GetBucketPolicy: ABSENT }, `data-${i}`))];
  const check = new Check({ only: ['HardenedBucket-KmsEncryption', 'HardenedBucket-AccessLogging', 'HardenedBucket-AccessLogsTarget', 'HardenedBucket-TlsOnly'] });
  const { findings, summary } = checkLive(liveAccount(), fleet, check, { isWhole: true });
  expect(summary).toMatchObject({ buckets: 601, violations: 600, unknown: 0 });
  expect(new Set(findings.map(({ logicalId }) => logicalId)).size).toBe(600);
});

test('a grant of an ACL makes a bucket more permissive than its model', () => {
  const bucket = liveBucket({ GetBucketOwnershipControls: ABSENT, GetBucketAcl: value({ Owner: { ID: 'me' }, Grants: [{ Grantee: { ID: 'other' }, Permission: 'READ' }] }) });
  const { comparisons } = checkLive(liveAccount(), [bucket], STRICT, { model: { byDefault: 'hardened' } });
  expect(comparisonText(comparisons[0])).toContain('ACL grants to others (yes, against no)');
});
