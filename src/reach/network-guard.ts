import { BucketFacts } from '../facts/bucket-facts';
import { EndpointFacts } from '../facts/network/network-facts';
import { resourceId } from '../facts/network/resource-id';
import { NETWORK_KEYS } from '../policy/network-keys';
import { ConditionClause } from '../policy/policy-document';

/** Those that name an endpoint, or the VPC that it is in. */
const NAMING_KEYS: ReadonlySet<string> = new Set(['aws:sourcevpc', 'aws:sourcevpce']);

/** Whether a policy of the bucket says anything of the network that requests come from, or may. */
export function hasNetworkGuard({ policies }: BucketFacts): boolean {
  return policies.some(({ document, deployed }) => !deployed.known || document.unknowns.length > 0
    || document.statements.some(({ conditions, malformed }) => malformed || conditions.some(({ key }) => NETWORK_KEYS.includes(key))));
}

/** Those of the endpoints through which the bucket policy lets requests in, and no others: by a Deny of all others, or an Allow of these. */
export function trustedEndpoints({ policies }: BucketFacts, endpoints: () => readonly EndpointFacts[]): readonly EndpointFacts[] {
  const statements = policies.filter(({ deployed }) => deployed.known).flatMap(({ document }) => document.statements).filter(({ malformed }) => !malformed);
  const named = new Set(statements.flatMap(({ effect, conditions }) => conditions.filter((clause) => NAMING_KEYS.has(clause.key) && isNegated(clause) === (effect === 'Deny')))
    .flatMap(({ values }) => values.flatMap((value) => typeof value === 'string' ? [resourceId(value)] : [])));
  return named.size === 0 ? [] : endpoints().filter(({ id, vpc }) => named.has(resourceId(id)) || (vpc.known && named.has(resourceId(vpc.value))));
}

function isNegated({ operator }: ConditionClause): boolean {
  return /Not(Equals|Like)/i.test(operator);
}
