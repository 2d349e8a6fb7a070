import { REPAIR_FOREIGN_ADMINISTRATION } from './foreign-administration';
import { REPAIR_PUBLIC_STATEMENTS } from './public-statements';
import { Repair } from './repair';
import { REPAIR_INCOMPLETE_UPLOADS, REPAIR_NONCURRENT_VERSIONS, REPAIR_VERSIONING } from './repairs-of-durability';
import { REPAIR_BUCKET_KEY, REPAIR_DEFAULT_ENCRYPTION, REPAIR_SSE_C_BLOCK } from './repairs-of-encryption';
import { REPAIR_ACLS_DISABLED, REPAIR_BLOCK_PUBLIC_ACCESS, REPAIR_PUBLIC_ACL, REPAIR_WEBSITE } from './repairs-of-exposure';
import { REPAIR_EVENT_BRIDGE, REPAIR_LOG_DELIVERY, REPAIR_REQUEST_METRICS } from './repairs-of-logging';
import { REPAIR_MINIMUM_TLS, REPAIR_TLS_ONLY } from './repairs-of-transport';

/**
 * All repairs, in the order in which those of one bucket are made: what others depend on comes first. S3 refuses a public policy once public access
 * is blocked, and whether ACLs can go, and objects be encrypted with KMS, depends on who is left in policy and ACL.
 */
export const REPAIRS: readonly Repair[] = [
  REPAIR_PUBLIC_STATEMENTS,
  REPAIR_FOREIGN_ADMINISTRATION,
  REPAIR_TLS_ONLY,
  REPAIR_MINIMUM_TLS,
  REPAIR_SSE_C_BLOCK,
  REPAIR_WEBSITE,
  REPAIR_PUBLIC_ACL,
  REPAIR_BLOCK_PUBLIC_ACCESS,
  REPAIR_ACLS_DISABLED,
  REPAIR_DEFAULT_ENCRYPTION,
  REPAIR_BUCKET_KEY,
  REPAIR_VERSIONING,
  REPAIR_INCOMPLETE_UPLOADS,
  REPAIR_NONCURRENT_VERSIONS,
  REPAIR_LOG_DELIVERY,
  REPAIR_REQUEST_METRICS,
  REPAIR_EVENT_BRIDGE,
];

/** The repair of this id; undefined if there is none. */
export function repairNamed(id: string): Repair | undefined {
  return REPAIRS.find((repair) => repair.id === id);
}
