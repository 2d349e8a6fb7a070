import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogSource } from './access-log-source';
import { TlsVersion } from './tls-version';

/**
 * Properties of an `AccessLogsBucket`.
 */
export interface AccessLogsBucketProps {
  /**
   * The name of the bucket.
   *
   * Once the bucket is deleted, any account can take the name: prefer `bucketNamePrefix`.
   *
   * @default - CloudFormation chooses a name
   */
  readonly bucketName?: string;

  /**
   * The beginning of the name of the bucket, in the account regional namespace: S3 appends the account, the Region and `-an`. No other
   * account can ever make a bucket with that name.
   *
   * @default - CloudFormation chooses a name
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
   */
  readonly bucketNamePrefix?: string;

  /**
   * How long logs are kept: whole days.
   *
   * @default Duration.days(365)
   */
  readonly retention?: Duration;

  /**
   * What happens to the bucket when it leaves the stack.
   *
   * With `RemovalPolicy.DESTROY` CloudFormation deletes the bucket, and fails to while there are logs in it. There is no
   * option that empties it. Only the log bucket that a stack makes by itself is emptied, if all buckets that log to it are.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The oldest version of TLS that the bucket answers to.
   *
   * @default TlsVersion.TLS_1_2
   */
  readonly minimumTlsVersion?: TlsVersion;

  /**
   * Whose logs the bucket receives besides the server access logs of S3, each of the bucket's own account.
   *
   * Not needed for load balancers of CDK: `logAccessLogs(bucket)` allows their own delivery.
   *
   * @default - none
   */
  readonly logSources?: AccessLogSource[];
}
