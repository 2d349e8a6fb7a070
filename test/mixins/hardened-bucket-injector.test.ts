import { App, aws_cloudtrail as cloudtrail, aws_iam as iam, aws_kms as kms, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccessLogsBucket, HardenedBucket, HardenedBucketInjector, HardenedBucketInjectorProps, HardenedBucketMixin, HardenedSetting } from '../../src';

const ENV = { env: { account: '111122223333', region: 'eu-west-1' } };

function synthesized(build: (stack: Stack) => void, props?: HardenedBucketInjectorProps, context = {}) {
  const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true, ...context } });
  HardenedBucketInjector.addTo(app, props);
  const stack = new Stack(app, 'Stack', ENV);
  build(stack);
  app.synth();
  return Template.fromStack(stack);
}

const refusal = (build: (stack: Stack) => void, props?: HardenedBucketInjectorProps): string => {
  try {
    synthesized(build, props);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

const bucketIn = (template: Template) => Object.entries(template.findResources('AWS::S3::Bucket')).find(([id]) => /^Data/.test(id))![1].Properties;

test('a bucket without properties gets hardened defaults, and keeps the rules', () => {
  expect(bucketIn(synthesized((stack) => { new s3.Bucket(stack, 'Data'); }))).toMatchObject({
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] }, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
    VersioningConfiguration: { Status: 'Enabled' },
    LifecycleConfiguration: { Rules: [{ Id: 'AbortIncompleteMultipartUploads' }, { Id: 'ExpireNoncurrentVersions' }] },
  });
});

test('buckets of this library are the same with it and without it', () => {
  const build = (stack: Stack) => {
    new HardenedBucket(stack, 'Data');
    new AccessLogsBucket(stack, 'Logs');
  };
  const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
  const plain = new Stack(app, 'Stack', ENV);
  build(plain);
  expect(synthesized(build).toJSON()).toEqual(Template.fromStack(plain).toJSON());
});

test('what the caller gives wins, where it is not less', () => {
  const template = synthesized((stack) => {
    new s3.Bucket(stack, 'Data', {
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: new kms.Key(stack, 'Own', { enableKeyRotation: true }),
      minimumTLSVersion: 1.3,
      enforceSSL: true,
      lifecycleRules: [{ id: 'Mine', abortIncompleteMultipartUploadAfter: undefined, expiredObjectDeleteMarker: true }],
    });
  });
  expect(JSON.stringify(bucketIn(template).BucketEncryption)).toContain('Own');
  expect(bucketIn(template).LifecycleConfiguration.Rules.map(({ Id }: { Id: string }) => Id)).toEqual(['Mine', 'AbortIncompleteMultipartUploads', 'ExpireNoncurrentVersions']);
  expect(JSON.stringify(template.findResources('AWS::S3::BucketPolicy'))).toContain('"s3:TlsVersion":1.3');
});

describe('where it is less, the bucket is as the caller says, and synth fails with the rule', () => {
  test.each<[string, s3.BucketProps, string, HardenedSetting[]]>([
    ['no TLS', { enforceSSL: false }, 'HardenedBucket-TlsOnly', [HardenedSetting.TLS_ONLY, HardenedSetting.MINIMUM_TLS]],
    ['public access by ACLs', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY }, 'HardenedBucket-BlockPublicAccess', [HardenedSetting.BLOCK_PUBLIC_ACCESS]],
    ['SSE-S3', { encryption: s3.BucketEncryption.S3_MANAGED }, 'HardenedBucket-KmsEncryption', [HardenedSetting.ENCRYPTION]],
    ['no versions', { versioned: false }, 'HardenedBucket-Versioning', [HardenedSetting.VERSIONING]],
    ['ACLs', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER }, 'HardenedBucket-AclsDisabled', [HardenedSetting.ACLS_DISABLED]],
  ])('fails: %s', (_, props, rule, excludedSettings) => {
    expect(refusal((stack) => { new s3.Bucket(stack, 'Data', props); })).toContain(rule);
    expect(refusal((stack) => { new s3.Bucket(stack, 'Data', props); }, { excludedSettings })).toBe('');
  });
});

test.each<[string, (bucket: s3.Bucket) => void, string]>([
  ['an override', (bucket) => (bucket.node.defaultChild as s3.CfnBucket).addPropertyOverride('VersioningConfiguration.Status', 'Suspended'), 'HardenedBucket-Versioning'],
  ['a statement for anyone', (bucket) => bucket.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] })), 'HardenedBucket-PolicyNotPublic'],
])('fails: %s after the bucket is made', (_, change, rule) => {
  expect(refusal((stack) => change(new s3.Bucket(stack, 'Data')))).toContain(rule);
});

test('fails: an s3.CfnBucket, which no injector reaches, unless it has the mixin', () => {
  expect(refusal((stack) => { new s3.CfnBucket(stack, 'Data'); })).toContain('HardenedBucketMixin does');
  expect(refusal((stack) => { new s3.CfnBucket(stack, 'Data').with(new HardenedBucketMixin()); })).toBe('');
});

test('the mixin adds to an injected bucket what the injector does not', () => {
  expect(bucketIn(synthesized((stack) => { new s3.Bucket(stack, 'Data').with(new HardenedBucketMixin()); }))).toMatchObject({ MetricsConfigurations: [{ Id: 'EntireBucket' }], LoggingConfiguration: {} });
});

test('fails: a log bucket that states no encryption, until it does', () => {
  const build = (props: s3.BucketProps) => (stack: Stack) => { new s3.Bucket(stack, 'Data', { serverAccessLogsBucket: new s3.Bucket(stack, 'Logs', props) }); };
  expect(refusal(build({}))).toContain('HardenedBucket-LogTargetEncryption');
  expect(refusal(build({ encryption: s3.BucketEncryption.S3_MANAGED }))).toBe('');
});

// CloudTrail asks for SSE-S3 in each request, and nothing that is injected denies that.
test('the bucket that CDK makes for a trail is hardened, and the trail can still write', () => {
  expect(refusal((stack) => { new cloudtrail.Trail(stack, 'Trail'); })).toBe('');
});

test.each<[string, HardenedBucketInjectorProps | ((stack: Stack) => HardenedBucketInjectorProps), RegExp]>([
  ['a setting that is none', { excludedSettings: ['tls' as HardenedSetting] }, /excludedSettings\[0\] is "tls"/],
  ['a property that is none', { key: 1 } as HardenedBucketInjectorProps, /key is not a property/],
  ['an alias', (stack) => ({ encryptionKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/data') }), /is an alias/],
])('fails: %s', (_, props, message) => {
  const app = new App();
  expect(() => HardenedBucketInjector.addTo(app, typeof props === 'function' ? props(new Stack(app, 'Keys')) : props)).toThrow(message);
});
