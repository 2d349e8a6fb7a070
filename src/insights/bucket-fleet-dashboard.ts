import { aws_cloudwatch as cloudwatch, aws_s3 as s3, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessInsights } from './access-insights';
import { alarmsOf, alarmStatus, checkShown, countOf, errorRate, FULL_WIDTH, heading } from './dashboard-widgets';
import { InputChecks } from '../input/input-checks';
import { checkFilterId } from '../monitoring/check-filter-id';
import { RequestMetricName, WHOLE_BUCKET_FILTER_ID } from '../monitoring/request-metrics';

/**
 * Properties of a `BucketFleetDashboard`.
 */
export interface BucketFleetDashboardProps {
  /** The buckets, 100 at most, in the account and Region of the stack. They may be imported. */
  readonly buckets: s3.IBucket[];

  /**
   * The id that the metrics configuration without a filter has in each of the buckets.
   *
   * @default 'EntireBucket', as hardened buckets and the console name it
   */
  readonly filterId?: string;

  /**
   * Access insights of these buckets: the alarms of the insights are shown first.
   *
   * @default - the alarms on requests only
   */
  readonly insights?: AccessInsights[];

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

/** Two graphs show each bucket by a rate of two metrics. A dashboard has room for 2,500 metrics, a graph for 500. */
const MOST_BUCKETS = 100;

/**
 * One dashboard over many buckets: the alarms of all, and a line for each bucket in every graph, so that the one that is not
 * like the others stands out.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 *
 * @example
 * new BucketFleetDashboard(this, 'Dashboard', { buckets: [new HardenedBucket(this, 'Records'), new HardenedBucket(this, 'Reports')] });
 */
export class BucketFleetDashboard extends Construct {
  /** The dashboard, to which you can add widgets of your own. */
  public readonly dashboard: cloudwatch.Dashboard;

  /**
   * Makes the dashboard.
   *
   * @throws if there are no buckets or too many, or one is elsewhere or has no request metrics
   */
  constructor(scope: Construct, id: string, props: BucketFleetDashboardProps) {
    const { buckets, insights = [], filterId = WHOLE_BUCKET_FILTER_ID, period = Duration.minutes(5) } = props;
    const checks = new InputChecks(scope, id);
    checks.struct('BucketFleetDashboardProps', props);
    if (buckets.length === 0 || buckets.length > MOST_BUCKETS) {
      checks.refuse(`buckets has ${buckets.length} buckets. Show 1 to ${MOST_BUCKETS} of them`);
    }
    checkFilterId(checks, props.filterId);
    checks.wholeMinutes('period', props.period);
    for (const bucket of buckets) {
      checkShown(checks, scope, bucket, 'bucket');
    }
    checks.throwIfAny();
    super(scope, id);
    const graph = (title: string, unit: string | undefined, line: (bucket: s3.IBucket, label: string, index: number) => cloudwatch.IMetric) => new cloudwatch.GraphWidget({
      title,
      width: FULL_WIDTH / 2,
      height: 6,
      period,
      left: buckets.map((bucket, index) => line(bucket, bucket.bucketName, index)),
      leftYAxis: { min: 0, label: unit, showUnits: unit === undefined },
    });
    const counts = (title: string, name: RequestMetricName) => graph(title, undefined, (bucket, label) => countOf(bucket, filterId, name, { period, label }));
    const rates = (title: string, name: '4xxErrors' | '5xxErrors') => graph(title, '%', (bucket, label, index) => errorRate(String(index), bucket, filterId, name, { period, label }));
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: props.dashboardName,
      widgets: [
        [heading(`${buckets.length} buckets`)],
        alarmStatus([...insights.map((each) => each.intrusionAlarm), ...insights.flatMap((each) => each.alarms), ...buckets.flatMap(alarmsOf)]),
        [rates('4xx, % of the requests of each bucket', '4xxErrors'), rates('5xx, % of the requests of each bucket', '5xxErrors')],
        [counts('HEAD requests', 'HeadRequests'), counts('LIST requests', 'ListRequests')],
        [counts('All requests', 'AllRequests'), counts('Bytes downloaded', 'BytesDownloaded')],
      ].filter((row) => row.length > 0),
    });
  }
}
