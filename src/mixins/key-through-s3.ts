import { aws_iam as iam, aws_kms as kms, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { THROUGH_S3 } from '../adopt/made-resources';

/** The key for the buckets of this construct's stack that have none, made on first use. Its id does not depend on who asks first. */
export function keyOfStack(scope: Construct): kms.Key {
  const stack = Stack.of(scope);
  const existing = stack.node.tryFindChild(ID);
  if (existing) {
    return existing as kms.Key;
  }
  const key = new kms.Key(stack, ID, {
    description: `Encrypts buckets of ${stack.stackName} that have no key of their own`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  letAccountUseThroughS3(stack, key);
  return key;
}

const ID = 'HardenedBucketKey';

/**
 * Lets any identity of the account use the key through S3, if S3 lets it read or write: as AWS's own key `aws/s3` does.
 *
 * To read a bucket without a customer managed key, s3:GetObject is enough. With such a key a reader needs a permission on the key, too,
 * which the policies of today's readers lack. With this statement the bucket alone decides. The key cannot be used outside of S3, nor
 * from another account.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function letAccountUseThroughS3(stack: Stack, key: kms.IKey): void {
  const stacks = allowed.get(key) ?? allowed.set(key, new Set()).get(key)!;
  const place = `${stack.account} ${stack.region}`;
  if (stacks.has(place)) {
    return;
  }
  stacks.add(place);
  key.addToResourcePolicy(new iam.PolicyStatement({
    sid: `AllowThroughS3${stacks.size === 1 ? '' : stacks.size}`,
    principals: [new iam.AnyPrincipal()],
    actions: THROUGH_S3,
    resources: ['*'],
    conditions: { StringEquals: { 'kms:CallerAccount': stack.account, 'kms:ViaService': `s3.${stack.region}.${domainOf(stack)}` } },
  }));
}

const allowed = new WeakMap<kms.IKey, Set<string>>();

/** Services of KMS have names of their own in China. */
function domainOf({ region }: Stack): string {
  return !Token.isUnresolved(region) && region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}
