import { askedPolicy, PolicyOwner } from './asked-policy';
import { openTo, strangersThrough } from './public-policy';
import { all, COMPLIANT, Rule, unknownVerdict, Verdict, violated } from './rule';
import { statementFinding } from './statement-finding';
import { AccessPointFacts, PolicyFacts } from '../facts/bucket-facts';
import { decidedByAccessPoints, delegationsIn, mayDelegateTo } from '../policy/access-point-delegation';
import { statementName } from '../policy/policy-document';
import { UNDECIDED_ACCOUNT, withoutSymbols } from '../template/symbol';

export const DELEGATION_BOUNDED: Rule = {
  id: 'HardenedBucket-DelegationBounded',
  title: 'the bucket policy says who may use it through access points',
  why: 'AWS recommends to delegate to access points, and S3 does not call that public. Everyone whom the policy of an access point of the account allows has access, also through an access point that is made later. Access points block public access unless their creator turns that off.',
  fix: 'add aws:PrincipalOrgID or aws:PrincipalAccount to the condition of the statement, or guard the bucket by identity (perimeter.identity of HardenedBucket or BucketPerimeter); if the access points are to decide, acknowledge the finding',
  example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  actions: ['s3:GetObject'],\n  resources: [bucket.arnForObjects('*')],\n  principals: [new iam.AnyPrincipal()],\n  conditions: { StringEquals: { 's3:DataAccessPointAccount': Aws.ACCOUNT_ID, 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },\n}));",
  level: 'BASELINE',
  severity: 'warning',
  controls: {},
  check: (facts) => all(facts.policies.map((policy) => delegationBounded(policy, facts, facts.accessPoints))),
  checkLoosePolicy: (policy, owner) => delegationBounded(policy, owner, []),
};

/** Each statement by which strangers get in if an access point lets them. One that is known to let in anyone is an error of another rule. */
function delegationBounded(policy: PolicyFacts, owner: PolicyOwner, accessPoints: readonly AccessPointFacts[]): Verdict {
  const asked = askedPolicy(policy, owner);
  const { address: { logicalId }, document } = policy;
  return all(delegationsIn(document).map((delegation): Verdict => {
    const { statement: { id, index, sid }, accounts } = delegation;
    const concerned = accessPoints.filter((accessPoint) => mayDelegateTo(delegation, accessPoint));
    const result = strangersThrough(asked, delegation);
    if (result.kind === 'none' || concerned.some((accessPoint) => isOpen(accessPoint, owner))) {
      return COMPLIANT;
    }
    if (result.kind === 'unknown') {
      return unknownVerdict(`bucket policy ${logicalId}, ${statementName({ index, sid })}: ${result.reason.message}`);
    }
    const decide = withoutSymbols(decidedByAccessPoints(accounts, owner.account ?? UNDECIDED_ACCOUNT));
    return violated(
      statementFinding(logicalId, { id, index }),
      `has a bucket policy (${logicalId}) whose ${statementName({ index, sid })} delegates to access points: ${decide}. ${'live' in owner && owner.live ? 'The access points of the account were not read' : inTheseTemplates(concerned)}. S3 access points block public access unless that is turned off when they are made`,
      `BucketPolicy.PolicyDocument.Statement.${index}`,
      { statement: { index, sid }, request: result.request },
    );
  }));
}

function isOpen(accessPoint: AccessPointFacts, owner: PolicyOwner): boolean {
  const open = openTo(accessPoint, owner);
  return open.known && open.value !== undefined;
}

/** What these templates show of the access points, which may not be all that the account has. */
function inTheseTemplates(accessPoints: readonly AccessPointFacts[]): string {
  return accessPoints.length === 0 ? 'None of them is in these templates' : `Of them these templates show ${accessPoints.map(({ address }) => address.logicalId).join(', ')}, and there may be others`;
}
