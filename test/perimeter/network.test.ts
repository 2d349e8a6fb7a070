import { ACCOUNT, describeOptions, request, role, ROUTES, Row, service } from './decisions';

const READER = role('Reader');
const get = (route: object) => request(READER, 's3:GetObject', route as never);
const UNLISTED: Row['denied'] = {
  'reading from the internet': [get(ROUTES.internet), 'DenyOtherNetworks'],
  'writing from the internet': [request(READER, 's3:PutObject'), 'DenyOtherNetworks'],
  'deleting a version from the internet': [request(READER, 's3:DeleteObjectVersion'), 'DenyOtherNetworks'],
  'listing from the internet': [request(READER, 's3:ListBucket'), 'DenyOtherNetworks'],
  'reading through another endpoint': [get(ROUTES.otherEndpoint), 'DenyOtherNetworks'],
  'the root user from the internet': [request({ principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }, 's3:GetObject'), 'DenyOtherNetworks'],
};
/** What no guard on networks stops, whatever it lists. */
const ALWAYS: Row['passes'] = {
  'a change of the policy from the internet, as CloudFormation makes it': request(role('cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1'), 's3:PutBucketPolicy'),
  'a look at the configuration from the internet': request(READER, 's3:GetBucketLocation'),
  'the delivery of access logs': request(service('logging.s3', { 'aws:SourceAccount': ACCOUNT }), 's3:PutObject'),
  'CloudFront with origin access control': request(service('cloudfront', { 'aws:SourceArn': `arn:aws:cloudfront::${ACCOUNT}:distribution/E1` }), 's3:GetObject'),
  'a forward access session': get(ROUTES.forwarded),
  'a service-linked role': request(role('aws-service-role/access-analyzer.amazonaws.com/AWSServiceRoleForAccessAnalyzer'), 's3:GetObject'),
};
const through = (name: keyof typeof ROUTES): Row['passes'] => ({ ...ALWAYS, [`reading by ${name}`]: get(ROUTES[name]), [`listing by ${name}`]: request(READER, 's3:ListBucket', ROUTES[name]) });

const ROWS: readonly Row[] = [
  { option: 'vpcEndpointIds', perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0', 'vpce-1a2b3c4d'] } }, passes: through('endpoint'), denied: UNLISTED },
  {
    option: 'vpcIds, which are of the own Region',
    perimeter: { network: { vpcIds: ['vpc-0123456789abcdef0'] } },
    passes: through('endpoint'),
    denied: { ...UNLISTED, 'the VPC of the same id in another Region': [get(ROUTES.otherRegion), 'DenyOtherNetworks'] },
  },
  {
    option: 'vpcArns',
    perimeter: { network: { vpcArns: [`arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc/vpc-0123456789abcdef0`] } },
    passes: through('endpoint'),
    denied: { ...UNLISTED, 'the VPC of the same id in another Region': [get(ROUTES.otherRegion), 'DenyOtherNetworks'] },
  },
  { option: 'endpointOrganizationIds', perimeter: { network: { endpointOrganizationIds: ['o-a1b2c3d4e5'] } }, passes: through('endpoint'), denied: UNLISTED },
  { option: 'endpointOrganizationPaths', perimeter: { network: { endpointOrganizationPaths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*'] } }, passes: through('endpoint'), denied: UNLISTED },
  { option: 'endpointAccountIds', perimeter: { network: { endpointAccountIds: [ACCOUNT] } }, passes: through('endpoint'), denied: UNLISTED },
  {
    option: 'ipAllowList',
    perimeter: { network: { ipAllowList: ['203.0.113.0/24', '2001:db8::/32'] } },
    passes: { ...through('office'), ...through('officeIpv6') },
    denied: { ...UNLISTED, 'an endpoint, which has no public address': [get(ROUTES.endpoint), 'DenyOtherNetworks'] },
  },
  {
    option: 'an endpoint or an address',
    perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'], ipAllowList: ['203.0.113.0/24'] } },
    passes: { ...through('office'), ...through('endpoint') },
    denied: UNLISTED,
  },
  {
    option: 'ipDenyList',
    perimeter: { network: { ipDenyList: ['198.51.100.0/24'] } },
    passes: { 'reading by office': get(ROUTES.office), 'reading by endpoint': get(ROUTES.endpoint), 'a forward access session': get(ROUTES.forwarded) },
    denied: { 'a listed address': [get(ROUTES.internet), 'DenyListedAddresses'], 'a listed address, writing': [request(READER, 's3:PutObject'), 'DenyListedAddresses'] },
  },
  {
    option: 'endpointIpAllowList',
    perimeter: { network: { vpcIds: ['vpc-0123456789abcdef0'], endpointIpAllowList: ['10.0.0.0/16'] } },
    passes: through('endpoint'),
    denied: { 'another address behind the endpoint': [get({ ...ROUTES.endpoint, 'aws:VpcSourceIp': '10.1.0.1' }), 'DenyOtherEndpointAddresses'] },
  },
  {
    option: 'endpointIpDenyList',
    perimeter: { network: { endpointIpDenyList: ['10.0.2.0/24'] } },
    passes: { ...through('endpoint'), ...through('internet') },
    denied: { 'a listed address behind an endpoint': [get({ ...ROUTES.endpoint, 'aws:VpcSourceIp': '10.0.2.9' }), 'DenyListedEndpointAddresses'] },
  },
  {
    option: 'onlyVpcAccessPoints',
    perimeter: { network: { onlyVpcAccessPoints: true } },
    passes: { ...ALWAYS, 'an access point with a VPC origin': get({ ...ROUTES.endpoint, 's3:AccessPointNetworkOrigin': 'VPC' }) },
    denied: {
      'the bucket itself': [get(ROUTES.endpoint), 'DenyOtherAccessPoints'],
      'an access point with an internet origin': [get({ ...ROUTES.internet, 's3:AccessPointNetworkOrigin': 'Internet' }), 'DenyOtherAccessPoints'],
    },
  },
  {
    option: 'controlPlaneRoleArns',
    perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'], controlPlaneRoleArns: [`arn:aws:iam::${ACCOUNT}:role/Admin`] } },
    passes: {
      ...through('endpoint'),
      'configuration by the role that keeps control': request(role('Admin'), 's3:PutBucketPolicy'),
      'configuration through the endpoint': request(READER, 's3:PutBucketPolicy', ROUTES.endpoint),
    },
    denied: {
      ...UNLISTED,
      'configuration from the internet': [request(READER, 's3:PutBucketPolicy'), 'DenyOtherNetworksConfiguration'],
      'encryption from the internet': [request(READER, 's3:PutEncryptionConfiguration'), 'DenyOtherNetworksConfiguration'],
      'data by the role that keeps control': [request(role('Admin'), 's3:GetObject'), 'DenyOtherNetworks'],
    },
  },
  {
    option: 'no exemption of forward access sessions',
    perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] }, exemptions: { forwardAccessSessions: false } },
    passes: { 'reading by endpoint': get(ROUTES.endpoint) },
    denied: { 'a forward access session': [get(ROUTES.forwarded), 'DenyOtherNetworks'] },
  },
  {
    option: 'no exemption of AWS services',
    perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] }, exemptions: { awsServices: false } },
    passes: { 'reading by endpoint': get(ROUTES.endpoint) },
    denied: { 'a service': [request(service('logging.s3'), 's3:PutObject'), 'DenyOtherNetworks'] },
  },
];

describeOptions(ROWS);
