import { aws_iam as iam } from 'aws-cdk-lib';
import { Exempt, NOT_CLIENTS, NOT_FROM_NETWORKS } from './exemptions';
import { denied } from './guarded-actions';
import { denySignatureVersion2, PresignedUrls } from './presigned-urls';
import { Guard, GuardedBucket } from './statement';
import { actionsChoosing, SSE } from '../policy/action-classes';

/**
 * Who reaches the objects whose keys begin with a prefix.
 */
export interface PrefixRule {
  /** What the keys begin with, such as `finance/`: literally, without wildcards. */
  readonly prefix: string;

  /**
   * The ARNs of the only roles and users that reach these objects, or see their keys in a listing.
   *
   * @default - those of `roles`, of which there has to be one then
   */
  readonly roleArns?: string[];

  /**
   * Roles that reach these objects, in addition to `roleArns`.
   *
   * @default - those of `roleArns` only
   */
  readonly roles?: iam.IRole[];
}

/**
 * Which requests a bucket answers, anyone who sends them.
 */
export interface RequestPerimeter {
  /**
   * Whether presigned URLs work, and for how long. Nobody is exempt: AWS services sign in the header.
   *
   * @default - presigned URLs work for as long as their signer says, up to seven days
   */
  readonly presignedUrls?: PresignedUrls;

  /**
   * Whether requests have to be signed with Signature Version 4. Every supported AWS SDK does.
   *
   * @default - true if presignedUrls has a maximum age, else false
   */
  readonly signatureVersion4Only?: boolean;

  /**
   * Who reaches objects under a prefix. Others cannot list them either: neither a listing of the prefix nor one of anything
   * above it, the whole bucket included.
   *
   * AWS services, service-linked roles, replication, CDK's custom resources and break-glass roles are exempt.
   *
   * @default - no prefix is special
   */
  readonly prefixRules?: PrefixRule[];

  /**
   * The pages from which objects may be read, such as `https://www.example.com/*`: a request whose `Referer` header matches
   * none is denied, and so is one without the header, from every SDK and from many browsers.
   *
   * Anybody can send any referer. It keeps others from embedding your images, and keeps nobody out: it only takes away,
   * and never allows. Those whom `prefixRules` exempts are exempt, and forward access sessions.
   *
   * @default - the header is not looked at
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-referer
   */
  readonly refererAllowList?: string[];

  /**
   * Whether a PUT has to name its encryption. Without the header S3 encrypts with the bucket's key all the same, so this is
   * for auditors, and breaks clients that rely on the default.
   *
   * @default false
   */
  readonly encryptionHeaderRequired?: boolean;

  /**
   * Whether the configuration of the bucket can be changed by deployments and break-glass roles only: its policy, public access
   * block, ownership, ABAC and tags, versioning, object lock, encryption, lifecycle, replication, logging and every other
   * setting, and the bucket itself.
   *
   * Exempt are the roles that deploy, CDK's custom resources and break-glass roles. Name the role of a service that configures
   * the bucket, such as AWS Backup's, in `exemptions.deployRoleArns`. The root user of the account can still delete the policy.
   * It covers what `identity.mfaForConfigurationChanges` and `network.controlPlaneRoleArns` guard, so they add nothing to it.
   *
   * @default false
   */
  readonly tamperProtection?: boolean;

  /**
   * Whether versions and annotations of objects can be deleted, and locks in governance mode be bypassed, by break-glass roles
   * only.
   *
   * S3 keeps no versions of annotations, so one that is replaced by another of the same name is gone all the same. What is current can still be hidden behind a delete marker, and comes back when that is removed. Lifecycle rules still
   * expire versions. CDK's custom resource that empties the bucket is exempt.
   *
   * @default false
   */
  readonly deletionProtection?: boolean;
}

/** The guards that these options ask for. */
export function requestGuards(bucket: GuardedBucket, options: RequestPerimeter, exempt: Exempt): Guard[] {
  const { presignedUrls, signatureVersion4Only = false, prefixRules = [], refererAllowList = [] } = options;
  const { encryptionHeaderRequired = false, tamperProtection = false, deletionProtection = false } = options;
  const guards = presignedUrls?._guards(bucket) ?? [];
  const signatureVersion2 = denySignatureVersion2(bucket);
  return [
    ...guards,
    ...signatureVersion4Only && !guards.some(({ sid }) => sid === signatureVersion2.sid) ? [signatureVersion2] : [],
    ...prefixRules.flatMap((rule, i) => prefixGuards(bucket, rule, i, exempt)),
    ...refererAllowList.length > 0 ? [{
      sid: 'DenyOtherReferers',
      denies: 'reading from other pages than those listed',
      actions: denied('pages'),
      resources: [bucket.objectsArn],
      conditions: [{ StringNotLike: { 'aws:Referer': refererAllowList } }, exempt.conditions(NOT_FROM_NETWORKS)],
    }] : [],
    ...encryptionHeaderRequired ? [{
      sid: 'DenyPutsWithoutEncryptionHeader',
      denies: 'PUTs that do not name their encryption',
      actions: actionsChoosing('algorithm'),
      resources: [bucket.objectsArn],
      conditions: [{ Null: { [SSE.algorithm]: 'true' } }],
    }] : [],
    ...tamperProtection ? [{
      sid: 'DenyTampering',
      denies: 'changes of the guards to all but those who deploy or repair them',
      actions: denied('configuration'),
      resources: [bucket.bucketArn],
      conditions: [exempt.conditions(['deploy', 'customResources', 'breakGlass'])],
    }] : [],
    ...deletionProtection ? [{
      sid: 'DenyDeletingVersions',
      denies: 'deleting versions to all but those who repair the bucket',
      actions: denied('versions'),
      resources: [bucket.objectsArn],
      // Service-linked roles delete nothing; IAM accepts no condition without a value, as it would be without them.
      conditions: [exempt.conditions(['serviceLinkedRoles', 'customResources', 'breakGlass'])],
    }] : [],
  ];
}

/**
 * Denies the objects under the prefix, and every listing that would show one of their keys: of anything under the prefix, of
 * anything that it begins with, and without a prefix.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#condition-key-bucket-ops-2
 */
function prefixGuards(bucket: GuardedBucket, { prefix, roleArns = [] }: PrefixRule, index: number, exempt: Exempt): Guard[] {
  const others = [{ ArnNotLikeIfExists: { 'aws:PrincipalArn': roleArns } }, exempt.conditions(NOT_CLIENTS)];
  const above = Array.from(prefix, (_, length) => prefix.slice(0, length));
  return [
    { sid: `DenyPrefix${index}`, denies: `objects under ${prefix} to others than those named`, actions: denied('objects'), resources: [bucket.objectsArn.replace(/\*$/, `${prefix}*`)], conditions: others },
    {
      sid: `DenyListingPrefix${index}`,
      denies: `listings that show keys under ${prefix} to others than those named`,
      actions: denied('listings'),
      resources: [bucket.bucketArn],
      conditions: [{ StringLikeIfExists: { 's3:prefix': [...above, `${prefix}*`] } }, ...others],
    },
  ];
}
