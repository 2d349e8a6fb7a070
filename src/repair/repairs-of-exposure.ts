import { bucketPolicy, documentOf } from './bucket-policy';
import { deliversByPolicy, LOG_DELIVERY_GROUP } from './log-target';
import { settingsIn } from './prove-policy-change';
import { Acl, AclGrant, bucketAcl, isBlocked, objectOwnership, publicAccess, publicGrantee, requestByGrant } from './public-access';
import { answered, listIn, reasonOf } from './read-answer';
import { Repair } from './repair';
import { NOTHING, refused, SettingChange, steps } from './setting-step';
import { PUBLIC_ACCESS_BLOCK_SWITCHES } from '../facts/bucket-facts';
import { LiveAccount, LiveBucket } from '../facts/live-bucket';
import { statementName } from '../policy/policy-document';
import { ACLS_DISABLED, BLOCK_PUBLIC_ACCESS, NO_PUBLIC_ACL, NO_WEBSITE } from '../rules/exposure';

/** Turns all four settings of Block Public Access on, and says who loses what. */
export const REPAIR_BLOCK_PUBLIC_ACCESS: Repair = {
  id: 'block-public-access',
  title: 'Turn on all settings of Block Public Access',
  rules: [BLOCK_PUBLIC_ACCESS.id],
  permissions: ['s3:PutBucketPublicAccessBlock'],
  plan: (bucket, account) => {
    const answer = answered<object>(bucket, 'GetPublicAccessBlock');
    if (!answer.known) {
      return refused(answer.reason);
    }
    const settings = settingsIn(answer.value);
    const off = PUBLIC_ACCESS_BLOCK_SWITCHES.filter((name) => settings[name] !== true);
    if (off.length === 0) {
      return NOTHING;
    }
    const lost = publicAccess(bucket, account);
    if (!lost.known) {
      return refused(`who would lose access is not known: ${lost.reason}`);
    }
    const on = Object.fromEntries(PUBLIC_ACCESS_BLOCK_SWITCHES.map((name) => [name, true]));
    return steps(bucket, {
      call: 'PutPublicAccessBlock',
      input: { PublicAccessBlockConfiguration: on },
      undo: answer.value === undefined ? { call: 'DeletePublicAccessBlock', input: {} } : { call: 'PutPublicAccessBlock', input: { PublicAccessBlockConfiguration: settings } },
      before: `${answer.value === undefined ? 'no Block Public Access settings' : `${off.join(', ')} off`}`,
      after: ['BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets on', ...lost.value.words].join('\n'),
      lost: lost.value.requests,
    });
  },
};

/** Removes the grants to everyone from the ACL, and leaves the others. */
export const REPAIR_PUBLIC_ACL: Repair = {
  id: 'public-acl',
  title: 'Remove the public grants of the ACL',
  rules: [NO_PUBLIC_ACL.id],
  permissions: ['s3:PutBucketAcl'],
  plan: (bucket) => {
    const acl = bucketAcl(bucket);
    if (!acl.known) {
      return refused(acl.reason);
    }
    const grants = grantsIn(acl.value);
    const open = grants.filter((grant) => publicGrantee(grant) !== undefined);
    return open.length === 0 ? NOTHING : steps(bucket, {
      ...putAcl(acl.value!, grants.filter((grant) => !open.includes(grant))),
      before: open.map((grant) => `the ACL gives ${grant.Permission} to ${publicGrantee(grant)}`).join('\n'),
      after: 'the ACL gives nothing to groups that anyone is in',
      lost: open.map((grant) => requestByGrant(bucket, grant)),
    });
  },
};

/**
 * Disables ACLs, unless the ACL of the bucket gives someone what nothing else gives.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-migrating-acls-prerequisites.html
 */
export const REPAIR_ACLS_DISABLED: Repair = {
  id: 'acls-disabled',
  title: 'Disable ACLs (BucketOwnerEnforced)',
  rules: [ACLS_DISABLED.id],
  permissions: ['s3:PutBucketOwnershipControls', 's3:PutBucketAcl'],
  plan: (bucket, account) => {
    const ownership = objectOwnership(bucket);
    const acl = bucketAcl(bucket);
    const controls = answered<{ readonly OwnershipControls?: object }>(bucket, 'GetBucketOwnershipControls');
    const policy = bucketPolicy(bucket);
    if (!controls.known || !ownership.known) {
      return refused(reasonOf(controls, ownership));
    }
    if (ownership.value === 'BucketOwnerEnforced') {
      return NOTHING;
    }
    if (!acl.known || !policy.known) {
      return refused(`what would be lost is not known: ${reasonOf(acl, policy)}`);
    }
    if (acl.value?.Owner?.ID === undefined) {
      return refused('what would be lost is not known: GetBucketAcl answered without the owner');
    }
    const others = grantsIn(acl.value).filter((grant) => grant.Grantee?.ID !== acl.value!.Owner!.ID);
    const replaced = others.map((grant) => replacement(bucket, account, grant));
    const lost = others.filter((_, i) => replaced[i] === undefined);
    if (lost.length > 0) {
      return refused(`the ACL gives what would be lost: ${lost.map(inWords).join(', ')}. Grant it in the bucket policy first, or remove it from the ACL`);
    }
    const asks = documentOf(bucket, policy.value).statements.find(({ effect, conditions }) => effect === 'Allow'
      && conditions.some(({ key, values }) => key === 's3:x-amz-acl' && !values.includes('bucket-owner-full-control')));
    if (asks) {
      return refused(`${statementName(asks)} of the bucket policy requires an ACL, which no request may give once ACLs are disabled`);
    }
    return steps(
      bucket,
      ...others.length === 0 ? [] : [{
        ...putAcl(acl.value, grantsIn(acl.value).filter((grant) => !others.includes(grant))),
        before: others.map((grant) => `the ACL gives ${inWords(grant)}`).join('\n'),
        after: others.map((grant, i) => `${inWords(grant)} is not needed: ${replaced[i]}`).join('\n'),
      }],
      {
        call: 'PutBucketOwnershipControls',
        input: { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } },
        undo: controls.value?.OwnershipControls === undefined ? { call: 'DeleteBucketOwnershipControls', input: {} }
          : { call: 'PutBucketOwnershipControls', input: { OwnershipControls: controls.value.OwnershipControls } },
        before: `object ownership ${ownership.value}: ACLs count`,
        after: 'object ownership BucketOwnerEnforced: ACLs count no more, those of single objects included, which were not read; S3 refuses requests that set another ACL than bucket-owner-full-control',
      },
    );
  },
};

/** Removes the website endpoint, which has no TLS. */
export const REPAIR_WEBSITE: Repair = {
  id: 'website',
  title: 'Remove the website endpoint',
  rules: [NO_WEBSITE.id],
  permissions: ['s3:DeleteBucketWebsite', 's3:PutBucketWebsite'],
  plan: (bucket) => {
    const website = answered<Readonly<Record<string, unknown>>>(bucket, 'GetBucketWebsite');
    if (!website.known) {
      return refused(website.reason);
    }
    return website.value === undefined ? NOTHING : steps(bucket, {
      call: 'DeleteBucketWebsite',
      input: {},
      undo: { call: 'PutBucketWebsite', input: { WebsiteConfiguration: only(website.value, ['IndexDocument', 'ErrorDocument', 'RedirectAllRequestsTo', 'RoutingRules']) } },
      before: `a website is served from http://${bucket.name}.s3-website`,
      after: 'no website: its visitors get 404 Not Found, until it is served through CloudFront',
    });
  },
};

/** These properties of an answer, as a call takes them. */
export function only(answer: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => answer[name] !== undefined).map((name) => [name, answer[name]]));
}

function grantsIn(acl: Acl | undefined): readonly AclGrant[] {
  return listIn<AclGrant>(acl as Readonly<Record<string, unknown>> | undefined, 'Grants');
}

function putAcl({ Owner, Grants }: Acl, left: readonly AclGrant[]): Pick<SettingChange, 'call' | 'input' | 'undo'> {
  return { call: 'PutBucketAcl', input: { AccessControlPolicy: { Owner, Grants: left } }, undo: { call: 'PutBucketAcl', input: { AccessControlPolicy: { Owner, Grants } } } };
}

/** What else gives what a grant of the ACL gives, or why it counts no more already; undefined if it would be lost. */
function replacement(bucket: LiveBucket, account: LiveAccount, grant: AclGrant): string | undefined {
  if (publicGrantee(grant) !== undefined) {
    const isIgnored = isBlocked(bucket, account, 'IgnorePublicAcls');
    return isIgnored.known && isIgnored.value ? 'IgnorePublicAcls is on' : undefined;
  }
  const delivers = grant.Grantee?.URI === LOG_DELIVERY_GROUP && deliversByPolicy(bucket);
  return delivers && delivers.known && delivers.value ? 'the bucket policy allows logging.s3.amazonaws.com to deliver access logs' : undefined;
}

function inWords({ Grantee, Permission }: AclGrant): string {
  const group = Grantee?.URI?.split('/').pop();
  return `${Permission} to ${group !== undefined ? `the group ${group}` : `the account with the canonical id ${Grantee?.ID ?? Grantee?.EmailAddress}`}`;
}
