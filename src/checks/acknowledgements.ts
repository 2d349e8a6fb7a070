import { Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Judging } from './judging';
import { acknowledgementsOf } from '../rules/acknowledgement';
import { Finding } from '../rules/finding';
import { Acknowledgement, UnusedAcknowledgements } from '../rules/unused-acknowledgements';
import { BucketIndex } from '../synth/bucket-index';

/** Says whether a finding is acknowledged on the construct or anything around it, up to the app. */
export function isAcknowledged(construct: IConstruct, rule: string, evidence: string): boolean {
  const acknowledged = construct.node.scopes.flatMap(acknowledgedOn).map(({ id }) => id);
  return acknowledged.length > 0 && [...acknowledgementsOf(rule, evidence)].some((id) => acknowledged.includes(id));
}

/** A finding on an acknowledgment, and where that is. */
export interface FindingOnConstruct {
  readonly construct: IConstruct;
  readonly finding: Finding;
}

/** What is wrong with the acknowledgments on these constructs: what nobody acknowledges, no baseline has, and nobody has reported yet. */
export function findingsOnAcknowledgements(constructs: readonly IConstruct[], index: BucketIndex, judging: Judging): FindingOnConstruct[] {
  const { judged, check, known, reported } = judging;
  const unused = new UnusedAcknowledgements(judged, check);
  return constructs.flatMap((construct) => acknowledgedOn(construct).flatMap((acknowledgement) => {
    const findings = unused.of(acknowledgement).filter(({ rule, evidence }) => !isAcknowledged(construct, rule, evidence.id));
    return (known ? known.newOf(findings, index) : findings)
      .filter(({ rule, evidence }) => reported.isNew(construct, rule, evidence.id))
      .map((finding) => ({ construct, finding }));
  }));
}

function acknowledgedOn(construct: IConstruct): Acknowledgement[] {
  const acknowledged = construct.node.metadata.filter(({ type, data }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && data);
  if (acknowledged.length === 0) {
    return [];
  }
  const stack = construct.node.scopes.filter(Stack.isStack).at(-1);
  return acknowledged.flatMap(({ data }) => Object.entries(data as object).map(([id, reason]) => ({ construct: construct.node.path, template: stack?.node.path ?? '', id, reason })));
}
