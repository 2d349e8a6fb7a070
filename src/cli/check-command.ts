import * as fs from 'node:fs';
import { newFindings, readBaseline, writeBaseline } from './baseline';
import { checkOptions } from './check-options';
import { locateFindings } from './locate-findings';
import { readInputs } from './read-inputs';
import { htmlReport, Made } from './report-html';
import { jsonReport } from './report-json';
import { ruleAddress } from './report-rule';
import { sarifReport } from './report-sarif';
import { counted, summaryText } from './report-summary';
import { textReport } from './report-text';
import { COLORED, PLAIN, TextMarks } from './terminal-colors';
import { oneOf, UsageError } from './usage';
import { TrustZone } from '../policy/questions/allows-outside';
import { CATALOG } from '../rules/catalog';
import { Check, CheckOptions } from '../rules/check';
import { checkReport } from '../rules/check-report';
import { CheckReport, Finding, Severity } from '../rules/finding';

/** What the command line asked for, its options read. */
export interface CheckArguments {
  readonly paths: readonly string[];
  readonly format: string;
  readonly output: string | undefined;
  readonly level: string;
  readonly rules: readonly string[];
  readonly failOn: string;
  readonly parameters: readonly string[];
  readonly fixHint?: string;
  readonly baseline: string | undefined;
  readonly writeBaseline: boolean;
  /** Whether what is not written to a file may have colours. */
  readonly hasColors: boolean;
  readonly trustZone: TrustZone;
  readonly hidden: boolean;
  readonly allowEmpty: boolean;
}

const REPORTS: Readonly<Record<string, (report: CheckReport, made: Made, marks: TextMarks) => string>> = {
  text: (report, _, marks) => textReport(withSnippets(report, 'once'), CATALOG, marks),
  json: jsonReport,
  sarif: (report) => sarifReport(withSnippets(report), CATALOG),
  html: (report, made) => htmlReport(withSnippets(report), CATALOG, made),
};

/** From which severity on a finding fails the check. */
const THRESHOLDS: Readonly<Record<string, readonly Severity[]>> = { error: ['error'], warning: ['error', 'warning'], never: [] };

/** What was said, and where. */
export interface CheckAnswer {
  readonly out: string | undefined;
  readonly err: string | undefined;
  readonly exitCode: 0 | 1 | 2;
}

/** Checks templates. @throws UsageError */
export function checkTemplates(args: CheckArguments, standardInput: () => Buffer, onProgress: (text: string) => void): CheckAnswer {
  const write = oneOf('--format', args.format, REPORTS);
  const failing = oneOf('--fail-on', args.failOn, THRESHOLDS);
  if (args.paths.length === 0) {
    throw new UsageError('check takes files, folders, a cdk.out folder, or - for standard input; see hardened-bucket check --help');
  }
  if (args.paths.filter((given) => given === '-').length > 1) {
    throw new UsageError('- is given twice; standard input can be read only once');
  }
  if (args.writeBaseline && args.baseline === undefined) {
    throw new UsageError('--write-baseline needs --baseline FILE');
  }
  const options = checkOptions(args);
  const check = new Check(options);
  const baseline = args.baseline === undefined || args.writeBaseline ? undefined : readBaseline(readFile(args.baseline), args.baseline);
  const { groups, errors, notes, sources } = readInputs(args.paths, args.parameters, { hidden: args.hidden, refuseEmpty: !args.allowEmpty, standardInput });
  const judged = checkReport(groups, errors, check, (buckets) => onProgress(`${counted(buckets, 'bucket')} checked …`));
  const whole = notes.length > 0 ? { ...judged, notes: [...notes, ...judged.notes ?? []] } : judged;
  const report = locateFindings(baseline ? without(whole, newFindings(whole, baseline)) : whole, sources);
  if (args.writeBaseline) {
    writeFile(args.baseline!, writeBaseline(whole));
  }
  const text = write(report, { rules: rulesText(options), date: new Date() }, args.hasColors && args.output === undefined ? COLORED : PLAIN);
  if (args.output !== undefined) {
    writeFile(args.output, text.endsWith('\n') ? text : `${text}\n`);
  }
  const fails = !args.writeBaseline && report.findings.some(({ severity }) => failing.includes(severity));
  return {
    out: args.output === undefined ? text.replace(/\n$/, '') : undefined,
    err: args.output === undefined ? undefined : `${summaryText(report)}: ${args.output}`,
    exitCode: report.errors.length > 0 ? 2 : fails ? 1 : 0,
  };
}

function rulesText({ level, only = [] }: CheckOptions): string {
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

/** The findings of a baseline are known, and count with those that are acknowledged. */
function without(report: CheckReport, findings: readonly Finding[]): CheckReport {
  const count = (verdict: Finding['verdict']) => findings.filter((finding) => finding.verdict === verdict).length;
  return {
    ...report,
    findings,
    summary: { ...report.summary, violations: count('violation'), unknown: count('unknown'), suppressed: report.summary.suppressed + report.findings.length - findings.length },
  };
}

function readFile(file: string): string {
  return onFile(file, 'read', () => fs.readFileSync(file, 'utf8'));
}

function writeFile(file: string, text: string): void {
  onFile(file, 'written', () => fs.writeFileSync(file, text));
}

function onFile<T>(file: string, what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new UsageError(`${file}: cannot be ${what} (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`);
  }
}
