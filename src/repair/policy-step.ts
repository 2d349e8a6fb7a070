import { bucketPolicy, ownerOf, policyFacts, PolicyJson } from './bucket-policy';
import { provePolicyChange, whyRefusedByS3 } from './prove-policy-change';
import { RepairOptions, RepairPlan } from './repair';
import { NOTHING, refused, settingStep } from './setting-step';
import { LiveAccount, LiveBucket } from '../facts/live-bucket';
import { BadRequests } from '../rules/policy-change';
import { Rule, Verdict } from '../rules/rule';

/** A policy that keeps the rule, and which requests it is meant to lose. */
export interface PolicyEdit {
  readonly policy: PolicyJson;
  readonly bad: BadRequests;
  readonly before: string;
  readonly after: string;
}

/** What a bucket policy has to comply with, asked of the policy alone. */
export type PolicyCheck = NonNullable<Rule['checkLoosePolicy']>;

/** How a policy is changed: an edit, or the reason why none is safe. */
export type EditPolicy = (policy: PolicyJson) => PolicyEdit | { readonly refused: string };

/**
 * Plans a change of the bucket policy: nothing where the policy complies, and a change only if it is proved, S3 accepts it, and the policy
 * complies with it.
 */
export function planPolicyStep(bucket: LiveBucket, account: LiveAccount, { keepAccess = [] }: RepairOptions, check: PolicyCheck, edit: EditPolicy): RepairPlan {
  const policy = bucketPolicy(bucket);
  if (!policy.known) {
    return refused(policy.reason);
  }
  const before = verdictOn(bucket, policy.value, check);
  if (before.kind === 'compliant' || before.kind === 'notApplicable') {
    return NOTHING;
  }
  if (before.kind === 'unknown') {
    return refused(`whether the bucket needs it is not known: ${before.reason}`);
  }
  const edited = edit(policy.value);
  if ('refused' in edited) {
    return refused(edited.refused);
  }
  const proof = provePolicyChange({ bucket, before: policy.value, after: edited.policy, bad: edited.bad, keepAccess });
  if (proof.kind === 'refused') {
    return refused(proof.reason);
  }
  const after = verdictOn(bucket, edited.policy, check);
  if (after.kind === 'violations' || after.kind === 'unknown') {
    return refused(`the new policy would not be enough: ${after.kind === 'unknown' ? after.reason : `the bucket ${after.violations[0].message}`}`);
  }
  const problem = whyRefusedByS3(bucket, account, edited.policy);
  return problem !== undefined ? refused(problem) : {
    kind: 'steps',
    steps: [settingStep(bucket, { ...call(edited.policy), undo: call(policy.value), before: edited.before, after: edited.after, lost: proof.lost })],
  };
}

function verdictOn(bucket: LiveBucket, policy: PolicyJson, check: PolicyCheck): Verdict {
  return check(policyFacts(bucket, policy), ownerOf(bucket));
}

/** S3 accepts no policy without statements. */
function call(policy: PolicyJson) {
  return policy.Statement.length === 0 ? { call: 'DeleteBucketPolicy', input: {} } : { call: 'PutBucketPolicy', input: { Policy: JSON.stringify(policy) } };
}
