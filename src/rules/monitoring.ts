import { all, COMPLIANT, judge, lacking, requireFact, Rule, unknownVerdict, unlessLogBucket, Verdict, violated } from './rule';
import { AlarmFacts, AlarmMetricFacts, BucketFacts, RequestMetricsFacts } from '../facts/bucket-facts';
import { everyHolds, Known, known, mapKnown, someHolds } from '../template/known';

export const REQUEST_METRICS: Rule = {
  id: 'HardenedBucket-RequestMetrics',
  title: 'request metrics are on for the whole bucket',
  why: 'Without a metrics configuration S3 counts no requests, and one with a filter counts no LIST.',
  fix: 'add a metrics configuration without a filter: metrics: [{ id: \'EntireBucket\' }]',
  example: "new s3.Bucket(this, 'Data', { metrics: [{ id: 'EntireBucket' }] });",
  level: 'STRICT',
  severity: 'warning',
  controls: {},
  check: (facts) => unlessLogBucket(facts, () => judge(facts.requestMetrics, (configurations) => requireFact(
    someHolds(configurations.map(({ wholeBucket }) => wholeBucket)), 'NoConfiguration', 'has no request metrics for the whole bucket', 'MetricsConfigurations'))),
};

/** What has to be watched: failing requests, and requests that look around without reading. */
const WATCHED_METRICS = ['4xxErrors', '5xxErrors', 'HeadRequests', 'ListRequests'] as const;

export const REQUEST_ALARMS: Rule = {
  id: 'HardenedBucket-RequestAlarms',
  title: 'alarms on 4xx, 5xx, HEAD and LIST notify someone',
  why: 'A probe shows first as failing requests and listings. An alarm without an action, or on a topic that CloudWatch cannot publish to, notifies no one.',
  fix: 'give each metric an alarm on the unfiltered metrics configuration, with an action on a topic that is encrypted with a customer managed key',
  example: "new HardenedBucket(this, 'Data'); // has the alarms, and an encrypted topic for them",
  level: 'STRICT',
  severity: 'warning',
  controls: {},
  check: (facts) => everyMetricReaches(facts, topicIsSafe),
};

/** The same rule for a bucket that promises that its alarms arrive: they do through a topic without encryption, too. */
export const REQUEST_ALARMS_ARRIVE: Rule = {
  ...REQUEST_ALARMS,
  check: (facts) => everyMetricReaches(facts, (key) => key === undefined ? COMPLIANT : topicIsSafe(key)),
};

type JudgeTopic = (key: string | undefined) => Verdict;

function everyMetricReaches(facts: BucketFacts, judgeTopic: JudgeTopic): Verdict {
  return unlessLogBucket(facts, () => judge(facts.requestMetrics, (configurations) => all(WATCHED_METRICS.map((metric) =>
    anyReaches(facts.alarms.map((alarm) => ({ alarm, watches: watches(alarm, metric, configurations) })), metric, judgeTopic)))));
}

/** Whether an alarm is on this metric of the whole bucket. */
function watches({ deployed, metrics }: AlarmFacts, metric: string, configurations: readonly RequestMetricsFacts[]): Known<boolean> {
  return everyHolds([deployed, someHolds(metrics.map(({ ofBucket, name, filterId }) =>
    everyHolds([ofBucket, mapKnown(name, (value) => value === metric), countsWholeBucket(filterId, configurations)])))]);
}

function countsWholeBucket(filterId: AlarmMetricFacts['filterId'], configurations: readonly RequestMetricsFacts[]): Known<boolean> {
  return !filterId.known ? filterId
    : filterId.value === undefined ? known(false)
      : someHolds(configurations.map(({ id, wholeBucket }) => everyHolds([mapKnown(id, (value) => value === filterId.value), wholeBucket])));
}

/** One alarm that reaches someone is enough. */
function anyReaches(alarms: readonly { readonly alarm: AlarmFacts; readonly watches: Known<boolean> }[], metric: string, judgeTopic: JudgeTopic): Verdict {
  const verdicts = alarms
    .filter((each) => !each.watches.known || each.watches.value)
    .map((each) => each.watches.known ? reaches(each.alarm, metric, judgeTopic) : unknownVerdict(each.watches.reason));
  return verdicts.find(({ kind }) => kind === 'compliant') ?? verdicts.find(({ kind }) => kind === 'unknown') ?? verdicts[0]
    ?? lacking(metric, 'has no alarm on ', ' of the whole bucket', 'AWS::CloudWatch::Alarm');
}

/** @see https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns */
function reaches({ address, actions }: AlarmFacts, metric: string, judgeTopic: JudgeTopic): Verdict {
  return judge(actions, (list) => {
    if (list.length === 0) {
      return violated(metric, `has an alarm on ${metric} (${address.logicalId}) without an enabled action`, 'AlarmActions', { at: address });
    }
    const verdicts = list.map(({ action, topicKey }) => judge(action, () => topicKey === undefined ? COMPLIANT : judge(topicKey, judgeTopic)));
    // One that is told is enough.
    return verdicts.find(({ kind }) => kind === 'compliant') ?? all(verdicts);
  });
}

function topicIsSafe(key: string | undefined): Verdict {
  return key === undefined ? violated('Topic', 'sends its alarms to a topic without encryption', 'Topic.KmsMasterKeyId')
    : key.endsWith('alias/aws/sns') ? violated('Topic', 'sends its alarms to a topic encrypted with alias/aws/sns, which CloudWatch may not use', 'Topic.KmsMasterKeyId')
      : COMPLIANT;
}
