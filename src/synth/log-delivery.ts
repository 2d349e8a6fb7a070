import { aws_s3 as s3 } from 'aws-cdk-lib';

/**
 * Keeps CDK from preparing a bucket for the logs of each `s3.Bucket` that names it as `serverAccessLogsBucket`.
 *
 * By a feature flag of the app CDK either sets an ACL, which a bucket without ACLs refuses, or adds a statement that names the
 * source, so that the source could not wait for the policy. Its method for that is private: a CDK that has none of this name does
 * as it does by itself.
 */
export function leaveLogDeliveryAlone(target: s3.Bucket): void {
  Object.defineProperty(target, 'allowLogDelivery', { value: () => undefined });
}
