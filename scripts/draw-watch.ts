import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import escapeHtml from 'escape-html';
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

const OUTSIDE = { bus: { column: 4, row: 2, label: 'EventBridge bus', detail: 'Bucket Noncompliant, …' }, buckets: { column: 3, row: 0, label: 'S3 buckets', detail: 'settings are read' } };

const CELL = { width: 200, height: 84 };
const SIZE = { width: 166, height: 52 };

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
  const boxes: Record<string, { column: number; row: number; label: string; detail: string }> = {
    ...Object.fromEntries(Object.entries(BOXES).map(([name, { column, row, label, detail }]) => [name, { column, row, label, detail: name === 'alarms' ? `${found.alarms.count}, on the watch itself` : detail(found[name].properties) }])),
    ...OUTSIDE,
  };
  const width = 5 * CELL.width;
  const height = 4 * CELL.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, sans-serif" font-size="12">`,
    '<!-- Made by `npx projen watch-docs` from the synthesized template. Do not edit. -->',
    '<title>The flow of a bucket watch</title>',
    '<defs><marker id="head" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path d="M0 0L8 4L0 8z" fill="#545b64"/></marker></defs>',
    '<rect width="100%" height="100%" fill="#f2f3f3"/>',
    ...arrows.map(([from, to]) => arrow(boxes[from], boxes[to])),
    ...Object.entries(boxes).map(([name, box]) => drawBox(box, name in OUTSIDE)),
    '</svg>',
    '',
  ].join('\n');
}

interface Place { readonly column: number; readonly row: number }

function corner({ column, row }: Place): { readonly x: number; readonly y: number } {
  return { x: column * CELL.width + (CELL.width - SIZE.width) / 2, y: row * CELL.height + (CELL.height - SIZE.height) / 2 };
}

function arrow(from: Place, to: Place): string {
  const [a, b] = [corner(from), corner(to)];
  const [x, y] = [SIZE.width / 2, SIZE.height / 2];
  // Down or up in a column, else from the right side to the left.
  const path = from.column === to.column
    ? `M${a.x + x} ${a.y + (to.row > from.row ? SIZE.height : 0)}L${b.x + x} ${b.y + (to.row > from.row ? 0 : SIZE.height)}`
    : `M${a.x + SIZE.width} ${a.y + y}L${b.x} ${b.y + y}`;
  return `<path d="${path}" fill="none" stroke="#545b64" marker-end="url(#head)"/>`;
}

function drawBox(box: Place & { readonly label: string; readonly detail: string }, isOutside: boolean): string {
  const { x, y } = corner(box);
  return [
    `<g transform="translate(${x} ${y})">`,
    `<rect width="${SIZE.width}" height="${SIZE.height}" rx="4" fill="${isOutside ? '#f2f3f3' : '#fff'}" stroke="${isOutside ? '#879596' : '#0073bb'}"${isOutside ? ' stroke-dasharray="4 3"' : ''}/>`,
    `<text x="${SIZE.width / 2}" y="22" text-anchor="middle" font-weight="bold">${escapeHtml(box.label)}</text>`,
    `<text x="${SIZE.width / 2}" y="39" text-anchor="middle" font-size="11" fill="#545b64">${escapeHtml(box.detail)}</text>`,
    '</g>',
  ].join('\n');
}
