import { groupBy } from './report-groups';
import { cutsOf } from './report-reach-groups';
import { CUT_WORDS, hopsOf, internetRows, VIA_WORDS } from './report-reach-words';
import { PlaceReport, ReachReport, Verdict } from '../reach/reach-report';

/** The type of the resource with this id, where it is known. */
export type TypeOf = (id: string) => string | undefined;

/** A place, several that are shown as one, something on the way, what stops a path or leaves it unknown, or the bucket. */
export interface ReachNode {
  readonly key: string;
  readonly kind: 'place' | 'hop' | 'cut' | 'unknown' | 'bucket';
  readonly title: string;
  /** Logical ids: the one of the resource, or of where a path is cut, or of the places that are shown as one. */
  readonly ids: readonly string[];
  readonly type?: string;
  readonly reason?: string;
}

/** `leads` to a cut or to what is unknown, `missing` is what would come behind it. */
export interface ReachEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'passes' | 'leads' | 'missing';
  readonly label?: string;
}

export interface ReachGraph {
  readonly nodes: readonly ReachNode[];
  readonly edges: readonly ReachEdge[];
}

/** Places of a type that are drawn as one node. */
export type Drawn = readonly PlaceReport[];

/** What is drawn of a bucket: these places, and the internet where it is asked for. What several paths share is drawn once. */
export function reachGraph(report: ReachReport, drawn: readonly Drawn[], typeOf: TypeOf, withInternet: boolean): ReachGraph {
  const nodes = new Map<string, ReachNode>();
  const edges = new Map<string, ReachEdge>();
  const node = (added: ReachNode) => {
    const before = nodes.get(added.key);
    nodes.set(added.key, before && !(before.kind === 'hop' && added.kind === 'place') ? before : added);
    return added.key;
  };
  const edge = (from: string, to: string, kind: ReachEdge['kind'], label?: string) => {
    const key = JSON.stringify([from, to]);
    const before = edges.get(key);
    edges.set(key, { from, to, kind: before?.kind === 'passes' ? 'passes' : kind, label: before?.label ?? label });
  };
  const bucket = () => node({ key: keyOf(report.bucket), kind: 'bucket', title: report.bucket, ids: [report.bucket], type: 'AWS::S3::Bucket' });
  /** From what comes last to the bucket, or to what stops it or leaves it unknown. */
  const end = (last: string, verdict: Verdict, mark: () => ReachNode, label?: string) => {
    if (verdict === 'reaches') {
      edge(last, bucket(), 'passes', label);
      return;
    }
    const marked = node(mark());
    edge(last, marked, 'leads', label);
    edge(marked, bucket(), 'missing');
  };

  for (const places of drawn) {
    const [first] = places;
    const hops = hopsOf(first, report.bucket).filter((id) => id !== report.bucket);
    const last = hops.reduce((from, id) => {
      const to = node({ key: keyOf(id), kind: 'hop', title: id, ids: [id], type: typeOf(id) });
      edge(from, to, first.verdict === 'reaches' ? 'passes' : 'leads');
      return to;
    }, node(placeNode(places)));
    end(last, first.verdict, () => first.verdict === 'cut' ? cutNode(places) : unknownNode(places), first.via === null ? undefined : VIA_WORDS[first.via]);
  }
  if (withInternet) {
    for (const [verdict, rows] of groupBy(internetRows(report), (row) => row.verdict)) {
      const start = node({ key: `internet ${verdict}`, kind: 'place', title: 'Internet', ids: rows.map(({ name }) => name) });
      end(start, verdict, () => ({ key: `internet is ${verdict}`, kind: verdict === 'cut' ? 'cut' : 'unknown', title: verdict === 'cut' ? CUT : UNKNOWN, ids: [] }));
    }
  }
  bucket();
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

const CUT = '✕ cut';
const UNKNOWN = '? unknown';

function keyOf(id: string): string {
  return `id ${id}`;
}

function placeNode(places: Drawn): ReachNode {
  const [{ id, type }] = places;
  const ids = places.map((place) => place.id);
  return ids.length === 1 ? { key: keyOf(id), kind: 'place', title: id, ids, type } : { key: JSON.stringify(ids), kind: 'place', title: `${ids.length} × ${type}`, ids };
}

/** By the first cut of each place. Where they are of several resources, their reasons are in the table. */
function cutNode(places: Drawn): ReachNode {
  const cuts = places.flatMap((place) => cutsOf(place).slice(0, 1));
  const [ids, reasons] = [distinct(cuts.map(({ at }) => at)), distinct(cuts.map(({ reason }) => reason))];
  return {
    key: JSON.stringify(['cut', ids, reasons]), kind: 'cut', title: cuts.length === 0 ? CUT : `${CUT}: ${CUT_WORDS[cuts[0].kind]}`, ids, reason: reasons.length === 1 ? reasons[0] : undefined,
  };
}

function unknownNode(places: Drawn): ReachNode {
  const reasons = distinct(places.map(({ unknowns }) => unknowns.join(' ')).filter((reason) => reason !== ''));
  return { key: JSON.stringify(['unknown', reasons]), kind: 'unknown', title: UNKNOWN, ids: [], reason: reasons.length === 1 ? reasons[0] : reasons.length === 0 ? undefined : `for ${reasons.length} reasons` };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
