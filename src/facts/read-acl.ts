import { AclGrant, AclGrantee } from './bucket-facts';
import { UnknownValue } from '../policy/unknown-value';
import { Known, known, mapKnown, unknown } from '../template/known';
import { dig, listOf, ownValue, readOptionalText, textOf } from '../template/read-json';

/** The groups of S3. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups */
const GROUPS: Readonly<Record<string, AclGrantee['kind']>> = {
  'http://acs.amazonaws.com/groups/global/AllUsers': 'everyone',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers': 'authenticated',
  'http://acs.amazonaws.com/groups/s3/LogDelivery': 'logDelivery',
};

const EVERYONE: AclGrantee = { kind: 'everyone', id: 'AllUsers' };
const AUTHENTICATED: AclGrantee = { kind: 'authenticated', id: 'AuthenticatedUsers' };
const LOG_DELIVERY: AclGrantee = { kind: 'logDelivery', id: 'LogDelivery' };

/** The account of AWS by which EC2 reads the bundles of machine images. It is the same for every bucket. */
const EC2: AclGrantee = { kind: 'canonicalUser', id: '6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c' };

/**
 * What a canned ACL grants on a bucket beside the owner's full control.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
 */
const CANNED: Readonly<Record<string, readonly AclGrant[]>> = {
  Private: [],
  BucketOwnerRead: [],
  BucketOwnerFullControl: [],
  PublicRead: [{ grantee: EVERYONE, permission: 'READ' }],
  PublicReadWrite: [{ grantee: EVERYONE, permission: 'READ' }, { grantee: EVERYONE, permission: 'WRITE' }],
  AuthenticatedRead: [{ grantee: AUTHENTICATED, permission: 'READ' }],
  LogDeliveryWrite: [{ grantee: LOG_DELIVERY, permission: 'WRITE' }, { grantee: LOG_DELIVERY, permission: 'READ_ACP' }],
  AwsExecRead: [{ grantee: EC2, permission: 'READ' }],
};

/** The grants of a bucket beside those to its owner: of the ACL as it is, or of the canned one of a template. None count where ACLs are disabled. */
export function readAclGrants(properties: unknown, list: unknown): Known<readonly AclGrant[]> {
  const ownership = dig(properties, 'OwnershipControls', 'Rules', 0, 'ObjectOwnership');
  if (ownership === 'BucketOwnerEnforced') {
    return known([]);
  }
  const grants: Known<readonly AclGrant[]> = list instanceof UnknownValue ? unknown(list.reason)
    : list !== undefined ? known(grantsIn(list))
      : mapKnown(readOptionalText(dig(properties, 'AccessControl')), (canned) => canned !== undefined && Object.hasOwn(CANNED, canned) ? CANNED[canned] : []);
  return grants.known && grants.value.length > 0 && ownership instanceof UnknownValue ? unknown(ownership.reason) : grants;
}

/** The canned ACL that grants the same; undefined if none does. */
export function cannedAclOf(list: unknown): string | undefined {
  const spelled = (grants: readonly AclGrant[]) => JSON.stringify(grants.map(({ grantee: { kind, id }, permission }) => [kind, id, permission].join(' ')).sort());
  const grants = spelled(grantsIn(list));
  return Object.keys(CANNED).find((name) => name !== 'Private' && CANNED[name].length > 0 && spelled(CANNED[name]) === grants);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html */
function grantsIn(list: unknown): AclGrant[] {
  const owner = textOf(dig(list, 'Owner', 'ID'));
  return listOf(ownValue(list, 'Grants'))
    .map((grant) => ({ grantee: readGrantee(ownValue(grant, 'Grantee')), permission: textOf(ownValue(grant, 'Permission')) }))
    .filter(({ grantee }) => !(grantee.kind === 'canonicalUser' && owner !== '' && grantee.id === owner));
}

function readGrantee(grantee: unknown): AclGrantee {
  const [uri, id, email, name] = ['URI', 'ID', 'EmailAddress', 'DisplayName'].map((part) => textOf(ownValue(grantee, part)));
  const group = Object.hasOwn(GROUPS, uri) ? GROUPS[uri] : undefined;
  return group ? { kind: group, id: uri.split('/').pop()! }
    : uri !== '' ? { kind: 'otherGroup', id: uri }
      : email !== '' ? { kind: 'email', id: email }
        : { kind: 'canonicalUser', id, ...name === '' ? {} : { name } };
}
