import { intrinsicIn, isObject, Json, JsonObject } from './json';
import { BucketFacts } from '../facts/bucket-facts';
import { ENCRYPTION_ENFORCED, SSE_C_BLOCKED } from '../rules/encryption';
import { FIXES_BY_RULE } from '../rules/fixes-by-rule';
import { SERVICES_BOUND_TO_SOURCE } from '../rules/identity';
import { SERVICES_NAMING_ACCOUNT, servicesWithoutAccount, whyForOthers } from '../rules/services-for-others';
import { MINIMUM_TLS, TLS_ONLY } from '../rules/transport';

/** Deny statements that a bucket policy lacks, as the fix of their rule has them. */
export interface StatementSetting {
  readonly id: string;
  readonly title: string;
  readonly rules: readonly string[];
  /** Why this bucket is not to have them, where it is not. */
  readonly unless?: (bucket: JsonObject, facts: BucketFacts) => string | undefined;
  /** @param bucket the properties of the bucket with all that is added to them */
  readonly statements: (bucket: JsonObject) => readonly JsonObject[];
}

/** The statements of the fix of a rule. In them `Bucket` is the bucket, and `Key` its key. */
function statementsOf(rule: string): readonly JsonObject[] {
  const document = FIXES_BY_RULE[rule].fragment.BucketPolicy.Properties!.PolicyDocument as unknown as { readonly Statement: readonly JsonObject[] };
  return document.Statement;
}

const SSE = 's3:x-amz-server-side-encryption';

/** How a bucket says that it is encrypted. */
export function encryptionOf({ BucketEncryption: encryption }: JsonObject): JsonObject {
  const rules = isObject(encryption) ? encryption.ServerSideEncryptionConfiguration : undefined;
  const rule = Array.isArray(rules) ? rules[0] as Json : undefined;
  const byDefault = isObject(rule) ? rule.ServerSideEncryptionByDefault : undefined;
  return isObject(byDefault) ? byDefault : {};
}

/** With two layers there is one algorithm, and encrypting an object again, where it is, would take one away. */
function ofTwoLayers(statement: JsonObject): readonly JsonObject[] {
  return statement.Sid !== 'DenyOtherEncryption' ? [statement] : [
    { ...statement, Condition: { Null: { [SSE]: 'false' }, StringNotEquals: { [SSE]: 'aws:kms:dsse' } } },
    { ...statement, Sid: 'DenyReencryptionWithOneLayer', Action: 's3:UpdateObjectEncryption', Condition: { StringEquals: { [SSE]: 'aws:kms' } } },
  ];
}

function encryptionDenies(bucket: JsonObject): readonly JsonObject[] {
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = encryptionOf(bucket);
  const ofKey = key === undefined ? ['DenyOtherEncryption'] : ['DenyOtherEncryption', 'DenyOtherKeys', 'DenyReencryption'];
  const own = statementsOf(ENCRYPTION_ENFORCED.id).filter(({ Sid }) => ofKey.includes(Sid as string));
  return algorithm === 'aws:kms:dsse' ? own.flatMap(ofTwoLayers) : own;
}

function whyNotEnforced(bucket: JsonObject): string | undefined {
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = encryptionOf(bucket);
  return typeof algorithm !== 'string' || !algorithm.startsWith('aws:kms') ? 'the bucket is not encrypted with a KMS key that is written out, so that it is not known what to deny'
    : typeof key === 'string' && !key.startsWith('arn:') ? `KMSMasterKeyID is '${key}', and requests are compared with the ARN of the key. Name the key by its ARN`
      : key !== undefined && typeof key !== 'string' && !['Ref', 'Fn::GetAtt', 'Fn::ImportValue', 'Fn::Sub'].includes(intrinsicIn(key) ?? '') ? 'KMSMasterKeyID is decided at deployment. Add the statements there' : undefined;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html */
function whyNotTls({ WebsiteConfiguration: website }: JsonObject): string | undefined {
  return website === undefined ? undefined
    : 'WebsiteConfiguration makes it a website, whose endpoint does not support TLS, so no one could read it any more. Serve it by CloudFront with an origin access control, and remove WebsiteConfiguration';
}

function whyServicesUnbound(_: JsonObject, facts: BucketFacts): string | undefined {
  const [reason] = facts.policies.flatMap((policy) => whyForOthers(policy, facts) ?? []);
  if (reason !== undefined) {
    return `${reason}. Add a condition on aws:SourceAccount to that statement, with the accounts that are meant`;
  }
  const services = facts.policies.flatMap((policy) => servicesWithoutAccount(policy, facts));
  return services.some((service) => SERVICES_NAMING_ACCOUNT.includes(service)) ? undefined
    : `AWS does not document that ${services.join(' and ')} sends aws:SourceAccount. Add a condition on aws:SourceArn to the statement that allows it`;
}

/** What the statements of services lack, said once for all of them. */
const DENY_SERVICES_FOR_OTHERS: JsonObject = {
  Sid: 'DenyLogServicesForOtherAccounts',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }],
  Condition: {
    StringEquals: { 'aws:PrincipalServiceName': SERVICES_NAMING_ACCOUNT },
    StringNotEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
  },
};

/** All, in the order in which they stand in a policy. */
export const STATEMENT_SETTINGS: readonly StatementSetting[] = [
  { id: 'tls-only', title: 'Deny requests without TLS', rules: [TLS_ONLY.id], unless: whyNotTls, statements: () => statementsOf(TLS_ONLY.id) },
  { id: 'minimum-tls', title: 'Deny requests below TLS 1.2', rules: [MINIMUM_TLS.id], unless: whyNotTls, statements: () => statementsOf(MINIMUM_TLS.id) },
  { id: 'encryption-enforced', title: 'Deny requests for another encryption or another key', rules: [ENCRYPTION_ENFORCED.id], unless: whyNotEnforced, statements: encryptionDenies },
  { id: 'services-bound', title: 'Deny log services that act for other accounts', rules: [SERVICES_BOUND_TO_SOURCE.id], unless: whyServicesUnbound, statements: () => [DENY_SERVICES_FOR_OTHERS] },
  { id: 'sse-c-denied', title: 'Deny keys of the caller (SSE-C)', rules: [SSE_C_BLOCKED.id], statements: () => statementsOf(SSE_C_BLOCKED.id) },
];
