import { placesOf, ref, ROLE, roleArn } from './places';
import { InterfaceFacts, PlaceFacts } from '../../../src/facts/places/place-facts';
import { PLACES } from '../../../src/facts/places/rows/place-table';
import { known } from '../../../src/template/known';
import { template } from '../../template/templates';

const UNKNOWN: unknown = expect.objectContaining({ known: false });
const because = (reason: string): unknown => expect.objectContaining({ known: false, reason: expect.stringContaining(reason) });

const SUBNETS = [{ Ref: 'A' }, { Ref: 'B' }];
const GROUPS = [{ 'Fn::GetAtt': ['G', 'GroupId'] }];
const NETWORK = {
  A: { Type: 'AWS::EC2::Subnet' },
  B: { Type: 'AWS::EC2::Subnet' },
  G: { Type: 'AWS::EC2::SecurityGroup' },
  H: { Type: 'AWS::EC2::SecurityGroup' },
  R: ROLE,
  S: ROLE,
  Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'R' }] } },
};
const ROLE_ARN = { 'Fn::GetAtt': ['R', 'Arn'] };

/** A network interface in this subnet, with the group `G`. */
function inside(subnet: string, more: Partial<InterfaceFacts> = {}): InterfaceFacts {
  return { subnet: known(ref(subnet)), securityGroups: known([known(ref('G.GroupId'))]), publicAddress: known(false), ipv6: undefined, ...more };
}

function inVpc(more: Partial<InterfaceFacts> = {}): Partial<PlaceFacts> {
  return { interfaces: known([inside('A', more), inside('B', more)]), outsideVpc: known(false), role: known(roleArn('R')) };
}

const SERVICE: Partial<PlaceFacts> = { interfaces: known([]), outsideVpc: known(true), role: known(roleArn('R')) };
const BY_SUBNET = { publicAddress: undefined };

interface Case {
  readonly Type: string;
  readonly Properties: object;
  readonly beside?: object;
  readonly expected: object;
}

const VPC_CONFIG = { SubnetIds: SUBNETS, SecurityGroupIds: GROUPS };
const SAGEMAKER_VPC = { Subnets: SUBNETS, SecurityGroupIds: GROUPS };
const AWSVPC = { Subnets: SUBNETS, SecurityGroups: GROUPS };
const TASK = { Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { NetworkMode: 'awsvpc', RequiresCompatibilities: ['FARGATE'], TaskRoleArn: ROLE_ARN } } };
const LAUNCH_TEMPLATE = {
  Launch: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { SecurityGroupIds: GROUPS, IamInstanceProfile: { Arn: { 'Fn::GetAtt': ['Profile', 'Arn'] } } } } },
};
const LAUNCH = { LaunchTemplateId: { Ref: 'Launch' }, Version: { 'Fn::GetAtt': ['Launch', 'LatestVersionNumber'] } };
const GLUE_CONNECTION = {
  Connection: { Type: 'AWS::Glue::Connection', Properties: { ConnectionInput: { PhysicalConnectionRequirements: { SubnetId: SUBNETS[0], SecurityGroupIdList: GROUPS } } } },
};
const SUBNET_GROUP = (Type: string) => ({ Group: { Type, Properties: { SubnetIds: SUBNETS } } });
const IN_A = { interfaces: known([inside('A')]), outsideVpc: known(false), role: known(roleArn('R')) };

/** One row a type: a template in, what is known of the place out. */
const CASES: readonly Case[] = [
  {
    Type: 'AWS::EC2::Instance',
    Properties: { SubnetId: SUBNETS[0], SecurityGroupIds: GROUPS, IamInstanceProfile: { Ref: 'Profile' } },
    expected: { ...IN_A, interfaces: known([inside('A', BY_SUBNET)]) },
  },
  { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { VPCZoneIdentifier: SUBNETS, LaunchTemplate: LAUNCH }, beside: LAUNCH_TEMPLATE, expected: inVpc(BY_SUBNET) },
  {
    Type: 'AWS::EC2::EC2Fleet',
    Properties: { LaunchTemplateConfigs: [{ LaunchTemplateSpecification: LAUNCH, Overrides: [{ SubnetId: SUBNETS[0] }, { SubnetId: SUBNETS[1] }] }] },
    beside: LAUNCH_TEMPLATE,
    expected: inVpc(BY_SUBNET),
  },
  {
    Type: 'AWS::EC2::SpotFleet',
    Properties: {
      SpotFleetRequestConfigData: { LaunchSpecifications: [{ SubnetId: { 'Fn::Join': [', ', SUBNETS] }, SecurityGroups: [{ GroupId: GROUPS[0] }], IamInstanceProfile: { Arn: { 'Fn::GetAtt': ['Profile', 'Arn'] } } }] },
    },
    expected: inVpc(BY_SUBNET),
  },
  {
    Type: 'AWS::EKS::Nodegroup', Properties: { Subnets: SUBNETS, NodeRole: ROLE_ARN }, expected: inVpc({ ...BY_SUBNET, securityGroups: because('EKS') as InterfaceFacts['securityGroups'] }),
  },
  {
    Type: 'AWS::PCS::ComputeNodeGroup',
    Properties: { SubnetIds: SUBNETS, IamInstanceProfileArn: { 'Fn::GetAtt': ['Profile', 'Arn'] }, CustomLaunchTemplate: { TemplateId: { Ref: 'Launch' }, Version: '1' } },
    beside: LAUNCH_TEMPLATE,
    expected: inVpc(BY_SUBNET),
  },
  { Type: 'AWS::GameLift::GameServerGroup', Properties: { VpcSubnets: SUBNETS, LaunchTemplate: LAUNCH }, beside: LAUNCH_TEMPLATE, expected: inVpc(BY_SUBNET) },
  {
    Type: 'AWS::WorkspacesInstances::WorkspaceInstance',
    Properties: { ManagedInstance: { NetworkInterfaces: [{ SubnetId: SUBNETS[0], Groups: GROUPS }], IamInstanceProfile: { Name: { Ref: 'Profile' } } } },
    expected: { ...IN_A, interfaces: known([inside('A', BY_SUBNET)]) },
  },
  {
    Type: 'AWS::ElasticBeanstalk::Environment',
    Properties: {
      OptionSettings: [
        { Namespace: 'aws:ec2:vpc', OptionName: 'Subnets', Value: { 'Fn::Join': [',', SUBNETS] } },
        { Namespace: 'aws:ec2:vpc', OptionName: 'AssociatePublicIpAddress', Value: 'true' },
        { Namespace: 'aws:autoscaling:launchconfiguration', OptionName: 'SecurityGroups', Value: GROUPS[0] },
        { Namespace: 'aws:autoscaling:launchconfiguration', OptionName: 'DisableDefaultEC2SecurityGroup', Value: 'true' },
        { Namespace: 'aws:autoscaling:launchconfiguration', OptionName: 'IamInstanceProfile', Value: { Ref: 'Profile' } },
      ],
    },
    expected: inVpc({ publicAddress: known(true) }),
  },
  {
    Type: 'AWS::ImageBuilder::InfrastructureConfiguration',
    Properties: { SubnetId: SUBNETS[0], SecurityGroupIds: GROUPS, InstanceProfileName: { Ref: 'Profile' } },
    expected: { ...IN_A, interfaces: known([inside('A', BY_SUBNET)]) },
  },
  { Type: 'AWS::Cloud9::EnvironmentEC2', Properties: { SubnetId: SUBNETS[0] }, expected: { interfaces: UNKNOWN, outsideVpc: known(false), role: UNKNOWN } },
  ...['Fleet', 'ImageBuilder', 'AppBlockBuilder'].map((name) => ({
    Type: `AWS::AppStream::${name}`, Properties: { VpcConfig: VPC_CONFIG, EnableDefaultInternetAccess: true, IamRoleArn: ROLE_ARN }, expected: inVpc({ publicAddress: known(true) }),
  })),
  { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: VPC_CONFIG, Role: ROLE_ARN }, expected: inVpc({ ipv6: known(false) }) },
  { Type: 'AWS::Serverless::Function', Properties: { VpcConfig: { ...VPC_CONFIG, Ipv6AllowedForDualStack: true } }, expected: { ...inVpc({ ipv6: known(true) }), role: known(ref('PRole.Arn')) } },
  { Type: 'AWS::CodeBuild::Project', Properties: { VpcConfig: SAGEMAKER_VPC, ServiceRole: ROLE_ARN }, expected: inVpc() },
  { Type: 'AWS::Synthetics::Canary', Properties: { VPCConfig: VPC_CONFIG, ExecutionRoleArn: ROLE_ARN }, expected: inVpc({ ipv6: known(false) }) },
  { Type: 'AWS::DeviceFarm::Project', Properties: { VpcConfig: VPC_CONFIG, ExecutionRoleArn: ROLE_ARN }, expected: inVpc() },
  { Type: 'AWS::GameLift::Fleet', Properties: { InstanceRoleARN: ROLE_ARN }, expected: SERVICE },
  { Type: 'AWS::GameLift::ContainerFleet', Properties: { FleetRoleArn: ROLE_ARN }, expected: SERVICE },
  { Type: 'AWS::Amplify::App', Properties: { IAMServiceRole: ROLE_ARN }, expected: SERVICE },
  {
    Type: 'AWS::ECS::Service',
    Properties: { TaskDefinition: { Ref: 'Task' }, LaunchType: 'FARGATE', NetworkConfiguration: { AwsvpcConfiguration: { ...AWSVPC, AssignPublicIp: 'ENABLED' } } },
    beside: TASK,
    expected: inVpc({ publicAddress: known(true) }),
  },
  { Type: 'AWS::ECS::TaskSet', Properties: { TaskDefinition: { Ref: 'Task' }, NetworkConfiguration: { AwsVpcConfiguration: AWSVPC } }, beside: TASK, expected: inVpc() },
  {
    Type: 'AWS::ECS::ExpressGatewayService', Properties: { NetworkConfiguration: AWSVPC, TaskRoleArn: ROLE_ARN }, expected: inVpc({ publicAddress: UNKNOWN as InterfaceFacts['publicAddress'] }),
  },
  {
    Type: 'AWS::ECS::CapacityProvider',
    Properties: { ManagedInstancesProvider: { InstanceLaunchTemplate: { NetworkConfiguration: AWSVPC, Ec2InstanceProfileArn: { 'Fn::GetAtt': ['Profile', 'Arn'] } } } },
    expected: inVpc(BY_SUBNET),
  },
  { Type: 'AWS::ECS::DaemonTaskDefinition', Properties: { TaskRoleArn: ROLE_ARN }, expected: { interfaces: UNKNOWN, role: known(roleArn('R')) } },
  {
    Type: 'AWS::Events::Rule',
    Properties: { Targets: [{ Arn: 'arn:aws:ecs:…', EcsParameters: { TaskDefinitionArn: { Ref: 'Task' }, NetworkConfiguration: { AwsVpcConfiguration: AWSVPC } } }] },
    beside: TASK,
    expected: { ...inVpc(), part: 'Targets.0' },
  },
  {
    Type: 'AWS::Scheduler::Schedule',
    Properties: { Target: { EcsParameters: { TaskDefinitionArn: { Ref: 'Task' }, NetworkConfiguration: { AwsvpcConfiguration: AWSVPC } } } },
    beside: TASK,
    expected: inVpc(),
  },
  {
    Type: 'AWS::Pipes::Pipe',
    Properties: {
      TargetParameters: {
        EcsTaskParameters: { TaskDefinitionArn: { Ref: 'Task' }, NetworkConfiguration: { AwsvpcConfiguration: AWSVPC }, Overrides: { TaskRoleArn: { 'Fn::GetAtt': ['S', 'Arn'] } } },
      },
    },
    beside: TASK,
    expected: { ...inVpc(), role: known(roleArn('S')) },
  },
  {
    Type: 'AWS::Batch::JobDefinition',
    Properties: { ContainerProperties: { JobRoleArn: ROLE_ARN, NetworkConfiguration: { AssignPublicIp: 'ENABLED' } } },
    beside: { Compute: { Type: 'AWS::Batch::ComputeEnvironment', Properties: { ComputeResources: { Type: 'FARGATE_SPOT', Subnets: SUBNETS, SecurityGroupIds: GROUPS } } } },
    expected: inVpc({ publicAddress: known(true) }),
  },
  {
    Type: 'AWS::Batch::ComputeEnvironment',
    Properties: { ComputeResources: { Type: 'EC2', Subnets: SUBNETS, SecurityGroupIds: GROUPS, InstanceRole: { 'Fn::GetAtt': ['Profile', 'Arn'] } } },
    expected: inVpc(BY_SUBNET),
  },
  { Type: 'AWS::EKS::FargateProfile', Properties: { Subnets: SUBNETS }, expected: { interfaces: UNKNOWN, role: UNKNOWN } },
  { Type: 'AWS::EKS::PodIdentityAssociation', Properties: { RoleArn: ROLE_ARN }, expected: { interfaces: UNKNOWN, role: known(roleArn('R')) } },
  {
    Type: 'AWS::AppRunner::Service',
    Properties: { NetworkConfiguration: { EgressConfiguration: { EgressType: 'VPC', VpcConnectorArn: { 'Fn::GetAtt': ['Connector', 'VpcConnectorArn'] } } }, InstanceConfiguration: { InstanceRoleArn: ROLE_ARN } },
    beside: { Connector: { Type: 'AWS::AppRunner::VpcConnector', Properties: AWSVPC } },
    expected: inVpc(),
  },
  { Type: 'AWS::BedrockAgentCore::Runtime', Properties: { NetworkConfiguration: { NetworkMode: 'VPC', NetworkModeConfig: AWSVPC }, RoleArn: ROLE_ARN }, expected: inVpc() },
  ...['CodeInterpreterCustom', 'BrowserCustom'].map((name) => ({
    Type: `AWS::BedrockAgentCore::${name}`, Properties: { NetworkConfiguration: { NetworkMode: 'VPC', VpcConfig: AWSVPC }, ExecutionRoleArn: ROLE_ARN }, expected: inVpc(),
  })),
  {
    Type: 'AWS::BedrockAgentCore::CapacityProvider',
    Properties: { ComputeConfiguration: { Ec2Configuration: { VpcConfiguration: AWSVPC, LaunchTemplateSource: { LaunchParameters: { InstanceProfileArn: { 'Fn::GetAtt': ['Profile', 'Arn'] } } } } } },
    expected: inVpc(BY_SUBNET),
  },
  { Type: 'AWS::BedrockAgentCore::Harness', Properties: { ExecutionRoleArn: ROLE_ARN }, expected: { interfaces: UNKNOWN, role: known(roleArn('R')) } },
  { Type: 'AWS::Glue::Job', Properties: { Role: { Ref: 'R' }, Connections: { Connections: [{ Ref: 'Connection' }] } }, beside: GLUE_CONNECTION, expected: IN_A },
  { Type: 'AWS::Glue::Crawler', Properties: { Role: ROLE_ARN, Targets: { S3Targets: [{ Path: 's3://data', ConnectionName: { Ref: 'Connection' } }] } }, beside: GLUE_CONNECTION, expected: IN_A },
  { Type: 'AWS::Glue::DevEndpoint', Properties: { RoleArn: ROLE_ARN, SubnetId: SUBNETS[0], SecurityGroupIds: GROUPS }, expected: IN_A },
  { Type: 'AWS::Glue::MLTransform', Properties: { Role: ROLE_ARN, InputRecordTables: { GlueTables: [{ ConnectionName: { Ref: 'Connection' } }] } }, beside: GLUE_CONNECTION, expected: IN_A },
  {
    Type: 'AWS::Glue::TableOptimizer',
    Properties: { TableOptimizerConfiguration: { RoleArn: ROLE_ARN, VpcConfiguration: { GlueConnectionName: { Ref: 'Connection' } } } },
    beside: GLUE_CONNECTION,
    expected: IN_A,
  },
  { Type: 'AWS::DataBrew::Job', Properties: { RoleArn: ROLE_ARN }, expected: { interfaces: UNKNOWN, role: known(roleArn('R')) } },
  {
    Type: 'AWS::RDS::DBInstance',
    Properties: { AssociatedRoles: [{ FeatureName: 's3Import', RoleArn: ROLE_ARN }], DBSubnetGroupName: { Ref: 'Group' }, VPCSecurityGroups: GROUPS, PubliclyAccessible: false },
    beside: SUBNET_GROUP('AWS::RDS::DBSubnetGroup'),
    expected: inVpc(),
  },
  {
    Type: 'AWS::RDS::DBCluster',
    Properties: { AssociatedRoles: [{ RoleArn: ROLE_ARN }], DBSubnetGroupName: { Ref: 'Group' }, VpcSecurityGroupIds: GROUPS },
    beside: SUBNET_GROUP('AWS::RDS::DBSubnetGroup'),
    expected: inVpc({ publicAddress: because('PubliclyAccessible') as InterfaceFacts['publicAddress'] }),
  },
  {
    Type: 'AWS::Neptune::DBCluster',
    Properties: { AssociatedRoles: [{ RoleArn: ROLE_ARN }], DBSubnetGroupName: { Ref: 'Group' }, VpcSecurityGroupIds: GROUPS },
    beside: SUBNET_GROUP('AWS::Neptune::DBSubnetGroup'),
    expected: inVpc({ publicAddress: UNKNOWN as InterfaceFacts['publicAddress'] }),
  },
  {
    Type: 'AWS::Redshift::Cluster',
    Properties: { EnhancedVpcRouting: true, ClusterSubnetGroupName: { Ref: 'Group' }, VpcSecurityGroupIds: GROUPS, IamRoles: [ROLE_ARN] },
    beside: SUBNET_GROUP('AWS::Redshift::ClusterSubnetGroup'),
    expected: inVpc(),
  },
  {
    Type: 'AWS::RedshiftServerless::Workgroup',
    Properties: { EnhancedVpcRouting: true, ...VPC_CONFIG, NamespaceName: { Ref: 'Namespace' } },
    beside: { Namespace: { Type: 'AWS::RedshiftServerless::Namespace', Properties: { IamRoles: [ROLE_ARN] } } },
    expected: inVpc(),
  },
  {
    Type: 'AWS::EMR::Cluster',
    Properties: { JobFlowRole: { Ref: 'Profile' }, Instances: { Ec2SubnetId: SUBNETS[0], EmrManagedMasterSecurityGroup: GROUPS[0], EmrManagedSlaveSecurityGroup: GROUPS[0], AdditionalSlaveSecurityGroups: [{ Ref: 'H' }] } },
    expected: {
      interfaces: known([inside('A', BY_SUBNET), inside('A', { ...BY_SUBNET, securityGroups: known([known(ref('G.GroupId')), known(ref('H'))]) })]), outsideVpc: known(false), role: known(roleArn('R')),
    },
  },
  { Type: 'AWS::EMRServerless::Application', Properties: { NetworkConfiguration: VPC_CONFIG }, expected: { ...inVpc(), role: UNKNOWN } },
  { Type: 'AWS::EMR::Studio', Properties: { ServiceRole: ROLE_ARN }, expected: { interfaces: UNKNOWN, role: known(roleArn('R')) } },
  { Type: 'AWS::KinesisAnalyticsV2::Application', Properties: { ServiceExecutionRole: ROLE_ARN, ApplicationConfiguration: { VpcConfigurations: [VPC_CONFIG] } }, expected: inVpc() },
  { Type: 'AWS::KafkaConnect::Connector', Properties: { ServiceExecutionRoleArn: ROLE_ARN, KafkaCluster: { ApacheKafkaCluster: { Vpc: AWSVPC } } }, expected: inVpc() },
  { Type: 'AWS::MWAA::Environment', Properties: { ExecutionRoleArn: ROLE_ARN, NetworkConfiguration: VPC_CONFIG }, expected: inVpc() },
  { Type: 'AWS::MWAAServerless::Workflow', Properties: { RoleArn: ROLE_ARN, NetworkConfiguration: VPC_CONFIG }, expected: inVpc() },
  {
    Type: 'AWS::DMS::ReplicationTask',
    Properties: { ReplicationInstanceArn: { Ref: 'Instance' }, SourceEndpointArn: { Ref: 'Database' }, TargetEndpointArn: { Ref: 'Lake' } },
    beside: {
      ...SUBNET_GROUP('AWS::DMS::ReplicationSubnetGroup'),
      Instance: { Type: 'AWS::DMS::ReplicationInstance', Properties: { ReplicationSubnetGroupIdentifier: { Ref: 'Group' }, VpcSecurityGroupIds: GROUPS } },
      Database: { Type: 'AWS::DMS::Endpoint', Properties: { EngineName: 'mysql' } },
      Lake: { Type: 'AWS::DMS::Endpoint', Properties: { EngineName: 's3', S3Settings: { ServiceAccessRoleArn: ROLE_ARN } } },
    },
    expected: { ...inVpc({ publicAddress: known(true) }), part: 'TargetEndpointArn' },
  },
  {
    Type: 'AWS::DMS::ReplicationConfig',
    Properties: { ComputeConfig: { ReplicationSubnetGroupId: { Ref: 'Group' }, VpcSecurityGroupIds: GROUPS }, SourceEndpointArn: { Ref: 'Lake' }, TargetEndpointArn: { Ref: 'Database' } },
    beside: {
      ...SUBNET_GROUP('AWS::DMS::ReplicationSubnetGroup'),
      Database: { Type: 'AWS::DMS::Endpoint', Properties: { EngineName: 'mysql' } },
      Lake: { Type: 'AWS::DMS::Endpoint', Properties: { EngineName: 's3', S3Settings: { ServiceAccessRoleArn: ROLE_ARN } } },
    },
    expected: { ...inVpc(), part: 'SourceEndpointArn' },
  },
  { Type: 'AWS::Grafana::Workspace', Properties: { RoleArn: ROLE_ARN, VpcConfiguration: VPC_CONFIG }, expected: inVpc() },
  { Type: 'AWS::MediaLive::Channel', Properties: { RoleArn: ROLE_ARN, Vpc: { ...VPC_CONFIG, PublicAddressAllocationIds: ['eipalloc-1'] } }, expected: inVpc({ publicAddress: known(true) }) },
  {
    Type: 'AWS::SageMaker::NotebookInstance', Properties: { RoleArn: ROLE_ARN, SubnetId: SUBNETS[0], SecurityGroupIds: GROUPS, DirectInternetAccess: 'Disabled' }, expected: IN_A,
  },
  {
    Type: 'AWS::SageMaker::Domain',
    Properties: { AppNetworkAccessType: 'VpcOnly', SubnetIds: SUBNETS, DefaultUserSettings: { ExecutionRole: ROLE_ARN, SecurityGroups: GROUPS } },
    expected: inVpc(),
  },
  {
    Type: 'AWS::SageMaker::UserProfile',
    Properties: { DomainId: { Ref: 'Domain' }, UserSettings: { ExecutionRole: ROLE_ARN } },
    beside: { Domain: { Type: 'AWS::SageMaker::Domain', Properties: { AppNetworkAccessType: 'VpcOnly', SubnetIds: SUBNETS, DefaultUserSettings: { ExecutionRole: ROLE_ARN, SecurityGroups: GROUPS } } } },
    expected: inVpc(),
  },
  { Type: 'AWS::SageMaker::Model', Properties: { ExecutionRoleArn: ROLE_ARN, VpcConfig: SAGEMAKER_VPC }, expected: inVpc() },
  { Type: 'AWS::SageMaker::EndpointConfig', Properties: { ExecutionRoleArn: ROLE_ARN, VpcConfig: SAGEMAKER_VPC }, expected: inVpc() },
  {
    Type: 'AWS::SageMaker::Cluster',
    Properties: { VpcConfig: SAGEMAKER_VPC, InstanceGroups: [{ ExecutionRole: ROLE_ARN }] },
    expected: { ...inVpc(), part: 'InstanceGroups.0' },
  },
  ...['DataQualityJobDefinition', 'ModelBiasJobDefinition', 'ModelExplainabilityJobDefinition', 'ModelQualityJobDefinition', 'ProcessingJob'].map((name) => ({
    Type: `AWS::SageMaker::${name}`, Properties: { RoleArn: ROLE_ARN, NetworkConfig: { VpcConfig: SAGEMAKER_VPC } }, expected: inVpc(),
  })),
  {
    Type: 'AWS::SageMaker::MonitoringSchedule',
    Properties: { MonitoringScheduleConfig: { MonitoringJobDefinition: { RoleArn: ROLE_ARN, NetworkConfig: { VpcConfig: SAGEMAKER_VPC } } } },
    expected: inVpc(),
  },
  { Type: 'AWS::SageMaker::Pipeline', Properties: { RoleArn: ROLE_ARN }, expected: { interfaces: UNKNOWN, role: known(roleArn('R')) } },
  { Type: 'AWS::SageMaker::FeatureGroup', Properties: { RoleArn: ROLE_ARN, OfflineStoreConfig: {} }, expected: SERVICE },
  { Type: 'AWS::SageMaker::ModelPackage', Properties: { ValidationSpecification: { ValidationRole: ROLE_ARN } }, expected: SERVICE },
  { Type: 'AWS::Comprehend::DocumentClassifier', Properties: { DataAccessRoleArn: ROLE_ARN, VpcConfig: SAGEMAKER_VPC }, expected: inVpc() },
  { Type: 'AWS::Comprehend::Flywheel', Properties: { DataAccessRoleArn: ROLE_ARN, DataSecurityConfig: { VpcConfig: SAGEMAKER_VPC } }, expected: inVpc() },
  { Type: 'AWS::IoT::Job', Properties: { PresignedUrlConfig: { RoleArn: ROLE_ARN } }, expected: { interfaces: UNKNOWN, role: known(roleArn('R')) } },
  { Type: 'AWS::M2::Application', Properties: { RoleArn: ROLE_ARN }, expected: { interfaces: UNKNOWN, role: known(roleArn('R')) } },
  {
    Type: 'AWS::ApiGateway::Method',
    Properties: { Integration: { Type: 'AWS', Uri: 'arn:aws:apigateway:eu-west-1:s3:path/{bucket}/{key}', Credentials: ROLE_ARN } },
    expected: SERVICE,
  },
  {
    Type: 'AWS::ApiGateway::RestApi',
    Properties: { Body: { paths: { '/': { get: { 'x-amazon-apigateway-integration': { type: 'aws', uri: 'arn:aws:apigateway:eu-west-1:s3:path/data/{key}', credentials: ROLE_ARN } } } } } },
    expected: { ...SERVICE, onlyTo: known(['data']), part: 'Body.paths./.get.x-amazon-apigateway-integration' },
  },
  {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: { RoleArn: ROLE_ARN, DefinitionString: JSON.stringify({ States: { Get: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:s3:getObject' } } }) },
    expected: SERVICE,
  },
  {
    Type: 'AWS::Serverless::StateMachine',
    Properties: { Definition: { States: { Get: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:s3:getObject' } } } },
    expected: { ...SERVICE, role: known(ref('PRole.Arn')) },
  },
  {
    Type: 'AWS::CloudFront::Distribution',
    Properties: { DistributionConfig: { Origins: [{ DomainName: 'data.s3.eu-west-1.amazonaws.com', S3OriginConfig: {} }] } },
    expected: { interfaces: known([]), outsideVpc: known(true), role: known(undefined), onlyTo: known(['data']) },
  },
];

function readCase({ Type, Properties, beside }: Case): PlaceFacts[] {
  return placesOf(template({ ...NETWORK, ...beside, P: { Type, Properties } })).filter(({ address }) => address.logicalId === 'P');
}

test.each(CASES.map((one) => [one.Type, one] as const))('%s is read from its properties', (_, one) => {
  const places = readCase(one);
  expect(places).toHaveLength(1);
  expect(places[0]).toMatchObject({ type: one.Type, address: { template: 'App', logicalId: 'P' }, ...one.expected });
});

/** Values at paths with dots, each `*` a list of one. */
function nested(values: readonly (readonly [path: string, value: unknown])[]): object {
  const result: Record<string, unknown> = {};
  for (const [path, value] of values) {
    const steps = path.split('.');
    let at: Record<string, unknown> = result;
    steps.forEach((step, i) => {
      const isList = steps[i + 1] === '*';
      if (step === '*') {
        return;
      }
      const inner = i === steps.length - (isList ? 2 : 1) ? value : at[step] === undefined ? {} : isList ? (at[step] as unknown[])[0] : at[step];
      at[step] = isList ? [inner] : inner;
      at = inner as Record<string, unknown>;
    });
  }
  return result;
}

const OF_SERVICES = PLACES.flatMap((row) => !('reads' in row) && row.network === 'service' && !CASES.some(({ Type }) => Type === row.type) ? [row] : []);

test.each(OF_SERVICES.map((row) => [row.type, row.what, row] as const))('%s (%s) uses S3 from the network of AWS by its role', (type, _, row) => {
  const [role] = typeof row.role === 'string' ? [row.role] : row.role as readonly string[];
  const below = (path: string) => [row.part, path].filter((step) => step !== undefined).join('.');
  const properties = nested([
    ...(row.where ?? []).filter((path) => path !== role).map((path) => [below(path), {}] as const), [below(role), ROLE_ARN],
    ...row.onlyTo === undefined ? [] : [[below(row.onlyTo), 'arn:aws:s3:::data'] as const],
  ]);
  const places = readCase({ Type: type, Properties: properties, expected: {} });
  expect(places).toContainEqual(expect.objectContaining({ type, ...SERVICE, ...row.onlyTo === undefined ? {} : { onlyTo: known(['data']) } }));
});

test('every type that is a place has a row here', () => {
  const tested = [...CASES.map(({ Type }) => Type), ...OF_SERVICES.map(({ type }) => type)];
  expect(PLACES.map(({ type }) => type).filter((type) => !tested.includes(type))).toEqual([]);
});
