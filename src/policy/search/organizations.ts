import { absent, fixed, KeyTable, within } from './availability';
import { Caller } from './caller';
import { ORGANIZATION } from './key-domains';
import { anyText, atLeast, literal, sequence } from './linear-pattern';
import { freshOrganization, Vocabulary } from './vocabulary';

/**
 * Where policies speak of an organization both by its id and by its paths, the caller in each organization, since the
 * path begins with the id, and one is there whenever the other is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
 */
export function* inOrganizations(caller: Caller, { keys, organizations, constants }: Vocabulary): Iterable<Caller> {
  if (caller.type !== 'AWS' || !keys.has('aws:principalorgid') || !keys.has('aws:principalorgpaths')) {
    yield caller;
    return;
  }
  const written = (organization: string) => [...constants.get('aws:principalorgpaths') ?? []].filter((path) => path.startsWith(`${organization}/`)).map(literal);
  yield { ...caller, keys: { ...caller.keys, ...absent('aws:principalorgid', 'aws:principalorgpaths') } };
  // Of organizations that are not named there are as many as patterns can tell apart, so theirs is left open.
  yield { ...caller, keys: { ...caller.keys, ...keysOfNoNamedOrganization(organizations) } };
  for (const organization of caller.stranger ? [] : organizations) {
    const path = sequence(organization, '/r-', atLeast(4, 'a-z0-9'), '/');
    const unit = sequence(organization, '/r-', atLeast(4, 'a-z0-9'), '/ou-', atLeast(4, 'a-z0-9-'), '/', atLeast(0, 'a-z0-9/-'));
    yield { ...caller, keys: { ...caller.keys, 'aws:principalorgid': fixed(organization), 'aws:principalorgpaths': () => within('aws:principalorgpaths', false, [path, unit, ...written(organization)]) } };
  }
}

function keysOfNoNamedOrganization(organizations: ReadonlySet<string>): KeyTable {
  const fresh = freshOrganization(organizations);
  const named = [...organizations];
  return {
    'aws:principalorgid': () => within('aws:principalorgid', false, [literal(fresh), ORGANIZATION], named.map(literal)),
    'aws:principalorgpaths': () => within(
      'aws:principalorgpaths', false, [sequence(fresh, '/r-', anyText(1)), sequence(ORGANIZATION, '/r-', anyText(1))], named.map((organization) => sequence(organization, '/', anyText(0)))),
  };
}
