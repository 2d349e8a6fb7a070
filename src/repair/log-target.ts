import { bucketPolicy, documentOf, ownerOf } from './bucket-policy';
import { Acl, bucketAcl } from './public-access';
import { LiveBucket } from '../facts/live-bucket';
import { evaluate } from '../policy/evaluate';
import { PolicyRequest } from '../policy/policy-request';
import { allowed } from '../policy/questions/compare';
import { Known, known, unknown } from '../template/known';

const LOG_DELIVERY = 'logging.s3.amazonaws.com';

/** The group that S3 delivered access logs as before it had a service principal. */
export const LOG_DELIVERY_GROUP = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

/**
 * Whether the bucket policy lets S3 deliver access logs of the bucket's account, under this prefix.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-general
 */
export function deliversByPolicy(bucket: LiveBucket, source = 'some-bucket-of-this-account', prefix = ''): Known<boolean> {
  const policy = bucketPolicy(bucket);
  if (!policy.known) {
    return policy;
  }
  const { decision } = evaluate(documentOf(bucket, policy.value), deliveryTo(bucket, source, prefix));
  return decision === 'unknown' ? unknown('whether the bucket policy allows the delivery of access logs could not be decided') : known(decision === 'Allow');
}

/** Whether the bucket is one that access logs are delivered to: something in its policy or its ACL is for nothing else. */
export function receivesAccessLogs(bucket: LiveBucket): Known<boolean> {
  const policy = bucketPolicy(bucket);
  const acl = bucketAcl(bucket);
  if (acl.known && isForLogDelivery(acl.value)) {
    return known(true);
  }
  if (!policy.known || !acl.known) {
    return policy.known ? acl as Known<boolean> : policy;
  }
  const document = documentOf(bucket, policy.value);
  const isNamed = document.statements.some(({ principals }) => principals.some(({ type, value }) => type === 'Service' && value === LOG_DELIVERY));
  const result = isNamed ? allowed(document, { callers: ({ type, principal }) => type === 'Service' && Object.values(principal as object)[0] === LOG_DELIVERY }) : { kind: 'none' as const };
  return result.kind === 'unknown' ? unknown(`whether it receives access logs could not be decided: ${result.reason.message}`) : known(result.kind === 'found');
}

function isForLogDelivery(acl: Acl | undefined): boolean {
  return (acl?.Grants ?? []).some(({ Grantee }) => Grantee?.URI === LOG_DELIVERY_GROUP);
}

/** A delivery as S3 makes it: over TLS, by the service itself, without an ACL or an encryption header. */
function deliveryTo(bucket: LiveBucket, source: string, prefix: string): PolicyRequest {
  return {
    principal: { Service: LOG_DELIVERY },
    action: 's3:PutObject',
    resource: `${ownerOf(bucket).arn}/${prefix}2026-01-01-00-00-00-0123456789ABCDEF`,
    context: {
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': LOG_DELIVERY,
      'aws:SourceAccount': bucket.account,
      'aws:SourceArn': `arn:${bucket.partition}:s3:::${source}`,
    },
  };
}
