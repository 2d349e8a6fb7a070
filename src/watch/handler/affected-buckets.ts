import { keyName } from './key-names';
import { ChangeCause } from '../watch-environment';

/** What one record asks for. */
export type Work =
  | { readonly kind: 'buckets'; readonly causes: ReadonlyMap<string, ChangeCause | undefined> }
  /** The buckets that are encrypted with this key. */
  | { readonly kind: 'key'; readonly key: string; readonly cause: ChangeCause }
  | { readonly kind: 'sweep' }
  /** Nothing to do, and why. `odd`: it was not expected here. */
  | { readonly kind: 'nothing'; readonly why: string; readonly odd: boolean };

/** The part of an event of CloudTrail that is read. The state of the bucket is never taken from it. */
export interface CloudTrailEvent {
  readonly eventName?: string;
  readonly eventSource?: string;
  readonly eventTime?: string;
  readonly errorCode?: string;
  readonly readOnly?: boolean;
  readonly sourceIPAddress?: string;
  readonly userIdentity?: Readonly<Record<string, unknown>>;
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly recipientAccountId?: string;
  readonly resources?: readonly { readonly type?: string; readonly ARN?: string; readonly accountId?: string }[];
}

/** Calls that change something of each bucket of the account, or that name no bucket. All others of S3 name theirs. */
const ACCOUNT_CALLS: ReadonlySet<string> = new Set([
  'PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock',
  // Older names of the same, when they come from S3 Control.
  'PutPublicAccessBlock', 'DeletePublicAccessBlock',
]);

/** Calls of KMS after which a bucket that uses the key may be judged differently. */
const KEY_CALLS: ReadonlySet<string> = new Set([
  'PutKeyPolicy', 'DisableKey', 'EnableKey', 'DisableKeyRotation', 'EnableKeyRotation', 'ScheduleKeyDeletion', 'CancelKeyDeletion', 'UpdateAlias', 'DeleteAlias',
]);

/** Where the calls of S3 and S3 Control name the bucket. */
const BUCKET_PATHS: readonly (readonly string[])[] = [['bucketName'], ['bucket'], ['Bucket'], ['CreateAccessPointRequest', 'Bucket'], ['resourceArn']];

/** Says which buckets a call is about. Calls that failed changed nothing. */
export function workOf(event: CloudTrailEvent): Work {
  const { eventName = '', eventSource, errorCode } = event;
  if (errorCode !== undefined) {
    return nothing(`${eventName} failed with ${errorCode}`);
  }
  if (event.readOnly === true) {
    return nothing(`${eventName} only reads`);
  }
  const cause = causeOf(event);
  if (eventSource === 'kms.amazonaws.com') {
    const key = textAt(event.requestParameters, ['aliasName']) ?? event.resources?.find(({ type }) => type === 'AWS::KMS::Key')?.ARN ?? textAt(event.requestParameters, ['keyId']);
    return !KEY_CALLS.has(eventName) ? nothing(`${eventName} of AWS KMS does not matter to buckets`)
      : key === undefined ? nothing(`${eventName} names no key`, true)
        : { kind: 'key', key: keyName(key), cause };
  }
  if (eventSource !== undefined && !/^s3(?:-control|control)?\.amazonaws\.com/.test(eventSource)) {
    return nothing(`${eventName} is a call of ${eventSource}`, true);
  }
  // The trail of a caller has the calls on buckets of other accounts, too.
  const owner = event.resources?.find(({ type }) => type === 'AWS::S3::Bucket')?.accountId;
  if (owner !== undefined && event.recipientAccountId !== undefined && owner !== event.recipientAccountId) {
    return nothing(`${eventName} is about a bucket of account ${owner}`);
  }
  const buckets = bucketsOf(event);
  if (buckets.length > 0) {
    return { kind: 'buckets', causes: new Map(buckets.map((bucket) => [bucket, cause])) };
  }
  return ACCOUNT_CALLS.has(eventName) || /AccessPoint/.test(eventName) ? { kind: 'sweep' }
    // Access points and storage lenses have tags, too.
    : nothing(`${eventName || 'an event'} names no bucket`, !/^(?:Unt|T)agResource$/.test(eventName));
}

function nothing(why: string, odd = false): Work {
  return { kind: 'nothing', why, odd };
}

function bucketsOf({ requestParameters, resources = [] }: CloudTrailEvent): readonly string[] {
  const named = BUCKET_PATHS.map((path) => textAt(requestParameters, path) ?? '');
  const listed = resources.filter(({ type }) => type === 'AWS::S3::Bucket').map(({ ARN = '' }) => ARN);
  // The ARN of anything else than a bucket is no name.
  return [...new Set([...named, ...listed].map((text) => text.replace(/^arn:[^:]+:s3:::/, '')))].filter((name) => /^[A-Za-z0-9._-]{3,255}$/.test(name));
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>((at, key) => at !== null && typeof at === 'object' && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined, value);
  return typeof found === 'string' ? found : undefined;
}

/**
 * Says who made a call, from where and when.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function causeOf({ eventName = 'an event', userIdentity = {}, eventTime = '', sourceIPAddress }: CloudTrailEvent): ChangeCause {
  const by = [userIdentity.arn, userIdentity.invokedBy, userIdentity.principalId, userIdentity.accountId].find((name) => typeof name === 'string' && name !== '');
  return { event: eventName, by: by as string | undefined ?? 'an unknown caller', at: eventTime, ...sourceIPAddress ? { from: sourceIPAddress } : {} };
}

/** The later of two causes. */
export function laterCause(one: ChangeCause | undefined, other: ChangeCause | undefined): ChangeCause | undefined {
  return one === undefined || other === undefined ? one ?? other : other.at >= one.at ? other : one;
}
