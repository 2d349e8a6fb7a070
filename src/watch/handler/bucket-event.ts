import { BucketChange } from './bucket-change';
import { ReportedStatus } from './transition';

/** The source of the events of a watch. */
export const EVENT_SOURCE = 'cdk-hardened-bucket.watch';

const DETAIL_TYPES: Readonly<Record<ReportedStatus, string>> = {
  NONCOMPLIANT: 'Bucket Noncompliant',
  COMPLIANT: 'Bucket Compliant',
  UNKNOWN: 'Bucket Unknown',
  CLOSED: 'Bucket Closed',
};

/** A change as an event of EventBridge. Its detail follows docs/bucket-events.schema.json. */
export function bucketEvent(change: BucketChange, eventBus: string) {
  const { partition, bucket, status, time } = change;
  return {
    Source: EVENT_SOURCE,
    DetailType: DETAIL_TYPES[status],
    Detail: JSON.stringify(change),
    Resources: [`arn:${partition}:s3:::${bucket}`],
    Time: new Date(time),
    EventBusName: eventBus,
  };
}
