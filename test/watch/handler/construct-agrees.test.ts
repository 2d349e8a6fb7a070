import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BucketRepair, BucketWatch, CheckLevel, FindingSeverity, ManagementEvents } from '../../../src';
import { REPAIRS } from '../../../src/repair/repairs';
import { EVENT_SOURCE } from '../../../src/watch/handler/bucket-event';
import { liveJudge } from '../../../src/watch/handler/judge-live';
import { settingsOf } from '../../../src/watch/handler/watch.lambda';
import { REPORT_SOURCE } from '../../../src/watch/report-events';

/** The settings that the construct gives to its handler, with a word for each value that is known at deployment. */
function settings(props: Partial<ConstructorParameters<typeof BucketWatch>[2]> = {}) {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  new BucketWatch(stack, 'Watch', { managementEvents: ManagementEvents.existingTrail(), ...props });
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function', { Properties: { Environment: Match.anyValue() } }));
  const written: unknown = Properties.Environment.Variables.WATCH_SETTINGS;
  const text = typeof written === 'string' ? written : (written as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1].map((part) => typeof part === 'string' ? part : 'TOKEN').join('');
  return settingsOf({ WATCH_SETTINGS: text });
}

test('the handler understands what the construct tells it', () => {
  const told = settings();
  expect(told).toMatchObject({ level: 'BASELINE', reportFrom: 'error', stateTable: 'TOKEN', topicArn: 'TOKEN', dryRun: true, repairs: [], securityHub: false });
  expect(liveJudge(told)).toBeInstanceOf(Function);
});

test('level, severity, exclusions and repairs reach the handler', () => {
  const told = settings({
    level: CheckLevel.STRICT,
    reportFrom: FindingSeverity.WARNING,
    excludedRules: ['HardenedBucket-Versioning'],
    excludedBuckets: ['scratch'],
    remediation: { repairs: [BucketRepair.TLS_ONLY], apply: true },
  });
  expect(told).toMatchObject({
    level: 'STRICT', reportFrom: 'warning', excludedRules: ['HardenedBucket-Versioning'], excludedBuckets: ['scratch'], dryRun: false, repairs: [{ id: 'tls-only', roleArn: 'TOKEN' }],
  });
  expect(liveJudge(told)).toBeInstanceOf(Function);
});

test('each repair that users can allow is one that the handler has', () => {
  expect(Object.values(BucketRepair).sort()).toEqual(REPAIRS.map(({ id }) => id).sort());
});

test('reports are forwarded by the source that they have', () => {
  expect(EVENT_SOURCE).toBe(REPORT_SOURCE);
});

test('fails: a handler without settings', () => {
  expect(() => settingsOf({})).toThrow('the environment has no WATCH_SETTINGS');
});
