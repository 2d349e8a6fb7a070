import { Fragment, FragmentValue } from './fragment';
import { BUCKET_ARN, OBJECTS, RuleFixes } from './rule-fixes';

/** A gateway endpoint for S3 that says this besides which VPC it is in. */
function endpoint(more: Readonly<Record<string, FragmentValue>>): Fragment {
  return { Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, ...more } } };
}

/** How the rules on paths to the bucket are complied with. */
export const FIXES_OF_REACH: Readonly<Record<string, RuleFixes>> = {
  'HardenedBucket-PathsDeclared': {
    cloudFormation: 'list in Resource of the policy of the role what the workload needs, bucket by bucket, instead of "*" or "arn:aws:s3:::*". For a path over the internet, add an AWS::EC2::VPCEndpoint to the VPC, or a Deny with StringNotEquals aws:SourceVpce to the bucket policy',
    construct: 'grant the role what it needs with grantRead, grantWrite or grantReadWrite, and remove the policy on all buckets. For a path over the internet, list the endpoints in perimeter.network',
    fragment: {
      RolePolicy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'Read', Roles: [{ Ref: 'Role' }], PolicyDocument: { Version: '2012-10-17', Statement: [{ Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: [BUCKET_ARN, OBJECTS] }] },
        },
      },
    },
  },
  'HardenedBucket-EndpointPolicyRestricted': {
    cloudFormation: 'list in PolicyDocument of the endpoint the actions and the buckets that the VPC needs, or add StringEquals aws:ResourceAccount or aws:ResourceOrgID to Condition',
    construct: 'add statements to the policy of the endpoint with addToPolicy, which allow what the VPC needs on the buckets that it uses',
    fragment: endpoint({ PolicyDocument: { Version: '2012-10-17', Statement: [{ Sid: 'Records', Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'], Resource: [BUCKET_ARN, OBJECTS] }] } }),
  },
  'HardenedBucket-EndpointNotBypassed': {
    cloudFormation: 'list the route table of the subnet in RouteTableIds of the gateway endpoint',
    construct: 'associate the gateway endpoint with the route table of every subnet whose workloads use the bucket: without subnets, addGatewayEndpoint takes all',
    fragment: endpoint({ RouteTableIds: [{ Ref: 'RouteTable' }] }),
  },
  'HardenedBucket-GrantedPathsOpen': {
    cloudFormation: 'open what is named: list the route table of the subnet in RouteTableIds of a gateway endpoint for S3, allow TCP port 443 in SecurityGroupEgress, or allow the bucket in PolicyDocument of the endpoint. Or remove the grant',
    construct: 'open what is named: add a gateway endpoint for S3 to the VPC, allow TCP port 443 out of the security group, or list the network in perimeter.network. Or remove the grant',
    fragment: endpoint({ RouteTableIds: [{ Ref: 'RouteTable' }] }),
  },
};
