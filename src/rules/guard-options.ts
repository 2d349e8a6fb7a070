import { DenyKind } from './deny-kinds';

/** The options of a perimeter that let roles through a guard: the one that takes objects, and the one that takes ARNs. */
type RoleOptions = readonly [objects: string, arns: string];

/** What a perimeter offers to those whom one of its guards stops. */
export interface GuardOptions {
  /** The ids of its statements. */
  readonly sid: RegExp;
  /** What the statements look at. */
  readonly kind: DenyKind;
  /** Lists of what gets through, by the condition key that is compared with them. */
  readonly values?: Readonly<Record<string, string>>;
  /** Lists of those who get through. */
  readonly roles?: RoleOptions;
  /** Lists of those whom it stops. */
  readonly limited?: RoleOptions;
  /** The list of what it stops. */
  readonly stopped?: string;
  /** `exemptions.awsServices` lets services through. */
  readonly sparesServices?: true;
  /** The option without which the guard is not there. */
  readonly leaveOut?: string;
}

const NETWORKS = {
  'aws:sourcevpce': 'network.vpcEndpointIds',
  'aws:sourcevpc': 'network.vpcIds',
  'aws:sourcevpcarn': 'network.vpcArns',
  'aws:vpceorgid': 'network.endpointOrganizationIds',
  'aws:vpceorgpaths': 'network.endpointOrganizationPaths',
  'aws:vpceaccount': 'network.endpointAccountIds',
  'aws:sourceip': 'network.ipAllowList',
  'aws:vpcsourceip': 'network.endpointIpAllowList',
};
const ACCOUNTS = (caller: string) => ({ [`${caller}account`]: 'identity.accountIds', [`${caller}orgid`]: 'identity.organizationIds', [`${caller}orgpaths`]: 'identity.organizationPaths' });
const BREAK_GLASS: RoleOptions = ['exemptions.breakGlassRoles', 'exemptions.breakGlassRoleArns'];
const MFA_EXEMPT: RoleOptions = ['identity.mfaExemptRoles', 'identity.mfaExemptArns'];

/**
 * Every statement with which this library denies anything. The first row whose id fits counts: a guard on a tag is named
 * after the tag.
 *
 * To deploy, a role is not named here: a list of `deployRoleArns` takes the place of the role that deploys by default.
 */
export const GUARD_OPTIONS: readonly GuardOptions[] = [
  { sid: /^DenyOther(Networks|EndpointAddresses)$/, kind: 'network', values: NETWORKS, roles: BREAK_GLASS, sparesServices: true },
  { sid: /^DenyOther(Networks|EndpointAddresses)Configuration$/, kind: 'network', values: NETWORKS, roles: ['network.controlPlaneRoles', 'network.controlPlaneRoleArns'], sparesServices: true },
  { sid: /^DenyListedAddresses$/, kind: 'network', stopped: 'network.ipDenyList', sparesServices: true },
  { sid: /^DenyListedEndpointAddresses$/, kind: 'network', stopped: 'network.endpointIpDenyList' },
  { sid: /^DenyOtherAccessPoints$/, kind: 'accessPoint', roles: BREAK_GLASS, sparesServices: true, leaveOut: 'network.onlyVpcAccessPoints' },
  { sid: /^DenyOtherAccounts$/, kind: 'account', values: ACCOUNTS('aws:principal'), sparesServices: true },
  { sid: /^DenyServicesForOtherAccounts$/, kind: 'source', values: ACCOUNTS('aws:source') },
  { sid: /^DenyLogServicesForOtherAccounts$/, kind: 'source' },
  { sid: /^DenyOtherRoles$/, kind: 'roles', roles: ['identity.roles', 'identity.roleArns'], sparesServices: true },
  { sid: /^DenyWritingToReaders$/, kind: 'limit', limited: ['identity.readOnlyRoles', 'identity.readOnlyArns'] },
  { sid: /^DenyReadingToWriters$/, kind: 'limit', limited: ['identity.writeOnlyRoles', 'identity.writeOnlyArns'] },
  { sid: /^Deny(Deleting|Replacing)ToAppenders$/, kind: 'limit', limited: ['identity.appendOnlyRoles', 'identity.appendOnlyArns'] },
  { sid: /^Deny(Deleting|Configuring)WithoutMfa$/, kind: 'mfa', roles: MFA_EXEMPT, sparesServices: true },
  { sid: /^Deny(Presigned|Old)(Urls|Signatures)$/, kind: 'signature', leaveOut: 'request.presignedUrls' },
  { sid: /^DenySignatureVersion2$/, kind: 'signature', leaveOut: 'request.signatureVersion4Only' },
  { sid: /^Deny(Listing)?Prefix\d+$/, kind: 'roles', roles: ['request.prefixRules[N].roles', 'request.prefixRules[N].roleArns'], sparesServices: true },
  { sid: /^DenyOtherReferers$/, kind: 'referer', values: { 'aws:referer': 'request.refererAllowList' }, roles: BREAK_GLASS, sparesServices: true },
  { sid: /^DenyPutsWithoutEncryptionHeader$/, kind: 'encryption', leaveOut: 'request.encryptionHeaderRequired' },
  { sid: /^DenyTampering$/, kind: 'roles', roles: BREAK_GLASS, leaveOut: 'request.tamperProtection' },
  { sid: /^DenyDeletingVersions$/, kind: 'roles', roles: BREAK_GLASS, leaveOut: 'request.deletionProtection' },
  // What a bucket of this library denies whatever its options.
  { sid: /^DenyRequests(WithoutTls|BelowMinimumTls)$/, kind: 'tls' },
  { sid: /^Deny(CustomerProvidedKeys|OtherEncryption|OtherKeys)$/, kind: 'encryption' },
  // For a bucket with DSSE it has no condition.
  { sid: /^DenyReencryption$/, kind: 'encryption' },
  { sid: /^Deny(Reading|Tagging|Retagging)Other/, kind: 'objectTag', roles: BREAK_GLASS, sparesServices: true, leaveOut: 'identity.matchingTags' },
  { sid: /^DenyOther/, kind: 'principalTag', values: { 'aws:principaltag/': 'identity.principalTags' }, roles: BREAK_GLASS, sparesServices: true },
];

/** What is offered to those whom the statement with this id stops; nothing, if it is none of this library. */
export function guardOptionsOf(sid: string | undefined): GuardOptions | undefined {
  const row = GUARD_OPTIONS.find((one) => sid !== undefined && one.sid.test(sid));
  const rule = /\d+$/.exec(sid ?? '')?.[0];
  return row && { ...row, roles: row.roles?.map((option) => option.replace('[N]', `[${rule}]`)) as RoleOptions | undefined };
}
