/** A bucket, and a role that may use it. */
export const BUCKET = `
Data: {Type: AWS::S3::Bucket}
Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: [ec2.amazonaws.com, lambda.amazonaws.com]}, Action: sts:AssumeRole}]}}}
RolePolicy: {Type: AWS::IAM::Policy, Properties: {PolicyName: data, Roles: [!Ref Role], PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"], Resource: [!GetAtt Data.Arn, !Sub "\${Data.Arn}/*"]}]}}}
Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}`;

/** A VPC with a subnet from which nothing leads out, and an instance there. */
export const PRIVATE = `${BUCKET}
Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsSupport: true, EnableDnsHostnames: true}}
Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
Association: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Subnet, RouteTableId: !Ref Table}}
Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: app}}
App: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref Subnet, SecurityGroupIds: [!GetAtt Group.GroupId], IamInstanceProfile: !Ref Profile}}`;

export const INTERNET_GATEWAY = `
Igw: {Type: AWS::EC2::InternetGateway}
Attachment: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}}`;

export const PUBLIC_SUBNET = `${INTERNET_GATEWAY}
PublicSubnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, MapPublicIpOnLaunch: true}}
PublicTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
PublicAssociation: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref PublicSubnet, RouteTableId: !Ref PublicTable}}
PublicRoute: {Type: AWS::EC2::Route, DependsOn: Attachment, Properties: {RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}}`;

/** The place of `PRIVATE` with a way through a gateway endpoint. */
export const GATEWAY_ENDPOINT = `
Endpoint: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.s3", RouteTableIds: [!Ref Table]}}`;

export const NAT = `${PUBLIC_SUBNET}
Eip: {Type: AWS::EC2::EIP, Properties: {Domain: vpc}}
Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref PublicSubnet, AllocationId: !GetAtt Eip.AllocationId}}
NatRoute: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}}`;

export const INTERFACE_ENDPOINT = `
EndpointGroup: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: endpoint, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16}]}}
Interface: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcEndpointType: Interface, VpcId: !Ref Vpc, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.s3", SubnetIds: [!Ref Subnet], SecurityGroupIds: [!Ref EndpointGroup], PrivateDnsEnabled: true, DnsOptions: {PrivateDnsOnlyForInboundResolverEndpoint: AllResolvers}}}`;

/** A line of a resource. */
export const line = (id: string, type: string, properties: string) => `${id}: {Type: ${type}, Properties: {${properties}}}`;
export const route = (id: string, table: string, to: string, target: string) => line(id, 'AWS::EC2::Route', `RouteTableId: !Ref ${table}, ${to.includes(':') && !/^\w+Id/.test(to) ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock'}: "${to}", ${target}`);
export const bucketPolicy = (...statements: readonly string[]) => line('DataPolicy', 'AWS::S3::BucketPolicy', `Bucket: !Ref Data, PolicyDocument: {Version: "2012-10-17", Statement: [${statements.join(', ')}]}`);
/** A statement that denies everything on the bucket unless a condition holds. */
export const denyIf = (condition: string) => `{Effect: Deny, Principal: "*", Action: "s3:*", Resource: [!GetAtt Data.Arn, !Sub "\${Data.Arn}/*"], Condition: {${condition}}}`;
