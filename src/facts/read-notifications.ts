import { EvaluatedResource, groupBy } from './evaluated-resource';
import { known, Known } from './known';
import { dig, textOf } from './read-json';

/** The custom resources with which CDK gives buckets their notifications, looked up by the bucket. */
export class NotificationResources {
  private readonly byBucket: ReadonlyMap<string, EvaluatedResource[]>;

  constructor(resources: readonly EvaluatedResource[]) {
    this.byBucket = groupBy(resources, ({ properties }) => [textOf(dig(properties, 'BucketName'))]);
  }

  /** Whether this bucket is given some. */
  of(bucketName: string): Known<boolean> {
    return known(this.byBucket.has(bucketName));
  }
}
