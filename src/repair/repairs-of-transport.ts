import { ownerOf, StatementJson, withStatement } from './bucket-policy';
import { EditPolicy, planPolicyStep } from './policy-step';
import { Repair } from './repair';
import { refused } from './setting-step';
import { LiveBucket } from '../facts/live-bucket';
import { MINIMUM_TLS, minimumTls, TLS_ONLY } from '../rules/transport';
import { REQUESTS_WITHOUT_TLS, requestsBelowTls, UnwantedRequests } from '../rules/unwanted-requests';

const PERMISSIONS = ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'];

/**
 * Denies requests without TLS.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html
 */
export const REPAIR_TLS_ONLY: Repair = {
  id: 'tls-only',
  title: 'Deny requests without TLS',
  rules: [TLS_ONLY.id],
  permissions: PERMISSIONS,
  plan: (bucket, account, options) => planPolicyStep(bucket, account, options, TLS_ONLY.checkLoosePolicy!, denying(bucket, 'DenyRequestsWithoutTls', 'requests without TLS', REQUESTS_WITHOUT_TLS)),
};

const TLS_VERSIONS = ['1.2', '1.3'];

/**
 * Denies requests over an older TLS. A request above the newest version there is would be no request at all.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#example-object-tls-version
 */
export const REPAIR_MINIMUM_TLS: Repair = {
  id: 'minimum-tls',
  title: 'Deny requests over a TLS older than the minimum',
  rules: [MINIMUM_TLS.id],
  permissions: PERMISSIONS,
  plan: (bucket, account, options) => {
    const version = options.minimumTlsVersion ?? TLS_VERSIONS[0];
    return !TLS_VERSIONS.includes(version) ? refused(`the minimum version of TLS '${version}' is not ${TLS_VERSIONS.join(' or ')}`)
      : planPolicyStep(bucket, account, options, minimumTls(version).checkLoosePolicy!, denying(bucket, 'DenyRequestsBelowMinimumTls', `requests over a TLS older than ${version}`, requestsBelowTls(version)));
  },
};

/** Adds a Deny of all such requests; all that the policy says stays. */
export function denying(bucket: LiveBucket, sid: string, what: string, { actions, on, condition }: UnwantedRequests): EditPolicy {
  const { arn } = ownerOf(bucket);
  const resources = [...on === 'objects' ? [] : [arn], `${arn}/*`];
  const statement: StatementJson & { readonly Sid: string } = {
    Sid: sid, Effect: 'Deny', Principal: '*', Action: actions, Resource: resources.length === 1 ? resources[0] : resources, Condition: condition,
  };
  const { Sid, Effect, ...form } = statement;
  return (policy) => {
    const edited = withStatement(policy, statement);
    return {
      policy: edited,
      bad: { kind: 'form', form },
      before: policy.Statement.length === 0 ? 'the bucket has no policy' : `the bucket policy does not deny ${what}`,
      after: `statement ${String(edited.Statement[edited.Statement.length - 1].Sid)} denies ${what} to everyone`,
    };
  };
}
