import { join } from 'node:path';
import { QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { ChangeMessageVisibilityCommand, CreateQueueCommand, DeleteMessageBatchCommand, GetQueueAttributesCommand, Message, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { deploy, DeployableTemplate } from './deploy';
import { Invocation, LambdaRuntime } from './lambda-runtime';
import { LocalAccount } from './local-account';
import { ACCOUNT, REGION } from './places';
import { resolve } from './resolve';
import { sleep } from './server-process';
import { TrailEvent, trailEvent } from './trail-event';
import { BucketWatch, BucketWatchProps, ManagementEvents } from '../../src';
import { WATCH_SETTINGS, WatchMessage, WatchSettings } from '../../src/watch/watch-environment';
import { ROOT } from '../bindings/places';

/** A report that came out of the topic: raw, so that its attributes are those of the message. */
export interface Report {
  readonly subject: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** How long the event source mapping is played, and how. */
interface DrainOptions {
  /** Without a message for so long, it is over. @default 1500 */
  readonly idleMs?: number;
  /** @default 120,000 */
  readonly limitMs?: number;
  /** The order of a batch. @default - as it came */
  readonly shuffle?: (messages: Message[]) => Message[];
  /** When what failed comes again. @default 1 */
  readonly retrySeconds?: number;
  /** Ends it. */
  readonly until?: () => boolean;
  /** Whether all messages have been sent: it is not over before. */
  readonly isFed?: () => boolean;
}

const ALL_MESSAGES = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'];

const HANDLER = join(ROOT, 'assets', 'watch', 'handler', 'watch.lambda');

/** A watch of a local account: its synthesized template deployed, and its handler in the runtime of Lambda. */
export class LocalWatch {
  public static async start(
    account: LocalAccount, props: Partial<BucketWatchProps> = {}, handlers = 1, settings: Partial<WatchSettings> = {}, beside: (watch: BucketWatch) => void = () => undefined,
  ): Promise<LocalWatch> {
    const stack = new Stack(new App(), 'Local');
    const construct = new BucketWatch(stack, 'Watch', {
      managementEvents: ManagementEvents.existingTrail(), delay: Duration.seconds(1), removalPolicy: RemovalPolicy.DESTROY, ...props,
    });
    beside(construct);
    const template = stack.node.root as App;
    const { Resources } = template.synth().getStackByName('Local').template as DeployableTemplate;
    const deployed = await deploy({ Resources }, account.clients, { 'AWS::SQS::Queue': { DelaySeconds: 0, KmsMasterKeyId: undefined } });
    const refOf = (made: object): string => deployed.get(stack.getLogicalId((made as { node: { defaultChild: never } }).node.defaultChild))!.ref;
    const properties = resolve(Resources[stack.getLogicalId(construct.handler.node.defaultChild as never)].Properties, deployed) as {
      Environment: { Variables: Record<string, string> }; Handler: string; Timeout: number; MemorySize: number;
    };
    const inbox = await subscribe(account, refOf(construct.topic));
    const watch = new LocalWatch(account, {
      queue: refOf(construct.queue), deadLetters: refOf(construct.deadLetterQueue), table: refOf(construct.stateTable), inbox, resources: deployed.size,
    }, (name) => LambdaRuntime.start({
      name,
      folder: HANDLER,
      handler: properties.Handler,
      timeoutSeconds: properties.Timeout,
      memoryMb: properties.MemorySize,
      environment: { [WATCH_SETTINGS]: JSON.stringify({ ...JSON.parse(properties.Environment.Variables[WATCH_SETTINGS]) as WatchSettings, ...settings }) },
      endpoint: account.proxy.url,
    }));
    for (let i = 0; i < handlers; i += 1) {
      await watch.restart(i);
    }
    return watch;
  }

  public readonly handlers: LambdaRuntime[] = [];
  /** What invocations answered that failed. */
  public readonly failures: Invocation[] = [];
  /** The time of each invocation, in milliseconds. */
  public readonly durations: number[] = [];

  private constructor(
    public readonly account: LocalAccount,
    public readonly places: { readonly queue: string; readonly deadLetters: string; readonly table: string; readonly inbox: string; readonly resources: number },
    private readonly startHandler: (name: string) => Promise<LambdaRuntime>,
  ) {}

  /** Starts a handler anew, as Lambda does after one is lost. */
  public async restart(i: number): Promise<void> {
    await this.handlers[i]?.stop();
    this.handlers[i] = await this.startHandler(`handler-${this.account.kind}-${i}`);
  }

  /** Puts events on the bus, as CloudTrail would. */
  public async happened(...calls: readonly TrailEvent[]): Promise<void> {
    for (let i = 0; i < calls.length; i += 10) {
      const { FailedEntryCount } = await this.account.clients.events.send(new PutEventsCommand({ Entries: calls.slice(i, i + 10).map(trailEvent) }));
      if (FailedEntryCount) {
        throw new Error(`${FailedEntryCount} events were not accepted`);
      }
    }
  }

  /** Puts events on the bus while handlers empty the queue, so that few messages wait: moto looks at each of them whenever one is sent or received. */
  public async feed(calls: readonly TrailEvent[], mostWaiting = 200): Promise<void> {
    for (let i = 0; i < calls.length; i += 100) {
      while (await this.waiting() > mostWaiting) {
        await sleep(200);
      }
      await this.happened(...calls.slice(i, i + 100));
    }
  }

  public async sweep(): Promise<void> {
    await this.send({ kind: 'sweep' });
  }

  /** Puts one message into the queue. */
  public async send(message: WatchMessage): Promise<void> {
    await this.account.clients.sqs.send(new SendMessageCommand({ QueueUrl: this.places.queue, MessageBody: JSON.stringify(message) }));
  }

  /** Plays the event source mapping of SQS until the queue is empty: batches of ten, and what fails comes again, at most five times. */
  public async drain(
    { idleMs = 1500, shuffle = (messages) => messages, limitMs = 120_000, retrySeconds = 1, until = () => false, isFed = () => true }: DrainOptions = {},
  ): Promise<void> {
    const end = Date.now() + limitMs;
    await Promise.all(this.handlers.map(async (_handler, i) => {
      for (let empty = Date.now(); (!isFed() || Date.now() - empty < idleMs) && Date.now() < end && !until();) {
        const { Messages: messages = [] } = await this.account.clients.sqs.send(new ReceiveMessageCommand({
          QueueUrl: this.places.queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 0, MessageSystemAttributeNames: ['All'], VisibilityTimeout: 30,
        }));
        if (messages.length === 0) {
          if (await this.waiting() > 0) {
            empty = Date.now();
          }
          await sleep(200);
          continue;
        }
        await this.handle(i, shuffle(messages), retrySeconds);
        empty = Date.now();
      }
    }));
  }

  /** The reports that came since the last time. */
  public async reports(): Promise<Report[]> {
    const reports: Report[] = [];
    for (let misses = 0; misses < 2;) {
      const { Messages: messages = [] } = await this.account.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: this.places.inbox, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }));
      misses = messages.length === 0 ? misses + 1 : 0;
      reports.push(...messages.map(readReport));
      if (messages.length > 0) {
        await this.delete(this.places.inbox, messages);
      } else {
        await sleep(100);
      }
    }
    return reports;
  }

  /** The state of each rule of a bucket, by rule. */
  public async state(bucket: string): Promise<Record<string, string>> {
    const { Items = [] } = await this.account.clients.dynamodb.send(new QueryCommand({
      TableName: this.places.table, KeyConditionExpression: '#b = :b', ExpressionAttributeNames: { '#b': 'bucket' }, ExpressionAttributeValues: { ':b': { S: bucket } },
    }));
    return Object.fromEntries(Items.flatMap(({ rule, status }) => status ? [[rule.S!, status.S!]] : []));
  }

  /** The state of all buckets: `bucket rule` to status. */
  public async states(): Promise<Map<string, string>> {
    const states = new Map<string, string>();
    let ExclusiveStartKey;
    do {
      const page: { Items?: Record<string, { S?: string }>[]; LastEvaluatedKey?: never } =
        await this.account.clients.dynamodb.send(new ScanCommand({ TableName: this.places.table, ExclusiveStartKey })) as never;
      page.Items?.forEach(({ bucket, rule, status }) => status && states.set(`${bucket.S} ${rule.S}`, status.S!));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return states;
  }

  /** How many messages could not be handled. */
  public async deadLetters(): Promise<number> {
    return this.sizeOf(this.places.deadLetters, ALL_MESSAGES);
  }

  public async stop(): Promise<void> {
    await Promise.all(this.handlers.map((handler) => handler.stop()));
  }

  private async waiting(): Promise<number> {
    return this.sizeOf(this.places.queue, ALL_MESSAGES);
  }

  private async sizeOf(QueueUrl: string, names: readonly string[]): Promise<number> {
    const { Attributes } = await this.account.clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const values: Readonly<Record<string, string | undefined>> = Attributes ?? {};
    return names.reduce((sum, name) => sum + Number(values[name] ?? 0), 0);
  }

  private async handle(i: number, messages: readonly Message[], retrySeconds: number): Promise<void> {
    const answer = await this.handlers[i].invoke({ Records: messages.map(toRecord) })
      .catch((error: Error): Invocation => ({ error: { errorMessage: error.message }, milliseconds: 0 }));
    this.durations.push(answer.milliseconds);
    if (answer.error) {
      this.failures.push(answer);
    }
    const failed = answer.error ? messages : messages.filter(({ MessageId }) =>
      (answer.result as { batchItemFailures?: { itemIdentifier: string }[] } | undefined)?.batchItemFailures?.some(({ itemIdentifier }) => itemIdentifier === MessageId));
    await this.delete(this.places.queue, messages.filter((message) => !failed.includes(message)));
    for (const { ReceiptHandle } of failed) {
      // The visibility timeout, shortened, since the test does not wait.
      await this.account.clients.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: this.places.queue, ReceiptHandle, VisibilityTimeout: retrySeconds }))
        .catch(() => undefined);
    }
  }

  private async delete(QueueUrl: string, messages: readonly Message[]): Promise<void> {
    if (messages.length > 0) {
      await this.account.clients.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle })) }));
    }
  }
}

async function subscribe({ clients }: LocalAccount, TopicArn: string): Promise<string> {
  const QueueName = `inbox-${Date.now()}`;
  const { QueueUrl } = await clients.sqs.send(new CreateQueueCommand({ QueueName }));
  await clients.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:${QueueName}` }));
  return QueueUrl!;
}

/** The envelope that SNS puts around a message for SQS. */
function readReport({ Body }: Message): Report {
  const { Subject, Message: text, MessageAttributes = {} } = JSON.parse(Body!) as { Subject: string; Message: string; MessageAttributes?: Record<string, { Value: string }> };
  return { subject: Subject, text, attributes: Object.fromEntries(Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value])) };
}

/** A message as Lambda hands it over. */
function toRecord({ MessageId, Body, ReceiptHandle, Attributes }: Message) {
  return { messageId: MessageId, receiptHandle: ReceiptHandle, body: Body, attributes: Attributes, messageAttributes: {}, eventSource: 'aws:sqs', awsRegion: REGION };
}
