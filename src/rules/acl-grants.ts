import { stillBlocked } from './account-block';
import { all, COMPLIANT, judge, Rule, RuleContext, Verdict, violated } from './rule';
import { AclGrant, AclGrantee, BucketFacts } from '../facts/bucket-facts';

/** What the log delivery group needs on a log bucket. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
const OF_LOG_DELIVERY = ['WRITE', 'READ_ACP'];

/** How permissions stand in the id of a finding. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions */
const WORDS: Readonly<Record<string, string>> = { READ: 'Read', WRITE: 'Write', READ_ACP: 'ReadAcp', WRITE_ACP: 'WriteAcp', FULL_CONTROL: 'FullControl' };

export const ACL_GRANTEES_TRUSTED: Rule = {
  id: 'HardenedBucket-AclGranteesTrusted',
  title: 'the ACL grants nothing to anyone but the owner, trusted accounts and log delivery',
  why: 'A grant of an ACL is in no policy, and stays when people and partners have gone. Each names a group, or an account by an id that does not say whose it is.',
  fix: 'remove accessControl, set objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED, and grant what is needed with the bucket policy',
  example: "bucket.grantRead(new iam.AccountPrincipal('444455556666')); // in the bucket policy, where it can be read",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  check: (facts, context) => judge(facts.aclGrants, (grants) => all(grants.map((grant) => reviewed(grant, facts, context)))),
};

/** Whether the grant is to everyone, or to everyone with an AWS account. */
export function isPublicGrant({ grantee: { kind } }: AclGrant): boolean {
  return kind === 'everyone' || kind === 'authenticated';
}

function reviewed(grant: AclGrant, facts: BucketFacts, { canonicalUsers = [] }: RuleContext = {}): Verdict {
  const { grantee, permission } = grant;
  if ((grantee.kind === 'canonicalUser' && canonicalUsers.includes(grantee.id)) || (grantee.kind === 'logDelivery' && OF_LOG_DELIVERY.includes(permission))) {
    return COMPLIANT;
  }
  const blocked = isPublicGrant(grant) ? stillBlocked(facts, 'IgnorePublicAcls') : '';
  return violated(`${WORDS[permission] ?? permission.replace(/[^A-Za-z0-9]/g, '')}.${grantee.id.split(/[^A-Za-z0-9]+/).filter((part) => part !== '').join('.')}`,
    `has an ACL that grants ${permission} to ${granteeText(grantee)}${blocked}`, facts.live ? 'AccessControlList' : 'AccessControl');
}

function granteeText({ kind, id, name }: AclGrantee): string {
  switch (kind) {
    case 'everyone': return `everyone (${id})`;
    case 'authenticated': return `everyone with an AWS account (${id})`;
    case 'logDelivery': return `the log delivery group of S3 (${id}), which needs only ${OF_LOG_DELIVERY.join(' and ')}`;
    case 'otherGroup': return `the group ${id}`;
    case 'email': return `the account of ${id}`;
    case 'canonicalUser': return `the account with the canonical id ${id}${name === undefined ? '' : ` (${name})`}`;
  }
}
