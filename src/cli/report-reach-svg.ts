import { html, Markup } from './report-html-markup';
import { LABEL, Picture, PlacedEdge, PlacedNode } from './report-reach-layout';

/**
 * A picture as SVG, in its own size: what is too wide is scrolled, not made smaller. It has no style of its own and refers to nothing,
 * so that the policy of any page allows it; its look is in `REACH_STYLE`.
 */
export function reachSvg({ width, height, nodes, edges }: Picture, name: string): Markup {
  return html`<svg class="paths" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${name}">
${LAYERS.flatMap((kind) => edges.filter(({ edge }) => edge.kind === kind).map(edgeShape))}${nodes.map(nodeShape)}${edges.map(edgeLabel)}</svg>`;
}

/** What passes is drawn over what does not. */
const LAYERS: readonly PlacedEdge['edge']['kind'][] = ['missing', 'leads', 'passes'];

const LOOKS: Readonly<Record<PlacedNode['lines'][number]['role'], string>> = { title: 'name', id: 'other', small: 'small' };

function nodeShape({ node: { kind, title, ids, reason }, x, y, width, height, lines }: PlacedNode): Markup {
  const whole = [title, ...ids.filter((id) => id !== title), ...reason === undefined ? [] : [reason]].join('\n');
  return html`<g class="node is-${kind}" transform="translate(${short(x)} ${short(y)})"><title>${whole}</title>
<rect width="${width}" height="${height}" rx="${kind === 'bucket' ? 14 : kind === 'place' ? 3 : 8}"/>
${lines.map(({ text, role, y: line }) => html`<text class="${LOOKS[role]}" x="${width / 2}" y="${line}">${text}</text>
`)}</g>
`;
}

function edgeShape({ edge: { kind }, points }: PlacedEdge): Markup {
  return points.length < 2 ? html`` : html`<g class="edge is-${kind}"><path d="${curve(points)}"/><path class="tip" d="${tip(points)}"/></g>
`;
}

function edgeLabel({ edge, label }: PlacedEdge): Markup {
  return label === null ? html`` : html`<g class="via"><rect x="${short(label.x - label.width / 2)}" y="${short(label.y - LABEL.height / 2)}" width="${label.width}" height="${LABEL.height}" rx="3"/><text x="${short(label.x)}" y="${short(label.y + 4)}">${edge.label ?? ''}</text></g>
`;
}

type Points = PlacedEdge['points'];

/** From left to right through all points, at each of them level. What leads back has corners. */
function curve(points: Points): string {
  const [first, ...others] = points;
  return `M${short(first.x)} ${short(first.y)}${others.map(({ x, y }, i) => {
    const before = points[i];
    const middle = short((before.x + x) / 2);
    return before.x < x ? `C${middle} ${short(before.y)} ${middle} ${short(y)} ${short(x)} ${short(y)}` : `L${short(x)} ${short(y)}`;
  }).join('')}`;
}

const TIP = { length: 9, half: 4 } as const;

/** The point of the arrow, level where the line is. */
function tip(points: Points): string {
  const [before, end] = points.slice(-2);
  const [dx, dy] = before.x < end.x ? [1, 0] : [end.x - before.x, end.y - before.y];
  const far = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / far, dy / far];
  const [backX, backY] = [end.x - ux * TIP.length, end.y - uy * TIP.length];
  return `M${short(end.x)} ${short(end.y)}L${short(backX - uy * TIP.half)} ${short(backY + ux * TIP.half)}L${short(backX + uy * TIP.half)} ${short(backY - ux * TIP.half)}Z`;
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}
