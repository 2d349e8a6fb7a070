import { labelledCases, yaml } from './labelled-cases';
import { GATEWAY_ENDPOINT, INTERNET_GATEWAY, line, NAT, PRIVATE, PUBLIC_SUBNET, route } from './vocabulary';

const TABLES = 'https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html';
const PRIORITY = 'https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html';
const IGW = 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html';
const EGRESS_ONLY = 'https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html';
const NATS = 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html';
const SUBNET_VALUES = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html#aws-resource-ec2-subnet-return-values';
const GROUP_VALUES = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html#aws-resource-ec2-securitygroup-return-values';
const GATEWAY = 'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html';

const inPublic = 'App: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref PublicSubnet, SecurityGroupIds: [!Ref Group], IamInstanceProfile: !Ref Profile}}';
const inPublicWith = (isPublic: boolean) => `App: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-0abcdef1234567890, NetworkInterfaces: [{DeviceIndex: "0", SubnetId: !Ref PublicSubnet, GroupSet: [!Ref Group], AssociatePublicIpAddress: ${isPublic}}], IamInstanceProfile: !Ref Profile}}`;
const IPV6 = `
Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsSupport: true, EnableDnsHostnames: true}}
Six: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true}}
Subnet: {Type: AWS::EC2::Subnet, DependsOn: Six, Properties: {VpcId: !Ref Vpc, Ipv6Native: true, AssignIpv6AddressOnCreation: true, Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 1, 64]]}}
Eigw: {Type: AWS::EC2::EgressOnlyInternetGateway, Properties: {VpcId: !Ref Vpc}}`;
const DUAL = `${IPV6}
Subnet: {Type: AWS::EC2::Subnet, DependsOn: Six, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AssignIpv6AddressOnCreation: true, Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 1, 64]]}}`;

labelledCases('routes', [
  { law: 'a table with its local route only leads nowhere', template: yaml(PRIVATE), expected: 'cut route@Table', page: TABLES },
  { law: 'a gateway endpoint that the table of the subnet is associated with', template: yaml(PRIVATE, GATEWAY_ENDPOINT), expected: 'reaches gatewayEndpoint', actions: 'get put list', page: GATEWAY },
  { law: 'a gateway endpoint in the VPC of the subnet', template: yaml(PRIVATE, GATEWAY_ENDPOINT.replace('VpcId: !Ref Vpc', 'VpcId: !GetAtt Subnet.VpcId')), expected: 'reaches gatewayEndpoint', page: SUBNET_VALUES },
  { law: 'a gateway endpoint in the VPC of the security group', template: yaml(PRIVATE, GATEWAY_ENDPOINT.replace('VpcId: !Ref Vpc', 'VpcId: !GetAtt Group.VpcId')), expected: 'reaches gatewayEndpoint', page: GROUP_VALUES },
  { law: 'a gateway endpoint in the VPC of another subnet', template: yaml(PRIVATE, GATEWAY_ENDPOINT.replace('VpcId: !Ref Vpc', 'VpcId: !GetAtt Far.VpcId'), line('Elsewhere', 'AWS::EC2::VPC', 'CidrBlock: 10.9.0.0/16'), line('Far', 'AWS::EC2::Subnet', 'VpcId: !Ref Elsewhere, CidrBlock: 10.9.0.0/24')), expected: 'cut route@Table', page: SUBNET_VALUES },
  { law: 'an internet gateway at the VPC of the subnet', template: yaml(PRIVATE, NAT, INTERNET_GATEWAY.replace('VpcId: !Ref Vpc', 'VpcId: !GetAtt Subnet.VpcId')), expected: 'reaches natGateway', page: SUBNET_VALUES },
  { law: 'a gateway endpoint that another table is associated with', template: yaml(PRIVATE, GATEWAY_ENDPOINT, 'Other: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}', GATEWAY_ENDPOINT.replace('RouteTableIds: [!Ref Table]', 'RouteTableIds: [!Ref Other]')), expected: 'cut route@Table', page: GATEWAY },
  { law: 'a gateway endpoint without tables', template: yaml(PRIVATE, GATEWAY_ENDPOINT.replace(', RouteTableIds: [!Ref Table]', '')), expected: 'cut route@Table', page: GATEWAY },
  { law: 'a gateway endpoint by GetAtt of the table', template: yaml(PRIVATE, GATEWAY_ENDPOINT.replace('!Ref Table', '!GetAtt Table.RouteTableId')), expected: 'reaches gatewayEndpoint', page: GATEWAY },
  { law: 'a gateway endpoint of DynamoDB is none of S3', template: yaml(PRIVATE, GATEWAY_ENDPOINT.replace('.s3"', '.dynamodb"')), expected: 'cut route@Table', page: GATEWAY },
  { law: 'a gateway endpoint whose service name is joined', template: yaml(PRIVATE, GATEWAY_ENDPOINT.replace(/!Sub "[^"]*"/, '!Join ["", ["com.amazonaws.", !Ref "AWS::Region", ".s3"]]')), expected: 'reaches gatewayEndpoint', page: GATEWAY },
  { law: 'a gateway endpoint of type Gateway', template: yaml(PRIVATE, GATEWAY_ENDPOINT.replace('VpcId:', 'VpcEndpointType: Gateway, VpcId:')), expected: 'reaches gatewayEndpoint', page: GATEWAY },
  { law: 'a subnet without association follows the main table, which has no route', template: yaml(PRIVATE, GATEWAY_ENDPOINT, '-Association'), expected: 'cut route@Subnet', page: TABLES },
  { law: 'an internet gateway, and a public address by the subnet', template: yaml(PRIVATE, PUBLIC_SUBNET, inPublic), expected: 'reaches internetGateway', page: IGW },
  { law: 'an internet gateway, and a public address by the interface', template: yaml(PRIVATE, PUBLIC_SUBNET, inPublicWith(true)), expected: 'reaches internetGateway', page: IGW },
  { law: 'an internet gateway, and an interface that declines the public address of the subnet', template: yaml(PRIVATE, PUBLIC_SUBNET, inPublicWith(false)), expected: 'cut route@Igw', page: IGW },
  { law: 'an internet gateway, and no public address as the subnet assigns none', template: yaml(PRIVATE, PUBLIC_SUBNET.replace('MapPublicIpOnLaunch: true', 'MapPublicIpOnLaunch: false'), inPublic), expected: 'cut route@Igw', page: IGW },
  { law: 'an internet gateway, and an Elastic IP address by InstanceId', template: yaml(PRIVATE, PUBLIC_SUBNET.replace('MapPublicIpOnLaunch: true', 'MapPublicIpOnLaunch: false'), inPublic, line('Address', 'AWS::EC2::EIP', 'InstanceId: !Ref App')), expected: 'reaches internetGateway', page: IGW },
  { law: 'an internet gateway, and an Elastic IP address by association', template: yaml(PRIVATE, PUBLIC_SUBNET.replace('MapPublicIpOnLaunch: true', 'MapPublicIpOnLaunch: false'), inPublic, line('Address', 'AWS::EC2::EIP', 'Domain: vpc'), line('AddressOfApp', 'AWS::EC2::EIPAssociation', 'InstanceId: !Ref App, AllocationId: !GetAtt Address.AllocationId')), expected: 'reaches internetGateway', page: IGW },
  { law: 'an internet gateway that is attached to no VPC', template: yaml(PRIVATE, PUBLIC_SUBNET, inPublic, '-Attachment', route('PublicRoute', 'PublicTable', '0.0.0.0/0', 'GatewayId: !Ref Igw')), expected: 'cut route@Igw', page: IGW },
  { law: 'an internet gateway that is attached to another VPC', template: yaml(PRIVATE, PUBLIC_SUBNET, inPublic, 'Other: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.9.0.0/16}}', 'Attachment: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Other, InternetGatewayId: !Ref Igw}}'), expected: 'cut route@Igw', page: IGW },
  { law: 'a public NAT gateway', template: yaml(PRIVATE, NAT), expected: 'reaches natGateway', page: NATS },
  { law: 'a private NAT gateway in a public subnet', template: yaml(PRIVATE, NAT, line('Nat', 'AWS::EC2::NatGateway', 'SubnetId: !Ref PublicSubnet, ConnectivityType: private')), expected: 'cut route@Igw', page: NATS },
  { law: 'a NAT gateway in a subnet without an internet gateway', template: yaml(PRIVATE, NAT, '-PublicRoute'), expected: 'cut route@PublicTable', page: NATS },
  { law: 'a NAT gateway in a subnet whose internet gateway is not attached', template: yaml(PRIVATE, NAT.replace('DependsOn: Attachment, ', ''), '-Attachment'), expected: 'cut route@Igw', page: NATS },
  { law: 'a NAT gateway in the subnet that it serves leads in a circle', template: yaml(PRIVATE, NAT, line('Nat', 'AWS::EC2::NatGateway', 'SubnetId: !Ref Subnet, AllocationId: !GetAtt Eip.AllocationId')), expected: 'cut route@NatRoute', page: NATS },
  { law: 'a gateway endpoint before a NAT gateway, as its prefixes are longer', template: yaml(PRIVATE, NAT, GATEWAY_ENDPOINT), expected: 'reaches gatewayEndpoint', page: PRIORITY },
  { law: 'a NAT gateway whose subnet has a gateway endpoint, of which AWS says nothing', template: yaml(PRIVATE, NAT, GATEWAY_ENDPOINT.replace('!Ref Table', '!Ref PublicTable')), expected: 'unknown', page: NATS },
  { law: 'a default route in two halves', template: yaml(PRIVATE, NAT, '-NatRoute', route('Low', 'Table', '0.0.0.0/1', 'NatGatewayId: !Ref Nat'), route('High', 'Table', '128.0.0.0/1', 'NatGatewayId: !Ref Nat')), expected: 'reaches natGateway', page: PRIORITY },
  { law: 'a route to private addresses only', template: yaml(PRIVATE, NAT, route('NatRoute', 'Table', '10.128.0.0/9', 'NatGatewayId: !Ref Nat')), expected: 'cut route@Table', page: PRIORITY },
  { law: 'a route to a prefix list of one’s own that holds 0.0.0.0/0', template: yaml(PRIVATE, NAT, line('All', 'AWS::EC2::PrefixList', 'PrefixListName: all, AddressFamily: IPv4, MaxEntries: 1, Entries: [{Cidr: 0.0.0.0/0}]'), 'NatRoute: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationPrefixListId: !GetAtt All.PrefixListId, NatGatewayId: !Ref Nat}}'), expected: 'reaches natGateway', page: PRIORITY },
  { law: 'a route to a prefix list of private addresses', template: yaml(PRIVATE, NAT, line('All', 'AWS::EC2::PrefixList', 'PrefixListName: all, AddressFamily: IPv4, MaxEntries: 1, Entries: [{Cidr: 192.168.0.0/16}]'), 'NatRoute: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationPrefixListId: !GetAtt All.PrefixListId, NatGatewayId: !Ref Nat}}'), expected: 'cut route@Table', page: PRIORITY },
  { law: 'a subnet for IPv6 only, with an egress-only internet gateway', template: yaml(PRIVATE, IPV6, route('Out', 'Table', '::/0', 'EgressOnlyInternetGatewayId: !Ref Eigw')), expected: 'reaches egressOnlyInternetGateway', page: EGRESS_ONLY },
  { law: 'a subnet for IPv6 only, with a route for IPv4 only', template: yaml(PRIVATE, IPV6, NAT), expected: 'cut route@Table', page: EGRESS_ONLY },
  { law: 'a subnet for IPv4 only, with a route for IPv6 only', template: yaml(PRIVATE, IPV6, 'Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}', route('Out', 'Table', '::/0', 'EgressOnlyInternetGatewayId: !Ref Eigw')), expected: 'cut route@Table', page: EGRESS_ONLY },
  { law: 'a subnet for IPv6 only, with an internet gateway needs no public IPv4 address', template: yaml(PRIVATE, IPV6, INTERNET_GATEWAY, route('Out', 'Table', '::/0', 'GatewayId: !Ref Igw')), expected: 'reaches internetGateway', page: IGW },
  { law: 'a dual-stack subnet sends IPv4 requests through its NAT gateway', template: yaml(PRIVATE, DUAL, NAT), expected: 'reaches natGateway', page: EGRESS_ONLY },
  { law: 'a route to a network interface that the template does not show to be one of a NAT instance', template: yaml(PRIVATE, NAT, route('NatRoute', 'Table', '0.0.0.0/0', 'NetworkInterfaceId: eni-0123456789abcdef0')), expected: 'unknown', page: TABLES },
  { law: 'a virtual private gateway without a propagated route', template: yaml(PRIVATE, line('Vgw', 'AWS::EC2::VPNGateway', 'Type: ipsec.1'), line('VgwAttachment', 'AWS::EC2::VPCGatewayAttachment', 'VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw')), expected: 'cut route@Table', page: TABLES },
  { law: 'a default route to a virtual private gateway', template: yaml(PRIVATE, line('Vgw', 'AWS::EC2::VPNGateway', 'Type: ipsec.1'), line('VgwAttachment', 'AWS::EC2::VPCGatewayAttachment', 'VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw'), route('Out', 'Table', '0.0.0.0/0', 'GatewayId: !Ref Vgw')), expected: 'unknown', page: TABLES },
  { law: 'routes that a virtual private gateway propagates are not in the template', template: yaml(PRIVATE, line('Vgw', 'AWS::EC2::VPNGateway', 'Type: ipsec.1'), line('VgwAttachment', 'AWS::EC2::VPCGatewayAttachment', 'VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw'), line('Propagation', 'AWS::EC2::VPNGatewayRoutePropagation', 'RouteTableIds: [!Ref Table], VpnGatewayId: !Ref Vgw')), expected: 'unknown', page: PRIORITY },
  { law: 'a static default route before a propagated default route', template: yaml(PRIVATE, NAT, line('Vgw', 'AWS::EC2::VPNGateway', 'Type: ipsec.1'), line('VgwAttachment', 'AWS::EC2::VPCGatewayAttachment', 'VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw'), line('Propagation', 'AWS::EC2::VPNGatewayRoutePropagation', 'RouteTableIds: [!Ref Table], VpnGatewayId: !Ref Vgw')), expected: 'reaches natGateway', page: PRIORITY },
  { law: 'a gateway endpoint before propagated routes', template: yaml(PRIVATE, GATEWAY_ENDPOINT, line('Vgw', 'AWS::EC2::VPNGateway', 'Type: ipsec.1'), line('VgwAttachment', 'AWS::EC2::VPCGatewayAttachment', 'VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw'), line('Propagation', 'AWS::EC2::VPNGatewayRoutePropagation', 'RouteTableIds: [!Ref Table], VpnGatewayId: !Ref Vgw')), expected: 'reaches gatewayEndpoint', page: PRIORITY },
  { law: 'a default route to a transit gateway to which other templates may attach more', template: yaml(PRIVATE, line('Tgw', 'AWS::EC2::TransitGateway', 'Description: hub'), line('TgwAttachment', 'AWS::EC2::TransitGatewayAttachment', 'TransitGatewayId: !Ref Tgw, VpcId: !Ref Vpc, SubnetIds: [!Ref Subnet]'), route('Out', 'Table', '0.0.0.0/0', 'TransitGatewayId: !Ref Tgw')), expected: 'unknown', page: 'https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html' },
  { law: 'a default route to a transit gateway that the template only names', template: yaml(PRIVATE, route('Out', 'Table', '0.0.0.0/0', 'TransitGatewayId: tgw-0123456789abcdef0')), expected: 'unknown', page: 'https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html' },
  {
    law: 'a peering connection does not carry a gateway endpoint of the peer',
    template: yaml(PRIVATE, `
    Peer: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
    PeerTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Peer}}
    PeerEndpoint: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Peer, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.s3", RouteTableIds: [!Ref PeerTable]}}
    Peering: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref Peer}}`, route('Out', 'Table', '0.0.0.0/0', 'VpcPeeringConnectionId: !Ref Peering')),
    expected: 'cut route@Peering',
    page: 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html',
  },
]);
