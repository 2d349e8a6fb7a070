import { Template } from '../src/template/template';

const ALLOW_TLS_ONLY = (bucket: string) => ({
  Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [{ 'Fn::GetAtt': [bucket, 'Arn'] }, { 'Fn::Sub': `\${${bucket}.Arn}/*` }], Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** A stack with a VPC of 20 subnets, 20 security groups and 10 instances, a NAT gateway, an endpoint, and two buckets of which one answers the endpoint only. */
export function reachStack(number: number): Template {
  const resources: Record<string, object> = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Gateway: { Type: 'AWS::EC2::InternetGateway', Properties: {} },
    Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayId: { Ref: 'Gateway' } } },
    PublicTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
    PublicRoute: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'PublicTable' }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Gateway' } } },
    Eip: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
    Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: { Ref: 'Subnet0' }, AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] } } },
    Endpoint: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, VpcEndpointType: 'Gateway', RouteTableIds: Array.from({ length: 10 }, (_, i) => ({ Ref: `Table${2 * i + 1}` })) },
    },
    Open: { Type: 'AWS::S3::Bucket', Properties: {} },
    OpenPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Open' }, PolicyDocument: { Version: '2012-10-17', Statement: [ALLOW_TLS_ONLY('Open')] } } },
    Closed: { Type: 'AWS::S3::Bucket', Properties: {} },
    ClosedPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Closed' },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [ALLOW_TLS_ONLY('Closed'), { ...ALLOW_TLS_ONLY('Closed'), Condition: { StringNotEquals: { 'aws:SourceVpce': { Ref: 'Endpoint' } } } }],
        },
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
        Policies: [{ PolicyName: 'Data', PolicyDocument: { Version: '2012-10-17', Statement: ['Open', 'Closed'].map((bucket) => ({ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: { 'Fn::Sub': `\${${bucket}.Arn}/*` } })) } }],
      },
    },
    Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } },
  };
  for (let i = 0; i < 20; i++) {
    resources[`Subnet${i}`] = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: `10.0.${i}.0/24`, MapPublicIpOnLaunch: i === 0 } };
    resources[`Table${i}`] = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } };
    resources[`Association${i}`] = { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { Ref: `Subnet${i}` }, RouteTableId: { Ref: i === 0 ? 'PublicTable' : `Table${i}` } } };
    resources[`Route${i}`] = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: `Table${i}` }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' } } };
    resources[`Group${i}`] = {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { VpcId: { Ref: 'Vpc' }, GroupDescription: 'out', SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: i % 5 === 0 ? 22 : 443, ToPort: i % 5 === 0 ? 22 : 443, CidrIp: '0.0.0.0/0' }] },
    };
  }
  for (let i = 0; i < 10; i++) {
    resources[`Instance${i}`] = { Type: 'AWS::EC2::Instance', Properties: { SubnetId: { Ref: `Subnet${2 * i}` }, SecurityGroupIds: [{ Ref: `Group${i}` }], IamInstanceProfile: { Ref: 'Profile' } } };
  }
  return { id: `Stack${number}`, stackName: `Stack${number}`, resources: resources as Template['resources'], outputs: {}, fromCdk: false };
}
