import { App, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { alarmsThatGoOff, textOf } from './alarm-simulation';
import { BUCKET, CALLERS, DataEvent, event } from './cloudtrail-events';
import { filterPattern } from './filter-pattern';
import { AccessInsights, HardenedBucket } from '../../src';

const OFFICE = '203.0.113.7';
const BRANCH = '198.51.100.200';
const ENDPOINT = 'vpce-0123456789abcdef0';
const STRANGER = '192.0.2.66';
const IN_VPC = '10.0.1.2';
const MINUTE = 60;
const HOUR = 60 * MINUTE;

const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
new AccessInsights(stack, 'Insights', {
  bucket: new HardenedBucket(stack, 'Records', { bucketName: BUCKET }),
  knownSources: { addresses: [OFFICE, '198.51.100.0/24'], vpcEndpointIds: [ENDPOINT] },
});
const template = Template.fromStack(stack).toJSON().Resources;
/** As CloudFormation fills it in. */
const deployed = JSON.parse(JSON.stringify(template).replaceAll(`{"Ref":"${stack.getLogicalId(stack.node.findChild('Records').node.defaultChild as s3.CfnBucket)}"}`, `"${BUCKET}"`));

function times(count: number, make: (i: number) => DataEvent | DataEvent[]): DataEvent[] {
  return Array.from({ length: count }, (_, i) => make(i)).flat();
}

/** The alarms that go off, by the names in code. */
function goOff(events: readonly DataEvent[], alarmsByOthers: readonly string[] = []): string[] {
  return alarmsThatGoOff(deployed, [...events], alarmsByOthers).filter((id) => !alarmsByOthers.includes(id)).map((id) => /^Insights(\w+)Alarm/.exec(id)![1]).sort();
}

const aliceAtWork = CALLERS.user('alice');
const aDay: DataEvent[] = times(24 * 60, (i) => [
  event('GetObject', { at: i * MINUTE, from: OFFICE, by: aliceAtWork, key: `report-${i}` }),
  event('PutObject', { at: i * MINUTE + 1, from: IN_VPC, endpoint: ENDPOINT, key: `entry-${i}` }),
  event('HeadObject', { at: i * MINUTE + 2, from: IN_VPC, endpoint: ENDPOINT, key: `entry-${i}` }),
  ...i % 60 === 0 ? [
    event('ListObjects', { at: i * MINUTE + 3, from: BRANCH, by: aliceAtWork }),
    event('GetObject', { at: i * MINUTE + 4, from: OFFICE, by: aliceAtWork, key: 'mistyped', error: 'NoSuchKey' }),
    event('ListObjects', { at: i * MINUTE + 5, from: 'athena.amazonaws.com', by: aliceAtWork }),
    event('PutObject', { at: i * MINUTE + 6, from: 'cloudtrail.amazonaws.com', by: CALLERS.service('cloudtrail.amazonaws.com'), key: 'AWSLogs/x' }),
  ] : [],
]);

describe('a probe', () => {
  test.each<[string, DataEvent[], string[]]>([
    ['of one source without a signature, for many keys',
      times(150, (i) => event('GetObject', { at: i, from: STRANGER, by: CALLERS.anonymous(), key: `backup-${i}.zip`, error: 'AccessDenied' })),
      ['AnonymousRequests', 'DeniedKeys', 'FailedGetsByAddress', 'PossibleIntrusion', 'SlowScan']],
    ['of one source of another account, for many keys',
      times(150, (i) => event('GetObject', { at: i, from: STRANGER, by: CALLERS.otherAccount(), key: `backup-${i}.zip`, error: 'AccessDenied' })),
      ['DeniedKeys', 'FailedGetsByAddress', 'FailedGetsByIdentity', 'PossibleIntrusion', 'SlowScan']],
    ['of one source of another account, for few keys, from which it also lists',
      [...times(60, (i) => event('GetObject', { at: i, from: STRANGER, by: CALLERS.otherAccount(), key: `invoice-${i}.pdf`, error: 'AccessDenied' })), event('ListObjects', { at: 61, from: STRANGER, by: CALLERS.otherAccount(), error: 'AccessDenied' })],
      ['DeniedKeys', 'PossibleIntrusion', 'UnknownSources']],
    ['of many sources, each a few keys',
      times(60, (i) => times(3, (j) => event('GetObject', { at: i + j, from: `192.0.2.${i}`, by: CALLERS.anonymous(), key: `backup-${j}.zip`, error: 'AccessDenied' }))),
      ['AnonymousRequests', 'FailingAddresses', 'PossibleIntrusion']],
    ['of many sources, each keys of its own',
      times(60, (i) => times(2, (j) => event('GetObject', { at: i + j, from: `192.0.2.${i}`, by: CALLERS.otherAccount(`AROAX:${i}`), key: `backup-${i}-${j}.zip`, error: 'AccessDenied' }))),
      ['DeniedKeys', 'FailingAddresses', 'PossibleIntrusion', 'SlowScan']],
    ['of many sources, each one key',
      times(40, (i) => event('GetObject', { at: i * 5, from: `192.0.2.${i}`, by: CALLERS.anonymous(), key: 'backup.zip', error: 'AccessDenied' })),
      ['FailingAddresses', 'PossibleIntrusion']],
    ['that is slow: a key every three minutes, all night',
      times(160, (i) => event('GetObject', { at: i * 3 * MINUTE, from: STRANGER, by: CALLERS.otherAccount(), key: `payroll-${i}.csv`, error: 'AccessDenied' })),
      ['PossibleIntrusion', 'SlowScan']],
    ['of what exists, with HEAD', times(5, (i) => event('HeadObject', { at: i, from: STRANGER, by: CALLERS.otherAccount(), key: `secret-${i}`, error: 'AccessDenied' })), ['PossibleIntrusion', 'UnknownSources']],
    ['with stolen credentials that may list', [event('ListObjects', { at: 0, from: STRANGER, by: CALLERS.session('Reader') })], ['PossibleIntrusion', 'UnknownSources']],
    ['through the VPC endpoint of another account', [event('ListObjects', { at: 0, from: IN_VPC, endpoint: 'vpce-0fedcba9876543210' })], ['PossibleIntrusion', 'UnknownSources']],
    ['within an ordinary day', [...aDay, ...times(60, (i) => event('GetObject', { at: 13 * HOUR + i, from: STRANGER, by: CALLERS.anonymous(), key: `backup-${i}.zip`, error: 'AccessDenied' }))], ['DeniedKeys', 'PossibleIntrusion']],
  ])('%s', (_, events, alarms) => {
    expect(goOff(events)).toEqual(alarms);
  });
});

describe('no probe', () => {
  test.each<[string, DataEvent[], string[]]>([
    ['an ordinary day', aDay, []],
    ['HEAD before PUT, by a client that may list', times(500, (i) => [
      event('HeadObject', { at: i, from: IN_VPC, endpoint: ENDPOINT, key: `upload-${i}`, error: 'NoSuchKey' }), event('PutObject', { at: i, from: IN_VPC, endpoint: ENDPOINT, key: `upload-${i}` }),
    ]), []],
    ['HEAD before PUT, by a client that may not list and is told 403', times(500, (i) => [
      event('HeadObject', { at: i, from: OFFICE, key: `upload-${i}`, error: 'AccessDenied' }), event('PutObject', { at: i, from: OFFICE, key: `upload-${i}` }),
    ]), []],
    ['one misconfigured client, which lost a permission and tries again and again', times(1000, (i) => event('GetObject', { at: i, from: IN_VPC, endpoint: ENDPOINT, key: 'config.json', error: 'AccessDenied' })),
      ['AccessDenied', 'FailedGetsByAddress', 'FailedGetsByIdentity', 'FailedGetsByRole']],
    ['a fleet in a VPC, which lost a permission for one object', times(110, (i) => event('GetObject', {
      at: i * 30, from: `10.0.1.${i}`, endpoint: ENDPOINT, by: CALLERS.session('Fleet', `i-${i}`), key: 'config.json', error: 'AccessDenied',
    })), []],
    ['a role that lost a permission, in many sessions with a few failures each', times(200, (i) => event('GetObject', {
      at: i, from: `10.0.1.${i % 20}`, endpoint: ENDPOINT, by: CALLERS.session('Fleet', `i-${i % 20}`), key: 'config.json', error: 'AccessDenied',
    })), ['FailedGetsByRole']],
    ['one misconfigured client, which asks for what is gone', times(150, (i) => event('GetObject', { at: i, from: OFFICE, by: CALLERS.user('batch'), key: `gone-${i}`, error: 'NoSuchKey' })),
      ['FailedGetsByAddress', 'FailedGetsByIdentity']],
    ['CloudFront, whose users ask for pages that are not there', times(1000, (i) => event('GetObject', {
      at: i, from: 'cloudfront.amazonaws.com', by: CALLERS.service('cloudfront.amazonaws.com'), key: `page-${i}.html`, error: 'AccessDenied',
    })), []],
    ['a bad day of S3', times(2000, (i) => event('GetObject', { at: i, from: `10.0.${i % 200}.1`, endpoint: ENDPOINT, key: `object-${i}`, error: 'SlowDown' })), []],
    ['a probe of another bucket in the same log', times(500, (i) => event('GetObject', { at: i, from: STRANGER, by: CALLERS.anonymous(), key: `backup-${i}`, error: 'AccessDenied', bucket: 'another' })), []],
    ['HEAD and LIST from a known address, a known block and a known endpoint', [
      event('HeadBucket', { at: 0, from: OFFICE }), event('ListObjects', { at: 1, from: BRANCH }), event('ListObjectVersions', { at: 2, from: IN_VPC, endpoint: ENDPOINT }),
    ], []],
  ])('%s', (_, events, alarms) => {
    expect(goOff(events)).toEqual(alarms);
  });
});

test.each<[string, DataEvent, boolean]>([
  ['a request that nobody signed', event('GetObject', { at: 0, from: STRANGER, by: CALLERS.anonymous(), key: 'x' }), true],
  ['the same as CloudTrail wrote it once', event('GetObject', { at: 0, from: STRANGER, by: { ...CALLERS.anonymous(), accountId: 'ANONYMOUS_PRINCIPAL' }, key: 'x' }), true],
  ['the preflight request of a browser', event('PreflightRequest', { at: 0, from: STRANGER, by: CALLERS.anonymous(), key: 'x' }), false],
  ['a request of another account', event('GetObject', { at: 0, from: STRANGER, by: CALLERS.otherAccount(), key: 'x' }), false],
])('%s is anonymous, or is not', (_, request, isAnonymous) => {
  const { Properties: { FilterPattern } } = Object.values<any>(deployed).find(({ Type, Properties }) => Type === 'AWS::Logs::MetricFilter' && Properties.MetricTransformations[0].MetricName === 'AnonymousRequests');
  expect(filterPattern(textOf(FilterPattern))(request)).toBe(isAnonymous);
});

describe('what looks like a probe and may be none, as the runbook says', () => {
  test.each<[string, DataEvent[], string[]]>([
    ['a job that lost its permission and goes through all of its objects', times(60, (i) => event('GetObject', { at: i, from: IN_VPC, endpoint: ENDPOINT, key: `object-${i}`, error: 'AccessDenied' })), ['DeniedKeys', 'PossibleIntrusion']],
    ['a Lambda function outside of a VPC that lists', [event('ListObjects', { at: 0, from: '192.0.2.10', by: CALLERS.session('Function') })], ['PossibleIntrusion', 'UnknownSources']],
    ['many users with a link to an object that is gone', times(30, (i) => event('GetObject', { at: i, from: `192.0.2.${i}`, by: CALLERS.otherAccount(), key: 'flyer.pdf', error: 'AccessDenied' })), ['FailingAddresses', 'PossibleIntrusion']],
  ])('%s', (_, events, alarms) => {
    expect(goOff(events)).toEqual(alarms);
  });
});

describe('together with the alarms on request metrics', () => {
  const id = (name: string) => Object.keys(template).find((each) => each.startsWith(`RecordsRequestAlarms${name}`))!;
  const failing = times(150, (i) => event('GetObject', { at: i, from: OFFICE, key: 'config.json', error: 'AccessDenied' }));
  const denied = times(300, (i) => event('GetObject', { at: i / 2, from: OFFICE, key: 'config.json', error: 'AccessDenied' }));

  test.each<[string, DataEvent[], string, boolean]>([
    ['failing GETs and a flood of LISTs', failing, 'ListRequests', true],
    ['denials and a flood of HEADs', denied, 'HeadRequests', true],
    ['failing GETs and a rate of 4xx, which say the same', denied, 'ClientErrors', false],
    ['a flood of LISTs alone', [], 'ListRequests', false],
    ['a flood of HEADs alone', [], 'HeadRequests', false],
  ])('%s', (_, events, other, isIntrusion) => {
    expect(goOff(events, [id(other)]).includes('PossibleIntrusion')).toBe(isIntrusion);
  });
});
