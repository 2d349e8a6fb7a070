import { aws_cloudwatch as cloudwatch, aws_s3 as s3, aws_sns as sns } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { actionsOf, checkAlarmTargets, topicOf, validateTopic } from './alarm-actions';
import { checkBucketPlace } from './check-bucket-place';
import { checkFilterId } from './check-filter-id';
import { checkRequestAlarms } from './check-request-alarms';
import { alarmOptions, REQUEST_ALARM_DEFAULTS, RequestAlarmOptions } from './request-alarm-options';
import { requestAlarms, watch } from './request-alarms';
import { requestMetric, WHOLE_BUCKET_FILTER_ID } from './request-metrics';
import { describeAlarm } from './runbook';
import { InputChecks } from '../input/input-checks';

/**
 * Properties of `BucketRequestAlarms`.
 */
export interface BucketRequestAlarmsProps {
  /** The bucket, in the account and Region of the alarms. It may be imported. */
  readonly bucket: s3.IBucket;

  /**
   * The id of a metrics configuration of the bucket, upper and lower case as there: 64 letters, digits, `.`, `-` or `_` at most.
   *
   * It has to be one without a filter: with a filter S3 counts no LIST requests. If there is none of this id, the alarms
   * never go off, which cannot be seen from here for an imported bucket.
   *
   * @default 'EntireBucket', as the console names it
   */
  readonly filterId?: string;

  /**
   * The topic that the alarms go to. It has to be encrypted with a customer managed key that CloudWatch may use.
   *
   * @default - with alarmActions none, else an encrypted topic for the stack
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * What the alarms do besides telling the topic, such as a Lambda function or an incident. All act in the Region of the alarms.
   *
   * @default - they tell the topic only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];

  /**
   * When the alarms go off.
   *
   * @default - see RequestAlarmOptions
   */
  readonly requestAlarms?: RequestAlarmOptions;
}

/**
 * The alarms on the requests of one bucket, which need not be a hardened one, nor be made in this app.
 *
 * A `HardenedBucket` has them already. Each ends its description in the address of its article in the runbook.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 *
 * @example
 * new BucketRequestAlarms(this, 'Alarms', {
 *   bucket: s3.Bucket.fromBucketName(this, 'Legacy', 'our-legacy-bucket'),
 *   requestAlarms: { listRequestsAnomalyBand: 3 },
 * });
 */
export class BucketRequestAlarms extends Construct {
  /** The bucket whose requests they watch. */
  public readonly bucket: s3.IBucket;

  /** The topic that the alarms go to. There is none if only `alarmActions` were given. */
  public readonly alarmTopic?: sns.ITopic;

  /** The alarms, for example to combine them into a composite alarm. */
  public readonly alarms: cloudwatch.Alarm[];

  /**
   * Makes the alarms.
   *
   * @throws if a property is invalid or contradicts another: the error quotes the value and says what to change
   */
  constructor(scope: Construct, id: string, props: BucketRequestAlarmsProps) {
    const { bucket, filterId = WHOLE_BUCKET_FILTER_ID, alarmActions, requestAlarms: options } = props;
    const checks = new InputChecks(scope, id);
    checks.struct('BucketRequestAlarmsProps', props);
    checkBucketPlace(checks, scope, bucket);
    checkFilterId(checks, filterId);
    checkRequestAlarms(checks, options ?? {}, 'requestAlarms');
    checkAlarmTargets(checks, scope, props);
    checks.throwIfAny();
    super(scope, id);

    this.bucket = bucket;
    this.alarmTopic = topicOf(this, props);
    if (scope !== bucket) {
      // A hardened bucket has rules that say so.
      validateTopic(this, this.alarmTopic);
    }
    const actions = actionsOf({ alarmTopic: this.alarmTopic, alarmActions });
    const { evaluationPeriods, datapointsToAlarm } = alarmOptions(REQUEST_ALARM_DEFAULTS, options);
    this.alarms = requestAlarms(options).map((alarm) => {
      const watched = watch(alarm, (name, metricOptions) => requestMetric(bucket, filterId, name, metricOptions), options);
      const common = {
        alarmDescription: describeAlarm(alarm.id, alarm.meaning, `bucket ${bucket.node.path}`),
        evaluationPeriods,
        datapointsToAlarm,
        // These metrics exist only once such a request was made.
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      };
      const made = 'stdDevs' in watched
        ? new cloudwatch.AnomalyDetectionAlarm(this, alarm.id, { ...watched, ...common, comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD })
        : new cloudwatch.Alarm(this, alarm.id, { ...watched, ...common, comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD });
      made.addAlarmAction(...actions);
      return made;
    });
  }
}
