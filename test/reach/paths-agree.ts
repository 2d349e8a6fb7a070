import { globCovers } from '../../src/policy/glob';
import { askWhoCan } from '../../src/reach/access/ask-who-can';
import { PlaceNames } from '../../src/reach/place-names';
import { Reach } from '../../src/reach/reach';
import { REACH_ACTIONS } from '../../src/reach/reach-actions';
import { Template } from '../../src/template/template';

/**
 * Where the paths in rows of `who-can` and those of `reach` differ: for each place that runs as a role, and each action, both have to name the
 * same paths, and what is certain in a row has to be so in `reach`; the other way round as well, where `isAsSure`. Anyone who gets in as one of many, by a row on anyone or on an account, has no row of their own.
 */
export function disagreements(templates: readonly Template[], { isAsSure }: { readonly isAsSure: boolean }): string[] {
  const names = new PlaceNames(templates);
  const reach = new Reach(templates, names);
  const { whoCan } = askWhoCan(reach.facts, templates, undefined, names);
  return reach.buckets.flatMap((bucket) => {
    const { rows } = whoCan.of(bucket, { milliseconds: 60_000 });
    const ofReach = new Map<string, string>();
    const ofRoles = reach.places.filter(({ role, servicePrincipal, originAccessIdentity }) => role.known && role.value !== undefined && !servicePrincipal && !originAccessIdentity);
    for (const place of ofRoles) {
      for (const { id, path, actions, verdict } of reach.pathsTo(bucket).filter((one) => one.id === names.of(place.address))) {
        actions.forEach((action) => add(ofReach, [id, ...path.slice(1), action].join(' > '), verdict));
      }
    }
    const ofRows = new Map<string, string>();
    for (const { paths, objects } of rows) {
      for (const { places, path, actions, verdict } of paths) {
        // A pattern such as `s3:*` on objects is about no action on the bucket, and the other way round.
        const isOn = (action: string) => objects.some((arn) => /^(everything|not known)/.test(arn) || (action === 's3:ListBucket' ? !/^[^*]*\//.test(arn) : /[*]|\//.test(arn)));
        const named = REACH_ACTIONS.filter((action) => isOn(action) && actions.some((pattern) => globCovers(pattern.toLowerCase(), action.toLowerCase())));
        places.forEach(({ id }) => named.forEach((action) => add(ofRows, [id, ...path, action].join(' > '), verdict)));
      }
    }
    const isWide = (key: string) => rows.some(({ principal, actions }) => !/^(arn:|service |canonical user )/.test(principal) && actions.some((pattern) => globCovers(pattern.toLowerCase(), key.split(' > ').pop()!.toLowerCase())));
    return [...new Set([...ofReach.keys(), ...ofRows.keys()])].filter((key) => ofReach.get(key) !== ofRows.get(key) && (isAsSure || !(ofReach.get(key) === 'reaches' && ofRows.get(key) === 'unknown')) && (ofRows.get(key) === 'reaches' || !isWide(key)))
      .map((key) => `${key}: reach says ${ofReach.get(key) ?? 'cut'}, who-can ${ofRows.get(key) ?? 'cut'}; rows ${JSON.stringify(rows.map(({ principal, actions, certainty, conditions, reason, noPath }) => ({ principal, actions, certainty, conditions, reason, noPath })))}`);
  });
}

/** What passes for certain on a path passes, whatever else may. */
function add(found: Map<string, string>, key: string, verdict: string): void {
  found.set(key, found.get(key) === 'reaches' ? 'reaches' : verdict);
}
