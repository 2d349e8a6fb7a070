import { laterCause, Work } from './affected-buckets';
import { Outcome, Watch } from './judge-bucket';
import { judgeBuckets } from './judge-buckets';
import { readRecord } from './read-record';
import { ChangeCause, WatchMessage } from '../watch-environment';

/** A message of the queue. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle?: string;
  readonly attributes?: { readonly ApproximateReceiveCount?: string };
}

/** The queue of the watch, and the list of buckets. */
export interface SweepPorts {
  /** Sends messages to the queue. @throws Error unless all have been accepted */
  send(messages: readonly WatchMessage[], delaySeconds?: number): Promise<void>;
  listBuckets(): AsyncIterable<{ readonly name: string; readonly region?: string }>;
  /** Has the queue deliver messages again soon, by their receipt handles. */
  retrySoon?(receiptHandles: readonly string[]): Promise<void>;
}

/** The answer to Lambda: the messages that it is to deliver again. @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** How long SQS delays a message at most. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html */
export const MOST_DELAY_SECONDS = 900;

/** How many buckets a message of a sweep names. */
const BUCKETS_PER_MESSAGE = 25;

/** Handles the messages of a batch: each bucket is judged once, however many messages name it. Only what failed comes again. */
export async function handleBatch(records: readonly QueueRecord[], watch: Watch, ports: SweepPorts): Promise<BatchResponse> {
  const failed = new Set<string>();
  const causes = new Map<string, ChangeCause | undefined>();
  const messages = new Map<string, Set<string>>();
  const add = (bucket: string, cause: ChangeCause | undefined, messageId: string) => {
    causes.set(bucket, laterCause(causes.get(bucket), cause));
    messages.set(bucket, (messages.get(bucket) ?? new Set()).add(messageId));
  };
  const sweeps: string[] = [];
  const fail = (ids: Iterable<string>, error: Error, about: Readonly<Record<string, unknown>>) => {
    watch.log({ decision: 'failed', ...about, error: error.message });
    [...ids].forEach((id) => failed.add(id));
  };
  for (const { messageId, body } of records) {
    const work: Work = readRecord(body);
    switch (work.kind) {
      case 'nothing':
        // It would be the same the next time.
        watch.log({ decision: work.odd ? 'not understood' : 'skipped', messageId, why: work.why });
        break;
      case 'sweep':
        sweeps.push(messageId);
        break;
      case 'buckets':
        work.causes.forEach((cause, bucket) => add(bucket, cause, messageId));
        break;
      case 'key':
        try {
          (await watch.store.bucketsWithKey(work.key)).forEach((bucket) => add(bucket, work.cause, messageId));
        } catch (error) {
          fail([messageId], error as Error, { key: work.key });
        }
        break;
    }
  }
  if (sweeps.length > 0) {
    try {
      await sweep(watch, ports);
    } catch (error) {
      fail(sweeps, error as Error, { work: 'sweep' });
    }
  }
  const outcomes = await judgeBuckets(causes, watch);
  const later = new Map<string, Outcome & { kind: 'later' }>();
  outcomes.forEach((outcome, bucket) => {
    if (outcome.kind === 'failed') {
      fail(messages.get(bucket)!, outcome.error, { bucket });
    } else {
      watch.log({ decision: outcome.kind, bucket, ...'verdict' in outcome ? { verdict: outcome.verdict, rules: outcome.rules } : {} });
    }
    if (outcome.kind === 'later') {
      later.set(bucket, outcome);
    }
  });
  for (const [bucket, { seconds }] of later) {
    const cause = causes.get(bucket);
    try {
      await ports.send([{ kind: 'buckets', names: [bucket], ...cause ? { causes: { [bucket]: cause } } : {} }], Math.min(MOST_DELAY_SECONDS, seconds));
    } catch (error) {
      fail(messages.get(bucket)!, error as Error, { bucket });
    }
  }
  await retryOnce(records.filter(({ messageId }) => failed.has(messageId)), watch, ports);
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

/**
 * What failed for the first time comes again soon: most often another handler had the bucket, or S3 throttled. After that the visibility
 * timeout of the queue spreads the attempts over hours, which a longer outage needs.
 */
async function retryOnce(records: readonly QueueRecord[], { log }: Watch, { retrySoon }: SweepPorts): Promise<void> {
  const handles = records.filter(({ attributes }) => attributes?.ApproximateReceiveCount === '1').flatMap(({ receiptHandle }) => receiptHandle ?? []);
  if (retrySoon && handles.length > 0) {
    await retrySoon(handles).catch((error: Error) => log({ decision: 'retried later', messages: handles.length, error: error.message }));
  }
}

/** Sends all buckets to the queue, a few in a message: those of the account, and those that the watch knows and that may be gone. */
async function sweep({ store, log, onlyRegion }: Watch, { send, listBuckets }: SweepPorts): Promise<void> {
  const names = new Set<string>();
  const listed = new Set<string>();
  for await (const { name, region } of listBuckets()) {
    listed.add(name);
    if (onlyRegion === undefined || region === undefined || region === onlyRegion) {
      names.add(name);
    }
  }
  const gone = [...(await store.statuses()).keys()].filter((name) => !listed.has(name));
  const all = [...names, ...gone];
  const messages = Array.from({ length: Math.ceil(all.length / BUCKETS_PER_MESSAGE) }, (_, i): WatchMessage => (
    { kind: 'buckets', names: all.slice(i * BUCKETS_PER_MESSAGE, (i + 1) * BUCKETS_PER_MESSAGE) }));
  await send(messages);
  log({ decision: 'sweep', buckets: names.size, gone: gone.length, messages: messages.length });
}
