import { Leg } from './leg';
import { EndpointFacts, NetworkFacts, SecurityGroupFacts, SubnetFacts } from '../facts/network/network-facts';
import { resourceId } from '../facts/network/resource-id';
import { groupBy } from '../template/evaluated-resource';
import { Known } from '../template/known';

/** The tables of a network, with what is looked up in them for every place. */
export interface NetworkIndex extends NetworkFacts {
  /** The endpoints of each VPC, and those of which the VPC is not known. */
  readonly endpointsOf: (vpc: string) => readonly EndpointFacts[];
  readonly subnet: (reference: string) => SubnetFacts | undefined;
  readonly securityGroup: (reference: string) => SecurityGroupFacts | undefined;
  /** What the network ACLs decide, so that each is asked once about the same addresses. */
  readonly decisions: Map<string, Leg>;
}

/** Made once for each network, however many places there are. */
export function indexOf(network: NetworkFacts): NetworkIndex {
  const found = INDEXES.get(network) ?? makeIndex(network);
  INDEXES.set(network, found);
  return found;
}

const INDEXES = new WeakMap<NetworkFacts, NetworkIndex>();

function makeIndex(network: NetworkFacts): NetworkIndex {
  const byVpc = groupBy(network.endpoints, ({ vpc }) => [keyOf(vpc)]);
  const anywhere = byVpc.get('') ?? [];
  return {
    ...network,
    endpointsOf: (vpc) => [...byVpc.get(vpc) ?? [], ...anywhere],
    subnet: (reference) => network.subnets.get(resourceId(reference)),
    securityGroup: (reference) => network.securityGroups.get(resourceId(reference)),
    decisions: new Map(),
  };
}

function keyOf(vpc: Known<string>): string {
  return vpc.known ? vpc.value : '';
}
