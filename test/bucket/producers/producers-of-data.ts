import {
  aws_athena as athena, aws_bedrockagentcore as agentcore, aws_datasync as datasync, aws_dms as dms, aws_ec2 as ec2, aws_glue as glue, aws_iam as iam,
  aws_kinesis as kinesis, aws_kinesisfirehose as firehose, aws_lambda as lambda, aws_lambda_destinations as destinations, aws_lambda_event_sources as sources,
  aws_logs as logs, aws_mediaconvert as mediaconvert, aws_rds as rds, aws_s3 as s3, aws_sagemaker as sagemaker, aws_stepfunctions as sfn,
  aws_stepfunctions_tasks as tasks, aws_transfer as transfer, FeatureFlags, Stack,
} from 'aws-cdk-lib';
import { Producer, readsAndWrites, writes } from './producer';

const AWS = 'https://docs.aws.amazon.com/';
const TEMPLATES = `${AWS}AWSCloudFormation/latest/TemplateReference/`;

const handler = (stack: Stack, props: Partial<lambda.FunctionProps> = {}) => new lambda.Function(stack, 'Function', {
  runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};'), ...props,
});
/** A role as users make it for what CDK has no construct for. */
const roleFor = (stack: Stack, bucket: s3.IBucket, service: string) => {
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal(service) });
  bucket.grantReadWrite(role);
  return role;
};
const uri = (bucket: s3.IBucket, prefix: string) => bucket.s3UrlForObject(prefix);

/** What moves, queries and processes data: by roles of the app. */
export const DATA: readonly Producer[] = [
  {
    name: 'records of Firehose',
    covers: ['aws_kinesisfirehose.S3Bucket.new(bucket)'],
    see: `${AWS}firehose/latest/dev/controlling-access.html#using-iam-s3`,
    build: (stack, bucket) => { new firehose.DeliveryStream(stack, 'Stream', { destination: new firehose.S3Bucket(bucket) }); },
    requests: () => readsAndWrites('Stream/S3 Destination Role', 'records'),
  },
  {
    name: 'records of Firehose from Kinesis, with the key of the bucket',
    see: `${AWS}firehose/latest/dev/controlling-access.html#using-iam-s3`,
    build: (stack, bucket) => {
      new firehose.DeliveryStream(stack, 'Stream', {
        source: new firehose.KinesisStreamSource(new kinesis.Stream(stack, 'Records')), destination: new firehose.S3Bucket(bucket, { encryptionKey: bucket.encryptionKey }),
      });
    },
    requests: () => readsAndWrites('Stream/S3 Destination Role', 'records', 'key'),
  },
  {
    name: 'a backup of records of Firehose',
    covers: ['aws_kinesisfirehose.DestinationS3BackupProps.bucket'],
    see: `${AWS}firehose/latest/dev/controlling-access.html#using-iam-s3`,
    build: (stack, bucket) => { new firehose.DeliveryStream(stack, 'Stream', { destination: new firehose.S3Bucket(new s3.Bucket(stack, 'Target'), { s3Backup: { mode: firehose.BackupMode.ALL, bucket } }) }); },
    requests: () => readsAndWrites('Stream/S3 Destination Role', 'records'),
  },
  {
    name: 'results of a function',
    covers: ['aws_lambda_destinations.S3Destination.new(bucket)'],
    see: `${AWS}lambda/latest/dg/invocation-async-retain-records.html`,
    build: (stack, bucket) => { handler(stack, { onFailure: new destinations.S3Destination(bucket) }); },
    requests: () => writes('Function/ServiceRole', 'failures/1'),
  },
  {
    name: 'failed batches of a function',
    covers: ['aws_lambda_event_sources.S3OnFailureDestination.new(bucket)'],
    see: `${AWS}lambda/latest/dg/kinesis-on-failure-destination.html`,
    build: (stack, bucket) => {
      handler(stack).addEventSource(new sources.KinesisEventSource(new kinesis.Stream(stack, 'Stream'), { startingPosition: lambda.StartingPosition.LATEST, onFailure: new sources.S3OnFailureDestination(bucket) }));
    },
    requests: () => writes('Function/ServiceRole', 'failures/1'),
  },
  {
    name: 'a replica of another bucket',
    covers: ['aws_s3.ReplicationRule.destination', 'aws_s3.GrantReplicationPermissionDestinationProps.bucket'],
    see: `${AWS}AmazonS3/latest/userguide/replication-config-for-kms-objects.html`,
    build: (stack, bucket) => {
      new s3.Bucket(stack, 'Replicated', {
        versioned: true, encryption: s3.BucketEncryption.KMS, replicationRules: [{ destination: bucket, kmsKey: bucket.encryptionKey, sseKmsEncryptedObjects: true }],
      });
    },
    requests: () => [{ by: { role: 'Replicated/ReplicationRole' }, action: 's3:ReplicateObject', object: 'a', encryption: 'key', onKey: ['kms:Encrypt'] }],
  },
  {
    name: 'an export of a database',
    covers: ['aws_rds.DatabaseInstanceNewProps.s3ExportBuckets', 'aws_rds.DatabaseInstanceNewProps.s3ImportBuckets'],
    see: `${AWS}AmazonRDS/latest/UserGuide/oracle-s3-integration.html`,
    build: (stack, bucket) => {
      new rds.DatabaseInstance(stack, 'Database', { engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }), vpc: new ec2.Vpc(stack, 'Vpc'), s3ExportBuckets: [bucket] });
    },
    requests: () => readsAndWrites('Database/S3ExportRole', 'export'),
  },
  {
    name: 'an export of an Aurora cluster',
    covers: ['aws_rds.DatabaseClusterProps.s3ExportBuckets', 'aws_rds.DatabaseClusterProps.s3ImportBuckets', 'aws_rds.DatabaseClusterFromSnapshotProps.s3ExportBuckets', 'aws_rds.DatabaseClusterFromSnapshotProps.s3ImportBuckets'],
    see: `${AWS}AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.SaveIntoS3.html`,
    build: (stack, bucket) => {
      new rds.DatabaseCluster(stack, 'Cluster', {
        engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }), vpc: new ec2.Vpc(stack, 'Vpc'), writer: rds.ClusterInstance.serverlessV2('Writer'), s3ExportBuckets: [bucket],
      });
    },
    requests: () => readsAndWrites('Cluster/S3ExportRole', 'export'),
  },
  {
    name: 'results of a distributed map',
    covers: ['aws_stepfunctions.ResultWriterV2Props.bucket', 'aws_stepfunctions.ResultWriterProps.bucket'],
    see: `${AWS}step-functions/latest/dg/input-output-resultwriter.html`,
    build: (stack, bucket) => {
      const isV2 = FeatureFlags.of(stack).isEnabled('@aws-cdk/aws-stepfunctions:useDistributedMapResultWriterV2');
      const map = new sfn.DistributedMap(stack, 'Map', isV2 ? { resultWriterV2: new sfn.ResultWriterV2({ bucket, prefix: 'results' }) } : { resultWriter: new sfn.ResultWriter({ bucket, prefix: 'results' }) });
      map.itemProcessor(new sfn.Pass(stack, 'Pass'));
      const machine = new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(map) });
      return machine;
    },
    requests: () => writes('Machine/Role', 'results/1'),
    fixes: () => ['grant'],
  },
  {
    name: 'logs of a job of EMR on EKS',
    covers: ['aws_stepfunctions_tasks.Monitoring.logBucket'],
    see: `${AWS}emr/latest/EMR-on-EKS-DevelopmentGuide/emr-eks-jobs-s3.html`,
    build: (stack, bucket) => {
      const task = new tasks.EmrContainersStartJobRun(stack, 'Job', {
        virtualCluster: tasks.VirtualClusterInput.fromVirtualClusterId('1'),
        releaseLabel: tasks.ReleaseLabel.EMR_6_2_0,
        executionRole: new iam.Role(stack, 'JobRole', { assumedBy: new iam.ServicePrincipal('emr-containers.amazonaws.com') }),
        jobDriver: { sparkSubmitJobDriver: { entryPoint: sfn.TaskInput.fromText('local:///main.py') } },
        monitoring: { logBucket: bucket },
      });
      new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
    },
    requests: () => readsAndWrites('JobRole', 'logs'),
  },
  {
    name: 'results of training a model of Bedrock',
    covers: ['aws_stepfunctions_tasks.DataBucketConfiguration.bucket'],
    see: `${AWS}bedrock/latest/userguide/model-customization-iam-role.html`,
    build: (stack, bucket) => {
      const task = new tasks.BedrockCreateModelCustomizationJob(stack, 'Job', {
        baseModel: { modelArn: `arn:aws:bedrock:${stack.region}::foundation-model/amazon.titan-text-express-v1` },
        customModelName: 'model',
        jobName: 'job',
        outputData: { bucket, path: 'output' },
        trainingData: { bucket: new s3.Bucket(stack, 'Training'), path: 'data.jsonl' },
        validationData: [{ bucket: new s3.Bucket(stack, 'Validation'), path: 'data.jsonl' }],
      });
      new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
      return task.role;
    },
    requests: () => writes('Job/BedrockRole', 'output/1'),
    fixes: () => ['grant'],
  },
  {
    name: 'a table of Glue',
    covers: ['aws_glue.S3TableStorage.fromBucket(bucket)'],
    see: `${AWS}glue/latest/dg/define-database.html`,
    build: (stack, bucket) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') });
      new glue.S3Table(stack, 'Table', {
        database: new glue.Database(stack, 'Database'), columns: [{ name: 'id', type: glue.Schema.STRING }], dataFormat: glue.DataFormat.JSON, storage: glue.S3TableStorage.fromBucket(bucket),
      }).grantReadWrite(role);
      return role;
    },
    requests: () => readsAndWrites('Role', 'row'),
  },
  {
    name: 'event logs of a job of Glue',
    covers: ['aws_glue.SparkUIProps.bucket', 'aws_glue.SparkUILoggingLocation.bucket'],
    see: `${AWS}glue/latest/dg/monitor-spark-ui-jobs.html`,
    build: (stack, bucket) => {
      new glue.PySparkEtlJob(stack, 'Job', {
        role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') }), script: glue.Code.fromBucket(s3.Bucket.fromBucketName(stack, 'Code', 'code'), 'job.py'), sparkUI: { bucket, prefix: '/spark' },
      });
    },
    requests: () => writes('Role', 'spark/1'),
  },
  {
    name: 'a crawler and a job of Glue by their L1s',
    see: `${AWS}glue/latest/dg/encryption-security-configuration.html`,
    build: (stack, bucket) => {
      const role = roleFor(stack, bucket, 'glue.amazonaws.com').roleArn;
      new glue.CfnCrawler(stack, 'Crawler', { role, targets: { s3Targets: [{ path: uri(bucket, 'raw') }] } });
      new glue.CfnJob(stack, 'Job', { role, command: { name: 'glueetl', scriptLocation: 's3://code/job.py' }, defaultArguments: { '--TempDir': uri(bucket, 'tmp') } });
    },
    requests: () => readsAndWrites('Role', 'tmp/1'),
  },
  {
    name: 'query results of Athena, with the key of the bucket',
    see: `${AWS}athena/latest/ug/encrypting-query-results-stored-in-s3.html`,
    build: (stack, bucket) => {
      roleFor(stack, bucket, 'ec2.amazonaws.com');
      new athena.CfnWorkGroup(stack, 'Group', {
        name: 'group',
        workGroupConfiguration: { resultConfiguration: { outputLocation: uri(bucket, 'results/'), encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: bucket.encryptionKey!.keyArn } } },
      });
    },
    requests: () => readsAndWrites('Role', 'results/1', 'key').map((request) => ({ ...request, context: { 'aws:ViaAWSService': 'true' } })),
  },
  {
    name: 'query results of Athena with SSE-S3',
    see: `${AWS}athena/latest/ug/encrypting-query-results-stored-in-s3.html`,
    build: (stack, bucket, followed) => {
      roleFor(stack, bucket, 'ec2.amazonaws.com');
      const kms = { encryptionOption: 'SSE_KMS', kmsKey: bucket.encryptionKey!.keyArn };
      new athena.CfnWorkGroup(stack, 'Group', {
        name: 'group', workGroupConfiguration: { resultConfiguration: { outputLocation: uri(bucket, 'results/'), encryptionConfiguration: followed.has('properties') ? kms : { encryptionOption: 'SSE_S3' } } },
      });
    },
    requests: () => readsAndWrites('Role', 'results/1', 'key').map((request) => ({ ...request, context: { 'aws:ViaAWSService': 'true' } })),
    fixes: () => ['properties'],
  },
  {
    name: 'an endpoint of DMS',
    see: `${TEMPLATES}aws-properties-dms-endpoint-s3settings.html`,
    build: (stack, bucket, followed) => {
      const role = roleFor(stack, bucket, 'dms.amazonaws.com');
      const encryption = followed.has('properties') ? { encryptionMode: 'sse-kms', serverSideEncryptionKmsKeyId: bucket.encryptionKey!.keyArn } : {};
      new dms.CfnEndpoint(stack, 'Endpoint', { endpointType: 'target', engineName: 's3', s3Settings: { bucketName: bucket.bucketName, serviceAccessRoleArn: role.roleArn, ...encryption } });
    },
    requests: () => readsAndWrites('Role', 'table/1', 'key'),
    fixes: () => ['properties'],
  },
  {
    name: 'a user of Transfer',
    see: `${AWS}transfer/latest/userguide/requirements-roles.html`,
    build: (stack, bucket) => {
      new transfer.CfnUser(stack, 'User', { serverId: 's-0123456789abcdef0', userName: 'user', role: roleFor(stack, bucket, 'transfer.amazonaws.com').roleArn, homeDirectory: `/${bucket.bucketName}/home` });
    },
    requests: () => readsAndWrites('Role', 'home/a'),
  },
  {
    name: 'a location of DataSync',
    see: `${AWS}datasync/latest/userguide/create-s3-location.html`,
    build: (stack, bucket) => { new datasync.CfnLocationS3(stack, 'Location', { s3BucketArn: bucket.bucketArn, s3Config: { bucketAccessRoleArn: roleFor(stack, bucket, 'datasync.amazonaws.com').roleArn } }); },
    requests: () => readsAndWrites('Role', 'a'),
  },
  {
    name: 'captured data of SageMaker',
    see: `${AWS}sagemaker/latest/APIReference/API_DataCaptureConfig.html`,
    build: (stack, bucket) => {
      const role = roleFor(stack, bucket, 'sagemaker.amazonaws.com');
      new sagemaker.CfnModel(stack, 'Model', { executionRoleArn: role.roleArn });
      new sagemaker.CfnEndpointConfig(stack, 'Config', {
        productionVariants: [{ modelName: 'model', variantName: 'all', initialInstanceCount: 1, instanceType: 'ml.m5.large', initialVariantWeight: 1 }],
        dataCaptureConfig: { captureOptions: [{ captureMode: 'Input' }], destinationS3Uri: uri(bucket, 'captured'), initialSamplingPercentage: 100, kmsKeyId: bucket.encryptionKey!.keyArn },
      });
    },
    requests: () => readsAndWrites('Role', 'captured/1', 'key'),
  },
  {
    // Without a key SageMaker asks for the AWS managed key of S3, and the definition of a state machine is a text that nobody reads.
    name: 'output of a training job of SageMaker',
    covers: ['aws_stepfunctions_tasks.S3Location.fromBucket(bucket)'],
    see: `${AWS}sagemaker/latest/APIReference/API_OutputDataConfig.html`,
    build: (stack, bucket) => {
      const task = new tasks.SageMakerCreateTrainingJob(stack, 'Job', {
        trainingJobName: 'job',
        algorithmSpecification: { algorithmName: 'algorithm' },
        inputDataConfig: [{ channelName: 'train', dataSource: { s3DataSource: { s3Location: tasks.S3Location.fromBucket(new s3.Bucket(stack, 'Training'), 'in') } } }],
        outputDataConfig: { s3OutputLocation: tasks.S3Location.fromBucket(bucket, 'out'), encryptionKey: bucket.encryptionKey },
      });
      new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
    },
    requests: () => writes('Job/SagemakerRole', 'out/1', 'key'),
  },
  {
    name: 'media files',
    see: `${AWS}mediaconvert/latest/ug/specifying-s3-server-side-encryption.html`,
    build: (stack, bucket) => {
      roleFor(stack, bucket, 'mediaconvert.amazonaws.com');
      new mediaconvert.CfnJobTemplate(stack, 'Template', { settingsJson: { OutputGroups: [{ OutputGroupSettings: { Type: 'FILE_GROUP_SETTINGS', FileGroupSettings: { Destination: uri(bucket, 'media/') } } }] } });
    },
    requests: () => readsAndWrites('Role', 'media/1'),
  },
  {
    name: 'findings of a data protection policy',
    covers: ['aws_logs.DataProtectionPolicyProps.s3BucketAuditDestination'],
    see: `${AWS}AmazonCloudWatch/latest/logs/data-protection-start-cli.html`,
    build: (stack, bucket) => {
      new logs.LogGroup(stack, 'Group', { dataProtectionPolicy: new logs.DataProtectionPolicy({ identifiers: [logs.DataIdentifier.EMAILADDRESS], s3BucketAuditDestination: bucket }) });
    },
    requests: () => [{ by: { service: 'delivery.logs.amazonaws.com', sourceArn: 'arn:aws:logs:{region}:{account}:*' }, action: 's3:PutObject', object: 'AWSLogs/{account}/a', context: { 's3:x-amz-acl': 'bucket-owner-full-control' }, onKey: ['kms:GenerateDataKey', 'kms:Decrypt'] }],
    fixes: (on) => on === 'logArchive' ? [] : ['services'],
  },
  {
    name: 'logs of an agent runtime',
    covers: ['aws_bedrockagentcore.LoggingDestination.s3(bucket)'],
    see: `${AWS}AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html`,
    build: (stack, bucket) => {
      new agentcore.Runtime(stack, 'Runtime', {
        runtimeName: 'runtime',
        agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromImageUri('111122223333.dkr.ecr.eu-west-1.amazonaws.com/agent:1'),
        loggingConfigs: [{ logType: agentcore.LogType.APPLICATION_LOGS, destination: agentcore.LoggingDestination.s3(bucket) }],
      });
    },
    requests: () => [{
      by: { service: 'delivery.logs.amazonaws.com', sourceArn: 'arn:aws:logs:{region}:{account}:delivery-source:source' },
      action: 's3:PutObject',
      object: 'AWSLogs/{account}/a',
      context: { 's3:x-amz-acl': 'bucket-owner-full-control' },
      onKey: ['kms:GenerateDataKey', 'kms:Decrypt'],
    }],
    fixes: (on) => on === 'logArchive' ? [] : ['statement on the key'],
  },
];
