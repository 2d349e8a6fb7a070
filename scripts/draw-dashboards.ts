import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import escapeHtml from 'escape-html';
import { AccessInsights, BucketDashboard, BucketFleetDashboard, HardenedBucket } from '../src';

/** A widget of a dashboard body. */
export interface Widget {
  readonly type: 'text' | 'alarm' | 'metric';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Record<string, any>;
}

/** The dashboards that are drawn for the docs: the file, and what is on it. */
const DRAWN: Readonly<Record<string, (stack: Stack) => void>> = {
  'bucket-dashboard.svg': (stack) => {
    const bucket = new HardenedBucket(stack, 'Records', { bucketName: 'records' });
    const insights = new AccessInsights(stack, 'Insights', { bucket, knownSources: { addresses: ['203.0.113.0/24'] } });
    new BucketDashboard(stack, 'Dashboard', { bucket, insights });
  },
  'bucket-fleet-dashboard.svg': (stack) => {
    const buckets = ['records', 'reports', 'exports'].map((bucketName) => new HardenedBucket(stack, bucketName, { bucketName }));
    new BucketFleetDashboard(stack, 'Dashboard', { buckets, insights: [new AccessInsights(stack, 'Insights', { bucket: buckets[0] })] });
  },
};

/** Each drawing by its file name. */
export function drawings(): Record<string, string> {
  return Object.fromEntries(Object.entries(DRAWN).map(([file, make]) => {
    const stack = new Stack(new App({ analyticsReporting: false }), 'App', { env: { account: '111122223333', region: 'eu-west-1' } });
    make(stack);
    return [file, draw(widgetsOf(stack))];
  }));
}

/** The widgets of the dashboard of a stack, as CloudWatch gets them: what only AWS knows is written as the construct that it is of. */
export function widgetsOf(stack: Stack): Widget[] {
  const template = Template.fromStack(stack);
  const [{ Properties: { DashboardBody } }] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const names = Object.entries(template.toJSON().Resources as Record<string, { Properties: Record<string, string> }>)
    .map(([id, { Properties }]): [string, string] => [id, Properties.RuleName ?? Properties.BucketName ?? id]);
  const named = new Map([...names, ['AWS::Region', 'eu-west-1'], ['AWS::Partition', 'aws']]);
  const text = typeof DashboardBody === 'string' ? DashboardBody : (DashboardBody['Fn::Join'][1] as any[])
    .map((part) => typeof part === 'string' ? part : named.get(part.Ref ?? part['Fn::GetAtt'][0])!).join('');
  return (JSON.parse(text) as { widgets: Widget[] }).widgets;
}

/** The size of a cell of the grid, in pixels. */
const CELL = { width: 42, height: 34 };
const GAP = 6;
const PADDING = 10;
const LINE = 17;
/** What CloudWatch gives to lines without a color of their own. */
const PALETTE = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b'];

function draw(widgets: readonly Widget[]): string {
  const height = Math.max(...widgets.map((widget) => widget.y + widget.height)) * CELL.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${24 * CELL.width}" height="${height}" viewBox="0 0 ${24 * CELL.width} ${height}" font-family="Helvetica, Arial, sans-serif" font-size="12">`,
    '<!-- Made by `npx projen dashboards` from the synthesized dashboard body. Do not edit. -->',
    '<rect width="100%" height="100%" fill="#f2f3f3"/>',
    ...widgets.flatMap(drawWidget),
    '</svg>',
    '',
  ].join('\n');
}

function drawWidget({ type, x, y, width, height, properties }: Widget): string[] {
  const box = { x: x * CELL.width + GAP / 2, y: y * CELL.height + GAP / 2, width: width * CELL.width - GAP, height: height * CELL.height - GAP };
  const inner = { text: drawText, alarm: drawAlarms, metric: properties.insightRule ? drawContributors : drawGraph }[type](properties, box);
  return [
    `<g transform="translate(${box.x} ${box.y})">`,
    `<rect width="${box.width}" height="${box.height}" rx="3" fill="#fff" stroke="#d5dbdb"/>`,
    ...type === 'text' ? [] : [label(PADDING, 20, properties.title, 'font-weight="bold"')],
    ...inner,
    '</g>',
  ];
}

interface Box { readonly width: number; readonly height: number }

function drawText({ markdown }: Widget['properties']): string[] {
  return (markdown as string).split('\n').map((line, i) => label(PADDING, 24 + i * 22, line.replace(/^# /, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'), line.startsWith('# ') ? 'font-size="18"' : ''));
}

function drawAlarms({ alarms }: Widget['properties'], { width, height }: Box): string[] {
  const columns = 4;
  const chip = (width - 2 * PADDING) / columns;
  const rowHeight = (height - 30) / Math.ceil(alarms.length / columns);
  return (alarms as string[]).flatMap((arn, i) => {
    const [left, top] = [PADDING + (i % columns) * chip, 30 + Math.floor(i / columns) * rowHeight];
    return [
      `<rect x="${left}" y="${top}" width="${chip - 4}" height="${rowHeight - 4}" rx="3" fill="#e9f5ea" stroke="#1d8102"/>`,
      // As CloudFormation names it, without the end that makes it unique.
      label(left + 8, top + rowHeight / 2 + 2, arn.replace(/[0-9A-F]{8}$/, ''), 'font-size="10"'),
    ];
  });
}

function drawContributors({ insightRule }: Widget['properties'], { width, height }: Box): string[] {
  const bars = 10;
  const step = (height - 60) / bars;
  return [
    // The longest first, as the rule ranks them.
    ...Array.from({ length: bars }, (_, i) => `<rect x="${PADDING}" y="${32 + i * step}" width="${(width - 2 * PADDING) * (0.9 - i * 0.08)}" height="${step - 3}" fill="${PALETTE[i % PALETTE.length]}" opacity="0.35"/>`),
    label(PADDING, height - 10, `the ${insightRule.maxContributorCount} biggest contributors of rule ${insightRule.ruleName}`, 'fill="#545b64"'),
  ];
}

function drawGraph({ metrics, annotations }: Widget['properties'], { width, height }: Box): string[] {
  const lines = (metrics as any[][]).map((metric) => ({ name: metric.filter((part) => typeof part === 'string').pop() as string | undefined, options: metric[metric.length - 1] }))
    .filter(({ options }) => typeof options !== 'object' || options.visible !== false);
  const bottom = height - PADDING - LINE * Math.ceil(lines.length / 2);
  const limits = (annotations?.horizontal ?? []) as { label: string }[];
  return [
    `<path d="M${PADDING} 32V${bottom - LINE}H${width - PADDING}" fill="none" stroke="#aab7b8"/>`,
    ...limits.flatMap(({ label: text }, i) => {
      const top = 44 + i * 30;
      return [`<path d="M${PADDING} ${top}H${width - PADDING}" stroke="#d13212" stroke-dasharray="4 3"/>`, label(PADDING + 4, top + 12, text, 'font-size="10" fill="#d13212"')];
    }),
    ...lines.flatMap(({ name, options }, i) => {
      const [left, top] = [PADDING + (i % 2) * (width / 2), bottom + Math.floor(i / 2) * LINE];
      return [
        `<rect x="${left}" y="${top - 8}" width="10" height="10" fill="${options.color ?? PALETTE[i % PALETTE.length]}"/>`,
        label(left + 15, top + 1, `${options.label ?? name}${options.yAxis === 'right' ? ' (right axis)' : ''}`),
      ];
    }),
  ];
}

function label(x: number, y: number, text: string, attributes = ''): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escapeHtml(text)}</text>`;
}

if (require.main === module) {
  for (const [file, svg] of Object.entries(drawings())) {
    fs.writeFileSync(path.join(__dirname, '..', 'docs', file), svg);
  }
}
