import { placeAt } from './place-at';
import { PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { interfacesOf } from './read-interfaces';
import { somewhereInVpc } from './read-network';
import { UnknownValue } from '../../policy/unknown-value';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { unknown } from '../../template/known';
import { dig, listOf, textOf } from '../../template/read-json';

const VPC = 'aws:ec2:vpc';
const LAUNCH = 'aws:autoscaling:launchconfiguration';

/**
 * Reads the instances of an environment by its option settings, which win over those of its configuration template.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html
 */
export function readBeanstalkEnvironment(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const { logicalId } = resource.address;
  const template = dig(resource.properties, 'TemplateName');
  const found = template === undefined ? undefined : resources.find(template, 'AWS::ElasticBeanstalk::ConfigurationTemplate', [], resource);
  const inherited = found === undefined ? [] : found.known ? dig(found.value.properties, 'OptionSettings') : new UnknownValue(found.reason);
  const settings = [...listOf(dig(resource.properties, 'OptionSettings')), ...listOf(inherited)];
  const open = settings.find((setting) => setting instanceof UnknownValue);
  if (open instanceof UnknownValue) {
    return [{ ...placeAt(resource), ...somewhereInVpc(open.reason), role: unknown(open.reason) }];
  }
  const option = (namespace: string, name: string) => dig(settings.find((setting) => dig(setting, 'Namespace') === namespace && dig(setting, 'OptionName') === name), 'Value');
  const ownGroup = option(LAUNCH, 'DisableDefaultEC2SecurityGroup');
  const groups = textOf(ownGroup) === 'true' ? listIn(option(LAUNCH, 'SecurityGroups'))
    : new UnknownValue(`Elastic Beanstalk makes a security group for the instances of ${logicalId}`);
  return [{
    ...placeAt(resource),
    ...interfacesOf({ interfaces: undefined, subnets: listIn(option(VPC, 'Subnets')), groups, publicAddress: option(VPC, 'AssociatePublicIpAddress') }, resource, resources),
    role: resources.roleOfProfile(option(LAUNCH, 'IamInstanceProfile'), resource),
  }];
}

/** Lists stand in one text. */
function listIn(value: unknown): unknown {
  return typeof value === 'string' ? value.split(/,\s*/).filter((item) => item !== '') : value;
}
