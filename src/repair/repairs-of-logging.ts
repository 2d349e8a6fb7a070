import { deliversByPolicy, receivesAccessLogs } from './log-target';
import { answered, listIn } from './read-answer';
import { Repair, RepairOptions } from './repair';
import { unusedId } from './repairs-of-durability';
import { only } from './repairs-of-exposure';
import { NOTHING, refused, steps } from './setting-step';
import { LiveBucket } from '../facts/live-bucket';
import { EVENT_NOTIFICATIONS } from '../rules/durability';
import { isSseS3 } from '../rules/encryption';
import { ACCESS_LOGGING } from '../rules/logging';
import { REQUEST_METRICS } from '../rules/monitoring';

/**
 * Delivers server access logs to the log bucket of the options.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export const REPAIR_LOG_DELIVERY: Repair = {
  id: 'log-delivery',
  title: 'Deliver server access logs to the log bucket',
  rules: [ACCESS_LOGGING.id],
  permissions: ['s3:PutBucketLogging'],
  plan: (bucket, _account, options) => {
    const answer = answered<{ readonly LoggingEnabled?: object & { readonly TargetBucket?: string } }>(bucket, 'GetBucketLogging');
    if (!answer.known) {
      return refused(answer.reason);
    }
    const { LoggingEnabled: current } = answer.value ?? {};
    if (current !== undefined && current.TargetBucket !== bucket.name) {
      return NOTHING;
    }
    const { accessLogsBucket: target } = options;
    const isLogBucket = receivesAccessLogs(bucket);
    if (current === undefined && (!isLogBucket.known || isLogBucket.value || bucket.name === target)) {
      return isLogBucket.known || bucket.name === target ? NOTHING : refused(isLogBucket.reason);
    }
    if (target === undefined) {
      return refused('no log bucket is given');
    }
    const prefix = `${bucket.account}/${bucket.region}/${bucket.name}/`;
    const problem = target === bucket.name ? 'a bucket cannot be its own log bucket: each delivery would be logged again' : problemOf(bucket, prefix, options);
    return problem !== undefined ? refused(problem) : steps(bucket, {
      call: 'PutBucketLogging',
      input: { BucketLoggingStatus: { LoggingEnabled: { TargetBucket: target, TargetPrefix: prefix } } },
      undo: { call: 'PutBucketLogging', input: { BucketLoggingStatus: current === undefined ? {} : { LoggingEnabled: current } } },
      before: current === undefined ? 'no server access logs' : 'server access logs are delivered to the bucket itself',
      after: `server access logs are delivered to ${target}, under ${prefix}${options.accessLogsTarget ? '' : ', if that bucket allows it, which was not read'}`,
    });
  },
};

/** Why S3 would not deliver to the log bucket, as far as it was read. */
function problemOf(bucket: LiveBucket, prefix: string, { accessLogsBucket, accessLogsTarget: target }: RepairOptions): string | undefined {
  if (!target) {
    return undefined;
  }
  if (target.name !== accessLogsBucket || target.region !== bucket.region || target.account !== bucket.account) {
    return `S3 delivers to a bucket of the same Region and account only, and ${target.name} is in ${target.region} of account ${target.account}`;
  }
  const encryption = answered<Encryption>(target, 'GetBucketEncryption');
  const lock = answered<{ readonly ObjectLockConfiguration?: { readonly Rule?: object } }>(target, 'GetObjectLockConfiguration');
  const delivers = deliversByPolicy(target, bucket.name, prefix);
  const algorithm = encryption.known ? encryption.value?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm : undefined;
  return !encryption.known ? encryption.reason
    : !isSseS3(algorithm) ? `S3 does not deliver to ${target.name}, which is encrypted with ${algorithm} instead of AES256`
      : lock.known && lock.value?.ObjectLockConfiguration?.Rule !== undefined ? `S3 does not deliver to ${target.name}, which locks every new object by default`
        : !delivers.known ? delivers.reason
          : delivers.value ? undefined : `the policy of ${target.name} does not allow logging.s3.amazonaws.com to deliver the logs of ${bucket.name}`;
}

interface Encryption {
  readonly ServerSideEncryptionConfiguration?: { readonly Rules?: readonly { readonly ApplyServerSideEncryptionByDefault?: { readonly SSEAlgorithm?: string } }[] };
}

/** What the console calls the configuration without a filter. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-configurations.html */
const ENTIRE_BUCKET = 'EntireBucket';
const MOST_CONFIGURATIONS = 1_000;

/** Adds a metrics configuration without a filter. */
export const REPAIR_REQUEST_METRICS: Repair = {
  id: 'request-metrics',
  title: 'Turn request metrics on for the whole bucket',
  rules: [REQUEST_METRICS.id],
  permissions: ['s3:PutMetricsConfiguration'],
  plan: (bucket) => {
    const answer = answered<Readonly<Record<string, unknown>>>(bucket, 'ListBucketMetricsConfigurations');
    const isLogBucket = receivesAccessLogs(bucket);
    if (!answer.known) {
      return refused(answer.reason);
    }
    const configurations = listIn<{ readonly Id?: string; readonly Filter?: object }>(answer.value, 'MetricsConfigurationList');
    if (configurations.some(({ Filter }) => Filter === undefined || Object.keys(Filter).length === 0) || (isLogBucket.known && isLogBucket.value)) {
      return NOTHING;
    }
    if (answer.value?.IsTruncated === true) {
      return refused('not all metrics configurations were read');
    }
    if (configurations.length >= MOST_CONFIGURATIONS) {
      return refused(`the bucket has ${configurations.length} metrics configurations, and S3 accepts no more than ${MOST_CONFIGURATIONS}`);
    }
    const id = unusedId(configurations.map(({ Id }) => Id), ENTIRE_BUCKET);
    return steps(bucket, {
      call: 'PutBucketMetricsConfiguration',
      input: { Id: id, MetricsConfiguration: { Id: id } },
      undo: { call: 'DeleteBucketMetricsConfiguration', input: { Id: id } },
      before: 'no request metrics for the whole bucket',
      after: `request metrics for the whole bucket, as ${id}: CloudWatch charges for up to 16 metrics`,
    });
  },
};

/** Sends events to EventBridge, besides wherever they are sent now. */
export const REPAIR_EVENT_BRIDGE: Repair = {
  id: 'event-bridge',
  title: 'Send events to EventBridge',
  rules: [EVENT_NOTIFICATIONS.id],
  permissions: ['s3:PutBucketNotification'],
  plan: (bucket) => {
    const answer = answered<Readonly<Record<string, unknown>>>(bucket, 'GetBucketNotificationConfiguration');
    const isLogBucket = receivesAccessLogs(bucket);
    if (!answer.known) {
      return refused(answer.reason);
    }
    const current = only(answer.value ?? {}, DESTINATIONS);
    const isSent = Object.values(current).some((destination) => !Array.isArray(destination) || destination.length > 0);
    return isSent || (isLogBucket.known && isLogBucket.value) ? NOTHING : steps(bucket, {
      call: 'PutBucketNotificationConfiguration',
      input: { NotificationConfiguration: { ...current, EventBridgeConfiguration: {} } },
      undo: { call: 'PutBucketNotificationConfiguration', input: { NotificationConfiguration: current } },
      before: 'events are sent nowhere',
      after: 'events are sent to EventBridge',
    });
  },
};

const DESTINATIONS = ['TopicConfigurations', 'QueueConfigurations', 'LambdaFunctionConfigurations', 'EventBridgeConfiguration'];
