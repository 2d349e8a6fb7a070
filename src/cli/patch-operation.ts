import { isSameJson, Json, JsonObject } from '../adopt/json';
import { TemplatePath } from '../template/template';

/** A change of a template. */
export interface PatchOperation {
  /** Where: keys and indexes from the top, functions by their long names. Maps on the way that are not there are made. */
  readonly path: TemplatePath;
  /** `set` replaces what is there, or adds it; `insert` adds a key that is not there yet; `append` adds an item to a list, unless it has an equal one. */
  readonly op: 'set' | 'insert' | 'append';
  readonly value: Json;
}

/** Why an operation makes no sense for a template, wherever that is written. */
export class OperationProblem extends Error {}

/** Whether the template is already as the operation wants it. */
export function isSatisfied(template: Json, { path, op, value }: PatchOperation): boolean {
  const found = valueAt(template, path);
  return op === 'append' ? Array.isArray(found) && found.some((item) => isSameJson(item, value)) : isSameJson(found, value);
}

/** The template with the operation applied: nothing else changes. @throws OperationProblem */
export function applyOperation(template: Json, operation: PatchOperation): Json {
  if (operation.path.length === 0) {
    throw new OperationProblem('a template is not replaced as a whole');
  }
  return isSatisfied(template, operation) ? template : applied(template, operation.path, operation);
}

/** Undefined where nothing is. */
export function valueAt(template: Json, path: TemplatePath): Json | undefined {
  return path.reduce<Json | undefined>((value, step) => typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as JsonObject)[step] : undefined, template);
}

function applied(value: Json | undefined, path: TemplatePath, operation: PatchOperation): Json {
  const [step, ...rest] = path;
  if (step === undefined) {
    return appliedHere(value, operation);
  }
  if (typeof step === 'number') {
    if (!Array.isArray(value) || step >= value.length) {
      throw new OperationProblem(`there is no item ${step} in ${pathText(operation.path)}`);
    }
    return value.map((item: Json, i) => i === step ? applied(item, rest, operation) : item);
  }
  // Nothing, written out, is a map without keys.
  const map = value ?? {};
  if (typeof map !== 'object' || Array.isArray(map)) {
    throw new OperationProblem(`${pathText(operation.path)} leads through a value that is not a map`);
  }
  return { ...map, [step]: applied(Object.hasOwn(map, step) ? (map as JsonObject)[step] : undefined, rest, operation) };
}

function appliedHere(value: Json | undefined, { path, op, value: wanted }: PatchOperation): Json {
  switch (op) {
    case 'set': return wanted;
    case 'insert':
      if (value !== undefined) {
        throw new OperationProblem(`${pathText(path)} is there already, with another value`);
      }
      return wanted;
    case 'append':
      if (value !== undefined && value !== null && !Array.isArray(value)) {
        throw new OperationProblem(`${pathText(path)} is not a list`);
      }
      return [...(value as readonly Json[] | undefined) ?? [], wanted];
  }
}

export function pathText(path: TemplatePath): string {
  return path.join('.');
}
