import { Severity } from '../rules/finding';
import { RuleLevel } from '../rules/rule';

/** The one environment variable of the handler: JSON of `WatchSettings`, written by the construct and read by the handler. */
export const WATCH_SETTINGS = 'WATCH_SETTINGS';

/** What the construct tells its handler. */
export interface WatchSettings {
  readonly level: RuleLevel;
  readonly excludedRules: readonly string[];
  /** Findings of this severity and above are reported. */
  readonly reportFrom: Severity;
  readonly stateTable: string;
  readonly topicArn: string;
  readonly queueUrl: string;
  /** The EventBridge bus that `Bucket Noncompliant` and `Bucket Compliant` are sent to. */
  readonly eventBus: string;
  /** Findings go to Security Hub, too, in its own format. */
  readonly securityHub: boolean;
  /** The repairs that are allowed, each with the role that it runs as. */
  readonly repairs: readonly { readonly id: string; readonly roleArn: string }[];
  /** Whether repairs are only planned, and said in the report. */
  readonly dryRun: boolean;
  /** Buckets that are neither judged nor repaired, by name. */
  readonly excludedBuckets: readonly string[];
  /** The model that buckets are compared with: by this tag of the bucket, or this one where it has none. */
  readonly model: { readonly tag?: string; readonly byDefault?: string };
  /** AWS Config evaluations are put for invocations by its rule. */
  readonly repairOptions: Readonly<Record<string, unknown>>;
  /** How long a bucket that the watch has not seen before may take to be complete: until then nothing is reported. @default 120 */
  readonly settleSeconds?: number;
  /** How long a service may take to answer one attempt of a call. @default 10 */
  readonly requestSeconds?: number;
  /** How often the same repair is applied to one bucket within 24 hours. @default 3 */
  readonly repairsPerDay?: number;
  /** The sweep leaves buckets of other Regions to the watches there. @default false */
  readonly ownRegionOnly?: boolean;
}

/** The call that made the watch look at a bucket, as CloudTrail has it. */
export interface ChangeCause {
  readonly event: string;
  /** The ARN of the caller, or what else names it. */
  readonly by: string;
  readonly at: string;
  /** The address or AWS service that it came from. */
  readonly from?: string;
}

/** What stands in a message of the watch's queue besides events of CloudTrail. */
export type WatchMessage =
  | { readonly kind: 'sweep' }
  | { readonly kind: 'buckets'; readonly names: readonly string[]; readonly causes?: Readonly<Record<string, ChangeCause>> };
