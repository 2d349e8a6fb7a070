import { AWS, PlaceOfPaths, PlaceRow, TEMPLATE_REFERENCE } from './place-row';
import { readComputeEnvironment, readJobDefinition } from '../read-batch';
import { INSTANCE_REFERENCES } from '../read-instances';
import { readPipe, readRule, readSchedule, readService, readTaskSet } from '../read-tasks';

const TASK_DEFINITION = ['AWS::ECS::TaskDefinition'];

/** What the tools of Bedrock AgentCore have in common. */
const AGENT_CORE_TOOL: Omit<PlaceOfPaths, 'type' | 'what'> = {
  network: {
    onlyIf: { at: 'NetworkConfiguration.NetworkMode', is: 'VPC' },
    subnets: 'NetworkConfiguration.VpcConfig.Subnets',
    groups: 'NetworkConfiguration.VpcConfig.SecurityGroups',
    publicAddress: false,
    otherwise: 'service',
  },
  role: 'ExecutionRoleArn',
  see: `${AWS}bedrock-agentcore/latest/devguide/agentcore-vpc.html`,
};

/** Containers: tasks, jobs and pods, and what starts them. */
export const CONTAINER_PLACES: readonly PlaceRow[] = [
  {
    type: 'AWS::ECS::Service',
    what: 'ECS service',
    reads: readService,
    with: TASK_DEFINITION,
    network: '`NetworkConfiguration.AwsvpcConfiguration`; unknown where its tasks share the network of instances',
    role: '`TaskRoleArn` of its task definition',
    see: `${AWS}AmazonECS/latest/developerguide/task-networking.html`,
  },
  {
    type: 'AWS::ECS::TaskSet',
    what: 'ECS task set',
    reads: readTaskSet,
    with: TASK_DEFINITION,
    network: '`NetworkConfiguration.AwsVpcConfiguration`, as of a service',
    role: '`TaskRoleArn` of its task definition',
    see: `${TEMPLATE_REFERENCE}aws-resource-ecs-taskset.html`,
  },
  {
    type: 'AWS::ECS::ExpressGatewayService',
    what: 'ECS Express Mode service',
    network: {
      subnets: 'NetworkConfiguration.Subnets',
      groups: 'NetworkConfiguration.SecurityGroups',
      publicAddress: { unknown: 'ECS decides by the subnets of an Express Mode service whether its tasks have public addresses' },
      otherwise: 'defaultVpc',
    },
    role: 'TaskRoleArn',
    see: `${TEMPLATE_REFERENCE}aws-resource-ecs-expressgatewayservice.html`,
  },
  {
    type: 'AWS::ECS::CapacityProvider',
    what: 'ECS managed instance',
    where: ['ManagedInstancesProvider'],
    network: {
      subnets: 'ManagedInstancesProvider.InstanceLaunchTemplate.NetworkConfiguration.Subnets',
      groups: 'ManagedInstancesProvider.InstanceLaunchTemplate.NetworkConfiguration.SecurityGroups',
      publicAddress: 'subnet',
      otherwise: { unknown: 'a managed instance names its subnets' },
    },
    role: { at: 'ManagedInstancesProvider.InstanceLaunchTemplate.Ec2InstanceProfileArn', profile: true },
    see: `${AWS}AmazonECS/latest/developerguide/managed-instances-instance-profile.html`,
  },
  {
    type: 'AWS::ECS::DaemonTaskDefinition',
    what: 'ECS daemon',
    where: ['TaskRoleArn'],
    network: { unknown: 'a daemon shares the network of the instances that run it', inVpc: true },
    role: 'TaskRoleArn',
    see: `${TEMPLATE_REFERENCE}aws-resource-ecs-daemontaskdefinition.html`,
  },
  {
    type: 'AWS::Events::Rule',
    what: 'ECS task that an EventBridge rule runs',
    reads: readRule,
    with: TASK_DEFINITION,
    network: '`Targets.*.EcsParameters.NetworkConfiguration.AwsVpcConfiguration`',
    role: '`TaskRoleArn` of the task definition',
    see: `${AWS}eventbridge/latest/APIReference/API_EcsParameters.html`,
  },
  {
    type: 'AWS::Scheduler::Schedule',
    what: 'ECS task that a schedule runs, or its call of S3',
    reads: readSchedule,
    with: TASK_DEFINITION,
    network: '`Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration`; the network of AWS for a universal target of S3',
    role: '`TaskRoleArn` of the task definition; `Target.RoleArn` for a universal target',
    see: `${AWS}scheduler/latest/UserGuide/managing-targets-universal.html`,
  },
  {
    type: 'AWS::Pipes::Pipe',
    what: 'ECS task that a pipe runs',
    reads: readPipe,
    with: TASK_DEFINITION,
    network: '`TargetParameters.EcsTaskParameters.NetworkConfiguration.AwsvpcConfiguration`',
    role: '`Overrides.TaskRoleArn`, else `TaskRoleArn` of the task definition',
    see: `${TEMPLATE_REFERENCE}aws-properties-pipes-pipe-pipetargetecstaskparameters.html`,
  },
  {
    type: 'AWS::Batch::JobDefinition',
    what: 'Batch job',
    reads: readJobDefinition,
    with: ['AWS::Batch::ComputeEnvironment'],
    network: '`ComputeResources` of every compute environment of these templates: which one runs it, its queue decides when it is submitted',
    role: '`JobRoleArn`, or `TaskRoleArn` of its tasks; that of the instance where a job on instances has none is unknown',
    see: `${AWS}batch/latest/userguide/compute_environment_parameters.html`,
  },
  {
    type: 'AWS::Batch::ComputeEnvironment',
    what: 'Batch instance',
    reads: readComputeEnvironment,
    with: INSTANCE_REFERENCES,
    network: '`ComputeResources.Subnets` and `SecurityGroupIds`, else security groups of the launch template. None for Fargate, where only jobs are places',
    role: 'the role in `ComputeResources.InstanceRole`',
    see: `${AWS}batch/latest/userguide/instance_IAM_role.html`,
  },
  {
    type: 'AWS::EKS::FargateProfile',
    what: 'EKS pod on Fargate',
    network: { unknown: 'EKS gives pods on Fargate the security group that it makes for the cluster', inVpc: true },
    role: { unknown: 'a pod on Fargate has the role of its service account, which no template names' },
    see: `${AWS}eks/latest/userguide/fargate-pod-configuration.html`,
  },
  {
    type: 'AWS::EKS::PodIdentityAssociation',
    what: 'EKS pod with an identity',
    network: { unknown: 'a pod runs on any node of its cluster', inVpc: true },
    role: { at: ['TargetRoleArn', 'RoleArn'], firstOnly: true },
    see: `${AWS}eks/latest/userguide/pod-identities.html`,
  },
  {
    type: 'AWS::AppRunner::Service',
    what: 'App Runner service',
    network: {
      onlyIf: { at: 'NetworkConfiguration.EgressConfiguration.EgressType', is: 'VPC' },
      by: { at: 'NetworkConfiguration.EgressConfiguration.VpcConnectorArn', type: 'AWS::AppRunner::VpcConnector', names: [] },
      subnets: '@Subnets',
      groups: '@SecurityGroups',
      publicAddress: false,
      otherwise: 'service',
    },
    role: 'InstanceConfiguration.InstanceRoleArn',
    see: `${AWS}apprunner/latest/dg/network-vpc.html`,
  },
  {
    type: 'AWS::BedrockAgentCore::Runtime',
    what: 'Bedrock AgentCore runtime',
    network: {
      onlyIf: { at: 'NetworkConfiguration.NetworkMode', is: 'VPC' },
      subnets: 'NetworkConfiguration.NetworkModeConfig.Subnets',
      groups: 'NetworkConfiguration.NetworkModeConfig.SecurityGroups',
      publicAddress: false,
      otherwise: 'service',
    },
    role: 'RoleArn',
    see: `${AWS}bedrock-agentcore/latest/devguide/agentcore-vpc.html`,
  },
  {
    type: 'AWS::BedrockAgentCore::CapacityProvider',
    what: 'Bedrock AgentCore instance',
    where: ['ComputeConfiguration.Ec2Configuration'],
    network: {
      subnets: 'ComputeConfiguration.Ec2Configuration.VpcConfiguration.Subnets',
      groups: 'ComputeConfiguration.Ec2Configuration.VpcConfiguration.SecurityGroups',
      publicAddress: 'subnet',
      otherwise: 'defaultVpc',
    },
    role: { at: 'ComputeConfiguration.Ec2Configuration.LaunchTemplateSource.LaunchParameters.InstanceProfileArn', profile: true },
    see: `${TEMPLATE_REFERENCE}aws-resource-bedrockagentcore-capacityprovider.html`,
  },
  {
    type: 'AWS::BedrockAgentCore::Harness',
    what: 'Bedrock AgentCore harness',
    network: { unknown: 'a harness runs in the environment that it names' },
    role: 'ExecutionRoleArn',
    see: `${TEMPLATE_REFERENCE}aws-resource-bedrockagentcore-harness.html`,
  },
  {
    type: 'AWS::BedrockAgentCore::CodeInterpreterCustom',
    what: 'Bedrock AgentCore code interpreter',
    ...AGENT_CORE_TOOL,
  },
  {
    type: 'AWS::BedrockAgentCore::BrowserCustom',
    what: 'Bedrock AgentCore browser',
    ...AGENT_CORE_TOOL,
  },
];
