import { Fragment } from '../../src/rules/fragment';

type Json = Record<string, unknown>;

/**
 * The resources with the fragment written over them, as a reader of the fix does it: a property takes the place of the one of
 * its name, an item of a list that of the one with its id, and others are added.
 */
export function applied(fragment: Fragment, removed: readonly string[], names: Readonly<Record<string, string>>, resources: object): object {
  const left = removed.map((path) => path.split('.')).reduce((rest, [id, ...below]) => without([names[id] ?? id, ...below], rest) as object, resources);
  return written(fragment, left) as object;
}

function written(what: unknown, over: unknown): unknown {
  if (Array.isArray(what)) {
    return Array.isArray(over) && what.every((item) => isObject(item)) ? listWritten(what as Json[], over as Json[]) : what;
  }
  if (!isObject(what) || !isObject(over) || isIntrinsic(what)) {
    return what;
  }
  return { ...over, ...Object.fromEntries(Object.entries(what).map(([key, value]) => [key, written(value, over[key])])) };
}

function listWritten(what: readonly Json[], over: readonly Json[]): unknown[] {
  const idOf = (item: Json) => item.Sid ?? item.Id;
  if (what.some((item) => idOf(item) !== undefined)) {
    const ids = what.map(idOf);
    return [...over.filter((item) => idOf(item) === undefined || !ids.includes(idOf(item))), ...what];
  }
  return what.map((item, i) => written(item, over[i]));
}

function without([step, ...below]: readonly string[], from: unknown): unknown {
  if (typeof from !== 'object' || from === null || !(step in from)) {
    return from;
  }
  const copy = (Array.isArray(from) ? [...from] : { ...from }) as Json;
  if (below.length === 0) {
    delete copy[step];
  } else {
    copy[step] = without(below, copy[step]);
  }
  return copy;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIntrinsic(value: Json): boolean {
  return Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}
