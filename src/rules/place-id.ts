import { BucketFacts } from '../facts/bucket-facts';
import { ResourceAddress } from '../template/template';

/** What a finding on a bucket calls another resource: its logical id, with its template and `/` before it where that is not the bucket's. */
export function placeId({ template, logicalId }: ResourceAddress, { address }: Pick<BucketFacts, 'address'>): string {
  return template === address.template ? logicalId : `${template}/${logicalId}`;
}
