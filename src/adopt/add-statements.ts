import { Subject } from './adopt-setting';
import { Draft, propertiesOf } from './draft';
import { intrinsicIn, isList, isObject, isSameJson, Json, JsonObject } from './json';
import { RETAINED } from './made-resources';
import { encryptionOf, StatementSetting } from './statement-settings';
import { PolicyFacts } from '../facts/bucket-facts';
import { unusedSid } from '../policy/unused-sid';
import { ResourceAddress } from '../template/template';

/** Appends statements to the one policy of a bucket, or to a new one where there is none. */
export function addStatements(setting: StatementSetting, { facts }: Subject, draft: Draft): string | undefined {
  const { address, policies } = facts;
  const bucket = propertiesOf(draft.resource(address));
  const reason = bucket === undefined ? 'Properties are decided at deployment' : setting.unless?.(bucket, facts);
  if (bucket === undefined || reason !== undefined) {
    return reason;
  }
  if (policies.length > 1) {
    return `it has ${policies.length} bucket policies (${policies.map((policy) => policy.address.logicalId).join(', ')}), of which the last that is deployed counts. Merge them`;
  }
  const [policy] = policies;
  const at = policy === undefined ? madePolicy(address, draft) : policy.address;
  const closed = policy && whyNotAppended(policy, address, draft);
  if (closed !== undefined) {
    return closed;
  }
  const resource = draft.resource(at);
  const properties = propertiesOf(resource);
  const document = properties?.PolicyDocument;
  if (properties === undefined || !isObject(document)) {
    return `PolicyDocument of ${at.logicalId} is ${typeof document === 'string' ? 'a text' : 'decided at deployment'}. Add the statements there`;
  }
  const names = namesFor(address, at, properties.Bucket, bucket, draft);
  if (typeof names === 'string') {
    return names;
  }
  const existing = statementsOf(document);
  if (existing === undefined) {
    return `the statements of ${at.logicalId} are decided by ${intrinsicIn(document.Statement)}. Add them there`;
  }
  const wanted = setting.statements(bucket).map((statement) => names(statement)).filter((statement) => !existing.some((one) => isSameJson(one, statement)));
  const all = wanted.reduce<readonly Json[]>((statements, statement) => [...statements, withFreeSid(statement, statements)], existing);
  draft.write(at, { ...resource, Properties: { ...properties, PolicyDocument: { ...document, Statement: all } } });
  return undefined;
}

/** A policy of its own for a bucket that has none, deployed where the bucket is. */
function madePolicy(bucket: ResourceAddress, draft: Draft): ResourceAddress {
  const { template, logicalId } = bucket;
  const { Condition } = draft.resource(bucket);
  return {
    template,
    logicalId: draft.once(template, `${logicalId}Policy`, (id) => ({
      [id]: {
        Type: 'AWS::S3::BucketPolicy',
        ...Condition === undefined ? {} : { Condition },
        ...RETAINED,
        Properties: { Bucket: { Ref: logicalId }, PolicyDocument: { Version: '2012-10-17', Statement: [] } },
      },
    })),
  };
}

function whyNotAppended({ address, deployed }: PolicyFacts, bucket: ResourceAddress, draft: Draft): string | undefined {
  const reason = !deployed.known ? deployed.reason : !deployed.value ? `bucket policy ${address.logicalId} is not always there` : undefined;
  if (reason !== undefined) {
    return `${reason}. Add the statements where that is decided`;
  }
  const closed = draft.whyClosed(address.template) ?? (draft.has(address) && address.logicalId !== bucket.logicalId ? undefined : 'no template has it in writing');
  return closed && `its policy ${address.logicalId} cannot be changed: ${closed}`;
}

/** The statements of a document, one by itself as a list; undefined where they are decided at deployment. */
function statementsOf({ Statement }: JsonObject): readonly Json[] | undefined {
  return Statement === undefined || Statement === null ? [] : isList(Statement) ? Statement : isObject(Statement) ? [Statement] : undefined;
}

/** How statements name the bucket and its key where the policy stands; why they cannot, if they cannot. */
function namesFor(
  bucket: ResourceAddress, policy: ResourceAddress, named: Json | undefined, properties: JsonObject, draft: Draft,
): string | ((statement: JsonObject) => JsonObject) {
  const { KMSMasterKeyID: written } = encryptionOf(properties);
  const isBeside = bucket.template === policy.template;
  const key = arnOf(written, bucket.template, draft);
  if (named === undefined) {
    return `bucket policy ${policy.logicalId} names no bucket`;
  }
  const arn = (suffix: string): Json => isBeside
    ? suffix === '' ? { 'Fn::GetAtt': [bucket.logicalId, 'Arn'] } : { 'Fn::Sub': `\${${bucket.logicalId}.Arn}${suffix}` }
    // In another template the bucket has the name that the policy has for it.
    : { 'Fn::Sub': [`arn:\${AWS::Partition}:s3:::\${Bucket}${suffix}`, { Bucket: named }] };
  const inside = (value: Json): Json => {
    if (isList(value)) {
      return value.map(inside);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const [resource, attribute] = isList(value['Fn::GetAtt']) ? value['Fn::GetAtt'] : [];
    return resource === 'Bucket' && attribute === 'Arn' ? arn('')
      : resource === 'Key' ? key ?? value
        : value['Fn::Sub'] === '${Bucket.Arn}/*' ? arn('/*')
          : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inside(item)]));
  };
  return (statement) => inside(statement) as JsonObject;
}

/** `Ref` of a key is its id, and requests are compared with its ARN. */
function arnOf(key: Json | undefined, template: string, draft: Draft): Json | undefined {
  const named = intrinsicIn(key) === 'Ref' ? (key as JsonObject).Ref : undefined;
  return typeof named === 'string' && draft.typeIn(template, named) === 'AWS::KMS::Key' ? { 'Fn::GetAtt': [named, 'Arn'] } : key;
}

function withFreeSid(statement: JsonObject, others: readonly Json[]): JsonObject {
  return { ...statement, Sid: unusedSid(others.map((other) => isObject(other) ? other.Sid : undefined), String(statement.Sid)) };
}
