import { aws_cloudwatch as cloudwatch, aws_s3 as s3, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessInsights } from './access-insights';
import { alarmsOf, alarmStatus, checkShown, COLORS, ContributorWidget, countOf, errorRate, FULL_WIDTH, heading } from './dashboard-widgets';
import { HardenedBucket } from '../bucket/hardened-bucket';
import { InputChecks } from '../input/input-checks';
import { BucketRequestAlarms } from '../monitoring/bucket-request-alarms';
import { checkFilterId } from '../monitoring/check-filter-id';
import { requestMetric, WHOLE_BUCKET_FILTER_ID } from '../monitoring/request-metrics';

/**
 * Properties of a `BucketDashboard`.
 */
export interface BucketDashboardProps {
  /** The bucket, in the account and Region of the stack. It may be imported. */
  readonly bucket: s3.IBucket;

  /**
   * The id of a metrics configuration of the bucket without a filter.
   *
   * @default 'EntireBucket', as hardened buckets and the console name it
   */
  readonly filterId?: string;

  /**
   * The alarms on the requests to the bucket, whose thresholds are drawn. A band has none.
   *
   * @default - those of a hardened bucket
   */
  readonly bucketRequestAlarms?: BucketRequestAlarms;

  /**
   * Access insights: the contributors are shown below the counts.
   *
   * @default - the dashboard shows counts only
   */
  readonly insights?: AccessInsights;

  /**
   * The name of the dashboard: letters, digits, `-` and `_`.
   *
   * @default - CloudFormation chooses a name
   */
  readonly dashboardName?: string;

  /**
   * The length of a period: a multiple of one minute.
   *
   * @default Duration.minutes(5)
   */
  readonly period?: Duration;
}

/**
 * The dashboard of one bucket: its alarms, its requests with the thresholds of the alarms and, with `AccessInsights`, who
 * makes them.
 *
 * CloudWatch charges for each dashboard above three.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 *
 * @example
 * const bucket = new HardenedBucket(this, 'Records');
 * const insights = new AccessInsights(this, 'Insights', { bucket });
 * new BucketDashboard(this, 'Dashboard', { bucket, insights });
 */
export class BucketDashboard extends Construct {
  /** The dashboard, to which you can add widgets of your own. */
  public readonly dashboard: cloudwatch.Dashboard;

  /**
   * Makes the dashboard.
   *
   * @throws if the bucket is elsewhere, has no request metrics, or the insights are into another bucket
   */
  constructor(scope: Construct, id: string, props: BucketDashboardProps) {
    const { bucket, insights, filterId = WHOLE_BUCKET_FILTER_ID, period = Duration.minutes(5) } = props;
    const checks = new InputChecks(scope, id);
    checks.struct('BucketDashboardProps', props);
    checkShown(checks, scope, bucket, 'dashboard');
    checkFilterId(checks, props.filterId);
    checks.wholeMinutes('period', props.period);
    if (props.bucketRequestAlarms && props.bucketRequestAlarms.bucket !== bucket) {
      checks.refuse(`bucketRequestAlarms '${props.bucketRequestAlarms.node.path}' are on bucket '${props.bucketRequestAlarms.bucket.node.path}', and the dashboard is of '${bucket.node.path}'. Pass the alarms on that bucket`);
    }
    if (insights && insights.bucket !== bucket) {
      checks.refuse(`insights '${insights.node.path}' are into bucket '${insights.bucket.node.path}', and the dashboard is of '${bucket.node.path}'. Pass the insights into that bucket`);
    }
    checks.throwIfAny();
    super(scope, id);
    const requestAlarms = props.bucketRequestAlarms ?? (bucket instanceof HardenedBucket ? bucket.bucketRequestAlarms : undefined);
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: props.dashboardName,
      widgets: [
        [heading(`Bucket ${bucket.bucketName}`)],
        alarmStatus([
          ...insights ? [insights.intrusionAlarm, ...insights.alarms] : [],
          ...new Set([...alarmsOf(bucket), ...requestAlarms?.alarms ?? []]),
        ]),
        ...requestRows(bucket, filterId, requestAlarms, period),
        ...insights ? insightRows(insights, period) : [],
      ].filter((row) => row.length > 0),
    });
  }
}

function requestRows(bucket: s3.IBucket, filterId: string, requestAlarms: BucketRequestAlarms | undefined, period: Duration): cloudwatch.IWidget[][] {
  const half = { width: FULL_WIDTH / 2, height: 6, period };
  const withThreshold = requestAlarms?.alarms.filter((alarm) => !(alarm instanceof cloudwatch.AnomalyDetectionAlarm));
  const thresholds = (...ids: string[]) => withThreshold?.filter((alarm) => ids.includes(alarm.node.id)).map((alarm) => alarm.toAnnotation());
  const count = (name: Parameters<typeof countOf>[2], color?: string) => countOf(bucket, filterId, name, { period, color });
  const latency = (name: 'FirstByteLatency' | 'TotalRequestLatency', percentile: number) => {
    const statistic = cloudwatch.Stats.p(percentile);
    return requestMetric(bucket, filterId, name, { period, statistic, label: `${name} ${statistic}` });
  };
  return [
    [
      new cloudwatch.GraphWidget({
        ...half, title: 'Requests', stacked: true, left: (['GetRequests', 'PutRequests', 'DeleteRequests', 'PostRequests', 'HeadRequests', 'ListRequests'] as const).map((name) => count(name)),
      }),
      new cloudwatch.GraphWidget({
        ...half,
        title: 'Failing requests, % of all',
        left: [
          errorRate('4xx', bucket, filterId, '4xxErrors', { period, label: '4xx', color: COLORS.clientErrors }), errorRate('5xx', bucket, filterId, '5xxErrors', { period, label: '5xx', color: COLORS.serverErrors }),
        ],
        leftAnnotations: thresholds('ClientErrors', 'ServerErrors'),
        leftYAxis: { min: 0, label: '%', showUnits: false },
      }),
    ],
    [
      new cloudwatch.GraphWidget({
        ...half, title: 'Looking around: HEAD and LIST', left: [count('HeadRequests', COLORS.heads), count('ListRequests', COLORS.lists)], leftAnnotations: thresholds('HeadRequests', 'ListRequests'), leftYAxis: { min: 0 },
      }),
      new cloudwatch.GraphWidget({
        ...half,
        title: 'Latency',
        left: [latency('FirstByteLatency', 50), latency('FirstByteLatency', 99), latency('TotalRequestLatency', 50), latency('TotalRequestLatency', 99)],
        leftAnnotations: thresholds('FirstByteLatency', 'TotalRequestLatency'),
        leftYAxis: { min: 0, label: 'ms', showUnits: false },
      }),
    ],
    [new cloudwatch.GraphWidget({ ...half, width: FULL_WIDTH, title: 'Bytes', left: [count('BytesDownloaded'), count('BytesUploaded')], leftYAxis: { min: 0 } })],
  ];
}

function insightRows(insights: AccessInsights, period: Duration): cloudwatch.IWidget[][] {
  const half = { width: FULL_WIDTH / 2, height: 6, period };
  const contributors = (title: string, rule: Parameters<AccessInsights['_ruleName']>[0]) => new ContributorWidget({ ...half, title, ruleName: insights._ruleName(rule) });
  return [
    [
      new cloudwatch.GraphWidget({
        ...half,
        title: 'Failing GETs: the biggest source, and how many there are',
        left: [
          insights.metricFailedGetsPerAddress({ period, label: 'of one address' }),
          insights.metricFailedGetsPerIdentity({ period, label: 'of one identity' }),
          insights.metricFailedGetsPerRole({ period, label: 'of one role' }),
        ],
        right: [insights.metricFailingAddresses({ period, label: 'addresses' }), insights.metricDeniedKeys({ period, label: 'denied keys' })],
      }),
      new cloudwatch.GraphWidget({
        ...half,
        title: 'Denied, unsigned, from unknown sources',
        left: [
          insights.metricAccessDenied({ period, label: 'denied' }), insights.metricAnonymousRequests({ period, label: 'unsigned' }),
          ...insights.knowsSources ? [insights.metricUnknownSources({ period, label: 'HEAD and LIST from unknown sources' })] : [],
        ],
      }),
    ],
    [contributors('Failed GETs by address', 'FailedGetsByAddress'), contributors('Failed GETs by identity', 'FailedGetsByIdentity')],
    [contributors('Failed GETs by role', 'FailedGetsByRole'), contributors('Denials by action', 'AccessDeniedByAction')],
    [
      contributors('HEADs and LISTs by address', 'HeadsAndListsByAddress'),
      ...insights.knowsSources ? [contributors('HEADs and LISTs by VPC endpoint', 'HeadsAndListsByEndpoint')] : [],
    ],
  ];
}
