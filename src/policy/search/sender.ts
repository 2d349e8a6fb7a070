import { Situation } from './compile';
import { KeyAvailability } from './key-theory';
import { availabilityFor, Caller, callersOf, Route, routesOf } from './request-class';
import { Vocabulary } from './vocabulary';

/** Who sends a request, on which route, with TLS or without; policy variables are not looked into yet. */
export interface Sender extends Situation {
  readonly caller: Caller;
  readonly route: Route;
}

/** Every sender that the policies can tell from the others, among those that are asked about. */
export function sendersOf(
  vocabulary: Vocabulary, callers: (caller: Caller) => boolean = () => true, routes: (route: Route, caller: Caller) => boolean = () => true,
): Sender[] {
  const tellsTls = vocabulary.keys.has('aws:securetransport') || vocabulary.keys.has('s3:tlsversion');
  const routesFor = new Map<Caller['type'], readonly Route[]>();
  const routesOfAll = (type: Caller['type']) => {
    const known = routesFor.get(type) ?? routesOf(vocabulary, type);
    routesFor.set(type, known);
    return known;
  };
  return callersOf(vocabulary).filter(callers).flatMap((caller) => routesOfAll(caller.type).filter((route) => routes(route, caller)).flatMap((route) =>
    (tellsTls ? [true, false] : [true]).map((secure) => senderOf(vocabulary, caller, route, secure))));
}

function senderOf(vocabulary: Vocabulary, caller: Caller, route: Route, secure: boolean): Sender {
  const known = new Map<string, KeyAvailability>();
  return {
    caller,
    route,
    variables: new Map(),
    opaqueVariables: true,
    accountPrefix: caller.accountPrefix,
    availability: (key) => {
      let availability = known.get(key);
      if (!availability) {
        availability = availabilityFor(vocabulary, caller, route, secure, key);
        known.set(key, availability);
      }
      return availability;
    },
  };
}
