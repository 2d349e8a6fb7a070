import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, aws_events as events, aws_kms as kms, aws_sns as sns, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AccessLogsBucket, BucketRepair, BucketWatch, BucketWatchProps, CheckLevel, FindingSeverity, ManagementEvents, TlsVersion, WatchModel } from '../../src';
import { MODEL_TEMPLATES } from '../../src/rules/models.generated';
import { REPAIR_PERMISSIONS } from '../../src/watch/bucket-repair';
import { ACCOUNT_READS, BUCKET_READS } from '../../src/watch/read-permissions';

const SRC = path.join(__dirname, '..', '..', 'src');
const ENV = { account: '111122223333', region: 'eu-west-1' };

function templateOf(props: Partial<BucketWatchProps> = {}, make?: (stack: Stack) => Partial<BucketWatchProps>): Template {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  new BucketWatch(stack, 'Watch', { managementEvents: ManagementEvents.existingTrail(), ...props, ...make?.(stack) });
  return Template.fromStack(stack);
}

/** The settings that the handler reads, as they are after deployment: what only AWS knows is `<LogicalId>`. */
function settingsOf(template: Template): any {
  const [{ Properties }] = Object.values(template.findResources('AWS::Lambda::Function'));
  const text = Properties.Environment.Variables.WATCH_SETTINGS;
  return JSON.parse((text['Fn::Join'][1] as any[]).map((part) => typeof part === 'string' ? part : `<${part.Ref ?? part['Fn::GetAtt'].join('.')}>`).join(''));
}

/** The properties of the one resource of a type. */
function theOne(template: Template, type: string, id = ''): any {
  const found = Object.entries(template.findResources(type)).filter(([logicalId]) => logicalId.includes(id));
  expect(found).toHaveLength(1);
  return found[0][1].Properties;
}

const byDefault = templateOf();

test('the function has a pinned runtime, arm64, a dead-letter queue and encrypted settings', () => {
  byDefault.hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler', ReservedConcurrentExecutions: 10, DeadLetterConfig: { TargetArn: Match.anyValue() }, KmsKeyArn: Match.anyValue(),
  });
});

test('a message that fails comes back alone, and after five attempts is put aside', () => {
  byDefault.hasResourceProperties('AWS::Lambda::EventSourceMapping', { FunctionResponseTypes: ['ReportBatchItemFailures'], ScalingConfig: { MaximumConcurrency: 5 }, BatchSize: 10 });
  expect(theOne(byDefault, 'AWS::SQS::Queue', 'WatchQueue')).toMatchObject({ DelaySeconds: 120, VisibilityTimeout: 1800, RedrivePolicy: { maxReceiveCount: 5 } });
});

test('queues, topic, table and log are encrypted with the key of the watch', () => {
  const key = { 'Fn::GetAtt': [Object.keys(byDefault.findResources('AWS::KMS::Key')).find((id) => id.startsWith('WatchKey')), 'Arn'] };
  const of = (type: string, property: string) => Object.entries(byDefault.findResources(type)).filter(([id]) => id.startsWith('Watch')).map(([, { Properties }]) => Properties[property]);
  expect([...of('AWS::SQS::Queue', 'KmsMasterKeyId'), ...of('AWS::SNS::Topic', 'KmsMasterKeyId'), ...of('AWS::Logs::LogGroup', 'KmsKeyId')]).toEqual([key, key, key, key]);
  expect(theOne(byDefault, 'AWS::DynamoDB::Table').SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key });
});

test('the table has the keys that the handler counts on, on demand, with recovery', () => {
  expect(theOne(byDefault, 'AWS::DynamoDB::Table')).toMatchObject({
    KeySchema: [{ AttributeName: 'bucket', KeyType: 'HASH' }, { AttributeName: 'rule', KeyType: 'RANGE' }],
    AttributeDefinitions: [{ AttributeName: 'bucket', AttributeType: 'S' }, { AttributeName: 'rule', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
  });
});

test('the queue is TLS-only, and takes messages of the rules of the watch and of nobody else', () => {
  const rules = Object.keys(byDefault.findResources('AWS::Events::Rule')).map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
  for (const { Properties } of Object.values(byDefault.findResources('AWS::SQS::QueuePolicy'))) {
    const [tls, allow, ...others] = Properties.PolicyDocument.Statement;
    expect(tls).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(allow.Condition).toEqual({ ArnEquals: { 'aws:SourceArn': rules }, StringEquals: { 'aws:SourceAccount': '111122223333' } });
    expect(others).toEqual([]);
  }
});

test('each rule puts what it cannot deliver aside', () => {
  for (const { Properties } of Object.values(byDefault.findResources('AWS::Events::Rule'))) {
    expect(Properties.Targets).toEqual([expect.objectContaining({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^WatchDeadLetters/), 'Arn'] } } })]);
  }
});

test('a sweep is asked for once a day', () => {
  byDefault.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 day)', Targets: [Match.objectLike({ Input: '{"kind":"sweep"}' })] });
});

test('there are alarms on errors, throttles, dead letters and the oldest message, that notify a topic', () => {
  const alarms = Object.values(byDefault.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  expect(alarms.map(({ MetricName }) => MetricName)).toEqual(['Errors', 'Throttles', 'ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage']);
  expect(alarms.filter(({ AlarmActions }) => AlarmActions.length === 0)).toEqual([]);
});

test('without a new trail there is none, and with one it records what changes something into an encrypted archive', () => {
  byDefault.resourceCountIs('AWS::CloudTrail::Trail', 0);
  byDefault.resourceCountIs('AWS::S3::Bucket', 0);
  const template = templateOf({ managementEvents: ManagementEvents.newTrail() });
  expect(theOne(template, 'AWS::CloudTrail::Trail')).toMatchObject({
    IsLogging: true,
    IsMultiRegionTrail: false,
    EnableLogFileValidation: true,
    KMSKeyId: expect.anything(),
    CloudWatchLogsLogGroupArn: expect.anything(),
    AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, { Field: 'readOnly', Equals: ['false'] }] }],
  });
  expect(theOne(templateOf({ managementEvents: ManagementEvents.newTrail({ allRegions: true }) }), 'AWS::CloudTrail::Trail').IsMultiRegionTrail).toBe(true);
});

test('the handler is told what the properties say', () => {
  expect(settingsOf(byDefault)).toEqual({
    level: 'BASELINE',
    excludedRules: [],
    reportFrom: 'error',
    stateTable: expect.stringMatching(/^<WatchState/),
    topicArn: expect.stringMatching(/^<WatchReports/),
    queueUrl: expect.stringMatching(/^<WatchQueue/),
    eventBus: 'arn:<AWS::Partition>:events:eu-west-1:111122223333:event-bus/default',
    securityHub: false,
    repairs: [],
    dryRun: true,
    excludedBuckets: [],
    model: {},
    repairOptions: {},
    settleSeconds: 120,
    ownRegionOnly: true,
  });
  const template = templateOf({
    level: CheckLevel.STRICT,
    excludedRules: ['HardenedBucket-Replication'],
    reportFrom: FindingSeverity.WARNING,
    excludedBuckets: ['website-assets'],
    modelTag: 'model',
    model: WatchModel.PRIVATE_DATA,
    securityHub: true,
    delay: Duration.minutes(5),
  }, (stack) => ({
    eventBus: new events.EventBus(stack, 'Bus'),
    remediation: {
      repairs: [BucketRepair.TLS_ONLY, BucketRepair.LOG_DELIVERY],
      apply: true,
      repairsPerDay: 1,
      serverAccessLogsBucket: new AccessLogsBucket(stack, 'Logs'),
      encryptionKey: new kms.Key(stack, 'DataKey'),
      minimumTlsVersion: TlsVersion.TLS_1_3,
      keepAccess: ['arn:aws:iam::111122223333:role/Reader'],
    },
  }));
  expect(settingsOf(template)).toMatchObject({
    level: 'STRICT',
    excludedRules: ['HardenedBucket-Replication'],
    reportFrom: 'warning',
    excludedBuckets: ['website-assets'],
    model: { tag: 'model', byDefault: 'private-data' },
    securityHub: true,
    eventBus: expect.stringMatching(/^<Bus.*\.Arn>$/),
    dryRun: false,
    repairs: [{ id: 'tls-only', roleArn: expect.stringMatching(/^<WatchTlsOnlyRepairRole/) }, { id: 'log-delivery', roleArn: expect.stringMatching(/^<WatchLogDeliveryRepairRole/) }],
    repairOptions: { accessLogsBucket: expect.stringMatching(/^<Logs/), encryptionKeyArn: expect.stringMatching(/^<DataKey/), minimumTlsVersion: '1.3', keepAccess: ['arn:aws:iam::111122223333:role/Reader'] },
    settleSeconds: 300,
    repairsPerDay: 1,
  });
});

test('each repair has a role that the handler alone assumes, with the permissions of that repair and no others', () => {
  const template = templateOf({ remediation: { repairs: [BucketRepair.BLOCK_PUBLIC_ACCESS, BucketRepair.VERSIONING] } });
  expect(theOne(template, 'AWS::IAM::Role', 'VersioningRepairRole').AssumeRolePolicyDocument.Statement).toEqual([
    { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': [expect.stringMatching(/^WatchHandlerRole/), 'Arn'] } } },
  ]);
  expect(theOne(template, 'AWS::IAM::ManagedPolicy', 'VersioningRepairRole').PolicyDocument.Statement).toEqual([
    { Sid: 'Repair', Effect: 'Allow', Action: 's3:PutBucketVersioning', Resource: expect.anything(), Condition: { StringEquals: { 'aws:ResourceAccount': '111122223333' } } },
  ]);
  expect(Object.keys(template.findResources('AWS::IAM::Role')).filter((id) => id.includes('RepairRole'))).toHaveLength(2);
});

test('reports are sent on to the one place of report, by a role that can do nothing else', () => {
  const template = templateOf({}, (stack) => ({ reportTo: events.EventBus.fromEventBusArn(stack, 'Central', 'arn:aws:events:us-east-1:444455556666:event-bus/reports') }));
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['cdk-hardened-bucket.watch'] },
    Targets: [Match.objectLike({ Arn: 'arn:aws:events:us-east-1:444455556666:event-bus/reports', RoleArn: Match.anyValue(), DeadLetterConfig: Match.anyValue() })],
  });
  expect(theOne(template, 'AWS::IAM::ManagedPolicy', 'ForwardRole').PolicyDocument.Statement).toEqual([
    { Sid: 'SendReports', Effect: 'Allow', Action: 'events:PutEvents', Resource: 'arn:aws:events:us-east-1:444455556666:event-bus/reports' },
  ]);
});

test('a given topic gets the reports, and the handler may use its key', () => {
  const template = templateOf({}, (stack) => ({ topic: new sns.Topic(stack, 'Mine', { masterKey: new kms.Key(stack, 'MineKey') }) }));
  expect(settingsOf(template).topicArn).toMatch(/^<Mine/);
  expect(Object.keys(template.findResources('AWS::SNS::Topic')).filter((id) => id.startsWith('Watch'))).toEqual([]);
  const { Statement } = theOne(template, 'AWS::IAM::ManagedPolicy', 'HandlerRole').PolicyDocument;
  expect(Statement.find(({ Sid }: any) => Sid === 'UseKeys').Resource).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^WatchKey/), 'Arn'] }, { 'Fn::GetAtt': [expect.stringMatching(/^MineKey/), 'Arn'] }]);
});

test('a watch that is to leave nothing behind leaves nothing behind', () => {
  const template = templateOf({ removalPolicy: RemovalPolicy.DESTROY });
  const kept = Object.entries(template.toJSON().Resources as Record<string, any>).filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain');
  expect(kept.map(([id]) => id)).toEqual([]);
  expect(theOne(template, 'AWS::DynamoDB::Table').DeletionProtectionEnabled).toBe(false);
});

test('without reserved concurrency a new account can have a watch', () => {
  expect(theOne(templateOf({ reserveConcurrency: false }), 'AWS::Lambda::Function')).not.toHaveProperty('ReservedConcurrentExecutions');
});

test('the models are those of the command', () => {
  expect(Object.values(WatchModel).sort()).toEqual(Object.keys(MODEL_TEMPLATES).sort());
});

/** The rows of the handler's rooms, which this room does not import. */
const rowsOf = (file: string): any => fs.existsSync(path.join(SRC, `${file}.ts`)) ? jest.requireActual(path.join(SRC, file)) : undefined;

(rowsOf('repair/repairs') ? test : test.skip)('each repair is one that there is, and has the permissions of its row', () => {
  expect(Object.fromEntries(rowsOf('repair/repairs').REPAIRS.map(({ id, permissions }: any) => [id, [...permissions].sort()])))
    .toEqual(Object.fromEntries(Object.entries(REPAIR_PERMISSIONS).map(([id, permissions]) => [id, [...permissions].sort()])));
});

(rowsOf('facts/live-settings') ? test : test.skip)('the handler may make each call that reads a setting', () => {
  const needed: string[] = rowsOf('facts/live-settings').LIVE_SETTINGS.map(({ permission }: any) => permission);
  expect(needed.filter((permission) => ![...BUCKET_READS, ...ACCOUNT_READS].includes(permission))).toEqual([]);
});
