import { NOT_APPLICABLE, Rule } from './rule';

/** What it says is not of a bucket: `unused-acknowledgements.ts` finds it. */
export const ACKNOWLEDGEMENTS_USED: Rule = {
  id: 'HardenedBucket-AcknowledgementsUsed',
  title: 'every acknowledgment has a reason, and matches a finding',
  why: 'An acknowledgment with a misspelled id suppresses nothing, and an obsolete one suppresses the next finding that it matches, whatever its reason was.',
  fix: 'correct the id or the reason in Validations.of(…).acknowledge, or remove the acknowledgment',
  example: "Validations.of(bucket).acknowledge({ id: 'HardenedBucket-Versioning', reason: 'scratch data, made again every night' });",
  level: 'BASELINE',
  severity: 'warning',
  controls: {},
  notLive: 'acknowledgments belong to constructs',
  check: () => NOT_APPLICABLE,
};
