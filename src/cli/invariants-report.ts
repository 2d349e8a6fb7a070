import { counted } from './report-summary';
import { PLAIN, TextMarks } from './terminal-colors';
import { requestLine } from '../policy/request-text';
import { visible } from '../policy/visible-text';
import { InvariantAnswer, InvariantProblem, invariantText, InvariantVerdict, isKept } from '../reach/invariant';

const VERDICTS: readonly InvariantVerdict[] = ['misused', 'broken', 'unknown', 'holds'];
const WIDTH = Math.max(...VERDICTS.map(({ length }) => length));

/** 2 where an invariant names something that is not there, 1 where one does not hold, or is unknown and may not be. */
export function invariantsExitCode(answers: readonly InvariantAnswer[]): 0 | 1 | 2 {
  return answers.some(({ verdict }) => verdict === 'misused') ? 2 : answers.every(isKept) ? 0 : 1;
}

/** Invariants for a terminal, what fails first; the last line is the summary. */
export function textInvariants(answers: readonly InvariantAnswer[], marks: TextMarks = PLAIN): string {
  const sorted = VERDICTS.flatMap((verdict) => answers.filter((answer) => answer.verdict === verdict));
  return [
    marks.heading('invariants'),
    ...sorted.flatMap((answer) => [
      `  ${marked(marks, answer, answer.verdict.padEnd(WIDTH))}  ${visible(invariantText(answer.invariant))}${answer.verdict === 'unknown' && answer.invariant.allowUnknown ? ' (allowUnknown)' : ''}`,
      ...answer.problems.flatMap(problemLines),
    ]),
    summary(answers, marks),
  ].join('\n');
}

function problemLines({ message, path, request }: InvariantProblem): string[] {
  const indent = ' '.repeat(WIDTH + 4);
  return [
    `${indent}${visible(message)}`,
    ...path.length === 0 ? [] : [`${indent}  path:    ${visible(path.join(' → ').replace('→ ✕', '✕'))}`],
    ...request === undefined ? [] : [`${indent}  request: ${typeof request === 'string' ? visible(request) : requestLine(request)}`],
  ];
}

function marked(marks: TextMarks, answer: InvariantAnswer, text: string): string {
  return answer.verdict === 'holds' ? marks.good(text) : marks.weight(answer.verdict === 'unknown' ? 'unknown' : 'error', text);
}

function summary(answers: readonly InvariantAnswer[], marks: TextMarks): string {
  const counts = VERDICTS.map((verdict) => ({ verdict, count: answers.filter((answer) => answer.verdict === verdict).length }))
    .filter(({ count }) => count > 0).map(({ verdict, count }) => `${count} ${verdict}`);
  const text = `${counted(answers.length, 'invariant')}: ${counts.join(', ')}`;
  return invariantsExitCode(answers) === 0 ? marks.good(text) : marks.weight('error', text);
}

/** The same for tools. Its keys and their order are public API. */
export function jsonInvariants(answers: readonly InvariantAnswer[]): object[] {
  return answers.map((answer) => ({
    name: invariantText(answer.invariant),
    bucket: answer.invariant.bucket,
    verdict: answer.verdict,
    passes: isKept(answer),
    problems: answer.problems.map(({ verdict, message, path, request = null }) => ({ verdict, message, path, request })),
  }));
}

/** Adds invariants to a report of check: text and JSON have them, HTML has them already, and for SARIF they are what is said besides. */
export function withInvariants(report: string, format: string, answers: readonly InvariantAnswer[], marks: TextMarks): {
  readonly text: string;
  readonly besides: string | undefined;
} {
  switch (format.toLowerCase()) {
    case 'text': return { text: `${report}\n\n${textInvariants(answers, marks)}`, besides: undefined };
    case 'json': return { text: JSON.stringify({ ...JSON.parse(report), invariants: jsonInvariants(answers) }, null, 2), besides: undefined };
    case 'html': return { text: report, besides: undefined };
    default: return { text: report, besides: textInvariants(answers) };
  }
}
