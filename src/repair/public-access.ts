import { bucketPolicy, documentOf, ownerOf } from './bucket-policy';
import { settingsIn } from './prove-policy-change';
import { answered, listIn, valueOf } from './read-answer';
import { PUBLIC_ACCESS_BLOCK_SWITCHES } from '../facts/bucket-facts';
import { LiveAccount, LiveBucket } from '../facts/live-bucket';
import { PolicyRequest } from '../policy/policy-request';
import { allowed } from '../policy/questions/compare';
import { openToAnyone } from '../policy/questions/open-to-anyone';
import { requestLine } from '../policy/request-text';
import { s3Public } from '../policy/s3-public';
import { Known, known, someHolds } from '../template/known';

/** One entry of an ACL, as GetBucketAcl has it. */
export interface AclGrant {
  readonly Grantee?: { readonly Type?: string; readonly ID?: string; readonly URI?: string; readonly EmailAddress?: string };
  readonly Permission?: string;
}

/** The ACL of a bucket. */
export interface Acl {
  readonly Owner?: { readonly ID?: string };
  readonly Grants?: readonly AclGrant[];
}

/** Groups that anyone is in. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups */
const PUBLIC_GROUPS: Readonly<Record<string, string>> = {
  'http://acs.amazonaws.com/groups/global/AllUsers': 'anyone',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers': 'everyone with an AWS account',
};

/** Who is meant by a public grant; undefined for any other. */
export function publicGrantee({ Grantee }: AclGrant): string | undefined {
  return PUBLIC_GROUPS[Grantee?.URI ?? ''];
}

/** What each permission of a bucket's ACL allows. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions */
const ACTIONS: Readonly<Record<string, readonly [action: string, on: 'bucket' | 'object']>> = {
  READ: ['s3:ListBucket', 'bucket'],
  WRITE: ['s3:PutObject', 'object'],
  READ_ACP: ['s3:GetBucketAcl', 'bucket'],
  WRITE_ACP: ['s3:PutBucketAcl', 'bucket'],
  FULL_CONTROL: ['s3:PutObject', 'object'],
};

/** A request that a public grant lets through. */
export function requestByGrant(bucket: LiveBucket, { Permission = '' }: AclGrant): PolicyRequest {
  const [action, on] = ACTIONS[Permission] ?? ACTIONS.FULL_CONTROL;
  return { principal: 'anonymous', action, resource: `${ownerOf(bucket).arn}${on === 'object' ? '/x' : ''}`, context: {} };
}

/** The ACL; none where ACLs are disabled, and S3 shows the owner's full control. */
export function bucketAcl(bucket: LiveBucket): Known<Acl | undefined> {
  const ownership = objectOwnership(bucket);
  return ownership.known && ownership.value === 'BucketOwnerEnforced' ? known(undefined) : answered<Acl>(bucket, 'GetBucketAcl');
}

/** `ObjectWriter` where nothing is set: in a bucket that is there it means that ACLs count. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
export function objectOwnership(bucket: LiveBucket): Known<string> {
  const controls = answered<{ readonly OwnershipControls?: { readonly Rules?: readonly { readonly ObjectOwnership?: string }[] } }>(bucket, 'GetBucketOwnershipControls');
  return controls.known ? known(controls.value?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? 'ObjectWriter') : controls;
}

/** Whether a setting of Block Public Access holds, by the bucket or by its account. */
export function isBlocked(bucket: LiveBucket, account: LiveAccount, setting: typeof PUBLIC_ACCESS_BLOCK_SWITCHES[number]): Known<boolean> {
  return someHolds([answered<object>(bucket, 'GetPublicAccessBlock'), valueOf<object>(account.publicAccessBlock, 'GetPublicAccessBlock of the account')]
    .map((answer) => answer.known ? known(settingsIn(answer.value)[setting] === true) : answer));
}

/** What blocking public access takes from whom: examples, and the same in words. */
export interface PublicAccess {
  readonly requests: readonly PolicyRequest[];
  readonly words: readonly string[];
}

/** What the bucket lets strangers do now, which the settings of Block Public Access would end; not known where something was not read. */
export function publicAccess(bucket: LiveBucket, account: LiveAccount): Known<PublicAccess> {
  const parts = [byPolicy(bucket, account), byAcl(bucket, account), byWebsite(bucket)];
  const unread = parts.find((part) => !part.known);
  if (unread && !unread.known) {
    return unread;
  }
  const found = parts.flatMap((part) => part.known ? [part.value] : []);
  return known({ requests: found.flatMap(({ requests }) => requests), words: found.flatMap(({ words }) => words) });
}

const NO_ACCESS: PublicAccess = { requests: [], words: [] };

/**
 * With a public policy, RestrictPublicBuckets leaves the bucket to its own account and to AWS services: other accounts lose what statements that
 * are not public give them, too.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-options
 */
function byPolicy(bucket: LiveBucket, account: LiveAccount): Known<PublicAccess> {
  const policy = bucketPolicy(bucket);
  const isRestricted = isBlocked(bucket, account, 'RestrictPublicBuckets');
  if (!policy.known || (isRestricted.known && isRestricted.value)) {
    return policy.known ? known(NO_ACCESS) : policy;
  }
  const document = documentOf(bucket, policy.value);
  const { verdict, reason } = s3Public(document);
  if (verdict === 'notPublic') {
    return known(NO_ACCESS);
  }
  const results = [
    openToAnyone(document, [bucket.account]),
    allowed(document, { vocabulary: [bucket.account], callers: ({ type, identity, stranger }) => type === 'AWS' && !stranger && identity!.account !== bucket.account }),
  ];
  const doubt = results.find(({ kind }) => kind === 'unknown');
  if (verdict === 'unknown' || doubt?.kind === 'unknown') {
    return { known: false, reason: `it could not be decided what the bucket policy allows strangers to do: ${doubt?.kind === 'unknown' ? doubt.reason.message : reason}` };
  }
  const requests = results.flatMap((result) => result.kind === 'found' ? [result.request] : []);
  return known({ requests, words: requests.map((request) => `the bucket policy is public, and ${requestLine(request)} gets through no more`) });
}

function byAcl(bucket: LiveBucket, account: LiveAccount): Known<PublicAccess> {
  const isIgnored = isBlocked(bucket, account, 'IgnorePublicAcls');
  const acl = bucketAcl(bucket);
  if (!acl.known || (isIgnored.known && isIgnored.value)) {
    return acl.known ? known(NO_ACCESS) : acl;
  }
  const grants = listIn<AclGrant>(acl.value as Readonly<Record<string, unknown>> | undefined, 'Grants').filter((grant) => publicGrantee(grant) !== undefined);
  return known({
    requests: grants.map((grant) => requestByGrant(bucket, grant)),
    words: grants.map((grant) => `the ACL gives ${grant.Permission} to ${publicGrantee(grant)}, and counts no more`),
  });
}

function byWebsite(bucket: LiveBucket): Known<PublicAccess> {
  const website = answered<object>(bucket, 'GetBucketWebsite');
  return !website.known ? website : known(website.value === undefined ? NO_ACCESS : { requests: [], words: ['the website of the bucket answers its visitors with 403 Forbidden'] });
}
