import { aws_kms as kms, aws_s3 as s3, Duration, Lazy, Mixin, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { addStatements } from './bucket-policy';
import { DeniedRequests, guardsAgainst, rulesOf } from './denied-requests';
import { HardenedBucketMixinProps } from './hardened-bucket-mixin-props';
import { HardenedSetting } from './hardened-setting';
import { keyOfStack, letAccountUseThroughS3 } from './key-through-s3';
import { GRANTS_REACH_NEW_KEY, promisesOf, settingsBut, withWayOut } from './promised-rules';
import { bucketOf, encryptionOf, receivesLogs, WrittenEncryption } from './written-bucket';
import { fillBucket, FilledBucket } from '../adopt/bucket-settings';
import { isList, isObject, JsonObject } from '../adopt/json';
import { WHOLE_BUCKET_METRICS } from '../adopt/settings-of-monitoring';
import { AccessLogsBucket } from '../bucket/access-logs-bucket';
import { checkLogTarget, grantLogDelivery } from '../bucket/access-logs-target';
import { AppliedPerimeter, deploymentProblem } from '../bucket/applied-perimeter';
import { HardenedBucket } from '../bucket/hardened-bucket';
import { ACCESS_WORKS, markAndKeep } from '../bucket/promises';
import { TlsVersion } from '../bucket/tls-version';
import { MIXIN_MARK } from '../facts/bucket-facts';
import { CONSTRUCT_METADATA_KEY } from '../facts/template-facts';
import { InputChecks } from '../input/input-checks';
import { BucketRequestAlarms } from '../monitoring/bucket-request-alarms';
import { checkPerimeter } from '../perimeter/check-perimeter';
import { checkObjects, withIds } from '../perimeter/perimeter-objects';
import { denyStatement, guardedBucket } from '../perimeter/statement';
import { ONE_POLICY } from '../rules/construction';
import { LOG_TARGET_ENCRYPTION } from '../rules/encryption';
import { GRANTS_REACH_KEY } from '../rules/key-grants';
import { REQUEST_ALARMS_ARRIVE } from '../rules/monitoring';
import { POLICY_ACCEPTED } from '../rules/policy-accepted';
import { POLICY_SIZE } from '../rules/policy-size';
import { fillProperties } from '../synth/fill-properties';

/**
 * Hardens existing buckets in place: it adds what a bucket lacks, takes nothing away, and makes the bucket verify
 * itself at synth.
 *
 * It is for any `s3.Bucket` and `s3.CfnBucket`, and for those inside constructs of others, whose logical ids stay. What a bucket
 * says itself stays as it is, also what is said after the mixin was applied: properties are filled when the template is written. Where
 * the bucket contradicts a setting, synth fails, says why, and names the setting that can be left out.
 *
 * Without properties it blocks public access, disables ACLs, encrypts with a key of the stack, blocks SSE-C, keeps versions, aborts
 * incomplete uploads, delivers access logs, counts requests and alarms on them, and denies requests without TLS, over an old one, and for
 * another encryption. A bucket that asks for SSE-S3 in writing, or receives access logs, stays with SSE-S3.
 *
 * Applied twice, the first counts: so give one bucket its exceptions before all others get the rest.
 *
 * @example
 * const legacy = new s3.Bucket(this, 'Legacy');
 * legacy.with(new HardenedBucketMixin({ excludedSettings: [HardenedSetting.VERSIONING] }));
 * Mixins.of(this).apply(new HardenedBucketMixin());
 */
export class HardenedBucketMixin extends Mixin {
  private readonly props: HardenedBucketMixinProps;

  /**
   * Makes a mixin, which may be applied to many buckets.
   *
   * @throws if a property is invalid: the error quotes the value and says what to change
   */
  constructor(props: HardenedBucketMixinProps = {}) {
    super();
    const checks = new InputChecks();
    checks.struct('HardenedBucketMixinProps', props);
    props.excludedSettings?.forEach((setting, i) => checks.oneOf(`excludedSettings[${i}]`, setting, HardenedSetting, 'HardenedSetting'));
    checks.oneOf('minimumTlsVersion', props.minimumTlsVersion, TlsVersion, 'TlsVersion');
    checks.wholeDays('abortIncompleteMultipartUploadAfter', props.abortIncompleteMultipartUploadAfter);
    checks.wholeDays('noncurrentVersionExpiration', props.noncurrentVersionExpiration);
    checks.throwIfAny();
    this.props = props;
  }

  /** Says whether a construct is the resource of a bucket that is not hardened yet. Called by CDK. */
  public supports(construct: IConstruct): construct is s3.CfnBucket {
    return s3.CfnBucket.isCfnBucket(construct) && construct.cfnResourceType === 'AWS::S3::Bucket' && construct.getMetadata(CONSTRUCT_METADATA_KEY) === undefined
      && !(construct.node.scope instanceof HardenedBucket || construct.node.scope instanceof AccessLogsBucket);
  }

  /**
   * Hardens a bucket, if it is one. Called by CDK.
   *
   * @throws if the log bucket or the perimeter is not one for this bucket, or its policy cannot be added to
   */
  public applyTo(construct: IConstruct): void {
    if (this.supports(construct)) {
      harden(construct, this.props);
    }
  }
}

function harden(resource: s3.CfnBucket, props: HardenedBucketMixinProps): void {
  const bucket = bucketOf(resource);
  const isLogBucket = receivesLogs(resource) || bucket === props.serverAccessLogsBucket;
  const excluded = new Set([...props.excludedSettings ?? [], ...isLogBucket ? NOT_OF_LOG_BUCKETS : []]);
  const has = (setting: HardenedSetting) => !excluded.has(setting);
  check(resource, bucket, props, has);

  // An L1 without a deletion policy states no intention to delete it with the stack.
  if (resource.cfnOptions.deletionPolicy === undefined) {
    resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
  const written = encryptionOf(resource, bucket);
  const key = has(HardenedSetting.ENCRYPTION) && isToBeEncrypted(written, props) ? keyFor(resource, props) : undefined;
  if (key && !bucket.encryptionKey) {
    // So that grants that are made from now on have their half on the key.
    Object.defineProperty(bucket, 'encryptionKey', { value: key, configurable: true, enumerable: true, writable: true });
  }
  const perimeter = new AppliedPerimeter(bucket, withIds(bucket, props.perimeter ?? {}));
  const minimumTlsVersion = props.minimumTlsVersion ?? TlsVersion.TLS_1_2;
  const denied: DeniedRequests = { has, minimumTlsVersion, encryption: key ? { algorithm: 'aws:kms', keyArn: key.keyArn } : written };
  const guards = [...guardsAgainst(denied, guardedBucket(bucket)), ...perimeter.guards];
  if (guards.length > 0) {
    addStatements(bucket, resource, guards.map(denyStatement));
  }
  const logging = has(HardenedSetting.ACCESS_LOGGING) ? deliverAccessLogs(resource, props) : undefined;

  const settings = settingsBut(excluded);
  let filled: FilledBucket | undefined;
  const render = fillProperties(resource, { encryptionKey: key?.keyArn, logging }, (properties, given) => {
    filled = fillBucket(properties as JsonObject, {
      ...given as { encryptionKey?: string; logging?: JsonObject },
      replacesS3ManagedEncryption: props.replaceS3ManagedEncryption,
      incompleteUploadsDays: (props.abortIncompleteMultipartUploadAfter ?? Duration.days(7)).toDays(),
      noncurrentVersionsDays: (props.noncurrentVersionExpiration ?? Duration.days(90)).toDays(),
    }, settings);
    return filled.properties;
  });

  const isAlarmed = has(HardenedSetting.REQUEST_METRICS) && has(HardenedSetting.REQUEST_ALARMS);
  if (isAlarmed) {
    const filterId = Lazy.string({
      produce: () => {
        render();
        return wholeBucketMetricsOf(filled!);
      },
    });
    new BucketRequestAlarms(bucket, 'RequestAlarms', { bucket, filterId, alarmTopic: props.alarmTopic, alarmActions: props.alarmActions, requestAlarms: props.requestAlarms });
  }
  markAndKeep(bucket, MIXIN_MARK, resource, {
    subject: 'bucket',
    promises: [],
    proofs: (evaluate) => [
      ...promisesOf(filled!, settings),
      ...rulesOf(denied),
      ...isAlarmed ? [withWayOut(REQUEST_ALARMS_ARRIVE, [HardenedSetting.REQUEST_ALARMS])] : [],
      ...key ? [withWayOut(LOG_TARGET_ENCRYPTION, [HardenedSetting.ENCRYPTION])] : [],
      ONE_POLICY, POLICY_SIZE, POLICY_ACCEPTED,
      ...ACCESS_WORKS.map((rule) => rule === GRANTS_REACH_KEY && key && isOfApp(key) ? GRANTS_REACH_NEW_KEY : withWayOut(rule)),
      ...perimeter.proofs(evaluate),
    ],
  });
}

/** S3 delivers access logs to no bucket with a KMS key, and to log a log bucket would fill it without end. Deliveries are no requests to alarm on. */
const NOT_OF_LOG_BUCKETS = [HardenedSetting.ENCRYPTION, HardenedSetting.ACCESS_LOGGING, HardenedSetting.REQUEST_METRICS, HardenedSetting.REQUEST_ALARMS];

function check(
  resource: s3.CfnBucket, bucket: s3.IBucket, { serverAccessLogsBucket, serverAccessLogsGrantExists = false, perimeter }: HardenedBucketMixinProps,
  has: (setting: HardenedSetting) => boolean,
): void {
  const checks = new InputChecks(resource.node.scope as Stack, resource.node.id);
  if (serverAccessLogsBucket && has(HardenedSetting.ACCESS_LOGGING) && resource.loggingConfiguration === undefined) {
    checkLogTarget(checks, resource, serverAccessLogsBucket, serverAccessLogsGrantExists);
  }
  if (perimeter) {
    checkObjects(checks, perimeter, 'perimeter');
    const options = withIds(bucket, perimeter);
    checkPerimeter(checks, options, 'perimeter');
    const problem = deploymentProblem(bucket, options);
    if (problem) {
      checks.refuse(problem);
    }
  }
  checks.throwIfAny();
}

function isToBeEncrypted(written: WrittenEncryption, { replaceS3ManagedEncryption = false }: HardenedBucketMixinProps): boolean {
  return written === 'absent' || (typeof written === 'object' && written.algorithm === 'AES256' && replaceS3ManagedEncryption);
}

function keyFor(resource: s3.CfnBucket, { encryptionKey, keyUsableThroughS3 = true }: HardenedBucketMixinProps): kms.IKey {
  if (encryptionKey && keyUsableThroughS3) {
    letAccountUseThroughS3(Stack.of(resource), encryptionKey);
  }
  return encryptionKey ?? keyOfStack(resource);
}

/** The policy of a key that is elsewhere is not known here. */
function isOfApp({ node: { defaultChild } }: kms.IKey): boolean {
  return kms.CfnKey.isCfnKey(defaultChild);
}

/** @returns where logs go that the bucket would deliver to itself, having named no bucket for them */
function deliverAccessLogs(resource: s3.CfnBucket, { serverAccessLogsBucket }: HardenedBucketMixinProps): JsonObject | undefined {
  const { loggingConfiguration: written } = resource;
  if (written !== undefined && (written as s3.CfnBucket.LoggingConfigurationProperty).destinationBucketName !== undefined) {
    return undefined;
  }
  const target = serverAccessLogsBucket ?? AccessLogsBucket._ofStack(resource);
  grantLogDelivery(target);
  const destinationBucketName = target.bucketName;
  if (written === undefined) {
    resource.loggingConfiguration = { destinationBucketName, targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } } };
  }
  return { DestinationBucketName: destinationBucketName, TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'EventTime' } } };
}

function wholeBucketMetricsOf({ properties: { MetricsConfigurations: metrics } }: FilledBucket): string {
  const whole = isList(metrics) ? metrics.find((one) => isObject(one) && ['Prefix', 'TagFilters', 'AccessPointArn'].every((name) => one[name] === undefined)) as JsonObject | undefined : undefined;
  return typeof whole?.Id === 'string' ? whole.Id : WHOLE_BUCKET_METRICS;
}
