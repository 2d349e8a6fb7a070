import { BucketGroup, groupFindings, weightOf } from './report-groups';
import { noteText, placeText, regionText } from './report-place';
import { controlNames, RuleText } from './report-rule';
import { noFindingsText, summaryText } from './report-summary';
import { requestText } from '../policy/request-text';
import { visible } from '../policy/visible-text';
import { CheckReport, Finding, Note } from '../rules/finding';

/** A report to be read in a terminal. Its last line is always the summary. */
export function textReport(report: CheckReport, rules: readonly RuleText[]): string {
  const ruleById = new Map(rules.map((rule) => [rule.id, rule]));
  return [
    ...groupFindings(report.findings).map(({ template, buckets }) => [
      visible(template),
      ...buckets.flatMap((bucket) => bucketLines(bucket, ruleById)),
    ]),
    ...report.findings.length === 0 ? [[noFindingsText(report)]] : [],
    ...report.errors.length === 0 ? [] : [[
      'could not be read',
      ...report.errors.map(({ template, message }) => `  ${visible(template)}: ${visible(message)}`),
    ]],
    ...noteLines(report),
    [summaryText(report)],
  ].map((lines) => lines.join('\n')).join('\n\n');
}

function noteLines({ notes = [] }: CheckReport): string[][] {
  const lines = (kind: Note['kind']) => notes.filter((note) => note.kind === kind).map((note) => `  ${visible(noteText(note))}`);
  const [unread, undecided] = [lines('unread'), lines('undecided')];
  return [...unread.length > 0 ? [['not read', ...unread]] : [], ...undecided.length > 0 ? [['not as it will be deployed', ...undecided]] : []];
}

function bucketLines({ logicalId, name, findings }: BucketGroup, ruleById: ReadonlyMap<string, RuleText>): string[] {
  const resource = logicalId === null ? undefined : findings[0].location?.resource;
  const behind = [...logicalId === null || logicalId === name ? [] : [logicalId], ...resource ? [regionText(resource)] : []];
  return [
    `  ${name === null ? 'no bucket' : `bucket ${visible(name)}`}${behind.length === 0 ? '' : ` (${visible(behind.join(', '))})`}`,
    ...findings.flatMap((finding) => findingLines(finding, ruleById.get(finding.rule))),
  ];
}

function findingLines(finding: Finding, rule: RuleText | undefined): string[] {
  const { evidence } = finding;
  const path = finding.path ?? evidence.path;
  return [
    `    ${weightOf(finding)} ${visible(finding.rule)}[${visible(evidence.id)}]: ${visible(finding.message)}`,
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
