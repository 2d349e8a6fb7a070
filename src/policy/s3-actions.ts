import { COMMON_CONDITION_KEYS, S3_ACTION_ROWS } from './s3-actions.generated';

/** An S3 action as the Service Authorization Reference describes it. */
export interface S3Action {
  /** With its prefix: `s3:GetObject`. */
  readonly name: string;
  readonly accessLevel: string;
  /** `bucket`, `object`, `accesspoint`, …; none for an action that names no resource. */
  readonly resourceTypes: readonly string[];
  /** Lower case; one that ends in `/` has any name behind it. */
  readonly conditionKeys: ReadonlySet<string>;
}

/** Every S3 action. @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export const S3_ACTIONS: readonly S3Action[] = S3_ACTION_ROWS.map(([name, accessLevel, types, keys]) => ({
  name: `s3:${name}`,
  accessLevel,
  resourceTypes: types === '' ? [] : types.split(' '),
  conditionKeys: new Set(`${COMMON_CONDITION_KEYS} ${keys}`.toLowerCase().split(' ')),
}));

const KNOWN_KEYS: ReadonlySet<string> = new Set(S3_ACTIONS.flatMap(({ conditionKeys }) => [...conditionKeys]));

/** Keys that come with the access point that a request goes through, whatever its action. */
const ACCESS_POINT_KEYS: ReadonlySet<string> = new Set(['s3:dataaccesspointarn', 's3:dataaccesspointaccount', 's3:accesspointnetworkorigin']);

/**
 * The tags of a bucket, which come with every request to it once ABAC is on, whatever the table says.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging.html
 */
export const BUCKET_TAG_KEYS: readonly string[] = ['aws:resourcetag/', 's3:buckettag/'];

/** Says whether a request with this action can carry this S3 condition key. One that nobody knows may be there. */
export function canCarry(action: S3Action, key: string): boolean {
  const name = key.includes('/') ? key.slice(0, key.indexOf('/') + 1) : key;
  if (BUCKET_TAG_KEYS.includes(name)) {
    return action.resourceTypes.some((type) => type !== 'job');
  }
  return action.conditionKeys.has(name) || !KNOWN_KEYS.has(name) || ACCESS_POINT_KEYS.has(name);
}
