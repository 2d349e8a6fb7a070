import { aws_dynamodb as dynamodb, aws_events as events, aws_iam as iam, aws_kms as kms, aws_logs as logs, aws_sns as sns, aws_sqs as sqs, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BucketRepair, REPAIR_PERMISSIONS } from './bucket-repair';
import { readStatements } from './read-permissions';
import { acknowledgeWildcards } from './wildcards';

/** What the handler works with. */
export interface WatchResources {
  readonly key: kms.IKey;
  readonly queue: sqs.IQueue;
  readonly deadLetters: sqs.IQueue;
  readonly table: dynamodb.ITable;
  readonly topic: sns.ITopic;
  readonly busArn: string;
  readonly logGroup: logs.ILogGroup;
  readonly securityHub: boolean;
  readonly repairRoles: readonly iam.IRole[];
}

const LAMBDA = 'lambda.amazonaws.com';

export function handlerRole(scope: Construct): iam.Role {
  return new iam.Role(scope, 'HandlerRole', {
    assumedBy: new iam.ServicePrincipal(LAMBDA),
    description: 'Reads the settings of all buckets, and reports what does not comply',
  });
}

/** Gives the role what it needs, as a managed policy: NIST 800-53, HIPAA and PCI DSS have rules against inline policies. */
export function allowHandler(role: iam.Role, resources: WatchResources): iam.ManagedPolicy {
  const stack = Stack.of(role);
  const policy = new iam.ManagedPolicy(role, 'Permissions', {
    roles: [role],
    statements: [...readStatements(stack), ...workStatements(stack, resources)],
  });
  acknowledgeWildcards(policy, 'A watch reads the settings of every bucket of its account, and their keys and alarms, by whatever names. None of these permissions reads or changes an object.');
  return policy;
}

function workStatements(stack: Stack, resources: WatchResources): iam.PolicyStatement[] {
  const { key, queue, deadLetters, table, topic, busArn, logGroup, securityHub, repairRoles } = resources;
  const allow = (sid: string, actions: string[], ...arns: string[]) => new iam.PolicyStatement({ sid, actions, resources: arns });
  return [
    // Lambda polls the queue as this role; a sweep sends the buckets of the account in batches.
    allow('HandleMessages', ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', 'sqs:SendMessage'], queue.queueArn),
    // Lambda puts asynchronous invocations aside there: those of AWS Config.
    allow('PutFailuresAside', ['sqs:SendMessage'], deadLetters.queueArn),
    // Conditional writes keep two handlers from reporting the same change.
    allow('KeepState', ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem', 'dynamodb:Query', 'dynamodb:Scan'], table.tableArn),
    allow('Report', ['sns:Publish'], topic.topicArn),
    allow('SendEvents', ['events:PutEvents'], busArn),
    // For messages, state, reports and the settings of the function.
    allow('UseKeys', ['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn, ...topic.masterKey && topic.masterKey !== key ? [topic.masterKey.keyArn] : []),
    allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn),
    ...securityHub ? [allow('ImportFindings', ['securityhub:BatchImportFindings'], `arn:${stack.partition}:securityhub:${stack.region}:${stack.account}:product/${stack.account}/default`)] : [],
    ...repairRoles.length > 0 ? [allow('AssumeRepairRoles', ['sts:AssumeRole'], ...repairRoles.map(({ roleArn }) => roleArn))] : [],
  ];
}

/** Makes the role of a repair, which the handler alone assumes: without it, the repair cannot be made whatever the handler does. */
export function repairRole(scope: Construct, repair: BucketRepair, handler: iam.Role): iam.Role {
  const stack = Stack.of(scope);
  const role = new iam.Role(scope, `${repairId(repair)}RepairRole`, {
    assumedBy: new iam.ArnPrincipal(handler.roleArn),
    description: `Makes the repair ${repair}, for the bucket watch alone`,
  });
  const policy = new iam.ManagedPolicy(role, 'Permissions', {
    roles: [role],
    statements: [new iam.PolicyStatement({
      sid: 'Repair',
      actions: [...REPAIR_PERMISSIONS[repair]],
      // Whichever bucket of the account a finding is about.
      resources: [`arn:${stack.partition}:s3:::*`],
      conditions: { StringEquals: { 'aws:ResourceAccount': stack.account } },
    })],
  });
  acknowledgeWildcards(policy, 'A repair changes one setting of whichever bucket of the account a finding is about.');
  return role;
}

/** `block-public-access` as `BlockPublicAccess`. */
function repairId(repair: string): string {
  return repair.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The ARN of a bus, or of the one that each account has. */
export function eventBusArn(scope: Construct, eventBus: events.IEventBus | undefined): string {
  const { partition, region, account } = Stack.of(scope);
  return eventBus?.eventBusArn ?? `arn:${partition}:events:${region}:${account}:event-bus/default`;
}
