import { countOf, groupFindings, Weight, WEIGHTS } from './report-groups';
import { cardGroups } from './report-html-cards';
import { icon, Rules, templateSection, WORDS } from './report-html-findings';
import { indexAndFilter } from './report-html-index';
import { html, Markup, scriptElement } from './report-html-markup';
import { notesSection } from './report-html-notes';
import { pageFoot, pageHead, pageTime } from './report-html-page';
import { SCRIPT } from './report-html-script';
import { STYLE } from './report-html-style';
import { reachFigure } from './report-reach-figure';
import { REACH_STYLE } from './report-reach-style';
import { RuleText } from './report-rule';
import { counted, noFindingsText, summaryText, unreadCount } from './report-summary';
import { InvariantAnswer, invariantText } from '../reach/invariant';
import { ReachReport } from '../reach/reach-report';
import { CheckReport } from '../rules/finding';

/** How a report came about. */
export interface Made {
  /** The rules that were applied, such as `level BASELINE`. */
  readonly rules: string;
  readonly date: Date;
  /** Who reaches which bucket, where that was asked for. */
  readonly reach?: readonly ReachReport[];
  /** What invariants came to. */
  readonly invariants?: readonly InvariantAnswer[];
}

/**
 * A report to be read in a browser or on paper: one file that asks for no other, and shows everything without its script.
 *
 * Its policy forbids everything but its own style and script, so that nothing in a template could run, even unescaped.
 */
export function htmlReport(report: CheckReport, rules: readonly RuleText[], { rules: applied, date, reach = [], invariants = [] }: Made): string {
  const style = reach.length === 0 ? STYLE : STYLE + REACH_STYLE;
  const ruleById = new Map(rules.map((rule) => [rule.id, rule]));
  return html`<!DOCTYPE html>
<html lang="en">
${pageHead(headline(report), style, SCRIPT)}
<body>
${report.findings.length === 0 ? null : html`<a class="skip" href="#findings">Skip to the findings</a>`}
<header>
<p class="maker">hardened-bucket check</p>
<h1>${headline(report)}</h1>
<p class="made">Rules: ${applied}. Checked on ${pageTime(date)}.</p>
${tiles(report)}
</header>
<main>
${unread(report)}
${notesSection(report)}${invariants.length === 0 ? null : invariantsSection(invariants)}
${report.findings.length === 0 ? nothing(report) : byTemplate(report, ruleById)}${reach.map(reachSection)}
</main>
${pageFoot(summaryText(report))}
<p class="unseen" id="copied" role="status"></p>
${scriptElement(SCRIPT)}
</body>
</html>
`.text;
}

function invariantsSection(answers: readonly InvariantAnswer[]): Markup {
  return html`
<section class="unread">
<h2>Invariants</h2>
<ul>${answers.map((answer) => html`<li><strong>${answer.verdict}</strong>: ${invariantText(answer.invariant)}${answer.problems.map(({ message, path }) => html`<br>${message}${path.length > 0 ? `: ${path.join(' → ')}` : ''}`)}</li>`)}</ul>
</section>`;
}

function reachSection(report: ReachReport): Markup {
  return html`
<section class="to">
<h2><span class="kind">Who reaches</span> ${report.bucket}</h2>
${reachFigure(report)}
</section>`;
}

function headline({ findings, summary: { violations, unknown, buckets, errors } }: CheckReport): string {
  if (findings.length > 0) {
    return `${violations === 0 ? `${unknown} unknown` : counted(violations, 'violation')} in ${counted(buckets, 'bucket')}`;
  }
  return errors === 0 ? 'No findings' : `${counted(errors, 'input')} could not be read`;
}

function tiles(report: CheckReport): Markup {
  const { summary } = report;
  const counts: [string, number, Weight | ''][] = [
    ...WEIGHTS.map((weight): [string, number, Weight] => [WORDS[weight].many, countOf(report.findings, weight), weight]),
    ['Suppressed', summary.suppressed, ''],
    ['Buckets', summary.buckets, ''],
    [report.account === undefined ? 'Templates' : 'Regions', summary.templates, ''],
  ];
  return html`<dl class="tiles">
${counts.map(([name, count, weight]) => html`<div class="tile ${count > 0 ? weight : ''}"><dt>${name}</dt><dd>${count}</dd></div>
`)}</dl>`;
}

function unread({ errors }: CheckReport): Markup | null {
  return errors.length === 0 ? null : html`<section class="notice">
<h2>Could not be read</h2>
<ul>
${errors.map(({ template, message }) => html`<li><code>${template}</code> ${message}</li>
`)}</ul>
</section>`;
}

function nothing(report: CheckReport): Markup {
  const { buckets, errors } = report.summary;
  const isGood = buckets > 0 && errors === 0 && unreadCount(report) === 0;
  const text = noFindingsText(report);
  return html`<section class="empty ${isGood ? 'good' : ''}">
${icon(isGood ? html`<path d="M3 8.5 6.5 12 13 4.5"/>` : html`<path d="M3 8H13"/>`)}
<p>${text.charAt(0).toUpperCase()}${text.slice(1)}.</p>
</section>`;
}

function byTemplate(report: CheckReport, rules: Rules): Markup {
  const groups = cardGroups(groupFindings(report.findings));
  return html`${indexAndFilter(groups, report.findings, rules)}
${groups.map((group, i) => templateSection(group, i, rules))}`;
}
