import { AWS, PlaceRow, SubnetsRow, TEMPLATE_REFERENCE } from './place-row';

/** What SageMaker and Comprehend call a VPC. */
function vpcConfig(path: string): SubnetsRow {
  return { subnets: `${path}.Subnets`, groups: `${path}.SecurityGroupIds`, publicAddress: false, otherwise: 'service' };
}

const MONITORING: readonly (readonly [type: string, what: string, page: string])[] = [
  ['AWS::SageMaker::DataQualityJobDefinition', 'SageMaker data quality job', 'aws-resource-sagemaker-dataqualityjobdefinition.html'],
  ['AWS::SageMaker::ModelBiasJobDefinition', 'SageMaker model bias job', 'aws-resource-sagemaker-modelbiasjobdefinition.html'],
  ['AWS::SageMaker::ModelExplainabilityJobDefinition', 'SageMaker model explainability job', 'aws-resource-sagemaker-modelexplainabilityjobdefinition.html'],
  ['AWS::SageMaker::ModelQualityJobDefinition', 'SageMaker model quality job', 'aws-resource-sagemaker-modelqualityjobdefinition.html'],
  ['AWS::SageMaker::ProcessingJob', 'SageMaker processing job', 'aws-resource-sagemaker-processingjob.html'],
];

/** Machine learning. */
export const LEARNING_PLACES: readonly PlaceRow[] = [
  {
    type: 'AWS::SageMaker::NotebookInstance',
    what: 'SageMaker notebook instance',
    network: {
      subnets: 'SubnetId',
      groups: 'SecurityGroupIds',
      publicAddress: false,
      alsoServiceUnless: { at: 'DirectInternetAccess', is: 'Disabled' },
      otherwise: 'service',
    },
    role: 'RoleArn',
    see: `${AWS}sagemaker/latest/dg/appendix-notebook-and-internet-access.html`,
  },
  {
    type: 'AWS::SageMaker::Domain',
    what: 'SageMaker domain',
    network: {
      onlyIf: { at: 'AppNetworkAccessType', is: 'VpcOnly' },
      subnets: 'SubnetIds',
      groups: ['DefaultUserSettings.SecurityGroups', 'DefaultSpaceSettings.SecurityGroups'],
      publicAddress: false,
      otherwise: { unknown: 'a domain names its subnets' },
    },
    role: ['DefaultUserSettings.ExecutionRole', 'DefaultSpaceSettings.ExecutionRole'],
    see: `${AWS}sagemaker/latest/dg/studio-notebooks-and-internet-access.html`,
  },
  {
    type: 'AWS::SageMaker::UserProfile',
    what: 'SageMaker user profile with a role',
    where: ['UserSettings.ExecutionRole'],
    network: {
      by: { at: 'DomainId', type: 'AWS::SageMaker::Domain', names: [] },
      onlyIf: { at: '@AppNetworkAccessType', is: 'VpcOnly' },
      subnets: '@SubnetIds',
      groups: ['UserSettings.SecurityGroups', '@DefaultUserSettings.SecurityGroups'],
      publicAddress: false,
      otherwise: { unknown: 'a domain names its subnets' },
    },
    role: 'UserSettings.ExecutionRole',
    see: `${AWS}sagemaker/latest/dg/studio-notebooks-and-internet-access.html`,
  },
  {
    type: 'AWS::SageMaker::Model',
    what: 'SageMaker model',
    network: vpcConfig('VpcConfig'),
    role: 'ExecutionRoleArn',
    see: `${AWS}sagemaker/latest/dg/host-vpc.html`,
  },
  {
    type: 'AWS::SageMaker::EndpointConfig',
    what: 'SageMaker endpoint with a role',
    where: ['ExecutionRoleArn'],
    network: vpcConfig('VpcConfig'),
    role: 'ExecutionRoleArn',
    see: `${TEMPLATE_REFERENCE}aws-resource-sagemaker-endpointconfig.html`,
  },
  ...['InstanceGroups', 'RestrictedInstanceGroups'].map((groups): PlaceRow => ({
    type: 'AWS::SageMaker::Cluster',
    what: `SageMaker HyperPod cluster: \`${groups}\``,
    part: `${groups}.*`,
    network: {
      subnets: ['OverrideVpcConfig.Subnets', '/VpcConfig.Subnets'],
      groups: ['OverrideVpcConfig.SecurityGroupIds', '/VpcConfig.SecurityGroupIds'],
      publicAddress: false,
      otherwise: 'service',
    },
    role: 'ExecutionRole',
    see: `${AWS}sagemaker/latest/dg/sagemaker-hyperpod-prerequisites.html`,
  })),
  ...MONITORING.map(([type, what, page]): PlaceRow => ({ type, what, network: vpcConfig('NetworkConfig.VpcConfig'), role: 'RoleArn', see: `${TEMPLATE_REFERENCE}${page}` })),
  {
    type: 'AWS::SageMaker::MonitoringSchedule',
    what: 'SageMaker monitoring schedule with a job of its own',
    where: ['MonitoringScheduleConfig.MonitoringJobDefinition'],
    network: vpcConfig('MonitoringScheduleConfig.MonitoringJobDefinition.NetworkConfig.VpcConfig'),
    role: 'MonitoringScheduleConfig.MonitoringJobDefinition.RoleArn',
    see: `${TEMPLATE_REFERENCE}aws-resource-sagemaker-monitoringschedule.html`,
  },
  {
    type: 'AWS::SageMaker::Pipeline',
    what: 'SageMaker pipeline',
    network: { unknown: 'each step of a pipeline says its network' },
    role: 'RoleArn',
    see: `${TEMPLATE_REFERENCE}aws-resource-sagemaker-pipeline.html`,
  },
  {
    type: 'AWS::SageMaker::FeatureGroup',
    what: 'SageMaker feature group with an offline store',
    where: ['OfflineStoreConfig'],
    network: 'service',
    role: 'RoleArn',
    see: `${TEMPLATE_REFERENCE}aws-resource-sagemaker-featuregroup.html`,
  },
  ...(['MlflowTrackingServer', 'MlflowApp'] as const).map((name): PlaceRow => ({
    type: `AWS::SageMaker::${name}`,
    what: `SageMaker ${name === 'MlflowApp' ? 'MLflow app' : 'MLflow tracking server'}`,
    network: 'service',
    role: 'RoleArn',
    see: `${TEMPLATE_REFERENCE}aws-resource-sagemaker-${name.toLowerCase()}.html`,
  })),
  {
    type: 'AWS::SageMaker::ModelPackage',
    what: 'SageMaker model package: validation',
    where: ['ValidationSpecification.ValidationRole'],
    network: 'service',
    role: 'ValidationSpecification.ValidationRole',
    see: `${TEMPLATE_REFERENCE}aws-resource-sagemaker-modelpackage.html`,
  },
  {
    type: 'AWS::SageMaker::DeviceFleet',
    what: 'SageMaker Edge device fleet',
    network: 'service',
    role: 'RoleArn',
    see: `${TEMPLATE_REFERENCE}aws-resource-sagemaker-devicefleet.html`,
  },
  {
    type: 'AWS::SageMaker::InferenceExperiment',
    what: 'SageMaker inference experiment',
    network: 'service',
    role: 'RoleArn',
    see: `${TEMPLATE_REFERENCE}aws-resource-sagemaker-inferenceexperiment.html`,
  },
  {
    type: 'AWS::Comprehend::DocumentClassifier',
    what: 'Comprehend document classifier',
    network: vpcConfig('VpcConfig'),
    role: 'DataAccessRoleArn',
    see: `${AWS}comprehend/latest/dg/usingVPC.html`,
  },
  {
    type: 'AWS::Comprehend::Flywheel',
    what: 'Comprehend flywheel',
    network: vpcConfig('DataSecurityConfig.VpcConfig'),
    role: 'DataAccessRoleArn',
    see: `${TEMPLATE_REFERENCE}aws-resource-comprehend-flywheel.html`,
  },
  ...([['Agent', 'AgentResourceRoleArn'], ['Flow', 'ExecutionRoleArn'], ['KnowledgeBase', 'RoleArn']] as const).map(([name, role]): PlaceRow => ({
    type: `AWS::Bedrock::${name}`,
    what: `Bedrock ${name === 'KnowledgeBase' ? 'knowledge base' : name.toLowerCase()}`,
    network: 'service',
    role,
    see: `${TEMPLATE_REFERENCE}aws-resource-bedrock-${name.toLowerCase()}.html`,
  })),
];
