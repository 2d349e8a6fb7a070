import { AWS, ProducerRow, TEMPLATE_REFERENCE } from './producer-row';

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

/** What builds and deploys. */
export const BUILDS: readonly ProducerRow[] = [
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
