import { aws_events as events, aws_iam as iam, aws_kms as kms, aws_sqs as sqs, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { watchedEventPatterns } from './watched-events';
import { acknowledge } from '../bucket/acknowledgements';

/** How long one batch may take. */
export const HANDLER_TIMEOUT = Duration.minutes(5);

/** How often a message is handed over before it is put aside. */
const MOST_RECEIVES = 5;

export interface WatchQueues {
  readonly queue: sqs.Queue;
  readonly deadLetters: sqs.Queue;
}

/** Makes the queue of messages, with a delay, and the queue of those that nobody could handle. */
export function watchQueues(scope: Construct, encryptionMasterKey: kms.Key, deliveryDelay: Duration): WatchQueues {
  const deadLetters = new sqs.Queue(scope, 'DeadLetters', {
    encryptionMasterKey,
    enforceSSL: true,
    // Two weekends, to look and to redrive.
    retentionPeriod: Duration.days(14),
  });
  acknowledge(deadLetters.node.defaultChild as CfnResource, [{
    reason: 'It is the dead-letter queue.',
    cdkNag: [{ packs: ['Serverless'], rule: 'SQSRedrivePolicy' }],
  }]);
  const queue = new sqs.Queue(scope, 'Queue', {
    encryptionMasterKey,
    enforceSSL: true,
    deliveryDelay,
    retentionPeriod: Duration.days(4),
    // Six times the timeout: @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    visibilityTimeout: Duration.seconds(6 * HANDLER_TIMEOUT.toSeconds()),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: MOST_RECEIVES },
  });
  return { queue, deadLetters };
}

/** Makes the rules of EventBridge that put the events of watched calls into the queue, and the one that asks for a sweep. */
export function watchRules(scope: Construct, { queue, deadLetters }: WatchQueues, sweepInterval: Duration): events.Rule[] {
  const target = (input?: events.RuleTargetInput): events.IRuleTarget => ({
    bind: () => ({ arn: queue.queueArn, input, deadLetterConfig: { arn: deadLetters.queueArn } }),
  });
  return [
    ...watchedEventPatterns().map(({ id, ...eventPattern }) => new events.Rule(scope, `${id}Calls`, {
      description: 'Calls that create a bucket or change what the bucket watch checks',
      eventPattern,
      targets: [target()],
    })),
    new events.Rule(scope, 'Sweep', {
      description: 'Asks the bucket watch to check all buckets, whatever events there were',
      schedule: events.Schedule.rate(sweepInterval),
      targets: [target(events.RuleTargetInput.fromObject({ kind: 'sweep' }))],
    }),
  ];
}

/** Lets rules, and no others, put messages into a queue. */
export function admitRules(queue: sqs.Queue, rules: readonly events.Rule[]): void {
  queue.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'AllowEventsOfTheWatch',
    principals: [new iam.ServicePrincipal('events.amazonaws.com')],
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    conditions: { ArnEquals: { 'aws:SourceArn': rules.map(({ ruleArn }) => ruleArn) }, StringEquals: { 'aws:SourceAccount': Stack.of(queue).account } },
  }));
}
