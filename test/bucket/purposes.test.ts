import { App, aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_iam as iam, aws_s3 as s3, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BucketPurpose, CheckLevel, HardenedBucket, HardenedBucketChecks, HardenedBucketProps, LogSource, RequestAlarmScope } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const PARTNER = '444455556666';

function stackWith(purpose: BucketPurpose, props: HardenedBucketProps = {}): { stack: Stack; bucket: HardenedBucket } {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  return { stack, bucket: new HardenedBucket(stack, 'Bucket', { ...props, purpose }) };
}

/** The statements of the data bucket's policy by their ids. */
function sidsOf(stack: Stack): string[] {
  const policies = Object.entries(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy'));
  return policies.find(([id]) => id.startsWith('Bucket'))![1].Properties.PolicyDocument.Statement.map(({ Sid }: { Sid?: string }) => Sid);
}

const PURPOSES: readonly [string, () => BucketPurpose, string[], object][] = [
  ['private data', () => BucketPurpose.privateData(), ['DenyOtherAccounts', 'DenyServicesForOtherAccounts', 'DenyOldSignatures', 'DenySignatureVersion2'], {}],
  ['web origin', () => BucketPurpose.webOrigin(), ['DenyOtherAccounts', 'DenyServicesForOtherAccounts', 'DenyPresignedUrls'], {
    LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 30 } })]) },
  }],
  ['log archive', () => BucketPurpose.logArchive({ sources: [LogSource.CLOUDTRAIL, LogSource.S3_INVENTORY, LogSource.CLOUDTRAIL] }),
    ['DenyOtherAccounts', 'DenyTampering', 'DenyDeletingVersions', 'AllowCloudtrailBucket', 'AllowCloudtrailObjects', 'AllowS3Objects'], {
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 400, Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }] })]) },
    }],
  ['log archive for a month', () => BucketPurpose.logArchive({ sources: [LogSource.VENDED_LOGS], retention: Duration.days(30) }), ['AllowDeliveryLogsBucket', 'AllowDeliveryLogsObjects'], {
    LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 30, Transitions: Match.absent() })]) },
  }],
  ['backup vault', () => BucketPurpose.backupVault(), ['DenyOtherAccounts', 'DenyPresignedUrls', 'DenyTampering', 'DenyDeletingVersions'], {
    ObjectLockEnabled: true, ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 35 } } },
  }],
  ['backup vault that nobody opens', () => BucketPurpose.backupVault({ compliance: true, retention: Duration.days(7) }), ['DenyTampering'], {
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 7 } } },
    LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 7 } })]) },
  }],
  ['partner exchange', () => BucketPurpose.partnerExchange({ accountIds: [PARTNER] }), ['DenyOtherAccounts', 'DenyPresignedUrls', 'AllowPartnersToPut', 'AllowPartnersToGet', 'AllowPartnersToList'], {
    LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 30 })]) },
  }],
];

describe.each(PURPOSES)('%s', (_, make, sids, properties) => {
  test('has its perimeter, lifecycle and lock, and synthesizes', () => {
    const { stack } = stackWith(make());
    expect(sidsOf(stack)).toEqual(expect.arrayContaining(sids));
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', properties);
  });

  test('no rule of ours has a finding that the purpose could answer', () => {
    const { stack } = stackWith(make());
    const app = stack.node.root as App;
    app.synth();
    const { violations } = new HardenedBucketChecks(app, { level: CheckLevel.STRICT }).validateScope(app);
    expect(violations.map(({ ruleName }) => ruleName).filter((rule) => !/HardenedBucket-(Replication|ObjectLock|DataEvents)/.test(rule))).toEqual([]);
  });
});

test('CloudFront with origin access control gets in, and every statement has an effect', () => {
  const { stack, bucket } = stackWith(BucketPurpose.webOrigin());
  new cloudfront.Distribution(stack, 'Site', { defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) } });
  const app = stack.node.root as App;
  app.synth();
  const { violations } = new HardenedBucketChecks(app, { level: CheckLevel.STRICT }).validateScope(app);
  expect(violations.map(({ ruleName }) => ruleName).filter((rule) => /Services|Grants|Dead|LockedOut/.test(rule))).toEqual([]);
});

test('a source of logs may use the key, for the same account', () => {
  Template.fromStack(stackWith(BucketPurpose.logArchive({ sources: [LogSource.CONFIG] })).stack).hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([Match.objectLike({
        Action: Match.arrayWith(['kms:GenerateDataKey*']), Principal: { Service: 'config.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ENV.account } },
      })]),
    },
  });
});

describe('a property wins over the purpose', () => {
  test.each<[string, () => BucketPurpose, HardenedBucketProps, object]>([
    ['a lifecycle', () => BucketPurpose.webOrigin(), { noncurrentVersionExpiration: Duration.days(7) }, { LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 7 } })]) } }],
    ['a lifecycle rule beside its own', () => BucketPurpose.partnerExchange({ accountIds: [PARTNER] }), { lifecycleRules: [{ id: 'Mine', prefix: 'tmp/', expiration: Duration.days(1) }] },
      { LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Id: 'ExpireExchanged' }), Match.objectLike({ Id: 'Mine' })]) } }],
    ['a lock', () => BucketPurpose.backupVault(), { objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(1)) }, { ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 1 } } } }],
    ['no metrics', () => BucketPurpose.webOrigin(), { requestMetrics: false }, { MetricsConfigurations: Match.absent() }],
  ])('%s', (_, make, props, expected) => {
    Template.fromStack(stackWith(make(), props).stack).hasResourceProperties('AWS::S3::Bucket', expected);
  });

  test.each<[string, () => BucketPurpose]>([
    ['without any of its own', () => BucketPurpose.privateData()], ['with some of its own', () => BucketPurpose.webOrigin()],
  ])('alarms, for a purpose %s', (_, make) => {
    Template.fromStack(stackWith(make(), { requestAlarms: { headRequestsThreshold: 7 } }).stack).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'HeadRequests', Threshold: 7 });
  });

  test.each<[string, HardenedBucketProps['perimeter'], string[], string[]]>([
    ['accounts that are listed', { identity: { accountIds: [PARTNER] } }, ['DenyOtherAccounts', 'DenyOldSignatures'], []],
    ['a network beside the identity', { network: { ipAllowList: ['203.0.113.0/24'] } }, ['DenyOtherNetworks', 'DenyOtherAccounts'], []],
    ['cross-account access', { identity: { crossAccount: true } }, ['DenyOldSignatures'], ['DenyOtherAccounts']],
  ])('%s', (_, perimeter, there, gone) => {
    const sids = sidsOf(stackWith(BucketPurpose.privateData(), { perimeter }).stack);
    expect(sids).toEqual(expect.arrayContaining(there));
    expect(sids.filter((sid) => gone.includes(sid))).toEqual([]);
  });
});

test('what a purpose asks of alarms is dropped where there are none', () => {
  const { stack } = stackWith(BucketPurpose.webOrigin(), { requestAlarmScope: RequestAlarmScope.NONE });
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 0);
});

test.each<[string, () => unknown, string]>([
  ['an archive of nothing', () => BucketPurpose.logArchive({ sources: [] }), 'BucketPurpose.logArchive has no sources'],
  ['an exchange with nobody', () => BucketPurpose.partnerExchange({ accountIds: [] }), 'BucketPurpose.partnerExchange has no accountIds'],
  ['a prefix with a wildcard', () => BucketPurpose.partnerExchange({ accountIds: [PARTNER], incomingPrefix: 'in*' }), "partnerExchange.incomingPrefix is 'in*'"],
  ['a partner without an account', () => stackWith(BucketPurpose.partnerExchange({ accountIds: ['4444'] })), "perimeter.identity.accountIds[0] is '4444'"],
  ['a retention of zero', () => stackWith(BucketPurpose.logArchive({ sources: [LogSource.CONFIG], retention: Duration.days(0) })), 'expiration is zero'],
  ['direct web serving by a grant', () => stackWith(BucketPurpose.webOrigin()).bucket.grantPublicAccess(), 'Serve it through CloudFront with origin access control instead: purpose: BucketPurpose.webOrigin()'],
  ['direct web serving by an override', () => {
    const { stack, bucket } = stackWith(BucketPurpose.webOrigin());
    (bucket.node.defaultChild as s3.CfnBucket).websiteConfiguration = { indexDocument: 'index.html' };
    return (stack.node.root as App).synth();
  }, 'serve the bucket through CloudFront with origin access control'],
  ['a grant to another account that the purpose keeps out', () => {
    const { stack, bucket } = stackWith(BucketPurpose.privateData());
    bucket.grantRead(new iam.AccountPrincipal(PARTNER));
    return (stack.node.root as App).synth();
  }, 'DenyOtherAccounts'],
])('fails: %s', (_, make, message) => {
  expect(make).toThrow(message);
});
