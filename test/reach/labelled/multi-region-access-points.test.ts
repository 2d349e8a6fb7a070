import { LabelledCase, labelledCases, yaml, yamlWith } from './labelled-cases';
import { bucketPolicy, denyIf, GATEWAY_ENDPOINT, INTERFACE_ENDPOINT, line, NAT, PRIVATE } from './vocabulary';

const PERMISSIONS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html';
const RESTRICTIONS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRestrictions.html';
const PRIVATE_LINK = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointsPrivateLink.html';
const ROUTING = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/FailoverConfiguration.html';
const CLOUDFRONT = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3-mrap.html';

const POINT = '!Sub "arn:${AWS::Partition}:s3::${AWS::AccountId}:accesspoint/${Global.Alias}"';
const IN_POINT = '!Sub "arn:${AWS::Partition}:s3::${AWS::AccountId}:accesspoint/${Global.Alias}/object/*"';
const BUCKET_AND_OBJECTS = '!GetAtt Data.Arn, !Sub "${Data.Arn}/*"';
const point = (more: string = '', buckets: string = '{Bucket: !Ref Data}') => line('Global', 'AWS::S3::MultiRegionAccessPoint', `Regions: [${buckets}]${more}`);
const pointPolicy = (...statements: readonly string[]) => line('GlobalPolicy', 'AWS::S3::MultiRegionAccessPointPolicy', `MrapName: !Ref Global, Policy: {Version: "2012-10-17", Statement: [${statements.join(', ')}]}`);
const roleMay = (...resources: readonly string[]) =>
  line('RolePolicy', 'AWS::IAM::Policy', `PolicyName: data, Roles: [!Ref Role], PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: [${resources.join(', ')}]}]}`);
/** The bucket is for requests through the access point alone. */
const ONLY_THROUGH_IT = denyIf(`StringNotEquals: {"s3:DataAccessPointArn": ${POINT}}`);
const delegation = (arn: string) => `{Effect: Allow, Principal: "*", Action: "s3:*", Resource: [${BUCKET_AND_OBJECTS}], Condition: {StringEquals: {"s3:DataAccessPointArn": ${arn}}}}`;
const ROLE_ARN = '{AWS: !GetAtt Role.Arn}';
const globalEndpoint = (more: string = 'PrivateDnsEnabled: true', id: string = 'Interface') =>
  line(id, 'AWS::EC2::VPCEndpoint', `VpcEndpointType: Interface, VpcId: !Ref Vpc, ServiceName: com.amazonaws.s3-global.accesspoint, SubnetIds: [!Ref Subnet], SecurityGroupIds: [!Ref EndpointGroup], ${more}`);
const endpointPolicy = (...resources: readonly string[]) => `PrivateDnsEnabled: true, PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: "*", Action: "s3:*", Resource: [${resources.join(', ')}]}]}`;

/** A private place of which the role may read the bucket and through the access point, and a bucket that takes requests through it alone. */
const BEHIND = [PRIVATE, point(), roleMay(BUCKET_AND_OBJECTS, POINT, IN_POINT), bucketPolicy(ONLY_THROUGH_IT)];

const POLICIES: readonly LabelledCase[] = [
  { law: 'the bucket, the access point and the role let it through', template: yaml(...BEHIND, NAT), expected: 'reaches natGateway', actions: 'get', page: PERMISSIONS },
  { law: 'no multi-Region access point is for the bucket', template: yaml(...BEHIND, NAT, point('', '{Bucket: other}')), expected: 'cut bucketPolicy@DataPolicy', page: PERMISSIONS },
  { law: 'the bucket takes requests through another one alone', template: yaml(...BEHIND, NAT, bucketPolicy(denyIf('StringNotEquals: {"s3:DataAccessPointArn": "arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap"}'))), expected: 'cut bucketPolicy@DataPolicy', page: PERMISSIONS },
  { law: 'the role may use the bucket, and not the access point', template: yaml(...BEHIND, NAT, roleMay(BUCKET_AND_OBJECTS)), expected: 'cut identity@Role', page: PERMISSIONS },
  {
    law: '… and the policy of the access point allows it the role',
    page: PERMISSIONS,
    expected: 'reaches natGateway',
    actions: 'get',
    template: yaml(...BEHIND, NAT, roleMay(BUCKET_AND_OBJECTS), pointPolicy(`{Effect: Allow, Principal: ${ROLE_ARN}, Action: "s3:GetObject", Resource: ${IN_POINT}}`)),
  },
  {
    law: '… and the policy of the access point allows it another role',
    page: PERMISSIONS,
    expected: 'cut identity@Role',
    template: yaml(...BEHIND, NAT, roleMay(BUCKET_AND_OBJECTS), pointPolicy(`{Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:role/Other"}, Action: "s3:GetObject", Resource: ${IN_POINT}}`)),
  },
  { law: 'the policy of the access point denies it', template: yaml(...BEHIND, NAT, pointPolicy(`{Effect: Deny, Principal: "*", Action: "s3:*", Resource: [${POINT}, ${IN_POINT}]}`)), expected: 'cut accessPoint@Global', page: PERMISSIONS },
  { law: 'the policy of the access point denies it to another role', template: yaml(...BEHIND, NAT, pointPolicy(`{Effect: Deny, Principal: {AWS: "arn:aws:iam::111122223333:role/Other"}, Action: "s3:*", Resource: [${POINT}, ${IN_POINT}]}`)), expected: 'reaches natGateway', page: PERMISSIONS },
  { law: 'the role may use the access point, and the bucket leaves it to that', template: yaml(...BEHIND, NAT, roleMay(POINT, IN_POINT), bucketPolicy(delegation(POINT))), expected: 'reaches natGateway', actions: 'get', page: PERMISSIONS, whoCanLacks: 'identity policies that name an access point are not followed' },
  { law: 'the role may use the access point, and the bucket leaves it to another', template: yaml(...BEHIND, NAT, roleMay(POINT, IN_POINT), bucketPolicy(delegation('"arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap"'))), expected: 'cut identity@Role', page: PERMISSIONS },
  { law: 'the role may use the access point, and the bucket leaves nothing to it', template: yaml(...BEHIND, NAT, roleMay(POINT, IN_POINT), '-DataPolicy'), expected: 'cut identity@Role', page: PERMISSIONS },
  { law: 'the role may list through it', template: yaml(...BEHIND, NAT, roleMay('"*"').replace('"s3:GetObject"', '"s3:ListBucket"')), expected: 'reaches natGateway', actions: 'list', page: PERMISSIONS },
  {
    law: 'the access point and the bucket let different objects through',
    page: PERMISSIONS,
    expected: 'unknown',
    template: yaml(...BEHIND, NAT, bucketPolicy(ONLY_THROUGH_IT, '{Effect: Deny, Principal: "*", Action: "s3:*", NotResource: !Sub "${Data.Arn}/a/*"}'), pointPolicy(`{Effect: Deny, Principal: "*", Action: "s3:*", NotResource: ${IN_POINT.replace('/object/*', '/object/b/*')}}`)),
  },
  {
    law: '… or the same',
    page: PERMISSIONS,
    expected: 'reaches natGateway',
    actions: 'get',
    template: yaml(...BEHIND, NAT, bucketPolicy(ONLY_THROUGH_IT, '{Effect: Deny, Principal: "*", Action: "s3:*", NotResource: !Sub "${Data.Arn}/a/*"}'), pointPolicy(`{Effect: Deny, Principal: "*", Action: "s3:*", NotResource: ${IN_POINT.replace('/object/*', '/object/a/b/*')}}`)),
  },
  { law: 'it may route to another bucket', template: yaml(...BEHIND, NAT, point('', '{Bucket: !Ref Data}, {Bucket: other}')), expected: 'unknown', actions: 'get', page: ROUTING },
  { law: 'a bucket that denies is cut, wherever the access point routes to', template: yaml(...BEHIND, NAT, point('', '{Bucket: !Ref Data}, {Bucket: other}'), bucketPolicy('{Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*"}')), expected: 'cut bucketPolicy@DataPolicy', page: ROUTING },
  { law: 'a condition decides whether it is there', template: yamlWith('Parameters: {P: {Type: String}}\nConditions: {Open: !Equals [!Ref P, "yes"]}', ...BEHIND, NAT, point().replace('Properties', 'Condition: Open, Properties')), expected: 'unknown', page: PERMISSIONS },
  { law: 'a parameter is its policy', template: yamlWith('Parameters: {P: {Type: String}}', ...BEHIND, NAT, line('GlobalPolicy', 'AWS::S3::MultiRegionAccessPointPolicy', 'MrapName: !Ref Global, Policy: !Ref P')), expected: 'unknown', page: PERMISSIONS },
  { law: 'AWS does not say which network origin its requests have', template: yaml(...BEHIND, NAT, bucketPolicy(ONLY_THROUGH_IT, denyIf('StringNotEquals: {"s3:AccessPointNetworkOrigin": Internet}'))), expected: 'unknown', page: PERMISSIONS },
  { law: 'no network origin would help', template: yaml(...BEHIND, NAT, bucketPolicy(ONLY_THROUGH_IT, denyIf('StringNotEquals: {"s3:AccessPointNetworkOrigin": VPC}'))), expected: 'cut bucketPolicy@DataPolicy', page: PERMISSIONS },
];

const NETWORKS: readonly LabelledCase[] = [
  { law: 'nothing leads out of the subnet', template: yaml(...BEHIND), expected: 'cut route@Table', page: RESTRICTIONS },
  { law: 'a gateway endpoint does not lead there', template: yaml(...BEHIND, GATEWAY_ENDPOINT), expected: 'cut bucketPolicy@DataPolicy', page: RESTRICTIONS },
  { law: 'a gateway endpoint does not take requests from the NAT gateway', template: yaml(...BEHIND, NAT, GATEWAY_ENDPOINT), expected: 'reaches natGateway', page: RESTRICTIONS },
  { law: 'an interface endpoint of S3 does not lead there', template: yaml(...BEHIND, INTERFACE_ENDPOINT), expected: 'cut bucketPolicy@DataPolicy', page: PRIVATE_LINK },
  { law: 'an interface endpoint of multi-Region access points leads there', template: yaml(...BEHIND, INTERFACE_ENDPOINT, globalEndpoint()), expected: 'reaches interfaceEndpoint', page: PRIVATE_LINK },
  { law: 'it takes the requests from the NAT gateway', template: yaml(...BEHIND, NAT, INTERFACE_ENDPOINT, globalEndpoint(endpointPolicy('"arn:aws:s3:::other"'))), expected: 'cut bucketPolicy@DataPolicy', page: PRIVATE_LINK },
  { law: 'without private DNS it does not', template: yaml(...BEHIND, NAT, INTERFACE_ENDPOINT, globalEndpoint('PrivateDnsEnabled: false')), expected: 'reaches natGateway', page: PRIVATE_LINK },
  { law: 'without private DNS it leads nowhere', template: yaml(...BEHIND, INTERFACE_ENDPOINT, globalEndpoint('PrivateDnsEnabled: false')), expected: 'cut route@Table', page: PRIVATE_LINK },
  { law: 'its policy has to allow the access point and the bucket', template: yaml(...BEHIND, INTERFACE_ENDPOINT, globalEndpoint(endpointPolicy(BUCKET_AND_OBJECTS, POINT, IN_POINT))), expected: 'reaches interfaceEndpoint', page: PRIVATE_LINK },
  { law: 'its policy allows the bucket alone', template: yaml(...BEHIND, INTERFACE_ENDPOINT, globalEndpoint(endpointPolicy(BUCKET_AND_OBJECTS))), expected: 'cut endpointPolicy@Interface', page: PRIVATE_LINK },
  { law: 'its policy allows the access point alone', template: yaml(...BEHIND, INTERFACE_ENDPOINT, globalEndpoint(endpointPolicy(POINT, IN_POINT))), expected: 'cut endpointPolicy@Interface', page: PRIVATE_LINK },
  { law: 'its security group lets nothing in', template: yaml(...BEHIND, INTERFACE_ENDPOINT, globalEndpoint(), line('EndpointGroup', 'AWS::EC2::SecurityGroup', 'VpcId: !Ref Vpc, GroupDescription: endpoint')), expected: 'cut securityGroup@EndpointGroup', page: PRIVATE_LINK },
  { law: 'the bucket takes requests from this endpoint alone', template: yaml(...BEHIND, INTERFACE_ENDPOINT, globalEndpoint(), bucketPolicy(ONLY_THROUGH_IT, denyIf('StringNotEquals: {"aws:SourceVpce": !Ref Interface}'))), expected: 'reaches interfaceEndpoint', page: PRIVATE_LINK },
  { law: 'the access point takes requests from another endpoint alone', template: yaml(...BEHIND, INTERFACE_ENDPOINT, globalEndpoint(), pointPolicy(`{Effect: Deny, Principal: "*", Action: "s3:*", Resource: [${POINT}, ${IN_POINT}], Condition: {StringNotEquals: {"aws:SourceVpce": vpce-0a1b2c3d}}}`)), expected: 'cut accessPoint@Global', page: PRIVATE_LINK },
  { law: 'nothing says that the prefix list of S3 has its addresses', template: yaml(...BEHIND, NAT, line('Group', 'AWS::EC2::SecurityGroup', 'VpcId: !Ref Vpc, GroupDescription: app, SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, DestinationPrefixListId: pl-6da54004}]')), expected: 'unknown', page: PRIVATE_LINK },
  { law: 'it has no IPv6 addresses', template: yaml(...BEHIND, NAT, line('Subnet', 'AWS::EC2::Subnet', 'VpcId: !Ref Vpc, Ipv6Native: true, Ipv6CidrBlock: "2001:db8:1234:1a00::/64"'), line('Out', 'AWS::EC2::EgressOnlyInternetGateway', 'VpcId: !Ref Vpc'), line('OutRoute', 'AWS::EC2::Route', 'RouteTableId: !Ref Table, DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: !Ref Out')), expected: 'unknown', page: RESTRICTIONS },
  { law: 'a function outside of VPCs gets there', template: yaml(...BEHIND, line('App', 'AWS::Lambda::Function', 'Role: !GetAtt Role.Arn')), expected: 'reaches service', page: PERMISSIONS },
];

const anyone = (resource: string) => `{Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: ${resource}}`;
const OPEN = 'PublicAccessBlockConfiguration: {BlockPublicPolicy: false, RestrictPublicBuckets: false}';
const distribution = (host: string) => line('App', 'AWS::CloudFront::Distribution', `DistributionConfig: {Enabled: true, Origins: [{Id: data, DomainName: ${host}, OriginAccessControlId: !GetAtt Control.Id, S3OriginConfig: {}}]}`);
const CONTROL = line('Control', 'AWS::CloudFront::OriginAccessControl', 'OriginAccessControlConfig: {Name: data, OriginAccessControlOriginType: s3, SigningBehavior: always, SigningProtocol: sigv4a}');
const byDistribution = (resource: string) =>
  `{Effect: Allow, Principal: {Service: cloudfront.amazonaws.com}, Action: "s3:GetObject", Resource: ${resource}, Condition: {StringEquals: {"aws:SourceArn": !Sub "arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/\${App}"}}}`;
const GLOBAL_HOST = '!Sub "${Global.Alias}.accesspoint.s3-global.amazonaws.com"';
const BY_CLOUDFRONT = [PRIVATE, CONTROL, point(), distribution(GLOBAL_HOST)];

const CALLERS: readonly LabelledCase[] = [
  { law: 'any account may use it, and public access is not blocked', from: 'internet', template: yaml(PRIVATE, point(`, ${OPEN}`), pointPolicy(anyone(IN_POINT)), bucketPolicy(delegation(POINT))), expected: 'cut reaches', page: RESTRICTIONS },
  { law: 'public access of it is blocked, as it is by default', from: 'internet', template: yaml(PRIVATE, point(), pointPolicy(anyone(IN_POINT)), bucketPolicy(delegation(POINT))), expected: 'cut cut', page: PERMISSIONS },
  { law: 'its policy allows nobody', from: 'internet', template: yaml(PRIVATE, point(`, ${OPEN}`), bucketPolicy(delegation(POINT))), expected: 'cut cut', page: PERMISSIONS },
  { law: 'a place without a role signs nothing', template: yaml(...BEHIND, NAT, point(`, ${OPEN}`), pointPolicy(anyone(IN_POINT)), bucketPolicy(delegation(POINT)), line('App', 'AWS::Lambda::Function', 'Runtime: nodejs22.x')), expected: 'cut accessPoint@Global', page: RESTRICTIONS },
  { law: 'a distribution gets through it', template: yaml(...BY_CLOUDFRONT, pointPolicy(byDistribution(IN_POINT)), bucketPolicy(delegation(POINT))), expected: 'reaches service', actions: 'get', page: CLOUDFRONT },
  { law: 'the policy of the access point does not allow the distribution', template: yaml(...BY_CLOUDFRONT, bucketPolicy(delegation(POINT))), expected: 'cut accessPoint@Global', page: CLOUDFRONT },
  { law: 'the bucket allows the distribution nothing', template: yaml(...BY_CLOUDFRONT, pointPolicy(byDistribution(IN_POINT))), expected: 'cut bucketPolicy@Data', page: CLOUDFRONT },
  { law: 'a distribution sends nothing to the bucket itself, although it might', template: yaml(...BY_CLOUDFRONT, bucketPolicy(byDistribution('!Sub "${Data.Arn}/*"'))), expected: 'cut accessPoint@Global', page: CLOUDFRONT },
  { law: 'a distribution of the bucket itself does not use it', template: yaml(...BY_CLOUDFRONT, distribution('!GetAtt Data.RegionalDomainName'), pointPolicy(byDistribution(IN_POINT)), bucketPolicy(delegation(POINT))), expected: 'cut bucketPolicy@DataPolicy', page: CLOUDFRONT },
];

labelledCases('policies of multi-Region access points', POLICIES);
labelledCases('networks of multi-Region access points', NETWORKS);
labelledCases('callers of multi-Region access points', CALLERS);
