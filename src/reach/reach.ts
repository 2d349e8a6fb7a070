import { fromInternet } from './internet';
import { PlaceNames } from './place-names';
import { ReachAnswers } from './reach-answers';
import { arrivalOf, best, openAnswers, PathAnswer, waysByMultiRegion, waysThroughPolicies } from './reach-place';
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
  readonly facts: TemplateFacts;
  private readonly answers: ReachAnswers;

  /** @param names how resources are named; by default among these templates */
  constructor(templates: readonly Template[], readonly names: PlaceNames = new PlaceNames(templates)) {
    // Outcomes of conditions are not worked out: what a condition decides is unknown.
    this.facts = new TemplateFacts(templates, []);
    this.answers = ReachAnswers.of(this.facts.surroundings);
  }

  get buckets(): readonly BucketFacts[] {
    return this.facts.buckets;
  }

  get places(): readonly PlaceFacts[] {
    return this.facts.places;
  }

  /** The type of a resource of the templates. */
  typeOf(address: ResourceAddress): string | undefined {
    return this.facts.surroundings.typeOf(address);
  }

  /** A report for each bucket. */
  reports({ buckets, places }: Wanted = {}): ReachReport[] {
    return this.buckets.filter(({ address }) => isAmong(address, buckets)).map((bucket) => this.report(bucket, this.places.filter(({ address }) => isAmong(address, places))));
  }

  /** A request that passes, as people can read it; for the places that reach the bucket. */
  requestOf(bucket: BucketFacts, place: PlaceFacts): PolicyRequest | undefined {
    const { request } = this.answers.of(place, bucket);
    return request && JSON.parse(this.answers.names.readable(JSON.stringify(request))) as PolicyRequest;
  }

  /** Every path of every place to the bucket that passes or may pass, each as a row of its own. Whatever is not there is cut. */
  pathsTo(bucket: BucketFacts): PlaceReport[] {
    const { answers } = this;
    const rows = this.placesFor(bucket).flatMap((place) => answers.callersOf(place).flatMap((caller) => [
      ...(place.onlyThrough ? [] : answers.pathsOf(place, bucket.region)).flatMap((path) => openAnswers(path, bucket, waysThroughPolicies(arrivalOf(path), bucket, caller, place.address, answers.names, 'all'))),
      ...answers.multiRegionPathsOf(place, bucket).flatMap((path) => openAnswers(path, bucket, waysByMultiRegion(arrivalOf(path), bucket, caller, place, answers.names))),
    ].map((answer) => this.row(place, answer))));
    return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
  }

  /** The roles as which a place may send its requests, by the names that reports use; undefined where one of them is not known. */
  rolesOf(place: PlaceFacts): readonly string[] | undefined {
    const roles = this.answers.callersOf(place).map((caller) => caller.kind === 'role' ? caller.address && this.names.of(caller.address) : undefined);
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
      const answer = best(parts.map((part) => this.answers.of(part, bucket)));
      answer.assumptions.forEach((assumption) => assumptions.add(assumption));
      return this.row(parts[0], answer);
    });
    const internet = fromInternet(bucket, this.answers.names);
    return { bucket: this.names.of(bucket.address), internet, places: reports, assumptions: [...assumptions] };
  }

  private row(place: PlaceFacts, answer: PathAnswer): PlaceReport {
    const readable = (text: string) => this.answers.names.readable(text);
    const cuts = answer.cuts.map(({ at, kind, reason }) => ({ at: this.names.of(at), kind, reason: readable(reason) }));
    return {
      id: this.names.of(place.address),
      type: place.type,
      verdict: answer.verdict,
      via: answer.via,
      actions: answer.actions,
      path: answer.hops.map((hop) => this.names.of(hop)).filter((hop, i, all) => hop !== all[i - 1]),
      cut: cuts[0] ?? null,
      cuts,
      unknowns: answer.unknowns.map(readable),
    };
  }

  /** Some places send requests to some buckets only. */
  private placesFor({ name }: BucketFacts, places: readonly PlaceFacts[] = this.places): readonly PlaceFacts[] {
    return places.filter(({ onlyTo }) => !onlyTo?.known || onlyTo.value.includes(name));
  }
}

function isAmong({ template, logicalId }: ResourceAddress, wanted: readonly ResourceAddress[] | undefined): boolean {
  return wanted === undefined || wanted.some((one) => one.template === template && one.logicalId === logicalId);
}
