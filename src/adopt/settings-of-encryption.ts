import { BucketProperties, BucketSetting, Filled, filled, KEPT, refused } from './bucket-setting';
import { intrinsicIn, isList, isObject, Json, JsonObject } from './json';
import { BUCKET_KEY, CUSTOMER_MANAGED_KEY, ENCRYPTION_SET, KMS_ENCRYPTION, SSE_C_BLOCKED } from '../rules/encryption';

const PROPERTY = 'BucketEncryption';

/** The one rule that S3 accepts. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-bucketencryption.html */
function ruleIn({ BucketEncryption: encryption }: BucketProperties): JsonObject | 'absent' | 'open' {
  if (encryption === undefined) {
    return 'absent';
  }
  const rules = isObject(encryption) ? encryption.ServerSideEncryptionConfiguration : undefined;
  return isList(rules) && rules.length === 1 && isObject(rules[0]) ? rules[0] : 'open';
}

function withRule(properties: BucketProperties, rule: JsonObject): Filled {
  const encryption = properties.BucketEncryption;
  return filled({ ...isObject(encryption) ? encryption : {}, ServerSideEncryptionConfiguration: [rule] });
}

const DECIDED_ELSEWHERE = refused('BucketEncryption is decided at deployment. Set it there');

/** The algorithm that a rule names, and whether that is written out. */
function algorithmOf({ ServerSideEncryptionByDefault: byDefault }: JsonObject): Json | undefined {
  return isObject(byDefault) ? byDefault.SSEAlgorithm : byDefault;
}

/**
 * What is encrypted with KMS is replicated by rules that say so only.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
function whyNotReplicated({ ReplicationConfiguration: replication }: JsonObject): string | undefined {
  const rules = isObject(replication) ? replication.Rules : replication;
  const says = (rule: Json) => JSON.stringify(isObject(rule) ? rule.SourceSelectionCriteria ?? null : null).includes('{"SseKmsEncryptedObjects":{"Status":"Enabled"}');
  return rules === undefined || (isList(rules) && rules.every(says)) ? undefined
    : 'ReplicationConfiguration has a rule without SseKmsEncryptedObjects, which would replicate no new object any more. Set its Status to Enabled, with a ReplicaKmsKeyID and a role that may use both keys';
}

export const SET_ENCRYPTION: BucketSetting = {
  id: 'encryption',
  title: 'Encrypt with a KMS key',
  rules: [ENCRYPTION_SET.id, KMS_ENCRYPTION.id, CUSTOMER_MANAGED_KEY.id],
  property: PROPERTY,
  fill: (properties, { encryptionKey, replacesS3ManagedEncryption }) => {
    const rule = ruleIn(properties);
    if (encryptionKey === undefined) {
      return KEPT;
    }
    if (rule === 'open') {
      return DECIDED_ELSEWHERE;
    }
    const algorithm = rule === 'absent' ? undefined : algorithmOf(rule);
    const withKey = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: encryptionKey };
    if (algorithm === undefined || (algorithm === 'AES256' && replacesS3ManagedEncryption)) {
      const unreplicated = whyNotReplicated(properties);
      return unreplicated !== undefined ? refused(unreplicated) : withRule(properties, { ...rule === 'absent' ? {} : rule, ServerSideEncryptionByDefault: withKey });
    }
    if (algorithm === 'AES256') {
      return refused('SSEAlgorithm is AES256. To replace it with a KMS key, which every reader of new objects then needs a permission on, use --replace-s3-managed-encryption, or replaceS3ManagedEncryption of the mixin');
    }
    return typeof algorithm === 'string' ? KEPT : DECIDED_ELSEWHERE;
  },
};

export const SET_BUCKET_KEY: BucketSetting = {
  id: 'bucket-key',
  title: 'Turn the S3 Bucket Key on',
  rules: [BUCKET_KEY.id],
  property: PROPERTY,
  fill: (properties) => {
    const rule = ruleIn(properties);
    // DSSE has none: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingDSSEncryption.html
    if (typeof rule === 'string' || algorithmOf(rule) !== 'aws:kms') {
      return KEPT;
    }
    if (rule.BucketKeyEnabled !== undefined) {
      const open = intrinsicIn(rule.BucketKeyEnabled);
      return String(rule.BucketKeyEnabled).toLowerCase() === 'true' ? KEPT : refused(`BucketKeyEnabled is ${open ? `decided by ${open}` : 'false'}. Set it to true, unless someone needs a call of KMS for each object`);
    }
    return withRule(properties, { ...rule, BucketKeyEnabled: true });
  },
};

export const SET_SSE_C_BLOCKED: BucketSetting = {
  id: 'sse-c-blocked',
  title: 'Block encryption with keys of the caller (SSE-C)',
  rules: [SSE_C_BLOCKED.id],
  property: PROPERTY,
  fill: (properties) => {
    const rule = ruleIn(properties);
    if (rule === 'open') {
      return DECIDED_ELSEWHERE;
    }
    // S3 accepts the blocked types beside a default only; that one is added by another setting, or says nothing.
    if (rule === 'absent') {
      return KEPT;
    }
    const { BlockedEncryptionTypes: blocked } = rule;
    if (blocked === undefined) {
      return withRule(properties, { ...rule, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } });
    }
    const types = isObject(blocked) ? blocked.EncryptionType : undefined;
    return isList(types) && types.includes('SSE-C') ? KEPT
      : refused(isList(types) && types.includes('NONE') ? 'BlockedEncryptionTypes is NONE, which allows SSE-C. Find out who sends keys of their own, and set it to SSE-C' : 'BlockedEncryptionTypes is decided at deployment. Set it to SSE-C there');
  },
};

/** S3 cannot deliver access logs to a bucket whose default is KMS. */
export const SET_LOG_ENCRYPTION: BucketSetting = {
  id: 'log-encryption',
  title: 'Encrypt logs with keys of S3',
  rules: [ENCRYPTION_SET.id],
  property: PROPERTY,
  fill: ({ BucketEncryption }) => BucketEncryption !== undefined ? KEPT
    : filled({ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] }),
};
