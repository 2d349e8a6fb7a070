import { aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { BucketRepair } from './bucket-repair';
import { TlsVersion } from '../bucket/tls-version';

/**
 * What the watch may repair by itself.
 */
export interface RemediationOptions {
  /** The repairs that are allowed. No other repair has a role, so none can be made. */
  readonly repairs: BucketRepair[];

  /**
   * Whether repairs are made. Otherwise, the report of a finding says what the repair would change.
   *
   * @default false
   */
  readonly apply?: boolean;

  /**
   * How often the same repair is made on one bucket within 24 hours. Beyond that, another tool is changing it back, and the report says so.
   *
   * @default 3
   */
  readonly repairsPerDay?: number;

  /**
   * The bucket that server access logs go to, for `BucketRepair.LOG_DELIVERY`: in the account and Region of the watch.
   *
   * @default - none: that repair is refused
   */
  readonly serverAccessLogsBucket?: s3.IBucket;

  /**
   * The key that buckets get for their default encryption, for `BucketRepair.DEFAULT_ENCRYPTION`.
   *
   * @default - the AWS managed key of S3
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The oldest version of TLS that repaired buckets answer to, for `BucketRepair.MINIMUM_TLS`.
   *
   * @default TlsVersion.TLS_1_2
   */
  readonly minimumTlsVersion?: TlsVersion;

  /**
   * The ARNs of identities that keep their access: a repair that would take any of it away is refused.
   *
   * @default - none
   */
  readonly keepAccess?: string[];
}
