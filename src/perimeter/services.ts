import { Aws, aws_iam as iam, Token } from 'aws-cdk-lib';
import { checkList, checkValue, LIST_FORMATS } from './check-perimeter';
import { GuardedBucket, inSid } from './statement';
import { InputChecks } from '../input/input-checks';

/**
 * An AWS service that may use a bucket, for named sources only.
 *
 * A service acts for whoever asks it to. The source says for whom it may act here, so that no stranger makes it use your
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
   * @default - any key
   */
  readonly prefix?: string;

  /**
   * The ids of the accounts that it may act for.
   *
   * @default - the bucket's own account
   */
  readonly sourceAccounts?: string[];

  /**
   * The ARNs of the resources that it may act for. A name may have wildcards, an account may not.
   *
   * @default - any resource of these accounts
   */
  readonly sourceArns?: string[];
}

/** The statements that allow a service what it is to do. */
export function serviceStatements(bucket: GuardedBucket, access: ServiceAccess): iam.PolicyStatement[] {
  const { service, objectActions = ['s3:PutObject'], bucketActions = [], prefix = '', sourceAccounts = [bucket.account], sourceArns } = access;
  const allow = (what: string, actions: string[], resource: string) => actions.length === 0 ? [] : [new iam.PolicyStatement({
    sid: `Allow${inSid(service.replace(/\.amazonaws\.com.*$/, ''))}${what}`,
    principals: [new iam.ServicePrincipal(service)],
    actions,
    resources: [resource],
    conditions: {
      StringEquals: { 'aws:SourceAccount': sourceAccounts.length === 1 ? sourceAccounts[0] : sourceAccounts },
      ...sourceArns ? { ArnLike: { 'aws:SourceArn': sourceArns.length === 1 ? sourceArns[0] : sourceArns } } : {},
    },
  })];
  return [
    ...allow('Bucket', bucketActions, bucket.bucketArn),
    ...allow('Objects', objectActions, bucket.objectsArn.replace(/\*$/, `${prefix}*`)),
  ];
}

/** Refuses what is no service, or no source. */
export function checkServices(checks: InputChecks, services: readonly ServiceAccess[], prop: string): void {
  services.forEach(({ service, objectActions, bucketActions, prefix, sourceAccounts, sourceArns }, i) => {
    const at = `${prop}[${i}]`;
    checkValue(checks, `${at}.service`, service, LIST_FORMATS.SERVICE);
    checkList(checks, `${at}.sourceAccounts`, sourceAccounts, LIST_FORMATS.ACCOUNT);
    checkList(checks, `${at}.sourceArns`, sourceArns, LIST_FORMATS.SOURCE_ARN);
    for (const [name, actions] of Object.entries({ objectActions, bucketActions })) {
      actions?.forEach((action, j) => {
        if (!Token.isUnresolved(action) && !/^s3:[A-Z][A-Za-z]+$/.test(action)) {
          checks.refuse(`${at}.${name}[${j}] is '${action}'. Use one action of S3, such as s3:PutObject, without wildcards`);
        }
      });
    }
    if (prefix !== undefined && !Token.isUnresolved(prefix) && /[*?$]/.test(prefix)) {
      checks.refuse(`${at}.prefix is '${prefix}'. Use what the keys begin with, without wildcards or variables`);
    }
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
