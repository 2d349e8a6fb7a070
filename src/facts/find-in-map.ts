import { ownValue } from './read-json';
import { hasSymbol } from './symbol';
import { UnknownValue } from '../policy/unknown-value';

/**
 * The value that stands in mappings under evaluated keys: as it is written there, `undefined` where there is none, and
 * unknown where that depends on a key, or on what a macro puts there.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html
 */
export function findInMappings(mappings: unknown, keys: readonly unknown[]): unknown {
  const undecided = keys.map(whyUndecided).find((reason) => reason !== undefined);
  if (undecided !== undefined) {
    return new UnknownValue(undecided);
  }
  let at = mappings;
  for (const key of keys) {
    const below = ownValue(at, key as string | number);
    if (below === undefined) {
      return ownValue(at, 'Fn::Transform') === undefined ? undefined : new UnknownValue('Fn::Transform rewrites the mapping at deployment');
    }
    at = below;
  }
  return at;
}

function whyUndecided(key: unknown): string | undefined {
  return key instanceof UnknownValue ? key.reason
    : typeof key !== 'string' && typeof key !== 'number' ? 'a key of Fn::FindInMap is no text'
      : hasSymbol(String(key)) ? 'AWS chooses a key of Fn::FindInMap at deployment' : undefined;
}
