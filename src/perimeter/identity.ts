import { aws_iam as iam } from 'aws-cdk-lib';
import { Exempt, NOT_CLIENTS, NOT_FROM_NETWORKS } from './exemptions';
import { denied, spared } from './guarded-actions';
import { bucketAndObjects, Conditions, Guard, GuardedBucket, inSid } from './statement';
import { actionsCarrying } from '../policy/action-classes';

/**
 * Whose requests a bucket answers.
 *
 * The account of the bucket is always inside, so none of these guards can lock it out.
 */
export interface IdentityPerimeter {
  /**
   * Whether callers of other accounts may be allowed at all. `false` denies all of them, whatever a statement or a grant
   * says. With `accountIds`, `organizationIds` or `organizationPaths` only those are let in: leave this out then.
   *
   * Exempt are AWS services, if the source that they act for is inside the perimeter or they name none, and the replication
   * and break-glass roles that are named.
   *
   * @default - true, unless accounts or organizations are listed
   */
  readonly crossAccount?: boolean;

  /**
   * The ids of the other accounts that callers may belong to. Compared with `aws:PrincipalAccount`.
   *
   * @default - no other accounts
   */
  readonly accountIds?: string[];

  /**
   * The ids of the organizations that callers may belong to. Compared with `aws:PrincipalOrgID`.
   *
   * @default - no organizations
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
   */
  readonly organizationIds?: string[];

  /**
   * The paths of the organizational units that callers may belong to: `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*` for a unit
   * and everything in it. Compared with `aws:PrincipalOrgPaths`.
   *
   * @default - no organizational units
   */
  readonly organizationPaths?: string[];

  /**
   * The ids of the other accounts that AWS services may act for, in addition to those whose callers are let in. Compared with
   * `aws:SourceAccount`.
   *
   * It lets in no caller of these accounts: a central archive receives the logs of accounts that do not get in themselves.
   *
   * @default - the accounts and organizations whose callers are let in; any, if all are
   */
  readonly sourceAccountIds?: string[];

  /**
   * The ids of the organizations whose accounts AWS services may act for, in addition to those whose callers are let in. Compared
   * with `aws:SourceOrgID`.
   *
   * @default - the accounts and organizations whose callers are let in; any, if all are
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgid
   */
  readonly sourceOrganizationIds?: string[];

  /**
   * The paths of the organizational units whose accounts AWS services may act for, in addition to those whose callers are let in.
   * Compared with `aws:SourceOrgPaths`.
   *
   * @default - the accounts and organizations whose callers are let in; any, if all are
   */
  readonly sourceOrganizationPaths?: string[];

  /**
   * The ARNs of the only roles and users that read, write and list objects. Compared with `aws:PrincipalArn`.
   *
   * Who configures the bucket is not restricted by this. AWS services, service-linked roles, replication, CDK's custom
   * resources and break-glass roles are exempt.
   *
   * @default - anyone who a policy allows
   */
  readonly roleArns?: string[];

  /**
   * The only roles that read, write and list objects, in addition to `roleArns`.
   *
   * The stack of the bucket then waits for the stack of the role. Give a role of another stack that has a grant on the bucket a
   * `roleName`: it is known without waiting, and neither stack waits for the other.
   *
   * @default - anyone who a policy allows
   */
  readonly roles?: iam.IRole[];

  /**
   * The ARNs of roles and users that may read and list, and nothing else, whatever other policies allow them.
   *
   * @default - nobody
   */
  readonly readOnlyArns?: string[];

  /**
   * Roles that may read and list, and nothing else, in addition to `readOnlyArns`.
   *
   * @default - nobody
   */
  readonly readOnlyRoles?: iam.IRole[];

  /**
   * The ARNs of roles and users that may write and delete objects, and neither read nor list them.
   *
   * @default - nobody
   */
  readonly writeOnlyArns?: string[];

  /**
   * Roles that may write and delete objects, and neither read nor list them, in addition to `writeOnlyArns`.
   *
   * @default - nobody
   */
  readonly writeOnlyRoles?: iam.IRole[];

  /**
   * The ARNs of roles and users that may read, list and add objects, and neither replace nor delete one: their uploads have
   * to carry `If-None-Match`. They may not annotate objects, because S3 has no such condition for annotations.
   *
   * @default - nobody
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
   */
  readonly appendOnlyArns?: string[];

  /**
   * Roles that may read, list and add objects, and neither replace nor delete one, in addition to `appendOnlyArns`.
   *
   * @default - nobody
   */
  readonly appendOnlyRoles?: iam.IRole[];

  /**
   * Whether deleting objects takes a session with multi-factor authentication.
   *
   * Roles of machines have none: name those that delete in `mfaExemptArns`. AWS services, forward access sessions,
   * service-linked roles, replication, CDK's custom resources and break-glass roles are exempt. It is not S3's MFA delete,
   * which CloudFormation cannot turn on: Security Hub S3.20 does not look at it.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-MFA
   */
  readonly mfaForDeletes?: boolean;

  /**
   * Whether changing the configuration of the bucket, its policy and its tags included, takes a session with multi-factor
   * authentication.
   *
   * The roles that deploy it are exempt, beside those that `mfaForDeletes` exempts.
   *
   * @default false
   */
  readonly mfaForConfigurationChanges?: boolean;

  /**
   * The ARNs of roles that delete or configure without multi-factor authentication, because they are machines.
   *
   * @default - nobody
   */
  readonly mfaExemptArns?: string[];

  /**
   * Roles that delete or configure without multi-factor authentication, in addition to `mfaExemptArns`.
   *
   * @default - nobody
   */
  readonly mfaExemptRoles?: iam.IRole[];

  /**
   * Tags that a caller has to have to read, write or list: each key, and the values that it may have. Compared with
   * `aws:PrincipalTag/<key>`.
   *
   * Anyone who may tag principals decides who gets in: guard `iam:TagRole` and `sts:TagSession`. Exempt are those whom
   * `roleArns` exempts.
   *
   * @default - no tags
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/introduction_attribute-based-access-control.html
   */
  readonly principalTags?: { [key: string]: string[] };

  /**
   * Keys of tags that a caller and an object have to agree on: anyone who reads an object has the same value of the tag as the
   * object (`s3:ExistingObjectTag/<key>`), anyone who tags an object gives it his own, and anyone who changes its tags has the one
   * that it has. An object without the tag is read by nobody, and tagged by anyone who comes first.
   *
   * @default - no keys
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
   */
  readonly matchingTags?: string[];
}

/** The guards that these options ask for. */
export function identityGuards(bucket: GuardedBucket, options: IdentityPerimeter, exempt: Exempt): Guard[] {
  return [
    ...accountGuards(bucket, options, exempt),
    ...options.roleArns ? [onData(bucket, 'DenyOtherRoles', 'data to other roles than those named', [{ ArnNotLikeIfExists: { 'aws:PrincipalArn': options.roleArns } }, exempt.conditions(NOT_CLIENTS)])] : [],
    ...limitedPrincipals(bucket, options),
    ...mfaGuards(bucket, options, exempt),
    ...tagGuards(bucket, options, exempt),
  ];
}

/** Whom a perimeter lets in, beside the account of the bucket. */
interface Insiders {
  readonly accounts: readonly string[];
  readonly organizations: readonly string[];
  readonly paths: readonly string[];
}

/** What holds of anyone who is outside, by the keys that say of which account and organization he is; nothing, if everybody may be inside. */
function outside({ accounts, organizations, paths }: Insiders, isClosed: boolean, account: string, accountKey: string, organizationKey: string): Conditions | undefined {
  return !isClosed && accounts.length + organizations.length + paths.length === 0 ? undefined : {
    StringNotEqualsIfExists: {
      [accountKey]: [account, ...accounts],
      ...organizations.length > 0 ? { [`${organizationKey}ID`]: organizations } : {},
    },
    // Of a key with several values all have to be others.
    ...paths.length > 0 ? { 'ForAllValues:StringNotLike': { [`${organizationKey}Paths`]: paths } } : {},
  };
}

/**
 * Denies everything to callers from outside, and to services that act for someone outside (the confused deputy).
 *
 * A service that names no source passes: many do not.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
function accountGuards(bucket: GuardedBucket, options: IdentityPerimeter, exempt: Exempt): Guard[] {
  const { crossAccount, accountIds = [], organizationIds = [], organizationPaths = [], sourceAccountIds = [], sourceOrganizationIds = [], sourceOrganizationPaths = [] } = options;
  const callers: Insiders = { accounts: accountIds, organizations: organizationIds, paths: organizationPaths };
  const sources: Insiders = {
    accounts: [...accountIds, ...sourceAccountIds], organizations: [...organizationIds, ...sourceOrganizationIds], paths: [...organizationPaths, ...sourceOrganizationPaths],
  };
  const caller = outside(callers, crossAccount === false, bucket.account, 'aws:PrincipalAccount', 'aws:PrincipalOrg');
  const source = outside(sources, crossAccount === false, bucket.account, 'aws:SourceAccount', 'aws:SourceOrg');
  return [
    ...caller ? [{
      sid: 'DenyOtherAccounts',
      denies: 'everything to callers outside the accounts and organizations listed',
      actions: ['s3:*'],
      resources: bucketAndObjects(bucket),
      // Service-linked roles are of the bucket's own account; IAM accepts no condition without a value, as it would be without them.
      conditions: [caller, exempt.conditions(['awsServices', 'serviceLinkedRoles', 'replication', 'breakGlass'])],
    }] : [],
    ...source ? [{
      sid: 'DenyServicesForOtherAccounts',
      denies: 'everything to services that act for others than the accounts and organizations listed',
      actions: ['s3:*'],
      resources: bucketAndObjects(bucket),
      conditions: [source, { Null: { 'aws:SourceAccount': 'false' }, Bool: { 'aws:PrincipalIsAWSService': 'true' } }],
    }] : [],
  ];
}

function limitedPrincipals(bucket: GuardedBucket, { readOnlyArns, writeOnlyArns, appendOnlyArns }: IdentityPerimeter): Guard[] {
  const limited = (sid: string, denies: string, arns: readonly string[], notActions: readonly string[]): Guard =>
    ({ sid, denies, notActions, resources: bucketAndObjects(bucket), conditions: [{ ArnLike: { 'aws:PrincipalArn': arns } }] });
  return [
    ...readOnlyArns?.length ? [limited('DenyWritingToReaders', 'everything but reading to those who are to read only', readOnlyArns, spared('readers'))] : [],
    ...writeOnlyArns?.length ? [limited('DenyReadingToWriters', 'everything but writing to those who are to write only', writeOnlyArns, spared('writers'))] : [],
    ...appendOnlyArns?.length ? [
      limited('DenyDeletingToAppenders', 'everything but reading and adding to those who are to append only', appendOnlyArns, spared('appenders')),
      {
        sid: 'DenyReplacingToAppenders',
        denies: 'replacing objects to those who are to append only',
        actions: ['s3:PutObject'],
        resources: [bucket.objectsArn],
        // The parts of an upload do not make an object, and carry no condition.
        conditions: [{ ArnLike: { 'aws:PrincipalArn': appendOnlyArns }, Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } }],
      },
    ] : [],
  ];
}

function mfaGuards(bucket: GuardedBucket, { mfaForDeletes, mfaForConfigurationChanges, mfaExemptArns = [] }: IdentityPerimeter, exempt: Exempt): Guard[] {
  // Absent with long-term credentials, so it has to be IfExists.
  const conditions: Conditions[] = [
    { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    ...mfaExemptArns.length > 0 ? [{ ArnNotLikeIfExists: { 'aws:PrincipalArn': mfaExemptArns } }] : [],
  ];
  return [
    ...mfaForDeletes ? [{
      sid: 'DenyDeletingWithoutMfa',
      denies: 'deleting objects without multi-factor authentication',
      actions: denied('deletes'),
      resources: [bucket.objectsArn],
      conditions: [...conditions, exempt.conditions(NOT_FROM_NETWORKS)],
    }] : [],
    ...mfaForConfigurationChanges ? [{
      sid: 'DenyConfiguringWithoutMfa',
      denies: 'changes of the configuration without multi-factor authentication',
      actions: denied('configuration'),
      resources: [bucket.bucketArn],
      conditions: [...conditions, exempt.conditions([...NOT_FROM_NETWORKS, 'deploy'])],
    }] : [],
  ];
}

function tagGuards(bucket: GuardedBucket, { principalTags = {}, matchingTags = [] }: IdentityPerimeter, exempt: Exempt): Guard[] {
  return [
    // A statement for each tag: in one, a single right tag would be a way in.
    ...Object.entries(principalTags).map(([key, values]) =>
      onData(bucket, `DenyOther${inSid(key)}`, `data to callers without the right tag ${key}`, [{ StringNotEqualsIfExists: { [`aws:PrincipalTag/${key}`]: values } }, exempt.conditions(NOT_CLIENTS)])),
    ...matchingTags.flatMap((key): Guard[] => [
      {
        sid: `DenyReadingOther${inSid(key)}`,
        denies: `reading objects whose tag ${key} is not the caller's`,
        actions: denied('taggedReads'),
        resources: [bucket.objectsArn],
        conditions: [{ StringNotEquals: { [`s3:ExistingObjectTag/${key}`]: `\${aws:PrincipalTag/${key}}` } }, exempt.conditions(NOT_CLIENTS)],
      },
      {
        sid: `DenyTaggingOther${inSid(key)}`,
        denies: `giving objects a tag ${key} that is not the caller's`,
        actions: actionsCarrying('s3:RequestObjectTag/'),
        resources: [bucket.objectsArn],
        conditions: [
          // The parts of an upload carry no tags.
          { Null: { [`s3:RequestObjectTag/${key}`]: 'false' }, StringNotEquals: { [`s3:RequestObjectTag/${key}`]: `\${aws:PrincipalTag/${key}}` } },
          exempt.conditions(NOT_CLIENTS),
        ],
      },
      {
        sid: `DenyRetaggingOther${inSid(key)}`,
        denies: `changing the tags of objects whose tag ${key} is not the caller's`,
        actions: denied('retagging'),
        resources: [bucket.objectsArn],
        conditions: [
          // Anyone who may make an object his own may read it. One without the tag is nobody's yet.
          { Null: { [`s3:ExistingObjectTag/${key}`]: 'false' }, StringNotEquals: { [`s3:ExistingObjectTag/${key}`]: `\${aws:PrincipalTag/${key}}` } },
          exempt.conditions(NOT_CLIENTS),
        ],
      },
    ]),
  ];
}

function onData(bucket: GuardedBucket, sid: string, denies: string, conditions: readonly Conditions[]): Guard {
  return { sid, denies, actions: denied('data'), resources: bucketAndObjects(bucket), conditions };
}
