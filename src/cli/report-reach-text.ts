import { byType, cutsOf, Ending, groupPlaces, VerdictGroup, Way } from './report-reach-groups';
import { cutName, CUT_WORDS, internetRows, reachSummary, VERDICTS, VIA_WORDS } from './report-reach-words';
import { counted } from './report-summary';
import { PLAIN, TextMarks } from './terminal-colors';
import { wrapped } from './wrapped-lines';
import { visible } from '../policy/visible-text';
import { CUT_KINDS, ReachReport, Verdict } from '../reach/reach-report';

/** Who reaches each bucket, for a terminal. Its last line is always the summary. Marks change nothing but the look of headings and verdicts. */
export function textReach(reports: readonly ReachReport[], marks: TextMarks = PLAIN): string {
  return [
    ...reports.flatMap((report) => bucketBlocks(report, marks)),
    ...reports.length === 0 ? [['there is no bucket in what was read']] : [],
    [summaryLine(reports, marks)],
  ].map((lines) => lines.join('\n')).join('\n\n');
}

function bucketBlocks(report: ReachReport, marks: TextMarks): string[][] {
  const { bucket, places, assumptions } = report;
  return [
    [
      marks.heading(`bucket ${visible(bucket)}`),
      `  internet: ${internetRows(report).map(({ name, verdict }) => `${name} ${marked(marks, verdict, verdict, 'internet')}`).join(', ')}`,
      ...places.length === 0 ? ['  no place of the templates sends requests'] : [],
    ],
    ...groupPlaces(places, bucket).map((group) => [verdictLine(group, marks), ...group.endings.flatMap((ending) => endingLines(ending, marks))]),
    ...assumptions.length === 0 ? [] : [['  assumptions', ...assumptions.flatMap((text) => wrapped('- ', visible(text), 4))]],
  ];
}

function verdictLine({ verdict, count, endings }: VerdictGroup, marks: TextMarks): string {
  const byKind = CUT_KINDS.map((kind) => ({ kind, places: endings.filter(({ first }) => cutsOf(first)[0]?.kind === kind).reduce((sum, ending) => sum + ending.count, 0) }))
    .filter(({ places }) => places > 0);
  return `  ${marked(marks, verdict, verdict)} (${counted(count, 'place')}${byKind.length < 2 ? '' : `: ${byKind.map(({ kind, places }) => `${places} by ${CUT_WORDS[kind]}`).join(', ')}`})`;
}

function endingLines({ first, ways }: Ending, marks: TextMarks): string[] {
  const { verdict, via, actions, unknowns } = first;
  return [
    ...ways.flatMap((way) => wayLines(way, marks)),
    ...via === null ? [] : row('via', VIA_WORDS[via]),
    ...actions.length === 0 ? [] : row(verdict === 'unknown' ? 'may' : 'actions', actions.map(visible).join(', ')),
    ...cutsOf(first).flatMap((cut, i) => row(i === 0 ? 'cut by' : 'also by', visible(`${cutName(cut)}: ${cut.reason}`))),
    ...unknowns.flatMap((reason, i) => row(i === 0 ? 'unknown' : '', visible(reason))),
  ];
}

function wayLines({ hops, places }: Way, marks: TextMarks): string[] {
  const cut = cutsOf(places[0])[0];
  const path = [places.length === 1 ? visible(places[0].id) : 'each', ...hops.map(visible)].join(' → ');
  const names = byType(places).map(({ type, ids }) => `${ids.map(visible).join(', ')} (${ids.length === 1 ? '' : `${ids.length} × `}${visible(type)})`);
  return [
    ...names.flatMap((name) => wrapped('', name, 4).map((line) => line.replace(/\S.*/, (text) => marks.heading(text)))),
    ...row('path', cut ? `${path} ✕ ${visible(cut.at)}` : path),
  ];
}

const LABEL = 'unknown: '.length;

function row(label: string, text: string): string[] {
  return wrapped((label === '' ? '' : `${label}:`).padEnd(LABEL), text, 6);
}

/** What gets in asks for a look, and over the internet for more than that. */
function marked(marks: TextMarks, verdict: Verdict, text: string, from: 'place' | 'internet' = 'place'): string {
  return verdict === 'cut' ? marks.good(text) : marks.weight(verdict === 'unknown' ? 'unknown' : from === 'internet' ? 'error' : 'warning', text);
}

/** In the color of what gets in farthest. */
function summaryLine(reports: readonly ReachReport[], marks: TextMarks): string {
  const text = reachSummary(reports);
  const fromInternet = reports.flatMap(internetRows).map(({ verdict }) => verdict);
  const all = [...fromInternet, ...reports.flatMap(({ places }) => places.map(({ verdict }) => verdict))];
  const worst = VERDICTS.find((verdict) => all.includes(verdict));
  return worst === undefined ? marks.heading(text) : marked(marks, worst, text, fromInternet.includes('reaches') ? 'internet' : 'place');
}
