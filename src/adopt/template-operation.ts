import { isList, isSameJson, Json, JsonObject } from './json';
import { TemplatePath } from '../template/template';

/** One change of a template, where it stands: nothing else of the text has to change. */
export interface TemplateOperation {
  readonly path: TemplatePath;
  /** `insert`: the last step of the path is a key that is not there; `append`: the path is of a list, which gets one item more; `set`: the value that is there is replaced. */
  readonly op: 'set' | 'insert' | 'append';
  readonly value: Json;
}

/** The fewest and smallest operations that make one value of the other. Keys that go are none: nothing is taken away here. */
export function operationsBetween(before: Json, after: Json, path: TemplatePath = []): TemplateOperation[] {
  if (isSameJson(before, after)) {
    return [];
  }
  if (isList(before) && isList(after) && before.length <= after.length) {
    return [
      ...before.flatMap((item, i) => operationsBetween(item, after[i], [...path, i])),
      ...after.slice(before.length).map((value): TemplateOperation => ({ path, op: 'append', value })),
    ];
  }
  if (isMap(before) && isMap(after) && Object.keys(before).every((key) => Object.hasOwn(after, key))) {
    return Object.entries(after).flatMap(([key, value]): TemplateOperation[] => Object.hasOwn(before, key)
      ? operationsBetween(before[key], value, [...path, key]) : [{ path: [...path, key], op: 'insert', value }]);
  }
  return [{ path, op: 'set', value: after }];
}

/** Any object, an intrinsic function, too: what is in it may change where it stands. */
function isMap(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value with the operations applied, one after the other. @throws Error for a path that leads nowhere */
export function applied(value: Json, operations: readonly TemplateOperation[]): Json {
  return operations.reduce((at, operation) => apply(at, operation.path, operation), value);
}

function apply(value: Json, [step, ...rest]: TemplatePath, operation: TemplateOperation): Json {
  if (step === undefined) {
    if (operation.op !== 'append') {
      return operation.value;
    }
    if (!isList(value)) {
      throw new Error(`there is not a list at ${operation.path.join('.')}`);
    }
    return [...value, operation.value];
  }
  if (isList(value) && typeof step === 'number' && step < value.length) {
    return value.map((item, i) => i === step ? apply(item, rest, operation) : item);
  }
  if (isMap(value) && typeof step === 'string' && (Object.hasOwn(value, step) || (rest.length === 0 && operation.op === 'insert'))) {
    return { ...value, [step]: apply(value[step] ?? null, rest, operation) };
  }
  throw new Error(`nothing stands at ${operation.path.join('.')}`);
}
