import { Aws, aws_cloudwatch as cloudwatch, aws_logs as logs, aws_s3 as s3, aws_sns as sns, Duration, Lazy, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkTrailKeeping, encryptedTrail } from '../bucket/encrypted-trail';
import { HardenedBucket } from '../bucket/hardened-bucket';
import { InputChecks } from '../input/input-checks';
import { AlarmTargets } from '../monitoring/alarm-actions';
import { checkBucketPlace } from '../monitoring/check-bucket-place';

/**
 * Properties of a `DataEventsTrail`.
 */
export interface DataEventsTrailProps {
  /**
   * How long CloudWatch keeps the events, where alarms and queries look at them.
   *
   * @default logs.RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * How long the archive bucket keeps them: whole days.
   *
   * @default Duration.days(400)
   */
  readonly retention?: Duration;

  /**
   * What happens to the archive and the log group when they leave the stack. Their key stays.
   *
   * With `RemovalPolicy.DESTROY` CloudFormation deletes the archive, and fails to while there are events in it.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The topic that the alarms of the archive go to.
   *
   * @default - with alarmActions none, else an encrypted topic for all hardened buckets of the stack
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * What the alarms of the archive do besides telling the topic.
   *
   * @default - they tell the topic only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}

/**
 * Records who reads, writes and lists the objects of some buckets, and nothing else: a CloudTrail trail of data events,
 * with an encrypted log group and a hardened archive bucket.
 *
 * `AccessInsights` makes one for its stack by itself. CloudTrail, CloudWatch Logs and S3 charge for each event.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 *
 * @example
 * const trail = new DataEventsTrail(this, 'Trail', { logRetention: logs.RetentionDays.SIX_MONTHS });
 * new AccessInsights(this, 'Insights', { bucket: new HardenedBucket(this, 'Records'), trail });
 */
export class DataEventsTrail extends Construct {
  /**
   * The trail of this construct's stack, made on first use. Its logical ids do not depend on who asks first; its alarms tell
   * whom the first asks to tell.
   *
   * @internal
   */
  public static _ofStack(scope: Construct, targets: AlarmTargets): DataEventsTrail {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(DEFAULT_ID) as DataEventsTrail | undefined) ?? new DataEventsTrail(stack, DEFAULT_ID, targets);
  }

  /** The bucket that keeps the events. Its key encrypts the log group as well. */
  public readonly archive: HardenedBucket;

  /** The log group that the events arrive in, minutes after they happened. */
  public readonly logGroup: logs.LogGroup;

  private readonly recorded = new Set<s3.IBucket>();

  /**
   * Makes a trail, which has to record a bucket at least.
   *
   * @throws if the retention is not whole days
   */
  constructor(scope: Construct, id: string, props: DataEventsTrailProps = {}) {
    const checks = new InputChecks(scope, id);
    checks.struct('DataEventsTrailProps', props);
    checkTrailKeeping(checks, props);
    checks.throwIfAny();
    super(scope, id);
    const { archive, logGroup } = encryptedTrail(this, props, {
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: false,
      // Without management events, of which the first copy only is free.
      advancedEventSelectors: [{
        name: 'Objects of the recorded buckets',
        fieldSelectors: [
          { field: 'eventCategory', equalTo: ['Data'] },
          { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
          { field: 'resources.ARN', startsWith: Lazy.list({ produce: () => [...new Set([...this.recorded].map(objectsOf))] }) },
        ],
      }],
    });
    this.archive = archive;
    this.logGroup = logGroup;
    this.node.addValidation({
      validate: () => this.recorded.size > 0 ? [] : ['the trail records no bucket, and CloudTrail accepts no trail that records nothing. Call record(bucket), or pass the trail to AccessInsights'],
    });
  }

  /**
   * Records the requests for the objects of a bucket of this account and Region, and its listings.
   *
   * @throws if it is the archive or the bucket of its access logs, whose every delivery would be recorded and delivered again,
   * or a bucket elsewhere
   */
  public record(bucket: s3.IBucket): void {
    const checks = new InputChecks(this.node.scope!, this.node.id);
    if (bucket === this.archive || bucket === this.archive.serverAccessLogsBucket) {
      checks.refuse(`bucket '${bucket.node.path}' is the archive of this trail, or receives its access logs: each delivery would be recorded, and delivered again, without end. Record other buckets`);
    }
    checkBucketPlace(checks, this, bucket);
    checks.throwIfAny();
    this.recorded.add(bucket);
  }
}

/** By the name where that is known: the stack of the trail then does not wait for that of the bucket. */
function objectsOf(bucket: s3.IBucket): string {
  const resource = bucket.node.defaultChild;
  const name = resource instanceof s3.CfnBucket ? resource.bucketName : undefined;
  return name !== undefined && !Token.isUnresolved(name) ? `arn:${Aws.PARTITION}:s3:::${name}/` : bucket.arnForObjects('');
}

const DEFAULT_ID = 'HardenedBucketDataEvents';
