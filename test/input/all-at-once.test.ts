import { App, aws_s3 as s3, Duration, Stack } from 'aws-cdk-lib';
import {
  AccessInsights, AccessLogsBucket, BucketDashboard, BucketPerimeter, BucketPurpose, BucketRequestAlarms, BucketFleetDashboard, CheckLevel, DataEventsTrail, EndpointAccess,
  HardenedBucket, HardenedBucketAspect, LogSource,
} from '../../src';

/** Each way to give several wrong values, and all lines of the one error. */
test.each<[string, (stack: Stack) => unknown, string[]]>([
  ['HardenedBucket', (stack) => new HardenedBucket(stack, 'Made', {
    bucketName: 'UPPER',
    perimeter: { identity: { crossAcount: false, accountIds: ['1'] }, network: { ipAllowlist: ['203.0.113.0/24'], vpcIds: ['vpc-', 'vpc-1a2b3c4d', 'vpc_'] } },
    services: [{ service: 'CloudTrail', prefix: '*' }],
    noncurrentVersionExpiration: Duration.days(0),
    requestAlarms: { clientErrorRateThreshold: 101, period: Duration.millis(500) },
    autoDeleteObjects: true,
  } as object), [
    '[Stack/Made] 12 problems:',
    '  perimeter.identity.crossAcount is not a property of IdentityPerimeter. Use perimeter.identity.crossAccount',
    '  perimeter.network.ipAllowlist is not a property of NetworkPerimeter. Use perimeter.network.ipAllowList',
    "  bucketName 'UPPER' is not",
    "  perimeter.network.vpcIds[0] is 'vpc-'",
    "  perimeter.network.vpcIds[2] is 'vpc_'",
    "  perimeter.identity.accountIds[0] is '1'",
    "  services[0].service is 'CloudTrail'",
    "  services[0].prefix is '*'",
    '  noncurrentVersionExpiration is zero',
    '  autoDeleteObjects: true contradicts',
    '  requestAlarms.clientErrorRateThreshold is 101',
    '  requestAlarms.period is 500 millis',
  ]],
  ['AccessLogsBucket', (stack) => new AccessLogsBucket(stack, 'Made', { bucketName: '', retention: Duration.days(0), versioned: true } as object), [
    '[Stack/Made] 3 problems:', '  versioned is not a property of AccessLogsBucketProps', "  bucketName '' is empty", '  retention is zero',
  ]],
  ['a log bucket elsewhere that is imported', (stack) => new HardenedBucket(stack, 'Made', {
    serverAccessLogsBucket: s3.Bucket.fromBucketAttributes(stack, 'Logs', { bucketName: 'logs', region: 'us-east-1', account: '444455556666' }),
  }), ['[Stack/Made] 3 problems:', 'is in Region us-east-1', 'is in account 444455556666', 'is imported']],
  ['BucketPerimeter', (stack) => new BucketPerimeter(stack, 'Made', {
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'imported'), network: { ipAllowList: ['office'] }, identity: { roleArns: ['Reader'] },
  }), ['[Stack/Made] 3 problems:', "roleArns[0] is 'Reader'", "ipAllowList[0] is 'office'", "bucket 'Stack/Bucket' is imported"]],
  ['the statements of a perimeter', (stack) => BucketPerimeter.statementsFor(s3.Bucket.fromBucketName(stack, 'Bucket', 'imported'), { network: { ipAllowList: ['a'], ipDenyList: ['b'] } }), [
    '[Stack/Bucket] 2 problems:', "ipAllowList[0] is 'a'", "ipDenyList[0] is 'b'",
  ]],
  ['a purpose', () => BucketPurpose.partnerExchange({ accountIds: [], incomingPrefix: '*', outgoingPrefix: '' }), [
    '3 problems:', '  BucketPurpose.partnerExchange has no accountIds', "incomingPrefix is '*'", "outgoingPrefix is ''",
  ]],
  ['sources of a log archive', () => BucketPurpose.logArchive({ sources: ['flow-logs' as LogSource], retenton: 1 } as any), [
    '2 problems:', '  BucketPurpose.logArchive.retenton is not a property of LogArchiveOptions. Use BucketPurpose.logArchive.retention', 'sources[0] is "flow-logs". Use one of LogSource.CLOUDTRAIL',
  ]],
  ['BucketRequestAlarms', (stack) => new BucketRequestAlarms(stack, 'Made', {
    bucket: s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'elsewhere', region: 'us-east-1' }), filterId: '/', alarmActions: [], requestAlarms: { evaluationPeriods: 0, datapointsToAlarm: 0 },
  }), ['[Stack/Made] 5 problems:', 'is in Region us-east-1', "filterId is '/'", 'evaluationPeriods is 0', 'datapointsToAlarm is 0', 'alarmActions is empty']],
  ['AccessInsights', (stack) => new AccessInsights(stack, 'Made', {
    bucket: new HardenedBucket(stack, 'Bucket'), knownSources: { addresses: ['home'], vpcEndpointIds: ['vpce'] }, accessAlarms: { slowPeriod: Duration.hours(0), period: Duration.seconds(1) },
  }), ['[Stack/Made] 5 problems:', "addresses[0] is 'home'", "vpcEndpointIds[0] is 'vpce'", 'accessAlarms.period is 1 second', 'accessAlarms.evaluationPeriods is 3', 'slowPeriod is zero']],
  ['BucketDashboard', (stack) => new BucketDashboard(stack, 'Made', { bucket: new HardenedBucket(stack, 'Bucket', { requestMetrics: false }), filterId: '', period: Duration.seconds(1) }), [
    '[Stack/Made] 3 problems:', 'has requestMetrics: false', "filterId is ''", 'period is 1 second',
  ]],
  ['BucketFleetDashboard', (stack) => new BucketFleetDashboard(stack, 'Made', { buckets: [], period: Duration.seconds(1) }), ['[Stack/Made] 2 problems:', 'buckets has 0 buckets', 'period is 1 second']],
  ['DataEventsTrail', (stack) => new DataEventsTrail(stack, 'Made', { retention: Duration.days(0), removalPolicy: 'snapshot' } as object), [
    '[Stack/Made] 2 problems:', 'retention is zero', "removalPolicy is 'snapshot'",
  ]],
  ['EndpointAccess', (stack) => EndpointAccess.statements(stack, { buckets: [], accountIds: ['1'], organizationIds: [] }), [
    '[Stack/EndpointAccess] 3 problems:', "accountIds[0] is '1'", 'organizationIds is an empty list', 'buckets is an empty list',
  ]],
  ['checks', () => new HardenedBucketAspect({ level: 'x' as CheckLevel, levels: { 'HardenedBucket-TlsOnly': 'y' as CheckLevel }, excludedRules: ['Tls'], trustZone: { accounts: ['1'] } }), [
    '4 problems:', "level is 'x'", "levels['HardenedBucket-TlsOnly'] is 'y'", "unknown rule 'Tls'", 'accounts: "1" is not',
  ]],
])('fails %s: all that is wrong is told at once, a line each, in order', (_, make, parts) => {
  let message = '';
  try {
    make(new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } }));
  } catch (error) {
    message = (error as Error).message;
  }
  const lines = message.split('\n');
  expect(lines).toEqual(parts.map((part) => expect.stringContaining(part)));
});

test('one problem stands on one line, behind the path', () => {
  expect(() => new HardenedBucket(new Stack(new App(), 'Stack'), 'Made', { bucketName: '' })).toThrow(/^\[Stack\/Made\] bucketName '' is empty\. .*$/);
});

test('nothing is made of a bucket that is refused', () => {
  const stack = new Stack(new App(), 'Stack');
  expect(() => new HardenedBucket(stack, 'Made', { bucketName: '', purpse: BucketPurpose.privateData() } as object)).toThrow();
  expect(stack.node.children).toEqual([]);
});
