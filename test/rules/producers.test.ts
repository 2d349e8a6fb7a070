import { aws_athena as athena, aws_codebuild as codebuild, aws_kms as kms, aws_s3_deployment as deployment, App, Stack } from 'aws-cdk-lib';
import { Change, changed, factsOf, HARDENED, PARAMETER, Row, specify, summary } from './hardened-template';
import { HardenedBucket } from '../../src';
import { ProducerRow } from '../../src/facts/producer-row';
import { PRODUCERS } from '../../src/facts/producer-table';
import { PRODUCER_ENCRYPTION } from '../../src/rules/producers';
import { BucketIndex } from '../../src/synth/bucket-index';

const OWN_KEY = { 'Fn::GetAtt': ['Key', 'Arn'] };
const OTHER_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/other';

/** Properties with these values at these paths: `*` is the first item of a list. */
function withValues(values: Readonly<Record<string, unknown>>): object {
  const properties: Record<string, any> = {};
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split('.');
    let at = properties;
    steps.forEach((step, i) => {
      const isLast = i === steps.length - 1;
      const index = step === '*' || /^\d+$/.test(step) ? 0 : step;
      at[index] ??= isLast ? value : /^(\*|\d+)$/.test(steps[i + 1]) ? [] : {};
      at = at[index];
    });
  }
  return properties;
}

/** A producer of this row that writes to the bucket, with these further values. */
function producer(row: ProducerRow, values: Readonly<Record<string, unknown>>): Change {
  const full = (path: string) => path.startsWith('/') ? path.slice(1) : [row.part, path].filter((part) => part !== undefined).join('.');
  const named = (settings: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(settings).map(([path, value]) => [full(path), value]));
  const when = Object.fromEntries(Object.entries(row.when ?? {}).flatMap(([path, [value]]) => value === undefined ? [] : [[path, value]]));
  const bucket = { [row.bucket]: { Ref: 'Bucket' } };
  if (!row.by) {
    return { Producer: { Type: row.type, Properties: withValues(named({ ...bucket, ...when, ...values })) } };
  }
  const [reference, type, part] = row.by;
  return {
    Producer: { Type: row.type, Properties: withValues(named({ ...bucket, [reference]: { Ref: 'Settings' } })) },
    Settings: { Type: type, Properties: withValues(Object.fromEntries(Object.entries(values).map(([path, value]) => [`${part}.${path}`, value]))) },
  };
}

const VERDICTS = { 'bucket': 'compliant', 'client side': 'compliant', 'AES256': 'found', 'aws:kms': 'found', 'aws:kms:dsse': 'found', 'undocumented': 'unknown' } as const;

function verdictOn(row: ProducerRow, values: Readonly<Record<string, unknown>>) {
  const verdict = summary(PRODUCER_ENCRYPTION.check(factsOf(changed(producer(row, values)))));
  return Array.isArray(verdict) ? 'found' : verdict;
}

const KMS_MODES: Readonly<Record<string, string>> = { 'AWS::DMS::Endpoint': 'sse-kms', 'Custom::CDKBucketDeployment': 'aws:kms', 'AWS::MediaConvert::JobTemplate': 'SERVER_SIDE_ENCRYPTION_KMS' };
const S3_MODES: Readonly<Record<string, string>> = { 'AWS::DMS::Endpoint': 'sse-s3', 'Custom::CDKBucketDeployment': 'AES256', 'AWS::MediaConvert::JobTemplate': 'SERVER_SIDE_ENCRYPTION_S3' };

/** Those that can be told an encryption. */
const CHOOSING = PRODUCERS.filter(({ key, mode }) => key !== undefined || mode !== undefined);

describe.each(CHOOSING.map((row) => [`${row.type} ${[row.part, row.bucket].filter((part) => part !== undefined).join('.')}`, row] as const))('%s', (_, row) => {
  const kmsMode = row.mode === undefined ? {} : { [row.mode]: KMS_MODES[row.type] ?? 'SSE_KMS' };

  test(`asks by default for ${row.byDefault}`, () => {
    expect(verdictOn(row, {})).toBe(VERDICTS[row.byDefault]);
  });

  test('may write with the key of the bucket', () => {
    expect(verdictOn(row, { ...kmsMode, ...row.key === undefined ? {} : { [row.key]: OWN_KEY } })).toBe('compliant');
  });

  test('fails with another key', () => {
    expect(verdictOn(row, { ...kmsMode, ...row.key === undefined ? {} : { [row.key]: OTHER_KEY } })).toBe('found');
  });

  test('is unknown with a key that a parameter gives', () => {
    expect(verdictOn(row, { ...kmsMode, ...row.key === undefined ? {} : { [row.key]: PARAMETER } })).toBe('unknown');
  });

  if (row.mode !== undefined) {
    test('fails with SSE-S3, and with KMS without a key', () => {
      expect(verdictOn(row, { [row.mode!]: S3_MODES[row.type] ?? 'SSE_S3' })).toBe('found');
      expect(verdictOn(row, kmsMode)).toBe('found');
    });
  }
  if (row.sseS3 !== undefined) {
    test('fails with SSE-S3', () => {
      expect(verdictOn(row, { [row.sseS3!]: {} })).toBe('found');
    });
  }
  if (row.off !== undefined) {
    test('may write where its encryption is off', () => {
      expect(verdictOn(row, { [row.off!]: true })).toBe('compliant');
    });
  }
  if (row.when !== undefined) {
    test('does not count where it is not on', () => {
      expect(verdictOn(row, Object.fromEntries(Object.keys(row.when!).map((path) => [path, 'NO_ARTIFACTS'])))).toBe('compliant');
    });
  }
});

const TRAIL = (more: object): Change => ({ Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { S3BucketName: { Ref: 'Bucket' }, IsLogging: true, KMSKeyId: OWN_KEY, ...more } } });

/** CloudTrail encrypts digests with SSE-S3, whatever the key of the trail. */
specify(PRODUCER_ENCRYPTION, [
  ['a trail with the key of the bucket that writes no digests', TRAIL({}), 'compliant'],
  ['a trail that validates no files', TRAIL({ EnableLogFileValidation: false }), 'compliant'],
  ['fails for the digests of a trail with the key of the bucket', TRAIL({ EnableLogFileValidation: true }), ['Trail.S3BucketName.Digests']],
  ['fails for the logs and the digests of a trail without a key', TRAIL({ EnableLogFileValidation: true, KMSKeyId: undefined }), ['Trail.S3BucketName', 'Trail.S3BucketName.Digests']],
  ['digests that the policy lets choose their encryption', {
    ...TRAIL({ EnableLogFileValidation: true }),
    'Policy.Properties.PolicyDocument.Statement.Algorithm.Condition.StringNotEquals.aws:PrincipalServiceName': 'cloudtrail.amazonaws.com',
    'Policy.Properties.PolicyDocument.Statement.Key.Condition.StringNotEquals': { 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' },
  }, 'compliant'],
] satisfies Row[]);

const PROJECT = (location: unknown, more: object = {}): Change => ({ Project: { Type: 'AWS::CodeBuild::Project', Properties: { Artifacts: { Type: 'S3', Location: location }, ...more } } });
const FOUND = ['Project.Artifacts.Location'];

specify(PRODUCER_ENCRYPTION, [
  ['a bucket that nothing writes to', {}, 'compliant'],
  ['fails for a bucket by its name', PROJECT({ Ref: 'Bucket' }), FOUND],
  ['fails for a bucket by its ARN', PROJECT({ 'Fn::GetAtt': ['Bucket', 'Arn'] }), FOUND],
  ['fails for a bucket and a prefix', PROJECT({ 'Fn::Sub': '${Bucket}/builds' }), FOUND],
  ['fails for a bucket by a URI', PROJECT({ 'Fn::Sub': 's3://${Bucket}/builds/' }), FOUND],
  ['another bucket is another', PROJECT('another-bucket'), 'compliant'],
  ['a bucket whose name only begins alike is another', PROJECT({ 'Fn::Sub': '${Bucket}-logs' }), 'compliant'],
  ['a bucket without a policy accepts every encryption', { ...PROJECT({ Ref: 'Bucket' }), Policy: undefined }, 'compliant'],
  ['a bucket that denies no encryption accepts every one', {
    ...PROJECT({ Ref: 'Bucket' }), 'Policy.Properties.PolicyDocument.Statement': HARDENED.Policy.Properties.PolicyDocument.Statement.filter(({ Sid }) => ['Tls', 'MinimumTls'].includes(Sid)),
  }, 'compliant'],
  ['who may not write at all is not found for the encryption', {
    ...PROJECT({ Ref: 'Bucket' }), 'Policy.Properties.PolicyDocument.Statement.5': { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } },
  }, 'compliant'],
  ['a service that the policy lets choose its encryption may', {
    'Trail': { Type: 'AWS::CloudTrail::Trail', Properties: { S3BucketName: { Ref: 'Bucket' }, IsLogging: false } },
    'Policy.Properties.PolicyDocument.Statement.Algorithm.Condition.StringNotEquals.aws:PrincipalServiceName': 'cloudtrail.amazonaws.com',
    'Policy.Properties.PolicyDocument.Statement.Key.Condition.StringNotEquals': { 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' },
  }, 'compliant'],
  ['a producer that may not be deployed is unknown', { Project: { ...(PROJECT({ Ref: 'Bucket' }).Project as object), Condition: 'IsProduction' } }, 'unknown'],
  ['a key by its id is unknown, because S3 may not take it for the ARN', PROJECT({ Ref: 'Bucket' }, { EncryptionKey: { Ref: 'Key' } }), 'unknown'],
  ['fails for the alias of the key, which is not its ARN', PROJECT({ Ref: 'Bucket' }, { EncryptionKey: 'alias/data' }), FOUND],
  ['fails for the AWS managed key by its alias', PROJECT({ Ref: 'Bucket' }, { EncryptionKey: 'alias/aws/s3' }), FOUND],
  ['a policy that may not be deployed is unknown', { ...PROJECT({ Ref: 'Bucket' }), 'Policy.Condition': 'IsProduction' }, 'unknown'],
] satisfies Row[]);

const ALGORITHM = 'Bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm';
const DSSE = {
  [ALGORITHM]: 'aws:kms:dsse',
  'Policy.Properties.PolicyDocument.Statement.Algorithm.Condition.StringNotEquals.s3:x-amz-server-side-encryption': 'aws:kms:dsse',
};
const DEPLOYMENT = (sse: string): Change => ({
  Deployment: { Type: 'Custom::CDKBucketDeployment', Properties: { DestinationBucketName: { Ref: 'Bucket' }, SystemMetadata: { sse, 'sse-kms-key-id': OWN_KEY } } },
});

specify(PRODUCER_ENCRYPTION, [
  ['a bucket with DSSE accepts DSSE', { ...DSSE, ...DEPLOYMENT('aws:kms:dsse') }, 'compliant'],
  ['fails for SSE-KMS and a bucket with DSSE', { ...DSSE, ...DEPLOYMENT('aws:kms') }, ['Deployment.DestinationBucketName']],
]);

test('a finding names the producer and what it asks for, with one line for CDK and one for CloudFormation', () => {
  expect(PRODUCER_ENCRYPTION.check(factsOf(changed(PROJECT({ Ref: 'Bucket' }))))).toMatchObject({
    violations: [{
      message: 'denies the build artifacts of Project (AWS::CodeBuild::Project), which requests the AWS managed key of S3: its policy (Policy) accepts no other encryption than its own',
      fix: expect.stringMatching(/^pass encryptionKey: .* to the Project; in CloudFormation set EncryptionKey to the ARN of key .* on the AWS::CodeBuild::Project$/),
    }],
  });
});

describe('constructs of CDK', () => {
  function verdict(make: (stack: Stack, bucket: HardenedBucket) => void) {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const bucket = new HardenedBucket(stack, 'Bucket');
    make(stack, bucket);
    app.synth({ skipValidation: true });
    return summary(PRODUCER_ENCRYPTION.check(BucketIndex.of(app).of(bucket.node.defaultChild as never).bucket!));
  }

  const project = (stack: Stack, bucket: HardenedBucket, encryptionKey?: kms.IKey) => new codebuild.Project(stack, 'Project', {
    buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }), artifacts: codebuild.Artifacts.s3({ bucket, includeBuildId: false, packageZip: true, name: 'build.zip' }), encryptionKey,
  });
  const deploy = (stack: Stack, destinationBucket: HardenedBucket, more: Partial<deployment.BucketDeploymentProps> = {}) => new deployment.BucketDeployment(stack, 'Deployment', {
    destinationBucket, sources: [deployment.Source.data('index.html', '')], ...more,
  });

  test.each<[string, (stack: Stack, bucket: HardenedBucket) => void, unknown]>([
    ['fails for artifacts of a build', project, [expect.stringMatching(/^Project.*\.Artifacts\.Location$/)]],
    ['artifacts of a build with the key', (stack, bucket) => project(stack, bucket, bucket.encryptionKey), 'compliant'],
    ['fails for the cache of a build', (stack, bucket) => new codebuild.Project(stack, 'Project', {
      buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }), cache: codebuild.Cache.bucket(bucket),
    }), [expect.stringMatching(/\.Cache\.Location$/)]],
    ['a deployment', deploy, 'compliant'],
    ['fails for a deployment with SSE-S3', (stack, bucket) => deploy(stack, bucket, { serverSideEncryption: deployment.ServerSideEncryption.AES_256 }), [expect.stringMatching(/\.DestinationBucketName$/)]],
    ['a deployment with the key', (stack, bucket) => deploy(stack, bucket, {
      serverSideEncryption: deployment.ServerSideEncryption.AWS_KMS, serverSideEncryptionAwsKmsKeyId: bucket.encryptionKey!.keyArn,
    }), 'compliant'],
    ['fails for query results with SSE-S3', (stack, bucket) => new athena.CfnWorkGroup(stack, 'WorkGroup', {
      name: 'queries', workGroupConfiguration: { resultConfiguration: { outputLocation: bucket.s3UrlForObject('results'), encryptionConfiguration: { encryptionOption: 'SSE_S3' } } },
    }), ['WorkGroup.WorkGroupConfiguration.ResultConfiguration.OutputLocation']],
  ])('%s', (_, make, expected) => {
    expect(verdict(make)).toEqual(expected);
  });
});
