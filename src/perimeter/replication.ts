import { aws_iam as iam } from 'aws-cdk-lib';
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
