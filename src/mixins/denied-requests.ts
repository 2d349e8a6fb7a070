import { HardenedSetting } from './hardened-setting';
import { withWayOut } from './promised-rules';
import { WrittenEncryption } from './written-bucket';
import { TlsVersion } from '../bucket/tls-version';
import { denyCustomerProvidedKeys, denyOtherEncryption, denyOtherKeys, denyReencryption } from '../perimeter/encryption';
import { denyServicesForOthers } from '../perimeter/services';
import { Guard, GuardedBucket } from '../perimeter/statement';
import { denyBelowTls, denyWithoutTls } from '../perimeter/transport';
import { ENCRYPTION_ENFORCED } from '../rules/encryption';
import { NO_WEBSITE } from '../rules/exposure';
import { SERVICES_BOUND_TO_SOURCE } from '../rules/identity';
import { COMPLIANT, Rule, violated } from '../rules/rule';
import { SERVICES_NAMING_ACCOUNT, whyForOthers } from '../rules/services-for-others';
import { minimumTls, TLS_ONLY } from '../rules/transport';

/** What decides which requests the policy of a bucket denies from now on. */
export interface DeniedRequests {
  readonly has: (setting: HardenedSetting) => boolean;
  readonly minimumTlsVersion: TlsVersion;
  readonly encryption: WrittenEncryption;
}

/** The encryption that requests may ask for, where others are denied. */
function enforcedIn({ has, encryption }: DeniedRequests): Exclude<WrittenEncryption, string> | undefined {
  return has(HardenedSetting.ENCRYPTION_ENFORCED) && typeof encryption === 'object' && encryption.algorithm.startsWith('aws:kms') ? encryption : undefined;
}

export function guardsAgainst(denied: DeniedRequests, bucket: GuardedBucket): Guard[] {
  const { has, minimumTlsVersion } = denied;
  const enforced = enforcedIn(denied);
  const isOfTwoLayers = enforced?.algorithm === 'aws:kms:dsse';
  return [
    ...has(HardenedSetting.TLS_ONLY) ? [denyWithoutTls(bucket)] : [],
    ...has(HardenedSetting.MINIMUM_TLS) ? [denyBelowTls(bucket, minimumTlsVersion)] : [],
    ...has(HardenedSetting.SSE_C_BLOCKED) ? [denyCustomerProvidedKeys(bucket)] : [],
    ...has(HardenedSetting.SERVICES_BOUND) ? [denyServicesForOthers(bucket, SERVICES_NAMING_ACCOUNT)] : [],
    ...enforced ? [denyOtherEncryption(bucket, isOfTwoLayers ? ['aws:kms:dsse'] : ['aws:kms', 'aws:kms:dsse'])] : [],
    ...enforced?.keyArn !== undefined ? [denyOtherKeys(bucket, enforced.keyArn), denyReencryption(bucket, isOfTwoLayers ? undefined : enforced.keyArn)] : [],
  ];
}

/** What the bucket promises of these requests. */
export function rulesOf(denied: DeniedRequests): Rule[] {
  const { has, minimumTlsVersion } = denied;
  const overTls = [HardenedSetting.TLS_ONLY, HardenedSetting.MINIMUM_TLS].filter(has);
  return [
    ...has(HardenedSetting.TLS_ONLY) ? [withWayOut(TLS_ONLY, [HardenedSetting.TLS_ONLY])] : [],
    ...has(HardenedSetting.MINIMUM_TLS) ? [withWayOut(minimumTls(minimumTlsVersion), [HardenedSetting.MINIMUM_TLS])] : [],
    ...enforcedIn(denied)?.keyArn !== undefined ? [withWayOut(ENCRYPTION_ENFORCED, [HardenedSetting.ENCRYPTION_ENFORCED])] : [],
    ...has(HardenedSetting.SERVICES_BOUND) ? [withWayOut(SERVICES_FOR_OWN_ACCOUNT, [HardenedSetting.SERVICES_BOUND])] : [],
    // The endpoint of a website has no TLS: nobody could read it any more.
    ...overTls.length > 0 ? [withWayOut(NO_WEBSITE, overTls)] : [],
  ];
}

/** No statement of today is meant for deliveries that the new one would deny. */
const SERVICES_FOR_OWN_ACCOUNT: Rule = {
  ...SERVICES_BOUND_TO_SOURCE,
  check: (facts) => {
    const [reason] = facts.policies.flatMap((policy) => whyForOthers(policy, facts) ?? []);
    return reason === undefined ? COMPLIANT : violated('ForOthers', `denies log services that act for another account, and ${reason}`, 'BucketPolicy.PolicyDocument', {
      fix: 'add StringEquals aws:SourceAccount with the account of the bucket to that statement, if only that account is meant',
    });
  },
};
