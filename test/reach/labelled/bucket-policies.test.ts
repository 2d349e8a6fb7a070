import { labelledCases, yaml, yamlWith } from './labelled-cases';
import { bucketPolicy, denyIf, GATEWAY_ENDPOINT, INTERFACE_ENDPOINT, line, NAT, PRIVATE } from './vocabulary';

const KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html';
const ENDPOINTS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html';
const EXAMPLES = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html';
const OPERATORS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
const LOGIC = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html';
const NOT_PRINCIPAL = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html';

const VPCE = `${PRIVATE}\n${GATEWAY_ENDPOINT}`;
const NATTED = `${PRIVATE}\n${NAT}`;
const OTHER = `${GATEWAY_ENDPOINT.replace('Endpoint:', 'Second:').replace(', RouteTableIds: [!Ref Table]', '')}
Far: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.7.0.0/16}}`;
const unless = (key: string, value: string, operator = 'StringNotEquals') => bucketPolicy(denyIf(`${operator}: {"${key}": ${value}}`));
const AT_POLICY = 'cut bucketPolicy@DataPolicy';

labelledCases('bucket policies', [
  { law: 'the endpoint by aws:SourceVpce', template: yaml(VPCE, unless('aws:SourceVpce', '!Ref Endpoint')), expected: 'reaches gatewayEndpoint', page: ENDPOINTS },
  { law: 'the VPC by a subnet in it', template: yaml(VPCE, unless('aws:SourceVpc', '!GetAtt Subnet.VpcId')), expected: 'reaches gatewayEndpoint', page: KEYS },
  { law: 'another VPC by a subnet in it', template: yaml(VPCE, OTHER, line('FarSubnet', 'AWS::EC2::Subnet', 'VpcId: !Ref Far, CidrBlock: 10.7.1.0/24'), unless('aws:SourceVpc', '!GetAtt FarSubnet.VpcId')), expected: AT_POLICY, page: KEYS },
  { law: 'another endpoint by aws:SourceVpce', template: yaml(VPCE, OTHER, unless('aws:SourceVpce', '!Ref Second')), expected: AT_POLICY, page: ENDPOINTS },
  { law: 'an endpoint whose id is written out is not this one of the template', template: yaml(VPCE, unless('aws:SourceVpce', 'vpce-1a2b3c4d')), expected: AT_POLICY, page: ENDPOINTS },
  { law: 'two endpoints, one of which is this', template: yaml(VPCE, OTHER, unless('aws:SourceVpce', '[!Ref Second, !Ref Endpoint]')), expected: 'reaches gatewayEndpoint', page: ENDPOINTS },
  { law: 'aws:SourceVpce is absent from requests of a NAT gateway, which StringNotEquals takes as a match', template: yaml(NATTED, OTHER, unless('aws:SourceVpce', '!Ref Second')), expected: AT_POLICY, page: OPERATORS },
  { law: 'aws:SourceVpce by StringNotEqualsIfExists is true of requests of a NAT gateway, as the key is absent', template: yaml(NATTED, OTHER, unless('aws:SourceVpce', '!Ref Second', 'StringNotEqualsIfExists')), expected: AT_POLICY, page: OPERATORS },
  { law: 'Null of aws:SourceVpce denies what comes through no endpoint', template: yaml(NATTED, unless('aws:SourceVpce', '"true"', 'Null')), expected: AT_POLICY, page: OPERATORS },
  { law: 'Null of aws:SourceVpce lets through what comes through an endpoint', template: yaml(VPCE, unless('aws:SourceVpce', '"true"', 'Null')), expected: 'reaches gatewayEndpoint', page: OPERATORS },
  { law: 'the VPC by aws:SourceVpc', template: yaml(VPCE, unless('aws:SourceVpc', '!Ref Vpc')), expected: 'reaches gatewayEndpoint', page: ENDPOINTS },
  { law: 'another VPC by aws:SourceVpc', template: yaml(VPCE, OTHER, unless('aws:SourceVpc', '!Ref Far')), expected: AT_POLICY, page: ENDPOINTS },
  { law: 'the VPC by aws:SourceVpc, and requests take a NAT gateway', template: yaml(NATTED, unless('aws:SourceVpc', '!Ref Vpc')), expected: AT_POLICY, page: ENDPOINTS },
  { law: 'the VPC by GetAtt', template: yaml(VPCE, unless('aws:SourceVpc', '!GetAtt Vpc.VpcId')), expected: 'reaches gatewayEndpoint', page: ENDPOINTS },
  { law: 'the address in the VPC by aws:VpcSourceIp', template: yaml(VPCE, unless('aws:VpcSourceIp', '10.0.0.0/16', 'NotIpAddress')), expected: 'reaches gatewayEndpoint', page: KEYS },
  { law: 'another address by aws:VpcSourceIp', template: yaml(VPCE, unless('aws:VpcSourceIp', '10.0.2.0/24', 'NotIpAddress')), expected: AT_POLICY, page: KEYS },
  { law: 'aws:VpcSourceIp is absent from requests of a NAT gateway', template: yaml(NATTED, unless('aws:VpcSourceIp', '10.0.0.0/16', 'NotIpAddress')), expected: AT_POLICY, page: KEYS },
  { law: 'the address of the NAT gateway by Ref of its Elastic IP address', template: yaml(NATTED, unless('aws:SourceIp', '!Ref Eip', 'NotIpAddress')), expected: 'reaches natGateway', page: KEYS },
  { law: 'the address of the NAT gateway by GetAtt', template: yaml(NATTED, unless('aws:SourceIp', '!GetAtt Eip.PublicIp', 'NotIpAddress')), expected: 'reaches natGateway', page: KEYS },
  { law: 'the address of the NAT gateway by Sub with /32', template: yaml(NATTED, unless('aws:SourceIp', '!Sub "${Eip}/32"', 'NotIpAddress')), expected: 'reaches natGateway', page: KEYS },
  { law: 'the address of the NAT gateway by Join with /32', template: yaml(NATTED, unless('aws:SourceIp', '!Join ["/", [!Ref Eip, "32"]]', 'NotIpAddress')), expected: 'reaches natGateway', page: KEYS },
  { law: 'the address of the NAT gateway by Sub of PublicIp with /32', template: yaml(NATTED, unless('aws:SourceIp', '!Sub "${Eip.PublicIp}/32"', 'NotIpAddress')), expected: 'reaches natGateway', page: KEYS },
  { law: 'the address of another Elastic IP address', template: yaml(NATTED, line('Else', 'AWS::EC2::EIP', 'Domain: vpc'), unless('aws:SourceIp', '!Sub "${Else}/32"', 'NotIpAddress')), expected: AT_POLICY, page: KEYS },
  { law: 'aws:SourceIp is absent from requests of a gateway endpoint', template: yaml(VPCE, unless('aws:SourceIp', '203.0.113.0/24', 'NotIpAddress')), expected: AT_POLICY, page: KEYS },
  { law: 'private addresses in aws:SourceIp are never met through a gateway endpoint', template: yaml(VPCE, unless('aws:SourceIp', '10.0.0.0/16', 'NotIpAddress')), expected: AT_POLICY, page: KEYS },
  { law: 'private addresses in aws:SourceIp are never met through a NAT gateway', template: yaml(NATTED, unless('aws:SourceIp', '10.0.0.0/8', 'NotIpAddress')), expected: AT_POLICY, page: KEYS },
  { law: 'a range of addresses that the Elastic IP address may be in', template: yaml(NATTED, unless('aws:SourceIp', '203.0.113.0/24', 'NotIpAddress')), expected: 'unknown', page: KEYS },
  { law: 'endpoint or address: a Deny needs both to fail', template: yaml(VPCE, bucketPolicy(denyIf('StringNotEquals: {"aws:SourceVpce": !Ref Endpoint}, NotIpAddress: {"aws:SourceIp": 203.0.113.0/24}'))), expected: 'reaches gatewayEndpoint', page: ENDPOINTS },
  { law: 'the role by aws:PrincipalArn', template: yaml(VPCE, unless('aws:PrincipalArn', '!GetAtt Role.Arn')), expected: 'reaches gatewayEndpoint', page: KEYS },
  { law: 'another role by aws:PrincipalArn', template: yaml(VPCE, line('Else', 'AWS::IAM::Role', 'AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}'), unless('aws:PrincipalArn', '!GetAtt Else.Arn')), expected: AT_POLICY, page: KEYS },
  { law: 'the account by aws:PrincipalAccount', template: yaml(VPCE, unless('aws:PrincipalAccount', '!Ref "AWS::AccountId"')), expected: 'reaches gatewayEndpoint', page: KEYS },
  { law: 'the organization by aws:PrincipalOrgID is not in the template', template: yaml(VPCE, unless('aws:PrincipalOrgID', 'o-exampleorgid')), expected: 'unknown', page: KEYS },
  { law: 'TLS by aws:SecureTransport', template: yaml(VPCE, unless('aws:SecureTransport', '"false"', 'Bool')), expected: 'reaches gatewayEndpoint', page: EXAMPLES },
  { law: 'no TLS by aws:SecureTransport', template: yaml(VPCE, unless('aws:SecureTransport', '"true"', 'Bool')), expected: AT_POLICY, page: EXAMPLES },
  { law: 'TLS 1.2 by s3:TlsVersion', template: yaml(VPCE, unless('s3:TlsVersion', '1.2', 'NumericLessThan')), expected: 'reaches gatewayEndpoint', page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html' },
  { law: 'a required header for encryption is what a client can send', template: yaml(VPCE, bucketPolicy('{Effect: Deny, Principal: "*", Action: "s3:PutObject", Resource: !Sub "${Data.Arn}/*", Condition: {StringNotEquals: {"s3:x-amz-server-side-encryption": "aws:kms"}}}')), expected: 'reaches gatewayEndpoint', actions: 'get put list', page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html' },
  { law: 'a Deny of one action leaves the others', template: yaml(VPCE, bucketPolicy('{Effect: Deny, Principal: "*", Action: "s3:PutObject", Resource: !Sub "${Data.Arn}/*"}')), expected: 'reaches gatewayEndpoint', actions: 'get list', page: LOGIC },
  { law: 'a Deny of all', template: yaml(VPCE, bucketPolicy('{Effect: Deny, Principal: "*", Action: "*", Resource: [!GetAtt Data.Arn, !Sub "${Data.Arn}/*"]}')), expected: AT_POLICY, page: LOGIC },
  { law: 'a Deny of the objects leaves the listing', template: yaml(VPCE, bucketPolicy('{Effect: Deny, Principal: "*", Action: "*", Resource: !Sub "${Data.Arn}/*"}')), expected: 'reaches gatewayEndpoint', actions: 'list', page: LOGIC },
  { law: 'a Deny of the bucket’s ARN only leaves the objects', template: yaml(VPCE, bucketPolicy('{Effect: Deny, Principal: "*", Action: "s3:*", Resource: !GetAtt Data.Arn}')), expected: 'reaches gatewayEndpoint', actions: 'get put', page: LOGIC },
  { law: 'a Deny of the role', template: yaml(VPCE, bucketPolicy('{Effect: Deny, Principal: {AWS: !GetAtt Role.Arn}, Action: "s3:*", Resource: "*"}')), expected: AT_POLICY, page: LOGIC },
  { law: 'a Deny of the account’s root is one of the whole account', template: yaml(VPCE, bucketPolicy('{Effect: Deny, Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}, Action: "s3:*", Resource: "*"}')), expected: AT_POLICY, page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html' },
  { law: 'a Deny of another account', template: yaml(VPCE, bucketPolicy('{Effect: Deny, Principal: {AWS: "444455556666"}, Action: "s3:*", Resource: "*"}')), expected: 'reaches gatewayEndpoint', page: LOGIC },
  { law: 'a Deny of NotAction leaves what it names', template: yaml(VPCE, bucketPolicy('{Effect: Deny, Principal: "*", NotAction: ["s3:GetObject"], Resource: "*"}')), expected: 'reaches gatewayEndpoint', actions: 'get', page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html' },
  { law: 'a Deny of NotResource leaves what it names', template: yaml(VPCE, bucketPolicy('{Effect: Deny, Principal: "*", Action: "s3:*", NotResource: !Sub "${Data.Arn}/public/*"}')), expected: 'reaches gatewayEndpoint', actions: 'get put', page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html' },
  { law: 'a Deny of NotPrincipal for another role and the root of the account', template: yaml(VPCE, line('Else', 'AWS::IAM::Role', 'AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}'), bucketPolicy('{Effect: Deny, NotPrincipal: {AWS: [!GetAtt Else.Arn, !Sub "arn:aws:iam::${AWS::AccountId}:root"]}, Action: "s3:*", Resource: "*"}')), expected: 'unknown', page: NOT_PRINCIPAL },
  { law: 'wildcards in actions', template: yaml(VPCE, bucketPolicy('{Effect: Deny, Principal: "*", Action: ["s3:Get*", "s3:P?tObject", "S3:LISTBUCKET"], Resource: "*"}')), expected: AT_POLICY, page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html' },
  { law: 'an Allow in the bucket policy for the role without policies', template: yaml(VPCE, '-RolePolicy', bucketPolicy('{Effect: Allow, Principal: {AWS: !GetAtt Role.Arn}, Action: "s3:GetObject", Resource: !Sub "${Data.Arn}/*"}')), expected: 'reaches gatewayEndpoint', actions: 'get', page: LOGIC },
  { law: 'an Allow in the bucket policy for the account is none for a role without policies', template: yaml(VPCE, '-RolePolicy', bucketPolicy('{Effect: Allow, Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}, Action: "s3:GetObject", Resource: !Sub "${Data.Arn}/*"}')), expected: 'cut identity@Role', page: LOGIC },
  { law: 'an Allow to everyone through this endpoint', template: yaml(VPCE, '-RolePolicy', bucketPolicy('{Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: !Sub "${Data.Arn}/*", Condition: {StringEquals: {"aws:SourceVpce": !Ref Endpoint}}}')), expected: 'reaches gatewayEndpoint', actions: 'get', page: ENDPOINTS },
  { law: 'an Allow to everyone through this endpoint, for a place without role', template: yaml(VPCE, line('App', 'AWS::EC2::Instance', 'SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group]'), bucketPolicy('{Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: !Sub "${Data.Arn}/*", Condition: {StringEquals: {"aws:SourceVpce": !Ref Endpoint}}}')), expected: 'reaches gatewayEndpoint', actions: 'get', page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html' },
  { law: 'an Allow to everyone is cut by Block Public Access for a place without role', template: yaml(VPCE, line('App', 'AWS::EC2::Instance', 'SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group]'), line('Data', 'AWS::S3::Bucket', 'PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}'), bucketPolicy('{Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: !Sub "${Data.Arn}/*"}')), expected: 'cut blockPublicAccess@Data', page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html' },
  { law: 'the policy of another bucket', template: yaml(VPCE, line('Else', 'AWS::S3::Bucket', ''), line('ElsePolicy', 'AWS::S3::BucketPolicy', 'Bucket: !Ref Else, PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Deny, Principal: "*", Action: "*", Resource: "*"}]}')), expected: 'reaches gatewayEndpoint', page: LOGIC },
  { law: 'a policy under a condition of a parameter, which deployment may set to another value than its default', template: yamlWith('Parameters: {Lock: {Type: String, Default: "no"}}\nConditions: {Locked: !Equals [!Ref Lock, "yes"]}', VPCE, bucketPolicy('{Effect: Deny, Principal: "*", Action: "*", Resource: "*"}').replace('Type: AWS::S3::BucketPolicy', 'Condition: Locked, Type: AWS::S3::BucketPolicy')), expected: 'unknown', page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html' },
  { law: 'a parameter without default as endpoint', template: yamlWith('Parameters: {Vpce: {Type: String}}', VPCE, unless('aws:SourceVpce', '!Ref Vpce')), expected: 'unknown', page: ENDPOINTS },
  { law: 'an interface endpoint by aws:SourceVpce', template: yaml(PRIVATE, INTERFACE_ENDPOINT, GATEWAY_ENDPOINT, unless('aws:SourceVpce', '!Ref Interface')), expected: 'reaches interfaceEndpoint', page: ENDPOINTS },
  { law: 'the gateway endpoint by aws:SourceVpce, and private DNS sends requests to the interface endpoint', template: yaml(PRIVATE, INTERFACE_ENDPOINT, GATEWAY_ENDPOINT, unless('aws:SourceVpce', '!Ref Endpoint')), expected: AT_POLICY, page: ENDPOINTS },
]);

const everyone = (condition = '') => bucketPolicy(`{Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: !Sub "\${Data.Arn}/*"${condition && `, Condition: {${condition}}`}}`);
const blocks = (acls: boolean, ignore: boolean, policy: boolean, restrict: boolean, more = '') => line('Data', 'AWS::S3::Bucket', `PublicAccessBlockConfiguration: {BlockPublicAcls: ${acls}, IgnorePublicAcls: ${ignore}, BlockPublicPolicy: ${policy}, RestrictPublicBuckets: ${restrict}}${more}`);
const OPEN = blocks(false, false, false, false);
const PUBLIC = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html';
const aclOf = (acl: string, owner = 'ObjectWriter') => blocks(false, false, false, false, `, AccessControl: ${acl}, OwnershipControls: {Rules: [{ObjectOwnership: ${owner}}]}`);

labelledCases('the internet', [
  { law: 'a bucket of its own is private', template: yaml(line('Data', 'AWS::S3::Bucket', '')), from: 'internet', expected: 'cut cut', page: PUBLIC },
  { law: 'all settings off and no policy is private', template: yaml(OPEN), from: 'internet', expected: 'cut cut', page: PUBLIC },
  { law: 'all settings off and a policy for everyone', template: yaml(OPEN, everyone()), from: 'internet', expected: 'reaches reaches', page: PUBLIC },
  { law: 'RestrictPublicBuckets cuts a policy for everyone', template: yaml(blocks(false, false, false, true), everyone()), from: 'internet', expected: 'cut cut', page: PUBLIC },
  { law: 'BlockPublicPolicy rejects a policy for everyone', template: yaml(blocks(false, false, true, false), everyone()), from: 'internet', expected: 'cut cut', page: PUBLIC },
  { law: 'settings for ACLs do not cut a policy', template: yaml(blocks(true, true, false, false), everyone()), from: 'internet', expected: 'reaches reaches', page: PUBLIC },
  { law: 'a policy for everyone with an object prefix', template: yaml(OPEN, bucketPolicy('{Effect: Allow, Principal: {AWS: "*"}, Action: "s3:GetObject", Resource: !Sub "${Data.Arn}/site/*"}')), from: 'internet', expected: 'reaches reaches', page: PUBLIC },
  { law: 'a policy for everyone in the organization', template: yaml(OPEN, everyone('StringEquals: {"aws:PrincipalOrgID": o-exampleorgid}')), from: 'internet', expected: 'cut cut', page: PUBLIC },
  { law: 'a policy for everyone in the account', template: yaml(OPEN, everyone('StringEquals: {"aws:PrincipalAccount": !Ref "AWS::AccountId"}')), from: 'internet', expected: 'cut cut', page: PUBLIC },
  { law: 'a policy for everyone through an endpoint', template: yaml(PRIVATE, GATEWAY_ENDPOINT, OPEN, everyone('StringEquals: {"aws:SourceVpce": !Ref Endpoint}')), from: 'internet', expected: 'cut cut', page: PUBLIC },
  { law: 'a policy for everyone over TLS', template: yaml(OPEN, everyone('Bool: {"aws:SecureTransport": "true"}')), from: 'internet', expected: 'reaches reaches', page: PUBLIC },
  { law: 'a policy for everyone with a referer, which any client can send', template: yaml(OPEN, everyone('StringLike: {"aws:Referer": "https://www.example.com/*"}')), from: 'internet', expected: 'reaches reaches', page: PUBLIC },
  { law: 'a policy for everyone but a Deny of all without an endpoint', template: yaml(OPEN, bucketPolicy('{Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: !Sub "${Data.Arn}/*"}', denyIf('Null: {"aws:SourceVpce": "true"}'))), from: 'internet', expected: 'cut cut', page: PUBLIC },
  { law: 'a policy for signed requests of any account', template: yaml(OPEN, everyone('StringEquals: {"aws:PrincipalType": [Account, User, AssumedRole]}')), from: 'internet', expected: 'cut reaches', page: KEYS },
  { law: 'a policy that lets everyone write', template: yaml(OPEN, bucketPolicy('{Effect: Allow, Principal: "*", Action: "s3:PutObject", Resource: !Sub "${Data.Arn}/*"}')), from: 'internet', expected: 'reaches reaches', page: PUBLIC },
  { law: 'a policy for another account is not for everyone', template: yaml(OPEN, bucketPolicy('{Effect: Allow, Principal: {AWS: "arn:aws:iam::444455556666:root"}, Action: "s3:GetObject", Resource: !Sub "${Data.Arn}/*"}')), from: 'internet', expected: 'cut cut', page: PUBLIC },
  { law: 'a policy for CloudFront is not for everyone', template: yaml(OPEN, bucketPolicy('{Effect: Allow, Principal: {Service: cloudfront.amazonaws.com}, Action: "s3:GetObject", Resource: !Sub "${Data.Arn}/*"}')), from: 'internet', expected: 'cut cut', page: PUBLIC },
  { law: 'NotPrincipal with Allow is for everyone else', template: yaml(OPEN, bucketPolicy('{Effect: Allow, NotPrincipal: {AWS: "444455556666"}, Action: "s3:GetObject", Resource: !Sub "${Data.Arn}/*"}')), from: 'internet', expected: 'reaches reaches', page: NOT_PRINCIPAL },
  { law: 'the canned ACL public-read lists the bucket', template: yaml(aclOf('PublicRead')), from: 'internet', expected: 'reaches reaches', page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl' },
  { law: 'the canned ACL public-read-write', template: yaml(aclOf('PublicReadWrite')), from: 'internet', expected: 'reaches reaches', page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl' },
  { law: 'the canned ACL authenticated-read', template: yaml(aclOf('AuthenticatedRead')), from: 'internet', expected: 'cut reaches', page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl' },
  { law: 'the canned ACL private', template: yaml(aclOf('Private')), from: 'internet', expected: 'cut cut', page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl' },
  { law: 'IgnorePublicAcls cuts public-read', template: yaml(blocks(false, true, false, false, ', AccessControl: PublicRead, OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}')), from: 'internet', expected: 'cut cut', page: PUBLIC },
  { law: 'with BucketOwnerEnforced ACLs have no effect', template: yaml(aclOf('PublicRead', 'BucketOwnerEnforced')), from: 'internet', expected: 'cut cut', page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html' },
  { law: 'a policy for all addresses of IPv4', template: yaml(OPEN, everyone('IpAddress: {"aws:SourceIp": 0.0.0.0/0}')), from: 'internet', expected: 'reaches reaches', page: PUBLIC },
  { law: 'a policy for private addresses only', template: yaml(OPEN, everyone('IpAddress: {"aws:SourceIp": 10.0.0.0/8}')), from: 'internet', expected: 'cut cut', page: KEYS },
]);
