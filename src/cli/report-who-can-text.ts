import { networksInWords, pathsInWords, requestInWords, summaryOf, weightOfRow } from './report-who-can-words';
import { PLAIN, TextMarks } from './terminal-colors';
import { WhoCanReport } from './who-can-report';
import { wrapped } from './wrapped-lines';
import { visible } from '../policy/visible-text';
import { ChainRow } from '../reach/who-can';

/** Who can use each bucket, for a terminal. Marks change nothing but the look of headings. */
export function textWhoCan(reports: readonly WhoCanReport[], marks: TextMarks = PLAIN): string {
  const assumptions = [...new Set(reports.flatMap((report) => report.assumptions))];
  return [
    ...reports.flatMap(({ id, rows }) => [
      [marks.heading(`bucket ${visible(id)}`), ...rows.length === 0 ? ['  no one has access'] : []],
      ...rows.map((row) => rowLines(row, marks)),
    ]),
    ...reports.length === 0 ? [['there is no bucket in what was read']] : [],
    ...assumptions.length === 0 ? [] : [['assumptions', ...assumptions.flatMap((text) => wrapped('- ', visible(text), 2))]],
    [marks.heading(summaryOf(reports))],
  ].map((lines) => lines.join('\n')).join('\n\n');
}

function rowLines(row: ChainRow, marks: TextMarks): string[] {
  const { principal, actions, objects, conditions, from, noPath, through, witness, reason } = row;
  const weight = weightOfRow(row);
  const name = visible(principal);
  return [
    `  ${weight ? marks.weight(weight, name) : marks.heading(name)}${row.certainty === 'unknown' ? ' (not decided)' : ''}`,
    ...line('can', actions.join(', ')),
    ...line('on', objects.join(', ')),
    ...conditions.flatMap((condition, i) => line(i === 0 ? 'if' : 'and', condition)),
    ...line('from', networksInWords(from)),
    ...[...pathsInWords(row), ...noPath === null ? [] : [noPath]].flatMap((path) => line('path', path)),
    ...line('through', through.join('; ')),
    ...reason === null ? [] : line('unknown', reason),
    ...witness === null ? [] : line('example', requestInWords(witness)),
  ];
}

const LABEL = 'unknown: '.length;

function line(label: string, text: string): string[] {
  return text === '' ? [] : wrapped(`${label}:`.padEnd(LABEL), visible(text), 4);
}
