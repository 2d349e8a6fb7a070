import { Guard, GuardedBucket } from './statement';

/**
 * Denies PUTs that bring their own key (SSE-C), with which a thief could lock the owner out of the objects.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
 */
export function denyCustomerProvidedKeys(bucket: GuardedBucket): Guard {
  return denyPuts('DenyCustomerProvidedKeys', 'PUTs that bring their own key', bucket, { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } });
}

/**
 * Denies PUTs that ask for an encryption algorithm other than these.
 *
 * A PUT without the header passes, and gets the bucket's default encryption. So does what these services write.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
 */
export function denyOtherEncryption(bucket: GuardedBucket, algorithms: readonly string[], exemptServices: readonly string[] = []): Guard {
  return denyPuts('DenyOtherEncryption', 'PUTs that ask for another encryption', bucket, {
    Null: { 's3:x-amz-server-side-encryption': 'false' },
    StringNotEquals: { 's3:x-amz-server-side-encryption': algorithms },
  }, exemptServices);
}

/**
 * Denies PUTs that ask for an encryption and do not name this key.
 *
 * A negated operator holds on an absent key, so `aws:kms` without a key id, which means the AWS managed key, is denied
 * too. A PUT without any encryption header passes, and gets the bucket's key. So does what these services write.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function denyOtherKeys(bucket: GuardedBucket, keyArn: string, exemptServices: readonly string[] = []): Guard {
  return denyPuts('DenyOtherKeys', 'PUTs that ask for another key', bucket, {
    Null: { 's3:x-amz-server-side-encryption': 'false' },
    ArnNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn },
  }, exemptServices);
}

/** On `s3:PutObject` alone: replication uses actions of its own and is left untouched. */
function denyPuts(sid: string, denies: string, bucket: GuardedBucket, condition: Guard['conditions'][number], exemptServices: readonly string[] = []): Guard {
  // Who is no service has no such key, for which a negated operator holds.
  const byOthers = exemptServices.length > 0 ? [{ StringNotEquals: { 'aws:PrincipalServiceName': exemptServices } }] : [];
  return { sid, denies, actions: ['s3:PutObject'], resources: [bucket.objectsArn], conditions: [condition, ...byOthers] };
}
