import { aws_kms as kms } from 'aws-cdk-lib';
import { InputChecks } from '../input/input-checks';

/**
 * How S3 encrypts the objects of a hardened bucket. Every choice uses a customer managed KMS key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html
 */
export enum ServerSideEncryption {
  /** SSE-KMS: one layer of encryption, with an S3 Bucket Key to keep the number of KMS requests low. */
  KMS = 'aws:kms',

  /** DSSE-KMS: two layers of encryption, for data whose rules ask for two. It has no S3 Bucket Key, so every object costs a KMS request. */
  DSSE = 'aws:kms:dsse',
}

/**
 * Says whether this is an alias, however it was made.
 *
 * An alias can be pointed at another key later, its ARN never equals the key ARN that S3 reports, and S3 resolves an
 * alias in the requester's account.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html
 */
export function isAlias(key: kms.IKey): boolean {
  return key instanceof kms.Alias || 'aliasName' in key || key.keyArn.includes(':alias/');
}

/** Refuses an alias as the key of a bucket. */
export function checkNoAlias(checks: InputChecks, encryptionKey: kms.IKey | undefined): void {
  if (encryptionKey && isAlias(encryptionKey)) {
    checks.refuse(`encryptionKey '${encryptionKey.node.path}' is an alias. An alias may come to mean another key, and its ARN never equals the key ARN that the bucket policy compares with. Pass the kms.Key itself, or import it with kms.Key.fromKeyArn`);
  }
}
