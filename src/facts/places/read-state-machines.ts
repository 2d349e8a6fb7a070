import { placeAt } from './place-at';
import { PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { roleOrImplicit } from './read-functions';
import { SERVICE_NETWORK, unknownNetwork } from './read-network';
import { readTask, settingsAt } from './read-tasks';
import { UnknownValue } from '../../policy/unknown-value';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { dig, isRecord, textOf } from '../../template/read-json';

/**
 * Reads the calls of S3 in a state machine, which are signed as its role or that of the state, and the ECS tasks that it runs.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html
 */
export function readStateMachine(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const definition = definitionOf(resource);
  const itself = roleOrImplicit(resource, resources);
  if (definition instanceof UnknownValue) {
    return [{ ...placeAt(resource), ...unknownNetwork(definition.reason), role: itself }];
  }
  const states = statesIn(definition, [], 0);
  const calls = states.filter(({ state }) => /:states:::(?:aws-sdk:)?s3:/.test(textOf(dig(state, 'Resource'))));
  const [byRole, others] = [calls.filter(({ state }) => dig(state, 'Credentials') === undefined), calls.filter(({ state }) => dig(state, 'Credentials') !== undefined)];
  return [
    ...byRole.length === 0 ? [] : [{ ...placeAt(resource), ...SERVICE_NETWORK, role: itself }],
    ...others.map(({ state, path }): PlaceFacts => ({
      ...placeAt(resource, path),
      ...SERVICE_NETWORK,
      role: resources.role(dig(state, 'Credentials', 'RoleArn') ?? new UnknownValue(`the role of state ${path} is chosen when it runs`), resource),
    })),
    ...states.filter(({ state }) => /:states:::ecs:runTask/.test(textOf(dig(state, 'Resource')))).map(({ state, path }) => readRunTask(state, path, resource, resources)),
  ];
}

function readRunTask(state: unknown, path: string, resource: EvaluatedResource, resources: PlaceResources): PlaceFacts {
  const parameters = dig(state, 'Parameters') ?? dig(state, 'Arguments');
  const settings = settingsAt(parameters, 'TaskDefinition', 'AwsvpcConfiguration');
  return readTask({
    ...settings,
    definition: settings.definition ?? new UnknownValue(`the task definition of state ${path} is chosen when it runs`),
    role: dig(parameters, 'Overrides', 'TaskRoleArn'),
  }, resource, resources, path);
}

/** The definition as JSON. Texts may name variables that `DefinitionSubstitutions` gives values. */
function definitionOf({ address, properties }: EvaluatedResource): unknown {
  const written = dig(properties, 'Definition') ?? dig(properties, 'DefinitionString');
  if (written === undefined) {
    return new UnknownValue(`the definition of ${address.logicalId} is in a file`);
  }
  const substitutions = dig(properties, 'DefinitionSubstitutions') ?? {};
  if (written instanceof UnknownValue || substitutions instanceof UnknownValue) {
    return written instanceof UnknownValue ? written : substitutions;
  }
  if (typeof written !== 'string') {
    return substitutedIn(written, substitutions, 0);
  }
  try {
    return substitutedIn(JSON.parse(written), substitutions, 0);
  } catch {
    return new UnknownValue(`the definition of ${address.logicalId} is not JSON`);
  }
}

/** Deeper than any state machine, whose states may stand within states. */
const MAXIMUM_DEPTH = 60;

function substitutedIn(value: unknown, substitutions: unknown, depth: number): unknown {
  if (depth > MAXIMUM_DEPTH) {
    return new UnknownValue('the definition is deeper than anybody writes');
  }
  if (typeof value === 'string') {
    const whole = /^\$\{([^}]*)\}$/.exec(value);
    return whole ? dig(substitutions, whole[1]) ?? value : value.replace(/\$\{([^}]*)\}/g, (found, name: string) => textOf(dig(substitutions, name)) || found);
  }
  return Array.isArray(value) ? value.map((item) => substitutedIn(item, substitutions, depth + 1))
    : isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitutedIn(item, substitutions, depth + 1)])) : value;
}

/** Everything with a `Resource`: tasks, and what reads items for a map or writes its results. */
function statesIn(value: unknown, path: readonly string[], depth: number): { readonly state: unknown; readonly path: string }[] {
  if (depth > MAXIMUM_DEPTH || !(isRecord(value) || Array.isArray(value))) {
    return [];
  }
  return [
    ...typeof dig(value, 'Resource') === 'string' ? [{ state: value, path: path.join('.') }] : [],
    ...Object.entries(value).flatMap(([key, item]) => statesIn(item, [...path, key], depth + 1)),
  ];
}
