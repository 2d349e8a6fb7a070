/// <reference path="../src/cli/dagre.d.ts" />
import { Graph, layout } from '@dagrejs/dagre';
import escapeHtml from 'escape-html';
import { Room } from '../projenrc/rooms';

/** What a room stands on, by the packages that it may import: the colors of the picture. */
const KINDS = {
  cdk: { words: 'constructs of AWS CDK', is: ({ packages }: Room) => packages.includes('aws-cdk-lib') },
  sdk: { words: 'bundled with packages such as the AWS SDK', is: ({ packages }: Room) => packages.some((name) => !name.startsWith('node:')) },
  pure: { words: 'TypeScript and Node.js alone', is: () => true },
} as const;

type Rooms = Readonly<Record<string, Room>>;

const BOX = { width: 118, height: 36 };
const MARGIN = 16;
const LEGEND = 34;

/** The arrows of the picture: what a row may import, without what a longer way leads to. */
export function arrowsOf(rooms: Rooms): [string, string][] {
  const reaches = (from: string, to: string): boolean => rooms[from].rooms.some((next) => next === to || reaches(next, to));
  return Object.entries(rooms).flatMap(([from, { rooms: below }]) => {
    const next = below.filter((to) => !below.some((other) => other !== to && reaches(other, to)));
    return next.map((to): [string, string] => [from, to]);
  });
}

/** Draws the layer table: who imports is above whom it imports. */
export function drawRooms(rooms: Rooms): string {
  const arrows = arrowsOf(rooms);
  const graph = new Graph().setGraph({ rankdir: 'TB', nodesep: 26, edgesep: 14, ranksep: 40, marginx: MARGIN, marginy: MARGIN });
  Object.keys(rooms).forEach((name) => graph.setNode(name, { ...BOX }));
  arrows.forEach(([from, to]) => graph.setEdge(from, to, { width: 0, height: 0, labelpos: 'c', weight: 1 }));
  layout(graph);
  // The layout counts boxes, and arrows may bend beyond them.
  const bends = arrows.flatMap(([from, to]) => graph.edge(from, to).points!.map(({ x }) => x + MARGIN));
  const [width, height] = [Math.ceil(Math.max(graph.graph().width!, ...bends)), Math.ceil(graph.graph().height!) + LEGEND];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, sans-serif" font-size="13">`,
    '<!-- Made by `npx projen rooms` from projenrc/rooms.ts. Do not edit. -->',
    '<title>The rooms of src/, each above those that it imports</title>',
    `<style>${STYLE}</style>`,
    '<defs><marker id="head" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
    '<rect class="ground" width="100%" height="100%"/>',
    ...arrows.map(([from, to]) => `<path class="arrow" data-from="${from}" data-to="${to}" d="${lineOf(graph.edge(from, to).points!)}" marker-end="url(#head)"/>`),
    ...Object.entries(rooms).map(([name, room]) => box(name, kindOf(room), graph.node(name) as { x: number; y: number })),
    ...Object.entries(KINDS).map(([kind, { words }], i) => legend(kind, words, MARGIN + i * 290, height - LEGEND / 2 - 4)),
    '</svg>',
    '',
  ].join('\n');
}

const STYLE = [
  '.ground{fill:#fff}.arrow{fill:none;stroke:#687078}.head{fill:#687078}text{fill:#16191f}',
  '.cdk{fill:#e6f2fb;stroke:#0073bb}.sdk{fill:#fdf0e1;stroke:#c45500}.pure{fill:#f2f3f3;stroke:#687078}',
  '@media (prefers-color-scheme:dark){.ground{fill:#0f1b2a}.arrow{stroke:#95a5b8}.head{fill:#95a5b8}text{fill:#e9ebed}',
  '.cdk{fill:#10324d;stroke:#44b9d6}.sdk{fill:#43270a;stroke:#ff9d4d}.pure{fill:#24323f;stroke:#95a5b8}}',
].join('');

function kindOf(room: Room): string {
  return Object.entries(KINDS).find(([, { is }]) => is(room))![0];
}

/** Through the points of the layout, each a corner that is rounded off. */
function lineOf(points: readonly { readonly x: number; readonly y: number }[]): string {
  const at = (x: number, y: number) => `${Math.round(x)} ${Math.round(y)}`;
  const [first, ...rest] = points;
  const curves = rest.slice(0, -1).map(({ x, y }, i) => i === rest.length - 2 ? `Q${at(x, y)} ${at(rest[i + 1].x, rest[i + 1].y)}` : `Q${at(x, y)} ${at((x + rest[i + 1].x) / 2, (y + rest[i + 1].y) / 2)}`);
  return `M${at(first.x, first.y)}${curves.join('') || `L${at(rest[0].x, rest[0].y)}`}`;
}

function box(name: string, kind: string, { x, y }: { x: number; y: number }): string {
  const [left, top] = [Math.round(x - BOX.width / 2), Math.round(y - BOX.height / 2)];
  return `<g data-room="${name}" transform="translate(${left} ${top})"><rect class="${kind}" width="${BOX.width}" height="${BOX.height}" rx="4"/>`
    + `<text x="${BOX.width / 2}" y="23" text-anchor="middle">${escapeHtml(name)}</text></g>`;
}

function legend(kind: string, words: string, x: number, y: number): string {
  return `<g transform="translate(${x} ${y})" font-size="11"><rect class="${kind}" width="14" height="14" rx="2"/><text x="20" y="11">${words}</text></g>`;
}
