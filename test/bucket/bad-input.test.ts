import { App, aws_cloudwatch_actions as actions, aws_kms as kms, aws_s3 as s3, aws_sns as sns, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { AccessLogsBucket, AccessLogsBucketProps, HardenedBucket, HardenedBucketProps, RequestAlarmScope, ServerSideEncryption, TlsVersion } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function makeStack(): Stack {
  return new Stack(new App(), 'Stack', { env: ENV });
}

/** Each bad input, and what its error has to quote and advise. */
const HARDENED_BUCKET: readonly [string, (stack: Stack) => HardenedBucketProps, string][] = [
  ['an empty bucket name', () => ({ bucketName: '' }), "bucketName '' is empty. Leave bucketName out"],
  ['an invalid bucket name', () => ({ bucketName: 'My_Bucket' }), "bucketName 'My_Bucket' is not a name that S3 accepts. Bucket name must only contain lowercase characters"],
  ['a short bucket name', () => ({ bucketName: 'ab' }), "bucketName 'ab' is not a name that S3 accepts. Bucket name must be at least 3"],
  ['an address for a bucket name', () => ({ bucketName: '192.168.0.1' }), "bucketName '192.168.0.1'"],
  ['a name with the suffix of a namespace', () => ({ bucketName: 'my-data-111122223333-eu-west-1-an' }),
    "bucketName 'my-data-111122223333-eu-west-1-an' has the suffix of an account regional namespace, and S3 refuses it in the global one. Use bucketNamePrefix: 'my-data' instead"],
  ['a name and a prefix', () => ({ bucketName: 'records', bucketNamePrefix: 'records' }), "bucketNamePrefix 'records' contradicts bucketName 'records'. Leave bucketName out"],
  ['an empty prefix', () => ({ bucketNamePrefix: '' }), "bucketNamePrefix '' is empty. Leave bucketNamePrefix out"],
  ['a prefix with capitals', () => ({ bucketNamePrefix: 'Records' }), "bucketNamePrefix 'Records' is not the beginning of a bucket name. Use lowercase letters, digits and hyphens"],
  ['a prefix with a period', () => ({ bucketNamePrefix: 'my.records' }), "bucketNamePrefix 'my.records' is not the beginning of a bucket name"],
  ['a prefix that ends with a hyphen', () => ({ bucketNamePrefix: 'records-' }), "bucketNamePrefix 'records-' is not the beginning"],
  ['a prefix that begins with a hyphen', () => ({ bucketNamePrefix: '-records' }), "bucketNamePrefix '-records' is not the beginning"],
  ['a prefix that S3 reserves', () => ({ bucketNamePrefix: 'xn--records' }), "bucketNamePrefix 'xn--records' begins with xn--, which S3 reserves"],
  ['a prefix of 38 characters', () => ({ bucketNamePrefix: 'x'.repeat(38) }), 'has 38 characters. S3 adds the account and the Region to it, which leaves 37 of 63: shorten it to 37 characters'],
  ['an alias', (stack) => ({ encryptionKey: new kms.Alias(stack, 'Alias', { aliasName: 'alias/mine', targetKey: new kms.Key(stack, 'Key') }) }), "encryptionKey 'Stack/Alias' is an alias"],
  ['an imported alias', (stack) => ({ encryptionKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/mine') as unknown as kms.IKey }), "encryptionKey 'Stack/Alias' is an alias"],
  ['an encryption that is none', () => ({ encryption: 'AES256' as ServerSideEncryption }), 'encryption is "AES256". Use one of ServerSideEncryption.KMS, ServerSideEncryption.DSSE'],
  ['DSSE with a bucket key', () => ({ encryption: ServerSideEncryption.DSSE, bucketKeyEnabled: true }), 'bucketKeyEnabled: true contradicts encryption DSSE'],
  ['a TLS number', () => ({ minimumTlsVersion: 1.4 as unknown as TlsVersion }), 'minimumTlsVersion is 1.4. Use one of TlsVersion.TLS_1_2, TlsVersion.TLS_1_3'],
  ['no retention of noncurrent versions', () => ({ noncurrentVersionExpiration: Duration.days(0) }), 'noncurrentVersionExpiration is zero. S3 counts whole days'],
  ['half a day', () => ({ noncurrentVersionExpiration: Duration.hours(36) }), 'noncurrentVersionExpiration is 1 day 12 hours'],
  ['no time for uploads', () => ({ abortIncompleteMultipartUploadAfter: Duration.days(0) }), 'abortIncompleteMultipartUploadAfter is zero'],
  ['a lifecycle rule of zero days', () => ({ lifecycleRules: [{ expiration: Duration.days(1) }, { expiration: Duration.days(0) }] }), 'lifecycleRules[1].expiration is zero'],
  ['a snapshot of a bucket', () => ({ removalPolicy: RemovalPolicy.SNAPSHOT }), "removalPolicy is 'snapshot', and there are no snapshots of buckets"],
  ['a perimeter of an empty part', () => ({ perimeter: { network: {} } }), 'perimeter has parts without an option, so everybody would be inside. Give network, identity or request one'],
  ['a perimeter of options without a value', () => ({ perimeter: { network: { vpcEndpointIds: undefined }, identity: {} } }), 'perimeter has parts without an option'],
  ['emptying a bucket that stays', () => ({ autoDeleteObjects: true }), "autoDeleteObjects: true contradicts removalPolicy 'retain', which is the default"],
  ['emptying a bucket that is retained', () => ({ autoDeleteObjects: true, removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }), "contradicts removalPolicy 'retain-on-update-or-delete'"],
  ['a default retention without object lock', () => ({ objectLockEnabled: false, objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(1)) }), 'objectLockEnabled: false contradicts objectLockDefaultRetention of 1 day'],
  ['a retention of zero', () => ({ objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(0)) }), 'retention duration must be at least 1 day'],
  ['a retention of half a day', () => ({ objectLockDefaultRetention: s3.ObjectLockRetention.compliance(Duration.hours(36)) }), 'cannot be converted into a whole number of days'],
  ['a retention of 101 years', () => ({ objectLockDefaultRetention: s3.ObjectLockRetention.compliance(Duration.days(101 * 365)) }), 'must be less than 100 years'],
  ['emptying a bucket whose versions are locked', () => ({ objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(1)), removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }),
    'autoDeleteObjects: true contradicts objectLockDefaultRetention of 1 day in GOVERNANCE mode'],
  ['deleting a bucket whose versions nobody can delete', () => ({ objectLockDefaultRetention: s3.ObjectLockRetention.compliance(Duration.days(7)), removalPolicy: RemovalPolicy.DESTROY }),
    "removalPolicy 'destroy' contradicts objectLockDefaultRetention of 7 days in COMPLIANCE mode"],
  ['no replication rule', () => ({ replicationRules: [] }), 'replicationRules is empty'],
  ['a destination without a known key', (stack) => ({ replicationRules: [{ destination: s3.Bucket.fromBucketName(stack, 'Replica', 'replica') }] }),
    "replicationRules[0].destination 'Stack/Replica' has no KMS key that is known here"],
  ['a second destination without a known key', (stack) => ({ replicationRules: [{ destination: new HardenedBucket(stack, 'Replica') }, { destination: new AccessLogsBucket(stack, 'Logs') }] }),
    "replicationRules[1].destination 'Stack/Logs' has no KMS key"],
  ['an alias for the replicas', (stack) => ({
    replicationRules: [{ destination: new HardenedBucket(stack, 'Replica'), destinationEncryptionKey: new kms.Alias(stack, 'Alias', { aliasName: 'alias/mine', targetKey: new kms.Key(stack, 'Key') }) }],
  }), "replicationRules[0].destinationEncryptionKey 'Stack/Alias' is an alias"],
  ['a key in another Region than the destination', (stack) => ({
    replicationRules: [{
      destination: s3.Bucket.fromBucketName(stack, 'Replica', 'replica'),
      destinationEncryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
    }],
  }), "replicationRules[0].destination 'Stack/Replica' is in Region eu-west-1, and the key 'Stack/Key' of its replicas in us-east-1"],
  ['a destination in another Region without a name', (stack) => ({
    replicationRules: [{ destination: new HardenedBucket(new Stack(stack.node.scope!, 'Other', { env: { ...ENV, region: 'us-east-1' } }), 'Replica') }],
  }), "replicationRules[0].destination 'Other/Replica' is in another account or Region, and has no name before it is deployed"],
  ['another owner in the same account', (stack) => ({ replicationRules: [{ destination: new HardenedBucket(stack, 'Replica'), accessControlTransition: true }] }),
    "replicationRules[0].accessControlTransition: true gives the replicas to another account, but replicationRules[0].destination 'Stack/Replica' is in the same"],
  ['a latency without alarms', (stack) => ({ requestMetrics: false, replicationRules: [{ destination: new HardenedBucket(stack, 'Replica'), latencyThreshold: Duration.hours(1) }] }),
    'replicationRules[0].latencyThreshold contradicts requestMetrics: false'],
  ['a latency that is measured in another Region', (stack) => ({
    replicationRules: [{
      destination: new HardenedBucket(new Stack(stack.node.scope!, 'Other', { env: { ...ENV, region: 'us-east-1' } }), 'Replica', { bucketName: 'the-replica' }),
      latencyThreshold: Duration.hours(1),
    }],
  }), 'replicationRules[0].latencyThreshold is 1 hour, but'],
  ['a latency of zero', (stack) => ({ replicationRules: [{ destination: new HardenedBucket(stack, 'Replica'), latencyThreshold: Duration.seconds(0) }] }), 'replicationRules[0].latencyThreshold is zero'],
  ['a latency of a second and a half', (stack) => ({ replicationRules: [{ destination: new HardenedBucket(stack, 'Replica'), latencyThreshold: Duration.millis(1500) }] }), 'replicationRules[0].latencyThreshold is 1500 ms'],
  ['an imported log bucket without a word on its grant', (stack) => ({ serverAccessLogsBucket: s3.Bucket.fromBucketName(stack, 'Logs', 'logs') }), "serverAccessLogsBucket 'Stack/Logs' is imported"],
  ['a word on the grant of no bucket', () => ({ serverAccessLogsGrantExists: true }), 'serverAccessLogsGrantExists: true speaks of an imported serverAccessLogsBucket, but there is none'],
  ['a word on the grant of an own bucket', (stack) => ({ serverAccessLogsBucket: new AccessLogsBucket(stack, 'Logs'), serverAccessLogsGrantExists: true }), "serverAccessLogsBucket 'Stack/Logs' is made in this app"],
  ['a log bucket in another Region', (stack) => ({ serverAccessLogsBucket: new AccessLogsBucket(new Stack(stack.node.scope!, 'Other', { env: { ...ENV, region: 'us-east-1' } }), 'Logs') }),
    "serverAccessLogsBucket 'Other/Logs' is in Region us-east-1, and this bucket in eu-west-1"],
  ['a log bucket in another account', (stack) => ({ serverAccessLogsBucket: new AccessLogsBucket(new Stack(stack.node.scope!, 'Other', { env: { ...ENV, account: '444455556666' } }), 'Logs') }),
    "serverAccessLogsBucket 'Other/Logs' is in account 444455556666, and this bucket in 111122223333"],
  ['an imported log bucket in another Region', (stack) => ({ serverAccessLogsBucket: s3.Bucket.fromBucketAttributes(stack, 'Logs', { bucketName: 'logs', region: 'us-east-1' }), serverAccessLogsGrantExists: true }),
    "serverAccessLogsBucket 'Stack/Logs' is in Region us-east-1"],
  ['a log bucket with a KMS key', (stack) => ({ serverAccessLogsBucket: new s3.Bucket(stack, 'Logs', { encryption: s3.BucketEncryption.KMS }) }), "serverAccessLogsBucket 'Stack/Logs' is encrypted with the KMS key 'Stack/Logs/Key'"],
  ['alarms without metrics', () => ({ requestMetrics: false, requestAlarms: { minimumRequests: 10 } }), 'requestAlarms contradicts requestMetrics: false'],
  ['a topic without metrics', (stack) => ({ requestMetrics: false, alarmTopic: new sns.Topic(stack, 'Topic') }), 'alarmTopic contradicts requestMetrics: false'],
  ['a topic in another Region', (stack) => ({ alarmTopic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:111122223333:alarms') }), "alarmTopic 'Stack/Topic' is in Region us-east-1"],
  ['a rate of zero', () => ({ requestAlarms: { clientErrorRateThreshold: 0 } }), 'requestAlarms.clientErrorRateThreshold is 0. Use a number above 0 up to 100'],
  ['a rate over 100 %', () => ({ requestAlarms: { serverErrorRateThreshold: 101 } }), 'requestAlarms.serverErrorRateThreshold is 101'],
  ['a negative threshold', () => ({ requestAlarms: { headRequestsThreshold: -1 } }), 'requestAlarms.headRequestsThreshold is -1. Use a number from 0'],
  ['a threshold that is not a number', () => ({ requestAlarms: { listRequestsThreshold: NaN } }), 'requestAlarms.listRequestsThreshold is NaN'],
  ['no requests at all', () => ({ requestAlarms: { minimumRequests: 0 } }), 'requestAlarms.minimumRequests is 0. Use a whole number from 1'],
  ['half a period', () => ({ requestAlarms: { evaluationPeriods: 1.5 } }), 'requestAlarms.evaluationPeriods is 1.5'],
  ['more datapoints than periods', () => ({ requestAlarms: { datapointsToAlarm: 4 } }), 'requestAlarms.datapointsToAlarm is 4. Use a whole number from 1 up to 3'],
  ['actions without metrics', () => ({ requestMetrics: false, alarmActions: [new actions.SsmIncidentAction('plan')] }), 'alarmActions contradicts requestMetrics: false'],
  ['a scope of alarms that is none', () => ({ requestAlarmScope: 'region' as RequestAlarmScope }), 'requestAlarmScope is "region". Use one of RequestAlarmScope.BUCKET, RequestAlarmScope.STACK, RequestAlarmScope.NONE'],
  ['whose alarms are without metrics', () => ({ requestMetrics: false, requestAlarmScope: RequestAlarmScope.STACK }), "requestAlarmScope 'stack' contradicts requestMetrics: false"],
  ['thresholds without alarms', () => ({ requestAlarmScope: RequestAlarmScope.NONE, requestAlarms: {} }), "requestAlarms contradicts requestAlarmScope 'none'"],
  ['a topic without alarms', (stack) => ({ requestAlarmScope: RequestAlarmScope.NONE, alarmTopic: new sns.Topic(stack, 'Topic') }), "alarmTopic contradicts requestAlarmScope 'none'"],
  ['a band of shared alarms', () => ({ requestAlarmScope: RequestAlarmScope.STACK, requestAlarms: { listRequestsAnomalyBand: 2 } }), "requestAlarms.listRequestsAnomalyBand contradicts requestAlarmScope 'stack'"],
  ['a tier that is none', () => ({ intelligentTieringConfigurations: [{ name: 'all' }] }), 'intelligentTieringConfigurations[0] moves objects to no tier'],
  ['two tierings of a name', () => ({ intelligentTieringConfigurations: [{ name: 'a', archiveAccessTierTime: Duration.days(90) }, { name: 'a', archiveAccessTierTime: Duration.days(91) }] }),
    "intelligentTieringConfigurations[1].name is 'a', as that of another"],
  ['a tier too soon', () => ({ intelligentTieringConfigurations: [{ name: 'a', archiveAccessTierTime: Duration.days(89) }] }), 'archiveAccessTierTime is 89 days. Use whole days, from Duration.days(90) up to Duration.days(730)'],
  ['a deep tier too soon', () => ({ intelligentTieringConfigurations: [{ name: 'a', deepArchiveAccessTierTime: Duration.days(179) }] }), 'deepArchiveAccessTierTime is 179 days. Use whole days, from Duration.days(180)'],
  ['half a day', () => ({ intelligentTieringConfigurations: [{ name: 'a', archiveAccessTierTime: Duration.hours(2172) }] }), 'archiveAccessTierTime is 90 days 12 hours'],
  ['acceleration of a name with dots', () => ({ transferAcceleration: true, bucketName: 'records.example.com' }), "transferAcceleration: true contradicts bucketName 'records.example.com'"],
  ['acceleration behind endpoints', () => ({ transferAcceleration: true, perimeter: { network: { vpcEndpointIds: ['vpce-1a2b3c4d'] } } }), 'transferAcceleration: true contradicts perimeter.network'],
  ['no action', () => ({ alarmActions: [] }), 'alarmActions is empty. Name an action in it'],
  ['a band and a threshold', () => ({ requestAlarms: { headRequestsAnomalyBand: 2, headRequestsThreshold: 10 } }), 'requestAlarms.headRequestsAnomalyBand: 2 contradicts requestAlarms.headRequestsThreshold: 10'],
  ['a band of zero', () => ({ requestAlarms: { listRequestsAnomalyBand: 0 } }), 'requestAlarms.listRequestsAnomalyBand is 0. Use a number above 0'],
  ['a band that is decided at deployment', () => ({ requestAlarms: { listRequestsAnomalyBand: Token.asNumber({ Ref: 'Band' }) } }), 'requestAlarms.listRequestsAnomalyBand is a token'],
  ['a percentile below 0', () => ({ requestAlarms: { latencyPercentile: -1, firstByteLatencyThreshold: Duration.seconds(1) } }), 'requestAlarms.latencyPercentile is -1. Use a number from 0 up to 100'],
  ['a percentile above 100', () => ({ requestAlarms: { latencyPercentile: 100.1, firstByteLatencyThreshold: Duration.seconds(1) } }), 'requestAlarms.latencyPercentile is 100.1'],
  ['a percentile of nothing', () => ({ requestAlarms: { latencyPercentile: 95 } }), 'requestAlarms.latencyPercentile is 95, but there is no alarm on latency'],
  ['no time for the first byte', () => ({ requestAlarms: { firstByteLatencyThreshold: Duration.millis(0) } }), 'requestAlarms.firstByteLatencyThreshold is zero'],
  ['no time for a request', () => ({ requestAlarms: { totalRequestLatencyThreshold: Duration.seconds(0) } }), 'requestAlarms.totalRequestLatencyThreshold is zero'],
  ['a period of zero', () => ({ requestAlarms: { period: Duration.minutes(0) } }), 'requestAlarms.period is zero'],
  ['a period of half a second', () => ({ requestAlarms: { period: Duration.millis(500) } }), 'requestAlarms.period is'],
  ['a look further back than a day', () => ({ requestAlarms: { period: Duration.minutes(30), evaluationPeriods: 49 } }), 'requestAlarms.evaluationPeriods is 49, each of 30 minutes: CloudWatch looks back 1 day at most'],
  ['a look further back than a week', () => ({ requestAlarms: { period: Duration.hours(6), evaluationPeriods: 29 } }), 'CloudWatch looks back 7 days at most'],
  ['a period of 90 seconds', () => ({ requestAlarms: { period: Duration.seconds(90) } }), 'requestAlarms.period is 1 minute 30 seconds'],
  ['two lifecycle settings that s3.Bucket refuses', () => ({ lifecycleRules: [{ expiredObjectDeleteMarker: true, expiration: Duration.days(1) }] }), 'ExpiredObjectDeleteMarker cannot be specified with expiration'],
];

test.each(HARDENED_BUCKET)('fails HardenedBucket: %s', (_, props, message) => {
  const stack = makeStack();
  expect(() => {
    new HardenedBucket(stack, 'Bucket', props(stack));
    (stack.node.root as App).synth();
  }).toThrow(message);
});

describe('a prefix of a name', () => {
  const make = (bucketNamePrefix: string, region?: string) => () => new HardenedBucket(new Stack(new App(), 'Stack', { env: region ? { ...ENV, region } : {} }), 'Bucket', { bucketNamePrefix });

  test.each([
    ['as long as it may be in eu-west-1', 37, 'eu-west-1'], ['as long as it may be in ap-southeast-1', 32, 'ap-southeast-1'], ['as long as it may be in the shortest Region', 37, undefined], ['of one character', 1, 'eu-west-1'],
  ])('%s passes', (_, length, region) => {
    expect(make('x'.repeat(length), region)).not.toThrow();
  });

  test.each([
    ['too long for ap-southeast-1', 'x'.repeat(33), 'ap-southeast-1', 'has 33 characters. S3 adds the account and the Region to it, which leaves 32 of 63'],
    ['too long for any Region', 'x'.repeat(38), undefined, 'which leaves 37 of 63'],
    ['in a Region without such namespaces', 'records', 'me-south-1', "bucketNamePrefix 'records' is not possible in Region me-south-1, which has no account regional namespaces. Use bucketName instead"],
  ])('fails: %s', (_, prefix, region, message) => {
    expect(make(prefix, region)).toThrow(message);
  });
});

test('an error of ours begins with the path of the construct', () => {
  expect(() => new HardenedBucket(makeStack(), 'Bucket', { bucketName: '' })).toThrow(/^\[Stack\/Bucket\] bucketName/);
});

const ACCESS_LOGS_BUCKET: readonly [string, AccessLogsBucketProps, string][] = [
  ['an empty bucket name', { bucketName: '' }, "bucketName '' is empty"],
  ['an invalid prefix', { bucketNamePrefix: 'My_Logs' }, "bucketNamePrefix 'My_Logs' is not the beginning of a bucket name"],
  ['no retention', { retention: Duration.days(0) }, 'retention is zero'],
  ['a snapshot', { removalPolicy: RemovalPolicy.SNAPSHOT }, "removalPolicy is 'snapshot'"],
  ['a TLS number', { minimumTlsVersion: 1.1 as unknown as TlsVersion }, 'minimumTlsVersion is 1.1'],
];

test.each(ACCESS_LOGS_BUCKET)('fails AccessLogsBucket: %s', (_, props, message) => {
  expect(() => new AccessLogsBucket(makeStack(), 'Logs', props)).toThrow(message);
});

test.each<[string, HardenedBucketProps]>([
  ['a name', { bucketName: Token.asString({ Ref: 'Name' }) }],
  ['a prefix of a name', { bucketNamePrefix: Token.asString({ Ref: 'Prefix' }) }],
  ['a part of a prefix', { bucketNamePrefix: `data-${Token.asString({ Ref: 'Prefix' })}` }],
  ['a threshold', { requestAlarms: { headRequestsThreshold: Token.asNumber({ Ref: 'Threshold' }) } }],
  ['a duration', { noncurrentVersionExpiration: Duration.days(Token.asNumber({ Ref: 'Days' })) }],
])('a token passes for %s', (_, props) => {
  expect(() => new HardenedBucket(makeStack(), 'Bucket', props)).not.toThrow();
});


