import { Aws, aws_iam as iam, region_info, Token } from 'aws-cdk-lib';
import { serviceStatements } from './services';
import { GuardedBucket } from './statement';

/**
 * Allows Elastic Load Balancing to deliver the logs of Application and Classic Load Balancers of the bucket's own account.
 *
 * It sends no source, so what binds it to the account is the prefix, which it derives from the load balancer.
 *
 * @param region where the load balancers are: older Regions have an account for it, others a service principal
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function allowLoadBalancerLogs(bucket: GuardedBucket): iam.PolicyStatement[] {
  const account = region_info.RegionInfo.get(bucket.region).elbv2Account;
  return [new iam.PolicyStatement({
    sid: 'AllowLoadBalancerLogs',
    principals: [account === undefined ? new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com') : new iam.AccountPrincipal(account)],
    actions: ['s3:PutObject'],
    // With a prefix of the load balancer in front, or without.
    resources: ['', '*/'].map((prefix) => bucket.objectsArn.replace(/\*$/, `${prefix}AWSLogs/${bucket.account}/*`)),
  })];
}

/** Whether it is known before deployment who delivers the logs of load balancers. */
export function knowsLoadBalancers({ region }: Pick<GuardedBucket, 'region'>): boolean {
  return !Token.isUnresolved(region);
}

/**
 * Allows the delivery of the logs of Network Load Balancers of the bucket's own account.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
 */
export function allowNetworkLoadBalancerLogs(bucket: GuardedBucket): iam.PolicyStatement[] {
  return serviceStatements(bucket, { service: 'delivery.logs.amazonaws.com', bucketActions: ['s3:GetBucketAcl'] });
}

/**
 * Allows Redshift to deliver the audit logs of clusters of the bucket's own account.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html
 */
export function allowRedshiftLogs(bucket: GuardedBucket): iam.PolicyStatement[] {
  return [new iam.PolicyStatement({
    sid: 'AllowRedshiftLogs',
    principals: [new iam.ServicePrincipal('redshift.amazonaws.com')],
    actions: ['s3:PutObject', 's3:GetBucketAcl'],
    resources: [bucket.bucketArn, bucket.objectsArn],
    conditions: { ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:redshift:*:${bucket.account}:cluster:*` } },
  })];
}
