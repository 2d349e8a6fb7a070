import { Aws, aws_ec2 as ec2, aws_iam as iam } from 'aws-cdk-lib';
import { Exempt, NOT_FROM_NETWORKS } from './exemptions';
import { denied } from './guarded-actions';
import { bucketAndObjects, Conditions, Guard, GuardedBucket } from './statement';

/**
 * From which networks a bucket answers.
 *
 * A request has to come from one of the networks that are listed, whichever property lists it. Without
 * `controlPlaneRoleArns` the guards cover data: reading, writing, listing and deleting objects, their annotations, tags, locks
 * and encryption. Configuration stays reachable from everywhere, because CloudFormation, CI and the console have networks of their own.
 *
 * AWS services, forward access sessions, service-linked roles, replication, CDK's custom resources and break-glass roles
 * are exempt: see `PerimeterExemptions`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html
 */
export interface NetworkPerimeter {
  /**
   * The ids of VPC endpoints: gateway or interface endpoints for S3. Compared with `aws:SourceVpce`.
   *
   * @default - no endpoints
   */
  readonly vpcEndpointIds?: string[];

  /**
   * VPC endpoints, in addition to `vpcEndpointIds`: gateway or interface endpoints for S3.
   *
   * @default - no endpoints
   */
  readonly vpcEndpoints?: ec2.IVpcEndpoint[];

  /**
   * The ids of VPCs in the bucket's own Region, all of whose endpoints for S3 are meant.
   *
   * Another Region can have a VPC of the same id, so it is compared with `aws:SourceVpcArn`, which says the Region, and not
   * with `aws:SourceVpc`.
   *
   * @default - no VPCs
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpcarn
   */
  readonly vpcIds?: string[];

  /**
   * VPCs in any Region, in addition to `vpcIds`. All of their endpoints for S3 are meant.
   *
   * @default - no VPCs
   */
  readonly vpcs?: ec2.IVpc[];

  /**
   * The ARNs of VPCs, in any Region.
   *
   * @default - no VPCs
   */
  readonly vpcArns?: string[];

  /**
   * The ids of organizations, all of whose VPC endpoints are meant, those of new accounts included. Compared with
   * `aws:VpceOrgID`.
   *
   * @default - no organizations
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpceorgid
   */
  readonly endpointOrganizationIds?: string[];

  /**
   * The paths of organizational units, all of whose VPC endpoints are meant: `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*`.
   * Compared with `aws:VpceOrgPaths`.
   *
   * @default - no organizational units
   */
  readonly endpointOrganizationPaths?: string[];

  /**
   * The ids of accounts, all of whose VPC endpoints are meant. Compared with `aws:VpceAccount`.
   *
   * @default - no accounts
   */
  readonly endpointAccountIds?: string[];

  /**
   * Blocks of public IPv4 and IPv6 addresses, in CIDR notation. Compared with `aws:SourceIp`, which no request through a VPC
   * endpoint has.
   *
   * @default - no addresses
   */
  readonly ipAllowList?: string[];

  /**
   * Blocks of public addresses that are never answered, even where another property lists them. Nobody is exempt but AWS
   * services and forward access sessions, whose addresses are the service's.
   *
   * @default - no addresses
   */
  readonly ipDenyList?: string[];

  /**
   * Blocks of private addresses inside the listed VPCs: what comes through an endpoint has to come from one of them.
   * Compared with `aws:VpcSourceIp`. Every VPC can have the same private addresses, so this needs a VPC or an endpoint to go
   * with it.
   *
   * @default - any address behind the endpoints
   */
  readonly endpointIpAllowList?: string[];

  /**
   * Blocks of private addresses that are never answered through an endpoint.
   *
   * @default - no addresses
   */
  readonly endpointIpDenyList?: string[];

  /**
   * Whether data is served through access points with a VPC origin only, whose own policies say who may do what.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html
   */
  readonly onlyVpcAccessPoints?: boolean;

  /**
   * The ARNs of the roles that keep control from anywhere, in return for which the guards cover configuration, too.
   *
   * `PerimeterExemptions.deployRoleArns` and `breakGlassRoleArns` keep control without being named here.
   *
   * @default - configuration is not restricted by network
   */
  readonly controlPlaneRoleArns?: string[];

  /**
   * Roles that keep control from anywhere, in addition to `controlPlaneRoleArns`. Of one of another stack see `IdentityPerimeter.roles`.
   *
   * @default - configuration is not restricted by network
   */
  readonly controlPlaneRoles?: iam.IRole[];
}

/**
 * Denies data to every network but those listed.
 *
 * One statement for all of them: each negated key is a way in. It stops at data: configuration is changed by CloudFormation,
 * from networks of its own, and a guard on it would lock the next deployment out.
 */
function denyOtherNetworks(bucket: GuardedBucket, networks: Conditions, sid: string, from: string, options: NetworkPerimeter, exempt: Exempt): Guard[] {
  const { controlPlaneRoleArns } = options;
  const guard: Guard = { sid, denies: `data ${from}`, actions: denied('data'), resources: bucketAndObjects(bucket), conditions: [networks, exempt.conditions(NOT_FROM_NETWORKS)] };
  if (!controlPlaneRoleArns) {
    return [guard];
  }
  return [guard, {
    sid: `${sid}Configuration`,
    denies: `configuration ${from}`,
    actions: denied('configuration'),
    resources: [bucket.bucketArn],
    conditions: [networks, { ArnNotLikeIfExists: { 'aws:PrincipalArn': controlPlaneRoleArns } }, exempt.conditions([...NOT_FROM_NETWORKS, 'deploy'])],
  }];
}

/** The guards that these options ask for. */
export function networkGuards(bucket: GuardedBucket, options: NetworkPerimeter, exempt: Exempt): Guard[] {
  const { ipDenyList = [], endpointIpAllowList = [], endpointIpDenyList = [], onlyVpcAccessPoints = false } = options;
  const others = otherNetworks(options, bucket.region);
  const services = exempt.conditions(['awsServices', 'forwardAccessSessions']);
  return [
    ...others ? denyOtherNetworks(bucket, others, 'DenyOtherNetworks', 'from other networks than those listed', options, exempt) : [],
    ...endpointIpAllowList.length > 0 ? denyOtherNetworks(
      bucket, { Null: { 'aws:VpcSourceIp': 'false' }, NotIpAddress: { 'aws:VpcSourceIp': endpointIpAllowList } }, 'DenyOtherEndpointAddresses', 'from other addresses behind the endpoints than those listed', options, exempt) : [],
    ...ipDenyList.length > 0 ? [{
      sid: 'DenyListedAddresses', denies: 'data from the listed addresses', actions: denied('data'), resources: bucketAndObjects(bucket), conditions: [{ IpAddress: { 'aws:SourceIp': ipDenyList } }, services],
    }] : [],
    ...endpointIpDenyList.length > 0 ? [{
      sid: 'DenyListedEndpointAddresses', denies: 'data from the listed addresses behind endpoints', actions: denied('data'), resources: bucketAndObjects(bucket), conditions: [{ IpAddress: { 'aws:VpcSourceIp': endpointIpDenyList } }],
    }] : [],
    ...onlyVpcAccessPoints ? [{
      sid: 'DenyOtherAccessPoints',
      denies: 'data to requests that come through no access point with a VPC origin',
      actions: denied('data'),
      resources: bucketAndObjects(bucket),
      conditions: [{ StringNotEqualsIfExists: { 's3:AccessPointNetworkOrigin': 'VPC' } }, exempt.conditions(NOT_FROM_NETWORKS)],
    }] : [],
  ];
}

/** What holds of a request that comes from none of the networks; nothing, if none is listed. */
export function otherNetworks(options: NetworkPerimeter, region: string): Conditions | undefined {
  const vpcs = [...(options.vpcIds ?? []).map((id) => `arn:${Aws.PARTITION}:ec2:${region}:*:vpc/${id}`), ...options.vpcArns ?? []];
  const strings = present({
    'aws:SourceVpce': options.vpcEndpointIds,
    'aws:VpceOrgID': options.endpointOrganizationIds,
    'aws:VpceAccount': options.endpointAccountIds,
  });
  const conditions: Conditions = {
    ...strings ? { StringNotEqualsIfExists: strings } : {},
    ...vpcs.length > 0 ? { ArnNotLikeIfExists: { 'aws:SourceVpcArn': vpcs } } : {},
    // Of a key with several values all have to be others.
    ...options.endpointOrganizationPaths?.length ? { 'ForAllValues:StringNotLike': { 'aws:VpceOrgPaths': options.endpointOrganizationPaths } } : {},
    ...options.ipAllowList?.length ? { NotIpAddressIfExists: { 'aws:SourceIp': options.ipAllowList } } : {},
  };
  return Object.keys(conditions).length > 0 ? conditions : undefined;
}

function present(keys: Readonly<Record<string, readonly string[] | undefined>>): Record<string, readonly string[]> | undefined {
  const listed = Object.entries(keys).filter((entry): entry is [string, readonly string[]] => (entry[1]?.length ?? 0) > 0);
  return listed.length > 0 ? Object.fromEntries(listed) : undefined;
}
