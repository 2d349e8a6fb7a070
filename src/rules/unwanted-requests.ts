import { AskedPolicy, askedPolicy, PolicyOwner } from './asked-policy';
import { whicheverAccounts } from './open-accounts';
import { all, COMPLIANT, unknownVerdict, Verdict, violated } from './rule';
import { BucketFacts, PolicyFacts } from '../facts/bucket-facts';
import { actionsChoosing, REENCRYPTING, SSE } from '../policy/action-classes';
import { grantOf, undenied } from '../policy/questions/undenied';
import { SearchResult } from '../policy/search/goal';

/** A kind of request that has to be denied, anyone who sends it: written as a statement that would allow it. */
export interface UnwantedRequests {
  readonly actions: string | readonly string[];
  readonly on: 'objects' | 'bucket and objects';
  readonly condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Compliant iff whichever policy the bucket ends up with denies all these requests: nothing that any other policy allows
 * can bring one of them back. What gets through is shown as a request. Of several kinds the first that gets through is shown.
 */
export function requireDeny(facts: BucketFacts, unwanted: UnwantedRequests | readonly UnwantedRequests[], finding: string, message: string): Verdict {
  if (facts.policies.length === 0) {
    return violated(finding, `has no bucket policy, so nothing denies ${message}`, 'BucketPolicy');
  }
  return onEachPolicy(facts.policies, (policy) => requireDenyOf(policy, facts, unwanted, finding, message));
}

/**
 * One verdict on what every policy of a bucket should deny. What several lack is one finding, which names them all; what only
 * some lack comes of there being several.
 */
export function onEachPolicy(policies: readonly PolicyFacts[], check: (policy: PolicyFacts) => Verdict): Verdict {
  const verdicts = policies.map(check);
  const lacking = verdicts.flatMap((verdict) => verdict.kind === 'violations' ? verdict.violations : []);
  if (policies.length < 2 || lacking.length === 0) {
    return all(verdicts);
  }
  const names = policies.filter((_, i) => verdicts[i].kind === 'violations').map(({ address }) => address.logicalId);
  const [first] = lacking;
  return {
    kind: 'violations',
    violations: [{
      ...first,
      message: names.length === 1 ? first.message
        : first.message.replace(`has a bucket policy (${names[0]}) that does not`, `has ${names.length} bucket policies (${names.join(', ')}) that do not`),
      ...verdicts.some(({ kind }) => kind === 'compliant') ? { coveredBy: ONE_POLICY_ID } : {},
    }],
  };
}

/** Of the rule that a bucket has one policy. */
export const ONE_POLICY_ID = 'HardenedBucket-OnePolicy';

/** The same of one policy. */
export function requireDenyOf(policy: PolicyFacts, owner: PolicyOwner, unwanted: UnwantedRequests | readonly UnwantedRequests[], finding: string, message: string): Verdict {
  return whicheverAccounts(policy, owner, (one) => {
    const asked = askedPolicy(one, owner);
    const results = [unwanted].flat().map((kind) => undeniedOf(asked, kind));
    const result = results.find(({ kind }) => kind === 'found') ?? results.find(({ kind }) => kind === 'unknown') ?? NONE;
    return verdictOf(result, policy.address.logicalId, (request) => violated(
      finding, `has a bucket policy (${policy.address.logicalId}) that does not deny ${message}`, 'BucketPolicy.PolicyDocument', { request }));
  });
}

const NONE: SearchResult = { kind: 'none' };

/** What the reasoner found, as a verdict: a request that gets through is a violation. */
export function verdictOf(result: SearchResult, policy: string, violation: (request: Extract<SearchResult, { kind: 'found' }>['request']) => Verdict): Verdict {
  switch (result.kind) {
    case 'none': return COMPLIANT;
    case 'unknown': return unknownVerdict(`bucket policy ${policy}${result.reason.where ? `, ${result.reason.where}` : ''}: ${result.reason.message}`);
    case 'found': return violation(result.request);
  }
}

function undeniedOf(asked: AskedPolicy, { actions, on, condition }: UnwantedRequests): SearchResult {
  const grant = {
    Principal: '*',
    Action: actions,
    Resource: [`${asked.bucket}/*`, ...on === 'objects' ? [] : [asked.bucket]],
    Condition: JSON.parse(asked.standIn(JSON.stringify(condition))) as object,
  };
  return asked.ask(`undenied ${JSON.stringify(grant)}`, () => undenied(asked.document, grantOf(grant)));
}

export const REQUESTS_WITHOUT_TLS: UnwantedRequests = {
  actions: 's3:*', on: 'bucket and objects', condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

/** Requests over a TLS older than this version. */
export function requestsBelowTls(version: string): UnwantedRequests {
  return { actions: 's3:*', on: 'bucket and objects', condition: { NumericLessThan: { 's3:TlsVersion': version } } };
}

/** PUTs encrypted with a key that the customer sends along (SSE-C). */
export const PUTS_WITH_CUSTOMER_PROVIDED_KEY: UnwantedRequests = putsWhere('customerAlgorithm', { Null: { [SSE.customerAlgorithm]: 'false' } });

/**
 * CloudTrail, whose digests are encrypted with SSE-S3 whatever the key of the trail: a bucket that denied them would archive
 * logs that nobody can validate.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
 */
export const CHOOSES_ITS_ENCRYPTION = 'cloudtrail.amazonaws.com';

const BY_OTHERS = { 'aws:PrincipalServiceName': CHOOSES_ITS_ENCRYPTION };

/** PUTs that name an encryption algorithm other than these. */
export function putsWithAlgorithmOtherThan(allowed: readonly string[]): UnwantedRequests {
  return putsWhere('algorithm', { Null: { [SSE.algorithm]: 'false' }, StringNotEquals: { [SSE.algorithm]: allowed, ...BY_OTHERS } });
}

/** PUTs that name an encryption algorithm and not this key: another one, or none, which means the AWS managed key. */
export function putsWithKeyOtherThan(keyArn: string): UnwantedRequests {
  return putsWhere('kmsKey', { Null: { [SSE.algorithm]: 'false' }, StringNotEquals: { [SSE.kmsKey]: keyArn, ...BY_OTHERS } });
}

/** Encrypting an object again, where it is, with another key: the request names it, with the algorithm or without. */
export function reencryptionWithKeyOtherThan(keyArn: string): UnwantedRequests {
  return { actions: REENCRYPTING, on: 'objects', condition: { Null: { [SSE.kmsKey]: 'false' }, StringNotEquals: { [SSE.kmsKey]: keyArn, ...BY_OTHERS } } };
}

/** Encrypting an object again, where it is, which is SSE-KMS with one layer. */
export const REENCRYPTION_WITH_KMS: UnwantedRequests = { actions: REENCRYPTING, on: 'objects', condition: { StringEquals: { [SSE.algorithm]: 'aws:kms' } } };

function putsWhere(key: keyof typeof SSE, condition: UnwantedRequests['condition']): UnwantedRequests {
  return { actions: actionsChoosing(key), on: 'objects', condition };
}
