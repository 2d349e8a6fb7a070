import { documentOf, ownerOf, policyFacts, PolicyJson, StatementJson, withStatement, withStatementsAt } from './bucket-policy';
import { EditPolicy, PolicyCheck, PolicyEdit, planPolicyStep } from './policy-step';
import { Repair } from './repair';
import { LiveBucket } from '../facts/live-bucket';
import { PolicyStatement, statementName } from '../policy/policy-document';
import { readAwsIdentity } from '../policy/policy-request';
import { ADMINISTRATION, NO_FOREIGN_ADMINISTRATION } from '../rules/identity';
import { BadRequests } from '../rules/policy-change';

const check: PolicyCheck = NO_FOREIGN_ADMINISTRATION.checkLoosePolicy!;

/**
 * Takes the administration of the bucket away from other accounts: the actions are removed where statements for others list them, and denied
 * to others where a wildcard of actions or principals allows them.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6
 */
export const REPAIR_FOREIGN_ADMINISTRATION: Repair = {
  id: 'foreign-administration',
  title: 'Take the administration of the bucket away from other accounts',
  rules: [NO_FOREIGN_ADMINISTRATION.id],
  permissions: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  plan: (bucket, account, options) => planPolicyStep(bucket, account, options, check, withoutForeigners(bucket)),
};

function withoutForeigners(bucket: LiveBucket): EditPolicy {
  const bad: BadRequests = { kind: 'callers', isBad: ({ type, identity }) => type === 'AWS' ? identity!.account !== bucket.account : type !== 'Service' };
  return (policy): PolicyEdit => {
    const changes: string[] = [];
    let edited: PolicyJson = policy;
    const { statements } = documentOf(bucket, policy);
    for (const statement of [...statements].reverse().filter((one) => isForOthers(one, bucket.account))) {
      const left = listedActions(policy.Statement[statement.index]).filter((action) => !isAdministration(action));
      if (left.length < statement.actions.length) {
        edited = withStatementsAt(edited, statement.index, left.length === 0 ? [] : [{ ...policy.Statement[statement.index], Action: left.length === 1 ? left[0] : left }]);
        changes.unshift(`${statementName(statement)}: ${left.length === 0 ? 'removed' : `without ${statement.actions.filter((action) => isAdministration(String(action))).join(', ')}`}`);
      }
    }
    if (check(policyFacts(bucket, edited), ownerOf(bucket)).kind !== 'compliant') {
      edited = withStatement(edited, denial(bucket));
      changes.push(`statement ${String(edited.Statement[edited.Statement.length - 1].Sid)} denies ${ADMINISTRATION.join(', ')} to every account but ${bucket.account}`);
    }
    return { policy: edited, bad, before: 'the bucket policy allows another account to administer the bucket', after: changes.join('\n') };
  };
}

/** All of its principals are identities of other accounts. */
function isForOthers({ effect, principals }: PolicyStatement, own: string): boolean {
  const identities = principals.map(({ type, value }) => type === 'AWS' && typeof value === 'string' ? readAwsIdentity(value) : undefined);
  return effect === 'Allow' && principals.length > 0 && identities.every((identity) => identity !== undefined && identity.account !== own);
}

function listedActions({ Action }: StatementJson): string[] {
  return [Action].flat().filter((action) => typeof action === 'string');
}

function isAdministration(action: string): boolean {
  return ADMINISTRATION.some((name) => name.toLowerCase() === action.toLowerCase());
}

/** Of services AWS does not say what account they have, so they are left out. */
function denial(bucket: LiveBucket): StatementJson & { readonly Sid: string } {
  const { arn } = ownerOf(bucket);
  return {
    Sid: 'DenyForeignAdministration',
    Effect: 'Deny',
    Principal: '*',
    Action: ADMINISTRATION,
    Resource: [arn, `${arn}/*`],
    Condition: { StringNotEquals: { 'aws:PrincipalAccount': bucket.account }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
  };
}
