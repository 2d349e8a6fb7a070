import { App, aws_events as events, aws_sns as sns, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BucketRepair, BucketWatch, BucketWatchProps, CheckLevel, FindingSeverity, ManagementEvents, RemediationOptions, WatchModel } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function makeWatch(props: (stack: Stack) => Partial<BucketWatchProps>): BucketWatch {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  return new BucketWatch(stack, 'Watch', { managementEvents: ManagementEvents.existingTrail(), ...props(stack) });
}

/** Each bad input, and what its error has to quote and advise. */
test.each<[string, (stack: Stack) => Partial<BucketWatchProps>, string]>([
  ['no trail', () => ({ managementEvents: undefined }), '[Stack/Watch] managementEvents is missing, and EventBridge gets no events of S3 without a trail of CloudTrail. Use ManagementEvents.newTrail(), or ManagementEvents.existingTrail()'],
  ['a trail that is none', () => ({ managementEvents: 'existing' as unknown as ManagementEvents }), "managementEvents is 'existing'. Use a ManagementEvents"],
  ['an unknown property', () => ({ levle: CheckLevel.STRICT } as Partial<BucketWatchProps>), 'levle is not a property of BucketWatchProps. Use level'],
  ['a level that is none', () => ({ level: 'HIGH' as CheckLevel }), 'level is "HIGH". Use one of CheckLevel.BASELINE, CheckLevel.STRICT'],
  ['a severity that is none', () => ({ reportFrom: 'info' as FindingSeverity }), 'reportFrom is "info". Use one of FindingSeverity.ERROR, FindingSeverity.WARNING'],
  ['a model that is none', () => ({ model: 'website' as WatchModel }), 'model is "website". Use one of WatchModel.HARDENED'],
  ['an unknown rule', () => ({ excludedRules: ['HardenedBucket-Versionning'] }), "unknown rule 'HardenedBucket-Versionning'; did you mean HardenedBucket-Versioning?"],
  ['a pattern for a bucket', () => ({ excludedBuckets: ['records', 'logs-*'] }), "excludedBuckets[1] is 'logs-*', which is not the name of a bucket. Use a name without wildcards"],
  ['an empty tag', () => ({ modelTag: '' }), "modelTag is ''. Use the key of a tag"],
  ['a delay that SQS does not have', () => ({ delay: Duration.hours(1) }), 'delay is 1 hour, and SQS delays messages by whole seconds, 15 minutes at most. Use Duration.minutes(15) or less'],
  ['half a second', () => ({ delay: Duration.millis(1500) }), 'Use Duration.seconds(2)'],
  ['half an hour between sweeps', () => ({ sweepInterval: Duration.minutes(30) }), 'sweepInterval is 30 minutes. Use whole hours, one at least'],
  ['no time between sweeps', () => ({ sweepInterval: Duration.hours(0) }), 'sweepInterval is zero. Use whole hours'],
  ['one at a time, which Lambda does not offer', () => ({ maxConcurrency: 1 }), 'maxConcurrency is 1. Use a whole number from 2 up to 100'],
  ['a snapshot', () => ({ removalPolicy: RemovalPolicy.SNAPSHOT }), "removalPolicy is 'snapshot'"],
  ['a topic elsewhere', (stack) => ({ topic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:111122223333:reports') }), "topic 'Stack/Topic' is in Region us-east-1, and the watch in eu-west-1. Pass an event bus of us-east-1 as reportTo"],
  ['a FIFO topic', (stack) => ({ topic: new sns.Topic(stack, 'Topic', { fifo: true }) }), "topic 'Stack/Topic' is a FIFO topic, which has no email subscriptions. Use a standard topic"],
  ['a bus elsewhere', (stack) => ({ eventBus: events.EventBus.fromEventBusArn(stack, 'Bus', 'arn:aws:events:eu-west-1:444455556666:event-bus/reports') }), "eventBus 'Stack/Bus' is in account 444455556666, and the watch in 111122223333. Leave eventBus out, and pass that bus as reportTo"],
  ['an empty list of actions', () => ({ alarmActions: [] }), 'alarmActions is empty'],
  ...([
    ['no repair', { repairs: [] }, 'remediation.repairs is empty, so nothing could be repaired. Name a repair, such as BucketRepair.BLOCK_PUBLIC_ACCESS'],
    ['a repair that is none', { repairs: ['delete-bucket' as BucketRepair] }, 'remediation.repairs[0] is "delete-bucket". Use one of BucketRepair.BLOCK_PUBLIC_ACCESS'],
    ['a repair twice', { repairs: [BucketRepair.TLS_ONLY, BucketRepair.TLS_ONLY] }, "remediation.repairs[1] is 'tls-only' for the second time. Leave it out"],
    ['no repair in a day', { repairs: [BucketRepair.TLS_ONLY], repairsPerDay: 0 }, 'remediation.repairsPerDay is 0. Use a whole number from 1'],
    ['log delivery to nowhere', { repairs: [BucketRepair.LOG_DELIVERY] }, "remediation.serverAccessLogsBucket is missing, and 'log-delivery' needs a bucket to log to. Pass an AccessLogsBucket"],
    ['a name for an ARN', { repairs: [BucketRepair.TLS_ONLY], keepAccess: ['Reader'] }, "remediation.keepAccess[0] is 'Reader'. Use the ARN of a role or user"],
    ['an option that there is not', { repairs: [BucketRepair.TLS_ONLY], dryRun: false } as RemediationOptions, 'remediation.dryRun is not a property of RemediationOptions'],
  ] as [string, RemediationOptions, string][]).map(([name, remediation, message]): [string, () => Partial<BucketWatchProps>, string] => [name, () => ({ remediation }), message]),
])('fails: %s', (_, props, message) => {
  expect(() => makeWatch(props)).toThrow(message);
});

test('fails: an option of a new trail that there is not', () => {
  expect(() => ManagementEvents.newTrail({ multiRegion: true } as object)).toThrow('ManagementEvents.newTrail.multiRegion is not a property of ManagementEventsTrailProps');
});

test('all problems are told at once', () => {
  expect(() => makeWatch(() => ({ maxConcurrency: 0, delay: Duration.hours(1), modelTag: '' }))).toThrow('3 problems');
});

test('fails: more excluded buckets than the environment of a function holds', () => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const watch = new BucketWatch(stack, 'Watch', { managementEvents: ManagementEvents.existingTrail(), excludedBuckets: Array.from({ length: 100 }, (_, i) => `a-bucket-with-a-name-that-is-rather-long-${i}`) });
  expect(watch.node.validate().join()).toMatch(/the settings of the handler have about \d+ bytes, and Lambda accepts 4096\. Exclude fewer buckets \(there are 100\)/);
});
