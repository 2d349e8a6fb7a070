import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Says whether a finding is acknowledged on the construct or anything around it, up to the app.
 *
 * CDK and cdk-nag compare ids to the letter, so that acknowledging a rule does not cover its findings. Here `RULE` covers
 * all findings of the rule and `RULE[finding]` that one, each alone or behind the name of the pack.
 */
export function isAcknowledged(construct: IConstruct, pack: string, rule: string, finding: string): boolean {
  const ids = [rule, `${rule}[${finding}]`];
  const accepted = new Set(ids.flatMap((id) => [id, `${pack}::${id}`, ...ANNOTATION_PREFIXES.map((prefix) => prefix + id)]));
  for (let node: IConstruct | undefined = construct; node; node = node.node.scope) {
    for (const { type, data } of node.node.metadata) {
      if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && data && Object.keys(data).some((id) => accepted.has(id))) {
        return true;
      }
    }
  }
  return false;
}

/** What CDK puts before an id that names no pack. */
const ANNOTATION_PREFIXES = ['Annotation::', 'annotation::'];
