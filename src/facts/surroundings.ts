import { BucketFacts } from './bucket-facts';
import { Identities } from './identities/identities';
import { NetworkFacts } from './network/network-facts';
import { PlaceFacts } from './places/place-facts';
import { ResourceAddress } from '../template/template';

/** What surrounds the buckets of templates that are deployed together. Each part is read when it is asked for first. */
export interface Surroundings {
  /** Whether there is anything of a network at all: it takes no reading to know. */
  readonly hasNetwork: boolean;
  readonly network: NetworkFacts;
  /** What sends requests. */
  readonly places: readonly PlaceFacts[];
  /** The roles and users, and what they may do. */
  readonly identities: Identities;
  readonly buckets: readonly BucketFacts[];
  /** The type of a resource of the templates. */
  readonly typeOf: (address: ResourceAddress) => string | undefined;
}
