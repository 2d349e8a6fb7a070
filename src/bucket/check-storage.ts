import { Token } from 'aws-cdk-lib';
import { HardenedBucketProps } from './hardened-bucket-props';
import { InputChecks } from '../input/input-checks';
import { otherNetworks } from '../perimeter/network';

/**
 * Refuses times that are not whole days.
 *
 * @param props with what the purpose sets
 * @param given as the caller gave them
 */
export function checkLifecycle(checks: InputChecks, props: HardenedBucketProps, given: HardenedBucketProps): void {
  checks.wholeDays('noncurrentVersionExpiration', props.noncurrentVersionExpiration);
  checks.wholeDays('abortIncompleteMultipartUploadAfter', props.abortIncompleteMultipartUploadAfter);
  const { lifecycleRules = [] } = props;
  // Those of the purpose come first.
  const ofPurpose = lifecycleRules.length - (given.lifecycleRules ?? []).length;
  lifecycleRules.forEach((rule, i) => {
    const place = i < ofPurpose ? `purpose.lifecycleRules[${i}]` : `lifecycleRules[${i - ofPurpose}]`;
    for (const name of ['expiration', 'noncurrentVersionExpiration', 'abortIncompleteMultipartUploadAfter'] as const) {
      checks.wholeDays(`${place}.${name}`, rule[name]);
    }
  });
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html */
const TIERS = { archiveAccessTierTime: { from: 90, to: 730 }, deepArchiveAccessTierTime: { from: 180, to: 730 } } as const;

/** Refuses archive tiers that S3 Intelligent-Tiering does not have. */
export function checkTiers(checks: InputChecks, { intelligentTieringConfigurations }: HardenedBucketProps): void {
  const names = new Set<string>();
  intelligentTieringConfigurations?.forEach((configuration, i) => {
    const place = `intelligentTieringConfigurations[${i}]`;
    if (!configuration.archiveAccessTierTime && !configuration.deepArchiveAccessTierTime) {
      checks.refuse(`${place} moves objects to no tier. Give archiveAccessTierTime or deepArchiveAccessTierTime; S3 moves them between the other tiers by itself`);
    }
    if (names.has(configuration.name)) {
      checks.refuse(`${place}.name is '${configuration.name}', as that of another: one would replace the other. Use another name`);
    }
    names.add(configuration.name);
    for (const [name, { from, to }] of Object.entries(TIERS)) {
      const time = configuration[name as keyof typeof TIERS];
      const days = time?.isUnresolved() ? undefined : time?.toDays({ integral: false });
      if (days !== undefined && (days < from || days > to || !Number.isInteger(days))) {
        checks.refuse(`${place}.${name} is ${time!.toHumanString()}. Use whole days, from Duration.days(${from}) up to Duration.days(${to})`);
      }
    }
  });
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html */
export function checkAcceleration(checks: InputChecks, { transferAcceleration, bucketName, perimeter }: HardenedBucketProps): void {
  if (transferAcceleration && bucketName && !Token.isUnresolved(bucketName) && bucketName.includes('.')) {
    checks.refuse(`transferAcceleration: true contradicts bucketName '${bucketName}': S3 accelerates no bucket with a dot in its name. Use dashes, or leave transferAcceleration out`);
  }
  const { ipAllowList, ...networks } = perimeter?.network ?? {};
  if (transferAcceleration && !ipAllowList && otherNetworks(networks, '')) {
    checks.refuse('transferAcceleration: true contradicts perimeter.network, which lists VPC endpoints or VPCs only: requests to the accelerated endpoint come through none, and would be denied. List addresses in ipAllowList, or leave transferAcceleration out');
  }
}
