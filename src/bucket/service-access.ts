import { aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { ServiceAccess, serviceStatements } from '../perimeter/services';
import { guardedBucket } from '../perimeter/statement';

/**
 * Lets services use a bucket, and the key that encrypts it, for the sources that are named.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html#AWS-logs-SSE-KMS-S3
 */
export function allowServices(bucket: s3.IBucket, services: readonly ServiceAccess[]): void {
  const guarded = guardedBucket(bucket);
  const times = new Map<string, number>();
  for (const access of services) {
    for (const statement of serviceStatements(guarded, access)) {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html: unique within a policy.
      const time = (times.get(statement.sid!) ?? 0) + 1;
      times.set(statement.sid!, time);
      statement.sid = time === 1 ? statement.sid : `${statement.sid}And${time}`;
      bucket.addToResourcePolicy(statement);
      if (statement.resources.includes(guarded.bucketArn)) {
        continue;
      }
      bucket.encryptionKey?.addToResourcePolicy(new iam.PolicyStatement({
        sid: statement.sid,
        principals: statement.principals,
        actions: keyActions(access),
        resources: ['*'],
        conditions: statement.conditions,
      }));
    }
  }
}

/** Encrypting an object takes a data key; reading one, and completing an upload in parts, takes decryption. */
function keyActions({ objectActions = ['s3:PutObject'] }: ServiceAccess): string[] {
  return ['kms:Decrypt', ...objectActions.some((action) => action.startsWith('s3:Put')) ? ['kms:GenerateDataKey*'] : []];
}
