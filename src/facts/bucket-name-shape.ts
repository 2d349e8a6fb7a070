/** Says whether a name has the suffix of such a namespace: S3 refuses it in the global namespace, and to every other account. */
export function hasAccountRegionalSuffix(name: string): boolean {
  return /-(\d{12}|⟦AWS#AccountId⟧)-([a-z]{2,}(-[a-z]+)+-\d+|⟦AWS#Region⟧)-an$/.test(name);
}

/**
 * Says whether a name ends with a GUID, or with a hash as CDK generates names: nobody guesses it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html#create-bucket-name-guid
 */
export function endsWithHash(name: string): boolean {
  const [end] = /[0-9a-f]{12}$/.exec(name) ?? [''];
  // An account has digits alone.
  return /[a-f]/.test(end) && /\d/.test(end);
}
