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
  return result === undefined ? unknown(`not a value that CloudFormation takes: ${JSON.stringify(value)}`) : known(result);
}
