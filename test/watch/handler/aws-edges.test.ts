import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { change } from './changes';
import { toBus, toHub, toTopic } from '../../../src/watch/handler/channels';
import { DynamoState } from '../../../src/watch/handler/dynamo-state';
import { evaluationsPutter, findingsImporter } from '../../../src/watch/handler/security-services';
import { Busy, StateRow } from '../../../src/watch/handler/state';

/** A client that answers each command by a function, and remembers what it was asked. */
function client(answer: (input: any, call: number) => unknown) {
  const asked: any[] = [];
  return { asked, client: { send: async ({ input }: { input: unknown }) => { asked.push(input); return answer(input, asked.length - 1); } } as any };
}

const CHANGES = Array.from({ length: 23 }, (_, i) => change({ id: `id-${i}`, rule: `HardenedBucket-Rule${i}` }));

describe('a topic', () => {
  test('takes ten messages at a time, each with its attributes', async () => {
    const { asked, client: own } = client(() => ({}));
    expect(await toTopic(own, 'topic')(CHANGES)).toEqual({ failed: new Set() });
    expect(asked.map(({ PublishBatchRequestEntries }) => PublishBatchRequestEntries.length)).toEqual([10, 10, 3]);
    expect(asked[0].PublishBatchRequestEntries[0].MessageAttributes.status).toEqual({ DataType: 'String', StringValue: 'NONCOMPLIANT' });
  });

  test('says which of them it did not take, and goes on after a batch that fails', async () => {
    const { client: own } = client((_, call) => {
      if (call === 1) {
        throw new Error('throttled');
      }
      return { Failed: call === 0 ? [{ Id: 'id-3', Code: 'InternalError' }] : [] };
    });
    const { failed, why } = await toTopic(own, 'topic')(CHANGES);
    expect([[...failed], why]).toEqual([['id-3', ...Array.from({ length: 10 }, (_, i) => `id-${10 + i}`)], 'InternalError']);
  });
});

test('a bus says which entries it did not take by their place', async () => {
  const { client: own } = client(({ Entries }, call) => ({ Entries: Entries.map((_: unknown, i: number) => call === 1 && i === 2 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'x' }) }));
  const { failed, why } = await toBus(own, 'bus')(CHANGES);
  expect([[...failed], why]).toEqual([['id-12'], 'ThrottlingException']);
});

test('Security Hub says which findings it did not take by their ids', async () => {
  const { asked, client: own } = client(({ Findings }) => ({ FailedFindings: [{ Id: Findings[5].Id, ErrorCode: 'InvalidInput' }] }));
  const { failed } = await toHub('eu-west-1', findingsImporter(own))(CHANGES);
  expect([[...failed], asked.length]).toEqual([['id-5'], 1]);
});

test('fails: evaluations that AWS Config does not accept', async () => {
  const { client: own } = client(() => ({ FailedEvaluations: [{}] }));
  await expect(evaluationsPutter(own)([], 'token')).rejects.toThrow('AWS Config did not accept 1 of 0 evaluations');
});

test('reports of many bytes go in smaller batches', async () => {
  const { asked, client: own } = client(({ Entries }) => ({ Entries }));
  await toBus(own, 'bus')(CHANGES.map((one) => ({ ...one, reason: 'x'.repeat(100_000) })));
  expect(asked.every(({ Entries }) => Entries.length <= 2)).toBe(true);
});

const ROW: StateRow = {
  bucket: 'records',
  rule: 'HardenedBucket-TlsOnly',
  version: 3,
  title: 't',
  severity: 'error',
  place: { account: '1', region: 'r', partition: 'aws' },
  state: { status: 'NONCOMPLIANT', doubted: false, since: '2026-11-26T00:00:00.000Z', changes: 2 },
};
const NOW = new Date('2026-11-26T00:00:00Z');

describe('the table', () => {
  test('takes a row only in place of the version before, and while no other judgement has begun', async () => {
    const { asked, client: own } = client(() => ({}));
    expect(await new DynamoState(own, 'table').write('records', [ROW, { ...ROW, version: 1 }], NOW, 7)).toBe(true);
    expect(asked[0].TransactItems.map(({ Put, Update }: any) => [(Put ?? Update).ConditionExpression, (Put ?? Update).ExpressionAttributeValues])).toEqual([
      ['#generation = :generation', { ':generation': { N: '7' } }],
      ['#version = :version', { ':version': { N: '2' } }],
      ['attribute_not_exists(#version)', undefined],
    ]);
  });

  test.each<[string, Partial<StateRow>, boolean]>([
    ['what is wrong', {}, false],
    ['what is right and still to be told', { state: { ...ROW.state, status: 'COMPLIANT' }, report: { change: change(), left: ['topic'], holder: 'h', until: 0 } }, false],
    ['what is right and has been told', { state: { ...ROW.state, status: 'COMPLIANT' } }, true],
  ])('keeps %s', async (_, over, expires) => {
    const { asked, client: own } = client(() => ({}));
    await new DynamoState(own, 'table').write('records', [{ ...ROW, ...over }], NOW);
    expect('expires' in asked[0].TransactItems[0].Put.Item).toBe(expires);
  });

  test.each<[string, boolean]>([['ConditionalCheckFailed', false], ['TransactionConflict', false]])('fails: a write that another one overtook (%s)', async (Code, written) => {
    const { client: own } = client(() => {
      throw new TransactionCanceledException({ message: 'cancelled', CancellationReasons: [{ Code: 'None' }, { Code }], $metadata: {} });
    });
    expect(await new DynamoState(own, 'table').write('records', [ROW], NOW, 7)).toBe(written);
  });

  test('fails: a write that is throttled is no write that was overtaken', async () => {
    const { client: own } = client(() => {
      throw new TransactionCanceledException({ message: 'cancelled', CancellationReasons: [{ Code: 'ThrottlingError' }], $metadata: {} });
    });
    await expect(new DynamoState(own, 'table').write('records', [ROW], NOW)).rejects.toThrow('cancelled');
  });

  test('fails: a judgement that begins in the middle of a write of another one', async () => {
    const { client: own } = client(() => {
      throw Object.assign(new Error('conflict'), { name: 'TransactionConflictException' });
    });
    await expect(new DynamoState(own, 'table').claim('records', NOW)).rejects.toThrow(Busy);
  });

  test('reads all pages of a bucket', async () => {
    const record = { S: JSON.stringify(ROW) };
    const { client: own } = client((_, call) => call === 0
      ? { Items: [{ rule: { S: '#bucket' } }, { rule: { S: ROW.rule }, record }], LastEvaluatedKey: { rule: { S: 'x' } } }
      : { Items: [{ rule: { S: '#repair/tls-only/2026' }, record: { S: '{"repair":"tls-only"}' } }] });
    expect(await new DynamoState(own, 'table').rows('records')).toEqual({ rules: [ROW], repairs: [{ repair: 'tls-only' }] });
  });

  test('knows of each bucket the worst status, and leaves out what was deleted', async () => {
    const row = (bucket: string, rule: string, status?: string) => ({ bucket: { S: bucket }, rule: { S: rule }, ...status ? { status: { S: status } } : {} });
    const { client: own } = client(() => ({
      Items: [row('good', '#bucket'), row('good', 'A', 'COMPLIANT'), row('bad', 'A', 'UNKNOWN'), row('bad', 'B', 'NONCOMPLIANT'), row('bad', '#bucket'), row('gone', 'A', 'COMPLIANT')],
    }));
    expect(await new DynamoState(own, 'table').statuses()).toEqual(new Map([
      ['good', { status: 'COMPLIANT', rules: [] }], ['bad', { status: 'NONCOMPLIANT', rules: ['B'] }],
    ]));
  });
});
