import { EncryptionRule, encryptionOf, putEncryption } from './bucket-encryption';
import { bucketPolicy, documentOf } from './bucket-policy';
import { looksAtEncryptionContext, whyKeyIsNotForAll } from './kms-key-use';
import { receivesAccessLogs } from './log-target';
import { planPolicyStep } from './policy-step';
import { bucketAcl } from './public-access';
import { Repair, RepairPlan } from './repair';
import { denying } from './repairs-of-transport';
import { NOTHING, refused, settingStep, steps } from './setting-step';
import { LiveAccount, LiveBucket } from '../facts/live-bucket';
import { classOf, CLASSES_ON_DATA } from '../policy/action-classes';
import { allowed } from '../policy/questions/compare';
import { requestLine } from '../policy/request-text';
import { BUCKET_KEY, ENCRYPTION_SET, isSseS3, KMS_ENCRYPTION, SSE_C_BLOCKED } from '../rules/encryption';
import { PUTS_WITH_CUSTOMER_PROVIDED_KEY, requireDenyOf } from '../rules/unwanted-requests';

const SSE_C_PUTS = 'PUTs with a customer-provided key (SSE-C)';

/**
 * Blocks SSE-C by the setting of the bucket, and by its policy. Objects that are encrypted so can still be read.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html
 */
export const REPAIR_SSE_C_BLOCK: Repair = {
  id: 'sse-c-block',
  title: 'Block encryption with customer-provided keys (SSE-C)',
  rules: [SSE_C_BLOCKED.id],
  permissions: ['s3:PutEncryptionConfiguration', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  plan: (bucket, account, options) => {
    const current = encryptionOf(bucket);
    if (!current.known) {
      return refused(current.reason);
    }
    const byPolicy = planPolicyStep(bucket, account, options, (policy, owner) => requireDenyOf(policy, owner, PUTS_WITH_CUSTOMER_PROVIDED_KEY, 'Policy', SSE_C_PUTS),
      denying(bucket, 'DenyCustomerProvidedKeys', SSE_C_PUTS, PUTS_WITH_CUSTOMER_PROVIDED_KEY));
    const types = current.value?.BlockedEncryptionTypes?.EncryptionType ?? [];
    if (byPolicy.kind === 'refused' || (byPolicy.kind === 'nothing' && !types.includes('NONE'))) {
      return byPolicy;
    }
    const rule: EncryptionRule = { ...current.value ?? S3_MANAGED, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } };
    const setting = settingStep(bucket, {
      ...putEncryption(current.value, rule),
      before: types.includes('NONE') ? 'SSE-C is turned on: BlockedEncryptionTypes is NONE' : 'the bucket does not say whether SSE-C is blocked',
      after: 'BlockedEncryptionTypes is SSE-C: objects that are encrypted so can still be read',
    });
    return { kind: 'steps', steps: [...byPolicy.kind === 'steps' ? byPolicy.steps : [], ...types.includes('SSE-C') ? [] : [setting]] };
  },
};

const S3_MANAGED: EncryptionRule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } };

/**
 * Encrypts new objects with KMS: by the key of the options, or the AWS managed one, where all who use the bucket can use the key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
 */
export const REPAIR_DEFAULT_ENCRYPTION: Repair = {
  id: 'default-encryption',
  title: 'Encrypt new objects with a KMS key',
  rules: [ENCRYPTION_SET.id, KMS_ENCRYPTION.id],
  permissions: ['s3:PutEncryptionConfiguration'],
  plan: (bucket, account, { encryptionKeyArn }) => {
    const current = encryptionOf(bucket);
    const isLogBucket = receivesAccessLogs(bucket);
    if (!current.known || !isLogBucket.known) {
      return refused(current.known ? (isLogBucket as { readonly reason: string }).reason : current.reason);
    }
    const algorithm = current.value?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
    if (!isSseS3(algorithm)) {
      return NOTHING;
    }
    const before = algorithm === undefined ? 'no default encryption is configured' : 'new objects are encrypted with keys of S3 (AES256)';
    if (isLogBucket.value) {
      // S3 delivers access logs to no other.
      return algorithm !== undefined ? NOTHING : steps(bucket, { ...putEncryption(current.value, { ...current.value, ...S3_MANAGED }), before, after: 'new objects are encrypted with keys of S3 (AES256)' });
    }
    const problem = whoCannotUseKms(bucket) ?? (encryptionKeyArn === undefined ? undefined : whyKeyIsNotForAll(bucket, account, encryptionKeyArn));
    return problem !== undefined ? refused(problem) : steps(bucket, {
      ...putEncryption(current.value, {
        ...current.value,
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', ...encryptionKeyArn === undefined ? {} : { KMSMasterKeyID: encryptionKeyArn } },
        BucketKeyEnabled: true,
      }),
      before,
      after: `new objects are encrypted with ${encryptionKeyArn ?? 'the AWS managed key aws/s3'} (aws:kms, with a bucket key); objects that are there stay as they are`,
    });
  },
};

/** Others than the bucket's account have no part in the AWS managed key, and of another key that is not known. */
function whoCannotUseKms(bucket: LiveBucket): string | undefined {
  const policy = bucketPolicy(bucket);
  const acl = bucketAcl(bucket);
  if (!policy.known || !acl.known) {
    return `who uses the bucket is not known: ${policy.known ? (acl as { readonly reason: string }).reason : policy.reason}`;
  }
  const owner = acl.value?.Owner?.ID;
  if (acl.value?.Grants?.some(({ Grantee }) => Grantee?.ID === undefined || Grantee.ID !== owner)) {
    return 'the ACL gives access to others, who could not use the key';
  }
  const result = allowed(documentOf(bucket, policy.value), {
    vocabulary: [bucket.account],
    callers: ({ type, identity }) => type !== 'AWS' || identity!.account !== bucket.account,
    actions: ({ name }) => CLASSES_ON_DATA.includes(classOf(name)!) && classOf(name) !== 'listing',
  });
  switch (result.kind) {
    case 'none': return undefined;
    case 'unknown': return `who uses the bucket could not be decided: ${result.reason.message}`;
    case 'found': return `the bucket policy allows others to use objects, and they could not use the key: ${requestLine(result.request)}`;
  }
}

/** Turns the bucket key on. */
export const REPAIR_BUCKET_KEY: Repair = {
  id: 'bucket-key',
  title: 'Turn the S3 Bucket Key on',
  rules: [BUCKET_KEY.id],
  permissions: ['s3:PutEncryptionConfiguration'],
  plan: (bucket, account) => planBucketKey(bucket, account),
};

/**
 * With a bucket key the encryption context is the ARN of the bucket instead of that of the object.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html#bucket-key-changes
 */
function planBucketKey(bucket: LiveBucket, account: LiveAccount): RepairPlan {
  const current = encryptionOf(bucket);
  if (!current.known) {
    return refused(current.reason);
  }
  const { SSEAlgorithm, KMSMasterKeyID: key } = current.value?.ApplyServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm !== 'aws:kms' || current.value?.BucketKeyEnabled === true) {
    return NOTHING;
  }
  const looks = key === undefined || /(^|[:/])alias\/aws\/s3$/.test(key) ? undefined : looksAtEncryptionContext(account, key);
  if (looks && (!looks.known || looks.value)) {
    return refused(looks.known ? `the policy of key ${key} has conditions on the encryption context, which is another one with a bucket key` : looks.reason);
  }
  return steps(bucket, {
    ...putEncryption(current.value, { ...current.value, BucketKeyEnabled: true }),
    before: 'the bucket key is off: each object costs a call to KMS',
    after: 'the bucket key is on: identity policies with conditions on kms:EncryptionContext:aws:s3:arn have to name the bucket',
  });
}
