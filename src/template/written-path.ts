import { TemplateEvaluator } from './evaluate-template';
import { writtenAt } from './for-each';
import { isRecord, ownValue } from './read-json';
import { Template, TemplatePath } from './template';

/** What stands in a resource beside its properties. */
const ATTRIBUTES = ['Type', 'Condition', 'Metadata', 'DeletionPolicy', 'UpdateReplacePolicy'];

/**
 * Finds where a property of a resource is written in its template, with the branches and loops that it stands in. Where it is not
 * there, the path leads to the nearest of what is around it.
 *
 * @param property the path of the property as rules say it, separated by dots; null for the resource as a whole
 */
export function writtenPath(template: Template, logicalId: string, property: string | null, evaluator: TemplateEvaluator): TemplatePath {
  const expanded = evaluator.expanded(template);
  const resource = ownValue(expanded.resources, logicalId);
  const top: TemplatePath = ['Resources', ...writtenAt(expanded.resources, logicalId)];
  if (property === null || resource === undefined) {
    return top;
  }
  return [...top, ...below(resource, resourcePath(property), { evaluator, template: evaluator.conditions.withResource(logicalId, expanded) }, 0)];
}

/** The path of a property, or of an attribute such as `DeletionPolicy`, from its resource on. */
export function resourcePath(property: string): string {
  return ATTRIBUTES.includes(property.split('.', 1)[0]) ? property : `Properties.${property}`;
}

interface Place {
  readonly evaluator: TemplateEvaluator;
  /** As it is wherever the resource is deployed. */
  readonly template: Template;
}

/** Far more steps than a property has. */
const MAXIMUM_DEPTH = 100;

/** The steps from a value to what the path names, as far as they are there. */
function below(value: unknown, path: string, place: Place, depth: number): TemplatePath {
  if (path === '' || depth > MAXIMUM_DEPTH) {
    return [];
  }
  if (Array.isArray(value)) {
    const [index, rest] = split(path);
    const written = /^\d+$/.test(index) ? indexOf(value, Number(index), place) : undefined;
    return written === undefined ? [] : [written, ...below(value[written], rest, place, depth + 1)];
  }
  if (!isRecord(value)) {
    return [];
  }
  const [only, ...others] = Object.keys(value);
  if (only === 'Fn::If' && others.length === 0 && Array.isArray(value[only])) {
    return branches(value[only], place).map((branch): TemplatePath => [only, branch, ...below((value[only] as unknown[])[branch], path, place, depth + 1)]).reduce(longer, []);
  }
  if (only === 'Fn::ToJsonString' && others.length === 0) {
    return [only, ...below(value[only], path, place, depth + 1)];
  }
  const found = keyOf(value, path);
  if (found) {
    return [...writtenAt(value, found.key), ...below(value[found.key], found.rest, place, depth + 1)];
  }
  // A single value stands for a list of one.
  const [step, rest] = split(path);
  return step === '0' ? below(value, rest, place, depth + 1) : [];
}

/** The branches of a condition that may be deployed. */
function branches([condition]: readonly unknown[], { evaluator, template }: Place): number[] {
  const holds = typeof condition === 'string' ? evaluator.conditions.holds(condition, template) : undefined;
  return holds?.known ? [holds.value ? 1 : 2] : [1, 2];
}

/** Where an item of the evaluated list is written: what is left out in deployment does not count. */
function indexOf(list: readonly unknown[], index: number, { evaluator, template }: Place): number | undefined {
  let left = index;
  const written = list.findIndex((item) => evaluator.evaluate(item, template) !== undefined && left-- === 0);
  return written === -1 ? undefined : written;
}

/** The key that the path begins with. Keys contain dots, and rules write condition keys as AWS spells them. */
function keyOf(value: object, path: string): { readonly key: string; readonly rest: string } | undefined {
  const spelled = normal(path);
  const fits = (key: string) => spelled === normal(key) || spelled.startsWith(`${normal(key)}.`);
  // The longest, and of those that differ in case only the one that is spelled alike.
  const [key] = Object.keys(value).filter(fits).sort((one, other) => other.length - one.length || Number(path.startsWith(other)) - Number(path.startsWith(one)));
  return key === undefined ? undefined : { key, rest: path.slice(normal(key).length + 1) };
}

function normal(text: string): string {
  return text.replace(/\s/g, '').toLowerCase();
}

function split(path: string): [step: string, rest: string] {
  const dot = path.indexOf('.');
  return dot === -1 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)];
}

function longer(one: TemplatePath, other: TemplatePath): TemplatePath {
  return other.length > one.length ? other : one;
}
