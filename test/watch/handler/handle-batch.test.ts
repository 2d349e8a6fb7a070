import { MemoryState } from './memory-state';
import { handleBatch, QueueRecord } from '../../../src/watch/handler/handle-batch';
import { Watch } from '../../../src/watch/handler/judge-bucket';
import { logLine } from '../../../src/watch/handler/log-entries';
import { WatchMessage } from '../../../src/watch/watch-environment';

const NOW = new Date('2026-11-26T10:00:00Z');

/** Handles messages about buckets, of which those called `broken…` cannot be read. */
async function handle(bodies: readonly object[], over: Partial<Watch> & { readonly listed?: readonly string[]; readonly receives?: string } = {}) {
  const state = new MemoryState();
  await state.claim('keyed', NOW);
  await state.noteKeys('keyed', ['key/1234']);
  const read: string[] = [];
  const log: Readonly<Record<string, unknown>>[] = [];
  const sent: { readonly message: WatchMessage; readonly delay?: number }[] = [];
  const soon: string[] = [];
  const watch: Watch = {
    store: state,
    channels: { topic: async () => ({ failed: new Set<string>() }) },
    now: () => NOW,
    log: (entry) => log.push(entry),
    reader: {
      readBucket: async (name) => {
        read.push(name);
        if (name.startsWith('broken')) {
          throw new Error('S3 is down');
        }
        return { name, account: '111122223333', region: name.endsWith('-us') ? 'us-east-1' : 'eu-west-1', partition: 'aws', answers: {} };
      },
      readAccount: async (region) => ({ account: '111122223333', region, partition: 'aws', publicAccessBlock: { kind: 'absent' }, keys: {}, alarms: { kind: 'absent' } }),
    },
    judge: () => ({ verdicts: [{ rule: 'HardenedBucket-TlsOnly', title: 'it has TLS', severity: 'error', kind: 'violation', findings: [] }], undecided: [] }),
    settleSeconds: 0,
    excludedBuckets: [],
    holder: 'h',
    deadline: NOW.getTime() + 300_000,
    wait: async () => undefined,
    random: () => 0.5,
    ...over,
  };
  const records = bodies.map((body, i): QueueRecord => (
    { messageId: `m${i}`, body: JSON.stringify(body), receiptHandle: `r${i}`, attributes: { ApproximateReceiveCount: over.receives ?? '1' } }));
  const { batchItemFailures } = await handleBatch(records, watch, {
    send: async (messages, delay) => { sent.push(...messages.map((message) => ({ message, delay }))); },
    listBuckets: async function* () { yield* (over.listed ?? []).map((name) => ({ name, region: name.endsWith('-us') ? 'us-east-1' : 'eu-west-1' })); },
    retrySoon: async (handles) => { soon.push(...handles); },
  });
  return { failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), read, log, sent, soon, state };
}

function buckets(...names: readonly string[]): WatchMessage {
  return { kind: 'buckets', names };
}

function event(eventName: string, bucketName: string, eventTime: string = NOW.toISOString()): object {
  return { 'detail-type': 'AWS API Call via CloudTrail', 'detail': { eventName, eventTime, userIdentity: { arn: eventName }, requestParameters: { bucketName } } };
}

test('a bucket is judged once, however many messages name it', async () => {
  const { read, failed } = await handle([buckets('one', 'two'), event('PutBucketAcl', 'one'), event('PutBucketPolicy', 'one'), buckets('two')]);
  expect([read, failed]).toEqual([['one', 'two'], []]);
});

test('only the messages about what failed come again, and the first time soon', async () => {
  const messages = [buckets('one'), buckets('one', 'broken-a'), buckets('broken-b'), { kind: 'dance' }];
  expect(await handle(messages)).toMatchObject({ failed: ['m1', 'm2'], soon: ['r1', 'r2'] });
  expect(await handle(messages, { receives: '2' })).toMatchObject({ failed: ['m1', 'm2'], soon: [] });
});

test('what is not understood is logged with what it was, and does not come again', async () => {
  const { failed, log } = await handle([{ kind: 'dance' }]);
  expect([failed, log]).toEqual([[], [{ decision: 'not understood', messageId: 'm0', why: "the watch does not know messages of kind 'dance'" }]]);
});

test('a key is about the buckets that it encrypts', async () => {
  const call = { 'detail-type': 'AWS API Call via CloudTrail', 'detail': { eventName: 'DisableKey', eventSource: 'kms.amazonaws.com', requestParameters: { keyId: '1234' } } };
  expect((await handle([call])).read).toEqual(['keyed']);
});

test('a sweep puts all buckets into the queue, 25 in a message, and those that are known and gone', async () => {
  const listed = Array.from({ length: 60 }, (_, i) => `bucket-${i}`);
  const { sent, read, failed } = await handle([{ kind: 'sweep' }, { kind: 'sweep' }], { listed });
  expect(sent.map(({ message }) => message.kind === 'buckets' && message.names.length)).toEqual([25, 25, 11]);
  expect(sent.flatMap(({ message }) => message.kind === 'buckets' ? message.names : [])).toEqual([...listed, 'keyed']);
  expect([read, failed]).toEqual([[], []]);
});

test('a watch of one Region leaves the buckets of others alone', async () => {
  const { sent } = await handle([{ kind: 'sweep' }], { listed: ['one', 'two-us', 'keyed'], onlyRegion: 'eu-west-1' });
  expect(sent).toEqual([{ message: buckets('one', 'keyed'), delay: undefined }]);
  const { log, state } = await handle([event('CreateBucket', 'two-us')], { onlyRegion: 'eu-west-1' });
  expect([log, [...state.rules.keys()]]).toEqual([[{ decision: 'elsewhere', bucket: 'two-us' }], []]);
});

test('a new bucket is judged again when it is complete, and who made it is not forgotten', async () => {
  const { sent, state } = await handle([event('CreateBucket', 'fresh')], { settleSeconds: 90 });
  expect(sent).toEqual([{ message: { kind: 'buckets', names: ['fresh'], causes: { fresh: { event: 'CreateBucket', by: 'CreateBucket', at: NOW.toISOString() } } }, delay: 90 }]);
  expect(state.rules.size).toBe(0);
});

test('of several calls the last one is told', async () => {
  const told: unknown[] = [];
  await handle([event('PutBucketPolicy', 'one', '2026-11-26T09:59:59Z'), event('PutBucketAcl', 'one', '2026-11-26T09:59:58Z')], {
    channels: { topic: async (changes) => { told.push(...changes.map(({ cause }) => cause?.event)); return { failed: new Set<string>() }; } },
  });
  expect(told).toEqual(['PutBucketPolicy']);
});

test('no bucket is begun when time is running out', async () => {
  expect(await handle([buckets('one')], { deadline: NOW.getTime() + 10_000 })).toMatchObject({ failed: ['m0'], read: [] });
});

test.each([
  ['judged', 'INFO'], ['reported', 'INFO'], ['failed', 'ERROR'], ['not understood', 'WARN'], ['skipped', 'INFO'],
])('an entry of what was %s is one line of JSON', (decision, level) => {
  const line = logLine({ decision, bucket: 'records', text: 'two\nlines' }, NOW);
  expect(line).toMatch(/^[^\n]+\n$/);
  expect(JSON.parse(line)).toEqual({ timestamp: NOW.toISOString(), level, decision, bucket: 'records', text: 'two\nlines' });
});
