import { AttachedPolicies } from './attached-policies';
import { AccessPointFacts, BucketFacts, CorsRuleFacts, EncryptionFacts, LifecycleRuleFacts, PolicyFacts, RequestMetricsFacts, Surroundings } from './bucket-facts';
import { Identities } from './identities/identities';
import { ACCESS_CONTROL_LIST } from './live-settings-access';
import { isMadeForLogs, LogTargets } from './log-targets';
import { NetworkFacts } from './network/network-facts';
import { NETWORK_RESOURCE_TYPES } from './network/network-types';
import { readNetwork } from './network/read-network';
import { PlaceFacts } from './places/place-facts';
import { readPlaces } from './places/read-places';
import { AccessPoints, readPublicAccessBlock, unsetSwitches } from './read-access-points';
import { readAclGrants } from './read-acl';
import { BucketAlarms } from './read-alarms';
import { DataEvents } from './read-data-events';
import { BucketGrants } from './read-grants';
import { KeyAccess } from './read-keys';
import { readLogging } from './read-logging';
import { readNaming } from './read-naming';
import { NotificationResources } from './read-notifications';
import { BucketPolicies } from './read-policies';
import { BucketWriters } from './read-producers';
import { VendedAccessLogs } from './read-vended-logs';
import { FACT_GROUPS, isWorkedOut } from './resource-types';
import { UnknownValue } from '../policy/unknown-value';
import { TemplateEvaluator } from '../template/evaluate-template';
import { constructPathOf, EvaluatedResource, evaluatedResources, isDeployedWith, readRetention } from '../template/evaluated-resource';
import { everyHolds, Known, known, readKnown, someHolds, unknown } from '../template/known';
import { asBoolean, dig, isPresent, ownValue, readList, readOptionalText, readText, textOf } from '../template/read-json';
import { ResourceAddress, Template, TemplatePlace } from '../template/template';
import { notesOn, TemplateNote } from '../template/template-notes';
import { decisionsIn, worldsOf } from '../template/worlds';
import { writtenPath } from '../template/written-path';

/** The metadata under which a construct of this library leaves its name on the bucket that it made. */
export const CONSTRUCT_METADATA_KEY = 'cdk-hardened-bucket';

/**
 * Reads the facts of every bucket in templates that are deployed together, so that a policy, a log bucket, a key or an
 * alarm in another of these templates counts.
 */
export class TemplateFacts {
  readonly buckets: readonly BucketFacts[];
  /** Policies on buckets that are in none of these templates. */
  readonly loosePolicies: readonly PolicyFacts[];
  /** Access points of buckets that are in none of these templates. */
  readonly looseAccessPoints: readonly AccessPointFacts[];
  private readonly byAddress = new Map<string, BucketFacts>();
  private readonly looseByAddress: { readonly policies: ReadonlyMap<string, PolicyFacts>; readonly accessPoints: ReadonlyMap<string, AccessPointFacts> };

  private readonly ofType: (type: string) => readonly EvaluatedResource[];
  private readonly attached: AttachedPolicies;
  private readonly read: { network?: NetworkFacts; places?: readonly PlaceFacts[]; identities?: Identities; surroundings?: Surroundings } = {};
  private readonly evaluator: TemplateEvaluator;
  private readonly templates: ReadonlyMap<string, Template>;

  constructor(templates: readonly Template[], worlds: readonly (readonly Template[])[] = worldsOf(templates, isWorkedOut), decided?: readonly string[]) {
    const evaluator = new TemplateEvaluator(templates);
    this.evaluator = evaluator;
    this.templates = new Map(templates.map((template) => [template.id, template]));
    const ofType = evaluatedResources(templates, evaluator, FACT_GROUPS);
    const byReference = (resources: readonly EvaluatedResource[]) => new Map(resources.map((resource) => [referenceTo(resource, evaluator), resource]));
    const attached = new AttachedPolicies(ofType, evaluator);
    this.ofType = ofType;
    this.attached = attached;
    const neighbours: Neighbours = {
      evaluator,
      policies: new BucketPolicies(ofType('AWS::S3::BucketPolicy'), evaluator, this.templates),
      grants: new BucketGrants(attached),
      alarms: new BucketAlarms(ofType('AWS::CloudWatch::Alarm'), byReference(ofType('AWS::SNS::Topic'))),
      keys: new Map([...byReference(ofType('AWS::KMS::Key')), ...ofType('AWS::KMS::Key').map((key) => [arnOf(key, evaluator), key] as const)]),
      vendedAccessLogs: new VendedAccessLogs(ofType, evaluator),
      keyAccess: new KeyAccess([...ofType('AWS::KMS::Key'), ...ofType('AWS::KMS::ReplicaKey')], ofType('AWS::KMS::Alias'), attached, evaluator),
      logTargets: new LogTargets(ofType('AWS::S3::Bucket'), evaluator),
      accessPoints: new AccessPoints(ofType, evaluator),
      notifications: new NotificationResources(ofType('Custom::S3BucketNotifications'), ofType('AWS::Serverless::Function')),
      dataEvents: new DataEvents(ofType('AWS::CloudTrail::Trail')),
      writers: new BucketWriters(ofType, evaluator),
      buckets: new Map(),
      surroundings: () => this.surroundings,
    };
    const outcomes = worlds.length > 1 ? worlds.map((world) => new TemplateFacts(world, [], decisionsIn(world, templates))) : [];
    this.buckets = ofType('AWS::S3::Bucket').map((bucket) => {
      const facts = readBucket(bucket, neighbours, outcomes.length === 0 ? undefined : outcomes.flatMap((outcome) => outcome.at(bucket.address) ?? []), decided);
      neighbours.buckets.set(facts.name, facts);
      this.byAddress.set(addressKey(facts.address), facts);
      return facts;
    });
    const loosePolicies = neighbours.policies.others(this.buckets.flatMap(({ policies }) => policies));
    this.loosePolicies = loosePolicies.map((policy) => (
      { ...policy, decided, outcomes: outcomes.length === 0 ? undefined : outcomes.flatMap((outcome) => outcome.loosePolicyAt(policy.address) ?? []) }));
    this.looseAccessPoints = neighbours.accessPoints.others(this.buckets.flatMap(({ accessPoints }) => accessPoints));
    this.looseByAddress = { policies: byAddressOf(this.loosePolicies), accessPoints: byAddressOf(this.looseAccessPoints) };
  }

  /** The facts of the bucket at this address, if there is one. */
  at(address: ResourceAddress): BucketFacts | undefined {
    return this.byAddress.get(addressKey(address));
  }

  /** The networks of the templates, read when someone asks. */
  get network(): NetworkFacts {
    return this.read.network ??= readNetwork(this.ofType, this.evaluator);
  }

  /** What sends requests. */
  get places(): readonly PlaceFacts[] {
    return this.read.places ??= readPlaces(this.ofType, this.evaluator);
  }

  /** The roles of the templates, and what they may do. */
  get identities(): Identities {
    return this.read.identities ??= new Identities(this.ofType, this.evaluator, this.attached);
  }

  /** What surrounds the buckets: the same object each time, so that what is worked out about it is remembered by it. */
  get surroundings(): Surroundings {
    return this.read.surroundings ??= this.makeSurroundings();
  }

  /** What could not be judged, or not as it will be deployed. */
  get notes(): readonly TemplateNote[] {
    return notesOn([...this.templates.values()].map((template) => this.evaluator.expanded(template)));
  }

  /** What a value means where it stands in one of these templates: texts with symbols for what AWS chooses. */
  evaluate(value: unknown, template: string): unknown {
    const where = this.templates.get(template);
    return where ? this.evaluator.evaluate(value, where) : new UnknownValue('its template is not among those that were read');
  }

  /** Where a property of this resource is written, or what is nearest around it; null for the resource as a whole. */
  placeOf({ template, logicalId }: ResourceAddress, property: string | null): TemplatePlace {
    const where = this.templates.get(template);
    return { template, path: where ? writtenPath(where, logicalId, property, this.evaluator) : [] };
  }

  private makeSurroundings(): Surroundings {
    const of = <K extends 'network' | 'places' | 'identities' | 'buckets'>(part: K): TemplateFacts[K] => this[part];
    const { templates } = this;
    return {
      hasNetwork: [...templates.values()].some((template) =>
        Object.values(this.evaluator.expanded(template).resources).some((resource) => NETWORK_RESOURCE_TYPES.has(resource?.Type))),
      get network() { return of('network'); },
      get places() { return of('places'); },
      get identities() { return of('identities'); },
      get buckets() { return of('buckets'); },
      typeOf: ({ template, logicalId }) => templates.get(template)?.resources[logicalId]?.Type,
    };
  }

  /** The policy at this address, if its bucket is in none of these templates. */
  loosePolicyAt(address: ResourceAddress): PolicyFacts | undefined {
    return this.looseByAddress.policies.get(addressKey(address));
  }

  /** The access point at this address, if its bucket is in none of these templates. */
  looseAccessPointAt(address: ResourceAddress): AccessPointFacts | undefined {
    return this.looseByAddress.accessPoints.get(addressKey(address));
  }
}

/** What a bucket's facts are drawn from besides its own resource, looked up by the bucket's or key's text. */
interface Neighbours {
  readonly evaluator: TemplateEvaluator;
  readonly policies: BucketPolicies;
  readonly grants: BucketGrants;
  readonly alarms: BucketAlarms;
  readonly keys: ReadonlyMap<string, EvaluatedResource>;
  readonly vendedAccessLogs: VendedAccessLogs;
  readonly keyAccess: KeyAccess;
  readonly logTargets: LogTargets;
  readonly accessPoints: AccessPoints;
  readonly notifications: NotificationResources;
  readonly dataEvents: DataEvents;
  readonly writers: BucketWriters;
  readonly buckets: Map<string, BucketFacts>;
  readonly surroundings: () => Surroundings;
}

function readBucket(bucket: EvaluatedResource, neighbours: Neighbours, outcomes: readonly BucketFacts[] | undefined, decided: readonly string[] | undefined): BucketFacts {
  const { address, template, resource, properties } = bucket;
  const { evaluator } = neighbours;
  const name = referenceTo(bucket, evaluator);
  const arn = arnOf(bucket, evaluator);
  const policies = neighbours.policies.of(bucket, name);
  const aclGrants = readAclGrants(properties, dig(properties, ACCESS_CONTROL_LIST));
  return {
    address,
    constructPath: constructPathOf(bucket),
    construct: template.fromCdk ? known(textOf(ownValue(resource.Metadata, CONSTRUCT_METADATA_KEY)) || undefined) : unknown('the template was not made by CDK'),
    account: template.account,
    region: template.region,
    name,
    arn,
    ...readNaming(bucket, evaluator),
    abac: readKnown(dig(properties, 'AbacStatus'), (v) => v === 'Enabled'),
    publicAccessBlock: readPublicAccessBlock(dig(properties, 'PublicAccessBlockConfiguration'), false),
    // What is not set in a bucket that is there, is off.
    publicAccessBlockUnset: template.live ? [] : unsetSwitches(dig(properties, 'PublicAccessBlockConfiguration')),
    objectOwnership: readOptionalText(dig(properties, 'OwnershipControls', 'Rules', 0, 'ObjectOwnership')),
    accessControl: readOptionalText(dig(properties, 'AccessControl')),
    aclGrants,
    encryption: readEncryption(bucket, neighbours),
    versioning: readKnown(dig(properties, 'VersioningConfiguration', 'Status'), (v) => v === 'Enabled'),
    lifecycleRules: readList(dig(properties, 'LifecycleConfiguration', 'Rules'), readLifecycleRule),
    logging: readLogging(bucket, neighbours.buckets),
    vendedAccessLogs: neighbours.vendedAccessLogs.of(bucket, arn),
    isAccessLogTarget: template.live?.isWhole === false && isMadeForLogs(policies, aclGrants) ? known(true) : neighbours.logTargets.receives(bucket, name),
    logCircle: neighbours.logTargets.circle(bucket),
    requestMetrics: readList(dig(properties, 'MetricsConfigurations'), readRequestMetrics),
    alarms: neighbours.alarms.of(bucket, name),
    eventBridge: readEventBridge(dig(properties, 'NotificationConfiguration', 'EventBridgeConfiguration')),
    notifications: someHolds([hasNotifications(dig(properties, 'NotificationConfiguration')), neighbours.notifications.of(name)]),
    website: isPresent(dig(properties, 'WebsiteConfiguration')),
    corsRules: readList(dig(properties, 'CorsConfiguration', 'CorsRules'), readCorsRule),
    objectLock: readKnown(dig(properties, 'ObjectLockEnabled'), (v) => asBoolean(v, false)),
    ...readDefaultLock(dig(properties, 'ObjectLockConfiguration', 'Rule', 'DefaultRetention')),
    replication: mapKnownList(readList(dig(properties, 'ReplicationConfiguration', 'Rules'), (rule) => readKnown(dig(rule, 'Status'), (v) => v === 'Enabled'))),
    accessPoints: neighbours.accessPoints.of(bucket, name),
    dataEvents: neighbours.dataEvents.of(bucket, name),
    policies,
    // A getter, because few rules ask for it.
    get grants() {
      return neighbours.grants.of(bucket, name);
    },
    get producers() {
      return neighbours.writers.producersOf(bucket, name);
    },
    get deliveries() {
      return neighbours.writers.deliveriesOf(bucket, name);
    },
    get services() {
      return neighbours.writers.servicesOf(bucket, name);
    },
    get surroundings() {
      return neighbours.surroundings();
    },
    deletionPolicy: readRetention(bucket, 'DeletionPolicy', evaluator),
    updateReplacePolicy: readRetention(bucket, 'UpdateReplacePolicy', evaluator),
    outcomes,
    decided,
    ...template.live ? { live: { accountPublicAccessBlock: readPublicAccessBlock(template.live.publicAccessBlock, false) } } : {},
  };
}

function readEncryption(bucket: EvaluatedResource, { keys, keyAccess, evaluator }: Neighbours): EncryptionFacts {
  const rule = dig(bucket.properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0);
  const byDefault = dig(rule, 'ServerSideEncryptionByDefault');
  const key = readOptionalText(dig(byDefault, 'KMSMasterKeyID'));
  const found = key.known && key.value !== undefined ? keys.get(key.value) : undefined;
  const deployed = found ? isDeployedWith(found, bucket) : unknown(bucket.template.live ? 'the key cannot be read from this account' : 'the key is not in these templates');
  return {
    algorithm: readOptionalText(dig(byDefault, 'SSEAlgorithm')),
    key: found ? known(arnOf(found, evaluator)) : key,
    keyRotation: found && deployed.known ? readKnown(dig(found.properties, 'EnableKeyRotation'), (v) => asBoolean(v, false)) : deployed,
    keyDeletionPolicy: found && (deployed.known ? readRetention(found, 'DeletionPolicy', evaluator) : deployed),
    keyAccess: keyAccess.of(bucket, key),
    bucketKey: readKnown(dig(rule, 'BucketKeyEnabled'), (v) => asBoolean(v, false)),
    blockedEncryptionTypes: readList(dig(rule, 'BlockedEncryptionTypes', 'EncryptionType'), readText),
  };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html */
function readLifecycleRule(rule: unknown): LifecycleRuleFacts {
  return {
    enabled: readKnown(dig(rule, 'Status'), (v) => v === 'Enabled'),
    wholeBucket: everyHolds(['Prefix', 'TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'].map((filter) => readKnown(dig(rule, filter), (v) => v === '' || filtersNothing(v)))),
    abortsIncompleteUploads: isPresent(dig(rule, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation')),
    expiresNoncurrentVersions: someHolds(['NoncurrentVersionExpiration', 'NoncurrentVersionExpirationInDays'].map((property) => isPresent(dig(rule, property)))),
  };
}

/** A default retention has a period, an event hold or both. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ObjectLockRule.html */
function readDefaultLock(retention: unknown): Pick<BucketFacts, 'defaultRetention' | 'defaultEventHold'> {
  const has = (...names: string[]) => names.some((name) => ownValue(retention, name) !== undefined);
  return {
    defaultRetention: readKnown(retention, (value) => value !== undefined && (has('Days', 'Years') || !has('DefaultEventHold'))),
    defaultEventHold: isPresent(dig(retention, 'DefaultEventHold')),
  };
}

function readRequestMetrics(configuration: unknown): RequestMetricsFacts {
  return {
    id: readText(dig(configuration, 'Id')),
    wholeBucket: everyHolds(['Prefix', 'TagFilters', 'AccessPointArn'].map((filter) => readKnown(dig(configuration, filter), filtersNothing))),
  };
}

function filtersNothing(filter: unknown): boolean {
  return filter === undefined || (Array.isArray(filter) && filter.length === 0);
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-notificationconfiguration.html */
function hasNotifications(configuration: unknown): Known<boolean> {
  return someHolds([
    readEventBridge(dig(configuration, 'EventBridgeConfiguration')),
    ...['LambdaConfigurations', 'QueueConfigurations', 'TopicConfigurations'].map((kind) => readKnown(dig(configuration, kind), (v) => Array.isArray(v) && v.length > 0)),
  ]);
}

function readCorsRule(rule: unknown): CorsRuleFacts {
  return { allowedOrigins: readList(dig(rule, 'AllowedOrigins'), readText) };
}

/** Whether one of a list holds, if the list is known. */
function mapKnownList(list: Known<readonly Known<boolean>[]>): Known<boolean> {
  return list.known ? someHolds(list.value) : list;
}

function readEventBridge(configuration: unknown): Known<boolean> {
  return configuration === undefined ? known(false) : readKnown(dig(configuration, 'EventBridgeEnabled'), (v) => asBoolean(v, true));
}

function referenceTo({ address, template }: EvaluatedResource, evaluator: TemplateEvaluator): string {
  return textOf(evaluator.evaluate({ Ref: address.logicalId }, template));
}

function arnOf({ address, template }: EvaluatedResource, evaluator: TemplateEvaluator): string {
  return textOf(evaluator.evaluate({ 'Fn::GetAtt': [address.logicalId, 'Arn'] }, template));
}

function byAddressOf<T extends { readonly address: ResourceAddress }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((one) => [addressKey(one.address), one]));
}

function addressKey({ template, logicalId }: ResourceAddress): string {
  return `${template}#${logicalId}`;
}
