import { placeAt } from './place-at';
import { PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { alsoAttached, interfacesOf, Settings } from './read-interfaces';
import { launchSettings, settingsOf } from './read-launch-template';
import { inDefaultVpc, NetworkOfPlace, somewhereInVpc } from './read-network';
import { PlaceReader } from './rows/place-row';
import { everyValueAt, valuesAt } from './values-at';
import { UnknownValue } from '../../policy/unknown-value';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { Known, known, unknown } from '../../template/known';
import { dig } from '../../template/read-json';
import { isSame } from '../../template/same-value';

/** What instances refer to. */
export const INSTANCE_REFERENCES: readonly string[] = [
  'AWS::EC2::LaunchTemplate', 'AWS::EC2::NetworkInterface', 'AWS::EC2::NetworkInterfaceAttachment', 'AWS::EC2::EIP', 'AWS::EC2::EIPAssociation',
];

/** Reads an instance: what it says itself wins over its launch template. */
export function readInstance(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const launch = launchSettings(dig(resource.properties, 'LaunchTemplate'), resource, resources);
  const own = settingsOf(resource.properties, 'SecurityGroupIds');
  const profile = dig(resource.properties, 'IamInstanceProfile');
  const network = interfacesOf({
    interfaces: own.interfaces ?? launch.interfaces,
    subnets: own.subnets ?? launch.subnets,
    groups: own.groups ?? launch.groups,
    publicAddress: undefined,
  }, resource, resources);
  return [{
    ...placeAt(resource),
    ...alsoAttached(network, resource, resources),
    role: resources.roleOfProfile(profile ?? launch.profile, resource),
  }];
}

/** Reads an instance of WorkSpaces. */
export function readManagedInstance(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  return [{ ...placeAt(resource), ...launched([settingsOf(dig(resource.properties, 'ManagedInstance'), 'SecurityGroupIds')], undefined, resource, resources) }];
}

/** Reads a group: each launch template that it may use, in each of its subnets. */
export function readAutoScalingGroup(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const { properties } = resource;
  const mixed = dig(properties, 'MixedInstancesPolicy', 'LaunchTemplate');
  const configuration = dig(properties, 'LaunchConfigurationName');
  const specifications = [
    dig(properties, 'LaunchTemplate'), dig(mixed, 'LaunchTemplateSpecification'), ...everyValueAt(mixed, 'Overrides.*.LaunchTemplateSpecification'),
  ].filter((specification) => specification !== undefined);
  const launches = specifications.map((specification) => launchSettings(specification, resource, resources));
  if (configuration !== undefined) {
    launches.push(ofLaunchConfiguration(configuration, resource, resources));
  }
  return [{ ...placeAt(resource), ...launched(launches, dig(properties, 'VPCZoneIdentifier'), resource, resources) }];
}

/** Reads a fleet, in the subnets of its overrides, else of its launch templates. */
export function readFleet(configurations: string, specification: string, specifications?: string): PlaceReader {
  return (resource, resources) => {
    const byTemplate = valuesAt(resource.properties, [...configurations.split('.'), '*']).map(({ value }) => {
      const subnets = everyValueAt(value, 'Overrides.*.SubnetId');
      return launched([launchSettings(dig(value, specification), resource, resources)], subnets.length > 0 ? subnets : undefined, resource, resources);
    });
    const own = specifications === undefined ? [] : valuesAt(resource.properties, [...specifications.split('.'), '*']).map(({ value }) => {
      const settings = settingsOf(value, 'SecurityGroups.*.GroupId');
      const { subnets } = settings;
      // Several stand in one text here.
      return launched([{
        ...settings, subnets: typeof subnets === 'string' ? subnets.split(/,\s*/) : subnets,
      }], undefined, resource, resources);
    });
    return [{ ...placeAt(resource), ...joined([...byTemplate, ...own], resource) }];
  };
}

/** Reads nodes whose subnets stand in a resource, and the rest in its launch template. */
export function readInstancesOf(row: {
  readonly subnets: string;
  readonly launchTemplate: string;
  readonly role?: string;
  readonly profile?: string;
  /** Where security groups stand that win over those of the launch template. */
  readonly groups?: string;
  /** Why the security groups are unknown where no launch template names them. */
  readonly groupsElse?: string;
}): PlaceReader {
  return (resource, resources) => {
    const specification = dig(resource.properties, row.launchTemplate);
    const launch = specification === undefined ? NO_SETTINGS : launchSettings(specification, resource, resources);
    const own = row.groups === undefined ? undefined : dig(resource.properties, row.groups);
    const groups = own ?? launch.groups ?? (row.groupsElse === undefined || launch.interfaces !== undefined ? undefined : new UnknownValue(row.groupsElse));
    const place = launched([{ ...launch, groups }], dig(resource.properties, row.subnets), resource, resources);
    const role = row.role !== undefined ? resources.role(dig(resource.properties, row.role), resource)
      : resources.roleOfProfile(row.profile === undefined ? launch.profile : dig(resource.properties, row.profile) ?? launch.profile, resource);
    return [{ ...placeAt(resource), ...place, role }];
  };
}

const NO_SETTINGS: Settings = { interfaces: undefined, subnets: undefined, groups: undefined, publicAddress: undefined, profile: undefined };

type Launched = NetworkOfPlace & Pick<PlaceFacts, 'role'>;

/** What launches instances in these subnets, by each of the settings. */
function launched(launches: readonly Settings[], subnets: unknown, resource: EvaluatedResource, resources: PlaceResources): Launched {
  return joined(launches.map((launch): Launched => ({
    ...subnets === undefined && launch.subnets === undefined && launch.interfaces === undefined ? inDefaultVpc(resource, false)
      : interfacesOf({ ...launch, subnets: subnets ?? launch.subnets, wins: subnets !== undefined }, resource, resources),
    role: resources.roleOfProfile(launch.profile, resource),
  })), resource);
}

/** One place that may be launched in several ways. Which role it has is not known where they differ. */
function joined(all: readonly Launched[], { address }: EvaluatedResource): Launched {
  const [first] = all;
  if (first === undefined) {
    const reason = `${address.logicalId} names nothing that says how its instances are launched`;
    return { ...somewhereInVpc(reason), role: unknown(reason) };
  }
  const open = all.map(({ interfaces }) => interfaces).find((interfaces) => !interfaces.known);
  const role: Known<string | undefined> = all.map((one) => one.role).find((one) => !one.known)
    ?? (all.every((one) => isSame(one.role, first.role)) ? first.role : unknown(`${address.logicalId} launches instances with different roles`));
  const interfaces = all.flatMap((one) => one.interfaces.known ? one.interfaces.value : []);
  return { interfaces: open ?? known(interfaces.filter((one, i) => interfaces.findIndex((other) => isSame(one, other)) === i)), outsideVpc: known(false), role };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-launchconfiguration.html */
function ofLaunchConfiguration(name: unknown, resource: EvaluatedResource, resources: PlaceResources): Settings {
  const found = resources.find(name, 'AWS::AutoScaling::LaunchConfiguration', ['LaunchConfigurationName'], resource);
  const properties = found.known ? found.value.properties : new UnknownValue(found.reason);
  return {
    ...NO_SETTINGS,
    groups: dig(properties, 'SecurityGroups'),
    publicAddress: dig(properties, 'AssociatePublicIpAddress'),
    profile: dig(properties, 'IamInstanceProfile'),
  };
}
