import { PolicyDocument } from '../policy/policy-document';
import { isNot, TRUST_ZONE_FORMATS } from '../policy/questions/allows-outside';
import { Goal } from '../policy/search/goal';
import { Route } from '../policy/search/routes';

const [isBlock] = TRUST_ZONE_FORMATS.cidrs;

/** Requests that come on these routes, none of them through an endpoint of ours, and from an address that the policy does not list. */
export function fromOutside(document: PolicyDocument, routes: readonly Exclude<Route['name'], 'endpoint'>[]): Pick<Goal, 'routes' | 'demands'> {
  const blocks = document.statements.flatMap(({ conditions }) => conditions).filter(({ key }) => key === 'aws:sourceip').flatMap(({ values }) => values)
    // What is no block matches no address, and takes nothing away.
    .filter((value): value is string => typeof value === 'string' && !/\/[0-7]$/.test(value) && isBlock(value));
  return {
    routes: ({ name }) => routes.some((route) => route === name),
    demands: () => blocks.length === 0 ? [] : [isNot('aws:sourceip', 'ip', blocks)],
  };
}
