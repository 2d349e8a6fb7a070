import { Properties } from './deploy';
import { AccountKind } from './local-account';

/** A finding that only one of both has. */
export interface Difference {
  readonly bucket: string;
  readonly only: 'template' | 'live';
  readonly finding: string;
}

/** Why a server has others. */
interface VerdictGap {
  readonly servers: readonly AccountKind[];
  readonly rules: readonly string[];
  readonly only: Difference['only'];
  /** Of which buckets. */
  readonly of: (properties: Properties) => boolean;
  readonly why: string;
}

const VERDICT_GAPS: readonly VerdictGap[] = [
  {
    servers: ['moto'],
    rules: ['AclsDisabled', 'AclGranteesTrusted'],
    only: 'template',
    of: ({ AccessControl }) => ['PublicReadWrite', 'LogDeliveryWrite'].includes(AccessControl),
    why: 'of two grants of a canned ACL to a group moto keeps one',
  },
  {
    // No gap: the rules want it written, and not left to a default.
    // @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
    servers: ['moto', 'localstack'],
    rules: ['BlockPublicAccess', 'AclsDisabled'],
    only: 'template',
    of: ({ PublicAccessBlockConfiguration, OwnershipControls }) => PublicAccessBlockConfiguration === undefined && OwnershipControls === undefined,
    why: 'the template leaves to S3 what a new bucket has',
  },
];

/** Why a difference is there, if a gap explains it. */
export function explained(server: AccountKind, { only, finding }: Difference, properties: Properties): string | undefined {
  return gapsOf(server).find((gap) => gap.only === only && gap.rules.includes(ruleOf(finding)) && gap.of(properties))?.why;
}

/**
 * What gaps of a server explain nothing of any more, by rule: it has caught up, or the rule has changed. Such a row would hide the next
 * difference.
 */
export function staleGaps(server: AccountKind, differences: readonly { readonly finding: string; readonly why?: string }[]): string[] {
  return gapsOf(server).flatMap(({ why, rules }) => rules.filter((rule) => !differences.some((one) => one.why === why && ruleOf(one.finding) === rule))
    .map((rule) => `${rule}: ${why}`));
}

function ruleOf(finding: string): string {
  return /HardenedBucket-(\w+)/.exec(finding)![1];
}

function gapsOf(server: AccountKind): VerdictGap[] {
  return VERDICT_GAPS.filter(({ servers }) => servers.includes(server));
}
