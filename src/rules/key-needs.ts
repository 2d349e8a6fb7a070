import { certain, Certainty, not, some } from '../policy/certainty';
import { globCovers } from '../policy/glob';
import { PolicyStatement } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';

/** An action on the key that S3 performs for anyone who performs an action on an object. */
export interface KeyNeed {
  readonly s3Action: string;
  readonly keyAction: 'kms:Decrypt' | 'kms:GenerateDataKey';
}

/**
 * Which action on the key each action on an object needs. Of several actions with the same need one stands for all.
 *
 * `s3:ReplicateObject` is not among them: a replica has the key that the replication rule names, not that of its bucket.
 */
const NEEDS: readonly KeyNeed[] = [
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
  { s3Action: 's3:GetObject', keyAction: 'kms:Decrypt' },
  { s3Action: 's3:GetObjectVersion', keyAction: 'kms:Decrypt' },
  { s3Action: 's3:PutObject', keyAction: 'kms:GenerateDataKey' },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
  { s3Action: 's3:GetObjectVersionForReplication', keyAction: 'kms:Decrypt' },
];

/**
 * An upload in parts decrypts the parts before it assembles them. Who may list or abort parts is meant to upload in parts.
 *
 * @see https://repost.aws/knowledge-center/s3-large-file-encryption-kms-key
 */
const PARTS: readonly string[] = ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];

/** The services that upload in parts, as AWS documents the key policy that they need. */
const SERVICES_THAT_UPLOAD_IN_PARTS: Readonly<Record<string, string>> = {
  'delivery.logs.amazonaws.com': 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html',
  'config.amazonaws.com': 'https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html',
};

/** What the statement needs of the key, for each of its principals. Unknown where it is not known what it allows. */
export function keyNeeds(statement: PolicyStatement): { readonly needs: readonly KeyNeed[]; readonly certainty: Certainty } {
  const allowed = (action: string) => allows(statement, action);
  const byKeyAction = new Map<string, KeyNeed>();
  for (const need of NEEDS.filter(({ s3Action }) => allowed(s3Action) === 'yes')) {
    byKeyAction.set(need.keyAction, byKeyAction.get(need.keyAction) ?? need);
  }
  const inParts = PARTS.some((action) => allowed(action) === 'yes') || statement.principals.some(({ type, value }) => type === 'Service' && Object.hasOwn(SERVICES_THAT_UPLOAD_IN_PARTS, String(value)));
  if (byKeyAction.has('kms:GenerateDataKey') && !byKeyAction.has('kms:Decrypt') && inParts) {
    byKeyAction.set('kms:Decrypt', { s3Action: 's3:PutObject', keyAction: 'kms:Decrypt' });
  }
  return { needs: [...byKeyAction.values()], certainty: NEEDS.some(({ s3Action }) => allowed(s3Action) === 'unknown') ? 'unknown' : 'yes' };
}

/** Whether a statement speaks of an action. */
export function allows({ actions, notActions }: PolicyStatement, action: string): Certainty {
  const named = (patterns: PolicyStatement['actions']) => some(patterns.map((pattern) =>
    pattern instanceof UnknownValue ? 'unknown' : certain(globCovers(pattern.toLowerCase(), action.toLowerCase()))));
  return notActions.length > 0 ? not(named(notActions)) : named(actions);
}

/** As AWS documents it: S3 generates data keys with and without their plaintext. */
export function keyActionPattern(action: KeyNeed['keyAction']): string {
  return action === 'kms:GenerateDataKey' ? 'kms:GenerateDataKey*' : action;
}
