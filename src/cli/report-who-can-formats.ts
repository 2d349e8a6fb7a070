import { htmlWhoCan } from './report-who-can-html';
import { markdownWhoCan } from './report-who-can-markdown';
import { textWhoCan } from './report-who-can-text';
import { TextMarks } from './terminal-colors';
import { WhoCanReport } from './who-can-report';
import { WhoCanAnswer } from '../reach/who-can';

/** The same before it is asked. */
export interface WhoCanBucket {
  readonly id: string;
  readonly answer: () => WhoCanAnswer;
}

export interface WhoCanMade {
  readonly marks: TextMarks;
  readonly date: Date;
}

/** The formats of `who-can`, by the words of `--format`. */
export const WHO_CAN_REPORTS: Readonly<Record<string, (reports: readonly WhoCanReport[], made: WhoCanMade) => string>> = {
  text: (reports, { marks }) => textWhoCan(reports, marks),
  json: (reports) => JSON.stringify(reports.map(({ id, constructPath, rows, assumptions }) => ({ bucket: id, constructPath: constructPath ?? null, rows, assumptions })), null, 2),
  markdown: (reports) => markdownWhoCan(reports),
  html: (reports, { date }) => htmlWhoCan(reports, date),
};
