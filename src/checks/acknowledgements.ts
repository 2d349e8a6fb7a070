import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgementsOf } from '../rules/acknowledgement';

/** Says whether a finding is acknowledged on the construct or anything around it, up to the app. */
export function isAcknowledged(construct: IConstruct, rule: string, evidence: string): boolean {
  const acknowledged = acknowledgedOn(construct);
  return acknowledged.length > 0 && [...acknowledgementsOf(rule, evidence)].some((id) => acknowledged.includes(id));
}

function acknowledgedOn(construct: IConstruct): string[] {
  const ids: string[] = [];
  for (let node: IConstruct | undefined = construct; node; node = node.node.scope) {
    for (const { type, data } of node.node.metadata) {
      if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && data) {
        ids.push(...Object.keys(data));
      }
    }
  }
  return ids;
}
