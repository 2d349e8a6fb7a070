import { AWS, ProducerRow, TEMPLATE_REFERENCE } from './producer-row';

const FIREHOSE = {
  type: 'AWS::KinesisFirehose::DeliveryStream',
  writes: 'records',
  bucket: 'BucketARN',
  prefix: 'Prefix',
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

/** What moves, queries and processes data. */
export const ANALYTICS: readonly ProducerRow[] = [
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
