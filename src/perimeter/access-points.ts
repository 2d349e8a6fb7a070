import { aws_iam as iam } from 'aws-cdk-lib';
import { globsFor } from './action-globs';
import { GuardedBucket } from './statement';
import { actionsOf } from '../policy/action-classes';

/** To whose access points a bucket leaves it who gets in. */
export interface AccessPointDelegates {
  /** The accounts that the access points are in. */
  readonly accounts: readonly string[];
  /** Only those with a VPC origin. */
  readonly onlyVpc: boolean;
}

/** What is left to access points: data. Nobody administers a bucket through one, and ACLs and locks stay with the owner. */
const ON_OBJECTS = globsFor((['object read', 'object write', 'object delete', 'object tagging'] as const).flatMap((one) => actionsOf(one)));
const ON_BUCKET = globsFor(actionsOf('listing'));

/**
 * Allows everyone whom the policy of an access point allows, for requests through it: the statements that AWS recommends.
 *
 * S3 does not call them public, because they fix the account of the access points.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
 */
export function delegationStatements(bucket: GuardedBucket, { accounts, onlyVpc }: AccessPointDelegates): iam.PolicyStatement[] {
  const allow = (what: string, actions: readonly string[], resource: string) => new iam.PolicyStatement({
    sid: `Delegate${what}To${onlyVpc ? 'Vpc' : ''}AccessPoints`,
    // `"*"` means everyone; of `{"AWS": "*"}` AWS does not say whether it includes services.
    principals: [new iam.StarPrincipal()],
    actions: [...actions],
    resources: [resource],
    conditions: {
      StringEquals: {
        's3:DataAccessPointAccount': accounts.length === 1 ? accounts[0] : accounts,
        ...onlyVpc ? { 's3:AccessPointNetworkOrigin': 'VPC' } : {},
      },
    },
  });
  return [allow('Objects', ON_OBJECTS, bucket.objectsArn), allow('Listing', ON_BUCKET, bucket.bucketArn)];
}
