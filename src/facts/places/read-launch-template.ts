import { PlaceResources } from './place-resources';
import { Settings } from './read-interfaces';
import { everyValueAt } from './values-at';
import { UnknownValue } from '../../policy/unknown-value';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { dig, textOf } from '../../template/read-json';

/** What `ImageId` and the like stand beside in an instance or in the data of a launch template. */
export function settingsOf(data: unknown, groups: string): Settings {
  const found = everyValueAt(data, groups);
  return {
    interfaces: dig(data, 'NetworkInterfaces'),
    subnets: dig(data, 'SubnetId'),
    groups: data instanceof UnknownValue ? data : found.length === 0 ? undefined : found.length === 1 ? found[0] : found,
    publicAddress: undefined,
    profile: dig(data, 'IamInstanceProfile', 'Arn') ?? dig(data, 'IamInstanceProfile', 'Name'),
  };
}

/** What the launch template says that is specified by id or name, and version; unknown as a whole where it is not in these templates. */
export function launchSettings(specification: unknown, place: EvaluatedResource, resources: PlaceResources): Settings {
  return settingsOf(launchData(specification, place, resources), 'SecurityGroupIds');
}

function launchData(specification: unknown, place: EvaluatedResource, resources: PlaceResources): unknown {
  if (specification === undefined || specification instanceof UnknownValue) {
    return specification;
  }
  const template = resources.find(
    dig(specification, 'LaunchTemplateId') ?? dig(specification, 'LaunchTemplateName') ?? dig(specification, 'Id') ?? dig(specification, 'TemplateId') ?? dig(specification, 'Name'),
    'AWS::EC2::LaunchTemplate', ['LaunchTemplateName'], place,
  );
  if (!template.known) {
    return new UnknownValue(template.reason);
  }
  const version = dig(specification, 'Version');
  const text = textOf(version);
  // Each change of the resource makes a version, which becomes the latest, and not the default one.
  return version instanceof UnknownValue ? version
    : version === undefined || text === '$Latest' || text.endsWith('.LatestVersionNumber⟧') || text === '1' ? dig(template.value.properties, 'LaunchTemplateData')
      : new UnknownValue(`version ${text.startsWith('⟦') ? '$Default' : text} of launch template ${template.value.address.logicalId} may say something else than its resource`);
}
