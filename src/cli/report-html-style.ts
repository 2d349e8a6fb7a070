/** How the HTML report looks: on a desk, on a phone, by day, by night, and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --surface: #fff; --sunken: #f3f5f8; --ink: #17202b; --soft: #566170; --line: #dde2e9; --link: #0b57a4;
  --error: #b3211b; --error-wash: #fdeceb; --warning: #855000; --warning-wash: #fdf1dc; --unknown: #4a459e; --unknown-wash: #eeedfb; --good: #1b6b42; --good-wash: #e4f4ea;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0e1319; --surface: #161d26; --sunken: #0f151d; --ink: #e7ecf2; --soft: #9aa7b6; --line: #2a3440; --link: #83bdff;
    --error: #ff938a; --error-wash: #3b1a1a; --warning: #f5bd62; --warning-wash: #352711; --unknown: #b9b4ff; --unknown-wash: #262349; --good: #7fd3a2; --good-wash: #14301f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
h1, h2, h3, h4, p, ul, ol, dl, dd, pre, fieldset { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code, pre, .mono { font-family: var(--mono); font-size: .875em; }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 2rem; }

header { padding-top: 3rem; }
.maker { font-weight: 600; color: var(--soft); }
h1 { margin-top: .25rem; font-size: 2.125rem; line-height: 1.2; letter-spacing: -.02em; text-wrap: balance; }
.tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: .75rem; margin-top: 1.75rem; }
.tile { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: .875rem 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.tile dt { color: var(--soft); font-size: .875rem; }
.tile dd { font-size: 1.75rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile.error { background: var(--error-wash); border-color: transparent; }
.tile.warning { background: var(--warning-wash); border-color: transparent; }
.tile.unknown { background: var(--unknown-wash); border-color: transparent; }
.tile.error :is(dt, dd), .badge.error, .mark.error { color: var(--error); }
.tile.warning :is(dt, dd), .badge.warning, .mark.warning { color: var(--warning); }
.tile.unknown :is(dt, dd), .badge.unknown, .mark.unknown { color: var(--unknown); }

.notice { margin-top: 1.5rem; padding: 1rem 1.25rem; background: var(--surface); border: 1px solid var(--line); border-left: 4px solid var(--error); border-radius: 10px; }
.notice h2 { font-size: 1rem; }
.notice li { margin-top: .5rem; }
.notice li code { display: block; font-weight: 600; }
.empty { margin-top: 1.5rem; padding: 4rem 2rem; text-align: center; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.empty svg { width: 3.5rem; height: 3.5rem; padding: .875rem; border-radius: 50%; background: var(--sunken); color: var(--soft); }
.empty.good svg { background: var(--good-wash); color: var(--good); }
.empty p { margin: 1rem auto 0; max-width: 32rem; font-size: 1.125rem; text-wrap: balance; }

[hidden] { display: none !important; }
.unseen, .skip:not(:focus), legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.skip:focus { position: absolute; left: 1rem; top: .75rem; padding: .5rem .75rem; background: var(--surface); border-radius: 6px; }
.made { margin-top: .375rem; color: var(--soft); font-size: .9375rem; }
nav { margin-top: 2rem; }
nav h2 { font-size: 1.0625rem; margin-bottom: .25rem; }
nav li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; padding: .375rem 0; }
nav li + li { border-top: 1px solid var(--line); }
.rules > ol > li { display: block; padding: 0; }
summary { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr) auto; gap: 0 .75rem; align-items: baseline; padding: .5rem 0; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary .badge { margin: 0; font-size: .875rem; }
summary .badge::before { content: "▸"; content: "▸" / ""; display: inline-block; width: 1.125rem; color: var(--soft); font-weight: 400; }
[open] > summary .badge::before { content: "▾"; content: "▾" / ""; }
summary .mono { font-size: .8125rem; color: var(--soft); }
details > ul { margin: 0 0 .625rem 6.25rem; font-size: .9375rem; }

.filter { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1.25rem; margin-top: 2rem; scroll-margin-top: 1rem; }
.weights { display: none; }
@supports selector(:has(*)) {
  .weights { display: flex; flex-wrap: wrap; gap: .5rem; border: 0; min-width: 0; }
}
.find { display: flex; flex: 1 1 18rem; align-items: center; gap: .625rem; font-size: .875rem; }
.find input { flex: 1; min-width: 0; padding: .375rem .75rem; font: inherit; font-size: 1rem; color: var(--ink); background: var(--surface); border: 1px solid var(--soft); border-radius: 8px; }
.find input::placeholder { color: var(--soft); opacity: 1; }
.shown { flex-basis: 100%; }
.weights label { padding: .3rem .875rem; font-size: .875rem; font-weight: 550; color: var(--soft); background: var(--surface); border: 1px solid var(--line); border-radius: 99px; cursor: pointer; }
.weights input { position: absolute; opacity: 0; }
.weights label:has(:checked) { color: var(--page); background: var(--ink); border-color: var(--ink); }
.weights label:has(:focus-visible) { outline: 2px solid var(--link); outline-offset: 2px; }
main:has(#only-error:checked) :is(.template, .bucket, .card):not(.error),
main:has(#only-warning:checked) :is(.template, .bucket, .card):not(.warning),
main:has(#only-unknown:checked) :is(.template, .bucket, .card):not(.unknown) { display: none; }

.template { margin-top: 2.5rem; }
.template > h2 { font: 600 1.0625rem/1.4 var(--mono); padding-bottom: .625rem; border-bottom: 1px solid var(--line); }
.kind { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; font-size: .875rem; font-weight: 400; color: var(--soft); letter-spacing: 0; }
.template > h2 .kind { display: block; }
.bucket { margin-top: 1.5rem; }
.bucket > h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: .125rem .625rem; font-size: 1.125rem; line-height: 1.4; }
.cards { display: grid; gap: .875rem; margin-top: .75rem; }
.card:target { outline: 2px solid var(--link); outline-offset: 2px; }
.card, .template { scroll-margin-top: 1rem; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.card > .head { display: grid; grid-template-columns: auto 1fr; gap: 0 .875rem; padding: 1rem 1.25rem .125rem; }
.mark { width: 1.625rem; height: 1.625rem; margin-top: .0625rem; padding: .375rem; border-radius: 50%; }
.mark.error { background: var(--error-wash); }
.mark.warning { background: var(--warning-wash); }
.mark.unknown { background: var(--unknown-wash); }
.mark svg { display: block; width: 100%; height: 100%; }
h4 { font-size: 1.0625rem; line-height: 1.6; font-weight: 600; }
h4 .kind { font-size: inherit; }
.about { grid-column: 2; display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1.5rem; font-size: .875rem; }
.badge { margin-right: .375rem; font-weight: 650; }
.about a { font-size: .8125rem; color: var(--soft); }
.body { display: grid; grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr); gap: 1.25rem 2rem; padding: .75rem 1.25rem 1.25rem 3.75rem; }
.found { display: grid; gap: 1.25rem; align-content: start; }
.found > li + li { padding-top: 1.25rem; border-top: 1px solid var(--line); }
.message::first-letter { text-transform: uppercase; }
.facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .25rem .875rem; margin-top: .5rem; font-size: .875rem; line-height: 1.5; }
.facts dt, .label { color: var(--soft); font-size: .8125rem; line-height: 1.6; }
.facts dd { grid-column: 2; font-family: var(--mono); font-size: .8125rem; line-height: 1.6; }
.request { margin-top: .75rem; padding: .75rem 1rem .875rem; background: var(--sunken); border-radius: 8px; }
.request .facts { margin-top: .375rem; }
.advice { display: grid; gap: .875rem; align-content: start; font-size: .9375rem; }
.repair { margin-top: .375rem; }
.copy { float: right; min-height: 1.75rem; margin-top: -1.875rem; padding: 0 .75rem; font: inherit; font-size: .8125rem; color: var(--link); background: var(--surface); border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
.repair + .repair .copy { margin-top: 0; margin-bottom: .25rem; }
.fix { clear: both; padding: .75rem 1rem; background: var(--sunken); border-radius: 8px; font-size: .8125rem; line-height: 1.6; white-space: pre-wrap; }
.advice .label + * { margin-top: .125rem; }
.chips { display: flex; flex-wrap: wrap; gap: .375rem; }
.fix code { font-size: inherit; }
.chips li { padding: 0 .5rem; font-size: .75rem; line-height: 1.375rem; color: var(--soft); border: 1px solid var(--line); border-radius: 6px; }
footer { margin-top: 3rem; padding-bottom: 3rem; font-size: .875rem; color: var(--soft); }

@media (max-width: 60rem) {
  .body { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 40rem) {
  header, main, footer { padding-left: 1rem; padding-right: 1rem; }
  header { padding-top: 1.75rem; }
  h1 { font-size: 1.625rem; }
  .tiles { grid-template-columns: repeat(3, 1fr); gap: .5rem; margin-top: 1.25rem; }
  .tile { padding: .625rem .75rem; }
  .tile dt { font-size: .8125rem; }
  .tile dd { font-size: 1.375rem; }
  .card > .head { padding: .875rem 1rem .25rem; gap: 0 .625rem; }
  .body { padding: .5rem 1rem 1rem; }
  .request, .fix { padding-left: .75rem; padding-right: .75rem; }
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .facts dd { grid-column: 1; }
  .facts dd:not(:last-child) { margin-bottom: .375rem; }
  .about { gap: .5rem; }
  summary { grid-template-columns: minmax(0, 1fr) auto; }
  summary > :nth-child(2) { grid-column: 1 / -1; grid-row: 2; }
  details > ul { margin-left: 1.125rem; }
  .empty { padding: 2.5rem 1rem; }
}
@media print {
  @page { margin: 14mm; }
  :root { --page: #fff; font-size: 11px; }
  body { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  header, main, footer { max-width: none; padding: 0; }
  .filter, .skip, .copy, .rules ul { display: none; }
  summary .badge::before { content: none; }
  .body { grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr); }
  .cards { display: block; }
  .card + .card { margin-top: .875rem; }
  .tile, .notice li, .card, .request, .fix, h2 { break-inside: avoid; }
  h2, h3, .head { break-after: avoid; }
  .about a, nav a, footer a { color: inherit; text-decoration: none; }
}
`;
