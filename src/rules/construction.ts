import { COMPLIANT, judge, NOT_APPLICABLE, Rule, violated } from './rule';

export const ONE_POLICY: Rule = {
  id: 'HardenedBucket-OnePolicy',
  title: 'the bucket has one bucket policy',
  why: 'S3 keeps one policy: of two AWS::S3::BucketPolicy resources the last that is deployed replaces the other, guards and all.',
  fix: 'add the statements with bucket.addToResourcePolicy(…) instead of a second BucketPolicy',
  level: 'STRICT',
  controls: [],
  check: ({ policies }) => policies.length <= 1 ? COMPLIANT : violated(
    'Several', `has ${policies.length} bucket policies that overwrite each other: ${policies.map(({ address }) => `${address.logicalId} in ${address.template}`).join(', ')}`, 'BucketPolicy'),
};

export const HARDENED_CONSTRUCT: Rule = {
  id: 'HardenedBucket-RawBucket',
  title: 'the bucket is made with HardenedBucket',
  why: 'A bucket made by hand has only the guards that somebody remembered, and nothing checks that they stay.',
  fix: 'replace it by HardenedBucket (or AccessLogsBucket for access logs), or acknowledge this rule on the bucket with the reason',
  level: 'BASELINE',
  controls: [],
  check: ({ construct }) => !construct.known ? NOT_APPLICABLE : judge(construct, (name) => name !== undefined
    ? COMPLIANT : violated('Raw', 'is a raw bucket outside HardenedBucket', 'Metadata')),
};
