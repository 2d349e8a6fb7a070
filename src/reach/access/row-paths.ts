import { RolePlaces } from './role-places';
import { PassingActions, RowArrivals } from './row-arrivals';
import { AccessPointFacts, BucketFacts } from '../../facts/bucket-facts';
import { PlaceFacts } from '../../facts/places/place-facts';
import { AccessRow } from '../../policy/access/rows';
import { globCovers } from '../../policy/glob';
import { ResourceAddress } from '../../template/template';
import { ConcreteNames } from '../concrete-names';
import { NetworkPath } from '../network-path';
import { ReachAnswers } from '../reach-answers';
import { arrivalOf, openAnswers, waysByMultiRegion } from '../reach-place';
import { Via } from '../reach-report';

/** A way by which requests of a role really come: from places of the templates that run as it. */
export interface RowPath {
  readonly places: readonly { readonly id: string; readonly type: string }[];
  readonly via: Via | null;
  /** What the requests go through, hop by hop, from behind the place to the bucket. */
  readonly path: readonly string[];
  /** Those of the actions of the row that pass on this path, or may. */
  readonly actions: readonly string[];
  /** They are all that the row lets its role do. */
  readonly allActions: boolean;
  readonly verdict: 'reaches' | 'unknown';
  /** Why the verdict is unknown. */
  readonly unknowns: readonly string[];
}

/** By which paths requests of a row come. */
export interface RowPaths {
  readonly paths: readonly RowPath[];
  /** Of a role of the templates, why there is no path; the role may be assumed from elsewhere all the same. */
  readonly noPath: string | null;
}

const NONE: RowPaths = { paths: [], noPath: null };
const ROLE = /^arn:[^:]*:iam::\d{12}:role\/[^*?]+$/;

/** Finds the paths of a row: those through the networks of the places that run as its role, as far as the row lets in what comes on them. */
export class PathsOfRows {
  private readonly answers: ReachAnswers;

  constructor(private readonly places: RolePlaces, private readonly names: ConcreteNames, private readonly isKnownRole: (arn: string) => boolean) {
    this.answers = ReachAnswers.of(places.surroundings);
  }

  /** @param deadline when no more time may be taken: what is not found by then is unknown */
  of(row: AccessRow, bucket: BucketFacts, deadline: number): RowPaths {
    if (!ROLE.test(row.principal)) {
      return NONE;
    }
    const places = this.places.of(row.principal).filter(({ onlyTo }) => !onlyTo?.known || onlyTo.value.includes(bucket.name));
    if (places.length === 0) {
      return this.isKnownRole(row.principal) ? { paths: [], noPath: this.nobodyRuns() } : NONE;
    }
    const arrivals = new RowArrivals(row, row.principal, this.names.plain(bucket.arn), this.names, deadline);
    const points = bucket.accessPoints.filter((point) => point.kind === 'access point' && arrivals.mentions(point));
    const straight = places.filter(({ onlyThrough }) => !onlyThrough).flatMap((place) => this.answers.pathsOf(place, bucket.region).map((path) => ({
      place,
      path,
      found: path.cuts.length > 0 ? [] : [undefined, ...points].flatMap((point) => this.pathsThrough(path, place, point, bucket, arrivals.passing(arrivalOf(path), point))),
    })));
    const isGlobal = bucket.accessPoints.some((point) => point.kind === 'multi-Region access point' && arrivals.mentions(point));
    const tried = [...straight, ...(isGlobal ? places : []).flatMap((place) => this.answers.multiRegionPathsOf(place, bucket).map((path) => ({
      place, path, found: this.pathsByMultiRegion(path, place, row, bucket),
    })))];
    const paths = grouped(tried.flatMap(({ found }) => found));
    return { paths, noPath: paths.length > 0 ? null : [...new Set(tried.map(({ place, path }) => this.whyNot(place, path)))].join(' ') };
  }

  private pathsThrough(path: NetworkPath, place: PlaceFacts, point: AccessPointFacts | undefined, bucket: BucketFacts, passing: readonly PassingActions[]): RowPath[] {
    const { address, type, role } = place;
    const isElsewhere = role.known && role.value !== undefined && !this.places.surroundings.identities.of(role.value);
    const open = [
      ...path.unknowns,
      ...isElsewhere ? [`role ${this.names.plain(role.value!)}: its policies are not in the templates`] : [],
      ...point && !point.vpc.known ? [point.vpc.reason] : [],
    ];
    return passing.map(({ actions, allActions, unknowns }): RowPath => ({
      places: [{ id: this.names.nameOf(address), type }],
      via: path.via,
      path: this.named([...path.hops.slice(1), ...point ? [point.address] : [], bucket.address]),
      actions,
      allActions,
      verdict: open.length + unknowns.length > 0 ? 'unknown' : 'reaches',
      unknowns: [...new Set([...open, ...unknowns])],
    }));
  }

  /** The names of multi-Region access points are reached by paths of their own, which `reach` follows through all policies. */
  private pathsByMultiRegion(path: NetworkPath, place: PlaceFacts, row: AccessRow, bucket: BucketFacts): RowPath[] {
    const isInRow = (action: string) => row.actions.some((pattern) => globCovers(pattern.toLowerCase(), action.toLowerCase()));
    const callers = this.answers.callersOf(place).filter((caller) => caller.kind === 'role' && caller.arn === row.principal);
    return callers.flatMap((caller) => openAnswers(path, bucket, waysByMultiRegion(arrivalOf(path), bucket, caller, place, this.names))).flatMap((answer): RowPath[] => {
      const actions = answer.actions.filter(isInRow);
      return actions.length === 0 || answer.verdict === 'cut' ? [] : [{
        places: [{ id: this.names.nameOf(place.address), type: place.type }],
        via: answer.via,
        path: this.named(answer.hops.slice(1)),
        actions,
        allActions: false,
        verdict: answer.verdict,
        unknowns: answer.unknowns,
      }];
    });
  }

  /** Each hop by its name; one that stands twice in a row once. */
  private named(hops: readonly ResourceAddress[]): string[] {
    return hops.map((hop) => this.names.nameOf(hop)).filter((hop, i, all) => hop !== all[i - 1]);
  }

  private whyNot({ address }: PlaceFacts, { cuts: [cut], hops, via }: NetworkPath): string {
    const id = this.names.nameOf(address);
    const gate = hops.length > 1 ? `through ${this.names.nameOf(hops[hops.length - 1])}` : via === 'service' ? 'from no VPC' : 'in a way that is not known';
    return cut ? `${id} runs as this role, and its requests are stopped: ${cut.reason}` : `${id} runs as this role, and its requests come ${gate}, which this entry does not let in.`;
  }

  private nobodyRuns(): string {
    const { open } = this.places;
    const names = [...new Set(open.map(({ address }) => this.names.nameOf(address)))].sort();
    return names.length === 0 ? 'No place of the templates runs as this role.'
      : `No place of the templates is known to run as this role; as which role ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''} ${names.length === 1 ? 'runs' : 'run'} is not known.`;
  }
}

/** A path once, for all places that take it. */
function grouped(paths: readonly RowPath[]): readonly RowPath[] {
  const groups = new Map<string, RowPath>();
  for (const path of paths) {
    const key = JSON.stringify({ ...path, places: undefined });
    const places = [...groups.get(key)?.places ?? [], ...path.places];
    groups.set(key, { ...path, places: places.filter(({ id }, i) => places.findIndex((other) => other.id === id) === i) });
  }
  return [...groups.values()];
}
