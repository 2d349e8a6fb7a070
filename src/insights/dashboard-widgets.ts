import { Aws, aws_cloudwatch as cloudwatch, aws_s3 as s3, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { HardenedBucket } from '../bucket/hardened-bucket';
import { InputChecks } from '../input/input-checks';
import { checkBucketPlace } from '../monitoring/check-bucket-place';
import { requestMetric, RequestMetricName } from '../monitoring/request-metrics';
import { RUNBOOK } from '../monitoring/runbook';

/** The columns of a dashboard. */
export const FULL_WIDTH = 24;

/** The colors of lines that mean the same on every dashboard. */
export const COLORS = { clientErrors: cloudwatch.Color.ORANGE, serverErrors: cloudwatch.Color.RED, lists: cloudwatch.Color.PURPLE, heads: cloudwatch.Color.BLUE };

/** How many alarms a status widget shows. */
const ALARMS_IN_A_WIDGET = 100;

/** Refuses a bucket elsewhere, or one that S3 counts no requests of. */
export function checkShown(checks: InputChecks, scope: Construct, bucket: s3.IBucket, shownIn: string): void {
  checkBucketPlace(checks, scope, bucket);
  if (bucket instanceof HardenedBucket && !bucket._isMeasured) {
    checks.refuse(`bucket '${bucket.node.path}' has requestMetrics: false, and there is nothing to show. Leave requestMetrics out, or the ${shownIn}`);
  }
}

/** What a dashboard begins with: what it is of, and where to read on. */
export function heading(title: string): cloudwatch.IWidget {
  return new cloudwatch.TextWidget({ width: FULL_WIDTH, height: 2, markdown: `# ${title}\nWhat each alarm means, and what to do: [runbook](${RUNBOOK})` });
}

/** The states of alarms, in as many widgets as it takes. */
export function alarmStatus(alarms: readonly cloudwatch.IAlarm[]): cloudwatch.IWidget[] {
  const pages = Math.ceil(alarms.length / ALARMS_IN_A_WIDGET);
  return Array.from({ length: pages }, (_, page) => {
    const shown = alarms.slice(page * ALARMS_IN_A_WIDGET, (page + 1) * ALARMS_IN_A_WIDGET);
    return new cloudwatch.AlarmStatusWidget({
      title: pages === 1 ? 'Alarms' : `Alarms ${page + 1} of ${pages}`,
      alarms: shown,
      width: FULL_WIDTH,
      // Four alarms stand beside each other.
      height: 1 + Math.ceil(shown.length / 4),
    });
  });
}

/** The share of requests that fail, in percent. The ids of its metrics are unique in a graph by `name`. */
export function errorRate(name: string, bucket: s3.IBucket, filterId: string, metricName: '4xxErrors' | '5xxErrors', options: cloudwatch.MetricOptions): cloudwatch.MathExpression {
  const { period } = options;
  return new cloudwatch.MathExpression({
    ...options,
    // Without a request there is no rate.
    expression: `IF(all${name} > 0, errors${name} / all${name} * 100, 0)`,
    usingMetrics: { [`errors${name}`]: requestMetric(bucket, filterId, metricName, { period }), [`all${name}`]: requestMetric(bucket, filterId, 'AllRequests', { period }) },
  });
}

export function countOf(bucket: s3.IBucket, filterId: string, metricName: RequestMetricName, options: cloudwatch.MetricOptions): cloudwatch.Metric {
  return requestMetric(bucket, filterId, metricName, { label: metricName, ...options });
}

/** The alarms that a hardened bucket has made: on its requests, and on its replication. */
export function alarmsOf(bucket: s3.IBucket): cloudwatch.IAlarm[] {
  return bucket instanceof HardenedBucket ? bucket.node.findAll().filter((child): child is cloudwatch.Alarm => child instanceof cloudwatch.Alarm) : [];
}

interface ContributorWidgetProps {
  readonly title: string;
  readonly ruleName: string;
  readonly period: Duration;
  readonly width: number;
  readonly height: number;
}

/**
 * The ten biggest contributors of a Contributor Insights rule, for which CDK has no widget.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export class ContributorWidget extends cloudwatch.ConcreteWidget {
  constructor(private readonly props: ContributorWidgetProps) {
    super(props.width, props.height);
  }

  toJson(): object[] {
    const { title, ruleName, period } = this.props;
    return [{
      type: 'metric',
      width: this.width,
      height: this.height,
      x: this.x,
      y: this.y,
      properties: {
        title,
        view: 'timeSeries',
        region: Aws.REGION,
        period: period.toSeconds(),
        legend: { position: 'right' },
        insightRule: { ruleName, orderBy: 'Sum', maxContributorCount: 10 },
      },
    }];
  }
}
