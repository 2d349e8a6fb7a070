import { ofAccount, stillBlocked } from './account-block';
import { isPublicGrant } from './acl-grants';
import { policyNotPublic } from './public-policy';
import { all, COMPLIANT, Controls, judge, lacking, NOT_APPLICABLE, requireFact, Rule, Verdict, violated } from './rule';
import { AccessPointFacts, AclGrant, BucketFacts, PUBLIC_ACCESS_BLOCK_SWITCHES, PublicAccessBlockSwitch } from '../facts/bucket-facts';
import { mapKnown } from '../template/known';

export const BLOCK_PUBLIC_ACCESS: Rule = {
  id: 'HardenedBucket-BlockPublicAccess',
  title: 'all four Block Public Access settings are on',
  why: 'One setting that is off allows a later ACL or bucket policy to make the bucket public. The settings override both.',
  fix: 'set blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, or use HardenedBucket, and remove what overrides it',
  example: "new s3.Bucket(this, 'Data', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });",
  level: 'BASELINE',
  severity: 'error',
  controls: { securityHub: ['S3.8', 'S3.2', 'S3.3'], cis: ['2.1.4'], cisV6: ['3.1.4'], cisV7: ['3.1.4'], config: ['s3-bucket-level-public-access-prohibited'] },
  check: (facts) => all(PUBLIC_ACCESS_BLOCK_SWITCHES.map((name) => judge(facts.publicAccessBlock[name], (on) => on ? COMPLIANT
    : facts.publicAccessBlockUnset.includes(name) ? lacking(name, 'does not set ', '', switchPath(name)) : lacking(name, 'has ', ` off${ofAccount(facts, name)}`, switchPath(name))))),
};

const switchPath = (name: PublicAccessBlockSwitch) => `PublicAccessBlockConfiguration.${name}`;

export const POLICY_NOT_PUBLIC: Rule = {
  id: 'HardenedBucket-PolicyNotPublic',
  title: 'the bucket policy is not public',
  why: 'S3 rejects a policy that it considers public while public access is blocked, and applies it once public access is not blocked.',
  fix: 'name the principals, or add a condition on aws:PrincipalOrgID or aws:PrincipalAccount with fixed values; a condition on a network alone still allows anyone from there',
  example: "bucket.grantRead(new iam.OrganizationPrincipal('o-a1b2c3d4e5'));",
  level: 'BASELINE',
  severity: 'error',
  controls: { securityHub: ['S3.2', 'S3.3'], cisV7: ['2.21'], config: ['s3-bucket-public-read-prohibited', 's3-bucket-public-write-prohibited'] },
  check: (facts) => all(facts.policies.map((policy) => policyNotPublic(policy, facts, facts.accessPoints))),
  checkLoosePolicy: (policy, owner) => policyNotPublic(policy, owner),
};

export const ACLS_DISABLED: Rule = {
  id: 'HardenedBucket-AclsDisabled',
  title: 'ACLs are disabled',
  why: 'An ACL can make a single object public, or give it to another account, past every policy. BucketOwnerEnforced turns all ACLs off.',
  fix: 'set objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED and no accessControl',
  example: "new s3.Bucket(this, 'Data', { objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED });",
  level: 'BASELINE',
  severity: 'error',
  controls: { securityHub: ['S3.12'], config: ['s3-bucket-acl-prohibited'] },
  check: ({ objectOwnership, accessControl }) => all([
    // A new bucket without the setting is BucketOwnerEnforced, but CloudFormation then leaves an older bucket as it is.
    judge(objectOwnership, (ownership) => ownership === 'BucketOwnerEnforced' ? COMPLIANT : violated(
      'ObjectOwnership', ownership === undefined ? 'does not set its object ownership to BucketOwnerEnforced' : `has the object ownership ${ownership} instead of BucketOwnerEnforced`, 'OwnershipControls.Rules.0.ObjectOwnership')),
    judge(accessControl, (acl) => acl === undefined || acl === 'Private' || acl === 'BucketOwnerFullControl' ? COMPLIANT : violated(
      'AccessControl', `has the canned ACL ${acl}`, 'AccessControl')),
  ]),
};

const PUBLIC_READ: Controls = { securityHub: ['S3.2'], config: ['s3-bucket-public-read-prohibited'] };
const PUBLIC_WRITE: Controls = { securityHub: ['S3.3'], config: ['s3-bucket-public-write-prohibited'] };
const PUBLIC_READ_AND_WRITE: Controls = { securityHub: ['S3.2', 'S3.3'], config: ['s3-bucket-public-read-prohibited', 's3-bucket-public-write-prohibited'] };

/** Canned ACLs for everyone, and for everyone with an AWS account. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const PUBLIC_ACLS: Readonly<Record<string, string>> = {
  PublicRead: 'anyone list and read it',
  PublicReadWrite: 'anyone list, read and write it',
  AuthenticatedRead: 'everyone with an AWS account list and read it',
};

export const NO_PUBLIC_ACL: Rule = {
  id: 'HardenedBucket-NoPublicAcl',
  title: 'no ACL is public',
  why: 'A public ACL opens the bucket to everyone, or to everyone with an AWS account, without a line in its policy.',
  fix: 'remove accessControl, and grant what is needed with the bucket policy',
  example: "new s3.Bucket(this, 'Data', { objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED });",
  level: 'BASELINE',
  severity: 'error',
  controls: PUBLIC_READ_AND_WRITE,
  check: (facts) => judge(facts.accessControl, (acl) => acl !== undefined && Object.hasOwn(PUBLIC_ACLS, acl)
    ? violated('CannedAcl', `has the public canned ACL ${acl}, which lets ${PUBLIC_ACLS[acl]}${stillBlocked(facts, 'IgnorePublicAcls')}`, 'AccessControl', {
      controls: acl === 'PublicReadWrite' ? PUBLIC_READ_AND_WRITE : PUBLIC_READ,
    })
    : judge(facts.aclGrants, (grants) => grantsPublicly(grants.filter(isPublicGrant), facts))),
};

/** A public ACL that is no canned one. */
function grantsPublicly(grants: readonly AclGrant[], facts: BucketFacts): Verdict {
  const permissions = [...new Set(grants.map(({ permission }) => permission))];
  const reads = permissions.some((permission) => permission === 'READ' || permission === 'FULL_CONTROL');
  const writes = permissions.some((permission) => permission !== 'READ' && permission !== 'READ_ACP');
  return permissions.length === 0 ? COMPLIANT : violated('PublicGrants', `has a public ACL, which grants ${permissions.join(' and ')} to everyone${stillBlocked(facts, 'IgnorePublicAcls')}`, 'AccessControl', {
    controls: reads && writes ? PUBLIC_READ_AND_WRITE : writes ? PUBLIC_WRITE : PUBLIC_READ,
  });
}

export const NO_WEBSITE: Rule = {
  id: 'HardenedBucket-NoWebsite',
  title: 'the bucket does not host a website',
  why: 'The website endpoint of S3 has no TLS, and serves only what is public.',
  fix: 'remove the website configuration, and serve the bucket through CloudFront with origin access control',
  example: "new cloudfront.Distribution(this, 'Site', {\n  defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) },\n});",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  check: ({ website }) => judge(website, (configured) => configured ? violated('Website', 'hosts a website', 'WebsiteConfiguration') : COMPLIANT),
};

export const ACCESS_POINTS_BLOCK_PUBLIC_ACCESS: Rule = accessPointRule('access point', {
  id: 'HardenedBucket-AccessPointsBlockPublicAccess',
  title: 'all access points block public access',
  example: "new s3.CfnAccessPoint(this, 'AccessPoint', { bucket: bucket.bucketName }); // blocks public access by default",
  controls: { securityHub: ['S3.19'], config: ['s3-access-point-public-access-blocks'] },
  notLive: 'access points are not read from the account',
});

export const MULTI_REGION_ACCESS_POINTS_BLOCK_PUBLIC_ACCESS: Rule = accessPointRule('multi-Region access point', {
  id: 'HardenedBucket-MultiRegionAccessPointsBlockPublicAccess',
  title: 'all multi-Region access points block public access',
  example: "new s3.CfnMultiRegionAccessPoint(this, 'AccessPoint', { regions: [{ bucket: bucket.bucketName }] }); // blocks public access by default",
  controls: { securityHub: ['S3.24'], config: ['s3-mrap-public-access-blocked'] },
  notLive: 'multi-Region access points are not read from the account',
});

function accessPointRule(kind: AccessPointFacts['kind'], row: Pick<Rule, 'id' | 'title' | 'example' | 'controls' | 'notLive'>): Rule {
  const block = ({ address, publicAccessBlock }: AccessPointFacts): Verdict => all(PUBLIC_ACCESS_BLOCK_SWITCHES.map((name) => judge(publicAccessBlock[name], (on) => on ? COMPLIANT
    : lacking(name, `has ${kind === 'access point' ? 'an' : 'a'} ${kind} (${address.logicalId}) with `, ' off', switchPath(name), { finding: `${address.logicalId}.${name}`, at: address }))));
  return {
    ...row,
    why: 'An access point has its own settings. They are all on unless the template says otherwise, and cannot be changed later.',
    fix: 'leave PublicAccessBlockConfiguration of the access point out, or set all four of its settings to true',
    level: 'BASELINE',
    severity: 'error',
    check: ({ accessPoints }) => {
      const own = accessPoints.filter((accessPoint) => accessPoint.kind === kind);
      return own.length === 0 ? NOT_APPLICABLE : all(own.map(block));
    },
    checkLooseAccessPoint: (accessPoint) => accessPoint.kind === kind ? block(accessPoint) : NOT_APPLICABLE,
  };
}

/** Whether an origin of a CORS rule stands for every origin, or for all of one scheme. */
export function isAnyOrigin(origin: string): boolean {
  return /^(https?:\/\/)?\*$/.test(origin);
}

export const CORS_NOT_OPEN: Rule = {
  id: 'HardenedBucket-CorsNotOpen',
  title: 'CORS is open to named origins only',
  why: 'With the origin * any page that a user opens can read what the user\'s browser may read.',
  fix: 'name the origins that need it in allowedOrigins',
  example: "new s3.Bucket(this, 'Data', {\n  cors: [{ allowedMethods: [s3.HttpMethods.GET], allowedOrigins: ['https://www.example.com'] }],\n});",
  level: 'STRICT',
  severity: 'error',
  controls: {},
  check: ({ corsRules }) => judge(corsRules, (rules) => all(rules.map(({ allowedOrigins }, i) => judge(allowedOrigins, (origins) => all(origins.map((origin) => requireFact(
    mapKnown(origin, (text) => !isAnyOrigin(text)), `Rule${i}`, 'allows pages of any origin to read it', `CorsConfiguration.CorsRules.${i}.AllowedOrigins`))))))),
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html */
export const ACCOUNT_REGIONAL_NAME: Rule = {
  id: 'HardenedBucket-AccountRegionalName',
  title: 'a fixed name is in the account regional namespace',
  why: 'Anyone can create a bucket with a global name before yours is made, or after it is deleted, and receives what is still sent to that name. A name that ends with the account and the Region is yours alone.',
  fix: 'replace BucketName with BucketNamePrefix and BucketNamespace: account-regional (bucketNamePrefix of HardenedBucket), which makes a new bucket; or let CloudFormation choose the name, or append a GUID to it',
  example: "new HardenedBucket(this, 'Data', { bucketNamePrefix: 'data' }); // data-111122223333-eu-west-1-an",
  level: 'STRICT',
  severity: 'warning',
  controls: {},
  notLive: 'the name of a bucket cannot be changed',
  check: ({ hasPredictableName, isAccountRegional }) => judge(hasPredictableName, (predictable) => !predictable ? NOT_APPLICABLE : requireFact(
    isAccountRegional, 'GlobalName', 'has a fixed name in the global namespace, which any account can take once the bucket is deleted', 'BucketName')),
};
