import { all, COMPLIANT, judge, Rule, Verdict, violated } from './rule';
import { AlarmFacts } from '../facts/bucket-facts';

export const REQUEST_METRICS: Rule = {
  id: 'HardenedBucket-RequestMetrics',
  title: 'request metrics are on for the whole bucket',
  why: 'Without a metrics configuration S3 counts no requests, and one with a filter counts no LIST.',
  fix: 'add a metrics configuration without a filter: metrics: [{ id: \'EntireBucket\' }]',
  level: 'STRICT',
  controls: [],
  check: ({ requestMetrics }) => judge(requestMetrics, (configurations) => configurations.some(({ wholeBucket }) => wholeBucket)
    ? COMPLIANT : violated('NoConfiguration', 'has no request metrics for the whole bucket', 'MetricsConfigurations')),
};

/** What has to be watched: failing requests, and requests that look around without reading. */
const WATCHED_METRICS = ['4xxErrors', '5xxErrors', 'HeadRequests', 'ListRequests'] as const;

export const REQUEST_ALARMS: Rule = {
  id: 'HardenedBucket-RequestAlarms',
  title: 'alarms on 4xx, 5xx, HEAD and LIST reach somebody',
  why: 'A probe shows first as failing requests and listings. An alarm without an action, or on a topic that CloudWatch cannot write to, tells nobody.',
  fix: 'give each metric an alarm on the unfiltered metrics configuration, with an action on a topic that is encrypted with a customer managed key',
  level: 'STRICT',
  controls: [],
  check: ({ requestMetrics, alarms }) => judge(requestMetrics, (configurations) => {
    const wholeBucketIds = configurations.filter(({ wholeBucket }) => wholeBucket).map(({ id }) => id);
    return all(WATCHED_METRICS.map((metric) => {
      const watching = alarms.filter(({ metricNames, filterIds }) => metricNames.includes(metric) && filterIds.every((id) => wholeBucketIds.includes(id)));
      return watching.length === 0
        ? violated(metric, `has no alarm on ${metric} of the whole bucket`, 'AWS::CloudWatch::Alarm')
        : anyReaches(watching, metric);
    }));
  }),
};

/** One alarm that reaches somebody is enough. */
function anyReaches(alarms: readonly AlarmFacts[], metric: string): Verdict {
  const verdicts = alarms.map((alarm) => reaches(alarm, metric));
  return verdicts.find(({ kind }) => kind === 'compliant') ?? verdicts.find(({ kind }) => kind === 'unknown') ?? verdicts[0];
}

/** @see https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns */
function reaches({ address, actions }: AlarmFacts, metric: string): Verdict {
  return judge(actions, (list) => {
    if (list.length === 0) {
      return violated(metric, `has an alarm on ${metric} (${address.logicalId}) without an enabled action`, 'AlarmActions');
    }
    return all(list.map(({ topicKey }) => !topicKey.known ? COMPLIANT
      : topicKey.value === undefined ? violated('Topic', 'sends its alarms to a topic without encryption', 'Topic.KmsMasterKeyId')
        : topicKey.value.endsWith('alias/aws/sns') ? violated('Topic', 'sends its alarms to a topic encrypted with alias/aws/sns, which CloudWatch may not use', 'Topic.KmsMasterKeyId')
          : COMPLIANT));
  });
}
