import { aws_iam as iam, aws_kms as kms, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';

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
 * Lets whoever S3 lets read or write, within the account, use the key for that: the statement that AWS gives its own key `aws/s3`.
 *
 * A bucket without a key of its own is read by whoever is allowed s3:GetObject. With a key he needs a permission on that as well,
 * which the policies of today's readers lack. With this statement the bucket goes on deciding alone, and nobody can use the key
 * past S3, nor from another account.
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
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:DescribeKey'],
    resources: ['*'],
    conditions: { StringEquals: { 'kms:CallerAccount': stack.account, 'kms:ViaService': `s3.${stack.region}.${domainOf(stack)}` } },
  }));
}

const allowed = new WeakMap<kms.IKey, Set<string>>();

/** Services of KMS have names of their own in China. */
function domainOf({ region }: Stack): string {
  return !Token.isUnresolved(region) && region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}
