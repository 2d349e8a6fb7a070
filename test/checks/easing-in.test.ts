import * as fs from 'node:fs';
import { App, Aspects, aws_ec2 as ec2, aws_iam as iam, aws_s3 as s3, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CheckLevel, FindingSeverity, HardenedBucket, HardenedBucketAspect, HardenedBucketChecks, HardenedBucketChecksProps, HardenedBucketRules } from '../../src';
import { CATALOG } from '../../src/rules/catalog';
import { hardenedBucket, workInTemporaryFolders } from '../cli/command-line';

workInTemporaryFolders();

const OUTDATED = 'HardenedBucket-Baseline[Outdated]';

/** Stacks with what is known of each bucket in many places: nested, in stages, in other stacks. */
function everywhere(more: (app: App) => void = () => undefined): App {
  const app = new App({ outdir: 'cdk.out' });
  const stack = new Stack(app, 'Data', { env: { account: '111122223333', region: 'eu-west-1' } });
  const bucket = new s3.Bucket(stack, 'Raw');
  bucket.grantRead(new iam.AccountPrincipal('444455556666'));
  bucket.grantPublicAccess();
  new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }).addToPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: [bucket.arnForObjects('*')] }));
  new s3.CfnBucket(new NestedStack(stack, 'Nested'), 'Inner');
  const net = new Stack(app, 'Net', { env: { account: '111122223333', region: 'eu-west-1' } });
  const endpoint = new ec2.Vpc(net, 'Vpc').addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('*')],
    conditions: { StringNotEquals: { 'aws:SourceVpce': endpoint.vpcEndpointId } },
  }));
  new s3.Bucket(new Stack(new Stage(app, 'Prod'), 'Data'), 'Raw');
  new s3.CfnBucketPolicy(stack, 'Loose', { bucket: 'elsewhere', policyDocument: { Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::elsewhere/*' } } });
  more(app);
  return app;
}

function violationsOf(app: App, props: HardenedBucketChecksProps = {}) {
  app.synth();
  const { success, violations } = new HardenedBucketChecks(app, props).validateScope(app);
  return { success, violations: violations.map(({ ruleName, violatingResources: [{ constructPath }] }) => `${constructPath}: ${ruleName}`) };
}

/** What the aspect notes, in words of the pack: one stage after another. */
function notesOf(app: App, props: HardenedBucketChecksProps): string[] {
  Aspects.of(app).add(new HardenedBucketAspect(props));
  app.synth();
  return app.node.findAll().flatMap(({ node }) => node.metadata.flatMap(({ data }) => typeof data === 'string' && data.startsWith('HardenedBucket-') ? [`${node.path}: ${/^[^ ]*(?=:)/.exec(data)![0]}`] : []));
}

const writeBaseline = (level: string) => hardenedBucket('check', 'cdk.out', '--level', level, '--baseline', 'known.json', '--write-baseline');

describe('a baseline that the command wrote', () => {
  test.each([['baseline', CheckLevel.BASELINE], ['strict', CheckLevel.STRICT]])('has everything that the pack finds: %s', (level, of) => {
    everywhere().synth();
    expect(violationsOf(everywhere(), { level: of }).success).toBe(false);
    expect(writeBaseline(level)).toMatchObject({ exitCode: 0 });
    expect(violationsOf(everywhere(), { level: of, baseline: 'known.json' })).toEqual({ success: true, violations: [] });
    expect(notesOf(everywhere(), { level: of, baseline: 'known.json' })).toEqual([]);
    expect(hardenedBucket('check', 'cdk.out', '--level', level, '--baseline', 'known.json', '--fail-on', 'warning')).toMatchObject({ exitCode: 0, err: '' });
  });

  test('lets synth go on with the pack, and one raw bucket more fails with exactly its findings', () => {
    everywhere().synth();
    writeBaseline('baseline');
    const known = everywhere();
    Validations.of(known).addPlugins(new HardenedBucketChecks(known, { baseline: 'known.json' }));
    expect(() => known.synth()).not.toThrow();
    expect(process.exitCode ?? 0).toBe(0);
    const { success, violations } = violationsOf(everywhere((app) => new s3.CfnBucket(app.node.findChild('Data') as Stack, 'New')), { baseline: 'known.json' });
    const alone = new App();
    new s3.CfnBucket(new Stack(alone, 'Data'), 'New');
    expect(success).toBe(false);
    expect(violations).toEqual(violationsOf(alone).violations);
    expect(violations.length).toBeGreaterThan(5);
  });

  test('is said to have what is gone, once, as a warning', () => {
    everywhere((app) => new s3.CfnBucket(app.node.findChild('Data') as Stack, 'Old')).synth();
    writeBaseline('strict');
    expect(violationsOf(everywhere(), { baseline: 'known.json' })).toEqual({ success: true, violations: [`: ${OUTDATED}`] });
    expect(notesOf(everywhere(), { baseline: 'known.json' })).toEqual([`Data: ${OUTDATED}`]);
    const [{ description, severity, fix }] = new HardenedBucketChecks(everywhere(), { baseline: 'known.json' }).validateScope(everywhere()).violations;
    expect({ severity, description }).toEqual({
      severity: 'warning',
      description: expect.stringMatching(/^\d+ findings of baseline 'known\.json' no longer exist: HardenedBucket-\w+\[\w+\] on cdk\.out\/Data\.template\.json Old, .* more\.$/),
    });
    expect(fix).toMatch(/^write the baseline anew with hardened-bucket check/);
    everywhere().synth();
    expect(hardenedBucket('check', 'cdk.out', '--baseline', 'known.json').err).toMatch(/^\d+ findings of baseline 'known\.json' no longer exist/);
  });

  test('of a stage is not missed by a pack on another', () => {
    everywhere().synth();
    writeBaseline('baseline');
    const app = everywhere();
    const prod = app.node.findChild('Prod') as Stage;
    expect(new HardenedBucketChecks(prod, { baseline: 'known.json' }).validateScope(prod)).toEqual({ success: true, violations: [] });
    expect(new HardenedBucketChecks(app, { baseline: 'known.json' }).validateScope(app.node.findChild('Data').node.findChild('Raw')).violations).toEqual([]);
  });
});

test.each([
  ['is not there', undefined, /baseline 'known\.json' is not there, seen from '.*': write it with hardened-bucket check cdk\.out --baseline 'known\.json' --write-baseline, or correct the path/],
  ['is not JSON', '{', /baseline 'known\.json': not valid JSON: /],
  ['is not a baseline', '[]', /baseline 'known\.json': \[\] is not a baseline: write one with --write-baseline/],
  ['is of another version', '{"version": 2, "findings": []}', /baseline 'known\.json': version 2 is not 1: write the baseline anew/],
])('fails for a baseline that %s', (_, text, message) => {
  if (text !== undefined) {
    fs.writeFileSync('known.json', text);
  }
  expect(() => new HardenedBucketChecks(new App(), { baseline: 'known.json' })).toThrow(message);
  expect(() => new HardenedBucketAspect({ baseline: 'known.json' })).toThrow(message);
});

test('fails for a baseline that is a folder', () => {
  expect(() => new HardenedBucketAspect({ baseline: '.' })).toThrow("baseline '.' cannot be read (EISDIR)");
});

describe('reportOnly', () => {
  const raw = () => {
    const app = new App();
    new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
    return app;
  };

  test('reports everything as a warning, whatever the severities say', () => {
    const app = raw();
    const { success, violations } = new HardenedBucketChecks(app, { reportOnly: true, severities: { [HardenedBucketRules.TLS_ONLY]: FindingSeverity.ERROR } }).validateScope(app);
    expect(success).toBe(true);
    expect(violations.map(({ ruleName }) => ruleName)).toEqual(new HardenedBucketChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName));
    expect(new Set(violations.map(({ severity }) => severity))).toEqual(new Set(['warning']));
  });

  test('leaves severities as they are where it is off', () => {
    const app = raw();
    expect(new HardenedBucketChecks(app, { reportOnly: false }).validateScope(app).success).toBe(false);
  });

  test('of the aspect notes no error', () => {
    const app = raw();
    Aspects.of(app).add(new HardenedBucketAspect({ reportOnly: true }));
    const types = app.synth().getStackArtifact('Stack').messages.map(({ level }) => level);
    expect(new Set(types)).toEqual(new Set(['warning']));
    expect(types.length).toBeGreaterThan(5);
  });
});

describe('the ids of rules as constants', () => {
  test('are options, and acknowledge', () => {
    const app = new App();
    const bucket = new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
    Validations.of(bucket).acknowledge({ id: HardenedBucketRules.VERSIONING, reason: 'scratch data' });
    const { violations } = violationsOf(app, {
      excludedRules: [HardenedBucketRules.TLS_ONLY],
      levels: { [HardenedBucketRules.KMS_ENCRYPTION]: CheckLevel.STRICT },
      severities: { [HardenedBucketRules.RAW_BUCKET]: FindingSeverity.WARNING },
    });
    expect(violations.filter((text) => /TlsOnly|KmsEncryption|Versioning/.test(text))).toEqual([]);
    expect(violations).toContain('Stack/Bucket: HardenedBucket-RawBucket[Raw]');
  });

  test('are all that the catalog has', () => {
    expect(Object.values(HardenedBucketRules).sort()).toEqual(CATALOG.map(({ id }) => id).sort());
  });
});

test('a hardened bucket has nothing to be known', () => {
  const app = new App({ outdir: 'cdk.out' });
  new HardenedBucket(new Stack(app, 'Stack'), 'Data');
  app.synth();
  writeBaseline('baseline');
  expect(JSON.parse(fs.readFileSync('known.json', 'utf8'))).toEqual({ version: 1, findings: [] });
});
