import { LiveAccount, LiveBucket } from '../facts/live-bucket';
import { PolicyRequest } from '../policy/policy-request';

/** One call that changes a bucket, as the AWS SDK takes it: `{ call: 'PutBucketPolicy', input: { Bucket, Policy } }`. */
export interface RepairCall {
  readonly service: 's3' | 's3control';
  readonly call: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A change of one setting, with what puts back what was there before. */
export interface RepairStep extends RepairCall {
  /** The IAM actions that the call needs. */
  readonly permissions: readonly string[];
  /** What undoes it. */
  readonly undo: RepairCall;
  /** What the setting was and will be, for people. */
  readonly before: string;
  readonly after: string;
  /** Requests that got through before and will not, as the reasoner found them: an example for each statement that changes. */
  readonly lost: readonly PolicyRequest[];
}

/** What a repair would do to a bucket. */
export type RepairPlan =
  | { readonly kind: 'nothing' }
  /** It could do harm, or cannot be proved not to. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'steps'; readonly steps: readonly RepairStep[] };

/** A repair of what one rule asks for: a row of data with a pure function. */
export interface Repair {
  /** Public API: never changed and never used again. `block-public-access` */
  readonly id: string;
  readonly title: string;
  /** The rules whose findings it repairs. */
  readonly rules: readonly string[];
  /** The IAM actions that it needs, beyond those of reading. */
  readonly permissions: readonly string[];
  plan(bucket: LiveBucket, account: LiveAccount, options: RepairOptions): RepairPlan;
}

/** What repairs have to be told, since no bucket says it. */
export interface RepairOptions {
  /** The bucket that server access logs are delivered to. */
  readonly accessLogsBucket?: string;
  /** The key that buckets without a customer managed key are encrypted with; the AWS managed one unless given. */
  readonly encryptionKeyArn?: string;
  /** The lowest version of TLS that requests may use. @default '1.2' */
  readonly minimumTlsVersion?: string;
  /**
   * Identities that must keep their access: a repair that takes any of it away is refused. ARNs.
   *
   * What a rule denies to every caller, such as requests without TLS, they lose, too.
   */
  readonly keepAccess?: readonly string[];
  /** The organization that public statements are narrowed to; the bucket's own account unless given. */
  readonly organizationId?: string;
  /** The log bucket as it was read, so that it is checked before logs are sent there. */
  readonly accessLogsTarget?: LiveBucket;
  /** After how many days incomplete uploads are aborted. @default 7 */
  readonly incompleteUploadsDays?: number;
  /** For how many days noncurrent versions are kept; they are not deleted unless this says so. */
  readonly noncurrentVersionsDays?: number;
}
