import { AWS, ProducerRow, TEMPLATE_REFERENCE } from './producer-row';

const MONITORING = { writes: 'monitoring results', bucket: 'S3Output.S3Uri', byDefault: 'undocumented', see: `${AWS}sagemaker/latest/APIReference/API_MonitoringOutputConfig.html` } as const;
const JOB_DEFINITIONS = ['DataQuality', 'ModelBias', 'ModelExplainability', 'ModelQuality'];
const NOTEBOOKS = { writes: 'notebook output', bucket: 'S3OutputPath', key: 'S3KmsKeyId', byDefault: 'undocumented', see: `${AWS}sagemaker/latest/APIReference/API_SharingSettings.html` } as const;
const ENDPOINT = { type: 'AWS::SageMaker::EndpointConfig', key: 'KmsKeyId', byDefault: 'undocumented' } as const;
const LEX = {
  writes: 'audio logs', bucket: 'S3BucketArn', key: 'KmsKeyArn', byDefault: 'bucket', see: `${TEMPLATE_REFERENCE}aws-properties-lex-botalias-s3bucketlogdestination.html`,
} as const;

/** What trains, infers and works on media. */
export const MACHINE_LEARNING: readonly ProducerRow[] = [
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
