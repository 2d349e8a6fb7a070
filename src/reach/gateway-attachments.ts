import { cutBy, Leg, notKnown, PASSES } from './leg';
import { GatewayFacts } from '../facts/network/network-facts';

/** A route to a gateway that is not attached is a black hole. @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html */
export function isAttached(gateway: GatewayFacts, vpc: string): Leg {
  const open = gateway.vpcs.find((one) => !one.known);
  const { logicalId } = gateway.address;
  return gateway.vpcs.some((one) => one.known && one.value === vpc) ? PASSES
    : open && !open.known ? notKnown(`Whether gateway ${logicalId} is attached to the VPC is not known: ${open.reason}.`)
      : cutBy(gateway.address, 'route', `Gateway ${logicalId} is not attached to the VPC, so its routes are black holes.`);
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html */
export function edgeRoutes({ edgeAssociations, address }: GatewayFacts): Leg {
  return edgeAssociations.length === 0 ? PASSES
    : notKnown(`Association ${edgeAssociations[0].logicalId} gives gateway ${address.logicalId} a route table, which may lead replies elsewhere.`);
}
