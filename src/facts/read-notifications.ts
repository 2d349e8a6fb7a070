import { EvaluatedResource, groupBy } from '../template/evaluated-resource';
import { known, Known } from '../template/known';
import { dig, isRecord, textOf } from '../template/read-json';

/**
 * What gives buckets their notifications from outside, looked up by the bucket: the custom resources of CDK, and the functions
 * of SAM, whose S3 events SAM writes into the bucket.
 */
export class NotificationResources {
  private readonly byBucket: ReadonlyMap<string, EvaluatedResource[]>;

  constructor(customResources: readonly EvaluatedResource[], functions: readonly EvaluatedResource[]) {
    this.byBucket = groupBy([...customResources, ...functions], ({ properties }) => [dig(properties, 'BucketName'), ...bucketsOfEvents(properties)].map(textOf));
  }

  /** Whether this bucket is given some. */
  of(bucketName: string): Known<boolean> {
    return known(this.byBucket.has(bucketName));
  }
}

/** @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-s3.html */
function bucketsOfEvents(properties: unknown): unknown[] {
  const events = dig(properties, 'Events');
  return isRecord(events) ? Object.values(events).filter((event) => dig(event, 'Type') === 'S3').map((event) => dig(event, 'Properties', 'Bucket')) : [];
}
