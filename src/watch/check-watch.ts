import { aws_sns as sns, Duration, IEnvironmentAware, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { BucketRepair } from './bucket-repair';
import { BucketWatchProps } from './bucket-watch-props';
import { ManagementEvents } from './management-events';
import { RemediationOptions } from './remediation-options';
import { WatchModel } from './watch-model';
import { TlsVersion } from '../bucket/tls-version';
import { CheckLevel, FindingSeverity } from '../checks/check-props';
import { InputChecks } from '../input/input-checks';
import { checkAlarmTargets } from '../monitoring/alarm-actions';
import { isRule, noSuchRule } from '../rules/check';

/** Refuses properties that can never make a watch, before anything is made of them. */
export function checkWatch(checks: InputChecks, scope: Construct, given: BucketWatchProps): void {
  // What is missing has a text of its own, and does not keep the others from being checked.
  const props = { ...given, managementEvents: given?.managementEvents ?? ManagementEvents.existingTrail() };
  if (!given?.managementEvents) {
    checks.refuse('managementEvents is missing, and EventBridge gets no events of S3 without a trail of CloudTrail. Use ManagementEvents.newTrail(), or ManagementEvents.existingTrail() if a trail of the account or its organization records the write management events of this Region');
  }
  checks.struct('BucketWatchProps', props);
  checks.oneOf('level', props.level, CheckLevel, 'CheckLevel');
  checks.oneOf('reportFrom', props.reportFrom, FindingSeverity, 'FindingSeverity');
  checks.oneOf('model', props.model, WatchModel, 'WatchModel');
  props.excludedRules?.filter((id) => !isRule(id)).forEach((id) => checks.refuse(noSuchRule(id)));
  props.excludedBuckets?.forEach((name, i) => checkBucketName(checks, `excludedBuckets[${i}]`, name));
  if (props.modelTag !== undefined && !Token.isUnresolved(props.modelTag) && (props.modelTag === '' || props.modelTag.length > 128)) {
    checks.refuse(`modelTag is '${props.modelTag}'. Use the key of a tag: 1 to 128 characters`);
  }
  checkDelay(checks, props.delay);
  checkInterval(checks, props.sweepInterval);
  checks.number('maxConcurrency', props.maxConcurrency, { from: 2, to: 100, whole: true });
  checks.removalPolicy(props.removalPolicy);
  checkTopic(checks, scope, props.topic);
  checkHere(checks, scope, 'eventBus', props.eventBus, 'Leave eventBus out, and pass that bus as reportTo');
  if (props.remediation) {
    checkRemediation(checks, scope, props.remediation);
  }
  checkAlarmTargets(checks, scope, props);
}

function checkRemediation(checks: InputChecks, scope: Construct, { repairs, repairsPerDay, serverAccessLogsBucket, minimumTlsVersion, keepAccess }: RemediationOptions): void {
  if (repairs.length === 0) {
    checks.refuse('remediation.repairs is empty, so nothing could be repaired. Name a repair, such as BucketRepair.BLOCK_PUBLIC_ACCESS, or leave remediation out');
  }
  repairs.forEach((repair, i) => {
    checks.oneOf(`remediation.repairs[${i}]`, repair, BucketRepair, 'BucketRepair');
    if (repairs.indexOf(repair) < i) {
      checks.refuse(`remediation.repairs[${i}] is '${repair}' for the second time. Leave it out`);
    }
  });
  if (repairs.includes(BucketRepair.LOG_DELIVERY) && !serverAccessLogsBucket) {
    checks.refuse(`remediation.serverAccessLogsBucket is missing, and '${BucketRepair.LOG_DELIVERY}' needs a bucket to log to. Pass an AccessLogsBucket`);
  }
  checkHere(checks, scope, 'remediation.serverAccessLogsBucket', serverAccessLogsBucket, 'S3 delivers access logs within one account and Region. Use a bucket there');
  checks.number('remediation.repairsPerDay', repairsPerDay, { from: 1, whole: true });
  checks.oneOf('remediation.minimumTlsVersion', minimumTlsVersion, TlsVersion, 'TlsVersion');
  keepAccess?.forEach((arn, i) => {
    if (!Token.isUnresolved(arn) && !/^arn:[^:]+:(iam|sts)::\d{12}:./.test(arn)) {
      checks.refuse(`remediation.keepAccess[${i}] is '${arn}'. Use the ARN of a role or user, such as arn:aws:iam::111122223333:role/Reader`);
    }
  });
}

function checkBucketName(checks: InputChecks, prop: string, name: string): void {
  if (!Token.isUnresolved(name) && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
    checks.refuse(`${prop} is '${name}', which is not the name of a bucket. Use a name without wildcards, such as records-111122223333`);
  }
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html */
function checkDelay(checks: InputChecks, delay: Duration | undefined): void {
  if (delay && !delay.isUnresolved()) {
    const seconds = delay.toSeconds({ integral: false });
    if (!Number.isInteger(seconds) || seconds > 900) {
      checks.refuse(`delay is ${delay.toHumanString()}, and SQS delays messages by whole seconds, 15 minutes at most. Use ${seconds > 900 ? 'Duration.minutes(15) or less' : `Duration.seconds(${Math.ceil(seconds)})`}`);
    }
  }
}

function checkInterval(checks: InputChecks, interval: Duration | undefined): void {
  if (interval && !interval.isUnresolved()) {
    const hours = interval.toHours({ integral: false });
    if (!Number.isInteger(hours) || hours < 1) {
      checks.refuse(`sweepInterval is ${hours === 0 ? 'zero' : interval.toHumanString()}. Use whole hours, one at least, such as Duration.hours(24)`);
    }
  }
}

/** The handler publishes in its own Region. */
function checkTopic(checks: InputChecks, scope: Construct, topic: sns.ITopic | undefined): void {
  const here = Stack.of(scope).region;
  if (topic && Token.compareStrings(topic.env.region, here) === TokenComparison.DIFFERENT) {
    checks.refuse(`topic '${topic.node.path}' is in Region ${topic.env.region}, and the watch in ${here}. Pass an event bus of ${topic.env.region} as reportTo, with a rule that notifies the topic`);
  }
  if (topic?.fifo) {
    checks.refuse(`topic '${topic.node.path}' is a FIFO topic, which has no email subscriptions. Use a standard topic`);
  }
}

function checkHere(checks: InputChecks, scope: Construct, prop: string, value: IEnvironmentAware & IConstruct | undefined, advice: string): void {
  const stack = Stack.of(scope);
  for (const [place, what] of [['region', 'Region'], ['account', 'account']] as const) {
    if (value && Token.compareStrings(value.env[place], stack[place]) === TokenComparison.DIFFERENT) {
      checks.refuse(`${prop} '${value.node.path}' is in ${what} ${value.env[place]}, and the watch in ${stack[place]}. ${advice}`);
    }
  }
}
