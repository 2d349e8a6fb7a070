/// <reference path="./dagre.d.ts" />
import { Graph, layout, Point } from '@dagrejs/dagre';
import { ReachEdge, ReachGraph, ReachNode } from './report-reach-graph';
import { visible } from '../policy/visible-text';

/** A line of a node, in pixels from its upper left corner. */
export interface TextLine {
  readonly text: string;
  readonly role: 'title' | 'id' | 'small';
  readonly y: number;
}

export interface PlacedNode {
  readonly node: ReachNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly TextLine[];
}

export interface PlacedEdge {
  readonly edge: ReachEdge;
  readonly points: readonly Point[];
  /** The middle of its label. */
  readonly label: (Point & { readonly width: number }) | null;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** In pixels. All text is in a typewriter's letters, so that its width is known without a browser: 0.6 of the size, and some room for fonts that are wider. */
const FONT = { title: 13, id: 12, small: 11 } as const;
const LETTER = 0.615;
const LINE_HEIGHT = 16;
const PADDING = { x: 12, y: 9 } as const;
export const LABEL = { size: 11, height: 16 } as const;
/** Of a line, in letters. */
const LONGEST = 26;
const MOST = { title: 3, ids: 4, reason: 4 } as const;

/** Where everything stands, from left to right. */
export function placeGraph({ nodes, edges }: ReachGraph): Picture {
  const graph = new Graph().setGraph({ rankdir: 'LR', nodesep: 18, edgesep: 14, ranksep: 46, marginx: 8, marginy: 8 });
  const sized = new Map(nodes.map((node) => [node.key, sizedNode(node)]));
  for (const [key, { width, height }] of sized) {
    graph.setNode(key, { width, height });
  }
  for (const { from, to, kind, label } of edges) {
    const width = label === undefined ? 0 : labelWidth(label);
    graph.setEdge(from, to, { width, height: label === undefined ? 0 : LABEL.height, labelpos: 'c', weight: kind === 'passes' ? 4 : 1 });
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: [...sized.values()].map((one) => {
      const { x = 0, y = 0 } = graph.node(one.node.key);
      return { ...one, x: x - one.width / 2, y: y - one.height / 2 };
    }),
    edges: edges.map((edge) => {
      const { points = [], x = 0, y = 0, width: labelled } = graph.edge(edge.from, edge.to);
      return { edge, points, label: edge.label === undefined ? null : { x, y, width: labelled } };
    }),
  };
}

function labelWidth(label: string): number {
  return Math.ceil(label.length * LABEL.size * LETTER) + 10;
}

function sizedNode(node: ReachNode): Omit<PlacedNode, 'x' | 'y'> {
  const lines = textOf(node).map(([role, text], i) => ({ role, text, y: PADDING.y + LINE_HEIGHT * (i + 0.75) }));
  const widest = Math.max(...lines.map(({ role, text }) => [...text].length * FONT[role] * LETTER));
  return { node, lines, width: Math.ceil(widest) + 2 * PADDING.x, height: lines.length * LINE_HEIGHT + 2 * PADDING.y };
}

function textOf({ title, ids, type, reason, kind }: ReachNode): [TextLine['role'], string][] {
  const isNamed = ids.length === 1 && ids[0] === title;
  const listed = isNamed ? [] : ids.slice(0, ids.length > MOST.ids ? MOST.ids - 1 : MOST.ids);
  const left = isNamed ? 0 : ids.length - listed.length;
  return [
    ...broken(title, MOST.title).map((text): [TextLine['role'], string] => ['title', text]),
    ...listed.flatMap((id) => broken(id, kind === 'cut' ? 2 : 1)).map((text): [TextLine['role'], string] => ['id', text]),
    ...left > 0 ? [['id', `and ${left} more`] as [TextLine['role'], string]] : [],
    ...type === undefined ? [] : broken(type, 2).map((text): [TextLine['role'], string] => ['small', text]),
    ...reason === undefined ? [] : broken(reason, MOST.reason).map((text): [TextLine['role'], string] => ['small', text]),
  ];
}

/** A text in a few lines, broken where it has a space, `/` or `::`, else where a line is full; what is longer ends in `…`, and is whole in the table. */
export function broken(given: string, most: number): string[] {
  const lines = [''];
  for (const part of visible(given).split(/(?<=[ /]|::)/)) {
    for (const piece of part.match(new RegExp(`.{1,${LONGEST}}`, 'gsu')) ?? []) {
      const last = lines[lines.length - 1];
      if (last !== '' && [...last + piece.trimEnd()].length > LONGEST) {
        lines.push(piece);
      } else {
        lines[lines.length - 1] = last + piece;
      }
    }
  }
  const kept = lines.slice(0, most).map((line) => line.trimEnd());
  return lines.length > most ? [...kept.slice(0, -1), `${[...kept[most - 1]].slice(0, LONGEST - 1).join('')}…`] : kept;
}
