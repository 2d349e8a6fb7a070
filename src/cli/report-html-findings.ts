import { BucketGroup, countOf, Weight, weightOf, WEIGHTS } from './report-groups';
import { Card, CardGroup } from './report-html-cards';
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

export function templateSection({ template, buckets }: CardGroup, index: number, rules: Rules): Markup {
  return html`<section class="template ${weightsOf(buckets.flatMap(({ bucket }) => bucket.findings)).join(' ')}" id="template-${index}">
<h2><span class="kind">Template</span> ${template}</h2>
${buckets.map(({ bucket, cards }) => bucketSection(bucket, cards, rules))}
</section>
`;
}

/** What a bucket is called where it stands by itself. */
export function bucketName({ name }: BucketGroup): string {
  return name ?? 'No bucket of this template';
}

function bucketSection(bucket: BucketGroup, cards: readonly Card[], rules: Rules): Markup {
  const { logicalId, name, findings } = bucket;
  const resource = logicalId === null ? undefined : findings[0].location?.resource;
  return html`
<section class="bucket ${weightsOf(findings).join(' ')}">
<h3>${bucketName(bucket)} <span class="kind">${[...name === logicalId ? [] : [logicalId], ...resource ? [regionText(resource)] : [], countsText(findings)].join(', ')}</span></h3>
<div class="cards">
${cards.map((card) => cardArticle(card, rules.get(card.rule)))}</div>
</section>`;
}

function cardArticle({ id: anchor, rule: id, bucket, findings }: Card, rule: RuleText | undefined): Markup {
  const weight = weightOf(findings[0]);
  const controls = rule ? controlNames(findings[0].controls ?? rule.controls) : [];
  return html`<article class="card ${weight}" id="${anchor}" data-weight="${weight}">
<div class="head">
<span class="mark ${weight}">${icon(WORDS[weight].sign)}</span>
<h4>${rule ? html`<span class="kind">Expected:</span> ${rule.title}` : id}</h4>
<div class="about">
<p><span class="badge ${weight}">${WORDS[weight].one}</span> <a class="mono" href="${ruleAddress(id)}">${id}</a>${rule ? html` <span class="kind">level ${rule.level}</span>` : null}</p>
${controls.length === 0 ? null : html`<ul class="chips" aria-label="Controls that require the same">${controls.map((name) => html`<li>${name}</li>
`)}</ul>`}
</div>
</div>
<div class="body">
<ul class="found">
${findings.map(found)}</ul>
<div class="advice">
${rule ? html`<div><p class="label">Why</p><p>${rule.why}</p></div>` : null}
<div><p class="label">Fix</p>${[...new Set(findings.map(({ fix }) => fix))].map((fix) => fixBlock(fix, `Copy the fix of ${id} for ${bucketName(bucket)}`))}</div>
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
function fixBlock(fix: string, copies: string): Markup {
  return html`<div class="repair"><button type="button" class="copy" aria-label="${copies}" hidden>Copy</button>
<pre class="fix"><code>${fix.split('\n').map((line, i) => i === 0 ? line : html`
${line}`)}</code></pre></div>`;
}

export function icon(shape: Markup): Markup {
  return html`<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;
}

export function weightsOf(findings: readonly Finding[]): Weight[] {
  return WEIGHTS.filter((weight) => countOf(findings, weight) > 0);
}

export function countsText(findings: readonly Finding[]): string {
  return weightsOf(findings).map((weight) => weight === 'unknown' ? `${countOf(findings, weight)} unknown` : counted(countOf(findings, weight), weight)).join(', ');
}
