import { addressBlocksIn } from '../policy/address-blocks';
import { PolicyDocument } from '../policy/policy-document';
import { isNot } from '../policy/questions/allows-outside';
import { Goal } from '../policy/search/goal';
import { Route } from '../policy/search/routes';

/** Requests that come on these routes, none of them through an endpoint of ours, and from an address that the policy does not list. */
export function fromOutside(document: PolicyDocument, routes: readonly Exclude<Route['name'], 'endpoint'>[]): Pick<Goal, 'routes' | 'demands'> {
  const blocks = addressBlocksIn([document]);
  return {
    routes: ({ name }) => routes.some((route) => route === name),
    demands: () => blocks.length === 0 ? [] : [isNot('aws:sourceip', 'ip', blocks)],
  };
}
