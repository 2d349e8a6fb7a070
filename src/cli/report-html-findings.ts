import { BucketGroup, groupBy, TemplateGroup, Weight, weightOf, WEIGHTS } from './report-groups';
import { html, Markup } from './report-html-markup';
import { placeText, regionText } from './report-place';
import { controlNames, ruleAddress, RuleText } from './report-rule';
import { counted } from './report-summary';
import { requestRows } from '../policy/request-text';
import { Finding } from '../rules/finding';

export type Rules = ReadonlyMap<string, RuleText>;

/** What a weight is called, for one finding and for several, and its sign. */
export const WORDS: Readonly<Record<Weight, { readonly one: string; readonly many: string; readonly sign: Markup }>> = {
  error: { one: 'Error', many: 'Errors', sign: html`<path d="M3 3 13 13M13 3 3 13"/>` },
  warning: { one: 'Warning', many: 'Warnings', sign: html`<path d="M8 2V9M8 13V13.5"/>` },
  unknown: { one: 'Unknown', many: 'Unknown', sign: html`<path d="M4.5 5A3.5 3.5 0 1 1 9.5 8Q8 8.8 8 10M8 13.5V14"/>` },
};

export function templateSection(group: TemplateGroup, index: number, rules: Rules): Markup {
  return html`<section class="template ${weightsOf(findingsOf(group)).join(' ')}" id="template-${index}">
<h2><span class="kind">Template</span> ${group.template}</h2>
${group.buckets.map((bucket) => bucketSection(bucket, rules))}
</section>
`;
}

function bucketSection({ logicalId, findings }: BucketGroup, rules: Rules): Markup {
  const resource = logicalId === null ? undefined : findings[0].location?.resource;
  return html`
<section class="bucket ${weightsOf(findings).join(' ')}">
<h3>${logicalId ?? 'No bucket of this template'} <span class="kind">${resource ? `${regionText(resource)}, ` : ''}${countsText(findings)}</span></h3>
<div class="cards">
${groupBy(findings, (finding) => `${weightOf(finding)} ${finding.rule} ${JSON.stringify(finding.controls)}`).map(([, ofRule]) => card(ofRule, rules.get(ofRule[0].rule)))}</div>
</section>`;
}

/** One rule on one bucket: what explains the rule is said once, however often it is broken. What claims other controls is apart. */
function card(ofRule: readonly Finding[], rule: RuleText | undefined): Markup {
  const [{ rule: id, controls: ownControls }] = ofRule;
  const weight = weightOf(ofRule[0]);
  const controls = rule ? controlNames(ownControls ?? rule.controls) : [];
  return html`<article class="card ${weight}">
<div class="head">
<span class="mark ${weight}">${icon(WORDS[weight].sign)}</span>
<h4>${rule ? html`<span class="kind">Expected:</span> ${rule.title}` : id}</h4>
<div class="about">
<p><span class="badge ${weight}">${WORDS[weight].one}</span> <a class="mono" href="${ruleAddress(id)}">${id}</a></p>
${controls.length === 0 ? null : html`<ul class="chips" aria-label="Controls that ask for the same">${controls.map((name) => html`<li>${name}</li>
`)}</ul>`}
</div>
</div>
<div class="body">
<ul class="found">
${ofRule.map(found)}</ul>
<div class="advice">
${rule ? html`<div><p class="label">Why</p><p>${rule.why}</p></div>` : null}
<div><p class="label">Fix</p>${[...new Set(ofRule.map(({ fix }) => fix))].map(fixBlock)}</div>
</div>
</div>
</article>
`;
}

function found({ message, path, evidence, location }: Finding): Markup {
  const place = placeText(path ?? evidence.path, location?.property);
  return html`<li>
<p class="message">${message}</p>
<dl class="facts">
<dt>Evidence</dt><dd>${evidence.id}</dd>
${place === '' ? null : html`<dt>At</dt><dd>${place}</dd>`}
${evidence.statement && html`<dt>Statement</dt><dd>${evidence.statement.index}${evidence.statement.sid === null ? null : ` (${evidence.statement.sid})`}</dd>`}
</dl>
${evidence.request && html`<div class="request">
<p class="label">Request that shows it</p>
<dl class="facts">
${requestRows(evidence.request).map(([label, value]) => html`${label === '' ? null : html`<dt>${label}</dt>`}<dd>${value}</dd>
`)}</dl>
</div>`}
</li>
`;
}

/** A fix may have lines of its own: each is escaped for itself. */
function fixBlock(fix: string): Markup {
  return html`<pre class="fix"><code>${fix.split('\n').map((line, i) => i === 0 ? line : html`
${line}`)}</code></pre>`;
}

export function icon(shape: Markup): Markup {
  return html`<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;
}

export function findingsOf({ buckets }: TemplateGroup): Finding[] {
  return buckets.flatMap(({ findings }) => findings);
}

export function weightsOf(findings: readonly Finding[]): Weight[] {
  return WEIGHTS.filter((weight) => countOf(findings, weight) > 0);
}

export function countOf(findings: readonly Finding[], weight: Weight): number {
  return findings.filter((finding) => weightOf(finding) === weight).length;
}

export function countsText(findings: readonly Finding[]): string {
  return weightsOf(findings).map((weight) => weight === 'unknown' ? `${countOf(findings, weight)} unknown` : counted(countOf(findings, weight), weight)).join(', ');
}
