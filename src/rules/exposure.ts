import { all, COMPLIANT, judge, Rule, unknownVerdict, Verdict, violated } from './rule';
import { PUBLIC_ACCESS_BLOCK_SWITCHES } from '../facts/bucket-facts';
import { s3Public } from '../policy/s3-public';

export const BLOCK_PUBLIC_ACCESS: Rule = {
  id: 'HardenedBucket-BlockPublicAccess',
  title: 'all four public access block switches are on',
  why: 'One switch left off lets a later ACL or bucket policy open the bucket to everyone. The switches win over both.',
  fix: 'set blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, or use HardenedBucket, and remove what overrides it',
  level: 'BASELINE',
  controls: ['S3.8', 'S3.2', 'S3.3'],
  check: ({ publicAccessBlock }) => all(PUBLIC_ACCESS_BLOCK_SWITCHES.map((name) =>
    judge(publicAccessBlock[name], (on) => on ? COMPLIANT : violated(name, `has ${name} off`, `PublicAccessBlockConfiguration.${name}`)))),
};

export const POLICY_NOT_PUBLIC: Rule = {
  id: 'HardenedBucket-PolicyNotPublic',
  title: 'the bucket policy is not public',
  why: 'S3 refuses a policy that it takes for public while public access is blocked, and serves it to everyone once it is not.',
  fix: 'name the principals, or add a condition on aws:PrincipalOrgID, aws:SourceVpce or another key that S3 accepts, with fixed values',
  level: 'BASELINE',
  controls: ['S3.2', 'S3.3'],
  check: ({ policies }) => all(policies.map(({ address, document }): Verdict => {
    const { verdict, statements, reason } = s3Public(document);
    switch (verdict) {
      case 'notPublic': return COMPLIANT;
      case 'unknown': return unknownVerdict(`bucket policy ${address.logicalId}: ${reason}`);
      case 'public': return all(statements.map(({ index, sid }) => violated(
        `${address.logicalId}.Statement.${index}`,
        `has a public statement in bucket policy ${address.logicalId}: statement ${index}${sid ? ` (${sid})` : ''} allows callers that nothing pins down`,
        `BucketPolicy.PolicyDocument.Statement.${index}`,
      )));
    }
  })),
};

export const ACLS_DISABLED: Rule = {
  id: 'HardenedBucket-AclsDisabled',
  title: 'ACLs are disabled',
  why: 'An ACL can make a single object public, or give it to another account, past every policy. BucketOwnerEnforced turns all ACLs off.',
  fix: 'set objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED and no accessControl',
  level: 'BASELINE',
  controls: ['S3.12'],
  check: ({ objectOwnership, accessControl }) => all([
    // A new bucket without the setting is BucketOwnerEnforced, but CloudFormation then leaves an older bucket as it is.
    judge(objectOwnership, (ownership) => ownership === 'BucketOwnerEnforced' ? COMPLIANT : violated(
      'ObjectOwnership', ownership === undefined ? 'does not set its object ownership to BucketOwnerEnforced' : `has the object ownership ${ownership} instead of BucketOwnerEnforced`, 'OwnershipControls.Rules.0.ObjectOwnership')),
    judge(accessControl, (acl) => acl === undefined || acl === 'Private' || acl === 'BucketOwnerFullControl' ? COMPLIANT : violated(
      'AccessControl', `has the canned ACL ${acl}`, 'AccessControl')),
  ]),
};
