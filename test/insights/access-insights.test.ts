import Ajv from 'ajv';
import { App, aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, aws_ec2 as ec2, aws_kms as kms, aws_logs as logs, aws_s3 as s3, aws_sns as sns, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { textOf } from './alarm-simulation';
import schema from './contributor-rule.schema.json';
import { filterPattern } from './filter-pattern';
import { AccessInsights, AccessInsightsProps, BucketDashboard, BucketFleetDashboard, BucketRequestAlarms, DataEventsTrail, HardenedBucket } from '../../src';

const HOME = { account: '111122223333', region: 'eu-west-1' };
const ENDPOINT = 'vpce-0123456789abcdef0';

function makeStack(id = 'Stack', env: { account: string; region: string } | undefined = HOME): Stack {
  return new Stack(new App(), id, { env });
}

function insightsWith(props: Partial<AccessInsightsProps> = {}, stack = makeStack()): { insights: AccessInsights; template: Template } {
  const insights = new AccessInsights(stack, 'Insights', { ...props, bucket: props.bucket ?? new HardenedBucket(stack, 'Bucket') });
  return { insights, template: Template.fromStack(stack) };
}

function propertiesOf(template: Template, type: string): Record<string, any>[] {
  return Object.values(template.findResources(type)).map(({ Properties }) => Properties);
}

const KNOWN: [string, AccessInsightsProps['knownSources']][] = [
  ['no known sources', undefined],
  ['addresses', { addresses: ['203.0.113.7', '2001:DB8:0::7'] }],
  ['blocks', { addresses: ['203.0.113.0/24', '198.51.100.0/30'] }],
  ['endpoints', { vpcEndpointIds: [ENDPOINT] }],
  ['everything', { addresses: ['203.0.113.7', '10.0.0.0/8'], vpcEndpointIds: [ENDPOINT, 'vpce-0fedcba9876543210'] }],
];

describe.each(KNOWN)('with %s', (_, knownSources) => {
  const { template } = insightsWith({ knownSources });
  const rules = propertiesOf(template, 'AWS::CloudWatch::InsightRule');
  const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm');

  test('each rule body is what the syntax of Contributor Insights allows', () => {
    const validate = new Ajv({ allErrors: true }).compile(schema);
    for (const { RuleBody, RuleName } of rules) {
      expect([RuleName, validate(JSON.parse(textOf(RuleBody))) || validate.errors]).toEqual([RuleName, true]);
      expect(RuleName).toMatch(/^[\x20-\x7E]{1,128}$/);
    }
    expect(rules.length).toBe(knownSources ? 8 : 7);
  });

  test('each filter pattern can be read and is no longer than CloudWatch Logs takes', () => {
    for (const { FilterPattern } of propertiesOf(template, 'AWS::Logs::MetricFilter')) {
      expect(() => filterPattern(textOf(FilterPattern))).not.toThrow();
      expect(textOf(FilterPattern).length).toBeLessThan(1024);
    }
  });

  test('each alarm, and the composite one, tells the topic, and ends in an article of the runbook', () => {
    const all = [...alarms, ...propertiesOf(template, 'AWS::CloudWatch::CompositeAlarm')];
    for (const { AlarmActions, AlarmDescription } of all) {
      expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(/^HardenedBucketAlarmsTopic/) }]);
      expect(AlarmDescription).toMatch(/\. Runbook: https:.*\/docs\/runbook\.md#[a-z-]+$/);
    }
  });

  test('each alarm is on a rule of these, on a count of these, or on a request metric of a bucket', () => {
    const counted = propertiesOf(template, 'AWS::Logs::MetricFilter').map(({ MetricTransformations: [{ MetricNamespace, MetricName, Dimensions }] }) => [MetricNamespace, MetricName, Dimensions.map(({ Key }: any) => Key)]);
    for (const { Namespace, MetricName, Dimensions, Metrics } of alarms) {
      if (Namespace === 'HardenedBucket') {
        expect(counted).toContainEqual([Namespace, MetricName, Dimensions.map(({ Name }: any) => Name)]);
      } else if (typeof Metrics?.[0].Expression === 'object') {
        expect(Object.keys(template.findResources('AWS::CloudWatch::InsightRule'))).toContain(Metrics[0].Expression['Fn::Join'][1][1]['Fn::GetAtt'][0]);
      } else {
        const metrics = Metrics ? Metrics.flatMap(({ MetricStat }: any) => MetricStat ? [MetricStat.Metric] : []) : [{ Namespace, Dimensions }];
        expect(metrics).toEqual(metrics.map(() => expect.objectContaining({ Namespace: 'AWS/S3', Dimensions: [expect.objectContaining({ Name: 'BucketName' }), { Name: 'FilterId', Value: 'EntireBucket' }] })));
      }
    }
  });

  test('there is an alarm on unknown sources if sources are known', () => {
    expect(alarms.filter(({ MetricName }) => MetricName === 'UnknownSources')).toHaveLength(knownSources ? 1 : 0);
  });
});

describe('the trail', () => {
  test('records nothing but data events of the bucket, encrypted, and validates its files', () => {
    insightsWith().template.hasResourceProperties('AWS::CloudTrail::Trail', {
      IsLogging: true,
      EnableLogFileValidation: true,
      IsMultiRegionTrail: false,
      KMSKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^HardenedBucketDataEventsArchiveKey'), 'Arn'] },
      S3BucketName: { Ref: Match.stringLikeRegexp('^HardenedBucketDataEventsArchive') },
      EventSelectors: Match.absent(),
      AdvancedEventSelectors: [{
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
          { Field: 'resources.ARN', StartsWith: [{ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] }, '/']] }] },
        ],
      }],
    });
  });

  test('may write to its log group and no other', () => {
    insightsWith().template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [{
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:111122223333:log-group:', { Ref: Match.stringLikeRegexp('^HardenedBucketDataEvents') }, ':log-stream:111122223333_CloudTrail_eu-west-1*']] },
        }],
      },
    });
  });

  test('waits for the policies that let it deliver', () => {
    insightsWith().template.hasResource('AWS::CloudTrail::Trail', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('ArchivePolicy'), Match.stringLikeRegexp('DeliveryRolePermissions')]),
    });
  });

  test.each([['cloudtrail.amazonaws.com', 'kms:DescribeKey'], ['cloudtrail.amazonaws.com', 'kms:GenerateDataKey*'], ['logs.eu-west-1.amazonaws.com', 'kms:Encrypt*']])('%s may use the key for %s, for this account only', (Service, action) => {
    const statements = propertiesOf(insightsWith().template, 'AWS::KMS::Key').flatMap(({ KeyPolicy }) => KeyPolicy.Statement)
      .filter(({ Principal, Action }) => Principal.Service === Service && [Action].flat().includes(action));
    expect(statements.length).toBeGreaterThan(0);
    for (const { Condition } of statements) {
      expect(JSON.stringify(Condition)).toContain(HOME.account);
    }
  });

  test('is one for all insights of a stack, anyone who asks first', () => {
    const stack = makeStack();
    const [a, b] = ['A', 'B'].map((id) => new HardenedBucket(stack, id));
    const insights = [a, b].map((bucket, i) => new AccessInsights(stack, `Insights${i}`, { bucket }));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::CloudTrail::Trail', 1);
    expect(propertiesOf(template, 'AWS::CloudTrail::Trail')[0].AdvancedEventSelectors[0].FieldSelectors[2].StartsWith).toHaveLength(2);
    expect(insights[0].logGroup).toBe(insights[1].logGroup);
  });

  test('of the account is used when its log group is given, and none is made', () => {
    const stack = makeStack();
    const trailLogGroup = logs.LogGroup.fromLogGroupName(stack, 'Trail', 'our-trail');
    const { template } = insightsWith({ trailLogGroup }, stack);
    template.resourceCountIs('AWS::CloudTrail::Trail', 0);
    template.allResourcesProperties('AWS::Logs::MetricFilter', { LogGroupName: 'our-trail' });
    expect(propertiesOf(template, 'AWS::CloudWatch::InsightRule').map(({ RuleBody }) => JSON.parse(textOf(RuleBody)).LogGroupNames)).toEqual(Array(7).fill(['our-trail']));
  });

  test('of another construct is used when given', () => {
    const stack = makeStack();
    const trail = new DataEventsTrail(stack, 'Trail', { logRetention: logs.RetentionDays.ONE_WEEK, retention: Duration.days(30) });
    const { template } = insightsWith({ trail }, stack);
    template.resourceCountIs('AWS::CloudTrail::Trail', 1);
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7, KmsKeyId: Match.anyValue() });
  });

  test('fails: records nothing', () => {
    const app = new App();
    new DataEventsTrail(new Stack(app, 'Stack'), 'Trail');
    expect(() => app.synth()).toThrow('the trail records no bucket');
  });

  test.each<[string, (trail: DataEventsTrail) => s3.IBucket]>([['archive', (trail) => trail.archive], ['bucket of access logs', (trail) => trail.archive.serverAccessLogsBucket]])('fails: records its own %s', (_, bucket) => {
    const trail = new DataEventsTrail(makeStack(), 'Trail');
    expect(() => trail.record(bucket(trail))).toThrow(/\[Stack\/Trail\] bucket '.*' is the archive of this trail, or receives its access logs/);
  });

  test('names each bucket once, by its name where that is known', () => {
    const stack = makeStack();
    const trail = new DataEventsTrail(stack, 'Trail');
    ['A', 'B'].forEach((id) => trail.record(s3.Bucket.fromBucketName(stack, id, 'legacy')));
    trail.record(new HardenedBucket(stack, 'Named', { bucketName: 'named' }));
    expect(propertiesOf(Template.fromStack(stack), 'AWS::CloudTrail::Trail')[0].AdvancedEventSelectors[0].FieldSelectors[2].StartsWith).toEqual(
      ['legacy', 'named'].map((name) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${name}/`]] })));
  });

  test('of one stack records a bucket of another, whose name is known', () => {
    const app = new App();
    const [central, team] = ['Central', 'Team'].map((id) => new Stack(app, id, { env: HOME }));
    const trail = new DataEventsTrail(central, 'Trail');
    new AccessInsights(team, 'Insights', { bucket: new HardenedBucket(team, 'Bucket', { bucketName: 'records' }), trail });
    expect(() => app.synth()).not.toThrow();
  });

  test('tells of its archive whom the insights tell', () => {
    const stack = makeStack();
    const alarmTopic = new sns.Topic(stack, 'Ours', { masterKey: new kms.Key(stack, 'Key') });
    const { insights, template } = insightsWith({ bucket: s3.Bucket.fromBucketName(stack, 'Imported', 'imported'), alarmTopic }, stack);
    expect(insights.trail!.archive.alarmTopic).toBe(alarmTopic);
    template.resourceCountIs('AWS::SNS::Topic', 1);
  });

  test('fails: more filters on its log group than CloudWatch Logs takes', () => {
    const stack = makeStack();
    const trail = new DataEventsTrail(stack, 'Trail');
    const insights = (i: number) => new AccessInsights(stack, `Insights${i}`, { bucket: s3.Bucket.fromBucketName(stack, `Bucket${i}`, `bucket-${i}`), trail });
    Array.from({ length: 50 }, (_, i) => insights(i));
    expect(() => insights(50)).toThrow("[Stack/Insights50] log group 'Stack/Trail/Events' would have 102 metric filters, and CloudWatch Logs accepts 100");
  });

  test('fails: the retention is no whole days', () => {
    expect(() => new DataEventsTrail(makeStack(), 'Trail', { retention: Duration.hours(1) })).toThrow('[Stack/Trail] retention is 1 hour');
  });
});

describe('where it goes', () => {
  test('the topic of a hardened bucket', () => {
    const stack = makeStack();
    const alarmTopic = new sns.Topic(stack, 'Ours', { masterKey: new kms.Key(stack, 'Key') });
    const { insights } = insightsWith({ bucket: new HardenedBucket(stack, 'Records', { alarmTopic }) }, stack);
    expect(insights.alarmTopic).toBe(alarmTopic);
  });

  test("a team's own actions, and no topic besides", () => {
    const stack = makeStack();
    const ours = { bind: () => ({ alarmActionArn: 'arn:aws:ssm-incidents::111122223333:response-plan/probe' }) };
    const bucket = s3.Bucket.fromBucketName(stack, 'Imported', 'imported');
    const { insights, template } = insightsWith({ bucket, trailLogGroup: logs.LogGroup.fromLogGroupName(stack, 'Trail', 'our-trail'), alarmActions: [ours] }, stack);
    expect(insights.alarmTopic).toBeUndefined();
    template.resourceCountIs('AWS::SNS::Topic', 0);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: ['arn:aws:ssm-incidents::111122223333:response-plan/probe'] });
    template.allResourcesProperties('AWS::CloudWatch::CompositeAlarm', { AlarmActions: ['arn:aws:ssm-incidents::111122223333:response-plan/probe'] });
  });
});

test('every option', () => {
  const { template } = insightsWith({
    knownSources: { addresses: ['203.0.113.7'] },
    accessAlarms: {
      failedGetsPerAddressThreshold: 1,
      failedGetsPerIdentityThreshold: 2,
      failingAddressesThreshold: 3,
      deniedKeysThreshold: 4,
      slowDeniedKeysThreshold: 5,
      slowPeriod: Duration.hours(12),
      accessDeniedThreshold: 6,
      anonymousRequestsThreshold: 7,
      unknownSourcesThreshold: 8,
      period: Duration.minutes(10),
      evaluationPeriods: 4,
      datapointsToAlarm: 2,
    },
  });
  const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm')).filter(([id]) => id.startsWith('Insights'));
  const settings = ({ Threshold, EvaluationPeriods, DatapointsToAlarm, Period, Metrics }: Record<string, any>) =>
    [Threshold, EvaluationPeriods, DatapointsToAlarm, Period ?? Metrics[0].Period];
  expect(alarms.map(([, { Properties }]) => settings(Properties))).toEqual([
    [1, 4, 2, 600], [2, 4, 2, 600], [2, 4, 2, 600], [3, 4, 2, 600], [4, 4, 2, 600], [5, 1, 1, 43200], [6, 4, 2, 600], [7, 4, 2, 600], [8, 4, 2, 600],
  ]);
});

describe('metrics', () => {
  test.each<[string, (insights: AccessInsights, options: cloudwatch.MetricOptions) => cloudwatch.IMetric]>([
    ['metricFailedGetsPerAddress', (insights, options) => insights.metricFailedGetsPerAddress(options)],
    ['metricFailedGetsPerIdentity', (insights, options) => insights.metricFailedGetsPerIdentity(options)],
    ['metricFailedGetsPerRole', (insights, options) => insights.metricFailedGetsPerRole(options)],
    ['metricFailingAddresses', (insights, options) => insights.metricFailingAddresses(options)],
    ['metricDeniedKeys', (insights, options) => insights.metricDeniedKeys(options)],
    ['metricAccessDenied', (insights, options) => insights.metricAccessDenied(options)],
    ['metricAnonymousRequests', (insights, options) => insights.metricAnonymousRequests(options)],
    ['metricUnknownSources', (insights, options) => insights.metricUnknownSources(options)],
  ])('%s takes a period and can be alarmed on', (_, make) => {
    const stack = makeStack();
    const insights = new AccessInsights(stack, 'Insights', { bucket: new HardenedBucket(stack, 'Bucket'), knownSources: { vpcEndpointIds: [ENDPOINT] } });
    new cloudwatch.Alarm(stack, 'Ours', { metric: make(insights, { period: Duration.minutes(1) }), threshold: 1, evaluationPeriods: 1 });
    const [, { Properties }] = Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).find(([id]) => id.startsWith('Ours'))!;
    expect(Properties.Period ?? Properties.Metrics[0].Period).toBe(60);
  });

  test('fails: unknown sources, where none is known', () => {
    expect(() => insightsWith().insights.metricUnknownSources()).toThrow('[Stack/Insights] there is no metric UnknownSources');
  });
});

test('the ids of endpoints may be tokens', () => {
  const stack = makeStack();
  const endpoint = new ec2.Vpc(stack, 'Vpc').addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
  const { template } = insightsWith({ knownSources: { vpcEndpointIds: [endpoint.vpcEndpointId] } }, stack);
  expect(JSON.stringify(propertiesOf(template, 'AWS::CloudWatch::InsightRule'))).toContain(stack.getLogicalId(endpoint.node.defaultChild as ec2.CfnVPCEndpoint));
});

test.each<[string, (app: App) => [Stack, Stack]]>([
  ['a bucket of another stack', (app) => [new Stack(app, 'A', { env: HOME }), new Stack(app, 'B', { env: HOME })]],
  ['a bucket of another stack, in an environment that is decided at deployment', (app) => [new Stack(app, 'A'), new Stack(app, 'B')]],
  ['a nested stack in a stage', (app) => {
    const nested = new NestedStack(new Stack(new Stage(app, 'Prod', { env: HOME }), 'A'), 'Nested');
    return [nested, nested];
  }],
])('%s has insights and dashboards', (_, stacks) => {
  const app = new App();
  const [a, b] = stacks(app);
  const bucket = new HardenedBucket(a, 'Bucket');
  const insights = new AccessInsights(b, 'Insights', { bucket, knownSources: { addresses: ['203.0.113.7'] } });
  new BucketDashboard(b, 'Dashboard', { bucket, insights });
  new BucketFleetDashboard(b, 'Overview', { buckets: [bucket], insights: [insights] });
  expect(() => app.synth()).not.toThrow();
  Template.fromStack(b).resourceCountIs('AWS::CloudWatch::InsightRule', 8);
});

test('a bucket that was made of an L1 has insights', () => {
  const stack = makeStack();
  insightsWith({ bucket: s3.Bucket.fromCfnBucket(new s3.CfnBucket(stack, 'Plain')) }, stack).template.resourceCountIs('AWS::CloudWatch::InsightRule', 7);
});

test('fails: a second time into the same bucket, or another import of it', () => {
  const stack = makeStack();
  const bucket = new HardenedBucket(stack, 'Bucket');
  new AccessInsights(stack, 'First', { bucket });
  expect(() => new AccessInsights(stack, 'Second', { bucket })).toThrow("[Stack/Second] bucket 'Stack/Bucket' has insights already, 'Stack/First'");
  const [once, twice] = ['Once', 'Twice'].map((id) => s3.Bucket.fromBucketName(stack, id, 'legacy'));
  new AccessInsights(stack, 'Third', { bucket: once });
  expect(() => new AccessInsights(stack, 'Fourth', { bucket: twice })).toThrow("[Stack/Fourth] bucket 'Stack/Twice' has insights already, 'Stack/Third'");
});

test('fails synth: a topic that CloudWatch cannot write to', () => {
  const stack = makeStack();
  const bucket = s3.Bucket.fromBucketName(stack, 'Imported', 'imported');
  const masterKey = kms.Alias.fromAliasName(stack, 'SnsKey', 'alias/aws/sns') as unknown as kms.IKey;
  expect(() => insightsWith({ bucket, alarmTopic: new sns.Topic(stack, 'Closed', { masterKey }) }, stack)).toThrow("alarmTopic 'Stack/Closed' is encrypted with alias/aws/sns, which CloudWatch may not use. Give it a masterKey");
});

test('the composite alarm looks at the alarms that are given for an imported bucket', () => {
  const stack = makeStack();
  const bucket = s3.Bucket.fromBucketName(stack, 'Imported', 'imported');
  const { template } = insightsWith({ bucket, bucketRequestAlarms: new BucketRequestAlarms(stack, 'Alarms', { bucket }) }, stack);
  expect(JSON.stringify(propertiesOf(template, 'AWS::CloudWatch::CompositeAlarm')[0].AlarmRule)).toMatch(/AlarmsListRequests.*AlarmsHeadRequests/);
});

test('names of rules and alarms differ where an app is deployed a second time', () => {
  const names = ['service-dev', 'service-prod'].flatMap((stackName) => {
    const { template } = insightsWith({}, new Stack(new App(), 'Service', { env: HOME, stackName }));
    return [...propertiesOf(template, 'AWS::CloudWatch::InsightRule').map(({ RuleName }) => RuleName), ...propertiesOf(template, 'AWS::CloudWatch::CompositeAlarm').map(({ AlarmName }) => AlarmName)];
  });
  expect(new Set(names).size).toBe(names.length);
});

test.each<[string, (stack: Stack) => Partial<AccessInsightsProps>, string]>([
  ['no sources', () => ({ knownSources: {} }), 'knownSources has neither addresses nor VPC endpoints'],
  ['an address that is none', () => ({ knownSources: { addresses: ['203.0.113.7', 'office'] } }), "knownSources.addresses[1] is 'office', which is neither an address nor an IPv4 block of /8 or longer"],
  ['a block of all addresses', () => ({ knownSources: { addresses: ['0.0.0.0/0'] } }), "knownSources.addresses[0] is '0.0.0.0/0'"],
  ['an address of IPv6 with a zone', () => ({ knownSources: { addresses: ['fe80::1%eth0'] } }), "knownSources.addresses[0] is 'fe80::1%eth0'"],
  ['an address of IPv4 within IPv6', () => ({ knownSources: { addresses: ['::ffff:203.0.113.7'] } }), "knownSources.addresses[0] is '::ffff:203.0.113.7'"],
  ['no time to look back', () => ({ accessAlarms: { period: Duration.minutes(1) } }), 'accessAlarms.evaluationPeriods is 3, each of 1 minute: CloudTrail delivers minutes late, and the alarms would never see an event. Look back 15 minutes or longer'],
  ['a threshold without an end', () => ({ accessAlarms: { deniedKeysThreshold: Infinity } }), 'accessAlarms.deniedKeysThreshold is Infinity'],
  ['more actions than an alarm takes', (stack) => ({ alarmActions: Array(6).fill(new actions.SnsAction(sns.Topic.fromTopicArn(stack, 'Near', 'arn:aws:sns:eu-west-1:111122223333:near'))) }), 'alarmActions has 6 actions, and CloudWatch accepts 5 for an alarm'],
  ['the log group of a trail in another Region', (stack) => ({ trailLogGroup: logs.LogGroup.fromLogGroupArn(stack, 'Far', 'arn:aws:logs:us-east-1:111122223333:log-group:far') }), "trailLogGroup 'Stack/Far' is in Region us-east-1, and the alarms in eu-west-1"],
  ['alarms on another bucket', (stack) => ({ bucketRequestAlarms: new HardenedBucket(stack, 'Other').bucketRequestAlarms }), "bucketRequestAlarms 'Stack/Other/RequestAlarms' are on bucket 'Stack/Other', and the insights into 'Stack/Bucket'"],
  ['a block of IPv6', () => ({ knownSources: { addresses: ['2001:db8::/32'] } }), "knownSources.addresses[0] is '2001:db8::/32'"],
  ['a block that takes too many pieces', () => ({ knownSources: { addresses: ['203.0.113.0/27'] } }), 'knownSources comes to 32 pieces of addresses and 0 endpoints, too many to compare'],
  ['an endpoint that is none', () => ({ knownSources: { vpcEndpointIds: ['vpc-0123456789abcdef0'] } }), "knownSources.vpcEndpointIds[0] is 'vpc-0123456789abcdef0'. Use the id of a VPC endpoint"],
  ['eleven endpoints', () => ({ knownSources: { vpcEndpointIds: Array.from({ length: 11 }, (_, i) => `vpce-0123456789abcde${10 + i}`) } }), 'knownSources.vpcEndpointIds has 11 ids, and CloudWatch compares 10 at most'],
  ['a threshold below zero', () => ({ accessAlarms: { deniedKeysThreshold: -1 } }), 'accessAlarms.deniedKeysThreshold is -1. Use a number from 0'],
  ['a period of 90 seconds', () => ({ accessAlarms: { period: Duration.seconds(90) } }), 'accessAlarms.period is 1 minute 30 seconds'],
  ['more datapoints than periods', () => ({ accessAlarms: { datapointsToAlarm: 4 } }), 'accessAlarms.datapointsToAlarm is 4. Use a whole number from 1 up to 3'],
  ['a slow period of a week', () => ({ accessAlarms: { slowPeriod: Duration.days(7) } }), 'accessAlarms.slowPeriod is 7 days. Use whole hours'],
  ['a slow period of no time', () => ({ accessAlarms: { slowPeriod: Duration.hours(0) } }), 'accessAlarms.slowPeriod is zero'],
  ['a threshold for unknown sources without known ones', () => ({ accessAlarms: { unknownSourcesThreshold: 5 } }), 'accessAlarms.unknownSourcesThreshold is 5, but there are no knownSources'],
  ['both a trail and a log group', (stack) => ({ trail: new DataEventsTrail(stack, 'Trail'), trailLogGroup: logs.LogGroup.fromLogGroupName(stack, 'Group', 'ours') }), "trailLogGroup 'Stack/Group' contradicts trail 'Stack/Trail'"],
  ['no action', () => ({ alarmActions: [] }), 'alarmActions is empty'],
  ['a bucket in another Region', (stack) => ({ bucket: s3.Bucket.fromBucketAttributes(stack, 'Far', { bucketName: 'far', region: 'us-east-1' }) }), "bucket 'Stack/Far' is in Region us-east-1"],
  ['a topic in another Region', (stack) => ({ alarmTopic: sns.Topic.fromTopicArn(stack, 'Far', 'arn:aws:sns:us-east-1:111122223333:far') }), "alarmTopic 'Stack/Far' is in Region us-east-1"],
  ['an action in another Region', (stack) => ({ alarmActions: [new actions.SnsAction(sns.Topic.fromTopicArn(stack, 'Far', 'arn:aws:sns:us-east-1:111122223333:far'))] }), "alarmActions[0] acts on 'arn:aws:sns:us-east-1:111122223333:far' in Region us-east-1"],
])('fails: %s', (_, props, message) => {
  const stack = makeStack();
  expect(() => insightsWith(props(stack), stack)).toThrow(message);
  expect(() => insightsWith(props(makeStack()), makeStack())).toThrow(/^\[Stack\/(Insights|HardenedBucketDataEvents)[\]/]/);
});
