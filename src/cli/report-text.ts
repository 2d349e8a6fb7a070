import { BucketGroup, countOf, groupFindings, weightOf, WEIGHTS } from './report-groups';
import { noteText, placeText, regionText } from './report-place';
import { controlNames, RuleText } from './report-rule';
import { noFindingsText, summaryText } from './report-summary';
import { PLAIN, TextMarks } from './terminal-colors';
import { requestText } from '../policy/request-text';
import { visible } from '../policy/visible-text';
import { CheckReport, Finding, Note } from '../rules/finding';

/** A report to be read in a terminal. Its last line is always the summary. Marks change nothing but the look of severities, headings and the summary. */
export function textReport(report: CheckReport, rules: readonly RuleText[], marks: TextMarks = PLAIN): string {
  const ruleById = new Map(rules.map((rule) => [rule.id, rule]));
  return [
    ...groupFindings(report.findings).map(({ template, buckets }) => [
      marks.heading(visible(template)),
      ...buckets.flatMap((bucket) => bucketLines(bucket, ruleById, marks)),
    ]),
    ...report.findings.length === 0 ? [[noFindingsText(report)]] : [],
    ...report.errors.length === 0 ? [] : [[
      marks.heading('could not be read'),
      ...report.errors.map(({ template, message }) => `  ${visible(template)}: ${visible(message)}`),
    ]],
    ...noteLines(report, marks),
    [summaryLine(report, marks)],
  ].map((lines) => lines.join('\n')).join('\n\n');
}

/** In the colour of what weighs most. What could not be read is no good outcome, and nothing checked is none. */
function summaryLine(report: CheckReport, marks: TextMarks): string {
  const text = summaryText(report);
  const weight = report.errors.length > 0 ? 'error' : WEIGHTS.find((one) => countOf(report.findings, one) > 0);
  if (weight) {
    return marks.weight(weight, text);
  }
  return report.summary.buckets > 0 ? marks.good(text) : marks.heading(text);
}

function noteLines({ notes = [] }: CheckReport, marks: TextMarks): string[][] {
  const lines = (kind: Note['kind']) => notes.filter((note) => note.kind === kind).map((note) => `  ${visible(noteText(note))}`);
  const [unread, undecided] = [lines('unread'), lines('undecided')];
  return [
    ...unread.length > 0 ? [[marks.heading('not read'), ...unread]] : [],
    ...undecided.length > 0 ? [[marks.heading('not as it will be deployed'), ...undecided]] : [],
  ];
}

function bucketLines({ logicalId, name, findings }: BucketGroup, ruleById: ReadonlyMap<string, RuleText>, marks: TextMarks): string[] {
  const resource = logicalId === null ? undefined : findings[0].location?.resource;
  const behind = [...logicalId === null || logicalId === name ? [] : [logicalId], ...resource ? [regionText(resource)] : []];
  return [
    `  ${marks.heading(name === null ? 'no bucket' : `bucket ${visible(name)}`)}${behind.length === 0 ? '' : ` (${visible(behind.join(', '))})`}`,
    ...findings.flatMap((finding) => findingLines(finding, ruleById.get(finding.rule), marks)),
  ];
}

function findingLines(finding: Finding, rule: RuleText | undefined, marks: TextMarks): string[] {
  const { evidence } = finding;
  const weight = weightOf(finding);
  const path = finding.path ?? evidence.path;
  return [
    `    ${marks.weight(weight, weight)} ${visible(finding.rule)}[${visible(evidence.id)}]: ${visible(finding.message)}`,
    ...rule ? [`      rule: ${[rule.title, ...controlNames(finding.controls ?? rule.controls)].join(', ')}`] : [],
    ...path === null && !finding.location ? [] : [`      at: ${visible(placeText(path, finding.location?.property))}`],
    ...evidence.statement ? [`      statement: ${statementText(evidence.statement)}`] : [],
    ...evidence.request ? ['      request:', indented(requestText(evidence.request), '      ')] : [],
    `      fix: ${indented(finding.fix, '           ').trimStart()}`,
  ];
}

function statementText({ index, sid }: NonNullable<Finding['evidence']['statement']>): string {
  return `${index}${sid === null ? '' : ` (${visible(sid)})`}`;
}

/** A fix may have lines of its own: it comes from the catalog. */
function indented(text: string, indent: string): string {
  return text.split('\n').map((line) => `${indent}${line}`).join('\n');
}
