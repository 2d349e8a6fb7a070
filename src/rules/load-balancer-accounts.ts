import { BucketFacts } from '../facts/bucket-facts';
import { PrincipalPattern } from '../policy/policy-document';
import { openAccountsIn } from '../template/symbol';

/**
 * The accounts with which Elastic Load Balancing delivers access logs of Application and Classic Load Balancers, in the Regions
 * that have one. In the others a service principal does.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export const LOAD_BALANCER_ACCOUNTS: ReadonlySet<string> = new Set([
  '009996457667', '027434742980', '033677994240', '037604701340', '048591011584', '054676820928', '076674570225', '091100254016', '098369216593', '114774131450', '121062877647',
  '127311923021', '156460612806', '190560391635', '383597477331', '412137745753', '507241528517', '582318560864', '589379963580', '600734575887', '635631232127', '638102146993',
  '652711504416', '718504428378', '740734521339', '754344448648', '770363063475', '783225319266', '797873946194', '897822967062', '985666609251',
]);

/** The principal of the Regions without such an account. */
export const LOAD_BALANCER_SERVICE = 'logdelivery.elasticloadbalancing.amazonaws.com';

/** Whether this is Elastic Load Balancing as it delivers the access logs of Application and Classic Load Balancers. */
export function isLoadBalancerPrincipal({ type, value }: PrincipalPattern): boolean {
  // The partition may be decided at deployment.
  return typeof value === 'string' && (type === 'Service' ? value === LOAD_BALANCER_SERVICE : type === 'AWS' && isLoadBalancerAccount(value.replace(/^arn:.*:iam::(\d{12}|⟦account [^⟧]*⟧):root$/, '$1')));
}

/** One of the accounts, or whichever of them the Region has. */
function isLoadBalancerAccount(account: string): boolean {
  const [[found, among] = []] = openAccountsIn(account);
  return LOAD_BALANCER_ACCOUNTS.has(account) || (found === account && among!.length > 0 && among!.every((id) => LOAD_BALANCER_ACCOUNTS.has(id)));
}

/**
 * Whether a statement for Elastic Load Balancing is one that CDK writes for a Network Load Balancer, which does not use it: it
 * delivers as `delivery.logs.amazonaws.com`. So a guard that cancels the statement cancels nothing. Of a load balancer that does use
 * it this is not so.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
 */
export function isForNetworkLoadBalancer(principal: PrincipalPattern, { services = [], deliveries = [] }: Partial<Pick<BucketFacts, 'services' | 'deliveries'>>): boolean {
  return isLoadBalancerPrincipal(principal) && services.some(({ row: { type } }) => type === 'AWS::ElasticLoadBalancingV2::LoadBalancer')
    && !deliveries.some(({ row: { service } }) => service === LOAD_BALANCER_SERVICE);
}
