import { placeAt } from './place-at';
import { PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { NetworkOfPlace, readNetwork, somewhereInVpc } from './read-network';
import { SubnetsRow } from './rows/place-row';
import { everyValueAt } from './values-at';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { dig } from '../../template/read-json';

const SUBNET_GROUP = { type: 'AWS::DMS::ReplicationSubnetGroup', names: ['ReplicationSubnetGroupIdentifier'] };

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dms-replicationinstance.html */
const OF_INSTANCE: SubnetsRow = {
  by: { at: 'ReplicationSubnetGroupIdentifier', ...SUBNET_GROUP },
  subnets: '@SubnetIds',
  groups: 'VpcSecurityGroupIds',
  publicAddress: { at: 'PubliclyAccessible', is: 'true', absent: true },
  otherwise: 'defaultVpc',
};

const SERVERLESS: SubnetsRow = {
  by: { at: 'ComputeConfig.ReplicationSubnetGroupId', ...SUBNET_GROUP },
  subnets: '@SubnetIds',
  groups: 'ComputeConfig.VpcSecurityGroupIds',
  publicAddress: false,
  otherwise: 'defaultVpc',
};

/** Reads a task: it runs on its replication instance, and has a role for each endpoint that is a bucket. */
export function readReplicationTask(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const instance = resources.find(dig(resource.properties, 'ReplicationInstanceArn'), 'AWS::DMS::ReplicationInstance', ['ReplicationInstanceIdentifier'], resource);
  return byEndpoint(resource, resources, instance.known
    ? readNetwork(OF_INSTANCE, (path) => everyValueAt(instance.value.properties, path), instance.value, resources) : somewhereInVpc(instance.reason));
}

export function readReplicationConfig(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  return byEndpoint(resource, resources, readNetwork(SERVERLESS, (path) => everyValueAt(resource.properties, path), resource, resources));
}

/** An endpoint that is no bucket makes no place; one that is not in these templates may be one. */
function byEndpoint(resource: EvaluatedResource, resources: PlaceResources, network: NetworkOfPlace): readonly PlaceFacts[] {
  return ['SourceEndpointArn', 'TargetEndpointArn'].flatMap((property): PlaceFacts[] => {
    const endpoint = resources.find(dig(resource.properties, property), 'AWS::DMS::Endpoint', ['EndpointIdentifier'], resource);
    const place = { ...placeAt(resource, property), ...network };
    if (!endpoint.known) {
      return [{ ...place, role: endpoint }];
    }
    const { properties } = endpoint.value;
    const [role] = everyValueAt(properties, ['S3Settings.ServiceAccessRoleArn', 'RedshiftSettings.ServiceAccessRoleArn']);
    return role === undefined && dig(properties, 'S3Settings') === undefined ? [] : [{ ...place, role: resources.role(role, endpoint.value) }];
  });
}
