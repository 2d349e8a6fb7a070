import { aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { GuardedBucket } from './statement';

/**
 * Allows one role of another account to bring its replicas.
 *
 * The role is named by a condition, and its account by the principal: S3 refuses a policy whose principal does not exist,
 * and the role is made after the bucket that it replicates to.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html#setting-repl-config-crossacct
 */
export function allowReplication(bucket: GuardedBucket, account: string, roleArn: string, actions: readonly string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.AccountPrincipal(account)],
    actions: [...actions],
    resources: [bucket.objectsArn],
    conditions: { ArnEquals: { 'aws:PrincipalArn': roleArn } },
  });
}

const replicators = new WeakMap<s3.IBucket, Set<string>>();

/** Notes that a role replicates out of a bucket or into it, so that guards let it through. */
export function noteReplicator(bucket: s3.IBucket, roleArn: string): void {
  replicators.set(bucket, (replicators.get(bucket) ?? new Set()).add(roleArn));
}

/** The roles that replicate out of a bucket, or into it from where its policy can name them. */
export function replicatorsOf(bucket: s3.IBucket): readonly string[] {
  return [...new Set([...replicators.get(bucket) ?? [], ...bucket.replicationRoleArn ? [bucket.replicationRoleArn] : []])];
}
