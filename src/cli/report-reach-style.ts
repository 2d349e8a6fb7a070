/** How the picture of reach and its table look, on the colors of `STYLE`. */
export const REACH_STYLE = `
.reach { margin-top: 1rem; }
.reach .scroll { overflow: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.reach .paths { display: block; margin: 0 auto; padding: 0; }
.paths text { fill: var(--ink); font-family: var(--mono); text-anchor: middle; }
.paths .title { font-size: 13px; font-weight: 700; }
.paths .id { font-size: 12px; }
.paths .small, .paths .via text { font-size: 11px; fill: var(--soft); }
.paths .node rect { fill: var(--surface); stroke: var(--soft); stroke-width: 1; }
.paths .place rect { fill: var(--sunken); stroke: var(--ink); }
.paths .bucket rect { fill: var(--surface); stroke: var(--ink); stroke-width: 2.5; }
.paths .cut rect { fill: var(--good-wash); stroke: var(--good); stroke-width: 1.5; stroke-dasharray: 6 4; }
.paths .cut text { fill: var(--good); }
.paths .unknown rect { fill: var(--unknown-wash); stroke: var(--unknown); stroke-width: 1.5; stroke-dasharray: 2 3; }
.paths .unknown text { fill: var(--unknown); }
.paths .edge path { fill: none; stroke: var(--soft); stroke-width: 1.25; }
.paths .edge .tip { fill: var(--soft); stroke: none; }
.paths .passes path { stroke: var(--warning); stroke-width: 2.5; }
.paths .passes .tip { fill: var(--warning); }
.paths .missing path { stroke-dasharray: 2 5; }
.paths .via rect { fill: var(--surface); stroke: none; }
.reach .badge.reaches { color: var(--warning); }
.reach .badge.unknown { color: var(--unknown); }
.reach .badge.cut { color: var(--good); }
.reach details { margin-top: .5rem; }
.reach details > summary { display: block; padding: .375rem 0; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .5rem; font-size: .8125rem; color: var(--soft); }
.legend span::before { content: ""; display: inline-block; width: 1.75rem; margin-right: .5rem; vertical-align: .25em; border-top: 1.5px solid var(--soft); }
.legend .passes::before { border-top: 3px solid var(--warning); }
.legend .missing::before { border-top-style: dotted; }

.reach table { width: 100%; margin-top: 1.25rem; border-collapse: collapse; font-size: .875rem; line-height: 1.5; }
.reach caption { padding-bottom: .375rem; text-align: left; font-weight: 600; font-size: 1rem; }
.reach th { text-align: left; font-weight: 600; }
.reach thead th { color: var(--soft); font-size: .8125rem; font-weight: 400; }
.reach :is(th, td) { padding: .5rem .75rem .5rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
.reach td:first-child { width: 24%; }
.reach td:nth-child(2) { width: 9rem; }
.reach tr.verdict th { padding-top: 1rem; }
.reach :is(.id, .action, .mono) { font-family: var(--mono); font-size: .8125rem; }
.reach .id { display: block; font-weight: 600; }
.reach .action { display: block; }
.reach td .kind { font-size: .8125rem; }
.reach td .mono + .kind { display: block; }
.reach td li + li { margin-top: .375rem; }
@media (max-width: 60rem) {
  .reach :is(table, tbody, tr, td, caption, tr.verdict th) { display: block; width: auto; }
  .reach thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .reach :is(th, td) { padding: .125rem 0; border: 0; }
  .reach td:is(:first-child, :nth-child(2)) { width: auto; }
  .reach td:not(:first-child)[data-name]::before { content: attr(data-name); display: block; color: var(--soft); font-size: .75rem; }
  .reach td:empty { display: none; }
  .reach tr { padding: .625rem 0; border-bottom: 1px solid var(--line); }
  .reach tr.verdict { padding-bottom: 0; border: 0; }
}
@media print {
  .reach .scroll { overflow: visible; border: 0; }
  .reach tr { break-inside: avoid; }
}
`;
