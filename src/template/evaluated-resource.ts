import { TemplateEvaluator } from './evaluate-template';
import { Known, known, readKnown, unknown } from './known';
import { parsePolicies, unwrapPolicies } from './policy-texts';
import { isRecord, ownValue, textOf } from './read-json';
import { ResourceAddress, Template, TemplateResource } from './template';
import { DeploymentCondition } from './template-conditions';

/** A resource with its properties evaluated. */
export interface EvaluatedResource {
  readonly address: ResourceAddress;
  /** The template as it is wherever the resource is deployed: its condition holds there. */
  readonly template: Template;
  readonly resource: TemplateResource;
  /** An object, or unknown as a whole. */
  readonly properties: unknown;
  /** The conditions under which it is deployed, none of which is decided: its own, and those of the nested stacks around it. */
  readonly conditions: readonly DeploymentCondition[];
  /** Whether a condition holds wherever the resource is deployed. */
  readonly holds: (condition: DeploymentCondition) => Known<boolean>;
}

/**
 * The resources of templates by their type. One whose condition does not hold is none.
 *
 * They are evaluated in groups, each when one of its types is asked for first: not every question needs every group, and most
 * applications have more roles and functions than buckets. A type is in the first group that has it.
 */
export function evaluatedResources(
  templates: readonly Template[], evaluator: TemplateEvaluator, groups: readonly ((type: string) => boolean)[],
): (type: string) => readonly EvaluatedResource[] {
  const groupOf = (type: string) => groups.findIndex((has) => has(type));
  const byGroup = new Map<number, Map<string, EvaluatedResource[]>>();
  return (type) => {
    const group = groupOf(type);
    const evaluated = byGroup.get(group)
      ?? groupBy(group < 0 ? [] : evaluateResources(templates, evaluator, (one) => groupOf(one) === group), ({ resource }) => [resource.Type]);
    byGroup.set(group, evaluated);
    return evaluated.get(type) ?? [];
  };
}

function evaluateResources(templates: readonly Template[], evaluator: TemplateEvaluator, isRead: (type: string) => boolean): EvaluatedResource[] {
  return templates.flatMap((given) => {
    const expanded = evaluator.expanded(given);
    return Object.entries(expanded.resources).flatMap(([logicalId, written]): EvaluatedResource[] => {
      const resource = underMacro(written);
      const address = { template: expanded.id, logicalId };
      const read = isRecord(resource) && typeof resource.Type === 'string' && isRead(resource.Type);
      const conditions = read ? evaluator.conditions.ofResource(address) : undefined;
      if (!conditions) {
        return [];
      }
      const template = evaluator.conditions.withResource(logicalId, expanded);
      let properties: { readonly evaluated: unknown } | undefined;
      return [{
        address,
        template,
        resource,
        get properties() {
          properties ??= { evaluated: parsePolicies(evaluator.evaluate(unwrapPolicies(resource.Properties ?? {}), template)) };
          return properties.evaluated;
        },
        conditions,
        holds: (condition) => evaluator.conditions.holdsIn(condition, template),
      }];
    });
  });
}

/** A macro inside of a resource may rewrite all of it but its type, as far as anybody knows. */
function underMacro(resource: TemplateResource): TemplateResource {
  const macro = ownValue(resource, 'Fn::Transform');
  const rewritten = { 'Fn::Transform': macro };
  return macro === undefined ? resource : { ...resource, Properties: rewritten, DeletionPolicy: rewritten, UpdateReplacePolicy: rewritten };
}

/** Whether one resource is there whenever the other is. */
export function isDeployedWith(one: EvaluatedResource, other: EvaluatedResource): Known<boolean> {
  const open = one.conditions.find((condition) => !holdsFor(other, condition, true));
  return open === undefined ? known(true) : unknown(`whether ${one.address.logicalId} is deployed is decided by condition ${open.name}`);
}

/** Says whether one resource is never there when the other is. */
export function isNeverDeployedWith(one: EvaluatedResource, other: EvaluatedResource): boolean {
  return one.conditions.some((condition) => holdsFor(other, condition, false)) || other.conditions.some((condition) => holdsFor(one, condition, false));
}

function holdsFor(resource: EvaluatedResource, condition: DeploymentCondition, value: boolean): boolean {
  const holds = resource.holds(condition);
  return holds.known && holds.value === value;
}

/** What happens to the resource when it leaves its stack, or when it is replaced. */
export function readRetention({ resource, template }: EvaluatedResource, attribute: 'DeletionPolicy' | 'UpdateReplacePolicy', evaluator: TemplateEvaluator): Known<string> {
  return readKnown(evaluator.evaluate(resource[attribute], template), (v) => v === undefined ? 'Delete' : textOf(v) || undefined);
}

export function groupBy<T, K = string>(items: readonly T[], keysOf: (item: T) => readonly K[]): Map<K, T[]> {
  const groups = new Map<K, T[]>();
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

/** The path of the construct that made the resource, as CDK notes it. */
export function constructPathOf({ address, template, resource }: Pick<EvaluatedResource, 'address' | 'template' | 'resource'>): string | undefined {
  return constructPathIn(template, address.logicalId, resource);
}

/** The same for any resource of a template. */
export function constructPathIn(template: Template, logicalId: string, resource: TemplateResource | undefined = template.resources[logicalId]): string | undefined {
  return textOf(ownValue(resource?.Metadata, 'aws:cdk:path')) || template.constructPathOf?.(logicalId);
}
