/**
 * A service whose access or audit logs an `AccessLogsBucket` receives besides the server access logs of S3.
 *
 * Application and Classic Load Balancers and Redshift cannot deliver to a bucket with a KMS key, so their logs have no
 * other home here.
 */
export enum AccessLogSource {
  /** Application Load Balancers: access, connection and health check logs. In CDK `alb.logAccessLogs(bucket)` adds what they need by itself. */
  APPLICATION_LOAD_BALANCERS = 'application-load-balancers',

  /** Classic Load Balancers. */
  CLASSIC_LOAD_BALANCERS = 'classic-load-balancers',

  /** Network Load Balancers. In CDK `nlb.logAccessLogs(bucket)` adds what they need by itself. */
  NETWORK_LOAD_BALANCERS = 'network-load-balancers',

  /** The audit logs of Redshift clusters. */
  REDSHIFT = 'redshift',
}
