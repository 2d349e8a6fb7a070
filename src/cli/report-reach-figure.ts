import { html, Markup } from './report-html-markup';
import { TypeOf } from './report-reach-graph';
import { placeGraph } from './report-reach-layout';
import { partName, ReachPart, reachParts } from './report-reach-parts';
import { reachSvg } from './report-reach-svg';
import { reachTables } from './report-reach-table';
import { internetRows } from './report-reach-words';
import { counted } from './report-summary';
import { ReachReport } from '../reach/reach-report';

/** The picture of who reaches a bucket, and below it tables that say the same, and what all rests on. Any page may have it that has `REACH_STYLE` behind `STYLE`. */
export function reachFigure(report: ReachReport, typeOf: TypeOf = () => undefined): Markup {
  const parts = reachParts(report, typeOf);
  return html`<div class="reach">
<p class="internet">From the internet: ${internetRows(report).map(({ name, verdict }, i) => html`${i === 0 ? null : ', '}${name} <span class="badge ${verdict}">${verdict}</span>`)}.</p>
${parts.length === 1 ? figure(parts[0], report) : parts.map((part, i) => html`<details${part.about === 'cut' ? null : html` open`}>
<summary>${heading(part, parts.slice(0, i), parts)}</summary>
${figure(part, report)}
</details>
`)}
<p class="legend"><span class="passes">passes</span> <span class="leads">passes, but is cut or unknown farther on</span> <span class="missing">does not get there</span></p>
${reachTables(report)}
${report.assumptions.length === 0 ? null : html`<div class="assumptions">
<p class="label">Assumptions</p>
<ul>
${report.assumptions.map((text) => html`<li>${text}</li>
`)}</ul>
</div>`}
</div>`;
}

function figure(part: ReachPart, { bucket }: ReachReport): Markup {
  const name = `${['Paths', ...part.about === null ? [] : [partName(part)]].join(': ')} to bucket ${bucket}. The tables below say the same.`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Picture of the paths to bucket ${bucket}">${reachSvg(placeGraph(part.graph), name)}</div>`;
}

function heading(part: ReachPart, before: readonly ReachPart[], all: readonly ReachPart[]): Markup {
  const like = (parts: readonly ReachPart[]) => parts.filter((other) => partName(other) === partName(part)).length;
  const parts = like(all) > 1 ? [`picture ${like(before) + 1} of ${like(all)}`] : [];
  return html`<span class="badge ${part.about ?? ''}">${partName(part)}</span> <span class="kind">${[...parts, ...part.places > 0 ? [counted(part.places, 'place')] : []].join(', ')}</span>`;
}
