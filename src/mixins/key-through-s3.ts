import { aws_iam as iam, aws_kms as kms, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

const ID = 'HardenedBucketMixinKey';

/** The key for the buckets of a stack, made on first use. Its logical id does not depend on which bucket asks first. */
export function keyOfStack(scope: Construct): kms.IKey {
  const stack = Stack.of(scope);
  const made = stack.node.tryFindChild(ID) as kms.Key | undefined;
  if (made) {
    return made;
  }
  const key = new kms.Key(stack, ID, { description: `Encrypts the objects of buckets of ${stack.node.id}`, enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
  makeUsableThroughS3(key);
  return key;
}

/**
 * Lets everybody of the account use the key through S3, as the policy of `aws/s3` does: S3 asks KMS only for those whom it lets in.
 *
 * Nothing can be added to the policy of an imported key, which the verification of the bucket says.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
 */
export function makeUsableThroughS3(key: kms.IKey): void {
  if (usable.has(key)) {
    return;
  }
  usable.add(key);
  const { account, region } = Stack.of(key);
  key.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'UseThroughS3',
    principals: [new iam.AnyPrincipal()],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:DescribeKey'],
    resources: ['*'],
    conditions: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `s3.${region}.amazonaws.com` } },
  }), true);
}

const usable = new WeakSet<kms.IKey>();
