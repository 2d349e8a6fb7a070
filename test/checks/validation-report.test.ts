import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, aws_iam as iam, aws_s3 as s3, Stack, Validations } from 'aws-cdk-lib';
import { HardenedBucket, HardenedBucketChecks } from '../../src';

interface Violation {
  readonly ruleName: string;
  readonly ruleMetadata: Record<string, string>;
  readonly violatingConstructs: { constructPath: string; cloudFormationResource?: { templatePath: string; logicalId: string; propertyPaths?: string[] }; stackTraces?: string[] }[];
}

/** What CDK writes for editors and `cdk validate` to read. */
function reportOf(build: (stack: Stack) => void): { pluginName: string; violations: Violation[] } {
  const app = new App({ context: { '@aws-cdk/core:debug': true } });
  Validations.of(app).addPlugins(new HardenedBucketChecks(app));
  build(new Stack(app, 'Stack'));
  expect(() => app.synth()).toThrow('BlockPublicAcls');
  const { pluginReports } = JSON.parse(fs.readFileSync(path.join(app.outdir, 'validation-report.json'), 'utf8'));
  return pluginReports.find(({ pluginName }: { pluginName: string }) => pluginName === 'HardenedBucketChecks');
}

beforeAll(() => {
  process.env.CDK_DEBUG = 'true';
});

afterAll(() => {
  delete process.env.CDK_DEBUG;
});

test('the validation report has every field that editors read, and the lines of the creation and of the override', () => {
  const { violations } = reportOf((stack) => {
    const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    (bucket.node.defaultChild as s3.CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicAcls', false);
  });
  const [{ ruleMetadata, violatingConstructs: [construct] }] = violations.filter(({ ruleName }) => ruleName.endsWith('HardenedBucket-BlockPublicAccess[BlockPublicAcls]'));
  expect(ruleMetadata).toMatchObject({ rule: 'HardenedBucket-BlockPublicAccess', level: 'BASELINE', verdict: 'violation', evidence: 'BlockPublicAcls', controls: expect.stringContaining('securityHub:S3.8') });
  expect(construct).toMatchObject({
    constructPath: 'Stack/Bucket/Resource',
    cloudFormationResource: {
      templatePath: expect.stringMatching(/Stack\.template\.json$/), logicalId: expect.stringMatching(/^Bucket/), propertyPaths: ['Properties.PublicAccessBlockConfiguration.BlockPublicAcls'],
    },
  });
  const [created, overridden] = construct.stackTraces!;
  const lines = fs.readFileSync(__filename, 'utf8').split('\n');
  const lineIn = (trace: string) => lines[Number(/validation-report\.test\.ts:(\d+)/.exec(trace)![1]) - 1];
  expect(lineIn(created)).toContain('new s3.Bucket(');
  expect(lineIn(overridden)).toContain('addPropertyOverride(');
});

test('a finding in the bucket policy is placed in the policy, too', () => {
  const { violations } = reportOf((stack) => {
    const bucket = new s3.Bucket(stack, 'Bucket', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY });
    bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')], principals: [new iam.AnyPrincipal()] }));
    (bucket.node.defaultChild as s3.CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicAcls', false);
  });
  const [{ ruleMetadata, violatingConstructs }] = violations.filter(({ ruleName }) => /PolicyNotPublic\[.*Statement/.test(ruleName));
  expect(ruleMetadata).toMatchObject({ statement: '0' });
  expect(violatingConstructs.map(({ constructPath, cloudFormationResource }) => [constructPath, cloudFormationResource!.propertyPaths])).toEqual([
    ['Stack/Bucket/Resource', undefined], ['Stack/Bucket/Policy/Resource', ['Properties.PolicyDocument.Statement.0']],
  ]);
});

test('a broken promise names the line that broke it, and the line that created the bucket', () => {
  const app = new App();
  const bucket = new HardenedBucket(new Stack(app, 'Stack'), 'Bucket');
  (bucket.node.defaultChild as s3.CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicAcls', false);
  expect(() => app.synth()).toThrow(/changed at: .*validation-report\.test\.ts:\d+:\d+\)?\n *created at: .*validation-report\.test\.ts:\d+/);
});
