import { groupPlaces, PlaceGroup } from './report-reach-groups';
import { cutName, hopsOf, internetRows, reachSummary, VERDICTS, VIA_WORDS } from './report-reach-words';
import { counted } from './report-summary';
import { PLAIN, TextMarks } from './terminal-colors';
import { visible } from '../policy/visible-text';
import { Cut, ReachReport, Verdict } from '../reach/reach-report';

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
    ...groupPlaces(places, bucket).map(({ verdict, count, groups }) => [
      `  ${marked(marks, verdict, verdict)} (${counted(count, 'place')})`,
      ...groups.flatMap((group) => groupLines(group, bucket, marks)),
    ]),
    ...assumptions.length === 0 ? [] : [['  assumptions', ...assumptions.flatMap((text) => wrapped('- ', visible(text), 4))]],
  ];
}

function groupLines({ places, first, type }: PlaceGroup, bucket: string, marks: TextMarks): string[] {
  const { verdict, via, actions, cut, cuts, unknowns } = first;
  const [firstName, ...otherNames] = wrapped('', places.map(({ id }) => visible(id)).join(', '), 4);
  const names = [firstName, ...otherNames];
  const path = [places.length === 1 ? visible(first.id) : 'each', ...hopsOf(first, bucket).map(visible)].join(' → ');
  return [
    ...names.slice(0, -1).map((line) => `    ${marks.heading(line.trim())}`),
    `    ${marks.heading(names[names.length - 1].trim())} (${places.length === 1 ? '' : `${places.length} × `}${visible(type)})`,
    ...via === null ? [] : row('via', VIA_WORDS[via]),
    ...actions.length === 0 ? [] : row(verdict === 'unknown' ? 'may' : 'actions', actions.map(visible).join(', ')),
    ...row('path', cut ? `${path} ✕ ${visible(cut.at)}` : path),
    ...cuts.length > 0 ? cuts.flatMap((one, i) => row(i === 0 ? 'cut by' : 'also by', cutText(one))) : cut ? row('cut by', cutText(cut)) : [],
    ...unknowns.flatMap((reason, i) => row(i === 0 ? 'unknown' : '', visible(reason))),
  ];
}

function cutText(cut: Cut): string {
  return visible(`${cutName(cut)}: ${cut.reason}`);
}

const LABEL = 'unknown: '.length;

function row(label: string, text: string): string[] {
  return wrapped((label === '' ? '' : `${label}:`).padEnd(LABEL), text, 6);
}

/** Long enough for a path, and short enough to be read. */
const WIDTH = 120;

/** A text in lines of at most that width, but for words that are longer, each as far in as the first. */
function wrapped(label: string, text: string, indent: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && indent + label.length + last.length + 1 + word.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line, i) => `${' '.repeat(indent)}${i === 0 ? label : ' '.repeat(label.length)}${line}`);
}

/** What gets in asks for a look, and over the internet for more than that. */
function marked(marks: TextMarks, verdict: Verdict, text: string, from: 'place' | 'internet' = 'place'): string {
  return verdict === 'cut' ? marks.good(text) : marks.weight(verdict === 'unknown' ? 'unknown' : from === 'internet' ? 'error' : 'warning', text);
}

/** In the colour of what gets in farthest. */
function summaryLine(reports: readonly ReachReport[], marks: TextMarks): string {
  const text = reachSummary(reports);
  const fromInternet = reports.flatMap(internetRows).map(({ verdict }) => verdict);
  const all = [...fromInternet, ...reports.flatMap(({ places }) => places.map(({ verdict }) => verdict))];
  const worst = VERDICTS.find((verdict) => all.includes(verdict));
  return worst === undefined ? marks.heading(text) : marked(marks, worst, text, fromInternet.includes('reaches') ? 'internet' : 'place');
}
