import { aws_s3 as s3, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { WrittenPolicy } from './existing-bucket-policy';
import { resourceOf } from './resource-of';
import { InputChecks } from '../input/input-checks';
import { Guard } from '../perimeter/statement';
import { readPolicyDocument } from '../policy/policy-document';

/** Refuses a bucket whose policy is not to be set from here. */
export function checkImported(checks: InputChecks, scope: Construct, bucket: s3.IBucket): void {
  const at = `bucket '${bucket.node.path}'`;
  if (resourceOf(bucket)?.cfnResourceType === 'AWS::S3::Bucket') {
    checks.refuse(`${at} is made in this app, which has its policy already. Use bucket.addToResourcePolicy, or BucketPerimeter for the guards`);
  } else if (Token.isUnresolved(bucket.bucketName)) {
    checks.refuse(`the name of ${at} is not known before deployment, and existingPolicy is that of one bucket. Import it by its name, written out: s3.Bucket.fromBucketName(this, '${bucket.node.id}', 'its-name')`);
  }
  for (const [place, what] of [['account', 'account'], ['region', 'Region']] as const) {
    if (Token.compareStrings(bucket.env[place], Stack.of(scope)[place]) === TokenComparison.DIFFERENT) {
      checks.refuse(`${at} is in ${what} ${bucket.env[place]}, and the stack in ${Stack.of(scope)[place]}, from where its policy cannot be set. Make the ImportedBucketPolicy in a stack in ${bucket.env[place]}`);
    }
  }
}

/** S3 refuses a statement on another bucket, so a policy that has one is the policy of that bucket. */
export function checkSpeaksOf(checks: InputChecks, existing: WrittenPolicy, { bucketName }: s3.IBucket): void {
  if (Token.isUnresolved(bucketName)) {
    return;
  }
  const resources = readPolicyDocument(existing).statements.flatMap((statement) => [...statement.resources, ...statement.notResources]);
  const other = resources.map((resource) => /^arn:[^:]*:s3:::([^/*?$]+)(?:\/|$)/.exec(String(resource))?.[1]).find((name) => name !== undefined && name !== bucketName);
  if (other !== undefined) {
    checks.refuse(`existingPolicy is the policy of bucket '${other}', and not of '${bucketName}'. Give what aws s3api get-bucket-policy --bucket ${bucketName} prints`);
  }
}

/**
 * The guards are to mean what they say: in a version before 2012-10-17 a policy variable is plain text. The version stays, because with
 * another one the existing statements could come to mean something else.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
export function checkVariables(checks: InputChecks, existing: WrittenPolicy, guards: readonly Guard[]): void {
  const open = existing.Version === '2012-10-17' ? undefined : guards.find(({ conditions, resources }) => /\$\{(?!Token\[)/.test(JSON.stringify([conditions, resources])));
  if (open) {
    checks.refuse(`the guard ${open.sid} has a policy variable, and the Version of existingPolicy is ${JSON.stringify(existing.Version) ?? 'absent'}, in which that is plain text. Leave the guard out, or give the policy of the bucket the Version "2012-10-17" first, if none of its statements has \${…} that is meant as text`);
  }
}
