import { Json, JsonObject } from './json';

/** The properties of an `AWS::S3::Bucket`, as a template has them: intrinsic functions are not worked out. */
export type BucketProperties = JsonObject;

/** What is not on the bucket itself, and has to be there before a setting can name it. */
export interface Provided {
  /** The key that the bucket is to be encrypted with, as `KMSMasterKeyID` names it. Without one encryption is not added. */
  readonly encryptionKey?: Json;
  /** Whether SSE-S3 that the bucket has in writing gives way to `encryptionKey`. */
  readonly replacesS3ManagedEncryption?: boolean;
  /** Where server access logs are delivered, as `LoggingConfiguration` says it. Without it logging is not added. */
  readonly logging?: JsonObject;
  /** After how many days incomplete uploads are aborted. */
  readonly incompleteUploadsDays: number;
  /** After how many days noncurrent versions of a bucket expire that had no versions before. */
  readonly noncurrentVersionsDays: number;
}

/** What a setting does to a bucket. */
export type Filled =
  /** It is there already, or this bucket is not to have it. */
  | { readonly kind: 'kept' }
  /** The property that it is in, with the setting added, and nothing lost. */
  | { readonly kind: 'filled'; readonly value: Json }
  /** It contradicts what the bucket says. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * A setting that a bucket lacks and that is added to it: a row of data with a pure function.
 *
 * It never takes away and never turns off: what the bucket says stays, and where that contradicts the setting, it is refused.
 */
export interface BucketSetting {
  /** Public API: never changed and never used again. `block-public-access` */
  readonly id: string;
  /** What it does, as an imperative. */
  readonly title: string;
  /** The rules whose findings it mends. */
  readonly rules: readonly string[];
  /** The property of the bucket that it is in. */
  readonly property: string;
  /** @param before the properties without the settings that were added before this one */
  fill(properties: BucketProperties, provided: Provided, before: BucketProperties): Filled;
}

export const KEPT: Filled = { kind: 'kept' };

export function filled(value: Json): Filled {
  return { kind: 'filled', value };
}

export function refused(reason: string): Filled {
  return { kind: 'refused', reason };
}
