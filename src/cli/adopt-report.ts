import { ChangeCode } from './adopt-code';
import { AdoptedBucket, Adoption } from '../adopt/adoption';

/** What `adopt` has to say. */
export interface AdoptReport {
  readonly adoption: Adoption;
  /** The files that were written; undefined where nothing was to be written. */
  readonly written: readonly string[] | undefined;
  /** Shows the changes of a bucket as code; not there where no code was asked for. */
  readonly code?: (bucket: AdoptedBucket) => ChangeCode | undefined;
}
