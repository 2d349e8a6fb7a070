import { Rule } from './rule';
import { REQUESTS_WITHOUT_TLS, requestsBelowTls, requireDeny, requireDenyOf } from './unwanted-requests';

const PLAIN_HTTP = ['PlainHttp', 'requests without TLS on the bucket and all its objects'] as const;

export const TLS_ONLY: Rule = {
  id: 'HardenedBucket-TlsOnly',
  title: 'every request without TLS is denied',
  why: 'Over plain HTTP anyone on the way reads the objects and the signed requests.',
  fix: 'set enforceSSL: true, or add Deny s3:* to "*" on the bucket and on bucket/* with Bool aws:SecureTransport "false" and no other condition',
  example: "new s3.Bucket(this, 'Data', { enforceSSL: true });",
  level: 'BASELINE',
  severity: 'error',
  controls: { securityHub: ['S3.5'], cis: ['2.1.1'], cisV6: ['3.1.1'], cisV7: ['3.1.1'], config: ['s3-bucket-ssl-requests-only'] },
  check: (facts) => requireDeny(facts, REQUESTS_WITHOUT_TLS, ...PLAIN_HTTP),
  // A bucket has one policy, so nothing else can deny it.
  checkLoosePolicy: (policy, owner) => requireDenyOf(policy, owner, REQUESTS_WITHOUT_TLS, ...PLAIN_HTTP),
};

export const MINIMUM_TLS: Rule = minimumTls('1.2');

/** The same rule for a bucket that promises more than the minimum. */
export function minimumTls(version: string): Rule {
  return {
    id: 'HardenedBucket-MinimumTls',
    title: `every request over a TLS older than ${version} is denied`,
    why: 'TLS 1.0 and 1.1 have known weaknesses and are deprecated (RFC 8996).',
    fix: `add Deny s3:* to "*" on the bucket and on bucket/* with NumericLessThan s3:TlsVersion ${version}`,
    example: "new s3.Bucket(this, 'Data', { enforceSSL: true, minimumTLSVersion: 1.2 });",
    level: 'STRICT',
    severity: 'error',
    controls: {},
    check: (facts) => requireDeny(facts, requestsBelowTls(version), 'OldTls', `requests over a TLS older than ${version}`),
    checkLoosePolicy: (policy, owner) => requireDenyOf(policy, owner, requestsBelowTls(version), 'OldTls', `requests over a TLS older than ${version}`),
  };
}
