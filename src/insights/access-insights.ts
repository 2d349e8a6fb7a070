import { aws_cloudwatch as cloudwatch, aws_logs as logs, aws_s3 as s3, aws_sns as sns, Names, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessInsightsProps, checkInsights } from './access-insights-props';
import { DataEventsTrail } from './data-events-trail';
import { insightsIn, makeAfterOthers, reserveFilters } from './insights-limits';
import { HardenedBucket } from '../bucket/hardened-bucket';
import { givenIn } from '../input/given';
import { InputChecks } from '../input/input-checks';
import { ACCESS_ALARM_DEFAULTS } from '../monitoring/access-alarm-options';
import { AccessAlarm, accessAlarms, ContributorStatistic } from '../monitoring/access-alarms';
import { actionsOf, AlarmTargets, topicOf, validateTopic } from '../monitoring/alarm-actions';
import { BucketRequestAlarms } from '../monitoring/bucket-request-alarms';
import { ContributorRuleId, contributorRules, ruleBody } from '../monitoring/contributor-rules';
import { sourceTexts, withEndpointIds } from '../monitoring/known-sources';
import { LogFilterId, logFilters } from '../monitoring/log-filters';
import { logQueries } from '../monitoring/log-queries';
import { MonitoringEstimate } from '../monitoring/monitoring-estimate';
import { describeAlarm } from '../monitoring/runbook';

/**
 * Tells a probe of a bucket from a faulty client, by the data events that CloudTrail records.
 *
 * Request metrics count requests and name no one. Contributor Insights rules count failed GET requests by address and by
 * identity, denied keys, HEAD and LIST requests by source, and denials by action. Alarms go off on one source's count, on the
 * number of sources and on what comes from unknown ones. A composite alarm, "possible intrusion", goes off on what a client
 * does not do that asks for one thing again and again: many keys, many addresses, looking around from unknown sources.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContributorInsights.html
 *
 * @example
 * const bucket = new HardenedBucket(this, 'Records');
 * new AccessInsights(this, 'Insights', { bucket, knownSources: { addresses: ['203.0.113.0/24'] } });
 */
export class AccessInsights extends Construct {
  /** The alarms on single signals. */
  public readonly alarms: cloudwatch.Alarm[];

  /** The composite alarm "possible intrusion", over those that are the sign of a probe, and pairs of the others. */
  public readonly intrusionAlarm: cloudwatch.CompositeAlarm;

  /** The trail that records the bucket. There is none if a `trailLogGroup` was given. */
  public readonly trail?: DataEventsTrail;

  /** The log group that the events are in. */
  public readonly logGroup: logs.ILogGroup;

  /** The topic that the alarms go to. There is none if only `alarmActions` were given. */
  public readonly alarmTopic?: sns.ITopic;

  /** The bucket that they are into. */
  public readonly bucket: s3.IBucket;

  /** Whether sources are known, and others can be told from them. */
  public readonly knowsSources: boolean;

  /** How many metrics, alarms and rules CloudWatch bills for these insights, at most. */
  public readonly monitoringEstimate: MonitoringEstimate;

  private readonly rules = new Map<ContributorRuleId, cloudwatch.CfnInsightRule>();

  /**
   * Makes the rules, counts, queries and alarms of one bucket.
   *
   * @throws if a property is invalid or contradicts another: the error quotes the value and says what to change
   */
  constructor(scope: Construct, id: string, props: AccessInsightsProps) {
    const checks = new InputChecks(scope, id);
    checkInsights(checks, scope, props);
    checks.throwIfAny();
    super(scope, id);
    const { bucket, alarmActions } = props;
    this.bucket = bucket;
    insightsIn(this).set(bucket.bucketName, this.node.path);
    const ofBucket = bucket instanceof HardenedBucket ? bucket : undefined;
    const targets: AlarmTargets = props.alarmTopic || alarmActions ? { alarmTopic: props.alarmTopic, alarmActions } : ofBucket?._alarmTargets ?? {};
    this.knowsSources = props.knownSources !== undefined;
    this.trail = props.trailLogGroup ? undefined : props.trail ?? DataEventsTrail._ofStack(this, targets);
    this.trail?.record(bucket);
    this.logGroup = props.trailLogGroup ?? this.trail!.logGroup;
    const knownSources = props.knownSources && withEndpointIds(props.knownSources);
    const known = knownSources && sourceTexts(knownSources);
    const stack = Stack.of(this);
    const name = Names.uniqueResourceName(this, { maxLength: 100, separator: '-' });

    for (const rule of contributorRules(bucket.bucketName, known)) {
      const made = new cloudwatch.CfnInsightRule(this, rule.id, {
        ruleName: `${name}-${rule.id}`,
        ruleState: 'ENABLED',
        ruleBody: stack.toJsonString(ruleBody(rule, this.logGroup.logGroupName)),
      });
      makeAfterOthers(stack, made);
      this.rules.set(rule.id, made);
    }
    const counts = logFilters(bucket.bucketName, known);
    reserveFilters(this, this.logGroup, counts.length);
    for (const { id: filterId, pattern } of counts) {
      new logs.MetricFilter(this, `${filterId}Count`, {
        logGroup: this.logGroup,
        filterPattern: logs.FilterPattern.literal(pattern),
        metricNamespace: NAMESPACE,
        metricName: filterId,
        metricValue: '1',
        dimensions: { BucketName: '$.requestParameters.bucketName' },
      });
    }
    for (const { id: queryId, commands } of logQueries(bucket.bucketName, knownSources)) {
      new logs.CfnQueryDefinition(this, queryId, {
        name: `HardenedBucket/${name}/${queryId}`,
        logGroupNames: [this.logGroup.logGroupName],
        queryString: commands.join('\n| '),
      });
    }

    this.alarmTopic = topicOf(this, targets);
    validateTopic(this, this.alarmTopic);
    const actions = actionsOf({ alarmTopic: this.alarmTopic, alarmActions: targets.alarmActions });
    const subject = `bucket ${bucket.node.path}`;
    const signals = accessAlarms(props.accessAlarms, this.knowsSources);
    const { slowPeriod, ...limits } = { ...ACCESS_ALARM_DEFAULTS, ...givenIn(props.accessAlarms) };
    this.alarms = signals.map((signal) => {
      const period = signal.isSlow ? slowPeriod : limits.period;
      const alarm = new cloudwatch.Alarm(this, `${signal.id}Alarm`, {
        metric: this.metricOf(signal, { period }),
        threshold: signal.threshold,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: signal.isSlow ? 1 : limits.evaluationPeriods,
        datapointsToAlarm: signal.isSlow ? 1 : limits.datapointsToAlarm,
        // Without such an event there is nothing to count.
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
        alarmDescription: describeAlarm(signal.id, signal.meaning, subject),
      });
      alarm.addAlarmAction(...actions);
      return alarm;
    });
    this.monitoringEstimate = MonitoringEstimate._ofInsights(counts.length, this.rules.size, this.alarms.length);
    this.intrusionAlarm = new cloudwatch.CompositeAlarm(this, 'PossibleIntrusionAlarm', {
      // CDK's own name has no stack in it, and is taken once the app is deployed a second time.
      compositeAlarmName: `${name}-PossibleIntrusion`,
      alarmRule: intrusionRule(signals, this.alarms, props.bucketRequestAlarms ?? ofBucket?.bucketRequestAlarms),
      alarmDescription: describeAlarm('PossibleIntrusion', 'Possible intrusion attempt: someone seems to probe the bucket', subject),
    });
    this.intrusionAlarm.addAlarmAction(...actions);
  }

  /** The failed GET requests of the address that has most of them. */
  public metricFailedGetsPerAddress(options?: cloudwatch.MetricOptions): cloudwatch.IMetric {
    return this.contributors('FailedGetsByAddress', 'MaxContributorValue', options);
  }

  /** The failed GET requests of the user, or of the session of a role, that has most of them. */
  public metricFailedGetsPerIdentity(options?: cloudwatch.MetricOptions): cloudwatch.IMetric {
    return this.contributors('FailedGetsByIdentity', 'MaxContributorValue', options);
  }

  /** The failed GET requests of the role of this account that has most of them, over all of its sessions. */
  public metricFailedGetsPerRole(options?: cloudwatch.MetricOptions): cloudwatch.IMetric {
    return this.contributors('FailedGetsByRole', 'MaxContributorValue', options);
  }

  /** How many addresses have failing GET requests, outside of VPC endpoints. */
  public metricFailingAddresses(options?: cloudwatch.MetricOptions): cloudwatch.IMetric {
    return this.contributors('FailedGetsFromOutside', 'UniqueContributors', options);
  }

  /** How many different keys are denied. */
  public metricDeniedKeys(options?: cloudwatch.MetricOptions): cloudwatch.IMetric {
    return this.contributors('DeniedKeys', 'UniqueContributors', options);
  }

  /** How many requests are denied, HEAD left out. */
  public metricAccessDenied(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.count('AccessDenied', options);
  }

  /** How many requests nobody signed. */
  public metricAnonymousRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.count('AnonymousRequests', options);
  }

  /**
   * How many HEAD and LIST requests come from sources that are not known.
   *
   * @throws if there are no knownSources
   */
  public metricUnknownSources(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    if (!this.knowsSources) {
      throw new Error(`[${this.node.path}] there is no metric UnknownSources, because no source is unknown without knownSources. Give knownSources`);
    }
    return this.count('UnknownSources', options);
  }

  /** @internal */
  public _ruleName(rule: ContributorRuleId): string {
    return this.rules.get(rule)!.attrRuleName;
  }

  private metricOf({ watches }: AccessAlarm, options: cloudwatch.MetricOptions): cloudwatch.IMetric {
    return 'filter' in watches ? this.count(watches.filter, options) : this.contributors(watches.rule, watches.statistic, options);
  }

  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContributorInsights-GraphReportData.html */
  private contributors(rule: ContributorRuleId, statistic: ContributorStatistic, { period, label, color }: cloudwatch.MetricOptions = {}): cloudwatch.IMetric {
    return new cloudwatch.MathExpression({
      expression: `INSIGHT_RULE_METRIC("${this._ruleName(rule)}", "${statistic}")`,
      usingMetrics: {},
      period,
      label: label ?? `${rule} ${statistic}`,
      color,
    });
  }

  private count(filter: LogFilterId, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return new cloudwatch.Metric({
      ...options,
      statistic: options.statistic ?? cloudwatch.Stats.SUM,
      namespace: NAMESPACE,
      metricName: filter,
      dimensionsMap: { BucketName: this.bucket.bucketName },
    });
  }
}

/** Of the counts, in CloudWatch. */
const NAMESPACE = 'HardenedBucket';

/** One sign of a probe is enough. Of the others, it takes two that one fault of a client does not explain. */
function intrusionRule(signals: readonly AccessAlarm[], alarms: readonly cloudwatch.Alarm[], requests: BucketRequestAlarms | undefined): cloudwatch.IAlarmRule {
  const goesOff = (alarm: cloudwatch.IAlarm) => cloudwatch.AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM);
  const signal = (id: AccessAlarm['id']) => goesOff(alarms[signals.findIndex((each) => each.id === id)]);
  const request = (id: string) => requests?.alarms.filter((alarm) => alarm.node.id === id).map(goesOff) ?? [];
  return cloudwatch.AlarmRule.anyOf(
    ...alarms.filter((_, index) => signals[index].isOfProbe).map(goesOff),
    ...request('ListRequests').map((lists) => cloudwatch.AlarmRule.allOf(lists, signal('FailedGetsByAddress'))),
    ...request('HeadRequests').map((heads) => cloudwatch.AlarmRule.allOf(heads, signal('AccessDenied'))),
  );
}
