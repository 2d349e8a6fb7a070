import { BOTH, BUCKET, by, conditions, ConditionRow, deny, DocumentedPage, allow, IAM_GUIDE, policy, request } from './documented-page';

const ACCOUNT = '123456789012';
const user = { AWS: `arn:aws:iam::${ACCOUNT}:user/user-name` };
const role = { AWS: `arn:aws:iam::${ACCOUNT}:role/role-name` };
const session = { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/role-name/session` };
const federated = { AWS: `arn:aws:sts::${ACCOUNT}:federated-user/user-name` };
const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

const BY_ARN = (arn: string) => ({ ArnEquals: { 'aws:PrincipalArn': arn } });
const ORG = (pattern: string) => ({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': [pattern] } });
const OU = 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/';
const MFA = (operator: string, value: string) => ({ [operator]: { 'aws:MultiFactorAuthPresent': value } });
const NETWORK_OR_SERVICE = { StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-111bbb22' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
const NETWORK_OR_CLOUDTRAIL = { StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-111bbb22', 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' } };
const TYPE = (type: string) => ({ StringEquals: { 'aws:PrincipalType': type } });

const ROWS: readonly ConditionRow[] = [
  ['the account', 'Match', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }, {}, { principal: user }],
  ['not the account', 'No match', { StringNotEquals: { 'aws:PrincipalAccount': [ACCOUNT] } }, {}, { principal: session }],
  ['not the account, another', 'Match', { StringNotEquals: { 'aws:PrincipalAccount': [ACCOUNT] } }, {}, { principal: { AWS: '999999999999' } }],
  ['the account of an anonymous caller', 'Match', { StringEquals: { 'aws:PrincipalAccount': 'anonymous' } }, {}],
  ['the ARN of a user', 'Match', BY_ARN(user.AWS), {}, { principal: user }],
  ['the ARN of a role', 'Match', BY_ARN(role.AWS), {}, { principal: role }],
  ['the ARN of the role of a session', 'Match', BY_ARN(role.AWS), { 'aws:PrincipalArn': role.AWS }, { principal: session }],
  ['the ARN of a session', 'No match', BY_ARN(session.AWS), {}, { principal: session }],
  ['the ARN of a federated user', 'Match', BY_ARN(federated.AWS), {}, { principal: federated }],
  ['the ARN of the root user', 'Match', BY_ARN(root.AWS), {}, { principal: root }],
  ['the ARN of the root user, a user of the account', 'No match', BY_ARN(root.AWS), {}, { principal: user }],
  ['an ARN, anonymous', 'No match', BY_ARN('arn:*:*:*:*:*'), {}],
  ['an ARN, negated, anonymous', 'Match', { ArnNotEquals: { 'aws:PrincipalArn': user.AWS } }, {}],
  ['directly in the OU', 'Match', { 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgPaths': [OU] } }, { 'aws:PrincipalOrgPaths': [OU] }],
  ['in a child OU, exact', 'No match', { 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgPaths': [OU] } }, { 'aws:PrincipalOrgPaths': [`${OU}ou-ab12-3/`] }],
  ['in a child OU', 'Match', ORG(`${OU}*`), { 'aws:PrincipalOrgPaths': [`${OU}ou-ab12-3/`] }],
  ['only in child OUs, the OU itself', 'No match', ORG(`${OU}ou-*`), { 'aws:PrincipalOrgPaths': [OU] }],
  ['in the organization', 'Match', ORG('o-a1b2c3d4e5/*'), { 'aws:PrincipalOrgPaths': [OU] }],
  ['in another organization', 'No match', ORG('o-a1b2c3d4e5/*'), { 'aws:PrincipalOrgPaths': ['o-other12345/r-ab12/'] }],
  ['of the organization', 'Match', { StringEquals: { 'aws:PrincipalOrgID': ['o-xxxxxxxxxxx'] } }, { 'aws:PrincipalOrgID': 'o-xxxxxxxxxxx' }],
  ['of no organization', 'No match', { StringEquals: { 'aws:PrincipalOrgID': ['o-xxxxxxxxxxx'] } }, {}],
  ['via DynamoDB', 'Match', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['dynamodb.amazonaws.com'] } }, { 'aws:CalledVia': ['cloudformation.amazonaws.com', 'dynamodb.amazonaws.com'] }],
  ['via DynamoDB, called directly', 'No match', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['dynamodb.amazonaws.com'] } }, {}],
  ['Bool MFA false, long-term credentials', 'No match', MFA('Bool', 'false'), {}],
  ['Bool MFA false, temporary credentials without MFA', 'Match', MFA('Bool', 'false'), { 'aws:MultiFactorAuthPresent': 'false' }],
  ['BoolIfExists MFA false, long-term credentials', 'Match', MFA('BoolIfExists', 'false'), {}],
  ['BoolIfExists MFA false, with MFA', 'No match', MFA('BoolIfExists', 'false'), { 'aws:MultiFactorAuthPresent': 'true' }],
  ['BoolIfExists MFA true, long-term credentials', 'Match', MFA('BoolIfExists', 'true'), {}],
  ['BoolIfExists MFA true, temporary credentials without MFA', 'No match', MFA('BoolIfExists', 'true'), { 'aws:MultiFactorAuthPresent': 'false' }],
  ['Bool MFA true, long-term credentials', 'No match', MFA('Bool', 'true'), {}],
  ['Null MFA false, without MFA', 'Match', MFA('Null', 'false'), { 'aws:MultiFactorAuthPresent': 'false' }],
  ['from elsewhere, not a service', 'Match', NETWORK_OR_SERVICE, { 'aws:SourceVpc': 'vpc-2', 'aws:PrincipalIsAWSService': 'false' }, { principal: user }],
  ['from the VPC', 'No match', NETWORK_OR_SERVICE, { 'aws:SourceVpc': 'vpc-111bbb22', 'aws:PrincipalIsAWSService': 'false' }, { principal: user }],
  ['a service', 'No match', NETWORK_OR_SERVICE, { 'aws:PrincipalIsAWSService': 'true' }, { principal: { Service: 'cloudtrail.amazonaws.com' } }],
  ['CloudTrail', 'No match', NETWORK_OR_CLOUDTRAIL, { 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' }, { principal: { Service: 'cloudtrail.amazonaws.com' } }],
  ['another service', 'Match', NETWORK_OR_CLOUDTRAIL, { 'aws:PrincipalServiceName': 'config.amazonaws.com' }, { principal: { Service: 'config.amazonaws.com' } }],
  ['a service only from one Region', 'Match', { 'ForAnyValue:StringEquals': { 'aws:PrincipalServiceNamesList': 'logs.us-east-1.amazonaws.com' } },
    { 'aws:PrincipalServiceNamesList': ['logs.amazonaws.com', 'logs.us-east-1.amazonaws.com'] }, { principal: { Service: 'logs.amazonaws.com' } }],
  ['the department', 'Match', { StringEquals: { 'aws:PrincipalTag/department': 'hr' } }, { 'aws:PrincipalTag/department': 'hr' }, { principal: user }],
  ['one of three Regions', 'Match', { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-2', 'eu-west-3'] } }, { 'aws:RequestedRegion': 'eu-west-2' }],
  ['another Region', 'No match', { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-2', 'eu-west-3'] } }, { 'aws:RequestedRegion': 'us-west-2' }],
];

const PUT = { action: 's3:PutObject' };
const DIRECTLY_OR_BY_SERVICE = policy(
  allow({ Action: 's3:PutObject', Resource: `${BUCKET}/*`, Condition: { Bool: { 'aws:ViaAWSService': 'false' }, IpAddress: { 'aws:SourceIp': '123.45.167.89' } } }),
  allow({ Action: 's3:PutObject', Resource: `${BUCKET}/*`, Condition: { Bool: { 'aws:ViaAWSService': 'true' } } }),
);
const NETWORK_DEFAULT = { IpAddressIfExists: { 'aws:SourceIp': ['203.0.113.0/24'] }, StringEqualsIfExists: { 'aws:SourceVpc': ['vpc-1'] } };

export const KEY_PAGES: readonly DocumentedPage[] = [
  conditions(`${IAM_GUIDE}/reference_policies_condition-keys.html`, ROWS),
  {
    page: `${IAM_GUIDE}/reference_policies_condition-keys.html#condition-keys-sourceip`,
    examples: [
      ['directly, from the address', 'Allow', DIRECTLY_OR_BY_SERVICE, by(user, { ...PUT, context: { 'aws:ViaAWSService': 'false', 'aws:SourceIp': '123.45.167.89' } })],
      ['directly, from another', 'ImplicitDeny', DIRECTLY_OR_BY_SERVICE, by(user, { ...PUT, context: { 'aws:ViaAWSService': 'false', 'aws:SourceIp': '123.45.167.90' } })],
      ['by a service', 'Allow', DIRECTLY_OR_BY_SERVICE, by(user, { ...PUT, context: { 'aws:ViaAWSService': 'true', 'aws:SourceIp': '1.2.3.4' } })],
      ['neither key is there', 'Allow', policy(allow({ Condition: NETWORK_DEFAULT })), request()],
      ['one key is there and wrong', 'ImplicitDeny', policy(allow({ Condition: NETWORK_DEFAULT })), request({ context: { 'aws:SourceIp': '9.9.9.9' } })],
      ['outside of the account', 'ExplicitDeny', policy(deny({ Resource: BOTH, Condition: { StringNotEquals: { 'aws:PrincipalAccount': ['123456789012'] } } })), request()],
    ],
  },
  conditions(`${IAM_GUIDE}/reference_policies_variables.html#principaltable`, [
    ['the root user', 'Match', TYPE('Account'), {}, { principal: root }],
    ['an account id, its root user', 'Match', TYPE('Account'), {}, { principal: { AWS: ACCOUNT } }],
    ['a user', 'Match', TYPE('User'), {}, { principal: user }],
    ['a federated user', 'Match', TYPE('FederatedUser'), {}, { principal: federated }],
    ['an assumed role', 'Match', TYPE('AssumedRole'), {}, { principal: session }],
    ['an anonymous caller', 'Match', TYPE('Anonymous'), {}],
    ['not present, any attempt to match it fails', 'No match', { StringLike: { 'aws:username': '*' } }, {}, { principal: session }],
  ]),
];
