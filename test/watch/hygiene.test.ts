import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, aws_events as events, IPolicyValidationPlugin, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R4Checks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { AccessLogsBucket, AccountBlockPublicAccess, BucketConfigRules, BucketRepair, BucketWatch, BucketWatchProps, CheckLevel, HardenedBucketChecks, ManagementEvents, PolicyAnalyzer, PolicyOutcome } from '../../src';
import { S3_ACTIONS } from '../../src/policy/s3-actions';
import { ACCOUNT_READS, BUCKET_READS } from '../../src/watch/read-permissions';

const ROOT = path.join(__dirname, '..', '..');
const ENV = { account: '111122223333', region: 'eu-west-1' };

const WATCHES: readonly [string, (stack: Stack) => Partial<BucketWatchProps>][] = [
  ['by default', () => ({})],
  ['with a trail', () => ({ managementEvents: ManagementEvents.newTrail() })],
  ['with everything', (stack) => ({
    managementEvents: ManagementEvents.newTrail({ allRegions: true }),
    securityHub: true,
    reportTo: events.EventBus.fromEventBusArn(stack, 'Central', 'arn:aws:events:us-east-1:444455556666:event-bus/reports'),
    remediation: { repairs: Object.values(BucketRepair), apply: true, serverAccessLogsBucket: new AccessLogsBucket(stack, 'Logs') },
  })],
];

function makeWatch(props: (stack: Stack) => Partial<BucketWatchProps>): { readonly app: App; readonly stack: Stack } {
  const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
  const stack = new Stack(app, 'Stack', { env: ENV });
  const watch = new BucketWatch(stack, 'Watch', { managementEvents: ManagementEvents.existingTrail(), ...props(stack) });
  new BucketConfigRules(stack, 'ConfigRules', { watch, level: CheckLevel.STRICT });
  new AccountBlockPublicAccess(stack, 'BlockPublicAccess');
  return { app, stack };
}

/** What CDK reports after synth, acknowledgments applied: `rule construct`. Those of the archive's own are tested with it. */
function findingsOf(app: App): string[] {
  try {
    app.synth();
  } catch {
    // The report says what was found.
  }
  const report = JSON.parse(fs.readFileSync(path.join(app.outdir, 'validation-report.json'), 'utf8'));
  return report.pluginReports
    .filter(({ pluginName }: any) => pluginName !== 'CloudFormation Validate')
    .flatMap(({ violations }: any) => violations)
    .flatMap(({ ruleName, violatingConstructs }: any) => violatingConstructs.map(({ constructPath }: any) => `${ruleName} ${constructPath}`));
}

const PACKS: readonly [string, (app: App) => IPolicyValidationPlugin][] = [
  ['AwsSolutions', () => new AwsSolutionsChecks()],
  ['NIST 800-53 r4', () => new NIST80053R4Checks()],
  ['NIST 800-53 r5', () => new NIST80053R5Checks()],
  ['HIPAA', () => new HIPAASecurityChecks()],
  ['PCI DSS', () => new PCIDSS321Checks()],
  ['Serverless', () => new ServerlessChecks()],
  ['HardenedBucketChecks at STRICT', (app) => new HardenedBucketChecks(app, { level: CheckLevel.STRICT })],
];

/** Replication and object lock are options of every bucket, and the trail names its log streams by a wildcard, as CloudTrail asks. */
const OF_THE_ARCHIVE = /S3BucketReplicationEnabled|S3BucketDefaultLockEnabled|HardenedBucket-(Replication|ObjectLock)|IAM5\[Resource::.*:log-stream:/;

describe.each(WATCHES)('a watch %s', (_, props) => {
  test.each(PACKS)('leaves no finding under %s, and its user suppresses nothing', (__, pack) => {
    const { app } = makeWatch(props);
    Validations.of(app).addPlugins(pack(app));
    expect(findingsOf(app).filter((found) => !OF_THE_ARCHIVE.test(found))).toEqual([]);
  });
});

/** cfn-lint of the benchmarks, or of the machine. */
const CFN_LINT = [path.join(ROOT, '.bench/bin/cfn-lint'), path.join(ROOT, '.bench/venv/bin/cfn-lint'), 'cfn-lint'].find((command) => spawnSync(command, ['--version']).status === 0);

(CFN_LINT ? test : test.skip)('cfn-lint finds nothing in the template (it is skipped where cfn-lint is not installed: pip install cfn-lint)', () => {
  const { app, stack } = makeWatch(WATCHES[2][1]);
  const { directory } = app.synth();
  const { stdout, status } = spawnSync(CFN_LINT!, ['--format', 'parseable', '--ignore-checks', 'W3005', 'W3037', '--', path.join(directory, `${stack.stackName}.template.json`)], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

/** The policy of a role for the reasoner, which reads policies of resources: anyone who asks has the role, so each statement is for anyone. */
function policyOf(logicalId: string): { readonly statements: any[]; readonly analyzer: PolicyAnalyzer } {
  const { stack } = makeWatch(WATCHES[2][1]);
  const found = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy')).find(([id]) => id.startsWith(logicalId))!;
  const statements = JSON.parse(JSON.stringify(found[1].Properties.PolicyDocument.Statement), (_, value) => value?.Ref ? value.Ref === 'AWS::Partition' ? 'aws' : `arn:aws:sns:eu-west-1:111122223333:${value.Ref}`
    : value?.['Fn::GetAtt'] ? `arn:aws:sqs:eu-west-1:111122223333:${value['Fn::GetAtt'][0]}` : value?.['Fn::Join']?.[1].join('') ?? value);
  const principal = '*';
  return { statements, analyzer: PolicyAnalyzer.fromJson(JSON.stringify({ Version: '2012-10-17', Statement: statements.map((statement: any) => ({ ...statement, Principal: principal })) })) };
}

describe('the role of the handler, by our own reasoner', () => {
  const { statements, analyzer } = policyOf('WatchHandlerRole');
  const context = { 'aws:ResourceAccount': '111122223333', 'aws:SecureTransport': 'true' };
  const decision = (action: string, resource: string) =>
    analyzer.allows(JSON.stringify({ principal: { AWS: 'arn:aws:iam::111122223333:role/Handler' }, action, resource, context })).decision;

  test.each(BUCKET_READS)('it may call %s on any bucket of the account', (action) => {
    expect(decision(action, 'arn:aws:s3:::anything')).toBe(PolicyOutcome.ALLOW);
  });

  test('fails: any other call of S3, on a bucket, an object or an access point', () => {
    const others = S3_ACTIONS.map(({ name }) => name).filter((name) => ![...BUCKET_READS, ...ACCOUNT_READS].includes(name));
    const resources = ['arn:aws:s3:::anything', 'arn:aws:s3:::anything/key', 'arn:aws:s3:eu-west-1:111122223333:accesspoint/any', 'arn:aws:s3:eu-west-1:111122223333:accesspoint/any/object/key'];
    expect(others.length).toBeGreaterThan(100);
    expect(others.flatMap((action) => resources.map((resource) => `${action} ${resource}: ${decision(action, resource)}`)).filter((line) => !line.endsWith(`: ${PolicyOutcome.IMPLICIT_DENY}`))).toEqual([]);
  });

  test.each(BUCKET_READS)('fails: it calls %s on a bucket of another account', (action) => {
    const request = { principal: { AWS: 'arn:aws:iam::111122223333:role/Handler' }, action, resource: 'arn:aws:s3:::anything', context: { ...context, 'aws:ResourceAccount': '444455556666' } };
    expect(analyzer.allows(JSON.stringify(request)).decision).toBe(PolicyOutcome.IMPLICIT_DENY);
  });

  test.each(['kms:PutKeyPolicy', 'kms:CreateGrant', 'iam:PassRole', 'lambda:UpdateFunctionCode', 'cloudtrail:StopLogging'])('fails: it calls %s', (action) => {
    expect(decision(action, 'arn:aws:kms:eu-west-1:111122223333:key/any')).toBe(PolicyOutcome.IMPLICIT_DENY);
  });

  test('of S3 it may read settings, and nothing else', () => {
    const actions = statements.flatMap(({ Action }) => [Action].flat()).filter((action: string) => action.startsWith('s3:'));
    expect(actions.sort()).toEqual([...BUCKET_READS, ...ACCOUNT_READS].sort());
  });

  test('a resource is `*` only where the actions have none', () => {
    expect(statements.filter(({ Resource }) => [Resource].flat().includes('*')).map(({ Action }) => Action)).toEqual([[...ACCOUNT_READS]]);
  });

  test('each statement says what it is for', () => {
    expect(statements.filter(({ Sid }) => !/^[A-Z][A-Za-z]+$/.test(Sid ?? ''))).toEqual([]);
  });

  test('keys are used by their ARN, and all others are read only', () => {
    const ofKeys = statements.filter(({ Action }) => [Action].flat().some((action: string) => action.startsWith('kms:')));
    expect(ofKeys.map(({ Sid, Action }) => [Sid, Action])).toEqual([
      ['ReadKeySettings', ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus']], ['UseKeys', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ]);
  });
});
