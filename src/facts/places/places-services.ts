import { AWS, PlaceRow, TEMPLATE_REFERENCE } from './place-row';
import { readDistribution } from './read-distributions';
import { readMethod, readRestApi } from './read-integrations';
import { readStateMachine } from './read-state-machines';

/** Services that assume a role and use S3 from their own network: the type, what people call it, where the role stands, and more. */
const ASSUMING: readonly (readonly [
  type: string, what: string, role: string, more?: { readonly part?: string; readonly onlyTo?: string; readonly where?: readonly string[]; readonly see?: string },
])[] = [
  ...['S3DestinationConfiguration', 'ExtendedS3DestinationConfiguration', ...[
    'AmazonOpenSearchServerless', 'Amazonopensearchservice', 'Elasticsearch', 'HttpEndpoint', 'Iceberg', 'Redshift', 'Snowflake', 'Splunk',
  ].map((destination) => `${destination}DestinationConfiguration.S3Configuration`)].map((part) => [
    'AWS::KinesisFirehose::DeliveryStream', `Firehose stream: \`${part}\``, 'RoleARN', { part, onlyTo: 'BucketARN', see: 'firehose/latest/dev/controlling-access.html' },
  ] as const),
  ['AWS::IoT::TopicRule', 'IoT rule', 'RoleArn', { part: 'TopicRulePayload.Actions.*.S3', onlyTo: 'BucketName', see: 'iot/latest/developerguide/s3-rule-action.html' }],
  ['AWS::IoT::TopicRule', 'IoT rule: error action', 'RoleArn', { part: 'TopicRulePayload.ErrorAction.S3', onlyTo: 'BucketName', see: 'iot/latest/developerguide/s3-rule-action.html' }],
  ['AWS::DataSync::LocationS3', 'DataSync location', 'S3Config.BucketAccessRoleArn', { onlyTo: 'S3BucketArn', see: 'datasync/latest/userguide/create-s3-location.html' }],
  ['AWS::Transfer::User', 'Transfer Family user', 'Role', { see: 'transfer/latest/userguide/requirements-roles.html' }],
  ['AWS::Transfer::Server', 'Transfer Family server: workflow', 'ExecutionRole', { part: 'WorkflowDetails.OnUpload.*', see: 'transfer/latest/userguide/transfer-workflows.html' }],
  ['AWS::Transfer::Server', 'Transfer Family server: workflow of partial uploads', 'ExecutionRole', { part: 'WorkflowDetails.OnPartialUpload.*', see: 'transfer/latest/userguide/transfer-workflows.html' }],
  ['AWS::Transfer::Agreement', 'Transfer Family agreement', 'AccessRole'],
  ['AWS::Transfer::Connector', 'Transfer Family connector', 'AccessRole'],
  ['AWS::Backup::BackupSelection', 'AWS Backup selection', 'BackupSelection.IamRoleArn', { see: 'aws-backup/latest/devguide/s3-backups.html' }],
  ['AWS::GuardDuty::MalwareProtectionPlan', 'GuardDuty malware protection', 'Role', { onlyTo: 'ProtectedResource.S3Bucket.BucketName' }],
  ['AWS::CodePipeline::Pipeline', 'CodePipeline pipeline', 'RoleArn', { see: 'codepipeline/latest/userguide/how-to-custom-role.html' }],
  ['AWS::CodePipeline::Pipeline', 'CodePipeline action with a role', 'RoleArn', { part: 'Stages.*.Actions.*', where: ['RoleArn'], see: 'codepipeline/latest/userguide/how-to-custom-role.html' }],
  ['AWS::CodeDeploy::DeploymentGroup', 'CodeDeploy deployment group', 'ServiceRoleArn'],
  ['AWS::SES::ReceiptRule', 'SES receipt rule with a role', 'IamRoleArn', { part: 'Rule.Actions.*.S3Action', where: ['IamRoleArn'], onlyTo: 'BucketName' }],
  ['AWS::SES::MailManagerRuleSet', 'SES Mail Manager rule', 'RoleArn', { part: 'Rules.*.Actions.*.WriteToS3', onlyTo: 'S3Bucket' }],
  ['AWS::Config::ConfigurationRecorder', 'AWS Config recorder', 'RoleARN', { see: 'config/latest/developerguide/iamrole-permissions.html' }],
  ['AWS::Timestream::ScheduledQuery', 'Timestream scheduled query', 'ScheduledQueryExecutionRoleArn'],
  ['AWS::Rekognition::StreamProcessor', 'Rekognition stream processor', 'RoleArn'],
  ['AWS::Kendra::DataSource', 'Kendra data source', 'RoleArn'],
  ['AWS::Kendra::Faq', 'Kendra questions and answers', 'RoleArn', { onlyTo: 'S3Path.Bucket' }],
  ['AWS::Kendra::Index', 'Kendra index', 'RoleArn'],
  ['AWS::Kendra::Thesaurus', 'Kendra thesaurus', 'RoleArn', { onlyTo: 'SourceS3Path.Bucket' }],
  ['AWS::Kendra::QuerySuggestionsBlockList', 'Kendra block list', 'RoleArn', { onlyTo: 'SourceS3Path.Bucket' }],
  ['AWS::QBusiness::DataSource', 'Amazon Q Business data source', 'RoleArn'],
  ['AWS::Athena::WorkGroup', 'Athena workgroup with a role', 'WorkGroupConfiguration.ExecutionRole', { where: ['WorkGroupConfiguration.ExecutionRole'] }],
  ['AWS::CleanRooms::Membership', 'Clean Rooms membership', 'DefaultResultConfiguration.RoleArn', { where: ['DefaultResultConfiguration.RoleArn'] }],
  ['AWS::CleanRooms::Membership', 'Clean Rooms membership: jobs', 'RoleArn', { part: 'DefaultJobResultConfiguration' }],
  ['AWS::CleanRooms::AnalysisTemplate', 'Clean Rooms analysis template', 'RoleArn', { part: 'Source.Artifacts' }],
  ['AWS::EntityResolution::MatchingWorkflow', 'Entity Resolution matching workflow', 'RoleArn'],
  ['AWS::EntityResolution::IdMappingWorkflow', 'Entity Resolution id mapping workflow', 'RoleArn'],
  ['AWS::GameLift::Build', 'GameLift build', 'RoleArn', { part: 'StorageLocation', onlyTo: 'Bucket' }],
  ['AWS::GameLift::Script', 'GameLift script', 'RoleArn', { part: 'StorageLocation', onlyTo: 'Bucket' }],
  ['AWS::IoTAnalytics::Channel', 'IoT Analytics channel', 'RoleArn', { part: 'ChannelStorage.CustomerManagedS3', onlyTo: 'Bucket' }],
  ['AWS::IoTAnalytics::Datastore', 'IoT Analytics data store', 'RoleArn', { part: 'DatastoreStorage.CustomerManagedS3', onlyTo: 'Bucket' }],
  ['AWS::IoTAnalytics::Dataset', 'IoT Analytics dataset', 'RoleArn', { part: 'ContentDeliveryRules.*.Destination.S3DestinationConfiguration', onlyTo: 'Bucket' }],
  ['AWS::IoTAnalytics::Dataset', 'IoT Analytics dataset: container', 'ExecutionRoleArn', { part: 'Actions.*.ContainerAction' }],
  ['AWS::IoT::Stream', 'IoT stream', 'RoleArn'],
  ['AWS::IoTTwinMaker::Workspace', 'IoT TwinMaker workspace', 'Role', { onlyTo: 'S3Location' }],
  ['AWS::IoTWireless::FuotaTask', 'IoT Wireless firmware update', 'FirmwareUpdateRole'],
  ['AWS::IoTWireless::TaskDefinition', 'IoT Wireless task', 'Update.UpdateDataRole', { where: ['Update.UpdateDataRole'] }],
  ['AWS::LookoutEquipment::InferenceScheduler', 'Lookout for Equipment scheduler', 'RoleArn'],
  ['AWS::LookoutMetrics::AnomalyDetector', 'Lookout for Metrics detector', 'RoleArn', { part: 'MetricSetList.*.MetricSource.S3SourceConfig' }],
  ['AWS::MediaPackage::Asset', 'MediaPackage asset', 'SourceRoleArn'],
  ['AWS::MSK::Channel', 'MSK channel to S3', 'ServiceExecutionRoleArn', { part: 'S3DestinationConfiguration' }],
  ['AWS::MSK::Channel', 'MSK channel to Iceberg', 'ServiceExecutionRoleArn', { part: 'IcebergDestinationConfiguration' }],
  ['AWS::OSIS::Pipeline', 'OpenSearch Ingestion pipeline', 'PipelineRoleArn'],
  ['AWS::OpenSearch::DataSource', 'OpenSearch data source', 'DataSourceType.S3GlueDataCatalog.RoleArn'],
  ['AWS::Personalize::Dataset', 'Personalize import', 'RoleArn', { part: 'DatasetImportJob' }],
  ['AWS::Personalize::MetricAttribution', 'Personalize metrics', 'MetricsOutputConfig.RoleArn'],
  ['AWS::QuickSight::DataSource', 'QuickSight data source with a role', 'RoleArn', { part: 'DataSourceParameters.S3Parameters', where: ['RoleArn'] }],
  ['AWS::KinesisAnalytics::ApplicationReferenceDataSource', 'Kinesis Data Analytics reference', 'ReferenceRoleARN', { part: 'ReferenceDataSource.S3ReferenceDataSource', onlyTo: 'BucketARN' }],
  ['AWS::Lex::Bot', 'Lex bot', 'RoleArn'],
  ['AWS::AppConfig::ConfigurationProfile', 'AppConfig profile', 'RetrievalRoleArn', { where: ['RetrievalRoleArn'] }],
  ['AWS::GroundStation::Config', 'Ground Station recording', 'RoleArn', { part: 'ConfigData.S3RecordingConfig', onlyTo: 'BucketArn' }],
  ['AWS::Transcribe::VocabularyFilter', 'Transcribe vocabulary filter', 'DataAccessRoleArn', { where: ['DataAccessRoleArn'] }],
  ['AWS::SimSpaceWeaver::Simulation', 'SimSpace Weaver simulation', 'RoleArn'],
  ['AWS::FIS::ExperimentTemplate', 'FIS experiment', 'RoleArn'],
  ['AWS::Deadline::Queue', 'Deadline Cloud queue', 'RoleArn'],
  ['AWS::Deadline::Fleet', 'Deadline Cloud fleet', 'RoleArn'],
  ['AWS::AppSync::DataSource', 'AppSync data source by HTTP', 'ServiceRoleArn', { where: ['HttpConfig.AuthorizationConfig.AwsIamConfig'], see: 'appsync/latest/devguide/tutorial-http-resolvers.html' }],
  ['Alexa::ASK::Skill', 'Alexa skill', 'SkillPackage.S3BucketRole', { where: ['SkillPackage.S3BucketRole'], onlyTo: 'SkillPackage.S3Bucket' }],
];

/** Services that act by themselves, outside of VPCs. */
export const SERVICE_PLACES: readonly PlaceRow[] = [
  {
    type: 'AWS::CloudFront::Distribution',
    what: 'CloudFront distribution',
    reads: readDistribution,
    with: ['AWS::CloudFront::OriginAccessControl', 'AWS::CloudFront::CloudFrontOriginAccessIdentity', 'AWS::S3::Bucket'],
    network: 'the network of AWS',
    role: 'none: `cloudfront.amazonaws.com` for origins with origin access control, the identity for those with an origin access identity, else nobody. Only to its origins in S3',
    see: `${AWS}AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html`,
  },
  {
    type: 'AWS::StepFunctions::StateMachine',
    what: 'Step Functions state machine',
    reads: readStateMachine,
    with: ['AWS::ECS::TaskDefinition'],
    network: 'the network of AWS, where its definition calls S3 or is not known; that of ECS tasks that it runs, where its definition says it',
    role: '`RoleArn`; `TaskRoleArn` of the task definition for ECS tasks',
    see: `${AWS}step-functions/latest/dg/supported-services-awssdk.html`,
  },
  {
    type: 'AWS::Serverless::StateMachine',
    what: 'SAM state machine',
    reads: readStateMachine,
    with: ['AWS::ECS::TaskDefinition'],
    network: 'as of a Step Functions state machine',
    role: '`Role`, else the role that SAM makes',
    see: `${AWS}serverless-application-model/latest/developerguide/sam-resource-statemachine.html`,
  },
  {
    type: 'AWS::ApiGateway::Method',
    what: 'API Gateway method that calls S3',
    reads: readMethod,
    with: [],
    network: 'the network of AWS',
    role: '`Integration.Credentials`',
    see: `${AWS}apigateway/latest/developerguide/integrating-api-with-aws-services-s3.html`,
  },
  {
    type: 'AWS::ApiGateway::RestApi',
    what: 'API Gateway REST API whose definition calls S3',
    reads: readRestApi,
    with: [],
    network: 'the network of AWS',
    role: '`credentials` of each `x-amazon-apigateway-integration` in `Body`',
    see: `${AWS}apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html`,
  },
  ...ASSUMING.map(([type, what, role, { see, ...more } = {}]): PlaceRow => ({
    type, what, network: 'service', role, ...more, see: see === undefined ? `${TEMPLATE_REFERENCE}${pageOf(type)}` : `${AWS}${see}`,
  })),
];

function pageOf(type: string): string {
  const [owner, service, name] = type.toLowerCase().split('::');
  return `${owner}-resource-${service}-${name}.html`;
}
