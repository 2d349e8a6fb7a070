import { TemplateEvaluator } from './evaluate-template';
import { readParameterKind } from './parameters';
import { isRecord, ownValue } from './read-json';
import { Template } from './template';

/** More than this many outcomes nobody writes templates for, and each is as much work as the template itself. */
const MOST_WORLDS = 16;

/**
 * The outcomes that the open conditions and the listed parameter values of templates leave, each as templates in which all of
 * these are decided. One outcome, the templates as they are, where nothing is open or too much.
 *
 * A condition that follows from others is not open any more, so that what excludes each other is never assumed together.
 *
 * @param isWorkedOut says of a type whether what is left open about resources of it matters
 */
export function worldsOf(templates: readonly Template[], isWorkedOut: (type: string) => boolean): readonly (readonly Template[])[] {
  const choices = templates.flatMap((template) => choicesOf(template, isWorkedOut));
  if (choices.length === 0) {
    return [templates];
  }
  let worlds: readonly (readonly Template[])[] = [templates];
  for (const choice of choices) {
    worlds = worlds.flatMap((world) => decided(world, choice));
    if (worlds.length > MOST_WORLDS) {
      return [templates];
    }
  }
  return worlds;
}

/** What is decided in an outcome and was left open by the templates, each as a clause of a sentence. */
export function decisionsIn(world: readonly Template[], templates: readonly Template[]): string[] {
  return world.flatMap((template, i) => [
    ...Object.entries(template.parameterValues ?? {}).filter(([name]) => ownValue(templates[i].parameterValues, name) === undefined).map(([name, value]) => `parameter ${name} is '${value}'`),
    ...Object.entries(template.assumed ?? {}).filter(([name]) => ownValue(templates[i].assumed, name) === undefined).map(([name, holds]) => `condition ${name} ${holds ? 'holds' : 'does not hold'}`),
  ]);
}

/** Something that is decided at deployment, one way or another. */
type Choice = { readonly template: string } & ({ readonly condition: string } | { readonly parameter: string; readonly values: readonly string[] });

function decided(world: readonly Template[], choice: Choice): readonly (readonly Template[])[] {
  const template = world.find(({ id }) => id === choice.template)!;
  const withTemplate = (changed: Partial<Template>) => world.map((one) => one === template ? { ...template, ...changed } : one);
  if ('parameter' in choice) {
    return choice.values.map((value) => withTemplate({ parameterValues: { ...template.parameterValues, [choice.parameter]: value } }));
  }
  return new TemplateEvaluator(world).conditions.holds(choice.condition, template).known ? [world]
    : [true, false].map((holds) => withTemplate({ assumed: { ...template.assumed, [choice.condition]: holds } }));
}

/** Parameters first: what they are decides conditions. */
function choicesOf(template: Template, isWorkedOut: (type: string) => boolean): Choice[] {
  const listed = Object.entries(template.parameters ?? {}).flatMap(([parameter, declaration]): Choice[] => {
    const values = ownValue(declaration, 'AllowedValues');
    const { list, hidden } = readParameterKind(declaration);
    return template.parent === undefined && ownValue(template.parameterValues, parameter) === undefined && ownValue(declaration, 'NoEcho') === undefined && !list && !hidden
      && Array.isArray(values) && values.length > 1 && values.every((value) => ['string', 'number', 'boolean'].includes(typeof value))
      ? [{ template: template.id, parameter, values: [...new Set(values.map(String))] }] : [];
  });
  const names = Object.keys(template.conditions ?? {});
  if (listed.length + names.length === 0) {
    return [];
  }
  const mentioned = new Set<string>();
  for (const resource of Object.values(template.resources)) {
    if (isRecord(resource) && typeof resource.Type === 'string' && isWorkedOut(resource.Type)) {
      collectMentions(resource, mentioned, 0);
    }
  }
  // What a condition is made of is mentioned where the condition is.
  for (const name of names.filter((one) => mentioned.has(one))) {
    collectMentions(template.conditions![name], mentioned, 0);
  }
  return [
    ...listed.filter((choice) => 'parameter' in choice && mentioned.has(choice.parameter)),
    ...names.filter((name) => mentioned.has(name)).map((condition) => ({ template: template.id, condition })),
  ];
}

const MAXIMUM_DEPTH = 100;

/** The names in Ref, Fn::Sub, Fn::If and Condition. */
function collectMentions(value: unknown, into: Set<string>, depth: number): void {
  if (depth > MAXIMUM_DEPTH || typeof value !== 'object' || value === null) {
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    if ((key === 'Ref' || key === 'Condition') && typeof item === 'string') {
      into.add(item);
    } else if (key === 'Fn::If' && Array.isArray(item) && typeof item[0] === 'string') {
      into.add(item[0]);
    } else if (key === 'Fn::Sub') {
      for (const [, name] of String(Array.isArray(item) ? item[0] : item).slice(0, 10_000).matchAll(/\$\{([^}!.]+)\}/g)) {
        into.add(name);
      }
    }
    collectMentions(item, into, depth + 1);
  }
}
