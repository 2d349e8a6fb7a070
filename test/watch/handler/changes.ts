import { BucketChange } from '../../../src/watch/handler/bucket-change';

/** A change of a bucket, as the handler reports it. */
export function change(over: Partial<BucketChange> = {}): BucketChange {
  return {
    version: '1',
    id: '0123456789abcdef0123456789abcdef',
    status: 'NONCOMPLIANT',
    bucket: 'records',
    account: '111122223333',
    region: 'eu-west-1',
    partition: 'aws',
    rule: 'HardenedBucket-PolicyNotPublic',
    title: 'the bucket policy is not public',
    severity: 'error',
    time: '2026-11-26T10:00:00.000Z',
    findings: [{
      id: 'Anyone',
      message: 'Bucket records allows anyone to call s3:GetObject',
      fix: 'name the principals',
      request: { principal: 'anonymous', action: 's3:GetObject', resource: 'arn:aws:s3:::records/x', context: {} },
      statement: 'Open',
    }],
    repairs: [{ id: 'public-statements', outcome: 'planned', changes: ['PutBucketPolicy: anyone becomes nobody'] }],
    cause: { event: 'PutBucketPolicy', by: 'arn:aws:iam::111122223333:user/eve', at: '2026-11-26T09:59:00Z', from: '192.0.2.1' },
    ...over,
  };
}
