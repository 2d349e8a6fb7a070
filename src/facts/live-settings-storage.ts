import { LiveAnswers, LiveSetting } from './live-setting';
import { defined, filtersOf, given, mapped, same } from './live-settings-access';
import { dig, listOf, ownValue, textOf } from '../template/read-json';

/** S3 accepts a lock and replication rules only where versioning is on. */
function mayBeVersioned({ GetBucketVersioning: answer }: LiveAnswers): boolean | undefined {
  return answer && (answer.kind === 'unknown' || (answer.kind === 'value' && ownValue(answer.value, 'Status') === 'Enabled'));
}

/** How objects are kept, and who is told of them. */
export const LIVE_STORAGE: readonly LiveSetting[] = [
  {
    // S3 encrypts with its own keys where nothing else is configured, and says so; servers that imitate it may not.
    // @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
    call: 'GetBucketEncryption',
    permission: 's3:GetEncryptionConfiguration',
    absent: ['ServerSideEncryptionConfigurationNotFoundError'],
    properties: ['BucketEncryption'],
    read: (output) => ({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: listOf(dig(output, 'ServerSideEncryptionConfiguration', 'Rules')).map((rule) => defined({
          ServerSideEncryptionByDefault: ownValue(rule, 'ApplyServerSideEncryptionByDefault'),
          BucketKeyEnabled: ownValue(rule, 'BucketKeyEnabled'),
          BlockedEncryptionTypes: ownValue(rule, 'BlockedEncryptionTypes'),
        })),
      },
    }),
    byDefault: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] } },
  },
  {
    call: 'GetBucketVersioning',
    permission: 's3:GetBucketVersioning',
    absent: [],
    properties: ['VersioningConfiguration'],
    read: (output) => {
      const status = ownValue(output, 'Status');
      return status === undefined ? {} : { VersioningConfiguration: { Status: status } };
    },
  },
  {
    call: 'GetBucketLogging',
    permission: 's3:GetBucketLogging',
    absent: [],
    properties: ['LoggingConfiguration'],
    read: (output) => {
      const target = ownValue(output, 'LoggingEnabled');
      return target === undefined ? {} : {
        LoggingConfiguration: defined({
          DestinationBucketName: ownValue(target, 'TargetBucket'),
          LogFilePrefix: ownValue(target, 'TargetPrefix'),
          TargetObjectKeyFormat: ownValue(target, 'TargetObjectKeyFormat'),
        }),
      };
    },
  },
  {
    call: 'GetBucketLifecycleConfiguration',
    permission: 's3:GetLifecycleConfiguration',
    absent: ['NoSuchLifecycleConfiguration'],
    level: 'STRICT',
    properties: ['LifecycleConfiguration'],
    read: (output) => ({ LifecycleConfiguration: { Rules: listOf(ownValue(output, 'Rules')).map(lifecycleRule) } }),
  },
  {
    call: 'GetBucketNotificationConfiguration',
    permission: 's3:GetBucketNotification',
    absent: [],
    level: 'STRICT',
    properties: ['NotificationConfiguration'],
    read: (output) => {
      const configuration = defined({
        EventBridgeConfiguration: ownValue(output, 'EventBridgeConfiguration') && { EventBridgeEnabled: true },
        TopicConfigurations: notifications(ownValue(output, 'TopicConfigurations'), 'TopicArn', 'Topic'),
        QueueConfigurations: notifications(ownValue(output, 'QueueConfigurations'), 'QueueArn', 'Queue'),
        LambdaConfigurations: notifications(ownValue(output, 'LambdaFunctionConfigurations'), 'LambdaFunctionArn', 'Function'),
      });
      return Object.keys(configuration).length === 0 ? {} : { NotificationConfiguration: configuration };
    },
  },
  {
    call: 'ListBucketMetricsConfigurations',
    permission: 's3:GetMetricsConfiguration',
    absent: [],
    level: 'STRICT',
    pages: 'MetricsConfigurationList',
    properties: ['MetricsConfigurations'],
    read: (output) => {
      const list = listOf(ownValue(output, 'MetricsConfigurationList'));
      return list.length === 0 ? {} : { MetricsConfigurations: list.map((one) => defined({ Id: ownValue(one, 'Id'), ...filtersOf(ownValue(one, 'Filter')) })) };
    },
  },
  {
    call: 'GetObjectLockConfiguration',
    permission: 's3:GetBucketObjectLockConfiguration',
    absent: ['ObjectLockConfigurationNotFoundError'],
    level: 'STRICT',
    isNeeded: mayBeVersioned,
    properties: ['ObjectLockEnabled', 'ObjectLockConfiguration'],
    read: (output) => {
      const configuration = ownValue(output, 'ObjectLockConfiguration');
      const isOn = ownValue(configuration, 'ObjectLockEnabled') === 'Enabled';
      return { ...given('ObjectLockEnabled', isOn || undefined), ...same('ObjectLockConfiguration')(output) };
    },
  },
  {
    call: 'GetBucketReplication',
    permission: 's3:GetReplicationConfiguration',
    absent: ['ReplicationConfigurationNotFoundError'],
    level: 'STRICT',
    isNeeded: mayBeVersioned,
    properties: ['ReplicationConfiguration'],
    read: (output) => {
      const configuration = ownValue(output, 'ReplicationConfiguration');
      return {
        ReplicationConfiguration: defined({ Role: ownValue(configuration, 'Role'), Rules: listOf(ownValue(configuration, 'Rules')).map((rule) => renamed(rule, { ID: 'Id' })) }),
      };
    },
  },
];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html */
function lifecycleRule(rule: unknown): object {
  return defined({
    Id: ownValue(rule, 'ID'),
    Status: ownValue(rule, 'Status'),
    ...given('Prefix', ownValue(rule, 'Prefix')),
    ...filtersOf(ownValue(rule, 'Filter')),
    ExpirationInDays: dig(rule, 'Expiration', 'Days'),
    ExpirationDate: dig(rule, 'Expiration', 'Date'),
    ExpiredObjectDeleteMarker: dig(rule, 'Expiration', 'ExpiredObjectDeleteMarker'),
    Transitions: mapped(ownValue(rule, 'Transitions'), (one) => renamed(one, { Days: 'TransitionInDays', Date: 'TransitionDate' })),
    NoncurrentVersionExpiration: ownValue(rule, 'NoncurrentVersionExpiration'),
    NoncurrentVersionTransitions: mapped(ownValue(rule, 'NoncurrentVersionTransitions'), (one) => renamed(one, { NoncurrentDays: 'TransitionInDays' })),
    AbortIncompleteMultipartUpload: ownValue(rule, 'AbortIncompleteMultipartUpload'),
  });
}

/** CloudFormation has one for each event. */
function notifications(list: unknown, arn: string, property: string): object[] | undefined {
  return Array.isArray(list) && list.length > 0 ? list.flatMap((one: unknown) => listOf(ownValue(one, 'Events')).map((event) => defined({
    Event: event,
    [property]: textOf(ownValue(one, arn)),
    Filter: filterRules(ownValue(one, 'Filter')),
  }))) : undefined;
}

function filterRules(filter: unknown): object | undefined {
  const rules = dig(filter, 'Key', 'FilterRules');
  return Array.isArray(rules) ? { S3Key: { Rules: rules } } : undefined;
}

function renamed(value: unknown, names: Readonly<Record<string, string>>): object {
  return Object.fromEntries(Object.entries(Object(value) as object).map(([name, item]) => [Object.hasOwn(names, name) ? names[name] : name, item]));
}
