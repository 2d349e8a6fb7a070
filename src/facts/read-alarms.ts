import { AlarmActionFacts, AlarmFacts, AlarmMetricFacts } from './bucket-facts';
import { UnknownValue } from '../policy/unknown-value';
import { EvaluatedResource, groupBy, isDeployedWith, isNeverDeployedWith } from '../template/evaluated-resource';
import { Known, known, readKnown, unknown } from '../template/known';
import { asBoolean, dig, readList, readOptionalText, readText, textOf } from '../template/read-json';
import { mayBeEqual } from '../template/templates-by-place';

/** The alarms of templates, looked up by the bucket whose requests they watch. */
export class BucketAlarms {
  /** Under the names of buckets; under `UNDECIDED` what may watch any bucket. */
  private readonly byBucket: ReadonlyMap<string, EvaluatedResource[]>;

  constructor(alarms: readonly EvaluatedResource[], private readonly topics: ReadonlyMap<string, EvaluatedResource>) {
    this.byBucket = groupBy(alarms, ({ properties }) => [...new Set(alarmMetrics(properties).map((metric) => {
      const bucket = dimension(metric, 'BucketName');
      return bucket.known ? textOf(bucket.value) : UNDECIDED;
    }))]);
  }

  /** The alarms that watch this bucket, or may. CloudWatch knows the metrics of its own Region only. */
  of(bucket: EvaluatedResource, name: string): AlarmFacts[] {
    return [...new Set([...this.byBucket.get(name) ?? [], ...this.byBucket.get(UNDECIDED) ?? []])]
      .filter((alarm) => mayBeEqual(alarm.template.region, bucket.template.region) && !isNeverDeployedWith(alarm, bucket))
      .map((alarm) => ({
        address: alarm.address,
        deployed: isDeployedWith(alarm, bucket),
        metrics: alarmMetrics(alarm.properties).flatMap((metric) => readMetric(metric, name)),
        actions: this.readActions(alarm),
      }));
  }

  private readActions(alarm: EvaluatedResource): Known<readonly AlarmActionFacts[]> {
    const enabled = readKnown(dig(alarm.properties, 'ActionsEnabled'), (v) => asBoolean(v, true));
    const actions = readList(dig(alarm.properties, 'AlarmActions'), (action): AlarmActionFacts => {
      const arn = readKnown(action, (v) => textOf(v) || undefined);
      const topic = arn.known ? this.topics.get(arn.value) : undefined;
      return { action: arn, topicKey: topic && readTopicKey(topic, alarm) };
    });
    return !enabled.known ? enabled : enabled.value ? actions : known([]);
  }
}

const UNDECIDED = '';

function readTopicKey(topic: EvaluatedResource, alarm: EvaluatedResource): Known<string | undefined> {
  const deployed = isDeployedWith(topic, alarm);
  return deployed.known ? readOptionalText(dig(topic.properties, 'KmsMasterKeyId')) : deployed;
}

/** The metrics of an alarm on one metric, or on an expression over several, that are metrics of a bucket, or may be. */
function alarmMetrics(properties: unknown): unknown[] {
  const several = dig(properties, 'Metrics');
  const metrics = Array.isArray(several) ? watchedOf(several).map((metric) => dig(metric, 'MetricStat', 'Metric')) : several instanceof UnknownValue ? [several] : [];
  return [properties, ...metrics].filter((metric) => {
    const namespace = dig(metric, 'Namespace');
    const bucket = dimension(metric, 'BucketName');
    return (namespace === 'AWS/S3' || namespace instanceof UnknownValue) && !hasFurtherDimension(metric) && dig(metric, 'MetricName') !== undefined && !(bucket.known && bucket.value === undefined);
  });
}

/** The metric that is returned, and those that its expression is made of; those of other accounts are of other buckets. */
function watchedOf(metrics: readonly unknown[]): unknown[] {
  const isReturned = (metric: unknown) => dig(metric, 'ReturnData') !== false && dig(metric, 'ReturnData') !== 'false';
  const watched = new Set(metrics.filter((metric) => metric instanceof UnknownValue || isReturned(metric)));
  for (let before = -1; before < watched.size;) {
    before = watched.size;
    const used = [...watched].flatMap((metric) => dig(metric, 'Expression') ?? []).map((expression) => expression instanceof UnknownValue ? undefined : textOf(expression));
    for (const metric of metrics) {
      const id = textOf(dig(metric, 'Id'));
      if (used.some((expression) => expression === undefined || /\bMETRICS\(/.test(expression) || (id !== '' && expression.match(/\w+/g)?.includes(id)))) {
        watched.add(metric);
      }
    }
  }
  return [...watched].filter((metric) => dig(metric, 'AccountId') === undefined);
}

/** A metric of a bucket has two dimensions, and one with a third is another metric, which does not exist. */
function hasFurtherDimension(metric: unknown): boolean {
  const dimensions = dig(metric, 'Dimensions');
  return Array.isArray(dimensions) && dimensions.some((one) => !(one instanceof UnknownValue) && !['BucketName', 'FilterId'].includes(textOf(dig(one, 'Name'))) && !(dig(one, 'Name') instanceof UnknownValue));
}

function readMetric(metric: unknown, bucketName: string): AlarmMetricFacts[] {
  const bucket = dimension(metric, 'BucketName');
  const namespace = readText(dig(metric, 'Namespace'));
  return bucket.known && bucket.value !== bucketName ? [] : [{
    ofBucket: !namespace.known ? namespace : bucket.known ? known(true) : bucket,
    name: readText(dig(metric, 'MetricName')),
    filterId: dimension(metric, 'FilterId'),
  }];
}

/** The value of a dimension. One dimension that is not known may be any, and makes another metric of the whole. */
function dimension(metric: unknown, name: string): Known<string | undefined> {
  const dimensions = dig(metric, 'Dimensions');
  if (!Array.isArray(dimensions)) {
    return dimensions instanceof UnknownValue ? unknown(dimensions.reason) : known(undefined);
  }
  const undecided = dimensions.map((d) => dig(d, 'Name')).find((found) => found instanceof UnknownValue);
  return undecided ? unknown(undecided.reason) : readOptionalText(dig(dimensions.find((d) => dig(d, 'Name') === name), 'Value'));
}
