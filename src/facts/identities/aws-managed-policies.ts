import { PolicyDocument, readPolicyDocument } from '../../policy/policy-document';

/** A policy that AWS manages: what it says of S3. */
interface ManagedPolicyRow {
  /** Behind `arn:aws:iam::aws:policy/`. */
  readonly name: string;
  /** None, where it allows nothing on S3. */
  readonly statements: readonly Statement[];
}

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

function allows(Action: readonly string[], Resource: string | readonly string[] = '*'): Statement {
  return { Effect: 'Allow', Action, Resource };
}

/**
 * The policies of AWS whose statements on S3 are known here. AWS changes them: what counts is what a policy says of getting, putting and
 * listing, which has been the same for years.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const AWS_MANAGED_POLICIES: readonly ManagedPolicyRow[] = [
  { name: 'AdministratorAccess', statements: [allows(['*'])] },
  // It allows all but the actions of IAM, Organizations and accounts.
  { name: 'PowerUserAccess', statements: [allows(['s3:*'])] },
  { name: 'ReadOnlyAccess', statements: [allows(['s3:DescribeJob', 's3:Get*', 's3:List*'])] },
  { name: 'job-function/ViewOnlyAccess', statements: [allows(['s3:ListAllMyBuckets', 's3:ListBucket', 's3:ListMultiRegionAccessPoints'])] },
  { name: 'AmazonS3FullAccess', statements: [allows(['s3:*'])] },
  { name: 'AmazonS3ReadOnlyAccess', statements: [allows(['s3:Get*', 's3:List*', 's3:Describe*'])] },
  { name: 'service-role/AmazonElasticMapReduceforEC2Role', statements: [allows(['s3:*'])] },
  {
    name: 'service-role/AWSGlueServiceRole',
    statements: [
      allows(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListAllMyBuckets', 's3:GetBucketAcl']),
      allows(['s3:CreateBucket'], ['arn:aws:s3:::aws-glue-*']),
      allows(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], ['arn:aws:s3:::aws-glue-*/*', 'arn:aws:s3:::*/*aws-glue-*/*']),
      allows(['s3:GetObject'], ['arn:aws:s3:::crawler-public*', 'arn:aws:s3:::aws-glue-*']),
    ],
  },
  ...[
    'AmazonSSMManagedInstanceCore', 'CloudWatchAgentServerPolicy', 'AWSXRayDaemonWriteAccess', 'AmazonEKSWorkerNodePolicy', 'AmazonEKS_CNI_Policy', 'AmazonEC2ContainerRegistryReadOnly',
    'service-role/AWSLambdaBasicExecutionRole', 'service-role/AWSLambdaVPCAccessExecutionRole', 'service-role/AWSLambdaSQSQueueExecutionRole',
    'service-role/AmazonECSTaskExecutionRolePolicy', 'service-role/AmazonEC2ContainerServiceforEC2Role', 'service-role/AWSBatchServiceRole',
    'service-role/AmazonAPIGatewayPushToCloudWatchLogs', 'service-role/AmazonRDSEnhancedMonitoringRole',
  ].map((name): ManagedPolicyRow => ({ name, statements: [] })),
];

const BY_NAME = new Map(AWS_MANAGED_POLICIES.map(({ name, statements }) => [name, readPolicyDocument({ Version: '2012-10-17', Statement: statements })]));

/** The page that has the whole policy. */
export function pageOfManagedPolicy(name: string): string {
  return `https://docs.aws.amazon.com/aws-managed-policy/latest/reference/${name.replace(/^.*\//, '')}.html`;
}

/** What the policy of AWS with this ARN says of S3; undefined where it is not one that is known. */
export function awsManagedPolicy(arn: string): PolicyDocument | undefined {
  const name = /^arn:(?:⟦[^⟧]*⟧|[^⟦:])+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  return name === undefined ? undefined : BY_NAME.get(name);
}
