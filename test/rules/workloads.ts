import { Change } from './hardened-template';

const ref = (Ref: string) => ({ Ref });
const ec2 = (type: string, Properties: object = {}) => ({ Type: `AWS::EC2::${type}`, Properties });
const S3_SERVICE = { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' };

/** A VPC with a private subnet, whose requests leave through a NAT gateway in a public one. */
export const NETWORK: Change = {
  Vpc: ec2('VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }),
  Subnet: ec2('Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24' }),
  RouteTable: ec2('RouteTable', { VpcId: ref('Vpc') }),
  Association: ec2('SubnetRouteTableAssociation', { SubnetId: ref('Subnet'), RouteTableId: ref('RouteTable') }),
  Group: ec2('SecurityGroup', { VpcId: ref('Vpc'), GroupDescription: 'of the server' }),
  Igw: ec2('InternetGateway'),
  Attachment: ec2('VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }),
  Public: ec2('Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true }),
  PublicTable: ec2('RouteTable', { VpcId: ref('Vpc') }),
  PublicAssociation: ec2('SubnetRouteTableAssociation', { SubnetId: ref('Public'), RouteTableId: ref('PublicTable') }),
  PublicRoute: ec2('Route', { RouteTableId: ref('PublicTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }),
  Address: ec2('EIP', { Domain: 'vpc' }),
  Nat: ec2('NatGateway', { SubnetId: ref('Public'), AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] } }),
  NatRoute: ec2('Route', { RouteTableId: ref('RouteTable'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }),
};

/** A role that may read the bucket, by its name. */
export const READER: Change = {
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] } } },
  RolePolicy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'Read',
      Roles: [ref('Role')],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }] }],
      },
    },
  },
};

/** An instance in the private subnet, with the role. */
export const SERVER: Change = {
  ...READER,
  Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [ref('Role')] } },
  Server: ec2('Instance', { SubnetId: ref('Subnet'), SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }], IamInstanceProfile: ref('Profile') }),
};

/** A function outside of VPCs, with the role. */
export const FUNCTION: Change = {
  ...READER,
  Function: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
};

/** A gateway endpoint that serves the private subnet, and one that serves the public subnet only. */
export const ENDPOINT: Change = { Endpoint: ec2('VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: S3_SERVICE, RouteTableIds: [ref('RouteTable')] }) };
export const ENDPOINT_ELSEWHERE: Change = { Endpoint: ec2('VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: S3_SERVICE, RouteTableIds: [ref('PublicTable')] }) };

/** A statement of the bucket policy that keeps requests out, those aside that come through the endpoint. */
export const TRUSTS_ENDPOINT = {
  Sid: 'OnlyEndpoint',
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:GetObject*', 's3:PutObject*'],
  Resource: { 'Fn::Sub': '${Bucket.Arn}/*' },
  Condition: { StringNotEquals: { 'aws:SourceVpce': ref('Endpoint') }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' } },
};
