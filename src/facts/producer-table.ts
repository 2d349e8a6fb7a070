/** Which encryption a producer asks S3 for when it writes an object. */
export type Asks =
  /** None: the object gets the default encryption of the bucket. */
  | 'bucket'
  | 'AES256'
  /** SSE-KMS: with the key that it is given, else with the AWS managed key of S3. */
  | 'aws:kms'
  /** The same in two layers. */
  | 'aws:kms:dsse'
  /** It encrypts by itself before it writes. */
  | 'client side'
  /** AWS does not say. */
  | 'undocumented';

/**
 * A part of a resource with which CloudFormation makes a service write to a bucket, and how it chooses the encryption.
 *
 * Paths are names of properties with dots, below the part; with a slash in front, below `Properties`.
 */
export interface ProducerRow {
  readonly type: string;
  /** What it writes, in words. */
  readonly writes: string;
  /** Where the part stands: `*` is each item of a list. Absent for the properties as a whole. */
  readonly part?: string;
  /** Names the bucket: by name, ARN, URI, domain, or one of these with a prefix. */
  readonly bucket: string;
  /** Counts only where these have one of these values, or are absent for `undefined`. */
  readonly when?: Readonly<Record<string, readonly (string | undefined)[]>>;
  /** Names the key. */
  readonly key?: string;
  /** Names the kind of encryption, by a name of `ENCRYPTION_MODES`. */
  readonly mode?: string;
  /** Asks for SSE-S3 where it is there. */
  readonly sseS3?: string;
  /** The resource that has the key and the kind instead: where it is named, its type, and below which part they stand there. */
  readonly by?: readonly [reference: string, type: string, part: string];
  /** Switches encryption off where it is `true`. */
  readonly off?: string;
  /** What it asks for where neither a key nor a kind is given. */
  readonly byDefault: Asks;
  /** The service principal that writes; absent where the role of the resource does. */
  readonly service?: string;
  /** The fix for users of a construct of CDK, where there is one. */
  readonly cdk?: string;
  /** The page of AWS that says so. */
  readonly see: string;
}

const AWS = 'https://docs.aws.amazon.com/';
const TEMPLATE_REFERENCE = `${AWS}AWSCloudFormation/latest/TemplateReference/`;

/** What the kinds of encryption are called: in upper case, and with hyphens for underscores. */
export const ENCRYPTION_MODES: Readonly<Record<string, Asks>> = {
  'SSE-S3': 'AES256',
  'AES256': 'AES256',
  'SERVER-SIDE-ENCRYPTION-S3': 'AES256',
  'SSE-KMS': 'aws:kms',
  'AWS:KMS': 'aws:kms',
  'AWS:KMS:DSSE': 'aws:kms:dsse',
  'SERVER-SIDE-ENCRYPTION-KMS': 'aws:kms',
  'CSE-KMS': 'client side',
  'DISABLED': 'bucket',
};

const CODEBUILD = {
  type: 'AWS::CodeBuild::Project', key: '/EncryptionKey', byDefault: 'aws:kms', cdk: 'pass encryptionKey: bucket.encryptionKey to the Project', see: `${TEMPLATE_REFERENCE}aws-resource-codebuild-project.html`,
} as const;
const PIPELINE = {
  type: 'AWS::CodePipeline::Pipeline',
  writes: 'pipeline artifacts',
  bucket: 'Location',
  key: 'EncryptionKey.Id',
  byDefault: 'aws:kms',
  cdk: 'pass the bucket with its key as artifactBucket to the Pipeline',
  see: `${TEMPLATE_REFERENCE}aws-properties-codepipeline-pipeline-artifactstore.html`,
} as const;

const BUILDS: readonly ProducerRow[] = [
  { ...CODEBUILD, writes: 'build artifacts', part: 'Artifacts', bucket: 'Location', when: { Type: ['S3'] }, off: 'EncryptionDisabled' },
  { ...CODEBUILD, writes: 'build artifacts', part: 'SecondaryArtifacts.*', bucket: 'Location', when: { Type: ['S3'] }, off: 'EncryptionDisabled' },
  { ...CODEBUILD, writes: 'a build cache', part: 'Cache', bucket: 'Location', when: { Type: ['S3'] } },
  { ...CODEBUILD, writes: 'build logs', part: 'LogsConfig.S3Logs', bucket: 'Location', when: { Status: ['ENABLED'] }, off: 'EncryptionDisabled', byDefault: 'undocumented' },
  {
    type: 'AWS::CodeBuild::ReportGroup',
    writes: 'test reports',
    part: 'ExportConfig.S3Destination',
    bucket: 'Bucket',
    key: 'EncryptionKey',
    off: 'EncryptionDisabled',
    byDefault: 'aws:kms',
    cdk: 'pass the bucket with its key as exportBucket to the ReportGroup',
    see: `${TEMPLATE_REFERENCE}aws-properties-codebuild-reportgroup-s3reportexportconfig.html`,
  },
  { ...PIPELINE, part: 'ArtifactStore' },
  { ...PIPELINE, part: 'ArtifactStores.*.ArtifactStore' },
  {
    type: 'Custom::CDKBucketDeployment',
    writes: 'a deployment',
    bucket: 'DestinationBucketName',
    key: 'SystemMetadata.sse-kms-key-id',
    mode: 'SystemMetadata.sse',
    byDefault: 'bucket',
    cdk: 'leave serverSideEncryption out of the BucketDeployment, so that the bucket encrypts',
    see: `${AWS}cdk/api/v2/docs/aws-cdk-lib.aws_s3_deployment.BucketDeployment.html`,
  },
];

const FIREHOSE = {
  type: 'AWS::KinesisFirehose::DeliveryStream',
  writes: 'records',
  bucket: 'BucketARN',
  key: 'EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN',
  byDefault: 'bucket',
  cdk: 'pass encryptionKey: bucket.encryptionKey to the S3Bucket destination, or leave it out',
  see: `${TEMPLATE_REFERENCE}aws-properties-kinesisfirehose-deliverystream-encryptionconfiguration.html`,
} as const;
const FIREHOSE_PARTS = [
  'S3DestinationConfiguration', 'ExtendedS3DestinationConfiguration', 'ExtendedS3DestinationConfiguration.S3BackupConfiguration', 'RedshiftDestinationConfiguration.S3Configuration',
  'RedshiftDestinationConfiguration.S3BackupConfiguration', ...['AmazonOpenSearchServerless', 'Amazonopensearchservice', 'Elasticsearch', 'HttpEndpoint', 'Iceberg', 'Snowflake', 'Splunk']
    .map((destination) => `${destination}DestinationConfiguration.S3Configuration`),
];
const DMS = {
  type: 'AWS::DMS::Endpoint',
  writes: 'migrated data',
  bucket: 'BucketName',
  key: 'ServerSideEncryptionKmsKeyId',
  mode: 'EncryptionMode',
  byDefault: 'AES256',
  see: `${TEMPLATE_REFERENCE}aws-properties-dms-endpoint-s3settings.html`,
} as const;
const DATABREW = {
  type: 'AWS::DataBrew::Job', writes: 'job output', key: '/EncryptionKeyArn', mode: '/EncryptionMode', byDefault: 'undocumented', see: `${AWS}databrew/latest/dg/encryption-at-rest.html`,
} as const;
const ENTITIES = { writes: 'matched records', part: 'OutputSourceConfig.*', bucket: 'OutputS3Path', key: 'KMSArn', byDefault: 'undocumented' } as const;
const EMR = { writes: 'cluster logs', bucket: 'LogUri', byDefault: 'undocumented' } as const;

const GLUE = {
  type: 'AWS::Glue::Job',
  writes: 'job data',
  part: 'DefaultArguments',
  key: 'KmsKeyArn',
  mode: 'S3EncryptionMode',
  byDefault: 'bucket',
  by: ['/SecurityConfiguration', 'AWS::Glue::SecurityConfiguration', 'EncryptionConfiguration.S3Encryptions.0'],
  see: `${AWS}glue/latest/dg/encryption-security-configuration.html`,
} as const;

const ANALYTICS: readonly ProducerRow[] = [
  {
    type: 'AWS::Athena::WorkGroup',
    writes: 'query results',
    part: 'WorkGroupConfiguration.ResultConfiguration',
    bucket: 'OutputLocation',
    key: 'EncryptionConfiguration.KmsKey',
    mode: 'EncryptionConfiguration.EncryptionOption',
    byDefault: 'undocumented',
    see: `${AWS}athena/latest/ug/encrypting-query-results-stored-in-s3.html`,
  },
  {
    type: 'AWS::Athena::WorkGroup',
    writes: 'session logs',
    part: 'WorkGroupConfiguration.MonitoringConfiguration.S3LoggingConfiguration',
    bucket: 'LogLocation',
    key: 'KmsKey',
    byDefault: 'undocumented',
    when: { Enabled: ['true'] },
    see: `${TEMPLATE_REFERENCE}aws-properties-athena-workgroup-s3loggingconfiguration.html`,
  },
  ...FIREHOSE_PARTS.map((part): ProducerRow => ({ ...FIREHOSE, part })),
  { ...DMS, part: 'S3Settings' },
  { ...DMS, part: 'RedshiftSettings' },
  { ...DATABREW, part: 'Outputs.*', bucket: 'Location.Bucket' },
  { ...DATABREW, part: 'DataCatalogOutputs.*', bucket: 'S3Options.Location.Bucket' },
  { ...DATABREW, bucket: 'OutputLocation.Bucket' },
  { ...GLUE, bucket: '--TempDir' },
  { ...GLUE, bucket: '--spark-event-logs-path' },
  { ...ENTITIES, type: 'AWS::EntityResolution::MatchingWorkflow', see: `${TEMPLATE_REFERENCE}aws-properties-entityresolution-matchingworkflow-outputsource.html` },
  { ...ENTITIES, type: 'AWS::EntityResolution::IdMappingWorkflow', see: `${TEMPLATE_REFERENCE}aws-properties-entityresolution-idmappingworkflow-idmappingworkflowoutputsource.html` },
  { ...EMR, type: 'AWS::EMR::Cluster', key: 'LogEncryptionKmsKeyId', see: `${TEMPLATE_REFERENCE}aws-resource-emr-cluster.html` },
  { ...EMR, type: 'AWS::EMR::Step', key: 'EncryptionKeyArn', see: `${TEMPLATE_REFERENCE}aws-resource-emr-step.html` },
  { type: 'AWS::EMR::Studio', writes: 'notebooks', bucket: 'DefaultS3Location', key: 'EncryptionKeyArn', byDefault: 'bucket', see: `${TEMPLATE_REFERENCE}aws-resource-emr-studio.html` },
  {
    ...EMR,
    type: 'AWS::EMRServerless::Application',
    part: 'MonitoringConfiguration.S3MonitoringConfiguration',
    key: 'EncryptionKeyArn',
    see: `${TEMPLATE_REFERENCE}aws-properties-emrserverless-application-s3monitoringconfiguration.html`,
  },
  {
    type: 'AWS::Timestream::ScheduledQuery',
    writes: 'error reports',
    part: 'ErrorReportConfiguration.S3Configuration',
    bucket: 'BucketName',
    key: '/KmsKeyId',
    mode: 'EncryptionOption',
    byDefault: 'AES256',
    see: `${TEMPLATE_REFERENCE}aws-properties-timestream-scheduledquery-s3configuration.html`,
  },
  {
    type: 'AWS::AppFlow::Flow',
    writes: 'flow data',
    part: 'DestinationFlowConfigList.*.DestinationConnectorProperties.S3',
    bucket: 'BucketName',
    key: '/KMSArn',
    byDefault: 'undocumented',
    see: `${TEMPLATE_REFERENCE}aws-resource-appflow-flow.html`,
  },
  {
    type: 'AWS::DataExchange::EventAction',
    writes: 'revisions',
    part: 'Action.ExportRevisionToS3',
    bucket: 'RevisionDestination.Bucket',
    key: 'Encryption.KmsKeyArn',
    mode: 'Encryption.Type',
    byDefault: 'undocumented',
    see: `${TEMPLATE_REFERENCE}aws-properties-dataexchange-eventaction-exportserversideencryption.html`,
  },
];

const MONITORING = { writes: 'monitoring results', bucket: 'S3Output.S3Uri', byDefault: 'undocumented', see: `${AWS}sagemaker/latest/APIReference/API_MonitoringOutputConfig.html` } as const;
const JOB_DEFINITIONS = ['DataQuality', 'ModelBias', 'ModelExplainability', 'ModelQuality'];
const NOTEBOOKS = { writes: 'notebook output', bucket: 'S3OutputPath', key: 'S3KmsKeyId', byDefault: 'undocumented', see: `${AWS}sagemaker/latest/APIReference/API_SharingSettings.html` } as const;
const ENDPOINT = { type: 'AWS::SageMaker::EndpointConfig', key: 'KmsKeyId', byDefault: 'undocumented' } as const;
const LEX = {
  writes: 'audio logs', bucket: 'S3BucketArn', key: 'KmsKeyArn', byDefault: 'bucket', see: `${TEMPLATE_REFERENCE}aws-properties-lex-botalias-s3bucketlogdestination.html`,
} as const;

const MACHINE_LEARNING: readonly ProducerRow[] = [
  ...JOB_DEFINITIONS.map((kind): ProducerRow => (
    { ...MONITORING, type: `AWS::SageMaker::${kind}JobDefinition`, part: `${kind}JobOutputConfig.MonitoringOutputs.*`, key: `/${kind}JobOutputConfig.KmsKeyId` })),
  {
    ...MONITORING,
    type: 'AWS::SageMaker::MonitoringSchedule',
    part: 'MonitoringScheduleConfig.MonitoringJobDefinition.MonitoringOutputConfig.MonitoringOutputs.*',
    key: '/MonitoringScheduleConfig.MonitoringJobDefinition.MonitoringOutputConfig.KmsKeyId',
  },
  {
    type: 'AWS::SageMaker::ProcessingJob',
    writes: 'processing output',
    part: 'ProcessingOutputConfig.Outputs.*',
    bucket: 'S3Output.S3Uri',
    key: '/ProcessingOutputConfig.KmsKeyId',
    byDefault: 'undocumented',
    see: `${AWS}sagemaker/latest/APIReference/API_ProcessingOutputConfig.html`,
  },
  {
    type: 'AWS::SageMaker::DeviceFleet',
    writes: 'device data',
    part: 'OutputConfig',
    bucket: 'S3OutputLocation',
    key: 'KmsKeyId',
    byDefault: 'aws:kms',
    see: `${AWS}sagemaker/latest/APIReference/API_EdgeOutputConfig.html`,
  },
  {
    type: 'AWS::SageMaker::ModelPackage',
    writes: 'validation output',
    part: 'ValidationSpecification.ValidationProfiles.*.TransformJobDefinition.TransformOutput',
    bucket: 'S3OutputPath',
    key: 'KmsKeyId',
    byDefault: 'aws:kms',
    see: `${AWS}sagemaker/latest/APIReference/API_TransformOutput.html`,
  },
  { ...ENDPOINT, writes: 'inference results', part: 'AsyncInferenceConfig.OutputConfig', bucket: 'S3OutputPath', see: `${AWS}sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html` },
  { ...ENDPOINT, writes: 'captured data', part: 'DataCaptureConfig', bucket: 'DestinationS3Uri', see: `${AWS}sagemaker/latest/APIReference/API_DataCaptureConfig.html` },
  { ...ENDPOINT, writes: 'core dumps', part: 'ProductionVariants.*.CoreDumpConfig', bucket: 'DestinationS3Uri', see: `${AWS}sagemaker/latest/APIReference/API_ProductionVariantCoreDumpConfig.html` },
  { ...ENDPOINT, writes: 'core dumps', part: 'ShadowProductionVariants.*.CoreDumpConfig', bucket: 'DestinationS3Uri', see: `${AWS}sagemaker/latest/APIReference/API_ProductionVariantCoreDumpConfig.html` },
  {
    type: 'AWS::SageMaker::FeatureGroup',
    writes: 'features',
    part: 'OfflineStoreConfig.S3StorageConfig',
    bucket: 'S3Uri',
    key: 'KmsKeyId',
    byDefault: 'undocumented',
    see: `${AWS}sagemaker/latest/APIReference/API_S3StorageConfig.html`,
  },
  {
    type: 'AWS::SageMaker::InferenceExperiment',
    writes: 'captured data',
    part: 'DataStorageConfig',
    bucket: 'Destination',
    key: 'KmsKey',
    byDefault: 'undocumented',
    see: `${AWS}sagemaker/latest/APIReference/API_InferenceExperimentDataStorageConfig.html`,
  },
  { ...NOTEBOOKS, type: 'AWS::SageMaker::Domain', part: 'DefaultUserSettings.SharingSettings' },
  { ...NOTEBOOKS, type: 'AWS::SageMaker::UserProfile', part: 'UserSettings.SharingSettings' },
  {
    type: 'AWS::Comprehend::DocumentClassifier',
    writes: 'analysis results',
    part: 'OutputDataConfig',
    bucket: 'S3Uri',
    key: 'KmsKeyId',
    byDefault: 'bucket',
    see: `${TEMPLATE_REFERENCE}aws-properties-comprehend-documentclassifier-documentclassifieroutputdataconfig.html`,
  },
  {
    type: 'AWS::Comprehend::Flywheel',
    writes: 'training data',
    bucket: 'DataLakeS3Uri',
    key: 'DataSecurityConfig.DataLakeKmsKeyId',
    byDefault: 'bucket',
    see: `${TEMPLATE_REFERENCE}aws-properties-comprehend-flywheel-datasecurityconfig.html`,
  },
  { ...LEX, type: 'AWS::Lex::Bot', part: 'TestBotAliasSettings.ConversationLogSettings.AudioLogSettings.*.Destination.S3Bucket' },
  { ...LEX, type: 'AWS::Lex::BotAlias', part: 'ConversationLogSettings.AudioLogSettings.*.Destination.S3Bucket' },
  {
    type: 'AWS::Personalize::MetricAttribution',
    writes: 'metrics',
    part: 'MetricsOutputConfig.S3DataDestination',
    bucket: 'Path',
    key: 'KmsKeyArn',
    byDefault: 'bucket',
    see: `${TEMPLATE_REFERENCE}aws-properties-personalize-metricattribution-s3datadestination.html`,
  },
  { type: 'AWS::Rekognition::StreamProcessor', writes: 'detected images', bucket: 'S3Destination.BucketName', key: 'KmsKeyId', byDefault: 'bucket', see: `${TEMPLATE_REFERENCE}aws-resource-rekognition-streamprocessor.html` },
  ...['FileGroupSettings', 'HlsGroupSettings', 'DashIsoGroupSettings', 'CmafGroupSettings', 'MsSmoothGroupSettings'].map((group): ProducerRow => ({
    type: 'AWS::MediaConvert::JobTemplate',
    writes: 'media files',
    part: `SettingsJson.OutputGroups.*.OutputGroupSettings.${group}`,
    bucket: 'Destination',
    key: 'DestinationSettings.S3Settings.Encryption.KmsKeyArn',
    mode: 'DestinationSettings.S3Settings.Encryption.EncryptionType',
    byDefault: 'bucket',
    see: `${AWS}mediaconvert/latest/ug/specifying-s3-server-side-encryption.html`,
  })),
];

const OPERATIONS: readonly ProducerRow[] = [
  {
    type: 'AWS::CloudTrail::Trail',
    writes: 'trail logs',
    bucket: 'S3BucketName',
    key: 'KMSKeyId',
    byDefault: 'AES256',
    service: 'cloudtrail.amazonaws.com',
    cdk: 'pass encryptionKey: bucket.encryptionKey to the Trail, or make the bucket for the purpose of a log archive',
    see: `${AWS}controltower/latest/controlreference/cloudtrail-rules.html`,
  },
  {
    type: 'AWS::Config::DeliveryChannel',
    writes: 'configuration history',
    bucket: 'S3BucketName',
    key: 'S3KmsKeyArn',
    byDefault: 'AES256',
    service: 'config.amazonaws.com',
    see: `${AWS}config/latest/developerguide/manage-delivery-channel.html`,
  },
  {
    type: 'AWS::GuardDuty::PublishingDestination',
    writes: 'GuardDuty findings',
    part: 'DestinationProperties',
    bucket: 'DestinationArn',
    key: 'KmsKeyArn',
    byDefault: 'undocumented',
    service: 'guardduty.amazonaws.com',
    see: `${AWS}guardduty/latest/ug/guardduty_exportfindings.html`,
  },
  { type: 'AWS::SSM::ResourceDataSync', writes: 'inventory', bucket: 'BucketName', key: 'KMSKeyArn', byDefault: 'bucket', service: 'ssm.amazonaws.com', see: `${TEMPLATE_REFERENCE}aws-resource-ssm-resourcedatasync.html` },
  {
    type: 'AWS::SSM::ResourceDataSync',
    writes: 'inventory',
    part: 'S3Destination',
    bucket: 'BucketName',
    key: 'KMSKeyArn',
    byDefault: 'bucket',
    service: 'ssm.amazonaws.com',
    see: `${TEMPLATE_REFERENCE}aws-properties-ssm-resourcedatasync-s3destination.html`,
  },
  {
    type: 'AWS::Synthetics::Canary',
    writes: 'canary artifacts',
    bucket: 'ArtifactS3Location',
    key: 'ArtifactConfig.S3Encryption.KmsKeyArn',
    mode: 'ArtifactConfig.S3Encryption.EncryptionMode',
    byDefault: 'aws:kms',
    cdk: 'pass artifactS3EncryptionMode: ArtifactsEncryptionMode.KMS and artifactS3KmsKey: bucket.encryptionKey to the Canary',
    see: `${AWS}AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_artifact_encryption.html`,
  },
  {
    type: 'AWS::Connect::InstanceStorageConfig',
    writes: 'recordings and reports',
    part: 'S3Config',
    bucket: 'BucketName',
    key: 'EncryptionConfig.KeyId',
    byDefault: 'bucket',
    see: `${TEMPLATE_REFERENCE}aws-properties-connect-instancestorageconfig-s3config.html`,
  },
  {
    type: 'AWS::SES::MailManagerRuleSet',
    writes: 'mail',
    part: 'Rules.*.Actions.*.WriteToS3',
    bucket: 'S3Bucket',
    key: 'S3SseKmsKeyId',
    byDefault: 'bucket',
    see: `${TEMPLATE_REFERENCE}aws-properties-ses-mailmanagerruleset-s3action.html`,
  },
  ...['DataExport', 'ExpandedPrefixesDataExport'].map((part): ProducerRow => ({
    type: 'AWS::S3::StorageLens',
    writes: 'metrics',
    part: `StorageLensConfiguration.${part}.S3BucketDestination`,
    bucket: 'Arn',
    key: 'Encryption.SSEKMS.KeyId',
    sseS3: 'Encryption.SSES3',
    byDefault: 'bucket',
    service: 'storage-lens.s3.amazonaws.com',
    see: `${TEMPLATE_REFERENCE}aws-properties-s3-storagelens-encryption.html`,
  })),
];

/** Every producer that CloudFormation shows with a choice of encryption. A test compares it with the resource types of CDK. */
export const PRODUCERS: readonly ProducerRow[] = [...BUILDS, ...ANALYTICS, ...MACHINE_LEARNING, ...OPERATIONS];
