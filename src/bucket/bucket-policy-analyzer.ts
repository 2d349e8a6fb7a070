import { aws_iam as iam, aws_s3 as s3, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { resourceOf } from './resource-of';
import { PolicyAnalyzer } from '../policy/policy-analyzer';
import { PolicyDocument, readPolicyDocument } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';
import { makeAskedPolicy, PolicyOwner } from '../rules/asked-policy';
import { BucketIndex } from '../synth/bucket-index';
import { symbol } from '../template/symbol';

/**
 * Makes a `PolicyAnalyzer` of what an app has as objects: a policy document, or a bucket with its final policy.
 *
 * A name that AWS chooses at deployment is written as its logical id in small letters: `arn:aws:s3:::records091f6eca` is equal to
 * itself and to nothing else. A value that nobody can know, such as a parameter, makes an answer unknown, never safe.
 *
 * @example
 * const app = new App();
 * const bucket = new HardenedBucket(new Stack(app, 'Office'), 'Records');
 * app.synth();
 * const isPrivate = BucketPolicyAnalyzer.fromBucket(bucket).publicAccess().anyoneAllowed === PolicyExposure.PRIVATE;
 */
export class BucketPolicyAnalyzer {
  /**
   * Reads a document as it is now. Statements that are added later are not seen.
   *
   * It may be called at any time. A list that is only complete at synth, such as the exemptions of a perimeter, has what it would
   * have if synth were now.
   *
   * @param scope the stack that the policy is for, or a construct in it: tokens are resolved there
   * @throws if the document has a token that cannot be resolved before synth
   */
  public static fromDocument(scope: IConstruct, document: iam.PolicyDocument): PolicyAnalyzer {
    const stack = Stack.of(scope);
    let resolved: unknown;
    try {
      resolved = stack.resolve(document) ?? NOTHING;
    } catch (error) {
      throw new Error(`the policy document has a token that cannot be resolved before synth (${(error as Error).message}). Call BucketPolicyAnalyzer.fromDocument after app.synth()`);
    }
    const json = BucketIndex.of(scope.node.root).evaluate(resolved, stack);
    return analyzerOf(readPolicyDocument(json), { account: Token.isUnresolved(stack.account) ? undefined : stack.account, arn: `arn:aws:s3:::${symbol(stack.node.path, 'Bucket')}` });
  }

  /**
   * Reads the final policy of a bucket: with every statement and override, in whichever stack of the app the policy is.
   *
   * It may be called after `app.synth()`. Where the app has a `HardenedBucket` or a `BucketPerimeter`, it may also be called in a
   * validation (`node.addValidation`), which CDK runs in `app.synth()`, when everything is final. A bucket without a policy is read
   * as one whose policy says nothing.
   *
   * @throws if the app is not synthesized yet, or the bucket is imported, or has two policies, of which S3 keeps one
   */
  public static fromBucket(bucket: s3.IBucket): PolicyAnalyzer {
    const at = `bucket '${bucket.node.path}'`;
    const resource = resourceOf(bucket);
    if (resource?.cfnResourceType !== 'AWS::S3::Bucket') {
      throw new Error(`${at} is imported, so its policy is not part of this app. Use PolicyAnalyzer.fromJson with what aws s3api get-bucket-policy prints`);
    }
    if (!BucketIndex.isFinal(bucket)) {
      throw new Error(`the policy of ${at} is not final before synth. Call BucketPolicyAnalyzer.fromBucket after app.synth()`);
    }
    const facts = BucketIndex.of(bucket.node.root).of(resource).bucket;
    const [policy, ...others] = facts?.policies ?? [];
    if (others.length > 0) {
      throw new Error(`${at} has ${others.length + 1} bucket policies, of which S3 keeps the last that is deployed: ${[policy, ...others].map(({ address }) => address.logicalId).join(', ')}. Add the statements with bucket.addToResourcePolicy`);
    }
    return facts && policy ? analyzerOf(policy.document, facts) : PolicyAnalyzer._of(readPolicyDocument(NOTHING));
  }

  private constructor() {}
}

const NOTHING = { Version: '2012-10-17', Statement: [] };

/** The policy with names that people know for what AWS chooses. */
function analyzerOf(document: PolicyDocument, owner: PolicyOwner): PolicyAnalyzer {
  const asked = makeAskedPolicy({ document }, owner);
  return PolicyAnalyzer._of(withTexts(asked.document, asked.readable) as PolicyDocument);
}

/** The same value with each text replaced. */
function withTexts(value: unknown, replace: (text: string) => string): unknown {
  return typeof value === 'string' ? replace(value)
    : Array.isArray(value) ? value.map((item) => withTexts(item, replace))
      : typeof value !== 'object' || value === null || value instanceof UnknownValue ? value
        : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTexts(item, replace)]));
}
