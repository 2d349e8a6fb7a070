import * as fc from 'fast-check';
import { BUCKET_SETTINGS, fillBucket, PROVIDED_BY_DEFAULT } from '../../src/adopt/bucket-settings';
import { Json, JsonObject } from '../../src/adopt/json';
import { CATALOG } from '../../src/rules/catalog';

const KEY = { 'Fn::GetAtt': ['Key', 'Arn'] };
const PROVIDED = { ...PROVIDED_BY_DEFAULT, encryptionKey: KEY, logging: { DestinationBucketName: 'logs' } };
const RULE = (rule: JsonObject): JsonObject => ({ BucketEncryption: { ServerSideEncryptionConfiguration: [rule] } });
const KMS = { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'arn:aws:kms:eu-west-1:111122223333:key/k' } };
const SSE_S3 = { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } };
const ALL_ON = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };

const fill = (properties: JsonObject, provided: object = {}) => fillBucket(properties, { ...PROVIDED, ...provided });
const added = (properties: JsonObject, provided = {}) => fill(properties, provided).added.map(({ id }) => id);
const refused = (properties: JsonObject, provided = {}) => Object.fromEntries(fill(properties, provided).refused.map(({ setting, reason }) => [setting.id, reason]));

test('a bucket that says nothing gets every setting', () => {
  const { properties, refused: none } = fill({});
  expect(none).toEqual([]);
  expect(added({})).toEqual(BUCKET_SETTINGS.map(({ id }) => id));
  expect(properties).toEqual({
    PublicAccessBlockConfiguration: ALL_ON,
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    ...RULE({ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY }, BucketKeyEnabled: true, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }),
    VersioningConfiguration: { Status: 'Enabled' },
    LifecycleConfiguration: {
      Rules: [
        { Id: 'AbortIncompleteMultipartUploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' },
        { Id: 'ExpireNoncurrentVersions', NoncurrentVersionExpiration: { NoncurrentDays: 90 }, Status: 'Enabled' },
      ],
    },
    LoggingConfiguration: { DestinationBucketName: 'logs' },
    MetricsConfigurations: [{ Id: 'EntireBucket' }],
  });
});

describe('what the bucket says stays, and what is missing is added to it', () => {
  test.each<[string, JsonObject, string, Json]>([
    ['two switches of four', { PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: 'true' } }, 'PublicAccessBlockConfiguration', { ...ALL_ON, IgnorePublicAcls: 'true' }],
    ['a KMS key of its own', RULE(KMS), 'BucketEncryption', RULE({ ...KMS, BucketKeyEnabled: true, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }).BucketEncryption],
    ['a KMS key with its bucket key', RULE({ ...KMS, BucketKeyEnabled: 'true' }), 'BucketEncryption', RULE({ ...KMS, BucketKeyEnabled: 'true', BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }).BucketEncryption],
    ['SSE-S3 is kept', RULE(SSE_S3), 'BucketEncryption', RULE({ ...SSE_S3, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }).BucketEncryption],
    ['a rule for a prefix', { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Prefix: 'tmp/', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }] }, VersioningConfiguration: { Status: 'Enabled' } }, 'LifecycleConfiguration', { Rules: [{ Status: 'Enabled', Prefix: 'tmp/', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }, { Id: 'AbortIncompleteMultipartUploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' }] }],
    ['a rule that is switched off', { LifecycleConfiguration: { Rules: [{ Id: 'AbortIncompleteMultipartUploads', Status: 'Disabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }] }, VersioningConfiguration: { Status: 'Enabled' } }, 'LifecycleConfiguration', { Rules: [{ Id: 'AbortIncompleteMultipartUploads', Status: 'Disabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }, { Id: 'AbortIncompleteMultipartUploads2', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' }] }],
    ['a rule whose place is an Fn::If', { LifecycleConfiguration: { Rules: [{ 'Fn::If': ['Prod', { Status: 'Enabled', ExpirationInDays: 1 }, { Ref: 'AWS::NoValue' }] }] }, VersioningConfiguration: { Status: 'Enabled' } }, 'LifecycleConfiguration', { Rules: [{ 'Fn::If': ['Prod', { Status: 'Enabled', ExpirationInDays: 1 }, { Ref: 'AWS::NoValue' }] }, { Id: 'AbortIncompleteMultipartUploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' }] }],
    ['metrics with a filter', { MetricsConfigurations: [{ Id: 'Photos', Prefix: 'photos/' }] }, 'MetricsConfigurations', [{ Id: 'Photos', Prefix: 'photos/' }, { Id: 'EntireBucket' }]],
    ['a prefix of logs without a destination', { LoggingConfiguration: { LogFilePrefix: 'mine/' } }, 'LoggingConfiguration', { DestinationBucketName: 'logs', LogFilePrefix: 'mine/' }],
    ['an ACL that is not public', { AccessControl: 'LogDeliveryWrite' }, 'PublicAccessBlockConfiguration', ALL_ON],
    ['an ACL that lets nobody in', { AccessControl: 'Private' }, 'OwnershipControls', { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] }],
  ])('%s', (_, properties, property, value) => expect(fill(properties).properties[property]).toEqual(value));

  test('SSE-S3 gives way to the key only where that is asked for', () => {
    expect(refused(RULE(SSE_S3))).toEqual({ encryption: expect.stringContaining('AES256') });
    expect(fill(RULE(SSE_S3), { replacesS3ManagedEncryption: true }).properties.BucketEncryption)
      .toEqual(RULE({ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY }, BucketKeyEnabled: true, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }).BucketEncryption);
  });

  test('versions that a bucket holds already do not expire', () => {
    expect(added({ VersioningConfiguration: { Status: 'Enabled' } })).not.toContain('noncurrent-versions');
    expect(added({ VersioningConfiguration: { Status: 'Suspended' } })).not.toContain('noncurrent-versions');
    expect(added({})).toContain('noncurrent-versions');
  });

  test('without a key and a log bucket neither is named', () => {
    expect(fillBucket({}).properties).not.toHaveProperty('BucketEncryption');
    expect(fillBucket({}).properties).not.toHaveProperty('LoggingConfiguration');
  });
});

describe('what contradicts is refused, with the reason', () => {
  test.each<[string, JsonObject, string, RegExp]>([
    ['a switch that is off', { PublicAccessBlockConfiguration: { BlockPublicPolicy: false } }, 'block-public-access', /BlockPublicPolicy is false/],
    ['a switch that is decided at deployment', { PublicAccessBlockConfiguration: { BlockPublicPolicy: { Ref: 'Block' } } }, 'block-public-access', /decided by Ref/],
    ['switches that are', { PublicAccessBlockConfiguration: { 'Fn::If': ['Prod', {}, {}] } }, 'block-public-access', /decided by Fn::If/],
    ['a website', { WebsiteConfiguration: { IndexDocument: 'index.html' } }, 'block-public-access', /WebsiteConfiguration/],
    ['an ACL in use', { AccessControl: 'PublicRead' }, 'block-public-access', /'PublicRead' is in use/],
    ['an ACL in use', { AccessControl: 'LogDeliveryWrite' }, 'acls-disabled', /'LogDeliveryWrite' is in use/],
    ['an ACL that is decided at deployment', { AccessControl: { Ref: 'Acl' } }, 'acls-disabled', /decided by Ref/],
    ['another ownership', { OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }, 'acls-disabled', /ObjectOwnership is ObjectWriter/],
    ['versions that are suspended', { VersioningConfiguration: { Status: 'Suspended' } }, 'versioning', /Suspended/],
    ['a bucket key that is off', RULE({ ...KMS, BucketKeyEnabled: false }), 'bucket-key', /is false/],
    ['SSE-C that is allowed', RULE({ ...KMS, BlockedEncryptionTypes: { EncryptionType: ['NONE'] } }), 'sse-c-blocked', /NONE/],
    ['encryption that is decided at deployment', { BucketEncryption: { 'Fn::If': ['Prod', {}, {}] } }, 'encryption', /decided at deployment/],
    ['a lifecycle that is', { LifecycleConfiguration: { 'Fn::If': ['Prod', {}, {}] } }, 'incomplete-uploads', /Fn::If/],
    ['metrics with a filter and the id', { MetricsConfigurations: [{ Id: 'EntireBucket', Prefix: 'a/' }] }, 'request-metrics', /has a filter/],
  ])('%s', (_, properties, setting, reason) => {
    expect(refused(properties)[setting]).toMatch(reason);
    expect(added(properties)).not.toContain(setting);
  });
});

test('each rule that a setting mends is one of the catalog', () => {
  const ids = CATALOG.map(({ id }) => id);
  expect(BUCKET_SETTINGS.flatMap(({ rules }) => rules).filter((rule) => !ids.includes(rule))).toEqual([]);
});

describe('laws, over buckets of every shape', () => {
  const open = fc.constantFrom<Json>({ Ref: 'Parameter' }, { 'Fn::If': ['Prod', 'A', { Ref: 'AWS::NoValue' }] });
  const flag = fc.oneof(fc.constantFrom<Json>(true, false, 'true', 'false'), open);
  const object = (fields: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<JsonObject> => fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
  const lifecycle = object({ Id: fc.constantFrom('A', 'ExpireNoncurrentVersions'), Status: fc.constantFrom('Enabled', 'Disabled'), Prefix: fc.constantFrom('', 'a/'), AbortIncompleteMultipartUpload: fc.constant({ DaysAfterInitiation: 3 }), NoncurrentVersionExpiration: fc.constant({ NoncurrentDays: 5 }) });
  const properties = object({
    PublicAccessBlockConfiguration: fc.oneof(object({ BlockPublicAcls: flag, BlockPublicPolicy: flag, IgnorePublicAcls: flag, RestrictPublicBuckets: flag }), open),
    AccessControl: fc.oneof(fc.constantFrom<Json>('Private', 'PublicRead', 'LogDeliveryWrite'), open),
    OwnershipControls: fc.oneof(fc.constantFrom<Json>({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] }, { Rules: [{ ObjectOwnership: 'ObjectWriter' }] }, {}), open),
    WebsiteConfiguration: fc.constant({ IndexDocument: 'index.html' }),
    BucketEncryption: fc.oneof(object({
      ServerSideEncryptionConfiguration: fc.oneof(fc.array(fc.oneof(object({
        ServerSideEncryptionByDefault: fc.oneof(fc.constantFrom<Json>({ SSEAlgorithm: 'AES256' }, { SSEAlgorithm: 'aws:kms' }, { SSEAlgorithm: 'aws:kms:dsse' }), open),
        BucketKeyEnabled: flag,
        BlockedEncryptionTypes: fc.constantFrom<Json>({ EncryptionType: ['NONE'] }, { EncryptionType: ['SSE-C'] }),
      }), open), { maxLength: 2 }), open),
    }), open),
    VersioningConfiguration: fc.oneof(fc.constantFrom<Json>({ Status: 'Enabled' }, { Status: 'Suspended' }, {}), open),
    LifecycleConfiguration: fc.oneof(object({ Rules: fc.oneof(fc.array(fc.oneof(lifecycle, open), { maxLength: 3 }), open), TransitionDefaultMinimumObjectSize: fc.constant('varies_by_storage_class') }), open),
    LoggingConfiguration: fc.oneof(object({ DestinationBucketName: fc.constant('own'), LogFilePrefix: fc.constant('a/') }), open),
    MetricsConfigurations: fc.oneof(fc.array(fc.oneof(object({ Id: fc.constantFrom('EntireBucket', 'B'), Prefix: fc.constant('a/') }), open), { maxLength: 2 }), open),
    BucketName: fc.constant('named'),
  });

  /** Whether all that one value says is in the other, lists in the same order from the front. */
  const isIn = (one: Json, other: Json | undefined): boolean => typeof one !== 'object' || one === null ? one === other
    : typeof other === 'object' && other !== null && Object.entries(one).every(([key, value]) => isIn(value as Json, (other as JsonObject)[key]));

  test('nothing that a bucket says is lost or changed', () => {
    fc.assert(fc.property(properties, (before) => isIn(before, fill(before).properties)), { numRuns: 3000 });
  });

  test('once more changes nothing, and refuses nothing that it did not refuse before', () => {
    fc.assert(fc.property(properties, fc.boolean(), (before, replaces) => {
      const once = fill(before, { replacesS3ManagedEncryption: replaces });
      const twice = fill(once.properties, { replacesS3ManagedEncryption: replaces });
      expect(twice.added).toEqual([]);
      expect(twice.properties).toEqual(once.properties);
      expect(once.refused).toEqual(expect.arrayContaining([...twice.refused]));
    }), { numRuns: 3000 });
  });
});
