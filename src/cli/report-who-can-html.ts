import { html, Markup } from './report-html-markup';
import { answerPage } from './report-html-page';
import { STYLE } from './report-html-style';
import { networksInWords, pathsInWords, requestInWords, summaryOf, weightOfRow } from './report-who-can-words';
import { WhoCanReport } from './who-can-report';
import { ChainRow } from '../reach/who-can';

const PAGE_STYLE = STYLE + `
.who { margin-top: 2.5rem; }
.who h2 { font-size: 1.375rem; }
.entry { margin-top: 1rem; padding: 1rem 1.25rem; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.entry.error { border-left: 4px solid var(--error); }
.entry.unknown { border-left: 4px solid var(--unknown); }
.entry h3 { font-size: 1.0625rem; }
.entry dl { display: grid; grid-template-columns: 6rem 1fr; gap: .25rem 1rem; margin-top: .5rem; }
.entry dt { color: var(--soft); }
.entry summary { margin-top: .5rem; color: var(--soft); cursor: pointer; }
.assumptions { margin-top: 2.5rem; }
.assumptions h2 { font-size: 1.0625rem; }
.assumptions ul { list-style: disc; padding-left: 1.25rem; }
@media (max-width: 40rem) {
  .entry dl { grid-template-columns: 1fr; gap: 0; }
  .entry dd { margin-bottom: .5rem; }
}
`;

/** Who can use each bucket, to be read in a browser: one file that asks for no other and runs no script. */
export function htmlWhoCan(reports: readonly WhoCanReport[], date: Date): string {
  const assumptions = [...new Set(reports.flatMap((report) => report.assumptions))];
  return answerPage({
    command: 'who-can',
    headline: headline(reports),
    style: PAGE_STYLE,
    date,
    main: html`${reports.map(bucketSection)}${assumptions.length === 0 ? null : html`<section class="assumptions">
<h2>Assumptions</h2>
<ul>
${assumptions.map((text) => html`<li>${text}</li>
`)}</ul>
</section>
`}`,
    summary: summaryOf(reports),
  });
}

function headline(reports: readonly WhoCanReport[]): string {
  return reports.length === 0 ? 'No bucket in what was read' : reports.length === 1 ? `Who can use ${reports[0].id}` : `Who can use ${reports.length} buckets`;
}

function bucketSection({ id, rows }: WhoCanReport): Markup {
  return html`<section class="who">
<h2 class="mono">${id}</h2>
${rows.length === 0 ? html`<p>No one has access.</p>
` : rows.map(entry)}</section>
`;
}

function entry(row: ChainRow): Markup {
  const { principal, actions, objects, conditions, from, noPath, through, reason, witness } = row;
  const paths = [...pathsInWords(row), ...noPath === null ? [] : [noPath]];
  const mono = (texts: readonly string[]) => texts.map((text, i) => html`${i > 0 ? ', ' : null}<code>${text}</code>`);
  const parts: readonly (readonly [string, Markup | readonly Markup[] | string, boolean])[] = [
    ['can', mono(actions), actions.length > 0],
    ['on', mono(objects), objects.length > 0],
    ['if', conditions.join(' and '), conditions.length > 0],
    ['from', networksInWords(from), from.length > 0],
    ['paths', paths.map((path, i) => html`${i > 0 ? html`<br>` : null}${path}`), paths.length > 0],
    ['through', through.join('; '), through.length > 0],
    ['not decided', reason ?? '', reason !== null],
  ];
  return html`<article class="entry ${weightOfRow(row) ?? ''}">
<h3>${principal}</h3>
<dl>
${parts.filter(([, , isThere]) => isThere).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>
`)}</dl>
${witness === null ? null : html`<details><summary>A request</summary><code>${requestInWords(witness)}</code></details>
`}</article>
`;
}
