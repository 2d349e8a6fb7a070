import { BucketProperties, BucketSetting, filled, KEPT, refused } from './bucket-setting';
import { intrinsicIn, isList, isObject, saysTrue } from './json';
import { PUBLIC_ACCESS_BLOCK_SWITCHES } from '../facts/bucket-facts';
import { ACLS_DISABLED, BLOCK_PUBLIC_ACCESS } from '../rules/exposure';

/** ACLs that let nobody in but the owner, so that nobody loses anything when ACLs are turned off. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
const PRIVATE_ACLS: readonly unknown[] = [undefined, 'Private', 'BucketOwnerFullControl'];

/** Canned ACLs that let some group of AWS or a reader in, and are not public. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
const NOT_PUBLIC_ACLS: readonly unknown[] = ['LogDeliveryWrite', 'AwsExecRead', 'BucketOwnerRead'];

function aclInUse({ AccessControl }: BucketProperties): string | undefined {
  return PRIVATE_ACLS.includes(AccessControl) ? undefined
    : AccessControl === 'LogDeliveryWrite' ? 'AccessControl \'LogDeliveryWrite\' is in use. Allow logging.s3.amazonaws.com s3:PutObject in the bucket policy instead (in CDK with the feature flag @aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy), and remove AccessControl'
      : `AccessControl ${intrinsicIn(AccessControl) ? `is decided by ${intrinsicIn(AccessControl)}` : `'${String(AccessControl)}' is in use`}. Grant the same in the bucket policy, and remove AccessControl`;
}

export const SET_BLOCK_PUBLIC_ACCESS: BucketSetting = {
  id: 'block-public-access',
  title: 'Block public access',
  rules: [BLOCK_PUBLIC_ACCESS.id],
  property: 'PublicAccessBlockConfiguration',
  fill: (properties) => {
    const { PublicAccessBlockConfiguration: block, WebsiteConfiguration } = properties;
    if (block !== undefined && !isObject(block)) {
      return refused(`PublicAccessBlockConfiguration is decided by ${intrinsicIn(block)}. Set its four settings there`);
    }
    const absent = PUBLIC_ACCESS_BLOCK_SWITCHES.filter((name) => block?.[name] === undefined);
    const contradicted = PUBLIC_ACCESS_BLOCK_SWITCHES.find((name) => !absent.includes(name) && !saysTrue(block![name]));
    if (contradicted) {
      const open = intrinsicIn(block![contradicted]);
      return refused(`${contradicted} is ${open ? `decided by ${open}` : 'false'}. Find out who needs that, and set it to true`);
    }
    if (absent.length === 0) {
      return KEPT;
    }
    if (WebsiteConfiguration !== undefined) {
      return refused('WebsiteConfiguration makes it a website, which is read by everybody. Serve it by CloudFront with an origin access control, and remove WebsiteConfiguration');
    }
    const acl = NOT_PUBLIC_ACLS.includes(properties.AccessControl) ? undefined : aclInUse(properties);
    return acl !== undefined ? refused(acl) : filled({ ...block, ...Object.fromEntries(absent.map((name) => [name, true])) });
  },
};

export const SET_ACLS_DISABLED: BucketSetting = {
  id: 'acls-disabled',
  title: 'Turn ACLs off',
  rules: [ACLS_DISABLED.id],
  property: 'OwnershipControls',
  fill: (properties) => {
    const { OwnershipControls: controls } = properties;
    const acl = aclInUse(properties);
    if (controls !== undefined) {
      const rule = isObject(controls) && isList(controls.Rules) ? controls.Rules[0] : undefined;
      const ownership = isObject(rule) ? rule.ObjectOwnership : undefined;
      return ownership === 'BucketOwnerEnforced' ? KEPT
        : refused(typeof ownership === 'string' && acl !== undefined ? `${acl}, and set ObjectOwnership to BucketOwnerEnforced` : typeof ownership === 'string' ? `ObjectOwnership is ${ownership}, with which ACLs count. Find out who writes or reads by an ACL, and set it to BucketOwnerEnforced`
          : 'OwnershipControls is decided at deployment. Set ObjectOwnership to BucketOwnerEnforced there');
    }
    return acl !== undefined ? refused(acl) : filled({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
  },
};
