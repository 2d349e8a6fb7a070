import { PolicyRequest, RequestPrincipal } from '../../src/policy/policy-request';

/**
 * Requests that could really be sent, for the many ways in which the policies of `random-policies.ts` can tell requests
 * apart. Where the search says that nothing is allowed, trying them all must not find anything.
 */
const OWN = '111122223333';
const PARTNER = '444455556666';
export const STRANGER = '999988887777';

interface CallerOfGrid {
  readonly principal: RequestPrincipal;
  readonly stranger: boolean;
  readonly context: Readonly<Record<string, string>>;
}

function role(account: string, name: string, stranger: boolean, organization?: string): CallerOfGrid {
  return { principal: { AWS: `arn:aws:iam::${account}:role/${name}` }, stranger, context: organization ? { 'aws:PrincipalOrgID': organization } : {} };
}

export const CALLERS: readonly CallerOfGrid[] = [
  { principal: 'anonymous', stranger: true, context: {} },
  ...[undefined, 'o-aaaaaaaaaa', 'o-other00000'].flatMap((organization) => [
    role(OWN, 'admin', false, organization),
    role(OWN, 'someone', false, organization),
    role(PARTNER, 'admin', false, organization),
    role(PARTNER, 'someone', false, organization),
  ]),
  ...[undefined, 'o-outsider00'].flatMap((organization) => [
    role(STRANGER, 'admin', true, organization),
    role(STRANGER, 'someone', true, organization),
  ]),
  { principal: { AWS: `arn:aws:iam::${OWN}:root` }, stranger: false, context: {} },
  { principal: { AWS: `arn:aws:iam::${OWN}:root` }, stranger: false, context: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } },
  { principal: { Service: 'logging.s3.amazonaws.com' }, stranger: false, context: { 'aws:SourceAccount': OWN } },
  { principal: { Service: 'logging.s3.amazonaws.com' }, stranger: false, context: { 'aws:SourceAccount': STRANGER } },
  { principal: { Service: 'logging.s3.amazonaws.com' }, stranger: false, context: {} },
  { principal: { Service: 'unnamed.amazonaws.com' }, stranger: false, context: {} },
];

const ROUTES: readonly Readonly<Record<string, string>>[] = [
  ...['203.0.113.7', '203.0.113.200', '198.51.100.7', '2001:db8::7'].map((address) => ({ 'aws:SourceIp': address })),
  { 'aws:SourceVpce': 'vpce-0a', 'aws:SourceVpc': 'vpc-0a' },
  { 'aws:SourceVpce': 'vpce-0b', 'aws:SourceVpc': 'vpc-0a' },
];
const NO_ROUTE: readonly Readonly<Record<string, string>>[] = [{}, { 'aws:SourceIp': '203.0.113.7' }, { 'aws:SourceIp': '198.51.100.7' }];

const TARGETS: readonly { action: string; resources: readonly string[]; contexts: readonly Readonly<Record<string, string>>[] }[] = [
  { action: 's3:GetObject', resources: ['arn:aws:s3:::b/x', 'arn:aws:s3:::b/secret/x', 'arn:aws:s3:::c/x'], contexts: [{}] },
  { action: 's3:PutObject', resources: ['arn:aws:s3:::b/x', 'arn:aws:s3:::b/secret/x', 'arn:aws:s3:::c/x'], contexts: [{}] },
  { action: 's3:GetObjectAcl', resources: ['arn:aws:s3:::b/x', 'arn:aws:s3:::c/x'], contexts: [{}] },
  { action: 's3:DeleteObject', resources: ['arn:aws:s3:::b/secret/x', 'arn:aws:s3:::c/x'], contexts: [{}] },
  { action: 's3:ListBucket', resources: ['arn:aws:s3:::b', 'arn:aws:s3:::c'], contexts: [{}, { 's3:max-keys': '5' }, { 's3:max-keys': '10' }, { 's3:max-keys': '20' }] },
  { action: 's3:PutBucketPolicy', resources: ['arn:aws:s3:::b', 'arn:aws:s3:::c'], contexts: [{}] },
];

export const GRID: readonly { readonly request: PolicyRequest; readonly stranger: boolean }[] = CALLERS.flatMap(({ principal, stranger, context }) =>
  (typeof principal === 'object' && 'Service' in principal ? NO_ROUTE : ROUTES).flatMap((route: Readonly<Record<string, string>>) =>
    ['true', 'false'].flatMap((secure) =>
      TARGETS.flatMap(({ action, resources, contexts }) => resources.flatMap((resource) => contexts.map((more) => ({
        stranger,
        request: { principal, action, resource, context: { ...context, ...route, ...more, 'aws:SecureTransport': secure } },
      })))))));
