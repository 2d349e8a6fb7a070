import { callersOf } from './callers-of-place';
import { ChainCaller } from './chain-caller';
import { ConcreteNames } from './concrete-names';
import { fromInternet } from './internet';
import { NetworkPath } from './network-path';
import { networkPaths } from './network-paths';
import { PlaceNames } from './place-names';
import { arrivalOf, best, followPath, openAnswers, PathAnswer, PolicyWay, waysThroughPolicies } from './reach-place';
import { PlaceReport, ReachReport } from './reach-report';
import { BucketFacts } from '../facts/bucket-facts';
import { PlaceFacts } from '../facts/places/place-facts';
import { TemplateFacts } from '../facts/template-facts';
import { PolicyRequest } from '../policy/policy-request';
import { ResourceAddress, Template } from '../template/template';

/** Which of the answers are wanted; all of them, if no more is said. */
export interface Wanted {
  readonly buckets?: readonly ResourceAddress[];
  readonly places?: readonly ResourceAddress[];
}

/** Which places of templates that are deployed together reach which of their buckets, by which paths. */
export class Reach {
  private readonly facts: TemplateFacts;
  private readonly concrete: ConcreteNames;
  private readonly paths = new Map<PlaceFacts, Map<string | undefined, readonly NetworkPath[]>>();
  private readonly byTemplate: ReadonlyMap<string, Template>;
  private readonly ways = new Map<BucketFacts, Map<string, readonly PolicyWay[]>>();
  private readonly arrivals = new Map<NetworkPath, string>();
  private readonly callers = new Map<PlaceFacts, readonly ChainCaller[]>();

  /** @param names how resources are named; by default among these templates */
  constructor(templates: readonly Template[], readonly names: PlaceNames = new PlaceNames(templates)) {
    // Outcomes of conditions are not worked out: what a condition decides is unknown.
    this.facts = new TemplateFacts(templates, []);
    this.byTemplate = new Map(templates.map((template) => [template.id, template]));
    const documents = [
      ...this.facts.buckets.flatMap(({ policies, accessPoints }) => [...policies.map(({ document }) => document), ...accessPoints.map(({ policy }) => policy.document)]),
      ...this.facts.network.endpoints.map(({ policy }) => policy), ...this.facts.identities.all().flatMap(({ policies }) => policies),
    ];
    this.concrete = new ConcreteNames((template, logicalId) => this.typeOf({ template, logicalId }), JSON.stringify([documents, templates.map(({ account }) => account)]));
  }

  get buckets(): readonly BucketFacts[] {
    return this.facts.buckets;
  }

  get places(): readonly PlaceFacts[] {
    return this.facts.places;
  }

  /** The type of a resource of the templates. */
  typeOf({ template, logicalId }: ResourceAddress): string | undefined {
    return this.byTemplate.get(template)?.resources[logicalId]?.Type;
  }

  /** A report for each bucket. */
  reports({ buckets, places }: Wanted = {}): ReachReport[] {
    return this.buckets.filter(({ address }) => isAmong(address, buckets)).map((bucket) => this.report(bucket, this.places.filter(({ address }) => isAmong(address, places))));
  }

  /** A request that passes, as people can read it; for the places that reach the bucket. */
  requestOf(bucket: BucketFacts, place: PlaceFacts): PolicyRequest | undefined {
    const { request } = this.answer(place, bucket);
    return request && JSON.parse(this.concrete.readable(JSON.stringify(request))) as PolicyRequest;
  }

  /** Every path of every place to the bucket that passes or may pass, each as a row of its own. Whatever is not there is cut. */
  pathsTo(bucket: BucketFacts): PlaceReport[] {
    const rows = this.placesFor(bucket).flatMap((place) => this.pathsOf(place, bucket.region).flatMap((path) => this.callersOf(place).flatMap((caller) =>
      openAnswers(path, bucket, waysThroughPolicies(arrivalOf(path), bucket, caller, place.address, this.concrete, 'all')).map((answer) => this.row(place, answer)))));
    return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
  }

  /** The roles as which a place may send its requests, by the names that reports use; undefined where one of them is not known. */
  rolesOf(place: PlaceFacts): readonly string[] | undefined {
    const roles = this.callersOf(place).map((caller) => caller.kind === 'role' ? caller.address && this.names.of(caller.address) : undefined);
    return roles.every((role) => role !== undefined) ? roles : undefined;
  }

  private report(bucket: BucketFacts, places: readonly PlaceFacts[]): ReachReport {
    const assumptions = new Set<string>();
    if (!bucket.live && bucket.publicAccessBlockUnset.length === 4) {
      assumptions.add(`Nothing sets Block Public Access of ${this.names.of(bucket.address)}: S3 has it on in a new bucket.`);
    }
    // What stands in one resource may be several places.
    const byId = new Map<string, PlaceFacts[]>();
    for (const place of this.placesFor(bucket, places)) {
      const id = this.names.of(place.address);
      byId.set(id, [...byId.get(id) ?? [], place]);
    }
    const reports = [...byId].map(([, parts]): PlaceReport => {
      const answer = best(parts.map((part) => this.answer(part, bucket)));
      answer.assumptions.forEach((assumption) => assumptions.add(assumption));
      return this.row(parts[0], answer);
    });
    const internet = fromInternet(bucket, this.concrete);
    return { bucket: this.names.of(bucket.address), internet, places: reports, assumptions: [...assumptions] };
  }

  private row(place: PlaceFacts, answer: PathAnswer): PlaceReport {
    const cuts = answer.cuts.map(({ at, kind, reason }) => ({ at: this.names.of(at), kind, reason: this.concrete.readable(reason) }));
    return {
      id: this.names.of(place.address),
      type: place.type,
      verdict: answer.verdict,
      via: answer.via,
      actions: answer.actions,
      path: answer.hops.map((hop) => this.names.of(hop)).filter((hop, i, all) => hop !== all[i - 1]),
      cut: cuts[0] ?? null,
      cuts,
      unknowns: answer.unknowns.map((text) => this.concrete.readable(text)),
    };
  }

  /** Some places send requests to some buckets only. */
  private placesFor({ name }: BucketFacts, places: readonly PlaceFacts[] = this.places): readonly PlaceFacts[] {
    return places.filter(({ onlyTo }) => !onlyTo?.known || onlyTo.value.includes(name));
  }

  private callersOf(place: PlaceFacts): readonly ChainCaller[] {
    const callers = this.callers.get(place) ?? callersOf(place, this.facts.identities, this.concrete);
    this.callers.set(place, callers);
    return callers;
  }

  /** The best of all paths of a place, with whatever credentials it may use. */
  private answer(place: PlaceFacts, bucket: BucketFacts): PathAnswer {
    const callers = this.callersOf(place);
    return best(this.pathsOf(place, bucket.region).flatMap((path) => callers.map((caller) => followPath(path, bucket, this.waysOf(path, bucket, caller, place)))));
  }

  /** Many places are alike: the same role, the same way into S3. */
  private waysOf(path: NetworkPath, bucket: BucketFacts, caller: ChainCaller, { address }: PlaceFacts): readonly PolicyWay[] {
    const known = this.ways.get(bucket) ?? new Map<string, readonly PolicyWay[]>();
    this.ways.set(bucket, known);
    const arrival = arrivalOf(path);
    const way = this.arrivals.get(path) ?? JSON.stringify(arrival);
    this.arrivals.set(path, way);
    const key = `${caller.kind === 'role' ? caller.arn : JSON.stringify([caller, address])} ${way}`;
    const ways = known.get(key) ?? waysThroughPolicies(arrival, bucket, caller, address, this.concrete);
    known.set(key, ways);
    return ways;
  }

  private pathsOf(place: PlaceFacts, region: string | undefined): readonly NetworkPath[] {
    const known = this.paths.get(place) ?? new Map<string | undefined, readonly NetworkPath[]>();
    this.paths.set(place, known);
    const paths = known.get(region) ?? networkPaths(place, this.facts.network, region);
    known.set(region, paths);
    return paths;
  }
}

function isAmong({ template, logicalId }: ResourceAddress, wanted: readonly ResourceAddress[] | undefined): boolean {
  return wanted === undefined || wanted.some((one) => one.template === template && one.logicalId === logicalId);
}
