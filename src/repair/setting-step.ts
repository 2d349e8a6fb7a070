import { RepairCall, RepairPlan, RepairStep } from './repair';
import { SETTING_CALLS } from './repair-calls';
import { LiveBucket } from '../facts/live-bucket';
import { PolicyRequest } from '../policy/policy-request';

/** A change of a setting, in words, and the parameters of its calls. */
export interface SettingChange {
  readonly call: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly undo: { readonly call: string; readonly input: Readonly<Record<string, unknown>> };
  readonly before: string;
  readonly after: string;
  readonly lost?: readonly PolicyRequest[];
}

export const NOTHING: RepairPlan = { kind: 'nothing' };

export function refused(reason: string): RepairPlan {
  return { kind: 'refused', reason };
}

export function steps(bucket: LiveBucket, ...changes: readonly SettingChange[]): RepairPlan {
  return { kind: 'steps', steps: changes.map((change) => settingStep(bucket, change)) };
}

/** One change as a step. Each call says whose bucket it means, so that one of the same name in another account is left alone. */
export function settingStep(bucket: LiveBucket, { call, input, undo, before, after, lost = [] }: SettingChange): RepairStep {
  const permissions = [...new Set([...SETTING_CALLS[call].permissions, ...SETTING_CALLS[undo.call].permissions])];
  return { ...callOn(bucket, call, input), undo: callOn(bucket, undo.call, undo.input), before, after, lost, permissions };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
function callOn({ name, account }: LiveBucket, call: string, input: Readonly<Record<string, unknown>>): RepairCall {
  return { service: 's3', call, input: { Bucket: name, ...input, ExpectedBucketOwner: account } };
}
