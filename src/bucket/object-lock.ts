import { aws_s3 as s3, RemovalPolicy } from 'aws-cdk-lib';
import { HardenedBucketProps } from './hardened-bucket-props';
import { InputChecks } from '../input/input-checks';
import { DEFAULT_RETENTION, OBJECT_LOCK } from '../rules/durability';
import { Rule } from '../rules/rule';

/** Says whether object lock is on: S3 has no default retention without it. */
export function locksObjects({ objectLockEnabled, objectLockDefaultRetention }: HardenedBucketProps): boolean {
  return objectLockEnabled ?? objectLockDefaultRetention !== undefined;
}

/** What a bucket with these properties promises of object lock. */
export function objectLockPromises(props: HardenedBucketProps): Rule[] {
  return [...(locksObjects(props) ? [OBJECT_LOCK] : []), ...(props.objectLockDefaultRetention ? [DEFAULT_RETENTION] : [])];
}

/**
 * Refuses what object lock makes impossible. How long a retention may be, `s3.ObjectLockRetention` checks itself.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes
 */
export function checkObjectLock(checks: InputChecks, { objectLockEnabled, objectLockDefaultRetention, autoDeleteObjects, removalPolicy }: HardenedBucketProps): void {
  if (!objectLockDefaultRetention) {
    return;
  }
  const { mode, duration } = objectLockDefaultRetention;
  const retention = `objectLockDefaultRetention of ${duration.toHumanString()} in ${mode} mode`;
  if (objectLockEnabled === false) {
    checks.refuse(`objectLockEnabled: false contradicts objectLockDefaultRetention of ${duration.toHumanString()}. Leave one of them out`);
  }
  if (autoDeleteObjects) {
    checks.refuse(`autoDeleteObjects: true contradicts ${retention}: the function that empties the bucket may not delete a locked version. Leave one of them out`);
  }
  if (mode === s3.ObjectLockMode.COMPLIANCE && removalPolicy === RemovalPolicy.DESTROY) {
    checks.refuse(`removalPolicy '${removalPolicy}' contradicts ${retention}: no one can delete a locked version, so the bucket cannot be deleted either. Use RemovalPolicy.RETAIN, or s3.ObjectLockRetention.governance`);
  }
}
