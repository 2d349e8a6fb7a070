import { Budget } from './budget';
import { CURRENT_TIME, EPOCH_TIME, RESOURCE } from './compile';
import { KeyAvailability, KeyValue, solveKey } from './key-theory';
import { OpenSituation } from './situation';
import { Model } from './solver';
import { solveText } from './text-theory';
import { Vocabulary } from './vocabulary';
import { spelledKey } from '../condition-keys';
import { ContextValue, PolicyRequest, RequestPrincipal } from '../policy-request';

/** Keys that a request derives from who sends it. */
const DERIVED = new Set(['aws:principalarn', 'aws:principalaccount', 'aws:principaltype']);

/** Writes the request down, with a value for every key that the policies mention and the request has. */
export function requestOf(situation: OpenSituation, model: Model, vocabulary: Vocabulary): PolicyRequest {
  const { sender: { caller }, action } = situation;
  const context: [string, ContextValue][] = [];
  let principal: RequestPrincipal = caller.principal;
  // What is asked of an account is asked of the ARN, which the policies need not mention.
  const keys = model.has('aws:principalarn') || caller.givesPrincipalArn ? new Set([...vocabulary.keys, 'aws:principalarn']) : vocabulary.keys;
  for (const key of keys) {
    const availability = situation.availability(key);
    const value = key === EPOCH_TIME && model.has(CURRENT_TIME) ? epochOf(model.get(CURRENT_TIME)!) : model.has(key) ? model.get(key)! : usualValue(key, availability);
    if (key === 'aws:principalarn' && caller.type === 'AWS' && value && !caller.named) {
      principal = { AWS: value[0] };
    }
    if ((key === 'aws:principalservicename' || (key === 'aws:principalservicenameslist' && !vocabulary.keys.has('aws:principalservicename'))) && caller.type === 'Service' && value && !caller.named) {
      principal = { Service: value[0] };
    }
    if (value !== null && !(DERIVED.has(key) && (caller.type === 'AWS' || caller.type === 'anonymous') && !(caller.givesPrincipalArn && key === 'aws:principalarn'))) {
      context.push([spelledKey(key), availability.multivalued ? value : value[0]]);
    }
  }
  const resource = model.get(RESOURCE)?.[0] ?? solveText(situation.resources, [], new Budget())!;
  return { principal, action: action.name, resource, context: withConsistentTime(Object.fromEntries(context)) };
}

function epochOf(time: KeyValue): KeyValue {
  return time && time.map((text) => Number.isNaN(Date.parse(text)) ? text : String(Math.floor(Date.parse(text) / 1000)));
}

/** A likely value for a key that nothing was asked of. */
function usualValue(key: string, availability: KeyAvailability): KeyValue {
  const value = solveKey(availability, [], new Budget()) ?? null;
  return value !== null && !availability.fixed && Object.hasOwn(USUAL_VALUES, key) ? [USUAL_VALUES[key]] : value;
}

const USUAL_VALUES: Readonly<Record<string, string>> = {
  'aws:sourceip': '203.0.113.7',
  'aws:vpcsourceip': '10.0.0.7',
  'aws:currenttime': '2026-01-01T00:00:00Z',
  'aws:epochtime': '1767225600',
  'aws:useragent': 'aws-cli/2',
  'aws:requestedregion': 'us-east-1',
};

/** Both keys tell the same time. */
function withConsistentTime(context: Record<string, ContextValue>): Record<string, ContextValue> {
  const time = context['aws:CurrentTime'];
  return typeof time === 'string' && context['aws:EpochTime'] !== undefined && !Number.isNaN(Date.parse(time))
    ? { ...context, 'aws:EpochTime': String(Math.floor(Date.parse(time) / 1000)) } : context;
}
