import { html, Markup } from './report-html-markup';
import { answerPage } from './report-html-page';
import { STYLE } from './report-html-style';
import { reachFigure } from './report-reach-figure';
import { TypeOf } from './report-reach-graph';
import { REACH_STYLE } from './report-reach-style';
import { reachSummary, VERDICT_NAMES, VERDICTS } from './report-reach-words';
import { ReachReport, Verdict } from '../reach/reach-report';

const PAGE_STYLE = STYLE + REACH_STYLE + `
.tiles.verdicts { grid-template-columns: repeat(4, 1fr); }
.tile.reaches { background: var(--warning-wash); border-color: transparent; }
.tile.reaches :is(dt, dd) { color: var(--warning); }
@media (max-width: 40rem) {
  .tiles.verdicts { grid-template-columns: repeat(2, 1fr); }
}
`;

/** Who reaches each bucket, to be read in a browser: one file that asks for no other and runs no script. */
export function htmlReach(reports: readonly ReachReport[], date: Date, typeOf: TypeOf = () => undefined): string {
  return answerPage({
    command: 'reach',
    headline: headline(reports),
    style: PAGE_STYLE,
    date,
    top: tiles(reports),
    main: html`${reports.length > 1 ? index(reports) : null}
${reports.map((report, i) => bucketSection(report, i, typeOf))}`,
    summary: reachSummary(reports),
  });
}

function headline(reports: readonly ReachReport[]): string {
  return reports.length === 0 ? 'No bucket in what was read' : reports.length === 1 ? `Who reaches ${reports[0].bucket}` : `Who reaches ${reports.length} buckets`;
}

function tiles(reports: readonly ReachReport[]): Markup {
  const verdicts = reports.flatMap(({ places }) => places.map(({ verdict }) => verdict));
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  return html`<dl class="tiles verdicts">
${VERDICTS.map((verdict) => html`<div class="tile ${count(verdict) > 0 && verdict !== 'cut' ? verdict : ''}"><dt>${VERDICT_NAMES[verdict]}</dt><dd>${count(verdict)}</dd></div>
`)}<div class="tile"><dt>${reports.length === 1 ? 'Places' : 'Buckets'}</dt><dd>${reports.length === 1 ? verdicts.length : reports.length}</dd></div>
</dl>`;
}

function index(reports: readonly ReachReport[]): Markup {
  return html`<nav aria-labelledby="buckets">
<h2 id="buckets">Buckets</h2>
<ol>
${reports.map((report, i) => html`<li><a class="mono" href="#bucket-${i}">${report.bucket}</a> <span class="kind">${reachSummary([report])}</span></li>
`)}</ol>
</nav>`;
}

function bucketSection(report: ReachReport, i: number, typeOf: TypeOf): Markup {
  const { bucket, places } = report;
  return html`<section class="to" id="bucket-${i}">
<h2><span class="kind">Bucket</span> ${bucket}</h2>
${places.length === 0 ? html`<p>No place of the templates sends requests.</p>` : null}
${reachFigure(report, typeOf)}
</section>
`;
}
