import { aws_kms as kms, aws_s3 as s3, Duration } from 'aws-cdk-lib';
import { HardenedSetting } from './hardened-setting';

/** A property of `s3.Bucket` that is given a value where the caller gave none; nothing where that would contradict. */
type Injection = (given: s3.BucketProps, key: () => kms.IKey) => s3.BucketProps;

/** Whether the caller makes a public bucket, or one with ACLs: CDK refuses the default then, and the verification says so better. */
const isOpened = ({ publicReadAccess, websiteIndexDocument, websiteRedirect }: s3.BucketProps) =>
  publicReadAccess || websiteIndexDocument !== undefined || websiteRedirect !== undefined;
const hasAcl = ({ accessControl }: s3.BucketProps) => accessControl !== undefined && accessControl !== s3.BucketAccessControl.PRIVATE;
const isUnencrypted = ({ encryption, encryptionKey }: s3.BucketProps) => encryption === undefined && encryptionKey === undefined;

/** What is injected, by the setting that it is for. */
export const INJECTIONS: Readonly<Partial<Record<HardenedSetting, Injection>>> = {
  [HardenedSetting.BLOCK_PUBLIC_ACCESS]: (given) => given.blockPublicAccess || isOpened(given) ? {} : { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL },
  [HardenedSetting.ACLS_DISABLED]: (given) => given.objectOwnership !== undefined || hasAcl(given) ? {} : { objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED },
  [HardenedSetting.ENCRYPTION]: (given, key) => isUnencrypted(given) ? { encryption: s3.BucketEncryption.KMS, encryptionKey: key() } : {},
  [HardenedSetting.BUCKET_KEY]: (given) => given.bucketKeyEnabled === undefined && (given.encryption === undefined || given.encryption === s3.BucketEncryption.KMS)
    ? { bucketKeyEnabled: true } : {},
  [HardenedSetting.SSE_C_BLOCKED]: (given) => given.blockedEncryptionTypes ? {} : { blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C] },
  [HardenedSetting.VERSIONING]: (given) => given.versioned === undefined ? { versioned: true } : {},
  [HardenedSetting.INCOMPLETE_UPLOADS]: ({ lifecycleRules = [] }) => lifecycleRules.some((rule) => rule.abortIncompleteMultipartUploadAfter) ? {}
    : { lifecycleRules: [...lifecycleRules, { id: 'AbortIncompleteMultipartUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) }] },
  [HardenedSetting.NONCURRENT_VERSIONS]: ({ lifecycleRules = [], versioned }) => versioned !== undefined || lifecycleRules.some((rule) => rule.noncurrentVersionExpiration) ? {}
    : { lifecycleRules: [...lifecycleRules, { id: 'ExpireNoncurrentVersions', noncurrentVersionExpiration: Duration.days(90) }] },
  [HardenedSetting.TLS_ONLY]: (given) => given.enforceSSL === undefined ? { enforceSSL: true } : {},
  // CDK refuses a version where TLS is not enforced.
  [HardenedSetting.MINIMUM_TLS]: (given) => given.minimumTLSVersion === undefined && given.enforceSSL ? { minimumTLSVersion: 1.2 } : {},
};

/** The properties with what the caller left out. */
export function injectedProps(given: s3.BucketProps, settings: ReadonlySet<HardenedSetting>, key: () => kms.IKey): s3.BucketProps {
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as s3.BucketProps;
  const wanted = Object.entries(INJECTIONS).filter(([setting]) => settings.has(setting as HardenedSetting)) as [HardenedSetting, Injection][];
  const { versioned } = defined;
  return wanted.reduce((props, [setting, inject]) => ({ ...props, ...inject(setting === HardenedSetting.NONCURRENT_VERSIONS ? { ...props, versioned } : props, key) }), defined);
}
