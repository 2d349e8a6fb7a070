import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, aws_s3 as s3, Duration, IPolicyValidationPlugin, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R4Checks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { AccessInsights, AccessLogsBucket, CheckLevel, HardenedBucket, HardenedBucketChecks, ServerSideEncryption } from '../../src';

/** The stacks that are judged: what they hold, and the data buckets in them. */
const STACKS: readonly [string, (app: App) => void, string[]][] = [
  ['the default', (app) => { new HardenedBucket(new Stack(app, 'Stack'), 'Bucket'); }, ['Stack/Bucket/Resource']],
  ['DSSE', (app) => { new HardenedBucket(new Stack(app, 'Stack'), 'Bucket', { encryption: ServerSideEncryption.DSSE }); }, ['Stack/Bucket/Resource']],
  ['a central log bucket', (app) => {
    const serverAccessLogsBucket = new AccessLogsBucket(new Stack(app, 'Central'), 'Logs');
    new HardenedBucket(new Stack(app, 'A'), 'Bucket', { serverAccessLogsBucket });
    new HardenedBucket(new Stack(app, 'B'), 'Bucket', { serverAccessLogsBucket });
  }, ['A/Bucket/Resource', 'B/Bucket/Resource']],
];

/** What is left on a data bucket without the options for replication and object lock. */
const PACKS: readonly [string, () => IPolicyValidationPlugin, string[]][] = [
  ['AwsSolutions', () => new AwsSolutionsChecks(), []],
  ['NIST 800-53 r4', () => new NIST80053R4Checks(), ['NIST.800.53.R4-S3BucketDefaultLockEnabled', 'NIST.800.53.R4-S3BucketReplicationEnabled']],
  ['NIST 800-53 r5', () => new NIST80053R5Checks(), ['NIST.800.53.R5-S3BucketReplicationEnabled']],
  ['HIPAA', () => new HIPAASecurityChecks(), ['HIPAA.Security-S3BucketReplicationEnabled']],
  ['PCI DSS', () => new PCIDSS321Checks(), ['PCI.DSS.321-S3BucketReplicationEnabled']],
  ['Serverless', () => new ServerlessChecks(), []],
  ['HardenedBucketChecks', () => undefined as never, []],
];

/** What CDK reports after synth, acknowledgements applied: `rule construct`, sorted. */
function findingsOf(app: App): string[] {
  try {
    app.synth();
  } catch {
    // The report says what was found.
  }
  const report = JSON.parse(fs.readFileSync(path.join(app.outdir, 'validation-report.json'), 'utf8'));
  return report.pluginReports
    .filter(({ pluginName }: { pluginName: string }) => pluginName !== 'CloudFormation Validate')
    .flatMap(({ violations }: { violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }) => violations)
    .flatMap(({ ruleName, violatingConstructs }: { ruleName: string; violatingConstructs: { constructPath: string }[] }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`))
    .sort();
}

describe.each(STACKS)('%s', (_, make, dataBuckets) => {
  test.each(PACKS)('under %s leaves exactly replication and object lock', (name, pack, rules) => {
    const app = new App();
    make(app);
    Validations.of(app).addPlugins(name === 'HardenedBucketChecks' ? new HardenedBucketChecks(app) : pack());
    expect(findingsOf(app)).toEqual(rules.flatMap((rule) => dataBuckets.map((bucket) => `${rule} ${bucket}`)).sort());
  });
});

/** The names of log streams begin with account and Region, and go on as CloudTrail likes. */
test.each(PACKS)('insights into access leave nothing under %s, but replication, object lock and to name log streams by a wildcard', (name, pack) => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new AccessInsights(stack, 'Insights', { bucket: new HardenedBucket(stack, 'Bucket'), knownSources: { addresses: ['203.0.113.7'] } });
  Validations.of(app).addPlugins(name === 'HardenedBucketChecks' ? new HardenedBucketChecks(app, { level: CheckLevel.STRICT }) : pack());
  expect(findingsOf(app).filter((found) => !/S3BucketReplicationEnabled|S3BucketDefaultLockEnabled|HardenedBucket-(Replication|ObjectLock)/.test(found))).toEqual(name === 'AwsSolutions' ? [
    expect.stringMatching(/^AwsSolutions-IAM5\[Resource::.*:log-stream:.*_CloudTrail_.*\*\] Stack\/HardenedBucketDataEvents\/DeliveryRole\/Permissions\/Resource$/),
  ] : []);
});

/** AwsSolutions asks for a reason for each wildcard. `/*` is how a policy names the objects of a bucket. */
test.each(PACKS)('replication and object lock leave nothing on the bucket under %s, but to name the objects by a wildcard', (name, pack) => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const objectLockDefaultRetention = s3.ObjectLockRetention.governance(Duration.days(30));
  const destination = new HardenedBucket(stack, 'Replica', { objectLockDefaultRetention });
  new HardenedBucket(stack, 'Bucket', { objectLockDefaultRetention, replicationRules: [{ destination }] });
  Validations.of(app).addPlugins(name === 'HardenedBucketChecks' ? new HardenedBucketChecks(app, { level: CheckLevel.STRICT }) : pack());
  expect(findingsOf(app).filter((found) => !found.endsWith(` ${destination.node.path}/Resource`))).toEqual(name === 'AwsSolutions' ? [
    'AwsSolutions-IAM5[Resource::<Bucket83908E77.Arn>/*] Stack/Bucket/ReplicationRole/Permissions/Resource',
    'AwsSolutions-IAM5[Resource::<ReplicaDDFB2A87.Arn>/*] Stack/Bucket/ReplicationRole/Permissions/Resource',
  ] : []);
});

test('what the log bucket acknowledges is not silenced on a data bucket', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const bucket = new HardenedBucket(stack, 'Bucket');
  Validations.of(app).addPlugins(new NIST80053R5Checks());
  expect(findingsOf(app)).toContain(`NIST.800.53.R5-S3BucketReplicationEnabled ${bucket.node.path}/Resource`);
});
