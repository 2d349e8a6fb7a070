import { LiveAccount, LiveAnswer, LiveBucket, LiveKey } from './live-bucket';
import { liveProperties } from './live-settings';
import { livePolicy } from './live-settings-access';
import { UnknownValue } from '../policy/unknown-value';
import { literally } from '../template/literal';
import { dig, isRecord, ownValue, textOf } from '../template/read-json';
import { Template, TemplateResource } from '../template/template';

/** How much of the account the buckets are. */
export interface LiveScope {
  /** These are all buckets of the account in the Region, so that it is known which of them receive logs. @default false */
  readonly isWhole?: boolean;
}

/**
 * The template that would make these buckets as they are, so that the same rules judge them. What a call did not answer is an
 * `UnknownValue` where it would stand.
 *
 * Logical ids are what people know the resources by: the name of a bucket, the id of a key.
 */
export function liveTemplate(account: LiveAccount, buckets: readonly LiveBucket[], { isWhole = false }: LiveScope = {}): Template {
  const { keys, region, partition, publicAccessBlock } = account;
  return {
    id: liveTemplateId(account),
    account: account.account,
    region,
    fromCdk: false,
    outputs: {},
    live: { partition, isWhole, publicAccessBlock: propertyOf(publicAccessBlock, (value) => ownValue(value, 'PublicAccessBlockConfiguration') ?? value) },
    resources: Object.fromEntries([
      ...buckets.flatMap((bucket) => bucketResources(bucket, account)),
      ...Object.entries(keys).flatMap(([name, key]) => keyResources(name, key, account)),
      ...alarmResources(account.alarms),
    ]),
  };
}

/** The id of the template that stands for the buckets of an account in a Region: `111122223333/eu-west-1`. */
export function liveTemplateId({ account, region }: Pick<LiveAccount, 'account' | 'region'>): string {
  return `${account}/${region}`;
}

/** The key that a bucket encrypts with by default, as it names it; undefined where it names none. */
export function keyNameOf({ answers }: LiveBucket): string | undefined {
  const answer = answers.GetBucketEncryption;
  const rule = answer?.kind === 'value' ? dig(answer.value, 'ServerSideEncryptionConfiguration', 'Rules', 0) : undefined;
  return textOf(dig(rule, 'ApplyServerSideEncryptionByDefault', 'KMSMasterKeyID')) || undefined;
}

function bucketResources(bucket: LiveBucket, { keys }: LiveAccount): [string, TemplateResource][] {
  const { name, answers } = bucket;
  const policy = livePolicy(answers);
  const properties = { BucketName: name, ...liveProperties(answers) };
  const keyName = keyNameOf(bucket);
  const key = keyName === undefined ? undefined : ownValue(keys, keyName) as LiveKey | undefined;
  const isAwsManaged = key?.manager?.kind === 'value' && key.manager.value === 'AWS';
  return [
    [name, { ...RETAINED, Type: 'AWS::S3::Bucket', Properties: literally(isAwsManaged ? withoutKey(properties) : properties) }],
    ...policy === undefined ? [] : [
      [`${name}/policy`, { ...RETAINED, Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: name, PolicyDocument: literally(policy) } }] as [string, TemplateResource],
    ],
  ];
}

/** What is there does not leave with any stack that is known. */
const RETAINED = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

/** S3 uses the AWS managed key where none is named: to name it is the same. */
function withoutKey(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const [rule] = dig(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration') as readonly Readonly<Record<string, unknown>>[];
  const byDefault = { SSEAlgorithm: dig(rule, 'ServerSideEncryptionByDefault', 'SSEAlgorithm') };
  return { ...properties, BucketEncryption: { ServerSideEncryptionConfiguration: [{ ...rule, ServerSideEncryptionByDefault: byDefault }] } };
}

/** A key of this account and Region. Of one elsewhere nobody but its own account can tell. */
function keyResources(name: string, { arn, policy, rotation, manager }: LiveKey, { account, region, partition }: LiveAccount): [string, TemplateResource][] {
  const spelled = arn.kind === 'value' ? arn.value : /^[\w-]+$/.test(name) ? `arn:${partition}:kms:${region}:${account}:key/${name}` : name;
  const [, keyRegion, keyAccount, id] = /^arn:[^:]+:kms:([^:]*):([^:]*):key\/(.+)$/.exec(spelled) ?? [];
  if (id === undefined || keyAccount !== account || keyRegion !== region || (manager?.kind === 'value' && manager.value === 'AWS')) {
    return [];
  }
  const alias = /(?:^|:)(alias\/.+)$/.exec(name)?.[1];
  return [
    [id, {
      ...RETAINED,
      Type: 'AWS::KMS::Key',
      Properties: { KeyPolicy: literally(propertyOf(policy, policyJson)), EnableKeyRotation: propertyOf(rotation, (on) => on) ?? false },
    }],
    ...alias === undefined ? [] : [[alias, { Type: 'AWS::KMS::Alias', Properties: { AliasName: alias, TargetKeyId: id } }] as [string, TemplateResource]],
  ];
}

function policyJson(policy: unknown): unknown {
  const text = isRecord(policy) ? ownValue(policy, 'Policy') ?? policy : policy;
  try {
    return typeof text === 'string' ? JSON.parse(text) : text;
  } catch {
    return new UnknownValue('KMS answered with a policy that is not JSON');
  }
}

/** Alarms that are not known may be on any bucket. */
function alarmResources(alarms: LiveAccount['alarms']): [string, TemplateResource][] {
  switch (alarms.kind) {
    case 'value': return alarms.value.map((alarm) => [`alarm/${textOf(ownValue(alarm, 'AlarmName'))}`, { Type: 'AWS::CloudWatch::Alarm', Properties: literally(alarm) }]);
    case 'unknown': return [['alarms', { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace: 'AWS/S3', MetricName: new UnknownValue(alarms.reason), Dimensions: new UnknownValue(alarms.reason) } }]];
    default: return [];
  }
}

function propertyOf<T>(answer: LiveAnswer<T>, read: (value: T) => unknown): unknown {
  switch (answer.kind) {
    case 'value': return read(answer.value);
    case 'unknown': return new UnknownValue(answer.reason);
    default: return undefined;
  }
}
