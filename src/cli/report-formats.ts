import { htmlReport, Made } from './report-html';
import { jsonReport } from './report-json';
import { ruleAddress } from './report-rule';
import { sarifReport } from './report-sarif';
import { textReport } from './report-text';
import { TextMarks } from './terminal-colors';
import { CATALOG } from '../rules/catalog';
import { CheckOptions } from '../rules/check';
import { CheckReport, Severity } from '../rules/finding';

/** The formats of reports, by the words of `--format`. */
export const REPORTS: Readonly<Record<string, (report: CheckReport, made: Made, marks: TextMarks) => string>> = {
  text: (report, _, marks) => textReport(withSnippets(report, 'once'), CATALOG, marks),
  json: jsonReport,
  sarif: (report) => sarifReport(withSnippets(report), CATALOG),
  html: (report, made) => htmlReport(withSnippets(report), CATALOG, made),
};

/** From which severity on a finding fails the check, by the words of `--fail-on`. */
export const THRESHOLDS: Readonly<Record<string, readonly Severity[]>> = { error: ['error'], warning: ['error', 'warning'], never: [] };

export function rulesText({ level, only = [] }: CheckOptions): string {
  return only.length > 0 ? `only ${only.join(', ')}` : `level ${level}`;
}

/** More than this nobody reads in a terminal. */
const MAXIMUM_LINES = 32;

/** What could be written stands below the sentence that says what to do: of each finding, or once for each bucket and rule. */
function withSnippets(report: CheckReport, often: 'once' | 'always' = 'always'): CheckReport {
  const written = new Set<string>();
  return {
    ...report,
    findings: report.findings.map((finding) => {
      const { template, logicalId, rule, fix, snippet } = finding;
      const place = JSON.stringify([template, logicalId, rule]);
      if (snippet === undefined || (often === 'once' && written.has(place))) {
        return finding;
      }
      written.add(place);
      return { ...finding, fix: `${fix}\n${often === 'once' && snippet.split('\n').length > MAXIMUM_LINES ? `as in ${ruleAddress(rule)}` : snippet}` };
    }),
  };
}
