import { randomUUID } from 'node:crypto';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SNSClient } from '@aws-sdk/client-sns';
import { ChangeMessageVisibilityBatchCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { allowedRepairs } from './allowed-repairs';
import { toBus, toHub, toTopic } from './channels';
import { PutEvaluations } from './config-rule';
import { DynamoState } from './dynamo-state';
import { SweepPorts } from './handle-batch';
import { inBatches } from './in-batches';
import { Watch } from './judge-bucket';
import { judgedDepth, liveJudge } from './judge-live';
import { logLine } from './log-entries';
import { evaluationsPutter, findingsImporter } from './security-services';
import { AccountReader } from '../../account/account-reader';
import { createClients } from '../../account/aws-clients';
import { WatchMessage, WatchSettings } from '../watch-environment';

/** How long a bucket that is new to the watch may take to be complete. */
const SETTLE_SECONDS = 120;

/** A service that hangs fails before the function does. */
const REQUEST_SECONDS = 10;

const READS_AT_ONCE = 40;

/** A clock may be behind that of another handler. */
const CLOCK_MILLISECONDS = 5_000;

export interface Invocation {
  readonly watch: Watch;
  readonly ports: SweepPorts;
  readonly putEvaluations: PutEvaluations;
}

/** Connects the handler with AWS. What costs time is made once, and what few invocations need when the first needs it. */
export function watchPorts(settings: WatchSettings, environment: Readonly<Record<string, string | undefined>>): (remainingMilliseconds: number) => Invocation {
  const endpointUrl = environment.AWS_ENDPOINT_URL || undefined;
  const region = environment.AWS_REGION ?? '';
  const requestTimeout = (settings.requestSeconds ?? REQUEST_SECONDS) * 1000;
  const client = { maxAttempts: 4, requestHandler: { connectionTimeout: 3_000, requestTimeout, throwOnRequestTimeout: true } };
  const clients = createClients({ requestTimeout, ...endpointUrl === undefined ? {} : { endpointUrl } });
  const reader = new AccountReader(clients, { concurrency: READS_AT_ONCE, ...judgedDepth(settings) });
  // Before logs are sent to a bucket, all of it is read.
  const wholeReader = new AccountReader(clients, { concurrency: READS_AT_ONCE, level: 'STRICT' });
  const store = new DynamoState(new DynamoDBClient(client), settings.stateTable);
  const now = () => new Date();
  const log = (entry: Readonly<Record<string, unknown>>) => {
    process.stdout.write(logLine(entry, now()));
  };
  const repairs = allowedRepairs(settings, wholeReader, endpointUrl);
  const common = {
    store,
    now,
    log,
    reader,
    judge: liveJudge(settings),
    ...repairs ? { repairs } : {},
    channels: {
      topic: toTopic(new SNSClient(client), settings.topicArn),
      bus: toBus(new EventBridgeClient(client), settings.eventBus),
      ...settings.securityHub ? { hub: toHub(region, findingsImporter(new SecurityHubClient(client))) } : {},
    },
    settleSeconds: settings.settleSeconds ?? SETTLE_SECONDS,
    excludedBuckets: settings.excludedBuckets,
    ...settings.ownRegionOnly ? { onlyRegion: region } : {},
    wait: (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds)),
    random: Math.random,
  };
  const queue = new SQSClient(client);
  const ports: SweepPorts = { send: toQueue(queue, settings.queueUrl), retrySoon: retryInQueue(queue, settings.queueUrl), listBuckets: () => reader.listBuckets() };
  return (remainingMilliseconds) => ({
    watch: { ...common, holder: randomUUID(), deadline: Date.now() + remainingMilliseconds + CLOCK_MILLISECONDS },
    ports,
    putEvaluations: evaluationsPutter(new ConfigServiceClient(client)),
  });
}

/** Sends messages to the queue, ten at a time. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
function toQueue(client: SQSClient, QueueUrl: string): SweepPorts['send'] {
  return async (messages: readonly WatchMessage[], delaySeconds?: number) => {
    for (const batch of inBatches(messages, { items: 10, bytes: 200 * 1024 }, (message) => Buffer.byteLength(JSON.stringify(message)))) {
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({
        QueueUrl,
        Entries: batch.map((message, i) => ({ Id: String(i), MessageBody: JSON.stringify(message), ...delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds } })),
      }));
      if (Failed.length > 0) {
        throw new Error(`the queue did not take ${Failed.length} of ${batch.length} messages: ${Failed[0].Code}`);
      }
    }
  };
}

/** How soon a message comes again that failed for the first time. */
const RETRY_SECONDS = 60;

function retryInQueue(client: SQSClient, QueueUrl: string): SweepPorts['retrySoon'] {
  return async (receiptHandles) => {
    for (const batch of inBatches(receiptHandles, { items: 10 })) {
      const Entries = batch.map((ReceiptHandle, i) => ({ Id: String(i), ReceiptHandle, VisibilityTimeout: RETRY_SECONDS }));
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    }
  };
}
