import {
  aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_codebuild as codebuild, aws_codepipeline as codepipeline,
  aws_codepipeline_actions as actions, aws_ecs as ecs, aws_s3 as s3, aws_s3_deployment as deployment, aws_synthetics as synthetics, pipelines, Stack,
} from 'aws-cdk-lib';
import { DocumentedRequest, Followed, Producer, reads, READS, readsAndWrites, writes } from './producer';

const AWS = 'https://docs.aws.amazon.com/';
const PRIVATE_CONTENT = `${AWS}AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html`;

const asDistribution: readonly DocumentedRequest[] = [
  { by: { service: 'cloudfront.amazonaws.com', sourceArn: 'arn:aws:cloudfront::{account}:distribution/{ref:Site}' }, action: 's3:GetObject', object: 'index.html', onKey: READS },
];
const site = (stack: Stack, origin: cloudfront.IOrigin, more: Partial<cloudfront.DistributionProps> = {}) => { new cloudfront.Distribution(stack, 'Site', { defaultBehavior: { origin }, ...more }); };
const source = (stack: Stack) => new s3.Bucket(stack, 'Source', { versioned: true });
const buildSpec = codebuild.BuildSpec.fromObject({ version: '0.2' });
const withKey = (bucket: s3.IBucket, followed: Followed) => followed.has('encryptionKey') ? { encryptionKey: bucket.encryptionKey } : {};

const pipeline = (stack: Stack, artifactBucket: s3.IBucket | undefined, last: codepipeline.IAction, output: codepipeline.Artifact) => {
  new codepipeline.Pipeline(stack, 'Pipeline', {
    artifactBucket,
    stages: [
      { stageName: 'Source', actions: [new actions.S3SourceAction({ actionName: 'Source', bucket: s3.Bucket.fromBucketName(stack, 'Code', 'code'), bucketKey: 'code.zip', output })] },
      { stageName: 'Last', actions: [last] },
    ],
  });
};

/** What serves, builds and deploys: mostly by roles of the app. */
export const CONTENT: readonly Producer[] = [
  {
    name: 'a distribution with origin access control',
    covers: ['aws_cloudfront_origins.S3BucketOrigin.withOriginAccessControl(bucket)'],
    see: PRIVATE_CONTENT,
    build: (stack, bucket) => site(stack, origins.S3BucketOrigin.withOriginAccessControl(bucket)),
    requests: () => asDistribution,
  },
  {
    name: 'a distribution that also writes and lists with origin access control',
    see: PRIVATE_CONTENT,
    build: (stack, bucket) => site(stack, origins.S3BucketOrigin.withOriginAccessControl(bucket, {
      originAccessLevels: [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.WRITE, cloudfront.AccessLevel.LIST],
    })),
    requests: () => [...asDistribution, { ...asDistribution[0], action: 's3:PutObject', onKey: ['kms:GenerateDataKey'] }, { ...asDistribution[0], action: 's3:ListBucket', object: undefined, onKey: [] }],
  },
  ...([
    ['withOriginAccessIdentity', 'S3BucketOrigin.withOriginAccessIdentity(bucket)', (bucket: s3.IBucket) => origins.S3BucketOrigin.withOriginAccessIdentity(bucket)],
    ['S3Origin', 'S3Origin.new(bucket)', (bucket: s3.IBucket) => new origins.S3Origin(bucket)],
  ] as const).map(([name, covers, origin]): Producer => ({
    name: `a distribution with an origin access identity by ${name}`,
    covers: [`aws_cloudfront_origins.${covers}`],
    see: PRIVATE_CONTENT,
    build: (stack, bucket, followed) => site(stack, followed.has('origin access control') ? origins.S3BucketOrigin.withOriginAccessControl(bucket) : origin(bucket)),
    requests: () => asDistribution,
    fixes: () => ['origin access control'],
  })),
  {
    name: 'a web distribution with an origin access identity',
    covers: ['aws_cloudfront.S3OriginConfig.s3BucketSource'],
    see: PRIVATE_CONTENT,
    build: (stack, bucket, followed) => {
      if (followed.has('origin access control')) {
        site(stack, origins.S3BucketOrigin.withOriginAccessControl(bucket));
      } else {
        new cloudfront.CloudFrontWebDistribution(stack, 'Site', {
          originConfigs: [{ s3OriginSource: { s3BucketSource: bucket, originAccessIdentity: new cloudfront.OriginAccessIdentity(stack, 'Identity') }, behaviors: [{ isDefaultBehavior: true }] }],
        });
      }
    },
    requests: () => asDistribution,
    fixes: () => ['origin access control'],
  },
  {
    name: 'a deployment of files',
    covers: ['aws_s3_deployment.BucketDeploymentProps.destinationBucket'],
    see: `${AWS}cdk/api/v2/docs/aws-cdk-lib.aws_s3_deployment-readme.html`,
    build: (stack, bucket) => { new deployment.BucketDeployment(stack, 'Files', { destinationBucket: bucket, sources: [deployment.Source.data('index.html', 'Hello')] }); },
    requests: () => readsAndWrites('Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C/ServiceRole', 'index.html'),
  },
  {
    name: 'a deployment with SSE-S3',
    see: `${AWS}cdk/api/v2/docs/aws-cdk-lib.aws_s3_deployment-readme.html`,
    build: (stack, bucket, followed) => {
      new deployment.BucketDeployment(stack, 'Files', {
        destinationBucket: bucket, sources: [deployment.Source.data('index.html', 'Hello')], serverSideEncryption: followed.has('no serverSideEncryption') ? undefined : deployment.ServerSideEncryption.AES_256,
      });
    },
    requests: () => writes('Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C/ServiceRole', 'index.html'),
    fixes: () => ['no serverSideEncryption'],
  },
  {
    name: 'a deployment with an ACL',
    see: `${AWS}AmazonS3/latest/userguide/about-object-ownership.html`,
    build: (stack, bucket, followed) => {
      new deployment.BucketDeployment(stack, 'Files', {
        destinationBucket: bucket, sources: [deployment.Source.data('index.html', 'Hello')], accessControl: followed.has('no accessControl') ? undefined : s3.BucketAccessControl.PRIVATE,
      });
    },
    requests: () => writes('Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C/ServiceRole', 'index.html'),
    fixes: () => ['no accessControl'],
  },
  {
    name: 'build artifacts',
    covers: ['aws_codebuild.S3ArtifactsProps.bucket'],
    see: `${AWS}AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html`,
    build: (stack, bucket, followed) => {
      new codebuild.Project(stack, 'Build', { buildSpec, artifacts: codebuild.Artifacts.s3({ bucket, includeBuildId: false, packageZip: true, name: 'build.zip' }), ...withKey(bucket, followed) });
    },
    requests: () => readsAndWrites('Build/Role', 'build.zip', 'key'),
    fixes: () => ['encryptionKey'],
  },
  {
    name: 'a build cache',
    covers: ['aws_codebuild.Cache.bucket(bucket)'],
    see: `${AWS}AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html`,
    build: (stack, bucket, followed) => { new codebuild.Project(stack, 'Build', { buildSpec, source: codebuild.Source.gitHub({ owner: 'owner', repo: 'repo' }), cache: codebuild.Cache.bucket(bucket), ...withKey(bucket, followed) }); },
    requests: () => readsAndWrites('Build/Role', 'cache', 'key'),
    fixes: () => ['encryptionKey'],
  },
  {
    name: 'build logs',
    covers: ['aws_codebuild.S3LoggingOptions.bucket'],
    see: `${AWS}AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html`,
    build: (stack, bucket, followed) => {
      new codebuild.Project(stack, 'Build', { buildSpec, source: codebuild.Source.gitHub({ owner: 'owner', repo: 'repo' }), logging: { s3: { bucket } }, ...withKey(bucket, followed) });
    },
    requests: () => writes('Build/Role', 'log', 'key'),
    // CDK always names a key: by default that of the account.
    fixes: () => ['encryptionKey'],
  },
  {
    name: 'test reports',
    covers: ['aws_codebuild.ReportGroupProps.exportBucket'],
    see: `${AWS}AWSCloudFormation/latest/TemplateReference/aws-properties-codebuild-reportgroup-s3reportexportconfig.html`,
    build: (stack, bucket) => {
      const project = new codebuild.Project(stack, 'Build', { buildSpec, source: codebuild.Source.gitHub({ owner: 'owner', repo: 'repo' }) });
      new codebuild.ReportGroup(stack, 'Reports', { exportBucket: bucket }).grantWrite(project);
    },
    requests: () => writes('Build/Role', 'report', 'key'),
  },
  {
    name: 'artifacts of a pipeline',
    covers: ['aws_codepipeline.PipelineProps.artifactBucket'],
    see: `${AWS}AWSCloudFormation/latest/TemplateReference/aws-properties-codepipeline-pipeline-artifactstore.html`,
    build: (stack, bucket) => {
      const output = new codepipeline.Artifact();
      pipeline(stack, bucket, new actions.CodeBuildAction({ actionName: 'Build', input: output, project: new codebuild.PipelineProject(stack, 'Build', { buildSpec }) }), output);
    },
    requests: () => [...readsAndWrites('Pipeline/Role', 'a', 'key'), ...reads('Build/Role', 'a')],
  },
  {
    name: 'what a pipeline deploys',
    covers: ['aws_codepipeline_actions.S3DeployActionProps.bucket'],
    see: `${AWS}codepipeline/latest/userguide/action-reference-S3Deploy.html`,
    build: (stack, bucket) => {
      const output = new codepipeline.Artifact();
      pipeline(stack, undefined, new actions.S3DeployAction({ actionName: 'Deploy', input: output, bucket }), output);
    },
    requests: () => writes('Pipeline/Last/Deploy/CodePipelineActionRole', 'a'),
  },
  {
    name: 'artifacts of a CDK pipeline',
    covers: ['pipelines.CodePipelineProps.artifactBucket'],
    see: `${AWS}AWSCloudFormation/latest/TemplateReference/aws-properties-codepipeline-pipeline-artifactstore.html`,
    build: (stack, bucket) => {
      new pipelines.CodePipeline(stack, 'Pipeline', {
        artifactBucket: bucket,
        synth: new pipelines.ShellStep('Synth', { input: pipelines.CodePipelineSource.s3(s3.Bucket.fromBucketName(stack, 'Code', 'code'), 'code.zip'), commands: ['npx cdk synth'] }),
      }).buildPipeline();
    },
    requests: () => readsAndWrites('Pipeline/Pipeline/Role', 'a', 'key'),
  },
  {
    name: 'the source of a pipeline',
    covers: ['aws_codepipeline_actions.S3SourceActionProps.bucket', 'pipelines.CodePipelineSource.s3(bucket)'],
    see: `${AWS}codepipeline/latest/userguide/action-reference-S3.html`,
    build: (stack, bucket) => {
      const output = new codepipeline.Artifact();
      new codepipeline.Pipeline(stack, 'Pipeline', {
        artifactBucket: source(stack),
        stages: [
          { stageName: 'Source', actions: [new actions.S3SourceAction({ actionName: 'Source', bucket, bucketKey: 'code.zip', output })] },
          { stageName: 'Last', actions: [new actions.ManualApprovalAction({ actionName: 'Approve' })] },
        ],
      });
    },
    requests: () => reads('Pipeline/Source/Source/CodePipelineActionRole', 'code.zip'),
  },
  {
    name: 'artifacts of a canary',
    covers: ['aws_synthetics.ArtifactsBucketLocation.bucket'],
    see: `${AWS}AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_artifact_encryption.html`,
    build: (stack, bucket, followed) => {
      return new synthetics.Canary(stack, 'Canary', {
        runtime: synthetics.Runtime.SYNTHETICS_NODEJS_PUPPETEER_9_0,
        test: synthetics.Test.custom({ code: synthetics.Code.fromInline('exports.handler = async () => {};'), handler: 'index.handler' }),
        artifactsBucketLocation: { bucket },
        ...followed.has('canary encryption') ? { artifactS3EncryptionMode: synthetics.ArtifactsEncryptionMode.KMS, artifactS3KmsKey: bucket.encryptionKey } : {},
      }).role;
    },
    requests: () => writes('Canary/ServiceRole', 'canary/a', 'key'),
    fixes: () => ['canary encryption', 'grant'],
  },
  {
    name: 'what ECS Exec logs',
    covers: ['aws_ecs.ExecuteCommandLogConfiguration.s3Bucket'],
    see: `${AWS}AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging`,
    build: (stack, bucket) => {
      const cluster = new ecs.Cluster(stack, 'Cluster', { executeCommandConfiguration: { logConfiguration: { s3Bucket: bucket, s3EncryptionEnabled: true, s3KeyPrefix: 'exec' }, logging: ecs.ExecuteCommandLogging.OVERRIDE } });
      const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
      taskDefinition.addContainer('Main', { image: ecs.ContainerImage.fromRegistry('nginx') });
      new ecs.FargateService(stack, 'Service', { cluster, taskDefinition, enableExecuteCommand: true });
      return taskDefinition.taskRole;
    },
    requests: () => writes('Task/TaskRole', 'exec/a'),
    fixes: () => ['grant'],
  },
];
