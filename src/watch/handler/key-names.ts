import { LiveAccount, LiveBucket } from '../../facts/live-bucket';

/** One name for a key or alias, however a bucket or an event spells it: `key/ID` or `alias/NAME`. */
export function keyName(text: string): string {
  const name = text.startsWith('arn:') ? text.split(':').slice(5).join(':') : text;
  return /^(?:key|alias)\//.test(name) ? name : `key/${name}`;
}

/** The names of the key that a bucket is encrypted with: as the bucket has it, and its id. */
export function keyNames({ answers }: LiveBucket, { keys }: LiveAccount): readonly string[] {
  const answer = answers.GetBucketEncryption;
  const rules = answer?.kind === 'value' ? (answer.value as EncryptionOutput)?.ServerSideEncryptionConfiguration?.Rules ?? [] : [];
  const named = rules.map((rule) => rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID).filter((name) => typeof name === 'string' && name !== '') as string[];
  const arns = named.flatMap((name) => {
    const arn = Object.hasOwn(keys, name) ? keys[name].arn : undefined;
    return arn?.kind === 'value' ? [arn.value] : [];
  });
  return [...new Set([...named, ...arns].map(keyName))].sort();
}

interface EncryptionOutput {
  readonly ServerSideEncryptionConfiguration?: {
    readonly Rules?: readonly { readonly ApplyServerSideEncryptionByDefault?: { readonly KMSMasterKeyID?: unknown } }[];
  };
}
