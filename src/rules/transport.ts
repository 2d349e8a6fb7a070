import { Rule } from './rule';
import { requestsBelowTls, requestsWithoutTls, requireDeny } from './unwanted-requests';

export const TLS_ONLY: Rule = {
  id: 'HardenedBucket-TlsOnly',
  title: 'every request without TLS is denied',
  why: 'Over plain HTTP anyone on the way reads the objects and the signed requests.',
  fix: 'set enforceSSL: true, or add Deny s3:* to "*" on the bucket and on bucket/* with Bool aws:SecureTransport "false" and no other condition',
  level: 'BASELINE',
  controls: ['S3.5'],
  check: (facts) => requireDeny(facts, requestsWithoutTls(facts), 'PlainHttp', 'requests without TLS on the bucket and all its objects'),
};

export const MINIMUM_TLS: Rule = minimumTls('1.2');

/** The same rule for a bucket that promises more than the minimum. */
export function minimumTls(version: string): Rule {
  return {
    id: 'HardenedBucket-MinimumTls',
    title: `every request over a TLS older than ${version} is denied`,
    why: 'TLS 1.0 and 1.1 have known weaknesses and are deprecated (RFC 8996).',
    fix: `add Deny s3:* to "*" on the bucket and on bucket/* with NumericLessThan s3:TlsVersion ${version}`,
    level: 'STRICT',
    controls: [],
    check: (facts) => requireDeny(facts, requestsBelowTls(facts, Number(version)), 'OldTls', `requests over a TLS older than ${version}`),
  };
}
