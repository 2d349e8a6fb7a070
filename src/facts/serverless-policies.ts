import { SERVERLESS_POLICIES_ELSEWHERE } from './serverless-policies-elsewhere';
import { UnknownValue } from '../policy/unknown-value';
import { isRecord, listOf, ownValue, textOf } from '../template/read-json';
import { symbol } from '../template/symbol';

/**
 * The policy templates of SAM that speak of buckets and keys: actions, and on what, where `$` stands for the name that is given.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
 */
const POLICY_TEMPLATES: Readonly<Record<string, {
  readonly parameter: string; readonly statements: readonly (readonly [actions: readonly string[], resources: readonly string[]])[];
}>> = {
  S3ReadPolicy: ofBucket([['s3:GetObject', 's3:ListBucket', 's3:GetBucketLocation', 's3:GetObjectVersion', 's3:GetLifecycleConfiguration'], ['s3:::$', 's3:::$/*']]),
  S3WritePolicy: ofBucket([['s3:PutObject', 's3:PutObjectAcl', 's3:PutLifecycleConfiguration'], ['s3:::$', 's3:::$/*']]),
  S3CrudPolicy: ofBucket([[
    's3:GetObject', 's3:ListBucket', 's3:GetBucketLocation', 's3:GetObjectVersion', 's3:PutObject', 's3:PutObjectAcl', 's3:GetLifecycleConfiguration', 's3:PutLifecycleConfiguration', 's3:DeleteObject',
  ], ['s3:::$', 's3:::$/*']]),
  S3FullAccessPolicy: ofBucket([[
    's3:GetObject', 's3:GetObjectAcl', 's3:GetObjectVersion', 's3:PutObject', 's3:PutObjectAcl', 's3:DeleteObject', 's3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging',
    's3:GetObjectTagging', 's3:GetObjectVersionTagging', 's3:PutObjectTagging', 's3:PutObjectVersionTagging',
  ], ['s3:::$/*']], [['s3:ListBucket', 's3:GetBucketLocation', 's3:GetLifecycleConfiguration', 's3:PutLifecycleConfiguration'], ['s3:::$']]),
  KMSDecryptPolicy: ofKey('kms:Decrypt'),
  KMSEncryptPolicy: ofKey('kms:Encrypt'),
};

function ofBucket(...statements: (readonly [readonly string[], readonly string[]])[]) {
  return { parameter: 'BucketName', statements };
}

function ofKey(action: string) {
  return { parameter: 'KeyId', statements: [[[action], [`kms:${symbol('AWS', 'Region')}:${symbol('AWS', 'AccountId')}:key/$`]]] as const };
}

/** One entry of the `Policies` of a function or state machine. */
export type ServerlessPolicy =
  | { readonly kind: 'document'; readonly json: unknown }
  | { readonly kind: 'managed'; readonly arn: string }
  /** A template that is not known here, or what is decided at deployment. */
  | { readonly kind: 'other'; readonly reason: string };

/**
 * The policies that SAM gives to the role that it makes for a resource, by its evaluated `Policies`: those that may speak of buckets or keys.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html#sam-function-policies
 */
export function readServerlessPolicies(policies: unknown, place: { readonly account?: string; readonly region?: string }): ServerlessPolicy[] {
  return listOf(policies).flatMap((policy): ServerlessPolicy | [] => {
    if (policy instanceof UnknownValue) {
      return { kind: 'other', reason: policy.reason };
    }
    if (!isRecord(policy)) {
      const name = textOf(policy);
      return { kind: 'managed', arn: /^arn:|⟦/.test(name) ? name : `arn:${symbol('AWS', 'Partition')}:iam::aws:policy/${name}` };
    }
    if (ownValue(policy, 'Statement') !== undefined) {
      return { kind: 'document', json: policy };
    }
    const [[name, given]] = Object.entries(policy).length === 1 ? Object.entries(policy) : [['', undefined]];
    if (SERVERLESS_POLICIES_ELSEWHERE.has(name)) {
      return [];
    }
    const template = Object.hasOwn(POLICY_TEMPLATES, name) ? POLICY_TEMPLATES[name] : undefined;
    return template ? { kind: 'document', json: documentOf(template, ownValue(given, template.parameter), place) } : { kind: 'other', reason: `what the policy template ${name} allows is not known here` };
  });
}

function documentOf({ statements }: typeof POLICY_TEMPLATES[string], name: unknown, { account, region }: { readonly account?: string; readonly region?: string }): unknown {
  const resource = (of: string) => typeof name !== 'string' ? name instanceof UnknownValue ? name : new UnknownValue('what the policy is on is not text')
    : `arn:${symbol('AWS', 'Partition')}:${of.replace('$', () => name)}`
      .replace(symbol('AWS', 'AccountId'), account ?? symbol('AWS', 'AccountId')).replace(symbol('AWS', 'Region'), region ?? symbol('AWS', 'Region'));
  return { Version: '2012-10-17', Statement: statements.map(([Action, resources]) => ({ Effect: 'Allow', Action, Resource: resources.map(resource) })) };
}
