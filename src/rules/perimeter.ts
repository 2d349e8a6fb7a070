import { askedPolicy } from './asked-policy';
import { whicheverAccounts } from './open-accounts';
import { fromOutside } from './outside';
import { all, COMPLIANT, Rule, unknownVerdict, violated } from './rule';
import { onEachPolicy, verdictOf } from './unwanted-requests';
import { PolicyDocument, readPolicyDocument } from '../policy/policy-document';
import { readAwsIdentity } from '../policy/policy-request';
import { REPAIRS } from '../policy/questions/lockout';
import { grantOf, undenied } from '../policy/questions/undenied';

/** A Deny that a bucket was declared to have. */
export interface DeclaredGuard {
  readonly sid: string;
  /** What it denies, in words. */
  readonly denies: string;
  /** The statement as it was declared, with symbols for what AWS chooses. */
  readonly statement: unknown;
}

const COMMON = { level: 'STRICT', severity: 'error', example: '', controls: {} } as const;

/** Whatever the declared statement denies, the final policy denies, by whichever statement. */
export function guardKept({ sid, denies, statement }: DeclaredGuard): Rule {
  const keeps: NonNullable<Rule['checkLoosePolicy']> = (each, owner) => whicheverAccounts(each, owner, (policy) => {
    const asked = askedPolicy(policy, owner);
    const declared = readPolicyDocument({ Version: '2012-10-17', Statement: { ...statement as object, Effect: 'Allow' } });
    const denied: PolicyDocument = { ...declared, statements: declared.statements.map((of) => asked.standInStatement(of)) };
    return verdictOf(asked.ask(`kept ${JSON.stringify(denied.statements)}`, () => undenied(asked.document, denied)), policy.address.logicalId, (request) => violated(
      sid, `has a bucket policy (${policy.address.logicalId}) that does not deny ${denies}`, 'BucketPolicy.PolicyDocument', { request }));
  });
  return {
    ...COMMON,
    id: 'HardenedBucket-PerimeterKept',
    title: `the bucket policy denies ${denies}`,
    why: 'A perimeter with a gap does not protect: an attacker needs only the one request that gets through.',
    fix: `leave ${sid} as it is, and relax the perimeter by its own options`,
    check: (facts) => facts.policies.length === 0 ? violated(sid, `has no bucket policy, so nothing denies ${denies}`, 'BucketPolicy')
      : onEachPolicy(facts.policies, (each) => keeps(each, facts)),
    checkLoosePolicy: keeps,
  };
}

/** Each of these, given by ARN, can change or delete the policy from outside every listed network. */
export function namedKeepControl(arns: readonly unknown[]): Rule {
  const keeps: NonNullable<Rule['checkLoosePolicy']> = (each, owner) => whicheverAccounts(each, owner, (policy) => {
    const asked = askedPolicy(policy, owner);
    return all(arns.map((arn) => {
      const administrator = typeof arn === 'string' ? asked.standIn(arn).replace(/\*/g, 'any').replace(/\?/g, 'x') : undefined;
      if (administrator === undefined || !readAwsIdentity(administrator)) {
        return unknownVerdict('who is to repair the bucket is decided at deployment');
      }
      const result = asked.ask(`repair by ${administrator}`, () => undenied(
        asked.document, grantOf({ Principal: { AWS: administrator }, Action: REPAIRS, Resource: asked.bucket }), fromOutside(asked.document, ['internet'])));
      return result.kind === 'found' ? COMPLIANT : result.kind === 'none' ? violated(
        asked.readable(administrator), `has a bucket policy (${policy.address.logicalId}) that locks out ${asked.readable(administrator)}`, 'BucketPolicy.PolicyDocument')
        : verdictOf(result, policy.address.logicalId, () => COMPLIANT);
    }));
  });
  return {
    ...COMMON,
    id: 'HardenedBucket-NamedKeepControl',
    title: 'every role that is named to deploy or repair the bucket has access',
    why: 'A role that is denied s3:PutBucketPolicy and s3:DeleteBucketPolicy cannot take the Deny away again: the root user of the account has to.',
    fix: 'exempt the role from the statement: name it in breakGlassRoleArns or deployRoleArns, or take the statement out that was added by hand',
    check: (facts) => all(facts.policies.map((policy) => keeps(policy, facts))),
    checkLoosePolicy: keeps,
  };
}
