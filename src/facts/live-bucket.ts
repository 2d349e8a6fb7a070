import { Template } from './template';

/** What one read call of S3 answered: the value, that nothing is configured, or why it is not known. */
export type LiveAnswer<T = unknown> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A bucket as it is in an account: its place, and what each read call answered, by the name of the call. */
export interface LiveBucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** The output of each call as the AWS SDK has it, by the call's name (`GetBucketPolicy`). What was not asked for is not there. */
  readonly answers: Readonly<Record<string, LiveAnswer>>;
}

/** What is read once for an account and Region, and counts for all of its buckets. */
export interface LiveAccount {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** The account-level Block Public Access settings: S3 applies the most restrictive of these and the bucket's. */
  readonly publicAccessBlock: LiveAnswer;
  /** Keys of the account that buckets are encrypted with, by the ARN or id as the bucket names it: DescribeKey, GetKeyRotationStatus, GetKeyPolicy. */
  readonly keys: Readonly<Record<string, { readonly arn: LiveAnswer<string>; readonly policy: LiveAnswer; readonly rotation: LiveAnswer<boolean> }>>;
  /** The alarms of CloudWatch in the Region, as DescribeAlarms has them. */
  readonly alarms: LiveAnswer<readonly unknown[]>;
}

/** The template that would make these buckets as they are, so that the same rules judge them. */
export function liveTemplate(_account: LiveAccount, _buckets: readonly LiveBucket[]): Template {
  throw new Error('not yet');
}
