import { isRecord, ownValue } from './read-json';
import { UnknownValue } from '../policy/unknown-value';

/** The properties that hold a policy. CloudFormation accepts an object for it, or the text of one. */
const POLICY_PROPERTIES = ['PolicyDocument', 'KeyPolicy', 'Policy'];

/** The properties of a resource with the objects out of which `Fn::ToJsonString` makes policies, so that one part of a policy that is not known leaves the others. */
export function unwrapPolicies(properties: unknown): unknown {
  return mapPolicies(properties, (policy) => {
    const json = ownValue(policy, 'Fn::ToJsonString');
    return isRecord(json) && Object.keys(policy as object).length === 1 ? json : policy;
  });
}

/** Evaluated properties with their policies as objects. A text that is none stays as it is. */
export function parsePolicies(properties: unknown): unknown {
  return mapPolicies(properties, (policy) => typeof policy === 'string' ? parsePolicy(policy) : policy);
}

function mapPolicies(properties: unknown, map: (policy: unknown) => unknown): unknown {
  const found = isRecord(properties) ? POLICY_PROPERTIES.filter((name) => Object.hasOwn(properties, name)) : [];
  return found.length === 0 ? properties : { ...properties as object, ...Object.fromEntries(found.map((name) => [name, map(ownValue(properties, name))])) };
}

function parsePolicy(text: string): unknown {
  // An escape could spell what only looks like a symbol.
  if (/\\u27e6/i.test(text)) {
    return new UnknownValue('the policy contains ⟦');
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
