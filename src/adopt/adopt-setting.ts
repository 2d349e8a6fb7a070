import { Draft } from './draft';
import { BucketFacts } from '../facts/bucket-facts';
import { Finding } from '../rules/finding';

/** A bucket that settings are added to, as it was before. */
export interface Subject {
  readonly facts: BucketFacts;
  /** What was found on it, each thing by itself. */
  readonly findings: readonly Finding[];
}

/** Something that is added to a bucket, be it to its properties, beside them, or to what stands next to it. */
export interface AdoptSetting {
  /** Public API: never changed and never used again. */
  readonly id: string;
  /** What it does, as an imperative. */
  readonly title: string;
  /** The rules whose findings it mends. */
  readonly rules: readonly string[];
  /**
   * Adds it to the draft, where the bucket lacks it.
   *
   * @returns why not all of it was added, if that is so
   */
  add(bucket: Subject, draft: Draft): string | undefined;
}
