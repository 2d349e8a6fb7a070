import { Json, JsonObject } from './json';
import { TemplateOperation } from './template-operation';
import { Fragment } from '../rules/fragment';

/** What some changes add to the resources of a template, and nothing else of it: lists have only what is new in them. */
export function fragmentOf(operations: readonly TemplateOperation[], typeOf: (logicalId: string) => string): Fragment {
  const resources: Record<string, Json> = {};
  for (const { path: [, logicalId, ...rest], op, value } of operations) {
    const id = String(logicalId);
    const before = resources[id] ?? (rest.length === 0 ? undefined : { Type: typeOf(id) });
    resources[id] = rest.length === 0 ? value : written(before, rest, op === 'append' ? [value] : value);
  }
  return resources as unknown as Fragment;
}

function written(value: Json | undefined, [step, ...rest]: readonly (string | number)[], wanted: Json): Json {
  if (step === undefined) {
    return Array.isArray(value) && Array.isArray(wanted) ? [...value as readonly Json[], ...wanted as readonly Json[]] : wanted;
  }
  if (typeof step === 'number') {
    const [last, ...others] = Array.isArray(value) ? [...value as readonly Json[]].reverse() : [];
    return [...others.reverse(), written(last, rest, wanted)];
  }
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? value as JsonObject : {};
  return { ...map, [step]: written(map[step], rest, wanted) };
}
