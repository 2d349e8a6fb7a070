import { Destination } from './destination';
import { NetworkIndex } from './network-index';
import { Peer } from './peers';
import { SubnetFacts } from '../facts/network/network-facts';
import { InterfaceFacts, PlaceFacts } from '../facts/places/place-facts';
import { Known } from '../template/known';

/** Requests that leave from one network interface, and where to. */
export interface Departure {
  readonly place: PlaceFacts;
  readonly from: InterfaceFacts;
  readonly subnet: SubnetFacts;
  /** The VPC of the subnet, as references to it are evaluated. */
  readonly vpc: string;
  /** The security groups of the interface; that of the VPC where the template names none. */
  readonly groups: readonly Known<string>[];
  readonly family: 4 | 6;
  readonly s3: Peer;
  readonly to: Destination;
  readonly network: NetworkIndex;
}
