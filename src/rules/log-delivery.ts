import { AskedPolicy, askedPolicy, makeAskedPolicy } from './asked-policy';
import { whicheverAccounts } from './open-accounts';
import { all, COMPLIANT, unknownVerdict, Verdict, violated } from './rule';
import { verdictOf } from './unwanted-requests';
import { BucketFacts, PolicyFacts } from '../facts/bucket-facts';
import { Decision, evaluate } from '../policy/evaluate';
import { PolicyRequest } from '../policy/policy-request';
import { allowed } from '../policy/questions/compare';
import { vocabularyOf } from '../policy/search/vocabulary';

const LOG_DELIVERY = 'logging.s3.amazonaws.com';

/** Whose logs are delivered, and under which prefix. */
export interface LogSource {
  /** Absent: some bucket of the account. */
  readonly arn: string | undefined;
  readonly prefix: string;
}

/**
 * Compliant iff the bucket lets S3 deliver server access logs, and that on behalf of its own account only: those of one
 * bucket, or of any that the policy has in mind.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-general
 */
export function logDeliveryGranted(target: BucketFacts, subject: string, source?: LogSource): Verdict {
  const verdict = target.policies.length === 0 ? ofNoPolicy(target)
    : all(target.policies.map((each) => whicheverAccounts(each, target, (policy) => ofPolicy(policy, target, source))));
  return verdict.kind !== 'violations' ? verdict
    : { kind: 'violations', violations: verdict.violations.map((violation) => ({ ...violation, message: `${subject} ${violation.message}` })) };
}

function ofPolicy(policy: PolicyFacts, target: BucketFacts, source: LogSource | undefined): Verdict {
  const { address: { logicalId } } = policy;
  const asked = askedPolicy(policy, target);
  if (asked.document.unknowns.length > 0) {
    return unknownVerdict(`bucket policy ${logicalId}: ${asked.document.unknowns[0].message}`);
  }
  const foreign = verdictOf(foreignDelivery(asked), logicalId, (request) => violated(
    'AnySource', 'allows the delivery for other accounts: the grant lacks aws:SourceAccount, or has another account than its own', 'BucketPolicy.PolicyDocument', { request, at: policy.address }));
  const decisions = ownersOf(asked, policy, target).map((owned) => decisionOn(owned, source));
  const isAllowed = decisions.map((decision) => decision === 'unknown' ? undefined : decision === 'Allow');
  const own = isAllowed.every((is) => is === true) ? COMPLIANT
    : isAllowed.some((is) => is !== false) ? unknownVerdict(`whether bucket policy ${logicalId} lets ${LOG_DELIVERY} deliver for the bucket's own account is decided at deployment`)
      : decisions.includes('ExplicitDeny') ? violated('Denied', `denies the delivery by ${LOG_DELIVERY}`, 'BucketPolicy.PolicyDocument', { request: deliveryOf(asked, source), at: policy.address })
        : ofNoPolicy(target, deliveryOf(asked, source));
  return all([own, foreign]);
}

/** Buckets of old let S3 deliver by an ACL. */
function ofNoPolicy({ address, accessControl, objectOwnership, policies }: BucketFacts, request?: PolicyRequest): Verdict {
  const byAcl = accessControl.known && accessControl.value === 'LogDeliveryWrite' && objectOwnership.known && objectOwnership.value !== undefined && objectOwnership.value !== 'BucketOwnerEnforced';
  return byAcl ? COMPLIANT : violated('NoGrant', `does not allow ${LOG_DELIVERY} to s3:PutObject as it delivers logs`, 'BucketPolicy.PolicyDocument', { request, at: policies[0]?.address ?? address });
}

/** The policy for each account that the bucket's own may turn out to be. */
function ownersOf(asked: AskedPolicy, policy: PolicyFacts, { arn }: BucketFacts): AskedPolicy[] {
  const named = asked.accountIsDecided ? [] : asked.remember('accounts', () => [...vocabularyOf([asked.document]).accounts]).filter((id) => /^\d{12}$/.test(id) && id !== asked.account);
  return [asked, ...named.map((account) => makeAskedPolicy(policy, { account, arn }))];
}

/** What the policy says of a delivery: for the bucket, or else for whichever bucket it fits best. */
function decisionOn(asked: AskedPolicy, source: LogSource | undefined): Decision {
  const decisions = new Set<Decision>();
  for (const of of source ? [source] : sourcesOf(asked)) {
    decisions.add(evaluate(asked.document, deliveryOf(asked, of)).decision);
    if (decisions.has('Allow')) {
      break;
    }
  }
  return (['Allow', 'unknown', 'ExplicitDeny'] as const).find((decision) => decisions.has(decision)) ?? 'ImplicitDeny';
}

/** The buckets and prefixes that the policy has in mind. */
function sourcesOf({ bucket, document }: AskedPolicy): (LogSource | undefined)[] {
  const { constants, resources } = vocabularyOf([document]);
  const prefixes = ['', ...[...resources].filter((resource) => resource.startsWith(`${bucket}/`)).map((resource) => resource.slice(bucket.length + 1).split(/[*?$]/)[0])];
  const arns = [undefined, ...constants.get('aws:sourcearn') ?? []];
  return [...new Set(prefixes)].flatMap((prefix) => arns.map((arn) => ({ arn, prefix })));
}

/** A delivery as S3 makes it: over TLS, by the service itself, with the source but without an ACL or encryption header. */
function deliveryOf(asked: AskedPolicy, source: LogSource | undefined): PolicyRequest {
  return {
    principal: { Service: LOG_DELIVERY },
    action: 's3:PutObject',
    resource: `${asked.bucket}/${source?.prefix ?? ''}2026-01-01-00-00-00-0123456789ABCDEF`,
    context: {
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': LOG_DELIVERY,
      'aws:SourceAccount': asked.account,
      'aws:SourceArn': source?.arn !== undefined ? asked.standIn(source.arn) : `${asked.bucket.replace(/:::.*/, ':::')}some-bucket-of-this-account`,
    },
  };
}

/** Finds a delivery for another account that the policy allows. Where the own one is not decided, one that is named may be it. */
function foreignDelivery(asked: AskedPolicy) {
  return asked.ask('log delivery for others', () => allowed(asked.document, {
    vocabulary: [asked.account, LOG_DELIVERY],
    keys: ['aws:sourceaccount', 'aws:principalservicename'],
    actions: ({ name }) => name === 's3:PutObject',
    callers: ({ type, principal, sourceAccount }) => type === 'Service' && Object.values(principal as object)[0] === LOG_DELIVERY
      && (sourceAccount === undefined || sourceAccount === 'elsewhere' || (asked.accountIsDecided && sourceAccount !== asked.account)),
  }));
}
