import { Aws, aws_iam as iam, aws_s3 as s3, Fn, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AWS_OWNED_BUCKETS, AwsOwnedBuckets } from './aws-owned-buckets';
import { checkList, LIST_FORMATS } from './check-perimeter';
import { bucketAndObjects, GuardedBucket, guardedBucket } from './statement';
import { InputChecks } from '../input/input-checks';

/**
 * What may pass a VPC endpoint for S3.
 */
export interface EndpointAccessOptions {
  /**
   * The buckets that clients in the VPC use.
   *
   * Each has to belong to the account that it is in, so anyone who takes over the name of a deleted bucket gets nothing. Import
   * a bucket of another account with its account: `s3.Bucket.fromBucketAttributes`. A bucket of another stack whose perimeter names
   * the endpoint needs a `bucketName`: else each stack waits for the other.
   */
  readonly buckets: s3.IBucket[];

  /**
   * The ids of the other accounts whose principals may use them. Compared with `aws:PrincipalAccount`.
   *
   * Anybody else is denied, with valid credentials too: a stranger's keys in the VPC are how data gets out.
   *
   * @default - the account of the endpoint alone
   */
  readonly accountIds?: string[];

  /**
   * The ids of the organizations whose principals may use them. Compared with `aws:PrincipalOrgID`.
   *
   * @default - no organizations
   */
  readonly organizationIds?: string[];

  /**
   * The buckets of AWS that other users of the endpoint need: what is not listed cannot be read through it any more.
   *
   * @default - none
   */
  readonly awsOwnedBuckets?: AwsOwnedBuckets[];

  /**
   * Whether custom resources and wait conditions in the VPC may report to CloudFormation, with the presigned URLs that it gives
   * them.
   *
   * A stranger's stack gives such URLs as well, and takes what fits into a response.
   *
   * @default false
   * @see https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md
   */
  readonly cloudFormationResponses?: boolean;
}

/**
 * The endpoint's side of a network perimeter: what clients in a VPC may do with S3 through its endpoint.
 *
 * A bucket policy keeps strangers out of your buckets. It cannot keep your clients from taking data to a stranger's bucket,
 * which the policy of the endpoint can. An endpoint has one policy, which others need as well, so these are statements to
 * merge into it, without statement ids, so that those of several calls go together. The first one that is added replaces full
 * access.
 *
 * Where code in the VPC reads assets of CDK, list the asset bucket of the bootstrap among `buckets`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html#privatelink-policies
 *
 * @example
 * declare const endpoint: ec2.GatewayVpcEndpoint;
 * const bucket = new HardenedBucket(this, 'Records');
 * for (const statement of EndpointAccess.statements(this, { buckets: [bucket], awsOwnedBuckets: [AwsOwnedBuckets.ECR_LAYERS] })) {
 *   endpoint.addToPolicy(statement);
 * }
 */
export class EndpointAccess {
  /**
   * The statements to merge into the policy of a gateway or interface endpoint, for the Region of this scope.
   *
   * @throws if there is no bucket, or an account or organization is none: the error quotes the value
   */
  public static statements(scope: Construct, options: EndpointAccessOptions): iam.PolicyStatement[] {
    const { buckets, accountIds = [], organizationIds, awsOwnedBuckets = [], cloudFormationResponses = false } = options;
    const checks = new InputChecks(scope, 'EndpointAccess');
    checks.struct('EndpointAccessOptions', options);
    checkList(checks, 'accountIds', options.accountIds, LIST_FORMATS.ACCOUNT);
    checkList(checks, 'organizationIds', organizationIds, LIST_FORMATS.ORGANIZATION);
    if (buckets.length === 0) {
      checks.refuse('buckets is an empty list, so the endpoint would be of no use. List the buckets that clients in the VPC use');
    }
    awsOwnedBuckets.forEach((each, i) => checks.oneOf(`awsOwnedBuckets[${i}]`, each, AwsOwnedBuckets, 'AwsOwnedBuckets'));
    checks.throwIfAny();
    const { account, region } = Stack.of(scope);
    const owned = buckets.map((bucket) => byName(bucket, scope));
    const own = (key: string, values: string[]) => allow(['s3:*'], owned.flatMap(bucketAndObjects), {
      StringEquals: { [key]: [...new Set(values)], 'aws:ResourceAccount': [...new Set(owned.map((bucket) => bucket.account))] },
    });
    return [
      own('aws:PrincipalAccount', [account, ...accountIds]),
      // A statement of its own: in one, a caller would have to be in an account and in an organization.
      ...organizationIds ? [own('aws:PrincipalOrgID', organizationIds)] : [],
      ...awsOwnedBuckets.length > 0 ? [allow(['s3:GetObject'], [...new Set(awsOwnedBuckets)].flatMap((each) => AWS_OWNED_BUCKETS[each](region)).map(objectsOf))] : [],
      ...cloudFormationResponses ? [allow(['s3:PutObject'], [
        // Of this bucket the Region is written without dashes.
        `cloudformation-custom-resource-response-${Fn.join('', Fn.split('-', region))}`, `cloudformation-waitcondition-${region}`,
      ].map(objectsOf), { Bool: { 'aws:PrincipalIsAWSService': 'true' } })] : [],
    ];
  }

  private constructor() {}
}

/**
 * The bucket as the policy of the endpoint speaks of it: one of another stack by its name, where that is fixed.
 *
 * The endpoint then does not wait for the stack of the bucket, whose perimeter may wait for the endpoint.
 */
function byName(bucket: s3.IBucket, scope: Construct): GuardedBucket {
  const resource = bucket.node.defaultChild;
  const name = resource instanceof s3.CfnBucket ? resource.bucketName : undefined;
  const guarded = guardedBucket(bucket);
  if (name === undefined || Token.isUnresolved(name) || Stack.of(bucket) === Stack.of(scope)) {
    return guarded;
  }
  const bucketArn = `arn:${Aws.PARTITION}:s3:::${name}`;
  return { ...guarded, bucketArn, objectsArn: `${bucketArn}/*` };
}

/** A gateway endpoint takes no other principal than everyone: the conditions tell who. */
function allow(actions: string[], resources: string[], conditions?: Record<string, object>): iam.PolicyStatement {
  return new iam.PolicyStatement({ principals: [new iam.StarPrincipal()], actions, resources, conditions });
}

function objectsOf(bucket: string): string {
  return `arn:${Aws.PARTITION}:s3:::${bucket}/*`;
}
