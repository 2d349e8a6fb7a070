import { HardenedSetting } from './hardened-setting';
import { BucketSetting } from '../adopt/bucket-setting';
import { BUCKET_SETTINGS, FilledBucket } from '../adopt/bucket-settings';
import { CATALOG } from '../rules/catalog';
import { DELIVERIES_POSSIBLE } from '../rules/deliveries';
import { KMS_ENCRYPTION } from '../rules/encryption';
import { POLICY_NOT_PUBLIC } from '../rules/exposure';
import { fixFor, ruleFixFor } from '../rules/fixes';
import { GRANTS_REACH_KEY, missingForCertainty } from '../rules/key-grants';
import { ACCESS_LOGS_TARGET } from '../rules/logging';
import { PRODUCER_ENCRYPTION } from '../rules/producers';
import { Rule, violated } from '../rules/rule';

/** What a bucket that was filled promises: what was added, or was there; a setting that the bucket contradicts is a broken promise. */
export function promisesOf({ properties, added, refused }: FilledBucket, settings: readonly BucketSetting[]): Rule[] {
  return settings.flatMap((setting) => {
    const refusal = refused.find((one) => one.setting === setting);
    const rules = CATALOG.filter(({ id }) => setting.rules.includes(id));
    const promised = refusal ? [refusing(rules[0], setting, refusal.reason)]
      : added.includes(setting) ? [...rules, ...ALSO[setting.id] ?? []]
        : KEPT[setting.id]?.(JSON.stringify(properties[setting.property] ?? null)) ?? [...rules, ...ALSO[setting.id] ?? []];
    return promised.map((rule) => withWayOut(rule, [setting.id as HardenedSetting]));
  });
}

/** What else a setting comes to. */
const ALSO: Readonly<Record<string, readonly Rule[]>> = {
  // S3 cuts everybody else off from a bucket whose policy is public, once its switches are on.
  [HardenedSetting.BLOCK_PUBLIC_ACCESS]: [POLICY_NOT_PUBLIC],
  [HardenedSetting.ACCESS_LOGGING]: [ACCESS_LOGS_TARGET],
};

/** What a bucket promises that had a setting of its own, by its property as JSON: that may be less than what would have been added. */
const KEPT: Readonly<Record<string, (property: string) => readonly Rule[]>> = {
  [HardenedSetting.NONCURRENT_VERSIONS]: () => [],
  [HardenedSetting.ENCRYPTION]: (property) => property.includes('"aws:kms') ? [KMS_ENCRYPTION] : [],
};

/** A rule that a setting of the bucket itself breaks. */
function refusing(rule: Rule, { property }: BucketSetting, reason: string): Rule {
  const [found, ...fix] = reason.split('. ');
  return { ...rule, check: () => violated('Refused', `is left without it: ${found}`, property, { fix: fix.join('. ') }) };
}

/** What to leave out where someone who is to read or write the bucket no longer can. */
const CAUSES: ReadonlyMap<Rule, readonly HardenedSetting[]> = new Map([
  [GRANTS_REACH_KEY, [HardenedSetting.ENCRYPTION]],
  [DELIVERIES_POSSIBLE, [HardenedSetting.ENCRYPTION]],
  [PRODUCER_ENCRYPTION, [HardenedSetting.ENCRYPTION_ENFORCED]],
]);

/**
 * The rule on grants, for a key that the bucket did not have before: a principal of which it is not known whether it can use the key is a
 * violation, because without the key it could read and write.
 */
export const GRANTS_REACH_NEW_KEY: Rule = withWayOut({
  ...GRANTS_REACH_KEY,
  check: (facts) => {
    const verdict = GRANTS_REACH_KEY.check(facts);
    const statements = verdict.kind === 'unknown' ? missingForCertainty(facts) : [];
    return verdict.kind !== 'unknown' || statements.length === 0 ? verdict : violated('Undecided', `would be encrypted with a key, and it is not known ${verdict.reason}`, 'BucketEncryption', {
      fix: `add to the policy of the key (bucket.encryptionKey, or the one that you pass) with addToResourcePolicy(iam.PolicyStatement.fromJson(…)): ${statements.map((statement) => JSON.stringify(statement)).join(' and ')}`,
    });
  },
}, CAUSES.get(GRANTS_REACH_KEY));

/** The rule, whose fix names what to leave out if the bucket cannot have it. */
export function withWayOut(rule: Rule, settings: readonly HardenedSetting[] = CAUSES.get(rule) ?? [], leave: (settings: string) => string = leaveOut): Rule {
  if (settings.length === 0) {
    return rule;
  }
  const wayOut = leave(`excludedSettings: [${settings.map(nameOf).join(', ')}]`);
  return {
    ...rule,
    check: (facts) => {
      const verdict = rule.check(facts);
      return verdict.kind !== 'violations' ? verdict
        : { ...verdict, violations: verdict.violations.map(({ fixes, fix, ...violation }) => ({ ...violation, fix: `${fixes ? fixFor('cdk', fixes) : fix ?? ruleFixFor('cdk', rule, facts)}; ${wayOut}` })) };
    },
  };
}

function leaveOut(settings: string): string {
  return `or, if that cannot be, leave it out: ${settings}`;
}

function nameOf(setting: HardenedSetting): string {
  return `HardenedSetting.${Object.entries(HardenedSetting).find(([, value]) => value === setting)![0]}`;
}

/** The settings of the engine that are not left out. */
export function settingsBut(excluded: ReadonlySet<string>): BucketSetting[] {
  return BUCKET_SETTINGS.filter(({ id }) => !excluded.has(id));
}
