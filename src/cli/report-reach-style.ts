/** How the picture of reach and its table look, on the colors of `STYLE`. */
export const REACH_STYLE = `
.to { margin-top: 2.5rem; scroll-margin-top: 1rem; }
.to > h2 { font-size: 1.25rem; line-height: 1.4; }
.reach { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; margin-top: .25rem; }
.reach .internet { font-size: .9375rem; }
.reach .internet .badge { margin: 0; }
.reach .internet .reaches { color: var(--error); }
.reach .scroll { overflow: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.reach .paths { display: block; margin: 0 auto; padding: 0; }
.paths text { fill: var(--ink); font-family: var(--mono); text-anchor: middle; }
.paths .name { font-size: 12px; font-weight: 700; }
.paths .other { font-size: 11px; }
.paths .small, .paths .via text { font-size: 11px; fill: var(--soft); }
.paths .node rect { fill: var(--surface); stroke: var(--soft); stroke-width: 1; }
.paths .is-place rect { fill: var(--sunken); stroke: var(--ink); }
.paths .is-bucket rect { fill: var(--surface); stroke: var(--ink); stroke-width: 2.5; }
.paths .is-cut rect { fill: var(--good-wash); stroke: var(--good); stroke-width: 1.5; stroke-dasharray: 6 4; }
.paths .is-cut text { fill: var(--good); }
.paths .is-unknown rect { fill: var(--unknown-wash); stroke: var(--unknown); stroke-width: 1.5; stroke-dasharray: 2 3; }
.paths .is-unknown text { fill: var(--unknown); }
.paths .edge path { fill: none; stroke: var(--soft); stroke-width: 1.25; }
.paths .edge .tip { fill: var(--soft); stroke: none; }
.paths .is-passes path { stroke: var(--warning); stroke-width: 2.5; }
.paths .is-passes .tip { fill: var(--warning); }
.paths .is-missing path { stroke-dasharray: 2 5; }
.paths .via rect { fill: var(--surface); stroke: none; }
.reach .badge.reaches { color: var(--warning); }
.reach .badge.unknown { color: var(--unknown); }
.reach .badge.cut { color: var(--good); }
.reach details { margin-top: .5rem; }
.reach summary .badge { flex: none; }
.reach summary { display: flex; gap: .625rem; align-items: baseline; padding: .375rem 0; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .5rem; font-size: .8125rem; color: var(--soft); }
.legend span::before { content: ""; display: inline-block; width: 1.75rem; margin-right: .5rem; vertical-align: .25em; border-top: 1.5px solid var(--soft); }
.legend .passes::before { border-top: 3px solid var(--warning); }
.legend .missing::before { border-top-style: dotted; }

.reach details.places { margin-top: 1.25rem; }
.reach table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: .875rem; line-height: 1.5; }
.reach th { text-align: left; font-weight: 400; }
.reach thead th { padding: .25rem 0; color: var(--soft); font-size: .8125rem; }
.reach thead th:first-child { width: 36%; }
.reach td { padding: .375rem 0; vertical-align: top; border-top: 1px solid var(--line); }
.reach td:first-child { padding-right: 1.25rem; }
.reach td.mono, .reach .id { font-family: var(--mono); font-size: .8125rem; }
.reach .id { display: block; font-weight: 600; }
.reach td .kind { display: block; font-size: .8125rem; }
.reach .ending th { padding: 1rem 0 .5rem; border-top: 1px solid var(--line); }
.reach .badge { margin-right: .25rem; }
.assumptions { margin-top: 1.25rem; padding: 1rem 1.25rem; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; font-size: .875rem; }
.assumptions .label { font-weight: 600; }
.assumptions li { margin-top: .375rem; }
@media (max-width: 40rem) {
  .reach thead th:first-child { width: 42%; }
}
@media print {
  .reach .scroll { overflow: visible; border: 0; }
  .reach tr { break-inside: avoid; }
}
`;
