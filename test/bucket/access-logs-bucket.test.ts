import { App, aws_iam as iam, aws_s3 as s3, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { synthError } from './apps';
import { AccessLogsBucket, HardenedBucket } from '../../src';

const GRANT = Match.objectLike({
  Effect: 'Allow',
  Principal: { Service: 'logging.s3.amazonaws.com' },
  Action: 's3:PutObject',
  Condition: {
    StringEquals: { 'aws:SourceAccount': Match.anyValue() },
    ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::*']] } },
  },
});

function grantsOf(template: Template): unknown[] {
  return Object.values(template.findResources('AWS::S3::BucketPolicy'))
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
    .filter((statement) => statement.Principal.Service === 'logging.s3.amazonaws.com');
}

describe('AccessLogsBucket', () => {
  const stack = new Stack(new App(), 'Stack');
  new AccessLogsBucket(stack, 'Logs', { retention: Duration.days(30) });
  const template = Template.fromStack(stack);
  const REENCRYPTION = { Sid: 'DenyReencryption', Effect: 'Deny', Principal: '*', Action: 's3:UpdateObjectEncryption', Resource: Match.anyValue() };

  test.each<[string, object]>([
    ['is encrypted with SSE-S3', { BucketEncryption: { ServerSideEncryptionConfiguration: [Match.objectLike({ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } })] } }],
    ['blocks all public access', { PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true } }],
    ['disables ACLs', { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] }, AccessControl: Match.absent() }],
    ['keeps versions', { VersioningConfiguration: { Status: 'Enabled' } }],
    ['expires logs', { LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30, NoncurrentVersionExpiration: { NoncurrentDays: 1 } })] } }],
    ['does not log its own deliveries', { LoggingConfiguration: Match.absent() }],
  ])('%s', (_, properties) => {
    template.hasResourceProperties('AWS::S3::Bucket', properties);
  });

  test('its policy denies plain HTTP, old TLS, customer-provided keys and encryption anew, and admits the deliveries of its own account', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Sid: 'DenyRequestsWithoutTls' }), Match.objectLike({ Sid: 'DenyRequestsBelowMinimumTls' }), Match.objectLike({ Sid: 'DenyCustomerProvidedKeys' }), REENCRYPTION, GRANT] },
    });
  });

  test('is retained, policy included', () => {
    for (const type of ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy']) {
      template.hasResource(type, { DeletionPolicy: 'Retain' });
    }
  });

  test('removalPolicy', () => {
    const other = new Stack(new App(), 'Stack');
    new AccessLogsBucket(other, 'Logs', { removalPolicy: RemovalPolicy.DESTROY, bucketName: 'the-logs' });
    Template.fromStack(other).hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete', Properties: { BucketName: 'the-logs' } });
  });
});

describe('where the logs of hardened buckets go', () => {
  test('one log bucket for all buckets of a stack, whichever asks first', () => {
    const idsOf = (names: string[]) => {
      const stack = new Stack(new App(), 'Stack');
      names.forEach((name) => new HardenedBucket(stack, name));
      const template = Template.fromStack(stack);
      template.resourceCountIs('AWS::S3::Bucket', 3);
      expect(grantsOf(template)).toHaveLength(1);
      return Object.keys(template.toJSON().Resources).sort();
    };
    expect(idsOf(['A', 'B'])).toEqual(idsOf(['B', 'A']));
  });

  test('a central log bucket serves many stacks with one grant and no dependency cycle', () => {
    const app = new App();
    const central = new Stack(app, 'Central');
    const serverAccessLogsBucket = new AccessLogsBucket(central, 'Logs');
    const stacks = Array.from({ length: 60 }, (_, i) => new Stack(app, `Stack${i}`));
    stacks.forEach((stack) => new HardenedBucket(stack, 'Bucket', { serverAccessLogsBucket }));
    expect(synthError(app)).toBe('');
    const template = Template.fromStack(central);
    expect(grantsOf(template)).toHaveLength(1);
    expect(JSON.stringify(Object.values(template.findResources('AWS::S3::BucketPolicy'))[0].Properties.PolicyDocument).length).toBeLessThan(3_000);
    Template.fromStack(stacks[59]).hasResourceProperties('AWS::S3::Bucket', {
      LoggingConfiguration: { DestinationBucketName: { 'Fn::ImportValue': Match.stringLikeRegexp('^Central:ExportsOutputRefLogs') } },
    });
  });

  test.each<[string, (stack: Stack) => s3.IBucket]>([
    ['an own s3.Bucket', (stack) => new s3.Bucket(stack, 'Logs', { encryption: s3.BucketEncryption.S3_MANAGED })],
    ['a bucket made of a CfnBucket', (stack) => s3.Bucket.fromCfnBucket(new s3.CfnBucket(stack, 'Logs'))],
  ])('%s gets one grant for two sources', (_, make) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const serverAccessLogsBucket = make(stack);
    new HardenedBucket(stack, 'A', { serverAccessLogsBucket });
    new HardenedBucket(stack, 'B', { serverAccessLogsBucket });
    expect(synthError(app)).toBe('');
    expect(grantsOf(Template.fromStack(stack))).toEqual([expect.objectContaining({ Sid: 'AllowS3AccessLogDelivery' })]);
  });

  test('an imported bucket whose grant the caller vouches for gets no policy', () => {
    const stack = new Stack(new App(), 'Stack');
    new HardenedBucket(stack, 'Bucket', { serverAccessLogsBucket: s3.Bucket.fromBucketName(stack, 'Logs', 'central-logs'), serverAccessLogsGrantExists: true });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::S3::BucketPolicy', 1);
    template.hasResourceProperties('AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: 'central-logs' } });
  });

  test('a log bucket in the same stack has its grant before the first bucket logs to it', () => {
    const stack = new Stack(new App(), 'Stack');
    new HardenedBucket(stack, 'Bucket');
    Template.fromStack(stack).hasResource('AWS::S3::Bucket', {
      Metadata: { 'cdk-hardened-bucket': 'HardenedBucket' }, DependsOn: [Match.stringLikeRegexp('^HardenedBucketAccessLogsPolicy')],
    });
  });
});

describe.each([true, false])('a bucket that is not hardened logs to an AccessLogsBucket, with CDK\'s flag for grants in place of ACLs %s', (flag) => {
  const made = (source: (stack: Stack, logs: AccessLogsBucket) => void, inStack: (app: App, stack: Stack) => Stack = (_, stack) => stack) => {
    const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': flag } });
    const stack = new Stack(app, 'Stack');
    source(inStack(app, stack), new AccessLogsBucket(stack, 'Logs'));
    expect(synthError(app)).toBe('');
    return { template: Template.fromStack(stack), other: app.node.tryFindChild('Other') as Stack | undefined };
  };
  const plain = (stack: Stack, logs: AccessLogsBucket) => new s3.Bucket(stack, 'Plain', { serverAccessLogsBucket: logs, serverAccessLogsPrefix: 'plain/' });

  test.each<[string, (stack: Stack, logs: AccessLogsBucket) => void]>([
    ['an s3.Bucket', plain],
    ['a CfnBucket', (stack, logs) => new s3.CfnBucket(stack, 'Plain', { loggingConfiguration: { destinationBucketName: logs.bucketName } })],
    ['a CfnBucket that is told later', (stack, logs) => {
      new s3.CfnBucket(stack, 'Plain').loggingConfiguration = { destinationBucketName: logs.bucketName };
    }],
  ])('%s waits for the policy, which has the one grant', (_, source) => {
    const { template } = made(source);
    template.hasResource('AWS::S3::Bucket', { Properties: { LoggingConfiguration: Match.anyValue() }, DependsOn: [Match.stringLikeRegexp('^LogsPolicy')] });
    expect(grantsOf(template)).toEqual([expect.objectContaining({ Sid: 'AllowS3AccessLogDelivery' })]);
    template.resourcePropertiesCountIs('AWS::S3::Bucket', { AccessControl: Match.anyValue() }, 0);
  });

  test('from another stack', () => {
    const { template, other } = made(plain, (app) => new Stack(app, 'Other'));
    expect(grantsOf(template)).toHaveLength(1);
    Template.fromStack(other!).hasResource('AWS::S3::Bucket', { Properties: { LoggingConfiguration: Match.anyValue() }, DependsOn: Match.absent() });
  });

  test('one that the policy names does not wait for it, since the policy waits for it', () => {
    const { template } = made((stack, logs) => logs.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [logs.arnForObjects('*')],
      conditions: { ArnLike: { 'aws:SourceArn': plain(stack, logs).bucketArn }, StringEquals: { 'aws:SourceAccount': stack.account } },
    })));
    template.hasResource('AWS::S3::Bucket', { Properties: { LoggingConfiguration: Match.anyValue() }, DependsOn: Match.absent() });
  });

  test('one that logs elsewhere does not wait', () => {
    const { template } = made((stack) => new s3.CfnBucket(stack, 'Plain', { loggingConfiguration: { destinationBucketName: 'elsewhere' } }));
    template.hasResource('AWS::S3::Bucket', { Properties: { LoggingConfiguration: Match.anyValue() }, DependsOn: Match.absent() });
  });
});
