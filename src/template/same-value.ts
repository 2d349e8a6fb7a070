import { MAXIMUM_DEPTH } from './evaluation-budget';
import { UnknownValue } from '../policy/unknown-value';

/** Says whether two values are the same all the way down. Deeper than anybody looks, they are not. */
export function isSame(one: unknown, other: unknown, depth: number = 0): boolean {
  if (one === other) {
    return true;
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null || depth > MAXIMUM_DEPTH) {
    return false;
  }
  if (Array.isArray(one) !== Array.isArray(other) || one instanceof UnknownValue !== other instanceof UnknownValue) {
    return false;
  }
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length
    && keys.every((key) => Object.hasOwn(other, key) && isSame(one[key as keyof typeof one], other[key as keyof typeof other], depth + 1));
}
