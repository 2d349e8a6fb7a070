import * as fc from 'fast-check';
import { BucketFacts } from '../../src/facts/bucket-facts';
import { CONSTRUCT_METADATA_KEY, TemplateFacts } from '../../src/facts/template-facts';
import { known } from '../../src/template/known';
import { symbol, template, withinSeconds } from '../template/templates';

const PARAMETER = { Ref: 'Parameter' };
const NOTHING = { Ref: 'AWS::NoValue' };
const UNKNOWN = { known: false, reason: expect.stringContaining('Parameter') as string };
const MISSHAPEN = { known: false, reason: expect.stringContaining('not a value that CloudFormation accepts') as string };

/** The facts of a bucket that is alone in its template. */
function factsOf(properties: unknown, resource: object = {}): BucketFacts {
  const [facts] = new TemplateFacts([template({ Bucket: { Type: 'AWS::S3::Bucket', Properties: properties, ...resource } })]).buckets;
  return facts;
}

describe('the bucket', () => {
  test('stands at its address, in its environment', () => {
    const facts = new TemplateFacts([
      template({ Bucket: { Type: 'AWS::S3::Bucket' } }, { id: 'One', account: '111122223333', region: 'eu-west-1' }),
      template({ Bucket: { Type: 'AWS::S3::Bucket' }, Role: { Type: 'AWS::IAM::Role' } }, { id: 'Other' }),
    ]);
    expect(facts.buckets.map(({ address, account, region }) => [address, account, region])).toEqual([
      [{ template: 'One', logicalId: 'Bucket' }, '111122223333', 'eu-west-1'],
      [{ template: 'Other', logicalId: 'Bucket' }, undefined, undefined],
    ]);
    expect(facts.at({ template: 'Other', logicalId: 'Bucket' })).toBe(facts.buckets[1]);
    expect(facts.at({ template: 'Other', logicalId: 'Role' })).toBeUndefined();
    expect(facts.at({ template: 'Third', logicalId: 'Bucket' })).toBeUndefined();
  });

  test.each([
    ['its literal name', { BucketName: 'data' }, 'data'],
    ['its symbol, where AWS names it', {}, symbol('App', 'Bucket')],
    ['its symbol, where a parameter names it', { BucketName: PARAMETER }, symbol('App', 'Bucket')],
  ])('has %s, alone and in its ARN', (_, properties, name) => {
    expect(factsOf(properties)).toMatchObject({ name, arn: `arn:${symbol('AWS', 'Partition')}:s3:::${name}` });
  });

  test('names the construct that made it, if the template is made by CDK', () => {
    const marked = { Type: 'AWS::S3::Bucket', Metadata: { [CONSTRUCT_METADATA_KEY]: 'HardenedBucket' } };
    const constructOf = (resource: object, fromCdk: boolean) => new TemplateFacts([template({ Bucket: resource }, { fromCdk })]).buckets[0].construct;
    expect(constructOf(marked, true)).toEqual(known('HardenedBucket'));
    expect(constructOf({ Type: 'AWS::S3::Bucket' }, true)).toEqual(known(undefined));
    expect(constructOf(marked, false)).toMatchObject({ known: false });
  });

  test.each([
    ['as written', 'Retain', 'Retain'], ['as written', 'RetainExceptOnCreate', 'RetainExceptOnCreate'], ['deleted', undefined, 'Delete'],
  ])('is, when it is removed or replaced, %s (%s)', (_, DeletionPolicy, expected) => {
    expect(factsOf({}, { DeletionPolicy }).deletionPolicy).toEqual(known(expected));
    expect(factsOf({}, { UpdateReplacePolicy: DeletionPolicy }).updateReplacePolicy).toEqual(known(expected));
  });

  test('is kept or deleted as a parameter decides', () => {
    expect(factsOf({}, { DeletionPolicy: PARAMETER }).deletionPolicy).toEqual(UNKNOWN);
  });
});

const on = { PublicAccessBlockConfiguration: { BlockPublicAcls: true } };
const encryption = (rule: object) => ({ BucketEncryption: { ServerSideEncryptionConfiguration: [rule] } });
const byDefault = (settings: object) => encryption({ ServerSideEncryptionByDefault: settings });
const lifecycle = (rule: unknown) => ({ LifecycleConfiguration: { Rules: [rule] } });
const metrics = (configuration: object) => ({ MetricsConfigurations: [{ Id: 'EntireBucket', ...configuration }] });
const events = (configuration: unknown) => ({ NotificationConfiguration: { EventBridgeConfiguration: configuration } });

type Field = (facts: BucketFacts) => unknown;
const aclsBlocked: Field = ({ publicAccessBlock }) => publicAccessBlock.BlockPublicAcls;
const ownership: Field = ({ objectOwnership }) => objectOwnership;
const acl: Field = ({ accessControl }) => accessControl;
const algorithm: Field = (facts) => facts.encryption.algorithm;
const key: Field = (facts) => facts.encryption.key;
const bucketKey: Field = (facts) => facts.encryption.bucketKey;
const blocked: Field = (facts) => facts.encryption.blockedEncryptionTypes;
const versioning: Field = (facts) => facts.versioning;
const lockOf: Field = ({ defaultRetention, defaultEventHold }) => [defaultRetention, defaultEventHold];
const lock = (retention: unknown) => ({ ObjectLockConfiguration: { Rule: { DefaultRetention: retention } } });
const naming: Field = ({ hasPredictableName, isAccountRegional }) => [hasPredictableName, isAccountRegional];
const abac: Field = (facts) => facts.abac;
const eventBridge: Field = (facts) => facts.eventBridge;

describe('a setting', () => {
  test.each<[what: string, field: Field, properties: unknown, expected: unknown]>([
    ['a public access switch, on', aclsBlocked, on, known(true)],
    ['a public access switch, on as a text', aclsBlocked, { PublicAccessBlockConfiguration: { BlockPublicAcls: 'true' } }, known(true)],
    ['a public access switch, off', aclsBlocked, { PublicAccessBlockConfiguration: { BlockPublicAcls: false } }, known(false)],
    ['a public access switch, left out', aclsBlocked, { PublicAccessBlockConfiguration: {} }, known(false)],
    ['all public access switches, left out', aclsBlocked, {}, known(false)],
    ['a public access switch, undecided', aclsBlocked, { PublicAccessBlockConfiguration: { BlockPublicAcls: PARAMETER } }, UNKNOWN],
    ['all public access switches, undecided', aclsBlocked, { PublicAccessBlockConfiguration: PARAMETER }, UNKNOWN],
    ['a public access switch that is no boolean', aclsBlocked, { PublicAccessBlockConfiguration: { BlockPublicAcls: 'yes' } }, MISSHAPEN],
    ['the ownership', ownership, { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }, known('BucketOwnerEnforced')],
    ['the ownership, left out', ownership, {}, known(undefined)],
    ['the ownership, undecided', ownership, { OwnershipControls: { Rules: PARAMETER } }, UNKNOWN],
    ['the canned ACL', acl, { AccessControl: 'PublicRead' }, known('PublicRead')],
    ['the canned ACL, left out', acl, {}, known(undefined)],
    ['the canned ACL, taken out', acl, { AccessControl: NOTHING }, known(undefined)],
    ['the canned ACL, undecided', acl, { AccessControl: PARAMETER }, UNKNOWN],
    ['the encryption', algorithm, byDefault({ SSEAlgorithm: 'aws:kms' }), known('aws:kms')],
    ['the encryption, left out', algorithm, {}, known(undefined)],
    ['the encryption, undecided', algorithm, { BucketEncryption: PARAMETER }, UNKNOWN],
    ['the algorithm, undecided', algorithm, byDefault({ SSEAlgorithm: PARAMETER }), UNKNOWN],
    ['the key', key, byDefault({ KMSMasterKeyID: 'alias/k' }), known('alias/k')],
    ['the key, left out', key, byDefault({ SSEAlgorithm: 'aws:kms' }), known(undefined)],
    ['the key, undecided', key, byDefault({ KMSMasterKeyID: PARAMETER }), UNKNOWN],
    ['the bucket key, on', bucketKey, encryption({ BucketKeyEnabled: true }), known(true)],
    ['the bucket key, left out', bucketKey, encryption({}), known(false)],
    ['the bucket key, undecided', bucketKey, encryption({ BucketKeyEnabled: PARAMETER }), UNKNOWN],
    ['blocked encryption types', blocked, encryption({ BlockedEncryptionTypes: { EncryptionType: ['SSE-C', PARAMETER] } }), known([known('SSE-C'), UNKNOWN])],
    ['blocked encryption types, left out', blocked, encryption({}), known([])],
    ['blocked encryption types, undecided', blocked, encryption({ BlockedEncryptionTypes: PARAMETER }), UNKNOWN],
    ['blocked encryption types that are no list', blocked, encryption({ BlockedEncryptionTypes: { EncryptionType: 'SSE-C' } }), MISSHAPEN],
    ['versioning, on', versioning, { VersioningConfiguration: { Status: 'Enabled' } }, known(true)],
    ['versioning, suspended', versioning, { VersioningConfiguration: { Status: 'Suspended' } }, known(false)],
    ['versioning, left out', versioning, {}, known(false)],
    ['versioning, undecided', versioning, { VersioningConfiguration: { Status: PARAMETER } }, UNKNOWN],
    ['a default lock, for a period', lockOf, lock({ Mode: 'GOVERNANCE', Days: 30 }), [known(true), known(false)]],
    ['a default lock, by an event hold', lockOf, lock({ Mode: 'GOVERNANCE', DefaultEventHold: { Days: 30 } }), [known(false), known(true)]],
    ['a default lock, by both', lockOf, lock({ Mode: 'GOVERNANCE', Years: 1, DefaultEventHold: { Days: 30 } }), [known(true), known(true)]],
    ['a default lock, left out', lockOf, {}, [known(false), known(false)]],
    ['a default lock, undecided', lockOf, lock(PARAMETER), [UNKNOWN, UNKNOWN]],
    ['the name, left to CloudFormation', naming, {}, [known(false), known(false)]],
    ['the name, taken out', naming, { BucketName: NOTHING }, [known(false), known(false)]],
    ['the name, fixed', naming, { BucketName: 'data' }, [known(true), known(false)]],
    ['the name, fixed in the global namespace', naming, { BucketName: 'data', BucketNamespace: 'global' }, [known(true), known(false)]],
    ['the name, given by a parameter', naming, { BucketName: PARAMETER }, [known(true), known(false)]],
    ['the name, fixed in the account regional namespace', naming, { BucketName: 'data-111122223333-eu-west-1-an', BucketNamespace: 'account-regional' }, [known(true), known(true)]],
    ['the name, with a suffix that S3 reserves', naming, { BucketName: { 'Fn::Sub': 'data-${AWS::AccountId}-${AWS::Region}-an' } }, [known(true), known(true)]],
    ['the name, with a literal suffix that S3 reserves', naming, { BucketName: 'data-111122223333-us-gov-west-1-an' }, [known(true), known(true)]],
    ['the name, with half a suffix', naming, { BucketName: 'data-111122223333-an' }, [known(true), known(false)]],
    ['the name, with the suffix of no account', naming, { BucketName: 'data-1111-eu-west-1-an' }, [known(true), known(false)]],
    ['the name, a prefix of it', naming, { BucketNamePrefix: 'data', BucketNamespace: 'account-regional' }, [known(false), known(true)]],
    ['the name, in a namespace that is undecided', naming, { BucketName: 'data', BucketNamespace: PARAMETER }, [known(true), UNKNOWN]],
    ['the name, undecided with all properties', naming, PARAMETER, [UNKNOWN, UNKNOWN]],
    ['ABAC, on', abac, { AbacStatus: 'Enabled' }, known(true)],
    ['ABAC, off', abac, { AbacStatus: 'Disabled' }, known(false)],
    ['ABAC, left out', abac, {}, known(false)],
    ['ABAC, undecided', abac, { AbacStatus: PARAMETER }, UNKNOWN],
    ['EventBridge, on', eventBridge, events({ EventBridgeEnabled: true }), known(true)],
    ['EventBridge, on by an empty configuration', eventBridge, events({}), known(true)],
    ['EventBridge, off', eventBridge, events({ EventBridgeEnabled: false }), known(false)],
    ['EventBridge, off as a text', eventBridge, events({ EventBridgeEnabled: 'false' }), known(false)],
    ['EventBridge, left out', eventBridge, { NotificationConfiguration: {} }, known(false)],
    ['EventBridge, switched by a parameter', eventBridge, events({ EventBridgeEnabled: PARAMETER }), UNKNOWN],
    ['every setting, where all properties are undecided', versioning, PARAMETER, UNKNOWN],
    ['EventBridge, undecided', eventBridge, events(PARAMETER), UNKNOWN],
  ])('%s', (_, field, properties, expected) => {
    expect(field(factsOf(properties))).toEqual(expected);
  });
});

describe('a lifecycle rule', () => {
  test.each<[what: string, rule: unknown, expected: Record<string, boolean | typeof UNKNOWN>]>([
    ['on', { Status: 'Enabled' }, { enabled: true, wholeBucket: true, abortsIncompleteUploads: false, expiresNoncurrentVersions: false }],
    ['off', { Status: 'Disabled' }, { enabled: false }],
    ['without a status', {}, { enabled: false }],
    ['with an empty prefix', { Prefix: '' }, { wholeBucket: true }],
    ['with a prefix', { Prefix: 'tmp/' }, { wholeBucket: false }],
    ['with tags', { TagFilters: [{ Key: 'a', Value: 'b' }] }, { wholeBucket: false }],
    ['with no tags', { TagFilters: [] }, { wholeBucket: true }],
    ['with a least size', { ObjectSizeGreaterThan: '1000' }, { wholeBucket: false }],
    ['with a greatest size', { ObjectSizeLessThan: '1000' }, { wholeBucket: false }],
    ['that aborts uploads', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }, { abortsIncompleteUploads: true }],
    ['that expires noncurrent versions', { NoncurrentVersionExpiration: { NoncurrentDays: 90 } }, { expiresNoncurrentVersions: true }],
    ['that expires noncurrent versions, the old way', { NoncurrentVersionExpirationInDays: 90 }, { expiresNoncurrentVersions: true }],
    ['that may be left out', PARAMETER, { enabled: UNKNOWN, wholeBucket: UNKNOWN, abortsIncompleteUploads: UNKNOWN, expiresNoncurrentVersions: UNKNOWN }],
    ['that may be off', { Status: PARAMETER }, { enabled: UNKNOWN }],
    ['that may have a prefix', { Prefix: PARAMETER }, { wholeBucket: UNKNOWN }],
    ['that may have a prefix, and has tags', { Prefix: PARAMETER, TagFilters: [{ Key: 'a', Value: 'b' }] }, { wholeBucket: false }],
    ['that may abort uploads', { AbortIncompleteMultipartUpload: PARAMETER }, { abortsIncompleteUploads: UNKNOWN }],
    ['that may expire noncurrent versions', { NoncurrentVersionExpiration: PARAMETER }, { expiresNoncurrentVersions: UNKNOWN }],
  ])('%s', (_, rule, expected) => {
    const facts = Object.entries(expected).map(([name, value]) => [name, typeof value === 'boolean' ? known(value) : value]);
    expect(factsOf(lifecycle(rule)).lifecycleRules).toEqual(known([expect.objectContaining(Object.fromEntries(facts))]));
  });

  test.each([
    ['none', {}, known([])],
    ['undecided', { LifecycleConfiguration: PARAMETER }, UNKNOWN],
    ['no list', { LifecycleConfiguration: { Rules: 'all' } }, MISSHAPEN],
  ])('%s', (_, properties, expected) => {
    expect(factsOf(properties).lifecycleRules).toEqual(expected);
  });
});

describe('request metrics', () => {
  test.each([
    ['of the whole bucket', metrics({}), known([{ id: known('EntireBucket'), wholeBucket: known(true) }])],
    ['of a prefix', metrics({ Prefix: 'a/' }), known([{ id: known('EntireBucket'), wholeBucket: known(false) }])],
    ['of tags', metrics({ TagFilters: [{ Key: 'a', Value: 'b' }] }), known([{ id: known('EntireBucket'), wholeBucket: known(false) }])],
    ['of no tags', metrics({ TagFilters: [] }), known([{ id: known('EntireBucket'), wholeBucket: known(true) }])],
    ['that may have a filter', metrics({ Prefix: PARAMETER }), known([{ id: known('EntireBucket'), wholeBucket: UNKNOWN }])],
    ['that may be left out', { MetricsConfigurations: [PARAMETER] }, known([{ id: UNKNOWN, wholeBucket: UNKNOWN }])],
    ['of an access point', metrics({ AccessPointArn: 'arn' }), known([{ id: known('EntireBucket'), wholeBucket: known(false) }])],
    ['of nothing', {}, known([])],
    ['undecided', { MetricsConfigurations: PARAMETER }, UNKNOWN],
  ])('%s', (_, properties, expected) => {
    expect(factsOf(properties).requestMetrics).toEqual(expected);
  });
});

test('any shape of properties is read without an error', () => {
  const property = fc.constantFrom('BucketName', 'PublicAccessBlockConfiguration', 'OwnershipControls', 'AccessControl', 'BucketEncryption', 'VersioningConfiguration',
    'LifecycleConfiguration', 'LoggingConfiguration', 'MetricsConfigurations', 'NotificationConfiguration', 'Bucket', 'PolicyDocument', 'Metrics', 'Dimensions', 'AlarmActions',
    'BucketNamespace', 'BucketNamePrefix', 'AbacStatus', 'ObjectLockConfiguration', 'LogType', 'ResourceArn', 'DeliverySourceName', 'DeliveryDestinationArn');
  const resource = fc.record({
    Type: fc.constantFrom('AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key', 'AWS::CloudWatch::Alarm', 'AWS::SNS::Topic', 'AWS::CloudFormation::Stack',
      'AWS::Logs::DeliverySource', 'AWS::Logs::Delivery', 'AWS::Logs::DeliveryDestination'),
    Properties: fc.oneof(fc.dictionary(property, fc.jsonValue()), fc.jsonValue()),
    Metadata: fc.jsonValue(),
    DeletionPolicy: fc.jsonValue(),
  }, { requiredKeys: ['Type'] });
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('A', 'B', 'C'), resource), (resources) => {
    const { buckets } = withinSeconds(2, () => new TemplateFacts([template(resources)]));
    expect(() => buckets.map(({ logging }) => logging.known && logging.value?.target)).not.toThrow();
  }), { numRuns: 1000 });
});

describe('reads without an error', () => {
  test.each([
    ['a resource that is null', template({ Bucket: null })],
    ['an output that is null', template({}, { outputs: { Output: null } as never })],
    ['nested stacks that hold each other', template({ Bucket: { Type: 'AWS::S3::Bucket', Condition: 'C' } }, { parent: { template: 'App', logicalId: 'Bucket' } })],
  ])('%s', (_, odd) => {
    expect(() => new TemplateFacts([odd])).not.toThrow();
  });
});
