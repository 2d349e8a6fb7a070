/**
 * A bucket of this library that others are compared with: one that allows more than its model is reported.
 */
export enum WatchModel {
  /** A `HardenedBucket` without any property. */
  HARDENED = 'hardened',
  /** `BucketPurpose.privateData`. */
  PRIVATE_DATA = 'private-data',
  /** `BucketPurpose.webOrigin`. */
  WEB_ORIGIN = 'web-origin',
  /** `BucketPurpose.logArchive`. */
  LOG_ARCHIVE = 'log-archive',
  /** `BucketPurpose.backupVault`. */
  BACKUP_VAULT = 'backup-vault',
  /** `BucketPurpose.partnerExchange`. */
  PARTNER_EXCHANGE = 'partner-exchange',
  /** An `AccessLogsBucket`. */
  ACCESS_LOGS = 'access-logs',
}
