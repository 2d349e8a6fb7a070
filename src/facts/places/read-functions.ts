import { placeAt } from './place-at';
import { PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { readNetwork, unknownNetwork } from './read-network';
import { SubnetsRow } from './rows/place-row';
import { everyValueAt } from './values-at';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { Known } from '../../template/known';
import { dig } from '../../template/read-json';

/**
 * A function in a VPC reaches everything through that VPC, and its network interfaces have no public addresses.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
 */
const NETWORK: SubnetsRow = {
  by: { at: 'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn', type: 'AWS::Lambda::CapacityProvider', names: ['CapacityProviderName'] },
  subnets: ['VpcConfig.SubnetIds', '@VpcConfig.SubnetIds'],
  groups: ['VpcConfig.SecurityGroupIds', '@VpcConfig.SecurityGroupIds'],
  publicAddress: false,
  ipv6: 'VpcConfig.Ipv6AllowedForDualStack',
  otherwise: 'service',
};

/** Reads a Lambda function, or one of SAM. */
export function readFunction(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const network = readNetwork(NETWORK, (path) => everyValueAt(resource.properties, path), resource, resources);
  const dependsOnGlobals = resource.resource.Type === 'AWS::Serverless::Function' && !resource.template.hasGlobals && network.outsideVpc.known && network.outsideVpc.value;
  return [{
    ...placeAt(resource),
    ...dependsOnGlobals ? unknownNetwork(`whether SAM runs ${resource.address.logicalId} in a VPC depends on its Globals`) : network,
    role: roleOrImplicit(resource, resources),
  }];
}

/** The role that a resource names; for one of SAM without, the role that SAM makes. */
export function roleOrImplicit(resource: EvaluatedResource, resources: PlaceResources): Known<string | undefined> {
  const isServerless = resource.resource.Type.startsWith('AWS::Serverless::');
  const role = dig(resource.properties, resource.resource.Type === 'AWS::StepFunctions::StateMachine' ? 'RoleArn' : 'Role');
  return resources.role(role === undefined && isServerless ? resources.evaluator.evaluate({ 'Fn::GetAtt': [`${resource.address.logicalId}Role`, 'Arn'] }, resource.template) : role, resource);
}
