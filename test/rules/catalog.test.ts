import { changed, factsOf, HARDENED, summary } from './hardened-template';
import { CATALOG } from '../../src/rules/catalog';
import { placesIn, withValueAt } from '../policy/json-places';

test('the ids are these: they are public API, never changed and never used again', () => {
  expect(CATALOG.map(({ id }) => id).sort()).toEqual([
    'HardenedBucket-AccessLogging',
    'HardenedBucket-AccessLogsTarget',
    'HardenedBucket-AclsDisabled',
    'HardenedBucket-BlockPublicAccess',
    'HardenedBucket-BucketKey',
    'HardenedBucket-CustomerManagedKey',
    'HardenedBucket-EncryptionEnforced',
    'HardenedBucket-EventNotifications',
    'HardenedBucket-IncompleteUploadsAborted',
    'HardenedBucket-KeyRotation',
    'HardenedBucket-KmsEncryption',
    'HardenedBucket-LogDeliveryGrant',
    'HardenedBucket-LogTargetEncryption',
    'HardenedBucket-MinimumTls',
    'HardenedBucket-NoncurrentVersionsExpire',
    'HardenedBucket-OnePolicy',
    'HardenedBucket-PolicyNotPublic',
    'HardenedBucket-RawBucket',
    'HardenedBucket-RequestAlarms',
    'HardenedBucket-RequestMetrics',
    'HardenedBucket-RetainedOnDelete',
    'HardenedBucket-SseCBlocked',
    'HardenedBucket-TlsOnly',
    'HardenedBucket-Versioning',
  ]);
});

describe.each(CATALOG.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('says what it wants, why, and how to get there', () => {
    expect(rule.title).toMatch(/^([a-z]|S3|ACLs|KMS|PUTs).*[^.]$/);
    expect(rule.why).toMatch(/^[A-Z].*\.$/);
    expect(rule.fix).toMatch(/^[a-z].*[^.]$/);
    expect(['BASELINE', 'STRICT']).toContain(rule.level);
  });

  test('names the controls of Security Hub by their ids, each once', () => {
    expect(new Set(rule.controls).size).toBe(rule.controls.length);
    expect(rule.controls.filter((control) => !/^(S3|KMS)\.\d+$/.test(control))).toEqual([]);
  });

  test('has nothing to say of a hardened bucket', () => {
    expect(['compliant', 'notApplicable']).toContain(summary(rule.check(factsOf(HARDENED))));
  });

  test('has something to say of a bucket that is less than hardened', () => {
    expect(violationsOf(rule.id)).not.toEqual([]);
  });
});

test('no two rules have a title in common', () => {
  expect(new Set(CATALOG.map(({ title }) => title)).size).toBe(CATALOG.length);
});

describe('every violation', () => {
  test('can be acknowledged: its finding is one word', () => {
    expect(VIOLATIONS.filter(({ finding }) => !/^[A-Za-z0-9.]+$/.test(finding))).toEqual([]);
  });

  test('ends a sentence about the bucket, and shows nobody a symbol', () => {
    expect(VIOLATIONS.filter(({ message }) => !/^[a-z].*[^.]$/.test(message) || message.includes('⟦'))).toEqual([]);
  });

  test('says where it stands', () => {
    expect(VIOLATIONS.filter(({ path }) => !/^[A-Z]\S*$/.test(path))).toEqual([]);
  });
});

/** What the rules say of the hardened template without one of its parts, with a second policy, with a public statement, with KMS on its log bucket, and of raw buckets. */
const VIOLATIONS = [
  ...placesIn(HARDENED).filter((place) => place[1] !== 'Type').map((place) => withValueAt(HARDENED, place, undefined) as object),
  changed({ Second: HARDENED.Policy }),
  changed({ 'Policy.Properties.PolicyDocument.Statement.5': { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' } }),
  changed({ 'Logs.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm': 'aws:kms' }),
  { Bucket: { Type: 'AWS::S3::Bucket' }, Logs: { Type: 'AWS::S3::Bucket' } },
].flatMap((resources) => ['Bucket', 'Logs'].flatMap((bucket) => {
  const facts = factsOf(resources, bucket);
  return CATALOG.flatMap((rule) => {
    const verdict = facts ? rule.check(facts) : undefined;
    return verdict?.kind === 'violations' ? verdict.violations.map((violation) => ({ rule: rule.id, ...violation })) : [];
  });
}));

function violationsOf(id: string) {
  return VIOLATIONS.filter(({ rule }) => rule === id);
}
