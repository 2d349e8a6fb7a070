import { html, Markup } from './report-html-markup';
import { groupPlaces, PlaceGroup } from './report-reach-groups';
import { ReachPart, reachParts, TypeOf } from './report-reach-graph';
import { placeGraph } from './report-reach-layout';
import { reachSvg } from './report-reach-svg';
import { cutName, hopsOf, internetRows, VERDICTS, VIA_WORDS } from './report-reach-words';
import { counted } from './report-summary';
import { ReachReport, Verdict } from '../reach/reach-report';

/** What a verdict is called where it heads a part. */
export const VERDICT_NAMES: Readonly<Record<Verdict, string>> = { reaches: 'Reaches', unknown: 'Unknown', cut: 'Cut' };

/** The picture of who reaches a bucket, and below it a table that says the same. Any page may have it that has `REACH_STYLE`. */
export function reachFigure(report: ReachReport, typeOf: TypeOf = () => undefined): Markup {
  const parts = reachParts(report, typeOf);
  return html`<div class="reach">
${parts.length === 1 ? figure(parts[0], report) : parts.map((part, i) => html`<details${part.about === 'cut' ? null : html` open`}>
<summary>${partName(part, parts.slice(0, i), parts)}</summary>
${figure(part, report)}
</details>
`)}
<p class="legend"><span class="passes">passes</span> <span class="leads">passes, and is cut or unknown later</span> <span class="missing">does not get there</span></p>
${table(report)}
</div>`;
}

function figure({ graph, about }: ReachPart, { bucket }: ReachReport): Markup {
  const name = `${about === null ? 'Paths' : about === 'internet' ? 'Paths from the internet' : `Paths: ${VERDICT_NAMES[about]}`} to bucket ${bucket}. The table below says the same.`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Picture of the paths to bucket ${bucket}">${reachSvg(placeGraph(graph), name)}</div>`;
}

function partName({ about, places }: ReachPart, before: readonly ReachPart[], all: readonly ReachPart[]): Markup {
  const of = (parts: readonly ReachPart[]) => parts.filter((part) => part.about === about).length;
  const name = about === 'internet' ? 'Internet' : VERDICT_NAMES[about ?? 'unknown'];
  return html`<span class="badge ${about ?? ''}">${name}${of(all) > 1 ? ` ${of(before) + 1} of ${of(all)}` : null}</span>${about === 'internet' ? null : html` <span class="kind">${counted(places, 'place')}</span>`}`;
}

/** Roles are given because a narrow page shows the table as a list, which takes them away. */
function table(report: ReachReport): Markup {
  const { bucket, places } = report;
  const columns = ['Place', 'Actions', 'Path', 'Why'];
  return html`<table role="table">
<caption>Who reaches ${bucket}</caption>
<thead role="rowgroup"><tr role="row">${columns.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
${VERDICTS.map((verdict) => {
    const internet = internetRows(report).filter((row) => row.verdict === verdict);
    const groups = groupPlaces(places, bucket).find((one) => one.verdict === verdict)?.groups ?? [];
    return internet.length + groups.length === 0 ? null : html`<tbody role="rowgroup">
<tr role="row" class="verdict"><th role="rowheader" scope="rowgroup" colspan="${columns.length}"><span class="badge ${verdict}">${VERDICT_NAMES[verdict]}</span></th></tr>
${internet.map(({ name }) => html`<tr role="row">${cell(columns[0], html`<span class="id">Internet: ${name}</span>`)}${cell(columns[2], html`directly to S3`)}</tr>
`)}${groups.map((group) => placeRow(group, bucket, columns))}</tbody>
`;
  })}</table>`;
}

function placeRow({ places, type, first }: PlaceGroup, bucket: string, [place, actions, path, why]: readonly string[]): Markup {
  const { via, actions: passing, cut, cuts, unknowns, verdict } = first;
  const reasons = cuts.length > 0 ? cuts : cut ? [cut] : [];
  const hops = [places.length === 1 ? first.id : 'each', ...hopsOf(first, bucket)];
  return html`<tr role="row">${cell(place, html`${places.map(({ id }) => html`<span class="id">${id}</span> `)}<span class="kind">${places.length === 1 ? null : `${places.length} × `}${type}</span>`)}${
    passing.length === 0 ? cell(actions, null) : cell(actions, html`${verdict === 'unknown' ? html`<span class="kind">perhaps</span> ` : null}${passing.map((action) => html`<span class="action">${action}</span> `)}`)}${
    cell(path, html`<span class="mono">${hops.join(' → ')}${cut ? ` ✕ ${cut.at}` : null}</span>${via === null ? null : html` <span class="kind">${VIA_WORDS[via]}</span>`}`)}${
    cell(why, reasons.length + unknowns.length === 0 ? null : html`<ul>${reasons.map((one) => html`<li><strong>${cutName(one)}</strong>: ${one.reason}</li>`)}${unknowns.map((reason) => html`<li>${reason}</li>`)}</ul>`)}</tr>
`;
}

/** With the name of its column, which a narrow page shows before it. */
function cell(name: string, content: Markup | null): Markup {
  return content === null ? html`<td role="cell"></td>` : html`<td role="cell" data-name="${name}">${content}</td>`;
}
