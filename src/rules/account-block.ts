import { BucketFacts, PublicAccessBlockSwitch } from '../facts/bucket-facts';

/** What is said of Block Public Access is said of buckets that are there: in a template nobody knows the account's settings. */
export type Blocked = Partial<Pick<BucketFacts, 'publicAccessBlock' | 'live'>>;

/**
 * Says whether a switch still keeps the public out, as a sentence to follow another; nothing of a bucket of a template.
 *
 * S3 applies the most restrictive combination of the settings of the bucket and of the account. Those of the account may be an
 * Organizations S3 policy's: S3 answers with what is in force.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_s3.html
 */
export function stillBlocked({ publicAccessBlock, live }: Blocked, name: 'RestrictPublicBuckets' | 'IgnorePublicAcls'): string {
  if (!live) {
    return '';
  }
  const [own, account] = [publicAccessBlock?.[name], live.accountPublicAccessBlock[name]];
  const effect = name === 'RestrictPublicBuckets' ? 'keeps everyone except AWS services and the account of the bucket out' : 'makes S3 ignore it';
  return own?.known && own.value ? `. ${name} of the bucket still ${effect}`
    : account.known && account.value ? `. ${name} of the account still ${effect}`
      : own && !own.known ? `. Whether ${name} of the bucket ${effect} is not known: ${own.reason}`
        : account.known ? `. Neither the bucket nor its account blocks it: ${name} is off in both` : `. Whether ${name} of the account ${effect} is not known: ${account.reason}`;
}

/** What the account has to say of a switch that is off in the bucket, to follow in the same sentence. */
export function ofAccount({ live }: Blocked, name: PublicAccessBlockSwitch): string {
  const account = live?.accountPublicAccessBlock[name];
  return !account ? '' : !account.known ? `, and whether the account blocks it is not known: ${account.reason}`
    : account.value ? ', which the account has on for all of its buckets as long as no one changes that' : ', and so has its account';
}
