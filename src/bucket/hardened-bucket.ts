import { aws_cloudwatch as cloudwatch, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sns as sns, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessLogsBucket } from './access-logs-bucket';
import { grantLogDelivery } from './access-logs-target';
import { acknowledgeForDsse } from './acknowledgements';
import { AppliedPerimeter } from './applied-perimeter';
import { checkProps } from './check-props';
import { estimateMonitoring } from './estimate-monitoring';
import { keepForeignNotifications, sendEventsToEventBridge } from './event-notifications';
import { HardenedBucketProps } from './hardened-bucket-props';
import { locksObjects, objectLockPromises } from './object-lock';
import { ACCESS_WORKS, markAndKeep } from './promises';
import { replicate } from './replication';
import { ServerSideEncryption } from './server-side-encryption';
import { allowServices } from './service-access';
import { TlsVersion } from './tls-version';
import { refuse } from '../input/input-checks';
import { AlarmTargets, topicOf } from '../monitoring/alarm-actions';
import { BucketRequestAlarms } from '../monitoring/bucket-request-alarms';
import { MonitoringEstimate } from '../monitoring/monitoring-estimate';
import { requestMetricOf, WHOLE_BUCKET_FILTER_ID } from '../monitoring/request-metrics';
import { denyCustomerProvidedKeys, denyOtherEncryption, denyOtherKeys } from '../perimeter/encryption';
import { denyStatement, guardedBucket } from '../perimeter/statement';
import { denyBelowTls, denyWithoutTls } from '../perimeter/transport';
import { ONE_POLICY } from '../rules/construction';
import { EVENTS_TO_EVENT_BRIDGE, INCOMPLETE_UPLOADS_ABORTED, NONCURRENT_VERSIONS_EXPIRE, REPLICATION, RETAINED_ON_DELETE, VERSIONING } from '../rules/durability';
import { BUCKET_KEY, CUSTOMER_MANAGED_KEY, ENCRYPTION_ENFORCED, KEY_ROTATION, KMS_ENCRYPTION, SSE_C_BLOCKED } from '../rules/encryption';
import { ACLS_DISABLED, BLOCK_PUBLIC_ACCESS, NO_WEBSITE, POLICY_NOT_PUBLIC } from '../rules/exposure';
import { ACCESS_LOGGING, ACCESS_LOGS_TARGET } from '../rules/logging';
import { REQUEST_ALARMS, REQUEST_METRICS } from '../rules/monitoring';
import { POLICY_SIZE } from '../rules/policy-size';
import { Rule } from '../rules/rule';
import { minimumTls, TLS_ONLY } from '../rules/transport';
import { CHOOSES_ITS_ENCRYPTION } from '../rules/unwanted-requests';

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
  /** The topic that the alarms of this bucket go to. There is none if request metrics are off, or if only `alarmActions` were given. */
  public readonly alarmTopic?: sns.ITopic;

  /** The alarms on the requests to this bucket, if request metrics are on. */
  public readonly bucketRequestAlarms?: BucketRequestAlarms;

  /** The bucket that receives the access logs of this one. */
  public readonly accessLogsBucket: s3.IBucket;

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

  private readonly isMeasured: boolean;

  /**
   * Makes a hardened bucket.
   *
   * @throws if a property is invalid or contradicts another: the error quotes the value and says what to change
   */
  constructor(scope: Construct, id: string, props: HardenedBucketProps = {}) {
    props = props.purpose?._with(props) ?? props;
    checkProps(scope, id, props);
    const encryption = props.encryption ?? ServerSideEncryption.KMS;
    const bucketKeyEnabled = props.bucketKeyEnabled ?? encryption === ServerSideEncryption.KMS;
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    const minimumTlsVersion = props.minimumTlsVersion ?? TlsVersion.TLS_1_2;
    const requestMetrics = props.requestMetrics ?? true;
    try {
      super(scope, id, {
        bucketName: props.bucketName,
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
          {
            id: 'ExpireNoncurrentVersions',
            noncurrentVersionExpiration: props.noncurrentVersionExpiration ?? Duration.days(90),
          },
          ...props.lifecycleRules ?? [],
        ],
      });
    } catch (error) {
      // Node prints the source line of the throw: from inside aws-cdk-lib that is 66 KB of minified code.
      throw error;
    }
    const resource = this.node.defaultChild as s3.CfnBucket;
    if (props.encryptionKey && this.encryptionKey !== props.encryptionKey) {
      refuse(scope, id, `encryptionKey '${props.encryptionKey.node.path}' was replaced by ${this.encryptionKey ? `'${this.encryptionKey.node.path}'` : 'none'}. Make the property injector for s3.Bucket leave encryptionKey alone`);
    }
    if (this.encryptionKey?.node.scope === this) {
      // CDK rotates the key that it makes for KMS, but not the one for DSSE.
      (this.encryptionKey.node.defaultChild as kms.CfnKey).enableKeyRotation = true;
    }

    const guarded = guardedBucket(this);
    const exemptServices = [...new Set(props.services?.map(({ service }) => service))].filter((service) => service === CHOOSES_ITS_ENCRYPTION);
    const perimeter = new AppliedPerimeter(this, props.perimeter ?? {});
    if (perimeter.problem) {
      refuse(scope, id, `perimeter.${perimeter.problem}`);
    }
    for (const guard of [
      denyWithoutTls(guarded),
      denyBelowTls(guarded, minimumTlsVersion),
      denyCustomerProvidedKeys(guarded),
      denyOtherEncryption(guarded, encryption === ServerSideEncryption.DSSE ? ['aws:kms:dsse'] : ['aws:kms', 'aws:kms:dsse'], exemptServices),
      // Without a key, because a property injector took it away, the verification below says so.
      ...this.encryptionKey ? [denyOtherKeys(guarded, this.encryptionKey.keyArn, exemptServices)] : [],
      ...perimeter.guards,
    ]) {
      this.addToResourcePolicy(denyStatement(guard));
    }
    allowServices(this, props.services ?? []);
    props.purpose?._admit(this);
    // A retained bucket whose policy is deleted with the stack would stand there without its guards.
    this.policy!.applyRemovalPolicy(removalPolicy);

    this.accessLogsBucket = props.accessLogsBucket ?? AccessLogsBucket._ofStack(this);
    this.deliverAccessLogs(resource, props.accessLogsPrefix);

    const eventBridgeEnabled = props.eventBridgeEnabled ?? true;
    if (eventBridgeEnabled) {
      sendEventsToEventBridge(this);
    }

    this.isMeasured = requestMetrics;
    this.monitoringEstimate = estimateMonitoring(this, props);
    if (requestMetrics) {
      this.alarmTopic = topicOf(this, props);
      this._alarmTargets = { alarmTopic: this.alarmTopic, alarmActions: props.alarmActions };
      this.bucketRequestAlarms = new BucketRequestAlarms(this, 'RequestAlarms', { bucket: this, filterId: WHOLE_BUCKET_FILTER_ID, ...this._alarmTargets, requestAlarms: props.requestAlarms });
    }
    if (props.replicationRules) {
      this.replicationRole = replicate(this, props.replicationRules, { locksObjects: locksObjects(props), alarmTargets: this._alarmTargets });
      this.replicationRoleArn = this.replicationRole.roleArn;
    }
    if (encryption === ServerSideEncryption.DSSE) {
      acknowledgeForDsse(this);
    }
    markAndKeep(this, 'HardenedBucket', resource, {
      promises: [
        ...PROMISES,
        minimumTls(minimumTlsVersion),
        ...(bucketKeyEnabled ? [BUCKET_KEY] : []),
        ...(requestMetrics ? [REQUEST_METRICS, REQUEST_ALARMS] : []),
        ...(eventBridgeEnabled ? [EVENTS_TO_EVENT_BRIDGE] : []),
        ...(removalPolicy === RemovalPolicy.DESTROY ? [] : [RETAINED_ON_DELETE]),
        ...objectLockPromises(props),
        ...(props.replicationRules ? [REPLICATION] : []),
      ],
      proofs: (evaluate) => [POLICY_SIZE, ...ACCESS_WORKS, ...perimeter.proofs(evaluate)],
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
    return requestMetricOf(this, this.isMeasured, 'AllRequests', options);
  }

  /**
   * GET requests of objects: how many there were. LIST is not among them.
   *
   * @throws if requestMetrics is false
   */
  public metricGetRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'GetRequests', options);
  }

  /**
   * PUT requests: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricPutRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'PutRequests', options);
  }

  /**
   * DELETE requests: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricDeleteRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'DeleteRequests', options);
  }

  /**
   * HEAD requests, which tell whether an object exists: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricHeadRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'HeadRequests', options);
  }

  /**
   * POST requests, which also delete several objects at once: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricPostRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'PostRequests', options);
  }

  /**
   * LIST requests: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricListRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'ListRequests', options);
  }

  /**
   * Requests of S3 Select, which reads parts of objects: how many there were.
   *
   * @throws if requestMetrics is false
   */
  public metricSelectRequests(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'SelectRequests', options);
  }

  /**
   * What S3 Select scanned: the sum, in bytes.
   *
   * @throws if requestMetrics is false
   */
  public metricSelectBytesScanned(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'SelectBytesScanned', options);
  }

  /**
   * What S3 Select returned: the sum, in bytes.
   *
   * @throws if requestMetrics is false
   */
  public metricSelectBytesReturned(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'SelectBytesReturned', options);
  }

  /**
   * What was downloaded: the sum, in bytes.
   *
   * @throws if requestMetrics is false
   */
  public metricBytesDownloaded(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'BytesDownloaded', options);
  }

  /**
   * What was uploaded: the sum, in bytes.
   *
   * @throws if requestMetrics is false
   */
  public metricBytesUploaded(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'BytesUploaded', options);
  }

  /**
   * Requests that failed with a 4xx status: how many there were. The statistic Average is their share, from 0 to 1.
   *
   * @throws if requestMetrics is false
   */
  public metric4xxErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, '4xxErrors', options);
  }

  /**
   * Requests that failed with a 5xx status: how many there were. The statistic Average is their share, from 0 to 1.
   *
   * @throws if requestMetrics is false
   */
  public metric5xxErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, '5xxErrors', options);
  }

  /**
   * From the whole request to the first byte of the answer: the 99th percentile, in milliseconds.
   *
   * @throws if requestMetrics is false
   */
  public metricFirstByteLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'FirstByteLatency', options);
  }

  /**
   * From the first byte of the request to the last byte of the answer: the 99th percentile, in milliseconds.
   *
   * @throws if requestMetrics is false
   */
  public metricTotalRequestLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return requestMetricOf(this, this.isMeasured, 'TotalRequestLatency', options);
  }

  /** On the L1, because the L2 chooses between an ACL and a grant by the feature flags of the app. */
  private deliverAccessLogs(resource: s3.CfnBucket, prefix: string | undefined): void {
    grantLogDelivery(this.accessLogsBucket);
    resource.loggingConfiguration = {
      destinationBucketName: this.accessLogsBucket.bucketName,
      logFilePrefix: prefix,
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
    };
    const { policy } = this.accessLogsBucket;
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
  SSE_C_BLOCKED,
  ENCRYPTION_ENFORCED,
  ACCESS_LOGGING,
  ACCESS_LOGS_TARGET,
  VERSIONING,
  INCOMPLETE_UPLOADS_ABORTED,
  NONCURRENT_VERSIONS_EXPIRE,
  ONE_POLICY,
];
