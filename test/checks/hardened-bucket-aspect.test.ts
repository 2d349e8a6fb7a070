import { App, aws_iam as iam, aws_s3 as s3, Aspects, CfnParameter, IAspect, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';
import { CheckLevel, FindingSeverity, HardenedBucket, HardenedBucketAspect, HardenedBucketChecks, HardenedBucketChecksProps } from '../../src';
import { synthError } from '../bucket/apps';

/** What stands as an error or a warning on constructs of a stack, by rule and finding. */
function annotated(stack: Stack, level: 'error' | 'warning' = 'error'): string[] {
  const assembly = (Stage.of(stack) as App).synth();
  return assembly.getStackArtifact(stack.artifactId).messages.filter((message) => message.level === level)
    .map(({ entry }) => /HardenedBucket-[^:]*/.exec(String(entry.data))![0]);
}

/** What the aspect and the pack say of the same tree. */
function both(make: (stack: Stack) => void, props: HardenedBucketChecksProps = {}) {
  const stacks = [1, 2].map(() => {
    const stack = new Stack(new App(), 'Stack');
    make(stack);
    return stack;
  });
  Aspects.of(stacks[0]).add(new HardenedBucketAspect(props));
  const { violations } = new HardenedBucketChecks(stacks[1], props).validateScope(stacks[1].node.root);
  const of = (severity: string) => violations.filter((violation) => violation.severity === severity).map(({ ruleName }) => ruleName);
  return { aspect: [annotated(stacks[0]), annotated(stacks[0], 'warning')], pack: [of('error'), of('warning')] };
}

test.each<[string, (stack: Stack) => void, HardenedBucketChecksProps?]>([
  ['a raw bucket', (stack) => new s3.Bucket(stack, 'Bucket')],
  ['a raw bucket at STRICT', (stack) => new s3.Bucket(stack, 'Bucket'), { level: CheckLevel.STRICT }],
  ['a hardened bucket', (stack) => new HardenedBucket(stack, 'Bucket')],
  ['a hardened bucket at STRICT', (stack) => new HardenedBucket(stack, 'Bucket'), { level: CheckLevel.STRICT }],
  ['what is decided at deployment', (stack) => new s3.CfnBucket(stack, 'Bucket', { versioningConfiguration: { status: new CfnParameter(stack, 'On').valueAsString } })],
  ['a policy on a bucket that is elsewhere', (stack) => new s3.CfnBucketPolicy(stack, 'Policy', {
    bucket: 'elsewhere', policyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::elsewhere/*' }] },
  })],
  ['an acknowledged rule', (stack) => Validations.of(new s3.Bucket(stack, 'Bucket')).acknowledge({ id: 'HardenedBucket-TlsOnly', reason: 'a test' })],
])('the aspect reports what the pack reports: %s', (_, make, ...[props]) => {
  const { aspect, pack } = both(make, props);
  expect(aspect).toEqual(pack);
});

test('judges what a later aspect changes', () => {
  const stack = new Stack(new App(), 'Stack');
  const bucket = new HardenedBucket(stack, 'Bucket');
  Aspects.of(stack).add(new HardenedBucketAspect());
  Aspects.of(stack).add({
    visit: (node: IConstruct) => node === bucket.node.defaultChild && (node as s3.CfnBucket).addMetadata('cdk-hardened-bucket', ''),
  } as unknown as IAspect);
  expect(annotated(stack)).toEqual(['HardenedBucket-RawBucket[Raw]']);
});

test('sees a policy in another stack', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const bucket = new s3.CfnBucket(stack, 'Bucket');
  new s3.CfnBucketPolicy(new Stack(app, 'Other'), 'Policy', {
    bucket: bucket.ref,
    policyDocument: { Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [bucket.attrArn, `${bucket.attrArn}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] },
  });
  Aspects.of(stack).add(new HardenedBucketAspect());
  const found = annotated(stack);
  expect(found).toContain('HardenedBucket-Versioning[Status]');
  expect(found).not.toContain('HardenedBucket-TlsOnly[PlainHttp]');
});

test('judges the subtree that it is on, and nothing beside it', () => {
  const app = new App();
  const [inside, outside] = ['Inside', 'Outside'].map((id) => new Stack(app, id));
  for (const stack of [inside, outside]) {
    new s3.Bucket(stack, 'Bucket');
  }
  Aspects.of(inside).add(new HardenedBucketAspect());
  expect(annotated(inside).length).toBeGreaterThan(5);
  expect(annotated(outside)).toEqual([]);
});

describe('nobody reports a finding twice', () => {
  function occurrences(text: string, of: string): number {
    return text.split(of).length - 1;
  }

  test('two packs', () => {
    const app = new App();
    const stage = new Stage(app, 'Stage');
    new s3.Bucket(new Stack(stage, 'Stack'), 'Bucket');
    Validations.of(app).addPlugins(new HardenedBucketChecks(app), new HardenedBucketChecks(stage));
    expect(occurrences(synthError(app), 'is not versioned')).toBe(1);
  });

  test('a stricter pack adds what it alone finds', () => {
    const app = new App();
    new s3.Bucket(new Stack(app, 'Stack'), 'Bucket');
    Validations.of(app).addPlugins(new HardenedBucketChecks(app), new HardenedBucketChecks(app, { level: CheckLevel.STRICT }));
    const error = synthError(app);
    expect(occurrences(error, 'is not versioned')).toBe(1);
    expect(occurrences(error, 'does not turn on object lock')).toBe(1);
  });

  test('two aspects', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new s3.Bucket(stack, 'Bucket');
    Aspects.of(app).add(new HardenedBucketAspect());
    Aspects.of(stack).add(new HardenedBucketAspect());
    const found = annotated(stack);
    expect(new Set(found).size).toBe(found.length);
    expect(found.length).toBeGreaterThan(5);
  });

  test('an aspect and a pack', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new s3.Bucket(stack, 'Bucket');
    Aspects.of(stack).add(new HardenedBucketAspect());
    Validations.of(app).addPlugins(new HardenedBucketChecks(app));
    expect(occurrences(synthError(app), 'is not versioned')).toBeLessThan(2);
    expect(annotated(stack)).toContain('HardenedBucket-Versioning[Status]');
  });

  test('and no synth loses one to an earlier synth', () => {
    const app = new App();
    new s3.Bucket(new Stack(app, 'Stack'), 'Bucket');
    const pack = new HardenedBucketChecks(app);
    Validations.of(app).addPlugins(pack);
    const counts = [1, 2].map(() => pack.validate({ templatePaths: [] } as never).violations.length);
    expect(counts[0]).toBeGreaterThan(5);
    expect(counts[1]).toBe(counts[0]);
    expect(new HardenedBucketChecks(app).validateScope(app).violations).toHaveLength(counts[0]);
  });
});

describe('options', () => {
  const findings = (props: HardenedBucketChecksProps) => {
    const app = new App();
    new s3.Bucket(new Stack(app, 'Stack'), 'Bucket');
    return new HardenedBucketChecks(app, props).validateScope(app);
  };
  const rules = (props: HardenedBucketChecksProps) => [...new Set(findings(props).violations.map(({ ruleName }) => ruleName.replace(/\[.*/, '')))];

  test('an excluded rule is not applied', () => {
    expect(rules({})).toContain('HardenedBucket-Versioning');
    expect(rules({ excludedRules: ['HardenedBucket-Versioning'] })).not.toContain('HardenedBucket-Versioning');
  });

  test('a rule on another level', () => {
    expect(rules({})).not.toContain('HardenedBucket-ObjectLock');
    expect(rules({ levels: { 'HardenedBucket-ObjectLock': CheckLevel.BASELINE } })).toContain('HardenedBucket-ObjectLock');
    expect(rules({ levels: { 'HardenedBucket-Versioning': CheckLevel.STRICT } })).not.toContain('HardenedBucket-Versioning');
  });

  test('warnings alone do not fail', () => {
    const severities = Object.fromEntries(rules({}).map((rule) => [rule, FindingSeverity.WARNING]));
    const { success, violations } = findings({ severities });
    expect(success).toBe(true);
    expect(violations.every(({ severity }) => severity === 'warning')).toBe(true);
    expect(violations.length).toBe(findings({}).violations.length);
  });

  test('a trust zone', () => {
    const app = new App();
    const bucket = new HardenedBucket(new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } }), 'Bucket');
    bucket.grantRead(new iam.AccountPrincipal('444455556666'));
    const found = (props: HardenedBucketChecksProps) => new HardenedBucketChecks(app, props).validateScope(app).violations.map(({ ruleName }) => ruleName);
    expect(found({})).toEqual([]);
    expect(found({ trustZone: { accounts: ['777788889999'] } })).toEqual(['HardenedBucket-WithinTrustZone[Outside]']);
    expect(found({ trustZone: { accounts: ['444455556666'] } })).toEqual([]);
  });

  test.each<[string, HardenedBucketChecksProps, string]>([
    ['a level that there is not', { level: 'strict' as CheckLevel }, "level is 'strict'. Use one of CheckLevel.BASELINE, CheckLevel.STRICT"],
    ['a severity that there is not', { severities: { 'HardenedBucket-Versioning': 'loud' as FindingSeverity } }, "severities['HardenedBucket-Versioning'] is 'loud'. Use one of FindingSeverity."],
    ['a rule that there is not', { excludedRules: ['HardenedBucket-Tls'] }, "unknown rule 'HardenedBucket-Tls'; did you mean HardenedBucket-TlsOnly or HardenedBucket-MinimumTls?"],
    ['a level of a rule that there is not', { levels: { Versioning: CheckLevel.STRICT } }, "unknown rule 'Versioning'; did you mean HardenedBucket-Versioning"],
    ['a trust zone of what is no account', { trustZone: { accounts: ['me'] } }, 'accounts: "me" is not an account id of twelve digits'],
  ])('fails for %s', (_, props, message) => {
    expect(() => new HardenedBucketChecks(new App(), props)).toThrow(message);
    expect(() => new HardenedBucketAspect(props)).toThrow(message);
  });
});

test('the default bucket has no finding at STRICT but object lock and replication, and none where both are on', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const bucket = new HardenedBucket(stack, 'Bucket');
  const found = () => new HardenedBucketChecks(app, { level: CheckLevel.STRICT }).validateScope(app).violations.map(({ ruleName }) => ruleName);
  expect(found()).toEqual(['HardenedBucket-ObjectLock[ObjectLock]', 'HardenedBucket-Replication[NoRule]']);
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  resource.objectLockEnabled = true;
  resource.replicationConfiguration = { role: 'arn:aws:iam::111122223333:role/replication', rules: [{ status: 'Enabled', destination: { bucket: 'arn:aws:s3:::replica' } }] };
  expect(found()).toEqual([]);
  expect(() => Template.fromStack(stack)).not.toThrow();
});
