import { answered, listIn } from './read-answer';
import { Repair } from './repair';
import { NOTHING, refused, SettingChange, steps } from './setting-step';
import { LiveBucket } from '../facts/live-bucket';
import { INCOMPLETE_UPLOADS_ABORTED, NONCURRENT_VERSIONS_EXPIRE, VERSIONING } from '../rules/durability';

/**
 * Turns versioning on. It cannot be turned off again, only suspended.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
 */
export const REPAIR_VERSIONING: Repair = {
  id: 'versioning',
  title: 'Turn versioning on',
  rules: [VERSIONING.id],
  permissions: ['s3:PutBucketVersioning'],
  plan: (bucket) => {
    const answer = answered<Versioning>(bucket, 'GetBucketVersioning');
    if (!answer.known) {
      return refused(answer.reason);
    }
    const { Status, MFADelete } = answer.value ?? {};
    if (Status === 'Enabled') {
      return NOTHING;
    }
    if (MFADelete === 'Enabled') {
      return refused('MFA delete is on, so that versioning can be changed only with the MFA device of the root user');
    }
    return steps(bucket, {
      call: 'PutBucketVersioning',
      input: { VersioningConfiguration: { Status: 'Enabled' } },
      undo: { call: 'PutBucketVersioning', input: { VersioningConfiguration: { Status: 'Suspended' } } },
      before: `versioning ${Status === undefined ? 'never on' : 'suspended'}`,
      after: 'versioning on: deleted and overwritten objects are kept, and paid for, until a lifecycle rule removes their noncurrent versions',
    });
  },
};

interface Versioning {
  readonly Status?: string;
  readonly MFADelete?: string;
}

/** A lifecycle rule of S3, as far as repairs look at it. */
interface LifecycleRule {
  readonly ID?: string;
  readonly Status?: string;
  readonly Prefix?: string;
  readonly Filter?: Readonly<Record<string, unknown>>;
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation?: number };
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays?: number };
}

/** Uploads that take longer are given up: a week is what AWS recommends. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html */
const UPLOAD_DAYS = 7;

/** Adds a lifecycle rule that aborts incomplete uploads. */
export const REPAIR_INCOMPLETE_UPLOADS: Repair = {
  id: 'incomplete-uploads',
  title: 'Add a lifecycle rule that aborts incomplete multipart uploads',
  rules: [INCOMPLETE_UPLOADS_ABORTED.id],
  permissions: ['s3:PutLifecycleConfiguration'],
  plan: (bucket, _account, { incompleteUploadsDays = UPLOAD_DAYS }) => planLifecycle(bucket, {
    does: (rule) => rule.AbortIncompleteMultipartUpload !== undefined,
    days: incompleteUploadsDays,
    rule: { ID: 'abort-incomplete-uploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: incompleteUploadsDays } },
    lacks: 'no lifecycle rule aborts incomplete uploads of the whole bucket',
    after: `uploads that are not complete after ${incompleteUploadsDays} days are aborted`,
  }),
};

/** Adds a lifecycle rule that deletes old versions, for a time that someone chose: what it deletes no undo brings back. */
export const REPAIR_NONCURRENT_VERSIONS: Repair = {
  id: 'noncurrent-versions',
  title: 'Add a lifecycle rule that deletes noncurrent versions after the given days',
  rules: [NONCURRENT_VERSIONS_EXPIRE.id],
  permissions: ['s3:PutLifecycleConfiguration'],
  plan: (bucket, _account, { noncurrentVersionsDays }) => {
    const versioning = answered<Versioning>(bucket, 'GetBucketVersioning');
    if (!versioning.known) {
      return refused(versioning.reason);
    }
    return versioning.value?.Status !== 'Enabled' ? NOTHING : planLifecycle(bucket, {
      does: (rule) => rule.NoncurrentVersionExpiration !== undefined,
      days: noncurrentVersionsDays,
      rule: { ID: 'expire-noncurrent-versions', NoncurrentVersionExpiration: { NoncurrentDays: noncurrentVersionsDays } },
      lacks: 'no lifecycle rule expires noncurrent versions of the whole bucket',
      after: `noncurrent versions are deleted after ${noncurrentVersionsDays} days, which no undo brings back`,
    });
  },
};

/** S3 accepts no more. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-set-lifecycle-configuration-intro.html */
const MOST_RULES = 1_000;

interface AddedRule {
  /** Whether a rule that is there does what is wanted. */
  readonly does: (rule: LifecycleRule) => boolean;
  readonly days: number | undefined;
  readonly rule: LifecycleRule & { readonly ID: string };
  readonly lacks: string;
  readonly after: string;
}

/** Adds a rule for the whole bucket to those that are there, all of which stay as they are. */
function planLifecycle(bucket: LiveBucket, { does, days, rule, lacks, after }: AddedRule) {
  const answer = answered<Readonly<Record<string, unknown>>>(bucket, 'GetBucketLifecycleConfiguration');
  if (!answer.known) {
    return refused(answer.reason);
  }
  const rules = listIn<LifecycleRule>(answer.value, 'Rules');
  if (rules.some((one) => one.Status === 'Enabled' && isForAll(one) && does(one))) {
    return NOTHING;
  }
  if (days === undefined) {
    return refused('for how many days noncurrent versions are kept is not given, and what is deleted cannot be brought back');
  }
  if (!Number.isInteger(days) || days < 1) {
    return refused(`${days} is not a whole number of days from 1 on`);
  }
  if (rules.length >= MOST_RULES) {
    return refused(`the lifecycle has ${rules.length} rules, and S3 accepts no more than ${MOST_RULES}`);
  }
  // S3 accepts the old form of rules and the new one, but not both at once.
  const place = rules.some((one) => one.Filter === undefined && one.Prefix !== undefined) ? { Prefix: '' } : { Filter: { Prefix: '' } };
  const put = (list: readonly LifecycleRule[]): Pick<SettingChange, 'call' | 'input'> => ({
    call: 'PutBucketLifecycleConfiguration',
    input: {
      LifecycleConfiguration: { Rules: list },
      ...answer.value?.TransitionDefaultMinimumObjectSize === undefined ? {} : { TransitionDefaultMinimumObjectSize: answer.value.TransitionDefaultMinimumObjectSize },
    },
  });
  return steps(bucket, {
    ...put([...rules, { ...rule, ID: unusedId(rules.map(({ ID }) => ID), rule.ID), Status: 'Enabled', ...place }]),
    undo: rules.length === 0 ? { call: 'DeleteBucketLifecycle', input: {} } : put(rules),
    before: lacks,
    after: `${after}; ${rules.length === 0 ? 'there are no other rules' : `the other ${rules.length === 1 ? 'rule stays' : `${rules.length} rules stay`} as ${rules.length === 1 ? 'it is' : 'they are'}`}`,
  });
}

/** A rule without a filter, or with one that every object passes. */
function isForAll({ Filter, Prefix }: LifecycleRule): boolean {
  const criteria = Object.entries(Filter ?? {}).filter(([, value]) => value !== undefined);
  return (Prefix ?? '') === '' && criteria.every(([name, value]) => name === 'Prefix' && value === '');
}

/** The name, or the first one with a number behind it that is not taken. */
export function unusedId(taken: readonly (string | undefined)[], wanted: string): string {
  let id = wanted;
  for (let i = 2; taken.includes(id); i++) {
    id = `${wanted}-${i}`;
  }
  return id;
}
