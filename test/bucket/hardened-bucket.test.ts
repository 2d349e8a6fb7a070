import { App, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_s3_notifications as notifications, aws_sns as sns, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cxapi from 'aws-cdk-lib/cx-api';
import { synthError } from './apps';
import { AccessLogsBucket, HardenedBucket, HardenedBucketProps, ServerSideEncryption, TlsVersion } from '../../src';

function templateOf(props?: HardenedBucketProps, context?: Record<string, unknown>): Template {
  const stack = new Stack(new App({ context }), 'Stack');
  new HardenedBucket(stack, 'Bucket', props);
  return Template.fromStack(stack);
}

/** The properties of the bucket itself, not of its log bucket. */
function bucketWith(template: Template, properties: object): void {
  template.hasResource('AWS::S3::Bucket', { Properties: properties, Metadata: { 'cdk-hardened-bucket': 'HardenedBucket' } });
}

function statement(sid: string, ...rest: object[]): object {
  return { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike(Object.assign({ Sid: sid }, ...rest))]) } };
}

describe('without any property', () => {
  const template = templateOf();

  test.each<[string, object]>([
    ['blocks all public access', { PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true } }],
    ['disables ACLs', { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] }, AccessControl: Match.absent() }],
    ['encrypts with SSE-KMS, a key of its own and a bucket key, and blocks SSE-C', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{
          BucketKeyEnabled: true,
          BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': [Match.stringLikeRegexp('^BucketKey'), 'Arn'] } },
        }],
      },
    }],
    ['keeps versions', { VersioningConfiguration: { Status: 'Enabled' } }],
    ['aborts incomplete uploads and expires noncurrent versions', {
      LifecycleConfiguration: {
        Rules: [
          { Id: 'AbortIncompleteMultipartUploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
          { Id: 'ExpireNoncurrentVersions', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90 } },
        ],
      },
    }],
    ['delivers access logs with the date in their keys', {
      LoggingConfiguration: {
        DestinationBucketName: { Ref: Match.stringLikeRegexp('^HardenedBucketAccessLogs') },
        TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'EventTime' } },
      },
    }],
    ['counts the requests of the whole bucket', { MetricsConfigurations: [{ Id: 'EntireBucket' }] }],
    ['sends its events to EventBridge', { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } }],
  ])('%s', (_, properties) => {
    bucketWith(template, properties);
  });

  test('rotates the key', () => {
    template.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  test.each(['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key'])('retains every %s', (type) => {
    template.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test.each<[string, object]>([
    ['DenyRequestsWithoutTls', { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    ['DenyRequestsBelowMinimumTls', { Effect: 'Deny', Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } }],
    ['DenyCustomerProvidedKeys', { Effect: 'Deny', Action: 's3:PutObject', Condition: { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } } }],
    ['DenyOtherEncryption', {
      Effect: 'Deny',
      Action: 's3:PutObject',
      Condition: { Null: { 's3:x-amz-server-side-encryption': 'false' }, StringNotEquals: { 's3:x-amz-server-side-encryption': ['aws:kms', 'aws:kms:dsse'] } },
    }],
    ['DenyOtherKeys', {
      Effect: 'Deny',
      Action: 's3:PutObject',
      Condition: {
        Null: { 's3:x-amz-server-side-encryption': 'false' },
        ArnNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': { 'Fn::GetAtt': [Match.stringLikeRegexp('^BucketKey'), 'Arn'] } },
      },
    }],
  ])('its policy has %s', (sid, rest) => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', statement(sid, rest));
  });

  test('deploys no Lambda function', () => {
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });
});

describe('each property', () => {
  test('bucketName', () => bucketWith(templateOf({ bucketName: 'the-records' }), { BucketName: 'the-records' }));

  describe('bucketNamePrefix', () => {
    const REGIONAL = { BucketNamePrefix: 'records', BucketNamespace: 'account-regional', BucketName: Match.absent() };

    test.each<[string, object | undefined]>([
      ['in a stack of an environment', { account: '111122223333', region: 'eu-west-1' }],
      ['in a stack of any environment', undefined],
      ['in a stack of a Region', { region: 'eu-west-1' }],
    ])('reserves the name for the account, %s', (_, env) => {
      const app = new App();
      const stack = new Stack(app, 'Stack', { env });
      new HardenedBucket(stack, 'Bucket', { bucketNamePrefix: 'records', serverAccessLogsBucket: new AccessLogsBucket(stack, 'Logs', { bucketNamePrefix: 'the-logs' }) });
      expect(synthError(app)).toBe('');
      const template = Template.fromStack(stack);
      bucketWith(template, REGIONAL);
      template.hasResourceProperties('AWS::S3::Bucket', { ...REGIONAL, BucketNamePrefix: 'the-logs' });
    });

    test('is a name by which a stack of another Region can refer to the bucket', () => {
      const app = new App();
      const [here, there] = ['eu-west-1', 'eu-central-1'].map((region) => new Stack(app, region, { env: { account: '111122223333', region } }));
      new HardenedBucket(here, 'Bucket', { replicationRules: [{ destination: new HardenedBucket(there, 'Replica', { bucketNamePrefix: 'replica' }) }] });
      expect(synthError(app)).toBe('');
      bucketWith(Template.fromStack(here), {
        ReplicationConfiguration: { Rules: [Match.objectLike({ Destination: Match.objectLike({ Bucket: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::replica-111122223333-eu-central-1-an']] } }) })] },
      });
    });

    test('may be decided at deployment', () => {
      bucketWith(templateOf({ bucketNamePrefix: Token.asString({ 'Fn::ImportValue': 'Prefix' }) }), { ...REGIONAL, BucketNamePrefix: { 'Fn::ImportValue': 'Prefix' } });
    });
  });

  test.each([[true, 'Enabled'], [false, 'Disabled'], [undefined, Match.absent()]])('abacEnabled: %s', (abacEnabled, AbacStatus) => bucketWith(templateOf({ abacEnabled }), { AbacStatus }));

  test('encryption DSSE has no bucket key, and its key rotates', () => {
    const template = templateOf({ encryption: ServerSideEncryption.DSSE });
    bucketWith(template, { BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: false, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms:dsse' } }] } });
    template.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    template.hasResourceProperties('AWS::S3::BucketPolicy', statement('DenyOtherEncryption', {
      Condition: Match.objectLike({ StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms:dsse' } }),
    }));
  });

  test('encryptionKey is the key of the bucket, of its policy and of its grants', () => {
    const stack = new Stack(new App(), 'Stack');
    const encryptionKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
    const bucket = new HardenedBucket(stack, 'Bucket', { encryptionKey });
    bucket.grantRead(new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
    const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::S3::BucketPolicy', statement('DenyOtherKeys', {
      Condition: Match.objectLike({ ArnNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': key } }),
    }));
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: key })]) },
    });
  });

  test('bucketKeyEnabled: false', () => bucketWith(templateOf({ bucketKeyEnabled: false }),
    { BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: false }] } }));

  test('minimumTlsVersion', () => {
    templateOf({ minimumTlsVersion: TlsVersion.TLS_1_3 }).hasResourceProperties('AWS::S3::BucketPolicy', statement('DenyRequestsBelowMinimumTls', {
      Condition: { NumericLessThan: { 's3:TlsVersion': '1.3' } },
    }));
  });

  test('the lifecycle', () => bucketWith(templateOf({
    noncurrentVersionExpiration: Duration.days(3),
    abortIncompleteMultipartUploadAfter: Duration.days(1),
    lifecycleRules: [{ id: 'Drafts', prefix: 'drafts/', expiration: Duration.days(30) }],
  }), {
    LifecycleConfiguration: {
      Rules: [
        { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
        { NoncurrentVersionExpiration: { NoncurrentDays: 3 } },
        { Id: 'Drafts', Prefix: 'drafts/', ExpirationInDays: 30 },
      ],
    },
  }));

  test('removalPolicy goes for the bucket and its policy, and not for its key and its logs', () => {
    const template = templateOf({ removalPolicy: RemovalPolicy.DESTROY });
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete', Metadata: { 'cdk-hardened-bucket': 'HardenedBucket' } });
    template.hasResource('AWS::S3::BucketPolicy', { DeletionPolicy: 'Delete' });
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain', Metadata: { 'cdk-hardened-bucket': 'AccessLogsBucket' } });
    template.allResources('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
  });

  test('intelligentTieringConfigurations', () => bucketWith(templateOf({
    intelligentTieringConfigurations: [{ name: 'all', archiveAccessTierTime: Duration.days(90), deepArchiveAccessTierTime: Duration.days(180) }],
  }), {
    IntelligentTieringConfigurations: [{ Id: 'all', Status: 'Enabled', Tierings: [{ AccessTier: 'ARCHIVE_ACCESS', Days: 90 }, { AccessTier: 'DEEP_ARCHIVE_ACCESS', Days: 180 }] }],
  }));

  test('transferAcceleration', () => bucketWith(templateOf({ transferAcceleration: true, perimeter: { network: { ipAllowList: ['203.0.113.0/24'] } } }), {
    AccelerateConfiguration: { AccelerationStatus: 'Enabled' },
  }));

  test('transitionDefaultMinimumObjectSize', () => bucketWith(templateOf({ transitionDefaultMinimumObjectSize: s3.TransitionDefaultMinimumObjectSize.VARIES_BY_STORAGE_CLASS }), {
    LifecycleConfiguration: Match.objectLike({ TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' }),
  }));

  test('serverAccessLogsPrefix', () => bucketWith(templateOf({ serverAccessLogsPrefix: 'records/' }), { LoggingConfiguration: { LogFilePrefix: 'records/' } }));

  test('requestMetrics: false leaves out metrics, alarms and topic', () => {
    const template = templateOf({ requestMetrics: false });
    bucketWith(template, { MetricsConfigurations: Match.absent() });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    template.resourceCountIs('AWS::SNS::Topic', 0);
  });

  test('eventBridgeEnabled: false, and enableEventBridgeNotification() turns it on again without a Lambda function', () => {
    bucketWith(templateOf({ eventBridgeEnabled: false }), { NotificationConfiguration: Match.absent() });
    const stack = new Stack(new App(), 'Stack');
    new HardenedBucket(stack, 'Bucket', { eventBridgeEnabled: false }).enableEventBridgeNotification();
    const template = Template.fromStack(stack);
    bucketWith(template, { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } });
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });
});

describe('ordinary notifications', () => {
  /** What CDK's handler is told; it keeps what it did not make iff Managed is false, and has to read it first. */
  function handlerOf(make: (bucket: HardenedBucket, topic: sns.Topic) => void, props?: HardenedBucketProps, context?: Record<string, unknown>): Template {
    const stack = new Stack(new App({ context }), 'Stack');
    make(new HardenedBucket(stack, 'Bucket', props), new sns.Topic(stack, 'Uploads'));
    return Template.fromStack(stack);
  }
  const add = (bucket: HardenedBucket, topic: sns.Topic) => bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SnsDestination(topic));
  const mayRead = { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 's3:GetBucketNotification' })]) } };

  test.each<[string, Template]>([
    ['addEventNotification', handlerOf(add)],
    ['addObjectCreatedNotification', handlerOf((bucket, topic) => bucket.addObjectCreatedNotification(new notifications.SnsDestination(topic)))],
    ['addObjectRemovedNotification', handlerOf((bucket, topic) => bucket.addObjectRemovedNotification(new notifications.SnsDestination(topic)))],
    ['enableEventBridgeNotification before', handlerOf((bucket, topic) => { bucket.enableEventBridgeNotification(); add(bucket, topic); }, { eventBridgeEnabled: false })],
    ['enableEventBridgeNotification after', handlerOf((bucket, topic) => { add(bucket, topic); bucket.enableEventBridgeNotification(); }, { eventBridgeEnabled: false })],
    ['under the flag that keeps notifications of imported buckets', handlerOf(add, {}, { [cxapi.S3_KEEP_NOTIFICATION_IN_IMPORTED_BUCKET]: true })],
  ])('keep the events to EventBridge: %s', (_, template) => {
    bucketWith(template, { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } });
    template.hasResourceProperties('Custom::S3BucketNotifications', { Managed: false });
    template.hasResourceProperties('AWS::IAM::Policy', mayRead);
  });

  test('two of them give the handler one statement', () => {
    const template = handlerOf((bucket, topic) => {
      add(bucket, topic);
      bucket.addObjectRemovedNotification(new notifications.SnsDestination(topic));
    });
    const policies = Object.values(template.findResources('AWS::IAM::Policy', { Properties: mayRead }));
    expect(policies).toHaveLength(1);
    expect(policies[0].Properties.PolicyDocument.Statement).toHaveLength(2);
  });

  test('without EventBridge the handler stays as CDK makes it', () => {
    handlerOf(add, { eventBridgeEnabled: false }).hasResourceProperties('Custom::S3BucketNotifications', { Managed: true });
  });
});

test('its grants work for functions and other accounts, KMS half included', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const bucket = new HardenedBucket(stack, 'Bucket');
  bucket.grants.readWrite(new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {};'),
  }));
  bucket.grantRead(new iam.AccountPrincipal('444455556666'));
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: Match.arrayWith(['s3:GetObject*', 's3:PutObject']) }),
        Match.objectLike({ Action: Match.arrayWith(['kms:Decrypt', 'kms:GenerateDataKey*']) }),
      ]),
    },
  });
  const partner = { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::444455556666:root']] } };
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Allow', Principal: partner })]) },
  });
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:Decrypt', 'kms:DescribeKey'], Principal: partner })]) },
  });
});

describe('its resources are the same whatever the feature flags of the app', () => {
  const resources = (context?: Record<string, unknown>) => templateOf({}, context).toJSON().Resources;
  const expected = resources();

  /** CDK v2 refuses to see some flags of v1. */
  const settable = Object.keys(cxapi.FLAGS).filter((flag) => {
    try {
      new kms.Key(new Stack(new App({ context: { [flag]: true } }), 'Stack'), 'Key');
      return true;
    } catch (error) {
      return !(error as Error).message.includes('Unsupported feature flag');
    }
  });

  test('there are flags to try', () => {
    expect(settable.length).toBeGreaterThan(90);
  });

  test.each(settable.flatMap((flag) => [[flag, true], [flag, false]] as const))('%s: %s', (flag, value) => {
    expect(resources({ [flag]: value })).toEqual(expected);
  });
});
