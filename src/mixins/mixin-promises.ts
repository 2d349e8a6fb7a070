import { HardenedSetting } from './hardened-setting';
import { TlsVersion } from '../bucket/tls-version';
import { ONE_POLICY } from '../rules/construction';
import { INCOMPLETE_UPLOADS_ABORTED, NONCURRENT_VERSIONS_EXPIRE, VERSIONING } from '../rules/durability';
import { BUCKET_KEY, CUSTOMER_MANAGED_KEY, ENCRYPTION_ENFORCED, ENCRYPTION_SET, KEY_ROTATION, KMS_ENCRYPTION, LOG_TARGET_ENCRYPTION, SSE_C_BLOCKED_BY_SETTING } from '../rules/encryption';
import { ACLS_DISABLED, BLOCK_PUBLIC_ACCESS, POLICY_NOT_PUBLIC } from '../rules/exposure';
import { ACCESS_LOGGING } from '../rules/logging';
import { REQUEST_ALARMS_ARRIVE, REQUEST_METRICS } from '../rules/monitoring';
import { Rule } from '../rules/rule';
import { minimumTls, TLS_ONLY } from '../rules/transport';

/** What a bucket keeps that has a setting, whether by itself or by the mixin; and what only if the mixin added it. */
interface Promised {
  readonly always?: readonly Rule[];
  readonly ifAdded?: readonly Rule[];
}

const PROMISED: Readonly<Record<HardenedSetting, Promised>> = {
  [HardenedSetting.BLOCK_PUBLIC_ACCESS]: { always: [BLOCK_PUBLIC_ACCESS, POLICY_NOT_PUBLIC] },
  [HardenedSetting.ACLS_DISABLED]: { always: [ACLS_DISABLED] },
  [HardenedSetting.ENCRYPTION]: { always: [ENCRYPTION_SET, KMS_ENCRYPTION, LOG_TARGET_ENCRYPTION], ifAdded: [CUSTOMER_MANAGED_KEY, KEY_ROTATION] },
  [HardenedSetting.BUCKET_KEY]: { always: [BUCKET_KEY] },
  // The rule asks for both.
  [HardenedSetting.SSE_C_BLOCKED]: {},
  [HardenedSetting.VERSIONING]: { always: [VERSIONING] },
  [HardenedSetting.INCOMPLETE_UPLOADS]: { always: [INCOMPLETE_UPLOADS_ABORTED] },
  [HardenedSetting.NONCURRENT_VERSIONS]: { ifAdded: [NONCURRENT_VERSIONS_EXPIRE] },
  [HardenedSetting.ACCESS_LOGGING]: { always: [ACCESS_LOGGING] },
  [HardenedSetting.REQUEST_METRICS]: { always: [REQUEST_METRICS] },
  [HardenedSetting.TLS_ONLY]: { always: [TLS_ONLY] },
  // Its version is chosen.
  [HardenedSetting.MINIMUM_TLS]: {},
  [HardenedSetting.ENCRYPTION_ENFORCED]: { ifAdded: [ENCRYPTION_ENFORCED] },
  [HardenedSetting.SSE_C_DENIED]: {},
  [HardenedSetting.REQUEST_ALARMS]: { ifAdded: [REQUEST_ALARMS_ARRIVE] },
  [HardenedSetting.RETAINED]: {},
};

/**
 * The rules that a bucket keeps.
 *
 * @param settings those that the bucket is to have
 * @param added those of them that it lacked
 */
export function promisesOf(settings: Iterable<HardenedSetting>, added: ReadonlySet<string>, version: TlsVersion): Rule[] {
  const all = new Set(settings);
  const blocksSseC = all.has(HardenedSetting.SSE_C_BLOCKED) && all.has(HardenedSetting.SSE_C_DENIED);
  return [ONE_POLICY, ...blocksSseC ? [SSE_C_BLOCKED_BY_SETTING] : [], ...[...all].flatMap((setting) => [
    ...PROMISED[setting].always ?? [],
    ...added.has(setting) ? PROMISED[setting].ifAdded ?? [] : [],
    ...setting === HardenedSetting.MINIMUM_TLS ? [minimumTls(version)] : [],
  ])];
}
