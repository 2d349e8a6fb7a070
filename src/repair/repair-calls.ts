import { RepairCall } from './repair';
import { LiveAnswer, LiveBucket } from '../facts/live-bucket';

/** A call of S3 that changes one setting of a bucket. */
export interface SettingCall {
  /** The read call whose answer it changes. */
  readonly changes: string;
  /** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
  readonly permissions: readonly string[];
  /** What the read call answers afterwards. */
  answer(input: Readonly<Record<string, unknown>>, before: LiveAnswer | undefined): LiveAnswer;
}

const ABSENT: LiveAnswer = { kind: 'absent' };

function put(changes: string, permission: string, ...parts: readonly string[]): SettingCall {
  return {
    changes,
    permissions: [permission],
    answer: (input) => value(Object.fromEntries(parts.filter((part) => input[part] !== undefined).map((part) => [part, input[part]]))),
  };
}

/** A configuration that the call has in a parameter of its own, and the answer at its top. */
function putUnwrapped(changes: string, permission: string, parameter: string): SettingCall {
  return { changes, permissions: [permission], answer: (input) => value(input[parameter] as object) };
}

function remove(changes: string, permission: string): SettingCall {
  return { changes, permissions: [permission], answer: () => ABSENT };
}

function value(of: object): LiveAnswer {
  return { kind: 'value', value: of };
}

/** The calls that repairs and their undoing are made of. */
export const SETTING_CALLS: Readonly<Record<string, SettingCall>> = {
  PutBucketPolicy: put('GetBucketPolicy', 's3:PutBucketPolicy', 'Policy'),
  DeleteBucketPolicy: remove('GetBucketPolicy', 's3:DeleteBucketPolicy'),
  PutPublicAccessBlock: put('GetPublicAccessBlock', 's3:PutBucketPublicAccessBlock', 'PublicAccessBlockConfiguration'),
  DeletePublicAccessBlock: remove('GetPublicAccessBlock', 's3:PutBucketPublicAccessBlock'),
  PutBucketEncryption: put('GetBucketEncryption', 's3:PutEncryptionConfiguration', 'ServerSideEncryptionConfiguration'),
  DeleteBucketEncryption: remove('GetBucketEncryption', 's3:PutEncryptionConfiguration'),
  PutBucketOwnershipControls: put('GetBucketOwnershipControls', 's3:PutBucketOwnershipControls', 'OwnershipControls'),
  DeleteBucketOwnershipControls: remove('GetBucketOwnershipControls', 's3:PutBucketOwnershipControls'),
  PutBucketAcl: putUnwrapped('GetBucketAcl', 's3:PutBucketAcl', 'AccessControlPolicy'),
  PutBucketVersioning: putUnwrapped('GetBucketVersioning', 's3:PutBucketVersioning', 'VersioningConfiguration'),
  PutBucketLifecycleConfiguration: {
    changes: 'GetBucketLifecycleConfiguration',
    permissions: ['s3:PutLifecycleConfiguration'],
    answer: ({ LifecycleConfiguration, TransitionDefaultMinimumObjectSize }) => value({
      ...LifecycleConfiguration as object, ...TransitionDefaultMinimumObjectSize === undefined ? {} : { TransitionDefaultMinimumObjectSize },
    }),
  },
  DeleteBucketLifecycle: remove('GetBucketLifecycleConfiguration', 's3:PutLifecycleConfiguration'),
  PutBucketLogging: putUnwrapped('GetBucketLogging', 's3:PutBucketLogging', 'BucketLoggingStatus'),
  PutBucketNotificationConfiguration: putUnwrapped('GetBucketNotificationConfiguration', 's3:PutBucketNotification', 'NotificationConfiguration'),
  PutBucketWebsite: putUnwrapped('GetBucketWebsite', 's3:PutBucketWebsite', 'WebsiteConfiguration'),
  DeleteBucketWebsite: remove('GetBucketWebsite', 's3:DeleteBucketWebsite'),
  PutBucketMetricsConfiguration: {
    changes: 'ListBucketMetricsConfigurations',
    permissions: ['s3:PutMetricsConfiguration'],
    answer: ({ Id, MetricsConfiguration }, before) => metrics([...metricsIn(before).filter((one) => one.Id !== Id), MetricsConfiguration as { Id?: string }]),
  },
  DeleteBucketMetricsConfiguration: {
    changes: 'ListBucketMetricsConfigurations',
    permissions: ['s3:PutMetricsConfiguration'],
    answer: ({ Id }, before) => metrics(metricsIn(before).filter((one) => one.Id !== Id)),
  },
};

function metricsIn(answer: LiveAnswer | undefined): readonly { readonly Id?: string }[] {
  return (answer?.kind === 'value' ? (answer.value as { MetricsConfigurationList?: readonly { Id?: string }[] }).MetricsConfigurationList : undefined) ?? [];
}

function metrics(list: readonly object[]): LiveAnswer {
  return value(list.length === 0 ? {} : { MetricsConfigurationList: list });
}

/** The bucket as it is after the call. */
export function applied(bucket: LiveBucket, { call, input }: RepairCall): LiveBucket {
  const { changes, answer } = SETTING_CALLS[call];
  return { ...bucket, answers: { ...bucket.answers, [changes]: answer(input, bucket.answers[changes]) } };
}
