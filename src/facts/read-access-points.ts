import { AccessPointFacts, PUBLIC_ACCESS_BLOCK_SWITCHES, PublicAccessBlockSwitch } from './bucket-facts';
import { constructPathOf, EvaluatedResource, groupBy } from './evaluated-resource';
import { known, Known, readKnown } from './known';
import { asBoolean, dig, textOf } from './read-json';

/** The four switches. Where they are not mentioned at all, S3 has them on for an access point and CloudFormation off for a bucket. */
export function readPublicAccessBlock(configuration: unknown, absent: boolean): Readonly<Record<PublicAccessBlockSwitch, Known<boolean>>> {
  return Object.fromEntries(PUBLIC_ACCESS_BLOCK_SWITCHES.map((name) => [
    name, configuration === undefined ? known(absent) : readKnown(dig(configuration, name), (value) => asBoolean(value, false)),
  ])) as Record<PublicAccessBlockSwitch, Known<boolean>>;
}

/** The access points of templates, looked up by their bucket. */
export class AccessPoints {
  private readonly all: readonly AccessPointOf[];
  private readonly byBucket: ReadonlyMap<string, AccessPointOf[]>;

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html */
  constructor(accessPoints: readonly EvaluatedResource[], multiRegion: readonly EvaluatedResource[]) {
    const read = (kind: AccessPointFacts['kind'], bucketsOf: (properties: unknown) => unknown[]) => ({ address, resource, properties }: EvaluatedResource): AccessPointOf => ({
      facts: { address, constructPath: constructPathOf(resource), kind, publicAccessBlock: readPublicAccessBlock(dig(properties, 'PublicAccessBlockConfiguration'), true) },
      buckets: bucketsOf(properties).map(textOf),
    });
    this.all = [
      ...accessPoints.map(read('access point', (properties) => [dig(properties, 'Bucket')])),
      ...multiRegion.map(read('multi-Region access point', (properties) => {
        const regions = dig(properties, 'Regions');
        return Array.isArray(regions) ? regions.map((region) => dig(region, 'Bucket')) : [];
      })),
    ];
    this.byBucket = groupBy(this.all, ({ buckets }) => buckets);
  }

  /** Those of this bucket. */
  of(bucketName: string): AccessPointFacts[] {
    return (this.byBucket.get(bucketName) ?? []).map(({ facts }) => facts);
  }

  /** All but these. */
  others(known_: readonly AccessPointFacts[]): AccessPointFacts[] {
    const found = new Set(known_);
    return this.all.map(({ facts }) => facts).filter((facts) => !found.has(facts));
  }
}

interface AccessPointOf {
  readonly facts: AccessPointFacts;
  readonly buckets: readonly string[];
}
