import { Departure } from './departure';
import { FOLLOWED } from './follow-gateway';
import { arrivalAt, Followed, throughUnknown } from './followed';
import { assuming, cutBy, join, Leg, notKnown, PASSES } from './leg';
import { WayOut } from './ways-out';
import { EndpointFacts, RouteFacts } from '../facts/network/network-facts';
import { withoutSymbols } from '../template/symbol';

/** Follows a way out of a subnet as far as it goes. */
export function followWay(way: WayOut, departure: Departure): Followed {
  const leg: Leg = join(notKnown(...way.unknowns), assuming(...way.assumptions));
  const followed = way.to === 'nowhere' ? nowhere(way, departure)
    : way.to === 'notKnown' ? throughUnknown(null, [], [])
      : 'endpoint' in way.to ? throughGatewayEndpoint(way.to.endpoint, departure) : throughRoute(way.to.route, departure);
  return { ...followed, leg: join(leg, followed.leg) };
}

/** A subnet without a route to S3 has its local route only. */
function nowhere({ table }: WayOut, { subnet, s3 }: Departure): Followed {
  const at = table?.address ?? subnet.address;
  return {
    via: null,
    hops: [],
    leg: cutBy(at, 'route', table ? `Route table ${at.logicalId} has no route to ${s3.name}.` : `Subnet ${at.logicalId} has no route to ${s3.name}.`),
    arrives: { kind: 'aws' },
  };
}

function throughGatewayEndpoint(endpoint: EndpointFacts, departure: Departure): Followed {
  return { via: 'gatewayEndpoint', hops: [endpoint.address], leg: PASSES, arrives: arrivalAt(endpoint, departure) };
}

function throughRoute(route: RouteFacts, departure: Departure): Followed {
  const { target, address } = route;
  if (!target.known) {
    return throughUnknown(null, [], [`Where route ${address.logicalId} leads is not known: ${target.reason}.`]);
  }
  if (target.value === undefined) {
    return { via: null, hops: [], leg: cutBy(address, 'route', `Route ${address.logicalId} names no target, so requests to ${departure.s3.name} are dropped.`), arrives: { kind: 'aws' } };
  }
  const { kind, id } = target.value;
  const gateway = departure.network.gateways.get(id);
  const follow = FOLLOWED[gateway?.kind ?? kind];
  return follow ? follow({ route, gateway, id, name: withoutSymbols(id) }, departure)
    : throughUnknown(null, gateway ? [gateway.address] : [], [`Route ${address.logicalId} leads to ${withoutSymbols(id)}, and where that leads is not in these templates.`]);
}
