import { CfnBucketProps } from 'aws-cdk-lib/aws-s3';
import { cdkResources } from './cdk-resources';
import { ABSENT, denied, HARDENED_ANSWERS, value } from './live-answers';
import { LiveBucket } from '../../src/facts/live-bucket';
import { ACCESS_CONTROL_LIST, LIVE_SETTINGS, liveProperties, nextCalls } from '../../src/facts/live-settings';
import { UnknownValue } from '../../src/policy/unknown-value';

/** Properties of a bucket that no call is made for, and why. */
const NOT_READ: Readonly<Record<string, string>> = {
  AccelerateConfiguration: 'no rule is about it',
  AnalyticsConfigurations: 'no rule is about it',
  BucketName: 'the list of buckets says it',
  BucketNamePrefix: 'the name is what it came to',
  BucketNamespace: 'the name ends with it',
  IntelligentTieringConfigurations: 'no rule is about it',
  InventoryConfigurations: 'no rule is about it',
  MetadataConfiguration: 'no rule is about it',
  MetadataTableConfiguration: 'no rule is about it',
};

/** All properties that aws-cdk-lib knows, by their names in CloudFormation. */
const PROPERTIES = [...new Set(cdkResources().get('AWS::S3::Bucket')!.map(({ path }) => path.split('.')[0]).map((name) => name.charAt(0).toUpperCase() + name.slice(1)))].sort();

test('every property of a bucket has a call that answers it, or a reason why none is made', () => {
  const known: (keyof CfnBucketProps)[] = ['versioningConfiguration', 'tags', 'abacStatus'];
  expect(PROPERTIES.length).toBeGreaterThan(20);
  expect(PROPERTIES.map((name) => name.toLowerCase())).toEqual(expect.arrayContaining(known.map((name) => name.toLowerCase())));
  const read = new Set(LIVE_SETTINGS.flatMap(({ properties }) => properties));
  expect(PROPERTIES.filter((name) => !read.has(name) && !Object.hasOwn(NOT_READ, name))).toEqual([]);
  expect([...read, ...Object.keys(NOT_READ)].filter((name) => name !== ACCESS_CONTROL_LIST && !PROPERTIES.includes(name))).toEqual([]);
  expect(Object.keys(NOT_READ).filter((name) => read.has(name))).toEqual([]);
});

/** All calls that are made of a bucket that answers so. */
function callsOf(given: LiveBucket['answers'], level: 'BASELINE' | 'STRICT', tags: boolean = false): string[] {
  const answers: Record<string, LiveBucket['answers'][string]> = {};
  for (let calls = nextCalls(answers, { level, tags }); calls.length > 0; calls = nextCalls(answers, { level, tags })) {
    calls.forEach(({ call }) => { answers[call] = given[call] ?? ABSENT; });
  }
  return Object.keys(answers);
}

const WITHOUT_VERSIONS = { ...HARDENED_ANSWERS, GetBucketVersioning: value({}) };
const WITH_ACL = { ...HARDENED_ANSWERS, GetBucketOwnershipControls: ABSENT };

test.each<[string, LiveBucket['answers'], 'BASELINE' | 'STRICT', number]>([
  ['a usual bucket', HARDENED_ANSWERS, 'BASELINE', 7],
  ['a bucket with ACLs', WITH_ACL, 'BASELINE', 8],
  ['a bucket without versions, for all rules', WITHOUT_VERSIONS, 'STRICT', 11],
  ['a versioned bucket, for all rules', HARDENED_ANSWERS, 'STRICT', 13],
])('reads of %s', (_, answers, level, expected) => {
  expect(callsOf(answers, level)).toHaveLength(expected);
});

test.each<[string, LiveBucket['answers'], string, boolean]>([
  ['the ACL counts unless ownership is enforced', HARDENED_ANSWERS, 'GetBucketAcl', false],
  ['the ACL counts where nothing is configured', WITH_ACL, 'GetBucketAcl', true],
  ['the ACL may count where the ownership is denied', { ...HARDENED_ANSWERS, GetBucketOwnershipControls: denied('s3:GetBucketOwnershipControls') }, 'GetBucketAcl', true],
  ['no lock without versions', WITHOUT_VERSIONS, 'GetObjectLockConfiguration', false],
  ['no replication without versions', WITHOUT_VERSIONS, 'GetBucketReplication', false],
  ['a lock may be there where versioning is denied', { ...HARDENED_ANSWERS, GetBucketVersioning: denied('s3:GetBucketVersioning') }, 'GetObjectLockConfiguration', true],
  ['tags are not asked for', HARDENED_ANSWERS, 'GetBucketTagging', false],
  ['ABAC matters to a policy on tags', { ...HARDENED_ANSWERS, GetBucketPolicy: value({ Policy: '{"Statement":{"Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}}}' }) }, 'GetBucketAbac', true],
  ['ABAC matters to no other policy', HARDENED_ANSWERS, 'GetBucketAbac', false],
])('%s', (_, answers, call, isMade) => {
  expect(callsOf(answers, 'STRICT').includes(call)).toBe(isMade);
});

test('tags are asked for where someone wants them', () => {
  expect(callsOf(HARDENED_ANSWERS, 'BASELINE', true)).toContain('GetBucketTagging');
});

/** The output of a call, and the properties that CloudFormation would have for it. */
test.each<[string, unknown, object]>([
  ['GetBucketLogging', { LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: 'a/' } }, { LoggingConfiguration: { DestinationBucketName: 'logs', LogFilePrefix: 'a/' } }],
  ['GetBucketWebsite', { IndexDocument: { Suffix: 'i.html' }, ErrorDocument: { Key: 'e.html' } }, { WebsiteConfiguration: { IndexDocument: 'i.html', ErrorDocument: 'e.html' } }],
  ['GetBucketCors', { CORSRules: [{ ID: 'a', AllowedMethods: ['GET'], AllowedOrigins: ['*'], ExposeHeaders: ['x'], MaxAgeSeconds: 3 }] }, {
    CorsConfiguration: { CorsRules: [{ Id: 'a', AllowedMethods: ['GET'], AllowedOrigins: ['*'], ExposedHeaders: ['x'], MaxAge: 3 }] },
  }],
  ['GetBucketLifecycleConfiguration', {
    Rules: [{
      ID: 'a',
      Status: 'Enabled',
      Filter: { And: { Prefix: 'x/', Tags: [{ Key: 'k', Value: 'v' }], ObjectSizeGreaterThan: 5 } },
      Expiration: { Days: 3 },
      Transitions: [{ Days: 1, StorageClass: 'GLACIER' }],
      NoncurrentVersionTransitions: [{ NoncurrentDays: 2, StorageClass: 'GLACIER' }],
    }],
  }, {
    LifecycleConfiguration: {
      Rules: [{
        Id: 'a',
        Status: 'Enabled',
        Prefix: 'x/',
        TagFilters: [{ Key: 'k', Value: 'v' }],
        ObjectSizeGreaterThan: 5,
        ExpirationInDays: 3,
        Transitions: [{ TransitionInDays: 1, StorageClass: 'GLACIER' }],
        NoncurrentVersionTransitions: [{ TransitionInDays: 2, StorageClass: 'GLACIER' }],
      }],
    },
  }],
  ['GetBucketNotificationConfiguration', { QueueConfigurations: [{ QueueArn: 'arn', Events: ['a', 'b'] }], EventBridgeConfiguration: {} }, {
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true }, QueueConfigurations: [{ Event: 'a', Queue: 'arn' }, { Event: 'b', Queue: 'arn' }] },
  }],
  ['GetBucketNotificationConfiguration', {}, {}],
  ['ListBucketMetricsConfigurations', { MetricsConfigurationList: [{ Id: 'a', Filter: { Tag: { Key: 'k', Value: 'v' } } }] }, { MetricsConfigurations: [{ Id: 'a', TagFilters: [{ Key: 'k', Value: 'v' }] }] }],
  ['GetBucketVersioning', { Status: 'Enabled', MFADelete: 'Disabled' }, { VersioningConfiguration: { Status: 'Enabled' } }],
  ['GetObjectLockConfiguration', { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } } }, {
    ObjectLockEnabled: true, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } },
  }],
  ['GetBucketAbac', { AbacStatus: { Status: 'Enabled' } }, { AbacStatus: 'Enabled' }],
  ['GetBucketTagging', { TagSet: [{ Key: 'a', Value: 'b' }] }, { Tags: [{ Key: 'a', Value: 'b' }] }],
])('%s is read as CloudFormation writes it: %j', (call, output, expected) => {
  expect(LIVE_SETTINGS.find((setting) => setting.call === call)!.read(output)).toEqual(expected);
});

test.each(LIVE_SETTINGS.filter(({ properties }) => properties.length > 0).map((setting) => [setting.call, setting] as const))('%s denied leaves all that it says unknown', (call, { permission, properties }) => {
  const read = liveProperties({ [call]: denied(permission) });
  expect(properties.map((name) => read[name])).toEqual(properties.map(() => new UnknownValue(`${permission} was denied`)));
});
