/** The name of the pack, as it stands before the ids in reports and acknowledgements. */
export const PACK = 'HardenedBucketChecks';

/** What CDK puts before an id that names no pack. */
const PREFIXES = ['', `${PACK}::`, 'Annotation::', 'annotation::'];

/** The id of an acknowledgment as users write it. */
export function withoutPrefix(id: string): string {
  const prefix = PREFIXES.find((one) => one !== '' && id.startsWith(one)) ?? '';
  return id.slice(prefix.length);
}

/**
 * The ids under which a finding can be acknowledged: `RULE` for all findings of the rule and `RULE[evidence]` for this one,
 * each alone, behind the name of the pack, or as CDK writes it for annotations.
 *
 * CDK and cdk-nag compare ids to the letter, so that acknowledging a rule does not cover its findings. Here it does.
 */
export function acknowledgementsOf(rule: string, evidence: string): ReadonlySet<string> {
  return new Set([rule, `${rule}[${evidence}]`].flatMap((id) => PREFIXES.map((prefix) => prefix + id)));
}
