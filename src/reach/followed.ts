import { Departure } from './departure';
import { Leg, notKnown } from './leg';
import { Arrival } from './network-path';
import { Via } from './reach-report';
import { EndpointFacts, GatewayFacts, RouteFacts } from '../facts/network/network-facts';
import { known, unknown } from '../template/known';
import { ResourceAddress } from '../template/template';

/** Where requests get to, and what they meet on their way. */
export interface Followed {
  readonly via: Via | null;
  readonly hops: readonly ResourceAddress[];
  readonly leg: Leg;
  readonly arrives: Arrival;
}

/** What a route leads to: a gateway of these templates, or something that it names. */
export interface Target {
  readonly route: RouteFacts;
  readonly gateway: GatewayFacts | undefined;
  readonly id: string;
  readonly name: string;
}

export function throughUnknown(via: Via | null, hops: readonly ResourceAddress[], unknowns: readonly string[]): Followed {
  return { via, hops, leg: notKnown(...unknowns), arrives: { kind: 'aws' } };
}

/** S3 sees the private address of the sender. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html */
export function arrivalAt(endpoint: EndpointFacts, { subnet, family }: Departure): Arrival {
  const cidr = family === 4 ? subnet.cidr : subnet.ipv6Cidr;
  return {
    kind: 'endpoint',
    endpoint: endpoint.id,
    address: endpoint.address,
    vpc: endpoint.vpc,
    policy: endpoint.policy,
    sourceCidrs: !cidr.known ? cidr : cidr.value === undefined ? unknown(`the addresses of subnet ${subnet.address.logicalId} are chosen at deployment`) : known([cidr.value]),
  };
}
