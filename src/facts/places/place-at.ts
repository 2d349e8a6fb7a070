import { PlaceFacts } from './place-facts';
import { constructPathOf, EvaluatedResource } from '../../template/evaluated-resource';

/** What is the same for all places of a resource. */
export function placeAt(resource: EvaluatedResource, part?: string): Pick<PlaceFacts, 'address' | 'part' | 'type' | 'constructPath' | 'account' | 'region'> {
  const { address, template } = resource;
  return {
    address, ...part === undefined ? {} : { part }, type: resource.resource.Type, constructPath: constructPathOf(resource), account: template.account, region: template.region,
  };
}
