import { anyText, atLeast, exactly, LinearPattern, literal, sequence } from './linear-pattern';

/** Condition keys that can have several values in one request. */
export const MULTIVALUED_KEYS: ReadonlySet<string> = new Set([
  'aws:calledvia', 'aws:principalorgpaths', 'aws:principalservicenameslist', 'aws:sourceorgpaths', 'aws:tagkeys', 'aws:vpceorgpaths',
  's3:inventoryaccessibleoptionalfields', 's3:requestobjecttagkeys',
]);

export const ACCOUNT_ID = exactly(12, '0-9');
const ACCOUNT = [ACCOUNT_ID];
export const ORGANIZATION = sequence('o-', atLeast(10, 'a-z0-9'));
const ORG_PATHS = [sequence(ORGANIZATION, '/r-', atLeast(4, 'a-z0-9'), '/'), sequence(ORGANIZATION, '/r-', atLeast(4, 'a-z0-9'), '/ou-', atLeast(4, 'a-z0-9-'), '/', atLeast(0, 'a-z0-9/-'))];
const BOOL = [literal('true'), literal('false')];

/** Wide enough for all addresses, and too narrow for a CIDR block. */
const ADDRESS = [
  sequence(atLeast(1, '0-9'), '.', atLeast(1, '0-9'), '.', atLeast(1, '0-9'), '.', atLeast(1, '0-9')),
  sequence(atLeast(1, '0-9a-f'), ':', atLeast(1, '0-9a-f:')),
  sequence(atLeast(1, '0-9a-f'), '::'),
  sequence('::', atLeast(0, '0-9a-f:')),
];

/** Keys whose format is AWS's to the letter: what a policy writes for them beyond it no request can have. */
const CLOSED: ReadonlySet<string> = new Set(['aws:sourceip', 'aws:vpcsourceip', 's3:tlsversion']);

/**
 * Nobody can send a request over a version that there is not: to ask for 1.4 locks everybody out.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#example-object-tls-version
 */
const TLS_VERSION = 's3:tlsversion';

/** The ARNs of VPCs whose id is this, with a Region that reads well first. */
export function vpcArns(id: string | LinearPattern): LinearPattern[] {
  return ['aws', 'aws-cn', 'aws-us-gov'].flatMap((partition) => ['us-east-1', atLeast(9, 'a-z0-9-')].map((region) =>
    sequence(`arn:${partition}:ec2:`, region, ':', ACCOUNT_ID, ':vpc/', id)));
}

/** The format of a key's values, where AWS gives it one. All other keys can be any text. */
const DOMAINS: Readonly<Record<string, readonly LinearPattern[]>> = {
  'aws:principalorgid': [ORGANIZATION],
  'aws:principalorgpaths': ORG_PATHS,
  'aws:sourceorgid': [ORGANIZATION],
  'aws:sourceorgpaths': ORG_PATHS,
  'aws:vpceorgid': [ORGANIZATION],
  'aws:vpceorgpaths': ORG_PATHS,
  'aws:resourceorgid': [ORGANIZATION],
  'aws:principalaccount': ACCOUNT,
  'aws:sourceaccount': ACCOUNT,
  'aws:sourceowner': ACCOUNT,
  'aws:vpceaccount': ACCOUNT,
  'aws:resourceaccount': ACCOUNT,
  's3:resourceaccount': ACCOUNT,
  's3:dataaccesspointaccount': ACCOUNT,
  'aws:sourcevpce': [sequence('vpce-', exactly(17, '0-9a-f')), sequence('vpce-', atLeast(1, 'a-f0-9'))],
  'aws:sourcevpc': [sequence('vpc-', exactly(17, '0-9a-f')), sequence('vpc-', atLeast(1, 'a-f0-9'))],
  'aws:sourcevpcarn': vpcArns(sequence('vpc-', atLeast(1, 'a-f0-9'))),
  'aws:principaltype': ['Account', 'User', 'AssumedRole', 'FederatedUser', 'Anonymous'].map(literal),
  'aws:viaawsservice': BOOL,
  'aws:principalisawsservice': BOOL,
  'aws:multifactorauthpresent': BOOL,
  'aws:securetransport': BOOL,
  [TLS_VERSION]: ['1.3', '1.2', '1.1', '1.0'].map(literal),
  'aws:sourceip': ADDRESS,
  'aws:vpcsourceip': ADDRESS,
  's3:authtype': ['REST-HEADER', 'REST-QUERY-STRING', 'POST'].map(literal),
  's3:signatureversion': ['AWS4-HMAC-SHA256', 'AWS'].map(literal),
};

/** Keys whose numbers have no fractions. */
const WHOLE_NUMBER_KEYS: ReadonlySet<string> = new Set([
  'aws:currenttime', 'aws:epochtime', 'aws:multifactorauthage', 's3:max-keys', 's3:signatureage', 's3:object-lock-remaining-retention-days', 's3:requestjobpriority', 's3:existingjobpriority',
]);

/**
 * The texts that a key can have: its format, and whatever a policy writes for it, in case the format is narrower than AWS's.
 */
export function domainOf(key: string, constants: ReadonlySet<string> | undefined): readonly LinearPattern[] {
  const format = Object.hasOwn(DOMAINS, key) ? DOMAINS[key] : undefined;
  if (!format && WHOLE_NUMBER_KEYS.has(key) && key !== 'aws:currenttime') {
    // What is counted is never negative, but a caller can send any number as a parameter.
    return [atLeast(1, '0-9'), ...key === 's3:max-keys' ? [sequence('-', atLeast(1, '0-9'))] : []];
  }
  return format ? [...format, ...CLOSED.has(key) ? [] : [...constants ?? []].map(literal)] : [anyText(key.startsWith('s3:') || key.includes('/') ? 0 : 1)];
}

/** Whether AWS gives the key's values a type. */
export function isTyped(key: string): boolean {
  return Object.hasOwn(DOMAINS, key) || WHOLE_NUMBER_KEYS.has(key) || TYPED_KEYS.has(key);
}

const TYPED_KEYS: ReadonlySet<string> = new Set(['aws:tokenissuetime', 's3:object-lock-retain-until-date', 's3:isreplicationpauserequest', 's3:objectcreationoperation']);

export function hasWholeNumbers(key: string): boolean {
  return WHOLE_NUMBER_KEYS.has(key);
}
