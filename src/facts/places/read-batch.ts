import { placeAt } from './place-at';
import { PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { readInstancesOf } from './read-instances';
import { NetworkOfPlace, readNetwork, somewhereInVpc } from './read-network';
import { everyValueAt } from './values-at';
import { UnknownValue } from '../../policy/unknown-value';
import { EvaluatedResource, isNeverDeployedWith } from '../../template/evaluated-resource';
import { Known, known, unknown } from '../../template/known';
import { dig, textOf } from '../../template/read-json';
import { mayBeSamePlace } from '../../template/templates-by-place';

/** Where a job definition names the roles of its jobs, of containers, of tasks, and of the nodes of a parallel job. */
export const JOB_ROLES: readonly string[] = [
  'ContainerProperties.JobRoleArn', 'EcsProperties.TaskProperties.*.TaskRoleArn',
  'NodeProperties.NodeRangeProperties.*.Container.JobRoleArn', 'NodeProperties.NodeRangeProperties.*.EcsProperties.TaskProperties.*.TaskRoleArn',
];

const PUBLIC_ADDRESSES = ['ContainerProperties.NetworkConfiguration.AssignPublicIp', 'EcsProperties.TaskProperties.*.NetworkConfiguration.AssignPublicIp'];

/** Reads jobs: each role is a place, in all compute environments that may run it. */
export function readJobDefinition(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const environments = resources.ofType('AWS::Batch::ComputeEnvironment').filter((environment) => mayBeSamePlace(environment.template, resource.template) && !isNeverDeployedWith(environment, resource));
  const network = joined(resource, environments.map((environment) => jobsIn(environment, resource, resources)));
  const named = [...new Set(everyValueAt(resource.properties, JOB_ROLES))];
  const roles = named.map((role) => resources.role(role, resource));
  return (roles.length > 0 ? roles : [withoutRole(resource, environments)])
    .map((role, i): PlaceFacts => ({ ...placeAt(resource, roles.length > 1 ? String(i) : undefined), ...network, role }));
}

/** Reads the instances of a compute environment. */
export function readComputeEnvironment(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const computed = dig(resource.properties, 'ComputeResources');
  return computed === undefined || isFargate(resource) ? []
    : readInstancesOf({ subnets: 'Subnets', launchTemplate: 'LaunchTemplate', profile: 'InstanceRole', groups: 'SecurityGroupIds' })({ ...resource, properties: computed }, resources);
}

function jobsIn(environment: EvaluatedResource, job: EvaluatedResource, resources: PlaceResources): NetworkOfPlace {
  const isOnKubernetes = dig(environment.properties, 'EksConfiguration') !== undefined;
  if (isOnKubernetes) {
    return somewhereInVpc(`jobs in ${environment.address.logicalId} run on nodes of EKS`);
  }
  if (!isFargate(environment)) {
    const [instances] = readComputeEnvironment(environment, resources);
    return instances ?? somewhereInVpc(`${environment.address.logicalId} has no compute resources in its template`);
  }
  const [isPublic = 'DISABLED'] = everyValueAt(job.properties, PUBLIC_ADDRESSES);
  return readNetwork({
    subnets: 'ComputeResources.Subnets',
    groups: 'ComputeResources.SecurityGroupIds',
    publicAddress: { at: '/assigned', is: 'ENABLED', absent: false },
    otherwise: { unknown: `${environment.address.logicalId} names no subnets` },
  }, (path) => path === '/assigned' ? [isPublic] : everyValueAt(environment.properties, path), environment, resources);
}

function isFargate({ properties }: EvaluatedResource): boolean {
  return textOf(dig(properties, 'ComputeResources', 'Type')).startsWith('FARGATE');
}

function joined({ address }: EvaluatedResource, networks: readonly NetworkOfPlace[]): NetworkOfPlace {
  const open = networks.map(({ interfaces }) => interfaces).find((interfaces) => !interfaces.known);
  return networks.length === 0 ? somewhereInVpc(`no compute environment for ${address.logicalId} is in these templates`)
    : { interfaces: open ?? known(networks.flatMap(({ interfaces }) => interfaces.known ? interfaces.value : [])), outsideVpc: known(false) };
}

function withoutRole({ address, properties }: EvaluatedResource, environments: readonly EvaluatedResource[]): Known<string | undefined> {
  return properties instanceof UnknownValue ? unknown(properties.reason)
    : environments.length > 0 && environments.every(isFargate) ? known(undefined) : unknown(`the jobs of ${address.logicalId} have no role, and may sign as the instances that run them`);
}
