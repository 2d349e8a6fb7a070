import { isRecord, ownValue } from './read-json';
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

/**
 * All values that stand in a mapping under the keys that are decided, whatever the others are; undefined where a macro may put
 * more there, or which mapping it is is not decided. A key that the mapping does not have makes the deployment fail.
 */
export function valuesInMappings(mappings: unknown, keys: readonly unknown[]): readonly unknown[] | undefined {
  if (whyUndecided(keys[0]) !== undefined) {
    return undefined;
  }
  let at: readonly unknown[] = [mappings];
  for (const key of keys) {
    if (at.some((below) => ownValue(below, 'Fn::Transform') !== undefined)) {
      return undefined;
    }
    const isDecided = whyUndecided(key) === undefined;
    at = at.filter(isRecord).flatMap((below) => isDecided ? [ownValue(below, key as string | number)] : Object.values(below)).filter((below) => below !== undefined);
  }
  return at;
}

function whyUndecided(key: unknown): string | undefined {
  return key instanceof UnknownValue ? key.reason
    : typeof key !== 'string' && typeof key !== 'number' ? 'a key of Fn::FindInMap is not text'
      : hasSymbol(String(key)) ? 'AWS chooses a key of Fn::FindInMap at deployment' : undefined;
}
