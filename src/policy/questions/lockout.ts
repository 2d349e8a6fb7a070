import { grantOf, undenied } from './undenied';
import { PolicyDocument } from '../policy-document';
import { PolicyInputError, PolicyRequest, readAwsIdentity } from '../policy-request';
import { UnknownReason } from '../search/goal';

/** Whether the policy leaves an administrator a way to repair it. */
export interface Lockout {
  readonly administrator: string;
  readonly verdict: 'lockedOut' | 'canRepair' | 'unknown';
  /** A request with which the administrator can repair the policy. */
  readonly witness?: PolicyRequest;
  readonly reason?: UnknownReason;
}

/** With either of these a policy can be repaired. */
export const REPAIRS: readonly string[] = ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'];

/**
 * Says of each administrator, given by ARN, whether the policy denies every request that could repair it.
 *
 * What identity policies allow is not looked at: an explicit deny here overrides them. The root user of the bucket's
 * account can always delete its policy.
 *
 * @throws PolicyInputError for an administrator that is no IAM user, role, session or account
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html
 */
export function lockout(document: PolicyDocument, administrators: readonly string[]): Lockout[] {
  const buckets = bucketsIn(document);
  return administrators.map((administrator): Lockout => {
    const identity = readAwsIdentity(administrator);
    if (!identity) {
      throw new PolicyInputError('administrators', `'${administrator}' is not the ARN of an IAM user, role or session`);
    }
    if (identity.kind === 'root') {
      return { administrator, verdict: 'canRepair' };
    }
    const result = undenied(document, grantOf({ Principal: { AWS: administrator }, Action: REPAIRS, Resource: buckets }));
    switch (result.kind) {
      case 'found': return { administrator, verdict: 'canRepair', witness: result.request };
      case 'none': return { administrator, verdict: 'lockedOut' };
      case 'unknown': return { administrator, verdict: 'unknown', reason: result.reason };
    }
  });
}

/** The bucket that the policy belongs to, by what its statements speak of; any, if they do not tell. */
function bucketsIn({ statements }: PolicyDocument): readonly string[] {
  const names = statements.flatMap(({ resources, notResources }) => [...resources, ...notResources]).flatMap((resource) =>
    typeof resource === 'string' ? /^(arn:[^:*?]+:s3:::[^/*?]+)/.exec(resource)?.[1] ?? [] : []);
  return names.length > 0 ? [...new Set(names)] : ['*'];
}
