import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccessInsights, BucketWatch, HardenedBucket, ManagementEvents } from '../../src';
import { RUNBOOK } from '../../src/monitoring/runbook';

const ROOT = path.join(__dirname, '../..');
const ARTICLES = fs.readFileSync(path.join(ROOT, 'docs/runbook.md'), 'utf8').split(/^## /m).slice(1).map((text) => ({
  // As GitHub makes anchors of headings.
  anchor: text.split('\n')[0].toLowerCase().replace(/[^\w -]/g, '').replace(/ /g, '-'),
  text,
}));

function descriptionsOfEveryAlarm(): string[] {
  const stack = new Stack(new App(), 'Stack');
  const bucket = new HardenedBucket(stack, 'Bucket', {
    requestAlarms: { firstByteLatencyThreshold: Duration.seconds(1), totalRequestLatencyThreshold: Duration.seconds(5) },
    replicationRules: [{ destination: new HardenedBucket(stack, 'Replica') }],
  });
  new AccessInsights(stack, 'Insights', { bucket, knownSources: { addresses: ['203.0.113.7'] } });
  new BucketWatch(stack, 'Watch', { managementEvents: ManagementEvents.existingTrail() });
  const template = Template.fromStack(stack);
  return ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) => Object.values(template.findResources(type))).map(({ Properties }) => Properties.AlarmDescription);
}

test('every description of an alarm ends in the address of an article, and each article is of an alarm', () => {
  const addresses = descriptionsOfEveryAlarm().map((description) => description.replace(/^.*\)\. Runbook: /, ''));
  expect([...new Set(addresses)].sort()).toEqual(ARTICLES.map(({ anchor }) => `${RUNBOOK}#${anchor}`).sort());
});

test('a description is no longer than CloudWatch takes', () => {
  expect(descriptionsOfEveryAlarm().filter(({ length }) => length > 1024)).toEqual([]);
});

test('the runbook is in the repository of the package', () => {
  const { repository } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  expect(RUNBOOK).toBe(`${repository.url.replace(/\.git$/, '')}/blob/main/docs/runbook.md`);
});

test.each(ARTICLES.map(({ anchor, text }) => [anchor, text]))('the article %s says what it means, three checks, false alarms and the fix', (_, text) => {
  expect(text).toMatch(/^\n?.+\n\n.+/);
  expect(text.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ']);
  expect(text).toMatch(/^\*\*False alarms\*\*: .+/m);
  expect(text).toMatch(/^\*\*Fix\*\*: .+/m);
});
