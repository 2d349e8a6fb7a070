import { App, aws_iam as iam, aws_kms as kms, aws_s3 as s3, Mixins, RemovalPolicy, Shims, Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HardenedBucket, HardenedBucketMixin, HardenedBucketMixinProps, HardenedSetting } from '../../src';
import { ADOPT_SETTINGS } from '../../src/adopt/adopt-settings';

const ENV = { env: { account: '111122223333', region: 'eu-west-1' } };

function synthesized(build: (stack: Stack) => void) {
  const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
  const stack = new Stack(app, 'Stack', ENV);
  build(stack);
  app.synth();
  return Template.fromStack(stack);
}

const refusal = (build: (stack: Stack) => void): string => {
  try {
    synthesized(build);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

const mixin = (props: HardenedBucketMixinProps = {}) => new HardenedBucketMixin(props);
const bucketIn = (template: Template, id = /^Data/) => Object.entries(template.findResources('AWS::S3::Bucket')).find(([name]) => id.test(name))![1].Properties;
const sidsIn = (template: Template, id: RegExp) => Object.entries(template.findResources('AWS::S3::BucketPolicy')).filter(([name]) => id.test(name))
  .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement.map(({ Sid }: { Sid?: string }) => Sid));

test('every setting is one that adopt knows by the same id', () => {
  expect(new Set<string>(Object.values(HardenedSetting))).toEqual(new Set(ADOPT_SETTINGS.map(({ id }) => id).filter((id) => id !== 'log-encryption')));
  expect(Object.entries(HardenedSetting).every(([name, id]) => id === name.toLowerCase().replace(/_/g, '-'))).toBe(true);
});

describe.each<[string, (stack: Stack) => { with(...mixins: HardenedBucketMixin[]): unknown }]>([
  ['s3.Bucket', (stack) => new s3.Bucket(stack, 'Data')],
  ['s3.CfnBucket', (stack) => new s3.CfnBucket(stack, 'Data')],
])('%s', (_, make) => {
  test('has every setting, one policy, and the alarms', () => {
    const template = synthesized((stack) => { make(stack).with(mixin()); });
    expect(bucketIn(template)).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] }, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ Id: 'AbortIncompleteMultipartUploads' }, { Id: 'ExpireNoncurrentVersions' }] },
      LoggingConfiguration: { DestinationBucketName: { Ref: expect.stringMatching(/^HardenedBucketAccessLogs/) } },
      MetricsConfigurations: [{ Id: 'EntireBucket' }],
    });
    expect(sidsIn(template, /^Data/)).toEqual([
      'DenyRequestsWithoutTls', 'DenyRequestsBelowMinimumTls', 'DenyCustomerProvidedKeys', 'DenyOtherEncryption', 'DenyOtherKeys', 'DenyReencryption',
    ]);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 4);
    template.resourceCountIs('AWS::KMS::Key', 2);
  });

  test('once more changes nothing', () => {
    const once = synthesized((stack) => { make(stack).with(mixin()); }).toJSON();
    expect(synthesized((stack) => {
      const bucket = make(stack);
      bucket.with(mixin());
      bucket.with(mixin());
    }).toJSON()).toEqual(once);
  });

  test('as an aspect it does the same', () => {
    const once = synthesized((stack) => { make(stack).with(mixin()); }).toJSON();
    expect(synthesized((stack) => {
      make(stack);
      Aspects.of(stack).add(Shims.asAspect(mixin()));
    }).toJSON()).toEqual(once);
  });
});

test('buckets of this library are left alone', () => {
  const build = (stack: Stack) => new HardenedBucket(stack, 'Data');
  const plain = synthesized((stack) => { build(stack); }).toJSON();
  expect(synthesized((stack) => {
    build(stack);
    Mixins.of(stack).apply(mixin());
  }).toJSON()).toEqual(plain);
});

test('what is added to a bucket later counts', () => {
  const template = synthesized((stack) => {
    const bucket = new s3.Bucket(stack, 'Data');
    bucket.with(mixin());
    bucket.addLifecycleRule({ id: 'Mine', prefix: 'tmp/', expiredObjectDeleteMarker: true });
    bucket.addMetric({ id: 'Photos', prefix: 'photos/' });
    bucket.addToResourcePolicy(new iam.PolicyStatement({ sid: 'Mine', principals: [new iam.AccountPrincipal('111122223333')], actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }));
  });
  expect(bucketIn(template).LifecycleConfiguration.Rules.map(({ Id }: { Id: string }) => Id)).toEqual(['Mine', 'AbortIncompleteMultipartUploads', 'ExpireNoncurrentVersions']);
  expect(bucketIn(template).MetricsConfigurations.map(({ Id }: { Id: string }) => Id)).toEqual(['Photos', 'EntireBucket']);
  expect(sidsIn(template, /^Data/)).toContain('Mine');
});

test('a grant that is made later has its half on the key', () => {
  const template = synthesized((stack) => {
    const bucket = new s3.Bucket(stack, 'Data');
    bucket.with(mixin());
    bucket.grantRead(new iam.AccountPrincipal('444455556666'));
  });
  const [key] = Object.entries(template.findResources('AWS::KMS::Key')).filter(([id]) => /^HardenedBucketMixinKey/.test(id)).map(([, { Properties }]) => Properties.KeyPolicy.Statement);
  expect(JSON.stringify(key)).toContain('444455556666');
});

test('a grant that was made before, within the account, works through the key policy', () => {
  expect(refusal((stack) => {
    const bucket = new s3.Bucket(stack, 'Data');
    bucket.grantReadWrite(new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
    bucket.with(mixin());
  })).toBe('');
});

test('fails: a grant that was made before to another account, which has no half on the key', () => {
  expect(refusal((stack) => {
    const bucket = new s3.Bucket(stack, 'Data');
    bucket.grantRead(new iam.AccountPrincipal('444455556666'));
    bucket.with(mixin());
  })).toContain('HardenedBucket-GrantsReachKey');
});

test('the existing policy of an s3.CfnBucket gets the statements, and keeps its own', () => {
  const template = synthesized((stack) => {
    const bucket = new s3.CfnBucket(stack, 'Data');
    new s3.CfnBucketPolicy(stack, 'Policy', {
      bucket: bucket.ref,
      policyDocument: { Version: '2012-10-17', Statement: [{ Sid: 'DenyRequestsWithoutTls', Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: bucket.attrArn }] },
    });
    bucket.with(mixin());
  });
  template.resourceCountIs('AWS::S3::BucketPolicy', 2);
  expect(sidsIn(template, /^Policy/).slice(0, 2)).toEqual(['DenyRequestsWithoutTls', 'DenyRequestsWithoutTls2']);
});

test('a log bucket stays encrypted with SSE-S3, and delivers no logs of its own', () => {
  const template = synthesized((stack) => {
    const logs = new s3.Bucket(stack, 'Logs');
    new s3.Bucket(stack, 'Data', { serverAccessLogsBucket: logs, serverAccessLogsPrefix: 'data/' });
    Mixins.of(stack).apply(mixin());
  });
  const logs = bucketIn(template, /^Logs/);
  expect(logs).toMatchObject({ BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] } });
  expect(logs).not.toHaveProperty('LoggingConfiguration');
  expect(bucketIn(template, /^Data/).LoggingConfiguration).toMatchObject({ LogFilePrefix: 'data/' });
});

test('a key of another stack is exported', () => {
  const app = new App();
  const key = new kms.Key(new Stack(app, 'Keys', ENV), 'Key', { enableKeyRotation: true });
  const stack = new Stack(app, 'Stack', ENV);
  new s3.Bucket(stack, 'Data').with(mixin({ encryptionKey: key }));
  app.synth();
  expect(JSON.stringify(bucketIn(Template.fromStack(stack)).BucketEncryption)).toContain('Fn::ImportValue');
});

describe('what contradicts is refused, and what the error says helps', () => {
  test.each<[string, (stack: Stack) => s3.Bucket | s3.CfnBucket, string, HardenedBucketMixinProps]>([
    ['a setting of Block Public Access that is off', (stack) => new s3.CfnBucket(stack, 'Data', { publicAccessBlockConfiguration: { blockPublicPolicy: false } }), 'block-public-access', { excludedSettings: [HardenedSetting.BLOCK_PUBLIC_ACCESS] }],
    ['an ACL in use', (stack) => new s3.CfnBucket(stack, 'Data', { accessControl: 'AuthenticatedRead' }), 'acls-disabled', { excludedSettings: [HardenedSetting.ACLS_DISABLED, HardenedSetting.BLOCK_PUBLIC_ACCESS] }],
    ['a website', (stack) => new s3.Bucket(stack, 'Data', { websiteIndexDocument: 'index.html' }), 'block-public-access', { excludedSettings: [HardenedSetting.BLOCK_PUBLIC_ACCESS] }],
    ['SSE-S3 in writing', (stack) => new s3.Bucket(stack, 'Data', { encryption: s3.BucketEncryption.S3_MANAGED }), 'encryption', { replaceS3ManagedEncryption: true }],
    ['SSE-S3 in writing, kept', (stack) => new s3.Bucket(stack, 'Data', { encryption: s3.BucketEncryption.S3_MANAGED }), 'encryption', { excludedSettings: [HardenedSetting.ENCRYPTION] }],
    ['versions that are suspended', (stack) => new s3.CfnBucket(stack, 'Data', { versioningConfiguration: { status: 'Suspended' } }), 'versioning', { excludedSettings: [HardenedSetting.VERSIONING] }],
  ])('%s', (_, make, setting, way) => {
    expect(refusal((stack) => { make(stack).with(mixin()); })).toContain(`HardenedBucketMixin does not add '${setting}'`);
    expect(refusal((stack) => { make(stack).with(mixin(way)); })).toBe('');
  });

  test.each<[string, HardenedBucketMixinProps, RegExp]>([
    ['a setting that is none', { excludedSettings: ['tls' as HardenedSetting] }, /excludedSettings\[0\] is "tls"/],
    ['metrics without which alarms have nothing to go by', { excludedSettings: [HardenedSetting.REQUEST_METRICS] }, /Add HardenedSetting.REQUEST_ALARMS/],
    ['a property that is none', { encrypt: true } as HardenedBucketMixinProps, /encrypt is not a property/],
  ])('%s', (_, props, message) => expect(() => mixin(props)).toThrow(message));
});

describe('the bucket verifies itself', () => {
  test.each<[string, (bucket: s3.CfnBucket, stack: Stack) => void, string]>([
    ['a raw override', (bucket) => bucket.addPropertyOverride('VersioningConfiguration.Status', 'Suspended'), 'HardenedBucket-Versioning'],
    ['a second policy', (bucket, stack) => new s3.CfnBucketPolicy(stack, 'Second', { bucket: bucket.ref, policyDocument: { Version: '2012-10-17', Statement: [] } }), 'HardenedBucket-OnePolicy'],
    ['a statement for anyone', (bucket) => s3.Bucket.fromCfnBucket(bucket).addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['s3:GetObject'], resources: [`${bucket.attrArn}/*`] })), 'HardenedBucket-PolicyNotPublic'],
    ['a deletion', (bucket) => bucket.addDeletionOverride('Properties.PublicAccessBlockConfiguration'), 'HardenedBucket-BlockPublicAccess'],
  ])('fails: %s', (_, change, rule) => {
    expect(refusal((stack) => {
      const bucket = new s3.CfnBucket(stack, 'Data');
      bucket.with(mixin());
      change(bucket, stack);
    })).toContain(rule);
  });
});

test('what the bucket says about deletion stays, and a bucket that says nothing is retained', () => {
  const policyOf = (make: (stack: Stack) => s3.Bucket | s3.CfnBucket) => Object.entries(synthesized((stack) => { make(stack).with(mixin()); }).findResources('AWS::S3::Bucket')).find(([id]) => /^Data/.test(id))![1].DeletionPolicy;
  expect(policyOf((stack) => new s3.Bucket(stack, 'Data', { removalPolicy: RemovalPolicy.DESTROY }))).toBe('Delete');
  expect(policyOf((stack) => new s3.CfnBucket(stack, 'Data'))).toBe('Retain');
});

test('what the mixin completes stands in the template that CDK writes, beside what CDK renders itself', () => {
  const template = synthesized((stack) => { new s3.CfnBucket(stack, 'Data', { tags: [{ key: 'a', value: 'b' }] }).with(mixin()); });
  expect(bucketIn(template).Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  expect(bucketIn(template).MetricsConfigurations).toEqual([{ Id: 'EntireBucket' }]);
});
