import { fixed, free, NEVER, remembered } from './availability';
import { Caller } from './caller';
import { KeyAvailability } from './key-theory';
import { Route } from './routes';
import { Vocabulary } from './vocabulary';
import { familyOf, knowledgeOf } from '../condition-keys';
import { canCarry, S3Action } from '../s3-actions';

/** What every request has, anyone who sends it. */
const ALWAYS_PRESENT: ReadonlySet<string> = new Set(['aws:currenttime', 'aws:epochtime', 'aws:useragent', 'aws:requestedregion', 'aws:userid']);

/** Keys of tags on what is asked for, which the table of actions lists. */
const TAGGING_KEYS: ReadonlySet<string> = new Set(['aws:tagkeys', 'aws:requesttag/', 'aws:resourcetag/']);

/** Whether the key can only come with some actions; all other keys come with who sends a request and from where. */
export function isActionKey(key: string): boolean {
  return (key.startsWith('s3:') && key !== 's3:tlsversion') || TAGGING_KEYS.has(familyOf(key));
}

/** What requests from this sender can have for a key that does not depend on the action. */
export function availabilityFor(vocabulary: Vocabulary, caller: Caller, route: Route, secure: boolean, key: string): KeyAvailability {
  if (!isCarried(vocabulary, key)) {
    return NEVER;
  }
  for (const owner of [caller, route]) {
    if (Object.hasOwn(owner.keys, key)) {
      return remembered(owner, key, owner.keys[key]);
    }
  }
  if (key === 'aws:securetransport') {
    return SECURE[String(secure) as 'true' | 'false'];
  }
  if (key === 's3:tlsversion' && secure) {
    // Every TLS connection has a version, so that a Deny below a version that there is not locks everybody out, as
    // https://github.com/aws/aws-cdk/issues/30226 reports.
    return free(vocabulary, key, false)();
  }
  const never = key === 's3:tlsversion' || (key.startsWith('aws:principaltag/') && (caller.type === 'anonymous' || caller.type === 'Service'));
  return never ? NEVER : free(vocabulary, key, !ALWAYS_PRESENT.has(key))();
}

const SECURE = { true: fixed('true')(), false: fixed('false')() };

/** What requests with this action can have for a key that depends on it. */
export function availabilityWith(vocabulary: Vocabulary, action: S3Action, key: string): KeyAvailability {
  return isCarried(vocabulary, key) && canCarry(action, key) ? free(vocabulary, key, true)() : NEVER;
}

/** A key of another service, or one that does not exist, comes with no request. */
function isCarried({ neverCarried }: Vocabulary, key: string): boolean {
  return knowledgeOf(key).kind === 'known' && !neverCarried.has(familyOf(key));
}
