import { isLoadBalancerPrincipal } from './load-balancer-accounts';
import { BucketFacts, PolicyFacts } from '../facts/bucket-facts';
import { NamedResource } from '../facts/grantee-facts';
import { PolicyStatement } from '../policy/policy-document';
import { constructNameOf } from '../template/construct-name';

/** The bucket, and what uses it by a principal of its own. */
type Users = Pick<BucketFacts, 'address' | 'services' | 'deliveries'>;

/**
 * The constructs, or resources, for whose sake an Allow stands in a bucket policy: CDK keeps no record of who added a
 * statement, but it is for the resources that it names, and for those that make its service use the bucket.
 */
export function authorsOf(statement: PolicyStatement, policy: Pick<PolicyFacts, 'resourcesIn'>, users: Users | undefined): readonly NamedResource[] {
  const named = policy.resourcesIn(statement).filter(({ address }) => address.logicalId !== users?.address.logicalId);
  const found = named.length > 0 ? named : using(statement, users);
  return found.filter(({ address }, i) => found.findIndex((other) => other.address.logicalId === address.logicalId && other.address.template === address.template) === i);
}

function using({ principals }: PolicyStatement, users: Users | undefined): NamedResource[] {
  const services = principals.filter(({ type, value }) => type === 'Service' && typeof value === 'string').map(({ value }) => value);
  const isLoadBalancer = principals.some(isLoadBalancerPrincipal);
  return !users || (services.length === 0 && !isLoadBalancer) ? [] : [
    ...users.services.filter(({ row }) => services.includes(row.service)),
    ...users.deliveries.filter(({ row }) => row.service !== undefined && (services.includes(row.service) || (isLoadBalancer && row.service.startsWith('logdelivery.elasticloadbalancing.')))),
  ].map(({ address, constructPath, row }) => ({ address, constructPath, type: row.type }));
}

/** `, for Office/Trail (AWS::CloudTrail::Trail)`, to say after a statement what it is for; empty, if that is not known. */
export function forWhom(authors: readonly NamedResource[]): string {
  return authors.length === 0 ? '' : `, for ${authors.slice(0, 3).map(nameOf).join(' and ')}${authors.length > 3 ? ` and ${authors.length - 3} more` : ''}`;
}

/** What people know a resource by, and its type. */
export function nameOf({ constructPath, address: { logicalId }, type }: NamedResource): string {
  return `${constructNameOf(constructPath) ?? logicalId}${type ? ` (${type})` : ''}`;
}
