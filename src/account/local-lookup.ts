import { lookup, LookupAddress } from 'node:dns';
import * as http from 'node:http';

type LookupFunction = NonNullable<http.AgentOptions['lookup']>;

/** Finds any name under `localhost` on this machine, which not every resolver does; undefined for an endpoint that is elsewhere. */
export function localLookup(endpointUrl: string): LookupFunction | undefined {
  if (!/^https?:\/\/(?:localhost|127\.0\.0\.1)(?=[:/]|$)/.test(endpointUrl)) {
    return undefined;
  }
  return (hostname, options, callback) => {
    if (hostname !== 'localhost' && !hostname.endsWith('.localhost')) {
      lookup(hostname, options, callback as never);
      return;
    }
    const found: LookupAddress = { address: '127.0.0.1', family: 4 };
    if (options.all) {
      callback(null, [found]);
    } else {
      callback(null, found.address, found.family);
    }
  };
}
