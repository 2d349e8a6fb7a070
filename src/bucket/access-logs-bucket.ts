import { aws_iam as iam, aws_s3 as s3, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessLogSource } from './access-log-source';
import { AccessLogsBucketProps } from './access-logs-bucket-props';
import { grantLogDelivery } from './access-logs-target';
import { acknowledge, LOG_BUCKET } from './acknowledgements';
import { checkNaming, namingProps, useAccountRegionalNamespace } from './bucket-name';
import { INSTEAD_ON_LOG_BUCKETS } from './instead-of-bucket-props';
import { LogBucketAspect } from './log-bucket-aspect';
import { ownProps } from './own-props';
import { ACCESS_WORKS, markAndKeep } from './promises';
import { TlsVersion } from './tls-version';
import { InputChecks } from '../input/input-checks';
import { allowLoadBalancerLogs, allowNetworkLoadBalancerLogs, allowRedshiftLogs, knowsLoadBalancers } from '../perimeter/access-log-sources';
import { denyCustomerProvidedKeys, denyReencryption } from '../perimeter/encryption';
import { denyStatement, GuardedBucket, guardedBucket } from '../perimeter/statement';
import { denyBelowTls, denyWithoutTls } from '../perimeter/transport';
import { ONE_POLICY } from '../rules/construction';
import { INCOMPLETE_UPLOADS_ABORTED, NONCURRENT_VERSIONS_EXPIRE, RETAINED_ON_DELETE, VERSIONING } from '../rules/durability';
import { LOG_TARGET_ENCRYPTION, SSE_C_BLOCKED_BY_SETTING } from '../rules/encryption';
import { ACCOUNT_REGIONAL_NAME, ACLS_DISABLED, BLOCK_PUBLIC_ACCESS, POLICY_NOT_PUBLIC } from '../rules/exposure';
import { LOG_DELIVERY_GRANT } from '../rules/logging';
import { Rule } from '../rules/rule';
import { minimumTls, TLS_ONLY } from '../rules/transport';
import { leaveLogDeliveryAlone } from '../synth/log-delivery';

/**
 * Receives the server access logs of hardened buckets: one for a stack, made by itself, or one that many stacks of an account and Region share.
 *
 * It is also the home of logs that cannot be delivered to a bucket with a KMS key: those of Application and Classic Load
 * Balancers, by `alb.logAccessLogs(bucket)` or `logSources`, and the audit logs of Redshift.
 *
 * It is as closed as S3 lets a log bucket be: no public access, no ACLs, TLS only, versioned, retained. S3 cannot deliver
 * logs to a bucket with a KMS key, so it is encrypted with SSE-S3. One policy statement admits the deliveries for every
 * bucket of its own account, and for no other account. Like `HardenedBucket`, it verifies itself at synth.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
export class AccessLogsBucket extends s3.Bucket {
  /**
   * The log bucket of this construct's stack, made on first use.
   *
   * Its logical id does not depend on which bucket asks first.
   *
   * @internal
   */
  public static _ofStack(scope: Construct): AccessLogsBucket {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(DEFAULT_ID) as AccessLogsBucket | undefined) ?? AccessLogsBucket.followingSources(stack);
  }

  private static followingSources(stack: Stack): AccessLogsBucket {
    const made = new AccessLogsBucket(stack, DEFAULT_ID);
    made.sources.followsSources = true;
    return made;
  }

  private readonly sources: LogBucketAspect;

  /**
   * Makes a log bucket.
   *
   * @throws if a log source is not one that there is, or the Region of load balancers is not known, the name or prefix is not one of a bucket, the retention is not whole days, or the removal policy is not one that buckets have
   */
  constructor(scope: Construct, id: string, props: AccessLogsBucketProps = {}) {
    const checks = new InputChecks(scope, id);
    checks.struct('AccessLogsBucketProps', props, { advice: INSTEAD_ON_LOG_BUCKETS });
    checkNaming(checks, scope, props);
    checks.wholeDays('retention', props.retention);
    checks.removalPolicy(props.removalPolicy);
    checks.oneOf('minimumTlsVersion', props.minimumTlsVersion, TlsVersion, 'TlsVersion');
    checkLogSources(checks, props.logSources ?? [], Stack.of(scope).region);
    checks.throwIfAny();
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    const minimumTlsVersion = props.minimumTlsVersion ?? TlsVersion.TLS_1_2;
    try {
      super(scope, id, ownProps({
        ...namingProps(scope, props),
        blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
        objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        encryption: s3.BucketEncryption.S3_MANAGED,
        blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C],
        versioned: true,
        removalPolicy,
        lifecycleRules: [{
          id: 'ExpireLogs',
          expiration: props.retention ?? Duration.days(365),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        }],
      }));
    } catch (error) {
      // Node prints the source line of the throw: from inside aws-cdk-lib that is 66 KB of minified code.
      throw error;
    }
    const resource = this.node.defaultChild as s3.CfnBucket;
    useAccountRegionalNamespace(resource, props.bucketNamePrefix);
    const guarded = guardedBucket(this);
    // Logs stay SSE-S3: to encrypt one again, where it is, takes them away from anyone who has no permission on the key.
    for (const guard of [denyWithoutTls(guarded), denyBelowTls(guarded, minimumTlsVersion), denyCustomerProvidedKeys(guarded), denyReencryption(guarded)]) {
      this.addToResourcePolicy(denyStatement(guard));
    }
    grantLogDelivery(this);
    leaveLogDeliveryAlone(this);
    for (const allow of new Set((props.logSources ?? []).map((source) => ALLOWS[source]))) {
      allow(guarded).forEach((statement) => this.addToResourcePolicy(statement));
    }
    this.policy!.applyRemovalPolicy(removalPolicy);
    const sources = LogBucketAspect.watch(this);
    this.sources = sources;
    markAndKeep(this, 'AccessLogsBucket', resource, {
      get promises() {
        return [
          ...PROMISES,
          minimumTls(minimumTlsVersion),
          ...(removalPolicy === RemovalPolicy.DESTROY || sources.isShortLived ? [] : [RETAINED_ON_DELETE]),
          ...(props.bucketNamePrefix !== undefined ? [ACCOUNT_REGIONAL_NAME] : []),
        ];
      },
      proofs: () => ACCESS_WORKS,
    });
    acknowledge(this.node.defaultChild as s3.CfnBucket, LOG_BUCKET);
  }
}

/** How each source is allowed to deliver: Application and Classic Load Balancers alike. */
const ALLOWS: Readonly<Record<AccessLogSource, (bucket: GuardedBucket) => iam.PolicyStatement[]>> = {
  [AccessLogSource.APPLICATION_LOAD_BALANCERS]: allowLoadBalancerLogs,
  [AccessLogSource.CLASSIC_LOAD_BALANCERS]: allowLoadBalancerLogs,
  [AccessLogSource.NETWORK_LOAD_BALANCERS]: allowNetworkLoadBalancerLogs,
  [AccessLogSource.REDSHIFT]: allowRedshiftLogs,
};

function checkLogSources(checks: InputChecks, sources: readonly AccessLogSource[], region: string): void {
  sources.forEach((source, i) => {
    checks.oneOf(`logSources[${i}]`, source, AccessLogSource, 'AccessLogSource');
    if (ALLOWS[source] === allowLoadBalancerLogs && !knowsLoadBalancers({ region })) {
      checks.refuse(`logSources[${i}] is '${source}', and who delivers logs of load balancers depends on the Region, which the stack does not say. Give the stack an env with a region`);
    }
  });
}

const DEFAULT_ID = 'HardenedBucketAccessLogs';

const PROMISES: readonly Rule[] = [
  BLOCK_PUBLIC_ACCESS,
  POLICY_NOT_PUBLIC,
  ACLS_DISABLED,
  TLS_ONLY,
  LOG_TARGET_ENCRYPTION,
  SSE_C_BLOCKED_BY_SETTING,
  LOG_DELIVERY_GRANT,
  VERSIONING,
  INCOMPLETE_UPLOADS_ABORTED,
  NONCURRENT_VERSIONS_EXPIRE,
  ONE_POLICY,
];
