import { App, aws_s3 as s3, CfnParameter, Duration, NestedStack, PhysicalName, Stack, Stage, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { CheckLevel, HardenedBucket, HardenedBucketChecks } from '../../src';
import { synthError } from '../bucket/apps';

/** The findings on one bucket, without the path. */
function findingsOn(scope: IConstruct, path: string): string[] {
  return new HardenedBucketChecks(scope).validateScope(scope).violations
    .filter(({ violatingResources }) => violatingResources.some(({ constructPath }) => constructPath === path))
    .map(({ ruleName }) => ruleName);
}

const RAW_BUCKET = [
  'HardenedBucket-BlockPublicAccess[BlockPublicAcls.BlockPublicPolicy.IgnorePublicAcls.RestrictPublicBuckets]',
  'HardenedBucket-AclsDisabled[ObjectOwnership]',
  'HardenedBucket-TlsOnly[PlainHttp]',
  'HardenedBucket-KmsEncryption[Algorithm]',
  'HardenedBucket-AccessLogging[NoTarget]',
  'HardenedBucket-Versioning[Status]',
  'HardenedBucket-RawBucket[Raw]',
];

test('a bare CfnBucket has every finding', () => {
  const stack = new Stack(new App(), 'Stack');
  new s3.CfnBucket(stack, 'Bucket');
  expect(findingsOn(stack, 'Stack/Bucket')).toEqual(RAW_BUCKET);
});

test('a hardened bucket has none', () => {
  const stack = new Stack(new App(), 'Stack');
  new HardenedBucket(stack, 'Bucket');
  expect(findingsOn(stack, 'Stack/Bucket/Resource')).toEqual([]);
});

test.each<[string, { account: string; region: string } | undefined]>([
  ['in one stack', undefined],
  ['to another Region', { account: '111122223333', region: 'us-east-1' }],
  ['to another account', { account: '444455556666', region: 'eu-west-1' }],
])('a locked and replicated hardened bucket has none at STRICT, nor has its destination but to be replicated: %s', (_, elsewhere) => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const objectLockDefaultRetention = s3.ObjectLockRetention.governance(Duration.days(30));
  const destination = new HardenedBucket(elsewhere ? new Stack(app, 'Elsewhere', { env: elsewhere }) : stack, 'Replica', { bucketName: PhysicalName.GENERATE_IF_NEEDED, objectLockDefaultRetention });
  new HardenedBucket(stack, 'Bucket', { objectLockDefaultRetention, replicationRules: [{ destination }] });
  expect(synthError(app)).toBe('');
  const found = new HardenedBucketChecks(app, { level: CheckLevel.STRICT }).validateScope(app).violations
    .flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`));
  expect(found).toEqual([`HardenedBucket-Replication[NoRule] ${destination.node.path}/Resource`]);
});

test('a raw bucket with every guard has one finding: it is raw', () => {
  const stack = new Stack(new App(), 'Stack');
  new s3.Bucket(stack, 'Bucket', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    encryption: s3.BucketEncryption.DSSE,
    versioned: true,
    serverAccessLogsBucket: s3.Bucket.fromBucketName(stack, 'Logs', 'logs'),
  });
  expect(findingsOn(stack, 'Stack/Bucket/Resource')).toEqual(['HardenedBucket-RawBucket[Raw]']);
});

test('overrides are seen, where cdk-nag sees only the properties', () => {
  const stack = new Stack(new App(), 'Stack');
  const bucket = new s3.Bucket(stack, 'Bucket', { versioned: true, enforceSSL: true });
  (bucket.node.defaultChild as s3.CfnBucket).addPropertyOverride('VersioningConfiguration.Status', 'Suspended');
  expect(findingsOn(stack, 'Stack/Bucket/Resource')).toContain('HardenedBucket-Versioning[Status]');
  (bucket.policy!.node.defaultChild as s3.CfnBucketPolicy).addPropertyOverride('PolicyDocument.Statement.0.Action', 's3:GetObject');
  expect(findingsOn(stack, 'Stack/Bucket/Resource')).toContain('HardenedBucket-TlsOnly[PlainHttp]');
});

test('a policy in another stack of the app counts', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const bucket = new s3.CfnBucket(stack, 'Bucket');
  const arn = bucket.attrArn;
  new s3.CfnBucketPolicy(new Stack(app, 'Other'), 'Policy', {
    bucket: bucket.ref,
    policyDocument: { Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [arn, `${arn}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] },
  });
  Validations.of(app).addPlugins(new HardenedBucketChecks(app));
  const error = synthError(app);
  expect(error).toContain('HardenedBucket-Versioning');
  expect(error).not.toContain('HardenedBucket-TlsOnly');
});

test('what is decided at deployment is a warning, and does not fail synth', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const on = new CfnParameter(stack, 'On').valueAsString;
  const bucket = new HardenedBucket(stack, 'Bucket');
  (bucket.node.defaultChild as s3.CfnBucket).addPropertyOverride('VersioningConfiguration.Status', on);
  const { success, violations } = new HardenedBucketChecks(app).validateScope(app);
  expect({ success, found: violations.map(({ ruleName, severity }) => [ruleName, severity]) }).toEqual({ success: true, found: [['HardenedBucket-Versioning[Unknown]', 'warning']] });
  Validations.of(app).addPlugins(new HardenedBucketChecks(app));
  expect(synthError(app)).toBe('');
});

describe('the scope', () => {
  function appWithStage(): { app: App; stage: Stage } {
    const app = new App();
    const stage = new Stage(app, 'Stage');
    new s3.Bucket(new Stack(stage, 'Inside'), 'Bucket');
    new s3.Bucket(new NestedStack(new Stack(app, 'Outside'), 'Nested'), 'Bucket');
    return { app, stage };
  }

  test('a pack on a stage judges the stage and not the app again', () => {
    const { app, stage } = appWithStage();
    Validations.of(stage).addPlugins(new HardenedBucketChecks(stage));
    const error = synthError(app);
    expect(error).toContain('Stage/Inside/Bucket/Resource');
    expect(error).not.toContain('Outside');
  });

  test('a pack on the app judges stages and nested stacks', () => {
    const { app } = appWithStage();
    Validations.of(app).addPlugins(new HardenedBucketChecks(app));
    const error = synthError(app);
    expect(error).toContain('Stage/Inside/Bucket/Resource');
    expect(error).toContain('Outside/Nested/Bucket/Resource');
  });

  test('a pack given a stack judges that stack', () => {
    const { app } = appWithStage();
    const stack = new Stack(app, 'Another');
    new s3.Bucket(stack, 'Bucket');
    Validations.of(app).addPlugins(new HardenedBucketChecks(stack));
    const error = synthError(app);
    expect(error).toContain('Another/Bucket/Resource');
    expect(error).not.toContain('Outside');
  });
});

describe('acknowledging', () => {
  const RULE = 'HardenedBucket-BlockPublicAccess';
  const SWITCHES = [`${RULE}[BlockPublicAcls.BlockPublicPolicy.IgnorePublicAcls.RestrictPublicBuckets]`];
  const OTHERS = [`${RULE}[BlockPublicAcls.IgnorePublicAcls.RestrictPublicBuckets]`];
  const ONE = `${RULE}[BlockPublicPolicy]`;

  /** On which construct, by which id, and which finding is left. */
  test.each<[string, string, string[]]>([
    ...['bucket resource', 'bucket', 'stack', 'app'].flatMap((where): [string, string, string[]][] => [
      [where, RULE, []],
      [where, `HardenedBucketChecks::${RULE}`, []],
      [where, `Annotation::${RULE}`, []],
      [where, ONE, OTHERS],
      [where, `HardenedBucketChecks::${ONE}`, OTHERS],
      [where, SWITCHES[0], []],
    ]),
    ['another bucket', RULE, SWITCHES],
    ['bucket', 'HardenedBucket-Versioning', SWITCHES],
    ['bucket', 'AnotherPack::HardenedBucket-BlockPublicAccess', SWITCHES],
  ])('on the %s by %s', (where, id, left) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const bucket = new s3.Bucket(stack, 'Bucket');
    const scopes: Record<string, IConstruct> = { 'bucket resource': bucket.node.defaultChild!, bucket, stack, app, 'another bucket': new s3.Bucket(stack, 'Other') };
    Validations.of(scopes[where]).acknowledge({ id, reason: 'a public web site' });

    expect(findingsOn(app, 'Stack/Bucket/Resource').filter((found) => found.startsWith(RULE))).toEqual(left);

    Validations.of(app).addPlugins(new HardenedBucketChecks(app));
    const report = synthError(app).split('\n');
    const reported = [...SWITCHES, ...OTHERS].filter((finding) => report.some((line, i) => line.includes(`HardenedBucketChecks::${finding}`) && report.slice(i - 2, i).some((l) => l.includes('Stack/Bucket/Resource'))));
    expect(reported).toEqual(left);
  });
});

test('synth fails with the finding, the rule, the fix and the id to acknowledge', () => {
  const app = new App();
  new s3.Bucket(new Stack(app, 'Stack'), 'Bucket');
  Validations.of(app).addPlugins(new HardenedBucketChecks(app));
  const error = synthError(app);
  expect(error).toContain('ERROR The bucket is not versioned. Rule: versioning is on. Without versions an overwrite or a delete');
  expect(error).toContain('Suggested fix: set versioned: true');
  expect(error).toContain("Acknowledge with 'HardenedBucketChecks::HardenedBucket-Versioning[Status]'");
});
