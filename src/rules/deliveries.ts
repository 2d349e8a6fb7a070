import { isSseS3 } from './encryption';
import { Fixes } from './fixes';
import { all, COMPLIANT, judge, Rule, unknownVerdict, Verdict, violated } from './rule';
import { BucketFacts, DeliveryFacts } from '../facts/bucket-facts';
import { DeliveryRow, Requirement } from '../facts/delivery-table';
import { constructNameOf } from '../template/construct-name';
import { mapKnown } from '../template/known';

export const DELIVERIES_POSSIBLE: Rule = {
  id: 'HardenedBucket-DeliveriesPossible',
  title: 'every service that is to deliver to the bucket can',
  why: 'Some services cannot write to a bucket with SSE-KMS, with ACLs off, or with a default lock. Their logs are lost, and most of them say nothing.',
  fix: 'let the service deliver to a bucket that it can write to: AccessLogsBucket for the access logs of load balancers and the audit logs of Redshift',
  example: "const logs = new AccessLogsBucket(this, 'Logs', { logSources: [AccessLogSource.REDSHIFT] });",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  notLive: 'what delivers to the bucket is not read from the account',
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
    fixesOf(row, need),
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

/** What a template has to say instead, by what the bucket does not meet. */
const INSTEAD: Readonly<Record<Requirement, string>> = {
  'SSE-S3': 'deliver to a separate bucket with SSEAlgorithm AES256 in BucketEncryption',
  // CloudFront's own; what CDK deploys with an ACL is in no other template.
  'ACLs': 'use standard logging v2, which delivers without ACLs: AWS::Logs::DeliverySource, AWS::Logs::DeliveryDestination and AWS::Logs::Delivery',
  'no default retention': 'deliver to a separate bucket without a DefaultRetention in ObjectLockConfiguration',
};

function fixesOf({ instead, see, type }: DeliveryRow, need: Requirement): { readonly fix: string; readonly fixes: Fixes } {
  const cdk = `${instead[0].toLowerCase()}${instead.slice(1)} (${see})`;
  return { fix: cdk, fixes: { cloudFormation: `let ${type} ${INSTEAD[need]} (${see})`, cdk } };
}
