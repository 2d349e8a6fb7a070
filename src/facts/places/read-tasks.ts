import { placeAt } from './place-at';
import { PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { NetworkOfPlace, readNetwork, somewhereInVpc } from './read-network';
import { everyValueAt } from './values-at';
import { UnknownValue } from '../../policy/unknown-value';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { Known, known, unknown } from '../../template/known';
import { dig, listOf, textOf } from '../../template/read-json';

/** What is said of ECS tasks where they are run: evaluated values. */
export interface TaskSettings {
  readonly definition: unknown;
  /** `AwsvpcConfiguration`, which some types spell otherwise. */
  readonly awsvpc: unknown;
  readonly launchType: unknown;
  readonly capacityProviders: readonly unknown[];
  /** Wins over the role in the task definition. */
  readonly role?: unknown;
}

/** Reads a service. One without a task definition has task sets instead. */
export function readService(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  return withDefinition(settingsAt(resource.properties, 'TaskDefinition', 'AwsvpcConfiguration'), resource, resources);
}

export function readTaskSet(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  return withDefinition(settingsAt(resource.properties, 'TaskDefinition', 'AwsVpcConfiguration'), resource, resources);
}

/** Reads the tasks that a rule of EventBridge runs. */
export function readRule(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const targets = dig(resource.properties, 'Targets');
  return listOf(targets).flatMap((target, i) => withDefinition(settingsAt(dig(target, 'EcsParameters'), 'TaskDefinitionArn', 'AwsVpcConfiguration'), resource, resources, `Targets.${i}`));
}

/** Reads the task that a schedule runs, or its call of S3. */
export function readSchedule(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const target = dig(resource.properties, 'Target');
  if (/:scheduler:::aws-sdk:s3:/.test(textOf(dig(target, 'Arn')))) {
    return [{ ...placeAt(resource), interfaces: known([]), outsideVpc: known(true), role: resources.role(dig(target, 'RoleArn'), resource) }];
  }
  return withDefinition(settingsAt(dig(target, 'EcsParameters'), 'TaskDefinitionArn', 'AwsvpcConfiguration'), resource, resources);
}

export function readPipe(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const parameters = dig(resource.properties, 'TargetParameters', 'EcsTaskParameters');
  return withDefinition({ ...settingsAt(parameters, 'TaskDefinitionArn', 'AwsvpcConfiguration'), role: dig(parameters, 'Overrides', 'TaskRoleArn') }, resource, resources);
}

export function settingsAt(parameters: unknown, definition: string, awsvpc: string): TaskSettings {
  return {
    definition: dig(parameters, definition),
    awsvpc: dig(parameters, 'NetworkConfiguration', awsvpc),
    launchType: dig(parameters, 'LaunchType'),
    capacityProviders: everyValueAt(parameters, ['CapacityProviderStrategy.*.CapacityProvider']),
  };
}

function withDefinition(settings: TaskSettings, resource: EvaluatedResource, resources: PlaceResources, part?: string): readonly PlaceFacts[] {
  return settings.definition === undefined ? [] : [readTask(settings, resource, resources, part)];
}

/** Reads the network and the role of tasks. */
export function readTask(settings: TaskSettings, resource: EvaluatedResource, resources: PlaceResources, part?: string): PlaceFacts {
  const definition = resources.find(unversioned(settings.definition), 'AWS::ECS::TaskDefinition', ['Family'], resource);
  return { ...placeAt(resource, part), ...readTaskNetwork(settings, definition, resource, resources), role: readTaskRole(settings, definition, resource, resources) };
}

/**
 * Tasks have a network interface of their own in the mode `awsvpc` only. One of Fargate has no public address where it is not asked for,
 * and one on an instance never.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-awsvpcconfiguration.html
 */
function readTaskNetwork({ awsvpc }: TaskSettings, definition: Known<EvaluatedResource>, resource: EvaluatedResource, resources: PlaceResources): NetworkOfPlace {
  const { logicalId } = resource.address;
  if (awsvpc !== undefined) {
    return readNetwork({
      subnets: 'Subnets', groups: 'SecurityGroups', publicAddress: { at: 'AssignPublicIp', is: 'ENABLED', absent: false }, otherwise: { unknown: `${logicalId} names no subnets` },
    }, (path) => everyValueAt(awsvpc, path), resource, resources);
  }
  const mode = definition.known ? dig(definition.value.properties, 'NetworkMode') : new UnknownValue(definition.reason);
  return mode instanceof UnknownValue ? somewhereInVpc(mode.reason)
    : mode === 'none' ? { interfaces: known([]), outsideVpc: known(false) }
      : somewhereInVpc(`the tasks of ${logicalId} share the network of the instances that run them`);
}

/**
 * A task on an instance that has no role may use that of the instance.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
function readTaskRole(settings: TaskSettings, definition: Known<EvaluatedResource>, resource: EvaluatedResource, resources: PlaceResources): Known<string | undefined> {
  if (settings.role !== undefined) {
    return resources.role(settings.role, resource);
  }
  if (!definition.known) {
    return definition;
  }
  const role = dig(definition.value.properties, 'TaskRoleArn');
  return role !== undefined || isOnFargate(settings, definition.value) ? resources.role(role, definition.value)
    : unknown(`the tasks of ${resource.address.logicalId} have no role, and may sign as the instances that run them`);
}

function isOnFargate({ launchType, capacityProviders }: TaskSettings, { properties }: EvaluatedResource): boolean {
  const compatible = listOf(dig(properties, 'RequiresCompatibilities'));
  return launchType === 'FARGATE' || (capacityProviders.length > 0 && capacityProviders.every((provider) => provider === 'FARGATE' || provider === 'FARGATE_SPOT'))
    || (compatible.length === 1 && compatible[0] === 'FARGATE');
}

/** A family may be named with a revision, or in an ARN. */
function unversioned(definition: unknown): unknown {
  return typeof definition === 'string' && !definition.includes('⟦') ? definition.replace(/^arn:.*:task-definition\//, '').replace(/:\d+$/, '') : definition;
}
