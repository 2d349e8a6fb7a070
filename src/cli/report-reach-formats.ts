import { TypeOf } from './report-reach-graph';
import { htmlReach } from './report-reach-html';
import { jsonReach } from './report-reach-json';
import { mermaidReach } from './report-reach-mermaid';
import { textReach } from './report-reach-text';
import { TextMarks } from './terminal-colors';
import { ReachReport } from '../reach/reach-report';

/** What a report needs besides the answers. */
export interface ReachMade {
  readonly date: Date;
  readonly marks: TextMarks;
  /** What the ids on a path are, where the reader of the templates knows it. */
  readonly typeOf: TypeOf;
}

/** The formats of `reach`, by the words of `--format`. */
export const REACH_REPORTS: Readonly<Record<string, (reports: readonly ReachReport[], made: ReachMade) => string>> = {
  text: (reports, { marks }) => textReach(reports, marks),
  json: jsonReach,
  mermaid: (reports, { typeOf }) => mermaidReach(reports, typeOf),
  html: (reports, { date, typeOf }) => htmlReach(reports, date, typeOf),
};
