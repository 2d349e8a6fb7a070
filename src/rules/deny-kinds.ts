import { PolicyStatement } from '../policy/policy-document';

/** What a Deny looks at, which decides how someone is let through it. */
export type DenyKind = keyof typeof KEYS | 'limit' | 'everybody' | 'other';

/** The condition keys of each kind; what stands first counts. The caller's ARN comes last, because most guards exempt some. */
const KEYS = {
  network: /^aws:(sourcevpce|sourcevpc|sourcevpcarn|sourceip|vpcsourceip|vpceorgid|vpceorgpaths|vpceaccount)$/,
  accessPoint: /^s3:(accesspointnetworkorigin|dataaccesspoint(arn|account))$/,
  source: /^aws:source(account|arn|orgid|orgpaths|owner)$/,
  account: /^aws:principal(account|orgid|orgpaths)$/,
  mfa: /^aws:multifactorauth(present|age)$/,
  principalTag: /^aws:principaltag\//,
  objectTag: /^s3:(existingobjecttag|requestobjecttag)\//,
  referer: /^aws:referer$/,
  signature: /^s3:(authtype|signatureage|signatureversion)$/,
  tls: /^(aws:securetransport|s3:tlsversion)$/,
  encryption: /^s3:x-amz-server-side-encryption/,
  roles: /^aws:(principalarn|username|userid|principaltype)$/,
} as const;

const KINDS = Object.keys(KEYS) as (keyof typeof KEYS)[];

/** The kind of a Deny, by its conditions: anyone who wrote it, and whatever its id. */
export function kindOfDeny({ conditions }: Pick<PolicyStatement, 'conditions'>): DenyKind {
  const decisive = conditions.filter(({ key }) => !EXEMPTIONS.test(key));
  // A limit is on those that it names; an exemption is for those that it names.
  if (decisive.some(({ operator, key }) => KEYS.roles.test(key) && !isNegated(operator))) {
    return 'limit';
  }
  return KINDS.find((kind) => decisive.some(({ key }) => KEYS[kind].test(key))) ?? (decisive.length > 0 ? 'other' : 'everybody');
}

/** Whether the operator holds for every value but those that are listed. */
export function isNegated(operator: string): boolean {
  return /Not(Equals|Like|IpAddress)/i.test(operator);
}

/** With these a guard leaves AWS services alone. */
const EXEMPTIONS = /^aws:(principalisawsservice|viaawsservice|calledvia|principalservicename)$/;
