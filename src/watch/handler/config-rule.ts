import { shortened } from './bucket-change';
import { MOST_DELAY_SECONDS, SweepPorts } from './handle-batch';
import { inBatches } from './in-batches';
import { Outcome, Watch } from './judge-bucket';
import { judgeBuckets } from './judge-buckets';
import { BucketStatus } from './state';

/** How AWS Config invokes the function of a custom rule. @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html */
export interface ConfigInvocation {
  readonly invokingEvent: string;
  readonly resultToken: string;
  readonly eventLeftScope?: boolean;
}

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html */
export interface Evaluation {
  readonly ComplianceResourceType: 'AWS::S3::Bucket';
  readonly ComplianceResourceId: string;
  readonly ComplianceType: 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';
  readonly Annotation?: string;
  readonly OrderingTimestamp: Date;
}

export type PutEvaluations = (evaluations: readonly Evaluation[], resultToken: string) => Promise<void>;

interface ConfigurationItem {
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly configurationItemCaptureTime?: string;
  readonly configurationItemStatus?: string;
}

interface InvokingEvent {
  readonly messageType?: string;
  readonly notificationCreationTime?: string;
  readonly configurationItem?: ConfigurationItem;
  /** In place of an item that is too large: the bucket is read anyway. */
  readonly configurationItemSummary?: ConfigurationItem;
}

const ANNOTATION_LENGTH = 256;

export function isConfigInvocation(event: unknown): event is ConfigInvocation {
  return event !== null && typeof event === 'object' && typeof (event as ConfigInvocation).invokingEvent === 'string' && typeof (event as ConfigInvocation).resultToken === 'string';
}

/** Evaluates what AWS Config asks for: a bucket that has changed, or all of them. @throws Error if a bucket could not be judged, so that Lambda tries again */
export async function handleConfig({ invokingEvent, resultToken, eventLeftScope }: ConfigInvocation, watch: Watch, ports: SweepPorts, put: PutEvaluations): Promise<void> {
  const event = JSON.parse(invokingEvent) as InvokingEvent;
  const item = event.configurationItem ?? event.configurationItemSummary;
  const evaluations = event.messageType === 'ScheduledNotification'
    ? await evaluateAll(new Date(event.notificationCreationTime ?? watch.now()), watch, ports)
    : item?.resourceType === 'AWS::S3::Bucket' && item.resourceId !== undefined
      ? [await evaluateOne(item.resourceId, new Date(item.configurationItemCaptureTime ?? watch.now()), eventLeftScope === true || isDeleted(item), watch, ports)] : [];
  if (evaluations.length === 0) {
    watch.log({ decision: 'not evaluated', messageType: event.messageType, resourceType: item?.resourceType });
  }
  for (const batch of inBatches(evaluations, { items: 100 })) {
    await put(batch, resultToken);
  }
}

function isDeleted({ configurationItemStatus = '' }: ConfigurationItem): boolean {
  return /^ResourceDeleted/.test(configurationItemStatus) || configurationItemStatus === 'ResourceNotRecorded';
}

async function evaluateOne(bucket: string, at: Date, isGone: boolean, watch: Watch, { send }: SweepPorts): Promise<Evaluation> {
  const outcome = (await judgeBuckets(new Map([[bucket, undefined]]), watch)).get(bucket)!;
  watch.log({ decision: outcome.kind, bucket, for: 'AWS Config' });
  if (outcome.kind === 'failed') {
    throw outcome.error;
  }
  if (outcome.kind === 'later') {
    await send([{ kind: 'buckets', names: [bucket] }], Math.min(MOST_DELAY_SECONDS, outcome.seconds));
  }
  return isGone ? evaluation(bucket, at, 'NOT_APPLICABLE') : evaluationOf(bucket, at, outcome);
}

function evaluationOf(bucket: string, at: Date, outcome: Exclude<Outcome, { kind: 'failed' }>): Evaluation {
  if (!('verdict' in outcome)) {
    return evaluation(bucket, at, 'NOT_APPLICABLE');
  }
  const { verdict, rules } = outcome;
  return verdict === 'violation' ? evaluation(bucket, at, 'NON_COMPLIANT', `Violates ${rules.join(', ')}`)
    // AWS Config takes no INSUFFICIENT_DATA from rules.
    : verdict === 'unknown' ? evaluation(bucket, at, 'NOT_APPLICABLE', `Not known: ${rules.join(', ')}`)
      : evaluation(bucket, at, 'COMPLIANT');
}

/**
 * What the watch knows of all buckets of the account. It reads none of them, which its own sweep does: there may be more than one
 * invocation can read. Those that it does not know yet it judges soon.
 */
async function evaluateAll(at: Date, watch: Watch, { listBuckets, send }: SweepPorts): Promise<readonly Evaluation[]> {
  const known = await watch.store.statuses();
  const evaluations: Evaluation[] = [];
  const unseen: string[] = [];
  for await (const { name, region } of listBuckets()) {
    const status = known.get(name);
    if (watch.excludedBuckets.includes(name)) {
      evaluations.push(evaluation(name, at, 'NOT_APPLICABLE'));
    } else if (status) {
      evaluations.push(evaluationOf(name, at, { kind: 'judged', verdict: VERDICTS[status.status], rules: status.rules }));
    } else if (watch.onlyRegion === undefined || region === undefined || region === watch.onlyRegion) {
      unseen.push(name);
    }
  }
  await send(inBatches(unseen, { items: 25 }).map((names) => ({ kind: 'buckets', names })));
  return evaluations;
}

const VERDICTS: Readonly<Record<BucketStatus['status'], 'compliant' | 'violation' | 'unknown'>> = { COMPLIANT: 'compliant', NONCOMPLIANT: 'violation', UNKNOWN: 'unknown' };

function evaluation(bucket: string, OrderingTimestamp: Date, ComplianceType: Evaluation['ComplianceType'], annotation?: string): Evaluation {
  return {
    ComplianceResourceType: 'AWS::S3::Bucket',
    ComplianceResourceId: bucket,
    ComplianceType,
    OrderingTimestamp,
    ...annotation === undefined ? {} : { Annotation: shortened(annotation, ANNOTATION_LENGTH) },
  };
}
