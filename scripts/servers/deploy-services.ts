import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutConfigRuleCommand } from '@aws-sdk/client-config-service';
import { CreateTableCommand, UpdateContinuousBackupsCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, EnableKeyRotationCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { CreateTopicCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { Deployer, Properties } from './deploy';
import { ACCOUNT, REGION } from './places';

/** Names that CloudFormation would make. */
let made = 0;
const newName = (logicalId: string): string => `${logicalId}-${(made += 1)}`;

const text = (value: unknown): string => typeof value === 'string' ? value : JSON.stringify(value);

/** Attributes of SQS and SNS are texts. */
const texts = (properties: Properties, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.filter((name) => properties[name] !== undefined).map((name) => [name, text(properties[name])]));

export const SERVICE_DEPLOYERS: Readonly<Record<string, Deployer>> = {
  'AWS::KMS::Key': async ({ Description, KeyPolicy, EnableKeyRotation }, { kms }) => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description }));
    const KeyId = KeyMetadata!.KeyId!;
    // Afterwards: a policy may name the key itself.
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: text(KeyPolicy) }));
    if (EnableKeyRotation) {
      await kms.send(new EnableKeyRotationCommand({ KeyId }));
    }
    return { ref: KeyId, attributes: { Arn: KeyMetadata!.Arn!, KeyId } };
  },
  'AWS::SQS::Queue': async (properties, { sqs }, id) => {
    const QueueName = newName(id);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({
      QueueName,
      Attributes: texts(properties, ['DelaySeconds', 'KmsMasterKeyId', 'MessageRetentionPeriod', 'RedrivePolicy', 'VisibilityTimeout']),
    }));
    return { ref: QueueUrl!, attributes: { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${QueueName}`, QueueName, QueueUrl: QueueUrl! } };
  },
  'AWS::SQS::QueuePolicy': async ({ Queues, PolicyDocument }, { sqs }, id) => {
    for (const QueueUrl of Queues) {
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: text(PolicyDocument) } }));
    }
    return { ref: id, attributes: {} };
  },
  'AWS::SNS::Topic': async (properties, { sns }, id) => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: newName(id), Attributes: texts(properties, ['KmsMasterKeyId', 'DisplayName']) }));
    return { ref: TopicArn!, attributes: { TopicArn: TopicArn!, TopicName: TopicArn!.split(':').at(-1)! } };
  },
  'AWS::SNS::TopicPolicy': async ({ Topics, PolicyDocument }, { sns }, id) => {
    for (const TopicArn of Topics) {
      await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: text(PolicyDocument) }));
    }
    return { ref: id, attributes: {} };
  },
  'AWS::DynamoDB::Table': async (properties, { dynamodb }, id) => {
    const { KeySchema, AttributeDefinitions, BillingMode, TimeToLiveSpecification, SSESpecification, PointInTimeRecoverySpecification } = properties;
    const TableName = newName(id);
    const { TableDescription } = await dynamodb.send(new CreateTableCommand({
      TableName,
      KeySchema,
      AttributeDefinitions,
      BillingMode,
      SSESpecification: SSESpecification && { Enabled: SSESpecification.SSEEnabled, SSEType: SSESpecification.SSEType, KMSMasterKeyId: SSESpecification.KMSMasterKeyId },
    }));
    if (TimeToLiveSpecification) {
      await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    }
    if (PointInTimeRecoverySpecification) {
      await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    }
    return { ref: TableName, attributes: { Arn: TableDescription!.TableArn! } };
  },
  'AWS::Logs::LogGroup': async ({ RetentionInDays, KmsKeyId }, { logs }, id) => {
    const logGroupName = newName(id);
    await logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId: KmsKeyId }));
    if (RetentionInDays) {
      await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: RetentionInDays }));
    }
    return { ref: logGroupName, attributes: { Arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${logGroupName}:*` } };
  },
  'AWS::IAM::Role': async ({ AssumeRolePolicyDocument, Description, Policies = [], ManagedPolicyArns = [] }, { iam }, id) => {
    const RoleName = newName(id);
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, Description, AssumeRolePolicyDocument: text(AssumeRolePolicyDocument) }));
    for (const { PolicyName, PolicyDocument } of Policies) {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: text(PolicyDocument) }));
    }
    for (const PolicyArn of ManagedPolicyArns) {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    return { ref: RoleName, attributes: { Arn: Role!.Arn!, RoleId: Role!.RoleId! } };
  },
  'AWS::IAM::Policy': async ({ PolicyName, PolicyDocument, Roles = [] }, { iam }) => {
    for (const RoleName of Roles) {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: text(PolicyDocument) }));
    }
    return { ref: PolicyName, attributes: {} };
  },
  'AWS::IAM::ManagedPolicy': async ({ Description, Path, PolicyDocument, Roles = [] }, { iam }, id) => {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: newName(id), Description, Path, PolicyDocument: text(PolicyDocument) }));
    for (const RoleName of Roles) {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy!.Arn }));
    }
    return { ref: Policy!.Arn!, attributes: {} };
  },
  'AWS::Events::Rule': async ({ Description, EventPattern, ScheduleExpression, State, Targets = [], EventBusName }, { events }, id) => {
    // Names have 64 characters at most.
    const Name = newName(id).slice(-64);
    if (EventPattern === undefined) {
      // moto matches a rule on a schedule with every event. The test starts the sweep itself.
      return { ref: Name, attributes: { Arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/${Name}` } };
    }
    const { RuleArn } = await events.send(new PutRuleCommand({ Name, Description, ScheduleExpression, State, EventBusName, EventPattern: EventPattern && text(EventPattern) }));
    await events.send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets }));
    return { ref: Name, attributes: { Arn: RuleArn! } };
  },
  'AWS::CloudWatch::Alarm': async (properties, { cloudwatch }, id) => {
    const AlarmName = newName(id);
    await cloudwatch.send(new PutMetricAlarmCommand({ ...properties, AlarmName } as never));
    return { ref: AlarmName, attributes: { Arn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${AlarmName}` } };
  },
  'AWS::Config::ConfigRule': async ({ Description, Scope, InputParameters, MaximumExecutionFrequency, Source }, { config }, id) => {
    const ConfigRuleName = newName(id);
    await config.send(new PutConfigRuleCommand({
      ConfigRule: { ConfigRuleName, Description, Scope, InputParameters: InputParameters && text(InputParameters), MaximumExecutionFrequency, Source },
    }));
    return { ref: ConfigRuleName, attributes: {} };
  },
  'AWS::Lambda::Permission': async (_properties, _clients, id) => ({ ref: id, attributes: {} }),
  // Runs in the emulator of Lambda's runtime, and the poller of the test is its event source mapping.
  'AWS::Lambda::Function': async (_properties, _clients, id) => ({ ref: id, attributes: { Arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${id}` } }),
  'AWS::Lambda::EventSourceMapping': async (_properties, _clients, id) => ({ ref: id, attributes: {} }),
};
