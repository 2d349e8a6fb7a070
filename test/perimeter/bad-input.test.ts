import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { ACCOUNT, ENV } from './decisions';
import { BucketPerimeter, HardenedBucket, PerimeterOptions, PresignedUrls, ServiceAccess } from '../../src';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/Reader`;

function make(perimeter: PerimeterOptions, services?: ServiceAccess[]): HardenedBucket {
  return new HardenedBucket(new Stack(new App(), 'Stack', { env: ENV }), 'Bucket', { perimeter, services });
}

/** Each bad value, and what the error quotes and advises. */
test.each<[PerimeterOptions, string]>([
  [{ network: { vpcEndpointIds: ['vpce-xyz'] } }, "[Stack/Bucket] perimeter.network.vpcEndpointIds[0] is 'vpce-xyz'. Use the id of a VPC endpoint"],
  [{ network: { vpcEndpointIds: ['vpce-0123456789abcdef0', 'vpc-0123456789abcdef0'] } }, "vpcEndpointIds[1] is 'vpc-0123456789abcdef0'"],
  [{ network: { vpcEndpointIds: [] } }, 'perimeter.network.vpcEndpointIds is an empty list'],
  [{ network: { vpcIds: ['vpc-'] } }, "perimeter.network.vpcIds[0] is 'vpc-'. Use the id of a VPC"],
  [{ network: { vpcArns: ['vpc-0123456789abcdef0'] } }, "perimeter.network.vpcArns[0] is 'vpc-0123456789abcdef0'. Use the ARN of a VPC"],
  [{ network: { endpointOrganizationIds: ['o-short'] } }, "endpointOrganizationIds[0] is 'o-short'. Use the id of an organization"],
  [{ network: { endpointOrganizationPaths: ['o-a1b2c3d4e5/ou-ab12-11111111/'] } }, "endpointOrganizationPaths[0] is 'o-a1b2c3d4e5/ou-ab12-11111111/'. Use the path of an organizational unit"],
  [{ network: { endpointAccountIds: ['11112222333'] } }, "endpointAccountIds[0] is '11112222333'. Use the id of an account: twelve digits"],
  [{ network: { ipAllowList: ['0.0.0.0/0'] } }, "perimeter.network.ipAllowList[0] is '0.0.0.0/0', which is wider than any network is. Use blocks of /8 or longer"],
  [{ network: { ipAllowList: ['2001::/16'] } }, "ipAllowList[0] is '2001::/16', which is wider than any network is. Use blocks of /32 or longer"],
  [{ network: { ipAllowList: ['10.1.0.0/16'] } }, "ipAllowList[0] is '10.1.0.0/16', which is private, and no request has such an aws:SourceIp. Use endpointIpAllowList"],
  [{ network: { ipDenyList: ['203.0.113.0/33'] } }, "ipDenyList[0] is '203.0.113.0/33', which is not a CIDR block"],
  [{ network: { ipAllowList: ['office'] } }, "ipAllowList[0] is 'office', which is not a CIDR block"],
  [{ network: { endpointIpAllowList: ['10.0.0.0/16'] } }, 'endpointIpAllowList lists private addresses, and every VPC can have the same ones'],
  [{ identity: { accountIds: ['*'] } }, "perimeter.identity.accountIds[0] is '*'"],
  [{ identity: { organizationIds: ['a1b2c3d4e5'] } }, "organizationIds[0] is 'a1b2c3d4e5'"],
  [{ identity: { crossAccount: false, accountIds: ['444455556666'] } }, 'perimeter.identity.crossAccount: false contradicts accountIds'],
  [{ identity: { roleArns: ['arn:aws:iam::*:role/Reader'] } }, "roleArns[0] is 'arn:aws:iam::*:role/Reader'. Use the ARN of a role or a user"],
  [{ identity: { readOnlyArns: [`arn:aws:sts::${ACCOUNT}:assumed-role/Reader/session`] } }, 'of a session, the ARN of its role'],
  [{ identity: { roleArns: [] } }, 'perimeter.identity.roleArns is an empty list'],
  [{ identity: { principalTags: { project: [] } } }, "principalTags['project'] is an empty list"],
  [{ identity: { matchingTags: ['team', 'Team'] } }, "identity.matchingTags speaks of tags 'team' and 'Team', which differ in case or signs only"],
  [{ identity: { principalTags: { 'cost-center': ['1'], 'cost.center': ['1'] } } }, "identity.principalTags speaks of tags 'cost-center' and 'cost.center', which differ in case or signs only"],
  [{ identity: { matchingTags: [Token.asString({ Ref: 'Key' })] } }, 'identity.matchingTags has a token for the key of a tag, which has to be known at synth'],
  [{ identity: { matchingTags: ['pro*ject'] } }, "a tag 'pro*ject', which is not the key of a tag"],
  [{ identity: { mfaExemptArns: [ROLE] } }, 'perimeter.identity.mfaExemptArns exempts from multi-factor authentication, which is not asked for'],
  [{ request: { prefixRules: [{ prefix: 'fin*', roleArns: [ROLE] }] } }, "prefixRules[0].prefix is 'fin*'"],
  [{ request: { prefixRules: [{ prefix: '', roleArns: [ROLE] }] } }, "prefixRules[0].prefix is ''"],
  [{ request: { prefixRules: [{ prefix: Token.asString({ Ref: 'Prefix' }), roleArns: [ROLE] }] } }, 'prefixRules[0].prefix is decided at deployment'],
  [{ request: { prefixRules: [{ prefix: 'finance/', roleArns: ['Reader'] }] } }, "prefixRules[0].roleArns[0] is 'Reader'"],
  [{ request: { refererAllowList: ['*'] } }, "refererAllowList[0] is '*'"],
  [{ request: { presignedUrls: PresignedUrls.forbidden(), signatureVersion4Only: false } }, 'signatureVersion4Only: false contradicts presignedUrls'],
  [{ exemptions: { breakGlassRoleArns: ['Admin'] } }, "perimeter.exemptions.breakGlassRoleArns[0] is 'Admin'"],
  [{ exemptions: { deployRoleArns: ['*'] } }, "perimeter.exemptions.deployRoleArns[0] is '*'"],
])('fails: %j', (perimeter, message) => {
  expect(() => make(perimeter)).toThrow(message);
});

test.each<[string, Duration, string]>([
  ['eight days', Duration.days(8), 'PresignedUrls.maximumAge is 8 days. Use whole seconds, from Duration.seconds(1) up to Duration.days(7)'],
  ['no time', Duration.seconds(0), 'PresignedUrls.maximumAge is zero'],
  ['half a second', Duration.millis(500), 'PresignedUrls.maximumAge is 500 millis'],
])('fails: a presigned URL of %s', (_, age, message) => {
  expect(() => PresignedUrls.maximumAge(age)).toThrow(message);
});

test.each<[ServiceAccess, string]>([
  [{ service: 'CloudTrail' }, "services[0].service is 'CloudTrail'. Use a service principal, such as cloudtrail.amazonaws.com"],
  [{ service: 'cloudtrail.amazonaws.com', objectActions: ['s3:*'] }, "services[0].objectActions[0] is 's3:*'. Use one action of S3"],
  [{ service: 'cloudtrail.amazonaws.com', sourceAccounts: ['me'] }, "services[0].sourceAccounts[0] is 'me'"],
  [{ service: 'cloudtrail.amazonaws.com', sourceArns: ['trail'] }, "services[0].sourceArns[0] is 'trail'"],
  [{ service: 'cloudtrail.amazonaws.com', prefix: 'AWSLogs/*' }, "services[0].prefix is 'AWSLogs/*'"],
])('fails: the service %j', (access, message) => {
  expect(() => make({}, [access])).toThrow(message);
});

test('tokens pass', () => {
  const token = Token.asString({ Ref: 'Given' });
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  expect(() => new BucketPerimeter(stack, 'Perimeter', {
    bucket: new HardenedBucket(stack, 'Bucket'),
    network: {
      vpcEndpointIds: [token],
      vpcIds: [token],
      vpcArns: [token],
      ipAllowList: [token],
      endpointIpAllowList: [token],
      endpointOrganizationIds: [token],
      endpointOrganizationPaths: [token],
    },
    identity: { accountIds: [token], organizationIds: [token], organizationPaths: [token], roleArns: [token], readOnlyArns: [token], principalTags: { project: [token] } },
    request: { presignedUrls: PresignedUrls.maximumAge(Duration.millis(Token.asNumber({ Ref: 'Age' }))), prefixRules: [{ prefix: 'finance/', roleArns: [token] }] },
    exemptions: { breakGlassRoleArns: [token], deployRoleArns: [token], replicationRoleArns: [token] },
    services: [{ service: token, sourceAccounts: [token], sourceArns: [token] }],
  })).not.toThrow();
});
