import { App, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { networkOf, placeIn, REGION, shortly } from './networks';
import { InterfaceFacts, PlaceFacts } from '../../src/facts/places/place-facts';
import { s3In } from '../../src/reach/destination';
import { NetworkPath } from '../../src/reach/network-path';
import { networkPaths } from '../../src/reach/network-paths';
import { known } from '../../src/template/known';
import { Template } from '../../src/template/template';
import { symbol } from '../template/templates';

/** The paths from a subnet of each kind of a VPC that CDK makes. */
function pathsIn(build: (stack: Stack) => ec2.Vpc, kind: ec2.SubnetType, more: Partial<InterfaceFacts> = {}, props: StackProps = { env: { region: REGION, account: '111122223333' } }): readonly NetworkPath[] {
  const app = new App();
  const stack = new Stack(app, 'App', props);
  const vpc = build(stack);
  const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
  const { template } = app.synth().getStackByName('App');
  const logicalId = (construct: { readonly node: { readonly defaultChild?: unknown } }) => stack.resolve((construct.node.defaultChild as ec2.CfnSubnet).logicalId) as string;
  const place: PlaceFacts = {
    ...placeIn(''),
    interfaces: known([{ subnet: known(symbol('App', logicalId(vpc.selectSubnets({ subnetType: kind }).subnets[0] as ec2.Subnet))), securityGroups: known([known(symbol('App', `${logicalId(group)}.GroupId`))]), publicAddress: undefined, ipv6: undefined, ...more }]),
  };
  const read: Template = { id: 'App', resources: template.Resources, outputs: {}, parameters: template.Parameters, fromCdk: true, region: props.env?.region, account: props.env?.account };
  return networkPaths(place, networkOf(read), s3In(props.env?.region));
}

const { PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED } = ec2.SubnetType;
const ISOLATED = [{ name: 'Isolated', subnetType: PRIVATE_ISOLATED }];
const plain = (stack: Stack) => new ec2.Vpc(stack, 'Vpc');
const isolated = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: ISOLATED });
const withGatewayEndpoint = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: ISOLATED, gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } } });
const withInterfaceEndpoint = (options: Partial<ec2.InterfaceVpcEndpointOptions> = {}) => (stack: Stack) => {
  const vpc = withGatewayEndpoint(stack);
  vpc.addInterfaceEndpoint('S3Interface', { service: ec2.InterfaceVpcEndpointAwsService.S3, ...options });
  return vpc;
};
const ALL = { privateDnsOnlyForInboundResolverEndpoint: ec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint.ALL_RESOLVERS };
const dualStack = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { ipProtocol: ec2.IpProtocol.DUAL_STACK, natGateways: 1 });

test.each([
  ['a public subnet', plain, PUBLIC, 'passes by internetGateway'],
  ['a private subnet with a NAT gateway', plain, PRIVATE_WITH_EGRESS, 'passes by natGateway'],
  ['an isolated subnet', isolated, PRIVATE_ISOLATED, /^cut by route VpcIsolatedSubnet1RouteTable/],
  ['an isolated subnet with a gateway endpoint', withGatewayEndpoint, PRIVATE_ISOLATED, 'passes by gatewayEndpoint'],
  ['an interface endpoint as CDK makes one, which leaves the requests of the VPC to the gateway endpoint', withInterfaceEndpoint(), PRIVATE_ISOLATED, 'passes by gatewayEndpoint'],
  ['an interface endpoint for all resolvers', withInterfaceEndpoint(ALL), PRIVATE_ISOLATED, 'passes by interfaceEndpoint'],
  ['an interface endpoint that is closed', withInterfaceEndpoint({ ...ALL, open: false }), PRIVATE_ISOLATED, /^cut by securityGroup VpcS3InterfaceSecurityGroup/],
  ['a private subnet with IPv4 and IPv6', dualStack, PRIVATE_WITH_EGRESS, 'passes by natGateway'],
] as const)('%s', (_, build, kind, expected) => {
  const paths = pathsIn(build, kind).map(shortly);
  expect(paths).toEqual([expected instanceof RegExp ? expect.stringMatching(expected) : expected]);
});

test('the template of an app without a Region says the same, with an assumption', () => {
  const [path, ...more] = pathsIn(withGatewayEndpoint, PRIVATE_ISOLATED, {}, {});
  expect([shortly(path), path.assumptions, more]).toEqual(['passes by gatewayEndpoint', ['Templates whose Region is not decided before deployment are deployed to the same Region.'], []]);
});

test('a NAT gateway gives requests its Elastic IP address, by reference', () => {
  const [{ arrives, hops }] = pathsIn(plain, PRIVATE_WITH_EGRESS);
  expect(arrives).toEqual({ kind: 'internet', sourceIp: known(expect.stringMatching(/^⟦App#VpcPublicSubnet1EIP\w+⟧$/)) });
  expect(hops.map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, ''))).toEqual(['Place', 'VpcPrivateSubnet1Subnet', 'VpcPublicSubnet1NATGateway', 'VpcPublicSubnet1Subnet', 'VpcIGW']);
});

test('an endpoint gives requests its id, its VPC and the block of the subnet', () => {
  const [{ arrives }] = pathsIn(withInterfaceEndpoint(ALL), PRIVATE_ISOLATED);
  expect(arrives).toMatchObject({ kind: 'endpoint', endpoint: expect.stringMatching(/^⟦App#VpcS3Interface\w+⟧$/), vpc: known(expect.stringMatching(/^⟦App#Vpc\w+⟧$/)), sourceCidrs: known(['10.0.0.0/18']) });
});
