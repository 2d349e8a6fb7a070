import { Known, known, readKnown, unknown } from './known';
import { UnknownValue } from '../policy/unknown-value';

/** Follows a path into evaluated JSON; a step into something unknown is unknown. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, step) => at instanceof UnknownValue ? at : ownValue(at, step), value);
}

/** What an object or list holds itself, and not what every JavaScript object has. */
export function ownValue(value: unknown, name: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string | number, unknown>)[name] : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnknownValue);
}

export function readList<T>(value: unknown, read: (item: unknown) => T): Known<readonly T[]> {
  return readKnown(value, (list) => list === undefined ? [] : Array.isArray(list) ? list.map(read) : undefined);
}

export function readText(value: unknown): Known<string> {
  return value instanceof UnknownValue ? unknown(value.reason) : known(textOf(value));
}

export function readOptionalText(value: unknown): Known<string | undefined> {
  return value instanceof UnknownValue ? unknown(value.reason) : known(textOf(value) || undefined);
}

/** Whether a value is there at all. */
export function isPresent(value: unknown): Known<boolean> {
  return value instanceof UnknownValue ? unknown(value.reason) : known(value !== undefined);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function asBoolean(value: unknown, absent: boolean): boolean | undefined {
  switch (value) {
    case undefined: return absent;
    case true: case 'true': return true;
    case false: case 'false': return false;
    default: return undefined;
  }
}

/** One value stands for a list of one in most places of a template. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
