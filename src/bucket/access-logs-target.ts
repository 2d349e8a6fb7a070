import { aws_s3 as s3, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { resourceOf } from './resource-of';
import { InputChecks } from '../input/input-checks';
import { allowLogDelivery } from '../perimeter/services';
import { guardedBucket } from '../perimeter/statement';

/**
 * Refuses a bucket that cannot receive the access logs of a bucket that is made in this scope.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function checkLogTarget(checks: InputChecks, scope: Construct, target: s3.IBucket, grantExists: boolean): void {
  const stack = Stack.of(scope);
  const where = target.node.path;
  if (Token.compareStrings(target.env.region, stack.region) === TokenComparison.DIFFERENT) {
    checks.refuse(`serverAccessLogsBucket '${where}' is in Region ${target.env.region}, and this bucket in ${stack.region}: S3 delivers access logs within a Region only. Make an AccessLogsBucket in ${stack.region}, or leave serverAccessLogsBucket out`);
  }
  if (Token.compareStrings(target.env.account, stack.account) === TokenComparison.DIFFERENT) {
    checks.refuse(`serverAccessLogsBucket '${where}' is in account ${target.env.account}, and this bucket in ${stack.account}: S3 delivers access logs within an account only. Make an AccessLogsBucket in account ${stack.account} and replicate it to the other`);
  }
  if (target.encryptionKey) {
    checks.refuse(`serverAccessLogsBucket '${where}' is encrypted with the KMS key '${target.encryptionKey.node.path}': S3 cannot deliver access logs to it. Use an AccessLogsBucket, which is encrypted with SSE-S3`);
  }
  if (!isOwned(target) && !grantExists) {
    checks.refuse(`serverAccessLogsBucket '${where}' is imported, so the grant for logging.s3.amazonaws.com cannot be added to it. Check that its policy carries the grant and say so with serverAccessLogsGrantExists: true`);
  }
  if (isOwned(target) && grantExists) {
    checks.refuse(`serverAccessLogsGrantExists: true speaks of an imported bucket, but serverAccessLogsBucket '${where}' is made in this app and gets the grant. Leave serverAccessLogsGrantExists out`);
  }
}

/** Adds the grant to a target made in this app, once for all the buckets that log to it. */
export function grantLogDelivery(target: s3.IBucket): void {
  if (isOwned(target) && !granted.has(target)) {
    granted.add(target);
    target.addToResourcePolicy(allowLogDelivery(guardedBucket(target)));
  }
}

const granted = new WeakSet<s3.IBucket>();

/** An imported bucket has no policy that statements could be added to. */
function isOwned(target: s3.IBucket): boolean {
  return resourceOf(target) !== undefined;
}
