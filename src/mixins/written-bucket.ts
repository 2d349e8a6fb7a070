import { aws_s3 as s3, Reference, Stage, Token, Tokenization } from 'aws-cdk-lib';

/** The bucket of a resource: the `s3.Bucket` that made it, or one made of it, which is the same for everyone who asks. */
export function bucketOf(resource: s3.CfnBucket): s3.IBucket {
  const { scope } = resource.node;
  return scope instanceof s3.Bucket && scope.node.defaultChild === resource ? scope : s3.Bucket.fromCfnBucket(resource);
}

/** How a bucket says to be encrypted: not at all, with this algorithm and key, or in a way that is decided at deployment. */
export type WrittenEncryption = 'absent' | 'open' | { readonly algorithm: string; readonly keyArn?: string };

export function encryptionOf(resource: s3.CfnBucket, bucket: s3.IBucket): WrittenEncryption {
  const { bucketEncryption } = resource;
  if (bucketEncryption === undefined) {
    return 'absent';
  }
  const rules = Token.isUnresolved(bucketEncryption) ? undefined : (bucketEncryption as s3.CfnBucket.BucketEncryptionProperty).serverSideEncryptionConfiguration;
  const rule = Array.isArray(rules) && rules.length === 1 ? rules[0] as s3.CfnBucket.ServerSideEncryptionRuleProperty : undefined;
  const byDefault = rule?.serverSideEncryptionByDefault as s3.CfnBucket.ServerSideEncryptionByDefaultProperty | undefined;
  if (!byDefault || Token.isUnresolved(byDefault) || Token.isUnresolved(byDefault.sseAlgorithm)) {
    return 'open';
  }
  return { algorithm: byDefault.sseAlgorithm, keyArn: bucket.encryptionKey?.keyArn ?? keyArnIn(byDefault.kmsMasterKeyId) };
}

/** An id or an alias is no ARN, and a token may be any of them. */
function keyArnIn(key: unknown): string | undefined {
  return typeof key === 'string' && !Token.isUnresolved(key) && /^arn:[^:]+:kms:.*:key\//.test(key) ? key : undefined;
}

/** Whether another bucket of the app delivers its server access logs to this one already, or its ACL is made for that. */
export function receivesLogs(resource: s3.CfnBucket): boolean {
  const buckets = (Stage.of(resource) ?? resource.node.root).node.findAll().filter((node): node is s3.CfnBucket => s3.CfnBucket.isCfnBucket(node));
  return resource.accessControl === 'LogDeliveryWrite' || buckets.some((source) => source !== resource && logsTo(source, resource));
}

function logsTo({ loggingConfiguration }: s3.CfnBucket, target: s3.CfnBucket): boolean {
  const name = (loggingConfiguration as s3.CfnBucket.LoggingConfigurationProperty | undefined)?.destinationBucketName;
  if (typeof name !== 'string') {
    return false;
  }
  const reference = Tokenization.reverseString(name).firstToken;
  return Reference.isReference(reference) ? reference.target === target || reference.target === target.node.scope : name === target.bucketName;
}
