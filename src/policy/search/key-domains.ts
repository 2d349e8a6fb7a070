import { anyText, atLeast, exactly, glob, LinearPattern, literal, sequence } from './linear-pattern';
import { Vocabulary } from './vocabulary';

/** Condition keys that can have several values in one request. */
export const MULTIVALUED_KEYS: ReadonlySet<string> = new Set([
  'aws:calledvia', 'aws:principalorgpaths', 'aws:principalservicenameslist', 'aws:sourceorgpaths', 'aws:tagkeys', 'aws:vpceorgpaths',
  's3:inventoryaccessibleoptionalfields', 's3:requestobjecttagkeys',
]);

/** Keys that tell who an AWS identity is. */
export const IDENTITY_KEYS = ['aws:principalarn', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:principalisawsservice', 'aws:username', 'aws:federatedprovider', 'aws:sourceidentity'];

/** Keys that come with AWS services that act as themselves only. */
export const SERVICE_KEYS = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceowner', 'aws:sourceorgid', 'aws:sourceorgpaths', 'aws:principalservicename', 'aws:principalservicenameslist'];

/** Keys that come with temporary credentials only. */
export const MFA_KEYS = ['aws:multifactorauthpresent', 'aws:multifactorauthage', 'aws:tokenissuetime'];

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

/**
 * Keys that have one of a few values, in AWS's order of popularity.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  's3:x-amz-server-side-encryption': ['AES256', 'aws:kms', 'aws:kms:dsse', 'aws:fsx'],
  's3:x-amz-server-side-encryption-customer-algorithm': ['AES256'],
  's3:x-amz-acl': ['private', 'public-read', 'public-read-write', 'authenticated-read', 'aws-exec-read', 'bucket-owner-read', 'bucket-owner-full-control', 'log-delivery-write'],
  's3:x-amz-metadata-directive': ['COPY', 'REPLACE'],
  's3:x-amz-object-annotation-directive': ['COPY', 'REPLACE'],
  's3:x-amz-object-ownership': ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'],
  's3:object-lock-mode': ['GOVERNANCE', 'COMPLIANCE'],
  's3:object-lock-legal-hold': ['ON', 'OFF'],
  's3:object-lock-event-hold': ['ON', 'OFF'],
  's3:accesspointnetworkorigin': ['Internet', 'VPC'],
  's3:objectcreationoperation': ['true', 'false'],
  's3:isreplicationpauserequest': ['true', 'false'],
};

/** The only values that a key has; undefined, if it has others. */
export function valuesOf(key: string): readonly string[] | undefined {
  return Object.hasOwn(VALUES, key) ? VALUES[key] : undefined;
}

/** Keys whose format is AWS's to the letter: what a policy writes for them beyond it no request can have. */
const CLOSED: ReadonlySet<string> = new Set(['aws:sourceip', 'aws:vpcsourceip', 's3:tlsversion', ...Object.keys(VALUES)]);

/** Addresses of the internet, which `aws:SourceIp` is one of. */
export function isAddress(key: string): boolean {
  return key === 'aws:sourceip';
}

/**
 * What no address of the internet begins with: private, shared, loopback and link-local ones. Those of documentation stay,
 * because examples are written with them.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export const NOT_ON_THE_INTERNET: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', 'fc00::/7', 'fe80::/10', '::1/128'];

/** The same as texts. */
export const TEXTS_NOT_ON_THE_INTERNET: readonly LinearPattern[] = [
  '10.*', '192.168.*', '127.*', '169.254.*', ...numbered('172', 16, 31), ...numbered('100', 64, 127), 'fc??:*', 'fd??:*', ...[...'89ab'].map((digit) => `fe${digit}?:*`), '::1',
].map((text) => glob(text));

function numbered(first: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `${first}.${from + i}.*`);
}

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
  ...Object.fromEntries(Object.entries(VALUES).map(([key, values]) => [key, values.map(literal)])),
};

/** Keys whose numbers have no fractions. */
const WHOLE_NUMBER_KEYS: ReadonlySet<string> = new Set([
  'aws:currenttime', 'aws:epochtime', 'aws:multifactorauthage', 's3:max-keys', 's3:signatureage', 's3:object-lock-remaining-retention-days', 's3:requestjobpriority', 's3:existingjobpriority',
]);

/**
 * The texts that a key can have: its format, and whatever a policy writes for it, in case the format is narrower than AWS's.
 */
export function domainOf(key: string, { constants, setKeys }: Vocabulary): readonly LinearPattern[] {
  const format = Object.hasOwn(DOMAINS, key) ? DOMAINS[key] : undefined;
  if (!format && WHOLE_NUMBER_KEYS.has(key) && key !== 'aws:currenttime') {
    // What is counted is never negative, but a caller can send any number as a parameter.
    return [atLeast(1, '0-9'), ...key === 's3:max-keys' ? [sequence('-', atLeast(1, '0-9'))] : []];
  }
  // What an operator on sets makes of an empty text AWS does not say, so none is asked about.
  const mayBeEmpty = (key.startsWith('s3:') || key.includes('/')) && !setKeys.has(key);
  return format ? [...format, ...CLOSED.has(key) ? [] : [...constants.get(key) ?? []].map(literal)] : [anyText(mayBeEmpty ? 0 : 1)];
}

/** Whether AWS gives the key's values a type. */
export function isTyped(key: string): boolean {
  return Object.hasOwn(DOMAINS, key) || WHOLE_NUMBER_KEYS.has(key) || TYPED_KEYS.has(key);
}

const TYPED_KEYS: ReadonlySet<string> = new Set(['aws:tokenissuetime', 's3:object-lock-retain-until-date']);

export function hasWholeNumbers(key: string): boolean {
  return WHOLE_NUMBER_KEYS.has(key);
}
