import {
  CreateBucketCommand, PutBucketAclCommand, PutBucketCorsCommand, PutBucketEncryptionCommand, PutBucketLifecycleConfigurationCommand, PutBucketLoggingCommand,
  PutBucketMetricsConfigurationCommand, PutBucketNotificationConfigurationCommand, PutBucketOwnershipControlsCommand, PutBucketPolicyCommand, PutBucketTaggingCommand,
  PutBucketVersioningCommand, PutBucketWebsiteCommand, PutObjectLockConfigurationCommand, PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { Deployer, Properties } from './deploy';
import { REGION } from './places';
import type { Deployed } from './resolve';

let made = 0;

/** A setting of a bucket: what CloudFormation would call for the property. */
type Setting = (Bucket: string, value: Properties) => unknown;

/** By the property, in the order in which S3 wants them: ACLs need ownership and the public access block, a log target its bucket. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  PublicAccessBlockConfiguration: (Bucket, value) => new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: value }),
  OwnershipControls: (Bucket, value) => new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: value as never }),
  AccessControl: (Bucket, value) => new PutBucketAclCommand({ Bucket, ACL: CANNED_ACLS[value as unknown as string] as never }),
  BucketEncryption: (Bucket, value) => new PutBucketEncryptionCommand({
    Bucket,
    ServerSideEncryptionConfiguration: {
      Rules: value.ServerSideEncryptionConfiguration.map(({ ServerSideEncryptionByDefault: byDefault, BucketKeyEnabled, BlockedEncryptionTypes }: Properties) => ({
        ApplyServerSideEncryptionByDefault: byDefault && { SSEAlgorithm: byDefault.SSEAlgorithm, KMSMasterKeyID: byDefault.KMSMasterKeyID },
        BucketKeyEnabled,
        BlockedEncryptionTypes: BlockedEncryptionTypes && { EncryptionType: BlockedEncryptionTypes.EncryptionType },
      })),
    },
  }),
  VersioningConfiguration: (Bucket, { Status }) => new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }),
  ObjectLockConfiguration: (Bucket, value) => new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: value as never }),
  LifecycleConfiguration: (Bucket, { Rules }) => new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: Rules.map(lifecycleRule) } }),
  LoggingConfiguration: (Bucket, { DestinationBucketName, LogFilePrefix, TargetObjectKeyFormat }) => new PutBucketLoggingCommand({
    Bucket,
    BucketLoggingStatus: { LoggingEnabled: { TargetBucket: DestinationBucketName ?? Bucket, TargetPrefix: LogFilePrefix ?? '', TargetObjectKeyFormat } },
  }),
  CorsConfiguration: (Bucket, { CorsRules }) => new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: CorsRules } }),
  WebsiteConfiguration: (Bucket, { IndexDocument, ErrorDocument }) => new PutBucketWebsiteCommand({
    Bucket,
    WebsiteConfiguration: { IndexDocument: IndexDocument && { Suffix: IndexDocument }, ErrorDocument: ErrorDocument && { Key: ErrorDocument } },
  }),
  NotificationConfiguration: (Bucket, { EventBridgeConfiguration }) => new PutBucketNotificationConfigurationCommand({
    Bucket,
    NotificationConfiguration: EventBridgeConfiguration ? { EventBridgeConfiguration: {} } : {},
  }),
  Tags: (Bucket, value) => new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: value as never } }),
};

/** Properties that are part of creation, or made below. */
const ELSEWHERE = ['BucketName', 'ObjectLockEnabled', 'MetricsConfigurations'];

const CANNED_ACLS: Readonly<Record<string, string>> = {
  Private: 'private',
  PublicRead: 'public-read',
  PublicReadWrite: 'public-read-write',
  AuthenticatedRead: 'authenticated-read',
  LogDeliveryWrite: 'log-delivery-write',
};

export const deployBucket: Deployer = async (properties, { s3 }, id): Promise<Deployed> => {
  const unknown = Object.keys(properties).filter((name) => !(name in SETTINGS) && !ELSEWHERE.includes(name));
  if (unknown.length > 0) {
    throw new Error(`the deployer of buckets does not know ${unknown.join(', ')}`);
  }
  const Bucket: string = properties.BucketName ?? `${id.toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, 40)}-${(made += 1)}`;
  await s3.send(new CreateBucketCommand({
    Bucket,
    CreateBucketConfiguration: { LocationConstraint: REGION as never },
    ObjectLockEnabledForBucket: properties.ObjectLockEnabled,
    ObjectOwnership: properties.OwnershipControls?.Rules[0].ObjectOwnership,
  }));
  for (const [name, command] of Object.entries(SETTINGS)) {
    if (properties[name] !== undefined) {
      await s3.send(command(Bucket, properties[name]) as never);
    }
  }
  for (const { Id, Prefix } of properties.MetricsConfigurations ?? []) {
    await s3.send(new PutBucketMetricsConfigurationCommand({ Bucket, Id, MetricsConfiguration: { Id, ...Prefix === undefined ? {} : { Filter: { Prefix } } } }));
  }
  return {
    ref: Bucket,
    attributes: { Arn: `arn:aws:s3:::${Bucket}`, RegionalDomainName: `${Bucket}.s3.${REGION}.amazonaws.com`, DomainName: `${Bucket}.s3.amazonaws.com` },
  };
};

export const deployBucketPolicy: Deployer = async ({ Bucket, PolicyDocument }, { s3 }, id) => {
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(PolicyDocument) }));
  return { ref: id, attributes: {} };
};

function lifecycleRule(rule: Properties) {
  const { Id, Status, Prefix, ExpirationInDays, ExpiredObjectDeleteMarker, AbortIncompleteMultipartUpload: abort, NoncurrentVersionExpiration, Transitions } = rule;
  return {
    ID: Id,
    Status,
    Filter: { Prefix: Prefix ?? '' },
    ...ExpirationInDays === undefined && ExpiredObjectDeleteMarker === undefined ? {} : { Expiration: { Days: ExpirationInDays, ExpiredObjectDeleteMarker } },
    ...abort && { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abort.DaysAfterInitiation } },
    ...NoncurrentVersionExpiration && { NoncurrentVersionExpiration },
    ...Transitions && { Transitions: Transitions.map(({ StorageClass, TransitionInDays }: Properties) => ({ StorageClass, Days: TransitionInDays })) },
  };
}
