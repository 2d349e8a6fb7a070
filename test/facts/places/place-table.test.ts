import { NO_PLACES } from './no-places';
import { PLACE_RESOURCE_TYPES, roleRowOf } from '../../../src/facts/places/read-places';
import { PlaceOfPaths, SubnetsRow } from '../../../src/facts/places/rows/place-row';
import { PLACES } from '../../../src/facts/places/rows/place-table';
import { pathsOf } from '../../../src/facts/places/values-at';
import { cdkModuleOf, CdkProperty, cdkResources } from '../cdk-resources';

const RESOURCES = cdkResources();
const ROWS = new Set(PLACES.map(({ type }) => type));
const REASONS = Object.values(NO_PLACES).flat();

function namesNetwork({ name }: CdkProperty): boolean {
  return /subnet|^securityGroup|^vpc/i.test(name);
}

function namesRole({ name }: CdkProperty): boolean {
  return /role(s|Arn|Name)?$|InstanceProfile/i.test(name);
}

function speaksOfS3({ name, documentation }: CdkProperty): boolean {
  return /\bS3\b|bucket/i.test(`${name} ${documentation}`);
}

const CANDIDATES = [...RESOURCES].filter(([, properties]) => properties.some(namesNetwork) || (properties.some(namesRole) && properties.some(speaksOfS3)))
  .map(([type]) => type).sort();

test('every resource type with a network, or with a role and something of S3, is a place, or there is a reason why it is not', () => {
  expect(CANDIDATES.filter((type) => !ROWS.has(type) && !REASONS.includes(type))).toEqual([]);
});

test('no reason is left for a type that is a place, that CDK does not know, or that has another reason', () => {
  expect(REASONS.filter((type, i) => ROWS.has(type) || !RESOURCES.has(type) || REASONS.indexOf(type) !== i)).toEqual([]);
});

test('every type that is a place or read with one is known to CDK', () => {
  expect([...PLACE_RESOURCE_TYPES].filter((type) => !RESOURCES.has(type))).toEqual([]);
});

test.each(PLACES.map((row) => [row.type, row.see] as const))('%s cites a page of AWS: %s', (_, see) => {
  expect(see).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
});

function publicAddressPath(row: SubnetsRow['publicAddress'] | undefined): string | undefined {
  return typeof row !== 'object' || 'unknown' in row ? undefined : 'present' in row ? row.present : row.at;
}

/** The paths of a row, from the properties of a type on. */
function pathsIn(row: PlaceOfPaths): (readonly [type: string, path: string])[] {
  const { type, part, where = [], network, onlyTo } = row;
  const role = roleRowOf(row.role);
  const subnets = typeof network === 'object' && 'subnets' in network ? network as SubnetsRow : undefined;
  const { publicAddress } = subnets ?? {};
  const own = [
    ...where, ...onlyTo === undefined ? [] : [onlyTo],
    ...'unknown' in role ? [] : role.by ? pathsOf(role.by.at) : pathsOf(role.at),
    ...subnets ? [
      ...pathsOf(subnets.subnets), ...pathsOf(subnets.groups), ...subnets.by ? pathsOf(subnets.by.at) : [],
      ...[subnets.ipv6, subnets.onlyIf?.at, subnets.alsoServiceUnless?.at, publicAddressPath(publicAddress)].filter((path) => path !== undefined),
    ] : [],
  ];
  const from = (path: string): readonly [string, string] => path.startsWith('@') ? [subnets!.by!.type, path.slice(1)]
    : [type, path.startsWith('/') ? path.slice(1) : [part, path].filter((step) => step !== undefined).join('.')];
  return [
    ...own.map(from),
    ...'unknown' in role || !role.by ? [] : [...pathsOf(role.at), ...role.by.names].map((path) => [role.by!.type, path] as const),
    ...(subnets?.by?.names ?? []).map((path) => [subnets!.by!.type, path] as const),
  ];
}

/** The paths that readers follow. */
const READ: readonly (readonly [type: string, path: string])[] = [
  ...['NetworkInterfaces.*.SubnetId', 'NetworkInterfaces.*.GroupSet', 'NetworkInterfaces.*.NetworkInterfaceId', 'NetworkInterfaces.*.AssociatePublicIpAddress', 'NetworkInterfaces.*.Ipv6AddressCount',
    'NetworkInterfaces.*.Ipv6Addresses', 'SubnetId', 'SecurityGroupIds', 'IamInstanceProfile', 'LaunchTemplate.LaunchTemplateId', 'LaunchTemplate.LaunchTemplateName', 'LaunchTemplate.Version'].map((path) => ['AWS::EC2::Instance', path] as const),
  ...['NetworkInterfaces.*.SubnetId', 'NetworkInterfaces.*.Groups', 'NetworkInterfaces.*.NetworkInterfaceId', 'NetworkInterfaces.*.AssociatePublicIpAddress', 'NetworkInterfaces.*.Ipv6AddressCount',
    'NetworkInterfaces.*.Ipv6Addresses', 'SecurityGroupIds', 'IamInstanceProfile.Arn', 'IamInstanceProfile.Name'].map((path) => ['AWS::EC2::LaunchTemplate', `LaunchTemplateData.${path}`] as const),
  ...['SubnetId', 'GroupSet', 'Ipv6AddressCount', 'Ipv6Addresses'].map((path) => ['AWS::EC2::NetworkInterface', path] as const),
  ...['InstanceId', 'NetworkInterfaceId'].map((path) => ['AWS::EC2::NetworkInterfaceAttachment', path] as const),
  ...['InstanceId', 'NetworkInterfaceId', 'AllocationId', 'EIP'].map((path) => ['AWS::EC2::EIPAssociation', path] as const),
  ['AWS::EC2::EIP', 'InstanceId'],
  ...['VPCZoneIdentifier', 'LaunchTemplate.LaunchTemplateId', 'LaunchConfigurationName', 'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId',
    'MixedInstancesPolicy.LaunchTemplate.Overrides.*.LaunchTemplateSpecification.LaunchTemplateId'].map((path) => ['AWS::AutoScaling::AutoScalingGroup', path] as const),
  ...['SecurityGroups', 'AssociatePublicIpAddress', 'IamInstanceProfile'].map((path) => ['AWS::AutoScaling::LaunchConfiguration', path] as const),
  ...['LaunchTemplateSpecification.LaunchTemplateId', 'Overrides.*.SubnetId'].flatMap((path) => [
    ['AWS::EC2::EC2Fleet', `LaunchTemplateConfigs.*.${path}`] as const, ['AWS::EC2::SpotFleet', `SpotFleetRequestConfigData.LaunchTemplateConfigs.*.${path}`] as const,
  ]),
  ...['SubnetId', 'SecurityGroups.*.GroupId', 'IamInstanceProfile.Arn', 'NetworkInterfaces.*.SubnetId', 'NetworkInterfaces.*.Groups']
    .map((path) => ['AWS::EC2::SpotFleet', `SpotFleetRequestConfigData.LaunchSpecifications.*.${path}`] as const),
  ...['Subnets', 'NodeRole', 'LaunchTemplate.Id', 'LaunchTemplate.Name', 'LaunchTemplate.Version'].map((path) => ['AWS::EKS::Nodegroup', path] as const),
  ...['SubnetIds', 'IamInstanceProfileArn', 'CustomLaunchTemplate.TemplateId', 'CustomLaunchTemplate.Version'].map((path) => ['AWS::PCS::ComputeNodeGroup', path] as const),
  ...['VpcSubnets', 'LaunchTemplate.LaunchTemplateId'].map((path) => ['AWS::GameLift::GameServerGroup', path] as const),
  ...['SubnetId', 'NetworkInterfaces.*.SubnetId', 'NetworkInterfaces.*.Groups', 'IamInstanceProfile.Arn'].map((path) => ['AWS::WorkspacesInstances::WorkspaceInstance', `ManagedInstance.${path}`] as const),
  ...['OptionSettings.*.Namespace', 'OptionSettings.*.OptionName', 'OptionSettings.*.Value', 'TemplateName'].map((path) => ['AWS::ElasticBeanstalk::Environment', path] as const),
  ['AWS::ElasticBeanstalk::ConfigurationTemplate', 'OptionSettings.*.Value'],
  ...['VpcConfig.SubnetIds', 'VpcConfig.SecurityGroupIds', 'VpcConfig.Ipv6AllowedForDualStack', 'Role', 'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn']
    .map((path) => ['AWS::Lambda::Function', path] as const),
  ...['VpcConfig.SubnetIds', 'VpcConfig.SecurityGroupIds', 'CapacityProviderName'].map((path) => ['AWS::Lambda::CapacityProvider', path] as const),
  ...['VpcConfig.SubnetIds', 'VpcConfig.SecurityGroupIds', 'Role'].map((path) => ['AWS::Serverless::Function', path] as const),
  ...['Subnets', 'SecurityGroups', 'AssignPublicIp'].flatMap((path) => [
    ['AWS::ECS::Service', `NetworkConfiguration.AwsvpcConfiguration.${path}`] as const,
    ['AWS::ECS::TaskSet', `NetworkConfiguration.AwsVpcConfiguration.${path}`] as const,
    ['AWS::Events::Rule', `Targets.*.EcsParameters.NetworkConfiguration.AwsVpcConfiguration.${path}`] as const,
    ['AWS::Scheduler::Schedule', `Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.${path}`] as const,
    ['AWS::Pipes::Pipe', `TargetParameters.EcsTaskParameters.NetworkConfiguration.AwsvpcConfiguration.${path}`] as const,
  ]),
  ...['TaskDefinition', 'LaunchType', 'CapacityProviderStrategy.*.CapacityProvider'].flatMap((path) => [['AWS::ECS::Service', path] as const, ['AWS::ECS::TaskSet', path] as const]),
  ...['TaskDefinitionArn', 'LaunchType', 'CapacityProviderStrategy.*.CapacityProvider'].flatMap((path) => [
    ['AWS::Events::Rule', `Targets.*.EcsParameters.${path}`] as const,
    ['AWS::Scheduler::Schedule', `Target.EcsParameters.${path}`] as const,
    ['AWS::Pipes::Pipe', `TargetParameters.EcsTaskParameters.${path}`] as const,
  ]),
  ['AWS::Pipes::Pipe', 'TargetParameters.EcsTaskParameters.Overrides.TaskRoleArn'],
  ['AWS::Scheduler::Schedule', 'Target.RoleArn'],
  ...['NetworkMode', 'TaskRoleArn', 'RequiresCompatibilities', 'Family'].map((path) => ['AWS::ECS::TaskDefinition', path] as const),
  ...['ContainerProperties.JobRoleArn', 'ContainerProperties.NetworkConfiguration.AssignPublicIp', 'EcsProperties.TaskProperties.*.TaskRoleArn',
    'EcsProperties.TaskProperties.*.NetworkConfiguration.AssignPublicIp', 'NodeProperties.NodeRangeProperties.*.Container.JobRoleArn',
    'NodeProperties.NodeRangeProperties.*.EcsProperties.TaskProperties.*.TaskRoleArn'].map((path) => ['AWS::Batch::JobDefinition', path] as const),
  ...['Type', 'Subnets', 'SecurityGroupIds', 'InstanceRole', 'LaunchTemplate.LaunchTemplateId'].map((path) => ['AWS::Batch::ComputeEnvironment', `ComputeResources.${path}`] as const),
  ['AWS::Batch::ComputeEnvironment', 'EksConfiguration'],
  ...['Ec2SubnetId', 'Ec2SubnetIds', 'EmrManagedMasterSecurityGroup', 'EmrManagedSlaveSecurityGroup', 'AdditionalMasterSecurityGroups', 'AdditionalSlaveSecurityGroups']
    .map((path) => ['AWS::EMR::Cluster', `Instances.${path}`] as const),
  ['AWS::EMR::Cluster', 'JobFlowRole'],
  ...['ReplicationInstanceArn', 'SourceEndpointArn', 'TargetEndpointArn'].map((path) => ['AWS::DMS::ReplicationTask', path] as const),
  ...['ReplicationSubnetGroupIdentifier', 'VpcSecurityGroupIds', 'PubliclyAccessible', 'ReplicationInstanceIdentifier'].map((path) => ['AWS::DMS::ReplicationInstance', path] as const),
  ...['ReplicationSubnetGroupIdentifier', 'SubnetIds'].map((path) => ['AWS::DMS::ReplicationSubnetGroup', path] as const),
  ...['S3Settings.ServiceAccessRoleArn', 'RedshiftSettings.ServiceAccessRoleArn', 'EndpointIdentifier'].map((path) => ['AWS::DMS::Endpoint', path] as const),
  ...['ComputeConfig.ReplicationSubnetGroupId', 'ComputeConfig.VpcSecurityGroupIds', 'SourceEndpointArn', 'TargetEndpointArn'].map((path) => ['AWS::DMS::ReplicationConfig', path] as const),
  ...['Origins.*.DomainName', 'Origins.*.OriginAccessControlId', 'Origins.*.S3OriginConfig.OriginAccessIdentity', 'S3Origin.DNSName', 'S3Origin.OriginAccessIdentity']
    .map((path) => ['AWS::CloudFront::Distribution', `DistributionConfig.${path}`] as const),
  ['AWS::CloudFront::OriginAccessControl', 'OriginAccessControlConfig.SigningBehavior'],
  ...['Definition', 'DefinitionString', 'DefinitionSubstitutions', 'RoleArn'].map((path) => ['AWS::StepFunctions::StateMachine', path] as const),
  ...['Definition', 'DefinitionSubstitutions', 'Role'].map((path) => ['AWS::Serverless::StateMachine', path] as const),
  ...['Integration.Type', 'Integration.Uri', 'Integration.Credentials'].map((path) => ['AWS::ApiGateway::Method', path] as const),
  ['AWS::ApiGateway::RestApi', 'Body'],
  ['AWS::IAM::InstanceProfile', 'Roles'],
  ['AWS::IAM::InstanceProfile', 'InstanceProfileName'],
];

const PATHS = [...PLACES.flatMap((row) => 'reads' in row ? [] : pathsIn(row)), ...READ].filter(([type]) => type.startsWith('AWS::'));

/** Each module once: some are megabytes. */
const MODULES = new Map<string, string>();

function isSpelled(type: string, step: string): boolean {
  const text = MODULES.get(type) ?? cdkModuleOf(type);
  MODULES.set(type, text);
  return [`{${step}:`, `,${step}:`, `"${step}":`].some((key) => text.includes(key));
}

test.each([...new Map(PATHS.map((path) => [path.join(), path])).values()])('%s has a property %s', (type, path) => {
  const steps = path.split('.').filter((step) => step !== '*');
  const known = (depth: number) => RESOURCES.get(type)!.filter(({ path: at }) => at.toLowerCase() === steps.slice(0, depth).join('.').toLowerCase());
  // What CDK takes as JSON has no properties that it knows.
  const opaque = steps.findIndex((_, i) => known(i + 1).some(({ isOpaque }) => isOpaque));
  const depth = opaque === -1 ? steps.length : opaque + 1;
  expect(known(depth)).not.toEqual([]);
  expect(steps.slice(0, depth).filter((step) => !isSpelled(type, step))).toEqual([]);
});
