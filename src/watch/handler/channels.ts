import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { BucketChange } from './bucket-change';
import { bucketEvent } from './bucket-event';
import { Deliver } from './deliver-reports';
import { inBatches } from './in-batches';
import { messageAttributes, messageSubject, messageText } from './message-text';
import { securityFinding } from './security-finding';

/** SNS and EventBridge take 256 KiB for a request, with what is around the texts. */
const MOST_BYTES = 240 * 1024;

/** Sends each change to a topic. @see https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
export function toTopic(client: SNSClient, topicArn: string): Deliver {
  // A topic that keeps the order keeps that of each bucket, and drops what comes twice within five minutes.
  const inOrder = ({ id, bucket }: BucketChange) => topicArn.endsWith('.fifo') ? { MessageGroupId: bucket, MessageDeduplicationId: id } : {};
  return (changes) => inTurn(changes, 10, (change) => Buffer.byteLength(messageText(change)) + 2048, async (batch) => {
    const { Failed = [] } = await client.send(new PublishBatchCommand({
      TopicArn: topicArn,
      PublishBatchRequestEntries: batch.map((change) => ({
        Id: change.id, Subject: messageSubject(change), Message: messageText(change), MessageAttributes: messageAttributes(change), ...inOrder(change),
      })),
    }));
    return Failed.map(({ Id, Code }) => ({ id: Id!, why: Code }));
  });
}

/** Sends each change as an event. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export function toBus(client: EventBridgeClient, eventBus: string): Deliver {
  return (changes) => inTurn(changes, 10, (change) => Buffer.byteLength(JSON.stringify(change)) + 1024, async (batch) => {
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: batch.map((change) => bucketEvent(change, eventBus)) }));
    return batch.flatMap(({ id }, i) => Entries[i]?.ErrorCode ? [{ id, why: Entries[i].ErrorCode }] : []);
  });
}

/** Imports findings, and says which were not accepted: by their ids. */
export type ImportFindings = (findings: readonly AwsSecurityFinding[]) => Promise<ReadonlyMap<string | undefined, string | undefined>>;

/** Updates the findings of Security Hub in a Region. @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
export function toHub(region: string, importFindings: ImportFindings): Deliver {
  return (changes) => inTurn(changes, 100, () => 2400, async (batch) => {
    const findings = batch.map((change) => securityFinding(change, region));
    const failed = await importFindings(findings);
    return batch.flatMap(({ id }, i) => failed.has(findings[i].Id) ? [{ id, why: failed.get(findings[i].Id) }] : []);
  });
}

/** Sends batches one after the other, and goes on after one that fails. */
async function inTurn(
  changes: readonly BucketChange[], items: number, size: (change: BucketChange) => number,
  send: (batch: readonly BucketChange[]) => Promise<readonly { readonly id: string; readonly why?: string }[]>,
): ReturnType<Deliver> {
  const failed = new Set<string>();
  let why: string | undefined;
  for (const batch of inBatches(changes, { items, bytes: MOST_BYTES }, size)) {
    try {
      (await send(batch)).forEach((failure) => {
        failed.add(failure.id);
        why ??= failure.why;
      });
    } catch (error) {
      batch.forEach(({ id }) => failed.add(id));
      why ??= (error as Error).message;
    }
  }
  return { failed, ...why === undefined ? {} : { why } };
}
