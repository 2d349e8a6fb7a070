import { aws_s3 as s3, IEnvironmentAware, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { InputChecks } from '../input/input-checks';

/** Refuses a bucket elsewhere: what AWS measures and records of a bucket is in its own account and Region, and nowhere else. */
export function checkBucketPlace(checks: InputChecks, scope: Construct, bucket: s3.IBucket): void {
  checkPlace(checks, scope, 'bucket', bucket, (there) => `its metrics are where the bucket is. Make the alarms in a stack in ${there}`);
}

/** Refuses what is in another account or Region than this scope, as far as that is known, and advises by where it is. */
export function checkPlace(
  checks: InputChecks, scope: Construct, prop: string, value: IEnvironmentAware & IConstruct | undefined, advice: (there: string, here: string) => string,
): void {
  for (const [place, what] of [['region', 'Region'], ['account', 'account']] as const) {
    const here = Stack.of(scope)[place];
    if (value && Token.compareStrings(value.env[place], here) === TokenComparison.DIFFERENT) {
      checks.refuse(`${prop} '${value.node.path}' is in ${what} ${value.env[place]}, and the alarms in ${here}: ${advice(value.env[place], here)}`);
    }
  }
}
