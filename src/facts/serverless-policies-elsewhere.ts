/**
 * The policy templates of SAM that speak of neither buckets nor keys, by the one service that each allows something of.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
 * @see https://github.com/aws/serverless-application-model/blob/develop/samtranslator/policy_templates_data/policy_templates.json
 */
const BY_SERVICE: Readonly<Record<string, readonly string[]>> = {
  athena: ['AthenaQueryPolicy'],
  ce: ['CostExplorerReadOnlyPolicy'],
  cloudformation: ['CloudFormationDescribeStacksPolicy'],
  cloudwatch: ['CloudWatchDashboardPolicy', 'CloudWatchDescribeAlarmHistoryPolicy', 'CloudWatchPutMetricPolicy'],
  codecommit: ['CodeCommitCrudPolicy', 'CodeCommitReadPolicy'],
  codepipeline: ['CodePipelineLambdaExecutionPolicy', 'CodePipelineReadOnlyPolicy'],
  comprehend: ['ComprehendBasicAccessPolicy'],
  dynamodb: [
    'DynamoDBBackupFullAccessPolicy', 'DynamoDBCrudPolicy', 'DynamoDBReadPolicy', 'DynamoDBReconfigurePolicy', 'DynamoDBRestoreFromBackupPolicy', 'DynamoDBStreamReadPolicy',
  ],
  ec2: ['AMIDescribePolicy', 'EC2CopyImagePolicy', 'EC2DescribePolicy', 'VPCAccessPolicy'],
  eks: ['EKSDescribePolicy'],
  es: ['ElasticsearchHttpPostPolicy'],
  firehose: ['FirehoseCrudPolicy', 'FirehoseWritePolicy'],
  kinesis: ['KinesisCrudPolicy', 'KinesisStreamReadPolicy'],
  lambda: ['LambdaInvokePolicy'],
  logs: ['FilterLogEventsPolicy'],
  mobileanalytics: ['MobileAnalyticsWriteOnlyAccessPolicy'],
  mobiletargeting: ['PinpointEndpointAccessPolicy'],
  organizations: ['OrganizationsListAccountsPolicy'],
  polly: ['PollyFullAccessPolicy'],
  rekognition: [
    'RekognitionDetectOnlyPolicy', 'RekognitionFacesManagementPolicy', 'RekognitionFacesPolicy', 'RekognitionLabelsPolicy', 'RekognitionNoDataAccessPolicy', 'RekognitionReadPolicy',
    'RekognitionWriteOnlyAccessPolicy',
  ],
  secretsmanager: ['AWSSecretsManagerGetSecretValuePolicy', 'AWSSecretsManagerRotationPolicy'],
  serverlessrepo: ['ServerlessRepoReadWriteAccessPolicy'],
  ses: ['SESBulkTemplatedCrudPolicy', 'SESCrudPolicy', 'SESEmailTemplateCrudPolicy', 'SESSendBouncePolicy'],
  sns: ['SNSCrudPolicy', 'SNSPublishMessagePolicy'],
  sqs: ['SQSPollerPolicy', 'SQSSendMessagePolicy'],
  ssm: ['SSMParameterReadPolicy'],
  states: ['StepFunctionsExecutionPolicy'],
  textract: ['TextractDetectAnalyzePolicy', 'TextractGetResultPolicy', 'TextractPolicy'],
};

/** Policy templates that allow nothing on buckets and keys. */
export const SERVERLESS_POLICIES_ELSEWHERE: ReadonlySet<string> = new Set(Object.values(BY_SERVICE).flat());
