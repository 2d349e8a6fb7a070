import { aws_iam as iam } from 'aws-cdk-lib';

/** The ARNs that a bucket's policy speaks of. */
export interface GuardedBucket {
  readonly bucketArn: string;
  /** The ARN of all its objects: `<bucketArn>/*`. */
  readonly objectsArn: string;
}

/**
 * Denies every request without TLS.
 *
 * Nobody is exempt: AWS services always use TLS. No other condition may join this one, or scanners such as Security Hub
 * S3.5 no longer recognize it.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html
 */
export function denyWithoutTls(bucket: GuardedBucket): iam.PolicyStatement {
  return denyEverything('DenyRequestsWithoutTls', bucket, { Bool: { 'aws:SecureTransport': 'false' } });
}

/**
 * Denies every request over a TLS older than this.
 *
 * A request without the key (made inside AWS) passes: a positive operator is false on an absent key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#example-object-tls-version
 */
export function denyBelowTls(bucket: GuardedBucket, version: string): iam.PolicyStatement {
  return denyEverything('DenyRequestsBelowMinimumTls', bucket, { NumericLessThan: { 's3:TlsVersion': version } });
}

/**
 * Denies PUTs that bring their own key (SSE-C), with which a thief could lock the owner out of the objects.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
 */
export function denyCustomerProvidedKeys(bucket: GuardedBucket): iam.PolicyStatement {
  return denyPuts('DenyCustomerProvidedKeys', bucket, { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } });
}

/**
 * Denies PUTs that ask for an encryption algorithm other than these.
 *
 * A PUT without the header passes, and gets the bucket's default encryption.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
 */
export function denyOtherEncryption(bucket: GuardedBucket, algorithms: readonly string[]): iam.PolicyStatement {
  return denyPuts('DenyOtherEncryption', bucket, {
    Null: { 's3:x-amz-server-side-encryption': 'false' },
    StringNotEquals: { 's3:x-amz-server-side-encryption': [...algorithms] },
  });
}

/**
 * Denies PUTs that ask for an encryption and do not name this key.
 *
 * A negated operator holds on an absent key, so `aws:kms` without a key id, which means the AWS managed key, is denied
 * too. A PUT without any encryption header passes, and gets the bucket's key.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function denyOtherKeys(bucket: GuardedBucket, keyArn: string): iam.PolicyStatement {
  return denyPuts('DenyOtherKeys', bucket, {
    Null: { 's3:x-amz-server-side-encryption': 'false' },
    ArnNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn },
  });
}

/**
 * Allows S3 to deliver the access logs of every bucket of one account.
 *
 * One statement for all of them: one for each source would reach the 20 KB limit of a bucket policy at about 50 buckets.
 * `aws:SourceAccount` keeps other accounts from delivering here (the confused deputy).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-general
 */
export function allowLogDelivery(bucket: GuardedBucket, partition: string, account: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'AllowS3AccessLogDelivery',
    principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [bucket.objectsArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:s3:::*` },
    },
  });
}

function denyEverything(sid: string, bucket: GuardedBucket, conditions: Record<string, object>): iam.PolicyStatement {
  return deny(sid, ['s3:*'], [bucket.bucketArn, bucket.objectsArn], conditions);
}

/** On `s3:PutObject` alone: replication uses actions of its own and is left untouched. */
function denyPuts(sid: string, bucket: GuardedBucket, conditions: Record<string, object>): iam.PolicyStatement {
  return deny(sid, ['s3:PutObject'], [bucket.objectsArn], conditions);
}

function deny(sid: string, actions: string[], resources: string[], conditions: Record<string, object>): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions, resources, conditions });
}
