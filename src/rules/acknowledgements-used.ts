import { NOT_APPLICABLE, Rule } from './rule';

/** What it says is not of a bucket: `unused-acknowledgements.ts` finds it. */
export const ACKNOWLEDGEMENTS_USED: Rule = {
  id: 'HardenedBucket-AcknowledgementsUsed',
  title: 'every acknowledgment has a reason, and a finding that it is for',
  why: 'An acknowledgment with a misspelled id hides nothing, and one that is left over hides the next finding that it fits, whatever the reason was.',
  fix: 'correct the id or the reason in Validations.of(…).acknowledge, or remove the acknowledgment',
  example: "Validations.of(bucket).acknowledge({ id: 'HardenedBucket-Versioning', reason: 'scratch data, made again every night' });",
  level: 'BASELINE',
  severity: 'warning',
  controls: {},
  notLive: 'acknowledgments are of constructs',
  check: () => NOT_APPLICABLE,
};
