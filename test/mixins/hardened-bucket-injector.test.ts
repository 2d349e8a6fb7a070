import { App, aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccessLogsBucket, HardenedBucket, HardenedBucketInjector, HardenedBucketMixin, HardenedSetting } from '../../src';
import { synthError } from '../bucket/apps';

function injected(make: (stack: Stack) => void, isInjected = true): { app: App; stack: Stack } {
  const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
  if (isInjected) {
    HardenedBucketInjector.addTo(app);
  }
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  make(stack);
  return { app, stack };
}

test('a bucket without properties is closed, and verifies itself', () => {
  const { app, stack } = injected((scope) => new s3.Bucket(scope, 'Bucket'));
  expect(synthError(app)).toBe('');
  Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    VersioningConfiguration: { Status: 'Enabled' },
  });
});

test('undefined is not what someone wrote', () => {
  expect(synthError(injected((stack) => new s3.Bucket(stack, 'Bucket', { versioned: undefined, enforceSSL: undefined })).app)).toBe('');
});

test('a bucket that receives access logs gets no key', () => {
  const { app, stack } = injected((scope) => new s3.Bucket(scope, 'Bucket', { serverAccessLogsBucket: new s3.Bucket(scope, 'Logs') }));
  expect(synthError(app)).toBe('');
  expect(Template.fromStack(stack).findResources('AWS::KMS::Key')).toEqual({});
});

test('buckets of this library stay as they are', () => {
  const make = (stack: Stack) => {
    new HardenedBucket(stack, 'Bucket');
    new AccessLogsBucket(stack, 'Logs');
  };
  expect(Template.fromStack(injected(make).stack).toJSON()).toEqual(Template.fromStack(injected(make, false).stack).toJSON());
});

describe('what leaves a bucket open stays, fails synth, and passes once the text is followed', () => {
  const { BLOCK_PUBLIC_ACCESS, ACLS_DISABLED, VERSIONING, TLS_ONLY, MINIMUM_TLS } = HardenedSetting;
  test.each<[string, s3.BucketProps, HardenedSetting[]]>([
    ['a switch that is off', { blockPublicAccess: new s3.BlockPublicAccess({ blockPublicPolicy: false }) }, [BLOCK_PUBLIC_ACCESS]],
    ['an ACL', { accessControl: s3.BucketAccessControl.PUBLIC_READ }, [BLOCK_PUBLIC_ACCESS, ACLS_DISABLED]],
    ['ACLs that count', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER }, [ACLS_DISABLED]],
    ['no versions', { versioned: false }, [VERSIONING]],
    ['no TLS', { enforceSSL: false }, [TLS_ONLY, MINIMUM_TLS]],
    ['an old TLS', { minimumTLSVersion: 1.1 }, [MINIMUM_TLS]],
  ])('%s', (_, props, settings) => {
    const error = synthError(injected((stack) => new s3.Bucket(stack, 'Bucket', props)).app);
    const named = [...error.matchAll(/HardenedSetting\.([A-Z_]+)/g)].map(([, name]) => HardenedSetting[name as keyof typeof HardenedSetting]);
    expect(new Set(named)).toEqual(new Set(settings));
    expect(synthError(injected((stack) => new s3.Bucket(stack, 'Bucket', props).with(new HardenedBucketMixin({ excludedSettings: named }))).app)).toBe('');
  });

  test('an L1, which no injector reaches', () => {
    expect(synthError(injected((stack) => new s3.CfnBucket(stack, 'Bucket')).app)).toContain('HardenedBucket-BlockPublicAccess');
    expect(synthError(injected((stack) => new s3.CfnBucket(stack, 'Bucket').with(new HardenedBucketMixin())).app)).toBe('');
  });

  test('a log bucket of CDK that needs its ACL', () => {
    const make = (stack: Stack) => new cloudfront.Distribution(stack, 'Site', {
      enableLogging: true, defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Bucket')) },
    });
    const error = synthError(injected(make).app);
    expect(error).toContain('HardenedSetting.ACLS_DISABLED');
    expect(error).not.toContain('[Stack/Bucket');
  });
});
