import { askWhoCan, Organization } from './access/ask-who-can';
import { Evidence, WhoCanRow } from './invariant';
import { PlaceNames } from './place-names';
import { Reach } from './reach';
import { ReachReport } from './reach-report';
import { ChainRow, WhoCan } from './who-can';
import { Template } from '../template/template';

export interface ReachEvidence {
  readonly reports: readonly ReachReport[];
  readonly evidence: Required<Evidence>;
}

/** The same for several groups of templates, of which each is deployed by itself, all under the policies of this organization. */
export function joinedEvidence(groups: readonly (readonly Template[])[], organization?: Organization): ReachEvidence {
  const names = new PlaceNames(groups.flat());
  const all = groups.map((templates) => reachEvidence(templates, names, organization));
  return {
    reports: all.flatMap(({ reports }) => reports),
    evidence: {
      pathsTo: (bucket) => firstKnown(all, ({ pathsTo }) => pathsTo(bucket)),
      whoCan: (bucket) => firstKnown(all, ({ whoCan }) => whoCan(bucket)),
      rolesOf: (place) => firstKnown(all, ({ rolesOf }) => rolesOf(place)),
      requestOf: (bucket, place) => firstKnown(all, ({ requestOf }) => requestOf(bucket, place)),
    },
  };
}

/**
 * What invariants on templates that are deployed together are judged by: the best path of each place at once, and all paths and everybody who
 * gets in where an invariant asks for them.
 *
 * @param names how resources are named; by default among these templates
 * @param organization its policies limit who gets in, and are not asked about paths
 */
export function reachEvidence(templates: readonly Template[], names: PlaceNames = new PlaceNames(templates), organization?: Organization): ReachEvidence {
  const reach = new Reach(templates, names);
  const bucketOf = (id: string) => reach.buckets.find(({ address }) => names.of(address) === id);
  const placesOf = (id: string) => reach.places.filter(({ address }) => names.of(address) === id);
  const who = whoCanIn(templates, reach, names, organization);
  return {
    reports: reach.reports(),
    evidence: {
      pathsTo: remembered((id) => {
        const bucket = bucketOf(id);
        return bucket && reach.pathsTo(bucket);
      }),
      whoCan: remembered((id) => who(id)),
      rolesOf: (id) => {
        const roles = placesOf(id).map((place) => reach.rolesOf(place));
        return roles.length > 0 && roles.every((some) => some !== undefined) ? [...new Set(roles.flat())] : undefined;
      },
      requestOf: (bucketId, id) => {
        const bucket = bucketOf(bucketId);
        return bucket && placesOf(id).map((place) => reach.requestOf(bucket, place)).find((request) => request !== undefined);
      },
    },
  };
}

function firstKnown<T>(all: readonly ReachEvidence[], ask: (evidence: Required<Evidence>) => T | undefined): T | undefined {
  for (const { evidence } of all) {
    const found = ask(evidence);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** More than a list needs, because what is not decided does not hold. */
const MILLISECONDS = 3000;

function whoCanIn(
  templates: readonly Template[], { facts }: Reach, names: PlaceNames, organization: Organization | undefined,
): (bucket: string) => readonly WhoCanRow[] | undefined {
  let made: { readonly whoCan: WhoCan; readonly ids: ReadonlyMap<string, string> } | undefined;
  return (id) => {
    if (!made) {
      const { whoCan, names: concrete, identities } = askWhoCan(facts, templates, organization, names);
      made = { whoCan, ids: namesByArn(identities.map(({ arn, address }) => [concrete.readable(concrete.plain(arn)), names.of(address)])) };
    }
    const { whoCan, ids } = made;
    const bucket = facts.buckets.find(({ address }) => names.of(address) === id);
    return bucket && whoCan.of(bucket, { milliseconds: MILLISECONDS, withoutPaths: true }).rows.map((row) => rowOf(row, ids.get(row.principal)));
  };
}

/** Of ARNs that read alike, because AWS chooses the names of both at deployment, none is known. */
function namesByArn(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  pairs.forEach(([arn]) => counts.set(arn, (counts.get(arn) ?? 0) + 1));
  return new Map(pairs.filter(([arn]) => counts.get(arn) === 1));
}

function rowOf({ principal, actions, certainty, witness }: ChainRow, id: string | undefined): WhoCanRow {
  return { principal, ...id === undefined ? {} : { id }, actions, certainty: certainty === 'certain' ? 'yes' : 'unknown', ...witness ? { request: witness } : {} };
}

function remembered<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    if (!known.has(key)) {
      known.set(key, make(key));
    }
    return known.get(key)!;
  };
}
