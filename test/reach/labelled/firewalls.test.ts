import { labelledCases, yaml } from './labelled-cases';
import { GATEWAY_ENDPOINT, INTERFACE_ENDPOINT, line, NAT, PRIVATE } from './vocabulary';

const GROUPS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html';
const RULES = 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html';
const LISTS = 'https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html';
const ACLS = 'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html';
const EPHEMERAL = 'https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports';

const BASE = `${PRIVATE}\n${GATEWAY_ENDPOINT}`;
const group = (egress: string) => line('Group', 'AWS::EC2::SecurityGroup', `VpcId: !Ref Vpc, GroupDescription: app, SecurityGroupEgress: ${egress}`);
const egress = (id: string, rule: string) => line(id, 'AWS::EC2::SecurityGroupEgress', `GroupId: !GetAtt Group.GroupId, ${rule}`);
const TCP443 = 'IpProtocol: tcp, FromPort: 443, ToPort: 443';
const NONE = '[{CidrIp: 255.255.255.255/32, Description: Disallow all traffic, IpProtocol: icmp, FromPort: 252, ToPort: 86}]';

labelledCases('security groups', [
  { law: 'no egress rules allow all', template: yaml(BASE, line('Group', 'AWS::EC2::SecurityGroup', 'VpcId: !Ref Vpc, GroupDescription: app')), expected: 'reaches gatewayEndpoint', page: GROUPS },
  { law: 'an empty list of egress rules allows all, as no rule was added', template: yaml(BASE, group('[]')), expected: 'reaches gatewayEndpoint', page: GROUPS },
  { law: 'HTTPS to everywhere', template: yaml(BASE, group(`[{${TCP443}, CidrIp: 0.0.0.0/0}]`)), expected: 'reaches gatewayEndpoint', page: RULES },
  { law: 'HTTP to everywhere', template: yaml(BASE, group('[{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}]')), expected: 'cut securityGroup@Group', page: RULES },
  { law: 'a range of ports that has 443', template: yaml(BASE, group('[{IpProtocol: tcp, FromPort: 0, ToPort: 65535, CidrIp: 0.0.0.0/0}]')), expected: 'reaches gatewayEndpoint', page: RULES },
  { law: 'ports as strings', template: yaml(BASE, group('[{IpProtocol: tcp, FromPort: "443", ToPort: "443", CidrIp: 0.0.0.0/0}]')), expected: 'reaches gatewayEndpoint', page: RULES },
  { law: 'UDP on 443 is not TCP', template: yaml(BASE, group('[{IpProtocol: udp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]')), expected: 'cut securityGroup@Group', page: RULES },
  { law: 'TCP by its protocol number', template: yaml(BASE, group('[{IpProtocol: "6", FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]')), expected: 'reaches gatewayEndpoint', page: RULES },
  { law: 'all protocols, whatever ports it names', template: yaml(BASE, group('[{IpProtocol: -1, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}]')), expected: 'reaches gatewayEndpoint', page: RULES },
  { law: 'HTTPS to private addresses only', template: yaml(BASE, group(`[{${TCP443}, CidrIp: 10.0.0.0/8}]`)), expected: 'cut securityGroup@Group', page: RULES },
  { law: 'HTTPS to all IPv6 addresses, and requests are of IPv4', template: yaml(BASE, group(`[{${TCP443}, CidrIpv6: "::/0"}]`)), expected: 'cut securityGroup@Group', page: RULES },
  { law: 'CDK’s placeholder for no egress', template: yaml(BASE, group(NONE)), expected: 'cut securityGroup@Group', page: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SecurityGroup.html#allowalloutbound' },
  { law: 'CDK’s placeholder beside a rule of its own resource', template: yaml(BASE, group(NONE), egress('Out', `${TCP443}, CidrIp: 0.0.0.0/0`)), expected: 'reaches gatewayEndpoint', page: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SecurityGroup.html#allowalloutbound' },
  { law: 'the loopback address, as AWS writes an empty list', template: yaml(BASE, group('[{CidrIp: 127.0.0.1/32, IpProtocol: "-1"}]')), expected: 'cut securityGroup@Group', page: GROUPS },
  { law: 'S3’s prefix list of a Region that the template does not state', template: yaml(BASE, group(`[{${TCP443}, DestinationPrefixListId: pl-6da54004}]`)), expected: 'unknown', page: LISTS },
  { law: 'a prefix list that is not known', template: yaml(BASE, group(`[{${TCP443}, DestinationPrefixListId: pl-0123456789abcdef0}]`)), expected: 'unknown', page: LISTS },
  { law: 'a prefix list by a parameter without default', template: yaml(BASE, group(`[{${TCP443}, DestinationPrefixListId: !Ref List}]`)).replace('Resources:', 'Parameters: {List: {Type: String}}\nResources:'), expected: 'unknown', page: LISTS },
  { law: 'a reference to another group is no way to S3', template: yaml(BASE, line('Other', 'AWS::EC2::SecurityGroup', 'VpcId: !Ref Vpc, GroupDescription: other'), group(`[{${TCP443}, DestinationSecurityGroupId: !Ref Other}]`)), expected: 'cut securityGroup@Group', page: RULES },
  { law: 'a reference to the group of an interface endpoint', template: yaml(PRIVATE, INTERFACE_ENDPOINT, group(`[{${TCP443}, DestinationSecurityGroupId: !Ref EndpointGroup}]`)), expected: 'reaches interfaceEndpoint', page: RULES },
  { law: 'one of two groups allows', template: yaml(BASE, group(NONE), line('Second', 'AWS::EC2::SecurityGroup', `VpcId: !Ref Vpc, GroupDescription: b, SecurityGroupEgress: [{${TCP443}, CidrIp: 0.0.0.0/0}]`), line('App', 'AWS::EC2::Instance', 'SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group, !Ref Second], IamInstanceProfile: !Ref Profile')), expected: 'reaches gatewayEndpoint', page: RULES },
  { law: 'a part of the world has no S3 for sure', template: yaml(BASE, group(`[{${TCP443}, CidrIp: 192.168.0.0/16}, {${TCP443}, CidrIp: 172.16.0.0/12}]`)), expected: 'cut securityGroup@Group', page: RULES },
  { law: 'one public range has a part of S3 at most', template: yaml(BASE, group(`[{${TCP443}, CidrIp: 52.216.0.0/15}]`)), expected: 'unknown', page: LISTS },
  { law: 'two halves of all addresses are all', template: yaml(BASE, group(`[{${TCP443}, CidrIp: 0.0.0.0/1}, {${TCP443}, CidrIp: 128.0.0.0/1}]`)), expected: 'reaches gatewayEndpoint', page: RULES },
  { law: 'groups are stateful: no ingress rule is needed for replies', template: yaml(PRIVATE, NAT, group(`[{${TCP443}, CidrIp: 0.0.0.0/0}]`)), expected: 'reaches natGateway', page: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html' },
  { law: 'no egress rules in the group and one of its own resource, which may leave the rule that allows all or not', template: yaml(BASE, line('Group', 'AWS::EC2::SecurityGroup', 'VpcId: !Ref Vpc, GroupDescription: app'), egress('Out', `${TCP443}, CidrIp: 10.0.0.0/8`)), expected: 'unknown', page: GROUPS },
  { law: 'no egress rules in the group and one of its own resource that allows all', template: yaml(BASE, line('Group', 'AWS::EC2::SecurityGroup', 'VpcId: !Ref Vpc, GroupDescription: app'), egress('Out', `${TCP443}, CidrIp: 0.0.0.0/0`)), expected: 'reaches gatewayEndpoint', page: GROUPS },
  { law: 'a rule under a condition that nothing decides', template: yaml(BASE, group(`!If [Open, [{${TCP443}, CidrIp: 0.0.0.0/0}], ${NONE}]`)).replace('Resources:', 'Parameters: {Mode: {Type: String}}\nConditions: {Open: !Equals [!Ref Mode, open]}\nResources:'), expected: 'unknown', page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html' },
]);

const entry = (id: string, isEgress: boolean, number: number | string, action: string, rest: string) => line(id, 'AWS::EC2::NetworkAclEntry', `NetworkAclId: !Ref Acl, Egress: ${isEgress}, RuleNumber: ${number}, RuleAction: ${action}, ${rest}`);
const ACL = `
Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
AclAssociation: {Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: {SubnetId: !Ref Subnet, NetworkAclId: !Ref Acl}}`;
const ALL = 'Protocol: -1, CidrBlock: 0.0.0.0/0';
const ports = (from: number, to: number) => `Protocol: 6, CidrBlock: 0.0.0.0/0, PortRange: {From: ${from}, To: ${to}}`;

labelledCases('network ACLs', [
  { law: 'the default network ACL allows all', template: yaml(BASE), expected: 'reaches gatewayEndpoint', page: 'https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html' },
  { law: 'a custom network ACL without entries denies all', template: yaml(BASE, ACL), expected: 'cut networkAcl@Acl', page: 'https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html' },
  { law: 'a custom network ACL of no subnet', template: yaml(BASE, ACL, '-AclAssociation'), expected: 'reaches gatewayEndpoint', page: ACLS },
  { law: 'all out and in', template: yaml(BASE, ACL, entry('Out', true, 100, 'allow', ALL), entry('In', false, 100, 'allow', ALL)), expected: 'reaches gatewayEndpoint', page: ACLS },
  { law: 'HTTPS out and ephemeral ports in', template: yaml(BASE, ACL, entry('Out', true, 100, 'allow', ports(443, 443)), entry('In', false, 100, 'allow', ports(1024, 65535))), expected: 'reaches gatewayEndpoint', page: EPHEMERAL },
  { law: 'HTTPS out and no replies in', template: yaml(BASE, ACL, entry('Out', true, 100, 'allow', ports(443, 443))), expected: 'cut networkAcl@Acl', page: EPHEMERAL },
  { law: 'HTTPS out and HTTPS in are no replies', template: yaml(BASE, ACL, entry('Out', true, 100, 'allow', ports(443, 443)), entry('In', false, 100, 'allow', ports(443, 443))), expected: 'cut networkAcl@Acl', page: EPHEMERAL },
  { law: 'replies in and nothing out', template: yaml(BASE, ACL, entry('In', false, 100, 'allow', ports(1024, 65535))), expected: 'cut networkAcl@Acl', page: ACLS },
  { law: 'a deny of a lower number before an allow', template: yaml(BASE, ACL, entry('No', true, 50, 'deny', ports(443, 443)), entry('Out', true, 100, 'allow', ALL), entry('In', false, 100, 'allow', ALL)), expected: 'cut networkAcl@Acl', page: ACLS },
  { law: 'a deny of a higher number behind an allow', template: yaml(BASE, ACL, entry('Out', true, 100, 'allow', ALL), entry('No', true, 150, 'deny', ports(443, 443)), entry('In', false, 100, 'allow', ALL)), expected: 'reaches gatewayEndpoint', page: ACLS },
  { law: 'rule numbers as strings are compared as numbers', template: yaml(BASE, ACL, entry('Out', true, '"90"', 'allow', ALL), entry('No', true, '"100"', 'deny', ALL), entry('In', false, '"100"', 'allow', ALL)), expected: 'reaches gatewayEndpoint', page: ACLS },
  { law: 'a deny of other ports', template: yaml(BASE, ACL, entry('No', true, 50, 'deny', ports(22, 22)), entry('Out', true, 100, 'allow', ALL), entry('In', false, 100, 'allow', ALL)), expected: 'reaches gatewayEndpoint', page: ACLS },
  { law: 'a deny of private addresses before S3', template: yaml(BASE, ACL, entry('No', true, 50, 'deny', 'Protocol: -1, CidrBlock: 10.0.0.0/8'), entry('Out', true, 100, 'allow', ALL), entry('In', false, 100, 'allow', ALL)), expected: 'reaches gatewayEndpoint', page: ACLS },
  { law: 'an allow of private addresses is no way to S3', template: yaml(BASE, ACL, entry('Out', true, 100, 'allow', 'Protocol: -1, CidrBlock: 10.0.0.0/8'), entry('In', false, 100, 'allow', ALL)), expected: 'cut networkAcl@Acl', page: ACLS },
  { law: 'UDP only', template: yaml(BASE, ACL, entry('Out', true, 100, 'allow', 'Protocol: 17, CidrBlock: 0.0.0.0/0, PortRange: {From: 0, To: 65535}'), entry('In', false, 100, 'allow', ALL)), expected: 'cut networkAcl@Acl', page: ACLS },
  { law: 'IPv6 only', template: yaml(BASE, ACL, entry('Out', true, 100, 'allow', 'Protocol: -1, Ipv6CidrBlock: "::/0"'), entry('In', false, 100, 'allow', ALL)), expected: 'cut networkAcl@Acl', page: ACLS },
  { law: 'only a part of the ephemeral ports', template: yaml(BASE, ACL, entry('Out', true, 100, 'allow', ALL), entry('In', false, 100, 'allow', ports(32768, 60999))), expected: 'unknown', page: EPHEMERAL },
  { law: 'entries without Egress are inbound', template: yaml(BASE, ACL, line('Out', 'AWS::EC2::NetworkAclEntry', `NetworkAclId: !Ref Acl, RuleNumber: 100, RuleAction: allow, ${ALL}`)), expected: 'cut networkAcl@Acl', page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html' },
  { law: 'an interface endpoint in the same subnet is not behind the network ACL', template: yaml(PRIVATE, INTERFACE_ENDPOINT, ACL), expected: 'reaches interfaceEndpoint', page: ACLS },
  { law: 'an interface endpoint in another subnet is behind the network ACL', template: yaml(PRIVATE, INTERFACE_ENDPOINT.replace('SubnetIds: [!Ref Subnet]', 'SubnetIds: [!Ref Second]'), line('Second', 'AWS::EC2::Subnet', 'VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24'), ACL), expected: 'cut networkAcl@Acl', page: ACLS },
  { law: 'the network ACL of a NAT gateway’s subnet without ephemeral ports', template: yaml(PRIVATE, NAT, ACL.replace('!Ref Subnet', '!Ref PublicSubnet'), entry('Out', true, 100, 'allow', ALL), entry('In', false, 100, 'allow', 'Protocol: -1, CidrBlock: 10.0.0.0/16')), expected: 'cut networkAcl@Acl', page: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html' },
  { law: 'the network ACL of a NAT gateway’s subnet that allows all', template: yaml(PRIVATE, NAT, ACL.replace('!Ref Subnet', '!Ref PublicSubnet'), entry('Out', true, 100, 'allow', ALL), entry('In', false, 100, 'allow', ALL)), expected: 'reaches natGateway', page: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html' },
]);
