import { callersOf } from './callers-of-place';
import { ChainCaller } from './chain-caller';
import { ConcreteNames } from './concrete-names';
import { Destination, MULTI_REGION_ACCESS_POINTS, s3In } from './destination';
import { NetworkPath } from './network-path';
import { networkPaths } from './network-paths';
import { arrivalOf, best, followPath, multiRegionPointsOf, PathAnswer, PolicyWay, waysByMultiRegion, waysThroughPolicies } from './reach-place';
import { BucketFacts, Surroundings } from '../facts/bucket-facts';
import { PlaceFacts } from '../facts/places/place-facts';

/** What is found of places and buckets, each answer worked out once, anyone who asks. */
export class ReachAnswers {
  /** The answers on these surroundings: the same object each time. */
  static of(surroundings: Surroundings): ReachAnswers {
    const made = ANSWERS.get(surroundings) ?? new ReachAnswers(surroundings);
    ANSWERS.set(surroundings, made);
    return made;
  }

  private concrete: ConcreteNames | undefined;
  private readonly paths = new Map<PlaceFacts, Map<string, readonly NetworkPath[]>>();
  private readonly ways = new Map<BucketFacts, Map<string, readonly PolicyWay[]>>();
  private readonly arrivals = new Map<NetworkPath, string>();
  private readonly callers = new Map<PlaceFacts, readonly ChainCaller[]>();

  private constructor(readonly surroundings: Surroundings) {}

  /** The names that stand for what AWS chooses at deployment. */
  get names(): ConcreteNames {
    return this.concrete ??= this.makeNames();
  }

  /** The best of all paths of a place, with whatever credentials it may use. */
  of(place: PlaceFacts, bucket: BucketFacts): PathAnswer {
    const callers = this.callersOf(place);
    const straight = place.onlyThrough ? [] : this.pathsOf(place, bucket.region);
    const found = straight.flatMap((path) => callers.map((caller) => followPath(path, bucket, this.waysOf(path, bucket, caller, place))));
    const paths = found.some(({ verdict }) => verdict === 'reaches') ? [] : this.multiRegionPathsOf(place, bucket);
    return best([...found, ...paths.flatMap((path) => callers.map((caller) => followPath(path, bucket, waysByMultiRegion(arrivalOf(path), bucket, caller, place, this.names))))]);
  }

  /** Whose credentials the requests of a place are signed with, or may be. */
  callersOf(place: PlaceFacts): readonly ChainCaller[] {
    const callers = this.callers.get(place) ?? callersOf(place, this.surroundings.identities, this.names);
    this.callers.set(place, callers);
    return callers;
  }

  /** Many places are alike: the same role, the same way into S3. */
  private waysOf(path: NetworkPath, bucket: BucketFacts, caller: ChainCaller, { address }: PlaceFacts): readonly PolicyWay[] {
    const known = this.ways.get(bucket) ?? new Map<string, readonly PolicyWay[]>();
    this.ways.set(bucket, known);
    const arrival = arrivalOf(path);
    const way = this.arrivals.get(path) ?? JSON.stringify(arrival);
    this.arrivals.set(path, way);
    const key = `${caller.kind === 'role' ? caller.arn : JSON.stringify([caller, address])} ${way}`;
    const ways = known.get(key) ?? waysThroughPolicies(arrival, bucket, caller, address, this.names);
    known.set(key, ways);
    return ways;
  }

  /** The ways through its network alone, whatever any policy says. */
  pathsOf(place: PlaceFacts, region: string | undefined): readonly NetworkPath[] {
    return this.pathsTo(region ?? '', s3In(region), place);
  }

  /** The ways through its network to the multi-Region access points of a bucket; none, where it has none that the place may use. */
  multiRegionPathsOf(place: PlaceFacts, bucket: BucketFacts): readonly NetworkPath[] {
    const isBound = place.onlyTo !== undefined && place.onlyThrough === undefined;
    return isBound || multiRegionPointsOf(bucket, place.onlyThrough).length === 0 ? [] : this.pathsTo('multi-Region', MULTI_REGION_ACCESS_POINTS, place);
  }

  private pathsTo(key: string, to: Destination, place: PlaceFacts): readonly NetworkPath[] {
    const known = this.paths.get(place) ?? new Map<string, readonly NetworkPath[]>();
    this.paths.set(place, known);
    const paths = known.get(key) ?? networkPaths(place, this.surroundings.network, to);
    known.set(key, paths);
    return paths;
  }

  private makeNames(): ConcreteNames {
    const { buckets, places, network, identities, typeOf } = this.surroundings;
    const documents = [
      ...buckets.flatMap(({ policies, accessPoints }) => [...policies.map(({ document }) => document), ...accessPoints.map(({ policy }) => policy.document)]),
      ...network.endpoints.map(({ policy }) => policy), ...identities.all().flatMap(({ policies }) => policies),
    ];
    const typeNamed = (template: string, logicalId: string) => typeOf({ template, logicalId });
    const names = new ConcreteNames(typeNamed, JSON.stringify([documents, [...new Set([...buckets, ...places].map(({ account }) => account))]]));
    buckets.forEach(({ accessPoints, region }) => names.nameAccessPoints(accessPoints, region));
    return names;
  }
}

const ANSWERS = new WeakMap<Surroundings, ReachAnswers>();
