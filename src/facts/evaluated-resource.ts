import { TemplateEvaluator } from './evaluate-template';
import { Known, known, readKnown, unknown } from './known';
import { parsePolicies, unwrapPolicies } from './policy-texts';
import { isRecord, ownValue, textOf } from './read-json';
import { GRANT_RESOURCE_TYPES, isFactResource, isReadOnDemand, WRITER_RESOURCE_TYPES } from './resource-types';
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
 * The resources that facts are read from, by their type. One whose condition does not hold is none.
 *
 * Those that grants are read from, and those that write to buckets, are not looked at before somebody asks for one of their
 * types: not every rule does, and most applications have more roles and functions than buckets.
 */
export function evaluatedResources(templates: readonly Template[], evaluator: TemplateEvaluator): (type: string) => readonly EvaluatedResource[] {
  const evaluate = (isRead: (type: string) => boolean) => {
    let byType: Map<string, EvaluatedResource[]> | undefined;
    return (type: string) => (byType ??= groupBy(evaluateResources(templates, evaluator, isRead), ({ resource }) => [resource.Type])).get(type) ?? [];
  };
  const forFacts = evaluate((type) => isFactResource(type) && !isReadOnDemand(type));
  const forGrants = evaluate((type) => GRANT_RESOURCE_TYPES.has(type));
  const forWriters = evaluate((type) => WRITER_RESOURCE_TYPES.has(type));
  return (type) => (GRANT_RESOURCE_TYPES.has(type) ? forGrants : WRITER_RESOURCE_TYPES.has(type) ? forWriters : forFacts)(type);
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

/** The path of the construct that made the resource, as CDK notes it. */
export function constructPathOf({ address, template, resource }: Pick<EvaluatedResource, 'address' | 'template' | 'resource'>): string | undefined {
  return constructPathIn(template, address.logicalId, resource);
}

/** The same for any resource of a template. */
export function constructPathIn(template: Template, logicalId: string, resource: TemplateResource | undefined = template.resources[logicalId]): string | undefined {
  return textOf(ownValue(resource?.Metadata, 'aws:cdk:path')) || template.constructPathOf?.(logicalId);
}
