import { COMPLIANT, judge, NOT_APPLICABLE, Rule, unknownVerdict, violated } from './rule';
import { ONE_POLICY_ID } from './unwanted-requests';

export const ONE_POLICY: Rule = {
  id: ONE_POLICY_ID,
  title: 'the bucket has one bucket policy',
  why: 'S3 keeps one policy: of two AWS::S3::BucketPolicy resources the last that is deployed replaces the other, guards and all.',
  fix: 'add the statements with bucket.addToResourcePolicy(…) instead of a second BucketPolicy',
  example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  actions: ['s3:GetObject'],\n  resources: [bucket.arnForObjects('*')],\n  principals: [new iam.ArnPrincipal('arn:aws:iam::111122223333:role/Reader')],\n}));",
  level: 'STRICT',
  severity: 'error',
  controls: {},
  notLive: 'S3 keeps one policy for a bucket',
  check: ({ policies }) => {
    const certain = policies.filter(({ deployed }) => deployed.known);
    if (certain.length > 1) {
      return violated('Several', `has ${certain.length} bucket policies that overwrite each other: ${certain.map(({ address }) => `${address.logicalId} in ${address.template}`).join(', ')}`, 'BucketPolicy', { at: certain[1].address });
    }
    return policies.length > 1 ? unknownVerdict(`the bucket may have ${policies.length} bucket policies, which is decided at deployment`) : COMPLIANT;
  },
};

export const HARDENED_CONSTRUCT: Rule = {
  id: 'HardenedBucket-RawBucket',
  title: 'the bucket is made with HardenedBucket',
  why: 'A bucket made by hand has only the guards that its author remembered, and nothing checks that they stay.',
  fix: 'replace it with HardenedBucket (or AccessLogsBucket for access logs), or acknowledge this rule on the bucket with the reason',
  example: "new HardenedBucket(this, 'Data');",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  notLive: 'a bucket does not say by which construct it was made',
  check: ({ construct }) => !construct.known ? NOT_APPLICABLE : judge(construct, (name) => name !== undefined
    ? COMPLIANT : violated('Raw', 'is a raw bucket outside HardenedBucket', 'Metadata')),
};
