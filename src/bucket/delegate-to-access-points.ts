import { Annotations, aws_s3 as s3, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { HardenedBucketProps } from './hardened-bucket-props';
import { InputChecks } from '../input/input-checks';
import { AccessPointDelegates, delegationStatements } from '../perimeter/access-points';
import { checkList, LIST_FORMATS } from '../perimeter/check-perimeter';
import { guardedBucket } from '../perimeter/statement';

/** Refuses accounts that are none, and accounts for nothing. */
export function checkDelegation(checks: InputChecks, { delegateToAccessPoints: isOn, accessPointAccountIds }: HardenedBucketProps): void {
  checkList(checks, 'accessPointAccountIds', accessPointAccountIds, LIST_FORMATS.ACCOUNT);
  if (accessPointAccountIds && !isOn) {
    checks.refuse(`accessPointAccountIds contradicts delegateToAccessPoints ${isOn === undefined ? 'left out' : 'false'}, without which no access point decides. Set delegateToAccessPoints: true, or leave accessPointAccountIds out`);
  }
}

/** Leaves it to the access points of the same account, and of those that are listed besides, who gets in through them. */
export function delegateToAccessPoints(bucket: s3.IBucket, { delegateToAccessPoints: isOn, accessPointAccountIds = [] }: HardenedBucketProps): void {
  if (isOn) {
    const own = guardedBucket(bucket).account;
    delegate(bucket, { accounts: [own, ...accessPointAccountIds.filter((account) => account !== own)], onlyVpc: false });
  }
}

/**
 * The same for the access points of one account that have a VPC origin, unless its access points decide already.
 *
 * @param accessPoint what the warning is put on where the bucket is imported, so that its owner has to add the statements
 */
export function delegateToVpcAccessPoints(accessPoint: IConstruct, bucket: s3.IBucket): void {
  const { account } = Stack.of(accessPoint);
  const delegates = delegated.get(bucket) ?? [];
  if (delegates.some(({ accounts }) => accounts.some((one) => isSame(one, account)))) {
    return;
  }
  if (!delegate(bucket, { accounts: [account], onlyVpc: true })) {
    const statements = delegationStatements(guardedBucket(bucket), { accounts: [account], onlyVpc: true })
      .map((statement) => Stack.of(accessPoint).resolve(statement.toStatementJson()) as object);
    Annotations.of(accessPoint).addWarningV2('cdk-hardened-bucket:accessPointDelegation', `bucket '${bucket.node.path}' is imported, so its policy cannot be changed from here, `
      + `and the access point lets in nobody whom that policy does not. Add these statements there: ${JSON.stringify(statements)}`);
  }
}

/** Whether the policy of the bucket could be changed. */
function delegate(bucket: s3.IBucket, delegates: AccessPointDelegates): boolean {
  const before = delegated.get(bucket) ?? [];
  delegated.set(bucket, [...before, delegates]);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html: unique within a policy.
  const times = before.filter(({ onlyVpc }) => onlyVpc === delegates.onlyVpc).length + 1;
  return delegationStatements(guardedBucket(bucket), delegates).map((statement) => {
    statement.sid = times === 1 ? statement.sid : `${statement.sid}And${times}`;
    return bucket.addToResourcePolicy(statement).statementAdded;
  }).every((added) => added);
}

/** Whether someone chose to leave it to access points, so that nobody has to be told. */
export function isDelegated(bucket: s3.IBucket): boolean {
  return delegated.has(bucket);
}

function isSame(one: string, other: string): boolean {
  return [TokenComparison.SAME, TokenComparison.BOTH_UNRESOLVED].includes(Token.compareStrings(one, other));
}

/** To which access points the policy of a bucket leaves the decision. */
const delegated = new WeakMap<s3.IBucket, readonly AccessPointDelegates[]>();
