import { UnknownValue } from '../policy/unknown-value';

/** A fact, or the reason why it cannot be known before deployment. */
export type Known<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly reason: string };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function unknown(reason: string): Known<never> {
  return { known: false, reason };
}

/** Reads an evaluated template value; `read` answers `undefined` for a value of the wrong shape. */
export function readKnown<T>(value: unknown, read: (value: unknown) => T | undefined): Known<T> {
  if (value instanceof UnknownValue) {
    return unknown(value.reason);
  }
  const result = read(value);
  return result === undefined ? unknown(`not a value that CloudFormation accepts: ${JSON.stringify(value)}`) : known(result);
}

/** Says something of a fact, if it is known. */
export function mapKnown<T, U>(fact: Known<T>, of: (value: T) => U): Known<U> {
  return fact.known ? known(of(fact.value)) : fact;
}

/** Whether all of these hold. One that does not settles it, whatever the others may be. */
export function everyHolds(facts: readonly Known<boolean>[]): Known<boolean> {
  return facts.find((fact) => fact.known && !fact.value) ?? facts.find((fact) => !fact.known) ?? known(true);
}

/** Whether one of these holds. One that does settles it, whatever the others may be. */
export function someHolds(facts: readonly Known<boolean>[]): Known<boolean> {
  return facts.find((fact) => fact.known && fact.value) ?? facts.find((fact) => !fact.known) ?? known(false);
}
