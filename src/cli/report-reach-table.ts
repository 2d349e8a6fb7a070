import { html, Markup } from './report-html-markup';
import { byType, cutsOf, Ending, groupPlaces, VerdictGroup, Way } from './report-reach-groups';
import { cutName, internetRows, VERDICT_NAMES, VERDICTS, VIA_WORDS } from './report-reach-words';
import { counted } from './report-summary';
import { ReachReport, Verdict } from '../reach/reach-report';

/** More places than these, if they are cut, are shown on request. */
const OPEN = 30;

/** All that the picture says, in tables: one for each verdict, with what paths end at as rows above the places that take them. */
export function reachTables(report: ReachReport): Markup {
  const groups = groupPlaces(report.places, report.bucket);
  return html`${VERDICTS.map((verdict) => {
    const internet = internetRows(report).filter((row) => row.verdict === verdict).map(({ name }) => name);
    const group = groups.find((one) => one.verdict === verdict);
    return internet.length === 0 && group === undefined ? null : html`<details class="places"${verdict === 'cut' && (group?.count ?? 0) > OPEN ? null : html` open`}>
<summary><span class="badge ${verdict}">${VERDICT_NAMES[verdict]}</span> <span class="kind">${namesOf(internet, group?.count ?? 0)}</span></summary>
${table(verdict, internet, group, report.bucket)}
</details>
`;
  })}`;
}

function namesOf(internet: readonly string[], places: number): string {
  return [...internet.length === 0 ? [] : [`internet (${internet.join(', ')})`], ...places === 0 ? [] : [counted(places, 'place')]].join(', ');
}

function table(verdict: Verdict, internet: readonly string[], group: VerdictGroup | undefined, bucket: string): Markup {
  return html`<table>
<caption class="unseen">${VERDICT_NAMES[verdict]}: paths to ${bucket}</caption>
<thead><tr><th scope="col">Place</th><th scope="col">Path</th></tr></thead>
${internet.length === 0 ? null : html`<tbody>
${internet.map((name) => html`<tr><td><span class="id">Internet</span><span class="kind">${name}</span></td><td>${verdict === 'cut' ? 'No direct request to S3 is allowed.' : verdict === 'reaches' ? 'Direct requests to S3 are allowed.' : 'Whether direct requests to S3 are allowed is decided at deployment.'}</td></tr>
`)}</tbody>
`}${(group?.endings ?? []).map(endingRows)}</table>`;
}

function endingRows({ first, ways }: Ending): Markup {
  const { verdict, via, actions, unknowns } = first;
  const cuts = cutsOf(first);
  return html`<tbody>
<tr class="ending"><th scope="rowgroup" colspan="2">
${via === null && actions.length === 0 ? null : html`<p>${via === null ? null : html`By ${VIA_WORDS[via]}`}${via === null || actions.length === 0 ? null : ': '}${actions.length === 0 ? null : html`${verdict === 'unknown' ? 'perhaps ' : null}<span class="mono">${actions.join(', ')}</span>`}</p>
`}${cuts.map((cut, i) => html`<p><span class="badge cut">✕ ${i === 0 ? 'cut' : 'also cut'}: ${cutName(cut)}</span> ${cut.reason}</p>
`)}${unknowns.map((reason) => html`<p><span class="badge unknown">? unknown</span> ${reason}</p>
`)}</th></tr>
${ways.map((way) => wayRow(way))}</tbody>
`;
}

function wayRow({ hops, places }: Way): Markup {
  const [cut] = cutsOf(places[0]);
  const path = [places.length === 1 ? places[0].id : 'each', ...hops].join(' → ');
  return html`<tr><td>${byType(places).map(({ type, ids }) => html`${ids.map((id) => html`<span class="id">${id}</span>`)}<span class="kind">${ids.length === 1 ? null : `${ids.length} × `}${type}</span>`)}</td><td class="mono">${path}${cut === undefined ? null : ` ✕ ${cut.at}`}</td></tr>
`;
}
