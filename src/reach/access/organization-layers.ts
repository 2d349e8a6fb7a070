import { allowing, aws, boundTo, EVERYONE, Sourced, statementsFrom } from './bound-statement';
import { EndpointPolicy, NamedPolicy } from './chain-facts';
import { ConditionClause } from '../../policy/policy-document';
import { ConcreteNames } from '../concrete-names';

/** What all requests have to pass: one Allow of each level, and no Deny. */
export interface GlobalLayers {
  readonly levels: readonly (readonly Sourced[])[];
  readonly denies: readonly Sourced[];
}

const SERVICE_LINKED_ROLES = 'arn:*:iam::*:role/aws-service-role/*';
const notServiceLinked: ConditionClause = { operator: 'ArnNotLike', key: 'aws:principalarn', values: [SERVICE_LINKED_ROLES] };
const serviceLinked: ConditionClause = { operator: 'ArnLike', key: 'aws:principalarn', values: [SERVICE_LINKED_ROLES] };

/**
 * Service control policies limit the principals of these accounts, but no service-linked roles. A policy without any Allow is taken
 * to be attached beside `FullAWSAccess`, as a list of what is denied.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function serviceControlLayers(policies: readonly NamedPolicy[], accounts: readonly string[]): GlobalLayers {
  const limited = aws(...accounts);
  const levels = policies.map(({ name, document }) => statementsFrom(document, 'Allow', name)).filter((allows) => allows.length > 0);
  return {
    levels: levels.map((allows) => [
      ...allows.map((allow) => boundTo(limited, allow)),
      allowing({ principals: [], notPrincipals: limited }),
      allowing({ principals: limited, conditions: [serviceLinked] }),
    ]),
    denies: policies.flatMap(({ name, document }) => statementsFrom(document, 'Deny', name)).map((deny) => boundTo(limited, deny, [notServiceLinked])),
  };
}

/**
 * Resource control policies limit everyone who uses the resources of the account, but no service-linked roles. `RCPFullAWSAccess` is
 * always attached, so that only what they deny counts.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export function resourceControlLayers(policies: readonly NamedPolicy[]): GlobalLayers {
  return {
    levels: [],
    denies: policies.flatMap(({ name, document }) => statementsFrom(document, 'Deny', name)).map((deny) => boundTo([EVERYONE], deny, [notServiceLinked])),
  };
}

/**
 * The policy of a VPC endpoint limits the requests that come through it.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function endpointLayers(endpoints: readonly EndpointPolicy[], names: ConcreteNames): GlobalLayers {
  const restricting = endpoints.map((endpoint) => ({ ...endpoint, document: names.document(endpoint.policy), id: names.plain(endpoint.id) })).filter(({ document }) => !isFullAccess(document));
  const through = (id: string): ConditionClause => ({ operator: 'StringEquals', key: 'aws:sourcevpce', values: [id] });
  const bound = (effect: 'Allow' | 'Deny') => restricting.flatMap(({ address, id, document }) => statementsFrom(document, effect, `the policy of endpoint ${address.logicalId}`)
    .map((one) => boundTo(one.statement.principals.length > 0 ? one.statement.principals : [EVERYONE], one, [through(id)])));
  return restricting.length === 0 ? { levels: [], denies: [] } : {
    levels: [[allowing({ conditions: [{ operator: 'StringNotEquals', key: 'aws:sourcevpce', values: restricting.map(({ id }) => id) }] }), ...bound('Allow')]],
    denies: bound('Deny'),
  };
}

function isFullAccess({ statements, unknowns, problems }: EndpointPolicy['policy']): boolean {
  return unknowns.length + problems.length === 0 && statements.every(({ effect }) => effect === 'Allow')
    && statements.some(({ actions, resources, conditions, principals }) => conditions.length === 0 && actions.some((text) => text === '*' || text === 's3:*') && resources.includes('*')
      && principals.every(({ value }) => value === '*'));
}
