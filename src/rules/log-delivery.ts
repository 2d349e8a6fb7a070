import { COMPLIANT, unknownVerdict, Verdict, violated } from './rule';
import { spellings } from './unwanted-requests';
import { BucketFacts } from '../facts/bucket-facts';
import { UNDECIDED_ACCOUNT } from '../facts/symbol';
import { certain, Certainty, every, some } from '../policy/certainty';
import { matchesStatement } from '../policy/evaluate';
import { globCovers } from '../policy/glob';
import { ConditionClause, PolicyDocument, PolicyStatement, PolicyText, UNKNOWN_OPERATOR } from '../policy/policy-document';
import { PolicyRequest } from '../policy/policy-request';
import { UnknownValue } from '../policy/unknown-value';

const LOG_DELIVERY = 'logging.s3.amazonaws.com';

/** Compliant iff the bucket lets S3 deliver server access logs, and that on behalf of named accounts only. */
export function logDeliveryGranted(target: BucketFacts, subject: string): Verdict {
  let verdict = verdicts.get(target);
  if (!verdict) {
    verdict = judgeDelivery(target);
    verdicts.set(target, verdict);
  }
  return verdict.kind !== 'violations' ? verdict
    : { kind: 'violations', violations: verdict.violations.map((violation) => ({ ...violation, message: `${subject} ${violation.message}` })) };
}

/** Each of the buckets that log to it asks the same. */
const verdicts = new WeakMap<BucketFacts, Verdict>();

function judgeDelivery(target: BucketFacts): Verdict {
  const documents = target.policies.map(({ document }) => document);
  const undecided = unknownVerdict(`the policy of ${target.address.logicalId} is decided at deployment`);
  if (documents.some(({ unknowns }) => unknowns.length > 0)) {
    return undecided;
  }
  const denied = some(documents.flatMap((document) => document.statements.map((statement) => statement.effect === 'Deny' ? catchesDelivery(document, statement, target) : 'no')));
  if (denied === 'yes') {
    return violated('Denied', 'denies the delivery by logging.s3.amazonaws.com', 'BucketPolicy.PolicyDocument');
  }
  const grants = documents.flatMap(({ statements }) => statements).map((statement) => ({ grants: grantsDelivery(statement, target.arn), bound: isBoundToSource(statement) }));
  if (grants.every((grant) => grant.grants === 'no')) {
    return violated('NoGrant', 'does not allow logging.s3.amazonaws.com to s3:PutObject', 'BucketPolicy.PolicyDocument');
  }
  if (grants.some((grant) => grant.grants === 'yes' && grant.bound === 'no')) {
    return violated('AnySource', 'allows the delivery for every account: the grant lacks aws:SourceAccount', 'BucketPolicy.PolicyDocument');
  }
  // A grant that is not known is harmless beside one that is, as long as it is bound as well.
  return denied === 'no' && grants.some((grant) => grant.grants === 'yes') && grants.every((grant) => grant.grants === 'no' || grant.bound === 'yes') ? COMPLIANT : undecided;
}

/** Whether a Deny catches a delivery as S3 makes it: over TLS, by the service itself, for a bucket of the same account. */
function catchesDelivery(document: PolicyDocument, statement: PolicyStatement, { arn, account }: BucketFacts): Certainty {
  const [open, decided] = [true, false].map((wanted) => statement.conditions.filter((clause) => dependsOnSource(clause, account) === wanted));
  return every([
    some(spellings(`${arn}/log`).map((resource) => matchesStatement(document, { ...statement, conditions: decided }, deliveryTo(resource, account)))),
    ...open.map((): Certainty => 'unknown'),
  ]);
}

function deliveryTo(resource: string, account: string = UNDECIDED_ACCOUNT): PolicyRequest {
  return {
    principal: { Service: LOG_DELIVERY },
    action: 's3:PutObject',
    resource,
    context: { 'aws:SecureTransport': 'true', 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': LOG_DELIVERY, 'aws:SourceAccount': account },
  };
}

/** Whether the clause asks for what S3 sends along and nobody knows yet: an account that is not decided, compared with another text than itself. */
function dependsOnSource({ key, values }: ConditionClause, account: string | undefined): boolean {
  return key === 'aws:sourceaccount' && account === undefined && values.some((value) => value !== UNDECIDED_ACCOUNT);
}

function grantsDelivery({ effect, principals, actions, resources, malformed }: PolicyStatement, arn: string): Certainty {
  return effect !== 'Allow' || malformed ? 'no' : every([
    // A principal that is not known at all is read as an AWS one.
    some(principals.map(({ type, value }) => value instanceof UnknownValue ? 'unknown' : certain(type === 'Service' && value === LOG_DELIVERY))),
    anyText(actions, (action) => globCovers(action.toLowerCase(), 's3:putobject')),
    anyText(resources, (resource) => spellings(`${arn}/`).some((objects) => resource.startsWith(objects) || globCovers(resource, `${objects}*`))),
  ]);
}

function isBoundToSource({ conditions }: PolicyStatement): Certainty {
  return some(conditions.map(({ operator, key, values }) => operator === UNKNOWN_OPERATOR ? 'unknown'
    : operator !== 'StringEquals' || key !== 'aws:sourceaccount' || values.length === 0 ? 'no'
      : every(values.map((value) => value instanceof UnknownValue ? 'unknown' : 'yes'))));
}

/** Whether one of the texts passes the test. */
function anyText(texts: readonly PolicyText[], test: (text: string) => boolean): Certainty {
  return some(texts.map((text) => text instanceof UnknownValue ? 'unknown' : certain(test(text))));
}
