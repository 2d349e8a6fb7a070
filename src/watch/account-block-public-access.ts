import { aws_iam as iam, aws_lambda as lambda, aws_logs as logs, CfnResource, CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ACCOUNT_BLOCK_CODE } from './account-block-code';
import { acknowledgeWildcards } from './wildcards';
import { acknowledge } from '../bucket/acknowledgements';

/**
 * Turns on all four Block Public Access settings of the account, which count for every bucket and access point in it, in all Regions.
 *
 * CloudFormation has no resource type for them, so a function of 40 lines calls S3 when the stack is created or updated. Where an S3
 * policy of AWS Organizations manages the settings, S3 denies the call, and that is a success if they are on. When the construct
 * leaves the stack, the settings stay on.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html
 *
 * @example
 * new AccountBlockPublicAccess(this, 'BlockPublicAccess');
 */
export class AccountBlockPublicAccess extends Construct {
  /** Who manages the settings: `account`, or `organization`. Known after deployment. */
  public readonly managedBy: string;

  /**
   * Turns the settings on. There is nothing to set: an account with a public bucket on purpose does not use it.
   */
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { account } = Stack.of(this);
    const logGroup = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY });
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), description: 'Turns on Block Public Access for the account' });
    const permissions = new iam.ManagedPolicy(role, 'Permissions', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          sid: 'BlockPublicAccess',
          actions: ['s3:PutAccountPublicAccessBlock', 's3:GetAccountPublicAccessBlock'],
          // They are actions on the account, and S3 knows no resource for them.
          resources: ['*'],
        }),
        new iam.PolicyStatement({ sid: 'WriteLog', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
      ],
    });
    acknowledgeWildcards(permissions, 'The settings are of the account, and S3 knows no resource for them.');
    const provider = new lambda.Function(this, 'Provider', {
      description: 'Turns on Block Public Access for the account',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: lambda.Code.fromInline(ACCOUNT_BLOCK_CODE),
      handler: 'index.handler',
      role,
      timeout: Duration.minutes(1),
      memorySize: 256,
      logGroup,
    });
    acknowledge(provider.node.defaultChild as CfnResource, OF_PROVIDER);
    acknowledge(logGroup.node.defaultChild as CfnResource, OF_LOG);
    const settings = new CustomResource(this, 'Settings', {
      resourceType: 'Custom::AccountBlockPublicAccess',
      serviceToken: provider.functionArn,
      properties: { AccountId: account },
      serviceTimeout: Duration.minutes(5),
    });
    settings.node.addDependency(permissions);
    this.managedBy = settings.getAttString('ManagedBy');
  }
}

const [NIST_R4, NIST_R5, HIPAA, PCI] = ['NIST.800.53.R4', 'NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'];

const OF_PROVIDER = [
  {
    reason: 'The function calls S3 Control once for a deployment, and listens to nothing.',
    cdkNag: [{ packs: [NIST_R4, NIST_R5, HIPAA, PCI], rule: 'LambdaInsideVPC' }, { packs: ['Serverless'], rule: 'LambdaTracing' }],
    checkov: ['CKV_AWS_117', 'CKV_AWS_50'],
    cfnGuard: ['LAMBDA_INSIDE_VPC'],
    cfnNag: ['W89'],
  },
  {
    reason: 'CloudFormation invokes the function and waits for its answer: a failure is a failed deployment, not a lost event.',
    cdkNag: [{ packs: [NIST_R4, NIST_R5, HIPAA], rule: 'LambdaDLQ' }, { packs: ['Serverless'], rule: 'LambdaDLQ' }, { packs: [NIST_R4, NIST_R5, HIPAA], rule: 'LambdaConcurrency' }],
    checkov: ['CKV_AWS_115', 'CKV_AWS_116'],
    cfnGuard: ['LAMBDA_DLQ_CHECK', 'LAMBDA_CONCURRENCY_CHECK'],
    cfnNag: ['W92'],
  },
];

const OF_LOG = [{
  reason: 'The log says that settings were turned on, and has no data in it.',
  cdkNag: [{ packs: [NIST_R4, NIST_R5, HIPAA, PCI], rule: 'CloudWatchLogGroupEncrypted' }],
  checkov: ['CKV_AWS_158'],
  cfnGuard: ['CLOUDWATCH_LOG_GROUP_ENCRYPTED'],
  cfnNag: ['W84'],
}];
