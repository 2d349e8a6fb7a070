import { placeAt } from './place-at';
import { InterfaceFacts, PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { groupsIn, idIn, inDefaultVpc, itemsOf, somewhereInVpc } from './read-network';
import { UnknownValue } from '../../policy/unknown-value';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { known } from '../../template/known';
import { dig } from '../../template/read-json';

/** The nodes of a cluster by the groups that they have: one that EMR manages, and more. */
const NODES = [
  ['EmrManagedMasterSecurityGroup', 'AdditionalMasterSecurityGroups'],
  ['EmrManagedSlaveSecurityGroup', 'AdditionalSlaveSecurityGroups'],
] as const;

/**
 * Reads a cluster of EMR: an interface for each kind of its nodes in each subnet.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
 */
export function readEmrCluster(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const instances = dig(resource.properties, 'Instances');
  const profile = dig(resource.properties, 'JobFlowRole') ?? new UnknownValue(`${resource.address.logicalId} names no JobFlowRole`);
  const subnets = dig(instances, 'Ec2SubnetIds') ?? dig(instances, 'Ec2SubnetId');
  const network = subnets instanceof UnknownValue && !subnets.isText ? somewhereInVpc(subnets.reason)
    : itemsOf(subnets).length === 0 ? inDefaultVpc(resource, false)
      : { interfaces: known(itemsOf(subnets).flatMap((subnet) => NODES.map((groups) => nodesIn(subnet, instances, groups, resource)))), outsideVpc: known(false) };
  return [{ ...placeAt(resource), ...network, role: resources.roleOfProfile(profile, resource) }];
}

function nodesIn(subnet: unknown, instances: unknown, [managed, more]: typeof NODES[number], resource: EvaluatedResource): InterfaceFacts {
  const group = dig(instances, managed) ?? new UnknownValue(`EMR makes the security groups of ${resource.address.logicalId}`, true);
  const others = dig(instances, more);
  return {
    subnet: idIn(subnet, 'a subnet', resource),
    securityGroups: groupsIn([[group], ...others === undefined ? [] : [others]], resource),
    publicAddress: undefined,
    ipv6: undefined,
  };
}
