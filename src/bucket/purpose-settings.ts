import { aws_s3 as s3, Duration } from 'aws-cdk-lib';
import { RequestAlarmOptions } from '../monitoring/request-alarm-options';
import { RequestAlarmScope } from '../monitoring/request-alarm-scope';
import { PerimeterOptions } from '../perimeter/perimeter';
import { ServiceAccess } from '../perimeter/services';

/** Those properties of a `HardenedBucket` that its purpose sets, or looks at. */
export interface PurposeSettings {
  readonly services?: ServiceAccess[];
  readonly lifecycleRules?: s3.LifecycleRule[];
  readonly noncurrentVersionExpiration?: Duration;
  readonly objectLockEnabled?: boolean;
  readonly objectLockDefaultRetention?: s3.ObjectLockRetention;
  readonly perimeter?: PerimeterOptions;
  readonly requestMetrics?: boolean;
  readonly requestAlarmScope?: RequestAlarmScope;
  readonly requestAlarms?: RequestAlarmOptions;
}
