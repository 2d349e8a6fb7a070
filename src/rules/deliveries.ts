import { isSseS3 } from './encryption';
import { all, COMPLIANT, judge, Rule, unknownVerdict, Verdict, violated } from './rule';
import { BucketFacts, DeliveryFacts } from '../facts/bucket-facts';
import { constructNameOf } from '../facts/construct-name';
import { DeliveryRow, Requirement } from '../facts/delivery-table';
import { mapKnown } from '../facts/known';

export const DELIVERIES_POSSIBLE: Rule = {
  id: 'HardenedBucket-DeliveriesPossible',
  title: 'every service that is to deliver to the bucket can',
  why: 'Some services cannot write to a bucket with SSE-KMS, with ACLs off, or with a default lock. Their logs are lost, and most of them say nothing.',
  fix: 'let the service deliver to a bucket that it can write to: AccessLogsBucket for the access logs of load balancers and the audit logs of Redshift',
  example: "const logs = new AccessLogsBucket(this, 'Logs', { logSources: [AccessLogSource.REDSHIFT] });",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  check: (facts) => all(facts.deliveries.map((delivery) => all(delivery.row.needs.map((need) => verdictOn(delivery, need, facts))))),
};

/** What each requirement comes to for a bucket that does not meet it, as the end of a sentence. */
const UNMET: Readonly<Record<Requirement, string>> = {
  'SSE-S3': 'with SSE-KMS',
  'ACLs': 'with ACLs off',
  'no default retention': 'that locks new objects by default',
};

function verdictOn({ row, address: { logicalId }, constructPath, path, deployed }: DeliveryFacts, need: Requirement, facts: BucketFacts): Verdict {
  const place = `${constructNameOf(constructPath) ?? logicalId} (${row.type})`;
  return judge(isUnmet(need, facts), (unmet) => !unmet ? COMPLIANT : !deployed.known ? unknownVerdict(deployed.reason) : violated(
    `${logicalId}.${path.replace(/[^A-Za-z0-9.]/g, '')}`,
    `is to receive ${row.delivers} from ${place}, which AWS does not deliver to a bucket ${UNMET[need]}`,
    'BucketEncryption',
    { fix: fixOf(row) },
  ));
}

/** Whether the service surely cannot write to the bucket. */
export function isImpossible({ row: { needs } }: DeliveryFacts, facts: BucketFacts): boolean {
  return needs.map((need) => isUnmet(need, facts)).some((unmet) => unmet.known && unmet.value);
}

function isUnmet(need: Requirement, { encryption: { algorithm }, objectOwnership, defaultRetention }: BucketFacts) {
  switch (need) {
    case 'SSE-S3': return mapKnown(algorithm, (name) => !isSseS3(name));
    // Off is what S3 makes of an absent setting.
    case 'ACLs': return mapKnown(objectOwnership, (name) => name === undefined || name === 'BucketOwnerEnforced');
    case 'no default retention': return defaultRetention;
  }
}

function fixOf({ instead, see }: DeliveryRow): string {
  return `${instead[0].toLowerCase()}${instead.slice(1)} (${see})`;
}
