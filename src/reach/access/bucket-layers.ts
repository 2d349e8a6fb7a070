import { allowing, aws, EVERYONE, Sourced, undecided } from './bound-statement';
import { GlobalLayers } from './organization-layers';
import { AclGrant, BucketFacts } from '../../facts/bucket-facts';
import { PolicyDocument } from '../../policy/policy-document';
import { s3Public } from '../../policy/s3-public';
import { someHolds } from '../../template/known';
import { blocked, ignoresPublicAcls } from '../layers';

/**
 * Block Public Access keeps everyone except AWS services and the account of the bucket out of a bucket with a public policy, also those whom
 * the policy names.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-options
 */
export function blockPublicLayers(bucket: BucketFacts, document: PolicyDocument, account: string): GlobalLayers {
  const { verdict } = s3Public(document);
  const blocks = someHolds([blocked(bucket, 'RestrictPublicBuckets'), blocked(bucket, 'BlockPublicPolicy')]);
  if (verdict === 'notPublic' || (blocks.known && !blocks.value)) {
    return { levels: [], denies: [] };
  }
  const open = !blocks.known ? blocks.reason : verdict === 'unknown' ? 'whether S3 considers the policy public, so that Block Public Access counts, is not known' : undefined;
  return {
    levels: [[allowing({ principals: aws(account) }), allowing({ principals: [{ type: 'Service', value: '*' }] }), ...open === undefined ? [] : [allowing({ conditions: [undecided(open)] })]]],
    denies: [],
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions */
const ACL_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  READ: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  WRITE: ['s3:PutObject'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
};

/** What the ACL of the bucket grants, as Allow statements; to groups only as far as Block Public Access does not ignore it. */
export function aclGrants(bucket: BucketFacts, arn: string): Sourced[] {
  const resources = [arn, `${arn}/*`];
  const ignores = ignoresPublicAcls(bucket);
  if (!bucket.aclGrants.known) {
    return [allowing({ resources, conditions: [undecided(bucket.aclGrants.reason)] }, 'the ACL of the bucket')];
  }
  return bucket.aclGrants.value.flatMap((grant): Sourced[] => {
    const isPublic = grant.grantee.kind === 'everyone' || grant.grantee.kind === 'authenticated';
    if (isPublic && ignores.known && ignores.value) {
      return [];
    }
    const { principals, conditions } = granteeOf(grant);
    return [allowing({
      principals,
      actions: grant.permission === 'FULL_CONTROL' ? Object.values(ACL_ACTIONS).flat() : ACL_ACTIONS[grant.permission] ?? [],
      resources,
      conditions: [...conditions, ...isPublic && !ignores.known ? [undecided(ignores.reason)] : []],
    }, 'the ACL of the bucket')];
  });
}

function granteeOf({ grantee: { kind, id } }: AclGrant): Pick<Sourced['statement'], 'principals' | 'conditions'> {
  switch (kind) {
    case 'everyone': return { principals: [EVERYONE], conditions: [] };
    case 'authenticated': return { principals: [{ type: 'AWS', value: '*' }], conditions: [{ operator: 'Null', key: 'aws:principalarn', values: ['false'] }] };
    case 'logDelivery': return { principals: [{ type: 'Service', value: 'logging.s3.amazonaws.com' }], conditions: [] };
    default: return { principals: [{ type: 'CanonicalUser', value: id }], conditions: [] };
  }
}
