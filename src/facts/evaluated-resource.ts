import { TemplateEvaluator } from './evaluate-template';
import { Known, known, readKnown, unknown } from './known';
import { isRecord, ownValue, textOf } from './read-json';
import { isFactResource } from './resource-types';
import { ResourceAddress, Template, TemplateResource } from './template';

/** A resource with its properties evaluated. */
export interface EvaluatedResource {
  readonly address: ResourceAddress;
  readonly template: Template;
  readonly resource: TemplateResource;
  /** An object, or unknown as a whole. */
  readonly properties: unknown;
  /** The conditions under which it is deployed: its own, and those of the nested stacks around it. */
  readonly conditions: readonly string[];
}

/** The resources that facts are read from, by their type. */
export function evaluateResources(templates: readonly Template[], evaluator: TemplateEvaluator): Map<string, EvaluatedResource[]> {
  const byId = new Map(templates.map((template) => [template.id, template]));
  const all = templates.flatMap((template) => Object.entries(template.resources).flatMap(([logicalId, resource]): EvaluatedResource[] => {
    if (!isRecord(resource) || typeof resource.Type !== 'string' || !isFactResource(resource.Type)) {
      return [];
    }
    const address = { template: template.id, logicalId };
    return [{ address, template, resource, properties: evaluator.evaluate(resource.Properties ?? {}, template), conditions: conditionsOf(address, byId) }];
  }));
  return groupBy(all, ({ resource }) => [resource.Type]);
}

function conditionsOf(address: ResourceAddress | undefined, byId: ReadonlyMap<string, Template>, inside: readonly Template[] = []): string[] {
  const template = address && byId.get(address.template);
  if (!template || inside.includes(template)) {
    return [];
  }
  const condition = ownValue(ownValue(template.resources, address.logicalId), 'Condition');
  return [...condition === undefined ? [] : [`${template.id}#${textOf(condition)}`], ...conditionsOf(template.parent, byId, [...inside, template])];
}

/** Whether one resource is there whenever the other is. */
export function isDeployedWith(one: EvaluatedResource, other: EvaluatedResource): Known<boolean> {
  const own = one.conditions.find((condition) => !other.conditions.includes(condition));
  return own === undefined ? known(true) : unknown(`whether ${one.address.logicalId} is deployed is decided by condition ${own.split('#').pop()}`);
}

/** What happens to the resource when it leaves its stack, or when it is replaced. */
export function readRetention({ resource, template }: EvaluatedResource, attribute: 'DeletionPolicy' | 'UpdateReplacePolicy', evaluator: TemplateEvaluator): Known<string> {
  return readKnown(evaluator.evaluate(resource[attribute], template), (v) => v === undefined ? 'Delete' : textOf(v) || undefined);
}

export function groupBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) {
        group.push(item);
      } else {
        groups.set(key, [item]);
      }
    }
  }
  return groups;
}
