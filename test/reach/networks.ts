import { NetworkFacts } from '../../src/facts/network/network-facts';
import { NETWORK_RESOURCE_TYPES } from '../../src/facts/network/network-types';
import { readNetwork } from '../../src/facts/network/read-network';
import { InterfaceFacts, PlaceFacts } from '../../src/facts/places/place-facts';
import { s3In } from '../../src/reach/destination';
import { NetworkPath } from '../../src/reach/network-path';
import { networkPaths } from '../../src/reach/network-paths';
import { TemplateEvaluator } from '../../src/template/evaluate-template';
import { evaluatedResources } from '../../src/template/evaluated-resource';
import { known } from '../../src/template/known';
import { Template } from '../../src/template/template';
import { symbol, template } from '../template/templates';

export const REGION = 'eu-west-1';

/** What is known of the networks of templates. */
export function networkOf(...templates: readonly Template[]): NetworkFacts {
  const evaluator = new TemplateEvaluator(templates);
  return readNetwork(evaluatedResources(templates, evaluator, [(type) => NETWORK_RESOURCE_TYPES.has(type)]), evaluator);
}

export type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: object; readonly Condition?: string } | undefined>>;

const ec2 = (type: string, properties: object = {}) => ({ Type: `AWS::EC2::${type}`, Properties: properties });
export const ref = (id: string) => ({ Ref: id });
export { ec2 };

/** A VPC with a private subnet, in which a place is, and a public one; nothing leads out of the first. */
export const BASE: Resources = {
  Vpc: ec2('VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }),
  Subnet: ec2('Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24' }),
  Table: ec2('RouteTable', { VpcId: ref('Vpc') }),
  Association: ec2('SubnetRouteTableAssociation', { SubnetId: ref('Subnet'), RouteTableId: ref('Table') }),
  Group: ec2('SecurityGroup', { VpcId: ref('Vpc'), GroupDescription: 'of the place' }),
  Igw: ec2('InternetGateway'),
  Attachment: ec2('VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }),
  Public: ec2('Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true }),
  PublicTable: ec2('RouteTable', { VpcId: ref('Vpc') }),
  PublicAssociation: ec2('SubnetRouteTableAssociation', { SubnetId: ref('Public'), RouteTableId: ref('PublicTable') }),
  PublicRoute: ec2('Route', { RouteTableId: ref('PublicTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }),
};

export function inRegion(resources: Resources, more: Partial<Template> = {}): Template {
  return template(Object.fromEntries(Object.entries(resources).filter(([, resource]) => resource !== undefined)), { region: REGION, account: '111122223333', ...more });
}

/** An instance in a subnet of the template, with the security group of the place. */
export function placeIn(subnet: string, more: Partial<InterfaceFacts> = {}, type: string = 'AWS::EC2::Instance'): PlaceFacts {
  return {
    address: { template: 'App', logicalId: 'Place' },
    type,
    constructPath: undefined,
    account: '111122223333',
    region: REGION,
    interfaces: known([{ subnet: known(symbol('App', subnet)), securityGroups: known([known(symbol('App', 'Group.GroupId'))]), publicAddress: undefined, ipv6: undefined, ...more }]),
    outsideVpc: known(false),
    role: known(undefined),
  };
}

/** A path in short: whether requests pass, by what, and what cuts them. */
export function shortly({ via, cuts, unknowns }: NetworkPath): string {
  return cuts.length > 0 ? `cut by ${cuts.map(({ kind, at }) => `${kind} ${at.logicalId}`).join(', ')}`
    : unknowns.length > 0 ? `unknown by ${via}` : `passes by ${via}`;
}

export function pathsOf(resources: Resources, place: PlaceFacts = placeIn('Subnet'), bucketRegion: string | null = REGION, more: Partial<Template> = {}): readonly NetworkPath[] {
  return networkPaths(place, networkOf(inRegion(resources, more)), s3In(bucketRegion ?? undefined));
}
