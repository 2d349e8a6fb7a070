import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgementsOf } from '../rules/acknowledgement';

/** Says whether a finding is acknowledged on the construct or anything around it, up to the app. */
export function isAcknowledged(construct: IConstruct, rule: string, evidence: string): boolean {
  const accepted = acknowledgementsOf(rule, evidence);
  for (let node: IConstruct | undefined = construct; node; node = node.node.scope) {
    for (const { type, data } of node.node.metadata) {
      if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && data && Object.keys(data).some((id) => accepted.has(id))) {
        return true;
      }
    }
  }
  return false;
}
