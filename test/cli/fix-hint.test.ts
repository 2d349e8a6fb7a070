import { check, hardenedBucket, workInTemporaryFolders, write } from './command-line';

workInTemporaryFolders();

const YAML = 'Resources:\n  Records:\n    Type: AWS::S3::Bucket\n';
const JSON_TEMPLATE = { Resources: { Records: { Type: 'AWS::S3::Bucket' } } };
const madeAt = (path: string, more: object = {}) => ({ Resources: { Records: { Type: 'AWS::S3::Bucket', Metadata: { 'aws:cdk:path': path, ...more } } } });
const L2 = madeAt('App/Records/Resource');
const L1 = madeAt('App/Records');
const OURS = madeAt('App/Records/Resource', { 'cdk-hardened-bucket': 'HardenedBucket' });

const PROPERTY = 'set Status in VersioningConfiguration to Enabled, and let noncurrent versions expire to bound the cost';
const IN_CDK = 'set versioned: true, and let noncurrent versions expire to bound the cost';
const IN_YAML = 'Records:\n  Type: AWS::S3::Bucket\n  Properties:\n    VersioningConfiguration:\n      Status: Enabled';
const IN_JSON = JSON.stringify({ Records: { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Enabled' } } } }, null, 2);
const L2_CODE = "new s3.Bucket(this, 'Data', { versioned: true });";
const L1_CODE = "new s3.CfnBucket(this, 'Bucket', { versioningConfiguration: { status: 'Enabled' } });";
const IN_CONSTRUCT = 'remove what overrides VersioningConfiguration: HardenedBucket is versioned';

test.each<[reader: string, file: string, template: unknown, options: string[], fix: string, snippet: string | undefined]>([
  ['a template in YAML', 'a.yaml', YAML, [], PROPERTY, IN_YAML],
  ['a template in JSON', 'a.json', JSON_TEMPLATE, [], PROPERTY, IN_JSON],
  ['a template of CDK', 'a.json', L2, [], IN_CDK, L2_CODE],
  ['a template of CDK, for a resource without a construct of its own', 'a.json', L1, [], PROPERTY, L1_CODE],
  ['a template of this library', 'a.json', OURS, [], IN_CONSTRUCT, undefined],
  ['CloudFormation, if asked for, of a template of CDK', 'a.json', L2, ['--fix-hint', 'cloudformation'], PROPERTY, IN_JSON],
  ['CloudFormation, if asked for, of a template of this library', 'a.json', OURS, ['--fix-hint', 'cloudformation'], PROPERTY, IN_JSON],
  ['CDK, if asked for, of a template', 'a.yaml', YAML, ['--fix-hint', 'cdk'], IN_CDK, L2_CODE],
  ['CDK, if asked for, of a template of CDK', 'a.json', L2, ['--fix-hint', 'cdk'], IN_CDK, L2_CODE],
])('fixes speak the language of %s', (_, file, template, options, fix, snippet) => {
  write({ [file]: template });
  const { findings: [finding] } = check(file, '--rule', 'Versioning', ...options);
  expect({ fix: finding.fix, snippet: finding.snippet }).toEqual({ fix, snippet });
});

test('what is in the template is called by its logical ids', () => {
  write({ 'a.yaml': `${YAML}  Guards:\n    Type: AWS::S3::BucketPolicy\n    Properties: { Bucket: !Ref Records, PolicyDocument: { Statement: [] } }\n` });
  const { findings: [{ snippet }] } = check('a.yaml', '--rule', 'TlsOnly');
  expect(snippet).toMatch(/^Guards:\n {2}Type: AWS::S3::BucketPolicy\n {2}Properties:\n {4}Bucket: !Ref Records\n/);
  expect(snippet).toContain("- !GetAtt Records.Arn\n            - !Sub '${Records.Arn}/*'");
});

describe('a report in', () => {
  test.each(['text', 'sarif', 'html'])('%s has the sentence and what could be written', (format) => {
    write({ 'a.yaml': YAML });
    const { out } = hardenedBucket('check', 'a.yaml', '--rule', 'Versioning', '--format', format);
    expect(out).toContain(PROPERTY);
    expect(out).toMatch(/VersioningConfiguration:\s*(\\n)?\s*Status: Enabled/);
  });

  test('text has what could be written once for each rule and bucket, under the sentence', () => {
    write({ 'a.yaml': YAML });
    const { out } = hardenedBucket('check', 'a.yaml', '--rule', 'BlockPublicAccess');
    expect(out.match(/^ {6}fix: .*\n {11}Records:\n {13}Type: AWS::S3::Bucket\n/gm)).toHaveLength(1);
  });

  test('text names the page in place of what is too long to read in a terminal', () => {
    write({ 'a.yaml': `${YAML}    Properties: { MetricsConfigurations: [{ Id: All }] }\n` });
    const { out } = hardenedBucket('check', 'a.yaml', '--rule', 'RequestAlarms');
    expect(out).toMatch(/fix: add an AWS::CloudWatch::Alarm .*\n {11}as in https:\/\/\S+RULES\.md#hardenedbucket-requestalarms\n/);
  });
});

test.each([['check', ['a.yaml']], ['diff', ['a.yaml', 'a.yaml']]])('%s refuses a language that there is not', (command, paths) => {
  write({ 'a.yaml': YAML });
  expect(hardenedBucket(command, ...paths, '--fix-hint', 'terraform')).toEqual({ exitCode: 2, out: '', err: 'hardened-bucket: --fix-hint "terraform" is not cloudformation or cdk' });
});

test('diff has fixes in the language that is asked for', () => {
  write({ 'before.yaml': `${YAML}    Properties: { VersioningConfiguration: { Status: Enabled } }\n`, 'after.yaml': YAML });
  const diff = (...options: string[]) => hardenedBucket('diff', 'before.yaml', 'after.yaml', '--rule', 'Versioning', ...options).out;
  expect(diff()).toContain('set Status in VersioningConfiguration to Enabled');
  expect(diff('--fix-hint', 'cdk')).toContain('set versioned: true');
});

test.each<[what: string, rule: string, resource: object, inTemplate: RegExp, inCdk: RegExp]>([
  ['a producer', 'ProducerEncryption', { Type: 'AWS::CodeBuild::Project', Properties: { Artifacts: { Type: 'S3', Location: { Ref: 'Records' } } } },
    /^set EncryptionKey to the ARN of .* on the AWS::CodeBuild::Project$/, /^pass encryptionKey: bucket\.encryptionKey to the Project/],
  ['a delivery', 'DeliveriesPossible', { Type: 'AWS::Redshift::Cluster', Properties: { LoggingProperties: { BucketName: { Ref: 'Records' } } } },
    /^let AWS::Redshift::Cluster deliver to a separate bucket with SSEAlgorithm AES256 in BucketEncryption \(/, /AccessLogSource\.REDSHIFT/],
])('the fix for %s is in the language of its reader, too', (_, rule, resource, inTemplate, inCdk) => {
  const encryption = { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] } } }] };
  const otherKeys = { Null: { 's3:x-amz-server-side-encryption': 'false' }, ArnNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': { 'Fn::GetAtt': ['Key', 'Arn'] } } };
  const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Records.Arn}/*' }, Condition: otherKeys }];
  write({
    'a.json': {
      Resources: {
        Key: { Type: 'AWS::KMS::Key' },
        Records: { Type: 'AWS::S3::Bucket', Properties: { BucketEncryption: encryption } },
        Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Records' }, PolicyDocument: { Statement } } },
        Other: resource,
      },
    },
  });
  expect(check('a.json', '--rule', rule).findings.map(({ fix }) => fix)).toEqual([expect.stringMatching(inTemplate)]);
  expect(check('a.json', '--rule', rule, '--fix-hint', 'cdk').findings.map(({ fix }) => fix)).toEqual([expect.stringMatching(inCdk)]);
});
