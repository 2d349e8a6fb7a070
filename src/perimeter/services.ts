import { Aws, aws_iam as iam, Token } from 'aws-cdk-lib';
import { checkList, checkValue, LIST_FORMATS } from './check-perimeter';
import { bucketAndObjects, Guard, GuardedBucket, inSid } from './statement';
import { InputChecks } from '../input/input-checks';

/**
 * An AWS service that may use a bucket, for named sources only.
 *
 * A service acts for anyone who asks it to. The source says for whom it may act here, so that no stranger makes it use your
 * bucket (the confused deputy).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export interface ServiceAccess {
  /** The service principal, such as `cloudtrail.amazonaws.com`. */
  readonly service: string;

  /**
   * What it may do with objects.
   *
   * @default ['s3:PutObject']
   */
  readonly objectActions?: string[];

  /**
   * What it may do with the bucket: many services look first whether they may deliver.
   *
   * @default - nothing
   */
  readonly bucketActions?: string[];

  /**
   * What the keys of its objects begin with, such as `AWSLogs/`: literally, without wildcards.
   *
   * @default - any key, unless `prefixes` are given
   */
  readonly prefix?: string;

  /**
   * What the keys of its objects may begin with, in addition to `prefix`: literally, without wildcards.
   *
   * @default - any key, unless a `prefix` is given
   */
  readonly prefixes?: string[];

  /**
   * The ids of the accounts that it may act for. Compared with `aws:SourceAccount`.
   *
   * @default - the bucket's own account, unless organizations are given
   */
  readonly sourceAccounts?: string[];

  /**
   * The ids of the organizations whose accounts it may act for, in addition to `sourceAccounts`. Compared with `aws:SourceOrgID`.
   *
   * A perimeter that lists accounts or organizations, or has `crossAccount: false`, has to name them in
   * `identity.sourceOrganizationIds`, too.
   *
   * @default - no organizations
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgid
   */
  readonly sourceOrganizationIds?: string[];

  /**
   * The paths of the organizational units whose accounts it may act for, in addition to `sourceAccounts`:
   * `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*` for a unit and everything in it. Compared with `aws:SourceOrgPaths`.
   *
   * @default - no organizational units
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgpaths
   */
  readonly sourceOrganizationPaths?: string[];

  /**
   * The ARNs of the resources that it may act for. A name may have wildcards, an account may not.
   *
   * @default - any resource of these accounts
   */
  readonly sourceArns?: string[];
}

/** The statements that allow a service what it is to do: one for each kind of source, because any of them is enough. */
export function serviceStatements(bucket: GuardedBucket, access: ServiceAccess): iam.PolicyStatement[] {
  const { service, objectActions = ['s3:PutObject'], bucketActions = [], prefix, prefixes = prefix === undefined ? [''] : [], sourceArns } = access;
  const sources = sourcesOf(bucket, access);
  const allow = (what: string, actions: string[], resources: string[]) => actions.length === 0 ? [] : sources.map(({ name, condition }) => new iam.PolicyStatement({
    sid: `Allow${inSid(service.replace(/\.amazonaws\.com.*$/, ''))}${what}${name}`,
    principals: [new iam.ServicePrincipal(service)],
    actions,
    resources,
    conditions: { ...condition, ...sourceArns ? { ArnLike: { 'aws:SourceArn': oneOrAll(sourceArns) } } : {} },
  }));
  return [
    ...allow('Bucket', bucketActions, [bucket.bucketArn]),
    ...allow('Objects', objectActions, [...prefix === undefined ? [] : [prefix], ...prefixes].map((start) => bucket.objectsArn.replace(/\*$/, `${start}*`))),
  ];
}

/** For whom a service may act, each as the condition of a statement of its own: in one statement all of them would have to hold. */
function sourcesOf({ account }: GuardedBucket, access: ServiceAccess): { readonly name: string; readonly condition: Record<string, object> }[] {
  const { sourceAccounts, sourceOrganizationIds, sourceOrganizationPaths } = access;
  const accounts = sourceAccounts ?? (sourceOrganizationIds || sourceOrganizationPaths ? undefined : [account]);
  return [
    ...accounts ? [{ name: '', condition: { StringEquals: { 'aws:SourceAccount': oneOrAll(accounts) } } }] : [],
    ...sourceOrganizationIds ? [{ name: 'OfOrganizations', condition: { StringEquals: { 'aws:SourceOrgID': oneOrAll(sourceOrganizationIds) } } }] : [],
    ...sourceOrganizationPaths ? [{ name: 'OfOrganizationPaths', condition: { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': oneOrAll(sourceOrganizationPaths) } } }] : [],
  ];
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0] : values;
}

/** Refuses what is no service, or no source. */
export function checkServices(checks: InputChecks, services: readonly ServiceAccess[], prop: string): void {
  services.forEach(({ service, objectActions, bucketActions, prefix, prefixes, sourceAccounts, sourceOrganizationIds, sourceOrganizationPaths, sourceArns }, i) => {
    const at = `${prop}[${i}]`;
    checkValue(checks, `${at}.service`, service, LIST_FORMATS.SERVICE);
    checkList(checks, `${at}.sourceAccounts`, sourceAccounts, LIST_FORMATS.ACCOUNT);
    checkList(checks, `${at}.sourceOrganizationIds`, sourceOrganizationIds, LIST_FORMATS.ORGANIZATION);
    checkList(checks, `${at}.sourceOrganizationPaths`, sourceOrganizationPaths, LIST_FORMATS.ORGANIZATION_PATH);
    checkList(checks, `${at}.sourceArns`, sourceArns, LIST_FORMATS.SOURCE_ARN);
    for (const [name, actions] of Object.entries({ objectActions, bucketActions })) {
      actions?.forEach((action, j) => {
        if (!Token.isUnresolved(action) && !/^s3:[A-Z][A-Za-z]+$/.test(action)) {
          checks.refuse(`${at}.${name}[${j}] is '${action}'. Use one action of S3, such as s3:PutObject, without wildcards`);
        }
      });
    }
    if (prefix !== undefined) {
      checkValue(checks, `${at}.prefix`, prefix, LIST_FORMATS.PREFIX);
    }
    checkList(checks, `${at}.prefixes`, prefixes, LIST_FORMATS.PREFIX);
  });
}

/**
 * Allows S3 to deliver the access logs of every bucket of one account.
 *
 * One statement for all of them: one for each source would reach the 20 KB limit of a bucket policy at about 50 buckets.
 * `aws:SourceAccount` keeps other accounts from delivering here (the confused deputy).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-general
 */
export function allowLogDelivery(bucket: GuardedBucket): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'AllowS3AccessLogDelivery',
    principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [bucket.objectsArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': bucket.account },
      ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:s3:::*` },
    },
  });
}

/**
 * Denies everything to these services unless they act for the account of the bucket (the confused deputy).
 *
 * @param services those that say for which account they act: any other one would be shut out
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function denyServicesForOthers(bucket: GuardedBucket, services: readonly string[]): Guard {
  return {
    sid: 'DenyLogServicesForOtherAccounts',
    denies: 'everything to log services that act for another account',
    actions: ['s3:*'],
    resources: bucketAndObjects(bucket),
    conditions: [{ StringEquals: { 'aws:PrincipalServiceName': services }, StringNotEquals: { 'aws:SourceAccount': bucket.account } }],
  };
}
