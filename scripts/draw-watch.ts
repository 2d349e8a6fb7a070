import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { drawPicture, PictureBox } from './picture';
import { BucketWatch, ManagementEvents } from '../src';

/** A box of the picture: what it is, and where. */
interface Box {
  readonly type: string;
  /** The beginning of the logical id, where there are several of a type. */
  readonly id?: string;
  readonly column: number;
  readonly row: number;
  readonly label: string;
  readonly detail: (properties: any) => string;
}

/** Where each resource stands. What is drawn of it is read from the template. */
const BOXES: Readonly<Record<string, Box>> = {
  trail: { type: 'AWS::CloudTrail::Trail', column: 0, row: 0, label: 'CloudTrail', detail: () => 'write management events' },
  access: { type: 'AWS::Events::Rule', id: 'WatchBucketAccess', column: 1, row: 0, label: 'EventBridge rule', detail: ({ EventPattern }) => `${EventPattern.detail.eventName.length} calls: who has access` },
  settings: { type: 'AWS::Events::Rule', id: 'WatchBucketSettings', column: 1, row: 1, label: 'EventBridge rule', detail: ({ EventPattern }) => `${EventPattern.detail.eventName.length} calls: other settings` },
  keys: { type: 'AWS::Events::Rule', id: 'WatchKeys', column: 1, row: 2, label: 'EventBridge rule', detail: ({ EventPattern }) => `${EventPattern.detail.eventName.length} calls: KMS keys` },
  sweep: { type: 'AWS::Events::Rule', id: 'WatchSweep', column: 1, row: 3, label: 'EventBridge rule', detail: ({ ScheduleExpression }) => `sweep, ${ScheduleExpression}` },
  queue: { type: 'AWS::SQS::Queue', id: 'WatchQueue', column: 2, row: 1, label: 'SQS queue', detail: ({ DelaySeconds }) => `delay ${DelaySeconds} s` },
  deadLetters: { type: 'AWS::SQS::Queue', id: 'WatchDeadLetters', column: 2, row: 3, label: 'SQS dead letters', detail: ({ MessageRetentionPeriod }) => `kept ${MessageRetentionPeriod / 86400} days` },
  handler: { type: 'AWS::Lambda::Function', id: 'WatchHandler', column: 3, row: 1, label: 'Lambda', detail: ({ Runtime, Architectures }) => `${Runtime}, ${Architectures[0]}` },
  state: { type: 'AWS::DynamoDB::Table', column: 4, row: 0, label: 'DynamoDB table', detail: ({ KeySchema }) => `state by ${KeySchema.map(({ AttributeName }: any) => AttributeName).join(' and ')}` },
  topic: { type: 'AWS::SNS::Topic', id: 'WatchReports', column: 4, row: 1, label: 'SNS topic', detail: () => 'reports' },
  alarms: { type: 'AWS::CloudWatch::Alarm', id: 'WatchWatch', column: 3, row: 3, label: 'CloudWatch alarms', detail: () => '' },
};

const OUTSIDE: Readonly<Record<string, PictureBox>> = { bus: { isOutside: true, column: 4, row: 2, label: 'EventBridge bus', detail: 'Bucket Noncompliant, …' }, buckets: { isOutside: true, column: 3, row: 0, label: 'S3 buckets', detail: 'settings are read' } };

/** Draws the flow of a watch from its synthesized template: each arrow is a reference from one resource to another. */
export function drawWatch(): string {
  const stack = new Stack(new App({ analyticsReporting: false }), 'App', { env: { account: '111122223333', region: 'eu-west-1' } });
  new BucketWatch(stack, 'Watch', { managementEvents: ManagementEvents.newTrail() });
  const template = Template.fromStack(stack);
  const found = Object.fromEntries(Object.entries(BOXES).map(([name, { type, id = '' }]) => {
    const all = Object.entries(template.findResources(type)).filter(([logicalId]) => logicalId.startsWith(id));
    if (all.length === 0) {
      throw new Error(`the template of a watch has no ${type} ${id}`);
    }
    return [name, { logicalId: all[0][0], properties: all[0][1].Properties, count: all.length }];
  }));
  const refersTo = (from: unknown, to: string) => JSON.stringify(from).includes(`"${found[to].logicalId}"`);
  const rules = ['access', 'settings', 'keys', 'sweep'];
  const mapping = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'))[0].Properties;
  const policy = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).find(([id]) => id.startsWith('WatchHandlerRole'))![1].Properties;
  const may = (action: string) => JSON.stringify(policy).includes(action);
  const arrows: [string, string][] = [
    ...rules.slice(0, 3).map((rule): [string, string] => ['trail', rule]),
    ...rules.filter((rule) => refersTo(found[rule].properties.Targets, 'queue')).map((rule): [string, string] => [rule, 'queue']),
    ...refersTo(found.queue.properties.RedrivePolicy, 'deadLetters') ? [['queue', 'deadLetters'] as [string, string]] : [],
    ...refersTo(mapping, 'queue') && refersTo(mapping, 'handler') ? [['queue', 'handler'] as [string, string]] : [],
    ...may('s3:GetBucketPolicy') ? [['handler', 'buckets'] as [string, string]] : [],
    ...may('dynamodb:UpdateItem') ? [['handler', 'state'] as [string, string]] : [],
    ...may('sns:Publish') ? [['handler', 'topic'] as [string, string]] : [],
    ...may('events:PutEvents') ? [['handler', 'bus'] as [string, string]] : [],
  ];
  const boxes: Record<string, PictureBox> = {
    ...Object.fromEntries(Object.entries(BOXES).map(([name, { column, row, label, detail }]) => [name, { column, row, label, detail: name === 'alarms' ? `${found.alarms.count}, on the watch itself` : detail(found[name].properties) }])),
    ...OUTSIDE,
  };
  return drawPicture('The flow of a bucket watch', 'npx projen watch-docs', boxes, arrows);
}
