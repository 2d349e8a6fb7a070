import { aws_iam as iam, aws_kms as kms, aws_s3 as s3, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { addStatements, bucketOf, policiesOf, statementsIn } from './bucket-policies';
import { encryptionOf } from './encryption-of';
import { HardenedBucketMixinProps } from './hardened-bucket-mixin-props';
import { HardenedSetting } from './hardened-setting';
import { keyOfStack, makeUsableThroughS3 } from './key-through-s3';
import { promisesOf } from './mixin-promises';
import { BucketSetting, Provided } from '../adopt/bucket-setting';
import { BUCKET_SETTINGS, fillBucket, PROVIDED_BY_DEFAULT } from '../adopt/bucket-settings';
import { JsonObject } from '../adopt/json';
import { SET_ENCRYPTION, SET_LOG_ENCRYPTION } from '../adopt/settings-of-encryption';
import { AccessLogsBucket } from '../bucket/access-logs-bucket';
import { grantLogDelivery } from '../bucket/access-logs-target';
import { AppliedPerimeter } from '../bucket/applied-perimeter';
import { ACCESS_WORKS, markAndKeep } from '../bucket/promises';
import { TlsVersion } from '../bucket/tls-version';
import { BucketRequestAlarms } from '../monitoring/bucket-request-alarms';
import { WHOLE_BUCKET_FILTER_ID } from '../monitoring/request-metrics';
import { denyCustomerProvidedKeys, denyOtherEncryption, denyOtherKeys, denyReencryption } from '../perimeter/encryption';
import { denyStatement, Guard, guardedBucket } from '../perimeter/statement';
import { denyBelowTls, denyWithoutTls } from '../perimeter/transport';
import { POLICY_ACCEPTED } from '../rules/policy-accepted';
import { POLICY_SIZE } from '../rules/policy-size';
import { fillProperties } from '../synth/fill-properties';

/** What buckets that receive access logs are not to have. */
const NOT_FOR_LOGS: readonly HardenedSetting[] = [
  HardenedSetting.BUCKET_KEY, HardenedSetting.ENCRYPTION_ENFORCED, HardenedSetting.ACCESS_LOGGING, HardenedSetting.REQUEST_METRICS, HardenedSetting.REQUEST_ALARMS,
];

/** Why a setting is not added. */
type Refusals = Map<string, string>;

/** Adds to one bucket what it lacks, and makes it verify itself. */
export class HardenedBucketResource {
  private readonly bucket: s3.IBucket;
  private readonly receivesLogs: boolean;
  private readonly wanted: ReadonlySet<HardenedSetting>;
  private readonly added = new Set<string>();
  /** Those that stay, and those of the last rendering. */
  private readonly refused: Refusals = new Map();
  private rendered: Refusals = new Map();
  private readonly version: TlsVersion;

  constructor(private readonly resource: s3.CfnBucket, private readonly props: HardenedBucketMixinProps, private readonly perimeter: AppliedPerimeter | undefined) {
    this.bucket = bucketOf(resource);
    this.receivesLogs = receivesLogs(resource);
    const excluded = [...props.excludedSettings ?? [], ...this.receivesLogs ? NOT_FOR_LOGS : []];
    this.wanted = new Set(Object.values(HardenedSetting).filter((setting) => !excluded.includes(setting)));
    this.version = props.minimumTlsVersion ?? TlsVersion.TLS_1_2;
  }

  /** Adds all of it. */
  harden(): void {
    this.encrypt();
    this.deliverLogs();
    this.fill();
    this.retain();
    this.guard();
    this.alarm();
    this.verify();
  }

  private encrypt(): void {
    const { resource, props } = this;
    const stated = encryptionOf(resource);
    if (!this.wanted.has(HardenedSetting.ENCRYPTION) || this.receivesLogs || (stated !== undefined && !(stated.algorithm === 'AES256' && props.replaceS3ManagedEncryption))) {
      if (stated?.algorithm === 'AES256' && this.wanted.has(HardenedSetting.ENCRYPTION) && !this.receivesLogs) {
        this.refused.set(HardenedSetting.ENCRYPTION, 'its default encryption is SSE-S3 (AES256). Replace that with replaceS3ManagedEncryption: true');
      }
      return;
    }
    const key = props.encryptionKey ?? keyOfStack(resource);
    if (props.keyUsableThroughS3 ?? true) {
      makeUsableThroughS3(key);
    }
    resource.bucketEncryption = { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.keyArn } }] };
    // So that grants of the bucket that are made from now on carry the half on the key.
    (this.bucket as { encryptionKey?: kms.IKey }).encryptionKey = key;
    this.added.add(HardenedSetting.ENCRYPTION);
  }

  private deliverLogs(): void {
    const { resource, props } = this;
    if (!this.wanted.has(HardenedSetting.ACCESS_LOGGING) || resource.loggingConfiguration !== undefined) {
      return;
    }
    const target = props.accessLogsBucket ?? AccessLogsBucket._ofStack(resource);
    grantLogDelivery(target);
    resource.loggingConfiguration = { destinationBucketName: target.bucketName, targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } } };
    if (target.policy && Stack.of(target.policy) === Stack.of(resource)) {
      resource.node.addDependency(target.policy);
    }
    this.added.add(HardenedSetting.ACCESS_LOGGING);
  }

  /** The properties that need nothing beside the bucket: as late as can be, so that what is added to the bucket later counts. */
  private fill(): void {
    const { abortIncompleteMultipartUploadAfter: uploads, noncurrentVersionExpiration: versions } = this.props;
    const provided: Provided = {
      ...PROVIDED_BY_DEFAULT,
      ...uploads ? { incompleteUploadsDays: uploads.toDays() } : {},
      ...versions ? { noncurrentVersionsDays: versions.toDays() } : {},
    };
    const settings = BUCKET_SETTINGS.flatMap((setting): BucketSetting[] => setting !== SET_ENCRYPTION ? this.wanted.has(setting.id as HardenedSetting) ? [setting] : []
      : this.receivesLogs && this.wanted.has(HardenedSetting.ENCRYPTION) ? [SET_LOG_ENCRYPTION] : []);
    fillProperties(this.resource, (properties) => {
      const { properties: filled, added, refused } = fillBucket(properties as JsonObject, provided, settings);
      added.forEach(({ id }) => this.added.add(id));
      this.rendered = new Map(refused.map(({ setting, reason }) => [setting.id, reason]));
      return filled as Record<string, unknown>;
    });
  }

  private retain(): void {
    const { cfnOptions: { deletionPolicy, updateReplacePolicy } } = this.resource;
    if (this.wanted.has(HardenedSetting.RETAINED) && deletionPolicy === undefined && updateReplacePolicy === undefined) {
      this.resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }
  }

  private guard(): void {
    const guarded = guardedBucket(this.bucket);
    const of = (setting: HardenedSetting, ...guards: readonly Guard[]) => this.wanted.has(setting) ? guards : [];
    const statements = [
      ...of(HardenedSetting.TLS_ONLY, denyWithoutTls(guarded)),
      ...of(HardenedSetting.MINIMUM_TLS, denyBelowTls(guarded, this.version)),
      ...of(HardenedSetting.SSE_C_DENIED, denyCustomerProvidedKeys(guarded)),
      ...of(HardenedSetting.ENCRYPTION_ENFORCED, ...this.encryptionGuards()),
      ...this.perimeter?.guards ?? [],
    ].map((guard): iam.PolicyStatement => denyStatement(guard));
    if (statements.length > 0) {
      const made = addStatements(this.resource, this.bucket, statements);
      // A retained bucket whose policy is deleted with the stack would stand there without its guards.
      if (made && this.resource.cfnOptions.deletionPolicy === 'Retain') {
        made.applyRemovalPolicy(RemovalPolicy.RETAIN);
      }
    }
  }

  private encryptionGuards(): Guard[] {
    const guarded = guardedBucket(this.bucket);
    const { algorithm, keyArn } = encryptionOf(this.resource) ?? {};
    if (algorithm === 'aws:kms:dsse') {
      this.added.add(HardenedSetting.ENCRYPTION_ENFORCED);
      return [denyOtherEncryption(guarded, ['aws:kms:dsse']), ...keyArn === undefined ? [] : [denyOtherKeys(guarded, keyArn)], denyReencryption(guarded)];
    }
    if (algorithm !== 'aws:kms' || keyArn === undefined) {
      return [];
    }
    this.added.add(HardenedSetting.ENCRYPTION_ENFORCED);
    return [denyOtherEncryption(guarded, ['aws:kms', 'aws:kms:dsse']), denyOtherKeys(guarded, keyArn), denyReencryption(guarded, keyArn)];
  }

  private alarm(): void {
    const { props: { requestAlarms, alarmTopic, alarmActions }, bucket } = this;
    if (this.wanted.has(HardenedSetting.REQUEST_ALARMS)) {
      new BucketRequestAlarms(bucket as s3.Bucket, 'RequestAlarms', { bucket, filterId: wholeBucketFilter(this.resource), requestAlarms, alarmTopic, alarmActions });
      this.added.add(HardenedSetting.REQUEST_ALARMS);
    }
  }

  private verify(): void {
    const all = () => new Map([...this.refused, ...this.rendered]);
    const isKept = (setting: HardenedSetting) => !all().has(setting);
    const { wanted, added, version, perimeter } = this;
    const proofs = (evaluate: (value: unknown) => unknown) => [POLICY_SIZE, POLICY_ACCEPTED, ...ACCESS_WORKS, ...perimeter?.proofs(evaluate) ?? []];
    markAndKeep(this.bucket as s3.Bucket, 'HardenedBucketMixin', this.resource, {
      subject: 'bucket with HardenedBucketMixin',
      get promises() { return promisesOf([...wanted].filter(isKept), added, version); },
      proofs,
    });
    this.bucket.node.addValidation({
      validate: () => [...all()].map(([setting, reason]) =>
        `HardenedBucketMixin does not add '${setting}': ${reason}. Or leave it out with excludedSettings: [HardenedSetting.${setting.replace(/-/g, '_').toUpperCase()}]`),
    });
  }
}

/** Whether a bucket was prepared for server access logs, by CDK or by hand. */
function receivesLogs(resource: s3.CfnBucket): boolean {
  return resource.stack.resolve(resource.accessControl) === 'LogDeliveryWrite'
    || policiesOf(resource).flatMap(statementsIn).some(({ Effect, Principal }) => Effect === 'Allow' && [Principal?.Service].flat().includes('logging.s3.amazonaws.com'));
}

/** The id of the metrics configuration of the whole bucket, by which alarms find its metrics. */
function wholeBucketFilter(resource: s3.CfnBucket): string {
  const metrics = resource.stack.resolve(resource.metricsConfigurations) as readonly s3.CfnBucket.MetricsConfigurationProperty[] | undefined;
  return metrics?.find(({ prefix, tagFilters, accessPointArn }) => prefix === undefined && tagFilters === undefined && accessPointArn === undefined)?.id ?? WHOLE_BUCKET_FILTER_ID;
}
