import { UnknownValue } from '../../policy/unknown-value';
import { dig } from '../../template/read-json';

/** A value, and the path at which it stands. */
export interface ValueAt {
  readonly value: unknown;
  readonly path: readonly string[];
}

/** The values at a path in which `*` is each item of a list. What is not known on the way is a value; what is absent is none. */
export function valuesAt(value: unknown, [step, ...below]: readonly string[], path: readonly string[] = []): readonly ValueAt[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (step === undefined || value instanceof UnknownValue) {
    return [{ value, path }];
  }
  return step === '*' ? (Array.isArray(value) ? value : [value]).flatMap((item, i) => valuesAt(item, below, [...path, String(i)]))
    : valuesAt(dig(value, step), below, [...path, step]);
}

/** The values at paths with dots between the steps. */
export function everyValueAt(value: unknown, paths: string | readonly string[]): readonly unknown[] {
  return pathsOf(paths).flatMap((path) => valuesAt(value, path.split('.')).map((found) => found.value));
}

export function pathsOf(paths: string | readonly string[]): readonly string[] {
  return typeof paths === 'string' ? [paths] : paths;
}
