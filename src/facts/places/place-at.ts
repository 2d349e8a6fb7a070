import { PlaceFacts } from './place-facts';
import { constructPathOf, EvaluatedResource } from '../../template/evaluated-resource';

/** What is the same for all places of a resource. */
export function placeAt(resource: EvaluatedResource, part?: string): Pick<PlaceFacts, 'address' | 'part' | 'mayBeAbsent' | 'type' | 'constructPath' | 'account' | 'region'> {
  const { address, template, conditions: [open] } = resource;
  return {
    address,
    ...part === undefined ? {} : { part },
    ...open === undefined ? {} : { mayBeAbsent: `whether ${address.logicalId} is deployed is decided by condition ${open.name}` },
    type: resource.resource.Type,
    constructPath: constructPathOf(resource),
    account: template.account,
    region: template.region,
  };
}
