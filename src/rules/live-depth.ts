import { Rule } from './rule';
import { LiveDepth } from '../facts/live-settings';

const id = (...names: readonly string[]): readonly string[] => names.map((name) => `HardenedBucket-${name}`);

/** The rules of `STRICT` that ask for what a call reads. A call that is not here is made for rules of the baseline. */
export const ASKING_RULES: Readonly<Record<string, readonly string[]>> = {
  GetBucketCors: id('CorsNotOpen'),
  GetBucketAbac: id('BucketTagsEffective'),
  GetBucketLifecycleConfiguration: id('Lifecycle', 'IncompleteUploadsAborted', 'NoncurrentVersionsExpire'),
  GetBucketNotificationConfiguration: id('EventNotifications'),
  ListBucketMetricsConfigurations: id('RequestMetrics', 'RequestAlarms'),
  // A default retention keeps log delivery out of a target.
  GetObjectLockConfiguration: id('ObjectLock', 'AccessLogsTarget'),
  GetBucketReplication: id('Replication'),
  DescribeAlarms: id('RequestAlarms'),
};

/** What has to be read so that these rules can judge buckets: what none of them asks for is left out. */
export function liveDepth(rules: readonly Pick<Rule, 'id'>[], tags: boolean = false): LiveDepth {
  const isAsked = (asking: readonly string[]) => rules.some((rule) => asking.includes(rule.id));
  return { level: 'STRICT', unasked: Object.keys(ASKING_RULES).filter((call) => !isAsked(ASKING_RULES[call])), tags };
}
