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

/** A KMS key, by what `DescribeKey`, `GetKeyPolicy` and `GetKeyRotationStatus` answered. */
export interface LiveKey {
  readonly arn: LiveAnswer<string>;
  /** `AWS` or `CUSTOMER`; not there where nobody asked. */
  readonly manager?: LiveAnswer<string>;
  /** The key policy: JSON, or its text. */
  readonly policy: LiveAnswer;
  readonly rotation: LiveAnswer<boolean>;
}

/** What is read once for an account and Region, and counts for all of its buckets. */
export interface LiveAccount {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** The account-level Block Public Access settings: S3 applies the most restrictive of these and the bucket's. */
  readonly publicAccessBlock: LiveAnswer;
  /** Keys of the account that buckets are encrypted with, by the ARN, id or alias as the bucket names it. */
  readonly keys: Readonly<Record<string, LiveKey>>;
  /** The alarms of CloudWatch in the Region, as DescribeAlarms has them. */
  readonly alarms: LiveAnswer<readonly unknown[]>;
}
