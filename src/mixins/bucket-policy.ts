import { aws_iam as iam, aws_s3 as s3, CfnResource, RemovalPolicy, Stage, Token, Tokenization, Reference } from 'aws-cdk-lib';
import { refuse } from '../input/input-checks';
import { unusedSid } from '../policy/unused-sid';

/** The resource of the policy of a bucket, wherever in the app it was made. */
function policyResourceOf(bucket: s3.IBucket, resource: s3.CfnBucket): s3.CfnBucketPolicy | undefined {
  if (bucket.policy) {
    return bucket.policy.node.defaultChild as s3.CfnBucketPolicy;
  }
  const scope = Stage.of(resource) ?? resource.node.root;
  return scope.node.findAll().find((node): node is s3.CfnBucketPolicy => s3.CfnBucketPolicy.isCfnBucketPolicy(node) && isOf(node, resource));
}

function isOf({ bucket }: s3.CfnBucketPolicy, resource: s3.CfnBucket): boolean {
  const reference = typeof bucket === 'string' ? Tokenization.reverseString(bucket).firstToken : undefined;
  return Reference.isReference(reference) ? reference.target === resource || resourceBehind(reference.target) === resource
    : resource.bucketName !== undefined && !Token.isUnresolved(bucket) && bucket === resource.bucketName;
}

function resourceBehind(target: unknown): unknown {
  return s3.Bucket.prototype.isPrototypeOf(target as object) ? (target as s3.Bucket).node.defaultChild : undefined;
}

/** A statement as JSON, which may hold tokens. */
interface Statement {
  readonly Sid?: string;
  readonly [element: string]: unknown;
}

/**
 * Adds statements to the one policy of a bucket, and leaves those that are there to the letter. One that is there already, id and all,
 * is not added again.
 *
 * @throws if the policy is decided where nothing can be added to it
 */
export function addStatements(bucket: s3.IBucket, resource: s3.CfnBucket, statements: readonly iam.PolicyStatement[]): void {
  const policy = policyResourceOf(bucket, resource);
  const present = policy ? statementsIn(policy, resource) : [];
  const added = statements.flatMap((statement) => {
    const isSame = (other: Statement) => JSON.stringify(resource.stack.resolve(other)) === JSON.stringify(resource.stack.resolve(statement.toStatementJson()));
    if (present.some(isSame)) {
      return [];
    }
    statement.sid = unusedSid(present.map(({ Sid }) => Sid), statement.sid!);
    return [statement];
  });
  if (!policy) {
    added.forEach((statement) => bucket.addToResourcePolicy(statement));
    // A retained bucket whose policy is deleted with the stack would stand there without its guards.
    if (resource.cfnOptions.deletionPolicy !== 'Delete') {
      bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }
  } else if (policy.policyDocument instanceof iam.PolicyDocument) {
    policy.policyDocument.addStatements(...added);
  } else {
    policy.policyDocument = { ...policy.policyDocument, Statement: [...present, ...added.map((statement) => statement.toStatementJson() as Statement)] };
  }
}

function statementsIn(policy: s3.CfnBucketPolicy, resource: CfnResource): Statement[] {
  const document: unknown = policy.policyDocument;
  const json: unknown = document instanceof iam.PolicyDocument ? document.toJSON() ?? {} : document;
  const statements = isPlain(json) ? json.Statement ?? [] : undefined;
  const list = Array.isArray(statements) ? statements as unknown[] : [statements];
  if (statements === undefined || Token.isUnresolved(statements) || !list.every(isPlain)) {
    refuse(resource, '', `the statements of its policy '${policy.node.path}' are decided at deployment, so that none can be added to them. Write the policy out, or leave out what it would say: excludedSettings: [HardenedSetting.TLS_ONLY, HardenedSetting.MINIMUM_TLS, HardenedSetting.ENCRYPTION_ENFORCED, HardenedSetting.SSE_C_BLOCKED]`);
  }
  return list as Statement[];
}

function isPlain(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Token.isUnresolved(value) && !Object.keys(value).some((key) => key.startsWith('Fn::') || key === 'Ref');
}
