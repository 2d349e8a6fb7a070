import { bucketAndObjects, Guard, GuardedBucket } from './statement';

/**
 * Denies every request without TLS.
 *
 * Nobody is exempt: AWS services always use TLS. No other condition may join this one, or scanners such as Security Hub
 * S3.5 no longer recognize it.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html
 */
export function denyWithoutTls(bucket: GuardedBucket): Guard {
  return denyEverything('DenyRequestsWithoutTls', 'requests without TLS', bucket, { Bool: { 'aws:SecureTransport': 'false' } });
}

/**
 * Denies every request over a TLS older than this.
 *
 * A request without the key (made inside AWS) passes: a positive operator is false on an absent key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#example-object-tls-version
 */
export function denyBelowTls(bucket: GuardedBucket, version: string): Guard {
  return denyEverything('DenyRequestsBelowMinimumTls', `requests over a TLS older than ${version}`, bucket, { NumericLessThan: { 's3:TlsVersion': version } });
}

function denyEverything(sid: string, denies: string, bucket: GuardedBucket, condition: Guard['conditions'][number]): Guard {
  return { sid, denies, actions: ['s3:*'], resources: bucketAndObjects(bucket), conditions: [condition] };
}
