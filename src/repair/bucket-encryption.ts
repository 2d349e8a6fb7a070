import { answered } from './read-answer';
import { SettingChange } from './setting-step';
import { LiveBucket } from '../facts/live-bucket';
import { known, Known } from '../template/known';

/** How a bucket encrypts, as GetBucketEncryption has it: S3 accepts one rule. */
export interface EncryptionRule {
  readonly ApplyServerSideEncryptionByDefault?: { readonly SSEAlgorithm?: string; readonly KMSMasterKeyID?: string };
  readonly BucketKeyEnabled?: boolean;
  readonly BlockedEncryptionTypes?: { readonly EncryptionType?: readonly string[] };
}

interface EncryptionAnswer {
  readonly ServerSideEncryptionConfiguration?: { readonly Rules?: readonly EncryptionRule[] };
}

/** The rule of the bucket; undefined where nothing is configured, and S3 encrypts with its own keys. */
export function encryptionOf(bucket: LiveBucket): Known<EncryptionRule | undefined> {
  const answer = answered<EncryptionAnswer>(bucket, 'GetBucketEncryption');
  return answer.known ? known(answer.value?.ServerSideEncryptionConfiguration?.Rules?.[0]) : answer;
}

/** Puts a rule in the place of the one that is there. */
export function putEncryption(current: EncryptionRule | undefined, rule: EncryptionRule): Pick<SettingChange, 'call' | 'input' | 'undo'> {
  const put = (one: EncryptionRule) => ({ call: 'PutBucketEncryption', input: { ServerSideEncryptionConfiguration: { Rules: [one] } } });
  return { ...put(rule), undo: current === undefined ? { call: 'DeleteBucketEncryption', input: {} } : put(current) };
}
