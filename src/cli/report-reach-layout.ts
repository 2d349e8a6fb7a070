/// <reference path="./dagre.d.ts" />
/*!
 * The layout of pictures is that of @dagrejs/dagre and @dagrejs/graphlib, which are bundled with this command under the MIT License:
 *
 * Copyright (c) 2012-2014 Chris Pettitt
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the "Software"), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in
 * all copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
 * THE SOFTWARE.
 */
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
const FONT = { title: 12, id: 11, small: 11 } as const;
const LETTER = 0.61;
const LINE_HEIGHT = 16;
const PADDING = { x: 9, y: 8 } as const;
export const LABEL = { size: 11, height: 16 } as const;
/** Of a line, in letters. */
const LONGEST = 24;
const MOST = { title: 3, ids: 4, reason: 4 } as const;

/** Up to so many nodes a picture is low, and lines need not climb far between two columns. */
const FEW = 14;

/** Where everything stands, from left to right. */
export function placeGraph({ nodes, edges }: ReachGraph): Picture {
  const ranksep = nodes.length > FEW ? 56 : 34;
  const graph = new Graph().setGraph({ rankdir: 'LR', nodesep: 16, edgesep: 14, ranksep, marginx: 10, marginy: 10 });
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
  const placed = new Map([...sized].map(([key, one]): [string, PlacedNode] => {
    const { x = 0, y = 0 } = graph.node(key);
    return [key, { ...one, x: x - one.width / 2, y: y - one.height / 2 }];
  }));
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: [...placed.values()],
    edges: edges.map((edge) => {
      const { points = [], x = 0, y = 0, width: labelled } = graph.edge(edge.from, edge.to);
      return { edge, points: fromSideToSide(points, placed.get(edge.from)!, placed.get(edge.to)!, ranksep), label: edge.label === undefined ? null : { x, y, width: labelled } };
    }),
  };
}

/**
 * From the middle of one side to the middle of the other, unless it leads back.
 *
 * The layout has a point in the middle of each gap between two columns. Next to an end it would make the line steep: where the line
 * only crosses this gap, it is level in both columns and uses the whole gap, else the point goes to the far side of the gap.
 */
function fromSideToSide(points: readonly Point[], from: PlacedNode, to: PlacedNode, gap: number): readonly Point[] {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  if (start.x >= end.x) {
    return points;
  }
  const between = points.slice(1, -1);
  if (between.length === 1 && Math.min(between[0].x - start.x, end.x - between[0].x) < gap) {
    const [{ x }] = between;
    return [start, { x: x - gap / 2, y: start.y }, { x: x + gap / 2, y: end.y }, end].filter((point, i) => i === 0 || i === 3 || (start.x < point.x && point.x < end.x));
  }
  return [start, ...between.map((point) =>
    end.x - point.x < gap ? { ...point, x: point.x - gap / 2 } : point.x - start.x < gap ? { ...point, x: point.x + gap / 2 } : point), end];
}

function labelWidth(label: string): number {
  return Math.ceil(label.length * LABEL.size * LETTER) + 8;
}

function sizedNode(node: ReachNode): Omit<PlacedNode, 'x' | 'y'> {
  const lines = textOf(node).map(([role, text], i) => ({ role, text, y: PADDING.y + LINE_HEIGHT * (i + 0.75) }));
  const widest = Math.max(...lines.map(({ role, text }) => [...text].length * FONT[role] * LETTER));
  return { node, lines, width: Math.ceil(widest) + 2 * PADDING.x, height: lines.length * LINE_HEIGHT + 2 * PADDING.y };
}

function textOf({ title, ids, type, reason }: ReachNode): [TextLine['role'], string][] {
  const isNamed = ids.length === 1 && ids[0] === title;
  const listed = isNamed ? [] : ids.slice(0, ids.length > MOST.ids ? MOST.ids - 1 : MOST.ids);
  const left = isNamed ? 0 : ids.length - listed.length;
  return [
    ...broken(title, MOST.title).map((text): [TextLine['role'], string] => ['title', text]),
    ...listed.flatMap((id) => ids.length === 1 ? broken(id, MOST.title) : [shortened(id)]).map((text): [TextLine['role'], string] => ['id', text]),
    ...left > 0 ? [['id', `and ${left} more`] as [TextLine['role'], string]] : [],
    ...type === undefined ? [] : broken(type, 2).map((text): [TextLine['role'], string] => ['small', text]),
    ...reason === undefined ? [] : broken(reason, MOST.reason).map((text): [TextLine['role'], string] => ['small', text]),
  ];
}

/** One of several ids in one line: without its template, and with its end, where CDK writes what tells ids apart. */
function shortened(id: string): string {
  const letters = [...visible(id)];
  if (letters.length <= LONGEST) {
    return letters.join('');
  }
  const own = [...visible(id.slice(id.lastIndexOf('/') + 1))];
  return own.length <= LONGEST ? own.join('') : `${own.slice(0, LONGEST - END - 1).join('')}…${own.slice(-END).join('')}`;
}

/** Of the hash that CDK ends a logical id with. */
const END = 8;

/** A text in a few lines, broken where it has a space, `/` or `::`, between the words and before the hash of a logical id, else where a line is full; what is longer ends in `…`, and is whole in the table. */
export function broken(given: string, most: number): string[] {
  const lines = [''];
  for (const part of visible(given).split(/(?<=[ /]|::|[a-z\d](?=[A-Z][a-z]))|(?=[A-F\d]{8}$)/)) {
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
