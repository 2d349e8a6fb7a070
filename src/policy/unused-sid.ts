/**
 * The wanted id, or with the lowest number behind it one that no other statement of the policy has: S3 accepts an id once.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
 */
export function unusedSid(others: Iterable<unknown>, wanted: string): string {
  const taken = new Set(others);
  let sid = wanted;
  for (let i = 2; taken.has(sid); i++) {
    sid = `${wanted}${i}`;
  }
  return sid;
}
