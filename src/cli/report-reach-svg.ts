import { html, Markup } from './report-html-markup';
import { LABEL, Picture, PlacedEdge, PlacedNode } from './report-reach-layout';

/**
 * A picture as SVG, in its own size: what is too wide is scrolled, not made smaller. It has no style of its own and refers to nothing,
 * so that the policy of any page allows it; its look is in `REACH_STYLE`.
 */
export function reachSvg({ width, height, nodes, edges }: Picture, name: string): Markup {
  return html`<svg class="paths" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${name}">
${edges.map(edgeShape)}${nodes.map(nodeShape)}${edges.map(edgeLabel)}</svg>`;
}

function nodeShape({ node: { kind, title, ids, reason }, x, y, width, height, lines }: PlacedNode): Markup {
  const whole = [title, ...ids.filter((id) => id !== title), ...reason === undefined ? [] : [reason]].join('\n');
  return html`<g class="node ${kind}" transform="translate(${short(x)} ${short(y)})"><title>${whole}</title>
<rect width="${width}" height="${height}" rx="${kind === 'bucket' ? 14 : kind === 'place' ? 3 : 8}"/>
${lines.map(({ text, role, y: line }) => html`<text class="${role}" x="${width / 2}" y="${line}">${text}</text>
`)}</g>
`;
}

function edgeShape({ edge: { kind }, points }: PlacedEdge): Markup {
  return points.length < 2 ? html`` : html`<g class="edge ${kind}"><path d="${curve(points)}"/><path class="tip" d="${tip(points)}"/></g>
`;
}

function edgeLabel({ edge, label }: PlacedEdge): Markup {
  return label === null ? html`` : html`<g class="via"><rect x="${short(label.x - label.width / 2)}" y="${short(label.y - LABEL.height / 2)}" width="${label.width}" height="${LABEL.height}" rx="3"/><text x="${short(label.x)}" y="${short(label.y + 4)}">${edge.label ?? ''}</text></g>
`;
}

type Points = PlacedEdge['points'];

/** Through the middles between the points of the layout, which are the corners that it is rounded at. */
function curve(points: Points): string {
  const [first, ...others] = points;
  const last = others[others.length - 1];
  const bends = others.slice(0, -1).map(({ x, y }, i) => {
    const next = others[i + 1];
    const [endX, endY] = next === last ? [last.x, last.y] : [(x + next.x) / 2, (y + next.y) / 2];
    return `Q${short(x)} ${short(y)} ${short(endX)} ${short(endY)}`;
  });
  return `M${short(first.x)} ${short(first.y)}${bends.length === 0 ? `L${short(last.x)} ${short(last.y)}` : bends.join('')}`;
}

const TIP = { length: 9, half: 4 } as const;

function tip(points: Points): string {
  const [before, end] = points.slice(-2);
  const [dx, dy] = [end.x - before.x, end.y - before.y];
  const far = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / far, dy / far];
  const [backX, backY] = [end.x - ux * TIP.length, end.y - uy * TIP.length];
  return `M${short(end.x)} ${short(end.y)}L${short(backX - uy * TIP.half)} ${short(backY + ux * TIP.half)}L${short(backX + uy * TIP.half)} ${short(backY - ux * TIP.half)}Z`;
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}
