import { UnknownValue } from '../policy/unknown-value';

/** A value that says just what it says: no part of it is a function of CloudFormation, and no text a dynamic reference. */
export class Literal {
  constructor(readonly value: unknown) {}
}

/**
 * The same value for a template: what CloudFormation would read something into is marked as literal, and all else stays as it is,
 * so that it can be looked into.
 */
export function literally(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.includes('{{resolve:') ? new Literal(value) : value;
  }
  if (Array.isArray(value)) {
    return value.map(literally);
  }
  if (typeof value !== 'object' || value === null || value instanceof UnknownValue) {
    return value;
  }
  const entries = Object.entries(value);
  return entries.some(([key]) => key === 'Ref' || key.startsWith('Fn::')) ? new Literal(value)
    : Object.fromEntries(entries.map(([key, item]) => [key, literally(item)]));
}
