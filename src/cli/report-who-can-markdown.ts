import { code, plain } from './markdown';
import { networksInWords, pathsInWords, requestInWords, summaryOf } from './report-who-can-words';
import { WhoCanReport } from './who-can-report';
import { ChainRow } from '../reach/who-can';

/** Who can use each bucket, as tables that can be pasted into a comment. */
export function markdownWhoCan(reports: readonly WhoCanReport[]): string {
  const assumptions = [...new Set(reports.flatMap((report) => report.assumptions))];
  return [
    '## Who can use the buckets',
    ...reports.flatMap(({ id, rows }) => [
      `### ${plain(id)}`,
      rows.length === 0 ? 'No one has access.' : ['| Who | Can | On | If | From | Paths | Through |', '|---|---|---|---|---|---|---|', ...rows.map(tableRow)].join('\n'),
      ...rows.some(({ witness }) => witness !== null) ? [details(rows)] : [],
    ]),
    ...assumptions.length === 0 ? [] : [['**Assumptions**', '', ...assumptions.map((text) => `- ${plain(text)}`)].join('\n')],
    plain(summaryOf(reports)),
  ].join('\n\n');
}

function tableRow(row: ChainRow): string {
  const { principal, actions, objects, conditions, from, noPath, through, reason } = row;
  const cells = [
    `${plain(principal)}${reason === null ? '' : ` (not decided: ${plain(reason)})`}`, actions.map(inCell).join(', '), objects.map(inCell).join(', '), conditions.map(plain).join(' and '), plain(networksInWords(from)),
    [...pathsInWords(row), ...noPath === null ? [] : [noPath]].map(plain).join('<br>'), through.map(plain).join('; '),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** A bar ends a cell, in a typewriter's letters too. */
function inCell(text: string): string {
  return code(text).replace(/\|/g, '\\|');
}

function details(rows: readonly ChainRow[]): string {
  return ['<details><summary>A request for each</summary>', '', ...rows.flatMap(({ witness }) => witness === null ? [] : [`- ${code(requestInWords(witness))}`]), '', '</details>'].join('\n');
}
