import { all, COMPLIANT, unknownVerdict, Verdict, violated } from './rule';
import { BucketFacts } from '../facts/bucket-facts';
import { Certainty, some } from '../policy/certainty';
import { guaranteedDeny, UnwantedRequest } from '../policy/guaranteed-deny';
import { ConditionClause, PolicyText } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';

/** Compliant iff whichever policy the bucket ends up with denies these requests to everyone. */
export function requireDeny(facts: BucketFacts, request: UnwantedRequest, finding: string, message: string): Verdict {
  if (facts.policies.length === 0) {
    return violated(finding, `has no bucket policy, so nothing denies ${message}`, 'BucketPolicy');
  }
  return all(facts.policies.map((policy) => {
    switch (guaranteedDeny(policy.document, request)) {
      case 'yes': return COMPLIANT;
      case 'unknown': return unknownVerdict(`a value of bucket policy ${policy.address.logicalId} is decided at deployment`);
      case 'no': return violated(finding, `has a bucket policy (${policy.address.logicalId}) that does not deny ${message}`, 'BucketPolicy.PolicyDocument');
    }
  }));
}

/** Requests without TLS. A multi-valued condition is an OR, so one value that holds is enough. */
export function requestsWithoutTls(facts: BucketFacts): UnwantedRequest {
  return {
    actions: ['s3:*'],
    resources: [bucket(facts), objects(facts)],
    holds: ({ operator, key, values }) => is(key, 'aws:securetransport', operator, 'Bool') ? anyValue(values, (v) => v.toLowerCase() === 'false') : 'no',
  };
}

/** Requests over a TLS older than this version. */
export function requestsBelowTls(facts: BucketFacts, version: number): UnwantedRequest {
  return {
    actions: ['s3:*'],
    resources: [bucket(facts), objects(facts)],
    holds: ({ operator, key, values }) => is(key, 's3:tlsversion', operator, 'NumericLessThan') ? anyValue(values, (v) => /^\d+(\.\d+)?$/.test(v) && Number(v) >= version) : 'no',
  };
}

/** PUTs encrypted with a key that the customer sends along (SSE-C). */
export function putsWithCustomerProvidedKey(facts: BucketFacts): UnwantedRequest {
  return putsWhere(facts, (clause) => isPresent(clause, `${SSE}-customer-algorithm`));
}

/** PUTs that name an encryption algorithm other than these. */
export function putsWithAlgorithmOtherThan(facts: BucketFacts, allowed: readonly string[]): UnwantedRequest {
  return putsWhere(facts, (clause) => some([
    isPresent(clause, SSE),
    is(clause.key, SSE, clause.operator, 'StringNotEquals') ? everyValue(clause.values, (value) => allowed.includes(value)) : 'no',
  ]));
}

/** PUTs that name an encryption algorithm and not this key: another one, or none, which means the AWS managed key. */
export function putsWithKeyOtherThan(facts: BucketFacts, keyArn: string): UnwantedRequest {
  return putsWhere(facts, (clause) => some([
    isPresent(clause, SSE),
    ['ArnNotEquals', 'ArnNotLike', 'StringNotEquals'].some((operator) => is(clause.key, `${SSE}-aws-kms-key-id`, clause.operator, operator))
      ? everyValue(clause.values, (value) => value === keyArn) : 'no',
  ]));
}

const SSE = 's3:x-amz-server-side-encryption';

function putsWhere(facts: BucketFacts, holds: (clause: ConditionClause) => Certainty): UnwantedRequest {
  return { actions: ['s3:PutObject'], resources: [objects(facts)], holds };
}

function bucket(facts: BucketFacts): string[] {
  return spellings(facts.arn);
}

function objects(facts: BucketFacts): string[] {
  return spellings(`${facts.arn}/*`);
}

/**
 * The partition may be spelled out or left to CloudFormation. S3 refuses a policy whose resource is not the bucket's,
 * so a wrong partition cannot pass for a right one.
 */
export function spellings(arn: string): string[] {
  const [, ...rest] = arn.slice('arn:'.length).split(':');
  return [arn, ...PARTITIONS.map((partition) => ['arn', partition, ...rest].join(':'))];
}

/** @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc'];

/** The key is this one and the operator is this one, with or without IfExists, which never makes a condition narrower. */
function is(key: string, expectedKey: string, operator: string, expectedOperator: string): boolean {
  return key === expectedKey && operator.replace(/IfExists$/, '') === expectedOperator;
}

function isPresent({ operator, key, values }: ConditionClause, expectedKey: string): Certainty {
  return operator === 'Null' && key === expectedKey ? anyValue(values, (value) => value.toLowerCase() === 'false') : 'no';
}

function anyValue(values: readonly PolicyText[], test: (value: string) => boolean): Certainty {
  return values.some((value) => typeof value === 'string' && test(value)) ? 'yes' : values.some((value) => value instanceof UnknownValue) ? 'unknown' : 'no';
}

/** Holds for a negated operator. Without values it holds nothing: what IAM makes of that is not documented. */
function everyValue(values: readonly PolicyText[], test: (value: string) => boolean): Certainty {
  return values.length === 0 || values.some((value) => typeof value === 'string' && !test(value)) ? 'no' : values.some((value) => value instanceof UnknownValue) ? 'unknown' : 'yes';
}
