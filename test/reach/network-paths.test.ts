import { BASE, ec2, pathsOf, placeIn, ref, REGION, Resources, shortly } from './networks';
import { PlaceFacts } from '../../src/facts/places/place-facts';
import { known, unknown } from '../../src/template/known';
import { symbol } from '../template/templates';

const DOCS = 'https://docs.aws.amazon.com';
const ROUTES = `${DOCS}/vpc/latest/userguide/route-tables-priority.html`;
const GROUPS = `${DOCS}/vpc/latest/userguide/vpc-security-groups.html`;
const ACLS = `${DOCS}/vpc/latest/userguide/nacl-rules.html`;
const NAT = `${DOCS}/vpc/latest/userguide/vpc-nat-gateway.html`;
const IGW = `${DOCS}/vpc/latest/userguide/VPC_Internet_Gateway.html`;
const PRIVATE_DNS = `${DOCS}/AmazonS3/latest/userguide/privatelink-interface-endpoints.html#private-dns`;
const GATEWAY_ENDPOINTS = `${DOCS}/vpc/latest/privatelink/gateway-endpoints.html`;

interface Row {
  readonly that: string;
  readonly see: string;
  readonly with: Resources;
  readonly place?: PlaceFacts;
  /** Of the bucket; null where it is not decided. */
  readonly region?: string | null;
  readonly is: string | readonly string[];
}

const SERVICE = { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.s3']] };
const gateway = (properties: object = {}) => ec2('VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: SERVICE, RouteTableIds: [ref('Table')], ...properties });
const route = (properties: object, destination: object = { DestinationCidrBlock: '0.0.0.0/0' }) => ec2('Route', { RouteTableId: ref('Table'), ...destination, ...properties });
const toInternet = route({ GatewayId: ref('Igw') });
const NAT_WAY: Resources = {
  Nat: ec2('NatGateway', { SubnetId: ref('Public'), AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] } }),
  Eip: ec2('EIP', { Domain: 'vpc' }),
  Route: route({ NatGatewayId: ref('Nat') }),
};
const PUBLIC = placeIn('Subnet', { publicAddress: known(true) });
const egress = (...rules: readonly object[]) => ec2('SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupEgress: rules });
const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const acl = (...entries: readonly (readonly [number, boolean, string, string, number?, number?])[]): Resources => ({
  Acl: ec2('NetworkAcl', { VpcId: ref('Vpc') }),
  AclAssociation: ec2('SubnetNetworkAclAssociation', { SubnetId: ref('Subnet'), NetworkAclId: ref('Acl') }),
  ...Object.fromEntries(entries.map(([number, out, action, cidr, from, to], i) => [`Entry${i}`, ec2('NetworkAclEntry', {
    NetworkAclId: ref('Acl'), RuleNumber: number, Egress: out, RuleAction: action, CidrBlock: cidr, ...from === undefined ? { Protocol: -1 } : { Protocol: 6, PortRange: { From: from, To: to ?? from } },
  })])),
});
const OUT = [100, true, 'allow', '0.0.0.0/0', 443] as const;
const BACK = [100, false, 'allow', '0.0.0.0/0', 1024, 65535] as const;

const INTERFACE: Resources = {
  Far: ec2('Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.2.0/24' }),
  EndpointGroup: ec2('SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: [{ ...HTTPS, CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }] }),
  Endpoint: ec2('VPCEndpoint', {
    VpcId: ref('Vpc'),
    ServiceName: SERVICE,
    VpcEndpointType: 'Interface',
    SubnetIds: [ref('Far')],
    SecurityGroupIds: [{ 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] }],
    PrivateDnsEnabled: true,
    DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: 'AllResolvers' },
  }),
};
const endpoint = (properties: object): Resources => ({ ...INTERFACE, Endpoint: ec2('VPCEndpoint', { ...INTERFACE.Endpoint!.Properties, ...properties }) });
const V6: Resources = {
  Subnet: ec2('Subnet', { VpcId: ref('Vpc'), Ipv6Native: true, Ipv6CidrBlock: '2600:1f18:1:100::/64', AssignIpv6AddressOnCreation: true }),
  Eigw: ec2('EgressOnlyInternetGateway', { VpcId: ref('Vpc') }),
};
const v6Route = (properties: object) => route(properties, { DestinationIpv6CidrBlock: '::/0' });

/** Each path that passes, beside its nearest that is cut. */
const ROWS: readonly Row[] = [
  { that: 'a gateway endpoint in the route table of the subnet carries requests', see: GATEWAY_ENDPOINTS, with: { S3: gateway() }, is: 'passes by gatewayEndpoint' },
  { that: 'a gateway endpoint in another route table does not', see: GATEWAY_ENDPOINTS, with: { S3: gateway({ RouteTableIds: [ref('PublicTable')] }) }, is: 'cut by route Table' },
  { that: 'a gateway endpoint carries requests to buckets of its own Region', see: `${DOCS}/vpc/latest/privatelink/vpc-endpoints-s3.html`, with: { S3: gateway() }, region: REGION, is: 'passes by gatewayEndpoint' },
  { that: 'a gateway endpoint carries none to another Region', see: `${DOCS}/vpc/latest/privatelink/vpc-endpoints-s3.html`, with: { S3: gateway() }, region: 'us-east-1', is: 'cut by route Table' },
  { that: 'whether the bucket is in the same Region may be unknown', see: `${DOCS}/vpc/latest/privatelink/vpc-endpoints-s3.html`, with: { S3: gateway() }, region: null, is: 'unknown by gatewayEndpoint' },
  { that: 'a gateway endpoint of DynamoDB carries no requests to S3', see: GATEWAY_ENDPOINTS, with: { S3: gateway({ ServiceName: `com.amazonaws.${REGION}.dynamodb` }) }, is: 'cut by route Table' },
  { that: 'a gateway endpoint is more specific than a default route', see: ROUTES, with: { S3: gateway(), ...NAT_WAY }, is: 'passes by gatewayEndpoint' },
  { that: 'a subnet that nothing associates has the main route table, with its local route only', see: `${DOCS}/vpc/latest/userguide/subnet-route-tables.html`, with: { S3: gateway(), Association: undefined }, is: 'cut by route Subnet' },

  { that: 'an internet gateway carries requests of a public address', see: IGW, with: { Route: toInternet }, place: PUBLIC, is: 'passes by internetGateway' },
  { that: 'an internet gateway carries none without a public address', see: IGW, with: { Route: toInternet }, is: 'cut by route Igw' },
  { that: 'a subnet may give public addresses', see: IGW, with: {}, place: placeIn('Public'), is: 'passes by internetGateway' },
  { that: 'a function has no public address, whatever its subnet gives', see: `${DOCS}/lambda/latest/dg/configuration-vpc-internet.html`, with: {}, place: placeIn('Public', {}, 'AWS::Lambda::Function'), is: 'cut by route Igw' },
  { that: 'an internet gateway that is not attached is a black hole', see: IGW, with: { Route: toInternet, Attachment: undefined }, place: PUBLIC, is: 'cut by route Igw' },
  { that: 'an internet gateway that is attached to another VPC is a black hole', see: IGW, with: { Route: toInternet, Other: ec2('VPC', { CidrBlock: '10.9.0.0/16' }), Attachment: ec2('VPCGatewayAttachment', { VpcId: ref('Other'), InternetGatewayId: ref('Igw') }) }, place: PUBLIC, is: 'cut by route Igw' },
  { that: 'a route without a target is a black hole', see: ROUTES, with: { Route: route({}) }, place: PUBLIC, is: 'cut by route Route' },
  { that: 'a more specific route wins', see: ROUTES, with: { Route: toInternet, Half: route({ VpcPeeringConnectionId: 'pcx-1' }, { DestinationCidrBlock: '0.0.0.0/1' }), Other: route({ VpcPeeringConnectionId: 'pcx-1' }, { DestinationCidrBlock: '128.0.0.0/1' }) }, place: PUBLIC, is: 'cut by route Half' },
  { that: 'a more specific route for a part of S3 leaves it open', see: ROUTES, with: { Route: toInternet, Half: route({ VpcPeeringConnectionId: 'pcx-1' }, { DestinationCidrBlock: '52.0.0.0/8' }) }, place: PUBLIC, is: ['cut by route Half', 'unknown by internetGateway'] },
  { that: 'a more specific route for private addresses does not matter', see: ROUTES, with: { Route: toInternet, Half: route({ VpcPeeringConnectionId: 'pcx-1' }, { DestinationCidrBlock: '10.8.0.0/16' }) }, place: PUBLIC, is: 'passes by internetGateway' },
  { that: 'a route for the prefix list of S3 wins over a default route', see: ROUTES, with: { Route: route({ VpcPeeringConnectionId: 'pcx-1' }), List: route({ GatewayId: ref('Igw') }, { DestinationPrefixListId: 'pl-6da54004' }) }, place: PUBLIC, is: 'passes by internetGateway' },
  { that: 'which addresses another prefix list has is unknown', see: ROUTES, with: { Route: toInternet, List: route({ VpcPeeringConnectionId: 'pcx-1' }, { DestinationPrefixListId: 'pl-1' }) }, place: PUBLIC, is: ['cut by route List', 'unknown by internetGateway'] },
  { that: 'Block Public Access of VPCs cuts the way through an internet gateway', see: `${DOCS}/vpc/latest/userguide/security-vpc-bpa.html`, with: { Route: toInternet, Bpa: ec2('VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-ingress' }) }, place: PUBLIC, is: 'cut by route Bpa' },
  { that: 'a subnet may be excluded from it', see: `${DOCS}/vpc/latest/userguide/security-vpc-bpa.html`, with: { Route: toInternet, Bpa: ec2('VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-ingress' }), Out: ec2('VPCBlockPublicAccessExclusion', { SubnetId: ref('Subnet'), InternetGatewayExclusionMode: 'allow-bidirectional' }) }, place: PUBLIC, is: 'passes by internetGateway' },

  { that: 'whether an exclusion for egress is for public addresses is not documented', see: `${DOCS}/vpc/latest/userguide/security-vpc-bpa.html`, with: { Route: toInternet, Bpa: ec2('VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-bidirectional' }), Out: ec2('VPCBlockPublicAccessExclusion', { VpcId: ref('Vpc'), InternetGatewayExclusionMode: 'allow-egress' }) }, place: PUBLIC, is: 'unknown by internetGateway' },
  { that: 'it is for NAT gateways', see: `${DOCS}/vpc/latest/userguide/security-vpc-bpa.html`, with: { ...NAT_WAY, Bpa: ec2('VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-bidirectional' }), Out: ec2('VPCBlockPublicAccessExclusion', { VpcId: ref('Vpc'), InternetGatewayExclusionMode: 'allow-egress' }) }, is: 'passes by natGateway' },

  { that: 'a NAT gateway in a public subnet carries requests', see: NAT, with: NAT_WAY, is: 'passes by natGateway' },
  { that: 'a NAT gateway without a route to an internet gateway carries none', see: NAT, with: { ...NAT_WAY, PublicRoute: undefined }, is: 'cut by route PublicTable' },
  { that: 'a NAT gateway whose internet gateway is not attached carries none', see: NAT, with: { ...NAT_WAY, Attachment: undefined }, is: 'cut by route Igw' },
  { that: 'an internet gateway drops what a private NAT gateway sends', see: NAT, with: { ...NAT_WAY, Nat: ec2('NatGateway', { SubnetId: ref('Public'), ConnectivityType: 'private' }) }, is: 'cut by route Igw' },
  { that: 'a regional NAT gateway has its own route to the internet gateway', see: `${DOCS}/vpc/latest/userguide/nat-gateways-regional.html`, with: { ...NAT_WAY, Nat: ec2('NatGateway', { VpcId: ref('Vpc'), AvailabilityMode: 'regional' }) }, is: 'passes by natGateway' },
  { that: 'a regional NAT gateway carries nothing where no internet gateway is attached', see: `${DOCS}/vpc/latest/userguide/nat-gateways-regional.html`, with: { ...NAT_WAY, Nat: ec2('NatGateway', { VpcId: ref('Vpc'), AvailabilityMode: 'regional' }), Attachment: undefined }, is: 'cut by route Igw' },
  { that: 'Block Public Access that blocks ingress leaves NAT gateways', see: `${DOCS}/vpc/latest/userguide/security-vpc-bpa.html`, with: { ...NAT_WAY, Bpa: ec2('VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-ingress' }) }, is: 'passes by natGateway' },
  { that: 'Block Public Access in both directions does not', see: `${DOCS}/vpc/latest/userguide/security-vpc-bpa.html`, with: { ...NAT_WAY, Bpa: ec2('VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-bidirectional' }) }, is: 'cut by route Bpa' },

  { that: 'an egress-only internet gateway carries IPv6', see: `${DOCS}/vpc/latest/userguide/egress-only-internet-gateway.html`, with: { ...V6, Route: v6Route({ EgressOnlyInternetGatewayId: ref('Eigw') }) }, is: 'passes by egressOnlyInternetGateway' },
  { that: 'a default route for IPv4 carries no IPv6', see: ROUTES, with: { ...V6, Route: route({ GatewayId: ref('Igw') }) }, is: 'cut by route Table' },
  { that: 'an internet gateway carries IPv6 without a public IPv4 address', see: IGW, with: { ...V6, Route: v6Route({ GatewayId: ref('Igw') }) }, is: 'passes by internetGateway' },
  { that: 'a default route for IPv6 carries no IPv4', see: ROUTES, with: { Route: v6Route({ GatewayId: ref('Igw') }) }, place: PUBLIC, is: 'cut by route Table' },
  { that: 'a gateway endpoint is for IPv4 unless it says otherwise', see: `${GATEWAY_ENDPOINTS}#gateway-endpoint-ip-address-type`, with: { ...V6, S3: gateway() }, is: 'cut by route Table' },
  { that: 'a dual-stack gateway endpoint is for IPv6, too', see: `${GATEWAY_ENDPOINTS}#gateway-endpoint-ip-address-type`, with: { ...V6, S3: gateway({ IpAddressType: 'dualstack' }) }, is: 'passes by gatewayEndpoint' },

  { that: 'a peering connection carries nothing to S3', see: `${DOCS}/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations`, with: { Route: route({ VpcPeeringConnectionId: ref('Peering') }), Peering: ec2('VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: 'vpc-1' }) }, is: 'cut by route Peering' },
  { that: 'what is behind a transit gateway is unknown', see: `${DOCS}/vpc/latest/tgw/how-transit-gateways-work.html`, with: { Route: route({ TransitGatewayId: ref('Tgw') }), Tgw: ec2('TransitGateway') }, is: 'unknown by transitGateway' },
  ...['VpnGw', 'vgw-1'].map((id): Row => ({ that: `what is behind virtual private gateway ${id} is unknown`, see: `${DOCS}/vpn/latest/s2svpn/VPC_VPN.html`, with: { Route: route({ GatewayId: id === 'VpnGw' ? ref(id) : id }), VpnGw: ec2('VPNGateway') }, is: 'unknown by null' })),
  ...['NetworkInterfaceId', 'InstanceId', 'VpcEndpointId', 'CarrierGatewayId', 'LocalGatewayId', 'CoreNetworkArn', 'OdbNetworkArn'].map((property): Row => (
    { that: `what is behind a ${property} is unknown`, see: `${DOCS}/vpc/latest/userguide/route-table-options.html`, with: { Route: route({ [property]: 'x-1' }) }, is: 'unknown by null' })),

  { that: 'a group without egress rules allows all', see: GROUPS, with: { S3: gateway() }, is: 'passes by gatewayEndpoint' },
  { that: 'a group with an empty list of egress rules allows all, as AWS adds the rules that allow all', see: GROUPS, with: { S3: gateway(), Group: egress() }, is: 'passes by gatewayEndpoint' },
  { that: 'the placeholder of CDK allows nothing', see: GROUPS, with: { S3: gateway(), Group: egress({ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 }) }, is: 'cut by securityGroup Group' },
  { that: 'a rule for all addresses on HTTPS is enough', see: GROUPS, with: { S3: gateway(), Group: egress({ ...HTTPS, CidrIp: '0.0.0.0/0' }) }, is: 'passes by gatewayEndpoint' },
  { that: 'a rule for HTTP is not', see: GROUPS, with: { S3: gateway(), Group: egress({ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' }) }, is: 'cut by securityGroup Group' },
  { that: 'a rule for higher ports is not', see: GROUPS, with: { S3: gateway(), Group: egress({ IpProtocol: 'tcp', FromPort: 444, ToPort: 65535, CidrIp: '0.0.0.0/0' }) }, is: 'cut by securityGroup Group' },
  { that: 'a rule for UDP is not', see: GROUPS, with: { S3: gateway(), Group: egress({ ...HTTPS, IpProtocol: 'udp', CidrIp: '0.0.0.0/0' }) }, is: 'cut by securityGroup Group' },
  { that: 'a rule for IPv6 is not', see: GROUPS, with: { S3: gateway(), Group: egress({ ...HTTPS, CidrIpv6: '::/0' }) }, is: 'cut by securityGroup Group' },
  { that: 'a rule for the VPC is not', see: GROUPS, with: { S3: gateway(), Group: egress({ ...HTTPS, CidrIp: '10.0.0.0/16' }) }, is: 'cut by securityGroup Group' },
  { that: 'a rule for a security group speaks of no address of S3', see: GROUPS, with: { S3: gateway(), Group: egress({ ...HTTPS, DestinationSecurityGroupId: 'sg-1' }) }, is: 'cut by securityGroup Group' },
  { that: 'a rule for the prefix list of S3 in the Region is enough', see: GROUPS, with: { S3: gateway(), Group: egress({ ...HTTPS, DestinationPrefixListId: 'pl-6da54004' }) }, is: 'passes by gatewayEndpoint' },
  { that: 'the prefix list of one Region has no addresses of another', see: GROUPS, with: { ...NAT_WAY, Group: egress({ ...HTTPS, DestinationPrefixListId: 'pl-6da54004' }) }, region: 'us-east-1', is: 'cut by securityGroup Group' },
  { that: 'the addresses of another prefix list are unknown', see: GROUPS, with: { S3: gateway(), Group: egress({ ...HTTPS, DestinationPrefixListId: 'pl-63a5400a' }) }, is: 'unknown by gatewayEndpoint' },
  { that: 'a prefix list of the template is read', see: GROUPS, with: { S3: gateway(), Group: egress({ ...HTTPS, DestinationPrefixListId: ref('List') }), List: ec2('PrefixList', { AddressFamily: 'IPv4', Entries: [{ Cidr: '0.0.0.0/1' }, { Cidr: '128.0.0.0/1' }] }) }, is: 'passes by gatewayEndpoint' },
  { that: 'a prefix list of private addresses is not enough', see: GROUPS, with: { S3: gateway(), Group: egress({ ...HTTPS, DestinationPrefixListId: ref('List') }), List: ec2('PrefixList', { AddressFamily: 'IPv4', Entries: [{ Cidr: '10.0.0.0/8' }] }) }, is: 'cut by securityGroup Group' },
  { that: 'a rule for some public addresses leaves it open', see: GROUPS, with: { S3: gateway(), Group: egress({ ...HTTPS, CidrIp: '52.0.0.0/8' }) }, is: 'unknown by gatewayEndpoint' },
  { that: 'two halves make a whole', see: GROUPS, with: { S3: gateway(), Group: egress({ ...HTTPS, CidrIp: '0.0.0.0/1' }, { ...HTTPS, CidrIp: '128.0.0.0/1' }) }, is: 'passes by gatewayEndpoint' },
  { that: 'one of several groups is enough', see: GROUPS, with: { S3: gateway(), Group: egress(), Second: egress({ ...HTTPS, CidrIp: '0.0.0.0/0' }) }, place: placeIn('Subnet', { securityGroups: known(['Group', 'Second'].map((id) => known(symbol('App', id)))) }), is: 'passes by gatewayEndpoint' },
  { that: 'a rule of its own counts', see: GROUPS, with: { S3: gateway(), Group: egress(), Rule: ec2('SecurityGroupEgress', { ...HTTPS, GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, CidrIp: '0.0.0.0/0' }) }, is: 'passes by gatewayEndpoint' },
  { that: 'where no group is named, the default one of the VPC allows all', see: `${DOCS}/vpc/latest/userguide/default-security-group.html`, with: { S3: gateway() }, place: placeIn('Subnet', { securityGroups: known([]) }), is: 'passes by gatewayEndpoint' },
  { that: 'CDK may take the rules of the default group away', see: `${DOCS}/vpc/latest/userguide/default-security-group.html`, with: { S3: gateway(), Restrict: { Type: 'Custom::VpcRestrictDefaultSG', Properties: { DefaultSecurityGroupId: { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] } } } }, place: placeIn('Subnet', { securityGroups: known([]) }), is: 'cut by securityGroup Vpc' },
  { that: 'a group that is not in the templates is unknown', see: GROUPS, with: { S3: gateway() }, place: placeIn('Subnet', { securityGroups: known([known('sg-1')]) }), is: 'unknown by gatewayEndpoint' },

  { that: 'a network ACL has to let requests out and replies in', see: ACLS, with: { S3: gateway(), ...acl(OUT, BACK) }, is: 'passes by gatewayEndpoint' },
  { that: 'a network ACL without entries denies all', see: ACLS, with: { S3: gateway(), ...acl() }, is: 'cut by networkAcl Acl, networkAcl Acl' },
  { that: 'a network ACL is stateless: replies have entries of their own', see: ACLS, with: { S3: gateway(), ...acl(OUT) }, is: 'cut by networkAcl Acl' },
  { that: 'replies do not go to port 443', see: `${DOCS}/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports`, with: { S3: gateway(), ...acl(OUT, [100, false, 'allow', '0.0.0.0/0', 443]) }, is: 'cut by networkAcl Acl' },
  { that: 'a part of the ephemeral ports leaves it open', see: `${DOCS}/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports`, with: { S3: gateway(), ...acl(OUT, [100, false, 'allow', '0.0.0.0/0', 32768, 65535]) }, is: 'unknown by gatewayEndpoint' },
  { that: 'the first entry that matches counts', see: ACLS, with: { S3: gateway(), ...acl(OUT, BACK, [90, true, 'deny', '0.0.0.0/0', 443]) }, is: 'cut by networkAcl Acl' },
  { that: 'an entry with a higher number does not', see: ACLS, with: { S3: gateway(), ...acl(OUT, BACK, [110, true, 'deny', '0.0.0.0/0', 443]) }, is: 'passes by gatewayEndpoint' },
  { that: 'an entry for private addresses does not matter to S3', see: ACLS, with: { S3: gateway(), ...acl(OUT, BACK, [90, true, 'deny', '10.0.0.0/8', 443]) }, is: 'passes by gatewayEndpoint' },
  { that: 'an entry for some public addresses leaves it open', see: ACLS, with: { S3: gateway(), ...acl(OUT, BACK, [90, true, 'deny', '52.0.0.0/8', 443]) }, is: 'unknown by gatewayEndpoint' },
  { that: 'an entry in the default network ACL counts, too', see: `${DOCS}/vpc/latest/userguide/default-network-acl.html`, with: { S3: gateway(), Entry: ec2('NetworkAclEntry', { NetworkAclId: { 'Fn::GetAtt': ['Vpc', 'DefaultNetworkAcl'] }, RuleNumber: 90, Egress: true, RuleAction: 'deny', CidrBlock: '0.0.0.0/0', Protocol: -1 }) }, is: 'cut by networkAcl Vpc' },
  { that: 'the network ACL of the subnet of a NAT gateway counts, too', see: NAT, with: { ...NAT_WAY, ...acl(OUT, BACK), AclAssociation: ec2('SubnetNetworkAclAssociation', { SubnetId: ref('Public'), NetworkAclId: ref('Acl') }) }, is: 'cut by networkAcl Acl, networkAcl Acl' },
  { that: 'it has to let requests in from the subnet, and replies out to it', see: NAT, with: { ...NAT_WAY, ...acl(OUT, BACK, [110, false, 'allow', '10.0.1.0/24', 443], [110, true, 'allow', '10.0.1.0/24', 1024, 65535]), AclAssociation: ec2('SubnetNetworkAclAssociation', { SubnetId: ref('Public'), NetworkAclId: ref('Acl') }) }, is: 'passes by natGateway' },
  { that: 'a NAT gateway that its own route table leads to has no way out, and no network ACL on the way to it', see: NAT, with: { Nat: ec2('NatGateway', { SubnetId: ref('Public'), AllocationId: 'eipalloc-1' }), ...acl(OUT, BACK), AclAssociation: ec2('SubnetNetworkAclAssociation', { SubnetId: ref('Public'), NetworkAclId: ref('Acl') }), PublicRoute: ec2('Route', { RouteTableId: ref('PublicTable'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }) }, place: placeIn('Public'), is: 'cut by route PublicRoute' },

  { that: 'private DNS for all resolvers leads to the interface endpoint', see: PRIVATE_DNS, with: INTERFACE, is: 'passes by interfaceEndpoint' },
  { that: 'it wins over a gateway endpoint', see: PRIVATE_DNS, with: { ...INTERFACE, S3: gateway() }, is: 'passes by interfaceEndpoint' },
  { that: 'private DNS for the inbound Resolver endpoint only leaves requests of the VPC to the gateway endpoint', see: PRIVATE_DNS, with: { ...endpoint({ DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: 'OnlyInboundResolver' } }), S3: gateway() }, is: 'passes by gatewayEndpoint' },
  { that: 'that is the default', see: PRIVATE_DNS, with: { ...endpoint({ DnsOptions: undefined }), S3: gateway() }, is: 'passes by gatewayEndpoint' },
  { that: 'without private DNS the interface endpoint is not used', see: PRIVATE_DNS, with: endpoint({ PrivateDnsEnabled: false }), is: 'cut by route Table' },
  { that: 'private DNS is off unless a template says otherwise', see: `${DOCS}/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html`, with: endpoint({ PrivateDnsEnabled: undefined }), is: 'cut by route Table' },
  ...['EnableDnsSupport', 'EnableDnsHostnames'].map((property): Row => ({ that: `private DNS needs ${property}`, see: `${DOCS}/vpc/latest/privatelink/privatelink-access-aws-services.html`, with: { ...INTERFACE, Vpc: ec2('VPC', { ...BASE.Vpc!.Properties, [property]: false }) }, is: 'cut by route Table' })),
  { that: 'the security group of the endpoint has to let requests in', see: GROUPS, with: { ...INTERFACE, EndpointGroup: ec2('SecurityGroup', { VpcId: ref('Vpc') }) }, is: 'cut by securityGroup EndpointGroup' },
  { that: 'it may name the group of the place', see: GROUPS, with: { ...INTERFACE, EndpointGroup: ec2('SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: [{ ...HTTPS, SourceSecurityGroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] } }] }) }, is: 'passes by interfaceEndpoint' },
  { that: 'it may name another group', see: GROUPS, with: { ...INTERFACE, EndpointGroup: ec2('SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: [{ ...HTTPS, SourceSecurityGroupId: 'sg-1' }] }) }, is: 'cut by securityGroup EndpointGroup' },
  { that: 'it may name another subnet', see: GROUPS, with: { ...INTERFACE, EndpointGroup: ec2('SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: [{ ...HTTPS, CidrIp: '10.0.3.0/24' }] }) }, is: 'cut by securityGroup EndpointGroup' },
  { that: 'the security group of the place has to let requests out to the endpoint', see: GROUPS, with: { ...INTERFACE, Group: egress({ ...HTTPS, DestinationPrefixListId: 'pl-6da54004' }) }, is: 'cut by securityGroup Group' },
  { that: 'it may name the group of the endpoint', see: GROUPS, with: { ...INTERFACE, Group: egress({ ...HTTPS, DestinationSecurityGroupId: { 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] } }) }, is: 'passes by interfaceEndpoint' },
  { that: 'it may have rules for other addresses only', see: GROUPS, with: { ...INTERFACE, Group: egress({ ...HTTPS, CidrIp: '192.168.0.0/16' }) }, is: 'cut by securityGroup Group' },
  { that: 'without a group the endpoint has the default one, which lets only its own members in', see: `${DOCS}/vpc/latest/userguide/default-security-group.html`, with: endpoint({ SecurityGroupIds: undefined }), is: 'cut by securityGroup Vpc' },
  { that: 'the network ACL of the subnet counts', see: ACLS, with: { ...INTERFACE, ...acl([100, true, 'allow', '10.0.2.0/24', 443], [100, false, 'allow', '10.0.2.0/24', 1024, 65535]) }, is: 'passes by interfaceEndpoint' },
  { that: 'it has to allow the subnet of the endpoint', see: ACLS, with: { ...INTERFACE, ...acl([100, true, 'allow', '10.0.3.0/24', 443], [100, false, 'allow', '10.0.2.0/24', 1024, 65535]) }, is: 'cut by networkAcl Acl' },
  { that: 'the network ACL of the subnet of the endpoint counts, the other way round', see: ACLS, with: { ...INTERFACE, ...acl([100, false, 'allow', '10.0.1.0/24', 443], [100, true, 'allow', '10.0.1.0/24', 1024, 65535]), AclAssociation: ec2('SubnetNetworkAclAssociation', { SubnetId: ref('Far'), NetworkAclId: ref('Acl') }) }, is: 'passes by interfaceEndpoint' },
  { that: 'it has to let the replies out', see: ACLS, with: { ...INTERFACE, ...acl([100, false, 'allow', '10.0.1.0/24', 443]), AclAssociation: ec2('SubnetNetworkAclAssociation', { SubnetId: ref('Far'), NetworkAclId: ref('Acl') }) }, is: 'cut by networkAcl Acl' },
  { that: 'network ACLs see nothing within a subnet', see: ACLS, with: { ...endpoint({ SubnetIds: [ref('Subnet')] }), ...acl() }, is: 'passes by interfaceEndpoint' },
  { that: 'one subnet of the endpoint is enough', see: `${DOCS}/vpc/latest/privatelink/create-interface-endpoint.html`, with: { ...endpoint({ SubnetIds: [ref('Subnet'), ref('Far')] }), ...acl([100, true, 'allow', '10.0.3.0/24', 443]) }, is: 'passes by interfaceEndpoint' },
];

test.each(ROWS.map((row) => [row.that, row] as const))('%s', (_, row) => {
  const paths = pathsOf({ ...BASE, ...row.with }, row.place, row.region);
  expect(paths.map(shortly)).toEqual([row.is].flat());
});

test('a condition on a route leaves open whether it is taken', () => {
  const [maybe, otherwise] = pathsOf({ ...BASE, Route: { ...toInternet, Condition: 'Open' } }, PUBLIC, REGION, { parameters: { P: { Type: 'String' } }, conditions: { Open: { 'Fn::Equals': [ref('P'), 'yes'] } } });
  const reason = 'Whether route Route carries the requests is not known: condition Open decides at deployment whether Route is there.';
  expect([shortly(maybe), maybe.unknowns, shortly(otherwise), otherwise.unknowns]).toEqual(['unknown by internetGateway', [reason], 'cut by route Table', [reason]]);
});

test('what a macro may add could open what is cut', () => {
  const [path] = pathsOf(BASE, placeIn('Subnet'), REGION, { transforms: { Transform: 'Networks' } });
  expect([shortly(path), path.unknowns]).toEqual(['unknown by null', ["Route table Table has no route to S3's addresses. But macro Networks may add resources at deployment."]]);
});

test('whether a NAT gateway sends to a gateway endpoint beside it is not documented', () => {
  const [path] = pathsOf({ ...BASE, ...NAT_WAY, S3: gateway({ RouteTableIds: [ref('PublicTable')] }) });
  expect([shortly(path), path.unknowns]).toEqual(['unknown by natGateway', ['AWS does not say whether NAT gateway Nat sends requests to gateway endpoint S3, which is in the route table of its subnet.']]);
});

test.each([
  ['an IPv6-only subnet', { ...V6, Route: v6Route({ EgressOnlyInternetGatewayId: ref('Eigw') }) }, placeIn('Subnet'), "What is in subnet Subnet, which has IPv6 addresses only, uses S3's dual-stack name."],
  ['a place without a group', { S3: gateway() }, placeIn('Subnet', { securityGroups: known([]) }), 'Where a template names no security group, the default group of VPC <Vpc> applies.'],
  ['a subnet without a route table', { Association: undefined }, placeIn('Subnet'), 'The main route table of VPC <Vpc> has its local route only.'],
  ['a prefix list', { S3: gateway(), Group: egress({ ...HTTPS, DestinationPrefixListId: 'pl-6da54004' }) }, placeIn('Subnet'), "Prefix list pl-6da54004 is the one that AWS keeps of S3's addresses in eu-west-1."],
  ['propagated routes', { S3: gateway(), Vpn: ec2('VPNGateway'), On: ec2('VPNGatewayRoutePropagation', { RouteTableIds: [ref('Table')], VpnGatewayId: ref('Vpn') }) }, placeIn('Subnet'), "No route that is propagated to route table Table is more specific for S3's addresses than its own routes."],
  ['private DNS', INTERFACE, placeIn('Subnet'), "What is in VPC <Vpc> asks the Route 53 Resolver of the VPC for S3's name."],
  ['a VPC without DNS support', { S3: gateway(), Vpc: ec2('VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: false }) }, placeIn('Subnet'), "DNS support of VPC <Vpc> is off, and its own DNS servers know S3's name."],
])('%s rests on an assumption that is said', (_, resources, place, assumption) => {
  expect(pathsOf({ ...BASE, ...resources }, place).map(({ assumptions }) => assumptions)).toEqual([[assumption]]);
});

test('where propagated routes are the only ones, it is unknown where they lead', () => {
  const [path] = pathsOf({ ...BASE, Vpn: ec2('VPNGateway'), On: ec2('VPNGatewayRoutePropagation', { RouteTableIds: [ref('Table')], VpnGatewayId: ref('Vpn') }) });
  expect([shortly(path), path.unknowns]).toEqual(['unknown by null', ['Which routes are propagated to route table Table is not known before deployment.']]);
});

test.each([
  ['an internet gateway, by its Elastic IP address', { Route: toInternet }, placeIn('Subnet', { elasticIp: known('Eip') }), { kind: 'internet', sourceIp: known(symbol('App', 'Eip')) }],
  ['an internet gateway', { Route: toInternet }, PUBLIC, { kind: 'internet', sourceIp: unknown('the public address of Place is chosen at deployment') }],
  ['a NAT gateway', NAT_WAY, placeIn('Subnet'), { kind: 'internet', sourceIp: known(symbol('App', 'Eip')) }],
  ['a gateway endpoint', { S3: gateway() }, placeIn('Subnet'), { kind: 'endpoint', endpoint: symbol('App', 'S3'), address: { template: 'App', logicalId: 'S3' }, vpc: known(symbol('App', 'Vpc')), policy: undefined, sourceCidrs: known(['10.0.1.0/24']) }],
])('what S3 sees of requests through %s', (_, resources, place, arrives) => {
  expect(pathsOf({ ...BASE, ...resources }, place)[0].arrives).toEqual(arrives);
});

test('each row cites a page of AWS', () => {
  expect(ROWS.filter(({ see }) => !/^https:\/\/docs\.aws\.amazon\.com\/\S+$/.test(see))).toEqual([]);
});

test('a place outside of VPCs sends by the network of its service', () => {
  const place = { ...placeIn('Subnet'), interfaces: known([]), outsideVpc: known(true) };
  expect(pathsOf(BASE, place).map(shortly)).toEqual(['passes by service']);
});

test('a place whose interfaces are not known is unknown', () => {
  const place = { ...placeIn('Subnet'), interfaces: unknown('parameter Subnets is given at deployment') };
  expect(pathsOf(BASE, place)).toEqual([expect.objectContaining({ unknowns: ['Where the requests of Place leave from is not known: parameter Subnets is given at deployment.'] })]);
});
