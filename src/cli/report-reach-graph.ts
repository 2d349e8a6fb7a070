import { groupBy } from './report-groups';
import { groupOf, groupPlaces, PlaceGroup } from './report-reach-groups';
import { CUT_WORDS, hopsOf, internetRows, VIA_WORDS } from './report-reach-words';
import { Cut, ReachReport, Verdict } from '../reach/reach-report';

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

/** What is drawn of a bucket: these groups of places, and the internet where it is asked for. What several paths share is drawn once. */
export function reachGraph(report: ReachReport, groups: readonly PlaceGroup[], typeOf: TypeOf, withInternet: boolean): ReachGraph {
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

  for (const group of groups) {
    const { first } = group;
    const start = node(placeNode(group));
    const hops = hopsOf(first, report.bucket).filter((id) => id !== report.bucket);
    const last = hops.reduce((from, id) => {
      const to = node({ key: keyOf(id), kind: 'hop', title: id, ids: [id], type: typeOf(id) });
      edge(from, to, first.verdict === 'reaches' ? 'passes' : 'leads');
      return to;
    }, start);
    end(last, first.verdict, () => first.cut ? cutNode(first.cut) : unknownNode(first.unknowns), first.via === null ? undefined : VIA_WORDS[first.via]);
  }
  if (withInternet) {
    for (const [verdict, rows] of groupBy(internetRows(report), (row) => row.verdict)) {
      const start = node({ key: `internet ${verdict}`, kind: 'place', title: 'Internet', ids: rows.map(({ name }) => name) });
      end(start, verdict, () => ({ key: `internet is ${verdict}`, kind: verdict === 'cut' ? 'cut' : 'unknown', title: verdict === 'cut' ? '✕ cut' : '? unknown', ids: [] }));
    }
  }
  bucket();
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

function keyOf(id: string): string {
  return `id ${id}`;
}

function placeNode({ places, first, type }: PlaceGroup): ReachNode {
  const ids = places.map(({ id }) => id);
  return ids.length === 1 ? { key: keyOf(first.id), kind: 'place', title: first.id, ids, type }
    : { key: JSON.stringify(ids), kind: 'place', title: `${ids.length} × ${type}`, ids };
}

function cutNode({ at, kind, reason }: Cut): ReachNode {
  return { key: JSON.stringify([at, kind, reason]), kind: 'cut', title: `✕ cut: ${CUT_WORDS[kind]}`, ids: [at], reason };
}

function unknownNode(unknowns: readonly string[]): ReachNode {
  return { key: JSON.stringify(unknowns), kind: 'unknown', title: '? unknown', ids: [], reason: unknowns.join(' ') };
}

/** How much a reader takes in at once. */
export const LARGEST_GRAPH = 40;

/** A part of the picture. */
export interface ReachPart {
  /** What its places have in common, or that it is about the internet; null where there is one part. */
  readonly about: Verdict | 'internet' | null;
  readonly places: number;
  readonly graph: ReachGraph;
}

/**
 * The picture of a bucket: whole where it is small. Otherwise places of which the same is said are one node, and the picture comes in
 * parts of one verdict each, in which what shares an end stands together.
 */
export function reachParts(report: ReachReport, typeOf: TypeOf): ReachPart[] {
  const whole = reachGraph(report, report.places.map((place) => groupOf([place])), typeOf, true);
  if (whole.nodes.length <= LARGEST_GRAPH) {
    return [{ about: null, places: report.places.length, graph: whole }];
  }
  const parts: { readonly about: Verdict; readonly groups: PlaceGroup[] }[] = [];
  for (const { verdict, groups } of groupPlaces(report.places, report.bucket)) {
    for (const group of groupBy(groups, endOf).flatMap(([, sameEnd]) => sameEnd)) {
      const last = parts[parts.length - 1];
      if (last?.about === verdict && reachGraph(report, [...last.groups, group], typeOf, false).nodes.length <= LARGEST_GRAPH) {
        last.groups.push(group);
      } else {
        parts.push({ about: verdict, groups: [group] });
      }
    }
  }
  return [
    { about: 'internet', places: 0, graph: reachGraph(report, [], typeOf, true) },
    ...parts.map(({ about, groups }) => ({ about, places: groups.reduce((sum, { places }) => sum + places.length, 0), graph: reachGraph(report, groups, typeOf, false) })),
  ];
}

/** What the paths of places have in common that are best drawn together. */
function endOf({ first: { via, path, cut, unknowns } }: PlaceGroup): string {
  return JSON.stringify(cut ? [cut.kind, cut.at] : [via, unknowns, path[path.length - 2]]);
}
