import { domainOf, hasWholeNumbers, isAddress, isTyped, MULTIVALUED_KEYS } from './key-domains';
import { KeyAvailability } from './key-theory';
import { LinearPattern, literal } from './linear-pattern';
import { Vocabulary } from './vocabulary';

/** What a key can be, worked out only for keys that are asked about. */
export type KeyTable = Readonly<Record<string, () => KeyAvailability>>;

/** The key is never there. */
export const NEVER: KeyAvailability = { mayBeAbsent: true, multivalued: false, wholeNumbers: false };
const ABSENT = () => NEVER;

/** These keys are never there. */
export function absent(...keys: readonly string[]): KeyTable {
  return Object.fromEntries(keys.map((key) => [key, ABSENT]));
}

/** The key always has these values. */
export function fixed(...values: string[]): () => KeyAvailability {
  return () => ({ mayBeAbsent: false, fixed: values, domain: values.map(literal), multivalued: false, wholeNumbers: false });
}

/** The key has any of the values that AWS gives it. */
export function free(vocabulary: Vocabulary, key: string, mayBeAbsent: boolean): () => KeyAvailability {
  return () => remembered(vocabulary, `${mayBeAbsent} ${key}`, () => within(key, mayBeAbsent, domainOf(key, vocabulary)));
}

/** The key has a value of this domain. */
export function within(key: string, mayBeAbsent: boolean, domain: readonly LinearPattern[], except?: readonly LinearPattern[]): KeyAvailability {
  return { mayBeAbsent, domain, except, multivalued: MULTIVALUED_KEYS.has(key), wholeNumbers: hasWholeNumbers(key), typed: isTyped(key), publicAddress: isAddress(key) };
}

const availabilities = new WeakMap<object, Map<string, KeyAvailability>>();

/** The same key of the same owner always has the same availability, also as an object. */
export function remembered(owner: object, key: string, make: () => KeyAvailability): KeyAvailability {
  const ofOwner = availabilities.get(owner) ?? new Map<string, KeyAvailability>();
  availabilities.set(owner, ofOwner);
  const availability = ofOwner.get(key) ?? make();
  ofOwner.set(key, availability);
  return availability;
}
