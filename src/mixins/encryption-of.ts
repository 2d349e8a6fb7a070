import { aws_s3 as s3 } from 'aws-cdk-lib';

/** The default encryption of a bucket, as far as it is known while the app is built. */
export interface DefaultEncryption {
  readonly algorithm: string | undefined;
  /** The ARN of the key; absent for the AWS managed key, and for a key that is not named by its ARN. */
  readonly keyArn: string | undefined;
}

/** What a bucket states about default encryption; undefined where it states nothing. */
export function encryptionOf({ bucketEncryption, stack }: s3.CfnBucket): DefaultEncryption | undefined {
  const stated = stack.resolve(bucketEncryption) as { readonly serverSideEncryptionConfiguration?: readonly { readonly serverSideEncryptionByDefault?: object }[] } | undefined;
  if (stated === undefined) {
    return undefined;
  }
  const { sseAlgorithm, kmsMasterKeyId } = (stated.serverSideEncryptionConfiguration?.[0]?.serverSideEncryptionByDefault ?? {}) as Record<string, unknown>;
  const isArn = typeof kmsMasterKeyId === 'string' ? kmsMasterKeyId.startsWith('arn:') : JSON.stringify(kmsMasterKeyId ?? '').includes('Arn');
  return {
    algorithm: typeof sseAlgorithm === 'string' ? sseAlgorithm : undefined,
    keyArn: isArn ? tokenOf(bucketEncryption) : undefined,
  };
}

/** The value as it was given: a text of a template would lose the reference to another stack. */
function tokenOf(bucketEncryption: s3.CfnBucket['bucketEncryption']): string | undefined {
  const given = bucketEncryption as s3.CfnBucket.BucketEncryptionProperty;
  const rules = given.serverSideEncryptionConfiguration as s3.CfnBucket.ServerSideEncryptionRuleProperty[] | undefined;
  const byDefault = Array.isArray(rules) ? rules[0]?.serverSideEncryptionByDefault as s3.CfnBucket.ServerSideEncryptionByDefaultProperty | undefined : undefined;
  return byDefault?.kmsMasterKeyId as string | undefined;
}
