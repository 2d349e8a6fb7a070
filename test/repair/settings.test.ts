import { ACCOUNT, acl, allow, BUCKET, denied, group, liveBucket, OBJECTS, OTHER, OWN, plan, policy, stepsOf, value } from './live-buckets';
import { LiveAccount } from '../../src/facts/live-bucket';
import { RepairOptions } from '../../src/repair/repair';

const ALL_ON = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const block = (settings: object) => ({ GetPublicAccessBlock: value({ PublicAccessBlockConfiguration: settings }) });
const owned = (ObjectOwnership: string) => ({ GetBucketOwnershipControls: value({ OwnershipControls: { Rules: [{ ObjectOwnership }] } }) });
const encrypted = (rule: object) => ({ GetBucketEncryption: value({ ServerSideEncryptionConfiguration: { Rules: [rule] } }) });
const lifecycle = (...Rules: object[]) => ({ GetBucketLifecycleConfiguration: value({ Rules, TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' }) });
const SSE_S3 = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } };
const KEY = `arn:aws:kms:eu-west-1:${OWN}:key/11111111-2222-3333-4444-555555555555`;
const KMS = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } };
const BY_LOGGING = allow({ Service: 'logging.s3.amazonaws.com' }, 's3:PutObject', { Resource: OBJECTS, Condition: { StringEquals: { 'aws:SourceAccount': OWN } } });
const ALL_USERS = group('global/AllUsers', 'READ');
const LOG_DELIVERY = group('s3/LogDelivery', 'WRITE');
const PARTNER = { Grantee: { Type: 'CanonicalUser', ID: 'b'.repeat(64) }, Permission: 'WRITE' };
const EXPIRE = { ID: 'expire', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } };
const OLD_FORM = { ID: 'old', Status: 'Enabled', Prefix: 'tmp/', Expiration: { Days: 1 } };
const abort = (more: object = {}) => ({ ID: 'abort', Status: 'Enabled', Filter: {}, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 }, ...more });
const ADDED = { ID: 'abort-incomplete-uploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled', Filter: { Prefix: '' } };

/** A customer managed key of the account, with this policy. */
function withKey(statement: object): LiveAccount {
  return { ...ACCOUNT, keys: { [KEY]: { arn: { kind: 'value', value: KEY }, rotation: { kind: 'value', value: true }, policy: value(JSON.stringify({ Version: '2012-10-17', Statement: [statement] })) } } };
}

const FOR_ALL = {
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
  Condition: { StringEquals: { 'kms:CallerAccount': OWN, 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
};
const FOR_ROOT = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OWN}:root` }, Action: 'kms:*', Resource: '*' };

type Answers = NonNullable<Parameters<typeof plan>[1]>;

test.each<[string, string, Answers, readonly [call: string, input: object][], RepairOptions?, LiveAccount?]>([
  ['block-public-access', 'nothing is set', {}, [['PutPublicAccessBlock', { PublicAccessBlockConfiguration: ALL_ON }]]],
  ['block-public-access', 'one is off', block({ ...ALL_ON, BlockPublicPolicy: false }), [['PutPublicAccessBlock', { PublicAccessBlockConfiguration: ALL_ON }]]],
  ['public-acl', 'everyone may list', { GetBucketAcl: acl(ALL_USERS, PARTNER) }, [['PutBucketAcl', { AccessControlPolicy: (acl(PARTNER) as { value: object }).value }]]],
  ['acls-disabled', 'the ACL is private', {}, [['PutBucketOwnershipControls', { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }]]],
  ['acls-disabled', 'log delivery is in the policy, too', { ...policy([BY_LOGGING]), GetBucketAcl: acl(LOG_DELIVERY, group('s3/LogDelivery', 'READ_ACP')) },
    [['PutBucketAcl', { AccessControlPolicy: (acl() as { value: object }).value }], ['PutBucketOwnershipControls', {}]]],
  ['acls-disabled', 'public grants are ignored', { ...block({ IgnorePublicAcls: true }), GetBucketAcl: acl(ALL_USERS) }, [['PutBucketAcl', {}], ['PutBucketOwnershipControls', {}]]],
  ['website', 'it hosts one', { GetBucketWebsite: value({ IndexDocument: { Suffix: 'index.html' } }) }, [['DeleteBucketWebsite', {}]]],
  ['default-encryption', 'S3 encrypts with its own keys', {}, [['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }] } }]]],
  ['default-encryption', 'encryption types are blocked', encrypted({ ...SSE_S3, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }),
    [['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }] } }]]],
  ['default-encryption', 'a key is given whose policy is for all of the account', {}, [['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: [{ ...KMS, BucketKeyEnabled: true }] } }]],
    { encryptionKeyArn: KEY }, withKey(FOR_ALL)],
  ['default-encryption', 'a log bucket has none', { ...policy([BY_LOGGING]), GetBucketEncryption: { kind: 'absent' } }, [['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: [SSE_S3] } }]]],
  ['bucket-key', 'it is off', encrypted({ ...KMS, BucketKeyEnabled: false }), [['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: [{ ...KMS, BucketKeyEnabled: true }] } }]], {}, withKey(FOR_ROOT)],
  ['bucket-key', 'the AWS managed key is used', encrypted({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }), [['PutBucketEncryption', {}]]],
  ['sse-c-block', 'nothing is said', {}, [['PutBucketPolicy', {}], ['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: [{ ...SSE_S3, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }] } }]]],
  ['sse-c-block', 'the policy denies it and NONE turns it on', {
    ...policy([{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: OBJECTS, Condition: { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } } }]),
    ...encrypted({ ...KMS, BlockedEncryptionTypes: { EncryptionType: ['NONE'] } }),
  }, [['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: [{ ...KMS, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }] } }]]],
  ['versioning', 'it was never on', {}, [['PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } }]]],
  ['versioning', 'it is suspended', { GetBucketVersioning: value({ Status: 'Suspended' }) }, [['PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } }]]],
  ['incomplete-uploads', 'there is no lifecycle', {}, [['PutBucketLifecycleConfiguration', { LifecycleConfiguration: { Rules: [ADDED] } }]]],
  ['incomplete-uploads', 'there are other rules', lifecycle(EXPIRE), [['PutBucketLifecycleConfiguration', { LifecycleConfiguration: { Rules: [EXPIRE, ADDED] }, TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' }]]],
  ['incomplete-uploads', 'rules have the old form', lifecycle(OLD_FORM), [['PutBucketLifecycleConfiguration', { LifecycleConfiguration: { Rules: [OLD_FORM, { ID: ADDED.ID, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled', Prefix: '' }] } }]]],
  ['incomplete-uploads', 'a rule is off, another for some objects', lifecycle(abort({ Status: 'Disabled' }), abort({ ID: ADDED.ID, Filter: { Prefix: 'a/' } })),
    [['PutBucketLifecycleConfiguration', { LifecycleConfiguration: { Rules: [abort({ Status: 'Disabled' }), abort({ ID: ADDED.ID, Filter: { Prefix: 'a/' } }), { ...ADDED, ID: `${ADDED.ID}-2` }] } }]]],
  ['noncurrent-versions', 'days are given', { GetBucketVersioning: value({ Status: 'Enabled' }) },
    [['PutBucketLifecycleConfiguration', { LifecycleConfiguration: { Rules: [{ ID: 'expire-noncurrent-versions', NoncurrentVersionExpiration: { NoncurrentDays: 90 }, Status: 'Enabled', Filter: { Prefix: '' } }] } }]], { noncurrentVersionsDays: 90 }],
  ['log-delivery', 'there is none', {}, [['PutBucketLogging', { BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: `${OWN}/eu-west-1/records/` } } }]], { accessLogsBucket: 'logs' }],
  ['log-delivery', 'it is to itself', { GetBucketLogging: value({ LoggingEnabled: { TargetBucket: 'records', TargetPrefix: '' } }) }, [['PutBucketLogging', {}]], { accessLogsBucket: 'logs' }],
  ['log-delivery', 'the log bucket was read and can receive them', {}, [['PutBucketLogging', {}]],
    { accessLogsBucket: 'logs', accessLogsTarget: { ...liveBucket(policy([{ ...BY_LOGGING, Resource: 'arn:aws:s3:::logs/*' }])), name: 'logs' } }],
  ['request-metrics', 'there are none', {}, [['PutBucketMetricsConfiguration', { Id: 'EntireBucket', MetricsConfiguration: { Id: 'EntireBucket' } }]]],
  ['request-metrics', 'the name is taken by one with a filter', { ListBucketMetricsConfigurations: value({ MetricsConfigurationList: [{ Id: 'EntireBucket', Filter: { Prefix: 'a/' } }] }) },
    [['PutBucketMetricsConfiguration', { Id: 'EntireBucket-2', MetricsConfiguration: { Id: 'EntireBucket-2' } }]]],
  ['event-bridge', 'events go nowhere', {}, [['PutBucketNotificationConfiguration', { NotificationConfiguration: { EventBridgeConfiguration: {} } }]]],
])('%s where %s', (id, _, answers, expected, options = {}, account = ACCOUNT) => {
  const steps = stepsOf(plan(id, answers, options, account));
  expect(steps.map(({ call }) => call)).toEqual(expected.map(([call]) => call));
  expected.forEach(([, input], i) => expect(steps[i].input).toMatchObject({ Bucket: 'records', ExpectedBucketOwner: OWN, ...input }));
});

test.each<[string, string, Answers, RepairOptions?]>([
  ['block-public-access', 'all are on', block(ALL_ON)],
  ['public-acl', 'ACLs are disabled', { ...owned('BucketOwnerEnforced'), GetBucketAcl: acl(ALL_USERS) }],
  ['public-acl', 'only the owner and a partner are in it', { GetBucketAcl: acl(PARTNER) }],
  ['acls-disabled', 'they are', owned('BucketOwnerEnforced')],
  ['website', 'there is none', {}],
  ['default-encryption', 'it is KMS', encrypted(KMS)],
  ['default-encryption', 'it is DSSE', encrypted({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms:dsse' } })],
  ['default-encryption', 'a log bucket has the one that it needs', policy([BY_LOGGING])],
  ['bucket-key', 'it is on', encrypted({ ...KMS, BucketKeyEnabled: true })],
  ['bucket-key', 'there is no KMS', {}],
  ['bucket-key', 'DSSE has none', encrypted({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms:dsse' } })],
  ['versioning', 'it is on', { GetBucketVersioning: value({ Status: 'Enabled', MFADelete: 'Enabled' }) }],
  ['incomplete-uploads', 'a rule does it', lifecycle(EXPIRE, abort())],
  ['incomplete-uploads', 'a rule of the old form does it', lifecycle(abort({ Filter: undefined, Prefix: '' }))],
  ['noncurrent-versions', 'the bucket is not versioned', {}, { noncurrentVersionsDays: 90 }],
  ['log-delivery', 'they are delivered elsewhere', { GetBucketLogging: value({ LoggingEnabled: { TargetBucket: 'other', TargetPrefix: '' } }) }, { accessLogsBucket: 'logs' }],
  ['log-delivery', 'it is a log bucket itself', policy([BY_LOGGING]), { accessLogsBucket: 'logs' }],
  ['log-delivery', 'it is the log bucket', {}, { accessLogsBucket: 'records' }],
  ['request-metrics', 'one has no filter', { ListBucketMetricsConfigurations: value({ MetricsConfigurationList: [{ Id: 'All' }] }) }],
  ['event-bridge', 'they go to a queue', { GetBucketNotificationConfiguration: value({ QueueConfigurations: [{ QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:q' }] }) }],
  ['event-bridge', 'they go there', { GetBucketNotificationConfiguration: value({ EventBridgeConfiguration: {} }) }],
])('%s does nothing where %s', (id, _, answers, options = {}) => {
  expect(plan(id, answers, options)).toEqual({ kind: 'nothing' });
});

const TARGET = { ...liveBucket(policy([{ ...BY_LOGGING, Resource: 'arn:aws:s3:::logs/*' }])), name: 'logs' };
const to = (accessLogsTarget: typeof TARGET): RepairOptions => ({ accessLogsBucket: 'logs', accessLogsTarget });

test.each<[string, string, Answers, RegExp, RepairOptions?, LiveAccount?]>([
  ['block-public-access', 'the settings were not read', { GetPublicAccessBlock: denied('s3:GetBucketPublicAccessBlock') }, /^GetPublicAccessBlock: AccessDenied/],
  ['block-public-access', 'the policy was not read', { GetBucketPolicy: denied('s3:GetBucketPolicy') }, /^who would lose access is not known: GetBucketPolicy: AccessDenied/],
  ['block-public-access', 'the ACL was not read', { GetBucketAcl: denied('s3:GetBucketAcl') }, /GetBucketAcl: AccessDenied/],
  ['public-acl', 'the ACL was not read', { GetBucketAcl: denied('s3:GetBucketAcl') }, /GetBucketAcl: AccessDenied/],
  ['acls-disabled', 'the ACL was not read', { GetBucketAcl: denied('s3:GetBucketAcl') }, /GetBucketAcl: AccessDenied/],
  ['acls-disabled', 'the ownership was not read', { GetBucketOwnershipControls: denied('s3:GetBucketOwnershipControls') }, /GetBucketOwnershipControls: AccessDenied/],
  ['acls-disabled', 'a partner writes by the ACL', { GetBucketAcl: acl(PARTNER) }, /would be lost: WRITE to the account with the canonical id b+/],
  ['acls-disabled', 'everyone reads by the ACL', { GetBucketAcl: acl(ALL_USERS) }, /would be lost: READ to the group AllUsers/],
  ['acls-disabled', 'logs are delivered by the ACL', { GetBucketAcl: acl(LOG_DELIVERY) }, /would be lost: WRITE to the group LogDelivery/],
  ['acls-disabled', 'the policy lets S3 deliver for another account only', { ...policy([{ ...BY_LOGGING, Condition: { StringEquals: { 'aws:SourceAccount': OTHER } } }]), GetBucketAcl: acl(LOG_DELIVERY) }, /LogDelivery/],
  ['acls-disabled', 'the policy requires an ACL', policy([allow({ AWS: OTHER }, 's3:PutObject', { Condition: { StringEquals: { 's3:x-amz-acl': 'public-read' } } })]), /statement 0 of the bucket policy requires an ACL/],
  ['default-encryption', 'the encryption was not read', { GetBucketEncryption: denied('s3:GetEncryptionConfiguration') }, /GetBucketEncryption: AccessDenied/],
  ['default-encryption', 'another account reads', policy([allow({ AWS: OTHER }, 's3:GetObject')]), /allows others to use objects, and they could not use the key: .*does s3:GetObject/],
  ['default-encryption', 'a service writes', policy([allow({ Service: 'cloudtrail.amazonaws.com' }, 's3:PutObject')]), /cloudtrail/],
  ['default-encryption', 'everyone reads', policy([allow('*', 's3:GetObject')]), /anonymous/],
  ['default-encryption', 'a partner writes by the ACL', { GetBucketAcl: acl(PARTNER) }, /ACL gives access to others/],
  ['default-encryption', 'the key is left to identity policies', {}, /leaves kms:Decrypt to identity policies/, { encryptionKeyArn: KEY }, withKey(FOR_ROOT)],
  ['default-encryption', 'the key lets its users read only', {}, /leaves kms:GenerateDataKey/, { encryptionKeyArn: KEY }, withKey({ ...FOR_ALL, Action: 'kms:Decrypt' })],
  ['default-encryption', 'the key was not read', {}, /GetKeyPolicy of .* was not read/, { encryptionKeyArn: KEY }],
  ['bucket-key', 'the key looks at the encryption context', encrypted(KMS), /conditions on the encryption context/, {}, withKey({ ...FOR_ROOT, Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': `${BUCKET}/a/*` } } })],
  ['bucket-key', 'the key was not read', encrypted(KMS), /was not read/],
  ['sse-c-block', 'the policy was not read', { GetBucketPolicy: denied('s3:GetBucketPolicy') }, /GetBucketPolicy: AccessDenied/],
  ['versioning', 'it was not read', { GetBucketVersioning: denied('s3:GetBucketVersioning') }, /GetBucketVersioning: AccessDenied/],
  ['versioning', 'MFA delete is on', { GetBucketVersioning: value({ Status: 'Suspended', MFADelete: 'Enabled' }) }, /MFA device of the root user/],
  ['incomplete-uploads', 'the lifecycle was not read', { GetBucketLifecycleConfiguration: denied('s3:GetLifecycleConfiguration') }, /GetBucketLifecycleConfiguration: AccessDenied/],
  ['incomplete-uploads', 'there is no place for a rule', lifecycle(...Array.from({ length: 1000 }, (_, i) => ({ ...EXPIRE, ID: `e${i}` }))), /accepts no more than 1000/],
  ['incomplete-uploads', 'the days are none', {}, /0 is not a whole number of days/, { incompleteUploadsDays: 0 }],
  ['noncurrent-versions', 'nobody said for how long they are kept', { GetBucketVersioning: value({ Status: 'Enabled' }) }, /for how many days .* is not given/],
  ['log-delivery', 'no log bucket is given', {}, /no log bucket is given/],
  ['log-delivery', 'logging was not read', { GetBucketLogging: denied('s3:GetBucketLogging') }, /GetBucketLogging: AccessDenied/],
  ['log-delivery', 'the log bucket is in another Region', {}, /same Region and account/, to({ ...TARGET, region: 'us-east-1' })],
  ['log-delivery', 'the log bucket has KMS', {}, /encrypted with aws:kms instead of AES256/, to({ ...TARGET, answers: { ...TARGET.answers, ...encrypted(KMS) } })],
  ['log-delivery', 'the log bucket locks its objects', {}, /locks every new object/, to({ ...TARGET, answers: { ...TARGET.answers, GetObjectLockConfiguration: value({ ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 1, Mode: 'GOVERNANCE' } } } }) } })],
  ['log-delivery', 'the log bucket does not allow it', {}, /does not allow logging.s3.amazonaws.com/, to({ ...TARGET, answers: { ...TARGET.answers, GetBucketPolicy: { kind: 'absent' } } })],
  ['request-metrics', 'they were not read', { ListBucketMetricsConfigurations: denied('s3:GetMetricsConfiguration') }, /ListBucketMetricsConfigurations: AccessDenied/],
  ['event-bridge', 'they were not read', { GetBucketNotificationConfiguration: denied('s3:GetBucketNotification') }, /GetBucketNotificationConfiguration: AccessDenied/],
  ['website', 'it was not read', { GetBucketWebsite: denied('s3:GetBucketWebsite') }, /GetBucketWebsite: AccessDenied/],
])('fails: %s, where %s', (id, _, answers, reason, options = {}, account = ACCOUNT) => {
  expect(plan(id, answers, options, account)).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) });
});

const PUBLIC = [allow('*', 's3:GetObject', { Resource: OBJECTS })];

/** Who loses what when public access is blocked. */
test.each<[string, Answers, readonly [principal: RegExp, action: string][], RegExp, LiveAccount?]>([
  ['nobody, where nothing is public', policy([allow({ AWS: OTHER }, 's3:GetObject')]), [], /^BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets on$/],
  ['everyone, by a public policy', policy(PUBLIC), [[/anonymous/, 's3:GetObject']], /the bucket policy is public, and an anonymous caller does s3:GetObject/],
  ['the partner, too, although its statement is not public', policy([...PUBLIC, allow({ AWS: OTHER }, 's3:PutObject', { Resource: OBJECTS })]), [[/anonymous/, 's3:GetObject'], [/444455556666/, 's3:GetObject']], /444455556666/],
  ['nobody, where the account restricts public buckets', policy(PUBLIC), [], /on$/, { ...ACCOUNT, publicAccessBlock: value({ PublicAccessBlockConfiguration: ALL_ON }) }],
  ['everyone, by the ACL', { GetBucketAcl: acl(ALL_USERS, group('global/AuthenticatedUsers', 'WRITE')) }, [[/anonymous/, 's3:ListBucket'], [/anonymous/, 's3:PutObject']], /the ACL gives READ to anyone.*\n.*WRITE to everyone with an AWS account/],
  ['visitors of a website', { GetBucketWebsite: value({ IndexDocument: { Suffix: 'index.html' } }) }, [], /website of the bucket answers its visitors with 403/],
])('block-public-access takes access from %s', (_, answers, lost, words, account = ACCOUNT) => {
  const [step] = stepsOf(plan('block-public-access', answers, {}, account));
  expect(step.lost.map(({ principal, action }) => [JSON.stringify(principal), action])).toEqual(lost.map(([principal, action]) => [expect.stringMatching(principal), action]));
  expect(step.after).toMatch(words);
});
