import * as fs from 'node:fs';
import * as os from 'node:os';
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

describe('a broken construct, which keeps CDK from writing its report, writes one itself', () => {
  const read = (app: App) => JSON.parse(fs.readFileSync(path.join(app.outdir, 'validation-report.json'), 'utf8'));
  const breakIt = (bucket: HardenedBucket) => (bucket.node.defaultChild as s3.CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicAcls', false);

  test('with every field that editors read', () => {
    const app = new App();
    const bucket = new HardenedBucket(new Stack(app, 'Stack'), 'Bucket');
    breakIt(bucket);
    expect(() => app.synth()).toThrow('BlockPublicAcls');
    const { version, pluginReports: [{ pluginName, conclusion, violations: [violation] }] } = read(app);
    expect({ version, pluginName, conclusion }).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/), pluginName: 'HardenedBucket', conclusion: 'failure' });
    expect(violation).toMatchObject({
      ruleName: 'HardenedBucket-BlockPublicAccess[BlockPublicAcls]',
      description: expect.stringContaining('This HardenedBucket has BlockPublicAcls off'),
      suggestedFix: expect.stringContaining('remove what changes it'),
      severity: 'error',
      ruleMetadata: { rule: 'HardenedBucket-BlockPublicAccess', level: 'BASELINE', controls: expect.stringContaining('securityHub:S3.8') },
      violatingConstructs: [{
        constructPath: 'Stack/Bucket/Resource',
        cloudFormationResource: { templatePath: 'Stack.template.json', logicalId: expect.stringMatching(/^Bucket/), propertyPaths: ['Properties.PublicAccessBlockConfiguration.BlockPublicAcls'] },
        stackTraces: [expect.stringMatching(/validation-report\.test\.ts:\d+/), expect.stringMatching(/validation-report\.test\.ts:\d+/)],
      }],
    });
  });

  test('the fields are those that CDK itself writes for the same finding', () => {
    const app = new App();
    breakIt(new HardenedBucket(new Stack(app, 'Stack'), 'Bucket'));
    expect(() => app.synth()).toThrow();
    const [ours] = read(app).pluginReports[0].violations;
    const { violations: [theirs] } = reportOf((stack) => new s3.CfnBucket(stack, 'Bucket', { publicAccessBlockConfiguration: { blockPublicAcls: false } }));
    // What CDK knows of the class of a construct has no public twin.
    const { constructFqn, libraryVersion, ...theirConstruct } = theirs.violatingConstructs[0] as unknown as Record<string, unknown>;
    expect([constructFqn, libraryVersion]).toEqual(['aws-cdk-lib.aws_s3.CfnBucket', expect.any(String)]);
    expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
    expect(Object.keys(ours.violatingConstructs[0]).sort()).toEqual(Object.keys(theirConstruct).sort());
  });

  test('for all that are broken, in stages and stacks, and beside the policy for what is in it', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    breakIt(new HardenedBucket(stack, 'One'));
    const other = new HardenedBucket(stack, 'Other');
    (other.policy!.node.defaultChild as s3.CfnBucketPolicy).addPropertyOverride('PolicyDocument.Statement', []);
    expect(() => app.synth()).toThrow();
    const { violations } = read(app).pluginReports[0];
    expect(violations[0].violatingConstructs.map(({ constructPath }: { constructPath: string }) => constructPath)).toEqual(['Stack/One/Resource']);
    const tls = violations.find(({ ruleName }: { ruleName: string }) => ruleName.startsWith('HardenedBucket-TlsOnly'));
    expect(tls.ruleMetadata.request).toContain('s3:GetObject');
    expect(tls.violatingConstructs.map(({ constructPath }: { constructPath: string }) => constructPath)).toEqual(['Stack/Other/Resource', 'Stack/Other/Policy/Resource']);
  });

  test('a synth without it leaves no report of an earlier one', () => {
    const outdir = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'report-'));
    const broken = new App({ outdir });
    breakIt(new HardenedBucket(new Stack(broken, 'Stack'), 'Bucket'));
    expect(() => broken.synth()).toThrow();
    const app = new App({ outdir, postCliContext: { 'aws:cdk:disable-validation': true } });
    new HardenedBucket(new Stack(app, 'Stack'), 'Bucket');
    app.synth();
    const file = path.join(outdir, 'validation-report.json');
    expect(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '').not.toContain('"pluginName": "HardenedBucket"');
    fs.rmSync(outdir, { recursive: true });
  });
});
