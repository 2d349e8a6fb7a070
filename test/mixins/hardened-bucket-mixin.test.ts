import { App, Aspects, aws_iam as iam, aws_kms as kms, aws_s3 as s3, CfnResource, Duration, Fn, Mixins, RemovalPolicy, Shims, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { AccessLogsBucket, HardenedBucket, HardenedBucketAspect, HardenedBucketMixin, HardenedBucketMixinProps, HardenedSetting } from '../../src';
import { ADOPT_SETTINGS } from '../../src/adopt/adopt-settings';
import { BUCKET_SETTINGS } from '../../src/adopt/bucket-settings';
import { PLACES, synthError } from '../bucket/apps';

const ENV = { account: '111122223333', region: 'eu-west-1' };

/** How new apps of CDK let S3 deliver access logs. */
const LOGS_BY_POLICY = { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true };

interface Made {
  readonly app: App;
  readonly stack: Stack;
}

function made(make: (stack: Stack) => void, context: Record<string, unknown> = LOGS_BY_POLICY): Made {
  const app = new App({ context });
  const stack = new Stack(app, 'Stack', { env: ENV });
  make(stack);
  return { app, stack };
}

/** Hardens the bucket and, to show what holds before and after, says what else is done to it. */
function mixed(make: (stack: Stack) => Construct, props?: HardenedBucketMixinProps, after: (bucket: any) => void = () => undefined): Made {
  return made((stack) => {
    const bucket = make(stack);
    Mixins.of(bucket).apply(new HardenedBucketMixin(props));
    after(bucket);
  });
}

const propertiesOf = ({ stack }: Made, name = 'Bucket'): any => {
  const buckets = Object.entries(Template.fromStack(stack).findResources('AWS::S3::Bucket'));
  return buckets.find(([id]) => id.startsWith(name))![1].Properties;
};
const statementsOf = ({ stack }: Made, name = 'Bucket'): any[] => Object.entries(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy'))
  .filter(([, { Properties }]) => JSON.stringify(Properties.Bucket).includes(name)).flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);

/** A construct that someone else made, with a bucket inside, as patterns of companies are. */
class Archive extends Construct {
  public readonly bucket = new s3.Bucket(this, 'Bucket', { versioned: true, encryption: s3.BucketEncryption.S3_MANAGED });
}

const L1 = (props?: s3.CfnBucketProps) => (stack: Stack) => new s3.CfnBucket(stack, 'Bucket', props);
const L2 = (props?: s3.BucketProps) => (stack: Stack) => new s3.Bucket(stack, 'Bucket', props);

describe('a bucket of others gets what it lacks, and verifies itself', () => {
  test.each<[string, (stack: Stack) => Construct]>([
    ['an L2', L2()],
    ['an L2 with TLS and versions', L2({ enforceSSL: true, versioned: true })],
    ['an L2 with a key', L2({ encryption: s3.BucketEncryption.KMS })],
    ['an L2 with a key of AWS', L2({ encryption: s3.BucketEncryption.KMS_MANAGED })],
    ['an L2 with DSSE', L2({ encryption: s3.BucketEncryption.DSSE })],
    ['an L2 with SSE-S3 in writing', L2({ encryption: s3.BucketEncryption.S3_MANAGED })],
    ['an L2 that is deleted with all in it', L2({ removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true })],
    ['an L2 with lifecycle rules', L2({ lifecycleRules: [{ prefix: 'tmp/', expiration: Duration.days(1) }] })],
    ['an L2 with a metric of its own', L2({ metrics: [{ id: 'All' }] })],
    ['an L2 that logs to itself by default', L2({ serverAccessLogsPrefix: 'logs/' })],
    ['an L1', L1()],
    ['an L1 with a name', L1({ bucketName: 'legacy-bucket-of-ours' })],
    ['an L1 with some switches', L1({ publicAccessBlockConfiguration: { blockPublicAcls: true } })],
    ['a construct of others', (stack) => new Archive(stack, 'Archive')],
  ])('%s', (_, make) => {
    expect(synthError(mixed(make).app)).toBe('');
  });

  test.each(PLACES)('in %s', (_, place) => {
    const { app, stack } = place();
    new s3.Bucket(stack, 'Bucket').with(new HardenedBucketMixin());
    expect(synthError(app)).toBe('');
  });

  test('without properties', () => {
    expect(propertiesOf(mixed(L2()))).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': [expect.stringMatching(/^HardenedBucketKey/), 'Arn'] } },
          BucketKeyEnabled: true,
          BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
        }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      LoggingConfiguration: { DestinationBucketName: { Ref: expect.stringMatching(/^HardenedBucketAccessLogs/) } },
      MetricsConfigurations: [{ Id: 'EntireBucket' }],
    });
  });

  test('the checks of the pack find nothing on it', () => {
    const { app, stack } = mixed(L1());
    Aspects.of(stack).add(new HardenedBucketAspect());
    app.synth();
    expect(stack.node.findAll().flatMap(({ node }) => node.metadata).filter(({ type }) => type === 'aws:cdk:error')).toEqual([]);
  });
});

describe('what is there stays', () => {
  test.each<[string, (stack: Stack) => Construct]>([['an L2', L2({ enforceSSL: true })], ['an L1', L1()]])('the logical id of %s', (_, make) => {
    const ids = ({ stack }: Made) => Object.keys(Template.fromStack(stack).findResources('AWS::S3::Bucket'));
    expect(ids(mixed(make))).toEqual(expect.arrayContaining(ids(made(make))));
  });

  test('each statement of the policy, to the letter', () => {
    const allow = () => new iam.PolicyStatement({ principals: [new iam.ArnPrincipal('arn:aws:iam::111122223333:role/Reader')], actions: ['s3:GetObject'], resources: ['arn:aws:s3:::legacy-bucket-of-ours/*'] });
    for (const make of [
      (stack: Stack) => {
        const bucket = new s3.Bucket(stack, 'Bucket', { bucketName: 'legacy-bucket-of-ours' });
        bucket.addToResourcePolicy(allow());
        return bucket;
      },
      (stack: Stack) => {
        const bucket = new s3.CfnBucket(stack, 'Bucket', { bucketName: 'legacy-bucket-of-ours' });
        new s3.CfnBucketPolicy(stack, 'Policy', { bucket: bucket.ref, policyDocument: { Version: '2012-10-17', Statement: allow().toStatementJson() } });
        return bucket;
      },
      (stack: Stack) => {
        const bucket = new s3.CfnBucket(stack, 'Bucket', { bucketName: 'legacy-bucket-of-ours' });
        new s3.CfnBucketPolicy(stack, 'Policy', { bucket: 'legacy-bucket-of-ours', policyDocument: new iam.PolicyDocument({ statements: [allow()] }) });
        return bucket;
      },
    ]) {
      const result = mixed(make);
      expect(synthError(result.app)).toBe('');
      expect(statementsOf(result, '').filter(({ Effect, Principal }) => Effect === 'Allow' && Principal.AWS)).toEqual([allow().toStatementJson()]);
      const [policy, ...others] = Object.values(Template.fromStack(result.stack).findResources('AWS::S3::BucketPolicy')).filter(({ Properties }) => !JSON.stringify(Properties.Bucket).includes('AccessLogs'));
      expect(others).toEqual([]);
      expect(policy.Properties.PolicyDocument.Statement.map(({ Sid }: any) => Sid)).toEqual(expect.arrayContaining(['DenyRequestsWithoutTls', 'DenyOtherKeys']));
    }
  });

  test('SSE-S3 in writing, unless it is to be replaced', () => {
    const algorithm = (props?: HardenedBucketMixinProps) => propertiesOf(mixed(L2({ encryption: s3.BucketEncryption.S3_MANAGED }), props))
      .BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm;
    expect(algorithm()).toBe('AES256');
    expect(algorithm({ replaceS3ManagedEncryption: true })).toBe('aws:kms');
  });

  test('the removal policy, and an L1 without one is retained', () => {
    const policyOf = (make: (stack: Stack) => Construct) => Object.entries(Template.fromStack(mixed(make).stack).findResources('AWS::S3::Bucket')).find(([id]) => id.startsWith('Bucket'))![1].DeletionPolicy;
    expect([L2({ removalPolicy: RemovalPolicy.DESTROY }), L1(), L2()].map(policyOf)).toEqual(['Delete', 'Retain', 'Retain']);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['by its policy', LOGS_BY_POLICY, ''],
    ['by an ACL, which is refused', {}, '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy'],
  ])('a bucket that receives access logs %s stays without KMS, and delivers none', (_, context, said) => {
    const result = made((stack) => {
      const logs = new s3.Bucket(stack, 'Bucket');
      new s3.Bucket(stack, 'Source', { serverAccessLogsBucket: logs });
      logs.with(new HardenedBucketMixin());
    }, context);
    expect(synthError(result.app)).toContain(said);
    if (said === '') {
      expect(propertiesOf(result)).not.toHaveProperty('LoggingConfiguration');
      expect(propertiesOf(result)).not.toHaveProperty('BucketEncryption');
      expect(propertiesOf(result).VersioningConfiguration).toEqual({ Status: 'Enabled' });
    }
  });

  test('a bucket to which others deliver their logs later is told apart', () => {
    const result = made((stack) => {
      const logs = new s3.Bucket(stack, 'Bucket');
      logs.with(new HardenedBucketMixin());
      new s3.Bucket(stack, 'Source', { serverAccessLogsBucket: logs });
    });
    expect(synthError(result.app)).toContain('HardenedBucket-LogTargetEncryption');
  });

  test('a bucket of this library is left alone', () => {
    const { stack } = made((scope) => {
      new HardenedBucket(scope, 'Bucket');
      new AccessLogsBucket(scope, 'Logs');
    });
    const before = JSON.stringify(Template.fromStack(stack).toJSON());
    const other = made((scope) => {
      new HardenedBucket(scope, 'Bucket');
      new AccessLogsBucket(scope, 'Logs');
      Mixins.of(scope).apply(new HardenedBucketMixin());
    });
    expect(JSON.stringify(Template.fromStack(other.stack).toJSON())).toBe(before);
  });
});

describe('what is said after the mixin was applied', () => {
  test.each<[string, (bucket: s3.Bucket) => void, (properties: any, statements: any[]) => void]>([
    ['a lifecycle rule joins the others', (bucket) => bucket.addLifecycleRule({ id: 'Tmp', prefix: 'tmp/', expiration: Duration.days(1) }), ({ LifecycleConfiguration: { Rules } }) =>
      expect(Rules.map(({ Id }: any) => Id)).toEqual(['Tmp', 'AbortIncompleteMultipartUploads', 'ExpireNoncurrentVersions'])],
    ['a metric for the whole bucket is the one that is watched', (bucket) => bucket.addMetric({ id: 'All' }), ({ MetricsConfigurations }) => expect(MetricsConfigurations).toEqual([{ Id: 'All' }])],
    ['a metric with a filter joins that of the whole bucket', (bucket) => bucket.addMetric({ id: 'Tmp', prefix: 'tmp/' }), ({ MetricsConfigurations }) =>
      expect(MetricsConfigurations).toEqual([{ Id: 'Tmp', Prefix: 'tmp/' }, { Id: 'EntireBucket' }])],
    ['a grant has its half on the key', (bucket) => bucket.grantRead(new iam.Role(bucket, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') })), () => undefined],
    ['a grant for another account has its half on the key', (bucket) => bucket.grantRead(new iam.AccountPrincipal('444455556666')), (_, statements) => expect(JSON.stringify(statements)).toContain('444455556666')],
  ])('%s', (_, after, check) => {
    const result = mixed(L2(), {}, after);
    expect(synthError(result.app)).toBe('');
    check(propertiesOf(result), statementsOf(result));
  });
});

describe('grants', () => {
  const role = (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

  test('one made before has its half on the key by the key policy', () => {
    const result = mixed((stack) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.grantReadWrite(role(stack));
      return bucket;
    });
    expect(synthError(result.app)).toBe('');
  });

  test('one made before has no half on a given key that is not usable through S3, which fails synth', () => {
    const result = mixed((stack) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.grantReadWrite(role(stack));
      return bucket;
    }, undefined);
    const other = made((stack) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.grantReadWrite(role(stack));
      bucket.with(new HardenedBucketMixin({ encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }), keyUsableThroughS3: false }));
    });
    expect(synthError(result.app)).toBe('');
    expect(synthError(other.app)).toContain('GrantsReachKey');
    expect(synthError(other.app)).toContain('excludedSettings: [HardenedSetting.ENCRYPTION]');
  });

  test('one made before for another account fails synth, and works without the key', () => {
    const make = (stack: Stack) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.grantRead(new iam.AccountPrincipal('444455556666'));
      return bucket;
    };
    expect(synthError(mixed(make).app)).toContain('excludedSettings: [HardenedSetting.ENCRYPTION]');
    expect(synthError(mixed(make, { excludedSettings: [HardenedSetting.ENCRYPTION] }).app)).toBe('');
  });
});

test('the key of the stack may be used through S3 by the account, and by nobody else', () => {
  Template.fromStack(mixed(L2()).stack).hasResourceProperties('AWS::KMS::Key', {
    EnableKeyRotation: true,
    KeyPolicy: {
      Statement: [
        { Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:root']] } }, Action: 'kms:*' },
        {
          Principal: { AWS: '*' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:DescribeKey'],
          Condition: { StringEquals: { 'kms:CallerAccount': '111122223333', 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
        },
      ],
    },
  });
});

describe('a bucket that contradicts a setting fails synth, and passes once the text is followed', () => {
  const { BLOCK_PUBLIC_ACCESS, ACLS_DISABLED, VERSIONING, BUCKET_KEY } = HardenedSetting;
  test.each<[string, (stack: Stack) => Construct, HardenedSetting[], string]>([
    ['an ACL in use', L1({ accessControl: 'PublicRead' }), [BLOCK_PUBLIC_ACCESS, ACLS_DISABLED], 'AccessControl \'PublicRead\' is in use'],
    ['a website', L1({ websiteConfiguration: { indexDocument: 'index.html' } }), [BLOCK_PUBLIC_ACCESS, HardenedSetting.TLS_ONLY, HardenedSetting.MINIMUM_TLS], 'WebsiteConfiguration makes it a website'],
    ['replication of what is not encrypted with KMS', L1({ versioningConfiguration: { status: 'Enabled' }, replicationConfiguration: { role: 'arn:aws:iam::111122223333:role/Replication', rules: [{ status: 'Enabled', destination: { bucket: 'arn:aws:s3:::copy' } }] } }), [HardenedSetting.ENCRYPTION], 'without SseKmsEncryptedObjects'],
    ['a switch that is off', L1({ publicAccessBlockConfiguration: { blockPublicAcls: false } }), [BLOCK_PUBLIC_ACCESS], 'BlockPublicAcls is false'],
    ['suspended versions', L1({ versioningConfiguration: { status: 'Suspended' } }), [VERSIONING], 'is Suspended'],
    ['a bucket key that is off', L2({ encryption: s3.BucketEncryption.KMS, bucketKeyEnabled: false }), [BUCKET_KEY], 'BucketKeyEnabled is false'],
  ])('%s', (_, make, settings, said) => {
    const error = synthError(mixed(make).app);
    expect(error).toContain(said);
    settings.forEach((setting) => expect(error).toMatch(new RegExp(`excludedSettings: \\[[^\\]]*HardenedSetting.${Object.entries(HardenedSetting).find(([, value]) => value === setting)![0]}\\b`)));
    expect(synthError(mixed(make, { excludedSettings: settings }).app)).toBe('');
  });

  test.each<[string, string, unknown, HardenedSetting]>([
    ['a switch', 'PublicAccessBlockConfiguration.BlockPublicPolicy', false, HardenedSetting.BLOCK_PUBLIC_ACCESS],
    ['versions', 'VersioningConfiguration.Status', 'Suspended', HardenedSetting.VERSIONING],
    ['lifecycle rules', 'LifecycleConfiguration.Rules', [], HardenedSetting.INCOMPLETE_UPLOADS],
    ['metrics', 'MetricsConfigurations', [], HardenedSetting.REQUEST_METRICS],
  ])('%s that an override changes', (_, path, value, setting) => {
    const { app } = mixed(L1(), {}, (bucket: s3.CfnBucket) => bucket.addPropertyOverride(path, value));
    expect(synthError(app)).toContain(Object.entries(HardenedSetting).find(([, one]) => one === setting)![0]);
  });

  test('a policy that is made later replaces the one with the guards', () => {
    const { app } = mixed(L1(), {}, (bucket: s3.CfnBucket) => new s3.CfnBucketPolicy(bucket.stack, 'Later', { bucket: bucket.ref, policyDocument: { Version: '2012-10-17', Statement: [] } }));
    expect(synthError(app)).toContain('HardenedBucket-OnePolicy');
  });
});

test('applied twice, it changes nothing', () => {
  const once = JSON.stringify(Template.fromStack(mixed(L2({ enforceSSL: true })).stack).toJSON());
  const twice = JSON.stringify(Template.fromStack(mixed(L2({ enforceSSL: true }), {}, (bucket) => bucket.with(new HardenedBucketMixin())).stack).toJSON());
  expect(twice).toBe(once);
});

test('a whole app is hardened, and its log buckets are found', () => {
  const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
  const stack = new Stack(app, 'Stack', { env: ENV });
  const logs = new s3.Bucket(stack, 'Logs');
  new s3.Bucket(stack, 'Bucket', { serverAccessLogsBucket: logs });
  new Archive(stack, 'Archive');
  Mixins.of(app).apply(new HardenedBucketMixin());
  expect(synthError(app)).toBe('');
  expect(propertiesOf({ app, stack }, 'Logs')).not.toHaveProperty('BucketEncryption');
  expect(propertiesOf({ app, stack }, 'Logs')).not.toHaveProperty('LoggingConfiguration');
  expect(propertiesOf({ app, stack }, 'Bucket').LoggingConfiguration.DestinationBucketName).toEqual({ Ref: expect.stringMatching(/^Logs/) });
});

test('as an aspect it does the same', () => {
  const { app, stack } = made((scope) => {
    new s3.Bucket(scope, 'Bucket');
    Aspects.of(scope).add(Shims.asAspect(new HardenedBucketMixin()));
  });
  expect(synthError(app)).toBe('');
  expect(propertiesOf({ app, stack }).VersioningConfiguration).toEqual({ Status: 'Enabled' });
  expect(stack.node.findAll().flatMap(({ node }) => node.metadata).filter(({ type }) => type === 'aws:cdk:warning' || type === 'aws:cdk:error')).toEqual([]);
});

test('a key and a log bucket of another stack become references between the stacks', () => {
  const app = new App();
  const other = new Stack(app, 'Other', { env: ENV });
  const encryptionKey = new kms.Key(other, 'Key', { enableKeyRotation: true });
  const serverAccessLogsBucket = new AccessLogsBucket(other, 'Logs');
  const stack = new Stack(app, 'Stack', { env: ENV });
  new s3.Bucket(stack, 'Bucket').with(new HardenedBucketMixin({ encryptionKey, serverAccessLogsBucket }));
  expect(synthError(app)).toBe('');
  const properties = propertiesOf({ app, stack });
  expect(properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID).toEqual({ 'Fn::ImportValue': expect.any(String) });
  expect(properties.LoggingConfiguration.DestinationBucketName).toEqual({ 'Fn::ImportValue': expect.any(String) });
});

test('a perimeter is put around it, and proved', () => {
  const perimeter = { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } };
  const result = mixed(L1(), { perimeter });
  expect(synthError(result.app)).toBe('');
  expect(statementsOf(result).map(({ Sid }) => Sid)).toContain('DenyOtherNetworks');
  expect(synthError(mixed(L2(), { perimeter }, (bucket: s3.Bucket) => bucket.grantRead(new iam.AccountPrincipal('444455556666'))).app)).toBe('');
  expect(() => mixed(L1(), { perimeter: { network: { vpcEndpointIds: ['vpce'] } } })).toThrow('vpcEndpointIds');
});

test('a policy in another stack gets the guards', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const bucket = new s3.CfnBucket(stack, 'Bucket', { bucketName: 'legacy-bucket-of-ours' });
  const other = new Stack(app, 'Policies', { env: ENV });
  new s3.CfnBucketPolicy(other, 'Policy', { bucket: 'legacy-bucket-of-ours', policyDocument: { Version: '2012-10-17', Statement: [] } });
  bucket.with(new HardenedBucketMixin());
  expect(synthError(app)).toBe('');
  expect(statementsOf({ app, stack: other }, 'legacy').map(({ Sid }) => Sid)).toContain('DenyRequestsWithoutTls');
});

test('a policy whose statements are decided at deployment is refused', () => {
  expect(() => mixed((stack) => {
    const bucket = new s3.CfnBucket(stack, 'Bucket');
    new s3.CfnBucketPolicy(stack, 'Policy', { bucket: bucket.ref, policyDocument: { Statement: Fn.conditionIf('Open', [], []) } });
    return bucket;
  })).toThrow('are decided at deployment');
});

test('log services that may act for another account are not shut out', () => {
  const archive = (resource: (bucket: s3.Bucket) => string, excluded: HardenedSetting[] = []) => {
    const allow = (bucket: s3.Bucket) => bucket.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudtrail.amazonaws.com')], actions: ['s3:PutObject'], resources: [resource(bucket)],
    }));
    return synthError(mixed(L2(), { excludedSettings: [HardenedSetting.ENCRYPTION, ...excluded] }, allow).app);
  };
  expect(archive((bucket) => bucket.arnForObjects('AWSLogs/111122223333/*'))).toBe('');
  const error = archive((bucket) => bucket.arnForObjects('AWSLogs/*'));
  expect(error).toContain('denies log services that act for another account, and statement');
  expect(error).toContain('HardenedSetting.SERVICES_BOUND');
  expect(archive((bucket) => bucket.arnForObjects('AWSLogs/*'), [HardenedSetting.SERVICES_BOUND])).toBe('');
});

test('every setting of the engine can be left out', () => {
  expect(Object.values(HardenedSetting)).toEqual(expect.arrayContaining(BUCKET_SETTINGS.map(({ id }) => id)));
  // What adopt knows and the mixin does not: two kinds of buckets have it without asking, and SSE-C is one setting.
  expect(ADOPT_SETTINGS.map(({ id }) => id).filter((id) => !(Object.values(HardenedSetting) as string[]).includes(id))).toEqual(['log-encryption', 'sse-c-denied', 'retained']);
});

test.each(Object.entries(HardenedSetting))('%s is left out', (_, setting) => {
  expect(synthError(mixed(L2(), { excludedSettings: [setting] }).app)).toBe('');
});

test('everything is left out', () => {
  const nothing = mixed(L2(), { excludedSettings: Object.values(HardenedSetting) });
  expect(synthError(nothing.app)).toBe('');
  expect(propertiesOf(nothing)).toEqual(undefined);
});

test('an input that cannot be meant is refused', () => {
  expect(() => new HardenedBucketMixin({ excludedSettings: ['tls' as HardenedSetting] })).toThrow('excludedSettings[0] is "tls"');
  expect(() => new HardenedBucketMixin({ noncurrentVersionExpiration: Duration.hours(1) })).toThrow('noncurrentVersionExpiration');
});

test('only buckets are supported', () => {
  const stack = new Stack();
  const mixin = new HardenedBucketMixin();
  expect([new s3.Bucket(stack, 'L2'), new s3.CfnBucket(stack, 'L1'), new CfnResource(stack, 'Other', { type: 'AWS::S3::AccessPoint' })].map((one) => mixin.supports(one))).toEqual([false, true, false]);
});
