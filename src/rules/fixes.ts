import { BucketFacts } from '../facts/bucket-facts';

/** What to do about a finding, in the language of whoever reads it. */
export interface Fixes {
  /** In a template: the property or the statement. */
  readonly cloudFormation: string;
  /** In CDK code; absent where that is said as for a template. */
  readonly cdk?: string;
  /** In the properties of a construct of this library; absent where that is said as for other CDK code. */
  readonly construct?: string;
}

/** Whose language a fix is in. */
export type FixReader = keyof Fixes;

/** Who reads the findings on a bucket: whoever wrote it with the construct, with CDK, or as a template. */
export function readerOf({ construct }: Pick<BucketFacts, 'construct'>): FixReader {
  return !construct.known ? 'cloudFormation' : construct.value === undefined ? 'cdk' : 'construct';
}

/** The fix that helps this reader most. */
export function fixFor(reader: FixReader, { cloudFormation, cdk = cloudFormation, construct = cdk }: Fixes): string {
  return { cloudFormation, cdk, construct }[reader];
}
