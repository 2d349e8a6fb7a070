/**
 * Whose the alarms on the requests to a bucket are.
 */
export enum RequestAlarmScope {
  /** The bucket has alarms of its own: four, and each says which bucket it is. */
  BUCKET = 'bucket',

  /**
   * The bucket shares the alarms of its stack: one alarm over the error rates of up to five buckets, and one over the HEAD or LIST
   * requests of up to ten.
   *
   * It is for stacks with many buckets: CloudFormation accepts 500 resources, which 70 buckets with alarms of their own come to. An
   * alarm goes off on the bucket that is worst, and its graph shows which that is. It costs as much.
   */
  STACK = 'stack',

  /** There are no alarms on requests. The metrics are there, for alarms and dashboards of your own. */
  NONE = 'none',
}
