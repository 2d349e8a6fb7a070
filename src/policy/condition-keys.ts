import { GLOBAL_CONDITION_KEYS, OTHER_SERVICES } from './condition-keys.generated';
import { nearestName } from './nearest-name';
import { COMMON_CONDITION_KEYS, S3_ACTION_ROWS } from './s3-actions.generated';

/** Condition keys that requests to S3 can carry, as AWS writes them; one that ends in `/` has any name behind it. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ...GLOBAL_CONDITION_KEYS,
  // The list of services' own keys has this one; no action of the table does.
  's3:BucketTag/',
  ...COMMON_CONDITION_KEYS.split(' '),
  ...S3_ACTION_ROWS.flatMap(([, , , keys]) => keys.split(' ')),
].filter((key) => key !== '').map((key) => [key.toLowerCase(), key]));

const SERVICES: ReadonlySet<string> = new Set(OTHER_SERVICES);

/** The part of a key that names what it is: `aws:principaltag/` of `aws:principaltag/team`. */
export function familyOf(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? key : key.slice(0, slash + 1);
}

/** A key as AWS writes it. Keys do not depend on case. */
export function spelledKey(key: string): string {
  const family = SPELLINGS.get(familyOf(key.toLowerCase()));
  return family === undefined ? key : family + key.slice(family.length);
}

/** What is known of a condition key that a policy names. */
export type KeyKnowledge =
  /** Requests to S3 can carry it. */
  | { readonly kind: 'known' }
  /** It belongs to another service, so no request to S3 carries it. */
  | { readonly kind: 'foreign' }
  /** AWS has no such key, and this one is meant. */
  | { readonly kind: 'misspelled'; readonly meant: string }
  /** It may be newer than the tables of keys. */
  | { readonly kind: 'newer' };

const knowledge = new Map<string, KeyKnowledge>();

/**
 * Says whether requests to S3 can carry this key, given in lower case.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function knowledgeOf(key: string): KeyKnowledge {
  let known = knowledge.get(key);
  if (!known) {
    known = findOut(key);
    if (knowledge.size < 5_000) {
      knowledge.set(key, known);
    }
  }
  return known;
}

function findOut(key: string): KeyKnowledge {
  const family = familyOf(key);
  if (SPELLINGS.has(family)) {
    return { kind: 'known' };
  }
  const prefix = key.split(':')[0];
  // Keys of identity providers have the provider's name for a prefix, and come with the sessions that it vouches for.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
  if (key.includes(':') && (prefix.includes('.') || prefix === 'saml')) {
    return { kind: 'known' };
  }
  const meant = nearestKey(family);
  return meant !== undefined ? { kind: 'misspelled', meant } : SERVICES.has(prefix) ? { kind: 'foreign' } : { kind: 'newer' };
}

/** The key of the same prefix that is nearest, or the one of that name under another prefix. */
function nearestKey(family: string): string | undefined {
  const [prefix, name = prefix] = family.split(':');
  const nameOf = (key: string) => key.split(':')[1].replace(/\/$/, '').toLowerCase();
  const same = name.replace(/\/$/, '');
  const spellings = [...SPELLINGS.values()];
  const elsewhere = spellings.find((key) => nameOf(key) === same && (!family.includes(':') || prefix === 'aws' || prefix === 's3'));
  if (elsewhere !== undefined) {
    return elsewhere;
  }
  const ofPrefix = spellings.filter((key) => key.startsWith(`${prefix}:`));
  const nearest = nearestName(same, ofPrefix.map(nameOf));
  return nearest === undefined ? undefined : ofPrefix.find((key) => nameOf(key) === nearest);
}
