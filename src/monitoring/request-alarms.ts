import { aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, aws_s3 as s3, aws_sns as sns, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { givenIn } from '../input/given';

/**
 * When the alarms on a bucket's requests go off.
 */
export interface RequestAlarmOptions {
  /**
   * The share of requests that may fail with a 4xx status, in percent, greater than 0 and at most 100.
   *
   * A low value notices a probe early, and also clients that ask for objects that are not there.
   *
   * @default 10
   */
  readonly clientErrorRateThreshold?: number;

  /**
   * The share of requests that may fail with a 5xx status, in percent, greater than 0 and at most 100.
   *
   * @default 1
   */
  readonly serverErrorRateThreshold?: number;

  /**
   * How many requests a period needs before its error rates are looked at, so that one mistyped key is no alarm.
   *
   * @default 100
   */
  readonly minimumRequests?: number;

  /**
   * How many HEAD requests a period may have. HEAD tells whether an object exists without reading it.
   *
   * @default 1000
   */
  readonly headRequestsThreshold?: number;

  /**
   * How many LIST requests a period may have. LIST is how somebody without a list of keys gets one.
   *
   * @default 1000
   */
  readonly listRequestsThreshold?: number;

  /**
   * The length of a period: a multiple of one minute.
   *
   * @default Duration.minutes(5)
   */
  readonly period?: Duration;

  /**
   * How many periods are looked at.
   *
   * @default 3
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of these periods have to exceed the threshold. S3 delivers its metrics at best effort and sometimes late,
   * so asking for all of them would miss alarms.
   *
   * @default 2
   */
  readonly datapointsToAlarm?: number;
}

export const REQUEST_ALARM_DEFAULTS: Required<RequestAlarmOptions> = {
  clientErrorRateThreshold: 10,
  serverErrorRateThreshold: 1,
  minimumRequests: 100,
  headRequestsThreshold: 1000,
  listRequestsThreshold: 1000,
  period: Duration.minutes(5),
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
};

/**
 * The alarms on 4xx, 5xx, HEAD and LIST requests of one bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 */
export class RequestAlarms extends Construct {
  constructor(scope: Construct, id: string, bucket: s3.IBucket, filterId: string, topic: sns.ITopic, options: RequestAlarmOptions = {}) {
    super(scope, id);
    const settings = { ...REQUEST_ALARM_DEFAULTS, ...givenIn(options) };

    const metric = (metricName: string) => new cloudwatch.Metric({
      namespace: 'AWS/S3',
      metricName,
      // S3 publishes operation counts as sums only, and the sum of 4xxErrors is their count.
      statistic: cloudwatch.Stats.SUM,
      period: settings.period,
      dimensionsMap: { BucketName: bucket.bucketName, FilterId: filterId },
    });
    const errorRate = (metricName: string) => new cloudwatch.MathExpression({
      expression: `IF(all >= ${settings.minimumRequests}, errors / all * 100, 0)`,
      usingMetrics: { errors: metric(metricName), all: metric('AllRequests') },
      period: settings.period,
      label: `${metricName} (% of requests)`,
    });

    const rows: readonly [string, cloudwatch.IMetric, number, string][] = [
      ['ClientErrors', errorRate('4xxErrors'), settings.clientErrorRateThreshold, 'Many requests fail with 4xx: somebody may be probing for objects or permissions, or a client is misconfigured'],
      ['ServerErrors', errorRate('5xxErrors'), settings.serverErrorRateThreshold, 'S3 answers many requests with 5xx: slow down or retry, and look at the AWS Health Dashboard'],
      ['HeadRequests', metric('HeadRequests'), settings.headRequestsThreshold, 'Unusually many HEAD requests: somebody may be finding out which objects exist'],
      ['ListRequests', metric('ListRequests'), settings.listRequestsThreshold, 'Unusually many LIST requests: somebody may be enumerating the bucket'],
    ];
    for (const [alarmId, watched, threshold, description] of rows) {
      new cloudwatch.Alarm(this, alarmId, {
        metric: watched,
        threshold,
        alarmDescription: `${description} (bucket ${bucket.node.path})`,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: settings.evaluationPeriods,
        datapointsToAlarm: settings.datapointsToAlarm,
        // These metrics exist only once such a request was made.
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(new actions.SnsAction(topic));
    }
  }
}
