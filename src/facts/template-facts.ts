import { AlarmActionFacts, AlarmFacts, BucketFacts, EncryptionFacts, LifecycleRuleFacts, LoggingFacts, PolicyFacts, PUBLIC_ACCESS_BLOCK_SWITCHES, PublicAccessBlockSwitch, RequestMetricsFacts } from './bucket-facts';
import { TemplateEvaluator } from './evaluate-template';
import { Known, known, readKnown, unknown } from './known';
import { ResourceAddress, Template, TemplateResource } from './template';
import { readPolicyDocument } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';

/** The metadata under which a construct of this library leaves its name on the bucket that it made. */
export const CONSTRUCT_METADATA_KEY = 'cdk-hardened-bucket';

/** The resource types that facts are read from. A template may leave out every other resource. */
export const FACT_RESOURCE_TYPES: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::KMS::Key',
  'AWS::CloudWatch::Alarm',
  'AWS::SNS::Topic',
  'AWS::CloudFormation::Stack',
]);

/** A resource with its properties evaluated. */
interface EvaluatedResource {
  readonly address: ResourceAddress;
  readonly template: Template;
  readonly resource: TemplateResource;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * Reads the facts of every bucket in templates that are deployed together, so that a policy, a log bucket, a key or an
 * alarm in another of these templates counts.
 */
export class TemplateFacts {
  readonly buckets: readonly BucketFacts[];
  private readonly byAddress = new Map<string, BucketFacts>();

  constructor(templates: readonly Template[]) {
    const evaluator = new TemplateEvaluator(templates);
    const byType = evaluateResources(templates, evaluator);
    const neighbours: Neighbours = {
      evaluator,
      policies: groupBy(ofType(byType, 'AWS::S3::BucketPolicy'), ({ properties }) => [textOf(properties.Bucket)]),
      alarms: groupBy(ofType(byType, 'AWS::CloudWatch::Alarm'), alarmedBuckets),
      keys: new Map(ofType(byType, 'AWS::KMS::Key').flatMap((key) => ['Arn', undefined].map((attribute) => [
        textOf(evaluator.evaluate(attribute ? { 'Fn::GetAtt': [key.address.logicalId, attribute] } : { Ref: key.address.logicalId }, key.template)), key,
      ]))),
      topics: new Map(ofType(byType, 'AWS::SNS::Topic').map((topic) =>
        [textOf(evaluator.evaluate({ Ref: topic.address.logicalId }, topic.template)), topic])),
      buckets: new Map(),
      logTargets: new Set(ofType(byType, 'AWS::S3::Bucket').map(({ properties }) => textOf(dig(properties, 'LoggingConfiguration', 'DestinationBucketName')))),
    };
    this.buckets = ofType(byType, 'AWS::S3::Bucket').map((bucket) => {
      const facts = readBucket(bucket, neighbours);
      neighbours.buckets.set(facts.name, facts);
      this.byAddress.set(addressKey(facts.address), facts);
      return facts;
    });
  }

  /** The facts of the bucket at this address, if there is one. */
  at(address: ResourceAddress): BucketFacts | undefined {
    return this.byAddress.get(addressKey(address));
  }
}

/** What a bucket's facts are drawn from besides its own resource, looked up by the bucket's, key's or topic's text. */
interface Neighbours {
  readonly evaluator: TemplateEvaluator;
  readonly policies: ReadonlyMap<string, EvaluatedResource[]>;
  readonly alarms: ReadonlyMap<string, EvaluatedResource[]>;
  readonly keys: ReadonlyMap<string, EvaluatedResource>;
  readonly topics: ReadonlyMap<string, EvaluatedResource>;
  readonly logTargets: ReadonlySet<string>;
  readonly buckets: Map<string, BucketFacts>;
}

function readBucket({ address, template, resource, properties }: EvaluatedResource, neighbours: Neighbours): BucketFacts {
  const { evaluator } = neighbours;
  const name = String(evaluator.evaluate({ Ref: address.logicalId }, template));
  return {
    address,
    construct: template.fromCdk ? known(textOf(resource.Metadata?.[CONSTRUCT_METADATA_KEY]) || undefined) : unknown('the template was not made by CDK'),
    account: template.account,
    region: template.region,
    name,
    arn: String(evaluator.evaluate({ 'Fn::GetAtt': [address.logicalId, 'Arn'] }, template)),
    publicAccessBlock: Object.fromEntries(PUBLIC_ACCESS_BLOCK_SWITCHES.map((name_) =>
      [name_, readKnown(dig(properties, 'PublicAccessBlockConfiguration', name_), (v) => asBoolean(v, false))]),
    ) as Record<PublicAccessBlockSwitch, Known<boolean>>,
    objectOwnership: readOptionalText(dig(properties, 'OwnershipControls', 'Rules', 0, 'ObjectOwnership')),
    accessControl: readOptionalText(properties.AccessControl),
    encryption: readEncryption(properties, neighbours),
    versioning: readKnown(dig(properties, 'VersioningConfiguration', 'Status'), (v) => v === 'Enabled'),
    lifecycleRules: readList(dig(properties, 'LifecycleConfiguration', 'Rules'), readLifecycleRule),
    logging: readLogging(properties, neighbours),
    isAccessLogTarget: neighbours.logTargets.has(name),
    requestMetrics: readList(properties.MetricsConfigurations, readRequestMetrics),
    alarms: (neighbours.alarms.get(name) ?? []).map((alarm) => readAlarm(alarm, neighbours)),
    eventBridge: readKnown(dig(properties, 'NotificationConfiguration', 'EventBridgeConfiguration'), (v) => v !== undefined && textOf(dig(v, 'EventBridgeEnabled')) !== 'false'),
    policies: (neighbours.policies.get(name) ?? []).map((policy): PolicyFacts =>
      ({ address: policy.address, document: readPolicyDocument(policy.properties.PolicyDocument), deletionPolicy: deletionPolicyOf(policy.resource) })),
    deletionPolicy: deletionPolicyOf(resource),
    updateReplacePolicy: textOf(resource.UpdateReplacePolicy) || 'Delete',
  };
}

function readEncryption(properties: Readonly<Record<string, unknown>>, { keys }: Neighbours): EncryptionFacts {
  const rule = dig(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0);
  const byDefault = dig(rule, 'ServerSideEncryptionByDefault');
  const key = readOptionalText(dig(byDefault, 'KMSMasterKeyID'));
  const keyResource = key.known && key.value !== undefined ? keys.get(key.value) : undefined;
  return {
    algorithm: readOptionalText(dig(byDefault, 'SSEAlgorithm')),
    key,
    keyRotation: keyResource
      ? readKnown(keyResource.properties.EnableKeyRotation, (v) => asBoolean(v, false))
      : unknown('the key is not in these templates'),
    keyDeletionPolicy: keyResource ? known(deletionPolicyOf(keyResource.resource)) : unknown('the key is not in these templates'),
    bucketKey: readKnown(dig(rule, 'BucketKeyEnabled'), (v) => asBoolean(v, false)),
    blockedEncryptionTypes: readList(dig(rule, 'BlockedEncryptionTypes', 'EncryptionType'), textOf),
  };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html */
function readLifecycleRule(rule: unknown): LifecycleRuleFacts {
  const filters = ['Prefix', 'TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'];
  return {
    enabled: dig(rule, 'Status') === 'Enabled',
    wholeBucket: filters.every((filter) => [undefined, ''].includes(dig(rule, filter) as string | undefined)),
    abortsIncompleteUploads: dig(rule, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation') !== undefined,
    expiresNoncurrentVersions: ['NoncurrentVersionExpiration', 'NoncurrentVersionExpirationInDays'].some((p) => dig(rule, p) !== undefined),
  };
}

function readLogging(properties: Readonly<Record<string, unknown>>, { buckets }: Neighbours): Known<LoggingFacts | undefined> {
  const configuration = properties.LoggingConfiguration;
  if (configuration instanceof UnknownValue) {
    return unknown(configuration.reason);
  }
  if (configuration === undefined) {
    return known(undefined);
  }
  const target = dig(configuration, 'DestinationBucketName');
  if (target === undefined) {
    // CloudFormation takes a configuration without a destination for one that logs to the bucket itself.
    return known(undefined);
  }
  const targetBucket = readKnown(target, (v) => textOf(v) || undefined);
  return known({
    targetBucket,
    // A getter, because the target may be read after the bucket that logs to it.
    get target() {
      return targetBucket.known ? buckets.get(targetBucket.value) : undefined;
    },
  });
}

function readRequestMetrics(configuration: unknown): RequestMetricsFacts {
  return {
    id: textOf(dig(configuration, 'Id')),
    wholeBucket: ['Prefix', 'TagFilters', 'AccessPointArn'].every((filter) => dig(configuration, filter) === undefined),
  };
}

function readAlarm({ address, properties }: EvaluatedResource, { topics }: Neighbours): AlarmFacts {
  const metrics = alarmMetrics(properties);
  return {
    address,
    metricNames: metrics.map((metric) => textOf(dig(metric, 'MetricName'))),
    filterIds: metrics.flatMap((metric) => dimension(metric, 'FilterId') ?? []),
    actions: asBoolean(properties.ActionsEnabled, true) === false ? known([]) : readList(properties.AlarmActions, (action): AlarmActionFacts => {
      const arn = readKnown(action, (v) => textOf(v) || undefined);
      const topic = arn.known ? topics.get(arn.value) : undefined;
      return { action: arn, topicKey: topic ? readOptionalText(topic.properties.KmsMasterKeyId) : unknown('the action is not in these templates') };
    }),
  };
}

/** The metrics of an alarm on one metric, or on an expression over several. */
function alarmMetrics(properties: Readonly<Record<string, unknown>>): unknown[] {
  const several = Array.isArray(properties.Metrics) ? properties.Metrics : [];
  return [properties, ...several.map((metric) => dig(metric, 'MetricStat', 'Metric'))]
    .filter((metric) => dig(metric, 'Namespace') === 'AWS/S3' && dig(metric, 'MetricName') !== undefined);
}

function alarmedBuckets({ properties }: EvaluatedResource): string[] {
  return [...new Set(alarmMetrics(properties).flatMap((metric) => dimension(metric, 'BucketName') ?? []))];
}

function dimension(metric: unknown, name: string): string | undefined {
  const dimensions = dig(metric, 'Dimensions');
  const found = Array.isArray(dimensions) ? dimensions.find((d) => dig(d, 'Name') === name) : undefined;
  return textOf(dig(found, 'Value')) || undefined;
}

function evaluateResources(templates: readonly Template[], evaluator: TemplateEvaluator): Map<string, EvaluatedResource[]> {
  const all = templates.flatMap((template) => Object.entries(template.resources).flatMap(([logicalId, resource]): EvaluatedResource[] => {
    if (!FACT_RESOURCE_TYPES.has(resource.Type)) {
      return [];
    }
    const properties = evaluator.evaluate(resource.Properties ?? {}, template);
    return [{ address: { template: template.id, logicalId }, template, resource, properties: isRecord(properties) ? properties : {} }];
  }));
  return groupBy(all, ({ resource }) => [resource.Type]);
}

function ofType(byType: ReadonlyMap<string, EvaluatedResource[]>, type: string): EvaluatedResource[] {
  return byType.get(type) ?? [];
}

function groupBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) {
        group.push(item);
      } else {
        groups.set(key, [item]);
      }
    }
  }
  return groups;
}

function deletionPolicyOf(resource: TemplateResource): string {
  return textOf(resource.DeletionPolicy) || 'Delete';
}

/** Follows a path into evaluated JSON; a step into something unknown is unknown. */
function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, step) => {
    if (at instanceof UnknownValue) {
      return at;
    }
    return typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Record<string | number, unknown>)[step] : undefined;
  }, value);
}

function readList<T>(value: unknown, read: (item: unknown) => T): Known<readonly T[]> {
  return readKnown(value, (list) => list === undefined ? [] : Array.isArray(list) ? list.map(read) : undefined);
}

function readOptionalText(value: unknown): Known<string | undefined> {
  return value instanceof UnknownValue ? unknown(value.reason) : known(textOf(value) || undefined);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function asBoolean(value: unknown, absent: boolean): boolean | undefined {
  switch (value) {
    case undefined: return absent;
    case true: case 'true': return true;
    case false: case 'false': return false;
    default: return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnknownValue);
}

function addressKey({ template, logicalId }: ResourceAddress): string {
  return `${template}#${logicalId}`;
}
