import { aws_s3 as s3, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { InputChecks } from '../input/input-checks';

/** Throws for a bucket elsewhere: what AWS measures and records of a bucket is in its own account and Region, and nowhere else. */
export function checkBucketPlace(checks: InputChecks, scope: Construct, bucket: s3.IBucket): void {
  for (const [place, what] of [['region', 'Region'], ['account', 'account']] as const) {
    const here = Stack.of(scope)[place];
    if (Token.compareStrings(bucket.env[place], here) === TokenComparison.DIFFERENT) {
      checks.refuse(`bucket '${bucket.node.path}' is in ${what} ${bucket.env[place]}, and the alarms in ${here}: its metrics are where the bucket is. Make the alarms in a stack in ${bucket.env[place]}`);
    }
  }
}
