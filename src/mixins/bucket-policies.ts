import { aws_iam as iam, aws_s3 as s3, Resource, Stack } from 'aws-cdk-lib';

/** The `s3.Bucket` that a resource is of; made of the resource where there is none. */
export function bucketOf(resource: s3.CfnBucket): s3.IBucket {
  const owner = resource.node.scope;
  return owner && owner.node.defaultChild === resource && Resource.isOwnedResource(owner) && 'addToResourcePolicy' in owner ? owner as s3.Bucket : s3.Bucket.fromCfnBucket(resource);
}

/** The policies in the stack of a bucket that name it. S3 keeps one, so that statements belong into that. */
export function policiesOf(resource: s3.CfnBucket): s3.CfnBucketPolicy[] {
  const stack = Stack.of(resource);
  const names = [stack.resolve(resource.ref), stack.resolve(resource.bucketName)].filter((name) => name !== undefined).map((name) => JSON.stringify(name));
  return stack.node.findAll().filter((node): node is s3.CfnBucketPolicy => s3.CfnBucketPolicy.isCfnBucketPolicy(node) && node.stack === stack
    && names.includes(JSON.stringify(stack.resolve(node.bucket))));
}

/** A statement as a policy has it, as far as that is known while the app is built. */
interface Written {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: { readonly Service?: string | readonly string[] };
}

/** The statements of a policy so far. */
export function statementsIn(policy: s3.CfnBucketPolicy): readonly Written[] {
  const { Statement: statements } = Stack.of(policy).resolve(policy.policyDocument) as { readonly Statement?: Written | readonly Written[] };
  return statements === undefined ? [] : Array.isArray(statements) ? statements : [statements as Written];
}

/**
 * Adds statements to the one policy of a bucket, or to a new one.
 *
 * @returns the policy, where it is new
 */
export function addStatements(resource: s3.CfnBucket, bucket: s3.IBucket, statements: readonly iam.PolicyStatement[]): s3.BucketPolicy | undefined {
  const [policy] = policiesOf(resource);
  if (policy === undefined) {
    statements.forEach((statement) => bucket.addToResourcePolicy(statement));
    return bucket.policy;
  }
  const taken = new Set(statementsIn(policy).map(({ Sid }) => Sid));
  const free = statements.map((statement) => {
    const own = statement.sid;
    for (let i = 2; taken.has(statement.sid); i++) {
      statement.sid = `${own}${i}`;
    }
    return statement;
  });
  // Through the bucket where that is its own policy: what is added later goes there, too.
  if (bucket.policy?.node.defaultChild === policy) {
    free.forEach((statement) => bucket.addToResourcePolicy(statement));
  } else {
    policy.with(new s3.mixins.BucketPolicyStatements([...free]));
  }
  return undefined;
}
