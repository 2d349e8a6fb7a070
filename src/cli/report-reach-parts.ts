import { groupBy } from './report-groups';
import { Drawn, ReachGraph, reachGraph, TypeOf } from './report-reach-graph';
import { cutsOf } from './report-reach-groups';
import { CUT_WORDS, hopsOf, VERDICT_NAMES, VERDICTS } from './report-reach-words';
import { CUT_KINDS, CutKind, PlaceReport, ReachReport, Verdict } from '../reach/reach-report';

/** How many nodes a reader takes in at once. */
export const LARGEST_GRAPH = 40;

/** A part of the picture of a bucket. */
export interface ReachPart {
  /** What its places have in common, or that it is about the internet; null where there is one part. */
  readonly about: Verdict | 'internet' | null;
  /** What cuts its places, where one kind of thing does. */
  readonly cutKind: CutKind | null;
  readonly places: number;
  readonly graph: ReachGraph;
}

/**
 * The picture of a bucket: whole where it is small. Otherwise places of a type that take the same hops and end alike are one node, and
 * the picture comes in parts: one for each verdict and kind of cut, or more where that is still too large.
 */
export function reachParts(report: ReachReport, typeOf: TypeOf): ReachPart[] {
  const { places, bucket } = report;
  const whole = reachGraph(report, places.map((place) => [place]), typeOf, true);
  if (whole.nodes.length <= LARGEST_GRAPH) {
    return [{ about: null, cutKind: null, places: places.length, graph: whole }];
  }
  const sameEnds = VERDICTS.flatMap((verdict) => groupBy(places.filter((place) => place.verdict === verdict), kindOf)
    .sort(([a], [b]) => a === null || b === null ? 0 : CUT_KINDS.indexOf(a) - CUT_KINDS.indexOf(b)));
  return [
    { about: 'internet', cutKind: null, places: 0, graph: reachGraph(report, [], typeOf, true) },
    ...sameEnds.flatMap(([cutKind, sameEnd]) => inParts(drawnOf(sameEnd, bucket), (drawn) => reachGraph(report, drawn, typeOf, false)).map(({ drawn, graph }): ReachPart => ({
      about: sameEnd[0].verdict, cutKind, places: drawn.reduce((sum, same) => sum + same.length, 0), graph,
    }))),
  ];
}

function kindOf(place: PlaceReport): CutKind | null {
  return cutsOf(place)[0]?.kind ?? null;
}

/** Places that are drawn as one, those that share their last hop together. */
function drawnOf(places: readonly PlaceReport[], bucket: string): Drawn[] {
  const sameGate = groupBy(places, ({ via, path }) => JSON.stringify([via, path.filter((id) => id !== bucket).pop()]));
  return sameGate.flatMap(([, ofGate]) => groupBy(ofGate, (place) => JSON.stringify([place.type, place.via, hopsOf(place, bucket)])).map(([, same]) => same));
}

/** As many in a part as it can take. */
function inParts(all: readonly Drawn[], graphOf: (drawn: readonly Drawn[]) => ReachGraph): { readonly drawn: readonly Drawn[]; readonly graph: ReachGraph }[] {
  const parts: { readonly drawn: readonly Drawn[]; readonly graph: ReachGraph }[] = [];
  for (const one of all) {
    const last = parts[parts.length - 1];
    const drawn = [...last?.drawn ?? [], one];
    const graph = graphOf(drawn);
    if (last && graph.nodes.length <= LARGEST_GRAPH) {
      parts[parts.length - 1] = { drawn, graph };
    } else {
      parts.push({ drawn: [one], graph: graphOf([one]) });
    }
  }
  return parts;
}

/** What a part is about, in words. */
export function partName({ about, cutKind }: ReachPart): string {
  return about === null ? '' : about === 'internet' ? 'Internet' : cutKind === null ? VERDICT_NAMES[about] : `${VERDICT_NAMES[about]} by ${CUT_WORDS[cutKind]}`;
}
