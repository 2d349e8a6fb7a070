import { MemoryState } from './memory-state';
import { Evaluation, handleConfig, isConfigInvocation } from '../../../src/watch/handler/config-rule';
import { Watch } from '../../../src/watch/handler/judge-bucket';
import { VerdictKind } from '../../../src/watch/handler/transition';
import { WatchMessage } from '../../../src/watch/watch-environment';

const AT = '2026-11-26T09:00:00.000Z';

/** Buckets with what is said of them; a bucket that is not there was deleted. */
async function invoke(
  event: object, buckets: Readonly<Record<string, VerdictKind>>, options: { readonly left?: boolean; readonly judged?: readonly string[]; readonly failing?: boolean } = {},
) {
  const state = new MemoryState();
  const sent: WatchMessage[] = [];
  const put: Evaluation[][] = [];
  const now = new Date('2026-11-26T10:00:00Z');
  const watch: Watch = {
    store: state,
    channels: {},
    now: () => now,
    log: () => undefined,
    reader: {
      readBucket: async (name) => {
        if (options.failing) {
          throw new Error('S3 is down');
        }
        return Object.hasOwn(buckets, name) ? { name, account: '111122223333', region: 'eu-west-1', partition: 'aws', answers: {} } : undefined;
      },
      readAccount: async (region) => ({ account: '111122223333', region, partition: 'aws', publicAccessBlock: { kind: 'absent' }, keys: {}, alarms: { kind: 'absent' } }),
    },
    judge: (_, { name }) => ({ verdicts: [{ rule: 'HardenedBucket-TlsOnly', title: 'it has TLS', severity: 'error', kind: buckets[name], findings: [] }], undecided: [] }),
    settleSeconds: 0,
    excludedBuckets: ['excluded'],
    holder: 'h',
    deadline: now.getTime() + 300_000,
    wait: async () => undefined,
    random: () => 0.5,
  };
  for (const name of options.judged ?? []) {
    await state.claim(name, now);
    await state.write(name, buckets[name] === 'violation' ? [{
      bucket: name,
      rule: 'HardenedBucket-TlsOnly',
      version: 1,
      title: 't',
      severity: 'error',
      place: { account: '1', region: 'r', partition: 'aws' },
      state: { status: 'NONCOMPLIANT', doubted: false, since: AT, changes: 1 },
    }] : []);
  }
  const ports = {
    send: async (messages: readonly WatchMessage[]) => { sent.push(...messages); },
    listBuckets: async function* () { yield* Object.keys(buckets).map((name) => ({ name, region: 'eu-west-1' })); },
  };
  const invocation = { invokingEvent: JSON.stringify(event), resultToken: 'token', eventLeftScope: options.left ?? false };
  expect(isConfigInvocation(invocation)).toBe(true);
  await handleConfig(invocation, watch, ports, async (evaluations, token) => {
    expect(token).toBe('token');
    put.push([...evaluations]);
  });
  return { put, sent, evaluations: put.flat().map(({ ComplianceResourceId, ComplianceType, Annotation }) => [ComplianceResourceId, ComplianceType, ...Annotation ? [Annotation] : []].join(' ')) };
}

function changed(item: object = {}) {
  return {
    messageType: 'ConfigurationItemChangeNotification',
    configurationItem: { resourceType: 'AWS::S3::Bucket', resourceId: 'records', configurationItemCaptureTime: AT, configurationItemStatus: 'OK', ...item },
  };
}

test.each<[string, object, Record<string, VerdictKind>, object, string[]]>([
  ['a bucket that complies', changed(), { records: 'compliant' }, {}, ['records COMPLIANT']],
  ['a bucket that does not', changed(), { records: 'violation' }, {}, ['records NON_COMPLIANT Violates HardenedBucket-TlsOnly']],
  // AWS Config refuses INSUFFICIENT_DATA, and it is neither compliant nor not.
  ['a bucket of which it is not known', changed(), { records: 'unknown' }, {}, ['records NOT_APPLICABLE Not known: HardenedBucket-TlsOnly']],
  ['an item that is too large', {
    messageType: 'OversizedConfigurationItemChangeNotification',
    configurationItemSummary: { resourceType: 'AWS::S3::Bucket', resourceId: 'records', configurationItemCaptureTime: AT, configurationItemStatus: 'OK' },
  }, { records: 'violation' }, {}, ['records NON_COMPLIANT Violates HardenedBucket-TlsOnly']],
  ['a bucket that was deleted', changed({ configurationItemStatus: 'ResourceDeleted' }), {}, {}, ['records NOT_APPLICABLE']],
  ['a bucket that is gone by now', changed(), {}, {}, ['records NOT_APPLICABLE']],
  ['a bucket that left the scope of the rule', changed(), { records: 'violation' }, { left: true }, ['records NOT_APPLICABLE']],
  ['an excluded bucket', changed({ resourceId: 'excluded' }), { excluded: 'violation' }, {}, ['excluded NOT_APPLICABLE']],
  ['another resource', changed({ resourceType: 'AWS::EC2::Instance' }), {}, {}, []],
  ['all buckets, by what is known of them', { messageType: 'ScheduledNotification', notificationCreationTime: AT }, { good: 'compliant', bad: 'violation', excluded: 'violation' },
    { judged: ['good', 'bad'] }, ['good COMPLIANT', 'bad NON_COMPLIANT Violates HardenedBucket-TlsOnly', 'excluded NOT_APPLICABLE']],
])('AWS Config asks about %s', async (_, event, buckets, options, expected) => {
  const { evaluations, put } = await invoke(event, buckets, options);
  expect(evaluations).toEqual(expected);
  expect(put.flat().every(({ OrderingTimestamp }) => OrderingTimestamp.toISOString() === AT)).toBe(true);
});

test('what is not known yet is judged soon, and not evaluated before', async () => {
  const { evaluations, sent } = await invoke({ messageType: 'ScheduledNotification', notificationCreationTime: AT }, { good: 'compliant', fresh: 'violation' }, { judged: ['good'] });
  expect([evaluations, sent]).toEqual([['good COMPLIANT'], [{ kind: 'buckets', names: ['fresh'] }]]);
});

test('evaluations are put a hundred at a time', async () => {
  const names = Array.from({ length: 250 }, (_, i) => `bucket-${i}`);
  const { put } = await invoke({ messageType: 'ScheduledNotification', notificationCreationTime: AT }, Object.fromEntries(names.map((name) => [name, 'compliant' as const])), { judged: names });
  expect(put.map(({ length }) => length)).toEqual([100, 100, 50]);
});

test('fails: a bucket that could not be judged is not evaluated, and Lambda tries again', async () => {
  await expect(invoke(changed(), { records: 'compliant' }, { failing: true })).rejects.toThrow('S3 is down');
});

test.each([[null], [{}], [{ Records: [] }], [{ invokingEvent: '{}' }], ['text']])('%j does not come from AWS Config', (event) => {
  expect(isConfigInvocation(event)).toBe(false);
});
