import { Guard, GuardedBucket } from './statement';
import { actionsChoosing, REENCRYPTING, SSE } from '../policy/action-classes';

/**
 * Denies PUTs that bring their own key (SSE-C), with which a thief could lock the owner out of the objects.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
 */
export function denyCustomerProvidedKeys(bucket: GuardedBucket): Guard {
  return denyPuts('DenyCustomerProvidedKeys', 'PUTs that bring their own key', bucket, 'customerAlgorithm', { Null: { [SSE.customerAlgorithm]: 'false' } });
}

/**
 * Denies PUTs that ask for an encryption algorithm other than these.
 *
 * A PUT without the header passes, and gets the bucket's default encryption. So does what these services write.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
 */
export function denyOtherEncryption(bucket: GuardedBucket, algorithms: readonly string[], exemptServices: readonly string[] = []): Guard {
  return denyPuts('DenyOtherEncryption', 'PUTs that request another encryption', bucket, 'algorithm', {
    Null: { [SSE.algorithm]: 'false' },
    StringNotEquals: { [SSE.algorithm]: algorithms },
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
  return denyPuts('DenyOtherKeys', 'PUTs that request another key', bucket, 'kmsKey', {
    Null: { [SSE.algorithm]: 'false' },
    ArnNotEquals: { [SSE.kmsKey]: keyArn },
  }, exemptServices);
}

/**
 * Denies encrypting an object again, where it is, with another key than this one; with any key, if there is none.
 *
 * The request always names a key, so this asks for nothing else: whether S3 sees an algorithm in the request or not, a
 * request that does not name this key is denied.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/update-sse-encryption.html
 */
export function denyReencryption(bucket: GuardedBucket, keyArn?: string): Guard {
  return {
    sid: 'DenyReencryption',
    denies: keyArn === undefined ? 'encrypting objects again' : 'encrypting objects again with another key',
    actions: REENCRYPTING,
    resources: [bucket.objectsArn],
    conditions: keyArn === undefined ? [] : [{ ArnNotEquals: { [SSE.kmsKey]: keyArn } }],
  };
}

/** On what writes an object, as its requests can carry the key. Replication is left alone: see `CHOOSES_NO_ENCRYPTION`. */
function denyPuts(sid: string, denies: string, bucket: GuardedBucket, key: keyof typeof SSE, condition: Guard['conditions'][number], exemptServices: readonly string[] = []): Guard {
  // Who is no service has no such key, for which a negated operator holds.
  const byOthers = exemptServices.length > 0 ? [{ StringNotEquals: { 'aws:PrincipalServiceName': exemptServices } }] : [];
  return { sid, denies, actions: actionsChoosing(key), resources: [bucket.objectsArn], conditions: [condition, ...byOthers] };
}
