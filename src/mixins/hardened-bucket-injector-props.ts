import { aws_kms as kms } from 'aws-cdk-lib';
import { HardenedSetting } from './hardened-setting';

/**
 * Properties of `HardenedBucketInjector`.
 */
export interface HardenedBucketInjectorProps {
  /**
   * The settings that are neither injected nor verified.
   *
   * @default - none
   */
  readonly excludedSettings?: HardenedSetting[];

  /**
   * The key of buckets that state no encryption.
   *
   * An alias is refused: it may come to mean another key.
   *
   * @default - one rotated key for each stack, which is retained, and which any identity of the account that S3 lets in may use through S3
   */
  readonly encryptionKey?: kms.IKey;
}
