import { groupBy, WEIGHTS, weightOf } from './report-groups';
import { Card, CardGroup } from './report-html-cards';
import { bucketName, countsText, Rules, weightsOf, WORDS } from './report-html-findings';
import { html, Markup } from './report-html-markup';
import { Finding } from '../rules/finding';

/** What leads to the findings: the rules, the templates, and what is shown of them. */
export function indexAndFilter(groups: readonly CardGroup[], findings: readonly Finding[], rules: Rules): Markup {
  return html`${ruleIndex(groups, rules)}
${groups.length > 1 ? templateIndex(groups) : null}
${filter(findings)}`;
}

/** Each rule with its places, what weighs most and what is found most often first. */
function ruleIndex(groups: readonly CardGroup[], rules: Rules): Markup {
  const cards = groups.flatMap(({ buckets }) => buckets.flatMap((bucket) => bucket.cards));
  const heaviest = (ofRule: readonly Card[]) => Math.min(...ofRule.map(({ findings }) => WEIGHTS.indexOf(weightOf(findings[0]))));
  const byRule = groupBy(cards, ({ rule }) => rule).sort(([, a], [, b]) => heaviest(a) - heaviest(b) || b.length - a.length);
  return html`<nav class="rules" aria-labelledby="rules">
<h2 id="rules">Rules that found something</h2>
<ol>
${byRule.map(([id, ofRule]) => ruleEntry(id, ofRule, rules, groups.length > 1))}</ol>
</nav>`;
}

function ruleEntry(id: string, cards: readonly Card[], rules: Rules, namesTemplates: boolean): Markup {
  const findings = cards.flatMap((card) => card.findings);
  const [weight] = weightsOf(findings);
  const title = rules.get(id)?.title;
  return html`<li><details>
<summary><span class="badge ${weight}">${WORDS[weight].one}</span> <span>${title === undefined ? null : html`${title} `}<span class="mono">${id}</span></span> <span class="kind">${countsText(findings)}</span></summary>
<ul>
${cards.map((card) => html`<li><a href="#${card.id}">${bucketName(card.bucket)}</a> <span class="kind">${namesTemplates ? html`${card.template}, ` : null}${countsText(card.findings)}</span></li>
`)}</ul>
</details></li>
`;
}

function templateIndex(groups: readonly CardGroup[]): Markup {
  return html`<nav aria-labelledby="templates">
<h2 id="templates">Templates</h2>
<ol>
${groups.map(({ template, buckets }, i) => html`<li><a class="mono" href="#template-${i}">${template}</a> <span class="kind">${countsText(buckets.flatMap(({ bucket }) => bucket.findings))}</span></li>
`)}</ol>
</nav>`;
}

/** The weights work without a script, and the search with one: it is hidden until the script shows it. */
function filter(findings: readonly Finding[]): Markup {
  const weights = weightsOf(findings);
  return html`<div class="filter" id="findings" role="search" aria-label="Findings">
${weights.length < 2 ? null : html`<fieldset class="weights">
<legend>Severity</legend>
<label><input type="radio" name="show" value="" id="only-all" checked> All</label>
${weights.map((weight) => html`<label><input type="radio" name="show" value="${weight}" id="only-${weight}"> ${WORDS[weight].many}</label>
`)}</fieldset>`}
<p class="find" hidden><label for="search">Search</label> <input type="search" id="search" autocomplete="off" spellcheck="false" placeholder="Rule, bucket, template or text"></p>
<p class="kind shown" id="shown" role="status" hidden></p>
</div>`;
}
