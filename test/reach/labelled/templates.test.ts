import { labelledCases, yaml, yamlWith } from './labelled-cases';
import { BUCKET, bucketPolicy, GATEWAY_ENDPOINT, line, NAT, PRIVATE, route } from './vocabulary';

const PARAMETERS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html';
const CONDITIONS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html';
const IMPORTS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html';
const REFERENCES = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html';
const LISTS = 'https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html';
const GATEWAY = 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html';
const SUBNETS = 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html';

const inVpc = line('App', 'AWS::Lambda::Function', 'Role: !GetAtt Role.Arn, VpcConfig: {SubnetIds: [!ImportValue net-Subnet], SecurityGroupIds: [!ImportValue net-Group]}');
const NETWORK = `Outputs:
  S: {Value: !Ref Subnet, Export: {Name: net-Subnet}}
  G: {Value: !GetAtt Group.GroupId, Export: {Name: net-Group}}
`;
/** Stacks as the CDK CLI writes them. */
function assembly(stacks: Readonly<Record<string, string>>, environment: (stack: string) => string = () => 'aws://111122223333/eu-west-1'): Readonly<Record<string, string>> {
  const artifacts = Object.fromEntries(Object.keys(stacks).map((id) => [id, { type: 'aws:cloudformation:stack', environment: environment(id), properties: { templateFile: `${id}.template.json` } }]));
  return {
    'manifest.json': JSON.stringify({ version: '39.0.0', artifacts }),
    ...Object.fromEntries(Object.entries(stacks).map(([id, text]) => [`${id}.template.json`, text])),
  };
}
const httpsTo = (list: string) => line('Group', 'AWS::EC2::SecurityGroup', `VpcId: !Ref Vpc, GroupDescription: app, SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, DestinationPrefixListId: ${list}}]`);
const ALL_S3 = line('RolePolicy', 'AWS::IAM::Policy', 'PolicyName: data, Roles: [!Ref Role], PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}');
const TWO_REGIONS = { Far: yaml(line('Data', 'AWS::S3::Bucket', 'BucketName: example-data-of-ours')), App: yaml(PRIVATE, GATEWAY_ENDPOINT, ALL_S3, '-Data') };
const byStack = (stack: string) => `aws://111122223333/${stack === 'Far' ? 'us-east-1' : 'eu-west-1'}`;
const NETWORK_ONLY = ['-Data', '-Role', '-RolePolicy', '-Profile', '-App'];

labelledCases('templates', [
  { law: 'a subnet by a parameter without default', template: yamlWith('Parameters: {Where: {Type: "AWS::EC2::Subnet::Id"}}', PRIVATE, GATEWAY_ENDPOINT, line('App', 'AWS::EC2::Instance', 'SubnetId: !Ref Where, SecurityGroupIds: [!Ref Group], IamInstanceProfile: !Ref Profile')), expected: 'unknown', page: PARAMETERS },
  { law: 'a condition that depends on nothing', template: yamlWith('Conditions: {Always: !Equals ["a", "a"]}', PRIVATE, GATEWAY_ENDPOINT.replace('{Type', '{Condition: Always, Type')), expected: 'reaches gatewayEndpoint', page: CONDITIONS },
  { law: 'a condition that is never met', template: yamlWith('Conditions: {Never: !Equals ["a", "b"]}', PRIVATE, GATEWAY_ENDPOINT.replace('{Type', '{Condition: Never, Type')), expected: 'cut route@Table', page: CONDITIONS },
  { law: 'an endpoint under a condition of a parameter', template: yamlWith('Parameters: {Mode: {Type: String}}\nConditions: {On: !Equals [!Ref Mode, "on"]}', PRIVATE, GATEWAY_ENDPOINT.replace('{Type', '{Condition: On, Type')), expected: 'unknown', page: CONDITIONS },
  { law: 'a network of another stack by ImportValue, without a way out', template: assembly({ App: yaml(BUCKET, inVpc), Net: yaml(PRIVATE, ...NETWORK_ONLY) + NETWORK }), expected: 'cut route@Table', from: 'App/App', bucket: 'App/Data', page: IMPORTS },
  { law: 'a network of another stack by ImportValue, with a gateway endpoint', template: assembly({ App: yaml(BUCKET, inVpc), Net: yaml(PRIVATE, GATEWAY_ENDPOINT, ...NETWORK_ONLY) + NETWORK }), expected: 'reaches gatewayEndpoint', from: 'App/App', bucket: 'App/Data', page: IMPORTS },
  { law: 'S3’s prefix list of the Region that the stack states', template: assembly({ App: yaml(PRIVATE, GATEWAY_ENDPOINT, httpsTo('pl-6da54004')) }), expected: 'reaches gatewayEndpoint', page: LISTS },
  { law: 'S3’s prefix list of another Region than the stack states', template: assembly({ App: yaml(PRIVATE, GATEWAY_ENDPOINT, httpsTo('pl-63a5400a')) }), expected: 'unknown', page: LISTS },
  { law: 'a gateway endpoint of the Region that the stack states', template: assembly({ App: yaml(PRIVATE, GATEWAY_ENDPOINT.replace(/!Sub "[^"]*"/, 'com.amazonaws.eu-west-1.s3')) }), expected: 'reaches gatewayEndpoint', page: GATEWAY },
  { law: 'a gateway endpoint of another Region than the stack states', template: assembly({ App: yaml(PRIVATE, GATEWAY_ENDPOINT.replace(/!Sub "[^"]*"/, 'com.amazonaws.us-east-1.s3')) }), expected: 'cut route@Table', page: GATEWAY },
  { law: 'a gateway endpoint and a bucket in another Region', template: assembly(TWO_REGIONS, byStack), expected: 'cut route@Table', page: GATEWAY },
  { law: 'a NAT gateway and a bucket in another Region', template: assembly({ ...TWO_REGIONS, App: yaml(PRIVATE, NAT, ALL_S3, '-Data') }, byStack), expected: 'reaches natGateway', page: GATEWAY },
  { law: 'a role of another account without an Allow of the bucket policy', template: assembly({ ...TWO_REGIONS, App: yaml(PRIVATE, NAT, ALL_S3, '-Data') }, (stack) => stack === 'Far' ? 'aws://444455556666/eu-west-1' : 'aws://111122223333/eu-west-1'), expected: 'cut bucketPolicy@Data', page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html' },
  { law: 'a role of another account with an Allow of the bucket policy', template: assembly({ Far: yaml(line('Data', 'AWS::S3::Bucket', 'BucketName: example-data-of-ours'), bucketPolicy('{Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:root"}, Action: "s3:GetObject", Resource: !Sub "${Data.Arn}/*"}')), App: yaml(PRIVATE, NAT, ALL_S3, '-Data') }, (stack) => stack === 'Far' ? 'aws://444455556666/eu-west-1' : 'aws://111122223333/eu-west-1'), expected: 'reaches natGateway', actions: 'get', page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html' },
  { law: 'an import that no stack exports', template: yaml(BUCKET, inVpc), expected: 'unknown', page: IMPORTS },
  { law: 'a template as JSON', template: { 'app.json': JSON.stringify({ Resources: { Data: { Type: 'AWS::S3::Bucket' }, App: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': 'Role.Arn' } } }, Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } }, Policies: [{ PolicyName: 'a', PolicyDocument: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Data.Arn}/*' } } } }] } } } }) }, expected: 'reaches service', actions: 'get', page: REFERENCES },
]);

labelledCases('malformed graphs', [
  { law: 'a subnet that does not exist', template: yaml(PRIVATE, GATEWAY_ENDPOINT, '-Subnet'), expected: 'unknown', page: REFERENCES },
  { law: 'a route to a NAT gateway that does not exist', template: yaml(PRIVATE, NAT, '-Nat'), expected: 'unknown', page: REFERENCES },
  { law: 'a security group that does not exist', template: yaml(PRIVATE, GATEWAY_ENDPOINT, '-Group'), expected: 'unknown', page: REFERENCES },
  { law: 'an instance profile that does not exist', template: yaml(PRIVATE, GATEWAY_ENDPOINT, '-Profile'), expected: 'unknown', page: REFERENCES },
  { law: 'a role that does not exist', template: yaml(PRIVATE, GATEWAY_ENDPOINT, '-Role'), expected: 'unknown', page: REFERENCES },
  { law: 'a NAT gateway in a subnet that does not exist', template: yaml(PRIVATE, NAT, '-PublicSubnet'), expected: 'unknown', page: REFERENCES },
  { law: 'two NAT gateways in each other’s subnets', template: yaml(PRIVATE, NAT, line('Back', 'AWS::EC2::NatGateway', 'SubnetId: !Ref Subnet, AllocationId: !GetAtt Eip.AllocationId'), route('PublicRoute', 'PublicTable', '0.0.0.0/0', 'NatGatewayId: !Ref Back')), expected: 'cut route@PublicRoute', page: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html' },
  { law: 'a route to /33', template: yaml(PRIVATE, NAT, route('NatRoute', 'Table', '0.0.0.0/33', 'NatGatewayId: !Ref Nat')), expected: 'unknown', page: SUBNETS },
  { law: 'a route to a block that is not text', template: yaml(PRIVATE, NAT, 'NatRoute: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: [1], NatGatewayId: !Ref Nat}}'), expected: 'unknown', page: SUBNETS },
  { law: 'a group that allows /33', template: yaml(PRIVATE, GATEWAY_ENDPOINT, line('Group', 'AWS::EC2::SecurityGroup', 'VpcId: !Ref Vpc, GroupDescription: app, SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/33}]')), expected: 'unknown', page: SUBNETS },
  { law: 'ports that are no numbers', template: yaml(PRIVATE, GATEWAY_ENDPOINT, line('Group', 'AWS::EC2::SecurityGroup', 'VpcId: !Ref Vpc, GroupDescription: app, SecurityGroupEgress: [{IpProtocol: tcp, FromPort: https, ToPort: https, CidrIp: 0.0.0.0/0}]')), expected: 'unknown', page: SUBNETS },
  { law: 'subnets whose addresses overlap', template: yaml(PRIVATE, GATEWAY_ENDPOINT, line('Twin', 'AWS::EC2::Subnet', 'VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24')), expected: 'reaches gatewayEndpoint', page: SUBNETS },
  { law: 'properties that are a text', template: yaml(PRIVATE, GATEWAY_ENDPOINT, 'Table2: {Type: AWS::EC2::RouteTable, Properties: hello}', 'Nothing: {Type: AWS::EC2::Subnet}', 'Acl: {Type: AWS::EC2::NetworkAcl, Properties: []}'), expected: 'reaches gatewayEndpoint', page: SUBNETS },
  { law: 'groups that refer to each other', template: yaml(PRIVATE, GATEWAY_ENDPOINT, line('Other', 'AWS::EC2::SecurityGroup', 'VpcId: !Ref Vpc, GroupDescription: b'), line('One', 'AWS::EC2::SecurityGroupIngress', 'GroupId: !Ref Group, IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: !Ref Other'), line('Two', 'AWS::EC2::SecurityGroupIngress', 'GroupId: !Ref Other, IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: !Ref Group')), expected: 'reaches gatewayEndpoint', page: REFERENCES },
  { law: 'a role policy that is no policy', template: yaml(BUCKET, line('RolePolicy', 'AWS::IAM::Policy', 'PolicyName: data, Roles: [!Ref Role], PolicyDocument: hello'), line('App', 'AWS::Lambda::Function', 'Role: !GetAtt Role.Arn')), expected: 'unknown', page: REFERENCES },
]);
