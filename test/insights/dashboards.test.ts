import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, aws_s3 as s3, Duration, Stack } from 'aws-cdk-lib';
import { drawings, widgetsOf } from '../../scripts/draw-dashboards';
import { AccessInsights, BucketDashboard, BucketDashboardProps, BucketRequestAlarms, BucketFleetDashboard, BucketFleetDashboardProps, HardenedBucket, RequestAlarmScope } from '../../src';

const HOME = { account: '111122223333', region: 'eu-west-1' };

function makeStack(): Stack {
  return new Stack(new App(), 'Stack', { env: HOME });
}

const DASHBOARDS: [string, (stack: Stack) => void][] = [
  ['of a hardened bucket', (stack) => { new BucketDashboard(stack, 'Dashboard', { bucket: new HardenedBucket(stack, 'Bucket') }); }],
  ['of a bucket with every alarm and insights', (stack) => {
    const bucket = new HardenedBucket(stack, 'Bucket', {
      requestAlarms: { firstByteLatencyThreshold: Duration.seconds(1), totalRequestLatencyThreshold: Duration.seconds(2), headRequestsAnomalyBand: 3 },
      replicationRules: [{ destination: new HardenedBucket(stack, 'Replica') }],
    });
    new BucketDashboard(stack, 'Dashboard', { bucket, insights: new AccessInsights(stack, 'Insights', { bucket, knownSources: { addresses: ['203.0.113.7'] } }) });
  }],
  ['of an imported bucket', (stack) => { new BucketDashboard(stack, 'Dashboard', { bucket: s3.Bucket.fromBucketName(stack, 'Imported', 'imported'), filterId: 'all' }); }],
  ['of an imported bucket with alarms', (stack) => {
    const bucket = s3.Bucket.fromBucketName(stack, 'Imported', 'imported');
    new BucketDashboard(stack, 'Dashboard', { bucket, bucketRequestAlarms: new BucketRequestAlarms(stack, 'Alarms', { bucket }) });
  }],
  ['over many buckets', (stack) => {
    const buckets = Array.from({ length: 30 }, (_, i) => new HardenedBucket(stack, `Bucket${i}`));
    new BucketFleetDashboard(stack, 'Dashboard', { buckets, insights: [new AccessInsights(stack, 'Insights', { bucket: buckets[0] })] });
  }],
];

describe.each(DASHBOARDS)('the dashboard %s', (_, make) => {
  const stack = makeStack();
  make(stack);
  const widgets = widgetsOf(stack);

  test('has no widget on another, or beyond the grid', () => {
    const cells = widgets.flatMap(({ x, y, width, height }) => Array.from({ length: width * height }, (__, i) => `${x + i % width},${y + Math.floor(i / width)}`));
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(24);
  });

  test('is in this Region, with a title for all but text', () => {
    for (const { type, properties } of widgets) {
      expect(properties).toMatchObject(type === 'text' ? { markdown: expect.stringContaining('docs/runbook.md') } : { title: expect.stringMatching(/\w/) });
      if (type === 'metric') {
        expect(properties.region).toBe('eu-west-1');
      }
    }
  });

  test('shows every alarm of its buckets once, a hundred in a widget at most', () => {
    const shown = widgets.filter(({ type }) => type === 'alarm').map(({ properties }) => properties.alarms as string[]);
    const made = stack.node.findAll().filter(({ node }) => node.defaultChild?.constructor.name.match(/^Cfn(Composite)?Alarm$/) && !/Replica\/|Archive\//.test(node.path));
    expect(new Set(shown.flat()).size).toBe(shown.flat().length);
    expect(shown.flat()).toHaveLength(made.length);
    expect(Math.max(0, ...shown.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});

test('the metrics of an imported bucket are those of its filter', () => {
  const stack = makeStack();
  DASHBOARDS[2][1](stack);
  const dimensions = widgetsOf(stack).flatMap(({ properties }) => (properties.metrics ?? []) as any[][]).filter(([namespace]) => namespace === 'AWS/S3').map((metric) => metric.slice(2, 6));
  expect(new Set(dimensions.map((each) => JSON.stringify(each)))).toEqual(new Set([JSON.stringify(['BucketName', 'imported', 'FilterId', 'all'])]));
});

test('thresholds are drawn where they are watched', () => {
  const stack = makeStack();
  DASHBOARDS[1][1](stack);
  const graph = (title: string) => widgetsOf(stack).find(({ properties }) => properties.title === title)!.properties;
  const limits = (title: string) => graph(title).annotations.horizontal.map(({ value }: { value: number }) => value);
  expect(limits('Failing requests, % of all')).toEqual([10, 1]);
  expect(limits('Latency')).toEqual([1000, 2000]);
});

describe('the pictures in the docs', () => {
  test.each(Object.entries(drawings()))('%s is drawn from the dashboard as it is now (npx projen dashboards)', (file, svg) => {
    expect(fs.readFileSync(path.join(__dirname, '../../docs', file), 'utf8')).toBe(svg);
  });
});

test.each<[string, (stack: Stack, bucket: HardenedBucket) => Partial<BucketDashboardProps>, string]>([
  ['a bucket in another Region', (stack) => ({ bucket: s3.Bucket.fromBucketAttributes(stack, 'Far', { bucketName: 'far', region: 'us-east-1' }) }), "bucket 'Stack/Far' is in Region us-east-1"],
  ['a bucket without metrics', (stack) => ({ bucket: new HardenedBucket(stack, 'Quiet', { requestMetrics: false }) }), "bucket 'Stack/Quiet' has requestMetrics: false"],
  ['insights into another bucket', (stack) => ({ insights: new AccessInsights(stack, 'Insights', { bucket: new HardenedBucket(stack, 'Other') }) }), "insights 'Stack/Insights' are into bucket 'Stack/Other', and the dashboard is of 'Stack/Bucket'"],
  ['alarms on another bucket', (stack) => ({ bucketRequestAlarms: new HardenedBucket(stack, 'Other').bucketRequestAlarms }), "bucketRequestAlarms 'Stack/Other/RequestAlarms' are on bucket 'Stack/Other'"],
  ['a period of 90 seconds', () => ({ period: Duration.seconds(90) }), 'period is 1 minute 30 seconds'],
  ['a filter id that is none', () => ({ filterId: 'the whole bucket' }), "filterId is 'the whole bucket'"],
])('fails for one bucket: %s', (_, props, message) => {
  const stack = makeStack();
  const bucket = new HardenedBucket(stack, 'Bucket');
  expect(() => new BucketDashboard(stack, 'Dashboard', { bucket, ...props(stack, bucket) })).toThrow(`[Stack/Dashboard] ${message}`);
});

test.each<[string, (stack: Stack) => Partial<BucketFleetDashboardProps>, string]>([
  ['no buckets', () => ({ buckets: [] }), 'buckets has 0 buckets. Show 1 to 100 of them'],
  ['too many buckets', (stack) => ({ buckets: Array.from({ length: 101 }, (_, i) => s3.Bucket.fromBucketName(stack, `B${i}`, `b-${i}`)) }), 'buckets has 101 buckets'],
  ['a bucket without metrics', (stack) => ({ buckets: [new HardenedBucket(stack, 'Quiet', { requestMetrics: false })] }), "bucket 'Stack/Quiet' has requestMetrics: false"],
  ['a bucket in another Region', (stack) => ({ buckets: [s3.Bucket.fromBucketAttributes(stack, 'Far', { bucketName: 'far', region: 'us-east-1' })] }), "bucket 'Stack/Far' is in Region us-east-1"],
])('fails for many buckets: %s', (_, props, message) => {
  const stack = makeStack();
  expect(() => new BucketFleetDashboard(stack, 'Dashboard', { buckets: [], ...props(stack) })).toThrow(`[Stack/Dashboard] ${message}`);
});


test.each([RequestAlarmScope.STACK, RequestAlarmScope.NONE])('a bucket without alarms of its own is shown all the same: %s', (requestAlarmScope) => {
  const stack = makeStack();
  const bucket = new HardenedBucket(stack, 'Bucket', { requestAlarmScope });
  new BucketDashboard(stack, 'One', { bucket, insights: new AccessInsights(stack, 'Insights', { bucket }) });
  new BucketFleetDashboard(stack, 'Many', { buckets: [bucket] });
  expect(() => (stack.node.root as App).synth()).not.toThrow();
});
