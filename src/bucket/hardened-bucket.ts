import { aws_cloudwatch as cloudwatch, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sns as sns, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessLogsBucket } from './access-logs-bucket';
import { grantLogDelivery } from './access-logs-target';
import { acknowledge, DSSE_BUCKET } from './acknowledgements';
import { AppliedPerimeter } from './applied-perimeter';
import { namingProps, useAccountRegionalNamespace } from './bucket-name';
import { checkRule } from './check-cors';
import { checkProps } from './check-props';
import { delegateToAccessPoints, isDelegated } from './delegate-to-access-points';
import { estimateMonitoring } from './estimate-monitoring';
import { keepForeignNotifications, sendEventsToEventBridge } from './event-notifications';
import { HardenedBucketProps } from './hardened-bucket-props';
import { INSTEAD_ON_HARDENED_BUCKETS } from './instead-of-bucket-props';
import { allowInventory, checkInventory, renderInventories } from './inventories';
import { checkAddedRule, isForWholeBucket, noncurrentVersionRules } from './noncurrent-versions';
import { locksObjects, objectLockPromises } from './object-lock';
import { ownProps } from './own-props';
import { ACCESS_WORKS, markAndKeep } from './promises';
import { replicate } from './replication';
import { ServerSideEncryption } from './server-side-encryption';
import { allowServices } from './service-access';
import { TlsVersion } from './tls-version';
import { InputChecks, refuse } from '../input/input-checks';
import { StructName } from '../input/struct-problems';
import { AlarmTargets, topicOf } from '../monitoring/alarm-actions';
import { BucketRequestAlarms } from '../monitoring/bucket-request-alarms';
import { MonitoringEstimate } from '../monitoring/monitoring-estimate';
import { RequestAlarmScope } from '../monitoring/request-alarm-scope';
import { requestMetricOf, WHOLE_BUCKET_FILTER_ID } from '../monitoring/request-metrics';
import { SharedRequestAlarms } from '../monitoring/shared-request-alarms';
import { denyCustomerProvidedKeys, denyOtherEncryption, denyOtherKeys, denyReencryption } from '../perimeter/encryption';
import { withIds } from '../perimeter/perimeter-objects';
import { denyStatement, guardedBucket } from '../perimeter/statement';
import { denyBelowTls, denyWithoutTls } from '../perimeter/transport';
import { DELEGATION_BOUNDED } from '../rules/access-point-delegation';
import { ONE_POLICY } from '../rules/construction';
import { EVENTS_TO_EVENT_BRIDGE, INCOMPLETE_UPLOADS_ABORTED, NONCURRENT_VERSIONS_EXPIRE, REPLICATION, RETAINED_ON_DELETE, VERSIONING } from '../rules/durability';
import { BUCKET_KEY, CUSTOMER_MANAGED_KEY, ENCRYPTION_ENFORCED, KEY_ROTATION, KMS_ENCRYPTION, SSE_C_BLOCKED_BY_SETTING } from '../rules/encryption';
import { ACCOUNT_REGIONAL_NAME, ACLS_DISABLED, BLOCK_PUBLIC_ACCESS, CORS_NOT_OPEN, NO_WEBSITE, POLICY_NOT_PUBLIC } from '../rules/exposure';
import { ACCESS_LOGGING, ACCESS_LOGS_TARGET } from '../rules/logging';
import { REQUEST_ALARMS, REQUEST_ALARMS_ARRIVE, REQUEST_METRICS } from '../rules/monitoring';
import { POLICY_ACCEPTED } from '../rules/policy-accepted';
import { POLICY_SIZE } from '../rules/policy-size';
import { Rule } from '../rules/rule';
import { minimumTls, TLS_ONLY } from '../rules/transport';
import { CHOOSES_ITS_ENCRYPTION } from '../rules/unwanted-requests';
import { leaveLogDeliveryAlone } from '../synth/log-delivery';

/**
 * An S3 bucket with every guard on by default, which verifies itself at synth.
 *
 * It is an `s3.Bucket` wherever one is wanted, and its grants carry the KMS half. Without any property it blocks public
 * access, disables ACLs, encrypts with a rotated customer managed key and denies every other encryption, answers to TLS
 * 1.2 and above only, keeps versions, expires noncurrent ones, is retained, delivers access logs, alarms on 4xx, 5xx,
 * HEAD and LIST requests, and sends its events to EventBridge.
 *
 * When an override, an aspect, a mixin, a property injector, a statement or another policy breaks one of these
 * promises, synth fails and says which, why it matters and how to fix it.
 *
 * @example
 * const bucket = new HardenedBucket(this, 'Records');
 * bucket.grantRead(new iam.Role(this, 'Reader', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
 */
export class HardenedBucket extends s3.Bucket {
  /** The topic that the alarms of this bucket go to. There is none if there are no alarms, or if only `alarmActions` were given. */
  public readonly alarmTopic?: sns.ITopic;

  /** The alarms on the requests to this bucket, if it has alarms of its own: see `requestAlarmScope`. */
  public readonly bucketRequestAlarms?: BucketRequestAlarms;

  /** The bucket that receives the access logs of this one. */
  public readonly serverAccessLogsBucket: s3.IBucket;

  /** The role that S3 replicates the objects with, if there are replication rules. */
  public readonly replicationRole?: iam.IRole;

  /** How many metrics and alarms CloudWatch bills for this bucket, at most. */
  public readonly monitoringEstimate: MonitoringEstimate;

  /**
   * Whom the alarms of this bucket tell; absent without alarms.
   *
   * @internal
   */
  public readonly _alarmTargets?: AlarmTargets;

  /**
   * Whether S3 counts the requests to this bucket.
   *
   * @internal
   */
  public readonly _isMeasured: boolean;

  /** What rules that are added later are checked by. */
  private readonly given?: { readonly corsAnyOrigin: boolean; readonly noncurrentVersions: s3.LifecycleRule | undefined };
  private readonly inventoryList: s3.Inventory[];

  /**
   * Makes a hardened bucket.
   *
   * @throws if a property is invalid or contradicts another: the error quotes the value and says what to change
   */
  constructor(scope: Construct, id: string, props: HardenedBucketProps = {}) {
    const checks = new InputChecks(scope, id);
    checks.struct('HardenedBucketProps', props, { advice: INSTEAD_ON_HARDENED_BUCKETS });
    const given = props;
    props = props.purpose?._with(props) ?? props;
    props = { ...props, perimeter: props.perimeter && withIds(scope, props.perimeter) };
    checkProps(checks, scope, props, given);
    checks.throwIfAny();
    const encryption = props.encryption ?? ServerSideEncryption.KMS;
    const bucketKeyEnabled = props.bucketKeyEnabled ?? encryption === ServerSideEncryption.KMS;
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    const minimumTlsVersion = props.minimumTlsVersion ?? TlsVersion.TLS_1_2;
    const requestMetrics = props.requestMetrics ?? true;
    const alarmScope = props.requestAlarmScope ?? RequestAlarmScope.BUCKET;
    try {
      super(scope, id, ownProps({
        ...namingProps(scope, props),
        abacStatus: props.abacEnabled,
        blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
        objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        encryption: encryption === ServerSideEncryption.DSSE ? s3.BucketEncryption.DSSE : s3.BucketEncryption.KMS,
        encryptionKey: props.encryptionKey,
        bucketKeyEnabled,
        blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C],
        versioned: true,
        objectLockEnabled: props.objectLockEnabled,
        objectLockDefaultRetention: props.objectLockDefaultRetention,
        removalPolicy,
        autoDeleteObjects: props.autoDeleteObjects,
        notificationsHandlerRole: props.notificationsHandlerRole,
        metrics: requestMetrics ? [{ id: WHOLE_BUCKET_FILTER_ID }] : undefined,
        lifecycleRules: [
          {
            id: 'AbortIncompleteMultipartUploads',
            abortIncompleteMultipartUploadAfter: props.abortIncompleteMultipartUploadAfter ?? Duration.days(7),
          },
          ...noncurrentVersionRules(props),
          ...props.lifecycleRules ?? [],
        ],
        transitionDefaultMinimumObjectSize: props.transitionDefaultMinimumObjectSize,
        intelligentTieringConfigurations: props.intelligentTieringConfigurations,
        cors: props.cors,
        transferAcceleration: props.transferAcceleration,
      }));
    } catch (error) {
      // Node prints the source line of the throw: from inside aws-cdk-lib that is 66 KB of minified code.
      throw error;
    }
    const resource = this.node.defaultChild as s3.CfnBucket;
    useAccountRegionalNamespace(resource, props.bucketNamePrefix);
    if (props.encryptionKey && this.encryptionKey !== props.encryptionKey) {
      refuse(scope, id, `encryptionKey '${props.encryptionKey.node.path}' was replaced by ${this.encryptionKey ? `'${this.encryptionKey.node.path}'` : 'none'}. Make the property injector for s3.Bucket leave encryptionKey alone`);
    }
    if (this.encryptionKey?.node.scope === this) {
      // CDK rotates the key that it makes for KMS, but not the one for DSSE.
      (this.encryptionKey.node.defaultChild as kms.CfnKey).enableKeyRotation = true;
      if (props.autoDeleteObjects) {
        this.encryptionKey.applyRemovalPolicy(RemovalPolicy.DESTROY);
      }
    }

    this.inventoryList = [];
    this.given = { corsAnyOrigin: props.corsAnyOrigin ?? false, noncurrentVersions: [...noncurrentVersionRules(props), ...props.lifecycleRules ?? []].find(isForWholeBucket) };
    props.inventories?.forEach((inventory) => this.addInventory(inventory));

    // S3 cannot deliver server access logs here, whatever CDK would do for them, and the verification says where to send them.
    leaveLogDeliveryAlone(this);
    const guarded = guardedBucket(this);
    const exemptServices = [...new Set(props.services?.map(({ service }) => service))].filter((service) => service === CHOOSES_ITS_ENCRYPTION);
    const perimeter = new AppliedPerimeter(this, props.perimeter ?? {});
    for (const guard of [
      denyWithoutTls(guarded),
      denyBelowTls(guarded, minimumTlsVersion),
      denyCustomerProvidedKeys(guarded),
      denyOtherEncryption(guarded, encryption === ServerSideEncryption.DSSE ? ['aws:kms:dsse'] : ['aws:kms', 'aws:kms:dsse'], exemptServices),
      // Without a key, because a property injector took it away, the verification below says so.
      ...this.encryptionKey ? [denyOtherKeys(guarded, this.encryptionKey.keyArn, exemptServices)] : [],
      // To encrypt again is SSE-KMS, and never DSSE-KMS.
      denyReencryption(guarded, encryption === ServerSideEncryption.DSSE ? undefined : this.encryptionKey?.keyArn),
      ...perimeter.guards,
    ]) {
      this.addToResourcePolicy(denyStatement(guard));
    }
    allowServices(this, props.services ?? []);
    delegateToAccessPoints(this, props);
    props.purpose?._admit(this);
    // A retained bucket whose policy is deleted with the stack would stand there without its guards.
    this.policy!.applyRemovalPolicy(removalPolicy);

    this.serverAccessLogsBucket = props.serverAccessLogsBucket ?? AccessLogsBucket._ofStack(this);
    this.deliverAccessLogs(resource, props.serverAccessLogsPrefix);

    const eventBridgeEnabled = props.eventBridgeEnabled ?? true;
    if (eventBridgeEnabled) {
      sendEventsToEventBridge(this);
    }

    this._isMeasured = requestMetrics;
    this.monitoringEstimate = estimateMonitoring(this, props);
    if (requestMetrics && (alarmScope !== RequestAlarmScope.NONE || props.replicationRules)) {
      this.alarmTopic = topicOf(this, props, props.autoDeleteObjects);
      this._alarmTargets = { alarmTopic: this.alarmTopic, alarmActions: props.alarmActions };
      if (alarmScope === RequestAlarmScope.BUCKET) {
        this.bucketRequestAlarms = new BucketRequestAlarms(this, 'RequestAlarms', {
          bucket: this, filterId: WHOLE_BUCKET_FILTER_ID, ...this._alarmTargets, requestAlarms: props.requestAlarms,
        });
      } else if (alarmScope === RequestAlarmScope.STACK) {
        SharedRequestAlarms.add(this, WHOLE_BUCKET_FILTER_ID, props.requestAlarms, this._alarmTargets);
      }
    }
    if (props.replicationRules) {
      this.replicationRole = replicate(this, props.replicationRules, { locksObjects: locksObjects(props), alarmTargets: this._alarmTargets });
      this.replicationRoleArn = this.replicationRole.roleArn;
    }
    if (encryption === ServerSideEncryption.DSSE) {
      acknowledge(resource, DSSE_BUCKET);
    }
    markAndKeep(this, 'HardenedBucket', resource, {
      promises: [
        ...PROMISES,
        minimumTls(minimumTlsVersion),
        ...(bucketKeyEnabled ? [BUCKET_KEY] : []),
        ...(requestMetrics ? [REQUEST_METRICS] : []),
        ...(requestMetrics && alarmScope !== RequestAlarmScope.NONE ? [REQUEST_ALARMS_ARRIVE] : []),
        ...(eventBridgeEnabled ? [EVENTS_TO_EVENT_BRIDGE] : []),
        ...(props.corsAnyOrigin ? [] : [CORS_NOT_OPEN]),
        ...(removalPolicy === RemovalPolicy.DESTROY ? [] : [RETAINED_ON_DELETE]),
        ...objectLockPromises(props),
        ...(props.bucketNamePrefix !== undefined ? [ACCOUNT_REGIONAL_NAME] : []),
        ...(props.replicationRules ? [REPLICATION] : []),
      ],
      warnings: [
        ...(requestMetrics && alarmScope !== RequestAlarmScope.NONE ? [{ rule: REQUEST_ALARMS, fix: 'give the topic a masterKey that CloudWatch may use' }] : []),
        { rule: DELEGATION_BOUNDED, fix: `${DELEGATION_BOUNDED.fix}, or set delegateToAccessPoints: true in place of the statement`, isNeedless: () => isDelegated(this) },
      ],
      proofs: (evaluate) => [POLICY_SIZE, POLICY_ACCEPTED, ...ACCESS_WORKS, ...perimeter.proofs(evaluate), ...props.purpose?._proofs(evaluate) ?? []],
    });
  }

  /**
   * Adds an ordinary notification (Lambda, SQS, SNS), and leaves the events to EventBridge as they are.
   */
  public override addEventNotification(event: s3.EventType, dest: s3.IBucketNotificationDestination, ...filters: s3.NotificationKeyFilter[]): void {
    super.addEventNotification(event, dest, ...filters);
    if ((this.node.defaultChild as s3.CfnBucket).notificationConfiguration) {
      keepForeignNotifications(this);
    }
  }

  /**
   * Sends the events to EventBridge, where `eventBridgeEnabled` turned that off.
   *
   * It deploys no Lambda function. By default the events are sent already, and this changes nothing.
   */
  public override enableEventBridgeNotification(): void {
    sendEventsToEventBridge(this);
  }

  /**
   * Adds a rule for requests of websites, as `cors` does.
   *
   * @throws if the rule is invalid or, unless `corsAnyOrigin` is true, has an origin that anyone may have
   */
  public override addCorsRule(rule: s3.CorsRule): void {
    // Absent while s3.Bucket adds the rules of the properties, which are checked already.
    if (this.given) {
      this.checkAdded('s3.CorsRule', rule, 'rule', (checks) => checkRule(checks, rule, this.given!.corsAnyOrigin, 'rule'));
    }
    super.addCorsRule(rule);
  }

  /**
   * Adds a lifecycle rule, as `lifecycleRules` does.
   *
   * @throws if the rule could never take effect, because noncurrent versions of the whole bucket expire before
   */
  public override addLifecycleRule(rule: s3.LifecycleRule): void {
    if (this.given) {
      this.checkAdded('s3.LifecycleRule', rule, 'rule', (checks) => checkAddedRule(checks, rule, this.given!.noncurrentVersions));
    }
    super.addLifecycleRule(rule);
  }

  /**
   * Adds a list of the objects, as `inventories` does, and lets S3 deliver it.
   *
   * @throws if S3 could not deliver it
   */
  public override addInventory(inventory: s3.Inventory): void {
    this.checkAdded('s3.Inventory', inventory, 'inventory', (checks) => {
      checkInventory(checks, this, inventory, 'inventory');
      if (inventory.destination.bucket === this) {
        checks.refuse('inventory.destination.bucket is the bucket itself, which would wait for itself. Use another bucket');
      }
    });
    this.inventoryList.push(inventory);
    (this.node.defaultChild as s3.CfnBucket).inventoryConfigurations = renderInventories(this, this.inventoryList);
    allowInventory(this, inventory);
  }

  private checkAdded(struct: StructName, value: object, place: string, check: (checks: InputChecks) => void): void {
    const checks = new InputChecks(this.node.scope, this.node.id);
    checks.struct(struct, value, { place });
    check(checks);
    checks.throwIfAny();
  }

  /**
   * Refused: it would serve the bucket to everyone.
   *
   * @throws always; the error says how to serve a website without a public bucket
   */
  public override grantPublicAccess(_keyPrefix?: string, ..._allowedActions: string[]): iam.Grant {
    throw new Error(`[${this.node.path}] grantPublicAccess would serve the bucket to everyone. Serve it through CloudFront with origin access control instead: purpose: BucketPurpose.webOrigin(), and pass the bucket to S3BucketOrigin.withOriginAccessControl`);
  }

  /**
   * All requests: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricAllRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'AllRequests', options);
  }

  /**
   * GET requests of objects: how many there were. LIST is not among them.
   *
   * @throws if requestMetrics is false
   */
  public metricGetRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'GetRequests', options);
  }

  /**
   * PUT requests: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricPutRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'PutRequests', options);
  }

  /**
   * DELETE requests: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricDeleteRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'DeleteRequests', options);
  }

  /**
   * HEAD requests, which tell whether an object exists: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricHeadRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'HeadRequests', options);
  }

  /**
   * POST requests, which also delete several objects at once: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricPostRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'PostRequests', options);
  }

  /**
   * LIST requests: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricListRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'ListRequests', options);
  }

  /**
   * Requests of S3 Select, which reads parts of objects: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricSelectRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'SelectRequests', options);
  }

  /**
   * What S3 Select scanned: the sum, in bytes.
   *
   * @throws if requestMetrics is false
   */
  public metricSelectBytesScanned(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'SelectBytesScanned', options);
  }

  /**
   * What S3 Select returned: the sum, in bytes.
   *
   * @throws if requestMetrics is false
   */
  public metricSelectBytesReturned(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'SelectBytesReturned', options);
  }

  /**
   * What was downloaded: the sum, in bytes.
   *
   * @throws if requestMetrics is false
   */
  public metricBytesDownloaded(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'BytesDownloaded', options);
  }

  /**
   * What was uploaded: the sum, in bytes.
   *
   * @throws if requestMetrics is false
   */
  public metricBytesUploaded(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'BytesUploaded', options);
  }

  /**
   * Requests that failed with a 4xx status: how many there were. The statistic Average is their share, from 0 to 1.
   *
   * @throws if requestMetrics is false
   */
  public metric4xxErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, '4xxErrors', options);
  }

  /**
   * Requests that failed with a 5xx status: how many there were. The statistic Average is their share, from 0 to 1.
   *
   * @throws if requestMetrics is false
   */
  public metric5xxErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, '5xxErrors', options);
  }

  /**
   * From the whole request to the first byte of the answer: the 99th percentile, in milliseconds.
   *
   * @throws if requestMetrics is false
   */
  public metricFirstByteLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'FirstByteLatency', options);
  }

  /**
   * From the first byte of the request to the last byte of the answer: the 99th percentile, in milliseconds.
   *
   * @throws if requestMetrics is false
   */
  public metricTotalRequestLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this._isMeasured, 'TotalRequestLatency', options);
  }

  /** On the L1, because the L2 chooses between an ACL and a grant by the feature flags of the app. */
  private deliverAccessLogs(resource: s3.CfnBucket, prefix: string | undefined): void {
    grantLogDelivery(this.serverAccessLogsBucket);
    resource.loggingConfiguration = {
      destinationBucketName: this.serverAccessLogsBucket.bucketName,
      logFilePrefix: prefix,
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
    };
    const { policy } = this.serverAccessLogsBucket;
    if (policy && Stack.of(policy) === Stack.of(this)) {
      resource.node.addDependency(policy);
    }
  }
}

/** What holds for every hardened bucket, whatever its properties. */
const PROMISES: readonly Rule[] = [
  BLOCK_PUBLIC_ACCESS,
  POLICY_NOT_PUBLIC,
  NO_WEBSITE,
  ACLS_DISABLED,
  TLS_ONLY,
  KMS_ENCRYPTION,
  CUSTOMER_MANAGED_KEY,
  KEY_ROTATION,
  SSE_C_BLOCKED_BY_SETTING,
  ENCRYPTION_ENFORCED,
  ACCESS_LOGGING,
  ACCESS_LOGS_TARGET,
  VERSIONING,
  INCOMPLETE_UPLOADS_ABORTED,
  NONCURRENT_VERSIONS_EXPIRE,
  ONE_POLICY,
];
