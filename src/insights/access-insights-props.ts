import { aws_cloudwatch as cloudwatch, aws_logs as logs, aws_s3 as s3, aws_sns as sns } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DataEventsTrail } from './data-events-trail';
import { insightsIn } from './insights-limits';
import { InputChecks } from '../input/input-checks';
import { AccessAlarmOptions } from '../monitoring/access-alarm-options';
import { checkAlarmTargets } from '../monitoring/alarm-actions';
import { BucketRequestAlarms } from '../monitoring/bucket-request-alarms';
import { checkAccessAlarms } from '../monitoring/check-access-alarms';
import { checkBucketPlace, checkPlace } from '../monitoring/check-bucket-place';
import { checkKnownSources } from '../monitoring/check-known-sources';
import { KnownSources, withEndpointIds } from '../monitoring/known-sources';

/**
 * Properties of `AccessInsights`.
 */
export interface AccessInsightsProps {
  /** The bucket, in the account and Region of the stack. It may be imported. */
  readonly bucket: s3.IBucket;

  /**
   * The trail that records the bucket.
   *
   * @default - without trailLogGroup, a DataEventsTrail for all buckets of the stack
   */
  readonly trail?: DataEventsTrail;

  /**
   * The log group of a trail that your account has already, which has to record the data events of this bucket, reads and
   * writes. That cannot be seen from here: if it does not, no alarm ever goes off.
   *
   * @default - the log group of `trail`
   */
  readonly trailLogGroup?: logs.ILogGroup;

  /**
   * The alarms on the requests to the bucket, for the composite alarm to look at as well.
   *
   * @default - those of a hardened bucket
   */
  readonly bucketRequestAlarms?: BucketRequestAlarms;

  /**
   * Where requests are expected to come from: HEAD and LIST requests from elsewhere set off an alarm.
   *
   * @default - no source is unknown, and there is no such alarm
   */
  readonly knownSources?: KnownSources;

  /**
   * The topic that the alarms go to. It has to be encrypted with a customer managed key that CloudWatch may use.
   *
   * @default - with alarmActions none, else whom the alarms of a hardened bucket tell, else an encrypted topic for the stack
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * What the alarms do besides telling the topic. All act in the Region of the alarms.
   *
   * @default - they tell the topic only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];

  /**
   * When the alarms go off.
   *
   * @default - see AccessAlarmOptions
   */
  readonly accessAlarms?: AccessAlarmOptions;
}

/** Refuses properties that can never make insights, before anything is made of them. */
export function checkInsights(checks: InputChecks, scope: Construct, props: AccessInsightsProps): void {
  checks.struct('AccessInsightsProps', props);
  const others = insightsIn(scope).get(props.bucket.bucketName);
  if (others) {
    checks.refuse(`bucket '${props.bucket.node.path}' has insights already, '${others}', and each event would be counted twice. Use those`);
  }
  if (props.trail && props.trailLogGroup) {
    checks.refuse(`trailLogGroup '${props.trailLogGroup.node.path}' contradicts trail '${props.trail.node.path}', which has a log group. Leave one of them out`);
  }
  if (props.knownSources) {
    checkKnownSources(checks, withEndpointIds(props.knownSources));
  }
  checkBucketPlace(checks, scope, props.bucket);
  checkPlace(checks, scope, 'trailLogGroup', props.trailLogGroup, (_, here) => `CloudWatch counts events where they are, so use the log group of a trail in ${here}`);
  if (props.bucketRequestAlarms && props.bucketRequestAlarms.bucket !== props.bucket) {
    checks.refuse(`bucketRequestAlarms '${props.bucketRequestAlarms.node.path}' are on bucket '${props.bucketRequestAlarms.bucket.node.path}', and the insights into '${props.bucket.node.path}'. Pass the alarms on that bucket`);
  }
  checkAccessAlarms(checks, props.accessAlarms ?? {}, 'accessAlarms', props.knownSources !== undefined);
  checkAlarmTargets(checks, scope, props);
}
