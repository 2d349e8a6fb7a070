import { Caller } from './caller';
import { callersOf } from './callers';
import { KeyAvailability, Situation } from './key-theory';
import { availabilityFor } from './request-class';
import { Route, routesOf } from './routes';
import { Vocabulary } from './vocabulary';

/** Who sends a request, on which route, with TLS or without; policy variables are not looked into yet. */
export interface Sender extends Situation {
  readonly caller: Caller;
  readonly route: Route;
}

/** Every sender that the policies can tell from the others, among those that are asked about. */
export function* sendersOf(
  vocabulary: Vocabulary, isWanted: (caller: Caller) => boolean = () => true, isOpen: (route: Route, caller: Caller) => boolean = () => true,
): Iterable<Sender> {
  const tellsTls = vocabulary.keys.has('aws:securetransport') || vocabulary.keys.has('s3:tlsversion');
  const routes = new Map<string, readonly Route[]>();
  for (const caller of callersOf(vocabulary)) {
    if (isWanted(caller)) {
      const kind = `${caller.type} ${caller.forwarded}`;
      const ofType = routes.get(kind) ?? routesOf(vocabulary, caller);
      routes.set(kind, ofType);
      for (const route of ofType.filter((one) => isOpen(one, caller))) {
        for (const secure of tellsTls ? [true, false] : [true]) {
          yield senderOf(vocabulary, caller, route, secure);
        }
      }
    }
  }
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
