import { aws_events as events, aws_iam as iam, aws_sqs as sqs } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The `source` of the events of a watch. */
export const REPORT_SOURCE = 'cdk-hardened-bucket.watch';

/**
 * Sends the reports of a watch on to a bus elsewhere, as EventBridge does it between Regions and accounts: by a rule with a role.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export function forwardReports(scope: Construct, from: events.IEventBus | undefined, to: events.IEventBus, deadLetters: sqs.IQueue): events.Rule {
  const role = new iam.Role(scope, 'ForwardRole', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com'), description: 'Sends the reports of the bucket watch on' });
  new iam.ManagedPolicy(role, 'Permissions', {
    roles: [role],
    statements: [new iam.PolicyStatement({ sid: 'SendReports', actions: ['events:PutEvents'], resources: [to.eventBusArn] })],
  });
  return new events.Rule(scope, 'Forward', {
    description: 'Sends the reports of the bucket watch on, to the one place of report',
    eventBus: from,
    eventPattern: { source: [REPORT_SOURCE] },
    targets: [{ bind: () => ({ arn: to.eventBusArn, role, deadLetterConfig: { arn: deadLetters.queueArn } }) }],
  });
}
