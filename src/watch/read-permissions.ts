import { aws_iam as iam, Stack } from 'aws-cdk-lib';

/**
 * The IAM actions by which the settings of a bucket are read. None reads an object, or lists keys.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const BUCKET_READS: readonly string[] = [
  's3:GetBucketAbac',
  's3:GetBucketAcl',
  's3:GetBucketCORS',
  's3:GetBucketLocation',
  's3:GetBucketLogging',
  's3:GetBucketNotification',
  's3:GetBucketObjectLockConfiguration',
  's3:GetBucketOwnershipControls',
  's3:GetBucketPolicy',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketTagging',
  's3:GetBucketVersioning',
  's3:GetBucketWebsite',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
  's3:GetMetricsConfiguration',
  's3:GetReplicationConfiguration',
];

/** Those that are of an account, and name no resource. */
export const ACCOUNT_READS: readonly string[] = ['s3:ListAllMyBuckets', 's3:GetAccountPublicAccessBlock'];

/** Those of the keys that buckets are encrypted with: none of them uses a key. */
export const KEY_READS: readonly string[] = ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus'];

/** What reads the settings of all buckets of the account, their keys and their alarms. */
export function readStatements(stack: Stack): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      sid: 'ListBucketsAndReadAccountSettings',
      actions: [...ACCOUNT_READS],
      // They are actions on an account, and S3 knows no resource for them.
      resources: ['*'],
    }),
    new iam.PolicyStatement({
      sid: 'ReadBucketSettings',
      actions: [...BUCKET_READS],
      // Buckets that nobody has made yet, too. Those of other accounts are none of its business.
      resources: [`arn:${stack.partition}:s3:::*`],
      conditions: { StringEquals: { 'aws:ResourceAccount': stack.account } },
    }),
    new iam.PolicyStatement({
      sid: 'ReadKeySettings',
      actions: [...KEY_READS],
      // Whichever key a bucket names.
      resources: [`arn:${stack.partition}:kms:${stack.region}:${stack.account}:key/*`],
    }),
    new iam.PolicyStatement({
      sid: 'ReadAlarms',
      actions: ['cloudwatch:DescribeAlarms'],
      // The alarms on request metrics, by whatever name.
      resources: [`arn:${stack.partition}:cloudwatch:${stack.region}:${stack.account}:alarm:*`],
    }),
  ];
}
