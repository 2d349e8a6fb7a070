import { BucketProperties, BucketSetting, Provided } from './bucket-setting';
import { SET_INCOMPLETE_UPLOADS, SET_NONCURRENT_VERSIONS, SET_VERSIONING } from './settings-of-durability';
import { SET_BUCKET_KEY, SET_ENCRYPTION, SET_SSE_C_BLOCKED } from './settings-of-encryption';
import { SET_ACLS_DISABLED, SET_BLOCK_PUBLIC_ACCESS } from './settings-of-exposure';
import { SET_ACCESS_LOGGING, SET_REQUEST_METRICS } from './settings-of-monitoring';

/** All settings, in the order in which they are added: each sees the bucket with those before it. */
export const BUCKET_SETTINGS: readonly BucketSetting[] = [
  SET_BLOCK_PUBLIC_ACCESS,
  SET_ACLS_DISABLED,
  SET_ENCRYPTION,
  SET_BUCKET_KEY,
  SET_SSE_C_BLOCKED,
  SET_VERSIONING,
  SET_INCOMPLETE_UPLOADS,
  SET_NONCURRENT_VERSIONS,
  SET_ACCESS_LOGGING,
  SET_REQUEST_METRICS,
];

/** What a team can live with unless it says otherwise. */
export const PROVIDED_BY_DEFAULT: Provided = { incompleteUploadsDays: 7, noncurrentVersionsDays: 90 };

/** A bucket with what it lacked. */
export interface FilledBucket {
  readonly properties: BucketProperties;
  /** The settings that were added. */
  readonly added: readonly BucketSetting[];
  /** Those that were not, and why. */
  readonly refused: readonly { readonly setting: BucketSetting; readonly reason: string }[];
}

/**
 * Adds to a bucket what it lacks of these settings, and takes nothing away; once more, it changes nothing.
 *
 * @param settings those to add, in the order of `BUCKET_SETTINGS`
 */
export function fillBucket(before: BucketProperties, provided: Provided = PROVIDED_BY_DEFAULT, settings: readonly BucketSetting[] = BUCKET_SETTINGS): FilledBucket {
  let properties = before;
  const added: BucketSetting[] = [];
  const refused: { setting: BucketSetting; reason: string }[] = [];
  for (const setting of settings) {
    const result = setting.fill(properties, provided, before);
    if (result.kind === 'filled') {
      properties = { ...properties, [setting.property]: result.value };
      added.push(setting);
    } else if (result.kind === 'refused') {
      refused.push({ setting, reason: result.reason });
    }
  }
  return { properties, added, refused };
}
