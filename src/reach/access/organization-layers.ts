import { allowing, aws, boundTo, EVERYONE, Sourced, statementsFrom } from './bound-statement';
import { EndpointPolicy, NamedPolicy } from './chain-facts';
import { covers } from './conjunction';
import { ConditionClause } from '../../policy/policy-document';
import { ConcreteNames } from '../concrete-names';

/** What all requests have to pass: one Allow of each level, and no Deny. */
export interface GlobalLayers {
  readonly levels: readonly (readonly Sourced[])[];
  /** Further levels that depend on what is granted. */
  readonly levelsFor?: (grant: Sourced) => readonly (readonly Sourced[])[];
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
      allowing({ conditions: [{ operator: 'StringNotEquals', key: 'aws:principalaccount', values: accounts }] }),
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
 * The policies of VPC endpoints limit the requests that come through them; those that allow all that is granted make no difference.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function endpointLayers(endpoints: readonly EndpointPolicy[], names: ConcreteNames): GlobalLayers {
  const through = (id: string): ConditionClause => ({ operator: 'StringEquals', key: 'aws:sourcevpce', values: [id] });
  const read = endpoints.map(({ address, id, policy }) => {
    const name = `the policy of endpoint ${names.nameOf(address)}`;
    const of = (effect: 'Allow' | 'Deny') => statementsFrom(names.document(policy), effect, name).map((one) => byWhomItSays(one));
    const here = names.plain(id);
    const bound = (statements: readonly Sourced[]) => statements.map((one) => byWhomItSays(one, [through(here)]));
    return { id: here, allows: of('Allow'), boundAllows: bound(of('Allow')), boundDenies: bound(of('Deny')) };
  });
  const known = new Map<string, readonly (readonly Sourced[])[]>();
  return {
    levels: [],
    levelsFor: (grant) => {
      const limiting = read.filter(({ allows }) => !allows.some((allow) => covers(allow, grant)));
      const key = limiting.map(({ id }) => id).join();
      const levels = known.get(key) ?? (limiting.length === 0 ? [] : [[
        allowing({ conditions: [{ operator: 'StringNotEquals', key: 'aws:sourcevpce', values: limiting.map(({ id }) => id) }] }), ...limiting.flatMap(({ boundAllows }) => boundAllows),
      ]]);
      known.set(key, levels);
      return levels;
    },
    denies: read.flatMap(({ boundDenies }) => boundDenies),
  };
}

/** The statement for the principals that it has, or all but those that it excepts; for everyone, where it says nothing of them. */
function byWhomItSays(of: Sourced, conditions: readonly ConditionClause[] = []): Sourced {
  const { principals, notPrincipals } = of.statement;
  const made = boundTo(principals.length + notPrincipals.length > 0 ? principals : [EVERYONE], of, conditions);
  return { ...made, statement: { ...made.statement, notPrincipals } };
}
