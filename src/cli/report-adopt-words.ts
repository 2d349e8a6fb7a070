import { counted } from './report-summary';
import { AddedSetting, AdoptedBucket, Adoption, MadeResource } from '../adopt/adoption';

/** What to know before anything else of buckets that CDK makes. */
export const SAME_LOGICAL_ID = 'In CDK code, replacing s3.Bucket by HardenedBucket under the same construct id keeps the logical id: the bucket stays, and gets all of this.';

/** Says of a setting what it mends, and what CloudFormation does to make it. */
export function addedWords({ mends, updates }: AddedSetting): string {
  const kinds = new Set(updates.map(({ kind }) => kind));
  const made = updates.filter(({ kind }) => kind === 'created').map(({ resource }) => resource.logicalId);
  return [
    ...mends.length === 0 ? [] : [`mends ${mends.map(shortRule).join(', ')}`],
    ...kinds.has('inPlace') ? ['updated in place'] : [],
    ...made.length === 0 ? [] : [`new: ${made.join(', ')}`],
  ].join('; ');
}

/** The new resources that several buckets of a template share: those of one bucket stand with that. */
export function sharedResources({ made }: Adoption, template: string): readonly MadeResource[] {
  return made.filter(({ address, type }) => address.template === template && ['AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::SNS::Topic'].includes(type));
}

export function shortRule(rule: string): string {
  return rule.replace(/^HardenedBucket-/, '');
}

/** All in one line. */
export function adoptSummary({ buckets, errors }: Adoption): string {
  const all = (count: (bucket: AdoptedBucket) => number) => buckets.reduce((sum, bucket) => sum + count(bucket), 0);
  return [
    `${counted(buckets.length, 'bucket')}: ${counted(all(({ added }) => added.length), 'setting')} to add, ${all(({ refused }) => refused.length)} refused, ${counted(all(({ remaining }) => remaining.length), 'finding')} left`,
    ...errors.length > 0 ? [`${counted(errors.length, 'input')} could not be read`] : [],
  ].join('; ');
}
