import { documentOf, ownerOf, policyFacts, PolicyJson } from './bucket-policy';
import { answered, valueOf } from './read-answer';
import { LiveAccount, LiveBucket } from '../facts/live-bucket';
import { PolicyDocument, PolicyStatement } from '../policy/policy-document';
import { PolicyRequest, readAwsIdentity } from '../policy/policy-request';
import { statementsOf, unreadIn } from '../policy/questions/compare';
import { grantOf } from '../policy/questions/undenied';
import { requestLine } from '../policy/request-text';
import { s3Public } from '../policy/s3-public';
import { findRequest } from '../policy/search/find-request';
import { SearchResult, UnknownReason } from '../policy/search/goal';
import { POLICY_ACCEPTED } from '../rules/policy-accepted';
import { BadRequests, deletedPrincipals, gained, isTaken, keptControl, onlyIn, POLICY_CONTROL, released, taken } from '../rules/policy-change';
import { POLICY_SIZE } from '../rules/policy-size';
import { Known } from '../template/known';

/** A change of a bucket's policy, and who must not be hurt by it. */
export interface PolicyChange {
  readonly bucket: LiveBucket;
  readonly before: PolicyJson;
  readonly after: PolicyJson;
  readonly bad: BadRequests;
  readonly keepAccess: readonly string[];
}

/** Whether a change may be sent: with an example of what is lost for each statement that changes, or why not. */
export type Proof = { readonly kind: 'proved'; readonly lost: readonly PolicyRequest[] } | { readonly kind: 'refused'; readonly reason: string };

/**
 * Proves that a change of a policy does nothing but what its rule asks for: it allows nothing more and denies nothing less, every
 * request that it takes away is a bad one, the account can still read, replace and delete the policy, and the identities that must
 * keep their access keep it. What cannot be shown within the reasoner's budget is refused.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function provePolicyChange(change: PolicyChange): Proof {
  const { bucket, before: was, after: is, bad, keepAccess } = change;
  const [before, after] = [documentOf(bucket, was), documentOf(bucket, is)];
  const unread = unreadIn([before, after]);
  const claims: (() => string | undefined)[] = [
    () => unread && unproved('what the policy decides', unread),
    () => none(gained(before, after), 'the new policy would allow what the old one does not', 'that the new policy allows nothing more'),
    () => none(released(before, after), 'the new policy would no longer deny', 'that the new policy denies nothing less'),
    () => none(taken(before, after, bad, { vocabulary: [bucket.account] }), 'a request would be lost that the rule does not object to', 'that nothing else is lost'),
    ...POLICY_CONTROL.map((action) => () => lockedOut(bucket, before, after, action)),
    ...keepAccess.map((arn) => () => takenFrom(arn, before, after, bad)),
  ];
  for (const claim of claims) {
    const problem = claim();
    if (problem !== undefined) {
      return { kind: 'refused', reason: problem };
    }
  }
  return { kind: 'proved', lost: examples(before, after) };
}

/** Why the account could no longer do this, if it could before. */
function lockedOut({ account, partition, name }: LiveBucket, before: PolicyDocument, after: PolicyDocument, action: string): string | undefined {
  const result = keptControl({ account, arn: `arn:${partition}:s3:::${name}` }, before, after, action);
  return result === undefined || result.kind === 'found' ? undefined : result.kind === 'unknown' ? unproved(`that account ${account} keeps ${action}`, result.reason)
    : `the new policy would deny ${action} to every principal of account ${account} but the root user`;
}

/** Why an identity would lose something other than what the rule forbids everyone. */
function takenFrom(arn: string, before: PolicyDocument, after: PolicyDocument, bad: BadRequests): string | undefined {
  const kept = readAwsIdentity(arn);
  if (!kept) {
    return `'${arn}' must keep its access, and is not the ARN of an IAM user, role or session`;
  }
  const itself = grantOf({ Principal: { AWS: arn }, Action: 's3:*', Resource: '*' });
  const result = taken(before, after, bad.kind !== 'callers' ? bad : { kind: 'callers', isBad: () => false }, {
    callers: ({ type, identity }) => type === 'AWS' && (identity!.arn === kept.arn || identity!.principalArn === kept.principalArn || (kept.kind === 'root' && identity!.account === kept.account)),
  }, [itself]);
  return none(result, `${arn} must keep its access and would lose a request`, `that ${arn} keeps its access`);
}

/** For each statement that changes a request that got through because of it, or because it was not there. */
function examples(before: PolicyDocument, after: PolicyDocument): PolicyRequest[] {
  const found = [
    ...onlyIn(after, before, 'Deny').map((deny) => deniedBy(deny, before, after)),
    ...onlyIn(before, after, 'Allow').map((allow) => findRequest({
      documents: [before, after],
      branches: [
        { match: [{ document: before, statement: allow }], miss: [...statementsOf(before, 'Deny'), ...statementsOf(after, 'Allow')] },
        ...statementsOf(after, 'Deny').map((deny) => ({ match: [{ document: before, statement: allow }, deny], miss: statementsOf(before, 'Deny') })),
      ],
      confirm: (request) => isTaken(before, after, request),
    })),
  ];
  return found.flatMap((result) => result.kind === 'found' ? [result.request] : []);
}

/** Best one that the policy itself allowed; else one that an identity policy may allow. */
function deniedBy(deny: PolicyStatement, before: PolicyDocument, after: PolicyDocument): SearchResult {
  const of = { document: after, statement: deny };
  const miss = statementsOf(before, 'Deny');
  return findRequest({
    documents: [before, after],
    branches: [...statementsOf(before, 'Allow').map((allow) => ({ match: [of, allow], miss })), { match: [of], miss }],
    confirm: (request) => isTaken(before, after, request),
  });
}

function none(result: SearchResult, found: string, claim: string): string | undefined {
  return result.kind === 'none' ? undefined : result.kind === 'unknown' ? unproved(claim, result.reason) : `${found}: ${requestLine(result.request)}`;
}

function unproved(claim: string, { where, message }: UnknownReason): string {
  return `${claim} could not be proved: ${where ? `${where}: ` : ''}${message}`;
}

/** Why S3 would refuse the policy; nothing, if it takes it. */
export function whyRefusedByS3(bucket: LiveBucket, account: LiveAccount, policy: PolicyJson): string | undefined {
  if (policy.Statement.length === 0) {
    return undefined;
  }
  const facts = policyFacts(bucket, policy);
  for (const rule of [POLICY_ACCEPTED, POLICY_SIZE]) {
    const verdict = rule.checkLoosePolicy!(facts, ownerOf(bucket));
    if (verdict.kind === 'violations') {
      return `S3 would refuse the new policy: the bucket ${verdict.violations[0].message}`;
    }
    if (verdict.kind === 'unknown') {
      return `whether S3 accepts the new policy is not known: ${verdict.reason}`;
    }
  }
  const deleted = deletedPrincipals(facts.document);
  if (deleted.length > 0) {
    return `S3 would refuse the new policy: ${deleted[0]}, a principal that was deleted. Remove it from the statement first`;
  }
  return refusedAsPublic(bucket, account, policy);
}

/** S3 refuses a public policy while Block Public Access says so for the bucket or the account. */
function refusedAsPublic(bucket: LiveBucket, account: LiveAccount, policy: PolicyJson): string | undefined {
  const { verdict } = s3Public(documentOf(bucket, policy));
  if (verdict === 'notPublic') {
    return undefined;
  }
  const settings = [answered<Settings>(bucket, 'GetPublicAccessBlock'), valueOf<Settings>(account.publicAccessBlock, 'GetPublicAccessBlock of the account')];
  const isOn = (one: Known<Settings | undefined>) => one.known && settingsIn(one.value).BlockPublicPolicy === true;
  const unread = settings.find((one) => !one.known);
  return settings.some(isOn) ? 'S3 would refuse the new policy: it is still public, and BlockPublicPolicy is on. Narrow the public statements in the same run'
    : unread && !unread.known ? `the new policy is still public, and whether S3 accepts it is not known: ${unread.reason}` : undefined;
}

interface Settings {
  readonly PublicAccessBlockConfiguration?: Readonly<Record<string, boolean | undefined>>;
}

/** The four settings, however deep the answer has them. */
export function settingsIn(answer: Settings | undefined): Readonly<Record<string, unknown>> {
  return answer?.PublicAccessBlockConfiguration ?? answer as Readonly<Record<string, unknown>> | undefined ?? {};
}

