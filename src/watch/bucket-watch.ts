import {
  aws_cloudwatch as cloudwatch, aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda, aws_logs as logs, aws_sns as sns, aws_sqs as sqs,
  CfnResource, Duration, RemovalPolicy,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BucketWatchProps } from './bucket-watch-props';
import { checkWatch } from './check-watch';
import { ManagementEventsTrail } from './management-events-trail';
import { forwardReports } from './report-events';
import { makeWatchAlarms } from './watch-alarms';
import { WatchSettings } from './watch-environment';
import { WatchEstimate, WatchEstimateOptions } from './watch-estimate';
import { watchHandler } from './watch-handler';
import { watchKey } from './watch-key';
import { admitRules, watchQueues, watchRules } from './watch-queues';
import { allowHandler, eventBusArn, handlerRole, repairRole } from './watch-role';
import { acknowledge } from '../bucket/acknowledgements';
import { CheckLevel, FindingSeverity } from '../checks/check-props';
import { InputChecks } from '../input/input-checks';
import { AlarmTargets, topicOf, validateTopic } from '../monitoring/alarm-actions';

/**
 * Watches all buckets of an account and Region: checks each when it is created or changed, by the rules of this library, and once a day.
 *
 * It reports a state change once, to an encrypted topic and as an event: a bucket that stopped complying, and one that complies
 * again. Whatever it is not allowed to read it reports as unknown, never as compliant. It changes nothing unless `remediation` says so.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 *
 * @example
 * const watch = new BucketWatch(this, 'Watch', { managementEvents: ManagementEvents.newTrail() });
 * watch.topic.addSubscription(new subscriptions.EmailSubscription('security@example.com'));
 */
export class BucketWatch extends Construct {
  /**
   * How many requests a watch makes in a month, and what it costs, at most.
   *
   * @throws if an option is negative or no number
   */
  public static estimate(options: WatchEstimateOptions): WatchEstimate {
    return WatchEstimate._of(options);
  }

  /** The topic that reports go to. */
  public readonly topic: sns.ITopic;

  /** The queue of events, each delayed until the bucket is finished. */
  public readonly queue: sqs.Queue;

  /** The queue of messages that could not be handled, after five attempts. */
  public readonly deadLetterQueue: sqs.Queue;

  /** The function that checks buckets. */
  public readonly handler: lambda.Function;

  /** What was reported of each bucket, by rule. */
  public readonly stateTable: dynamodb.Table;

  /** The trail that sends the events, if the watch makes one. */
  public readonly trail?: ManagementEventsTrail;

  /** The alarms on the watch itself. */
  public readonly alarms: cloudwatch.Alarm[];

  /** The topic that these alarms go to. There is none if only `alarmActions` were given. */
  public readonly alarmTopic?: sns.ITopic;

  /** The role of each repair that is allowed, by its `BucketRepair`. */
  public readonly repairRoles: { [repair: string]: iam.Role };

  /**
   * Makes a watch.
   *
   * @throws if a property is invalid or contradicts another: the error quotes the value and says what to change
   */
  constructor(scope: Construct, id: string, props: BucketWatchProps) {
    const checks = new InputChecks(scope, id);
    checkWatch(checks, scope, props);
    checks.throwIfAny();
    super(scope, id);
    const { removalPolicy = RemovalPolicy.RETAIN, delay = Duration.minutes(2), remediation } = props;
    const isShortLived = removalPolicy === RemovalPolicy.DESTROY;
    const targets: AlarmTargets = { alarmTopic: topicOf(this, props, isShortLived), alarmActions: props.alarmActions };
    this.alarmTopic = targets.alarmTopic;
    validateTopic(this, this.alarmTopic);
    const newTrail = props.managementEvents._newTrail;
    this.trail = newTrail && new ManagementEventsTrail(this, 'Trail', {
      ...newTrail, ...newTrail.alarmTopic || newTrail.alarmActions ? {} : { alarmTopic: props.alarmTopic, alarmActions: props.alarmActions },
    });

    const key = watchKey(this, removalPolicy);
    const queues = watchQueues(this, key, delay);
    const { queue, deadLetters } = queues;
    [this.queue, this.deadLetterQueue] = [queue, deadLetters];
    this.topic = props.topic ?? new sns.Topic(this, 'Reports', { masterKey: key, enforceSSL: true });
    this.stateTable = new dynamodb.Table(this, 'State', {
      partitionKey: { name: 'bucket', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'rule', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: 'expires',
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !isShortLived,
      removalPolicy,
    });
    acknowledge(this.stateTable.node.defaultChild as CfnResource, STATE_CAN_BE_MADE_ANEW);
    const logGroup = new logs.LogGroup(this, 'Log', { encryptionKey: key, retention: props.logRetention ?? logs.RetentionDays.ONE_YEAR, removalPolicy });

    const role = handlerRole(this);
    const repairs = remediation?.repairs ?? [];
    this.repairRoles = Object.fromEntries(repairs.map((repair) => [repair, repairRole(this, repair, role)]));
    const busArn = eventBusArn(this, props.eventBus);
    const permissions = allowHandler(role, {
      key,
      queue,
      deadLetters,
      logGroup,
      table: this.stateTable,
      topic: this.topic,
      busArn,
      securityHub: props.securityHub ?? false,
      repairRoles: Object.values(this.repairRoles),
    });
    this.handler = watchHandler(this, {
      role,
      key,
      logGroup,
      queues,
      settings: this.settings(props, busArn, delay),
      maxConcurrency: props.maxConcurrency ?? 5,
      reserveConcurrency: props.reserveConcurrency ?? true,
    });
    // Lambda tries whether it may read the queue and write dead letters.
    this.handler.node.addDependency(permissions);
    const rules = watchRules(this, queues, props.sweepInterval ?? Duration.hours(24));
    admitRules(queue, rules);
    admitRules(deadLetters, [...rules, ...props.reportTo ? [forwardReports(this, props.eventBus, props.reportTo, deadLetters)] : []]);
    this.alarms = makeWatchAlarms(this, this.handler, queues, delay, targets);
  }

  /** How many messages wait, or are delayed: the backlog of the watch. */
  public metricBacklog(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.queue.metricApproximateAgeOfOldestMessage({ statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }

  /** How many messages could not be handled. */
  public metricDeadLetters(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }

  /** How many invocations failed. */
  public metricErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handler.metricErrors(options);
  }

  private settings(props: BucketWatchProps, eventBus: string, delay: Duration): WatchSettings {
    const { remediation } = props;
    return {
      level: props.level ?? CheckLevel.BASELINE,
      excludedRules: props.excludedRules ?? [],
      reportFrom: props.reportFrom ?? FindingSeverity.ERROR,
      stateTable: this.stateTable.tableName,
      topicArn: this.topic.topicArn,
      queueUrl: this.queue.queueUrl,
      eventBus,
      securityHub: props.securityHub ?? false,
      repairs: Object.entries(this.repairRoles).map(([id, { roleArn }]) => ({ id, roleArn })),
      dryRun: !(remediation?.apply ?? false),
      excludedBuckets: props.excludedBuckets ?? [],
      model: { tag: props.modelTag, byDefault: props.model },
      repairOptions: {
        accessLogsBucket: remediation?.serverAccessLogsBucket?.bucketName,
        encryptionKeyArn: remediation?.encryptionKey?.keyArn,
        minimumTlsVersion: remediation?.minimumTlsVersion,
        keepAccess: remediation?.keepAccess,
      },
      repairsPerDay: remediation?.repairsPerDay,
      settleSeconds: delay.toSeconds(),
      // Its keys and alarms are of this Region, and so are the events.
      ownRegionOnly: true,
    };
  }
}

const STATE_CAN_BE_MADE_ANEW = [{
  reason: 'The table is what was reported, and has point-in-time recovery. A sweep makes it anew.',
  cdkNag: [{ packs: ['NIST.800.53.R4', 'NIST.800.53.R5', 'HIPAA.Security'], rule: 'DynamoDBInBackupPlan' }],
  cfnGuard: ['DYNAMODB_IN_BACKUP_PLAN'],
}];
