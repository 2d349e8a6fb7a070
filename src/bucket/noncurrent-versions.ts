import { aws_s3 as s3, Duration } from 'aws-cdk-lib';
import { HardenedBucketProps } from './hardened-bucket-props';
import { InputChecks } from '../input/input-checks';

/** How long noncurrent versions are kept, unless the properties say otherwise. */
const DEFAULT_EXPIRATION = Duration.days(90);

/**
 * The rule by which noncurrent versions expire; none where a rule of the caller does so for the whole bucket.
 *
 * S3 applies the shorter of two, so beside a rule of the caller ours would make a longer one ineffective.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html
 */
export function noncurrentVersionRules({ lifecycleRules = [], noncurrentVersionExpiration }: HardenedBucketProps): s3.LifecycleRule[] {
  return lifecycleRules.some(isForWholeBucket) ? [] : [{ id: 'ExpireNoncurrentVersions', noncurrentVersionExpiration: noncurrentVersionExpiration ?? DEFAULT_EXPIRATION }];
}

/**
 * Refuses rules for noncurrent versions that never take effect, because another expires them before.
 *
 * @param props with what the purpose sets
 * @param given as the caller gave them
 */
export function checkNoncurrentVersions(checks: InputChecks, props: HardenedBucketProps, given: HardenedBucketProps): void {
  const rules = given.lifecycleRules ?? [];
  const whole = rules.findIndex(isForWholeBucket);
  rules.forEach((rule, i) => {
    const place = `lifecycleRules[${i}].noncurrentVersionExpiration`;
    if (i > whole && whole >= 0 && isForWholeBucket(rule) && differ(rule, rules[whole].noncurrentVersionExpiration)) {
      checks.refuse(`${place} is ${shown(rule)}, and that of lifecycleRules[${whole}] ${shown(rules[whole])}: both are for the whole bucket, and S3 applies the shorter one. Leave one of them out`);
    }
  });
  if (whole >= 0 && given.noncurrentVersionExpiration && differ(rules[whole], given.noncurrentVersionExpiration)) {
    checks.refuse(`lifecycleRules[${whole}].noncurrentVersionExpiration is ${shown(rules[whole])}, and noncurrentVersionExpiration ${given.noncurrentVersionExpiration.toHumanString()}: both are for the whole bucket, and S3 applies the shorter one. Leave one of them out`);
  }
  const [limit] = [...whole >= 0 ? [rules[whole]] : [], ...noncurrentVersionRules(props)];
  rules.forEach((rule, i) => checkReach(checks, rule, limit, `lifecycleRules[${i}]`));
}

/** Refuses a rule that is added later and never takes effect. */
export function checkAddedRule(checks: InputChecks, rule: s3.LifecycleRule, limit: s3.LifecycleRule | undefined): void {
  const [days, most] = [daysOf(rule), limit && daysOf(limit)];
  if (limit && isForWholeBucket(rule) && days !== undefined && most !== undefined && days > most) {
    checks.refuse(`rule.noncurrentVersionExpiration is ${shown(rule)}, but noncurrent versions of the whole bucket expire after ${shown(limit)}, and S3 applies the shorter one. Give the rule in lifecycleRules, where it takes the place of that, or set noncurrentVersionExpiration`);
  }
  if (limit) {
    checkReach(checks, rule, limit, 'rule');
  }
}

/** Refuses a rule for some objects that the one for all of them is ahead of. */
function checkReach(checks: InputChecks, rule: s3.LifecycleRule, limit: s3.LifecycleRule, place: string): void {
  const [days, most] = [daysOf(rule), daysOf(limit)];
  if (rule !== limit && rule.enabled !== false && !isForWholeBucket(rule) && days !== undefined && most !== undefined && days > most && !limit.noncurrentVersionsToRetain) {
    checks.refuse(`${place}.noncurrentVersionExpiration is ${shown(rule)}, but noncurrent versions of the whole bucket expire after ${shown(limit)}, and S3 applies the shorter one. Set noncurrentVersionExpiration: Duration.days(${days}) on the bucket, and shorter rules for the rest`);
  }
}

/** Whether a rule expires the noncurrent versions of all objects. */
export function isForWholeBucket({ enabled, prefix, tagFilters, objectSizeGreaterThan, objectSizeLessThan, noncurrentVersionExpiration }: s3.LifecycleRule): boolean {
  return enabled !== false && noncurrentVersionExpiration !== undefined && !prefix && Object.keys(tagFilters ?? {}).length === 0
    && objectSizeGreaterThan === undefined && objectSizeLessThan === undefined;
}

function differ(rule: s3.LifecycleRule, other: Duration | undefined): boolean {
  const [days, others] = [daysOf(rule), daysOf({ noncurrentVersionExpiration: other })];
  return days !== undefined && others !== undefined && days !== others;
}

function daysOf({ noncurrentVersionExpiration }: s3.LifecycleRule): number | undefined {
  return noncurrentVersionExpiration && !noncurrentVersionExpiration.isUnresolved() ? noncurrentVersionExpiration.toDays({ integral: false }) : undefined;
}

function shown({ noncurrentVersionExpiration }: s3.LifecycleRule): string {
  return noncurrentVersionExpiration!.toHumanString();
}
