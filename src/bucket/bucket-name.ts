import { aws_s3 as s3, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { InputChecks } from '../input/input-checks';

/** How a bucket comes to its name. */
export interface BucketNaming {
  readonly bucketName?: string;
  readonly bucketNamePrefix?: string;
}

/**
 * Throws for a name that S3 would refuse.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function checkNaming(checks: InputChecks, scope: Construct, { bucketName, bucketNamePrefix }: BucketNaming): void {
  checks.bucketName(bucketName);
  const [, reserved] = /^(.+)-\d{12}-[a-z]{2,}(?:-[a-z]+)+-\d+-an$/.exec(bucketName ?? '') ?? [];
  if (reserved) {
    checks.refuse(`bucketName '${bucketName}' has the suffix of an account regional namespace, and S3 refuses it in the global one. Use bucketNamePrefix: '${reserved}' instead`);
  }
  if (bucketNamePrefix === undefined) {
    return;
  }
  if (bucketName !== undefined) {
    checks.refuse(`bucketNamePrefix '${bucketNamePrefix}' contradicts bucketName '${bucketName}'. Leave bucketName out`);
  }
  if (!Token.isUnresolved(bucketNamePrefix)) {
    checkPrefix(checks, bucketNamePrefix, Stack.of(scope).region);
  }
}

function checkPrefix(checks: InputChecks, prefix: string, region: string): void {
  if (prefix === '') {
    checks.refuse('bucketNamePrefix \'\' is empty. Leave bucketNamePrefix out to let CloudFormation choose a name');
  }
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(prefix)) {
    checks.refuse(`bucketNamePrefix '${prefix}' is not the beginning of a bucket name. Use lowercase letters, digits and hyphens, with a letter or digit at both ends`);
  }
  const taken = RESERVED_BEGINNINGS.find((beginning) => prefix.startsWith(beginning));
  if (taken) {
    checks.refuse(`bucketNamePrefix '${prefix}' begins with ${taken}, which S3 reserves. Use another beginning`);
  }
  if (WITHOUT_NAMESPACES.includes(region)) {
    checks.refuse(`bucketNamePrefix '${prefix}' is not possible in Region ${region}, which has no account regional namespaces. Use bucketName instead`);
  }
  const longest = LONGEST_NAME - suffixOf('111122223333', Token.isUnresolved(region) ? SHORTEST_REGION : region).length;
  if (prefix.length > longest) {
    checks.refuse(`bucketNamePrefix '${prefix}' has ${prefix.length} characters. S3 adds the account and the Region to it, which leaves ${longest} of ${LONGEST_NAME}: shorten it to ${longest} characters`);
  }
}

const RESERVED_BEGINNINGS = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const LONGEST_NAME = 63;
const SHORTEST_REGION = 'us-east-1';
/** Middle East (Bahrain) and Middle East (UAE). */
const WITHOUT_NAMESPACES = ['me-south-1', 'me-central-1'];

function suffixOf(account: string, region: string): string {
  return `-${account}-${region}-an`;
}

/**
 * What `s3.Bucket` is told of the name.
 *
 * Where account and Region are decided that is the whole name, by which stacks of other accounts and Regions refer to the bucket.
 */
export function namingProps(scope: Construct, { bucketName, bucketNamePrefix }: BucketNaming): Pick<s3.BucketProps, 'bucketName' | 'bucketNamePrefix' | 'bucketNamespace'> {
  const { account, region } = Stack.of(scope);
  return bucketNamePrefix === undefined ? { bucketName }
    : Token.isUnresolved([bucketNamePrefix, account, region]) ? { bucketNamePrefix, bucketNamespace: s3.BucketNamespace.ACCOUNT_REGIONAL }
      : { bucketName: `${bucketNamePrefix}${suffixOf(account, region)}` };
}

/** Writes the prefix into the template in place of the whole name, so that S3 itself reserves the name. */
export function useAccountRegionalNamespace(resource: s3.CfnBucket, prefix: string | undefined): void {
  if (prefix !== undefined) {
    resource.bucketName = undefined;
    resource.bucketNamePrefix = prefix;
    resource.bucketNamespace = s3.BucketNamespace.ACCOUNT_REGIONAL;
  }
}
